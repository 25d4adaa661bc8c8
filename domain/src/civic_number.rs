//! The number that names a person: personal number, coordination number, or a school system's temporary number.
//!
//! Stored and shown in one form, `YYYYMMDD-NNNC`, always with the century.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::language::{Language, Message};

/// What is added to the day of birth in a coordination number.
const COORDINATION_DAY_OFFSET: u32 = 60;

/// A person's number in its one form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CivicNumber {
    /// Twelve ASCII characters without the dash; the last four may hold letters in a temporary number.
    characters: [u8; 12],
}

/// The kinds of number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CivicNumberKind {
    /// Given to those who are registered in the population register.
    Personal,
    /// Given to those who are not, with 60 added to the day of birth.
    Coordination,
    /// Given by a school's system, with letters in the last four and no check digit.
    Temporary,
}

/// Why a text is no number of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum CivicNumberError {
    /// Nothing was written.
    #[error("empty")]
    Empty,
    /// Not twelve digits, nor ten with a sign.
    #[error("not of the form YYYYMMDD-NNNC")]
    Form,
    /// The day does not exist.
    #[error("no such date")]
    Date,
    /// The check digit is another.
    #[error("wrong check digit")]
    CheckDigit,
}

impl CivicNumberError {
    /// The stable code of the error.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "civic_number_empty",
            Self::Form => "civic_number_form",
            Self::Date => "civic_number_date",
            Self::CheckDigit => "civic_number_check_digit",
        }
    }
}

impl Message for CivicNumberError {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Empty => language.pick(
                "Personnumret saknas. Skriv det som ÅÅÅÅMMDD-NNNN.",
                "The personal number is missing. Write it as YYYYMMDD-NNNN.",
            ),
            Self::Form => language.pick(
                "Personnumret har fel form. Skriv det med sekel, som ÅÅÅÅMMDD-NNNN.",
                "The personal number has the wrong form. Write it with the century, as YYYYMMDD-NNNN.",
            ),
            Self::Date => language.pick(
                "Personnumrets datum finns inte i kalendern. Kontrollera de åtta första siffrorna.",
                "The date of the personal number does not exist. Check the first eight digits.",
            ),
            Self::CheckDigit => language.pick(
                "Personnumrets kontrollsiffra stämmer inte. Kontrollera de fyra sista siffrorna.",
                "The check digit of the personal number is wrong. Check the last four digits.",
            ),
        }
        .to_owned()
    }
}

impl CivicNumber {
    /// Reads every accepted form: twelve characters with or without a dash, and ten digits with `-` or `+`.
    ///
    /// A ten-digit number has no century: it is the latest birth that is not after `today`, and a hundred years
    /// before that with `+`.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, CivicNumberError> {
        let text = text.trim();
        let bytes = text.as_bytes();
        // Other characters take several bytes, so that the positions below would fall inside them.
        if !text.is_ascii() || bytes.len() != 11 || !matches!(bytes[6], b'-' | b'+') {
            return Self::try_from(text);
        }
        let century_of_today = today.year() / 100;
        let with_century =
            |century: i32| Self::try_from(format!("{century:02}{}{}", &text[..6], &text[7..]).as_str());
        let in_this_century = with_century(century_of_today);
        let born_later = match in_this_century {
            Ok(number) => number.earliest_birth() > today,
            // 29 February may exist in one century and not in the next; the written year then decides.
            Err(_) => text[..2].parse::<i32>().map_err(|_| CivicNumberError::Form)? > today.year() % 100,
        };
        let century = century_of_today - i32::from(born_later) - i32::from(bytes[6] == b'+');
        if century == century_of_today { in_this_century } else { with_century(century) }
    }

    /// What kind of number it is.
    pub fn kind(&self) -> CivicNumberKind {
        if self.characters[8..].iter().any(u8::is_ascii_alphabetic) {
            CivicNumberKind::Temporary
        } else if self.digits(6, 8) >= COORDINATION_DAY_OFFSET {
            CivicNumberKind::Coordination
        } else {
            CivicNumberKind::Personal
        }
    }

    /// The date of birth, or `None` for a coordination number whose month or day is unknown (00).
    pub fn birth_date(&self) -> Option<NaiveDate> {
        let day = self.digits(6, 8);
        let day =
            if self.kind() == CivicNumberKind::Coordination { day - COORDINATION_DAY_OFFSET } else { day };
        NaiveDate::from_ymd_opt(self.year(), self.digits(4, 6), day)
    }

    /// Whole years on a day; `None` when the birth date is unknown or after it.
    pub fn age_on(&self, date: NaiveDate) -> Option<u32> {
        age_on(self.birth_date()?, date)
    }

    /// The twelve characters without a dash.
    pub fn compact(&self) -> &str {
        // The characters are ASCII by construction.
        std::str::from_utf8(&self.characters).unwrap_or_default()
    }

    fn year(&self) -> i32 {
        self.digits(0, 4) as i32
    }

    fn digits(&self, from: usize, to: usize) -> u32 {
        self.characters[from..to].iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
    }

    /// The earliest day that the written date can mean.
    fn earliest_birth(&self) -> NaiveDate {
        self.birth_date().or_else(|| NaiveDate::from_ymd_opt(self.year(), 1, 1)).unwrap_or(NaiveDate::MIN)
    }

    fn check(self) -> Result<Self, CivicNumberError> {
        if !(1800..2200).contains(&self.year()) {
            return Err(CivicNumberError::Date);
        }
        match self.kind() {
            CivicNumberKind::Coordination => {
                let unknown = self.digits(4, 6) == 0 || self.digits(6, 8) == COORDINATION_DAY_OFFSET;
                let in_range = self.digits(4, 6) <= 12 && self.digits(6, 8) <= COORDINATION_DAY_OFFSET + 31;
                if !(in_range && (unknown || self.birth_date().is_some())) {
                    return Err(CivicNumberError::Date);
                }
            }
            CivicNumberKind::Personal | CivicNumberKind::Temporary => {
                self.birth_date().ok_or(CivicNumberError::Date)?;
            }
        }
        if self.kind() != CivicNumberKind::Temporary && !luhn_sum(&self.characters[2..]).is_multiple_of(10) {
            return Err(CivicNumberError::CheckDigit);
        }
        Ok(self)
    }
}

