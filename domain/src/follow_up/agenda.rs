//! The agenda: what is overdue, due today, this week and later, and last what waits in closed cases (requirement F3).
//! A week ends on Sunday.

use chrono::{Datelike, Days, NaiveDate};

use crate::language::named;

named! {
    /// A part of the agenda, in order of time.
    pub enum AgendaPart {
        Overdue = "overdue", "Försenade", "Overdue";
        Today = "today", "Idag", "Today";
        ThisWeek = "this-week", "Den här veckan", "This week";
        Later = "later", "Senare", "Later";
        OfClosedCases = "of-closed-cases", "I avslutade aktivitetsansvar", "In closed cases";
    }
}

impl AgendaPart {
    /// The first and the last day of the part, where it has one; `None` for a part that has no day at all, as *this week*
    /// on a Sunday. What waits in closed cases has every day.
    pub fn days(self, today: NaiveDate) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
        let sunday = sunday(today);
        match self {
            Self::Overdue => Some((None, today.pred_opt())),
            Self::Today => Some((Some(today), Some(today))),
            Self::ThisWeek if sunday == today => None,
            Self::ThisWeek => Some((today.succ_opt(), Some(sunday))),
            Self::Later => Some((sunday.succ_opt(), None)),
            Self::OfClosedCases => Some((None, None)),
        }
    }
}

/// The last day of the week of a day.
fn sunday(day: NaiveDate) -> NaiveDate {
    let left = 6 - u64::from(day.weekday().num_days_from_monday());
    day.checked_add_days(Days::new(left)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::language::Named;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The parts of open cases that have a day.
    fn parts_of(due: NaiveDate, today: NaiveDate) -> Vec<AgendaPart> {
        let has = |part: &AgendaPart| {
            part.days(today).is_some_and(|(first, last)| {
                first.is_none_or(|first| first <= due) && last.is_none_or(|last| due <= last)
            })
        };
        let parts = AgendaPart::ALL.iter().copied().filter(|part| *part != AgendaPart::OfClosedCases);
        parts.filter(has).collect()
    }

    // 2026-11-21 is a Saturday.
    #[rstest]
    #[case("2026-11-18", "2026-11-21", AgendaPart::Overdue)]
    #[case("2026-11-20", "2026-11-21", AgendaPart::Overdue)]
    #[case("2026-11-21", "2026-11-21", AgendaPart::Today)]
    #[case("2026-11-22", "2026-11-21", AgendaPart::ThisWeek)]
    #[case("2026-11-23", "2026-11-21", AgendaPart::Later)]
    #[case("2026-11-23", "2026-11-22", AgendaPart::Later)]
    #[case("2026-11-22", "2026-11-16", AgendaPart::ThisWeek)]
    #[case("2027-01-03", "2026-12-31", AgendaPart::ThisWeek)]
    fn a_day_belongs_to_its_part(#[case] due: &str, #[case] today: &str, #[case] part: AgendaPart) {
        assert_eq!(parts_of(day(due), day(today)), [part]);
    }

    #[test]
    fn every_day_belongs_to_one_part() {
        for today in (0..14).map(|days| day("2026-11-16") + Days::new(days)) {
            for due in (0..30).map(|days| day("2026-11-08") + Days::new(days)) {
                assert_eq!(parts_of(due, today).len(), 1, "{due} seen on {today}");
            }
        }
    }
}
