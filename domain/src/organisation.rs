//! Organisers, school units and study paths.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::language::{Language, Message, named};

/// A Swedish organisation number: ten digits, stored without the dash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrganisationNumber(String);

/// The text is no organisation number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an organisation number: {0:?}")]
pub struct OrganisationNumberError(pub String);

impl Message for OrganisationNumberError {
    fn message(&self, language: Language) -> String {
        match language {
            Language::Swedish => format!(
                "”{}” är inget organisationsnummer. Skriv tio siffror, till exempel 212000-0456.",
                self.0
            ),
            Language::English => {
                format!("“{}” is not an organisation number. Write ten digits, such as 212000-0456.", self.0)
            }
        }
    }
}

impl TryFrom<&str> for OrganisationNumber {
    type Error = OrganisationNumberError;

    /// Accepts ten digits with or without a dash, and twelve that begin with `16`.
    fn try_from(text: &str) -> Result<Self, OrganisationNumberError> {
        let digits: String = text.trim().chars().filter(|character| *character != '-').collect();
        let digits = if digits.len() == 12 { digits.strip_prefix("16").unwrap_or(&digits) } else { &digits };
        if digits.len() == 10 && digits.bytes().all(|digit| digit.is_ascii_digit()) {
            Ok(Self(digits.to_owned()))
        } else {
            Err(OrganisationNumberError(text.to_owned()))
        }
    }
}

impl TryFrom<String> for OrganisationNumber {
    type Error = OrganisationNumberError;

    fn try_from(text: String) -> Result<Self, OrganisationNumberError> {
        Self::try_from(text.as_str())
    }
}

impl std::str::FromStr for OrganisationNumber {
    type Err = OrganisationNumberError;

    fn from_str(text: &str) -> Result<Self, OrganisationNumberError> {
        Self::try_from(text)
    }
}

impl From<OrganisationNumber> for String {
    fn from(number: OrganisationNumber) -> Self {
        number.0
    }
}

impl OrganisationNumber {
    /// The ten digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OrganisationNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = self.0.split_at(6);
        write!(formatter, "{first}-{last}")
    }
}

/// The days on which a unit or study path is in use; an absent bound does not bind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
}

impl Validity {
    /// Whether the day is within.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until)
    }
}

named! {
    /// The kind of a study path, which decides what a placement on it means for the register.
    pub enum ProgrammeKind {
        National = "national", "Nationellt program", "National programme";
        Introductory = "introductory", "Introduktionsprogram", "Introductory programme";
        Adapted = "adapted", "Anpassad gymnasieskola", "Adapted upper secondary school";
        Komvux = "komvux", "Kommunal vuxenutbildning", "Municipal adult education";
        Other = "other", "Annan utbildning", "Other education";
    }
}

/// The national programmes of upper secondary school, in both curricula.
const NATIONAL: [&str; 20] = [
    "BF", "BA", "EE", "FT", "FS", "HA", "HV", "HT", "IN", "NB", "RL", "VF", "VO", "EK", "ES", "HU", "NA",
    "SA", "TE", "IB",
];

/// The national programmes of adapted upper secondary school.
const ADAPTED: [&str; 13] = ["AH", "EV", "FA", "FB", "FG", "FS", "FX", "HP", "HR", "HO", "HS", "SN", "SK"];

impl ProgrammeKind {
    /// The kind that a study path's code proposes, by its prefix; `None` when the code is unknown, which is to be
    /// taken as national with a warning (`formats.md` section 4, "Programme codes").
    pub fn proposed(code: &str) -> Option<Self> {
        let code = code.trim().to_uppercase();
        let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| code.starts_with(prefix));
        if begins(&["IAIND"]) {
            Some(Self::Adapted)
        } else if begins(&["VUX"]) {
            Some(Self::Komvux)
        } else if begins(&["IM"]) {
            Some(Self::Introductory)
        } else if begins(&NATIONAL) {
            Some(Self::National)
        } else if begins(&ADAPTED) {
            Some(Self::Adapted)
        } else {
            None
        }
    }

    /// Whether a placement is in a national programme in the sense of the law: of upper secondary school or of adapted
    /// upper secondary school.
    pub const fn is_national(self) -> bool {
        matches!(self, Self::National | Self::Adapted)
    }
}