/// The digit that makes ten digits pass the check, for nine digits `YYMMDDNNN`.
pub fn check_digit(nine: &[u8; 9]) -> u8 {
    let mut ten = [b'0'; 10];
    ten[..9].copy_from_slice(nine);
    ((10 - luhn_sum(&ten) % 10) % 10) as u8
}

/// The sum of the digits, every other one doubled, digits of the products added.
fn luhn_sum(ten: &[u8]) -> u32 {
    ten.iter()
        .enumerate()
        .map(|(position, digit)| {
            let value = u32::from(digit - b'0') * if position % 2 == 0 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum()
}

/// The birthday in a year. Born on 29 February, it is 28 February in a common year.
pub fn birthday(birth_date: NaiveDate, years: u32) -> NaiveDate {
    // Adding months clamps to the last day of the month, which is what the rule asks.
    birth_date.checked_add_months(Months::new(12 * years)).unwrap_or(NaiveDate::MAX)
}

/// Whole years from birth to a day; `None` before birth.
pub fn age_on(birth_date: NaiveDate, date: NaiveDate) -> Option<u32> {
    let years = u32::try_from(date.year() - birth_date.year()).ok()?;
    if birthday(birth_date, years) <= date { Some(years) } else { years.checked_sub(1) }
}

impl TryFrom<&str> for CivicNumber {
    type Error = CivicNumberError;

    fn try_from(text: &str) -> Result<Self, CivicNumberError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CivicNumberError::Empty);
        }
        let mut characters = [0; 12];
        let bytes = text.as_bytes();
        match bytes.len() {
            12 => characters.copy_from_slice(bytes),
            13 if bytes[8] == b'-' => {
                characters[..8].copy_from_slice(&bytes[..8]);
                characters[8..].copy_from_slice(&bytes[9..]);
            }
            _ => return Err(CivicNumberError::Form),
        }
        characters.make_ascii_uppercase();
        let well_formed = characters[..8].iter().all(u8::is_ascii_digit)
            && characters[8..].iter().all(u8::is_ascii_alphanumeric);
        if well_formed { Self { characters }.check() } else { Err(CivicNumberError::Form) }
    }
}

impl TryFrom<String> for CivicNumber {
    type Error = CivicNumberError;

    fn try_from(text: String) -> Result<Self, CivicNumberError> {
        Self::try_from(text.as_str())
    }
}

impl FromStr for CivicNumber {
    type Err = CivicNumberError;

