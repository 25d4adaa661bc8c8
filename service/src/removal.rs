//! *Radera aktivitetsansvar*: deleting a closed case (requirement K12; seed 001, "Funktioner i Aktivitetsansvar").

use domain::{
    access::{Permission, Scope},
    case::removal::{Removal, RemovalRefusal, remove as decide},
    id::CaseId,
    operation::OperationKind,
    record::{ChangedMeanwhile, is_as_seen},
};

use sha2::{Digest, Sha256};

use crate::{ServiceError, Services, casework::Casework, session::Session};

/// What a case takes with it, or why it cannot be deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovalPreview {
    /// What stands for the case and all that goes with it as they are seen.
    pub seen: i64,
    /// How many contacts go with it.
    pub contacts: usize,
    /// How many of these somebody still is to follow up.
    pub follow_ups: usize,
    /// What the rules say.
    pub removal: Result<Removal, RemovalRefusal>,
}

/// What has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removed {
    /// How many measures.
    pub measures: usize,
    /// How many contacts.
    pub contacts: usize,
}

/// Why a case is not deleted. Nothing has then been changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RemovalFailure {
    /// The rules do not allow it.
    #[error("refused")]
    Refused(RemovalRefusal),
    /// Another has changed it since it was seen.
    #[error(transparent)]
    ChangedMeanwhile(#[from] ChangedMeanwhile),
    /// It could not be tried, or is out of reach.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl From<store::StoreError> for RemovalFailure {
    fn from(error: store::StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// What would go with a case if it were deleted, for the page that asks.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that deletes none, [`ServiceError::NotFound`] for a case outside its scope.
pub async fn preview(
    services: &Services,
    session: &Session,
    id: CaseId,
) -> Result<RemovalPreview, ServiceError> {
    let scope = session.scope_for(Permission::DeleteCases)?;
    let mut connection = services.store.read_snapshot(&scope).await?;
    let case = connection.worked_cases(&scope, &[id]).await?.pop().ok_or(ServiceError::NotFound)?;
    let edited = connection.edited_cases(&scope, &[id]).await?.pop().ok_or(ServiceError::NotFound)?;
    let contacts = connection.edited_contacts_of(&scope, id).await?;
    Ok(RemovalPreview {
        seen: seen_of(&mut connection, &scope, edited.version, id).await?,
        contacts: contacts.len(),
        follow_ups: contacts.iter().filter(|record| record.contact.values.follow_up.is_open()).count(),
        removal: decide(&case.case, |permission| session.may(permission), services.today()),
    })
}

/// What stands for a case and all that goes with it: another number as soon as anything of it is another.
async fn seen_of(
    connection: &mut store::Connection,
    scope: &Scope,
    version: i64,
    id: CaseId,
) -> Result<i64, ServiceError> {
    let mut digest = Sha256::new();
    digest.update(version.to_be_bytes());
    let contacts = connection.edited_contacts_of(scope, id).await?;
    let measures = connection.seen_measures(scope, id).await?;
    let plans = connection.plans_of(scope, id).await?;
    let parts = (contacts.iter().map(|record| ("contact", record.contact.id.0, record.contact.version)))
        .chain(measures.iter().map(|seen| ("measure", seen.measure.id.0, seen.measure.version)))
        .chain(plans.iter().map(|record| ("plan", record.id.0, record.version)));
    for (kind, id, version) in parts {
        digest.update(kind.as_bytes());
        digest.update(id.to_be_bytes());
        digest.update(version.to_be_bytes());
    }
    let mut number = [0; 8];
    number.copy_from_slice(&digest.finalize()[..8]);
    Ok(i64::from_be_bytes(number))
}

/// Deletes a case, with its measures and contacts. It cannot be taken back; what it held stands in the journal.
///
/// # Errors
/// Why not; [`ServiceError::Forbidden`] for a role that deletes none, [`ServiceError::NotFound`] for a case outside its scope.
pub async fn remove(
    services: &Services,
    session: &Session,
    id: CaseId,
    seen: i64,
) -> Result<Removed, RemovalFailure> {
    let scope = session.scope_for(Permission::DeleteCases)?;
    let kind = OperationKind::CaseRemoval;
    let mut work = Casework::begin(services, session.actor(), kind, scope).await?;
    let case = work.case(id).await?;
    decide(&case.case, |permission| session.may(permission), services.today())
        .map_err(RemovalFailure::Refused)?;
    let (scope, transaction) = work.reading();
    let present = transaction.responsibility(scope, id).await?.ok_or(ServiceError::NotFound)?;
    is_as_seen(seen, seen_of(transaction, scope, present.case.version, id).await?)?;
    let removed = work.remove_case(&case, &present).await?;
    work.finish().await?;
    Ok(removed)
}
