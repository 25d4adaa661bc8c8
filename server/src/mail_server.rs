//! The server for e-mail to which letters are given: over a connection that nobody listens to, and never waited for longer than is
//! sensible. A letter says that there is a message, and nothing of it.

mod settings;
#[cfg(test)]
mod tests;

use std::{path::Path, time::Duration};

use domain::{
    contact::email::Email,
    user_message::mail::{self, MailFailure},
};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
    transport::smtp::{
        Error,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParametersBuilder},
    },
};
use rustls::crypto::ring;

use settings::Security;
pub use settings::Settings;

use crate::settings_file::{About, SettingsError, bytes};

/// How long one letter may take, from the first word to the last.
const LONGEST: Duration = Duration::from_secs(60);
/// Who writes, beside the address.
const SENDER: &str = "Fyren";
/// Where in an installation messages are read.
const MESSAGES: &str = "/meddelanden";

/// That nobody has written the letter, so that nobody's automatic answer comes back (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// A server for e-mail.
pub struct MailServer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    text: String,
    longest: Duration,
}

impl MailServer {
    /// The server that a file tells of. Nothing is asked of it yet.
    ///
    /// # Errors
    /// When the file cannot be read, or something in it cannot be used.
    pub fn named_in(file: &Path) -> Result<Self, SettingsError> {
        Self::new(&Settings::read(file)?)
    }

    /// The same of settings that have been read.
    fn new(settings: &Settings) -> Result<Self, SettingsError> {
        // Another part of the program may have chosen it already, and chosen the same.
        _ = ring::default_provider().install_default();
        let unusable = || SettingsError::Certificate { path: settings.authority.clone().unwrap_or_default() };
        let mut parameters = TlsParametersBuilder::new(settings.server.clone());
        if let Some(authority) = &settings.authority {
            let trusted = Certificate::from_pem(&bytes(authority)?).map_err(|_| unusable())?;
            parameters = parameters.add_root_certificate(trusted);
        }
        let tls = match settings.security {
            Security::None => Tls::None,
            Security::Tls => Tls::Wrapper(parameters.build_rustls().map_err(|_| unusable())?),
            Security::StartTls => Tls::Required(parameters.build_rustls().map_err(|_| unusable())?),
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.server)
            .port(settings.port.unwrap_or(settings.security.port()))
            .timeout(Some(LONGEST))
            .tls(tls);
        if let (Some(user_name), Some(password)) = (&settings.user_name, &settings.password) {
            transport = transport.credentials(Credentials::new(user_name.clone(), password.clone()));
        }
        let from =
            address(&settings.from).ok_or(SettingsError::Value { about: About::MailServer, name: "from" })?;
        Ok(Self {
            transport: transport.build(),
            from: Mailbox::new(Some(SENDER.to_owned()), from),
            text: mail::text(&format!("{}{MESSAGES}", settings.address)),
            longest: LONGEST,
        })
    }

    fn letter(&self, to: &Email) -> Option<Message> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, address(to)?))
            .subject(mail::SUBJECT)
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN);
        message.body(self.text.clone()).ok()
    }
}

impl service::mail::MailServer for MailServer {
    async fn send(&self, to: &Email) -> Result<(), MailFailure> {
        let letter = self.letter(to).ok_or(MailFailure::Refused)?;
        match tokio::time::timeout(self.longest, self.transport.send(letter)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failure(&error)),
            Err(_) => Err(MailFailure::Unavailable),
        }
    }
}

fn address(email: &Email) -> Option<Address> {
    email.as_str().parse().ok()
}

/// What the server's answer means. Its text may name the receiver, and is told nowhere.
fn failure(error: &Error) -> MailFailure {
    let status = error.status().map(|status| status.to_string());
    tracing::warn!(status, is_tls = error.is_tls(), is_timeout = error.is_timeout(), "a letter was not sent");
    match error.is_permanent() {
        true => MailFailure::Refused,
        false => MailFailure::Unavailable,
    }
}
