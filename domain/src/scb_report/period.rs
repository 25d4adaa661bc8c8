//! The days that a report is about.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    language::{Language, Message},
    period::Period,
};

/// The most days of a report: a leap year.
const MOST_DAYS: i64 = 366;

/// The days that a report is about, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReportPeriod {
    from: NaiveDate,
    to: NaiveDate,
}

/// Why two days are no period of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodRefusal {
    /// It ends before it begins.
    #[error("ends before it begins")]
    Backwards,
    /// It is longer than a year, so that a digit is probably wrong.
    #[error("longer than a year")]
    TooLong,
}

impl PeriodRefusal {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Backwards => "report_period_backwards",
            Self::TooLong => "report_period_too_long",
        }
    }
}

impl Message for PeriodRefusal {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Backwards => language.pick(
                "Till datum ligger före Från datum. Byt plats på dem eller rätta årtalet.",
                "The last day lies before the first. Exchange them or correct the year.",
            ),
            Self::TooLong => language.pick(
                "Perioden är längre än ett år. Rapporten gäller ett halvår: rätta Från datum eller Till datum.",
                "The period is longer than a year. A report is about half a year: correct the first or the last day.",
            ),
        }
        .to_owned()
    }
}

impl ReportPeriod {
    /// The days from one to another.
    ///
    /// # Errors
    /// When it ends before it begins, or is longer than a year.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self, PeriodRefusal> {
        if to < from {
            return Err(PeriodRefusal::Backwards);
        }
        if (to - from).num_days() >= MOST_DAYS {
            return Err(PeriodRefusal::TooLong);
        }
        Ok(Self { from, to })
    }

    /// The half-year of a day: January to June, or July to December.
    pub fn half_year_of(day: NaiveDate) -> Self {
        let (first, last) = if day.month() <= 6 { ((1, 1), (6, 30)) } else { ((7, 1), (12, 31)) };
        let of = |(month, date)| NaiveDate::from_ymd_opt(day.year(), month, date).unwrap_or(day);
        Self { from: of(first), to: of(last) }
    }

    /// The last half-year that is over on a day, which an export is usually about.
    pub fn last_whole(today: NaiveDate) -> Self {
        let present = Self::half_year_of(today);
        present.from.pred_opt().map_or(present, Self::half_year_of)
    }

    /// The first day.
    pub const fn from(self) -> NaiveDate {
        self.from
    }

    /// The last day.
    pub const fn to(self) -> NaiveDate {
        self.to
    }

    /// Whether a day is one of them.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether some day of it is one of a period.
    pub fn overlaps(self, period: &Period) -> bool {
        period.overlaps(&Period::new(self.from, Some(self.to)))
    }
}

impl fmt::Display for ReportPeriod {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} – {}", self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_last_whole_half_year_is_proposed() {
        for (today, proposed) in [
            ("2018-12-31", "2018-01-01 – 2018-06-30"),
            ("2019-01-01", "2018-07-01 – 2018-12-31"),
            ("2019-06-30", "2018-07-01 – 2018-12-31"),
            ("2019-07-01", "2019-01-01 – 2019-06-30"),
        ] {
            assert_eq!(ReportPeriod::last_whole(day(today)).to_string(), proposed, "{today}");
        }
    }

    #[test]
    fn a_period_goes_forwards_and_is_no_longer_than_a_year() {
        let new = |from, to| ReportPeriod::new(day(from), day(to)).map(drop);
        assert_eq!(new("2018-07-01", "2018-06-30"), Err(PeriodRefusal::Backwards));
        assert_eq!(new("2020-01-01", "2020-12-31"), Ok(()));
        assert_eq!(new("2020-01-01", "2021-01-01"), Err(PeriodRefusal::TooLong));
        assert_eq!(new("2018-07-01", "2018-07-01"), Ok(()));
    }
}
