//! People whom a reader has judged by the rules: those whom a run would do something about, and anybody within reach.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    civic_number::CivicNumber,
    coverage::difference::{Outcome, Outcomes},
    id::{CaseId, PersonId},
    municipality::MunicipalityCode,
    person::Name,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    db::on,
    dialect::json_integers,
    policies::municipality,
    population::{NameRow, civic_number},
    scope::{self, PROTECTED},
};

/// How many plans of a municipality are kept.
const KEPT: i64 = 2;

/// Somebody whom a run of a municipality would do something about.
#[derive(Clone, PartialEq, Eq)]
pub struct PlannedRecord {
    /// Who.
    pub person: PersonId,
    /// The number.
    pub civic_number: CivicNumber,
    /// The name.
    pub name: Name,
    /// The open case in the municipality, if there is one.
    pub case: Option<CaseId>,
}

domain::private_debug!(PlannedRecord, person, case);

/// Somebody who is within reach, and where.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonToJudge {
    /// Who.
    pub person: PersonId,
    /// The number.
    pub civic_number: CivicNumber,
    /// The name.
    pub name: Name,
    /// The municipalities within reach where the person lives or has an open case, each with that case; never none.
    pub places: Vec<(MunicipalityCode, Option<CaseId>)>,
}

domain::private_debug!(PersonToJudge, person);

/// What a run of a municipality did, or was told to be about to do, on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPlan {
    /// The business date.
    pub date: NaiveDate,
    /// Whether it was carried out.
    pub was_run: bool,
    /// What it did about whom.
    pub outcomes: Outcomes,
}

