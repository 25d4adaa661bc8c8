//! Changing a contact that is registered, its follow-up with it (seed 001, "Uppföljning").

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ContactRefusal, ContactWay, registration::dates};
use crate::{
    follow_up::FollowUp,
    id::{CaseId, ContactId},
    municipality::MunicipalityCode,
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
        let was_ahead = before.date == after.date;
        refusals.extend(
            dates(after.date, after.follow_up.due(), today)
                .into_iter()
                .filter(|refusal| !(was_ahead && *refusal == ContactRefusal::DateAhead)),
        );
    }
    if refusals.is_empty() { Ok(after.clone()) } else { Err(refusals) }
}
