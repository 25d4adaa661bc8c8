//! `rules.md` section 2, rule by rule; `coverage_table.rs` says each of them for more people.

use domain::{
    case::{CaseStatus, DeregistrationReason as Reason},
    coverage::{
        plan::{Decision, RegisterPlan, Waiting},
        policy::RuleSet,
    },
    diploma::DiplomaSource,
    follow_up::FollowUp,
    id::MeasureId,
    language::{Language, Named},
    list::{Condition, Filter, FollowUpColumn, ListQuery, Test},
    occupation::OccupationAtRegistration,
    organisation::ProgrammeKind,
};

use crate::{
    rules_say,
    support::{
        day,
        situation::{LINKOPING, NORRKOPING, Situation, born, municipality, somebody},
    },
};

const RULE_SET: RuleSet = RuleSet::Act201807;

fn open() -> Situation {
    somebody().case("2026-01-07")
}

fn reason(situation: &Situation, date: &str) -> Option<Reason> {
    match situation.decide(date, RULE_SET) {
        Ok(Decision::Close { reason, .. }) => Some(reason),
        _ => None,
    }
}

#[test]
fn rule_2_1_a_case_is_opened_when_covered_none_is_open_none_was_closed_that_day_and_outside_the_break() {
    rules_say(
        "**Open** a case when covered, none is open in M, none in M was closed on D, and D is outside the summer break. Registration date = D, occupation at registration = *Okänd*.",
    );
    assert!(matches!(somebody().decide("2026-11-21", RULE_SET), Ok(Decision::Open { .. })));
    assert_eq!(open().decide("2026-11-21", RULE_SET), Ok(Decision::Leave));
    assert_eq!(open().closed("2026-11-21").decide("2026-11-21", RULE_SET), Ok(Decision::Leave));
    assert_eq!(somebody().decide("2026-06-01", RULE_SET), Ok(Decision::Wait(Waiting::ToOpen)));
    let mut opened = somebody();
    let decision = opened.decide("2026-11-21", RULE_SET).unwrap();
    opened.carry_out(&decision, "2026-11-21");
    assert_eq!(opened.cases[0].registered, day("2026-11-21"));
    assert_eq!(OccupationAtRegistration::Unknown.name(Language::Swedish), "Okänd");
}

#[test]
fn rule_2_2_a_case_is_closed_by_the_first_rule_that_fails() {
    rules_say("**Close** an open case when not covered. Deregistration date = D.");
    let all = born("2006-11-20")
        .case("2026-01-07")
        .placed(ProgrammeKind::National, "2026-08-16", "")
        .diploma(DiplomaSource::Authority)
        .moved_to(LINKOPING, "2026-11-01");
    assert_eq!(reason(&all, "2026-11-21"), Some(Reason::MovedAway));
    let stays = || born("2006-11-20").case("2026-01-07");
    let programme = || stays().placed(ProgrammeKind::National, "2026-08-16", "");
    assert_eq!(
        reason(&programme().diploma(DiplomaSource::HomeMunicipality), "2026-11-21"),
        Some(Reason::DiplomaObtained)
    );
    assert_eq!(reason(&programme(), "2026-11-21"), Some(Reason::NationalProgramme));
    assert_eq!(reason(&stays(), "2026-11-21"), Some(Reason::Turned20));
    assert_eq!(reason(&stays(), "2026-11-20"), None);
}

#[test]
fn rule_2_3_when_the_other_school_form_has_passed_the_case_closes_and_a_new_one_opens_the_day_after() {
    rules_say("**Other school form**: when its date D' has passed (D > D'), the case closes with `StNat`");
    let mut studying = open().other_schooling_until("2026-11-20");
    assert_eq!(reason(&studying, "2026-11-20"), None);
    let decision = studying.decide("2026-11-21", RULE_SET).unwrap();
    assert_eq!(reason(&studying, "2026-11-21"), Some(Reason::NationalProgramme));
    studying.carry_out(&decision, "2026-11-21");
    assert!(matches!(studying.decide("2026-11-22", RULE_SET), Ok(Decision::Open { .. })));
}

