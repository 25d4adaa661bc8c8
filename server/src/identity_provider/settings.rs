//! What an installation says of the providers: one file, since half of it is secret.

use std::{
    collections::BTreeSet,
    fmt,
    path::{Path, PathBuf},
};

use domain::access::provider::VouchedKind;
use reqwest::Url;
use serde::Deserialize;

use crate::settings_file::{self, About, SettingsError, beside};

/// The longest code of a provider.
const LONGEST_CODE: usize = 40;

/// The file as it is written, in JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The providers, in the order in which they are offered.
    pub providers: Vec<ProviderSettings>,
}

/// What is said of one provider.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderSettings {
    /// What it is known by in addresses and in the database: small letters, digits and hyphens.
    pub code: String,
    /// What users know it by, such as *SITHS*.
    pub name: String,
    /// Its address as it stands in what it signs, such as `https://idp.example.se`.
    pub issuer: String,
    /// Who asks.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: String,
    /// The claim that holds the HSA-id.
    #[serde(default = "hsa_id_claim")]
    pub hsa_id_claim: String,
    /// The claim that holds the personal number, of a provider that vouches for that: users are then found by it, and the HSA-id is
    /// not looked at.
    #[serde(default)]
    pub personal_number_claim: Option<String>,
    /// What is asked for besides `openid`.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// The levels of assurance (`acr`), one of which the provider has to vouch for; any without.
    #[serde(default)]
    pub levels: Vec<String>,
    /// The file with the certificates of those who vouch for the provider, in PEM; the machine's own without.
    #[serde(default)]
    pub authority: Option<PathBuf>,
}

impl fmt::Debug for ProviderSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ProviderSettings")
            .field("code", &self.code)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

impl ProviderSettings {
    /// What the provider vouches for, and the claim that holds it.
    pub fn vouches_for(&self) -> (VouchedKind, &str) {
        match &self.personal_number_claim {
            Some(claim) => (VouchedKind::CivicNumber, claim),
            None => (VouchedKind::HsaId, &self.hsa_id_claim),
        }
    }
}

/// The claim in which the brokers of SITHS tell the HSA-id.
fn hsa_id_claim() -> String {
    "employeeHsaId".to_owned()
}

impl Settings {
    /// Reads the file.
    ///
    /// # Errors
    /// When it cannot be read, or something in it cannot be used.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let about = About::IdentityProviders;
        let mut settings: Self = settings_file::read(about, path)?;
        let mut codes = BTreeSet::new();
        for provider in &mut settings.providers {
            let is_told_apart = is_code(&provider.code) && codes.insert(provider.code.clone());
            let fields = [
                ("code", is_told_apart),
                ("name", !provider.name.trim().is_empty()),
                ("client_id", !provider.client_id.is_empty()),
                ("client_secret", !provider.client_secret.is_empty()),
                ("hsa_id_claim", !provider.hsa_id_claim.is_empty()),
                ("personal_number_claim", provider.personal_number_claim.as_deref() != Some("")),
            ];
            if let Some((name, _)) = fields.into_iter().find(|(_, is_usable)| !is_usable) {
                return Err(SettingsError::Value { about, name });
            }
            if !Url::parse(&provider.issuer).is_ok_and(|issuer| is_private(&issuer)) {
                return Err(SettingsError::Address { about, name: "issuer" });
            }
            provider.authority = provider.authority.take().map(|authority| beside(path, &authority));
        }
        Ok(settings)
    }
}

fn is_code(code: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST_CODE).contains(&code.len()) && code.bytes().all(is_part)
}

/// Whether nobody listens on the way to an address: it is encrypted, or leads to this machine itself.
pub fn is_private(address: &Url) -> bool {
    let is_this_machine =
        address.host_str().is_some_and(|host| matches!(host, "localhost" | "127.0.0.1" | "[::1]"));
    address.scheme() == "https" || (address.scheme() == "http" && is_this_machine)
}
