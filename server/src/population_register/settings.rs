//! What an installation says of the population register: one file, since half of it is secret.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::settings_file::{self, About, SettingsError, beside};

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

impl Settings {
    /// Reads the file.
    ///
    /// # Errors
    /// When it cannot be read, or is not as it should be.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let mut settings: Self = settings_file::read(About::PopulationRegister, path)?;
        settings.certificate = beside(path, &settings.certificate);
        settings.authority = settings.authority.map(|authority| beside(path, &authority));
        Ok(settings)
    }
}
