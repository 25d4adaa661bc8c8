//! The measures of one case: registering, changing, ending and removing them (requirement K8; `rules.md` section 3; seed 001,
//! "Åtgärder").
//!
//! A case shows the measures of its person that its municipality sees, of which it may touch its own.

use domain::{
    access::Permission,
    form::FieldError,
    id::{CaseId, MeasureId},
    measure::{
        MeasureField, MeasureRefusal, NewMeasure,
        change::{RemovalNotice, may_touch},
        form::MeasureForm,
        registration::MeasureNotice,
    },
    operation::{EntityKind, OperationKind},
    record::is_as_seen,
};
use store::{SeenMeasure, WorkedCase};

use crate::{
    ServiceError, Services, cases,
    casework::{Casework, Worker},
    saving::{SaveFailure, Saved, Seen, merge},
    session::Session,
};

/// Why a measure is not saved.
pub type MeasureFailure = SaveFailure<MeasureField, MeasureRefusal>;

/// A measure as it stands in the form that changes it. That it was read stands in the journal before it is answered.
///
/// # Errors
/// [`ServiceError::NotFound`] for a case outside the user's scope, and for a measure that its municipality does not see.
pub async fn measure(
    services: &Services,
    session: &Session,
    case: CaseId,
    id: MeasureId,
) -> Result<SeenMeasure, ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let mut connection = services.store.read_snapshot(&scope).await?;
    let worked = connection.worked_cases(&scope, &[case]).await?.pop().ok_or(ServiceError::NotFound)?;
    let seen = connection.seen_measures(&scope, case).await?;
    let seen = seen.into_iter().find(|seen| seen.measure.id == id).ok_or(ServiceError::NotFound)?;
    drop(connection);
    cases::tell_of_reading(services, session, worked.municipality, case, worked.person).await?;
    Ok(seen)
}

/// A measure that has been registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// Which one.
    pub id: MeasureId,
    /// What the caseworker is told besides.
    pub notices: Vec<MeasureNotice>,
}

/// Registers a measure in a case.
///
/// # Errors
/// What is wrong with the form or the measure; [`ServiceError::NotFound`] for a case outside the user's scope.
pub async fn register(
    services: &Services,
    session: &Session,
    case: CaseId,
    form: &MeasureForm,
) -> Result<Registered, MeasureFailure> {
    let mut work = Casework::by_user(services, session, OperationKind::Casework).await?;
    let mut case = work.case(case).await?;
    let (today, worker) = (services.today(), Worker::now(services, session));
    let new = match form.read(today) {
        Ok(new) => new,
        Err(errors) => {
            // The rest is judged too, so that everything is told at once; what is not finished has not happened.
            let refusals = match form.readable(&errors, None).and_then(|form| form.read(today).ok()) {
                Some(new) => work.measure(&mut case, &new, worker).await?.err().unwrap_or_default(),
                None => Vec::new(),
            };
            return Err(of_both(errors, refusals));
        }
    };
    let decided = work.measure(&mut case, &new, worker).await?;
    let (id, notices) = decided.map_err(SaveFailure::Refused)?;
    work.finish().await?;
    Ok(Registered { id, notices })
}

/// Changes a measure, or ends it: then end date, occupation after and outcome are filled in.
///
/// # Errors
/// What is wrong with the form or the change, [`MeasureRefusal::OtherMunicipality`] for a measure that is only seen,
/// [`SaveFailure::Conflict`] where another has changed the same fields; [`ServiceError::NotFound`] out of reach.
pub async fn change(
    services: &Services,
    session: &Session,
    case: CaseId,
    id: MeasureId,
    seen: &Seen<NewMeasure>,
    form: &MeasureForm,
) -> Result<Saved<MeasureField, std::convert::Infallible>, MeasureFailure> {
    let mut work = Casework::by_user(services, session, OperationKind::Casework).await?;
    let (mut case, present) = touched(&mut work, case, id).await?;
    let (measure, today, worker) = (&present.measure, services.today(), Worker::now(services, session));
    let by = work.reading().1.last_changed_by(present.person, &[(EntityKind::Measure, id.0)]).await?;
    let there = (&measure.values, measure.version);
    let mine = match form.read(today) {
        Ok(mine) => mine,
        Err(errors) => {
            let rest = form.readable(&errors, Some(&measure.values)).and_then(|form| form.read(today).ok());
            let rest = rest.and_then(|rest| merge(seen, there, &rest, &by).ok());
            let refusals = match rest {
                Some(rest) => work.change_measure(&mut case, measure, &rest.values, worker).await?.err(),
                // What two have changed is asked about once the form can be read.
                None => None,
            };
            return Err(of_both(errors, refusals.unwrap_or_default()));
        }
    };
    let merged = merge(seen, there, &mine, &by).map_err(SaveFailure::Conflict)?;
    let decided = work.change_measure(&mut case, measure, &merged.values, worker).await?;
    decided.map_err(SaveFailure::Refused)?;
    work.finish().await?;
    Ok(Saved { notices: Vec::new(), taken_over: merged.told(|| by) })
}

/// Removes a measure.
///
/// # Errors
/// [`SaveFailure::ChangedMeanwhile`] when another has changed it since the version that was seen; else as [`change`].
pub async fn remove(
    services: &Services,
    session: &Session,
    case: CaseId,
    id: MeasureId,
    version: i64,
) -> Result<Vec<RemovalNotice>, MeasureFailure> {
    let mut work = Casework::by_user(services, session, OperationKind::Casework).await?;
    let (mut case, present) = touched(&mut work, case, id).await?;
    is_as_seen(version, present.measure.version)?;
    let worker = Worker::now(services, session);
    let removal = work.remove_measure(&mut case, &present.measure, worker).await?;
    work.finish().await?;
    Ok(removal.notices)
}

/// What cannot be read, and what the rules say of the rest: of a field that cannot be read they say nothing.
fn of_both(errors: Vec<FieldError<MeasureField>>, mut refusals: Vec<MeasureRefusal>) -> MeasureFailure {
    refusals.retain(|refusal| errors.iter().all(|error| refusal.field() != Some(error.field)));
    SaveFailure::of_both(errors, refusals)
}

/// A measure that is seen from a case, with the case that it is registered in, if it may be touched from there: it is the
/// municipality's own.
async fn touched(
    work: &mut Casework,
    from: CaseId,
    id: MeasureId,
) -> Result<(WorkedCase, SeenMeasure), MeasureFailure> {
    let from = work.case(from).await?;
    let seen = work.seen_measure(from.case.id, id).await?.ok_or(ServiceError::NotFound)?;
    may_touch(seen.measure.municipality, &work.scope().narrowed_to(from.municipality))
        .map_err(|refusal| SaveFailure::Refused(vec![refusal]))?;
    let case = if seen.case == from.case.id { from } else { work.case(seen.case).await? };
    Ok((case, seen))
}
