//! A period of days, closed at both ends; without an end it lasts until further notice.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The days from `start` to `end`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub start: NaiveDate,
    /// The last day, or `None` until further notice.
    pub end: Option<NaiveDate>,
}

impl Period {
    /// A period; it may be contradictory (ending before it starts), which [`Period::is_contradictory`] tells.
    pub const fn new(start: NaiveDate, end: Option<NaiveDate>) -> Self {
        Self { start, end }
    }

    /// Whether the day is within the period.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.start <= date && self.end.is_none_or(|end| date <= end)
    }

    /// Whether some day is within both. Periods that touch (one ends the day before the other starts) do not overlap.
    pub fn overlaps(&self, other: &Self) -> bool {
        other.end.is_none_or(|end| self.start <= end) && self.end.is_none_or(|end| other.start <= end)
    }

    /// The period as it stood on a day: none that begins later, and no end that lies beyond.
    pub fn as_seen_on(self, date: NaiveDate) -> Option<Self> {
        (self.start <= date).then(|| Self { end: self.end.filter(|end| *end <= date), ..self })
    }

    /// Whether it ends before it starts.
    pub fn is_contradictory(&self) -> bool {
        self.end.is_some_and(|end| end < self.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(start: &str, end: &str) -> Period {
        Period::new(start.parse().unwrap(), end.parse().ok())
    }

    #[test]
    fn both_ends_are_included_and_touching_is_not_overlapping() {
        let autumn = period("2026-08-01", "2026-12-31");
        assert!(
            autumn.contains("2026-08-01".parse().unwrap()) && autumn.contains("2026-12-31".parse().unwrap())
        );
        assert!(!autumn.overlaps(&period("2027-01-01", "")));
        assert!(autumn.overlaps(&period("2026-12-31", "")));
        assert!(period("2020-01-01", "").overlaps(&period("2026-01-01", "")));
        assert!(period("2026-01-02", "2026-01-01").is_contradictory());
    }

    #[test]
    fn on_a_day_nothing_later_is_seen() {
        let (autumn, day) = (period("2026-08-01", "2026-12-31"), |text: &str| text.parse().unwrap());
        assert_eq!(autumn.as_seen_on(day("2026-07-31")), None);
        assert_eq!(autumn.as_seen_on(day("2026-08-01")), Some(period("2026-08-01", "")));
        assert_eq!(autumn.as_seen_on(day("2026-12-31")), Some(autumn));
    }
}
