//! Signing in through a provider of OpenID Connect: what is kept while the provider is asked, and whose session its answer begins.
//!
//! What is said over the network, and whether an answer is the provider's, is decided where the network is. Here comes what the
//! provider has said, and nobody is made a user by it.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{
    access::{
        Scope, browser,
        provider::{self, PROVIDER, ProviderRefusal, VouchedId},
    },
    id::AccountId,
    language::{Language, Message, Named},
    operation::{Actor, Change, ChangeKind, EntityKind, OperationKind},
};
use store::{AwaitedAnswer, CameFrom};

use crate::{
    ServiceError, Services,
    identity_provider::{Answer, IdentityProvider},
    session::{ABSOLUTE_LIMIT, Client, IDLE_LIMIT, REMEMBERED, hash_of, new_token, only_municipality},
};

/// How long an answer is awaited.
pub const AWAITED_FOR: TimeDelta = TimeDelta::minutes(10);

/// A sign-in that has been begun: what goes to the provider and what stays with the browser.
#[derive(Clone)]
pub struct AskedOf {
    /// What the provider is to repeat in the address of its answer.
    pub state: String,
    /// What it is to repeat in the identity token.
    pub nonce: String,
    /// What proves that whoever has the code is who began (RFC 7636).
    pub verifier: String,
    /// What the browser is to show, in a cookie.
    pub browser: String,
}

domain::private_debug!(AskedOf);

/// Why nobody was signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderSignInError {
    /// The provider, its answer or the account is why.
    #[error("refused")]
    Refused(ProviderRefusal),
    /// It could not be tried.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl ProviderSignInError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Unavailable(error) => error.code(),
        }
    }
}

impl Message for ProviderSignInError {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Refused(refusal) => refusal.message(language),
            Self::Unavailable(error) => error.message(language),
        }
    }
}

/// A sign-in that came to nothing, and where its user was going.
#[derive(Debug)]
pub struct CameToNothing {
    /// Why.
    pub why: ProviderSignInError,
    /// The address in Fyren; empty where it is not known.
    pub till: String,
}

/// A sign-in that the browser goes on with at a provider.
pub struct SentTo {
    /// The address there.
    pub address: String,
    /// What the browser is to show when it comes back.
    pub browser: String,
}

fn provider_of(services: &Services, code: &str) -> Option<Arc<dyn IdentityProvider>> {
    services.identity_providers.iter().find(|provider| provider.code() == code).map(Arc::clone)
}

/// Sends a browser to a provider, which leads it on to `answered_at`, from where the user goes on to `till` in Fyren.
///
/// # Errors
/// [`ProviderSignInError::Refused`] when there is no such provider, or it does not answer; the journal tells it.
pub async fn send_to(
    services: &Services,
    code: &str,
    till: &str,
    answered_at: &str,
    client: &Client,
) -> Result<SentTo, ProviderSignInError> {
    let Some(provider) = provider_of(services, code) else {
        return Err(refuse(services, ProviderRefusal::Faulty, client).await);
    };
    let asked = begin(services, code, till).await?;
    match provider.where_asked(&asked, answered_at).await {
        Ok(address) => Ok(SentTo { address, browser: asked.browser }),
        Err(refusal) => Err(refuse(services, refusal, client).await),
    }
}

/// Signs in whom a provider's answer is about, if it is the answer to what this browser began. Returns the token of the session,
/// and the address in Fyren to go on to.
///
/// # Errors
/// [`CameToNothing`], which the journal tells, when it is not, or as [`sign_in`].
pub async fn come_back(
    services: &Services,
    answer: &Answer,
    browser: &str,
    answered_at: &str,
    client: &Client,
) -> Result<(String, String), CameToNothing> {
    let without = |why| CameToNothing { why, till: String::new() };
    let awaited = take(services, &answer.state, browser, client).await.map_err(without)?;
    let told = match provider_of(services, &awaited.provider) {
        // The operator has taken it away while it was asked.
        None => Err(ProviderRefusal::Faulty),
        Some(_) if !answer.error.is_empty() => Err(ProviderRefusal::of_error(&answer.error)),
        Some(provider) => provider.vouched_id(answer, &awaited, answered_at).await,
    };
    let signed_in = match told {
        Ok(id) => sign_in(services, &id, client).await,
        Err(refusal) => Err(refuse(services, refusal, client).await),
    };
    match signed_in {
        Ok(token) => Ok((token, awaited.till)),
        Err(why) => Err(CameToNothing { why, till: awaited.till }),
    }
}

/// Begins a sign-in at a provider, after which the user goes on to an address in Fyren.
///
/// # Errors
/// When the database refuses, or the operating system gives no random numbers.
pub async fn begin(services: &Services, provider: &str, till: &str) -> Result<AskedOf, ServiceError> {
    let asked =
        AskedOf { state: new_token()?, nonce: new_token()?, verifier: new_token()?, browser: new_token()? };
    let awaited = AwaitedAnswer {
        provider: provider.to_owned(),
        nonce: asked.nonce.clone(),
        verifier: asked.verifier.clone(),
        till: till.to_owned(),
    };
    let now = services.now();
    let known_by = (hash_of(&asked.state), hash_of(&asked.browser));
    let known_by = (known_by.0.as_str(), known_by.1.as_str());
    services.store.await_answer(known_by, &awaited, now, now - AWAITED_FOR).await?;
    Ok(asked)
}

