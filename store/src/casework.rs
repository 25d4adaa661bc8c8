//! The cases of people as caseworkers work with them, and what marks a diploma or opens a case by hand.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    case::CaseFact,
    civic_number::CivicNumber,
    contact::registration::ContactedCase,
    diploma::DiplomaMark,
    id::{AccountId, CaseId, PersonId},
    language::Named,
    municipality::MunicipalityCode,
    occupation::OccupationAtRegistration,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    db::on,
    dialect::json_integers,
    policies::municipality,
    population::civic_number,
    register::{CaseFactRow, Whose},
    scope,
};

/// A case that is worked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkedCase {
    /// Whose.
    pub person: PersonId,
    /// The person's number.
    pub civic_number: CivicNumber,
    /// Where.
    pub municipality: MunicipalityCode,
    /// Its caseworker.
    pub caseworker: Option<AccountId>,
    /// What the rules know of the case.
    pub case: CaseFact,
}

impl WorkedCase {
    /// The case as a contact is registered with it.
    pub const fn contacted(&self) -> ContactedCase {
        ContactedCase { id: self.case.id, municipality: self.municipality, caseworker: self.caseworker }
    }

    /// The person's day of birth, where the number tells it.
    pub fn birth(&self) -> Option<NaiveDate> {
        self.civic_number.birth_date()
    }
}

#[derive(sqlx::FromRow)]
struct WorkedRow {
    civic_number: String,
    municipality: String,
    caseworker_id: Option<i64>,
    #[sqlx(flatten)]
    fact: CaseFactRow,
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
    ) -> Result<Vec<WorkedCase>, StoreError> {
        let condition = "a.municipality = $2 AND a.deregistered IS NULL";
        self.cases_worked_with(scope, condition, municipality.to_string()).await
    }

    /// Cases within a scope, open or closed, in the order of their identities. One that is not there is left out.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn worked_cases(
        &mut self,
        scope: &Scope,
        ids: &[CaseId],
    ) -> Result<Vec<WorkedCase>, StoreError> {
        let condition = format!("a.id IN {}", self.database().integers("$2"));
        self.cases_worked_with(scope, &condition, json_integers(ids.iter().map(|id| id.0))).await
    }

    /// The cases within a scope of which a condition on the second parameter holds.
    async fn cases_worked_with(
        &mut self,
        scope: &Scope,
        condition: &str,
        asked: String,
    ) -> Result<Vec<WorkedCase>, StoreError> {
        let within = scope::of_cases(self.database(), scope, "$1");
        let sql = format!(
            "SELECT a.id, a.person_id, p.civic_number, a.municipality, a.caseworker_id, a.registered, a.deregistered, \
             a.origin, a.entered, a.other_schooling_until FROM activity_case a JOIN person p ON p.id = a.person_id \
             WHERE {condition} AND {within} ORDER BY a.id"
        );
        let rows: Vec<WorkedRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(asked)
            .fetch_all(c).await?);
        let ids: Vec<i64> = rows.iter().map(|row| row.fact.id).collect();
        let mut measures = std::collections::BTreeMap::new();
        for batch in ids.chunks(2000) {
            measures.append(&mut self.measure_facts(batch).await?);
        }
        rows.into_iter()
            .map(|row| {
                let (person, id) = (PersonId(row.fact.person_id), row.fact.id);
                Ok(WorkedCase {
                    person,
                    civic_number: civic_number(&row.civic_number)?,
                    municipality: municipality(&row.municipality)?,
                    caseworker: row.caseworker_id.map(AccountId),
                    case: row.fact.fact(measures.remove(&id).unwrap_or_default())?,
                })
            })
            .collect()
    }
}

impl OperationTransaction {
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

    /// Removes a case with everything that stands in it: measures, contacts, its row in the lists.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_case(&mut self, person: PersonId, case: CaseId) -> Result<(), StoreError> {
        let sql = "DELETE FROM activity_case WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(case.0).execute(c).await.map(drop)?);
        // That a case was closed on a day keeps the run of the same day from opening another.
        self.judge_again(Whose::People, [person.0]).await
    }
}
