//! What an installation says of the server for e-mail: one file, since a password stands in it.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use domain::contact::email::Email;
use reqwest::Url;
use serde::Deserialize;

use crate::settings_file::{self, About, SettingsError, beside};

/// How the connection is kept from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Security {
    /// It is encrypted from its beginning.
    #[default]
    Tls,
    /// It is encrypted before anything is said, or not used.
    StartTls,
    /// It is not, which only a server on this machine needs.
    None,
}

impl Security {
    /// The port that such servers have.
    pub const fn port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::None => 25,
        }
    }
}

/// The file as it is written, in JSON.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The host of the server.
    pub server: String,
    /// Its port; that of the security without.
    #[serde(default)]
    pub port: Option<u16>,
    /// How the connection is kept from others.
    #[serde(default)]
    pub security: Security,
    /// As whom letters are sent, where the server asks for that.
    #[serde(default)]
    pub user_name: Option<String>,
    /// That user's password.
    #[serde(default)]
    pub password: Option<String>,
    /// The sender's address.
    pub from: Email,
    /// Where users find this installation, such as `https://fyren.example.se`.
    pub address: String,
    /// The file with the certificates of those who vouch for the server, in PEM; the machine's own without.
    #[serde(default)]
    pub authority: Option<PathBuf>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("server", &self.server)
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

impl Settings {
    /// Reads the file.
    ///
    /// # Errors
    /// When it cannot be read, or something in it cannot be used.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let about = About::MailServer;
        let mut settings: Self = settings_file::read(about, path)?;
        let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b".-:".contains(&byte);
        let is_of_this_machine = matches!(settings.server.as_str(), "localhost" | "127.0.0.1" | "::1");
        let fields = [
            ("server", !settings.server.is_empty() && settings.server.bytes().all(is_host)),
            ("security", settings.security != Security::None || is_of_this_machine),
            ("user_name", settings.user_name.is_some() == settings.password.is_some()),
        ];
        if let Some((name, _)) = fields.into_iter().find(|(_, is_usable)| !is_usable) {
            return Err(SettingsError::Value { about, name });
        }
        let is_address = |address: &Url| matches!(address.scheme(), "http" | "https") && address.has_host();
        if !Url::parse(&settings.address).is_ok_and(|address| is_address(&address)) {
            return Err(SettingsError::Address { about, name: "address" });
        }
        settings.address = settings.address.trim_end_matches('/').to_owned();
        settings.authority = settings.authority.take().map(|authority| beside(path, &authority));
        Ok(settings)
    }
}
