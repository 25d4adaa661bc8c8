//! Writing what caseworkers register: measures, contacts, contact details, fields of a case.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    case::CaseFact,
    civic_number::CivicNumber,
    contact::{ContactDetailKind, LivingOutside, NewContact},
    diploma::DiplomaMark,
    id::{AccountId, CaseId, ContactId, MeasureId, PersonId},
    language::Named,
    measure::{MeasureOutcome, NewMeasure},
    municipality::MunicipalityCode,
    occupation::{OccupationAfter, OccupationAtRegistration},
    person::Address,
    text::search_key,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    db::on,
    keys::title_key,
    population::civic_number,
    register::{CaseFactRow, Whose},
    scope,
};

/// The fields of a case that a caseworker may set; `None` leaves a field alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFields {
    /// Occupation at registration.
    pub occupation: Option<OccupationAtRegistration>,
    /// The caseworker.
    pub caseworker: Option<AccountId>,
    /// The last day of other schooling.
    pub other_schooling_until: Option<NaiveDate>,
    /// Where the person lives, if outside the home municipality.
    pub living_outside: Option<LivingOutside>,
    /// The municipality's notes.
    pub notes: Option<String>,
}

/// An open case with its person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCase {
    /// Whose.
    pub person: PersonId,
    /// The person's number.
    pub civic_number: CivicNumber,
    /// What the rules know of the case.
    pub case: CaseFact,
}

#[derive(sqlx::FromRow)]
struct OpenCaseRow {
    civic_number: String,
    #[sqlx(flatten)]
    fact: CaseFactRow,
}

/// How a measure ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeasureEnding {
    /// The last day.
    pub end: NaiveDate,
    /// What the person did afterwards and how it ended; `None` leaves the measure incomplete.
    pub told: Option<(OccupationAfter, MeasureOutcome)>,
}

impl Connection {
    /// The open cases of a municipality with their people, in the order of the cases.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn open_cases_of(
        &mut self,
        scope: &Scope,
        municipality: MunicipalityCode,
    ) -> Result<Vec<OpenCase>, StoreError> {
        let database = self.database();
        let within = scope::of_cases(database, scope, "$1");
        let sql = format!(
            "SELECT a.id, a.person_id, p.civic_number, a.registered, a.deregistered, a.origin, a.entered, \
             a.other_schooling_until FROM activity_case a JOIN person p ON p.id = a.person_id \
             WHERE a.municipality = $2 AND a.deregistered IS NULL AND {within} ORDER BY a.id"
        );
        let rows: Vec<OpenCaseRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(municipality.as_str()).fetch_all(c).await?);
        let ids: Vec<i64> = rows.iter().map(|row| row.fact.id).collect();
        let mut measures = std::collections::BTreeMap::new();
        for batch in ids.chunks(2000) {
            measures.append(&mut self.measure_facts(batch).await?);
        }
        rows.into_iter()
            .map(|row| {
                let (person, id) = (PersonId(row.fact.person_id), row.fact.id);
                let case = row.fact.fact(measures.remove(&id).unwrap_or_default())?;
                Ok(OpenCase { person, civic_number: civic_number(&row.civic_number)?, case })
            })
            .collect()
    }
}

