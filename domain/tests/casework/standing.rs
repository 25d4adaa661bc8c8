//! *Varför?* for anybody, in the register or not (requirement K2).

use domain::{
    case::DeregistrationReason,
    coverage::{
        Contradiction, Rule,
        plan::Waiting,
        standing::{Conclusion, standing},
    },
    diploma::DiplomaSource,
    language::{Language, Message},
    organisation::ProgrammeKind,
};
use rstest::rstest;

use crate::support::{
    day,
    situation::{LINKOPING, Situation, born, somebody},
};

#[rstest]
#[case::with_a_case(somebody().case("2026-01-07"), "2026-11-21", Conclusion::InRegister)]
#[case::new(somebody(), "2026-11-21", Conclusion::Enters)]
#[case::in_summer(somebody(), "2026-07-15", Conclusion::Waits(Waiting::ToOpen))]
#[case::leaves(
    somebody().case("2026-01-07").moved_to(LINKOPING, "2026-11-01"),
    "2026-11-21",
    Conclusion::Leaves(DeregistrationReason::MovedAway)
)]
#[case::in_school(
    born("2012-01-01").diploma(DiplomaSource::Authority),
    "2026-11-21",
    Conclusion::NotCovered(vec![Rule::Schooling, Rule::Diploma])
)]
#[case::closed_today(somebody().case("2026-01-07").closed("2026-11-21"), "2026-11-21", Conclusion::ClosedToday)]
#[case::contradictory(
    somebody().placed(ProgrammeKind::National, "2026-08-16", "2026-08-01"),
    "2026-11-21",
    Conclusion::CannotBeJudged(Contradiction::PlacementEndsBeforeStart { start: "2026-08-16".parse().unwrap() })
)]
fn anybody_is_told_where_they_stand_and_why(
    #[case] situation: Situation,
    #[case] date: &str,
    #[case] expected: Conclusion,
) {
    let Situation { facts, cases, municipality, policy } = &situation;
    let found = standing(facts, cases, *municipality, day(date), policy);
    let is_judged = !matches!(expected, Conclusion::CannotBeJudged(_));
    assert_eq!(found.conclusion, expected);
    assert_eq!(found.explanation.map(|explanation| explanation.verdicts.len()), is_judged.then_some(5));
    for language in Language::ALL {
        assert!(expected.message(language).ends_with('.'));
    }
}
