//! Bulk changes. Each is a job: a small one is done at once in one transaction, a large one waits for a worker, which
//! does it part by part, each in a transaction together with the note of how far it has come.
//!
//! | module | what lives there |
//! |---|---|
//! | here | asking for one, following it, stopping it |
//! | [`asked`] | what can be asked of many rows |
//! | [`part`] | what a part of a job does |
//! | [`worker`] | who does what waits |

pub mod asked;
pub(crate) mod part;
pub mod worker;

use std::collections::HashMap;

use chrono::TimeDelta;
use domain::{
    access::{Permission, Scope},
    clock::stockholm_time,
    id::{CaseId, JobId},
    job::{JobFailure, JobKind, JobState, OutcomeCounts, RowOutcome, RowRefusal},
    list::{CaseColumn, ListRow, Sort},
    operation::EntityKind,
    text::sort_key,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{JobRecord, NewJob, OperationTransaction, Part as Noted, RowReport};

pub use asked::{Asked, CaseUpdate, Measures, RowChange, RowMeasure};
pub(crate) use part::{Done, Part};

use crate::{
    ServiceError, Services, cases,
    casework::{Casework, Worker},
    session::{Session, new_token},
};

/// How many rows are changed at once, while the user waits.
pub const MOST_AT_ONCE: usize = 500;
/// How many rows that were not changed a report names.
pub(crate) const MOST_REPORTED: u64 = 200;

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
    /// The address that it was asked from, or empty: only whoever asked is led back there.
    pub asked_from: String,
    /// The token of what they had filled in, if that is kept.
    pub draft: Option<String>,
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
            asked_from: job.asked_from,
            draft: job.draft,
        }
    }
}

/// A row that a job has not changed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedRow {
    /// Which row.
    pub row: i64,
    /// The case that it is or belongs to, where there is one.
    pub case: Option<CaseId>,
    /// Whose, where the user sees it.
    pub title: Option<String>,
    /// What became of it.
    pub outcome: RowOutcome,
    /// Why, where it was refused.
    pub reasons: Vec<RowRefusal>,
}

domain::private_debug!(ReportedRow, row, case, outcome);

/// The form that a job is asked for by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin<'a> {
    /// Its address, to lead back to; empty where there is none.
    pub address: &'a str,
    /// What the form was drawn with ([`session::form_token`]); empty where asking twice does no harm.
    pub form_token: &'a str,
}

impl Origin<'_> {
    /// What is the same when the same form is posted again with the same in it; whoever has changed something asks for
    /// something else.
    fn once(self, rows: &[i64], asked: &str) -> Option<String> {
        let rows: Vec<u8> = rows.iter().flat_map(|row| row.to_le_bytes()).collect();
        let digest = || Sha256::new().chain_update(self.form_token).chain_update(rows).chain_update(asked);
        (!self.form_token.is_empty()).then(|| hex::encode(digest().finalize()))
    }
}

/// Does what is asked of rows: at once when they are few, else as a job that waits for a worker. Rows that are not there or
/// out of reach are told of in the report, like those to which it cannot be done. The same form posted twice is answered
/// with the job that it has asked for.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn start(
    services: &Services,
    session: &Session,
    rows: &[i64],
    asked: &Asked,
    origin: Origin<'_>,
) -> Result<JobId, ServiceError> {
    let rows = each_once(rows);
    if rows.len() > MOST_AT_ONCE {
        return queue_rows(services, session, &rows, asked, origin).await;
    }
    let written = serde_json::to_string(asked).map_err(|_| ServiceError::Inconsistent)?;
    let once = origin.once(&rows, &written);
    let scope = session.scope_for(Permission::EditCases)?;
    let operation = services.operation(asked.operation(), session.actor(), session.only_municipality(), "");
    let mut transaction = services.store.operate(operation).await?;
    transaction.lock_register().await?;
    let (worker, fields) = (new_token()?, asked.fields());
    let new = new_job(services, session, asked.kind(), &rows);
    let new = NewJob { fields: &fields, once: once.as_deref(), asked_from: origin.address, ..new };
    let Some(job) = transaction.begin_job(&new, &worker).await? else {
        drop(transaction);
        return asked_before(services, &new).await;
    };
    let mut work = Casework::within(services, transaction, scope).await?;
    let part = Part { job, account: session.account, asked, rows: &rows };
    let done = part::carry_out(&mut work, &part, Worker::now(services, session)).await?;
    advance(services, work.reading().1, job, &worker, 0, &done, None).await?;
    work.commit().await?;
    Ok(job)
}

