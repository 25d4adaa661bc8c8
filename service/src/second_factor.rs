//! The second factor of an account: setting it up, answering with it, and changing it.

mod code;
pub mod passkey;
pub mod sign_in;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::{
        Scope,
        due::Due,
        second_factor::{Answer, Code, Factor, RecoveryCode, SecondFactorRefusal},
    },
    id::AccountId,
    language::Named,
};
use store::{Attempt, NewSecondFactor, OperationTransaction, SecondFactorRecord};

pub use code::Secret;

use crate::{
    ServiceError, Services,
    own_account::{PasswordError, begin, is_current, tell},
    session::{ATTEMPTS, Client, Session, SignInError, hash_of, new_token, refuse},
};

/// How long the setting up may take, from the password to the first code.
pub const SET_UP_FOR: TimeDelta = TimeDelta::minutes(15);

/// What the user sees of their second factor.
pub struct OwnSecondFactor {
    /// When it was confirmed; none where there is none.
    pub since: Option<DateTime<Utc>>,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
    /// What is being set up in this session.
    pub set_up: Option<Secret>,
    /// Whether one can be set up: the installation has the key that secrets are sealed with.
    pub is_possible: bool,
    /// Whether the installation asks everybody for one.
    pub is_required: bool,
}

/// What is to be done with the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactorChange {
    /// Set one up, in the place of the one that is when there is one.
    SetUp,
    /// Make other recovery codes.
    RenewCodes,
    /// Take it away.
    TurnOff,
}

/// Why the second factor was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecondFactorError {
    /// What was filled in is not right.
    #[error("the change of the second factor is refused")]
    Refused(SecondFactorRefusal),
    /// It could not be tried.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

use SecondFactorRefusal as Refusal;

/// What is sealed for the second factor of an account is bound to this.
fn place(account: AccountId) -> String {
    format!("second-factor:{account}")
}

/// Opens a secret, where the key is at hand.
fn open(services: &Services, account: AccountId, sealed: &[u8]) -> Option<Secret> {
    services.key.as_ref()?.open(&place(account), sealed).map(Secret::of)
}

/// Opens a secret that is to be compared with.
fn opened(services: &Services, account: AccountId, sealed: &[u8]) -> Result<Secret, ServiceError> {
    open(services, account, sealed).ok_or_else(|| {
        tracing::error!("the secret of a second factor does not open with the key of this installation");
        ServiceError::Inconsistent
    })
}

/// Whether the key of the installation opens what is sealed; also when nothing is.
///
/// # Errors
/// When the database refuses.
pub async fn key_opens(services: &Services) -> Result<bool, ServiceError> {
    let found = services.store.read(&Scope::of_the_system()).await?.any_second_factor().await?;
    Ok(found.is_none_or(|(account, sealed)| open(services, account, &sealed).is_some()))
}

/// The second factor of whoever asks.
///
/// # Errors
/// When the database refuses.
pub async fn read(services: &Services, session: &Session) -> Result<OwnSecondFactor, ServiceError> {
    let mut connection = services.store.read(&session.scope()).await?;
    let factor = connection.second_factor(session.account).await?;
    let begun_since = services.now() - SET_UP_FOR;
    let set_up = connection.second_factor_set_up(session.token_hash(), begun_since).await?;
    Ok(OwnSecondFactor {
        since: factor.map(|factor| factor.confirmed),
        recovery_codes: connection.recovery_codes_left(session.account).await?,
        set_up: set_up.and_then(|sealed| open(services, session.account, &sealed)),
        is_possible: services.key.is_some(),
        is_required: services.requires_second_factor,
    })
}

/// Whether codes are unused recovery codes of whoever asks.
///
/// # Errors
/// When the database refuses.
pub async fn are_own(services: &Services, session: &Session, codes: &[String]) -> Result<bool, ServiceError> {
    let unused = services.store.read(&session.scope()).await?.unused_recovery_codes(session.account).await?;
    let is_own = |code: &String| {
        RecoveryCode::try_from(code.as_str()).is_ok_and(|code| unused.contains(&code::hash_of(&code)))
    };
    Ok(!codes.is_empty() && codes.iter().all(is_own))
}

/// An answer that was right.
enum Accepted {
    Code,
    RecoveryCode { left: i64 },
}

impl Accepted {
    /// As the journal tells it.
    fn told(&self) -> serde_json::Value {
        match self {
            Self::Code => serde_json::json!({ "factor": Factor::Code.code() }),
            Self::RecoveryCode { left } => {
                serde_json::json!({ "factor": Factor::RecoveryCode.code(), "recovery_codes_left": left })
            }
        }
    }
}

/// An answer as it is compared: what needs the key is done before anything is counted, so that nobody is locked out because
/// the installation lacks it.
enum Compared {
    Step(Option<u64>),
    Recovery(String),
}

fn compared(
    services: &Services,
    account: AccountId,
    (factor, answer): (&SecondFactorRecord, &Answer),
) -> Result<Compared, ServiceError> {
    Ok(match answer {
        Answer::Code(code) => {
            Compared::Step(opened(services, account, &factor.sealed)?.step_of(code, services.now())?)
        }
        Answer::Recovery(code) => Compared::Recovery(code::hash_of(code)),
    })
}

