//! How people are reached: their ways to be reached, and the postal address that a municipality has set.

use domain::{
    contact::detail::{self, Detail, DetailRefusal, NewDetail},
    id::{CaseId, ContactDetailId},
    operation::EntityKind,
    person::Address,
};
use store::{DetailRecord, ReachedPerson, StoreError};

use super::{Casework, Decided};
use crate::fields;

impl Casework {
    /// The person of a case, as one who may be reached.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn reached(&mut self, case: CaseId) -> Result<Option<ReachedPerson>, StoreError> {
        self.transaction.reached_person(&self.scope, case).await
    }

    /// Adds a way to reach a person, or makes one of those there what it is to be. The others are no longer the easiest
    /// where this one is.
    ///
    /// # Errors
    /// When the database refuses; the refusal of the way itself is the inner result.
    pub async fn detail(
        &mut self,
        person: &ReachedPerson,
        changed: Option<&DetailRecord>,
        new: NewDetail,
    ) -> Decided<ContactDetailId, DetailRefusal> {
        let existing: Vec<Detail> = person.details.iter().map(|record| record.detail.clone()).collect();
        let plan = match detail::plan(&existing, changed.map(|record| record.detail.id), new) {
            Ok(plan) => plan,
            Err(refusal) => return Ok(Err(vec![refusal])),
        };
        for after in &plan.demoted {
            if let Some(record) = person.details.iter().find(|record| record.detail.id == after.id) {
                self.write_detail(person, record, after).await?;
            }
        }
        let id = match changed {
            Some(record) => {
                let after = Detail::of(record.detail.id, &plan.detail);
                if after != record.detail {
                    self.write_detail(person, record, &after).await?;
                }
                after.id
            }
            None => {
                let mut after = Detail::of(ContactDetailId(0), &plan.detail);
                after.id = self.transaction.add_contact_detail(person.person, &after).await?;
                self.tell_of_detail(person, after.id, None, Some(&after));
                after.id
            }
        };
        Ok(Ok(id))
    }

    async fn write_detail(
        &mut self,
        person: &ReachedPerson,
        record: &DetailRecord,
        after: &Detail,
    ) -> Result<(), StoreError> {
        self.transaction.write_contact_detail(after, record.version).await?;
        self.tell_of_detail(person, after.id, Some(&record.detail), Some(after));
        Ok(())
    }

    /// Removes a way to reach a person.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_detail(
        &mut self,
        person: &ReachedPerson,
        record: &DetailRecord,
    ) -> Result<(), StoreError> {
        self.transaction.remove_contact_detail((record.detail.id, record.version)).await?;
        self.tell_of_detail(person, record.detail.id, Some(&record.detail), None);
        Ok(())
    }

    fn tell_of_detail(
        &mut self,
        person: &ReachedPerson,
        id: ContactDetailId,
        before: Option<&Detail>,
        after: Option<&Detail>,
    ) {
        let told = |detail: &Detail| {
            let mut told = fields::fields(detail);
            told.remove("id");
            told
        };
        let (entity, whose) = (EntityKind::ContactDetail, Some(person.person));
        let change = fields::change(entity, id.0, whose, before.map(told), after.map(told));
        self.note(person.municipality, person.person, change);
    }

    /// Sets the postal address of a person, or removes it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn postal_address(
        &mut self,
        person: &ReachedPerson,
        after: Option<&Address>,
    ) -> Result<(), StoreError> {
        let before = person.postal_address.as_ref().map(|(address, _)| address);
        if before == after {
            return Ok(());
        }
        match after {
            Some(address) => {
                self.transaction.set_postal_address(person.person, person.municipality, address).await?
            }
            None => self.transaction.remove_postal_address(person.person).await?,
        }
        let (entity, whose) = (EntityKind::Address, Some(person.person));
        let [before, after] = [before, after].map(|address| address.map(fields::fields));
        let change = fields::change(entity, person.person.0, whose, before, after);
        self.note(person.municipality, person.person, change);
        Ok(())
    }
}
