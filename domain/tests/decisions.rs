//! Rules of the run that need more than a row of the table: every code of deregistration, what is unknown, history,
//! the wait for an answer, and the registering of measures in the handbook's words.

mod support;

use domain::{
    case::{CaseStatus, DeregistrationReason as Reason},
    coverage::{
        Fact, Rule, assess,
        plan::{Decision, Waiting},
        policy::RuleSet,
    },
    id::MeasureId,
    language::Named,
    measure::{MeasureRefusal, MeasureType, NewMeasure, plan_measure},
    occupation::OccupationBefore,
    organisation::ProgrammeKind as Kind,
    person::DeregistrationCode as Code,
};
use rstest::rstest;
use support::{
    day,
    situation::{LINKOPING, NORRKOPING, Situation, municipality, period, somebody},
};

const BOTH: [RuleSet; 2] = [RuleSet::Handbook, RuleSet::Act201807];

fn reason(situation: &Situation, date: &str, rule_set: RuleSet) -> Option<Reason> {
    match situation.decide(date, rule_set).unwrap() {
        Decision::Close { reason, .. } => Some(reason),
        _ => None,
    }
}

fn open() -> Situation {
    somebody().case("2026-01-07")
}

#[test]
fn every_code_but_a_renumbering_deregisters_from_its_day_that_day_included() {
    for code in Code::ALL {
        let renumbering = matches!(code, Code::OldPersonalNumber | Code::OldCoordinationNumber);
        let deregistered = open().deregistered(*code, "2026-11-21");
        let at_once = open().deregistered(*code, "");
        let expected = (!renumbering).then_some(Reason::MovedAway);
        for rule_set in BOTH {
            assert_eq!(reason(&deregistered, "2026-11-20", rule_set), None, "{code:?} the day before");
            assert_eq!(reason(&deregistered, "2026-11-21", rule_set), expected, "{code:?} that day");
            assert_eq!(reason(&deregistered, "2027-11-21", rule_set), expected, "{code:?} later");
            assert_eq!(reason(&at_once, "2026-01-07", rule_set), expected, "{code:?} without a day");
        }
    }
}

#[test]
fn the_explanation_of_a_deregistration_names_its_code_and_day() {
    let situation = open().deregistered(Code::Dead, "2026-11-18");
    let Ok(Decision::Close { explanation, .. }) = situation.decide("2026-11-21", RuleSet::Act201807) else {
        panic!("the case closes");
    };
    let residence = explanation.verdicts.iter().find(|verdict| verdict.rule == Rule::Residence).unwrap();
    assert_eq!(residence.fact, Fact::Deregistered { code: Code::Dead, date: Some(day("2026-11-18")) });
    assert_eq!((explanation.date, explanation.rule_set), (day("2026-11-21"), RuleSet::Act201807));
}

#[rstest]
#[case::before_the_first_stay("2008-08-16", None)]
#[case::from_birth("2008-08-17", Some(NORRKOPING))]
#[case::the_day_before_the_move("2020-03-14", Some(NORRKOPING))]
#[case::the_day_of_the_move("2020-03-15", Some(LINKOPING))]
#[case::the_day_before_moving_back("2026-11-20", Some(LINKOPING))]
#[case::back_again("2026-11-21", Some(NORRKOPING))]
fn earlier_stays_still_tell_where_somebody_was_registered(
    #[case] date: &str,
    #[case] expected: Option<&str>,
) {
    let facts = somebody().moved_to(LINKOPING, "2020-03-15").moved_to(NORRKOPING, "2026-11-21").facts;
    let policy = somebody().policy;
    for code in [NORRKOPING, LINKOPING] {
        let assessment = assess(&facts, municipality(code), day(date), &policy).unwrap();
        assert_eq!(assessment.holds(Rule::Residence), expected == Some(code), "{code}");
    }
}

#[test]
fn a_stay_whose_day_the_register_does_not_tell_counts_as_always() {
    let moved = open().moved_to(LINKOPING, "");
    assert_eq!(reason(&moved, "2026-01-07", RuleSet::Handbook), Some(Reason::MovedAway));
}

#[rstest]
#[case::the_day_of_entry("2026-11-07", true)]
#[case::fourteen_days_later("2026-11-21", true)]
#[case::fifteen_days_later("2026-11-22", false)]
fn one_entered_by_hand_waits_fourteen_days_for_an_answer(#[case] date: &str, #[case] waits: bool) {
    let situation = somebody().unanswered().case_by_hand("2026-11-07");
    for rule_set in BOTH {
        let decision = situation.decide(date, rule_set).unwrap();
        assert_eq!(decision == Decision::Wait(Waiting::ForAnswer), waits);
        assert_eq!(reason(&situation, date, rule_set), (!waits).then_some(Reason::MovedAway));
    }
}

#[test]
fn the_wait_is_counted_from_the_day_of_entry_and_not_from_the_date_that_a_caseworker_may_change() {
    let mut situation = somebody().unanswered().case_by_hand("2026-11-20");
    situation.cases[0].registered = day("2026-01-07");
    assert_eq!(situation.decide("2026-11-21", RuleSet::Act201807), Ok(Decision::Wait(Waiting::ForAnswer)));
}

#[test]
fn only_a_case_entered_by_hand_waits_for_an_answer() {
    let situation = somebody().unanswered().case("2026-11-20");
    assert_eq!(reason(&situation, "2026-11-21", RuleSet::Handbook), Some(Reason::MovedAway));
}

