//! The agenda: what is overdue, due today, this week and later (requirement F3).

use chrono::{Datelike, Days, NaiveDate};

use crate::language::named;

named! {
    /// A part of the agenda, in order of time.
    pub enum AgendaPart {
        Overdue = "overdue", "Försenade", "Overdue";
        Today = "today", "Idag", "Today";
        ThisWeek = "this-week", "Den här veckan", "This week";
        Later = "later", "Senare", "Later";
    }
}

impl AgendaPart {
    /// The part that a day belongs to. The week ends on Sunday.
    pub fn of(due: NaiveDate, today: NaiveDate) -> Self {
        if due < today {
            Self::Overdue
        } else if due == today {
            Self::Today
        } else if due <= sunday(today) {
            Self::ThisWeek
        } else {
            Self::Later
        }
    }

    /// The first and the last day of the part, where it has one; `None` for a part that has no day at all, as *this week*
    /// on a Sunday.
    pub fn days(self, today: NaiveDate) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
        let sunday = sunday(today);
        match self {
            Self::Overdue => Some((None, today.pred_opt())),
            Self::Today => Some((Some(today), Some(today))),
            Self::ThisWeek if sunday == today => None,
            Self::ThisWeek => Some((today.succ_opt(), Some(sunday))),
            Self::Later => Some((sunday.succ_opt(), None)),
        }
    }
}

/// The last day of the week of a day.
fn sunday(day: NaiveDate) -> NaiveDate {
    let left = 6 - u64::from(day.weekday().num_days_from_monday());
    day.checked_add_days(Days::new(left)).unwrap_or(day)
}

/// Follow-ups by the parts of the agenda, in order of their days; what is due on the same day keeps its order. Empty parts
/// are left out.
pub fn agenda<T>(
    follow_ups: impl IntoIterator<Item = T>,
    due: impl Fn(&T) -> NaiveDate,
    today: NaiveDate,
) -> Vec<(AgendaPart, Vec<T>)> {
    let mut sorted: Vec<T> = follow_ups.into_iter().collect();
    sorted.sort_by_key(&due);
    let mut parts: Vec<(AgendaPart, Vec<T>)> = Vec::new();
    for follow_up in sorted {
        let part = AgendaPart::of(due(&follow_up), today);
        match parts.last_mut() {
            Some((last, members)) if *last == part => members.push(follow_up),
            _ => parts.push((part, vec![follow_up])),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::language::Named;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
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
    fn a_day_belongs_to_one_part(#[case] due: &str, #[case] today: &str, #[case] part: AgendaPart) {
        assert_eq!(AgendaPart::of(day(due), day(today)), part);
    }

    #[test]
    fn the_days_of_the_parts_are_those_that_belong_to_them() {
        for offset in 0..14 {
            let today = day("2026-11-16") + Days::new(offset);
            for due in (0..30).map(|days| day("2026-11-08") + Days::new(days)) {
                for part in AgendaPart::ALL {
                    let is_within = part.days(today).is_some_and(|(first, last)| {
                        first.is_none_or(|first| first <= due) && last.is_none_or(|last| due <= last)
                    });
                    assert_eq!(is_within, AgendaPart::of(due, today) == *part, "{due} seen on {today}");
                }
            }
        }
    }

    #[test]
    fn follow_ups_lie_in_order_of_their_days() {
        let days = ["2026-12-01", "2026-11-21", "2026-11-18", "2026-11-21"].map(day);
        let parts = agenda(days.into_iter().enumerate(), |(_, due)| *due, day("2026-11-21"));
        let told: Vec<_> = parts
            .iter()
            .map(|(part, members)| (part.code(), members.iter().map(|(place, _)| *place).collect::<Vec<_>>()))
            .collect();
        assert_eq!(told, [("overdue", vec![2]), ("today", vec![1, 3]), ("later", vec![0])]);
    }
}