/// Accepts an answer in a transaction, so that it is worth nothing a second time; `None` when it is not right.
async fn accepted(
    transaction: &mut OperationTransaction,
    account: AccountId,
    compared: &Compared,
    at: DateTime<Utc>,
) -> Result<Option<Accepted>, ServiceError> {
    Ok(match compared {
        Compared::Step(None) => None,
        Compared::Step(Some(step)) => {
            transaction.accept_step(account, *step).await?.then_some(Accepted::Code)
        }
        Compared::Recovery(hash) => {
            let left = transaction.use_recovery_code(account, hash, at).await?;
            left.map(|left| Accepted::RecoveryCode { left })
        }
    })
}

/// What is filled in to change the second factor.
pub struct Asked {
    /// The current password.
    pub password: String,
    /// A code, where there is a second factor already.
    pub code: String,
}

domain::private_debug!(Asked);

/// Changes the second factor of whoever asks. Whoever has one answers with it besides the password, since either alone may be
/// in the wrong hands. Returns the recovery codes that were made, if any were.
///
/// # Errors
/// [`SecondFactorError::Refused`] for what is to be filled in otherwise: then nothing is changed, and what could have been a
/// guess is counted as where one signs in. [`ServiceError::Forbidden`] to whoever is to choose a password first.
pub async fn change(
    services: &Services,
    session: &Session,
    (what, asked): (SecondFactorChange, Asked),
    client: &Client,
) -> Result<Vec<RecoveryCode>, SecondFactorError> {
    if session.due() == Some(Due::Password) {
        return Err(ServiceError::Forbidden.into());
    }
    let mut connection = services.store.read(&session.scope()).await.map_err(ServiceError::from)?;
    let factor = connection.second_factor(session.account).await.map_err(ServiceError::from)?;
    drop(connection);
    if what == SecondFactorChange::SetUp && services.key.is_none() {
        return Err(SecondFactorError::Refused(Refusal::NoKey));
    }
    if what == SecondFactorChange::TurnOff && services.requires_second_factor {
        return Err(SecondFactorError::Refused(Refusal::Required));
    }
    if factor.is_none() && what != SecondFactorChange::SetUp {
        // Another window has turned it off.
        return Err(SecondFactorError::Refused(Refusal::SetUpEnded));
    }
    let reason = match what {
        SecondFactorChange::SetUp => "own-second-factor-begun",
        SecondFactorChange::RenewCodes => "own-recovery-codes",
        SecondFactorChange::TurnOff => "own-second-factor-off",
    };
    let (mut transaction, mut told) = proved(services, session, (reason, asked), client).await?;
    let codes = do_change(services, session, (what, &mut told), &mut transaction).await?;
    tell(transaction, session, &serde_json::Value::Object(told)).await?;
    Ok(codes)
}

/// Looks at the password of whoever asks, and at a code where they have what shows one, and begins a change of their account, with
/// what the journal is to tell of the code. Nothing lasts before the change is committed, but for what was wrong.
async fn proved(
    services: &Services,
    session: &Session,
    (reason, asked): (&str, Asked),
    client: &Client,
) -> Result<(OperationTransaction, serde_json::Map<String, serde_json::Value>), SecondFactorError> {
    let mut connection = services.store.read(&session.scope()).await.map_err(ServiceError::from)?;
    let account = connection.account_of(session.account).await.map_err(ServiceError::from)?;
    let account = account.ok_or(ServiceError::NotFound)?;
    let factor = connection.second_factor(session.account).await.map_err(ServiceError::from)?;
    drop(connection);
    let answer = match &factor {
        Some(factor) => {
            let unreadable = SecondFactorError::Refused(Refusal::CodeUnreadable);
            let answer = Answer::try_from(asked.code.as_str()).map_err(|_| unreadable)?;
            Some((compared(services, session.account, (factor, &answer))?, answer.factor()))
        }
        None => None,
    };
    is_current(services, session, &account, asked.password, client).await.map_err(|error| match error {
        PasswordError::Unavailable(error) => SecondFactorError::Unavailable(error),
        PasswordError::Refused(domain::access::password::PasswordRefusal::LockedOut) => {
            SecondFactorError::Refused(Refusal::LockedOut)
        }
        PasswordError::Refused(_) => SecondFactorError::Refused(Refusal::PasswordWrong),
    })?;
    let now = services.now();
    let mut transaction = begin(services, session, reason).await?;
    let mut told = serde_json::Map::new();
    if let Some((compared, by)) = &answer {
        match accepted(&mut transaction, session.account, compared, now).await? {
            Some(accepted) => told.extend(crate::fields::fields(&accepted.told())),
            None => {
                drop(transaction);
                return Err(refused_code(services, session.account, *by, client).await?);
            }
        }
    }
    // The password was right, and so was the code: the attempt counts no more, and those before it still do.
    transaction.uncount_attempt(session.account, now).await.map_err(ServiceError::from)?;
    Ok((transaction, told))
}

