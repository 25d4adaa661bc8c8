//! Taking a bulk change back as a whole, from what the journal tells of it (requirement K16): as a change of its own,
//! refused when something later has touched any of its cases.

mod recorded;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;
use domain::{
    access::Scope,
    case::change::{CaseChange, CaseField},
    id::{AccountId, CaseId, JobId},
    job::{JobKind, RowOutcome, UndoRefusal},
    language::{Language, Message},
    municipality::MunicipalityCode,
    operation::{Actor, Change, Operation, OperationKind},
};
use store::{ChangedCases, Connection, JobRecord, LaterChanges, NewJob, OperationTransaction, StoreError};

use crate::{
    ServiceError, Services,
    jobs::{self, Done, MOST_AT_ONCE, Progress, reached, update},
    rows,
    session::{Session, new_token},
};
use recorded::{Batch, Reading};

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

/// Tells what taking a bulk change back would do. Nothing is changed.
///
/// # Errors
/// [`ServiceError::NotFound`] when the user has neither made the change nor administers its municipality.
pub async fn preview(services: &Services, session: &Session, id: JobId) -> Result<UndoPreview, ServiceError> {
    let (job, scope) = reached(services, session, id).await?;
    let mut connection = services.store.read_snapshot().await?;
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
    let mut connection = services.store.read_snapshot().await?;
    judge(&mut connection, services.today(), &scope, &job).await?;
    let cases = connection.changed_case_ids(id).await?;
    drop(connection);
    let new = new_job(services, session, &job, &cases);
    let operation = operation(services, session.actor(), session.only_municipality());
    let mut transaction = services.store.operate(operation).await?;
    transaction.lock_register().await?;
    let worker = new_token()?;
    let by = transaction.begin_job(&new, &worker).await?.ok_or(UndoRefusal::AlreadyUndone)?;
    carry_out(services, transaction, &scope, &job, by, &worker).await?;
    Ok(by)
}

/// Lets a worker take a bulk change back, however few its rows are. Whether the cases may be what they were, it finds
/// itself.
///
/// # Errors
/// As [`undo`], but for what the values of the cases stand in the way of.
pub async fn queue(services: &Services, session: &Session, id: JobId) -> Result<JobId, UndoFailure> {
    let (job, scope) = reached(services, session, id).await?;
    let mut connection = services.store.read_snapshot().await?;
    check(&mut connection, &scope, &job).await?;
    let cases = connection.changed_case_ids(id).await?;
    drop(connection);
    let new = new_job(services, session, &job, &cases);
    // Somebody who clicked at the same time may have been first.
    Ok(services.store.queue_job(&new).await?.ok_or(UndoRefusal::AlreadyUndone)?)
}

/// Whether a change has more cases than a user waits for: then their values are for a worker to look at.
const fn is_large(job: &JobRecord) -> bool {
    job.counts.changed > MOST_AT_ONCE as u64
}

fn new_job<'a>(
    services: &Services,
    session: &Session,
    undone: &'a JobRecord,
    cases: &'a [CaseId],
) -> NewJob<'a> {
    let new = jobs::new_job(services, session, JobKind::Undo, cases);
    NewJob { fields: &undone.fields, undoes: Some(undone.id), ..new }
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
    let mut transaction = services.store.operate(operation(services, actor, by.municipality)).await?;
    // It is one part, which may take longer than a worker may be silent.
    if !transaction.hold_job(by.id, worker).await? {
        return Err(ServiceError::Busy.into());
    }
    transaction.lock_register().await?;
    let job = transaction.job(undone).await?.ok_or(ServiceError::NotFound)?;
    carry_out(services, transaction, scope, &job, by.id, worker).await
}

async fn carry_out(
    services: &Services,
    mut transaction: OperationTransaction,
    scope: &Scope,
    job: &JobRecord,
    by: JobId,
    worker: &str,
) -> Result<(), UndoFailure> {
    // By itself, this job has taken the other back.
    let job = JobRecord { undone_by: job.undone_by.filter(|other| *other != by), ..job.clone() };
    judge(&mut transaction, services.today(), scope, &job).await?;
    let done = bring_back(services, &mut transaction, scope, &job).await?;
    tell(&mut transaction, &job, by, &done).await?;
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
        let present = connection.edited_cases(scope, &batch.ids()).await?;
        let caseworkers = update::caseworkers(connection, &present).await?;
        for edited in present {
            let Some(before) = batch.back(edited.id, &edited.values) else {
                differing.insert(edited.id);
                continue;
            };
            let may_have_it = |account: AccountId| caseworkers.contains(&(account, edited.municipality));
            let refusals =
                CaseChange::between(&edited.values, &before).refusals_of_return(&edited, today, may_have_it);
            if !refusals.is_empty() {
                impossible.insert(edited.id, refusals);
            }
        }
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

/// Gives the cases of a change that has been judged what they held before. Those that are no longer there or have become
/// protected stay as they are.
async fn bring_back(
    services: &Services,
    transaction: &mut OperationTransaction,
    scope: &Scope,
    job: &JobRecord,
) -> Result<Done, ServiceError> {
    let as_of = rows::as_of(services, transaction).await?;
    let mut done = Done::default();
    let mut reading = Reading::of(transaction, job.id).await?;
    while let Some(batch) = reading.next(transaction).await? {
        let present = transaction.edited_cases(scope, &batch.ids()).await?;
        let there: HashSet<CaseId> = present.iter().map(|case| case.id).collect();
        for case in batch.ids().into_iter().filter(|case| !there.contains(case)) {
            done.take(case, RowOutcome::Gone, Vec::new());
        }
        let mut writes = Vec::with_capacity(present.len());
        for edited in &present {
            let before = batch.back(edited.id, &edited.values).ok_or(ServiceError::Inconsistent)?;
            writes.push(update::write(edited, before));
            done.take(edited.id, RowOutcome::Changed, Vec::new());
        }
        transaction.write_cases(&writes).await?;
        let people: BTreeSet<_> = present.iter().map(|case| case.person).collect();
        transaction.refresh_case_rows(&people.into_iter().collect::<Vec<_>>(), as_of).await?;
    }
    Ok(done)
}

/// Tells the journal what has been brought back: the change, the other way round. Each municipality has its entry. Others
/// wait for the end of the journal from the first entry on, so it comes last.
async fn tell(
    transaction: &mut OperationTransaction,
    job: &JobRecord,
    by: JobId,
    done: &Done,
) -> Result<(), ServiceError> {
    let gone: HashSet<CaseId> = done.reports.iter().map(|report| report.case).collect();
    let reason = format!("cases: undo of job {}; job {by}", job.id);
    transaction.is_about(None, reason.clone());
    let mut here: Option<Option<MunicipalityCode>> = None;
    let mut reading = Reading::of(transaction, job.id).await?;
    while let Some(Batch { municipality, changes }) = reading.next(transaction).await? {
        let brought_back = changes.into_iter().filter(|(case, _)| !gone.contains(case));
        let told: Vec<Change> = brought_back
            .map(|(_, change)| Change { before: change.after, after: change.before, ..change })
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
