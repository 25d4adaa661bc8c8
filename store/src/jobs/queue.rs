//! Who works on which job, and until when.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    id::{AccountId, JobId},
    job::{JobFailure, JobKind, JobState},
    language::Named,
};
use sqlx::AssertSqlSafe;

use super::report::{RowReport, insert_reports, rows_of};
use crate::{
    Connection, OperationTransaction, Store, StoreError, accounts::instant, db::on, dialect::Database,
    policies::named,
};

/// For how long a job has been over at most whose page may not yet say so.
const JUST: TimeDelta = TimeDelta::minutes(1);

/// A job that a worker has taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenJob {
    /// Which job.
    pub id: JobId,
    /// How many times in a row it has been begun without getting on, this one included.
    pub attempts: u64,
}

/// A job that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobThatEnded {
    /// Which job.
    pub id: JobId,
    /// Who asked for it.
    pub account: AccountId,
    /// What it does.
    pub kind: JobKind,
    /// How it ended.
    pub state: JobState,
    /// When it was asked for.
    pub begun: DateTime<Utc>,
    /// When it ended.
    pub ended: DateTime<Utc>,
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

    /// The jobs that have ended since an instant, in the order in which they were asked for.
    ///
    /// # Errors
    /// When the database refuses or holds an unknown code.
    pub async fn jobs_ended(&mut self, since: DateTime<Utc>) -> Result<Vec<JobThatEnded>, StoreError> {
        let sql = "SELECT id, account_id, kind, state, begun, ended FROM job WHERE ended >= $1 ORDER BY id";
        let rows: Vec<(i64, i64, String, String, i64, i64)> =
            on!(self, c => sqlx::query_as(sql).bind(since.timestamp_millis()).fetch_all(c).await?);
        let ended = |(id, account, kind, state, begun, ended): (i64, i64, String, String, i64, i64)| {
            Ok(JobThatEnded {
                id: JobId(id),
                account: AccountId(account),
                kind: named("job", &kind)?,
                state: named("job", &state)?,
                begun: instant(begun),
                ended: instant(ended),
            })
        };
        rows.into_iter().map(ended).collect()
    }
}

impl Store {
    /// Takes the first job that waits, or that another worker has held for too long, and holds it until an instant. That
    /// is counted at once, since whoever takes a job that it does not survive has no time for it later.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_job(
        &self,
        worker: &str,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
    ) -> Result<Option<TakenJob>, StoreError> {
        let mut writer = self.write_aside().await?;
        // Whoever holds a row of the queue is at work on that job, or about to be. On SQLite nobody else writes.
        let others = match writer.database() {
            Database::Sqlite => "",
            Database::Postgres => "FOR UPDATE SKIP LOCKED",
        };
        // Said twice, because whoever waited for another's row finds it as the other left it.
        let free = free("$2");
        let sql = format!(
            "UPDATE job SET state = 'running', worker = $1, lease_until = $3, attempts = attempts + 1 \
             WHERE {free} AND id = (SELECT id FROM job WHERE {free} ORDER BY id LIMIT 1 {others}) RETURNING id, attempts"
        );
        let taken: Option<(i64, i64)> = on!(writer, c => sqlx::query_as(AssertSqlSafe(sql)).bind(worker)
            .bind(now.timestamp_millis()).bind(lease_until.timestamp_millis()).fetch_optional(c).await?);
        Ok(taken.map(|(id, attempts)| TakenJob { id: JobId(id), attempts: attempts.unsigned_abs() }))
    }

    /// Lets go of a job, so that another worker may take it at once. That counts as no attempt.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn release_job(&self, id: JobId, worker: &str) -> Result<(), StoreError> {
        let sql = "UPDATE job SET lease_until = 0, attempts = attempts - 1 \
                   WHERE id = $1 AND worker = $2 AND state = 'running'";
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
        let sql = "UPDATE job SET lease_until = $3, attempts = attempts - $4 \
                   WHERE id = $1 AND worker = $2 AND state = 'running' RETURNING attempts";
        let mut writer = self.write_aside().await?;
        let attempts: Option<i64> = on!(writer, c => sqlx::query_scalar(sql).bind(id.0).bind(worker)
            .bind(until.timestamp_millis()).bind(i64::from(!counts)).fetch_optional(c).await?);
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
        failure: Option<JobFailure>,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE job SET state = $3, failure = $4, ended = $5, asked = NULL, packed = NULL \
                   WHERE id = $1 AND worker = $2 AND state = 'running'";
        let mut writer = self.write_aside().await?;
        let ended = on!(writer, c => sqlx::query(sql).bind(id.0).bind(worker).bind(state.code()).bind(failure.map(Named::code))
            .bind(at.timestamp_millis()).execute(c).await?.rows_affected());
        Ok(ended > 0)
    }

    /// Notes which rows stand in the way of a job that a worker holds.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn report_job(&self, id: JobId, worker: &str, reports: &[RowReport]) -> Result<(), StoreError> {
        let mut writer = self.write_aside().await?;
        let sql = insert_reports(
            &writer,
            "WHERE EXISTS (SELECT 1 FROM job WHERE id = $2 AND worker = $3 AND state = 'running') ON CONFLICT DO NOTHING",
        );
        let rows = rows_of(reports);
        on!(writer, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).bind(id.0).bind(worker).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Asks a job to stop: one that waits is over, one under way stops behind the part it is doing. That it was asked stays
    /// noted also where it came just too late; what has been over for longer, whoever asks has not seen.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn cancel_job(&self, id: JobId, at: DateTime<Utc>) -> Result<(), StoreError> {
        let sql = "UPDATE job SET cancel_asked = true, ended = CASE state WHEN 'queued' THEN $2 ELSE ended END, \
                   state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END, \
                   asked = CASE state WHEN 'queued' THEN NULL ELSE asked END, \
                   packed = CASE state WHEN 'queued' THEN NULL ELSE packed END \
                   WHERE id = $1 AND (ended IS NULL OR ended >= $3)";
        let mut writer = self.write_aside().await?;
        let just = (at - JUST).timestamp_millis();
        on!(writer, c => sqlx::query(sql).bind(id.0).bind(at.timestamp_millis()).bind(just).execute(c).await.map(drop)?);
        Ok(())
    }
}

impl OperationTransaction {
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
}
