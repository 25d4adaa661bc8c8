//! Bulk changes. Each is a job: a small one is done at once in one transaction, a large one waits for a worker, which
//! does it part by part, each in a transaction together with the note of how far it has come.
//!
//! | module | what lives there |
//! |---|---|
//! | here | asking for one, following it, stopping it |
//! | [`update`] | what a part of *Uppdatera aktivitetsansvar* does |
//! | [`worker`] | who does what waits |

pub mod update;
pub mod worker;

use std::collections::HashMap;

use chrono::TimeDelta;
use domain::{
    access::{Permission, Scope},
    case::change::{CaseChange, CaseField, CaseRefusal},
    clock::stockholm_time,
    id::{CaseId, JobId},
    job::{JobFailure, JobKind, JobState, OutcomeCounts, RowOutcome},
    language::Named,
    list::{CaseColumn, ListRow, Sort},
    operation::OperationKind,
};
use serde::{Deserialize, Serialize};
use store::{CaseReport, JobRecord, NewJob, OperationTransaction, Part};

use crate::{
    ServiceError, Services, cases,
    session::{Session, new_token},
};

/// How many rows are changed at once, while the user waits.
pub const MOST_AT_ONCE: usize = 500;
/// How many rows that were not changed a report names.
pub(crate) const MOST_REPORTED: u64 = 200;

/// What is asked for of one row, by somebody who has seen it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    /// Which case.
    pub case: CaseId,
    /// The version that was seen; the change is for no other (requirement K17).
    pub version: i64,
    /// What is to become of it.
    pub change: CaseChange,
}

/// *Uppdatera aktivitetsansvar*.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseUpdate {
    /// What is to become of each row that has nothing of its own below.
    pub all: CaseChange,
    /// What is to become of single rows.
    pub rows: Vec<RowChange>,
}

impl CaseUpdate {
    /// The fields that it is about.
    pub fn fields(&self) -> Vec<CaseField> {
        let changes = || self.rows.iter().map(|row| row.change).chain([self.all]);
        let is_about =
            |field: &CaseField| changes().any(|change| change.fields().any(|other| other == *field));
        CaseField::ALL.iter().copied().filter(is_about).collect()
    }
}

/// How far a job has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Which job.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// Who asked.
    pub by: String,
    /// When (Stockholm time).
    pub at: String,
    /// Whether it goes on.
    pub state: JobState,
    /// Why it ended before all was done.
    pub failure: Option<JobFailure>,
    /// On how many rows.
    pub total: u64,
    /// What became of those that are done.
    pub counts: OutcomeCounts,
    /// Whether somebody has asked it to stop.
    pub cancel_asked: bool,
    /// The job that it takes back.
    pub undoes: Option<JobId>,
    /// The job that takes it back.
    pub undone_by: Option<JobId>,
}

impl Progress {
    /// Whether there is anything to take back.
    pub const fn may_be_undone(&self) -> bool {
        // What an undo takes back may be gone, with the account that asked for it.
        let is_change = !matches!(self.kind, JobKind::Undo);
        self.state.is_over() && self.counts.changed > 0 && self.undone_by.is_none() && is_change
    }
}

impl From<JobRecord> for Progress {
    fn from(job: JobRecord) -> Self {
        Self {
            id: job.id,
            kind: job.kind,
            by: job.name,
            at: stockholm_time(job.begun),
            state: job.state,
            failure: job.failure,
            total: job.total,
            counts: job.counts,
            cancel_asked: job.cancel_asked,
            undoes: job.undoes,
            undone_by: job.undone_by,
        }
    }
}

/// A row that a job has not changed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedRow {
    /// Which case.
    pub case: CaseId,
    /// Whose, where the user sees it.
    pub title: Option<String>,
    /// What became of it.
    pub outcome: RowOutcome,
    /// Why, where it was refused.
    pub reasons: Vec<CaseRefusal>,
}

domain::private_debug!(ReportedRow, case, outcome, reasons);

/// Changes rows: at once when they are few, else as a job that waits for a worker. Rows that are not there or out of
/// reach are told of in the report, like those whose change is refused.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn start(
    services: &Services,
    session: &Session,
    rows: &[i64],
    update: &CaseUpdate,
) -> Result<JobId, ServiceError> {
    let cases = once(rows);
    if cases.len() > MOST_AT_ONCE {
        return queue_cases(services, session, &cases, update).await;
    }
    let scope = session.scope_for(Permission::EditCases)?;
    let kind = OperationKind::BulkCaseUpdate;
    let operation = services.operation(kind, session.actor(), session.only_municipality(), "");
    let mut transaction = services.store.operate(operation).await?;
    transaction.lock_register().await?;
    let (worker, fields) = (new_token()?, update.fields());
    let new = NewJob { fields: &fields, ..new_job(services, session, JobKind::UpdateCases, &cases) };
    let job = transaction.begin_job(&new, &worker).await?.ok_or(ServiceError::Inconsistent)?;
    let part = update::Part { job, scope: &scope, update, cases: &cases };
    let done = update::carry_out(services, &mut transaction, &part).await?;
    advance(services, &mut transaction, job, &worker, 0, &done, None).await?;
    transaction.commit().await?;
    Ok(job)
}

