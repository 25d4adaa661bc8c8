//! A person as the population register tells of them: names, residence, addresses, deregistration, protection.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{language::named, municipality::MunicipalityCode};

/// The parts of a name. Formats: `formats.md` section 3.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// All given names, separated by spaces, in the register's order.
    pub given: String,
    /// Which of the given names is the calling name (*tilltalsnamnsmarkering*): two digits, each the position of a
    /// part, 0 for none. `20` is the second name, `12` the first and second.
    pub calling_mark: Option<u8>,
    /// The middle name, or empty.
    pub middle: String,
    /// The surname, or empty.
    pub surname: String,
}

crate::private_debug!(Name);

impl Name {
    /// The name the person is called by: the marked parts of the given names, or all of them without a usable mark.
    /// The parts of a hyphenated name count one each.
    pub fn calling(&self) -> String {
        let parts: Vec<(usize, &str)> = self
            .given
            .split_whitespace()
            .enumerate()
            .flat_map(|(word, name)| {
                name.split('-').filter(|part| !part.is_empty()).map(move |part| (word, part))
            })
            .collect();
        let part_at = |position: u8| parts.get(usize::from(position).checked_sub(1)?).copied();
        let Some((first, second)) = self.calling_mark.map(|mark| (mark / 10, mark % 10)) else {
            return self.given.clone();
        };
        match (part_at(first), second, part_at(second)) {
            (Some((_, name)), 0, _) => name.to_owned(),
            (Some((word, name)), _, Some((next_word, next))) => {
                let joint = if word == next_word { "-" } else { " " };
                format!("{name}{joint}{next}")
            }
            _ => self.given.clone(),
        }
    }

    /// Calling name, middle name, surname: how the person is addressed.
    pub fn full(&self) -> String {
        join(&[&self.calling(), &self.middle, &self.surname], " ")
    }

    /// Calling name and middle name: what stands beside the surname in lists.
    pub fn before_surname(&self) -> String {
        join(&[&self.calling(), &self.middle], " ")
    }

    /// The first letters of the calling name and of the surname: `V.D.`. What names somebody where no name may stand; empty
    /// for somebody without a name.
    pub fn initials(&self) -> String {
        let first = |text: &str| text.chars().find(|character| character.is_alphabetic());
        let letters = [first(&self.calling()), first(&self.surname)];
        letters.into_iter().flatten().flat_map(|letter| letter.to_uppercase().chain(['.'])).collect()
    }

    /// Surname first, as in lists: `Dahl, Viggo`.
    pub fn listed(&self) -> String {
        join(&[&self.surname, &self.before_surname()], ", ")
    }
}

fn join(parts: &[&str], separator: &str) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(separator)
}

named! {
    /// The kinds of address.
    pub enum AddressKind {
        Registered = "registered", "Folkbokföringsadress", "Registered address";
        SpecialPostal = "special-postal", "Särskild postadress", "Special postal address";
        Abroad = "abroad", "Utlandsadress", "Address abroad";
        Postal = "postal", "Postadress", "Postal address";
    }
}

/// A postal address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Where it comes from and what it is for.
    pub kind: AddressKind,
    /// c/o, or empty.
    pub care_of: String,
    /// The lines of the street address, without empty ones.
    pub lines: Vec<String>,
    /// Five digits, or empty abroad.
    pub postal_code: String,
    /// The post town, or empty abroad.
    pub city: String,
    /// The country, or empty in Sweden.
    pub country: String,
}

crate::private_debug!(Address, kind);

impl Address {
    /// The registered address of several in one line: `Kungsgatan 1, 60224 Norrköping`.
    pub fn registered_line(addresses: &[Self]) -> Option<String> {
        let Self { lines, postal_code, city, .. } =
            addresses.iter().find(|address| address.kind == AddressKind::Registered)?;
        let place = join(&[postal_code, city], " ");
        let parts: Vec<&str> = lines.iter().map(String::as_str).chain([place.as_str()]).collect();
        Some(join(&parts, ", "))
    }
}

/// A stay in a municipality according to the population register, until the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Residence {
    /// Where.
    pub municipality: MunicipalityCode,
    /// From which day; `None` when the register does not tell, which counts as always.
    pub since: Option<NaiveDate>,
}

