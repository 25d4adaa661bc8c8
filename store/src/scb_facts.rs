//! What a report to Statistics Sweden needs to know of a municipality's cases, in four statements whatever their number.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    id::{CaseId, ContactId, MeasureId, PersonId},
    municipality::MunicipalityCode,
    organisation::ProgrammeKind,
    period::Period,
    person::Name,
    scb_report::{CaseFacts, ContactFacts, MeasureFacts, ReportPeriod},
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, StoreError,
    db::on,
    policies::{municipality, named, optional_named},
    population::{NameRow, civic_number},
    scope::{self, PROTECTED},
};

/// A case of a report, with the name of its person for whoever mends it. The name is in no report.
#[derive(Clone)]
pub struct ScbCase {
    /// What the report needs to know.
    pub facts: CaseFacts,
    /// The name.
    pub name: Name,
}

domain::private_debug!(ScbCase);

#[derive(sqlx::FromRow)]
struct CaseRow {
    id: i64,
    person_id: i64,
    civic_number: String,
    #[sqlx(flatten)]
    name: NameRow,
    protected: bool,
    municipality: String,
    registered: NaiveDate,
    deregistered: Option<NaiveDate>,
    reason: Option<String>,
    occupation: String,
    other_schooling_until: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct MeasureRow {
    id: i64,
    case_id: i64,
    kind: String,
    start_date: NaiveDate,
    end_date: Option<NaiveDate>,
    occupation_before: String,
    occupation_after: Option<String>,
    outcome: Option<String>,
    closed_with_case: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct ContactRow {
    id: i64,
    case_id: i64,
    contact_date: NaiveDate,
}

#[derive(sqlx::FromRow)]
struct PlacementRow {
    person_id: i64,
    start_date: NaiveDate,
    end_date: Option<NaiveDate>,
    kind: String,
}

const MEASURES: &str = "SELECT id, case_id, kind, start_date, end_date, occupation_before, occupation_after, outcome, \
    closed_with_case FROM measure WHERE case_id IN {ids} ORDER BY case_id, start_date, id";

const CONTACTS: &str =
    "SELECT id, case_id, contact_date FROM contact WHERE case_id IN {ids} ORDER BY case_id, contact_date, id";

const PLACEMENTS: &str = "SELECT t.person_id, t.start_date, t.end_date, s.kind FROM placement t JOIN study_path s \
    ON s.id = t.study_path_id WHERE t.person_id IN {ids} ORDER BY t.person_id, t.start_date, t.id";

impl Connection {
    /// The cases of a municipality within a scope that were open on some day of a period, by number.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn scb_cases(
        &mut self,
        scope: &Scope,
        of: MunicipalityCode,
        period: ReportPeriod,
    ) -> Result<Vec<ScbCase>, StoreError> {
        let within = scope::of_cases(self.database(), scope, "$1");
        let sql = format!(
            "SELECT a.id, a.person_id, p.civic_number, p.given_names, p.calling_mark, p.middle_name, p.surname, \
             {PROTECTED} AS protected, a.municipality, a.registered, a.deregistered, a.reason, a.occupation, \
             a.other_schooling_until FROM activity_case a JOIN person p ON p.id = a.person_id \
             WHERE a.municipality = $2 AND a.registered <= $4 AND (a.deregistered IS NULL OR a.deregistered >= $3) \
             AND {within} ORDER BY p.civic_number, a.registered, a.id"
        );
        let rows: Vec<CaseRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(of.as_str()).bind(period.from()).bind(period.to()).fetch_all(c).await?);
        let cases: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut people: Vec<i64> = rows.iter().map(|row| row.person_id).collect();
        people.dedup();
        let mut measures = self.grouped(MEASURES, &cases, measure).await?;
        let contact = |row: ContactRow| {
            Ok((row.case_id, ContactFacts { id: ContactId(row.id), date: row.contact_date }))
        };
        let mut contacts = self.grouped(CONTACTS, &cases, contact).await?;
        let placements = self.grouped(PLACEMENTS, &people, placement).await?;
        rows.into_iter()
            .map(|row| {
                let facts = CaseFacts {
                    case: CaseId(row.id),
                    person: PersonId(row.person_id),
                    number: civic_number(&row.civic_number)?,
                    is_protected: row.protected,
                    municipality: municipality(&row.municipality)?,
                    registered: row.registered,
                    deregistered: row.deregistered,
                    reason: optional_named("deregistration reason", row.reason.as_deref())?,
                    occupation: named("occupation", &row.occupation)?,
                    other_schooling_until: row.other_schooling_until,
                    measures: measures.remove(&row.id).unwrap_or_default(),
                    contacts: contacts.remove(&row.id).unwrap_or_default(),
                    placements: placements.get(&row.person_id).cloned().unwrap_or_default(),
                };
                Ok(ScbCase { facts, name: row.name.into() })
            })
            .collect()
    }
}

fn measure(row: MeasureRow) -> Result<(i64, MeasureFacts), StoreError> {
    let facts = MeasureFacts {
        id: MeasureId(row.id),
        kind: named("measure type", &row.kind)?,
        period: Period::new(row.start_date, row.end_date),
        before: named("occupation before", &row.occupation_before)?,
        after: optional_named("occupation after", row.occupation_after.as_deref())?,
        outcome: optional_named("outcome", row.outcome.as_deref())?,
        closed_with_case: row.closed_with_case,
    };
    Ok((row.case_id, facts))
}

fn placement(row: PlacementRow) -> Result<(i64, (Period, ProgrammeKind)), StoreError> {
    let kind = named("programme kind", &row.kind)?;
    Ok((row.person_id, (Period::new(row.start_date, row.end_date), kind)))
}
