//! Taking a bulk change back as a whole, from what the journal tells of it (requirement K16): as a change of its own,
//! refused when something later has touched any of what it changed.

mod recorded;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;
use domain::{
    access::Scope,
    case::change::{CaseChange, CaseField, EditedCase},
    id::{AccountId, CaseId, ContactId, JobId, MeasureId, PersonId},
    job::{JobKind, RowOutcome, RowRefusal, UndoRefusal},
    language::{Language, Message},
    measure::MeasureRefusal,
    municipality::MunicipalityCode,
    operation::{Actor, Change, EntityKind, Operation, OperationKind},
};
use store::{
    ChangedCases, Connection, ContactRecord, JobRecord, LaterChanges, MeasureRecord, NewJob,
    OperationTransaction, StoreError,
};

use crate::{
    ServiceError, Services,
    casework::{Worker, responsibility::case_write, users_of},
    jobs::{self, Done, MOST_AT_ONCE, Progress, reached},
    rows,
    session::{Session, new_token},
};
use recorded::{Back, Batch, Reading, back};

/// Why a change is not taken back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UndoFailure {
    /// It was refused, and the user is told why.
    #[error("refused: {0}")]
    Refused(#[from] UndoRefusal),
    /// It could not be tried.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl From<StoreError> for UndoFailure {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl Message for UndoFailure {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Refused(refusal) => refusal.message(language),
            Self::Unavailable(error) => error.message(language),
        }
    }
}

/// What would be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoPreview {
    /// The change.
    pub change: Progress,
    /// The fields that it is about.
    pub fields: Vec<CaseField>,
    /// Why it would be refused, if it would.
    pub refusal: Option<UndoRefusal>,
}

/// What the database shows while it is judged whether a change can be taken back: what the role does not reach of it is
/// what it is refused for.
const fn of_what_was_changed() -> Scope {
    Scope::of_the_system()
}

/// Tells what taking a bulk change back would do. Nothing is changed.
///
/// # Errors
/// [`ServiceError::NotFound`] when the user has neither made the change nor administers its municipality.
pub async fn preview(services: &Services, session: &Session, id: JobId) -> Result<UndoPreview, ServiceError> {
    let (job, scope) = reached(services, session, id).await?;
    let mut connection = services.store.read_snapshot(&of_what_was_changed()).await?;
    let found = match is_large(&job) {
        true => check(&mut connection, &scope, &job).await,
        false => judge(&mut connection, services.today(), &scope, &job).await,
    };
    let refusal = match found {
        Ok(()) => None,
        Err(UndoFailure::Refused(refusal)) => Some(refusal),
        Err(UndoFailure::Unavailable(error)) => return Err(error),
    };
    Ok(UndoPreview { fields: job.fields.clone(), change: job.into(), refusal })
}

/// Takes a bulk change back as a whole: at once when its rows are few, else as a job. Returns the job that does it.
///
/// # Errors
/// The [`UndoRefusal`] when something later has touched a case, the role does not reach all of its municipalities, a case
/// may no longer be what it was, or it has been taken back already; of the cases of a large change the values are not
/// looked at here, since the job finds out.
/// [`ServiceError::NotFound`] when the user has neither made the change nor administers its municipality.
pub async fn undo(services: &Services, session: &Session, id: JobId) -> Result<JobId, UndoFailure> {
    let (job, scope) = reached(services, session, id).await?;
    if is_large(&job) {
        return queue(services, session, id).await;
    }
    let mut connection = services.store.read_snapshot(&of_what_was_changed()).await?;
    judge(&mut connection, services.today(), &scope, &job).await?;
    let rows = changed_rows(&mut connection, &job).await?;
    drop(connection);
    let new = new_job(services, session, &job, &rows);
    let operation = operation(services, session.actor(), session.only_municipality());
    let mut transaction = services.store.operate(operation).await?;
    transaction.lock_register().await?;
    let worker = new_token()?;
    let by = transaction.begin_job(&new, &worker).await?.ok_or(UndoRefusal::AlreadyUndone)?;
    let acting = Worker::now(services, session);
    carry_out(services, transaction, &scope, &job, (by, acting), &worker).await?;
    Ok(by)
}

/// Lets a worker take a bulk change back, however few its rows are. Whether the cases may be what they were, it finds
/// itself.
///
/// # Errors
/// As [`undo`], but for what the values of the cases stand in the way of.
pub async fn queue(services: &Services, session: &Session, id: JobId) -> Result<JobId, UndoFailure> {
    let (job, scope) = reached(services, session, id).await?;
    let mut connection = services.store.read_snapshot(&of_what_was_changed()).await?;
    check(&mut connection, &scope, &job).await?;
    let rows = changed_rows(&mut connection, &job).await?;
    drop(connection);
    let new = new_job(services, session, &job, &rows);
    // Somebody who clicked at the same time may have been first.
    Ok(services.store.queue_job(&new).await?.ok_or(UndoRefusal::AlreadyUndone)?)
}

