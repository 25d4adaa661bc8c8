//! Jobs: work on many rows at once, of which each part is done in a transaction of its own together with the note of how
//! far the job has come. So a job that is interrupted, however that happens, goes on exactly where it was.
//!
//! Whoever works on a job holds it for a while and says so with each part; when it falls silent, another takes over.

use chrono::{DateTime, Utc};
use domain::{
    case::change::CaseRefusal,
    id::{AccountId, CaseId, JobId, OperationId},
    job::{JobKind, JobState, OutcomeCounts, RowOutcome},
    language::Named,
    list::selection::pack,
    municipality::MunicipalityCode,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, Store, StoreError,
    accounts::instant,
    db::on,
    dialect::{Database, JsonType},
    policies::{municipality, named},
    selections::{stored, unpacked},
};

/// A job to be made.
#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    /// What it does.
    pub kind: JobKind,
    /// Who asks.
    pub account: AccountId,
    /// In which role.
    pub role_assignment: i64,
    /// The municipality of a role that reaches just one.
    pub municipality: Option<MunicipalityCode>,
    /// What is asked for, as JSON.
    pub asked: &'a str,
    /// On which rows.
    pub rows: &'a [i64],
    /// The job that it takes back.
    pub undoes: Option<JobId>,
    /// When it is asked for.
    pub at: DateTime<Utc>,
}

/// A job as stored, without its rows.
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
    pub role_assignment: Option<i64>,
    /// The municipality of a role that reached just one.
    pub municipality: Option<MunicipalityCode>,
    /// What was asked for, as JSON.
    pub asked: String,
    /// On how many rows.
    pub total: u64,
    /// How far it has come.
    pub state: JobState,
    /// The code of the error that ended it.
    pub failure: Option<String>,
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
}

/// A row that was not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowReport {
    /// Which case.
    pub case: CaseId,
    /// What became of it.
    pub outcome: RowOutcome,
    /// Why, where it was refused.
    pub reasons: Vec<CaseRefusal>,
}

/// How a part of a job is noted.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// How many rows were done before it.
    pub done_before: u64,
    /// What became of its rows.
    pub counts: OutcomeCounts,
    /// Its rows that were not changed.
    pub reports: &'a [RowReport],
    /// Until when the worker holds the job from now on.
    pub lease_until: DateTime<Utc>,
    /// When the job is over with it.
    pub ended: Option<DateTime<Utc>>,
}

/// Something later that has touched a row of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaterChange {
    /// Which case.
    pub case: CaseId,
    /// By whom.
    pub actor: String,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct JobRow {
    id: i64,
    kind: String,
    account_id: i64,
    name: String,
    active: bool,
    role_assignment_id: Option<i64>,
    municipality: Option<String>,
    asked: String,
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
}

const INSERT: &str = "INSERT INTO job (kind, account_id, role_assignment_id, municipality, asked, packed, total, state, \
    done, changed, unchanged, refused, conflict, gone, cancel_asked, begun, worker, lease_until, attempts, undoes) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, 0, 0, 0, false, $9, $10, 0, 0, $11) ON CONFLICT DO NOTHING RETURNING id";

async fn insert(
    connection: &mut Connection,
    job: &NewJob<'_>,
    state: JobState,
    worker: Option<&str>,
) -> Result<Option<JobId>, StoreError> {
    let id: Option<i64> = on!(connection, c => sqlx::query_scalar(INSERT).bind(job.kind.code()).bind(job.account.0)
        .bind(job.role_assignment).bind(job.municipality.as_ref().map(MunicipalityCode::as_str)).bind(job.asked)
        .bind(pack(job.rows.iter().copied())).bind(stored(job.rows.len())).bind(state.code())
        .bind(job.at.timestamp_millis()).bind(worker).bind(job.undoes.map(|undone| undone.0)).fetch_optional(c).await?);
    Ok(id.map(JobId))
}

/// The condition that nobody works on a job at the instant of a parameter.
fn free(parameter: &str) -> String {
    format!("(state = 'queued' OR state = 'running' AND lease_until <= {parameter})")
}

