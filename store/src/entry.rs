//! Registering by hand: who is known already, what a new case holds besides, and whom the population register is to be asked for.

use domain::{
    access::Scope, case::change::CaseValues, civic_number::CivicNumber, id::CaseId, language::Named,
    municipality::MunicipalityCode,
};
use sqlx::AssertSqlSafe;

use crate::{
    Candidate, CandidateId, Connection, OperationTransaction, StoreError, db::on, population::civic_number,
    scope,
};

impl Connection {
    /// What the rules know of whoever has or has had a number, with the person's cases in a municipality.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn known_person(
        &mut self,
        scope: &Scope,
        municipality: MunicipalityCode,
        number: CivicNumber,
    ) -> Result<Option<Candidate>, StoreError> {
        // Whoever has the number comes before whoever has had it.
        let sql = "SELECT id FROM (SELECT 0 AS place, id FROM person WHERE civic_number = $1 \
                   UNION ALL SELECT 1 AS place, person_id AS id FROM former_number WHERE civic_number = $1) found \
                   ORDER BY place LIMIT 1";
        let id: Option<i64> =
            on!(self, c => sqlx::query_scalar(sql).bind(number.to_string()).fetch_optional(c).await?);
        let Some(id) = id else { return Ok(None) };
        Ok(self.candidate_facts(scope, municipality, &[CandidateId(id)]).await?.pop())
    }

    /// The numbers of those with an open case who were entered by hand and of whom the population register has told
    /// nothing yet, in the order in which they were entered.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn numbers_without_answer(&mut self, scope: &Scope) -> Result<Vec<CivicNumber>, StoreError> {
        let sql = format!(
            "SELECT p.civic_number FROM person p WHERE p.entered_by_hand AND NOT p.answered AND {} \
             AND EXISTS (SELECT 1 FROM activity_case a WHERE a.person_id = p.id AND a.deregistered IS NULL) \
             ORDER BY p.id",
            scope::of_people(self.database(), scope, "$1")
        );
        let numbers: Vec<String> = on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .fetch_all(c).await?);
        numbers.iter().map(|number| civic_number(number)).collect()
    }
}

impl OperationTransaction {
    /// Sets what a case that has just been entered holds besides its date and its occupation. It is still the first
    /// version that anybody sees.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn complete_entered_case(
        &mut self,
        case: CaseId,
        values: &CaseValues,
        notes: &str,
    ) -> Result<(), StoreError> {
        let sql =
            "UPDATE activity_case SET caseworker_id = $2, living_outside = $3, notes = $4 WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(case.0).bind(values.caseworker.map(|account| account.0))
            .bind(values.living_outside.map(Named::code)).bind(notes).execute(c).await.map(drop)?);
        Ok(())
    }
}
