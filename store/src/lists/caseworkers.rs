//! The caseworkers to choose from.

use domain::{
    access::Scope,
    municipality::{MunicipalityCode, municipalities},
};
use sqlx::AssertSqlSafe;

use crate::{Connection, StoreError, db::on};

impl Connection {
    /// The names of the caseworkers of the cases within a scope.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn caseworkers(&mut self, scope: &Scope) -> Result<Vec<String>, StoreError> {
        let Some(sql) = sql(scope) else { return Ok(Vec::new()) };
        let names: Vec<(String, Vec<u8>)> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).fetch_all(c).await?);
        Ok(names.into_iter().map(|(name, _)| name).collect())
    }
}

/// The statement, unless nobody is reached. It goes from each caseworker of a municipality to the next in
/// `case_row_by_caseworker`: to look at every case for the few names that all of them share takes a third of a second of
/// a region's million.
fn sql(scope: &Scope) -> Option<String> {
    let codes: Vec<MunicipalityCode> = match scope.municipalities() {
        Some(reached) => reached.iter().copied().collect(),
        None => municipalities().map(|municipality| municipality.code).collect(),
    };
    let marks: &[&str] = if scope.includes_protected() { &["FALSE", "TRUE"] } else { &["FALSE"] };
    let reached: Vec<String> =
        codes.iter().flat_map(|code| marks.iter().map(move |mark| format!("('{code}', {mark})"))).collect();
    if reached.is_empty() {
        return None;
    }
    let next = |after: &str, order: &str| {
        format!(
            "(SELECT n.case_id FROM case_row n WHERE n.municipality = f.municipality AND n.protected = f.protected \
             AND {after} ORDER BY {order} LIMIT 1)"
        )
    };
    let (by_key, by_name) = ("n.caseworker_key, n.caseworker", "n.caseworker");
    let first = next("n.caseworker_key IS NOT NULL", by_key);
    let namesake = next("n.caseworker_key = r.caseworker_key AND n.caseworker > r.caseworker", by_name);
    let other = next("n.caseworker_key > r.caseworker_key", by_key);
    // A row is looked up by a column, and not by what is found in the same breath: PostgreSQL would not use the index for
    // that, since it cannot tell whether looking tells of a row that it holds back.
    Some(format!(
        "WITH RECURSIVE reached(municipality, protected) AS (VALUES {}), \
         found(municipality, protected, case_id) AS ( \
         SELECT f.municipality, f.protected, {first} FROM reached f \
         UNION ALL SELECT f.municipality, f.protected, coalesce({namesake}, {other}) \
         FROM found f JOIN case_row r ON r.case_id = f.case_id) \
         SELECT DISTINCT r.caseworker, r.caseworker_key FROM found f JOIN case_row r ON r.case_id = f.case_id \
         ORDER BY r.caseworker_key",
        reached.join(", ")
    ))
}