impl Connection {
    /// Whether there is a job that nobody works on.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn is_job_free(&mut self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let sql = format!("SELECT count(*) FROM job WHERE state IN ('queued', 'running') AND {}", free("$1"));
        let count: i64 = on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(now.timestamp_millis()).fetch_one(c).await?);
        Ok(count > 0)
    }

    /// A job, whosever it is.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn job(&mut self, id: JobId) -> Result<Option<JobRecord>, StoreError> {
        let sql = "SELECT j.id, j.kind, j.account_id, a.name, a.active, j.role_assignment_id, j.municipality, j.asked, \
                   j.total, j.state, j.failure, j.changed, j.unchanged, j.refused, j.conflict, j.gone, j.cancel_asked, \
                   j.begun, j.ended, j.undoes, (SELECT max(u.id) FROM job u WHERE u.undoes = j.id \
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
                role_assignment: row.role_assignment_id,
                municipality: row.municipality.as_deref().map(municipality).transpose()?,
                asked: row.asked,
                total: row.total.unsigned_abs(),
                state: named("job state", &row.state)?,
                failure: row.failure,
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
            })
        })
        .transpose()
    }

    /// The rows of a job, in the order they are worked on.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn job_rows(&mut self, id: JobId) -> Result<Vec<i64>, StoreError> {
        let packed: Option<Vec<u8>> = on!(self, c => sqlx::query_scalar("SELECT packed FROM job WHERE id = $1")
            .bind(id.0).fetch_optional(c).await?);
        packed.map_or_else(|| Ok(Vec::new()), |packed| unpacked(&packed))
    }

    /// Rows that a job has not changed though it was asked to, in the order of their identities.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn job_report(&mut self, id: JobId, limit: u64) -> Result<Vec<RowReport>, StoreError> {
        let sql = "SELECT row_id, outcome, reasons FROM job_row WHERE job_id = $1 ORDER BY row_id LIMIT $2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows: Vec<(i64, String, String)> =
            on!(self, c => sqlx::query_as(sql).bind(id.0).bind(limit).fetch_all(c).await?);
        rows.into_iter()
            .map(|(row, outcome, reasons)| {
                let reasons = reasons.split_whitespace().map(|code| named("reason", code));
                Ok(RowReport {
                    case: CaseId(row),
                    outcome: named("outcome", &outcome)?,
                    reasons: reasons.collect::<Result<_, _>>()?,
                })
            })
            .collect()
    }

    /// The entries of the journal that a job has made, in their order.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn job_operations(&mut self, id: JobId) -> Result<Vec<OperationId>, StoreError> {
        let sql = "SELECT o.id FROM job_operation j JOIN operation o ON o.id = j.operation_id WHERE j.job_id = $1 \
                   ORDER BY o.position";
        let ids: Vec<i64> = on!(self, c => sqlx::query_scalar(sql).bind(id.0).fetch_all(c).await?);
        Ok(ids.into_iter().map(OperationId).collect())
    }

    /// What has happened since to the cases that a job has changed, the latest first, each change of each case.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn later_changes(&mut self, id: JobId) -> Result<Vec<LaterChange>, StoreError> {
        let sql = "SELECT c.entity_id, o.actor, o.at FROM job_operation j JOIN operation mine ON mine.id = j.operation_id \
                   JOIN operation_change m ON m.operation_id = mine.id \
                   JOIN operation_change c ON c.person_id = m.person_id AND c.entity = m.entity \
                   AND c.entity_id = m.entity_id AND c.kind <> 'read' \
                   JOIN operation o ON o.id = c.operation_id AND o.position > mine.position \
                   WHERE j.job_id = $1 ORDER BY o.position DESC, c.ordinal";
        let rows: Vec<(i64, String, i64)> =
            on!(self, c => sqlx::query_as(sql).bind(id.0).fetch_all(c).await?);
        Ok(rows
            .into_iter()
            .map(|(case, actor, at)| LaterChange { case: CaseId(case), actor, at: instant(at) })
            .collect())
    }
}

impl Store {
    /// Puts a job in the queue; `None` when it would take back what is taken back already.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn queue_job(&self, job: &NewJob<'_>) -> Result<Option<JobId>, StoreError> {
        insert(&mut self.write_aside().await?, job, JobState::Queued, None).await
    }

    /// Takes the first job that waits, or that another worker has held for too long, and holds it until an instant.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_job(
        &self,
        worker: &str,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
    ) -> Result<Option<JobId>, StoreError> {
        let mut writer = self.write_aside().await?;
        // Whoever holds a row of the queue is at work on that job, or about to be. On SQLite nobody else writes.
        let others = match writer.database() {
            Database::Sqlite => "",
            Database::Postgres => "FOR UPDATE SKIP LOCKED",
        };
        // Said twice, because whoever waited for another's row finds it as the other left it.
        let free = free("$2");
        let sql = format!(
            "UPDATE job SET state = 'running', worker = $1, lease_until = $3 \
             WHERE {free} AND id = (SELECT id FROM job WHERE {free} ORDER BY id LIMIT 1 {others}) RETURNING id"
        );
        let id: Option<i64> = on!(writer, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(worker)
            .bind(now.timestamp_millis()).bind(lease_until.timestamp_millis()).fetch_optional(c).await?);
        Ok(id.map(JobId))
    }

    /// Lets go of a job, so that another worker may take it at once.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn release_job(&self, id: JobId, worker: &str) -> Result<(), StoreError> {
        let sql = "UPDATE job SET lease_until = 0 WHERE id = $1 AND worker = $2 AND state = 'running'";
        let mut writer = self.write_aside().await?;
        on!(writer, c => sqlx::query(sql).bind(id.0).bind(worker).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Lets go of a job that could not be gone on with, until an instant, so that those behind it have their turn. Returns
    /// how many times in a row that has been so, those apart that do not count; `None` when the worker did not hold it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn put_off_job(
        &self,
        id: JobId,
        worker: &str,
        until: DateTime<Utc>,
        counts: bool,
    ) -> Result<Option<u64>, StoreError> {
        let sql = "UPDATE job SET lease_until = $3, attempts = attempts + $4 \
                   WHERE id = $1 AND worker = $2 AND state = 'running' RETURNING attempts";
        let mut writer = self.write_aside().await?;
        let attempts: Option<i64> = on!(writer, c => sqlx::query_scalar(sql).bind(id.0).bind(worker)
            .bind(until.timestamp_millis()).bind(i64::from(counts)).fetch_optional(c).await?);
        Ok(attempts.map(i64::unsigned_abs))
    }

    /// Ends a job that a worker holds before all is done. Returns whether it still held it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_job(
        &self,
        id: JobId,
        worker: &str,
        state: JobState,
        failure: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE job SET state = $3, failure = $4, ended = $5 WHERE id = $1 AND worker = $2 AND state = 'running'";
        let mut writer = self.write_aside().await?;
        let ended = on!(writer, c => sqlx::query(sql).bind(id.0).bind(worker).bind(state.code()).bind(failure)
            .bind(at.timestamp_millis()).execute(c).await?.rows_affected());
        Ok(ended > 0)
    }

    /// Asks a job to stop: one that waits is over, one under way stops behind the part it is doing. That it was asked stays
    /// noted also where it came too late.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn cancel_job(&self, id: JobId, at: DateTime<Utc>) -> Result<(), StoreError> {
        let sql = "UPDATE job SET cancel_asked = true, ended = CASE state WHEN 'queued' THEN $2 ELSE ended END, \
                   state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END \
                   WHERE id = $1";
        let mut writer = self.write_aside().await?;
        on!(writer, c => sqlx::query(sql).bind(id.0).bind(at.timestamp_millis()).execute(c).await.map(drop)?);
        Ok(())
    }
}