#[test]
fn rule_2_4_measures_of_a_closing_case_become_closed_and_get_an_end_only_by_a_placement() {
    rules_say("**Measures of a closing case**: every ongoing or planned one becomes closed.");
    let closing = |situation: &Situation| match situation.decide("2026-11-21", RULE_SET).unwrap() {
        Decision::Close { measures, .. } => {
            measures.iter().map(|closing| (closing.id, closing.new_end)).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let with_measures = || open().measure("2026-11-01", "").measure("2026-12-01", "2026-12-24");
    let moved = with_measures().moved_to(LINKOPING, "2026-11-21");
    assert_eq!(closing(&moved), [(MeasureId(1), None), (MeasureId(2), None)]);
    let placed = with_measures().placed(ProgrammeKind::National, "2026-11-18", "");
    assert_eq!(closing(&placed), [(MeasureId(1), Some(day("2026-11-17"))), (MeasureId(2), None)]);
}

#[test]
fn rule_2_4_the_same_for_an_introductory_programme_and_no_end_precedes_its_start() {
    rules_say("The same for `StIM`; if that date would precede the measure's start, it stays empty.");
    let closing = |placed_from: &str, with: Situation| {
        let placed = with.placed(ProgrammeKind::Introductory, placed_from, "");
        match placed.decide("2026-11-21", RULE_SET).unwrap() {
            Decision::Close { reason, measures, .. } => {
                assert_eq!(reason, Reason::IntroductoryProgramme);
                measures.iter().map(|closing| closing.new_end).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        }
    };
    let ongoing = || open().measure("2026-11-10", "");
    assert_eq!(closing("2026-11-18", ongoing()), [Some(day("2026-11-17"))]);
    assert_eq!(closing("2026-11-11", ongoing()), [Some(day("2026-11-10"))]);
    assert_eq!(closing("2026-11-10", ongoing()), [None]);
    // One with an end keeps it, and studies in another form of school, which are no placement, give none.
    assert_eq!(closing("2026-11-18", open().measure("2026-11-10", "2027-01-31")), [None]);
    let studied = ongoing().other_schooling_until("2026-11-20");
    let Ok(Decision::Close { reason, measures, .. }) = studied.decide("2026-11-21", RULE_SET) else {
        panic!("the case closes");
    };
    assert_eq!((reason, measures[0].new_end), (Reason::NationalProgramme, None));
}

#[test]
fn rule_2_5_the_break_is_the_municipalitys_own_both_days_inclusive_and_may_cross_a_years_end() {
    rules_say(
        "**Summer break** (per municipality, default 1 June–31 August, both inclusive; may cross a year's end)",
    );
    let waits = |situation: &Situation, date: &str| {
        situation.decide(date, RULE_SET) == Ok(Decision::Wait(Waiting::ToOpen))
    };
    let by_default = ["2026-05-31", "2026-06-01", "2026-08-31", "2026-09-01"];
    assert_eq!(by_default.map(|date| waits(&somebody(), date)), [false, true, true, false]);
    let winter = somebody().summer_break("12-20..01-07");
    let across = ["2026-12-19", "2026-12-20", "2026-12-31", "2027-01-01", "2027-01-07", "2027-01-08"];
    assert_eq!(across.map(|date| waits(&winter, date)), [false, true, true, true, true, false]);
    assert!(!waits(&winter, "2026-07-01"));
}

#[test]
fn rule_2_5_the_summer_break_opens_nothing_and_considers_only_residence_and_age() {
    rules_say("nothing is opened, and only R1 and R3 are considered");
    let july = "2026-07-15";
    assert_eq!(somebody().decide(july, RULE_SET), Ok(Decision::Wait(Waiting::ToOpen)));
    let placed = open().placed(ProgrammeKind::National, "2026-07-01", "");
    let waits = Decision::Wait(Waiting::ToClose(Reason::NationalProgramme));
    assert_eq!(placed.decide(july, RULE_SET), Ok(waits));
    assert_eq!(reason(&placed.clone().moved_to(LINKOPING, july), july), Some(Reason::MovedAway));
    let twenty = born("2006-07-14").case("2026-01-07").diploma(DiplomaSource::Authority);
    assert_eq!(reason(&twenty, july), Some(Reason::Turned20));
}

#[test]
fn rule_2_6_follow_ups_of_a_closed_case_stay_until_somebody_closes_them() {
    rules_say("Follow-ups of a closed case stay in the follow-up list until somebody closes them.");
    // A decision names the case and its measures, and nothing else of it: there is no way for a run to close a follow-up.
    let Ok(Decision::Close { case: _, reason: _, explanation: _, measures: _ }) =
        open().moved_to(LINKOPING, "2026-11-21").decide("2026-11-21", RULE_SET)
    else {
        panic!("the case closes");
    };
    // Nor does the list that one opens leave out those of closed cases.
    let listed = ListQuery::<FollowUpColumn>::default().filter;
    let not_done = Condition::new(FollowUpColumn::Closed, Test::Empty).unwrap();
    assert_eq!(listed, Filter::All(vec![Filter::Is(not_done)]));
    let due = FollowUp::Due(day("2026-11-30"));
    assert!(due.closed(day("2026-11-21"), "Har flyttat").is_some_and(|closed| !closed.is_open()));
}

#[test]
fn rule_2_7_running_twice_changes_nothing_and_a_missed_day_is_not_simulated() {
    rules_say("Running twice on the same D changes nothing the second time.");
    rules_say("A day that was missed is not simulated afterwards: the next run uses its own D.");
    // The placement came and went while no run was made.
    let missed = open().placed(ProgrammeKind::National, "2026-11-01", "2026-11-10");
    assert_eq!(missed.decide("2026-11-21", RULE_SET), Ok(Decision::Leave));
    let mut opened = somebody();
    let decision = opened.decide("2026-11-21", RULE_SET).unwrap();
    opened.carry_out(&decision, "2026-11-21");
    assert_eq!(opened.decide("2026-11-21", RULE_SET), Ok(Decision::Leave));
}

#[test]
fn rule_2_8_a_person_who_moved_is_closed_there_and_opened_here() {
    rules_say("A person who moved from A to B: A's case closes `EjFbf`, B's run opens a new one.");
    let moved = open().moved_to(LINKOPING, "2026-11-21");
    assert_eq!(reason(&moved, "2026-11-21"), Some(Reason::MovedAway));
    let there = Situation { cases: Vec::new(), ..moved.run_in(LINKOPING) };
    assert!(matches!(there.decide("2026-11-21", RULE_SET), Ok(Decision::Open { .. })));
}

#[test]
fn rule_2_9_a_case_entered_by_hand_is_treated_the_same() {
    rules_say("A case that was entered by hand is treated the same");
    let young = born("2011-02-28").case_by_hand("2026-11-20");
    assert_eq!(young.status("2026-11-21"), Some(CaseStatus::NeedsAction));
    assert_eq!(young.decide("2026-11-21", RULE_SET), Ok(Decision::Leave));
    assert_eq!(reason(&young.moved_to(LINKOPING, "2026-11-01"), "2026-11-21"), Some(Reason::MovedAway));
}

#[test]
fn the_run_reports_who_was_examined_closed_unchanged_and_wrong() {
    rules_say(
        "The run reports, per municipality: examined, opened, closed by reason, measures closed, left unchanged, and errors per person.",
    );
    let mut plan = RegisterPlan::new(municipality(NORRKOPING), day("2026-11-21"), RULE_SET);
    let people = [
        somebody(),
        open(),
        open().measure("2026-11-01", "").moved_to(LINKOPING, "2026-11-01"),
        open().placed(ProgrammeKind::National, "2026-08-16", "2026-08-01"),
    ];
    for person in &people {
        plan.examine(&person.facts, &person.cases, &person.policy);
    }
    assert_eq!((plan.examined, plan.unchanged(), plan.measures_closed()), (4, 1, 1));
    assert_eq!(plan.people.iter().filter(|person| person.decision.is_err()).count(), 1);
}
