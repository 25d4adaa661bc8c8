//! The passkeys of whoever asks: adding, seeing and removing them.

mod ceremony;
pub mod sign_in;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::{
        due::Due,
        passkey::{MOST_PASSKEYS, PasskeyName, PasskeyRefusal as Refusal, may_be_removed},
    },
    id::PasskeyId,
};
use store::{NewPasskey, PasskeyChallenge};

use super::{Asked, SecondFactorError, proved};
use crate::{
    ServiceError, Services,
    own_account::{begin as begin_change, tell},
    session::{Client, Session, hash_of, new_token, random_bytes},
};
use ceremony::RelyingParty;

/// How long an answer of a passkey is awaited.
pub const AWAITED_FOR: TimeDelta = TimeDelta::minutes(5);

/// What a passkey is asked for that is being added.
const ADD: &str = "add";

/// A passkey as its owner sees it.
pub struct OwnPasskey {
    /// Which one.
    pub id: PasskeyId,
    /// What they call it.
    pub name: String,
    /// When it was added.
    pub created: DateTime<Utc>,
    /// When it was last used to sign in.
    pub last_used: Option<DateTime<Utc>>,
}

/// What users see of their passkeys.
pub struct OwnPasskeys {
    /// Those that they have, the one that was added first first.
    pub passkeys: Vec<OwnPasskey>,
    /// What the browser is told to make the one that is being added; none where none is.
    pub options: Option<String>,
}

