//! How a measure stands on a day.

use chrono::NaiveDate;

use super::incomplete::Ending;
use crate::language::named;

named! {
    /// How a measure stands.
    pub enum MeasureState {
        Planned = "planned", "Planerad", "Planned";
        Ongoing = "ongoing", "Pågår", "Ongoing";
        Ended = "ended", "Avslutad", "Ended";
    }
}

impl MeasureState {
    /// How a measure stands on a day. One that the run has closed with its case has ended, whatever its days: they are left
    /// alone (`rules.md` 2.4). One whose outcome is told has ended too.
    pub fn on(date: NaiveDate, measure: &Ending) -> Self {
        let Ending { period, outcome, closed_with_case, .. } = measure;
        if closed_with_case.is_some() || outcome.is_some() {
            Self::Ended
        } else if period.start > date {
            Self::Planned
        } else if period.contains(date) {
            Self::Ongoing
        } else {
            Self::Ended
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{measure::MeasureOutcome, period::Period};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn state(
        start: &str,
        end: Option<&str>,
        outcome: Option<MeasureOutcome>,
        closed: Option<&str>,
    ) -> MeasureState {
        let period = Period::new(day(start), end.map(day));
        let ending = Ending { period, after: None, outcome, closed_with_case: closed.map(day) };
        MeasureState::on(day("2026-11-21"), &ending)
    }

    #[test]
    fn days_say_how_a_measure_stands() {
        assert_eq!(state("2026-11-22", None, None, None), MeasureState::Planned);
        assert_eq!(state("2026-11-21", None, None, None), MeasureState::Ongoing);
        assert_eq!(state("2026-11-01", Some("2026-11-21"), None, None), MeasureState::Ongoing);
        assert_eq!(state("2026-11-01", Some("2026-11-20"), None, None), MeasureState::Ended);
        let done = Some(MeasureOutcome::Completed);
        assert_eq!(state("2026-11-01", Some("2026-11-21"), done, None), MeasureState::Ended);
    }

    #[test]
    fn the_measures_of_a_closed_case_have_ended_whatever_their_days() {
        for (start, end) in [("2026-08-14", Some("2027-01-04")), ("2026-11-01", None), ("2027-03-01", None)] {
            assert_eq!(state(start, end, None, Some("2026-11-20")), MeasureState::Ended, "{start}");
        }
    }
}
