//! The clocks of the program. The only place where the machine's clock is read.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::clock::{Clock, business_date};

/// The machine's clock, moved by whole hours when another day or hour than the present is asked for.
pub struct SystemClock {
    moved_by: TimeDelta,
}

impl SystemClock {
    /// The machine's clock.
    pub const fn new() -> Self {
        Self { moved_by: TimeDelta::zero() }
    }

    /// A clock that goes on from the present time of day on another date, for demonstrations and tests.
    pub fn from_date(date: NaiveDate) -> Self {
        Self { moved_by: date - business_date(now()) }
    }

    /// A clock that is so many hours ahead, or behind. Who starts it knows what it shows, whatever day turns meanwhile.
    pub const fn moved_by_hours(hours: i32) -> Self {
        Self { moved_by: TimeDelta::hours(hours as i64) }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        now() + self.moved_by
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one reader of the clock")]
fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A clock that stands at the small hours of a day, for making the past of a demo.
pub struct StandingClock(pub NaiveDate);

impl Clock for StandingClock {
    fn now(&self) -> DateTime<Utc> {
        let small_hours = NaiveTime::from_hms_opt(1, 14, 0).unwrap_or_default();
        self.0.and_time(small_hours).and_utc()
    }
}
