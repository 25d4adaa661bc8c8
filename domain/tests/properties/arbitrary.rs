//! Any person, any cases, any policy: the strategies of the properties.

use chrono::{Days, NaiveDate};
use domain::{
    case::{CaseFact, CaseOrigin},
    coverage::{PersonFacts, Policy, calendar::SummerBreak, policy::RuleSet},
    diploma::{DiplomaKind, DiplomaMark, DiplomaSource},
    id::{CaseId, MeasureId, PersonId},
    language::Named,
    measure::{MeasureFact, MeasureOutcome, MeasureType},
    municipality::MunicipalityCode,
    organisation::ProgrammeKind,
    period::Period,
    person::{Deregistration, DeregistrationCode, Registration, Residence},
    placement::PlacementFact,
};
use proptest::{
    collection::vec,
    option,
    prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof},
    sample::select,
};

use crate::support::{civic_number, day, situation::municipality};

/// The municipalities that people live in and move between.
pub const MUNICIPALITIES: [&str; 3] = ["0580", "0581", "0584"];

/// A value of a closed set.
pub fn value<T: Named + std::fmt::Debug>() -> impl Strategy<Value = T> {
    select(T::ALL)
}

/// A day between two, the last excluded.
pub fn day_between(first: &str, last: &str) -> impl Strategy<Value = NaiveDate> {
    let first = day(first);
    let days = (day(last) - first).num_days() as u64;
    (0..days).prop_map(move |number| first + Days::new(number))
}

/// A day of the years that the properties play in.
pub fn date() -> impl Strategy<Value = NaiveDate> {
    day_between("2025-01-01", "2029-01-01")
}

/// A birth that makes the person between fourteen and twenty-two, quite often on 29 February.
pub fn birth() -> BoxedStrategy<NaiveDate> {
    prop_oneof![
        8 => day_between("2004-06-01", "2012-06-01"),
        1 => select(vec![day("2008-02-29"), day("2012-02-29")]),
    ]
    .boxed()
}

/// A period that does not end before it starts.
pub fn period() -> impl Strategy<Value = Period> {
    (date(), option::of(0_u64..400))
        .prop_map(|(start, days)| Period::new(start, days.map(|days| start + Days::new(days))))
}

/// A municipality.
pub fn place() -> impl Strategy<Value = MunicipalityCode> {
    select(MUNICIPALITIES.map(municipality).to_vec())
}

/// Placements, none of which ends before it starts.
pub fn placements() -> impl Strategy<Value = Vec<PlacementFact>> {
    let placement = (period(), value::<ProgrammeKind>()).prop_map(|(period, kind)| PlacementFact {
        period,
        kind,
        study_path: "EE25".into(),
        unit: "Fria Friskolan".into(),
    });
    vec(placement, 0..4)
}

fn residence() -> impl Strategy<Value = Residence> {
    (place(), option::of(date())).prop_map(|(municipality, since)| Residence { municipality, since })
}

fn registration() -> impl Strategy<Value = Registration> {
    let deregistration = (value::<DeregistrationCode>(), option::of(date()))
        .prop_map(|(code, date)| Deregistration { code, date });
    let answered =
        (option::weighted(0.95, residence()), vec(residence(), 0..3), option::weighted(0.15, deregistration))
            .prop_map(|(present, earlier, deregistration)| Registration {
                answered: true,
                present,
                earlier,
                deregistration,
            });
    prop_oneof![9 => answered, 1 => Just(Registration::default())]
}

/// A person whose facts do not contradict each other.
pub fn person() -> impl Strategy<Value = PersonFacts> {
    let mark = (value::<DiplomaSource>(), value::<DiplomaKind>())
        .prop_map(|(source, kind)| DiplomaMark { source, kind });
    let diplomas = prop_oneof![4 => Just(Vec::new()), 1 => vec(mark, 1..3)];
    (birth(), registration(), any::<bool>(), placements(), diplomas).prop_map(
        |(birth, registration, entered_by_hand, placements, diplomas)| PersonFacts {
            id: PersonId(1),
            civic_number: civic_number(birth),
            registration,
            entered_by_hand,
            placements,
            diplomas,
        },
    )
}

/// A person of whom a placement may end before it starts.
pub fn person_perhaps_contradictory() -> impl Strategy<Value = PersonFacts> {
    (person(), proptest::bool::weighted(0.1)).prop_map(|(mut facts, contradictory)| {
        if let Some(placement) = facts.placements.first_mut().filter(|_| contradictory) {
            placement.period.end = placement.period.start.pred_opt();
        }
        facts
    })
}

/// Measures, which may overlap: the properties of the run hold for whatever was registered.
pub fn measures() -> impl Strategy<Value = Vec<MeasureFact>> {
    let measure = (period(), value::<MeasureType>(), option::of(value::<MeasureOutcome>()));
    vec(measure, 0..4).prop_map(|measures| {
        (1..)
            .zip(measures)
            .map(|(id, (period, kind, outcome))| MeasureFact {
                id: MeasureId(id),
                kind,
                period,
                outcome,
                closed_with_case: None,
            })
            .collect()
    })
}

/// An open case.
pub fn open_case() -> impl Strategy<Value = CaseFact> {
    (date(), value::<CaseOrigin>(), option::weighted(0.3, date()), measures()).prop_map(
        |(registered, origin, other_schooling_until, measures)| CaseFact {
            id: CaseId(1),
            registered,
            deregistered: None,
            origin,
            entered: registered,
            other_schooling_until,
            measures,
        },
    )
}

/// The cases of a person in a municipality: none, an open one, or a closed one.
pub fn cases() -> impl Strategy<Value = Vec<CaseFact>> {
    let closed = (open_case(), date())
        .prop_map(|(case, deregistered)| CaseFact { deregistered: Some(deregistered), ..case });
    prop_oneof![Just(Vec::new()), open_case().prop_map(|case| vec![case]), closed.prop_map(|case| vec![case]),]
}

/// A policy.
pub fn policy() -> impl Strategy<Value = Policy> {
    let summer_break = prop_oneof![
        2 => Just(Some(SummerBreak::default())),
        1 => Just("12-20..01-07".parse().ok()),
        1 => Just(None),
    ];
    (value::<RuleSet>(), summer_break, any::<bool>())
        .prop_map(|(rule_set, summer_break, komvux_counts)| Policy { rule_set, summer_break, komvux_counts })
}