named! {
    /// Why the population register has ended a registration (*avregistreringsorsak*).
    pub enum DeregistrationCode {
        Dead = "AV", "Avliden", "Dead";
        Emigrated = "UV", "Utvandrad", "Emigrated";
        OldPersonalNumber = "GN", "Gammalt personnummer", "Old personal number";
        OldCoordinationNumber = "GS", "Gammalt samordningsnummer", "Old coordination number";
        Missing = "OB", "Försvunnen", "Missing";
        Technical = "TA", "Teknisk avregistrering", "Technical deregistration";
        Other = "AN", "Annan orsak", "Other reason";
        CancelledCoordinationNumber = "AS", "Avslutat samordningsnummer", "Cancelled coordination number";
        FalseIdentity = "FI", "Falsk identitet", "False identity";
        Unknown = "??", "Okänd kod", "Unknown code";
    }
}

/// The end of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deregistration {
    /// Why.
    pub code: DeregistrationCode,
    /// From which day, that day included; `None` (incomplete or absent) means at once.
    pub date: Option<NaiveDate>,
}

impl Deregistration {
    /// Whether the person has moved to a new number rather than left the register.
    pub const fn is_renumbering(&self) -> bool {
        matches!(self.code, DeregistrationCode::OldPersonalNumber | DeregistrationCode::OldCoordinationNumber)
    }

    /// Whether the person is deregistered on the day.
    pub fn applies_on(&self, date: NaiveDate) -> bool {
        !self.is_renumbering() && self.date.is_none_or(|from| from <= date)
    }
}

/// The marks of protection in the population register. Either one protects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectionMarks {
    /// *Sekretessmarkering*.
    pub confidentiality: bool,
    /// *Skyddad folkbokföring*.
    pub protected_registration: bool,
}

impl ProtectionMarks {
    /// Whether the person is protected.
    pub const fn is_protected(self) -> bool {
        self.confidentiality || self.protected_registration
    }

    /// These marks and others.
    #[must_use]
    pub const fn with(self, others: Self) -> Self {
        Self {
            confidentiality: self.confidentiality || others.confidentiality,
            protected_registration: self.protected_registration || others.protected_registration,
        }
    }
}

/// What the population register has told of where a person is registered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// Whether the register has ever told of the person; a person entered by hand or by a pupil file is unanswered.
    pub answered: bool,
    /// The present stay, if any.
    pub present: Option<Residence>,
    /// Earlier stays, in no order.
    pub earlier: Vec<Residence>,
    /// The end of the registration, if any.
    pub deregistration: Option<Deregistration>,
}

impl Registration {
    /// The stay that holds on a day: the one with the latest beginning that is not after it.
    pub fn residence_on(&self, date: NaiveDate) -> Option<Residence> {
        let begun = |stay: &&Residence| stay.since.is_none_or(|since| since <= date);
        self.present
            .as_ref()
            .filter(begun)
            .or_else(|| self.earlier.iter().filter(begun).max_by_key(|stay| stay.since))
            .copied()
    }

    /// All stays, the earliest first.
    fn stays(&self) -> Vec<Residence> {
        let mut stays: Vec<Residence> = self.earlier.iter().chain(&self.present).copied().collect();
        stays.sort_by_key(|stay| stay.since);
        stays
    }

    /// What a municipality has known of it that the person has left: the stays up to the last one there, and the end of
    /// the registration if it ended there. Where they live now is none of its business.
    pub fn as_left(&self, municipality: MunicipalityCode) -> Self {
        let mut stays = self.stays();
        let here = stays.iter().rposition(|stay| stay.municipality == municipality);
        let ended_here = here.is_some_and(|last| last + 1 == stays.len());
        stays.truncate(here.map_or(0, |last| last + 1));
        let deregistration = self.deregistration.filter(|_| ended_here);
        Self { answered: self.answered, present: None, earlier: stays, deregistration }
    }

    /// The first day that a person who has left a municipality is no longer registered there, when the register tells.
    pub fn left_on(&self, municipality: MunicipalityCode) -> Option<NaiveDate> {
        self.left_after(municipality, NaiveDate::MAX)
    }

    /// The first day that a person was no longer registered in a municipality after their latest stay there that had begun
    /// on `date`, whether or not they have come back since.
    pub fn left_after(&self, municipality: MunicipalityCode, date: NaiveDate) -> Option<NaiveDate> {
        let stays = self.stays();
        let had_begun = |since: Option<NaiveDate>| since.is_none_or(|since| since <= date);
        let here =
            stays.iter().rposition(|stay| stay.municipality == municipality && had_begun(stay.since))?;
        match stays.get(here + 1) {
            Some(next) => next.since,
            None => self.deregistration.and_then(|end| end.date),
        }
    }

