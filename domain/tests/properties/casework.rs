//! Casework as it goes on in a case: measures registered, changed, ended and removed in any order.

use chrono::{Days, NaiveDate};
use domain::{
    case::{CaseFact, CaseOrigin, CaseStatus},
    id::{CaseId, MeasureId},
    language::Named,
    measure::{
        MeasureFact, MeasureOutcome, MeasureType, NewMeasure,
        change::{EditedMeasure, change},
        form::MeasureForm,
        incomplete::missing,
        registration::{register, register_many},
    },
    municipality::MunicipalityCode,
    occupation::{OccupationAfter, OccupationBefore},
    period::Period,
};
use proptest::{collection::vec, option, prelude::*};

use crate::{
    arbitrary::{day_between, value},
    support::day,
};

/// What a caseworker does.
#[derive(Clone, Debug)]
enum Step {
    Register(NewMeasure),
    Change(usize, NewMeasure),
    End(usize, NaiveDate),
    Remove(usize),
}

/// A day of two months, so that measures often meet.
fn date() -> impl Strategy<Value = NaiveDate> {
    day_between("2026-10-15", "2026-12-15")
}

fn measure() -> impl Strategy<Value = NewMeasure> {
    let ending = option::of((value::<OccupationAfter>(), value::<MeasureOutcome>()));
    let fields = (date(), option::of(0_u64..20), value::<MeasureType>(), value::<OccupationBefore>(), ending);
    fields.prop_map(|(start, days, kind, occupation_before, ending)| NewMeasure {
        kind,
        period: Period::new(start, days.map(|days| start + Days::new(days))),
        occupation_before,
        occupation_after: ending.map(|(after, _)| after),
        outcome: ending.map(|(_, outcome)| outcome),
        notes: String::new(),
    })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => measure().prop_map(Step::Register),
        2 => (0_usize..4, measure()).prop_map(|(which, measure)| Step::Change(which, measure)),
        2 => (0_usize..4, date()).prop_map(|(which, end)| Step::End(which, end)),
        1 => (0_usize..4).prop_map(Step::Remove),
    ]
}

/// A case with its measures as they are stored.
struct Worked {
    case: CaseFact,
    measures: Vec<(MeasureId, NewMeasure)>,
}

impl Worked {
    fn new(deregistered: Option<NaiveDate>) -> Self {
        let case = CaseFact {
            id: CaseId(1),
            registered: day("2026-01-07"),
            deregistered,
            origin: CaseOrigin::Run,
            entered: day("2026-01-07"),
            other_schooling_until: None,
            measures: Vec::new(),
        };
        Self { case, measures: Vec::new() }
    }

    fn facts(&mut self) {
        self.case.measures = self.measures.iter().map(|(id, measure)| measure.fact(*id)).collect();
    }

    fn carry_out(&mut self, step: &Step, today: NaiveDate) {
        let birth = Some(day("2008-08-17"));
        match step {
            Step::Register(new) => {
                let Ok(registration) = register(&self.case, birth, new, today) else { return };
                if let Some((id, end)) = registration.ends {
                    let ended = self.measures.iter_mut().find(|(other, _)| *other == id).unwrap();
                    ended.1.period.end = Some(end);
                }
                let next = 1 + self.measures.iter().map(|(id, _)| id.0).max().unwrap_or(0);
                self.measures.push((MeasureId(next), registration.measure));
            }
            Step::Change(which, after) => self.change(*which, |_| after.clone(), today),
            Step::End(which, end) => self.change(
                *which,
                |before| before.ended(*end, OccupationAfter::Work, MeasureOutcome::Completed),
                today,
            ),
            Step::Remove(which) => {
                if *which < self.measures.len() {
                    self.measures.remove(*which);
                }
            }
        }
        self.facts();
    }

