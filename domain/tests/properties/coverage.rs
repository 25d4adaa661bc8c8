//! Coverage: `rules.md` section 1.

use chrono::{Datelike, Days, NaiveDate};
use domain::{
    coverage::{PersonFacts, Policy, Rule, assess, calendar},
    organisation::ProgrammeKind,
    person::Registration,
    placement::PlacementFact,
};
use proptest::prelude::*;

use crate::{
    arbitrary::{MUNICIPALITIES, birth, date, person, place, policy, value},
    support::{
        civic_number,
        situation::{born, municipality},
    },
};

fn is_covered(facts: &PersonFacts, date: NaiveDate, policy: &Policy) -> bool {
    assess(facts, municipality("0581"), date, policy).is_ok_and(|assessment| assessment.is_covered())
}

proptest! {
    #[test]
    fn nobody_is_covered_in_two_municipalities_on_a_day(facts in person(), date in date(), policy in policy()) {
        let covered_in = MUNICIPALITIES
            .into_iter()
            .filter(|code| assess(&facts, municipality(code), date, &policy).unwrap().is_covered())
            .count();
        prop_assert!(covered_in <= 1);
    }

    #[test]
    fn a_verdict_is_given_for_every_rule_and_all_must_hold(
        facts in person(), place in place(), date in date(), policy in policy(),
    ) {
        let assessment = assess(&facts, place, date, &policy).unwrap();
        let rules = assessment.verdicts.each_ref().map(|verdict| verdict.rule);
        prop_assert_eq!(rules, [Rule::Residence, Rule::Schooling, Rule::Age, Rule::Programme, Rule::Diploma]);
        let all_hold = assessment.verdicts.iter().all(|verdict| verdict.holds);
        prop_assert_eq!(assessment.is_covered(), all_hold);
    }

    #[test]
    fn whose_day_does_not_come_between_two_days_is_judged_alike_by_age_on_both(
        facts in person(), birth in birth(), date in date(), later in date(), policy in policy(),
    ) {
        let (after, until) = (date.min(later), date.max(later));
        let facts = PersonFacts { civic_number: civic_number(birth), ..facts };
        let by_age = |date| {
            let assessment = assess(&facts, municipality("0581"), date, &policy).unwrap();
            [Rule::Schooling, Rule::Age].map(|rule| assessment.holds(rule))
        };
        let comes = calendar::births_whose_day_comes(after, until)
            .into_iter()
            .any(|(first, last)| first <= birth && birth <= last);
        prop_assert!(comes || by_age(after) == by_age(until));
        let (first, last) = calendar::births_that_are_of_age(until);
        prop_assert!(!(first <= birth && birth <= last) || by_age(until) == [true, true]);
    }

    #[test]
    fn whoever_is_covered_by_age_alone_is_within_the_births_that_are_looked_at(
        facts in person(), birth in birth(), date in date(), policy in policy(),
    ) {
        let facts = PersonFacts { civic_number: civic_number(birth), entered_by_hand: false, ..facts };
        let assessment = assess(&facts, municipality("0581"), date, &policy).unwrap();
        let of_the_age = assessment.holds(Rule::Schooling) && assessment.holds(Rule::Age);
        let (first, last) = calendar::births_that_may_be_covered(date);
        let looked_at = (first..=last).contains(&birth);
        prop_assert!(looked_at || !of_the_age);
        // Nobody still in school is looked at, and of those who have turned twenty only a few days' births.
        let (still_in_school, days) = (!assessment.holds(Rule::Schooling), 3);
        prop_assert!(!(looked_at && still_in_school));
        prop_assert!(of_the_age || still_in_school || !looked_at || birth < first + Days::new(days));
    }

    #[test]
    fn a_future_placement_changes_no_coverage(
        facts in person(), place in place(), date in date(), policy in policy(),
        kind in value::<ProgrammeKind>(), days in 1_u64..400,
    ) {
        let mut placed = facts.clone();
        placed.placements.push(PlacementFact {
            period: domain::period::Period::new(date + Days::new(days), None),
            kind,
            study_path: "EE25".into(),
            unit: "Fria Friskolan".into(),
        });
        prop_assert_eq!(assess(&placed, place, date, &policy), assess(&facts, place, date, &policy));
    }

    #[test]
    fn other_education_never_ends_coverage_and_komvux_only_by_policy(
        facts in person(), place in place(), date in date(), policy in policy(),
    ) {
        let mut without = facts.clone();
        without.placements.retain(|placement| {
            placement.kind != ProgrammeKind::Other && (policy.komvux_counts || placement.kind != ProgrammeKind::Komvux)
        });
        let covered = |facts| assess(facts, place, date, &policy).unwrap().is_covered();
        prop_assert_eq!(covered(&facts), covered(&without));
    }

    #[test]
    fn the_last_covered_day_is_the_twentieth_birthday(birth in birth(), policy in policy()) {
        let facts = PersonFacts { civic_number: civic_number(birth), ..born("2008-08-17").facts };
        let birthday = birth.with_year(birth.year() + 20).expect("2024, 2028 and 2032 are leap years");
        prop_assert!(is_covered(&facts, birthday, &policy));
        prop_assert!(!is_covered(&facts, birthday + Days::new(1), &policy));
    }
}

#[test]
fn born_on_29_february_the_last_covered_day_is_28_february_in_a_common_year() {
    let policy = Policy::proposed("2026-01-01".parse().unwrap());
    let leap_days = (1996..2170).filter_map(|year| NaiveDate::from_ymd_opt(year, 2, 29));
    for birth in leap_days {
        let facts = PersonFacts { civic_number: civic_number(birth), ..born("1990-01-01").facts };
        let twentieth = birth.year() + 20;
        let last = NaiveDate::from_ymd_opt(twentieth, 2, 29)
            .or_else(|| NaiveDate::from_ymd_opt(twentieth, 2, 28))
            .unwrap();
        assert!(is_covered(&facts, last, &policy), "born {birth}");
        assert!(!is_covered(&facts, last + Days::new(1), &policy), "born {birth}");
    }
}

#[test]
fn a_mark_of_protection_is_no_fact_of_coverage() {
    // Every field is named, so that this stops compiling when protection, or anything else, becomes a fact.
    let PersonFacts { id: _, civic_number: _, registration, entered_by_hand: _, placements: _, diplomas: _ } =
        born("2008-08-17").facts;
    let Registration { answered: _, present: _, earlier: _, deregistration: _ } = registration;
}
