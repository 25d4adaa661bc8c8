//! What an installation says of the population register: one file, since half of it is secret.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use domain::language::{Language, Message};
use serde::Deserialize;

/// The file as it is written, in JSON.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The address of the interface, up to where its own path begins, such as `https://api.skatteverket.se`.
    pub address: String,
    /// Where a token is had for the client's credentials.
    pub token_address: String,
    /// Who asks.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: String,
    /// What is asked for with the token, if anything.
    #[serde(default)]
    pub scope: Option<String>,
    /// The number of the organisation that has ordered the details.
    pub organisation_number: String,
    /// Which of its orders it is (*beställningsidentitet*).
    pub order: String,
    /// The file with the client's certificate and its key, in PEM. Beside this one, if it is no whole path.
    pub certificate: PathBuf,
    /// The file with the certificates of those who vouch for the register, in PEM; the machine's own without.
    #[serde(default)]
    pub authority: Option<PathBuf>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Settings").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Why the register cannot be asked, told when the server starts.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file cannot be read.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the operating system says.
        error: std::io::Error,
    },
    /// The file is not as it should be. What it holds is not quoted: half of it is secret.
    #[error("{path}, line {line}")]
    Form {
        /// Which.
        path: PathBuf,
        /// The line on which it goes wrong.
        line: usize,
    },
    /// An address is none, or leads over an open connection.
    #[error("{name}")]
    Address {
        /// Which of the two.
        name: &'static str,
    },
    /// A file holds no certificate, or none that can be used.
    #[error("{path}")]
    Certificate {
        /// Which.
        path: PathBuf,
    },
}

impl SettingsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "file_unreadable",
            Self::Form { .. } => "population_register_form",
            Self::Address { .. } => "population_register_address",
            Self::Certificate { .. } => "population_register_certificate",
        }
    }
}

impl Message for SettingsError {
    fn message(&self, language: Language) -> String {
        let swedish = language == Language::Swedish;
        match self {
            Self::File { path, error } if swedish => {
                format!(
                    "Filen {} kan inte läsas: {error}. Kontrollera sökvägen och läsrättigheten.",
                    path.display()
                )
            }
            Self::File { path, error } => {
                format!(
                    "The file {} cannot be read: {error}. Check the path and the right to read it.",
                    path.display()
                )
            }
            Self::Form { path, line } if swedish => format!(
                "Filen {} om folkbokföringen går inte att förstå, rad {line}. Se docs/operation.md för vad den ska innehålla.",
                path.display()
            ),
            Self::Form { path, line } => format!(
                "The file {} about the population register cannot be understood, line {line}. See docs/operation.md for what it holds.",
                path.display()
            ),
            Self::Address { name } if swedish => {
                format!(
                    "{name} i filen om folkbokföringen är ingen adress som börjar med https://. Rätta den."
                )
            }
            Self::Address { name } => {
                format!(
                    "{name} in the file about the population register is no address that begins with https://. Correct it."
                )
            }
            Self::Certificate { path } if swedish => format!(
                "Filen {} innehåller inget certifikat som går att använda. Den ska vara i PEM; klientens ska också ha sin nyckel, utan lösenord.",
                path.display()
            ),
            Self::Certificate { path } => format!(
                "The file {} holds no certificate that can be used. It is to be in PEM; the client's with its key, too, without a password.",
                path.display()
            ),
        }
    }
}

impl Settings {
    /// Reads the file.
    ///
    /// # Errors
    /// When it cannot be read, or is not as it should be.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let bytes = bytes(path)?;
        let mut settings: Self = serde_json::from_slice(&bytes)
            .map_err(|error| SettingsError::Form { path: path.to_owned(), line: error.line() })?;
        let beside = path.parent().unwrap_or(Path::new(""));
        settings.certificate = beside.join(&settings.certificate);
        settings.authority = settings.authority.map(|authority| beside.join(authority));
        Ok(settings)
    }
}

/// What a file holds.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, SettingsError> {
    std::fs::read(path).map_err(|error| SettingsError::File { path: path.to_owned(), error })
}
