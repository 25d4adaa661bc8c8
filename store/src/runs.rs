//! The runs that have been.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{PersonId, RunId},
    municipality::MunicipalityCode,
    text::search_key,
};
use sqlx::AssertSqlSafe;

use crate::{OperationTransaction, StoreError, db::on, dialect::JsonType};

/// A run of one municipality, as it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinishedRun {
    /// The job's name.
    pub job: &'static str,
    /// Where.
    pub municipality: MunicipalityCode,
    /// The business date.
    pub date: NaiveDate,
    /// When it began.
    pub started: DateTime<Utc>,
    /// When it ended.
    pub finished: DateTime<Utc>,
    /// How many people were examined, protected ones not counted.
    pub examined: u64,
    /// People whose facts contradict each other, with the code of the contradiction and whether they are protected.
    pub errors: Vec<(PersonId, &'static str, bool)>,
}

impl OperationTransaction {
    /// Begins a run; [`OperationTransaction::finish_run`] tells how it ended.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_run(
        &mut self,
        job: &str,
        municipality: MunicipalityCode,
        date: NaiveDate,
        started: DateTime<Utc>,
    ) -> Result<RunId, StoreError> {
        let sql = "INSERT INTO run (job, municipality, business_date, started, finished, succeeded, examined, errors, actor, \
                   actor_search) VALUES ($1, $2, $3, $4, $4, false, 0, 0, $5, $6) RETURNING id";
        let actor = self.journal.actor().name().to_owned();
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(job).bind(municipality.as_str()).bind(date)
            .bind(started.timestamp_millis()).bind(&actor).bind(search_key(&actor)).fetch_one(c).await?);
        Ok(RunId(id))
    }

    /// Tells how a run ended.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn finish_run(&mut self, id: RunId, run: &FinishedRun) -> Result<(), StoreError> {
        let shown_errors = run.errors.iter().filter(|(_, _, protected)| !protected).count();
        let sql = "UPDATE run SET finished = $2, succeeded = true, examined = $3, errors = $4 WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(id.0).bind(run.finished.timestamp_millis())
            .bind(i64::try_from(run.examined).unwrap_or(i64::MAX)).bind(i64::try_from(shown_errors).unwrap_or(i64::MAX))
            .execute(c).await.map(drop)?);
        let sql = format!(
            "INSERT INTO run_error (run_id, person_id, code) SELECT $2, person_id, code FROM {} WHERE true",
            self.database().rows(&[("person_id", JsonType::Integer), ("code", JsonType::Text)])
        );
        let errors = run
            .errors
            .iter()
            .map(|(person, code, _)| serde_json::json!({ "person_id": person.0, "code": code }));
        let errors = serde_json::Value::from_iter(errors).to_string();
        on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(errors).bind(id.0).execute(c).await.map(drop)?);
        Ok(())
    }
}
