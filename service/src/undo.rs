//! Taking a bulk change back as a whole, from what the journal tells of it (requirement K16): as a change of its own,
//! refused when something later has touched any of its cases.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use domain::{
    access::Scope,
    case::change::{CaseChange, CaseField, CaseValues, EditedCase},
    id::{AccountId, CaseId, JobId},
    job::{JobKind, RowOutcome, UndoRefusal},
    language::{Language, Message},
    municipality::MunicipalityCode,
    operation::{Actor, ChangeKind, EntityKind, Operation, OperationKind},
};
use serde_json::{Map, Value};
use store::{ChangedCases, Connection, JobRecord, LaterChanges, NewJob, OperationTransaction, StoreError};

use crate::{
    ServiceError, Services, fields,
    jobs::{
        self, Done, MOST_AT_ONCE, Progress, reached,
        update::{self, Writing},
    },
    session::{Session, new_token},
};

/// How many changes are read from the journal at a time.
const BATCH: i64 = 2000;
/// How many cases a change has at most whose values are read before it is asked whether to take it back.
const MOST_PLANNED: u64 = MOST_AT_ONCE as u64;

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
    // Of a large change, whoever takes it back finds out what its values stand in the way of.
    let found = match job.counts.changed {
        0..=MOST_PLANNED => plan(&mut connection, services.today(), &scope, &job).await.map(drop),
        _ => check(&mut connection, &scope, &job).await,
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
/// may no longer be what it was, or it has been taken back already;
/// [`ServiceError::NotFound`] when the user has neither made the change nor administers its municipality.
pub async fn undo(services: &Services, session: &Session, id: JobId) -> Result<JobId, UndoFailure> {
    let asked = Asked::check(services, session, id).await?;
    if asked.cases.len() > MOST_AT_ONCE {
        return asked.queue(services, session).await;
    }
    let Asked { job, scope, cases } = asked;
    let new = new_job(services, session, &job, &cases);
    let operation = operation(services, session.actor(), session.only_municipality());
    let mut transaction = services.store.operate(operation).await?;
    transaction.lock_register().await?;
    let worker = new_token()?;
    let by = transaction.begin_job(&new, &worker).await?.ok_or(UndoRefusal::AlreadyUndone)?;
    carry_out(services, transaction, &scope, &job, by, &worker).await?;
    Ok(by)
}

/// Lets a worker take a bulk change back, however few its rows are.
///
/// # Errors
/// As [`undo`]; what happens before the worker comes to it, it finds itself.
pub async fn queue(services: &Services, session: &Session, id: JobId) -> Result<JobId, UndoFailure> {
    Asked::check(services, session, id).await?.queue(services, session).await
}

/// A change that is to be taken back, and could be when it was looked at.
struct Asked {
    job: JobRecord,
    scope: Scope,
    cases: Vec<CaseId>,
}

impl Asked {
    async fn check(services: &Services, session: &Session, id: JobId) -> Result<Self, UndoFailure> {
        let (job, scope) = reached(services, session, id).await?;
        let mut connection = services.store.read_snapshot().await?;
        let plan = plan(&mut connection, services.today(), &scope, &job).await?;
        Ok(Self { job, scope, cases: plan.into_keys().collect() })
    }

    async fn queue(self, services: &Services, session: &Session) -> Result<JobId, UndoFailure> {
        let new = new_job(services, session, &self.job, &self.cases);
        // Somebody who clicked at the same time may have been first.
        Ok(services.store.queue_job(&new).await?.ok_or(UndoRefusal::AlreadyUndone)?)
    }
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
    let plan = plan(&mut transaction, services.today(), scope, &job).await?;
    let (mut done, mut writing) = (Done::default(), Writing::default());
    for (case, planned) in plan {
        match planned {
            Some((edited, before)) => {
                done.take(case, RowOutcome::Changed, Vec::new());
                writing.take(&edited, before);
            }
            None => done.take(case, RowOutcome::Gone, Vec::new()),
        }
    }
    let reason = format!("cases: undo of job {}; job {by}", job.id);
    writing.write(services, &mut transaction, by, &reason).await?;
    jobs::advance(services, &mut transaction, by, worker, 0, &done, None).await?;
    Ok(transaction.commit().await?)
}

/// The cases of a change with what they held before; without, where they are no longer there or have become protected.
type Plan = BTreeMap<CaseId, Option<(EditedCase, CaseValues)>>;

/// What a change has done to the fields of a case.
struct Recorded {
    before: Map<String, Value>,
    after: Map<String, Value>,
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

async fn plan(
    connection: &mut Connection,
    today: NaiveDate,
    scope: &Scope,
    job: &JobRecord,
) -> Result<Plan, UndoFailure> {
    check(connection, scope, job).await?;
    let recorded = recorded(connection, job.id).await?;
    let ids: Vec<CaseId> = recorded.keys().copied().collect();
    let mut present = HashMap::new();
    let mut caseworkers = HashSet::new();
    for batch in ids.chunks(BATCH.unsigned_abs() as usize) {
        let found = connection.edited_cases(scope, batch).await?;
        caseworkers.extend(update::caseworkers(connection, &found).await?);
        present.extend(found.into_iter().map(|case| (case.id, case)));
    }
    let mut plan = Plan::new();
    let (mut differing, mut impossible, mut reasons) = (Vec::new(), Vec::new(), Vec::new());
    for (case, recorded) in recorded {
        let Some(edited) = present.remove(&case) else {
            plan.insert(case, None);
            continue;
        };
        let Some(before) = back(&edited.values, &recorded) else {
            differing.push(case);
            continue;
        };
        let may_have_it = |account: AccountId| caseworkers.contains(&(account, edited.municipality));
        let refusals =
            CaseChange::between(&edited.values, &before).refusals_of_return(&edited, today, may_have_it);
        if !refusals.is_empty() {
            impossible.push(case);
            reasons.extend(refusals);
        }
        plan.insert(case, Some((edited, before)));
    }
    if !differing.is_empty() {
        return Err(UndoRefusal::Touched { by: String::new(), at: String::new(), cases: differing }.into());
    }
    if !impossible.is_empty() {
        reasons.sort_unstable();
        reasons.dedup();
        return Err(UndoRefusal::NoLongerAllowed { reasons, cases: impossible }.into());
    }
    Ok(plan)
}

/// What a case held before, if it holds now what the change left.
fn back(present: &CaseValues, recorded: &Recorded) -> Option<CaseValues> {
    let mut values = fields::fields(present);
    if recorded.after.iter().any(|(name, value)| values.get(name) != Some(value)) {
        return None;
    }
    values.extend(recorded.before.clone());
    serde_json::from_value(Value::Object(values)).ok()
}

/// What the journal tells of the cases that a job has changed. Those of erased people are gone.
async fn recorded(
    connection: &mut Connection,
    job: JobId,
) -> Result<BTreeMap<CaseId, Recorded>, ServiceError> {
    let mut recorded = BTreeMap::new();
    let object = |text: Option<String>| serde_json::from_str::<Map<String, Value>>(&text?).ok();
    for operation in connection.job_operations(job).await? {
        let mut from = 0;
        loop {
            let changes = connection.changes_of_operation(operation, from, BATCH).await?;
            let Some((last, _)) = changes.last() else { break };
            from = last + 1;
            for (_, change) in changes {
                if change.entity == EntityKind::Case
                    && change.kind == ChangeKind::Changed
                    && let (Some(before), Some(after)) = (object(change.before), object(change.after))
                {
                    recorded.insert(CaseId(change.entity_id), Recorded { before, after });
                }
            }
        }
    }
    Ok(recorded)
}
