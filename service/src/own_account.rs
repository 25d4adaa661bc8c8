//! What users see and change of their own account (*Min sida*): the password and the sessions.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{browser, password::PasswordRefusal},
    id::{GrantId, SessionId},
    operation::{EntityKind, OperationKind},
};
use store::{AccountRecord, Attempt, OperationTransaction, OwnSession};

use crate::{
    ServiceError, Services, fields, password,
    session::{
        ABSOLUTE_LIMIT, ATTEMPTS, Client, IDLE_LIMIT, Session, SignInError, hash_of, new_token, refuse,
    },
};

/// A user's own account.
pub struct OwnAccount {
    /// What they sign in with.
    pub user_name: String,
    /// When they chose their password; none for one that was made for them.
    pub password_chosen: Option<DateTime<Utc>>,
    /// With which days what they have been given ends, where it does.
    pub last_days: Vec<(GrantId, NaiveDate)>,
    /// Their sessions, the one that was used last first.
    pub sessions: Vec<SignedIn>,
}

/// A session of a user's own.
pub struct SignedIn {
    /// Which one.
    pub id: SessionId,
    /// Whether it is the one in which they ask.
    pub is_this: bool,
    /// When it began.
    pub created: DateTime<Utc>,
    /// When it was last used.
    pub last_seen: DateTime<Utc>,
    /// The browser and the system, as the browser tells them; none where that is not known.
    pub browser: Option<String>,
    /// The address that it came from; empty when unknown.
    pub address: String,
}

/// The account of whoever asks.
///
/// # Errors
/// When the database refuses.
pub async fn read(services: &Services, session: &Session) -> Result<OwnAccount, ServiceError> {
    let now = services.now();
    let mut connection = services.store.read(&session.scope()).await?;
    let account = connection.account_of(session.account).await?.ok_or(ServiceError::NotFound)?;
    let sessions = connection.sessions_of(session.account, now - IDLE_LIMIT, now - ABSOLUTE_LIMIT).await?;
    let signed_in = |own: OwnSession| SignedIn {
        id: own.id,
        is_this: own.token_hash == session.token_hash(),
        created: own.created,
        last_seen: own.last_seen,
        browser: browser::name(&own.browser),
        address: own.address,
    };
    Ok(OwnAccount {
        last_days: connection.last_days(session.account, services.today()).await?,
        user_name: account.user_name,
        password_chosen: account.password_chosen,
        sessions: sessions.into_iter().map(signed_in).collect(),
    })
}

/// A password to be exchanged for another.
pub struct PasswordChange {
    /// The one that is.
    pub current: String,
    /// The one that is to be.
    pub new: String,
    /// The same, written again.
    pub again: String,
}

domain::private_debug!(PasswordChange);

/// Why a password was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// What was filled in is not right.
    #[error("the password is refused")]
    Refused(PasswordRefusal),
    /// It could not be tried.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

/// Exchanges the user's password for one that they have chosen. Their other sessions end, and this one goes on under the token
/// that is returned: whoever had the old one has nothing any more.
///
/// The current password is asked for, since a browser may have been left to somebody else, and wrong ones are counted as where
/// one signs in.
///
/// # Errors
/// [`PasswordError::Refused`] for what is to be filled in otherwise: then nothing is changed.
pub async fn change_password(
    services: &Services,
    session: &Session,
    asked: PasswordChange,
    client: &Client,
) -> Result<String, PasswordError> {
    let account = services
        .store
        .read(&session.scope())
        .await
        .map_err(ServiceError::from)?
        .account_of(session.account)
        .await;
    let account = account.map_err(ServiceError::from)?.ok_or(ServiceError::NotFound)?;
    if let Some(refusal) = refusal(session, &account, &asked) {
        return Err(PasswordError::Refused(refusal));
    }
    is_current(services, session, &account, asked.current, client).await?;
    let password_hash = password::hash(asked.new).await?;
    let token = new_token()?;
    let mut transaction = begin(services, session, "own-password").await?;
    let now = services.now();
    let chosen = transaction.choose_password(account.id, (&password_hash, &account.password_hash), now).await;
    if !chosen.map_err(ServiceError::from)? {
        // An administrator has given the user another one meanwhile.
        return Err(PasswordError::Refused(PasswordRefusal::CurrentWrong));
    }
    let done = async {
        let ended = transaction.end_other_sessions(account.id, session.token_hash()).await?;
        transaction.renew_session(session.token_hash(), &hash_of(&token)).await?;
        let told = serde_json::json!({ "password": "chosen", "ended_sessions": ended });
        tell(transaction, session, &told).await
    };
    done.await?;
    Ok(token)
}