/// Lets a worker change rows, however few they are.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn queue(
    services: &Services,
    session: &Session,
    rows: &[i64],
    update: &CaseUpdate,
) -> Result<JobId, ServiceError> {
    queue_cases(services, session, &once(rows), update).await
}

async fn queue_cases(
    services: &Services,
    session: &Session,
    cases: &[CaseId],
    update: &CaseUpdate,
) -> Result<JobId, ServiceError> {
    session.scope_for(Permission::EditCases)?;
    let asked = serde_json::to_string(update).map_err(|_| ServiceError::Inconsistent)?;
    let new = new_job(services, session, JobKind::UpdateCases, cases);
    let new = NewJob { fields: &update.fields(), asked: &asked, ..new };
    services.store.queue_job(&new).await?.ok_or(ServiceError::Inconsistent)
}

/// The cases of some rows in order, each once.
fn once(rows: &[i64]) -> Vec<CaseId> {
    let mut cases: Vec<CaseId> = rows.iter().copied().map(CaseId).collect();
    cases.sort_unstable();
    cases.dedup();
    cases
}

pub(crate) fn new_job<'a>(
    services: &Services,
    session: &Session,
    kind: JobKind,
    cases: &'a [CaseId],
) -> NewJob<'a> {
    NewJob {
        kind,
        account: session.account,
        role_assignment: session.acting.id,
        municipality: session.only_municipality(),
        fields: &[],
        asked: "",
        cases,
        undoes: None,
        at: services.now(),
    }
}

/// What became of some cases.
#[derive(Clone, Debug, Default)]
pub(crate) struct Done {
    pub counts: OutcomeCounts,
    pub reports: Vec<CaseReport>,
}

/// Notes in its transaction that a part of a job is done, and for how long the worker holds it from now on; the last part
/// ends it.
pub(crate) async fn advance(
    services: &Services,
    transaction: &mut OperationTransaction,
    job: JobId,
    worker: &str,
    done_before: u64,
    done: &Done,
    goes_on: Option<TimeDelta>,
) -> Result<(), ServiceError> {
    let now = services.now();
    let part = Part {
        done_before,
        counts: done.counts,
        reports: &done.reports,
        lease_until: now + goes_on.unwrap_or_default(),
        ended: goes_on.is_none().then_some(now),
    };
    // Another worker has taken over: what this one has done must not last.
    if transaction.advance_job(job, worker, &part).await? { Ok(()) } else { Err(ServiceError::Busy) }
}

/// A job that the user may follow: their own, and as an administrator of its municipality another's.
pub(crate) async fn reached(
    services: &Services,
    session: &Session,
    id: JobId,
) -> Result<(JobRecord, Scope), ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let job = services.store.read().await?.job(id).await?.ok_or(ServiceError::NotFound)?;
    if scope.reaches_work(job.account, job.municipality) {
        Ok((job, scope))
    } else {
        Err(ServiceError::NotFound)
    }
}

/// How far a job has come.
///
/// # Errors
/// [`ServiceError::NotFound`] for a job of another's that the user does not administer, as for one that does not exist.
pub async fn progress(services: &Services, session: &Session, id: JobId) -> Result<Progress, ServiceError> {
    Ok(reached(services, session, id).await?.0.into())
}

/// The rows that a job has not changed though it was asked to, the first of them. That they are read stands in the
/// journal before they are answered.
///
/// # Errors
/// As [`progress`].
pub async fn report(
    services: &Services,
    session: &Session,
    id: JobId,
) -> Result<Vec<ReportedRow>, ServiceError> {
    let (job, _) = reached(services, session, id).await?;
    let reports = services.store.read().await?.job_report(job.id, MOST_REPORTED).await?;
    let cases: Vec<CaseId> = reports.iter().map(|report| report.case).collect();
    let mut titles = names(services, session, &cases).await?;
    let row = |report: CaseReport| ReportedRow {
        title: titles.remove(&report.case),
        case: report.case,
        outcome: report.outcome,
        reasons: report.reasons,
    };
    Ok(reports.into_iter().map(row).collect())
}

/// Whose cases are, of those that the user reaches. That they are read stands in the journal before they are answered.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn names(
    services: &Services,
    session: &Session,
    cases: &[CaseId],
) -> Result<HashMap<CaseId, String>, ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    if cases.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<i64> = cases.iter().map(|case| case.0).collect();
    let (unsorted, today) = (Sort::new([]), services.today());
    let mut connection = services.store.read_snapshot().await?;
    let read = connection.list_rows::<CaseColumn>(&scope, &ids, today).await?;
    let people = connection.list_order_among::<CaseColumn>(&scope, &unsorted, &ids, today).await?;
    drop(connection);
    if !people.is_empty() {
        cases::tell_of_rows(services, session, "cases: report", &people).await?;
    }
    Ok(read.iter().map(|row| (row.id, row.title())).collect())
}

/// Asks a job to stop. What is done stays done; one that waits does nothing, one under way stops behind the part it is
/// doing.
///
/// # Errors
/// As [`progress`].
pub async fn cancel(services: &Services, session: &Session, id: JobId) -> Result<(), ServiceError> {
    let (job, _) = reached(services, session, id).await?;
    Ok(services.store.cancel_job(job.id, services.now()).await?)
}
