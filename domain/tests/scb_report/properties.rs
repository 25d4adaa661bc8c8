//! What holds for every register and layout.

use domain::{
    case::DeregistrationReason,
    civic_number::CivicNumberKind,
    measure::{MeasureOutcome, MeasureType},
    occupation::{OccupationAfter, OccupationAtRegistration, OccupationBefore},
    organisation::ProgrammeKind,
    period::Period,
    scb_report::{
        CaseFacts, ContactFacts, Draft, Layout, MeasureFacts, ReportPeriod, Standing, draft, standing,
    },
};
use proptest::{collection::vec, option, prelude::*};

use crate::{
    register::{LAYOUT_2016, LAYOUT_2018, case, layout, text_of},
    support::day,
};

fn value<N: domain::language::Named + std::fmt::Debug>() -> impl Strategy<Value = N> {
    proptest::sample::select(N::ALL)
}

fn date() -> impl Strategy<Value = chrono::NaiveDate> {
    (0_u64..500).prop_map(|days| day("2018-03-01") + chrono::Days::new(days))
}

fn period() -> impl Strategy<Value = Period> {
    (date(), option::of(0_u64..200))
        .prop_map(|(start, days)| Period::new(start, days.map(|days| start + chrono::Days::new(days))))
}

fn measure() -> impl Strategy<Value = MeasureFacts> {
    let fields = (
        value::<MeasureType>(),
        period(),
        value::<OccupationBefore>(),
        option::of(value::<OccupationAfter>()),
        option::of(value::<MeasureOutcome>()),
        option::of(date()),
    );
    fields.prop_map(|(kind, period, before, after, outcome, closed_with_case)| MeasureFacts {
        id: domain::id::MeasureId(0),
        kind,
        period,
        before,
        after,
        outcome,
        closed_with_case,
    })
}

fn one() -> impl Strategy<Value = CaseFacts> {
    let of_case = (
        (any::<bool>(), any::<bool>()),
        period(),
        option::of(value::<DeregistrationReason>()),
        value::<OccupationAtRegistration>(),
        option::of(date()),
        0_u64..300,
    );
    let around = (vec(measure(), 0..4), vec(date(), 0..4), vec((period(), value::<ProgrammeKind>()), 0..3));
    (of_case, around).prop_map(|(of_case, (measures, contacts, placements))| {
        let ((is_protected, is_temporary), days, reason, occupation, other_schooling_until, born) = of_case;
        let birth = day("2000-03-01") + chrono::Days::new(born);
        let facts = case(1, &birth.to_string());
        let temporary = || format!("{}-TF01", birth.format("%Y%m%d")).parse().unwrap();
        CaseFacts {
            number: if is_temporary { temporary() } else { facts.number },
            is_protected,
            registered: days.start,
            deregistered: days.end,
            reason,
            occupation,
            other_schooling_until,
            measures,
            contacts: contacts
                .into_iter()
                .map(|date| ContactFacts { id: domain::id::ContactId(0), date })
                .collect(),
            placements,
            ..facts
        }
    })
}

/// A register in which every case, measure and contact has an identity of its own.
fn register() -> impl Strategy<Value = Vec<CaseFacts>> {
    vec(one(), 0..12).prop_map(|mut cases| {
        let mut id = 0;
        for case in &mut cases {
            id += 1;
            (case.case.0, case.person.0) = (id, id);
            for measure in &mut case.measures {
                id += 1;
                measure.id.0 = id;
            }
            for contact in &mut case.contacts {
                id += 1;
                contact.id.0 = id;
            }
        }
        cases
    })
}

/// One of the shipped layouts with its columns in any order, some left out.
fn any_layout() -> impl Strategy<Value = Layout> {
    proptest::sample::select(&[LAYOUT_2016, LAYOUT_2018])
        .prop_flat_map(|toml| {
            let text = text_of(toml);
            let columns = text.columns.clone();
            let some = proptest::sample::subsequence(columns.clone(), 1..=columns.len()).prop_shuffle();
            (Just(text), some, any::<bool>())
        })
        .prop_map(|(mut text, columns, in_file)| {
            text.columns = columns;
            text.protected = if in_file { "in-file" } else { "by-hand" }.to_owned();
            Layout::try_from(text).unwrap()
        })
}