impl OperationTransaction {
    /// Registers a measure.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_measure(
        &mut self,
        case: CaseId,
        measure: &NewMeasure,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<MeasureId, StoreError> {
        let sql = "INSERT INTO measure (case_id, kind, start_date, end_date, occupation_before, occupation_after, outcome, \
                   notes, created_by, created) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id";
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(case.0).bind(measure.kind.code())
            .bind(measure.period.start).bind(measure.period.end).bind(measure.occupation_before.code())
            .bind(measure.occupation_after.map(Named::code)).bind(measure.outcome.map(Named::code)).bind(&measure.notes)
            .bind(by).bind(at.timestamp_millis()).fetch_one(c).await?);
        Ok(MeasureId(id))
    }

    /// Ends a measure.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_measure(
        &mut self,
        measure: MeasureId,
        ending: &MeasureEnding,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE measure SET end_date = $2, occupation_after = $3, outcome = $4, changed_by = $5, changed = $6 WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(measure.0).bind(ending.end).bind(ending.told.map(|(after, _)| after.code()))
            .bind(ending.told.map(|(_, outcome)| outcome.code())).bind(by).bind(at.timestamp_millis())
            .execute(c).await.map(drop)?);
        Ok(())
    }

    /// Registers a contact.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_contact(
        &mut self,
        case: CaseId,
        contact: &NewContact,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<ContactId, StoreError> {
        let sql = "INSERT INTO contact (case_id, municipality, contact_date, heading, heading_search, heading_key, way, notes, \
                   follow_up, created_by, created) \
                   SELECT $1, municipality, $2, $3, $4, $5, $6, $7, $8, $9, $10 FROM activity_case WHERE id = $1 RETURNING id";
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(case.0).bind(contact.date).bind(&contact.heading)
            .bind(search_key(&contact.heading)).bind(title_key(&contact.heading))
            .bind(contact.way.code()).bind(&contact.notes).bind(contact.follow_up).bind(by).bind(at.timestamp_millis())
            .fetch_one(c).await?);
        Ok(ContactId(id))
    }

    /// Closes the open follow-up of the contacts that were made with a case on a day, on the day `closed`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close_follow_up(
        &mut self,
        case: CaseId,
        contact: NaiveDate,
        reason: &str,
        closed: NaiveDate,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE contact SET follow_up_closed = $3, follow_up_closed_search = $4, follow_up_closed_key = $5, \
                   follow_up_closed_on = $6 WHERE case_id = $1 AND contact_date = $2 \
                   AND follow_up IS NOT NULL AND follow_up_closed IS NULL";
        on!(self, c => sqlx::query(sql).bind(case.0).bind(contact).bind(reason)
            .bind(search_key(reason)).bind(title_key(reason)).bind(closed).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Sets fields of a case.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_case_fields(&mut self, case: CaseId, fields: &CaseFields) -> Result<(), StoreError> {
        let sql = "UPDATE activity_case SET occupation = coalesce($2, occupation), caseworker_id = coalesce($3, caseworker_id), \
                   other_schooling_until = coalesce($4, other_schooling_until), living_outside = coalesce($5, living_outside), \
                   notes = coalesce($6, notes), version = version + 1 WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(case.0).bind(fields.occupation.map(Named::code))
            .bind(fields.caseworker.map(|account| account.0)).bind(fields.other_schooling_until)
            .bind(fields.living_outside.map(Named::code)).bind(fields.notes.as_deref()).execute(c).await.map(drop)?);
        // Of the fields, the rules ask for this one.
        match fields.other_schooling_until {
            Some(_) => self.judge_again(Whose::Cases, [case.0]).await,
            None => Ok(()),
        }
    }

    /// Adds a way to reach a person.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_contact_detail(
        &mut self,
        person: PersonId,
        kind: ContactDetailKind,
        value: &str,
        primary: bool,
    ) -> Result<i64, StoreError> {
        let sql = "INSERT INTO contact_detail (person_id, kind, value, is_primary) VALUES ($1, $2, $3, $4) RETURNING id";
        Ok(
            on!(self, c => sqlx::query_scalar(sql).bind(person.0).bind(kind.code()).bind(value).bind(primary).fetch_one(c).await?),
        )
    }

    /// Sets the one postal address that a municipality may enter for a person.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_postal_address(
        &mut self,
        person: PersonId,
        address: &Address,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO address (person_id, kind, care_of, lines, postal_code, city, country) \
                   VALUES ($1, 'postal', $2, $3, $4, $5, $6) ON CONFLICT (person_id, kind) DO UPDATE SET \
                   care_of = excluded.care_of, lines = excluded.lines, postal_code = excluded.postal_code, \
                   city = excluded.city, country = excluded.country";
        on!(self, c => sqlx::query(sql).bind(person.0).bind(&address.care_of).bind(address.lines.join("\n"))
            .bind(&address.postal_code).bind(&address.city).bind(&address.country).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Marks a diploma.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mark_diploma(
        &mut self,
        person: PersonId,
        mark: DiplomaMark,
        on: NaiveDate,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO diploma (person_id, source, kind, marked) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (person_id, source) DO UPDATE SET kind = excluded.kind";
        on!(self, c => sqlx::query(sql).bind(person.0).bind(mark.source.code()).bind(mark.kind.code()).bind(on)
            .execute(c).await.map(drop)?);
        self.judge_again(Whose::People, [person.0]).await
    }

    /// Opens a case by hand. The person counts from then on as having finished compulsory school.
    ///
    /// # Errors
    /// When the database refuses, for instance because the person has an open case already.
    pub async fn enter_case(
        &mut self,
        person: PersonId,
        municipality: MunicipalityCode,
        registered: NaiveDate,
        entered: NaiveDate,
        occupation: OccupationAtRegistration,
    ) -> Result<CaseId, StoreError> {
        let by_hand = "UPDATE person SET entered_by_hand = true WHERE id = $1";
        on!(self, c => sqlx::query(by_hand).bind(person.0).execute(c).await.map(drop)?);
        let sql = "INSERT INTO activity_case (person_id, municipality, registered, origin, entered, occupation, notes, version) \
                   VALUES ($1, $2, $3, 'hand', $4, $5, '', 1) RETURNING id";
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(person.0).bind(municipality.as_str()).bind(registered)
            .bind(entered).bind(occupation.code()).fetch_one(c).await?);
        self.judge_again(Whose::People, [person.0]).await?;
        Ok(CaseId(id))
    }
}
