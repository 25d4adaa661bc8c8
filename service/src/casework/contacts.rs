//! Contacts with people and their follow-ups, one and many.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::{
    case::change::CaseValues,
    contact::{
        ContactRefusal,
        change::ContactValues,
        form::ContactRequest,
        registration::{Registration, register_many},
    },
    follow_up::{
        FollowUp,
        closing::{ClosingForm, ClosingPlan, close},
    },
    id::{AccountId, CaseId, ContactId},
    many::Many,
    operation::EntityKind,
};
use store::{ContactRecord, StoreError, WorkedCase};

use super::{BATCH, Casework, Decided, Worker};
use crate::fields;

impl Casework {
    /// Registers a contact, and gives the case the caseworker that is asked for with it.
    ///
    /// # Errors
    /// When the database refuses; the refusal of the contact itself is the inner result.
    pub async fn contact(
        &mut self,
        case: &mut WorkedCase,
        request: &ContactRequest,
        by: Worker<'_>,
    ) -> Decided<ContactId, ContactRefusal> {
        let mut many = self.contacts(std::slice::from_ref(case), request, by).await?;
        if let Some((_, refusals)) = many.refused.pop() {
            return Ok(Err(refusals));
        }
        case.caseworker = request.caseworker.or(case.caseworker);
        let lost = || StoreError::Inconsistent("a contact without identity".to_owned());
        many.planned.pop().map(|(_, id)| Ok(id)).ok_or_else(lost)
    }

    /// Changes a contact; where nothing differs, nothing is written.
    ///
    /// # Errors
    /// When the database refuses; the refusal of the change itself is the inner result.
    pub async fn change_contact(
        &mut self,
        record: &ContactRecord,
        after: &ContactValues,
        by: Worker<'_>,
    ) -> Decided<(), ContactRefusal> {
        let after = match domain::contact::change::change(&record.contact, after, by.date) {
            Ok(after) => after,
            Err(refusals) => return Ok(Err(refusals)),
        };
        if after != record.contact.values {
            self.write_contacts(&[(record, after)], by).await?;
        }
        Ok(Ok(()))
    }

    async fn write_contacts(
        &mut self,
        contacts: &[(&ContactRecord, ContactValues)],
        by: Worker<'_>,
    ) -> Result<(), StoreError> {
        let writes: Vec<_> = contacts
            .iter()
            .map(|(record, after)| (record.contact.id, record.contact.version, after.clone()))
            .collect();
        for writes in writes.chunks(BATCH) {
            self.transaction.write_contacts(writes, by.name, by.at).await?;
        }
        for (ContactRecord { person, contact }, after) in contacts {
            let (before, after) = (fields::fields(&contact.values), fields::fields(after));
            let (entity, id) = (EntityKind::Contact, contact.id.0);
            let told = fields::change(entity, id, Some(*person), Some(before), Some(after));
            self.note(contact.municipality, *person, told);
        }
        Ok(())
    }

    /// Removes a contact.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_contact(&mut self, record: &ContactRecord) -> Result<(), StoreError> {
        let ContactRecord { person, contact } = record;
        self.transaction.remove_contact((contact.id, contact.version)).await?;
        let before = Some(fields::fields(&contact.values));
        let told = fields::change(EntityKind::Contact, contact.id.0, Some(*person), before, None);
        self.note(contact.municipality, *person, told);
        Ok(())
    }

    /// Closes the follow-ups of contacts that can be closed, with the reasons that a form gives.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close_follow_ups(
        &mut self,
        contacts: &[ContactRecord],
        form: &ClosingForm,
        by: Worker<'_>,
    ) -> Result<ClosingPlan, StoreError> {
        let chosen = contacts.iter().map(|record| (record.contact.id, &record.contact.values.follow_up));
        let plan = close(chosen, form, by.date);
        let closed: HashMap<ContactId, &FollowUp> =
            plan.closed.iter().map(|(id, closed)| (*id, closed)).collect();
        let writes: Vec<_> = contacts
            .iter()
            .filter_map(|record| {
                let follow_up = (*closed.get(&record.contact.id)?).clone();
                Some((record, ContactValues { follow_up, ..record.contact.values.clone() }))
            })
            .collect();
        self.write_contacts(&writes, by).await?;
        Ok(plan)
    }

    /// Closes the open follow-ups of the contacts that were made with a case on a day.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close_follow_ups_of(
        &mut self,
        case: &WorkedCase,
        contact: NaiveDate,
        reason: &str,
        by: Worker<'_>,
    ) -> Result<(), StoreError> {
        let mut contacts = self.transaction.edited_contacts_of(&self.scope, case.case.id).await?;
        contacts.retain(|record| record.contact.values.date == contact);
        let form = ClosingForm { top: reason.to_owned(), rows: BTreeMap::new() };
        self.close_follow_ups(&contacts, &form, by).await.map(drop)
    }

    /// Registers the same contact with each of many cases, none of which is named twice, and gives them the caseworker that
    /// is asked for with it.
    pub(crate) async fn contacts(
        &mut self,
        cases: &[WorkedCase],
        request: &ContactRequest,
        by: Worker<'_>,
    ) -> Result<Many<ContactId, ContactRefusal>, StoreError> {
        self.know_users(cases.iter().map(|case| case.municipality), by.date()).await?;
        let contacted: Vec<_> = cases.iter().map(WorkedCase::contacted).collect();
        let is_user = |account, municipality| self.is_user(account, municipality);
        let Many { planned, refused } = register_many(&contacted, request, by.date, is_user);
        let with: Vec<CaseId> = planned.iter().map(|(case, _)| *case).collect();
        let ids = self.transaction.add_contacts(&with, &request.contact, by.name, by.at).await?;
        let values = ContactValues::from(request.contact.clone());
        let by_id: HashMap<CaseId, &WorkedCase> = cases.iter().map(|case| (case.case.id, case)).collect();
        for (case, id) in with.iter().zip(&ids) {
            let Some(case) = by_id.get(case) else { continue };
            let after = Some(fields::fields(&values));
            let told = fields::change(EntityKind::Contact, id.0, Some(case.person), None, after);
            self.note(case.municipality, case.person, told);
        }
        self.give(&planned).await?;
        Ok(Many { planned: with.into_iter().zip(ids).collect(), refused })
    }

    /// Gives cases the caseworkers that come with their contacts.
    async fn give(&mut self, planned: &[(CaseId, Registration)]) -> Result<(), StoreError> {
        let given: HashMap<CaseId, AccountId> =
            planned.iter().filter_map(|(case, contact)| Some((*case, contact.caseworker?))).collect();
        if given.is_empty() {
            return Ok(());
        }
        let ids: Vec<CaseId> = given.keys().copied().collect();
        let found = self.transaction.edited_cases(&self.scope, &ids).await?;
        let writes: Vec<_> = found
            .into_iter()
            .map(|case| {
                let values = CaseValues { caseworker: given.get(&case.id).copied(), ..case.values };
                (case, values)
            })
            .collect();
        self.write_values(&writes).await
    }
}