fn autumn() -> ReportPeriod {
    crate::register::autumn()
}

fn made(cases: &[CaseFacts], layout: &Layout) -> Draft {
    draft(cases, autumn(), layout, day("2019-02-01"))
}

proptest! {
    #[test]
    fn every_row_has_as_many_fields_as_the_layout_and_every_line_too(cases in register(), layout in any_layout()) {
        let draft = made(&cases, &layout);
        let columns = layout.columns().len();
        for row in draft.rows() {
            prop_assert_eq!(row.len(), columns);
        }
        let file = String::from_utf8(layout.file(draft.rows())).unwrap();
        prop_assert_eq!(file.matches("\r\n").count(), draft.rows().count() + 1);
        for line in file.split_terminator("\r\n") {
            prop_assert_eq!(line.split(';').count(), columns);
        }
    }

    #[test]
    fn whom_the_layout_does_not_allow_is_not_in_the_file(cases in register(), layout in any_layout()) {
        let draft = made(&cases, &layout);
        for facts in &cases {
            let entry = draft.entries.iter().find(|entry| entry.case == facts.case);
            let is_in_file = entry.is_some_and(|entry| !entry.rows.is_empty());
            let stands = standing(facts, autumn(), &layout);
            prop_assert_eq!(is_in_file, stands == Standing::Reported);
            if is_in_file {
                prop_assert!(facts.number.kind() != CivicNumberKind::Temporary);
                let allowed = !facts.is_protected
                    || layout.protected() == domain::scb_report::ProtectedPeople::InFile;
                prop_assert!(allowed);
            }
            // Whoever is covered is never lost: who is not in the file is told of, unless left out for their studies.
            let told_of = entry.is_some_and(|entry| is_in_file || !entry.findings.is_empty());
            prop_assert_eq!(told_of, !matches!(stands, Standing::NotOpen | Standing::Excluded));
        }
    }

    #[test]
    fn the_same_register_in_any_order_gives_the_same_file(
        (cases, mixed) in register().prop_flat_map(|cases| (Just(cases.clone()), Just(cases).prop_shuffle())),
        layout in any_layout(),
    ) {
        let mut mixed = mixed;
        for case in &mut mixed {
            case.measures.reverse();
            case.contacts.reverse();
            case.placements.reverse();
        }
        let (one, other) = (made(&cases, &layout), made(&mixed, &layout));
        prop_assert_eq!(layout.file(one.rows()), layout.file(other.rows()));
        prop_assert!(one == other);
    }

    #[test]
    fn a_column_holds_the_same_wherever_it_stands(cases in register(), some in any_layout()) {
        let mut text: domain::scb_report::LayoutText = some.clone().into();
        text.columns.reverse();
        let reversed = Layout::try_from(text).unwrap();
        let turned: Vec<_> = made(&cases, &reversed)
            .rows()
            .map(|row| row.iter().rev().cloned().collect::<Vec<_>>())
            .collect();
        let straight: Vec<_> = made(&cases, &some).rows().cloned().collect();
        prop_assert_eq!(straight, turned);
    }

    #[test]
    fn a_person_has_a_row_for_each_measure_of_the_period_or_one(cases in register()) {
        let draft = made(&cases, &layout(LAYOUT_2016));
        for entry in draft.entries.iter().filter(|entry| !entry.rows.is_empty()) {
            let facts = cases.iter().find(|facts| facts.case == entry.case).unwrap();
            let measures = facts.measures.iter().filter(|measure| autumn().overlaps(&measure.period));
            prop_assert_eq!(entry.rows.len(), measures.count().max(1));
        }
    }
}
