//! Asking: with a token and a certificate, in parts of what is allowed at a time, as often as is allowed, again when it may
//! help, and never for longer or for more than is sensible.

use std::{num::NonZeroU32, time::Duration};

use domain::civic_number::CivicNumber;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use reqwest::{Certificate, Client, Identity, Response, StatusCode, Url, header, redirect::Policy};
use rustls::crypto::ring;
use serde::{Deserialize, Serialize};
use service::population_source::{Asked, PopulationSource, SourceFailure, Told};
use tokio::{sync::Mutex, time::Instant};

use super::{answer, settings::Settings};
use crate::settings_file::{About, SettingsError, bytes};

/// The path of the interface.
const PATH: &str = "folkbokforing/folkbokforingsuppgifter-for-offentliga-aktorer/v3/hamta";

/// How much is asked, how often and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many numbers one call asks for at most.
    pub numbers: usize,
    /// How many calls there are in a second.
    pub calls_a_second: NonZeroU32,
    /// How long a call may take.
    pub call: Duration,
    /// How often a call is tried.
    pub attempts: u32,
    /// How long it is waited before the second attempt; twice as long before each that follows.
    pub pause: Duration,
    /// How long it is waited at most, also when the register asks for more.
    pub longest_pause: Duration,
    /// The size of an answer, in bytes.
    pub answer: usize,
}

impl Default for Limits {
    /// What is agreed: 900 numbers a call, 25 calls a second, 30 seconds. A little less often, since clocks differ. The
    /// answer about 900 people with all their history is some megabytes.
    fn default() -> Self {
        Self {
            numbers: 900,
            calls_a_second: NonZeroU32::new(20).unwrap_or(NonZeroU32::MIN),
            call: Duration::from_secs(30),
            attempts: 4,
            pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
            answer: 32 << 20,
        }
    }
}

/// How long before its end a token is no longer used.
const TOKEN_MARGIN: Duration = Duration::from_secs(30);
/// How long a token is used that does not say how long it lasts.
const TOKEN_LASTS: Duration = Duration::from_secs(60);
/// The size of the answer with a token, in bytes.
const TOKEN_ANSWER: usize = 64 << 10;

/// The population register.
pub struct PopulationRegister {
    client: Client,
    question: Url,
    token_address: Url,
    settings: Settings,
    limits: Limits,
    limiter: DefaultDirectRateLimiter,
    token: Mutex<Option<Token>>,
}

/// What opens the interface for a while.
struct Token {
    secret: String,
    until: Instant,
}

/// What is posted for a token.
#[derive(Serialize)]
struct Credentials<'a> {
    grant_type: &'static str,
    client_id: &'a str,
    client_secret: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
}

/// What a token comes in.
#[derive(Deserialize)]
struct Granted {
    access_token: String,
    #[serde(default)]
    expires_in: Option<u64>,
}

/// What is asked.
#[derive(Serialize)]
struct Question<'a> {
    bestallning: Order<'a>,
    sokvillkor: Vec<Wanted>,
}

#[derive(Serialize)]
struct Order<'a> {
    organisationsnummer: &'a str,
    bestallningsidentitet: &'a str,
}

#[derive(Serialize)]
struct Wanted {
    identitetsbeteckning: String,
}

/// Why a call was of no use, and how long the register asks to wait, if it does.
struct Failed {
    why: SourceFailure,
    after: Option<Duration>,
}

impl From<SourceFailure> for Failed {
    fn from(why: SourceFailure) -> Self {
        Self { why, after: None }
    }
}

/// The cause is not told: it may name an address, and never helps more than what kind it is of.
fn unreached(error: &reqwest::Error) -> SourceFailure {
    if error.is_timeout() { SourceFailure::TooSlow } else { SourceFailure::Unreachable }
}

impl PopulationRegister {
    /// Gets ready to ask; nothing is asked yet.
    ///
    /// # Errors
    /// When an address or a certificate is none.
    pub fn new(settings: Settings, limits: Limits) -> Result<Self, SettingsError> {
        // Another part of the program may have chosen it already, and chosen the same.
        _ = ring::default_provider().install_default();
        let address = |name, text: &str| {
            let address = Url::parse(text).ok().filter(|address| address.scheme() == "https");
            address.ok_or(SettingsError::Address { about: About::PopulationRegister, name })
        };
        let mut question = address("address", &settings.address)?;
        question.set_path(&format!("{}/{PATH}", question.path().trim_end_matches('/')));
        let token_address = address("token_address", &settings.token_address)?;
        let unusable = |path: &std::path::Path| SettingsError::Certificate { path: path.to_owned() };
        let identity = Identity::from_pem(&bytes(&settings.certificate)?)
            .map_err(|_| unusable(&settings.certificate))?;
        let mut client = Client::builder()
            .identity(identity)
            .https_only(true)
            // A redirect would take the question somewhere else.
            .redirect(Policy::none())
            .no_proxy()
            .timeout(limits.call)
            .connect_timeout(limits.call.min(Duration::from_secs(10)));
        if let Some(authority) = &settings.authority {
            let trusted =
                Certificate::from_pem_bundle(&bytes(authority)?).map_err(|_| unusable(authority))?;
            if trusted.is_empty() {
                return Err(unusable(authority));
            }
            client = client.tls_certs_only(trusted);
        }
        let client = client.build().map_err(|_| unusable(&settings.certificate))?;
        // One at a time: a burst would be counted within the same second as what follows it.
        let quota = Quota::per_second(limits.calls_a_second).allow_burst(NonZeroU32::MIN);
        let limiter = RateLimiter::direct(quota);
        Ok(Self { client, question, token_address, settings, limits, limiter, token: Mutex::default() })
    }

