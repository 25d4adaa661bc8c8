//! Reading a case with everything around it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    case::{
        DeregistrationReason,
        view::{ContactView, MeasureView, OtherCase, PlacementView},
    },
    civic_number::CivicNumber,
    clock::stockholm_time,
    contact::{LivingOutside, detail::Detail},
    coverage::{Explanation, PersonFacts},
    diploma::DiplomaMark,
    id::{CaseId, ContactId, PersonId},
    measure::NewMeasure,
    municipality::MunicipalityCode,
    occupation::OccupationAtRegistration,
    period::Period,
    person::{Address, Name},
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, PlanRecord, StoreError,
    accounts::instant,
    db::on,
    policies::{municipality, named, optional_named},
    population::{NameRow, civic_number},
    scope,
};

/// A case with everything its page is made of.
#[derive(Clone)]
pub struct CaseRecord {
    /// Which case.
    pub id: CaseId,
    /// Whose.
    pub person: PersonId,
    /// The number.
    pub civic_number: CivicNumber,
    /// The name.
    pub name: Name,
    /// Where.
    pub municipality: MunicipalityCode,
    /// Occupation at registration.
    pub occupation: OccupationAtRegistration,
    /// Where the person lives, if outside the home municipality.
    pub living_outside: Option<LivingOutside>,
    /// The caseworker's name.
    pub caseworker: Option<String>,
    /// The municipality's notes.
    pub notes: String,
    /// Why closed.
    pub reason: Option<DeregistrationReason>,
    /// Stored when opened.
    pub opened_because: Option<Explanation>,
    /// Stored when closed.
    pub closed_because: Option<Explanation>,
    /// Whether the case is closed and the person has left the municipality: of what has happened to them since, nothing
    /// is told.
    pub has_left: bool,
    /// What the rules know of the person.
    pub facts: PersonFacts,
    /// What the rules know of the case.
    pub case: domain::case::CaseFact,
    /// Measures of the municipality's cases and of cases before this one, latest first.
    pub measures: Vec<MeasureView>,
    /// Contacts, latest first.
    pub contacts: Vec<ContactView>,
    /// The individual plans of the case, latest first.
    pub plans: Vec<PlanRecord>,
    /// Addresses; none once the case is closed and the person has left the municipality.
    pub addresses: Vec<Address>,
    /// Ways to reach the person; none once the case is closed and the person has left the municipality.
    pub contact_details: Vec<Detail>,
    /// Placements, latest first.
    pub placements: Vec<PlacementView>,
    /// The person's other cases that the reader may see, latest first.
    pub other_cases: Vec<OtherCase>,
    /// Diploma marks.
    pub diplomas: Vec<DiplomaMark>,
}

domain::private_debug!(CaseRecord, id);

/// A case as the command line prints it.
#[derive(Clone, Debug)]
pub struct CaseListing {
    /// The person's number.
    pub civic_number: CivicNumber,
    /// What the rules know of the case.
    pub case: domain::case::CaseFact,
    /// Placements, for the status.
    pub placements: Vec<domain::placement::PlacementFact>,
    /// Why closed.
    pub reason: Option<DeregistrationReason>,
    /// Stored when opened.
    pub opened_because: Option<Explanation>,
    /// Stored when closed.
    pub closed_because: Option<Explanation>,
}

#[derive(sqlx::FromRow)]
struct CaseRow {
    person_id: i64,
    municipality: String,
    civic_number: String,
    #[sqlx(flatten)]
    name: NameRow,
    occupation: String,
    living_outside: Option<String>,
    caseworker: Option<String>,
    notes: String,
    reason: Option<String>,
    opened_because: Option<String>,
    closed_because: Option<String>,
    has_left: bool,
}

