//! Carrying out a plan: cases opened, cases closed with their measures.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    coverage::Explanation,
    id::{CaseId, RunId},
    language::Named,
    municipality::MunicipalityCode,
};
use sqlx::AssertSqlSafe;

use super::{ClosedCase, OpenedCase};
use crate::{OperationTransaction, StoreError, db::on, dialect::JsonType};

impl OperationTransaction {
    /// Opens cases and returns their identities in the same order.
    ///
    /// # Errors
    /// When the database refuses, for instance because somebody has an open case already.
    pub async fn open_cases(
        &mut self,
        municipality: MunicipalityCode,
        date: NaiveDate,
        run: Option<RunId>,
        opened: &[OpenedCase],
    ) -> Result<Vec<CaseId>, StoreError> {
        let sql = format!(
            "INSERT INTO activity_case (person_id, municipality, registered, origin, entered, occupation, notes, \
             opened_because, opened_run, version) \
             SELECT person_id, $2, $3, 'run', $3, 'unknown', '', because, $4, 1 FROM {} WHERE true RETURNING id, person_id",
            self.database().rows(&[("person_id", JsonType::Integer), ("because", JsonType::Text)])
        );
        let rows = opened
            .iter()
            .map(|case| {
                let because = explanation_json(&case.explanation)?;
                Ok(serde_json::json!({ "person_id": case.person.0, "because": because }))
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        let rows = serde_json::Value::from(rows).to_string();
        let made: Vec<(i64, i64)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(rows).bind(municipality.as_str())
            .bind(date).bind(run.map(|run| run.0)).fetch_all(c).await?);
        let by_person: BTreeMap<i64, i64> = made.into_iter().map(|(id, person)| (person, id)).collect();
        opened
            .iter()
            .map(|case| {
                by_person.get(&case.person.0).map(|id| CaseId(*id)).ok_or_else(|| {
                    StoreError::Inconsistent("a case that was opened has no identity".to_owned())
                })
            })
            .collect()
    }

    /// Closes cases together with their measures.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close_cases(
        &mut self,
        date: NaiveDate,
        run: Option<RunId>,
        closed: &[ClosedCase],
    ) -> Result<(), StoreError> {
        let database = self.database();
        let sql = format!(
            "UPDATE activity_case SET deregistered = $2, reason = r.reason, closed_because = r.because, closed_run = $3, \
             version = version + 1 FROM {} WHERE activity_case.id = r.id AND activity_case.deregistered IS NULL",
            database.rows(&[
                ("id", JsonType::Integer),
                ("reason", JsonType::Text),
                ("because", JsonType::Text)
            ])
        );
        let rows = closed
            .iter()
            .map(|case| {
                let because = explanation_json(&case.explanation)?;
                Ok(serde_json::json!({ "id": case.case.0, "reason": case.reason.code(), "because": because }))
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        let rows = serde_json::Value::from(rows).to_string();
        on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).bind(date).bind(run.map(|run| run.0)).execute(c).await.map(drop)?);
        let measures: Vec<serde_json::Value> = closed
            .iter()
            .flat_map(|case| &case.measures)
            .map(|measure| serde_json::json!({ "id": measure.id.0, "new_end": measure.new_end }))
            .collect();
        if !measures.is_empty() {
            let sql = format!(
                "UPDATE measure SET closed_with_case = $2, end_date = coalesce(r.new_end, measure.end_date), \
                 version = measure.version + 1 FROM {} \
                 WHERE measure.id = r.id",
                database.rows(&[("id", JsonType::Integer), ("new_end", JsonType::Date)])
            );
            let measures = serde_json::Value::from(measures).to_string();
            on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(measures).bind(date).execute(c).await.map(drop)?);
        }
        Ok(())
    }
}

fn explanation_json(explanation: &Explanation) -> Result<String, StoreError> {
    serde_json::to_string(explanation).map_err(|error| StoreError::Inconsistent(error.to_string()))
}
