//! The individual plans of cases, as part of the work on them (requirement K18).

use chrono::NaiveDate;
use domain::{
    id::{CaseId, IndividualPlanId},
    individual_plan::{IndividualPlan, PlanRefusal},
    operation::EntityKind,
};
use store::{PlanRecord, StoreError, WorkedCase};

use super::{Casework, Decided, Worker};
use crate::fields;

impl Casework {
    /// A plan of a case.
    pub(crate) async fn seen_plan(
        &mut self,
        case: CaseId,
        id: IndividualPlanId,
    ) -> Result<Option<PlanRecord>, StoreError> {
        let plans = self.transaction.plans_of(&self.scope, case).await?;
        Ok(plans.into_iter().find(|record| record.id == id))
    }

    /// Adds a plan to a case.
    ///
    /// # Errors
    /// When the database refuses; the refusal of the plan itself is the inner result.
    pub async fn plan(
        &mut self,
        case: &WorkedCase,
        plan: &IndividualPlan,
        by: Worker<'_>,
    ) -> Decided<IndividualPlanId, PlanRefusal> {
        if let Err(refusals) = plan.check() {
            return Ok(Err(refusals));
        }
        let id = self.transaction.add_plan(case.case.id, plan, by.name, by.at).await?;
        let after = Some(fields::fields(plan));
        let told = fields::change(EntityKind::IndividualPlan, id.0, Some(case.person), None, after);
        self.note(case.municipality, case.person, told);
        Ok(Ok(id))
    }

    /// Changes a plan; where nothing differs, nothing is written.
    ///
    /// # Errors
    /// When the database refuses; the refusal of the change itself is the inner result.
    pub async fn change_plan(
        &mut self,
        record: &PlanRecord,
        after: &IndividualPlan,
        by: Worker<'_>,
    ) -> Decided<(), PlanRefusal> {
        if *after == record.plan {
            return Ok(Ok(()));
        }
        if let Err(refusals) = after.check() {
            return Ok(Err(refusals));
        }
        self.transaction.write_plan((record.id, record.version), after, by.name, by.at).await?;
        let (before, after) = (fields::fields(&record.plan), fields::fields(after));
        let (entity, id) = (EntityKind::IndividualPlan, record.id.0);
        let told = fields::change(entity, id, Some(record.person), Some(before), Some(after));
        self.note(record.municipality, record.person, told);
        Ok(Ok(()))
    }

    /// Evaluates the plan of a case that began on a day, if there is one that nobody has evaluated.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn evaluate_plan_of(
        &mut self,
        case: &WorkedCase,
        start: NaiveDate,
        evaluation: &str,
        by: Worker<'_>,
    ) -> Result<(), StoreError> {
        let plans = self.transaction.plans_of(&self.scope, case.case.id).await?;
        let is_meant =
            |record: &PlanRecord| record.plan.period.start == start && record.plan.evaluation.is_empty();
        if let Some(record) = plans.into_iter().find(is_meant) {
            let after = IndividualPlan { evaluation: evaluation.to_owned(), ..record.plan.clone() };
            let done = self.change_plan(&record, &after, by).await?;
            // Nothing that the rules look at is changed.
            done.map_err(|_| StoreError::Inconsistent("an evaluation is refused".to_owned()))?;
        }
        Ok(())
    }

    /// Removes a plan.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_plan(&mut self, record: &PlanRecord) -> Result<(), StoreError> {
        self.transaction.remove_plan((record.id, record.version)).await?;
        let before = Some(fields::fields(&record.plan));
        let (entity, id) = (EntityKind::IndividualPlan, record.id.0);
        let told = fields::change(entity, id, Some(record.person), before, None);
        self.note(record.municipality, record.person, told);
        Ok(())
    }
}
