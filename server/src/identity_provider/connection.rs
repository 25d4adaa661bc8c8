//! How a provider is reached: over connections that nobody listens to, led nowhere else, and never for longer or for more than is
//! sensible.

use std::{future::Future, pin::Pin, time::Duration};

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use reqwest::{Certificate, Client, Url, redirect::Policy};
use rustls::crypto::ring;

use super::settings::{ProviderSettings, is_private};
use crate::settings_file::{SettingsError, bytes};

/// How long a question may take. Somebody waits for the answer.
const LONGEST: Duration = Duration::from_secs(10);
/// The size of an answer, in bytes.
const LARGEST: usize = 256 << 10;

/// Why a provider was not reached. Nothing of what was asked or answered stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreached {
    /// It does not answer, or not in time, or is not who it says.
    #[error("it cannot be reached")]
    Unreachable,
    /// It leads to an address over an open connection, or to none.
    #[error("it leads to an open connection")]
    Open,
    /// The answer is larger than any should be.
    #[error("the answer is too large")]
    TooLarge,
    /// It is out of order.
    #[error("it is out of order (status {0})")]
    OutOfOrder(u16),
}

/// The way to a provider.
pub struct Connection {
    client: Client,
}

impl Connection {
    /// Gets ready to ask; nothing is asked yet.
    ///
    /// # Errors
    /// When the file of those who vouch for the provider holds no certificate.
    pub fn new(settings: &ProviderSettings) -> Result<Self, SettingsError> {
        // Another part of the program may have chosen it already, and chosen the same.
        _ = ring::default_provider().install_default();
        let mut client = Client::builder()
            // A redirect would take the client's secret somewhere else.
            .redirect(Policy::none())
            .no_proxy()
            .timeout(LONGEST)
            .connect_timeout(LONGEST);
        let unusable = || SettingsError::Certificate { path: settings.authority.clone().unwrap_or_default() };
        if let Some(authority) = &settings.authority {
            let trusted = Certificate::from_pem_bundle(&bytes(authority)?).map_err(|_| unusable())?;
            if trusted.is_empty() {
                return Err(unusable());
            }
            client = client.tls_certs_only(trusted);
        }
        Ok(Self { client: client.build().map_err(|_| unusable())? })
    }

    /// Asks, and reads the answer no further than it may be long.
    async fn ask(&self, question: HttpRequest) -> Result<HttpResponse, Unreached> {
        let (asked, body) = question.into_parts();
        let address = Url::parse(&asked.uri.to_string()).ok().filter(is_private).ok_or(Unreached::Open)?;
        let request = self.client.request(asked.method, address).headers(asked.headers).body(body);
        let mut response = request.send().await.map_err(|_| Unreached::Unreachable)?;
        let status = response.status();
        if status.is_server_error() {
            return Err(Unreached::OutOfOrder(status.as_u16()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| Unreached::Unreachable)? {
            if body.len() + chunk.len() > LARGEST {
                return Err(Unreached::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let mut answer = http::Response::new(body);
        *answer.status_mut() = status;
        *answer.headers_mut() = response.headers().clone();
        Ok(answer)
    }
}

impl<'c> AsyncHttpClient<'c> for Connection {
    type Error = Unreached;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Unreached>> + Send + 'c>>;

    fn call(&'c self, question: HttpRequest) -> Self::Future {
        Box::pin(self.ask(question))
    }
}