impl OperationTransaction {
    /// Makes a job that is done within the transaction; `None` when it would take back what is taken back already.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_job(&mut self, job: &NewJob<'_>, worker: &str) -> Result<Option<JobId>, StoreError> {
        insert(self, job, JobState::Running, Some(worker)).await
    }

    /// Holds a job until the transaction ends, however long that takes: nobody else takes it meanwhile. `false` when the
    /// worker does not hold it any more.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn hold_job(&mut self, id: JobId, worker: &str) -> Result<bool, StoreError> {
        // What is written is locked.
        let sql = "UPDATE job SET worker = worker WHERE id = $1 AND worker = $2 AND state = 'running'";
        let held = on!(self, c => sqlx::query(sql).bind(id.0).bind(worker).execute(c).await?.rows_affected());
        Ok(held > 0)
    }

    /// Notes that a part of a job has been done by the operation of this transaction. `false` when the worker does not
    /// hold the job any more, or it has come further: then nothing of the transaction may last.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn advance_job(
        &mut self,
        id: JobId,
        worker: &str,
        part: &Part<'_>,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE job SET done = done + $4, changed = changed + $5, unchanged = unchanged + $6, \
                   refused = refused + $7, conflict = conflict + $8, gone = gone + $9, lease_until = $10, attempts = 0, \
                   state = CASE WHEN CAST($11 AS BIGINT) IS NULL THEN state ELSE 'done' END, ended = $11 \
                   WHERE id = $1 AND worker = $2 AND done = $3 AND state = 'running'";
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let counts = part.counts;
        let held = on!(self, c => sqlx::query(sql).bind(id.0).bind(worker).bind(number(part.done_before))
            .bind(number(counts.total())).bind(number(counts.changed)).bind(number(counts.unchanged))
            .bind(number(counts.refused)).bind(number(counts.conflict)).bind(number(counts.gone))
            .bind(part.lease_until.timestamp_millis()).bind(part.ended.map(|at| at.timestamp_millis()))
            .execute(c).await?.rows_affected());
        if held == 0 {
            return Ok(false);
        }
        let operation = self.id().0;
        let sql = "INSERT INTO job_operation (operation_id, job_id) VALUES ($1, $2)";
        on!(self, c => sqlx::query(sql).bind(operation).bind(id.0).execute(c).await.map(drop)?);
        if !part.reports.is_empty() {
            let sql = format!(
                "INSERT INTO job_row (job_id, row_id, outcome, reasons) SELECT $2, row_id, outcome, reasons FROM {} WHERE true",
                self.database().rows(&[
                    ("row_id", JsonType::Integer),
                    ("outcome", JsonType::Text),
                    ("reasons", JsonType::Text)
                ])
            );
            let rows = part.reports.iter().map(|report| {
                let reasons: Vec<&str> = report.reasons.iter().map(|reason| reason.code()).collect();
                serde_json::json!({
                    "row_id": report.case.0,
                    "outcome": report.outcome.code(),
                    "reasons": reasons.join(" "),
                })
            });
            let rows = serde_json::Value::from_iter(rows).to_string();
            on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).bind(id.0).execute(c).await.map(drop)?);
        }
        Ok(true)
    }
}
