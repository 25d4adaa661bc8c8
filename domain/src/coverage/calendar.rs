//! The summer break: a yearly period in which nothing is opened and only moves and birthdays close.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::language::{Language, Message};

/// Births, first and last; from the later to the earlier is none.
pub type Births = (NaiveDate, NaiveDate);

/// The years of life before the year in which compulsory school is finished, on 1 September.
const YEARS_TO_FINISHED_SCHOOL: i32 = 16;

/// The days by which a birth may be off because a leap day has no birthday in most years.
const LEAP_DAYS: Days = Days::new(2);

fn twenty_years_before(date: NaiveDate) -> NaiveDate {
    date.checked_sub_months(Months::new(12 * 20)).unwrap_or(NaiveDate::MIN)
}

/// The last births of which somebody has finished compulsory school on a day.
fn last_finished(date: NaiveDate) -> NaiveDate {
    let this_year_too = i32::from(date.month() >= 9);
    let year = date.year() - YEARS_TO_FINISHED_SCHOOL - 1 + this_year_too;
    NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX)
}

/// The births of which somebody may be covered on a day by age alone. Wider than the rules by a few days, never
/// narrower: it only spares looking at everybody else.
pub fn births_that_may_be_covered(date: NaiveDate) -> Births {
    (twenty_years_before(date) - LEAP_DAYS, last_finished(date))
}

/// The births of which nobody is too old on a day, nor still in compulsory school. Narrower than the rules by a few days,
/// never wider.
pub fn births_that_are_of_age(date: NaiveDate) -> Births {
    (twenty_years_before(date) + LEAP_DAYS, last_finished(date))
}

/// The births of which somebody may turn twenty, or finish compulsory school, after one day and until another, so that
/// the rules of age may say otherwise on the second than on the first. Wider than the rules, never narrower.
pub fn births_whose_day_comes(after: NaiveDate, until: NaiveDate) -> [Births; 2] {
    let turning_twenty = (twenty_years_before(after) - LEAP_DAYS, twenty_years_before(until) + LEAP_DAYS);
    let finishing = (last_finished(after) + Days::new(1), last_finished(until));
    [turning_twenty, finishing]
}

/// A day of any year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct DayOfYear {
    month: u32,
    day: u32,
}

/// A yearly period, both days included; it may cross the end of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SummerBreak {
    first: DayOfYear,
    last: DayOfYear,
}

impl Default for SummerBreak {
    /// 1 June to 31 August (seed 001, "Schemalägg uppdatering av aktivitetsansvar").
    fn default() -> Self {
        Self { first: DayOfYear { month: 6, day: 1 }, last: DayOfYear { month: 8, day: 31 } }
    }
}

impl SummerBreak {
    /// Whether the day is within the break.
    pub fn contains(&self, date: NaiveDate) -> bool {
        let day = DayOfYear { month: date.month(), day: date.day() };
        if self.first <= self.last {
            self.first <= day && day <= self.last
        } else {
            day >= self.first || day <= self.last
        }
    }
}

/// The text is no yearly period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a summer break: {0:?}")]
pub struct SummerBreakError(pub String);

impl Message for SummerBreakError {
    fn message(&self, language: Language) -> String {
        match language {
            Language::Swedish => format!(
                "”{}” är inget sommaruppehåll. Skriv månad och dag, till exempel 06-01..08-31, eller none.",
                self.0
            ),
            Language::English => format!(
                "“{}” is not a summer break. Write month and day, such as 06-01..08-31, or none.",
                self.0
            ),
        }
    }
}

impl FromStr for SummerBreak {
    type Err = SummerBreakError;

    /// Reads `06-01..08-31`.
    fn from_str(text: &str) -> Result<Self, SummerBreakError> {
        let day = |text: &str| {
            let (month, day) = text.trim().split_once('-')?;
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            // A leap year, so that 29 February is a day.
            NaiveDate::from_ymd_opt(2024, month, day).map(|_| DayOfYear { month, day })
        };
        text.split_once("..")
            .and_then(|(first, last)| Some(Self { first: day(first)?, last: day(last)? }))
            .ok_or_else(|| SummerBreakError(text.to_owned()))
    }
}

impl TryFrom<String> for SummerBreak {
    type Error = SummerBreakError;

    fn try_from(text: String) -> Result<Self, SummerBreakError> {
        text.parse()
    }
}

impl From<SummerBreak> for String {
    fn from(summer_break: SummerBreak) -> Self {
        summer_break.to_string()
    }
}

impl fmt::Display for SummerBreak {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, last } = self;
        write!(formatter, "{:02}-{:02}..{:02}-{:02}", first.month, first.day, last.month, last.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(summer_break: &str, date: &str) -> bool {
        summer_break.parse::<SummerBreak>().unwrap().contains(date.parse().unwrap())
    }

    #[test]
    fn both_days_are_included_and_a_years_end_may_be_crossed() {
        assert!(!within("06-01..08-31", "2026-05-31") && within("06-01..08-31", "2026-06-01"));
        assert!(within("06-01..08-31", "2026-08-31") && !within("06-01..08-31", "2026-09-01"));
        assert!(within("12-20..01-07", "2026-12-31") && within("12-20..01-07", "2026-01-07"));
        assert!(!within("12-20..01-07", "2026-01-08") && !within("12-20..01-07", "2026-12-19"));
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in ["", "none", "06-01", "06-01..13-01", "06-31..08-31", "06-01-08-31"] {
            assert!(text.parse::<SummerBreak>().is_err(), "{text}");
        }
        assert_eq!(SummerBreak::default().to_string(), "06-01..08-31");
    }
}