/// Why no passkey was added or removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    /// What was filled in, or what the browser answered, is not right.
    #[error("the change of passkeys is refused")]
    Refused(Refusal),
    /// It could not be tried.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl From<store::StoreError> for PasskeyError {
    fn from(error: store::StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<SecondFactorError> for PasskeyError {
    fn from(error: SecondFactorError) -> Self {
        match error {
            SecondFactorError::Refused(refusal) => Self::Refused(refusal.into()),
            SecondFactorError::Unavailable(error) => Self::Unavailable(error),
        }
    }
}

/// The passkeys of whoever asks.
///
/// # Errors
/// When the database refuses.
pub async fn read(services: &Services, session: &Session) -> Result<OwnPasskeys, ServiceError> {
    let mut connection = services.store.read(&session.scope()).await?;
    let passkeys = connection.passkeys_of(session.account).await?;
    let begun_since = services.now() - AWAITED_FOR;
    let asked = connection.passkey_challenge((session.token_hash(), ADD), begun_since).await?;
    let own = |passkey: store::PasskeyRecord| OwnPasskey {
        id: passkey.id,
        name: passkey.name,
        created: passkey.created,
        last_used: passkey.last_used,
    };
    Ok(OwnPasskeys {
        passkeys: passkeys.into_iter().map(own).collect(),
        options: asked.map(|asked| asked.options),
    })
}

/// Begins to add a passkey of a name, for the browser in which it is asked: the password was right, and so was a code where there is
/// what shows one. The address is the one at which the reader finds Fyren, which the passkey is bound to.
///
/// # Errors
/// [`PasskeyError::Refused`] for what is to be filled in otherwise: then nothing is changed, and what could have been a guess is
/// counted as where one signs in. [`ServiceError::Forbidden`] to whoever is to choose a password first.
pub async fn begin(
    services: &Services,
    session: &Session,
    address: &str,
    (name, asked): (&str, Asked),
    client: &Client,
) -> Result<(), PasskeyError> {
    if session.due() == Some(Due::Password) {
        return Err(ServiceError::Forbidden.into());
    }
    let name = PasskeyName::try_from(name).map_err(PasskeyError::Refused)?;
    let party = RelyingParty::at(address).ok_or(PasskeyError::Refused(Refusal::NoAddress))?;
    let mut connection = services.store.read(&session.scope()).await?;
    let passkeys = connection.passkeys_of(session.account).await?;
    let account = connection.account_of(session.account).await?.ok_or(ServiceError::NotFound)?;
    drop(connection);
    if passkeys.len() >= MOST_PASSKEYS {
        return Err(PasskeyError::Refused(Refusal::TooMany));
    }
    let handle = match passkeys.first() {
        Some(passkey) => passkey.user_handle.clone(),
        None => hex::encode(random_bytes::<16>()?),
    };
    let known: Vec<&str> = passkeys.iter().map(|passkey| passkey.credential_id.as_str()).collect();
    let (options, state) = party.ask_for_new(&handle, (&account.user_name, &account.name), &known)?;
    let name = name.as_str().to_owned();
    let challenge = PasskeyChallenge { purpose: ADD.to_owned(), name, options, state };
    let (mut transaction, mut told) = proved(services, session, ("own-passkey-begun", asked), client).await?;
    let now = services.now();
    transaction.begin_passkey(session.token_hash(), &challenge, now, now - AWAITED_FOR).await?;
    told.insert("passkey".to_owned(), "begun".into());
    Ok(tell(transaction, session, &serde_json::Value::Object(told)).await?)
}

/// Adds the passkey that the browser has made. All other sessions of the user end, which came about without it, and this one goes
/// on under the token that is returned. Whatever the answer is, it is looked at once.
///
/// # Errors
/// [`PasskeyError::Refused`] for an answer that is of no use, and when none is awaited any more; [`ServiceError::Forbidden`] to
/// whoever is to choose a password first.
pub async fn confirm(
    services: &Services,
    session: &Session,
    address: &str,
    answer: &str,
) -> Result<String, PasskeyError> {
    if session.due() == Some(Due::Password) {
        return Err(ServiceError::Forbidden.into());
    }
    let now = services.now();
    let party = RelyingParty::at(address).ok_or(PasskeyError::Refused(Refusal::NoAddress))?;
    let taken = services.store.take_passkey_challenge((session.token_hash(), ADD), now - AWAITED_FOR).await?;
    let asked = taken.ok_or(PasskeyError::Refused(Refusal::Ended))?;
    // Looked at before, since the library does not tell this from what is wrong.
    if let Some(id) = RelyingParty::named(answer) {
        let known = services.store.read(&session.scope()).await?.passkey(&id).await?;
        known.is_none().then_some(()).ok_or(PasskeyError::Refused(Refusal::Taken))?;
    }
    let made = party.made(answer, &asked.state)?.map_err(PasskeyError::Refused)?;
    let token = new_token()?;
    let mut transaction = begin_change(services, session, "own-passkey").await?;
    // Looked at again, since another window may have added others meanwhile.
    let passkeys = transaction.passkeys_of(session.account).await?;
    if passkeys.len() >= MOST_PASSKEYS {
        return Err(PasskeyError::Refused(Refusal::TooMany));
    }
    let new = NewPasskey {
        credential_id: &made.credential_id,
        user_handle: &made.user_handle,
        name: &asked.name,
        kept: &made.kept,
        at: now,
    };
    let added = transaction.add_passkey(session.account, new).await?;
    let id = added.ok_or(PasskeyError::Refused(Refusal::Taken))?;
    let ended = transaction.end_other_sessions(session.account, session.token_hash()).await?;
    transaction.renew_session(session.token_hash(), &hash_of(&token)).await?;
    let told = serde_json::json!({ "passkey": id.0, "second_factor": "on", "ended_sessions": ended });
    tell(transaction, session, &told).await?;
    Ok(token)
}

/// Gives up the adding of a passkey.
///
/// # Errors
/// When the database refuses.
pub async fn give_up(services: &Services, session: &Session) -> Result<(), ServiceError> {
    let since = services.now() - AWAITED_FOR;
    Ok(services.store.take_passkey_challenge((session.token_hash(), ADD), since).await.map(drop)?)
}

/// Takes one of the passkeys of whoever asks away, and ends their other sessions: whoever has what was lost has nothing any more.
///
/// # Errors
/// [`PasskeyError::Refused`] for what is to be filled in otherwise: then nothing is changed. [`ServiceError::NotFound`] for one
/// that is not theirs.
pub async fn remove(
    services: &Services,
    session: &Session,
    (id, asked): (PasskeyId, Asked),
    client: &Client,
) -> Result<(), PasskeyError> {
    if session.due() == Some(Due::Password) {
        return Err(ServiceError::Forbidden.into());
    }
    let mut connection = services.store.read(&session.scope()).await?;
    if !connection.passkeys_of(session.account).await?.iter().any(|passkey| passkey.id == id) {
        return Err(ServiceError::NotFound.into());
    }
    drop(connection);
    let (mut transaction, mut told) =
        proved(services, session, ("own-passkey-removed", asked), client).await?;
    // Counted here, so that of two windows that remove one each the second is told.
    let has_codes = transaction.second_factor(session.account).await?.is_some();
    let passkeys = transaction.passkeys_of(session.account).await?.len();
    if !may_be_removed(services.requires_second_factor, has_codes, passkeys) {
        return Err(PasskeyError::Refused(Refusal::Required));
    }
    if !transaction.remove_passkey(session.account, id).await? {
        return Err(ServiceError::NotFound.into());
    }
    let ended = transaction.end_other_sessions(session.account, session.token_hash()).await?;
    told.insert("passkey_removed".to_owned(), id.0.into());
    told.insert("ended_sessions".to_owned(), ended.into());
    Ok(tell(transaction, session, &serde_json::Value::Object(told)).await?)
}