/// Whether a change has more cases than a user waits for: then their values are for a worker to look at.
const fn is_large(job: &JobRecord) -> bool {
    job.counts.changed > MOST_AT_ONCE as u64
}

fn new_job<'a>(services: &Services, session: &Session, undone: &'a JobRecord, rows: &'a [i64]) -> NewJob<'a> {
    let new = jobs::new_job(services, session, JobKind::Undo, rows);
    NewJob { fields: &undone.fields, undoes: Some(undone.id), asked_from: &undone.asked_from, ..new }
}

/// The rows that a change has changed and that there still are.
async fn changed_rows(connection: &mut Connection, job: &JobRecord) -> Result<Vec<i64>, StoreError> {
    Ok(connection.changed_rows(job.id, job.kind).await?.into_iter().map(|(row, _)| row).collect())
}

fn operation(services: &Services, actor: Actor, municipality: Option<MunicipalityCode>) -> Operation {
    services.operation(OperationKind::BulkUndo, actor, municipality, "")
}

/// Does the job of taking another back. It is one transaction however many rows there are, since a change is taken back
/// as a whole or not at all.
pub(crate) async fn work(
    services: &Services,
    by: &JobRecord,
    scope: &Scope,
    actor: Actor,
    worker: &str,
) -> Result<(), UndoFailure> {
    let undone = by.undoes.ok_or(ServiceError::Inconsistent)?;
    let name = actor.name().to_owned();
    let mut transaction = services.store.operate(operation(services, actor, by.municipality)).await?;
    // It is one part, which may take longer than a worker may be silent.
    if !transaction.hold_job(by.id, worker).await? {
        return Err(ServiceError::Busy.into());
    }
    transaction.lock_register().await?;
    let job = transaction.job(undone).await?.ok_or(ServiceError::NotFound)?;
    let acting = Worker::acting(services, &name);
    carry_out(services, transaction, scope, &job, (by.id, acting), worker).await
}

