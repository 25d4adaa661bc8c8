//! Time as a parameter. The real clock lives in the server; nothing else reads one.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Stockholm;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;

    /// The business date: the calendar day in Stockholm.
    fn today(&self) -> NaiveDate {
        business_date(self.now())
    }
}

/// The calendar day in Stockholm at an instant.
pub fn business_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Stockholm).date_naive()
}

/// The first instant of a calendar day in Stockholm. Clocks are put forward and back at night, never at midnight.
pub fn day_begins(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    Stockholm
        .from_local_datetime(&midnight)
        .earliest()
        .map_or_else(|| midnight.and_utc(), |local| local.to_utc())
}

/// The wall-clock time in Stockholm at an instant.
pub fn wall_clock(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&Stockholm).naive_local()
}

/// The wall-clock time in Stockholm at an instant, as `2026-11-21 02:14`.
pub fn stockholm_time(instant: DateTime<Utc>) -> String {
    wall_clock(instant).format("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_stockholm_summer_and_winter() {
        let instant = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(business_date(instant("2026-01-31T22:59:59Z")).to_string(), "2026-01-31");
        assert_eq!(business_date(instant("2026-01-31T23:00:00Z")).to_string(), "2026-02-01");
        assert_eq!(business_date(instant("2026-07-31T21:59:59Z")).to_string(), "2026-07-31");
        assert_eq!(business_date(instant("2026-07-31T22:00:00Z")).to_string(), "2026-08-01");
        assert_eq!(stockholm_time(instant("2026-11-21T01:14:00Z")), "2026-11-21 02:14");
        for (day, begins) in [("2026-02-01", "2026-01-31T23:00:00Z"), ("2026-08-01", "2026-07-31T22:00:00Z")]
        {
            assert_eq!(day_begins(day.parse().unwrap()), instant(begins));
        }
        // On the days on which the clocks change, too, each day begins where the one before it ends.
        for day in ["2026-03-29", "2026-03-30", "2026-10-25", "2026-10-26"] {
            let day: NaiveDate = day.parse().unwrap();
            let begins = day_begins(day);
            assert_eq!(business_date(begins), day);
            assert_eq!(business_date(begins - chrono::TimeDelta::milliseconds(1)), day.pred_opt().unwrap());
        }
    }
}
