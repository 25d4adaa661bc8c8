//! What the rules know of people and of cases, read for many at once.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    case::CaseFact,
    coverage::PersonFacts,
    diploma::DiplomaMark,
    id::{CaseId, MeasureId, PersonId},
    measure::MeasureFact,
    municipality::MunicipalityCode,
    period::Period,
    person::Registration,
    placement::PlacementFact,
};
use sqlx::AssertSqlSafe;

use super::{Candidate, CandidateId};
use crate::{
    Connection, StoreError,
    db::on,
    dialect::json_integers,
    policies::{named, optional_named},
    population::{civic_number, deregistration, residence},
    scope::{self, PROTECTED},
};

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

impl DiplomaRow {
    fn mark(&self) -> Result<DiplomaMark, StoreError> {
        Ok(DiplomaMark {
            source: named("diploma source", &self.source)?,
            kind: named("diploma kind", &self.kind)?,
        })
    }
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

impl Connection {
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
        let sql = format!(
            "SELECT p.id, p.civic_number, p.answered, p.municipality, p.residence_since, p.deregistration_code, \
             p.deregistration_date, p.entered_by_hand, {PROTECTED} AS protected \
             FROM person p WHERE p.id IN {} AND {} ORDER BY p.id",
            database.integers("$2"),
            scope::of_people(database, scope, "$1")
        );
        let asked = json_integers(ids.iter().copied());
        let people: Vec<PersonRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(asked).fetch_all(c).await?);
        let mut earlier = self.earlier_residences(ids).await?;
        let mut placements = self.placement_facts(ids).await?;
        let mut diplomas = self.diploma_marks(ids).await?;
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

    /// Diploma marks by person.
    async fn diploma_marks(&mut self, people: &[i64]) -> Result<BTreeMap<i64, Vec<DiplomaMark>>, StoreError> {
        let sql = "SELECT person_id, source, kind FROM diploma WHERE person_id IN {ids}";
        self.grouped(sql, people, |row: DiplomaRow| Ok((row.person_id, row.mark()?))).await
    }

    /// The diplomas of a person that had been marked on a day.
    pub(crate) async fn diplomas_until(
        &mut self,
        person: i64,
        date: NaiveDate,
    ) -> Result<Vec<DiplomaMark>, StoreError> {
        let sql = "SELECT person_id, source, kind FROM diploma WHERE person_id = $1 AND marked <= $2";
        let rows: Vec<DiplomaRow> =
            on!(self, c => sqlx::query_as(sql).bind(person).bind(date).fetch_all(c).await?);
        rows.iter().map(DiplomaRow::mark).collect()
    }

    /// Placements by person.
    pub(crate) async fn placement_facts(
        &mut self,
        people: &[i64],
    ) -> Result<BTreeMap<i64, Vec<PlacementFact>>, StoreError> {
        let sql = "SELECT t.person_id, t.start_date, t.end_date, s.kind, s.code AS study_path, u.name AS unit \
                   FROM placement t JOIN study_path s ON s.id = t.study_path_id JOIN unit u ON u.id = t.unit_id \
                   WHERE t.person_id IN {ids}";
        self.grouped(sql, people, |row: PlacementRow| {
            let placement = PlacementFact {
                period: Period::new(row.start_date, row.end_date),
                kind: named("programme kind", &row.kind)?,
                study_path: row.study_path,
                unit: row.unit,
            };
            Ok((row.person_id, placement))
        })
        .await
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
        if cases.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sql = "SELECT id, case_id, kind, start_date, end_date, outcome, closed_with_case FROM measure \
                   WHERE case_id IN {ids}";
        self.grouped(sql, cases, |row: MeasureFactRow| {
            let measure = MeasureFact {
                id: MeasureId(row.id),
                kind: named("measure type", &row.kind)?,
                period: Period::new(row.start_date, row.end_date),
                outcome: optional_named("measure outcome", row.outcome.as_deref())?,
                closed_with_case: row.closed_with_case,
            };
            Ok((row.case_id, measure))
        })
        .await
    }
}