/// What is wrong with what is filled in, before anything is compared with what is kept.
fn refusal(session: &Session, account: &AccountRecord, asked: &PasswordChange) -> Option<PasswordRefusal> {
    let mut about_them = vec![account.user_name.as_str(), account.name.as_str()];
    about_them.extend(session.roles.iter().map(|role| role.organisation.as_str()));
    if asked.new == asked.current {
        return Some(PasswordRefusal::SameAsBefore);
    }
    let refusal = password::refusal(&asked.new, &about_them);
    refusal.or_else(|| (asked.new != asked.again).then_some(PasswordRefusal::WrittenDifferently))
}

/// Compares a password with the one that is kept, as often as one may try.
pub(crate) async fn is_current(
    services: &Services,
    session: &Session,
    account: &AccountRecord,
    current: String,
    client: &Client,
) -> Result<(), PasswordError> {
    let now = services.now();
    let attempt = services.store.count_attempt(session.account, now).await.map_err(ServiceError::from)?;
    let may_try = matches!(attempt, Attempt::Counted(attempts) if attempts <= ATTEMPTS);
    if password::matches(current, may_try.then(|| account.password_hash.clone())).await? {
        return Ok(());
    }
    Err(match refuse(services, Some((session.account, attempt)), &client.address, now).await? {
        SignInError::LockedOut { .. } => PasswordError::Refused(PasswordRefusal::LockedOut),
        _ => PasswordError::Refused(PasswordRefusal::CurrentWrong),
    })
}

/// Ends one of the user's sessions; its token is worth nothing from then on.
///
/// # Errors
/// [`ServiceError::NotFound`] for one that is not theirs, or has ended.
pub async fn end_session(services: &Services, session: &Session, id: SessionId) -> Result<(), ServiceError> {
    let mut transaction = begin(services, session, "own-session").await?;
    if !transaction.end_session_of(session.account, id).await? {
        return Err(ServiceError::NotFound);
    }
    tell(transaction, session, &serde_json::json!({ "ended_sessions": 1 })).await
}

/// Ends all of the user's sessions but this one, and returns how many that were.
///
/// # Errors
/// When the database refuses.
pub async fn end_other_sessions(services: &Services, session: &Session) -> Result<u64, ServiceError> {
    let mut transaction = begin(services, session, "own-sessions").await?;
    let ended = transaction.end_other_sessions(session.account, session.token_hash()).await?;
    tell(transaction, session, &serde_json::json!({ "ended_sessions": ended })).await?;
    Ok(ended)
}

pub(crate) async fn begin(
    services: &Services,
    session: &Session,
    what: &str,
) -> Result<OperationTransaction, ServiceError> {
    let kind = OperationKind::AccountChange;
    let operation = services.operation(kind, session.actor(), session.only_municipality(), what);
    Ok(services.store.operate(operation).await?)
}

/// Tells the journal what has been done to the user's account, and does it.
pub(crate) async fn tell(
    mut transaction: OperationTransaction,
    session: &Session,
    done: &serde_json::Value,
) -> Result<(), ServiceError> {
    let before = Some(serde_json::Map::new());
    let told =
        fields::change(EntityKind::Account, session.account.0, None, before, Some(fields::fields(done)));
    transaction.record(told.as_slice()).await?;
    Ok(transaction.commit().await?)
}