#[derive(sqlx::FromRow)]
struct ListingRow {
    id: i64,
    person_id: i64,
    civic_number: String,
    reason: Option<String>,
    opened_because: Option<String>,
    closed_because: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ContactRow {
    id: i64,
    contact_date: NaiveDate,
    heading: String,
    way: String,
    notes: String,
    follow_up: Option<NaiveDate>,
    follow_up_closed: Option<String>,
    follow_up_closed_on: Option<NaiveDate>,
    created_by: String,
    changed_by: Option<String>,
    changed: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct PlacementRow {
    organiser: String,
    unit: String,
    study_path: String,
    study_path_name: String,
    kind: String,
    grade: String,
    class: String,
    start_date: NaiveDate,
    end_date: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct OtherCaseRow {
    id: i64,
    municipality: String,
    origin: String,
    registered: NaiveDate,
    deregistered: Option<NaiveDate>,
    reason: Option<String>,
}

fn explanation(json: Option<&str>) -> Result<Option<Explanation>, StoreError> {
    json.map(|json| {
        serde_json::from_str(json)
            .map_err(|error| StoreError::Inconsistent(format!("an explanation: {error}")))
    })
    .transpose()
}

/// Whether case `a` is closed and its person `p` is no longer registered in its municipality. Where they live now and how
/// they are reached is then none of its business.
pub(crate) const HAS_LEFT: &str = "(a.deregistered IS NOT NULL AND (p.municipality IS NULL OR p.municipality <> a.municipality \
    OR p.deregistration_code IS NOT NULL))";

/// Leaves of a period what was seen of it on a day, and says whether that is anything.
fn is_seen_on(period: &mut Period, date: NaiveDate) -> bool {
    period.as_seen_on(date).map(|seen| *period = seen).is_some()
}

impl Connection {
    /// A case within a scope, with everything its page is made of. Measures of earlier municipalities come without notes,
    /// those of later ones not at all, contacts of the case's municipality only (`rules.md` sections 3 and 6).
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn case(&mut self, scope: &Scope, id: CaseId) -> Result<Option<CaseRecord>, StoreError> {
        let within = scope::of_cases(self.database(), scope, "$1");
        let sql = format!(
            "SELECT a.person_id, a.municipality, p.civic_number, p.given_names, p.calling_mark, p.middle_name, \
             p.surname, a.occupation, a.living_outside, w.name AS caseworker, a.notes, a.reason, a.opened_because, \
             a.closed_because, {HAS_LEFT} AS has_left FROM activity_case a JOIN person p ON p.id = a.person_id \
             LEFT JOIN account w ON w.id = a.caseworker_id WHERE a.id = $2 AND {within}"
        );
        let row: Option<CaseRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(id.0).fetch_optional(c).await?);
        let Some(row) = row else { return Ok(None) };
        let person = row.person_id;
        // The person is within the reader's reach through the case, wherever they are registered now.
        let through_the_case =
            if scope.includes_protected() { scope.clone() } else { Scope::of_the_system() };
        let Some((mut facts, _)) = self.person_facts(&through_the_case, &[person]).await?.pop() else {
            return Ok(None);
        };
        let cases = self.case_facts(&[person], None).await?.remove(&person).unwrap_or_default();
        let Some(case) = cases.into_iter().find(|case| case.id == id) else { return Ok(None) };
        let here = municipality(&row.municipality)?;
        let mut placements = self.placements_of_person(person).await?;
        let [mut opened_because, mut closed_because] =
            [explanation(row.opened_because.as_deref())?, explanation(row.closed_because.as_deref())?];
        let (mut addresses, mut contact_details) = (Vec::new(), Vec::<Detail>::new());
        if row.has_left {
            let left = facts.registration.left_on(here).and_then(|day| day.pred_opt());
            let last = left.or(case.deregistered).unwrap_or(NaiveDate::MAX);
            facts.registration = facts.registration.as_left(here);
            facts.placements.retain_mut(|placement| is_seen_on(&mut placement.period, last));
            facts.diplomas = self.diplomas_until(person, last).await?;
            placements.retain_mut(|placement| is_seen_on(&mut placement.period, last));
            [opened_because, closed_because] =
                [opened_because, closed_because].map(|because| because.map(|because| because.as_left(here)));
        } else {
            addresses = self.addresses(&[person]).await?.remove(&person).unwrap_or_default();
            let details = self.contact_details(&[person]).await?.remove(&person).unwrap_or_default();
            contact_details = details.into_iter().map(|record| record.detail).collect();
            contact_details.sort_by_key(|detail| !detail.primary);
        }
        Ok(Some(CaseRecord {
            id,
            person: PersonId(person),
            civic_number: civic_number(&row.civic_number)?,
            name: row.name.into(),
            municipality: here,
            occupation: named("occupation", &row.occupation)?,
            living_outside: optional_named("living outside", row.living_outside.as_deref())?,
            caseworker: row.caseworker,
            notes: row.notes,
            reason: optional_named("deregistration reason", row.reason.as_deref())?,
            opened_because,
            closed_because,
            has_left: row.has_left,
            diplomas: facts.diplomas.clone(),
            facts,
            case,
            measures: self.measures_of(scope, id).await?,
            contacts: self.contacts_of(id).await?,
            plans: self.plans_of(scope, id).await?,
            addresses,
            contact_details,
            placements,
            other_cases: self.other_cases(scope, id).await?,
        }))
    }

    /// The measures that the municipality of a case sees, as its page shows them.
    async fn measures_of(&mut self, scope: &Scope, case: CaseId) -> Result<Vec<MeasureView>, StoreError> {
        let by = |(name, at): (String, i64)| format!("{name}, {}", stockholm_time(instant(at)));
        let seen = self.seen_measures(scope, case).await?.into_iter().map(|seen| {
            let NewMeasure { kind, period, occupation_before, occupation_after, outcome, notes } =
                seen.measure.values;
            MeasureView {
                id: seen.measure.id,
                kind,
                period,
                occupation_before,
                occupation_after,
                outcome,
                closed_with_case: seen.measure.closed_with_case,
                notes,
                municipality: seen.measure.municipality,
                created: by(seen.created),
                changed: seen.changed.map(by).unwrap_or_default(),
            }
        });
        Ok(seen.collect())
    }

    /// The contacts of a case, and of no other of the person's.
    async fn contacts_of(&mut self, case: CaseId) -> Result<Vec<ContactView>, StoreError> {
        let sql = "SELECT id, contact_date, heading, way, notes, follow_up, follow_up_closed, \
                   follow_up_closed_on, created_by, changed_by, changed FROM contact WHERE case_id = $1 ORDER BY contact_date DESC, id DESC";
        let rows: Vec<ContactRow> = on!(self, c => sqlx::query_as(sql).bind(case.0).fetch_all(c).await?);
        rows.into_iter()
            .map(|row| {
                let changed = row.changed_by.zip(row.changed);
                Ok(ContactView {
                    id: ContactId(row.id),
                    date: row.contact_date,
                    heading: row.heading,
                    way: named("contact way", &row.way)?,
                    notes: row.notes,
                    follow_up: row.follow_up,
                    follow_up_closed: row.follow_up_closed,
                    follow_up_closed_on: row.follow_up_closed_on,
                    created_by: row.created_by,
                    changed: changed
                        .map(|(name, at)| format!("{name}, {}", stockholm_time(instant(at))))
                        .unwrap_or_default(),
                })
            })
            .collect()
    }

    async fn placements_of_person(&mut self, person: i64) -> Result<Vec<PlacementView>, StoreError> {
        let sql = "SELECT o.name AS organiser, u.name AS unit, s.code AS study_path, s.name AS study_path_name, s.kind, \
                   t.grade, t.class, t.start_date, t.end_date FROM placement t JOIN organiser o ON o.id = t.organiser_id \
                   JOIN unit u ON u.id = t.unit_id JOIN study_path s ON s.id = t.study_path_id \
                   WHERE t.person_id = $1 ORDER BY t.start_date DESC, t.id DESC";
        let rows: Vec<PlacementRow> = on!(self, c => sqlx::query_as(sql).bind(person).fetch_all(c).await?);
        rows.into_iter()
            .map(|row| {
                Ok(PlacementView {
                    organiser: row.organiser,
                    unit: row.unit,
                    study_path: row.study_path,
                    study_path_name: row.study_path_name,
                    kind: named("programme kind", &row.kind)?,
                    grade: row.grade,
                    class: row.class,
                    period: Period::new(row.start_date, row.end_date),
                })
            })
            .collect()
    }

    /// The other cases, within a scope, of the person whose case this is.
    async fn other_cases(&mut self, scope: &Scope, case: CaseId) -> Result<Vec<OtherCase>, StoreError> {
        let within = scope::of_cases(self.database(), scope, "$1");
        let sql = format!(
            "SELECT a.id, a.municipality, a.origin, a.registered, a.deregistered, a.reason FROM activity_case o \
             JOIN activity_case a ON a.person_id = o.person_id AND a.id <> o.id JOIN person p ON p.id = a.person_id \
             WHERE o.id = $2 AND {within} ORDER BY a.registered DESC, a.id DESC"
        );
        let rows: Vec<OtherCaseRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(case.0).fetch_all(c).await?);
        rows.into_iter()
            .map(|row| {
                Ok(OtherCase {
                    id: CaseId(row.id),
                    municipality: municipality(&row.municipality)?,
                    origin: named("case origin", &row.origin)?,
                    registered: row.registered,
                    deregistered: row.deregistered,
                    reason: optional_named("deregistration reason", row.reason.as_deref())?,
                })
            })
            .collect()
    }

    /// A batch of all the cases of a municipality behind a case, in the order of their identities.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn case_listings(
        &mut self,
        scope: &Scope,
        municipality: MunicipalityCode,
        after: CaseId,
        limit: i64,
    ) -> Result<Vec<CaseListing>, StoreError> {
        let within = scope::of_cases(self.database(), scope, "$1");
        let sql = format!(
            "SELECT a.id, a.person_id, p.civic_number, a.reason, a.opened_because, a.closed_because FROM activity_case a \
             JOIN person p ON p.id = a.person_id WHERE a.municipality = $2 AND a.id > $3 AND {within} ORDER BY a.id LIMIT $4"
        );
        let rows: Vec<ListingRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(municipality.as_str()).bind(after.0).bind(limit).fetch_all(c).await?);
        let people: Vec<i64> = rows.iter().map(|row| row.person_id).collect();
        let mut cases: BTreeMap<i64, domain::case::CaseFact> = self
            .case_facts(&people, Some(municipality))
            .await?
            .into_values()
            .flatten()
            .map(|case| (case.id.0, case))
            .collect();
        let placements = self.placement_facts(&people).await?;
        rows.into_iter()
            .map(|row| {
                let lost = || StoreError::Inconsistent("a case without its facts".to_owned());
                Ok(CaseListing {
                    civic_number: civic_number(&row.civic_number)?,
                    case: cases.remove(&row.id).ok_or_else(lost)?,
                    placements: placements.get(&row.person_id).cloned().unwrap_or_default(),
                    reason: optional_named("deregistration reason", row.reason.as_deref())?,
                    opened_because: explanation(row.opened_because.as_deref())?,
                    closed_because: explanation(row.closed_because.as_deref())?,
                })
            })
            .collect()
    }
}
