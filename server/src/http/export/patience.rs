//! How long a reader may take over a file.

use std::time::Duration;

/// How long is waited for a reader, who keeps a place and what the database held when the file began.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How long none of the file may be taken, and how much longer than [`Self::least_rate`] allows all of it may take.
    pub longest_stall: Duration,
    /// How many bytes a second are to be taken at least, over the whole file.
    pub least_rate: u64,
}

impl Default for Patience {
    /// A minute without anything, and a file of 90 MB, the largest of a million rows, within the hour.
    fn default() -> Self {
        Self { longest_stall: Duration::from_secs(60), least_rate: 32 * 1024 }
    }
}

impl Patience {
    /// How long the next of the file may wait to be taken, after the reader has taken so many bytes and been waited for
    /// so long.
    pub fn left(&self, taken: u64, waited: Duration) -> Duration {
        let allowed = self.longest_stall + Duration::from_secs(taken / self.least_rate.max(1));
        allowed.saturating_sub(waited).min(self.longest_stall)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEBIBYTE: u64 = 1024 * 1024;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn who_takes_nothing_is_waited_for_a_minute() {
        let patience = Patience::default();
        assert_eq!(patience.left(0, Duration::ZERO), seconds(60));
        assert_eq!(patience.left(0, seconds(60)), Duration::ZERO);
        // However much was taken before.
        assert_eq!(patience.left(90 * MEBIBYTE, seconds(10)), seconds(60));
    }

    #[test]
    fn who_takes_a_little_each_minute_is_given_up_and_who_is_slow_is_not() {
        let patience = Patience::default();
        let after = |bytes_a_minute: u64, minutes| {
            patience.left(bytes_a_minute * minutes, seconds(60) * minutes as u32)
        };
        assert_eq!(after(64 * 1024, 2), Duration::ZERO);
        assert!((1..=60).all(|minutes| after(2 * MEBIBYTE, minutes) > Duration::ZERO));
    }
}
