//! Answering with a code where one signs in: the session that awaits it, and what becomes of it.

use domain::{
    access::{
        Scope,
        second_factor::{Answer, Factor},
    },
    language::{Language, Message, Named},
    operation::{Actor, EntityKind, OperationKind},
};
use store::{Attempt, HalfSession};

use super::{accepted, compared};
use crate::{
    ServiceError, Services, fields,
    session::{ATTEMPTS, Client, HALF_FOR, SignInError, hash_of, new_token, only_municipality, refuse},
};

/// How many codes may be tried after one password.
pub const CODES: i64 = 5;

/// Why an answer did not sign anybody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// No session awaits a code, or it has done so for too long or too often: one begins again with the password.
    #[error("no session awaits a code")]
    Ended,
    /// What was typed is no code.
    #[error("not a code")]
    Unreadable,
    /// It is not the right one, or it has been used.
    #[error("wrong code")]
    Wrong,
    /// There have been too many wrong attempts.
    #[error("locked out")]
    LockedOut {
        /// For how many more minutes, at least one.
        minutes: i64,
    },
    /// It could not be tried.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl Message for CodeError {
    fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::Ended, _) => language
                .pick(
                    "Det tog för lång tid, eller blev för många försök. Logga in med ditt lösenord igen.",
                    "It took too long, or there were too many attempts. Sign in with your password again.",
                )
                .to_owned(),
            (Self::Unreadable, _) => language
                .pick(
                    "Det där är ingen kod. Skriv de sex siffror som appen visar, eller en återställningskod.",
                    "That is no code. Write the six digits that the app shows, or a recovery code.",
                )
                .to_owned(),
            (Self::Wrong, _) => language
                .pick(
                    "Koden stämmer inte, eller så är den redan använd. Vänta tills appen visar en ny och skriv den.",
                    "The code is wrong, or it has been used already. Wait until the app shows a new one and write that.",
                )
                .to_owned(),
            (Self::LockedOut { minutes }, _) => SignInError::LockedOut { minutes: *minutes }.message(language),
            (Self::Unavailable(error), _) => error.message(language),
        }
    }
}

/// What the journal tells of an attempt: from where, and with what.
pub(crate) fn reason(address: &str, factor: Factor) -> String {
    match address {
        "" => factor.code().to_owned(),
        address => format!("{address}; {}", factor.code()),
    }
}

/// Whether a session of this token awaits a code.
///
/// # Errors
/// When the database refuses.
pub async fn is_awaited(services: &Services, token: &str) -> Result<bool, ServiceError> {
    Ok(awaiting(services, &hash_of(token)).await?.is_some())
}

pub(super) async fn awaiting(
    services: &Services,
    token_hash: &str,
) -> Result<Option<HalfSession>, ServiceError> {
    let found = services.store.read(&Scope::of_the_system()).await?.half_session(token_hash).await?;
    Ok(found.filter(|half| services.now() - half.created <= HALF_FOR && half.codes_tried < CODES))
}

/// Answers with a code, and returns the token of the session that is whole from then on.
///
/// # Errors
/// [`CodeError`]. What could have been a guess is counted as wrong passwords are, before it is looked at.
pub async fn answer(
    services: &Services,
    token: &str,
    typed: &str,
    client: &Client,
) -> Result<String, CodeError> {
    let now = services.now();
    let token_hash = hash_of(token);
    let half = awaiting(services, &token_hash).await?.ok_or(CodeError::Ended)?;
    let answer = Answer::try_from(typed).map_err(|_| CodeError::Unreadable)?;
    let mut connection = services.store.read(&Scope::of_the_system()).await.map_err(ServiceError::from)?;
    let factor = connection.second_factor(half.account).await.map_err(ServiceError::from)?;
    let roles = connection.roles(half.account, services.today()).await.map_err(ServiceError::from)?;
    drop(connection);
    // An administrator has taken it away meanwhile, and ended its sessions.
    let factor = factor.ok_or(CodeError::Ended)?;
    let role = roles.into_iter().find(|role| role.id == half.acting_in).ok_or(CodeError::Ended)?;
    let compared = compared(services, half.account, (&factor, &answer))?;

    let tried = services.store.count_code(&token_hash).await.map_err(ServiceError::from)?;
    let attempt = services.store.count_attempt(half.account, now).await.map_err(ServiceError::from)?;
    let may_try = matches!(attempt, Attempt::Counted(attempts) if attempts <= ATTEMPTS)
        && tried.is_some_and(|tried| tried <= CODES);
    let reason = reason(&client.address, answer.factor());
    if may_try {
        let actor = Actor::User {
            account: half.account,
            name: half.name.clone(),
            role: role.title.clone(),
            organisation: role.organisation.clone(),
        };
        let operation =
            services.operation(OperationKind::SignIn, actor, only_municipality(&role), reason.as_str());
        let mut transaction = services.store.operate(operation).await.map_err(ServiceError::from)?;
        if let Some(accepted) = accepted(&mut transaction, half.account, &compared, now).await? {
            let renewed = new_token()?;
            let completed = transaction.complete_session(&token_hash, &hash_of(&renewed), now).await;
            if !completed.map_err(ServiceError::from)? {
                return Err(CodeError::Ended);
            }
            let noted = transaction.note_use(role.id, services.today()).await;
            noted.map_err(ServiceError::from)?;
            let before = Some(serde_json::Map::new());
            let told = fields::fields(&accepted.told());
            let told = fields::change(EntityKind::Account, half.account.0, None, before, Some(told));
            transaction.record(told.as_slice()).await.map_err(ServiceError::from)?;
            transaction.commit().await.map_err(ServiceError::from)?;
            return Ok(renewed);
        }
    }
    match refuse(services, Some((half.account, attempt)), &reason, now).await? {
        SignInError::LockedOut { minutes } => Err(CodeError::LockedOut { minutes }),
        SignInError::Unavailable(error) => Err(error.into()),
        _ if tried.is_none_or(|tried| tried >= CODES) => Err(CodeError::Ended),
        _ => Err(CodeError::Wrong),
    }
}
