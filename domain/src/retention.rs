//! Until when the register may hold somebody (*gallring*; `rules.md` 2.10; ordinance 2006:39).

use chrono::NaiveDate;

use crate::civic_number::CivicNumber;

/// The age in whose calendar year the case and the person are erased at the latest.
const AGE: i32 = 21;

/// The last day on which the register may hold a person and their cases: the end of the calendar year in which the person
/// turns 21. The number tells the year, also where it does not tell the day of birth.
pub fn last_day(number: &CivicNumber) -> Option<NaiveDate> {
    let year: i32 = number.compact().get(..4)?.parse().ok()?;
    NaiveDate::from_ymd_opt(year + AGE, 12, 31)
}

/// Whether the job `retention` erases the person on a day: on the last one, so that nobody is there the day after.
pub fn is_due(number: &CivicNumber, date: NaiveDate) -> bool {
    last_day(number).is_some_and(|last| date >= last)
}
