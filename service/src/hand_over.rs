//! Handing all open cases of one caseworker over to another (requirement K11).

use domain::{
    access::Permission,
    case::hand_over::HandOverRefusal,
    id::{AccountId, JobId},
    language::{Language, Message},
};
use store::{StoreError, UserOf};

use crate::{
    ServiceError, Services,
    jobs::{self, Asked, Origin},
    session::Session,
};

/// Somebody who has open cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caseworker {
    /// The account, which need not be in use any more.
    pub account: AccountId,
    /// The name.
    pub name: String,
    /// How many open cases.
    pub open: u64,
}

/// Who may hand over to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// Those who have open cases within the user's reach, by name.
    pub from: Vec<Caseworker>,
    /// Those who may have the cases of the user's municipalities, by name.
    pub to: Vec<UserOf>,
}

/// Why nothing is handed over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandOverFailure {
    /// It was refused, and the user is told why.
    #[error("refused: {0:?}")]
    Refused(HandOverRefusal),
    /// It could not be tried.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl From<StoreError> for HandOverFailure {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl Message for HandOverFailure {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Refused(refusal) => refusal.message(language),
            Self::Unavailable(error) => error.message(language),
        }
    }
}

/// From whom and to whom cases can be handed over. Names nobody whose case it is.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn choices(services: &Services, session: &Session) -> Result<Choices, ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let mut connection = services.store.read_snapshot(&scope).await?;
    let from = connection.caseworkers_of_open_cases(&scope).await?;
    let from = from.into_iter().map(|(account, name, open)| Caseworker { account, name, open }).collect();
    let to =
        connection.users_of(&session.acting.municipalities, Permission::EditCases, services.today()).await?;
    Ok(Choices { from, to })
}

/// Hands the open cases of one caseworker over to another, as a job.
///
/// # Errors
/// The [`HandOverRefusal`] when there is nothing to hand over, or nobody else to hand it to;
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn start(
    services: &Services,
    session: &Session,
    from: AccountId,
    to: AccountId,
    origin: Origin<'_>,
) -> Result<JobId, HandOverFailure> {
    let scope = session.scope_for(Permission::EditCases)?;
    if from == to {
        return Err(HandOverFailure::Refused(HandOverRefusal::SamePerson));
    }
    let cases = services.store.read(&scope).await?.open_cases_of_caseworker(&scope, from).await?;
    if cases.is_empty() {
        return Err(HandOverFailure::Refused(HandOverRefusal::Nothing));
    }
    let rows: Vec<i64> = cases.into_iter().map(|case| case.0).collect();
    Ok(jobs::start(services, session, &rows, &Asked::HandOver { from, to }, origin).await?)
}
