//! The note guard: what is written about the person of a case is looked through before it is saved (requirement K21;
//! [`domain::note_guard`] says what is looked for, and why).

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    access::Permission, civic_number::CivicNumber, id::CaseId, language::Named, note_guard,
    note_guard::RiskKind,
};

use crate::{ServiceError, Services, session::Session};

/// How many cases of a note are looked at in a step.
const LOOKED_AT: usize = 100;

/// A text that is to be saved, and what stood there before.
#[derive(Clone, Copy)]
pub struct Note<'a> {
    /// What is to stand there.
    pub text: &'a str,
    /// What stood there when it was seen; nothing in a new record.
    pub before: &'a str,
}

impl Note<'_> {
    /// Whether there is anything new in it.
    fn is_changed(&self) -> bool {
        self.text != self.before && !self.text.trim().is_empty()
    }
}

/// What notes of a case seem to hold that the register may not, of which nobody has said to have read it, each kind once.
/// What stood there before is not asked about again.
///
/// # Errors
/// [`ServiceError::NotFound`] for a case outside the user's scope, [`ServiceError::Forbidden`] for a role that edits none.
pub async fn unread(
    services: &Services,
    session: &Session,
    case: CaseId,
    notes: &[Note<'_>],
    read: &[RiskKind],
) -> Result<Vec<RiskKind>, ServiceError> {
    let notes: Vec<_> = notes.iter().map(|note| (vec![case], *note)).collect();
    let (own, risks) = among(services, session, &notes, read).await?;
    // Where nothing is to be looked at, the case is not either.
    if own.is_some_and(|own| own.is_empty()) { Err(ServiceError::NotFound) } else { Ok(risks) }
}

/// The same of notes for many, each with the cases that it is saved for. What lies outside the user's scope is passed over: the
/// job tells of it. In a note for several people everybody's number is somebody else's; in one of whose people none is there,
/// every number is.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits none.
pub async fn unread_of_many(
    services: &Services,
    session: &Session,
    notes: &[(Vec<CaseId>, Note<'_>)],
    read: &[RiskKind],
) -> Result<Vec<RiskKind>, ServiceError> {
    Ok(among(services, session, notes, read).await?.1)
}

/// The same of somebody who may have no case yet.
pub fn unread_of(
    services: &Services,
    own: CivicNumber,
    notes: &[Note<'_>],
    read: &[RiskKind],
) -> Vec<RiskKind> {
    let found = notes.iter().flat_map(|note| found(services, *note, Some(&own), read));
    once(&found.collect::<Vec<_>>())
}

/// The numbers of the people who were looked at, if anybody had to be, and what was found.
async fn among(
    services: &Services,
    session: &Session,
    notes: &[(Vec<CaseId>, Note<'_>)],
    read: &[RiskKind],
) -> Result<(Option<Vec<CivicNumber>>, Vec<RiskKind>), ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let changed: Vec<_> = notes.iter().filter(|(_, note)| note.is_changed()).collect();
    if changed.is_empty() {
        return Ok((None, Vec::new()));
    }
    let mut connection = services.store.read(&scope).await?;
    let mut own: BTreeMap<CaseId, Option<CivicNumber>> = BTreeMap::new();
    // In steps over all notes at once: a note for many seldom needs more than the first, and most have one case.
    for step in 0.. {
        let wanted = changed.iter().filter(|(cases, _)| people(cases, &own).len() < 2);
        let ids: BTreeSet<CaseId> = wanted
            .flat_map(|(cases, _)| cases.chunks(LOOKED_AT).nth(step).unwrap_or_default())
            .copied()
            .collect();
        if ids.is_empty() {
            break;
        }
        let ids: Vec<CaseId> = ids.into_iter().collect();
        own.extend(ids.iter().map(|id| (*id, None)));
        let cases = connection.worked_cases(&scope, &ids).await?;
        own.extend(cases.into_iter().map(|case| (case.case.id, Some(case.civic_number))));
    }
    let found = changed.into_iter().flat_map(|(cases, note)| {
        let people = people(cases, &own);
        match people.is_empty() {
            true => found(services, *note, None, read),
            false => {
                people.iter().flat_map(|own| found(services, *note, Some(own), read)).collect::<Vec<_>>()
            }
        }
    });
    let found = once(&found.collect::<Vec<_>>());
    Ok((Some(own.into_values().flatten().collect()), found))
}

/// Two different people of cases, of those who have been looked at: enough to find everybody's number. Fewer where there are
/// no more.
fn people<'a>(cases: &[CaseId], own: &'a BTreeMap<CaseId, Option<CivicNumber>>) -> Vec<&'a CivicNumber> {
    let mut people: Vec<&CivicNumber> = Vec::with_capacity(2);
    for number in cases.iter().filter_map(|case| own.get(case)?.as_ref()) {
        if people.len() < 2 && !people.contains(&number) {
            people.push(number);
        }
    }
    people
}

fn found(services: &Services, note: Note<'_>, own: Option<&CivicNumber>, read: &[RiskKind]) -> Vec<RiskKind> {
    note_guard::unread(note.text, note.before, own, services.today(), |kind| read.contains(&kind))
}

/// Each kind once, in their order.
fn once(found: &[RiskKind]) -> Vec<RiskKind> {
    RiskKind::ALL.iter().copied().filter(|kind| found.contains(kind)).collect()
}
