//! R2: finished compulsory school. R4: not in a national programme.

use chrono::{Datelike, NaiveDate};

use super::{Fact, Policy, Rule, Verdict, policy::RuleSet};
use crate::{case::DeregistrationReason, organisation::ProgrammeKind, placement::PlacementFact};

/// The year of life at whose 1 September compulsory school counts as finished.
const AGE_OF_FINISHING: i32 = 16;

pub(super) fn compulsory_school(birth_date: NaiveDate, entered_by_hand: bool, date: NaiveDate) -> Verdict {
    let from = NaiveDate::from_ymd_opt(birth_date.year() + AGE_OF_FINISHING, 9, 1).unwrap_or(NaiveDate::MAX);
    let (holds, fact) = if date >= from {
        (true, Fact::FinishedSchool { since: from })
    } else if entered_by_hand {
        (true, Fact::FinishedSchoolEarly)
    } else {
        (false, Fact::StillInSchool { until: from })
    };
    Verdict { rule: Rule::Schooling, holds, fact }
}

/// The verdict, and when it fails: the reason for closing and the first day of the placement that decided.
pub(super) fn programme(
    placements: &[PlacementFact],
    date: NaiveDate,
    policy: &Policy,
) -> (Verdict, Option<(DeregistrationReason, NaiveDate)>) {
    let verdict = |holds, fact| Verdict { rule: Rule::Programme, holds, fact };
    let earliest_current = |of_kind: &dyn Fn(ProgrammeKind) -> bool| {
        placements
            .iter()
            .filter(|placement| placement.is_current(date) && of_kind(placement.kind))
            .min_by_key(|placement| placement.period.start)
    };
    let ends_by_national =
        |kind: ProgrammeKind| kind.is_national() || (kind == ProgrammeKind::Komvux && policy.komvux_counts);
    if let Some(placement) = earliest_current(&ends_by_national) {
        let failure = (DeregistrationReason::NationalProgramme, placement.period.start);
        return (verdict(false, Fact::InProgramme { placement: placement.clone() }), Some(failure));
    }
    let introductory = earliest_current(&|kind| kind == ProgrammeKind::Introductory);
    match (introductory, policy.rule_set) {
        (Some(placement), RuleSet::Act201807) => {
            let failure = (DeregistrationReason::IntroductoryProgramme, placement.period.start);
            (verdict(false, Fact::InProgramme { placement: placement.clone() }), Some(failure))
        }
        (Some(placement), RuleSet::Handbook) => {
            (verdict(true, Fact::InProgramme { placement: placement.clone() }), None)
        }
        (None, _) => {
            let latest = placements
                .iter()
                .filter(|placement| placement.period.start <= date)
                .max_by_key(|placement| placement.period.start);
            let fact = latest.map_or(Fact::NeverPlaced, |placement| {
                if placement.is_current(date) {
                    Fact::InProgramme { placement: placement.clone() }
                } else {
                    Fact::LeftProgramme { placement: placement.clone() }
                }
            });
            (verdict(true, fact), None)
        }
    }
}
