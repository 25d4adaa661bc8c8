//! *Radera aktivitetsansvar*: deleting a closed case (requirement K12; seed 001, "Funktioner i Aktivitetsansvar").

use chrono::{Datelike, NaiveDate};

use super::CaseFact;
use crate::{
    access::Permission,
    language::{Language, Message, Named, named},
};

named! {
    /// Why a case cannot be deleted. The name is the whole sentence.
    pub enum RemovalRefusal {
        Open = "case_open",
            "Aktivitetsansvaret pågår och kan inte raderas: nästa körning skulle skapa det på nytt. Bara avslutade kan raderas.",
            "The case is open and cannot be deleted: the next run would open it anew. Only closed ones can be.";
        NotAllowed = "removal_not_allowed",
            "Din roll får inte radera aktivitetsansvar. Be en administratör.",
            "Your role may not delete cases. Ask an administrator.";
    }
}

named! {
    /// What goes with a case that is deleted.
    pub enum Removed {
        Case = "case", "Aktivitetsansvaret med anteckningar och förklaringar", "The case with its notes and explanations";
        Measures = "measures", "Åtgärder", "Measures";
        Contacts = "contacts", "Kontakttillfällen och uppföljningar", "Contacts and follow-ups";
        Plan = "plan", "Individuell plan", "Individual plan";
    }
}

named! {
    /// What stays when a case is deleted.
    pub enum Kept {
        Person = "person", "Personen med adresser, kontaktuppgifter, elevplaceringar och examen", "The person with addresses, contact details, placements and diplomas";
        OtherCases = "other-cases", "Personens övriga aktivitetsansvar", "The person's other cases";
        Journal = "journal", "Loggen över vem som har sett, ändrat och raderat vad", "The log of who has seen, changed and deleted what";
    }
}

/// A case that is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removal {
    /// How many measures go with it.
    pub measures: usize,
    /// Whether it belongs to a half-year that is reported to Statistics Sweden, or was just: the next report then lacks it.
    pub is_reported: bool,
}

impl Message for RemovalRefusal {
    fn message(&self, language: Language) -> String {
        self.name(language).to_owned()
    }
}

/// Decides whether a case can be deleted by somebody who has some permissions.
///
/// # Errors
/// Why not; a button that cannot be pressed shows it.
pub fn remove(
    case: &CaseFact,
    may: impl Fn(Permission) -> bool,
    today: NaiveDate,
) -> Result<Removal, RemovalRefusal> {
    if !may(Permission::DeleteCases) {
        return Err(RemovalRefusal::NotAllowed);
    }
    let Some(deregistered) = case.deregistered else { return Err(RemovalRefusal::Open) };
    Ok(Removal { measures: case.measures.len(), is_reported: deregistered >= latest_half_years(today) })
}

/// The first day of the half-year before the present one: what ended earlier has been reported for good.
fn latest_half_years(today: NaiveDate) -> NaiveDate {
    let (year, month) = if today.month() <= 6 { (today.year() - 1, 7) } else { (today.year(), 1) };
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::{case::CaseOrigin, id::CaseId};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("2026-06-30", "2026-11-21", true)]
    #[case("2026-01-01", "2026-11-21", true)]
    #[case("2025-12-31", "2026-11-21", false)]
    #[case("2025-07-01", "2026-03-01", true)]
    #[case("2025-06-30", "2026-03-01", false)]
    fn whoever_deletes_what_is_reported_is_told(
        #[case] deregistered: &str,
        #[case] today: &str,
        #[case] is_reported: bool,
    ) {
        let case = CaseFact {
            id: CaseId(1),
            registered: day("2025-01-01"),
            deregistered: Some(day(deregistered)),
            origin: CaseOrigin::Run,
            entered: day("2025-01-01"),
            other_schooling_until: None,
            measures: Vec::new(),
        };
        let removal = remove(&case, |_| true, day(today)).unwrap();
        assert_eq!(removal, Removal { measures: 0, is_reported });
    }
}
