//! Whom a run judges: chosen in SQL, and the same as one would choose by looking at everybody.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    case::CaseFact,
    civic_number::{CivicNumber, check_digit},
    coverage::{
        PersonFacts, Policy, calendar,
        plan::{Decision, decide},
        policy::RuleSet,
    },
    diploma::{DiplomaKind, DiplomaMark, DiplomaSource},
    id::PersonId,
    language::Named,
    occupation::OccupationAtRegistration,
    organisation::ProgrammeKind,
    person::{DeregistrationCode, Registration},
    placement::PlacementFact,
};
use proptest::{
    prelude::{Just, Strategy, any, prop_oneof},
    sample::select,
    strategy::ValueTree,
    test_runner::TestRunner,
};
use store::{Examined, LastJudged, OperationTransaction, PersonWrite, WhomToJudge};

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, everything,
    people::{But, born, numbered, save, with_number},
    place,
    register::{School, open_case, period, set_fields},
    within,
};

stories! {
    candidates_are_whom_one_would_choose_by_looking_at_everybody,
    a_later_run_judges_everybody_about_whom_the_days_between_decide,
    whoever_writes_a_fact_has_its_people_judged_again,
    a_run_of_a_scope_examines_its_people_only,
    protected_people_are_counted_among_the_examined,
}

const DATE: &str = "2026-11-21";

/// Somebody of a random register.
#[derive(Clone, Debug)]
struct Somebody {
    birth: Option<NaiveDate>,
    stays: Vec<(&'static str, &'static str)>,
    deregistered: bool,
    answered: bool,
    by_hand: bool,
    placements: Vec<(ProgrammeKind, &'static str, &'static str)>,
    diploma: Option<DiplomaKind>,
    case_in: Option<&'static str>,
    protected: bool,
}

fn somebody() -> impl Strategy<Value = Somebody> {
    let birth = prop_oneof![
        1 => Just(None),
        12 => select(vec![
            "2005-01-01", "2006-11-18", "2006-11-19", "2006-11-20", "2006-11-21", "2006-11-22", "2008-02-29",
            "2009-06-01", "2010-12-31", "2011-01-01", "2014-05-05",
        ]).prop_map(|text| Some(day(text))),
    ];
    let stays = select(vec![
        vec![],
        vec![(NORRKOPING, "2015-01-01")],
        vec![(NORRKOPING, "2015-01-01")],
        vec![(LINKOPING, "2015-01-01")],
        vec![(LINKOPING, "2015-01-01"), (NORRKOPING, "2026-11-21")],
        vec![(NORRKOPING, "2015-01-01"), (LINKOPING, "2026-11-21")],
        vec![(NORRKOPING, "2015-01-01"), (LINKOPING, "2026-11-22")],
        vec![(LINKOPING, "2015-01-01"), (NORRKOPING, "2026-12-01")],
    ]);
    let placements = select(vec![
        vec![],
        vec![],
        vec![(ProgrammeKind::National, "2026-08-17", "")],
        vec![(ProgrammeKind::National, "2026-08-17", "2026-11-20")],
        vec![(ProgrammeKind::National, "2026-11-22", "")],
        vec![(ProgrammeKind::Adapted, "2026-08-17", "2026-11-21")],
        vec![(ProgrammeKind::Introductory, "2026-08-17", "")],
        vec![(ProgrammeKind::Komvux, "2026-08-17", "")],
        vec![(ProgrammeKind::National, "2026-08-17", "2026-08-01")],
        vec![
            (ProgrammeKind::Introductory, "2026-08-17", "2026-11-21"),
            (ProgrammeKind::National, "2026-11-21", ""),
        ],
    ]);
    let diploma = select(vec![
        None,
        None,
        None,
        Some(DiplomaKind::UpperSecondary),
        Some(DiplomaKind::AdaptedCertificate),
    ]);
    let case_in = select(vec![None, None, Some(NORRKOPING), Some(LINKOPING)]);
    let rarely = || proptest::bool::weighted(0.15);
    (birth, stays, rarely(), any::<bool>(), rarely(), placements, diploma, case_in, rarely()).prop_map(
        |(birth, stays, deregistered, answered, by_hand, placements, diploma, case_in, protected)| Somebody {
            birth,
            deregistered,
            answered: answered || !stays.is_empty(),
            stays,
            by_hand,
            placements,
            diploma,
            case_in,
            protected,
        },
    )
}

/// The number of the n-th person: a coordination number whose day is not known where there is no birth.
fn civic_number(birth: Option<NaiveDate>, nth: u16) -> CivicNumber {
    match birth {
        Some(birth) => numbered(birth, 100 + nth),
        None => {
            let nine: [u8; 9] = format!("080860{}", 100 + nth).as_bytes().try_into().unwrap();
            CivicNumber::try_from(format!("20080860-{}{}", 100 + nth, check_digit(&nine)).as_str()).unwrap()
        }
    }
}

