//! What is found, and which of it is shown first.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::{Asked, grade::distance};
use crate::{
    access::Permission,
    case::CaseStatus,
    civic_number::CivicNumber,
    id::{CaseId, PersonId, UnitId},
    language::{Language, Named},
    municipality::MunicipalityCode,
    organisation::Validity,
    product_page::ProductPage,
    text::search_key,
};

/// How many people are shown at most.
pub const MOST_PEOPLE: usize = 8;
/// How many people who are not in the register are shown at most.
pub const MOST_OTHERS: usize = 5;
/// How many units are shown at most.
pub const MOST_UNITS: usize = 5;

/// Somebody who is found, by a case within reach.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonHit {
    /// Who.
    pub person: PersonId,
    /// The case.
    pub case: CaseId,
    /// The number.
    pub civic_number: CivicNumber,
    /// The surname.
    pub surname: String,
    /// The name before the surname.
    pub given_name: String,
    /// The bytes that order names as Swedish does.
    pub order: Vec<u8>,
    /// The status of the case.
    pub status: CaseStatus,
    /// Since when.
    pub registered: NaiveDate,
    /// Where.
    pub municipality: MunicipalityCode,
}

crate::private_debug!(PersonHit, person, case);

impl PersonHit {
    /// Surname first, as in lists: `Dahl, Viggo`.
    pub fn name(&self) -> String {
        [&self.surname, &self.given_name]
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn is_closed(&self) -> bool {
        self.status == CaseStatus::Closed
    }
}

/// Somebody who lives within reach and has no case there.
#[derive(Clone, PartialEq, Eq)]
pub struct OtherHit {
    /// Who.
    pub person: PersonId,
    /// The number.
    pub civic_number: CivicNumber,
    /// The name, surname first.
    pub name: String,
    /// Where they live.
    pub municipality: MunicipalityCode,
}

crate::private_debug!(OtherHit, person);

/// A school unit that is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitHit {
    /// Which unit.
    pub id: UnitId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The name of its organiser.
    pub organiser: String,
    /// The days it is in use.
    pub validity: Validity,
}

/// Everything that is found, the best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// People.
    pub people: Vec<PersonHit>,
    /// People who are not in the register.
    pub others: Vec<OtherHit>,
    /// School units.
    pub units: Vec<UnitHit>,
    /// Pages of the product.
    pub pages: Vec<ProductPage>,
    /// Whether more people or units answer than are shown.
    pub has_more: bool,
}

/// The people of some cases, each by the open case or else the latest: who is called just so first, open cases before
/// closed ones, and then by name.
pub fn best_people(asked: &Asked, mut cases: Vec<PersonHit>) -> Vec<PersonHit> {
    cases.sort_by_key(|hit| (hit.person, hit.is_closed(), Reverse((hit.registered, hit.case))));
    cases.dedup_by_key(|hit| hit.person);
    cases.sort_by_cached_key(|hit| {
        let texts =
            [&hit.surname, &hit.given_name, &hit.civic_number.to_string()].map(|text| search_key(text));
        // A number that is written in another way stands nowhere, as do all that begin with it.
        let distance = distance(asked.words(), &texts).unwrap_or_default();
        (distance, hit.is_closed(), hit.order.clone(), hit.person)
    });
    cases
}

/// The units that are called as asked, those in use on the day first.
pub fn best_units(asked: &Asked, units: Vec<UnitHit>, today: NaiveDate) -> Vec<UnitHit> {
    let mut found: Vec<_> = units
        .into_iter()
        .filter_map(|unit| {
            let texts = [&unit.name, &unit.code, &unit.organiser].map(|text| search_key(text));
            let distance = distance(asked.words(), &texts)?;
            // Every unit of an organiser answers to its name; those that are called so themselves come first.
            let is_organisers = super::grade::distance(asked.words(), &texts[..2]).is_none();
            Some(((!unit.validity.contains(today), is_organisers, distance, texts), unit))
        })
        .collect();
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    found.into_iter().map(|(_, unit)| unit).collect()
}

