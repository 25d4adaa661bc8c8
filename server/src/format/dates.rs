//! Which days are taken from files and arguments.

use chrono::{Datelike, NaiveDate};

/// The first year that is taken.
pub const FIRST_YEAR: i32 = 1900;
/// The last year that is taken.
pub const LAST_YEAR: i32 = 2199;

/// Whether a day is taken. A year outside these is a slip of the pen, and the databases do not agree on how far their
/// calendars reach.
pub fn is_taken(date: NaiveDate) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&date.year())
}
