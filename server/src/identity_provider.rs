//! Providers of OpenID Connect: who besides Fyren says who somebody is, such as a broker of SITHS cards.
//!
//! [`settings`] is what an installation says of them, [`conversation`] what is said with one, [`connection`] how it is reached.
//! Nothing of a person, no code and no token stands in an error or in a log.

mod connection;
mod conversation;
mod settings;
#[cfg(test)]
mod tests;

use std::{path::Path, sync::Arc};

use service::identity_provider::{IdentityProvider, IdentityProviders};

use crate::settings_file::SettingsError;
use conversation::OpenIdProvider;
use settings::Settings;

/// The providers that a file names, in its order. None is asked anything yet.
///
/// # Errors
/// When the file cannot be read, or something in it cannot be used.
pub fn named_in(file: &Path) -> Result<IdentityProviders, SettingsError> {
    let provider = |settings| {
        let provider: Arc<dyn IdentityProvider> = Arc::new(OpenIdProvider::new(settings)?);
        Ok(provider)
    };
    Settings::read(file)?.providers.into_iter().map(provider).collect()
}
