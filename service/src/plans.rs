//! The individual plans of one case: making, changing, evaluating and removing them (requirement K18). A plan is the
//! municipality's own: one that the person moves to does not see it (requirement K13).

use domain::{
    access::Permission,
    form::FieldError,
    id::{CaseId, IndividualPlanId},
    individual_plan::{IndividualPlan, PlanField, PlanForm, PlanRefusal},
    operation::{EntityKind, OperationKind},
    record::is_as_seen,
};
use store::PlanRecord;

use crate::{
    ServiceError, Services, cases,
    casework::{Casework, Worker},
    saving::{SaveFailure, Saved, Seen, merge},
    session::Session,
};

/// Why a plan is not saved.
pub type PlanFailure = SaveFailure<PlanField, PlanRefusal>;

impl From<Vec<FieldError<PlanField>>> for PlanFailure {
    fn from(errors: Vec<FieldError<PlanField>>) -> Self {
        Self::Unreadable(errors)
    }
}

/// A plan as it stands in the form that changes it. That it was read stands in the journal before it is answered.
///
/// # Errors
/// [`ServiceError::NotFound`] for a case outside the user's scope, and for a plan that is not the case's.
pub async fn plan(
    services: &Services,
    session: &Session,
    case: CaseId,
    id: IndividualPlanId,
) -> Result<PlanRecord, ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let plans = services.store.read(&scope).await?.plans_of(&scope, case).await?;
    let record = plans.into_iter().find(|record| record.id == id).ok_or(ServiceError::NotFound)?;
    cases::tell_of_reading(services, session, record.municipality, case, record.person).await?;
    Ok(record)
}

/// Makes a plan for a case.
///
/// # Errors
/// What is wrong with the form or the plan; [`ServiceError::NotFound`] for a case outside the user's scope.
pub async fn make(
    services: &Services,
    session: &Session,
    case: CaseId,
    form: &PlanForm,
) -> Result<IndividualPlanId, PlanFailure> {
    let mut work = Casework::by_user(services, session, OperationKind::Casework).await?;
    let case = work.case(case).await?;
    let plan = form.read(services.today())?;
    let decided = work.plan(&case, &plan, Worker::now(services, session)).await?;
    let id = decided.map_err(SaveFailure::Refused)?;
    work.finish().await?;
    Ok(id)
}

/// Changes a plan; writing how it went evaluates it.
///
/// # Errors
/// What is wrong with the form or the change, [`SaveFailure::Conflict`] where another has changed the same fields;
/// [`ServiceError::NotFound`] as [`plan`].
pub async fn change(
    services: &Services,
    session: &Session,
    case: CaseId,
    id: IndividualPlanId,
    seen: &Seen<IndividualPlan>,
    form: &PlanForm,
) -> Result<Saved<PlanField, std::convert::Infallible>, PlanFailure> {
    let mut work = Casework::by_user(services, session, OperationKind::Casework).await?;
    let record = present(&mut work, case, id).await?;
    let mine = form.read(services.today())?;
    let by = work.reading().1.last_changed_by(record.person, &[(EntityKind::IndividualPlan, id.0)]).await?;
    let merged = merge(seen, (&record.plan, record.version), &mine, &by).map_err(SaveFailure::Conflict)?;
    let decided = work.change_plan(&record, &merged.values, Worker::now(services, session)).await?;
    decided.map_err(SaveFailure::Refused)?;
    work.finish().await?;
    Ok(Saved { notices: Vec::new(), taken_over: merged.told(|| by) })
}

/// Removes a plan.
///
/// # Errors
/// [`SaveFailure::ChangedMeanwhile`] when another has changed it since the version that was seen; else as [`change`].
pub async fn remove(
    services: &Services,
    session: &Session,
    case: CaseId,
    id: IndividualPlanId,
    version: i64,
) -> Result<(), PlanFailure> {
    let mut work = Casework::by_user(services, session, OperationKind::Casework).await?;
    let record = present(&mut work, case, id).await?;
    is_as_seen(version, record.version)?;
    work.remove_plan(&record).await?;
    Ok(work.finish().await?)
}

async fn present(
    work: &mut Casework,
    case: CaseId,
    id: IndividualPlanId,
) -> Result<PlanRecord, ServiceError> {
    work.seen_plan(case, id).await?.ok_or(ServiceError::NotFound)
}