#[test]
fn the_wait_lasts_through_the_summer_break_too() {
    let situation = somebody().unanswered().case_by_hand("2026-07-01");
    assert_eq!(situation.decide("2026-07-15", RuleSet::Handbook), Ok(Decision::Wait(Waiting::ForAnswer)));
    assert_eq!(reason(&situation, "2026-07-16", RuleSet::Handbook), Some(Reason::MovedAway));
}

#[rstest]
#[case::begun_long_before("2026-08-01", "2026-11-18", Some("2026-11-17"))]
#[case::begun_the_day_before("2026-11-17", "2026-11-18", Some("2026-11-17"))]
#[case::begun_the_same_day("2026-11-18", "2026-11-18", None)]
#[case::begun_after("2026-11-19", "2026-11-18", None)]
#[case::planned("2026-12-01", "2026-11-18", None)]
fn an_open_ended_measure_ends_the_day_before_the_placement_that_closes(
    #[case] measure: &str,
    #[case] placement: &str,
    #[case] expected: Option<&str>,
) {
    let national = open().measure(measure, "").placed(Kind::National, placement, "");
    let introductory = open().measure(measure, "").placed(Kind::Introductory, placement, "");
    for (situation, reason, rule_sets) in [
        (national, Reason::NationalProgramme, &BOTH[..]),
        (introductory, Reason::IntroductoryProgramme, &BOTH[1..]),
    ] {
        for rule_set in rule_sets {
            let mut afterwards = situation.clone();
            let decision = afterwards.decide("2026-11-21", *rule_set).unwrap();
            assert!(matches!(decision, Decision::Close { reason: given, .. } if given == reason));
            afterwards.carry_out(&decision, "2026-11-21");
            let closed = afterwards.cases[0].measures[0];
            assert_eq!(closed.period.end, expected.map(day));
            assert_eq!((closed.closed_with_case, closed.outcome), (Some(day("2026-11-21")), None));
        }
    }
}

#[test]
fn one_on_both_kinds_of_programme_is_closed_by_the_national_one() {
    let situation = open().measure("2026-02-01", "").placed(Kind::Introductory, "2026-08-16", "").placed(
        Kind::National,
        "2026-11-18",
        "",
    );
    for rule_set in BOTH {
        let Ok(Decision::Close { reason, measures, .. }) = situation.decide("2026-11-21", rule_set) else {
            panic!("the case closes");
        };
        assert_eq!(reason, Reason::NationalProgramme);
        assert_eq!(measures[0].new_end, Some(day("2026-11-17")));
    }
}

#[test]
fn one_who_leaves_an_introductory_programme_is_opened_again_under_the_act() {
    let mut situation = open().placed(Kind::Introductory, "2026-11-09", "2026-11-20");
    let decision = situation.decide("2026-11-09", RuleSet::Act201807).unwrap();
    situation.carry_out(&decision, "2026-11-09");
    assert_eq!(situation.decide("2026-11-20", RuleSet::Act201807), Ok(Decision::Leave));
    let decision = situation.decide("2026-11-21", RuleSet::Act201807).unwrap();
    situation.carry_out(&decision, "2026-11-21");
    assert_eq!(situation.cases.len(), 2);
    assert_eq!(situation.status("2026-11-21"), Some(CaseStatus::NeedsAction));
}

#[test]
fn the_end_of_other_schooling_is_told_and_the_next_day_opens_again() {
    let mut situation = open().other_schooling_until("2026-12-18");
    let decision = situation.decide("2026-12-19", RuleSet::Act201807).unwrap();
    let Decision::Close { explanation, .. } = &decision else { panic!("the case closes") };
    assert_eq!(explanation.other_schooling_ended, Some(day("2026-12-18")));
    situation.carry_out(&decision, "2026-12-19");
    assert_eq!(situation.decide("2026-12-19", RuleSet::Act201807), Ok(Decision::Leave));
    assert!(matches!(situation.decide("2026-12-20", RuleSet::Act201807), Ok(Decision::Open { .. })));
}

/// Seed 001, "Registrera åtgärder": "En individ kan bara ha en pågående aktivitet åt gången. Försöker man skapa en ny
/// åtgärd med startdatum innan pågående åtgärds slutdatum kommer ingen åtgärd skapas åt individen utan ett felmeddelande
/// fås. Om individen har en pågående åtgärd utan slutdatum och man skapar en ny åtgärd kommer slutdatum sättas på den
/// tidigare åtgärden."
#[test]
fn somebody_has_one_measure_at_a_time() {
    let new = NewMeasure {
        kind: MeasureType::CareerGuidance,
        period: period("2026-11-21", ""),
        occupation_before: OccupationBefore::None,
        occupation_after: None,
        outcome: None,
        notes: String::new(),
    };
    let registered =
        |end| plan_measure(&open().measure("2026-11-01", end).cases[0].measures, &new, day("2026-11-21"));
    assert_eq!(
        registered("2026-12-23"),
        Err(MeasureRefusal::Overlaps {
            kind: MeasureType::WorkPlacement,
            period: period("2026-11-01", "2026-12-23")
        })
    );
    assert_eq!(registered("").unwrap().ends, Some((MeasureId(1), day("2026-11-20"))));
    assert_eq!(registered("2026-11-20").unwrap().ends, None);
}
