//! What the register as of a date is made of: the cases of a municipality as they are known now, and what has been done to
//! them since.

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    case::{CaseFact, DeregistrationReason},
    civic_number::CivicNumber,
    id::PersonId,
    municipality::MunicipalityCode,
    operation::Change,
    person::Name,
    placement::PlacementFact,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, StoreError,
    accounts::instant,
    db::on,
    journal::RecordedRow,
    policies::optional_named,
    population::{NameRow, civic_number},
    register::CaseFactRow,
    scope,
};

/// How many cases are put together at a time.
const BATCH: usize = 2000;

/// A case of a municipality with what its status follows from.
#[derive(Clone, PartialEq, Eq)]
pub struct PastCase {
    /// Whose.
    pub person: PersonId,
    /// The number.
    pub civic_number: CivicNumber,
    /// The name.
    pub name: Name,
    /// What is known of the case now.
    pub case: CaseFact,
    /// Why it is closed, once it is.
    pub reason: Option<DeregistrationReason>,
    /// The person's placements, as they are known now.
    pub placements: Vec<PlacementFact>,
}

domain::private_debug!(PastCase, person, case);

#[derive(sqlx::FromRow)]
struct PastRow {
    civic_number: String,
    #[sqlx(flatten)]
    name: NameRow,
    reason: Option<String>,
    #[sqlx(flatten)]
    fact: CaseFactRow,
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    at: i64,
    person_id: i64,
    #[sqlx(flatten)]
    recorded: RecordedRow,
}

impl Connection {
    /// Every case of a municipality within a scope, open and closed, by name.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn past_cases(
        &mut self,
        scope: &Scope,
        municipality: MunicipalityCode,
    ) -> Result<Vec<PastCase>, StoreError> {
        let within = scope::of_cases(self.database(), scope, "$1");
        let sql = format!(
            "SELECT p.civic_number, p.given_names, p.calling_mark, p.middle_name, p.surname, a.reason, a.id, a.person_id, \
             a.registered, a.deregistered, a.origin, a.entered, a.other_schooling_until FROM activity_case a \
             JOIN person p ON p.id = a.person_id WHERE a.municipality = $2 AND {within} \
             ORDER BY p.surname_key, p.given_name_key, a.id"
        );
        let rows: Vec<PastRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(municipality.as_str()).fetch_all(c).await?);
        let (mut measures, mut placements) =
            (std::collections::BTreeMap::new(), std::collections::BTreeMap::new());
        for batch in rows.chunks(BATCH) {
            let cases: Vec<i64> = batch.iter().map(|row| row.fact.id).collect();
            measures.append(&mut self.measure_facts(&cases).await?);
            let people: Vec<i64> = batch.iter().map(|row| row.fact.person_id).collect();
            placements.append(&mut self.placement_facts(&people).await?);
        }
        rows.into_iter()
            .map(|row| {
                let person = row.fact.person_id;
                let measures = measures.remove(&row.fact.id).unwrap_or_default();
                Ok(PastCase {
                    person: PersonId(person),
                    civic_number: civic_number(&row.civic_number)?,
                    name: row.name.into(),
                    reason: optional_named("deregistration reason", row.reason.as_deref())?,
                    case: row.fact.fact(measures)?,
                    // Somebody may have several cases.
                    placements: placements.get(&person).cloned().unwrap_or_default(),
                })
            })
            .collect()
    }

    /// What has been done to the cases and measures of a municipality within a scope after an instant, the latest last, with
    /// when it was done.
    ///
    /// # Errors
    /// When the database refuses or holds an unknown code.
    pub async fn case_changes_after(
        &mut self,
        scope: &Scope,
        municipality: MunicipalityCode,
        after: DateTime<Utc>,
    ) -> Result<Vec<(DateTime<Utc>, Change)>, StoreError> {
        let within = scope::condition(self.database(), scope, "o.municipality", scope::PROTECTED, "$1");
        let sql = format!(
            "SELECT o.at, c.person_id, c.entity, c.entity_id, c.kind, c.content, k.key FROM operation o \
             JOIN operation_change c ON c.operation_id = o.id JOIN person p ON p.id = c.person_id \
             LEFT JOIN person_key k ON k.person_id = c.person_id \
             WHERE o.municipality = $2 AND o.at > $3 AND c.entity IN ('case', 'measure') AND c.kind <> 'read' AND {within} \
             ORDER BY o.position, c.ordinal"
        );
        let rows: Vec<ChangeRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(municipality.as_str()).bind(after.timestamp_millis()).fetch_all(c).await?);
        rows.iter().map(|row| Ok((instant(row.at), row.recorded.opened(PersonId(row.person_id))?))).collect()
    }
}