/// Takes what is awaited under a state in a browser, once. It is taken before anything is asked of the provider, so that of an
/// answer that is brought twice one is looked at.
///
/// # Errors
/// [`ProviderRefusal::NotAwaited`] for a state that is unknown, used, too old, or of another browser; the journal tells it.
pub async fn take(
    services: &Services,
    state: &str,
    browser: &str,
    client: &Client,
) -> Result<AwaitedAnswer, ProviderSignInError> {
    let (state_hash, browser_hash) = (hash_of(state), hash_of(browser));
    let since = services.now() - AWAITED_FOR;
    let taken = services.store.take_awaited_answer((&state_hash, &browser_hash), since).await;
    match taken.map_err(ServiceError::from)? {
        Some(awaited) => Ok(awaited),
        None => Err(refuse(services, ProviderRefusal::NotAwaited, client).await),
    }
}

/// Signs the user in whose HSA-id or personal number a provider has vouched for, and returns the token of the session. It counts as two factors: no
/// code is asked for, and neither a password nor a second factor is due.
///
/// # Errors
/// [`ProviderSignInError::Refused`] when no user or no single one has the id, or nothing of theirs works; the journal tells it.
pub async fn sign_in(
    services: &Services,
    id: &VouchedId,
    client: &Client,
) -> Result<String, ProviderSignInError> {
    let now = services.now();
    let mut connection = services.store.read(&Scope::of_the_system()).await.map_err(ServiceError::from)?;
    let candidates = connection.accounts_with(id).await.map_err(ServiceError::from)?;
    let account = match provider::whose(&candidates) {
        Ok(account) => account,
        Err(refusal) => {
            drop(connection);
            return Err(refuse(services, refusal, client).await);
        }
    };
    let kept = connection.account_of(account).await.map_err(ServiceError::from)?;
    let roles = connection.roles(account, services.today()).await.map_err(ServiceError::from)?;
    // Demo accounts work only where there is nothing but a demo, whatever lets them in.
    let is_demo = connection.setting("demo").await.map_err(ServiceError::from)?.is_some();
    drop(connection);
    let Some(kept) = kept.filter(|kept| is_demo || !kept.demo) else {
        return Err(refuse_account(services, ProviderRefusal::Closed, account, client).await);
    };
    let Some(role) = roles.first() else {
        return Err(refuse_account(services, ProviderRefusal::NothingToDo, account, client).await);
    };
    let token = new_token()?;
    let actor = Actor::User {
        account,
        name: kept.name,
        role: role.title.clone(),
        organisation: role.organisation.clone(),
    };
    let reason = reason(&client.address, PROVIDER);
    let operation = services.operation(OperationKind::SignIn, actor, only_municipality(role), reason);
    let mut transaction = services.store.operate(operation).await.map_err(ServiceError::from)?;
    let done = async {
        let remembered = now - REMEMBERED;
        transaction.end_old_sessions(remembered - IDLE_LIMIT, remembered - ABSOLUTE_LIMIT).await?;
        // Looked at again, since the user may have been removed or closed meanwhile.
        let still = provider::whose(&transaction.accounts_with(id).await?) == Ok(account);
        let browser = browser::kept(&client.browser);
        let from = CameFrom { browser: &browser, address: &client.address };
        let begun = still
            && transaction.begin_provider_session(&hash_of(&token), account, role.id, from, now).await?;
        if begun {
            transaction.note_use(role.id, services.today()).await?;
            transaction.commit().await?;
        }
        Ok::<_, store::StoreError>((still, begun))
    };
    match done.await.map_err(ServiceError::from)? {
        (_, true) => Ok(token),
        (true, false) => Err(refuse_account(services, ProviderRefusal::Locked, account, client).await),
        (false, false) => Err(refuse_account(services, ProviderRefusal::Closed, account, client).await),
    }
}

/// Tells the journal why nobody was signed in, without a word of what the provider said, and returns what the user is answered.
pub async fn refuse(services: &Services, refusal: ProviderRefusal, client: &Client) -> ProviderSignInError {
    match told(services, refusal, None, client).await {
        Ok(()) => ProviderSignInError::Refused(refusal),
        Err(error) => error.into(),
    }
}

async fn refuse_account(
    services: &Services,
    refusal: ProviderRefusal,
    account: AccountId,
    client: &Client,
) -> ProviderSignInError {
    match told(services, refusal, Some(account), client).await {
        Ok(()) => ProviderSignInError::Refused(refusal),
        Err(error) => error.into(),
    }
}

async fn told(
    services: &Services,
    refusal: ProviderRefusal,
    account: Option<AccountId>,
    client: &Client,
) -> Result<(), ServiceError> {
    let reason = reason(&client.address, refusal.code());
    let operation = services.operation(OperationKind::SignInFailed, Actor::Nobody, None, reason);
    let mut transaction = services.store.operate(operation).await?;
    if let Some(account) = account {
        let change = Change {
            entity: EntityKind::Account,
            entity_id: account.0,
            person: None,
            kind: ChangeKind::Changed,
            before: None,
            after: Some(serde_json::json!({ "refused": refusal.code() }).to_string()),
        };
        transaction.record(&[change]).await?;
    }
    Ok(transaction.commit().await?)
}

fn reason(address: &str, way: &str) -> String {
    match address {
        "" => way.to_owned(),
        address => format!("{address}; {way}"),
    }
}
