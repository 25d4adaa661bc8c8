//! Grants that nobody acts in (`access.md` section 3): what has not been used for 90 days is flagged, so that whoever answers for
//! the permissions of an organisation ends what is not needed.

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::{clock::business_date, period::Period};

/// After how many days without being acted in something that has been given is flagged.
pub const UNUSED_AFTER_DAYS: u64 = 90;

/// When something that has been given was acted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantUse {
    /// The first day on which it could have been: its own first, or the day on which it was decided if that is later.
    pub since: NaiveDate,
    /// The last day on which it was; none where it never was.
    pub last: Option<NaiveDate>,
}

impl GrantUse {
    /// Of something that is being given.
    pub fn of_new(period: Period, decided_at: DateTime<Utc>) -> Self {
        Self { since: period.start.max(business_date(decided_at)), last: None }
    }

    /// Since when it has not been acted in, where that is so long ago that it is flagged. What does not hold today is not.
    pub fn unused_since(self, period: Period, today: NaiveDate) -> Option<NaiveDate> {
        let since = self.last.unwrap_or(self.since);
        (period.contains(today) && since <= unused_since_at_latest(today)).then_some(since)
    }
}

/// The day since which something has not been acted in, at the latest, if it is flagged today.
pub fn unused_since_at_latest(today: NaiveDate) -> NaiveDate {
    today.checked_sub_days(Days::new(UNUSED_AFTER_DAYS)).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest]
    #[case::never_and_given_ninety_days_ago("2026-08-23", "", "", Some("2026-08-23"))]
    #[case::never_and_given_a_day_later("2026-08-24", "", "", None)]
    #[case::used_ninety_days_ago("2025-01-01", "2026-08-23", "", Some("2026-08-23"))]
    #[case::used_a_day_later("2025-01-01", "2026-08-24", "", None)]
    #[case::what_ends_today_holds_still("2025-01-01", "", "2026-11-21", Some("2025-01-01"))]
    #[case::what_has_ended_is_not_flagged("2025-01-01", "", "2026-11-20", None)]
    fn what_has_not_been_acted_in_for_ninety_days_is_flagged(
        #[case] since: &str,
        #[case] last: &str,
        #[case] until: &str,
        #[case] expected: Option<&str>,
    ) {
        let period = Period::new(day("2025-01-01"), until.parse().ok());
        let of = GrantUse { since: day(since), last: last.parse().ok() };
        assert_eq!(of.unused_since(period, day("2026-11-21")), expected.map(day));
    }

    #[test]
    fn the_days_are_counted_from_the_decision_where_the_first_day_lay_before_it() {
        let at = "2026-11-20T23:30:00Z".parse().unwrap();
        let from = |start: &str| GrantUse::of_new(Period::new(day(start), None), at).since;
        assert_eq!((from("2026-01-01"), from("2026-12-01")), (day("2026-11-21"), day("2026-12-01")));
    }
}
