//! The tab *Aktivitetsansvaret* of a case (requirement K5; seed 001, "Aktivitetsansvaret").

use domain::{
    access::Permission,
    case::{
        change::CaseRefusal,
        responsibility::{
            ResponsibilityField, ResponsibilityForm, ResponsibilityNotice, ResponsibilityValues,
        },
    },
    form::FieldError,
    id::CaseId,
    operation::{EntityKind, OperationKind},
};
use store::{Responsibility, UserOf};

use crate::{
    ServiceError, Services, cases,
    casework::{Casework, Worker},
    saving::{SaveFailure, Saved, Seen, merge},
    session::Session,
};

/// Why the tab is not saved.
pub type ResponsibilityFailure = SaveFailure<ResponsibilityField, CaseRefusal>;

impl From<Vec<FieldError<ResponsibilityField>>> for ResponsibilityFailure {
    fn from(errors: Vec<FieldError<ResponsibilityField>>) -> Self {
        Self::Unreadable(errors)
    }
}

/// What the tab holds, and who may have the case. That it was read stands in the journal before it is answered.
///
/// # Errors
/// [`ServiceError::NotFound`] for a case outside the user's scope.
pub async fn responsibility(
    services: &Services,
    session: &Session,
    id: CaseId,
) -> Result<(Responsibility, Vec<UserOf>), ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let mut connection = services.store.read_snapshot(&scope).await?;
    let found = connection.responsibility(&scope, id).await?.ok_or(ServiceError::NotFound)?;
    let users =
        connection.users_of(&[found.case.municipality], Permission::EditCases, services.today()).await?;
    drop(connection);
    let (municipality, person) = (found.case.municipality, found.case.person);
    cases::tell_of_reading(services, session, municipality, id, person).await?;
    Ok((found, users))
}

/// Saves the tab.
///
/// # Errors
/// What is wrong with the form or the change, [`SaveFailure::Conflict`] where another has changed the same fields;
/// [`ServiceError::NotFound`] for a case outside the user's scope, [`ServiceError::Forbidden`] for the diploma of somebody
/// who has left.
pub async fn save(
    services: &Services,
    session: &Session,
    id: CaseId,
    seen: &Seen<ResponsibilityValues>,
    form: &ResponsibilityForm,
) -> Result<Saved<ResponsibilityField, ResponsibilityNotice>, ResponsibilityFailure> {
    let mut work = Casework::by_user(services, session, OperationKind::Casework).await?;
    let (scope, transaction) = work.reading();
    let present = transaction.responsibility(scope, id).await?.ok_or(ServiceError::NotFound)?;
    let mine = form.read(services.today())?;
    let (person, version) = (present.case.person, present.case.version);
    let things = [(EntityKind::Case, id.0), (EntityKind::Diploma, person.0)];
    let by = work.reading().1.last_changed_by(person, &things).await?;
    let merged = merge(seen, (&present.values, version), &mine, &by).map_err(SaveFailure::Conflict)?;
    if present.has_left && merged.values.home_diploma != present.values.home_diploma {
        return Err(ServiceError::Forbidden.into());
    }
    let worker = Worker::now(services, session);
    let decided = work.change_case(&present, &merged.values, worker).await?;
    let notices = decided.map_err(SaveFailure::Refused)?;
    work.finish().await?;
    Ok(Saved { notices, taken_over: merged.told(|| by) })
}
