//! Registering a contact, with one case or with many (`rules.md` section 6; seed 001, "Registrera kontakttillfälle").

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{ContactRefusal, NewContact, form::ContactRequest};
use crate::{
    id::{AccountId, CaseId},
    many::Many,
    municipality::MunicipalityCode,
};

/// A case that a contact is registered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContactedCase {
    /// Which case, open or closed: whoever has left may still be written to.
    pub id: CaseId,
    /// Where.
    pub municipality: MunicipalityCode,
    /// Its caseworker.
    pub caseworker: Option<AccountId>,
}

/// A contact that is registered, and what that does to its case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The contact.
    pub contact: NewContact,
    /// The caseworker that the case gets, where that is another one than it has.
    pub caseworker: Option<AccountId>,
}

/// Decides whether a contact can be registered with a case.
///
/// # Errors
/// Everything that is wrong with it, never empty.
pub fn register(
    case: &ContactedCase,
    request: &ContactRequest,
    today: NaiveDate,
    is_user: impl Fn(AccountId, MunicipalityCode) -> bool,
) -> Result<Registration, Vec<ContactRefusal>> {
    let mut refusals = dates(request.contact.date, request.contact.follow_up, today);
    let caseworker = request.caseworker.filter(|account| case.caseworker != Some(*account));
    if caseworker.is_some_and(|account| !is_user(account, case.municipality)) {
        refusals.push(ContactRefusal::CaseworkerElsewhere);
    }
    if refusals.is_empty() {
        Ok(Registration { contact: request.contact.clone(), caseworker })
    } else {
        Err(refusals)
    }
}

/// Decides about the same contact with each of many cases. A case that is chosen several times, as several of its
/// follow-ups may be, gets one contact.
pub fn register_many<'a>(
    cases: impl IntoIterator<Item = &'a ContactedCase>,
    request: &ContactRequest,
    today: NaiveDate,
    is_user: impl Fn(AccountId, MunicipalityCode) -> bool,
) -> Many<Registration, ContactRefusal> {
    let mut seen = HashSet::new();
    cases
        .into_iter()
        .filter(|case| seen.insert(case.id))
        .map(|case| (case.id, register(case, request, today, &is_user)))
        .collect()
}

/// What is wrong with the days of a contact: it has been made, and is followed up afterwards.
pub(super) fn dates(date: NaiveDate, follow_up: Option<NaiveDate>, today: NaiveDate) -> Vec<ContactRefusal> {
    let ahead = (date > today).then_some(ContactRefusal::DateAhead);
    let before = follow_up.filter(|due| *due < date).map(|_| ContactRefusal::FollowUpBeforeContact);
    ahead.into_iter().chain(before).collect()
}