async fn carry_out(
    services: &Services,
    mut transaction: OperationTransaction,
    scope: &Scope,
    job: &JobRecord,
    (by, acting): (JobId, Worker<'_>),
    worker: &str,
) -> Result<(), UndoFailure> {
    // By itself, this job has taken the other back.
    let job = JobRecord { undone_by: job.undone_by.filter(|other| *other != by), ..job.clone() };
    judge(&mut transaction, services.today(), scope, &job).await?;
    let BroughtBack { done, things } = bring_back(services, &mut transaction, scope, &job, acting).await?;
    tell(&mut transaction, &job, by, &things).await?;
    jobs::advance(services, &mut transaction, by, worker, 0, &done, None).await?;
    Ok(transaction.commit().await?)
}

/// Whether a change can be taken back, as far as that can be told without its values.
async fn check(connection: &mut Connection, scope: &Scope, job: &JobRecord) -> Result<(), UndoFailure> {
    if job.kind == JobKind::Undo {
        return Err(UndoRefusal::IsUndo.into());
    }
    if !job.state.is_over() {
        return Err(UndoRefusal::NotOver.into());
    }
    if job.undone_by.is_some() {
        return Err(UndoRefusal::AlreadyUndone.into());
    }
    let ChangedCases { there, reached, elsewhere } = connection.changed_cases(scope, job.id).await?;
    if there == 0 {
        return Err(UndoRefusal::NothingChanged.into());
    }
    // A change is taken back once. Whoever reaches none of it, or only a part, must not be the one who does.
    if reached == 0 || elsewhere > 0 {
        return Err(UndoRefusal::OutOfReach.into());
    }
    // Of cases that are out of reach nothing is told, not even that somebody has touched them.
    match connection.later_changes(scope, job.id).await? {
        Some(LaterChanges { actor: by, at, cases }) => {
            Err(UndoRefusal::Touched { by, at: domain::clock::stockholm_time(at), cases }.into())
        }
        None => Ok(()),
    }
}

/// What there is of some of what a change has made or changed, within a scope.
struct Present {
    cases: Vec<EditedCase>,
    measures: Vec<MeasureRecord>,
    contacts: Vec<ContactRecord>,
}

impl Present {
    async fn of(connection: &mut Connection, scope: &Scope, batch: &Batch) -> Result<Self, ServiceError> {
        let ids = |entity| -> Vec<i64> { batch.of(entity).into_keys().collect() };
        let cases: Vec<CaseId> = ids(EntityKind::Case).into_iter().map(CaseId).collect();
        let measures: Vec<MeasureId> = ids(EntityKind::Measure).into_iter().map(MeasureId).collect();
        let contacts: Vec<ContactId> = ids(EntityKind::Contact).into_iter().map(ContactId).collect();
        Ok(Self {
            cases: connection.edited_cases(scope, &cases).await?,
            measures: connection.edited_measures(scope, &measures).await?,
            contacts: connection.edited_contacts(scope, &contacts).await?,
        })
    }
}

/// Whether a change can be taken back, its values included.
async fn judge(
    connection: &mut Connection,
    today: NaiveDate,
    scope: &Scope,
    job: &JobRecord,
) -> Result<(), UndoFailure> {
    check(connection, scope, job).await?;
    let (mut differing, mut impossible) = (BTreeSet::new(), BTreeMap::new());
    let mut reading = Reading::of(connection, job.id).await?;
    while let Some(batch) = reading.next(connection).await? {
        let present = Present::of(connection, scope, &batch).await?;
        let municipalities: Vec<_> = present.cases.iter().map(|case| case.municipality).collect();
        let users = users_of(connection, &municipalities, today).await?;
        let told = batch.of(EntityKind::Case);
        for case in present.cases {
            let Some(Back::Values(before)) =
                told.get(&case.id.0).and_then(|change| back(change, &case.values))
            else {
                differing.insert(case.id);
                continue;
            };
            let may_have_it = |account: AccountId| users.contains(&(account, case.municipality));
            let refusals =
                CaseChange::between(&case.values, &before).refusals_of_return(&case, today, may_have_it);
            if !refusals.is_empty() {
                impossible.insert(case.id, refusals.into_iter().map(RowRefusal::from).collect());
            }
        }
        // Measures and contacts may be what they were, whatever the day. But nothing ends a measure in a case that has been
        // closed since, so that one that would go on in it does not come back.
        let told = batch.of(EntityKind::Measure);
        let cases: Vec<CaseId> = present.measures.iter().map(|record| record.case).collect();
        let cases = connection.edited_cases(scope, &cases).await?;
        let closed: BTreeMap<CaseId, NaiveDate> =
            cases.into_iter().filter_map(|case| Some((case.id, case.deregistered?))).collect();
        for MeasureRecord { case, measure, .. } in &present.measures {
            let Some(Back::Values(before)) =
                told.get(&measure.id.0).and_then(|change| back(change, &measure.values))
            else {
                continue;
            };
            let goes_on = |until: &&NaiveDate| before.period.end.is_none_or(|end| end > **until);
            if let Some(deregistered) = closed.get(case).filter(goes_on).copied() {
                let refusal = MeasureRefusal::CaseClosed { deregistered };
                impossible.insert(*case, vec![RowRefusal::Measure(refusal)]);
            }
        }
        let measures = present.measures.into_iter().filter(|MeasureRecord { measure, .. }| {
            told.get(&measure.id.0).and_then(|change| back(change, &measure.values)).is_none()
        });
        differing.extend(measures.map(|record| record.case));
        let told = batch.of(EntityKind::Contact);
        let contacts = present.contacts.into_iter().filter(|ContactRecord { contact, .. }| {
            told.get(&contact.id.0).and_then(|change| back(change, &contact.values)).is_none()
        });
        differing.extend(contacts.map(|record| record.contact.case));
    }
    if !differing.is_empty() {
        let cases = differing.into_iter().collect();
        return Err(UndoRefusal::Touched { by: String::new(), at: String::new(), cases }.into());
    }
    if !impossible.is_empty() {
        return Err(UndoRefusal::NoLongerAllowed { cases: impossible.into_iter().collect() }.into());
    }
    Ok(())
}

/// What has been brought back.
#[derive(Default)]
struct BroughtBack {
    done: Done,
    /// The things of which it has.
    things: HashSet<(EntityKind, i64)>,
}

/// Makes what a change that has been judged has changed what it was before. What is no longer there, or whose people have
/// become protected, stays as it is.
async fn bring_back(
    services: &Services,
    transaction: &mut OperationTransaction,
    scope: &Scope,
    job: &JobRecord,
    by: Worker<'_>,
) -> Result<BroughtBack, ServiceError> {
    let as_of = rows::as_of(services, transaction).await?;
    // To be asked before any of them is gone.
    let rows = transaction.changed_rows(job.id, job.kind).await?;
    let (mut things, mut brought_back) = (HashSet::new(), HashSet::new());
    let mut reading = Reading::of(transaction, job.id).await?;
    while let Some(batch) = reading.next(transaction).await? {
        let present = Present::of(transaction, scope, &batch).await?;
        let people: BTreeSet<PersonId> = (present.cases.iter().map(|case| case.person))
            .chain(present.measures.iter().map(|record| record.person))
            .chain(present.contacts.iter().map(|record| record.person))
            .collect();
        things.extend(present.cases.iter().map(|case| (EntityKind::Case, case.id.0)));
        things.extend(present.measures.iter().map(|record| (EntityKind::Measure, record.measure.id.0)));
        things.extend(present.contacts.iter().map(|record| (EntityKind::Contact, record.contact.id.0)));
        brought_back.extend(present.cases.iter().map(|case| case.id.0));
        brought_back.extend(present.measures.iter().map(|record| record.case.0));
        brought_back.extend(present.contacts.iter().map(|record| match job.kind.is_of_contacts() {
            true => record.contact.id.0,
            false => record.contact.case.0,
        }));
        write(transaction, &batch, present, by).await?;
        transaction.refresh_case_rows(&people.into_iter().collect::<Vec<_>>(), as_of).await?;
    }
    let mut done = Done::default();
    for (row, case) in rows {
        let outcome = if brought_back.contains(&row) { RowOutcome::Changed } else { RowOutcome::Gone };
        done.take(row, Some(case), outcome, Vec::new());
    }
    Ok(BroughtBack { done, things })
}

async fn write(
    transaction: &mut OperationTransaction,
    batch: &Batch,
    present: Present,
    by: Worker<'_>,
) -> Result<(), ServiceError> {
    let (name, at) = by.signature();
    let (told, mut cases) = (batch.of(EntityKind::Case), Vec::with_capacity(present.cases.len()));
    for case in &present.cases {
        match told.get(&case.id.0).and_then(|change| back(change, &case.values)) {
            Some(Back::Values(before)) => cases.push(case_write(case, before)),
            _ => return Err(ServiceError::Inconsistent),
        }
    }
    transaction.write_cases(&cases).await?;
    let (told, mut removed, mut written) = (batch.of(EntityKind::Measure), Vec::new(), Vec::new());
    for MeasureRecord { measure, .. } in present.measures {
        match told.get(&measure.id.0).and_then(|change| back(change, &measure.values)) {
            Some(Back::Removed) => removed.push((measure.id, measure.version)),
            Some(Back::Values(before)) => written.push((measure.id, measure.version, before)),
            None => return Err(ServiceError::Inconsistent),
        }
    }
    transaction.remove_measures(&removed).await?;
    transaction.write_measures(&written, name, at).await?;
    let (told, mut removed, mut written) = (batch.of(EntityKind::Contact), Vec::new(), Vec::new());
    for ContactRecord { contact, .. } in present.contacts {
        match told.get(&contact.id.0).and_then(|change| back(change, &contact.values)) {
            Some(Back::Removed) => removed.push((contact.id, contact.version)),
            Some(Back::Values(before)) => written.push((contact.id, contact.version, before)),
            None => return Err(ServiceError::Inconsistent),
        }
    }
    transaction.remove_contacts(&removed).await?;
    transaction.write_contacts(&written, name, at).await?;
    Ok(())
}

/// Tells the journal what has been brought back: the change, the other way round. Each municipality has its entry. Others
/// wait for the end of the journal from the first entry on, so it comes last.
async fn tell(
    transaction: &mut OperationTransaction,
    job: &JobRecord,
    by: JobId,
    things: &HashSet<(EntityKind, i64)>,
) -> Result<(), ServiceError> {
    let reason = format!("cases: undo of job {}; job {by}", job.id);
    transaction.is_about(None, reason.clone());
    let mut here: Option<Option<MunicipalityCode>> = None;
    let mut reading = Reading::of(transaction, job.id).await?;
    while let Some(Batch { municipality, changes }) = reading.next(transaction).await? {
        let told: Vec<Change> = changes
            .iter()
            .filter(|change| things.contains(&(change.entity, change.entity_id)))
            .filter_map(Change::taken_back)
            .collect();
        if told.is_empty() {
            continue;
        }
        if here.is_some_and(|here| here != municipality) {
            transaction.begin_next_entry(by).await?;
        }
        here = Some(municipality);
        transaction.is_about(municipality, reason.clone());
        transaction.record(&told).await?;
    }
    Ok(())
}
