//! Jobs: work on many rows at once, of which each part is done in a transaction of its own together with the note of how
//! far the job has come. So a job that is interrupted, however that happens, goes on exactly where it was.
//!
//! What is asked for says much of people, so it is kept only until the job is over.
//!
//! | module | what lives there |
//! |---|---|
//! | here | a job as it is asked for and as it is stored |
//! | [`queue`] | who works on which job, and until when |
//! | [`report`] | how far a job has come, and what became of its rows |
//! | [`undone`] | what has to be known before a job is taken back |

mod queue;
mod report;
mod undone;

use chrono::{DateTime, Utc};
use domain::{
    case::change::CaseField,
    id::{AccountId, GrantId, JobId},
    job::{JobFailure, JobKind, JobState, OutcomeCounts},
    language::Named,
    list::selection::pack,
    municipality::MunicipalityCode,
};

use crate::{
    Connection, OperationTransaction, Store, StoreError,
    accounts::instant,
    db::on,
    policies::{municipality, named, optional_named},
    selections::{stored, unpacked},
};
pub use queue::{JobThatEnded, TakenJob};
pub use report::{Part, RowReport};
pub use undone::{ChangedCases, LaterChanges};

/// A job to be made.
#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    /// What it does.
    pub kind: JobKind,
    /// Who asks.
    pub account: AccountId,
    /// In which role.
    pub acting_in: GrantId,
    /// The municipality of a role that reaches just one.
    pub municipality: Option<MunicipalityCode>,
    /// Which fields it is about.
    pub fields: &'a [CaseField],
    /// What is asked for, as JSON.
    pub asked: &'a str,
    /// Of which rows, in the order of their identities.
    pub rows: &'a [i64],
    /// The job that it takes back.
    pub undoes: Option<JobId>,
    /// What is the same when the same is asked again by mistake; then there is no second job.
    pub once: Option<&'a str>,
    /// The address that it is asked from, or empty.
    pub asked_from: &'a str,
    /// When it is asked for.
    pub at: DateTime<Utc>,
}

/// A job as stored, without what is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRecord {
    /// Which job.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// Who asked.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// Whether the account may still be used.
    pub active: bool,
    /// In which role, if they still have it.
    pub acting_in: Option<GrantId>,
    /// The municipality of a role that reached just one.
    pub municipality: Option<MunicipalityCode>,
    /// Which fields it is about.
    pub fields: Vec<CaseField>,
    /// On how many rows.
    pub total: u64,
    /// How far it has come.
    pub state: JobState,
    /// Why it ended before all was done.
    pub failure: Option<JobFailure>,
    /// What became of the rows that are done.
    pub counts: OutcomeCounts,
    /// Whether somebody has asked it to stop.
    pub cancel_asked: bool,
    /// When it was asked for.
    pub begun: DateTime<Utc>,
    /// When it was over.
    pub ended: Option<DateTime<Utc>>,
    /// The job that it takes back.
    pub undoes: Option<JobId>,
    /// The job that takes it back, unless that failed.
    pub undone_by: Option<JobId>,
    /// The address that it was asked from, or empty.
    pub asked_from: String,
    /// The token of what had been filled in there, if that is kept.
    pub draft: Option<String>,
}

/// What a job has to do.
#[derive(Clone, PartialEq, Eq)]
pub struct JobWork {
    /// What is asked for, as JSON.
    pub asked: String,
    /// Of which rows, in the order in which they are worked on.
    pub rows: Vec<i64>,
}

domain::private_debug!(JobWork);

#[derive(sqlx::FromRow)]
struct JobRow {
    id: i64,
    kind: String,
    account_id: i64,
    name: String,
    active: bool,
    grant_id: Option<i64>,
    municipality: Option<String>,
    fields: String,
    total: i64,
    state: String,
    failure: Option<String>,
    changed: i64,
    unchanged: i64,
    refused: i64,
    conflict: i64,
    gone: i64,
    cancel_asked: bool,
    begun: i64,
    ended: Option<i64>,
    undoes: Option<i64>,
    undone_by: Option<i64>,
    asked_from: String,
    draft: Option<String>,
}

const INSERT: &str = "INSERT INTO job (kind, account_id, grant_id, municipality, fields, asked, packed, total, \
    state, done, changed, unchanged, refused, conflict, gone, cancel_asked, begun, worker, lease_until, attempts, undoes, \
    once, asked_from) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, 0, 0, 0, false, $10, $11, 0, 0, $12, $13, $14) \
    ON CONFLICT DO NOTHING RETURNING id";

