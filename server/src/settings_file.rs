//! Files in which an operator says how another system is asked, in JSON: half of what stands in them is secret, so that none of it
//! is quoted when it is wrong.

use std::path::{Path, PathBuf};

use domain::language::{Language, Message};
use serde::de::DeserializeOwned;

/// What a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// How the population register is asked.
    PopulationRegister,
    /// Which providers say who somebody is.
    IdentityProviders,
    /// Which server takes letters by e-mail.
    MailServer,
}

impl About {
    const fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::PopulationRegister, Language::Swedish) => "folkbokföringen",
            (Self::PopulationRegister, Language::English) => "the population register",
            (Self::IdentityProviders, Language::Swedish) => "inloggningstjänsterna",
            (Self::IdentityProviders, Language::English) => "the sign-in services",
            (Self::MailServer, Language::Swedish) => "e-postservern",
            (Self::MailServer, Language::English) => "the server for e-mail",
        }
    }
}

/// Why the other system cannot be asked, told when the server starts.
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
        /// What it is about.
        about: About,
        /// Which.
        path: PathBuf,
        /// The line on which it goes wrong.
        line: usize,
    },
    /// An address is none, or leads over an open connection.
    #[error("{name}")]
    Address {
        /// What the file is about.
        about: About,
        /// Which of its addresses.
        name: &'static str,
    },
    /// What a field holds cannot be used.
    #[error("{name}")]
    Value {
        /// What the file is about.
        about: About,
        /// The field.
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
            Self::Form { .. } => "settings_form",
            Self::Address { .. } => "settings_address",
            Self::Value { .. } => "settings_value",
            Self::Certificate { .. } => "settings_certificate",
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
            Self::Form { about, path, line } if swedish => format!(
                "Filen {} om {} går inte att förstå, rad {line}. Se docs/operation.md för vad den ska innehålla.",
                path.display(),
                about.name(language)
            ),
            Self::Form { about, path, line } => format!(
                "The file {} about {} cannot be understood, line {line}. See docs/operation.md for what it holds.",
                path.display(),
                about.name(language)
            ),
            Self::Address { about, name } if swedish => format!(
                "{name} i filen om {} är ingen adress som börjar med https://. Rätta den.",
                about.name(language)
            ),
            Self::Address { about, name } => format!(
                "{name} in the file about {} is no address that begins with https://. Correct it.",
                about.name(language)
            ),
            Self::Value { about, name } if swedish => format!(
                "{name} i filen om {} går inte att använda. Se docs/operation.md för vad den ska innehålla.",
                about.name(language)
            ),
            Self::Value { about, name } => format!(
                "{name} in the file about {} cannot be used. See docs/operation.md for what it holds.",
                about.name(language)
            ),
            Self::Certificate { path } if swedish => format!(
                "Filen {} innehåller inget certifikat som går att använda. Den ska vara i PEM; en klients ska också ha sin nyckel, utan lösenord.",
                path.display()
            ),
            Self::Certificate { path } => format!(
                "The file {} holds no certificate that can be used. It is to be in PEM; a client's with its key, too, without a password.",
                path.display()
            ),
        }
    }
}

/// Reads a file of settings.
///
/// # Errors
/// When it cannot be read, or is not as it should be.
pub fn read<T: DeserializeOwned>(about: About, path: &Path) -> Result<T, SettingsError> {
    let form =
        |error: serde_json::Error| SettingsError::Form { about, path: path.to_owned(), line: error.line() };
    serde_json::from_slice(&bytes(path)?).map_err(form)
}

/// What a file holds.
///
/// # Errors
/// [`SettingsError::File`].
pub fn bytes(path: &Path) -> Result<Vec<u8>, SettingsError> {
    std::fs::read(path).map_err(|error| SettingsError::File { path: path.to_owned(), error })
}

/// Where a file lies that another names: beside it, unless that is a whole path.
pub fn beside(file: &Path, named: &Path) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).join(named)
}