/// Writes somebody down and returns what the rules then know of them.
async fn register(
    transaction: &mut OperationTransaction,
    school: &School,
    somebody: &Somebody,
    nth: u16,
) -> (PersonFacts, Vec<CaseFact>) {
    let mut person = PersonWrite {
        entered_by_hand: somebody.by_hand,
        registration: Registration { answered: somebody.answered, ..Registration::default() },
        ..with_number(civic_number(somebody.birth, nth))
    };
    for (code, since) in &somebody.stays {
        person = person.moved_to(code, since);
    }
    if somebody.deregistered {
        person = person.deregistered(DeregistrationCode::Dead, DATE);
    }
    if somebody.protected {
        person = person.protected();
    }
    let id = save(transaction, &person).await;
    for (kind, start, end) in &somebody.placements {
        school.place(transaction, id, *kind, period(start, end)).await;
    }
    let mark = somebody.diploma.map(|kind| DiplomaMark { source: DiplomaSource::Authority, kind });
    if let Some(mark) = mark {
        transaction.mark_diploma(id, mark, day(DATE)).await.unwrap();
    }
    let mut by_hand = somebody.by_hand;
    if let Some(code) = somebody.case_in {
        let unknown = OccupationAtRegistration::Unknown;
        transaction.enter_case(id, place(code), day("2026-10-01"), day("2026-10-01"), unknown).await.unwrap();
        by_hand = true;
    }
    let cases = transaction.open_cases_of(&everything(), place(NORRKOPING)).await.unwrap();
    let cases = cases.into_iter().filter(|open| open.person == id).map(|open| open.case).collect();
    let facts = PersonFacts {
        id,
        civic_number: person.civic_number,
        registration: person.registration,
        entered_by_hand: by_hand,
        placements: somebody
            .placements
            .iter()
            .map(|(kind, start, end)| PlacementFact {
                period: period(start, end),
                kind: *kind,
                study_path: study_path(*kind).into(),
                unit: "Fria Friskolan".into(),
            })
            .collect(),
        diplomas: mark.into_iter().collect(),
    };
    (facts, cases)
}

fn study_path(kind: ProgrammeKind) -> &'static str {
    match kind {
        ProgrammeKind::National => "NA",
        ProgrammeKind::Introductory => "IMV",
        ProgrammeKind::Adapted => "IAIND",
        ProgrammeKind::Komvux => "VUXGY",
        ProgrammeKind::Other => "FHSK",
    }
}

/// Whether the run of Norrköping is about the person at all.
fn is_examined(facts: &PersonFacts, cases: &[CaseFact]) -> bool {
    is_examined_on(facts, cases, day(DATE))
}

fn is_examined_on(facts: &PersonFacts, cases: &[CaseFact], date: NaiveDate) -> bool {
    let (born_from, born_until) = calendar::births_that_may_be_covered(date);
    let of_an_age = facts.entered_by_hand
        || facts.civic_number.birth_date().is_none_or(|birth| (born_from..=born_until).contains(&birth));
    let here = |registration: &Registration| {
        let present = registration.present.is_some_and(|stay| stay.municipality == place(NORRKOPING));
        let on_the_day = registration.residence_on(date);
        present || on_the_day.is_some_and(|stay| stay.municipality == place(NORRKOPING))
    };
    (of_an_age && here(&facts.registration)) || !cases.is_empty()
}

/// Everybody of a random register, with whether they are protected.
async fn random_register(transaction: &mut OperationTransaction) -> Vec<(PersonFacts, Vec<CaseFact>, bool)> {
    let mut runner = TestRunner::deterministic();
    let school = School::build(transaction).await;
    let mut everybody = Vec::new();
    for nth in 0..250 {
        let somebody = somebody().new_tree(&mut runner).unwrap().current();
        let (facts, cases) = register(transaction, &school, &somebody, nth).await;
        everybody.push((facts, cases, somebody.protected));
    }
    everybody
}

/// The policies that a municipality may have, without a summer break.
fn policies() -> impl Iterator<Item = Policy> {
    RuleSet::ALL.iter().flat_map(|rule_set| {
        [false, true].map(|komvux_counts| Policy { rule_set: *rule_set, summer_break: None, komvux_counts })
    })
}

