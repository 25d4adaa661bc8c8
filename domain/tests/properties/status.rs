//! The status: `rules.md` section 4.

use chrono::{Days, NaiveDate};
use domain::{
    case::{CaseFact, CaseStatus},
    organisation::ProgrammeKind,
    placement::PlacementFact,
};
use proptest::prelude::*;

use crate::{
    arbitrary::{cases, date, open_case, placements},
    support::day,
};

/// After this many days nothing of the strategies begins or ends.
const HORIZON: usize = 2200;

/// The six lines of section 4, written as they stand there.
fn by_the_first_that_holds(case: &CaseFact, placements: &[PlacementFact], date: NaiveDate) -> CaseStatus {
    let introductory = placements.iter().any(|placement| {
        placement.kind == ProgrammeKind::Introductory
            && placement.period.start <= date
            && placement.period.end.is_none_or(|end| date <= end)
    });
    let ongoing = case.measures.iter().any(|measure| {
        measure.period.start <= date
            && measure.outcome.is_none()
            && measure.period.end.is_none_or(|end| date <= end)
    });
    let planned = case.measures.iter().any(|measure| measure.period.start > date);
    [
        (case.deregistered.is_some(), CaseStatus::Closed),
        (case.other_schooling_until.is_some_and(|until| date <= until), CaseStatus::OtherSchooling),
        (introductory, CaseStatus::IntroductoryProgramme),
        (ongoing, CaseStatus::MeasureOngoing),
        (planned, CaseStatus::MeasurePlanned),
    ]
    .into_iter()
    .find_map(|(holds, status)| holds.then_some(status))
    .unwrap_or(CaseStatus::NeedsAction)
}

proptest! {
    #[test]
    fn every_case_has_one_status_on_every_day(
        cases in cases(), placements in placements(), date in date(),
    ) {
        for case in cases {
            let expected = by_the_first_that_holds(&case, &placements, date);
            prop_assert_eq!(CaseStatus::on(&case, &placements, date), expected);
        }
    }

    #[test]
    fn the_status_is_constant_before_the_day_it_may_change(
        case in open_case(), placements in placements(),
    ) {
        let date = day("2024-12-31");
        for today in date.iter_days().take(HORIZON) {
            let next = CaseStatus::may_change_after(&case, &placements, today);
            prop_assert!(next.is_none_or(|next| next > today));
            let tomorrow = today + Days::new(1);
            if next != Some(tomorrow) {
                let statuses = [today, tomorrow].map(|on| CaseStatus::on(&case, &placements, on));
                prop_assert_eq!(statuses[0], statuses[1], "on {}, though {:?} is next", tomorrow, next);
            }
        }
    }

    #[test]
    fn a_closed_case_stays_closed(case in open_case(), placements in placements(), date in date()) {
        let closed = CaseFact { deregistered: Some(date), ..case };
        prop_assert_eq!(CaseStatus::may_change_after(&closed, &placements, date), None);
        prop_assert_eq!(CaseStatus::on(&closed, &placements, date + Days::new(HORIZON as u64)), CaseStatus::Closed);
    }
}