/// The pages that may be opened with some permissions and that are called as asked, in either language.
pub fn best_pages(asked: &Asked, may: impl Fn(Permission) -> bool) -> Vec<ProductPage> {
    let mut found: Vec<_> = ProductPage::ALL
        .iter()
        .filter(|page| page.is_open_to(&may))
        .filter_map(|page| {
            let names = Language::ALL.map(|language| search_key(page.name(language)));
            let synonyms = Language::ALL.map(|language| search_key(page.synonyms(language)));
            let is_other_name = distance(asked.words(), &names).is_none();
            let all: Vec<String> = names.into_iter().chain(synonyms).collect();
            Some(((is_other_name, distance(asked.words(), &all)?), *page))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, page)| page).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;

    const TODAY: &str = "2026-11-21";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn asked(text: &str) -> Asked {
        Asked::parse(text, day(TODAY)).unwrap()
    }

    /// Somebody with a case of the same number.
    fn hit(person: i64, surname: &str, given_name: &str) -> PersonHit {
        PersonHit {
            person: PersonId(person),
            case: CaseId(person),
            civic_number: CivicNumber::try_from("20080817-2381").unwrap(),
            surname: surname.to_owned(),
            given_name: given_name.to_owned(),
            order: surname.as_bytes().to_vec(),
            status: CaseStatus::NeedsAction,
            registered: day("2026-08-17"),
            municipality: MunicipalityCode::try_from("0581").unwrap(),
        }
    }

    fn names(text: &str, hits: Vec<PersonHit>) -> Vec<String> {
        best_people(&asked(text), hits).iter().map(PersonHit::name).collect()
    }

    #[test]
    fn who_is_called_just_so_comes_first() {
        let hits = vec![
            hit(1, "Rosendahl", "Dag"),
            hit(2, "Dahlberg", "Bo"),
            hit(3, "Öst", "Dahl"),
            hit(4, "Dahl", "Viggo"),
        ];
        assert_eq!(names("dahl", hits), ["Dahl, Viggo", "Öst, Dahl", "Dahlberg, Bo", "Rosendahl, Dag"]);
    }

    #[test]
    fn open_cases_come_before_closed_ones_of_the_same_name() {
        let closed = PersonHit { status: CaseStatus::Closed, ..hit(1, "Dahl", "Anna") };
        assert_eq!(names("dahl", vec![closed, hit(2, "Dahl", "Bo")]), ["Dahl, Bo", "Dahl, Anna"]);
    }

    #[test]
    fn somebody_with_several_cases_is_found_once_by_the_open_or_the_latest_one() {
        let case = |case: i64, registered: &str, status: CaseStatus| PersonHit {
            case: CaseId(case),
            registered: day(registered),
            status,
            ..hit(1, "Dahl", "Viggo")
        };
        let open = case(7, "2025-01-01", CaseStatus::NeedsAction);
        let closed = [("2024-01-01", 5), ("2026-01-01", 6)]
            .map(|(registered, id)| case(id, registered, CaseStatus::Closed));
        let found = best_people(&asked("dahl"), closed.iter().cloned().chain([open]).collect());
        assert_eq!(found.iter().map(|hit| hit.case.0).collect::<Vec<_>>(), [7]);
        let found = best_people(&asked("dahl"), closed.to_vec());
        assert_eq!(found.iter().map(|hit| hit.case.0).collect::<Vec<_>>(), [6]);
    }

    fn unit(id: i64, name: &str, code: &str, until: Option<&str>) -> UnitHit {
        UnitHit {
            id: UnitId(id),
            code: code.to_owned(),
            name: name.to_owned(),
            organiser: "Norrköpings kommun".to_owned(),
            validity: Validity { from: None, until: until.map(day) },
        }
    }

    #[test]
    fn units_are_found_by_name_code_and_organiser_those_in_use_first() {
        let units = || {
            vec![
                unit(1, "Ebersteinska skolan", "11111111", None),
                unit(2, "Gamla Kungsskolan", "22222222", Some("2020-06-30")),
                unit(3, "Kungsgymnasiet Norrköping", "33333333", None),
            ]
        };
        let ids = |text: &str| -> Vec<i64> {
            best_units(&asked(text), units(), day(TODAY)).iter().map(|unit| unit.id.0).collect()
        };
        assert_eq!(ids("kungs"), [3, 2]);
        assert_eq!(ids("1111"), [1]);
        assert_eq!(ids("norrköping"), [3, 1, 2]);
        assert_eq!(ids("skolan ebersteinska"), [1]);
        assert_eq!(ids("dahl"), [0; 0]);
    }

    #[test]
    fn pages_are_found_in_both_languages_and_by_what_else_they_are_called() {
        let pages = |text: &str, role: Role| best_pages(&asked(text), |permission| role.may(permission));
        for text in ["aktivitets", "Activity", "ärenden", "KAA", "young people"] {
            assert_eq!(pages(text, Role::Caseworker), [ProductPage::Cases], "{text}");
            assert_eq!(pages(text, Role::Auditor), [], "{text}");
        }
        assert_eq!(pages("logg", Role::Auditor), [ProductPage::Log]);
        assert_eq!(pages("audit", Role::Caseworker), []);
        assert_eq!(pages("register", Role::Caseworker), [ProductPage::Cases, ProductPage::Persons]);
    }

    #[test]
    fn a_hit_tells_nobodys_name_in_debug_output() {
        let printed = format!("{:?}", hit(7, "Hemligt", "Hemligt"));
        assert!(!printed.contains("Hemligt") && !printed.contains("0817"), "{printed}");
    }
}