#[derive(sqlx::FromRow)]
struct PlannedRow {
    id: i64,
    civic_number: String,
    #[sqlx(flatten)]
    name: NameRow,
    case_id: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct ToJudgeRow {
    civic_number: String,
    #[sqlx(flatten)]
    name: NameRow,
    municipality: Option<String>,
}

fn stored(outcomes: &Outcomes) -> String {
    let stored = outcomes.iter().map(|(person, outcome)| serde_json::json!([person.0, outcome.code()]));
    serde_json::Value::from_iter(stored).to_string()
}

fn read(plan: &str) -> Result<Outcomes, StoreError> {
    let nonsense = || StoreError::Inconsistent("a plan that was kept".to_owned());
    let rows: Vec<(i64, String)> = serde_json::from_str(plan).map_err(|_| nonsense())?;
    rows.into_iter()
        .map(|(person, code)| Ok((PersonId(person), Outcome::from_code(&code).ok_or_else(nonsense)?)))
        .collect()
}

impl Connection {
    /// Of some people those within a scope whom the run of a municipality on a day is about, by name: who live there, have
    /// an open case there, or live there until a day that is known.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn planned_people(
        &mut self,
        scope: &Scope,
        municipality: MunicipalityCode,
        date: NaiveDate,
        people: &[PersonId],
    ) -> Result<Vec<PlannedRecord>, StoreError> {
        if !scope.reaches(municipality) || people.is_empty() {
            return Ok(Vec::new());
        }
        let visible = if scope.includes_protected() { "true".to_owned() } else { format!("NOT {PROTECTED}") };
        let sql = format!(
            "SELECT p.id, p.civic_number, p.given_names, p.calling_mark, p.middle_name, p.surname, a.id AS case_id \
             FROM person p LEFT JOIN activity_case a ON a.person_id = p.id AND a.municipality = $2 AND a.deregistered IS NULL \
             WHERE p.id IN {} AND {visible} AND (p.municipality = $2 OR a.id IS NOT NULL OR EXISTS (\
               SELECT 1 FROM residence s WHERE s.person_id = p.id AND s.municipality = $2 AND s.until >= $3)) \
             ORDER BY p.surname_key, p.given_name_key, p.id",
            self.database().integers("$1")
        );
        let ids = json_integers(people.iter().map(|person| person.0));
        let rows: Vec<PlannedRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(ids)
            .bind(municipality.as_str()).bind(date).fetch_all(c).await?);
        rows.into_iter()
            .map(|row| {
                Ok(PlannedRecord {
                    person: PersonId(row.id),
                    civic_number: civic_number(&row.civic_number)?,
                    name: row.name.into(),
                    case: row.case_id.map(CaseId),
                })
            })
            .collect()
    }

    /// Somebody who lives in a municipality of a scope or has an open case in one.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn person_to_judge(
        &mut self,
        scope: &Scope,
        person: PersonId,
    ) -> Result<Option<PersonToJudge>, StoreError> {
        let visible = if scope.includes_protected() { "true".to_owned() } else { format!("NOT {PROTECTED}") };
        let sql = format!(
            "SELECT p.civic_number, p.given_names, p.calling_mark, p.middle_name, p.surname, p.municipality \
             FROM person p WHERE p.id = $1 AND {visible}"
        );
        let row: Option<ToJudgeRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(person.0).fetch_optional(c).await?);
        let Some(row) = row else { return Ok(None) };
        let within = scope::condition(self.database(), scope, "a.municipality", "false", "$1");
        let sql = format!(
            "SELECT a.municipality, a.id FROM activity_case a WHERE a.person_id = $2 AND a.deregistered IS NULL AND {within} \
             ORDER BY a.municipality"
        );
        let cases: Vec<(String, i64)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(person.0).fetch_all(c).await?);
        let home = row.municipality.as_deref().map(municipality).transpose()?;
        let mut places = Vec::new();
        for (code, case) in cases {
            places.push((municipality(&code)?, Some(CaseId(case))));
        }
        if let Some(home) = home.filter(|home| scope.reaches(*home))
            && places.iter().all(|(place, _)| *place != home)
        {
            places.insert(0, (home, None));
        }
        if places.is_empty() {
            return Ok(None);
        }
        let civic_number = civic_number(&row.civic_number)?;
        Ok(Some(PersonToJudge { person, civic_number, name: row.name.into(), places }))
    }

    /// The latest plan of a municipality that was kept for a day before a date.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn kept_plan(
        &mut self,
        municipality: MunicipalityCode,
        before: NaiveDate,
    ) -> Result<Option<KeptPlan>, StoreError> {
        let sql = "SELECT business_date, was_run, plan FROM plan_snapshot WHERE municipality = $1 AND business_date < $2 \
                   ORDER BY business_date DESC LIMIT 1";
        let row: Option<(NaiveDate, bool, String)> = on!(self, c => sqlx::query_as(sql).bind(municipality.as_str())
            .bind(before).fetch_optional(c).await?);
        row.map(|(date, was_run, plan)| Ok(KeptPlan { date, was_run, outcomes: read(&plan)? })).transpose()
    }
}

impl OperationTransaction {
    /// Keeps what a plan of a municipality does on a day, to compare the next day's with; those before the latest two are
    /// forgotten. What a run has carried out is not overwritten by what was only told.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn keep_plan(
        &mut self,
        municipality: MunicipalityCode,
        plan: &KeptPlan,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO plan_snapshot (municipality, business_date, was_run, plan) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (municipality, business_date) DO UPDATE SET was_run = excluded.was_run, plan = excluded.plan \
                   WHERE excluded.was_run OR NOT plan_snapshot.was_run";
        let outcomes = stored(&plan.outcomes);
        on!(self, c => sqlx::query(sql).bind(municipality.as_str()).bind(plan.date).bind(plan.was_run)
            .bind(outcomes).execute(c).await.map(drop)?);
        let sql = "DELETE FROM plan_snapshot WHERE municipality = $1 AND business_date NOT IN (\
                   SELECT business_date FROM plan_snapshot WHERE municipality = $1 ORDER BY business_date DESC LIMIT $2)";
        on!(self, c => sqlx::query(sql).bind(municipality.as_str()).bind(KEPT).execute(c).await.map(drop)?);
        Ok(())
    }
}
