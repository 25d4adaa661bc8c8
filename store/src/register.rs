//! What the nightly run reads and writes: candidates, their facts, and the carrying out of a plan.
//!
//! Candidates are chosen set-wise, so that people about whom nothing can happen are never loaded: who has no open case
//! and is in a national programme, has a diploma that counts under every policy, or is not of the age. Everybody else
//! is loaded in batches and judged by `domain`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    case::{CaseFact, DeregistrationReason},
    coverage::{Explanation, PersonFacts, calendar, plan::MeasureClosing},
    diploma::DiplomaMark,
    id::{CaseId, MeasureId, PersonId, RunId},
    language::Named,
    measure::MeasureFact,
    municipality::MunicipalityCode,
    period::Period,
    person::Registration,
    placement::PlacementFact,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    db::on,
    dialect::{JsonType, json_integers},
    policies::{named, optional_named},
    population::{civic_number, deregistration, residence},
    scope,
};

/// A person to be examined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CandidateId(pub(crate) i64);

/// A person to be examined, with everything the rules ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The facts.
    pub facts: PersonFacts,
    /// The person's cases in the municipality.
    pub cases: Vec<CaseFact>,
    /// Whether the person is protected, which decides what may be counted in the open.
    pub protected: bool,
}

/// A case to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedCase {
    /// For whom.
    pub person: PersonId,
    /// Why.
    pub explanation: Explanation,
}

/// A case to be closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedCase {
    /// Which case.
    pub case: CaseId,
    /// Whose.
    pub person: PersonId,
    /// The reason.
    pub reason: DeregistrationReason,
    /// Why.
    pub explanation: Explanation,
    /// The measures that close with it.
    pub measures: Vec<MeasureClosing>,
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: i64,
    civic_number: String,
    answered: bool,
    municipality: Option<String>,
    residence_since: Option<NaiveDate>,
    deregistration_code: Option<String>,
    deregistration_date: Option<NaiveDate>,
    entered_by_hand: bool,
    protected: bool,
}

#[derive(sqlx::FromRow)]
struct PlacementRow {
    person_id: i64,
    start_date: NaiveDate,
    end_date: Option<NaiveDate>,
    kind: String,
    study_path: String,
    unit: String,
}

#[derive(sqlx::FromRow)]
struct DiplomaRow {
    person_id: i64,
    source: String,
    kind: String,
}

