//! Providers of OpenID Connect, which say who somebody is: what is asked of one. How it is asked over the network, and whether
//! an answer is the provider's, is decided where the network is.

use std::{future::Future, pin::Pin, sync::Arc};

use domain::access::provider::{ProviderRefusal, VouchedId};
use store::AwaitedAnswer;

use crate::provider_sign_in::AskedOf;

/// A provider that the operator has named.
pub trait IdentityProvider: Send + Sync {
    /// Its code, under which it is asked.
    fn code(&self) -> &str;

    /// Its name, as users know it.
    fn name(&self) -> &str;

    /// The address that a browser is sent to, to be asked there who its user is, and which leads on to `answered_at`.
    ///
    /// # Errors
    /// When the provider cannot be reached, or is not what it should be.
    fn where_asked<'a>(&'a self, asked: &'a AskedOf, answered_at: &'a str) -> Told<'a, String>;

    /// What the provider vouches for of the user whom an answer is about.
    ///
    /// # Errors
    /// When the provider cannot be reached, the answer is not the provider's to what was asked, or tells nothing by which anybody
    /// could be found.
    fn vouched_id<'a>(
        &'a self,
        answer: &'a Answer,
        awaited: &'a AwaitedAnswer,
        answered_at: &'a str,
    ) -> Told<'a, VouchedId>;
}

/// What is told by a provider, and waited for.
pub type Told<'a, T> = Pin<Box<dyn Future<Output = Result<T, ProviderRefusal>> + Send + 'a>>;

/// The providers that the operator has named, in that order.
pub type IdentityProviders = Arc<[Arc<dyn IdentityProvider>]>;

/// What a browser brings from a provider. Anybody can have written it.
#[derive(Clone, Default)]
pub struct Answer {
    /// What the provider was asked to repeat.
    pub state: String,
    /// What it is exchanged for who somebody is.
    pub code: String,
    /// Why there is no code; empty when there is one.
    pub error: String,
    /// Who says to have answered (RFC 9207), if that is said.
    pub issuer: Option<String>,
}

domain::private_debug!(Answer);
