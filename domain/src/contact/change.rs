//! Changing a contact that is registered, its follow-up with it (seed 001, "Uppföljning").

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ContactField, ContactRefusal, ContactWay, NewContact, registration::dates};
use crate::{
    follow_up::FollowUp,
    id::{CaseId, ContactId},
    municipality::MunicipalityCode,
    record::{FieldValue, Record},
};

/// What the fields of a registered contact hold.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactValues {
    /// When it was made.
    pub date: NaiveDate,
    /// The heading.
    pub heading: String,
    /// How it was made.
    pub way: ContactWay,
    /// What was said; never leaves the municipality.
    pub notes: String,
    /// What lies ahead of it.
    pub follow_up: FollowUp,
}

crate::private_debug!(ContactValues, date, way);

impl From<NewContact> for ContactValues {
    fn from(NewContact { date, heading, way, notes, follow_up }: NewContact) -> Self {
        let follow_up = follow_up.map_or(FollowUp::None, FollowUp::Due);
        Self { date, heading, way, notes, follow_up }
    }
}

/// A registered contact as it is to be changed.
#[derive(Clone, PartialEq, Eq)]
pub struct EditedContact {
    /// Which contact.
    pub id: ContactId,
    /// The case it was made with.
    pub case: CaseId,
    /// Where; nobody else sees it.
    pub municipality: MunicipalityCode,
    /// How many times it has been written: whoever has seen another one has seen something else (requirement K17).
    pub version: i64,
    /// What its fields hold.
    pub values: ContactValues,
}

crate::private_debug!(EditedContact, id, case, municipality, version);

/// Decides what a contact holds after a change; the same values when nothing differs. Only what differs is judged.
///
/// # Errors
/// Everything that is wrong with it, never empty.
pub fn change(
    contact: &EditedContact,
    after: &ContactValues,
    today: NaiveDate,
) -> Result<ContactValues, Vec<ContactRefusal>> {
    let before = &contact.values;
    let days = |values: &ContactValues| (values.date, values.follow_up.due());
    let mut refusals = Vec::new();
    if days(before) != days(after) {
        let is_same_date = before.date == after.date;
        refusals.extend(
            dates(after.date, after.follow_up.due(), today)
                .into_iter()
                .filter(|refusal| !(is_same_date && *refusal == ContactRefusal::DateAhead)),
        );
    }
    if refusals.is_empty() { Ok(after.clone()) } else { Err(refusals) }
}

/// The fields that are stored of a contact: the caseworker is the case's.
impl Record for ContactValues {
    type Field = ContactField;

    fn value(&self, field: ContactField) -> FieldValue {
        match field {
            ContactField::Date => FieldValue::Day(self.date),
            ContactField::Heading => FieldValue::text(&self.heading),
            ContactField::Way => FieldValue::choice(Some(self.way)),
            ContactField::Notes => FieldValue::text(&self.notes),
            ContactField::FollowUp => FieldValue::day(self.follow_up.due()),
            ContactField::Closed => FieldValue::text(self.follow_up.reason().unwrap_or_default()),
            // Whether it is followed up is whether there is a day for it.
            ContactField::FollowsUp | ContactField::Caseworker => FieldValue::Empty,
        }
    }

    fn take(&mut self, from: &Self, field: ContactField) {
        match field {
            ContactField::Date => self.date = from.date,
            ContactField::Heading => self.heading.clone_from(&from.heading),
            ContactField::Way => self.way = from.way,
            ContactField::Notes => self.notes.clone_from(&from.notes),
            ContactField::FollowUp => self.follow_up = self.follow_up.due_on(from.follow_up.due()),
            ContactField::Closed => {
                self.follow_up = match (self.follow_up.due(), &from.follow_up) {
                    (Some(due), FollowUp::Closed { on, reason, .. }) => {
                        FollowUp::Closed { due, on: *on, reason: reason.clone() }
                    }
                    (due, _) => due.map_or(FollowUp::None, FollowUp::Due),
                }
            }
            ContactField::FollowsUp | ContactField::Caseworker => {}
        }
    }

    /// The day of following up and why it is closed tell one thing.
    fn go_together(one: ContactField, other: ContactField) -> bool {
        let follows_up = |field| matches!(field, ContactField::FollowUp | ContactField::Closed);
        follows_up(one) && follows_up(other)
    }
}