/// An academic year (*läsår*), named by its two calendar years: `2026/2027`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AcademicYear(i32);

/// The text names no academic year.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an academic year: {0:?}")]
pub struct AcademicYearError(pub String);

impl Message for AcademicYearError {
    fn message(&self, language: Language) -> String {
        match language {
            Language::Swedish => {
                format!("”{}” är inget läsår. Skriv två år i följd, till exempel 2026/2027.", self.0)
            }
            Language::English => {
                format!("“{}” is not an academic year. Write two years in a row, such as 2026/2027.", self.0)
            }
        }
    }
}

impl std::str::FromStr for AcademicYear {
    type Err = AcademicYearError;

    fn from_str(text: &str) -> Result<Self, AcademicYearError> {
        let error = || AcademicYearError(text.to_owned());
        let (first, second) = text.trim().split_once(['/', '-']).ok_or_else(error)?;
        let first: i32 = first.parse().map_err(|_| error())?;
        let second: i32 = second.parse().map_err(|_| error()).map(|year| {
            // Two digits are the same year in its century: 1999/00 is 1999/2000.
            if second.len() == 2 && first < 2200 {
                first - first % 100 + year + if year == 0 { 100 } else { 0 }
            } else {
                year
            }
        })?;
        if (1900..2200).contains(&first) && second - 1 == first { Ok(Self(first)) } else { Err(error()) }
    }
}

impl TryFrom<String> for AcademicYear {
    type Error = AcademicYearError;

    fn try_from(text: String) -> Result<Self, AcademicYearError> {
        text.parse()
    }
}

impl From<AcademicYear> for String {
    fn from(year: AcademicYear) -> Self {
        year.to_string()
    }
}

impl fmt::Display for AcademicYear {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.0, self.0 + 1)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("NA", Some(ProgrammeKind::National))]
    #[case("NANAT", Some(ProgrammeKind::National))]
    #[case("EE25", Some(ProgrammeKind::National))]
    #[case("IN", Some(ProgrammeKind::National))]
    #[case("IB", Some(ProgrammeKind::National))]
    #[case("IMV", Some(ProgrammeKind::Introductory))]
    #[case("imprO", Some(ProgrammeKind::Introductory))]
    #[case("IAIND", Some(ProgrammeKind::Adapted))]
    #[case("HP", Some(ProgrammeKind::Adapted))]
    #[case("VUXGY", Some(ProgrammeKind::Komvux))]
    #[case("XYZ", None)]
    #[case("", None)]
    fn the_kind_is_proposed_from_the_code(#[case] code: &str, #[case] expected: Option<ProgrammeKind>) {
        assert_eq!(ProgrammeKind::proposed(code), expected);
    }

    #[test]
    fn an_academic_year_is_two_years_in_a_row() {
        assert_eq!("2026/2027".parse::<AcademicYear>().unwrap().to_string(), "2026/2027");
        assert_eq!("2026/27".parse::<AcademicYear>().unwrap().to_string(), "2026/2027");
        assert_eq!("1999/00".parse::<AcademicYear>().unwrap().to_string(), "1999/2000");
        for text in [
            "2026",
            "2026/2028",
            "abc/def",
            "2026/2025",
            "2147483647/99",
            "2147483647/2147483647",
            "-1/00",
            "",
        ] {
            assert!(text.parse::<AcademicYear>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_organisation_number_has_ten_digits() {
        assert_eq!(OrganisationNumber::try_from("212000-0456").unwrap().as_str(), "2120000456");
        assert_eq!(OrganisationNumber::try_from("162120000456").unwrap().to_string(), "212000-0456");
        assert!(OrganisationNumber::try_from("21200").is_err());
    }
}
