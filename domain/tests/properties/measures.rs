//! One measure at a time: `rules.md` section 3.

use chrono::{Days, NaiveDate};
use domain::{
    id::MeasureId,
    language::Named,
    measure::{MeasureFact, MeasureOutcome, MeasureRefusal, MeasureType, NewMeasure, plan_measure},
    occupation::{OccupationAfter, OccupationBefore},
    period::Period,
};
use proptest::{collection::vec, option, prelude::*};

use crate::arbitrary::{day_between, value};

/// A day of one month, so that measures often meet on a day.
fn date() -> impl Strategy<Value = NaiveDate> {
    day_between("2026-11-01", "2026-12-01")
}

fn period() -> impl Strategy<Value = Period> {
    (date(), option::of(0_u64..10))
        .prop_map(|(start, days)| Period::new(start, days.map(|days| start + Days::new(days))))
}

fn new_measure() -> impl Strategy<Value = NewMeasure> {
    let fields = (
        period(),
        value::<MeasureType>(),
        value::<OccupationBefore>(),
        option::of(value::<OccupationAfter>()),
        option::of(value::<MeasureOutcome>()),
    );
    fields.prop_map(|(period, kind, occupation_before, occupation_after, outcome)| NewMeasure {
        kind,
        period,
        occupation_before,
        occupation_after,
        outcome,
        notes: String::new(),
    })
}

/// A measure that is complete on the day, so that only another one can be in its way.
fn complete(measure: NewMeasure, today: NaiveDate) -> NewMeasure {
    let ended = measure.period.end.is_some_and(|end| end <= today);
    NewMeasure {
        occupation_after: ended.then_some(OccupationAfter::Work),
        outcome: ended.then_some(MeasureOutcome::Completed),
        ..measure
    }
}

/// Registers measures one after the other, as the executor does.
fn register(sequence: &[NewMeasure], today: NaiveDate) -> Vec<MeasureFact> {
    let mut measures: Vec<MeasureFact> = Vec::new();
    for new in sequence {
        let Ok(plan) = plan_measure(&measures, new, today) else { continue };
        if let Some((id, end)) = plan.ends {
            let other = measures.iter_mut().find(|measure| measure.id == id).unwrap();
            other.period.end = Some(end);
        }
        measures.push(MeasureFact {
            id: MeasureId(measures.len() as i64 + 1),
            kind: new.kind,
            period: new.period,
            outcome: new.outcome,
            closed_with_case: None,
        });
    }
    measures
}

proptest! {
    #[test]
    fn a_case_never_has_two_measures_at_a_time(sequence in vec(new_measure(), 0..10), today in date()) {
        let sequence: Vec<_> = sequence.into_iter().map(|measure| complete(measure, today)).collect();
        let measures = register(&sequence, today);
        for (number, measure) in measures.iter().enumerate() {
            prop_assert!(!measure.period.is_contradictory());
            for other in &measures[number + 1..] {
                prop_assert!(!measure.period.overlaps(&other.period), "{measure:?} {other:?}");
            }
        }
        prop_assert_eq!(measures.is_empty(), sequence.is_empty());
    }

    #[test]
    fn a_refusal_names_a_measure_that_is_in_the_way(
        sequence in vec(new_measure(), 1..10), last in new_measure(), today in date(),
    ) {
        let sequence: Vec<_> = sequence.into_iter().map(|measure| complete(measure, today)).collect();
        let measures = register(&sequence, today);
        let last = complete(last, today);
        match plan_measure(&measures, &last, today) {
            Ok(_) => {}
            Err(MeasureRefusal::Overlaps { kind, period }) => {
                prop_assert!(measures.iter().any(|other| other.kind == kind && other.period == period));
                prop_assert!(period.overlaps(&last.period));
                prop_assert!(period.end.is_some() || period.start >= last.period.start);
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn end_date_occupation_after_and_outcome_go_together(new in new_measure(), today in date()) {
        let told = (new.period.end.is_some(), new.occupation_after.is_some(), new.outcome.is_some());
        let ahead = new.period.end.is_some_and(|end| end > today);
        let allowed = told == (true, true, true)
            || told == (false, false, false)
            || (ahead && told == (true, false, false));
        prop_assert_eq!(plan_measure(&[], &new, today).is_ok(), allowed);
    }
}

#[test]
fn unknown_is_no_occupation_before_a_measure() {
    // rules.md section 3: Sysselsättning vid åtgärd is never Okänd.
    assert_eq!(OccupationBefore::from_code("unknown"), None);
    assert!(OccupationAfter::from_code("unknown").is_some());
}
