//! What becomes of notices from schools, as part of the work on cases (requirement K19).

use domain::{
    contact::form::ContactRequest,
    id::{CaseId, ContactId, NoticeId, PersonId},
    language::{Language, Named},
    operation::EntityKind,
    school_notice::{Notice, NoticeState},
};
use serde_json::{Map, Value};
use store::{NewNotice, NoticeRecord, Notices, StoreError, WorkedCase};

use super::{Casework, Worker};
use crate::fields;

impl Casework {
    /// Puts a notice of a school into the inbox of the municipality of a case, whose person it is about.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn notice(
        &mut self,
        case: &WorkedCase,
        notice: &Notice,
        by: Worker<'_>,
    ) -> Result<NoticeId, StoreError> {
        let (name, at) = by.signature();
        let new = NewNotice { municipality: case.municipality, notice, by: (name, None), at };
        let (id, person) = self.transaction.add_notice(new).await?;
        let after = Some(told(notice, person.is_some()));
        let change = fields::change(EntityKind::SchoolNotice, id.0, person, None, after);
        self.note(case.municipality, case.person, change);
        Ok(id)
    }

    /// Makes a contact of a notice that waits, in the case that it is about; where the rules refuse one, it goes on waiting.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn make_contact_of(
        &mut self,
        case: &mut WorkedCase,
        id: NoticeId,
        language: Language,
        by: Worker<'_>,
    ) -> Result<(), StoreError> {
        let Some(record) = self.seen_notice(id).await? else { return Ok(()) };
        let contact = record.notice.contact(by.date(), language);
        let request = ContactRequest { contact, caseworker: None };
        if let Ok(contact) = self.contact(case, &request, by).await? {
            self.notice_became(&record, (case.person, case.case.id, contact), by).await?;
        }
        Ok(())
    }

    /// A notice within reach.
    pub(crate) async fn seen_notice(&mut self, id: NoticeId) -> Result<Option<NoticeRecord>, StoreError> {
        Ok(self.transaction.notices(&self.scope, Notices::One(id), (0, 1)).await?.pop())
    }

    /// Notes that a notice about a person has become a contact.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn notice_became(
        &mut self,
        record: &NoticeRecord,
        (person, case, contact): (PersonId, CaseId, ContactId),
        by: Worker<'_>,
    ) -> Result<(), StoreError> {
        let state = NoticeState::Contact(case, contact);
        self.transaction.handle_notice(record.id, &state, by.name, by.at).await?;
        let mut after = Map::from_iter([("state".to_owned(), Value::from("contact"))]);
        after.insert("contact".to_owned(), Value::from(contact.0));
        let (entity, id) = (EntityKind::SchoolNotice, record.id.0);
        let told = fields::change(entity, id, Some(person), Some(waiting()), Some(after));
        self.note(record.municipality, person, told);
        Ok(())
    }
}

/// How the journal tells of a notice that waits.
pub(crate) fn waiting() -> Map<String, Value> {
    Map::from_iter([("state".to_owned(), Value::from("waiting"))])
}

/// What the journal tells of a notice: all of it of a person, and of nobody whom nobody knows more than what it is, for there
/// is no key of theirs to hide it with.
pub(crate) fn told(record: &Notice, is_of_a_person: bool) -> Map<String, Value> {
    let mut told = waiting();
    if is_of_a_person {
        told.append(&mut fields::fields(record));
    } else {
        told.insert("kind".to_owned(), Value::from(record.kind.code()));
    }
    told
}