/// Makes a job; of one that a worker does at once, nothing that is asked for needs to be kept.
async fn insert(
    connection: &mut Connection,
    job: &NewJob<'_>,
    at_once: Option<&str>,
) -> Result<Option<JobId>, StoreError> {
    let (state, asked, packed) = match at_once {
        Some(_) => (JobState::Running, None, None),
        None => (JobState::Queued, Some(job.asked), Some(pack(job.rows.iter().copied()))),
    };
    let fields: Vec<&str> = job.fields.iter().map(|field| field.code()).collect();
    let id: Option<i64> = on!(connection, c => sqlx::query_scalar(INSERT).bind(job.kind.code()).bind(job.account.0)
        .bind(job.acting_in.0).bind(job.municipality.as_ref().map(MunicipalityCode::as_str)).bind(fields.join(" "))
        .bind(asked).bind(packed).bind(stored(job.rows.len())).bind(state.code()).bind(job.at.timestamp_millis())
        .bind(at_once).bind(job.undoes.map(|undone| undone.0)).bind(job.once).bind(job.asked_from)
        .fetch_optional(c).await?);
    Ok(id.map(JobId))
}

impl Connection {
    /// A job, whosever it is.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn job(&mut self, id: JobId) -> Result<Option<JobRecord>, StoreError> {
        let sql = "SELECT j.id, j.kind, j.account_id, a.name, a.active, j.grant_id, j.municipality, j.fields, \
                   j.total, j.state, j.failure, j.changed, j.unchanged, j.refused, j.conflict, j.gone, j.cancel_asked, \
                   j.begun, j.ended, j.undoes, j.asked_from, j.draft, (SELECT max(u.id) FROM job u WHERE u.undoes = j.id \
                   AND u.state NOT IN ('failed', 'cancelled')) AS undone_by \
                   FROM job j JOIN account a ON a.id = j.account_id WHERE j.id = $1";
        let row: Option<JobRow> = on!(self, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await?);
        row.map(|row| {
            Ok(JobRecord {
                id: JobId(row.id),
                kind: named("job kind", &row.kind)?,
                account: AccountId(row.account_id),
                name: row.name,
                active: row.active,
                acting_in: row.grant_id.map(GrantId),
                municipality: row.municipality.as_deref().map(municipality).transpose()?,
                fields: row
                    .fields
                    .split_whitespace()
                    .map(|code| named("field", code))
                    .collect::<Result<_, _>>()?,
                total: row.total.unsigned_abs(),
                state: named("job state", &row.state)?,
                failure: optional_named("job failure", row.failure.as_deref())?,
                counts: OutcomeCounts {
                    changed: row.changed.unsigned_abs(),
                    unchanged: row.unchanged.unsigned_abs(),
                    refused: row.refused.unsigned_abs(),
                    conflict: row.conflict.unsigned_abs(),
                    gone: row.gone.unsigned_abs(),
                },
                cancel_asked: row.cancel_asked,
                begun: instant(row.begun),
                ended: row.ended.map(instant),
                undoes: row.undoes.map(JobId),
                undone_by: row.undone_by.map(JobId),
                asked_from: row.asked_from,
                draft: row.draft,
            })
        })
        .transpose()
    }

    /// The job that an account has asked for with the same.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn job_asked_once(
        &mut self,
        account: AccountId,
        once: &str,
    ) -> Result<Option<JobId>, StoreError> {
        let sql =
            "SELECT id FROM job WHERE account_id = $1 AND once = $2 AND state NOT IN ('failed', 'cancelled')";
        let id: Option<i64> =
            on!(self, c => sqlx::query_scalar(sql).bind(account.0).bind(once).fetch_optional(c).await?);
        Ok(id.map(JobId))
    }

    /// What a job has to do; `None` once it is over.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn job_work(&mut self, id: JobId) -> Result<Option<JobWork>, StoreError> {
        let sql = "SELECT asked, packed FROM job WHERE id = $1 AND asked IS NOT NULL AND packed IS NOT NULL";
        let found: Option<(String, Vec<u8>)> =
            on!(self, c => sqlx::query_as(sql).bind(id.0).fetch_optional(c).await?);
        let work = |(asked, packed): (String, Vec<u8>)| Ok(JobWork { asked, rows: unpacked(&packed)? });
        found.map(work).transpose()
    }
}

impl Store {
    /// Puts a job in the queue; `None` when it would take back what is taken back already, or has been asked for.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn queue_job(&self, job: &NewJob<'_>) -> Result<Option<JobId>, StoreError> {
        insert(&mut self.write_aside().await?, job, None).await
    }

    /// Notes under which token it is kept what had been filled in where a job was asked for.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn keep_draft_of_job(&self, id: JobId, token: &str) -> Result<(), StoreError> {
        let mut writer = self.write_aside().await?;
        on!(writer, c => sqlx::query("UPDATE job SET draft = $2 WHERE id = $1").bind(id.0).bind(token)
            .execute(c).await.map(drop)?);
        Ok(())
    }
}

impl OperationTransaction {
    /// Makes a job that is done within the transaction; `None` when it would take back what is taken back already, or has
    /// been asked for.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_job(&mut self, job: &NewJob<'_>, worker: &str) -> Result<Option<JobId>, StoreError> {
        insert(self, job, Some(worker)).await
    }
}
