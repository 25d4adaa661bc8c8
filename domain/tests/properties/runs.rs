//! The run: `rules.md` section 2.

use domain::{
    case::DeregistrationReason,
    coverage::{
        Policy, Rule, assess,
        plan::{Decision, Waiting, decide},
    },
    measure::MeasureFact,
};
use proptest::{collection::vec, prelude::*};

use crate::{
    arbitrary::{cases, date, open_case, person, person_perhaps_contradictory, place, policy},
    register::Register,
};

fn register() -> impl Strategy<Value = Register> {
    (place(), vec((person_perhaps_contradictory(), cases()), 0..12))
        .prop_map(|(municipality, people)| Register::new(municipality, people))
}

proptest! {
    #[test]
    fn running_twice_on_the_same_day_changes_nothing_the_second_time(
        mut register in register(), date in date(), policy in policy(),
    ) {
        register.carry_out(&register.plan(date, &policy));
        let once = register.clone();
        let second = register.plan(date, &policy);
        register.carry_out(&second);
        prop_assert_eq!(register, once);
        prop_assert!(
            second.people.iter().all(|person| matches!(person.decision, Ok(Decision::Wait(_)) | Err(_)))
        );
    }

    #[test]
    fn the_counts_of_a_plan_add_up(register in register(), date in date(), policy in policy()) {
        let plan = register.plan(date, &policy);
        let count = |of: fn(&Decision) -> bool| {
            plan.people.iter().filter(|person| person.decision.as_ref().is_ok_and(of)).count() as u64
        };
        let opened = count(|decision| matches!(decision, Decision::Open { .. }));
        let closed = count(|decision| matches!(decision, Decision::Close { .. }));
        let waiting = count(|decision| matches!(decision, Decision::Wait(_)));
        let errors = plan.people.iter().filter(|person| person.decision.is_err()).count() as u64;
        prop_assert_eq!(plan.examined, register.people.len() as u64);
        prop_assert_eq!(plan.examined, opened + closed + errors + plan.unchanged());
        prop_assert!(waiting <= plan.unchanged());
    }

    #[test]
    fn every_closed_case_has_exactly_one_reason_however_many_runs(
        mut register in register(), days in vec(date(), 1..8), policy in policy(),
    ) {
        let closed_before = register.clone();
        let mut days = days;
        days.sort_unstable();
        for day in days {
            register.carry_out(&register.plan(day, &policy));
        }
        for (number, (facts, cases)) in register.people.iter().enumerate() {
            prop_assert!(cases.iter().filter(|case| case.is_open()).count() <= 1);
            for case in cases {
                let before = closed_before.people[number].1.iter().any(|earlier| {
                    earlier.id == case.id && !earlier.is_open()
                });
                let reasons = register.reasons.get(&(facts.id, case.id)).map_or(0, Vec::len);
                prop_assert_eq!(reasons, usize::from(!case.is_open() && !before));
            }
        }
    }

    #[test]
    fn one_who_contradicts_never_stops_the_run_for_the_others(
        register in register(), date in date(), policy in policy(),
    ) {
        let plan = register.plan(date, &policy);
        let sound: Vec<_> = register
            .people
            .iter()
            .filter(|(facts, _)| facts.placements.iter().all(|placement| !placement.period.is_contradictory()))
            .cloned()
            .collect();
        for (facts, cases) in &sound {
            let alone = decide(facts, cases, plan.municipality, date, &policy);
            let planned = plan.people.iter().find(|person| person.id == facts.id);
            prop_assert_eq!(planned.map_or(Ok(Decision::Leave), |person| person.decision.clone()), alone);
        }
    }

    #[test]
    fn the_summer_break_never_opens_and_closes_only_moves_and_birthdays(
        facts in person(), cases in cases(), place in place(), date in date(), policy in policy(),
    ) {
        let policy = Policy { summer_break: "01-01..12-31".parse().ok(), ..policy };
        match decide(&facts, &cases, place, date, &policy) {
            Ok(Decision::Open { .. }) => prop_assert!(false, "opened in the summer break"),
            Ok(Decision::Close { reason, .. }) => prop_assert!(matches!(
                reason,
                DeregistrationReason::MovedAway | DeregistrationReason::Turned20
            )),
            _ => {}
        }
    }

    #[test]
    fn whoever_waits_in_the_break_is_opened_or_closed_for_that_reason_without_it(
        facts in person(), cases in cases(), place in place(), date in date(), policy in policy(),
    ) {
        let without_break = Policy { summer_break: None, ..policy };
        let decision = decide(&facts, &cases, place, date, &without_break);
        match decide(&facts, &cases, place, date, &policy) {
            Ok(Decision::Wait(Waiting::ToOpen)) => {
                let opens = matches!(decision, Ok(Decision::Open { .. }));
                prop_assert!(opens);
            }
            Ok(Decision::Wait(Waiting::ToClose(expected))) => match decision {
                Ok(Decision::Close { reason, .. }) => prop_assert_eq!(reason, expected),
                other => prop_assert!(false, "{other:?}"),
            },
            _ => {}
        }
    }

    #[test]
    fn the_reason_is_the_first_rule_that_fails(
        facts in person(), case in open_case(), place in place(), date in date(), policy in policy(),
    ) {
        let mut facts = facts;
        facts.registration.answered = true;
        let policy = Policy { summer_break: None, ..policy };
        let assessment = assess(&facts, place, date, &policy).unwrap();
        let in_order = [Rule::Residence, Rule::Diploma, Rule::Programme, Rule::Age];
        let first = in_order.into_iter().find(|rule| !assessment.holds(*rule));
        let expected: &[DeregistrationReason] = match first {
            Some(Rule::Residence) => &[DeregistrationReason::MovedAway],
            Some(Rule::Diploma) => &[DeregistrationReason::DiplomaObtained],
            Some(Rule::Programme) => {
                &[DeregistrationReason::NationalProgramme, DeregistrationReason::IntroductoryProgramme]
            }
            Some(_) => &[DeregistrationReason::Turned20],
            None if case.other_schooling_until.is_some_and(|until| date > until) => {
                &[DeregistrationReason::NationalProgramme]
            }
            None => &[],
        };
        match decide(&facts, &[case], place, date, &policy) {
            Ok(Decision::Close { reason, .. }) => prop_assert!(expected.contains(&reason)),
            _ => prop_assert!(expected.is_empty()),
        }
    }

    #[test]
    fn a_closing_case_takes_every_ongoing_or_planned_measure_and_no_other(
        facts in person(), case in open_case(), place in place(), date in date(), policy in policy(),
    ) {
        let decision = decide(&facts, std::slice::from_ref(&case), place, date, &policy);
        let Ok(Decision::Close { reason, measures, .. }) = decision else { return Ok(()) };
        let by_placement = matches!(
            reason,
            DeregistrationReason::NationalProgramme | DeregistrationReason::IntroductoryProgramme
        );
        for measure in &case.measures {
            let MeasureFact { period, outcome, .. } = measure;
            let ongoing = period.start <= date && outcome.is_none() && period.end.is_none_or(|end| date <= end);
            let closing = measures.iter().find(|closing| closing.id == measure.id);
            prop_assert_eq!(closing.is_some(), ongoing || period.start > date);
            if let Some(end) = closing.and_then(|closing| closing.new_end) {
                prop_assert!(by_placement && period.end.is_none() && end >= period.start && end < date);
            }
        }
    }
}
