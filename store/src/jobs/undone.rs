//! What has to be known before a job is taken back: what it has changed, and what has happened since.

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    id::{CaseId, JobId, OperationId},
    job::JobKind,
    municipality::MunicipalityCode,
};
use sqlx::AssertSqlSafe;

use crate::{Connection, StoreError, accounts::instant, db::on, policies::municipality, scope};

/// How many of the cases there still are that a job has changed or changed something of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedCases {
    /// All that are there.
    pub there: u64,
    /// Those of them within a scope.
    pub reached: u64,
    /// Those of them in a municipality that the scope does not reach.
    pub elsewhere: u64,
}

/// What has happened since to the cases that a job has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaterChanges {
    /// By whom the last time.
    pub actor: String,
    /// When the last time.
    pub at: DateTime<Utc>,
    /// To which cases, in the order of their identities, each once.
    pub cases: Vec<CaseId>,
}

/// The cases `a` of people `p` that the entries `mine` of a job, bound as a parameter, have changed or changed something of,
/// as `m`. Of a measure or a contact that is gone, nobody knows the case; it is told as the person's latest one there.
fn changed(parameter: &str) -> String {
    format!(
        "job_operation j JOIN operation mine ON mine.id = j.operation_id AND j.job_id = {parameter} \
         JOIN operation_change m ON m.operation_id = j.operation_id AND m.kind <> 'read' \
         LEFT JOIN measure x ON m.entity = 'measure' AND x.id = m.entity_id \
         LEFT JOIN contact t ON m.entity = 'contact' AND t.id = m.entity_id \
         JOIN activity_case a ON a.id = CASE m.entity WHEN 'case' THEN m.entity_id ELSE coalesce(x.case_id, t.case_id, \
         (SELECT max(b.id) FROM activity_case b WHERE b.person_id = m.person_id AND b.municipality = mine.municipality)) END \
         JOIN person p ON p.id = a.person_id"
    )
}

impl Connection {
    /// The entries of the journal that a job has made, municipality by municipality, each with that.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn job_operations(
        &mut self,
        id: JobId,
    ) -> Result<Vec<(OperationId, Option<MunicipalityCode>)>, StoreError> {
        let sql = "SELECT o.id, o.municipality FROM job_operation j JOIN operation o ON o.id = j.operation_id \
                   WHERE j.job_id = $1 ORDER BY o.municipality, o.position";
        let rows: Vec<(i64, Option<String>)> =
            on!(self, c => sqlx::query_as(sql).bind(id.0).fetch_all(c).await?);
        rows.into_iter()
            .map(|(id, code)| Ok((OperationId(id), code.as_deref().map(municipality).transpose()?)))
            .collect()
    }

    /// Those of the rows that a job of a kind has changed which there still are, in the order of their identities, each with
    /// its case.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn changed_rows(&mut self, id: JobId, kind: JobKind) -> Result<Vec<(i64, CaseId)>, StoreError> {
        let row = if kind.is_of_contacts() { "m.entity_id" } else { "a.id" };
        let sql =
            format!("SELECT DISTINCT {row} AS changed_row, a.id FROM {} ORDER BY changed_row", changed("$1"));
        let rows: Vec<(i64, i64)> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(id.0).fetch_all(c).await?);
        Ok(rows.into_iter().map(|(row, case)| (row, CaseId(case))).collect())
    }

    /// How many of the cases that a job has changed there still are, and how many of them a scope reaches.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn changed_cases(&mut self, scope: &Scope, id: JobId) -> Result<ChangedCases, StoreError> {
        let database = self.database();
        let within = scope::of_cases(database, scope, "$1");
        let there = scope::condition(database, scope, "a.municipality", "false", "$1");
        let sql = format!(
            "SELECT count(DISTINCT a.id), count(DISTINCT CASE WHEN {within} THEN a.id END), \
             count(DISTINCT CASE WHEN {there} THEN NULL ELSE a.id END) FROM {}",
            changed("$2")
        );
        let (there, reached, elsewhere): (i64, i64, i64) = on!(self, c => sqlx::query_as(AssertSqlSafe(sql))
            .bind(scope::bind(scope)).bind(id.0).fetch_one(c).await?);
        let [there, reached, elsewhere] = [there, reached, elsewhere].map(i64::unsigned_abs);
        Ok(ChangedCases { there, reached, elsewhere })
    }

    /// What has happened since, reading apart, to what a job has changed of cases that a scope reaches; `None` when nothing
    /// has. The measures of a case hang together, so that what happens to one has touched all of them.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn later_changes(
        &mut self,
        scope: &Scope,
        id: JobId,
    ) -> Result<Option<LaterChanges>, StoreError> {
        let within = scope::of_cases(self.database(), scope, "$1");
        let changed = changed("$2");
        let sql = format!(
            "SELECT a.id, max(o.position) FROM {changed} \
             JOIN operation_change c ON c.person_id = m.person_id AND c.entity = m.entity AND c.kind <> 'read' \
             JOIN operation o ON o.id = c.operation_id AND o.position > mine.position \
             LEFT JOIN measure y ON c.entity = 'measure' AND y.id = c.entity_id \
             WHERE {within} AND (c.entity_id = m.entity_id OR c.entity = 'measure' AND o.municipality = mine.municipality \
             AND (y.id IS NULL OR y.case_id = a.id)) GROUP BY a.id ORDER BY a.id"
        );
        let later: Vec<(i64, i64)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(id.0).fetch_all(c).await?);
        let Some(last) = later.iter().map(|(_, position)| *position).max() else { return Ok(None) };
        let sql = "SELECT actor, at FROM operation WHERE position = $1";
        let (actor, at): (String, i64) = on!(self, c => sqlx::query_as(sql).bind(last).fetch_one(c).await?);
        let cases = later.into_iter().map(|(case, _)| CaseId(case)).collect();
        Ok(Some(LaterChanges { actor, at: instant(at), cases }))
    }
}