async fn do_change(
    services: &Services,
    session: &Session,
    (what, told): (SecondFactorChange, &mut serde_json::Map<String, serde_json::Value>),
    transaction: &mut OperationTransaction,
) -> Result<Vec<RecoveryCode>, ServiceError> {
    let mut tell = |name: &str, value: &str| told.insert(name.to_owned(), value.into());
    match what {
        SecondFactorChange::SetUp => {
            let key = services.key.as_ref().ok_or(ServiceError::Unavailable)?;
            let sealed = key.seal(&place(session.account), Secret::generate()?.bytes())?;
            transaction.begin_second_factor(session.token_hash(), &sealed, services.now()).await?;
            tell("second_factor", "begun");
            Ok(Vec::new())
        }
        SecondFactorChange::RenewCodes => {
            let codes = code::recovery_codes()?;
            let hashes: Vec<String> = codes.iter().map(code::hash_of).collect();
            transaction.set_recovery_codes(session.account, &hashes).await?;
            tell("recovery_codes", "made");
            Ok(codes)
        }
        SecondFactorChange::TurnOff => {
            transaction.remove_second_factor(session.account).await?;
            tell("second_factor", "off");
            Ok(Vec::new())
        }
    }
}

/// Tells the journal of a code that was not right, and counts it: the password before it was counted already.
async fn refused_code(
    services: &Services,
    account: AccountId,
    by: Factor,
    client: &Client,
) -> Result<SecondFactorError, ServiceError> {
    let now = services.now();
    // The attempt was counted when the password was looked at.
    let attempts = services
        .store
        .read(&Scope::of_the_system())
        .await?
        .account_of(account)
        .await?
        .map(|account| account.failed_attempts);
    let attempt = Attempt::Counted(attempts.unwrap_or(ATTEMPTS));
    let refused =
        refuse(services, Some((account, attempt)), &sign_in::reason(&client.address, by), now).await?;
    Ok(SecondFactorError::Refused(match refused {
        SignInError::LockedOut { .. } => Refusal::LockedOut,
        _ => Refusal::CodeWrong,
    }))
}

/// A second factor that has been set up.
pub struct Confirmed {
    /// The token under which the session goes on.
    pub token: String,
    /// The recovery codes, which are shown once.
    pub codes: Vec<RecoveryCode>,
}

/// Confirms what is being set up in a session with its first code. All other sessions of the user end, which came about without
/// it, and this one goes on under another token.
///
/// A wrong code is not counted: nothing is guessed, since whoever asks is shown the secret.
///
/// # Errors
/// [`SecondFactorError::Refused`] for a code that is not right, and when nothing is being set up any more;
/// [`ServiceError::Forbidden`] to whoever is to choose a password first.
pub async fn confirm(
    services: &Services,
    session: &Session,
    typed: &str,
) -> Result<Confirmed, SecondFactorError> {
    if session.due() == Some(Due::Password) {
        return Err(ServiceError::Forbidden.into());
    }
    let now = services.now();
    let begun_since = now - SET_UP_FOR;
    let mut connection = services.store.read(&session.scope()).await.map_err(ServiceError::from)?;
    let sealed = connection.second_factor_set_up(session.token_hash(), begun_since).await;
    let sealed =
        sealed.map_err(ServiceError::from)?.ok_or(SecondFactorError::Refused(Refusal::SetUpEnded))?;
    drop(connection);
    let code = Code::try_from(typed).map_err(|_| SecondFactorError::Refused(Refusal::CodeUnreadable))?;
    let step = opened(services, session.account, &sealed)?.step_of(&code, now)?;
    let step = step.ok_or(SecondFactorError::Refused(Refusal::CodeWrong))?;
    let codes = code::recovery_codes()?;
    let hashes: Vec<String> = codes.iter().map(code::hash_of).collect();
    let token = new_token()?;
    let mut transaction = begin(services, session, "own-second-factor").await?;
    // What another window has begun anew meanwhile is not confirmed by the code of this.
    let still = transaction.second_factor_set_up(session.token_hash(), begun_since).await;
    if still.map_err(ServiceError::from)?.as_ref() != Some(&sealed) {
        return Err(SecondFactorError::Refused(Refusal::SetUpEnded));
    }
    let done = async {
        let new = NewSecondFactor { sealed: &sealed, step, recovery_codes: &hashes, at: now };
        transaction.set_second_factor(session.account, new).await?;
        let ended = transaction.end_other_sessions(session.account, session.token_hash()).await?;
        transaction.renew_session(session.token_hash(), &hash_of(&token)).await?;
        let told = serde_json::json!({ "second_factor": "on", "ended_sessions": ended });
        tell(transaction, session, &told).await
    };
    done.await?;
    Ok(Confirmed { token, codes })
}

/// Gives up what is being set up.
///
/// # Errors
/// When the database refuses.
pub async fn give_up(services: &Services, session: &Session) -> Result<(), ServiceError> {
    let mut transaction = begin(services, session, "own-second-factor-given-up").await?;
    transaction.forget_set_up(session.account).await?;
    tell(transaction, session, &serde_json::json!({ "second_factor": "given-up" })).await
}
