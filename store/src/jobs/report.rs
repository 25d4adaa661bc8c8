//! How far a job has come, and what became of its rows.

use chrono::{DateTime, Utc};
use domain::{
    id::{CaseId, JobId},
    job::{OutcomeCounts, RowOutcome, RowRefusal},
    language::Named,
};
use sqlx::AssertSqlSafe;

use crate::{Connection, OperationTransaction, StoreError, db::on, dialect::JsonType, policies::named};

/// A row that was not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowReport {
    /// Which row.
    pub row: i64,
    /// The case that it is, or belongs to, where there is one.
    pub case: Option<CaseId>,
    /// What became of it.
    pub outcome: RowOutcome,
    /// Why, where it was refused.
    pub reasons: Vec<RowRefusal>,
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

impl Connection {
    /// Rows that a job has not changed though it was asked to, in the order of their identities.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn job_report(&mut self, id: JobId, limit: u64) -> Result<Vec<RowReport>, StoreError> {
        let sql = "SELECT row_id, case_id, outcome, reasons FROM job_row WHERE job_id = $1 ORDER BY row_id LIMIT $2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows: Vec<(i64, Option<i64>, String, String)> =
            on!(self, c => sqlx::query_as(sql).bind(id.0).bind(limit).fetch_all(c).await?);
        rows.into_iter()
            .map(|(row, case, outcome, reasons)| {
                let unreadable = |error: serde_json::Error| StoreError::Inconsistent(error.to_string());
                Ok(RowReport {
                    row,
                    case: case.map(CaseId),
                    outcome: named("outcome", &outcome)?,
                    reasons: serde_json::from_str(&reasons).map_err(unreadable)?,
                })
            })
            .collect()
    }
}

/// The statement that keeps reports, bound as the first parameter, of a job, bound as the second, on a condition.
pub(super) fn insert_reports(connection: &Connection, condition: &str) -> String {
    let reports = connection.database().rows(&[
        ("row_id", JsonType::Integer),
        ("case_id", JsonType::Integer),
        ("outcome", JsonType::Text),
        ("reasons", JsonType::Text),
    ]);
    format!(
        "INSERT INTO job_row (job_id, row_id, case_id, outcome, reasons) \
         SELECT $2, row_id, case_id, outcome, reasons FROM {reports} {condition}"
    )
}

/// Reports as they are bound.
pub(super) fn rows_of(reports: &[RowReport]) -> String {
    let rows = reports.iter().map(|report| {
        serde_json::json!({
            "row_id": report.row,
            "case_id": report.case.map(|case| case.0),
            "outcome": report.outcome.code(),
            "reasons": serde_json::json!(report.reasons).to_string(),
        })
    });
    serde_json::Value::from_iter(rows).to_string()
}

impl OperationTransaction {
    /// Notes that a part of a job has been done by the operation of this transaction. `false` when the worker does not
    /// hold the job any more, or it has come further: then nothing of the transaction may last. The attempts are counted
    /// anew, from this one on.
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
                   refused = refused + $7, conflict = conflict + $8, gone = gone + $9, lease_until = $10, attempts = 1, \
                   state = CASE WHEN CAST($11 AS BIGINT) IS NULL THEN state ELSE 'done' END, ended = $11, \
                   asked = CASE WHEN CAST($11 AS BIGINT) IS NULL THEN asked END, \
                   packed = CASE WHEN CAST($11 AS BIGINT) IS NULL THEN packed END \
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
        self.note_entry(id).await?;
        if !part.reports.is_empty() {
            let (sql, rows) = (insert_reports(self, "WHERE true"), rows_of(part.reports));
            on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).bind(id.0).execute(c).await.map(drop)?);
        }
        Ok(true)
    }

    /// Closes what the journal has been told of a job so far as an entry of its own, and begins the next: so each
    /// municipality's log tells what was done there, and nothing else.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_next_entry(&mut self, id: JobId) -> Result<(), StoreError> {
        self.note_entry(id).await?;
        self.journal.begin_next(&mut self.connection).await
    }

    /// Notes that the entry of the journal is one of a job's.
    async fn note_entry(&mut self, id: JobId) -> Result<(), StoreError> {
        let operation = self.id().0;
        let sql = "INSERT INTO job_operation (operation_id, job_id) VALUES ($1, $2)";
        on!(self, c => sqlx::query(sql).bind(operation).bind(id.0).execute(c).await.map(drop)?);
        Ok(())
    }
}