/// Whoever a run leaves alone on one day and the next choice leaves out is left alone on the other day too.
async fn a_later_run_judges_everybody_about_whom_the_days_between_decide(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let everybody = random_register(&mut transaction).await;
    let norrkoping = place(NORRKOPING);
    let mut spared = 0;
    for (last, date) in [
        ("2026-08-16", "2026-11-22"),
        ("2026-08-31", "2026-09-01"),
        ("2026-11-18", "2026-11-19"),
        ("2026-11-19", "2026-11-20"),
        ("2026-11-20", "2026-11-21"),
        ("2026-11-21", "2026-11-21"),
        ("2026-11-21", "2026-11-22"),
        ("2026-11-22", "2026-11-23"),
        ("2026-11-21", "2026-12-02"),
        ("2026-11-30", "2027-09-01"),
    ] {
        let (last, date) = (day(last), day(date));
        let whom = WhomToJudge::Since(last);
        let chosen = transaction.candidates(&everything(), norrkoping, date, whom).await.unwrap();
        let chosen = transaction.candidate_facts(&everything(), norrkoping, &chosen).await.unwrap();
        let chosen: BTreeSet<PersonId> = chosen.iter().map(|candidate| candidate.facts.id).collect();
        let whom = WhomToJudge::Everybody;
        let looked_at = transaction.candidates(&everything(), norrkoping, last, whom).await.unwrap();
        let looked_at = transaction.candidate_facts(&everything(), norrkoping, &looked_at).await.unwrap();
        let looked_at: BTreeSet<PersonId> = looked_at.iter().map(|candidate| candidate.facts.id).collect();
        for (facts, cases, _) in &everybody {
            // Of those it looked at, the run keeps whom the register has told of a day ahead.
            let is_kept = looked_at.contains(&facts.id) && facts.registration.changes_after(last);
            if is_kept || chosen.contains(&facts.id) {
                continue;
            }
            for policy in policies() {
                let decided = |date| decide(facts, cases, norrkoping, date, &policy);
                if decided(last) == Ok(Decision::Leave) {
                    spared += 1;
                    let alone = decided(date) == Ok(Decision::Leave) || !is_examined_on(facts, cases, date);
                    assert!(alone, "{last} {date} {facts:?} {cases:?}");
                }
            }
        }
    }
    assert!(spared > 1000, "{spared}");
}

async fn whoever_writes_a_fact_has_its_people_judged_again(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let school = School::build(&mut transaction).await;
    let (norrkoping, linkoping, date) = (place(NORRKOPING), place(LINKOPING), day(DATE));
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let placed = school.place(&mut transaction, person, ProgrammeKind::Other, period("2025-08-17", "")).await;
    let case = open_case(&mut transaction, person, "2026-10-01").await;
    let policy = policies().next().unwrap();
    let last = LastJudged::of(date, policy);
    let again = async |transaction: &mut OperationTransaction, code| {
        let whom = WhomToJudge::Since(date);
        let chosen = transaction.candidates(&everything(), code, date, whom).await.unwrap();
        for code in [norrkoping, linkoping] {
            transaction.note_judged(code, &last, &[]).await.unwrap();
        }
        chosen.len()
    };
    assert_eq!(transaction.last_judged(norrkoping).await.unwrap(), None);
    assert_eq!(again(&mut transaction, norrkoping).await, 0, "before the first run nothing is kept");
    assert_eq!(transaction.last_judged(norrkoping).await.unwrap(), Some(last));

    transaction.end_placements(&[placed], date).await.unwrap();
    assert_eq!(again(&mut transaction, norrkoping).await, 1, "a placement ended");
    assert_eq!(again(&mut transaction, norrkoping).await, 0, "once");
    transaction.remove_placements(&[placed]).await.unwrap();
    assert_eq!(again(&mut transaction, norrkoping).await, 1, "a placement removed");
    school.place(&mut transaction, person, ProgrammeKind::National, period("2026-08-17", "")).await;
    assert_eq!(again(&mut transaction, norrkoping).await, 1, "a placement written");
    set_fields(&mut transaction, case, None, |values| {
        values.other_schooling_until = Some(day("2026-11-20"));
    })
    .await;
    assert_eq!(again(&mut transaction, norrkoping).await, 1, "fields of a case");
    let mark = DiplomaMark { source: DiplomaSource::Authority, kind: DiplomaKind::UpperSecondary };
    transaction.mark_diploma(person, mark, date).await.unwrap();
    set_fields(&mut transaction, case, None, |values| {
        values.other_schooling_until = Some(day("2027-11-20"));
    })
    .await;
    assert_eq!(again(&mut transaction, norrkoping).await, 1, "a diploma");
    let number = born("2008-08-17").civic_number;
    transaction.mark_diplomas(date, &[(number, mark)]).await.unwrap();
    assert_eq!(again(&mut transaction, norrkoping).await, 1, "diplomas");
    let to = born("2008-08-18").civic_number;
    transaction.renumber(person, number, to).await.unwrap();
    assert_eq!(again(&mut transaction, norrkoping).await, 1, "another number");
    let mut away = born("2008-08-18").living_in(LINKOPING);
    away.id = Some(person);
    save(&mut transaction, &away).await;
    assert_eq!(again(&mut transaction, linkoping).await, 1, "where they live now");
    save(&mut transaction, &away).await;
    assert_eq!(again(&mut transaction, norrkoping).await, 1, "where their case is");
    let other = save(&mut transaction, &born("2008-08-19").living_in(LINKOPING)).await;
    again(&mut transaction, linkoping).await;
    transaction.merge_people(other, born("2008-08-19").civic_number, person).await.unwrap();
    assert_eq!(again(&mut transaction, norrkoping).await, 1, "two made one");
    transaction.enter_case(person, linkoping, date, date, OccupationAtRegistration::Unknown).await.unwrap();
    assert_eq!(again(&mut transaction, linkoping).await, 1, "a case by hand");
    transaction.note_judged(norrkoping, &last, &[person]).await.unwrap();
    assert_eq!(again(&mut transaction, norrkoping).await, 1, "whom the run left waiting");
}

