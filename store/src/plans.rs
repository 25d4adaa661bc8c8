//! Individual plans of cases: their reading and their writing.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    id::{CaseId, IndividualPlanId, PersonId},
    individual_plan::IndividualPlan,
    municipality::MunicipalityCode,
    period::Period,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError, accounts::instant, db::on, measures::all_written,
    policies::municipality, scope,
};

/// A plan with whose it is.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanRecord {
    /// Which one.
    pub id: IndividualPlanId,
    /// Of which case.
    pub case: CaseId,
    /// Whose.
    pub person: PersonId,
    /// Of which municipality.
    pub municipality: MunicipalityCode,
    /// How many times it has been written.
    pub version: i64,
    /// What it says.
    pub plan: IndividualPlan,
    /// Who made it, and when.
    pub created: (String, DateTime<Utc>),
    /// Who changed it last, and when.
    pub changed: Option<(String, DateTime<Utc>)>,
}

domain::private_debug!(PlanRecord, id, case, version);

#[derive(sqlx::FromRow)]
struct PlanRow {
    id: i64,
    case_id: i64,
    person_id: i64,
    municipality: String,
    version: i64,
    goal: String,
    by_person: String,
    by_municipality: String,
    by_others: String,
    start_date: NaiveDate,
    end_date: Option<NaiveDate>,
    evaluate_on: NaiveDate,
    evaluation: String,
    created_by: String,
    created: i64,
    changed_by: Option<String>,
    changed: Option<i64>,
}

impl PlanRow {
    fn record(self) -> Result<PlanRecord, StoreError> {
        Ok(PlanRecord {
            id: IndividualPlanId(self.id),
            case: CaseId(self.case_id),
            person: PersonId(self.person_id),
            municipality: municipality(&self.municipality)?,
            version: self.version,
            plan: IndividualPlan {
                goal: self.goal,
                person: self.by_person,
                municipality: self.by_municipality,
                others: self.by_others,
                period: Period::new(self.start_date, self.end_date),
                evaluate_on: self.evaluate_on,
                evaluation: self.evaluation,
            },
            created: (self.created_by, instant(self.created)),
            changed: self.changed_by.zip(self.changed.map(instant)),
        })
    }
}

impl Connection {
    /// The plans of a case within a scope, the latest first: of no other case of the person's, so that what one municipality
    /// has planned stays with it (`product.md` K13).
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn plans_of(&mut self, scope: &Scope, case: CaseId) -> Result<Vec<PlanRecord>, StoreError> {
        let within = scope::of_cases(self.database(), scope, "$1");
        let sql = format!(
            "SELECT i.id, i.case_id, a.person_id, a.municipality, i.version, i.goal, i.by_person, i.by_municipality, \
             i.by_others, i.start_date, i.end_date, i.evaluate_on, i.evaluation, i.created_by, i.created, i.changed_by, \
             i.changed FROM individual_plan i JOIN activity_case a ON a.id = i.case_id JOIN person p ON p.id = a.person_id \
             WHERE i.case_id = $2 AND {within} ORDER BY i.start_date DESC, i.id DESC"
        );
        let rows: Vec<PlanRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(case.0)
            .fetch_all(c).await?);
        rows.into_iter().map(PlanRow::record).collect()
    }
}

impl OperationTransaction {
    /// Adds a plan to a case.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_plan(
        &mut self,
        case: CaseId,
        plan: &IndividualPlan,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<IndividualPlanId, StoreError> {
        let sql = "INSERT INTO individual_plan (case_id, goal, by_person, by_municipality, by_others, start_date, end_date, \
                   evaluate_on, evaluation, created_by, created) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
                   RETURNING id";
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(case.0).bind(&plan.goal).bind(&plan.person)
            .bind(&plan.municipality).bind(&plan.others).bind(plan.period.start).bind(plan.period.end)
            .bind(plan.evaluate_on).bind(&plan.evaluation).bind(by).bind(at.timestamp_millis()).fetch_one(c).await?);
        Ok(IndividualPlanId(id))
    }

    /// Writes what a plan says from now on, one version on.
    ///
    /// # Errors
    /// When the database refuses, and when it is no longer of the version that was read: in a transaction that has locked
    /// the register that cannot be.
    pub async fn write_plan(
        &mut self,
        (id, version): (IndividualPlanId, i64),
        plan: &IndividualPlan,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE individual_plan SET goal = $3, by_person = $4, by_municipality = $5, by_others = $6, \
                   start_date = $7, end_date = $8, evaluate_on = $9, evaluation = $10, changed_by = $11, changed = $12, \
                   version = version + 1 WHERE id = $1 AND version = $2";
        let written = on!(self, c => sqlx::query(sql).bind(id.0).bind(version).bind(&plan.goal).bind(&plan.person)
            .bind(&plan.municipality).bind(&plan.others).bind(plan.period.start).bind(plan.period.end)
            .bind(plan.evaluate_on).bind(&plan.evaluation).bind(by).bind(at.timestamp_millis())
            .execute(c).await?.rows_affected());
        all_written(written, 1)
    }

    /// Removes a plan.
    ///
    /// # Errors
    /// As [`Self::write_plan`].
    pub async fn remove_plan(&mut self, (id, version): (IndividualPlanId, i64)) -> Result<(), StoreError> {
        let sql = "DELETE FROM individual_plan WHERE id = $1 AND version = $2";
        let removed =
            on!(self, c => sqlx::query(sql).bind(id.0).bind(version).execute(c).await?.rows_affected());
        all_written(removed, 1)
    }
}