    fn change(&mut self, which: usize, after: impl Fn(&NewMeasure) -> NewMeasure, today: NaiveDate) {
        let Some((id, values)) = self.measures.get(which).cloned() else { return };
        let after = after(&values);
        let municipality = MunicipalityCode::try_from("0581").unwrap();
        let edited = EditedMeasure { id, version: 1, municipality, values, closed_with_case: None };
        if let Ok(changed) = change(&self.case, Some(day("2008-08-17")), &edited, &after, today) {
            self.measures[which].1 = changed;
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_done_a_case_has_one_measure_at_a_time(steps in vec(step(), 0..20), today in date()) {
        let mut worked = Worked::new(None);
        for step in &steps {
            worked.carry_out(step, today);
            let measures: &[MeasureFact] = &worked.case.measures;
            for (place, measure) in measures.iter().enumerate() {
                prop_assert!(!measure.period.is_contradictory());
                for other in &measures[place + 1..] {
                    prop_assert!(!measure.period.overlaps(&other.period), "{step:?}: {measure:?} {other:?}");
                }
            }
            // Of the measures that a caseworker has touched, the one that gave way alone is incomplete.
            let ongoing = measures.iter().filter(|measure| measure.is_ongoing(today)).count();
            prop_assert!(ongoing <= 1);
            let status = CaseStatus::on(&worked.case, &[], today);
            prop_assert_eq!(ongoing == 1, status == CaseStatus::MeasureOngoing);
        }
    }

    #[test]
    fn only_a_measure_that_gave_way_is_left_incomplete(steps in vec(step(), 0..20), today in date()) {
        let mut worked = Worked::new(None);
        let mut gave_way: Vec<MeasureId> = Vec::new();
        for step in &steps {
            if let Step::Register(new) = step
                && let Ok(registration) = register(&worked.case, Some(day("2008-08-17")), new, today)
            {
                gave_way.extend(registration.ends.map(|(id, _)| id));
            }
            worked.carry_out(step, today);
            for (id, measure) in &worked.measures {
                prop_assert!(missing(measure, None, today).is_none() || gave_way.contains(id), "{measure:?}");
            }
        }
    }

    #[test]
    fn a_closed_case_gets_nothing_that_lasts_beyond_it(
        steps in vec(step(), 0..12), today in date(), deregistered in date(),
    ) {
        let mut worked = Worked::new(Some(deregistered));
        for step in &steps {
            worked.carry_out(step, today);
        }
        for measure in &worked.case.measures {
            prop_assert!(measure.period.end.is_some_and(|end| end <= deregistered));
        }
        prop_assert_eq!(CaseStatus::on(&worked.case, &[], today), CaseStatus::Closed);
    }

    #[test]
    fn for_many_each_case_is_decided_about_as_if_it_were_alone(
        measures in vec(vec(measure(), 0..4), 1..6), new in measure(), today in date(),
    ) {
        let cases: Vec<CaseFact> = (1..)
            .zip(&measures)
            .map(|(id, measures)| {
                let mut worked = Worked::new(None);
                for measure in measures {
                    worked.carry_out(&Step::Register(measure.clone()), today);
                }
                CaseFact { id: CaseId(id), ..worked.case }
            })
            .collect();
        let many = register_many(cases.iter().map(|case| (case, None, &new)), today);
        prop_assert_eq!(many.total(), cases.len());
        for case in &cases {
            let alone = register(case, None, &new, today);
            let planned = many.planned.iter().find(|(id, _)| *id == case.id).map(|(_, plan)| plan.clone());
            let refused = many.refused.iter().find(|(id, _)| *id == case.id).map(|(_, why)| why.clone());
            prop_assert_eq!(alone.clone().ok(), planned);
            prop_assert_eq!(alone.err(), refused);
        }
    }

    #[test]
    fn a_measure_is_read_from_the_form_that_it_is_written_in(measure in measure(), today in date()) {
        prop_assert_eq!(MeasureForm::written(&measure).read(today).unwrap(), measure);
    }

    #[test]
    fn whatever_stands_in_a_form_is_read_or_told(
        kind in "[A-Za-z]{0,6}", start in "[0-9-]{0,10}", end in "\\PC{0,10}", notes in "\\PC{0,40}", today in date(),
    ) {
        let form = MeasureForm { kind, start, end, notes, ..MeasureForm::default() };
        let filled = form.filled(&MeasureForm { occupation_before: "none".into(), ..MeasureForm::default() });
        match filled.read(today) {
            Ok(read) => prop_assert!(!read.notes.chars().any(|c| c.is_control() && c != '\n' && c != '\t')),
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                let mut codes: Vec<_> = errors.iter().map(|error| error.field.code()).collect();
                codes.dedup();
                prop_assert_eq!(codes.len(), errors.len());
            }
        }
    }
}
