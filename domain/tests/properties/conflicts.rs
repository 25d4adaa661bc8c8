//! Two changes put together: nothing that anybody did is lost unseen (requirement K17).

use chrono::NaiveDate;
use domain::{
    language::Named,
    measure::{MeasureField, MeasureOutcome, MeasureType, NewMeasure},
    occupation::{OccupationAfter, OccupationBefore},
    period::Period,
    record::{Merge, Record, Side},
};
use proptest::{option, prelude::*};

use crate::arbitrary::{day_between, value};

/// A measure of few values, so that two often agree.
fn measure() -> impl Strategy<Value = NewMeasure> {
    let day = || day_between("2026-11-01", "2026-11-04");
    let few = |range: std::ops::Range<usize>| range;
    let fields = (
        few(0..2).prop_map(|place| MeasureType::ALL[place]),
        (day(), option::of(day())),
        few(0..2).prop_map(|place| OccupationBefore::ALL[place]),
        option::of(few(0..2).prop_map(|place| OccupationAfter::ALL[place])),
        option::of(value::<MeasureOutcome>()),
        "[ab]?",
    );
    fields.prop_map(|(kind, (start, end), occupation_before, occupation_after, outcome, notes)| {
        let period: (NaiveDate, Option<NaiveDate>) = (start, end);
        NewMeasure {
            kind,
            period: Period::new(period.0, period.1),
            occupation_before,
            occupation_after,
            outcome,
            notes,
        }
    })
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Mine), Just(Side::Theirs)]
}

proptest! {
    #[test]
    fn who_is_alone_gets_what_they_asked_for(base in measure(), changed in measure()) {
        let merged = |theirs, mine| Merge { base: &base, theirs, mine }.merged(|_| None);
        prop_assert_eq!(merged(&base, &changed).ok(), Some(changed.clone()));
        prop_assert_eq!(merged(&changed, &base).ok(), Some(changed.clone()));
        prop_assert_eq!(merged(&changed, &changed).ok(), Some(changed.clone()));
    }

    #[test]
    fn the_conflicts_are_the_same_from_either_side(base in measure(), one in measure(), other in measure()) {
        let fields = |theirs, mine| -> Vec<MeasureField> {
            Merge { base: &base, theirs, mine }.conflicts().iter().map(|conflict| conflict.field).collect()
        };
        prop_assert_eq!(fields(&one, &other), fields(&other, &one));
    }

    #[test]
    fn every_field_is_somebodys_and_no_change_is_lost_unless_somebody_chose_so(
        base in measure(), theirs in measure(), mine in measure(), sides in proptest::collection::vec(side(), 7),
    ) {
        let merge = Merge { base: &base, theirs: &theirs, mine: &mine };
        let place = |field: MeasureField| MeasureField::ALL.iter().position(|other| *other == field).unwrap();
        let merged = merge.merged(|field| Some(sides[place(field)])).unwrap();
        let asked: Vec<MeasureField> = merge.conflicts().iter().map(|conflict| conflict.field).collect();
        for field in MeasureField::ALL.iter().copied() {
            let value = merged.value(field);
            match sides[place(field)] {
                Side::Mine if asked.contains(&field) => prop_assert_eq!(value, mine.value(field)),
                Side::Theirs if asked.contains(&field) => prop_assert_eq!(value, theirs.value(field)),
                _ if mine.value(field) != base.value(field) => prop_assert_eq!(value, mine.value(field)),
                _ => prop_assert_eq!(value, theirs.value(field)),
            }
        }
        // What nobody was asked about, only one of them has changed, or both alike.
        for field in MeasureField::ALL.iter().copied().filter(|field| !asked.contains(field)) {
            let (was, by_them, by_me) = (base.value(field), theirs.value(field), mine.value(field));
            prop_assert!(by_them == was || by_me == was || by_them == by_me);
        }
        // What is taken over is told.
        for field in merge.taken_over() {
            prop_assert_eq!(merged.value(field), theirs.value(field));
        }
    }
}