#[derive(sqlx::FromRow)]
pub(crate) struct CaseFactRow {
    pub id: i64,
    pub person_id: i64,
    pub registered: NaiveDate,
    pub deregistered: Option<NaiveDate>,
    pub origin: String,
    pub entered: NaiveDate,
    pub other_schooling_until: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct MeasureFactRow {
    id: i64,
    case_id: i64,
    kind: String,
    start_date: NaiveDate,
    end_date: Option<NaiveDate>,
    outcome: Option<String>,
    closed_with_case: Option<NaiveDate>,
}

impl CaseFactRow {
    pub(crate) fn fact(self, measures: Vec<MeasureFact>) -> Result<CaseFact, StoreError> {
        Ok(CaseFact {
            id: CaseId(self.id),
            registered: self.registered,
            deregistered: self.deregistered,
            origin: named("case origin", &self.origin)?,
            entered: self.entered,
            other_schooling_until: self.other_schooling_until,
            measures,
        })
    }
}

/// The key of the lock on the register as a whole; a municipality's is this and its number. The number is the School
/// Act's, so that it is nobody else's by chance.
const REGISTER_LOCK: i64 = 2010_0800_0000;

const PROTECTED: &str = "(p.confidentiality OR p.protected_registration)";

/// Everyone the run of a municipality is about: residents of an age that the rules speak of, of unknown age or entered
/// by hand, each found by an index; those who lived there on the day; and those with an open case. `$1` is the scope,
/// `$2` the municipality, `$3` the day, `$4` and `$5` the bounds of the birth date.
fn population(within: &str) -> String {
    let residents = format!("SELECT p.id FROM person p WHERE p.municipality = $2 AND {within}");
    format!(
        "{residents} AND p.birth_date BETWEEN $4 AND $5 \
         UNION {residents} AND p.birth_date IS NULL \
         UNION {residents} AND p.entered_by_hand \
         UNION SELECT p.id FROM residence s JOIN person p ON p.id = s.person_id \
           WHERE s.municipality = $2 AND s.until >= $3 AND {within} \
           AND (p.birth_date IS NULL OR p.birth_date BETWEEN $4 AND $5 OR p.entered_by_hand) \
         UNION SELECT p.id FROM activity_case a JOIN person p ON p.id = a.person_id \
           WHERE a.municipality = $2 AND a.deregistered IS NULL AND {within}"
    )
}

impl Connection {
    /// Whom the run of a municipality has to judge one by one, in order, and how many it examines in all.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn candidates(
        &mut self,
        scope: &Scope,
        municipality: MunicipalityCode,
        date: NaiveDate,
    ) -> Result<(Vec<CandidateId>, u64), StoreError> {
        let within = scope::condition(self.database(), scope, "p.municipality", PROTECTED, "$1");
        let (born_from, born_until) = calendar::births_that_may_be_covered(date);
        // An unknown birth date or a placement that ends before it starts makes its person a candidate, so that the
        // contradiction is listed.
        let sql = format!(
            "SELECT e.id, (EXISTS (SELECT 1 FROM activity_case a \
                 WHERE a.person_id = e.id AND a.municipality = $2 AND a.deregistered IS NULL) \
             OR EXISTS (SELECT 1 FROM person b WHERE b.id = e.id AND b.birth_date IS NULL) \
             OR EXISTS (SELECT 1 FROM placement t WHERE t.person_id = e.id AND t.end_date < t.start_date) \
             OR (NOT EXISTS (SELECT 1 FROM placement t JOIN study_path s ON s.id = t.study_path_id \
                  WHERE t.person_id = e.id AND t.start_date <= $3 AND (t.end_date IS NULL OR t.end_date >= $3) \
                  AND s.kind IN ('national', 'adapted')) \
                 AND NOT EXISTS (SELECT 1 FROM diploma d WHERE d.person_id = e.id AND d.kind = 'upper-secondary'))) \
             FROM ({}) e ORDER BY e.id",
            population(&within)
        );
        let examined: Vec<(i64, bool)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(municipality.as_str()).bind(date).bind(born_from).bind(born_until).fetch_all(c).await?);
        let count = examined.len() as u64;
        let judged = examined.into_iter().filter(|(_, judged)| *judged);
        Ok((judged.map(|(id, _)| CandidateId(id)).collect(), count))
    }

    /// How many protected people there are among those whom the run of a municipality examines.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn count_protected(
        &mut self,
        municipality: MunicipalityCode,
        date: NaiveDate,
    ) -> Result<u64, StoreError> {
        let (born_from, born_until) = calendar::births_that_may_be_covered(date);
        let everybody = Scope::of_the_system();
        let within = scope::condition(self.database(), &everybody, "p.municipality", PROTECTED, "$1");
        let sql = format!("SELECT count(*) FROM ({}) e", population(&format!("{within} AND {PROTECTED}")));
        let count: i64 = on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(scope::bind(&everybody))
            .bind(municipality.as_str()).bind(date).bind(born_from).bind(born_until).fetch_one(c).await?);
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// The facts of a batch of candidates, in the same order.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn candidate_facts(
        &mut self,
        scope: &Scope,
        municipality: MunicipalityCode,
        candidates: &[CandidateId],
    ) -> Result<Vec<Candidate>, StoreError> {
        let ids: Vec<i64> = candidates.iter().map(|candidate| candidate.0).collect();
        let mut cases = self.case_facts(&ids, Some(municipality)).await?;
        self.person_facts(scope, &ids)
            .await?
            .into_iter()
            .map(|(facts, protected)| {
                let cases = cases.remove(&facts.id.0).unwrap_or_default();
                Ok(Candidate { facts, cases, protected })
            })
            .collect()
    }

    /// The facts of people and whether each is protected, in the order of their identities.
    pub(crate) async fn person_facts(
        &mut self,
        scope: &Scope,
        ids: &[i64],
    ) -> Result<Vec<(PersonFacts, bool)>, StoreError> {
        let database = self.database();
        let asked = &json_integers(ids.iter().copied());
        let within = scope::condition(database, scope, "p.municipality", PROTECTED, "$1");
        let sql = format!(
            "SELECT p.id, p.civic_number, p.answered, p.municipality, p.residence_since, p.deregistration_code, \
             p.deregistration_date, p.entered_by_hand, {PROTECTED} AS protected \
             FROM person p WHERE p.id IN {} AND {within} ORDER BY p.id",
            database.integers("$2")
        );
        let people: Vec<PersonRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(asked).fetch_all(c).await?);
        let mut earlier = self.earlier_residences(ids).await?;
        let mut placements = self.placement_facts(ids).await?;
        let sql = format!(
            "SELECT person_id, source, kind FROM diploma WHERE person_id IN {}",
            database.integers("$1")
        );
        let rows: Vec<DiplomaRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(asked).fetch_all(c).await?);
        let mut diplomas = BTreeMap::<i64, Vec<DiplomaMark>>::new();
        for row in rows {
            let mark = DiplomaMark {
                source: named("diploma source", &row.source)?,
                kind: named("diploma kind", &row.kind)?,
            };
            diplomas.entry(row.person_id).or_default().push(mark);
        }
        people
            .into_iter()
            .map(|row| {
                let facts = PersonFacts {
                    id: PersonId(row.id),
                    civic_number: civic_number(&row.civic_number)?,
                    registration: Registration {
                        answered: row.answered,
                        present: residence(row.municipality.as_deref(), row.residence_since)?,
                        earlier: earlier.remove(&row.id).unwrap_or_default(),
                        deregistration: deregistration(
                            row.deregistration_code.as_deref(),
                            row.deregistration_date,
                        )?,
                    },
                    entered_by_hand: row.entered_by_hand,
                    placements: placements.remove(&row.id).unwrap_or_default(),
                    diplomas: diplomas.remove(&row.id).unwrap_or_default(),
                };
                Ok((facts, row.protected))
            })
            .collect()
    }

    /// Placements by person.
    pub(crate) async fn placement_facts(
        &mut self,
        people: &[i64],
    ) -> Result<BTreeMap<i64, Vec<PlacementFact>>, StoreError> {
        let sql = format!(
            "SELECT t.person_id, t.start_date, t.end_date, s.kind, s.code AS study_path, u.name AS unit FROM placement t \
             JOIN study_path s ON s.id = t.study_path_id JOIN unit u ON u.id = t.unit_id WHERE t.person_id IN {}",
            self.database().integers("$1")
        );
        let asked = json_integers(people.iter().copied());
        let rows: Vec<PlacementRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(asked).fetch_all(c).await?);
        let mut placements = BTreeMap::<i64, Vec<PlacementFact>>::new();
        for row in rows {
            placements.entry(row.person_id).or_default().push(PlacementFact {
                period: Period::new(row.start_date, row.end_date),
                kind: named("programme kind", &row.kind)?,
                study_path: row.study_path,
                unit: row.unit,
            });
        }
        Ok(placements)
    }

    /// The cases of people by person, in one municipality or in all.
    pub(crate) async fn case_facts(
        &mut self,
        people: &[i64],
        municipality: Option<MunicipalityCode>,
    ) -> Result<BTreeMap<i64, Vec<CaseFact>>, StoreError> {
        let sql = format!(
            "SELECT id, person_id, registered, deregistered, origin, entered, other_schooling_until FROM activity_case \
             WHERE person_id IN {} AND (CAST($2 AS TEXT) IS NULL OR municipality = $2) ORDER BY id",
            self.database().integers("$1")
        );
        let asked = json_integers(people.iter().copied());
        let code = municipality.as_ref().map(|code| code.as_str());
        let rows: Vec<CaseFactRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(asked).bind(code).fetch_all(c).await?);
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut measures = self.measure_facts(&ids).await?;
        let mut cases = BTreeMap::<i64, Vec<CaseFact>>::new();
        for row in rows {
            let (person, id) = (row.person_id, row.id);
            cases.entry(person).or_default().push(row.fact(measures.remove(&id).unwrap_or_default())?);
        }
        Ok(cases)
    }

    /// Measures by case.
    pub(crate) async fn measure_facts(
        &mut self,
        cases: &[i64],
    ) -> Result<BTreeMap<i64, Vec<MeasureFact>>, StoreError> {
        let sql = format!(
            "SELECT id, case_id, kind, start_date, end_date, outcome, closed_with_case FROM measure WHERE case_id IN {}",
            self.database().integers("$1")
        );
        let asked = json_integers(cases.iter().copied());
        let rows: Vec<MeasureFactRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(asked).fetch_all(c).await?);
        let mut measures = BTreeMap::<i64, Vec<MeasureFact>>::new();
        for row in rows {
            measures.entry(row.case_id).or_default().push(MeasureFact {
                id: MeasureId(row.id),
                kind: named("measure type", &row.kind)?,
                period: Period::new(row.start_date, row.end_date),
                outcome: optional_named("measure outcome", row.outcome.as_deref())?,
                closed_with_case: row.closed_with_case,
            });
        }
        Ok(measures)
    }
}