/// Lets a worker do what is asked of rows, however few they are.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn queue(
    services: &Services,
    session: &Session,
    rows: &[i64],
    asked: &Asked,
) -> Result<JobId, ServiceError> {
    queue_rows(services, session, &each_once(rows), asked, Origin::default()).await
}

async fn queue_rows(
    services: &Services,
    session: &Session,
    rows: &[i64],
    asked: &Asked,
    origin: Origin<'_>,
) -> Result<JobId, ServiceError> {
    session.scope_for(Permission::EditCases)?;
    let written = serde_json::to_string(asked).map_err(|_| ServiceError::Inconsistent)?;
    let once = origin.once(rows, &written);
    let (fields, new) = (asked.fields(), new_job(services, session, asked.kind(), rows));
    let new =
        NewJob { fields: &fields, asked: &written, once: once.as_deref(), asked_from: origin.address, ..new };
    match services.store.queue_job(&new).await? {
        Some(job) => Ok(job),
        None => asked_before(services, &new).await,
    }
}

/// The job that has been asked for with the same.
async fn asked_before(services: &Services, new: &NewJob<'_>) -> Result<JobId, ServiceError> {
    let once = new.once.ok_or(ServiceError::Inconsistent)?;
    let before =
        services.store.read(&Scope::of_the_system()).await?.job_asked_once(new.account, once).await?;
    before.ok_or(ServiceError::Inconsistent)
}

/// Notes under which token it is kept what had been filled in where a job was asked for, to be opened again with the rows
/// that the job has refused.
///
/// # Errors
/// [`ServiceError::NotFound`] for a job that the user has not asked for.
pub async fn keep_draft(
    services: &Services,
    session: &Session,
    id: JobId,
    token: &str,
) -> Result<(), ServiceError> {
    let (job, _) = reached(services, session, id).await?;
    if job.account != session.account {
        return Err(ServiceError::NotFound);
    }
    Ok(services.store.keep_draft_of_job(id, token).await?)
}

/// Rows in order, each once.
fn each_once(rows: &[i64]) -> Vec<i64> {
    let mut rows = rows.to_vec();
    rows.sort_unstable();
    rows.dedup();
    rows
}

pub(crate) fn new_job<'a>(
    services: &Services,
    session: &Session,
    kind: JobKind,
    rows: &'a [i64],
) -> NewJob<'a> {
    NewJob {
        kind,
        account: session.account,
        acting_in: session.acting.id,
        municipality: session.only_municipality(),
        fields: &[],
        asked: "",
        rows,
        undoes: None,
        once: None,
        asked_from: "",
        at: services.now(),
    }
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
    let part = Noted {
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
    let job = services.store.read(&scope).await?.job(id).await?.ok_or(ServiceError::NotFound)?;
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
    let (job, _) = reached(services, session, id).await?;
    let is_own = job.account == session.account;
    let progress = Progress::from(job);
    Ok(if is_own { progress } else { Progress { asked_from: String::new(), draft: None, ..progress } })
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
    let reports = services.store.read(&session.scope()).await?.job_report(job.id, MOST_REPORTED).await?;
    let cases: Vec<CaseId> = reports.iter().filter_map(|report| report.case).collect();
    let titles = names(services, session, &cases).await?;
    let row = |report: RowReport| ReportedRow {
        title: report.case.and_then(|case| titles.get(&case).cloned()),
        row: report.row,
        case: report.case,
        outcome: report.outcome,
        reasons: report.reasons,
    };
    let mut rows: Vec<ReportedRow> = reports.into_iter().map(row).collect();
    // As they stand in a list by name; those whose nobody may know come last.
    rows.sort_by_cached_key(|row| {
        (row.title.is_none(), row.title.as_deref().map(|title| sort_key(title, usize::MAX)))
    });
    Ok(rows)
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
    let mut connection = services.store.read_snapshot(&scope).await?;
    let read = connection.list_rows::<CaseColumn>(&scope, &ids, today).await?;
    let people = connection.list_order_among::<CaseColumn>(&scope, &unsorted, &ids, today).await?;
    drop(connection);
    if !people.is_empty() {
        cases::tell_of_rows(services, session, EntityKind::Case, "cases: report", &people).await?;
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