    /// Whether the register has told of a day after `date` on which the person moves or is deregistered.
    pub fn changes_after(&self, date: NaiveDate) -> bool {
        let moves = self.present.iter().chain(&self.earlier).filter_map(|stay| stay.since);
        moves.chain(self.deregistration.and_then(|end| end.date)).any(|day| day > date)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::no_mark("Anna Maria", None, "Anna Maria")]
    #[case::second("Anna Maria", Some(20), "Maria")]
    #[case::first_and_second("Anna Maria Eva", Some(12), "Anna Maria")]
    #[case::both_parts_of_a_hyphenated_name("Eva Anna-Karin", Some(23), "Anna-Karin")]
    #[case::one_part_of_a_hyphenated_name("Anna-Karin Eva", Some(20), "Karin")]
    #[case::beyond_the_names("Anna", Some(30), "Anna")]
    fn the_calling_name_follows_its_mark(
        #[case] given: &str,
        #[case] mark: Option<u8>,
        #[case] expected: &str,
    ) {
        let name = Name { given: given.into(), calling_mark: mark, ..Name::default() };
        assert_eq!(name.calling(), expected);
    }

    #[test]
    fn a_missing_part_leaves_no_stray_separator() {
        let name = Name { surname: "Dahl".into(), ..Name::default() };
        assert_eq!((name.full().as_str(), name.listed().as_str()), ("Dahl", "Dahl"));
    }

    #[test]
    fn initials_are_of_the_calling_name_and_the_surname() {
        let name = |given: &str, mark, surname: &str| {
            Name { given: given.into(), calling_mark: mark, middle: "Maria".into(), surname: surname.into() }
                .initials()
        };
        assert_eq!(name("Erik Viggo", Some(20), "Dahl"), "V.D.");
        assert_eq!(name("åsa", None, "’t Hooft"), "Å.T.");
        assert_eq!((name("", None, "Ek"), name("", None, "")), ("E.".into(), String::new()));
    }

    #[test]
    fn whom_somebody_has_left_knows_nothing_of_what_came_later() {
        let day = |text: &str| text.parse().unwrap();
        let stay = |code: &str, since: &str| Residence {
            municipality: code.try_into().unwrap(),
            since: Some(day(since)),
        };
        let [linkoping, norrkoping, motala] = ["0580", "0581", "0583"].map(|code| code.try_into().unwrap());
        let (first, second, third) =
            (stay("0580", "2008-01-01"), stay("0581", "2020-01-01"), stay("0583", "2026-11-01"));
        let died = Deregistration { code: DeregistrationCode::Dead, date: Some(day("2026-11-20")) };
        let registration = Registration {
            answered: true,
            present: Some(third),
            earlier: vec![second, first],
            deregistration: Some(died),
        };
        let known = registration.as_left(norrkoping);
        assert_eq!((known.present, known.deregistration), (None, None));
        assert_eq!(known.earlier, [first, second]);
        assert_eq!(registration.left_on(norrkoping), third.since);
        assert_eq!(registration.as_left(linkoping).earlier, [first]);
        assert_eq!(registration.as_left(motala).deregistration, Some(died));
        assert_eq!(registration.left_on(motala), died.date);
        // They have come back; the stay that was over is over all the same.
        let back = stay("0581", "2026-11-10");
        let returned =
            Registration { present: Some(back), earlier: vec![third, second, first], ..registration.clone() };
        assert_eq!(returned.left_after(norrkoping, day("2026-10-31")), third.since);
        assert_eq!(returned.left_after(norrkoping, day("2026-11-10")), died.date);
        assert_eq!(returned.left_after(norrkoping, day("2019-12-31")), None);
        let unknown = "0180".try_into().unwrap();
        assert_eq!((registration.as_left(unknown).earlier, registration.left_on(unknown)), (vec![], None));
    }

    #[test]
    fn an_earlier_stay_holds_until_the_next_begins() {
        let stay = |code: &str, since: &str| Residence {
            municipality: code.try_into().unwrap(),
            since: since.parse().ok(),
        };
        let registration = Registration {
            answered: true,
            present: Some(stay("0580", "2026-11-10")),
            earlier: vec![stay("0581", "2019-01-01"), stay("0584", "2008-08-17")],
            deregistration: None,
        };
        let on = |date: &str| {
            registration.residence_on(date.parse().unwrap()).map(|stay| stay.municipality.to_string())
        };
        assert_eq!(on("2026-11-10").as_deref(), Some("0580"));
        assert_eq!(on("2026-11-09").as_deref(), Some("0581"));
        assert_eq!(on("2018-12-31").as_deref(), Some("0584"));
        assert_eq!(on("2008-08-16"), None);
    }
}