impl OperationTransaction {
    /// Keeps every other run of the municipality from planning, and imports from changing what is planned on, until
    /// this transaction ends.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn lock_municipality(&mut self, municipality: MunicipalityCode) -> Result<(), StoreError> {
        // SQLite has one writer, who holds the whole database already.
        if self.database() == crate::Database::Postgres {
            let number: i64 = municipality.as_str().parse().unwrap_or_default();
            on!(self, c => sqlx::query("SELECT pg_advisory_xact_lock_shared($1)").bind(REGISTER_LOCK).execute(c).await.map(drop)?);
            on!(self, c => sqlx::query("SELECT pg_advisory_xact_lock($1 + $2)").bind(REGISTER_LOCK).bind(number).execute(c).await.map(drop)?);
        }
        Ok(())
    }

    /// Keeps runs, imports and other casework from reading or writing the register until this transaction ends. What
    /// is read afterwards is still true when it is written.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn lock_register(&mut self) -> Result<(), StoreError> {
        if self.database() == crate::Database::Postgres {
            on!(self, c => sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(REGISTER_LOCK).execute(c).await.map(drop)?);
        }
        Ok(())
    }

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
                "UPDATE measure SET closed_with_case = $2, end_date = coalesce(r.new_end, measure.end_date) FROM {} \
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