    /// The posts of some numbers, tried again where that may help.
    async fn ask(&self, numbers: &[CivicNumber]) -> Result<Vec<Told>, SourceFailure> {
        let mut pause = self.limits.pause;
        let mut has_renewed = false;
        for attempt in 1.. {
            let failed = match self.call(numbers).await {
                Ok(told) => return Ok(told),
                Err(failed) => failed,
            };
            // A token may have been withdrawn before its time: a new one is tried once.
            if failed.why == SourceFailure::Forbidden(401) && !has_renewed {
                has_renewed = true;
                *self.token.lock().await = None;
                continue;
            }
            if attempt >= self.limits.attempts || !may_pass(failed.why) {
                return Err(failed.why);
            }
            let wait = failed.after.unwrap_or(pause).min(self.limits.longest_pause);
            tracing::info!(code = failed.why.code(), attempt, "the population register is asked again");
            tokio::time::sleep(wait).await;
            pause *= 2;
        }
        Err(SourceFailure::Unreachable)
    }

    async fn call(&self, numbers: &[CivicNumber]) -> Result<Vec<Told>, Failed> {
        let token = self.token().await?;
        let Settings { organisation_number, order, .. } = &self.settings;
        let wanted = |number: &CivicNumber| Wanted { identitetsbeteckning: number.compact().to_owned() };
        let question = Question {
            bestallning: Order { organisationsnummer: organisation_number, bestallningsidentitet: order },
            sokvillkor: numbers.iter().map(wanted).collect(),
        };
        let body = serde_json::to_vec(&question).map_err(|_| SourceFailure::Unreadable)?;
        self.limiter.until_ready().await;
        let request = self
            .client
            .post(self.question.clone())
            .bearer_auth(token)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json")
            .body(body);
        let response = request.send().await.map_err(|error| unreached(&error))?;
        let status = response.status();
        if status == StatusCode::OK {
            let body = self.body(response, self.limits.answer).await?;
            return Ok(answer::read(&body, numbers)?);
        }
        Err(refused(&response))
    }

    /// A token that still holds.
    async fn token(&self) -> Result<String, Failed> {
        let mut kept = self.token.lock().await;
        if let Some(token) = kept.as_ref().filter(|token| Instant::now() < token.until) {
            return Ok(token.secret.clone());
        }
        let Settings { client_id, client_secret, scope, .. } = &self.settings;
        let credentials = Credentials {
            grant_type: "client_credentials",
            client_id,
            client_secret,
            scope: scope.as_deref(),
        };
        self.limiter.until_ready().await;
        let request = self.client.post(self.token_address.clone()).form(&credentials);
        let response = request.send().await.map_err(|error| unreached(&error))?;
        if response.status() != StatusCode::OK {
            // Credentials that are wrong are answered with either.
            return Err(match response.status().as_u16() {
                status @ (400 | 401) => SourceFailure::Forbidden(status).into(),
                _ => refused(&response),
            });
        }
        let body = self.body(response, TOKEN_ANSWER).await?;
        let granted: Granted = serde_json::from_slice(&body).map_err(|_| SourceFailure::Unreadable)?;
        let lasts = granted.expires_in.map_or(TOKEN_LASTS, Duration::from_secs);
        // One that lasts no longer than the margin is used for the one call.
        let until = Instant::now() + lasts.saturating_sub(TOKEN_MARGIN).min(Duration::from_secs(24 * 3600));
        *kept = Some(Token { secret: granted.access_token.clone(), until });
        Ok(granted.access_token)
    }

    /// The body of an answer, read no further than it may be long.
    async fn body(&self, mut response: Response, limit: usize) -> Result<Vec<u8>, SourceFailure> {
        if response.content_length().is_some_and(|length| length > limit as u64) {
            return Err(SourceFailure::TooLarge);
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| unreached(&error))? {
            if body.len() + chunk.len() > limit {
                return Err(SourceFailure::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// What an answer without posts says.
fn refused(response: &Response) -> Failed {
    let status = response.status();
    let why = match status.as_u16() {
        429 => SourceFailure::TooOften,
        code @ (401 | 403) => SourceFailure::Forbidden(code),
        code if status.is_server_error() => SourceFailure::OutOfOrder(code),
        code => SourceFailure::NotUnderstood(code),
    };
    let after = response.headers().get(header::RETRY_AFTER);
    let seconds = after.and_then(|value| value.to_str().ok()?.trim().parse().ok());
    Failed { why, after: seconds.map(Duration::from_secs) }
}

/// Whether asking again may help.
const fn may_pass(why: SourceFailure) -> bool {
    matches!(
        why,
        SourceFailure::Unreachable
            | SourceFailure::TooSlow
            | SourceFailure::TooOften
            | SourceFailure::OutOfOrder(_)
    )
}

impl PopulationSource for PopulationRegister {
    fn people<'a>(&'a self, numbers: &'a [CivicNumber]) -> Asked<'a> {
        Box::pin(async move {
            let mut told = Vec::new();
            for part in numbers.chunks(self.limits.numbers.max(1)) {
                told.append(&mut self.ask(part).await?);
            }
            Ok(told)
        })
    }
}