async fn candidates_are_whom_one_would_choose_by_looking_at_everybody(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let everybody = random_register(&mut transaction).await;
    let (norrkoping, date) = (place(NORRKOPING), day(DATE));
    let candidates =
        transaction.candidates(&everything(), norrkoping, date, WhomToJudge::Everybody).await.unwrap();
    let examined = transaction.examined(&everything(), norrkoping, date).await.unwrap();
    let chosen = transaction.candidate_facts(&everything(), norrkoping, &candidates).await.unwrap();

    let naive = everybody.iter().filter(|(facts, cases, _)| is_examined(facts, cases));
    let (all, protected) =
        naive.fold((0, 0), |(all, protected), somebody| (all + 1, protected + u64::from(somebody.2)));
    assert_eq!(examined, Examined { all, protected });
    for candidate in &chosen {
        let (facts, cases, _) = everybody.iter().find(|(facts, ..)| facts.id == candidate.facts.id).unwrap();
        let mut found = candidate.facts.clone();
        found.placements.sort_by_key(|placement| placement.period);
        assert_eq!((&found, &candidate.cases), (facts, cases));
    }
    // Whoever is left out is somebody about whom no policy does anything.
    let chosen: BTreeSet<PersonId> = chosen.iter().map(|candidate| candidate.facts.id).collect();
    for (facts, cases, _) in everybody.iter().filter(|(facts, ..)| !chosen.contains(&facts.id)) {
        for policy in policies() {
            let decision = decide(facts, cases, norrkoping, date, &policy);
            let contradictory_elsewhere = decision.is_err() && !is_examined(facts, cases);
            assert!(decision == Ok(Decision::Leave) || contradictory_elsewhere, "{facts:?} {decision:?}");
        }
    }
    assert!(chosen.len() > 50 && (chosen.len() as u64) < all, "{} of {all}", chosen.len());
}

async fn a_run_of_a_scope_examines_its_people_only(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let seen = save(&mut transaction, &born("2008-08-17")).await;
    save(&mut transaction, &born("2008-08-18").protected()).await;
    let moved = save(&mut transaction, &born("2008-08-19")).await;
    open_case(&mut transaction, moved, "2026-11-01").await;
    let mut away = born("2008-08-19").living_in(LINKOPING);
    away.id = Some(moved);
    save(&mut transaction, &away).await;

    let (scope, norrkoping) = (within(NORRKOPING), place(NORRKOPING));
    let candidates =
        transaction.candidates(&scope, norrkoping, day(DATE), WhomToJudge::Everybody).await.unwrap();
    let examined = transaction.examined(&scope, norrkoping, day(DATE)).await.unwrap();
    let facts =
        transaction.candidate_facts(&within(NORRKOPING), place(NORRKOPING), &candidates).await.unwrap();
    assert_eq!(facts.iter().map(|candidate| candidate.facts.id).collect::<Vec<_>>(), [seen]);
    assert_eq!(examined, Examined { all: 1, protected: 0 });
}

async fn protected_people_are_counted_among_the_examined(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    save(&mut transaction, &born("2008-08-17")).await;
    let protected = save(&mut transaction, &born("2008-08-18").protected()).await;
    // Too young to be examined.
    save(&mut transaction, &born("2016-08-18").protected()).await;
    let (norrkoping, date) = (place(NORRKOPING), day(DATE));
    let candidates =
        transaction.candidates(&everything(), norrkoping, date, WhomToJudge::Everybody).await.unwrap();
    let examined = transaction.examined(&everything(), norrkoping, date).await.unwrap();
    assert_eq!(examined, Examined { all: 2, protected: 1 });
    let facts = transaction.candidate_facts(&everything(), norrkoping, &candidates).await.unwrap();
    let marked: Vec<_> = facts.iter().filter(|candidate| candidate.protected).collect();
    assert_eq!(marked.iter().map(|candidate| candidate.facts.id).collect::<Vec<_>>(), [protected]);
}
