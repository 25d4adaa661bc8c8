//! Deleting a case with everything that stands in it (requirement K12).

use domain::operation::EntityKind;
use serde_json::{Value, json};
use store::{ContactRecord, PlanRecord, Responsibility, SeenMeasure, StoreError, WorkedCase};

use super::Casework;
use crate::{fields, removal::Removed};

impl Casework {
    /// Deletes a case, with everything that stands in it; each thing is told with what it held.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn remove_case(
        &mut self,
        case: &WorkedCase,
        present: &Responsibility,
    ) -> Result<Removed, StoreError> {
        let id = case.case.id;
        let measures = self.transaction.seen_measures(&self.scope, id).await?;
        let measures: Vec<SeenMeasure> = measures.into_iter().filter(|seen| seen.case == id).collect();
        let contacts = self.transaction.edited_contacts_of(&self.scope, id).await?;
        let plans = self.transaction.plans_of(&self.scope, id).await?;
        self.transaction.remove_case(case.person, id).await?;
        let whose = Some(case.person);
        for SeenMeasure { measure, .. } in &measures {
            let before = Some(fields::fields(&measure.values));
            let told = fields::change(EntityKind::Measure, measure.id.0, whose, before, None);
            self.note(case.municipality, case.person, told);
        }
        for ContactRecord { contact, .. } in &contacts {
            let before = Some(fields::fields(&contact.values));
            let told = fields::change(EntityKind::Contact, contact.id.0, whose, before, None);
            self.note(case.municipality, case.person, told);
        }
        for PlanRecord { id, plan, .. } in &plans {
            let before = Some(fields::fields(plan));
            let told = fields::change(EntityKind::IndividualPlan, id.0, whose, before, None);
            self.note(case.municipality, case.person, told);
        }
        let mut before = fields::fields(&present.values.case);
        before.insert("notes".to_owned(), Value::from(present.values.notes.as_str()));
        before.insert("deregistered".to_owned(), json!(case.case.deregistered));
        let told = fields::change(EntityKind::Case, id.0, whose, Some(before), None);
        self.note(case.municipality, case.person, told);
        Ok(Removed { measures: measures.len(), contacts: contacts.len() })
    }
}