    fn from_str(text: &str) -> Result<Self, CivicNumberError> {
        Self::try_from(text)
    }
}

impl fmt::Display for CivicNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, number) = self.compact().split_at(8);
        write!(formatter, "{date}-{number}")
    }
}

impl fmt::Debug for CivicNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Debug output ends in logs, and logs hold no personal data.
        formatter.write_str("CivicNumber(…)")
    }
}

impl From<CivicNumber> for String {
    fn from(number: CivicNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest]
    #[case::with_dash("20080817-2381", "20080817-2381")]
    #[case::without_dash("200808172381", "20080817-2381")]
    #[case::with_space_around(" 20080817-2381 ", "20080817-2381")]
    #[case::ten_digits("080817-2381", "20080817-2381")]
    #[case::temporary("20080817-tf01", "20080817-TF01")]
    fn every_accepted_form_becomes_one(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(CivicNumber::parse(text, day("2026-11-21")).unwrap().to_string(), expected);
    }

    #[rstest]
    #[case("", CivicNumberError::Empty)]
    #[case("20080817", CivicNumberError::Form)]
    #[case("20080817+2381", CivicNumberError::Form)]
    #[case("2008-0817-238", CivicNumberError::Form)]
    #[case("２００８０８１７", CivicNumberError::Form)]
    #[case("0å000-0000", CivicNumberError::Form)]
    #[case("20080230-2381", CivicNumberError::Date)]
    #[case("20081301-2381", CivicNumberError::Date)]
    #[case("20080817-2382", CivicNumberError::CheckDigit)]
    #[case("20080230-TF01", CivicNumberError::Date)]
    fn what_is_wrong_is_named(#[case] text: &str, #[case] expected: CivicNumberError) {
        assert_eq!(CivicNumber::parse(text, day("2026-11-21")), Err(expected));
    }

    #[test]
    fn ten_digits_are_the_latest_birth_not_after_today_and_plus_a_century_before() {
        let number = CivicNumber::parse("080817-2381", day("2008-08-16")).unwrap();
        assert_eq!(number.birth_date(), Some(day("1908-08-17")));
        let number = CivicNumber::parse("080817-2381", day("2008-08-17")).unwrap();
        assert_eq!(number.birth_date(), Some(day("2008-08-17")));
        let number = CivicNumber::parse("080817+2381", day("2026-11-21")).unwrap();
        assert_eq!(number.birth_date(), Some(day("1908-08-17")));
    }

    #[test]
    fn a_coordination_number_has_sixty_added_to_the_day() {
        let nine = *b"080877238";
        let text = format!("20080877-238{}", check_digit(&nine));
        let number = CivicNumber::try_from(text.as_str()).unwrap();
        assert_eq!(number.kind(), CivicNumberKind::Coordination);
        assert_eq!(number.birth_date(), Some(day("2008-08-17")));
    }

    #[test]
    fn a_coordination_number_with_unknown_month_or_day_has_no_age() {
        for nine in [*b"080077238", *b"080860238", *b"080060238"] {
            let text = format!("20{}{}", std::str::from_utf8(&nine).unwrap(), check_digit(&nine));
            let number = CivicNumber::try_from(text.as_str()).unwrap();
            assert_eq!(number.birth_date(), None);
            assert_eq!(number.age_on(day("2026-11-21")), None);
        }
    }

    #[test]
    fn a_leap_day_birthday_is_28_february_in_a_common_year() {
        assert_eq!(birthday(day("2008-02-29"), 18), day("2026-02-28"));
        assert_eq!(birthday(day("2008-02-29"), 20), day("2028-02-29"));
        assert_eq!(age_on(day("2008-02-29"), day("2026-02-27")), Some(17));
        assert_eq!(age_on(day("2008-02-29"), day("2026-02-28")), Some(18));
        assert_eq!(age_on(day("2008-02-29"), day("2008-02-28")), None);
    }

    #[test]
    fn the_published_test_series_is_read_whole() {
        let Ok(series) = std::fs::read_to_string("../../shared/data/test-personal-numbers.txt") else {
            return;
        };
        for line in series.lines().filter(|line| !line.is_empty()) {
            let number = CivicNumber::try_from(line).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert_eq!(number.compact(), line);
        }
    }

    #[test]
    fn the_number_never_stands_in_debug_output() {
        let number = CivicNumber::try_from("20080817-2381").unwrap();
        assert!(!format!("{number:?}").contains("2008"));
    }
}
