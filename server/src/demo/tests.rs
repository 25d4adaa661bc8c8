//! The demo as a whole: the same for the same seed, and free of contradictions.

mod play;

use std::collections::{BTreeMap, BTreeSet};

use domain::{case::CaseStatus, organisation::ProgrammeKind, period::Period, person::DeregistrationCode};

use super::*;
use play::Play;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn plan(persons: u64, seed: u64) -> DemoPlan {
    DemoPlan::new(persons, seed, day("2026-11-21")).unwrap()
}

fn first_and_last(plan: &DemoPlan) -> (&Snapshot, &Snapshot) {
    (plan.snapshots().first().unwrap(), plan.snapshots().last().unwrap())
}

#[test]
fn the_same_seed_gives_the_same_demo_and_another_seed_another() {
    let all = |seed: u64| {
        let plan = plan(1500, seed);
        let (first, last) = first_and_last(&plan);
        let posts: Vec<_> = plan.posts(first).collect();
        let rows: Vec<_> = plan.pupil_rows(last).collect();
        (posts, rows)
    };
    assert_eq!(all(1), all(1));
    assert_ne!(all(1), all(2));
}

#[test]
fn the_lists_are_read_whole() {
    let plan = plan(10, 1);
    assert_eq!(plan.municipalities().len(), 5);
    assert_eq!(plan.organisers().len(), 6);
    assert_eq!(plan.units().len(), 22);
    assert_eq!(data::ORIGINS.len(), 10);
    assert!(data::ORIGINS.iter().flat_map(|origin| &origin.surnames).all(|name| !name.is_empty()));
    let of_kind = |kind| plan.study_paths().iter().filter(|path| path.kind == kind).count();
    assert_eq!(of_kind(ProgrammeKind::National), 37);
    assert_eq!(of_kind(ProgrammeKind::Introductory), 4);
    assert_eq!(of_kind(ProgrammeKind::Adapted), 8);
    assert_eq!(of_kind(ProgrammeKind::Komvux), 2);
    for municipality in plan.municipalities() {
        assert!(!plan.caseworkers(municipality).is_empty(), "{municipality}");
    }
    assert!(plan.accounts().iter().any(|account| account.roles.len() == 2));
    let first = plan.snapshots().first().unwrap().date;
    assert!(plan.policies().iter().all(|(_, dated)| dated.from < first));
    let rule_sets: BTreeSet<RuleSet> =
        plan.policies().iter().map(|(_, dated)| dated.policy.rule_set).collect();
    assert_eq!(rule_sets.len(), 2);
}

#[test]
fn every_number_is_valid_and_unique_and_leads_back_to_its_person() {
    let plan = plan(50_000, 7);
    let mut seen = BTreeSet::new();
    for index in 0..50_000 {
        let person = plan.person(index).unwrap();
        for number in [Some(person.number), person.former.map(|(former, _)| former)].into_iter().flatten() {
            assert!(seen.insert(number), "two people have {number}");
            assert_eq!(CivicNumber::try_from(number.to_string().as_str()), Ok(number));
            assert_eq!(plan.index_of(&number), Some(index), "{number}");
        }
    }
    assert!(seen.len() > 50_000);
}

#[test]
fn a_small_demo_uses_the_test_series_alone() {
    let plan = plan(2500, 1);
    let (first, _) = first_and_last(&plan);
    for post in plan.posts(first) {
        assert!(matches!(&post.civic_number.compact()[8..11], "238" | "239"), "{}", post.civic_number);
    }
}

#[test]
fn placements_never_overlap_and_stand_where_they_can() {
    let plan = plan(5000, 3);
    for snapshot in plan.snapshots() {
        let mut periods: BTreeMap<CivicNumber, Vec<Period>> = BTreeMap::new();
        let mut identities = BTreeSet::new();
        for (file, row) in plan.pupil_rows(snapshot) {
            let unit = plan.units().iter().find(|unit| unit.code == row.unit_code).unwrap();
            let path = plan.study_paths().iter().find(|path| path.code == row.study_path_code).unwrap();
            assert_eq!(unit.organiser, snapshot.files[file].organiser);
            assert!(unit.validity.contains(row.period.start) && path.validity.contains(row.period.start));
            assert!(row.period.start <= snapshot.date && !row.period.is_contradictory());
            let (number, unit, path, start) = row.identity();
            assert!(identities.insert((number, unit.to_owned(), path.to_owned(), start)));
            let others = periods.entry(row.civic_number).or_default();
            assert!(others.iter().all(|other| !other.overlaps(&row.period)), "{}", row.civic_number);
            others.push(row.period);
        }
        assert!(periods.len() > 1000);
    }
}

#[test]
fn everybody_is_told_of_at_first_and_then_only_what_has_changed() {
    let plan = plan(20_000, 1);
    let (first, _) = first_and_last(&plan);
    let mut known: BTreeSet<CivicNumber> = plan.posts(first).map(|post| post.civic_number).collect();
    assert!(known.len() > 19_000);
    for snapshot in &plan.snapshots()[1..] {
        let mut posts = 0;
        for post in plan.posts(snapshot) {
            posts += 1;
            assert_eq!(post.number, posts);
            let begun =
                |stay: &domain::person::Residence| stay.since.is_none_or(|since| since <= snapshot.date);
            assert!(post.residence.iter().chain(&post.earlier_residences).all(begun));
            if post.deregistration.is_some_and(|end| end.is_renumbering()) {
                assert!(known.contains(&post.civic_number) && post.reference.is_some());
            }
            known.insert(post.civic_number);
        }
        assert!(posts < 2000, "{posts}");
    }
    assert!(known.len() >= 20_000);
}

#[test]
fn the_shares_are_as_in_life() {
    let plan = plan(20_000, 1);
    let people: Vec<Person> = plan.people().collect();
    let count = |of: &dyn Fn(&Person) -> bool| people.iter().filter(|person| of(person)).count();
    let dead =
        |person: &Person| person.deregistration.is_some_and(|(_, end)| end.code == DeregistrationCode::Dead);
    assert!((20..120).contains(&count(&|person| person.protection.is_some())));
    assert!((3..40).contains(&count(&dead)));
    assert!((10..120).contains(&count(&|person| person.stays.is_empty())));
    assert!((10..80).contains(&count(&|person| person.former.is_some())));
    assert!((300..700).contains(&count(&|person| person.arrived.is_some())));
    assert!((2000..5500).contains(&count(&|person| person.stays.len() > 1)));
    assert!((3000..9000).contains(&count(&|person| person.diploma.is_some())));
    let age = |person: &Person| person.number.age_on(day("2026-11-21")).unwrap();
    assert!(count(&|person| (14..21).contains(&age(person))) > 18_900);
    assert!(people.iter().all(|person| (12..22).contains(&age(person))));
}

#[test]
fn the_people_of_the_drawings_live_here() {
    let plan = plan(1000, 1);
    let (first, last) = first_and_last(&plan);
    let names: Vec<String> = plan.posts(first).take(8).map(|post| post.name.unwrap().listed()).collect();
    assert_eq!(
        names,
        [
            "Ahlgren, Nour",
            "Bergström, Elias",
            "Çelik, Defne",
            "Dahl, Viggo",
            "Ek, Signe",
            "Farah, Idil",
            "Åberg, Love",
            "Östman, Tuva"
        ]
    );
    let viggo = CivicNumber::try_from("20080817-2381").unwrap();
    let (_, row) = plan.pupil_rows(last).find(|(_, row)| row.civic_number == viggo).unwrap();
    assert_eq!((row.unit_code.as_str(), row.study_path_code.as_str()), ("58110010", "EE"));
    assert_eq!(row.period.end, Some(day("2026-10-09")));
    let registered = day("2026-10-14");
    let norrköping = MunicipalityCode::try_from("0581").unwrap();
    let work = plan.casework(&viggo, norrköping, registered, registered, day("2026-11-21"));
    let mut follow_ups = work.iter().filter_map(|activity| match &activity.what {
        Work::Contact(contact) => contact.follow_up,
        _ => None,
    });
    assert_eq!(follow_ups.next_back(), Some(day("2026-11-21")));
    assert!(
        DemoPlan::new(1000, 1, day("2020-11-21")).unwrap().index_of(&viggo).is_none_or(|index| index > 8)
    );
}

#[test]
fn some_have_plans_and_schools_tell_of_some() {
    let plan = plan(4000, 1);
    let (norrköping, registered) = (MunicipalityCode::try_from("0581").unwrap(), day("2026-02-02"));
    let today = day("2026-11-21");
    let worked: Vec<Activity> = plan
        .people()
        .flat_map(|person| plan.casework(&person.number, norrköping, registered, registered, today))
        .collect();
    let (mut made, mut evaluated, mut waiting, mut handled) = (0, 0, 0, 0);
    for Activity { date, what, .. } in &worked {
        match what {
            Work::Plan(plan) => {
                made += 1;
                assert!(plan.check().is_ok() && plan.period.start == *date && plan.evaluation.is_empty());
            }
            Work::EvaluatePlan { start, evaluation } => {
                evaluated += 1;
                assert!(start < date && !evaluation.is_empty());
            }
            Work::Notice { notice, becomes_contact } => {
                *(if *becomes_contact { &mut handled } else { &mut waiting }) += 1;
                assert!(notice.date == *date && !notice.school.is_empty() && !notice.text.is_empty());
                // What waits has come of late.
                assert!(*becomes_contact || (today - *date).num_days() < 10, "{date}");
            }
            _ => {}
        }
    }
    assert!((900..1700).contains(&made) && evaluated > made / 3 && evaluated < made, "{made}, {evaluated}");
    assert!(waiting > 20 && handled > 20, "{waiting} wait, {handled} are handled");
    let again = plan
        .people()
        .flat_map(|person| plan.casework(&person.number, norrköping, registered, registered, today));
    assert!(again.eq(worked));
}

#[test]
fn more_people_than_numbers_are_refused_in_both_languages() {
    let error = DemoPlan::new(100_000_000, 1, day("2026-11-21")).err().unwrap();
    assert_ne!(error.message(Language::Swedish), error.message(Language::English));
    assert!(DemoPlan::new(1_200_000, 1, day("2026-11-21")).is_ok());
    assert_eq!(DemoPlan::new(10, 1, day("1999-01-01")).err(), Some(DemoError::OutsideTime));
}

#[test]
fn played_by_the_rules_it_shows_every_status_and_reason() {
    let plan = plan(6000, 1);
    let play = Play::of(&plan);
    let mut statuses: BTreeMap<CaseStatus, usize> = BTreeMap::new();
    for ((index, _), cases) in &play.cases {
        for case in cases {
            let status = CaseStatus::on(case, &play.facts[index].placements, day("2026-11-21"));
            *statuses.entry(status).or_default() += 1;
        }
    }
    assert_eq!(statuses.len(), 6, "{statuses:?}");
    let open =
        statuses.iter().filter(|(status, _)| **status != CaseStatus::Closed).map(|(_, n)| n).sum::<usize>();
    assert!((300..900).contains(&open), "{statuses:?}");
    assert!(play.with_caseworker.len() > 100 && play.incomplete > 10, "{}", play.incomplete);
    let norrköping = MunicipalityCode::try_from("0581").unwrap();
    let registered = |index: u64| play.cases[&(index, norrköping)].last().unwrap();
    let expected = [
        "2026-09-02",
        "2026-02-11",
        "2026-09-02",
        "2026-10-14",
        "2025-11-03",
        "2026-09-02",
        "2026-11-19",
        "2026-03-27",
    ];
    use CaseStatus::{IntroductoryProgramme, MeasureOngoing, MeasurePlanned, NeedsAction};
    let in_the_drawings = [
        NeedsAction,
        MeasureOngoing,
        IntroductoryProgramme,
        NeedsAction,
        MeasurePlanned,
        MeasureOngoing,
        NeedsAction,
        MeasureOngoing,
    ];
    for (index, (date, status)) in (0..).zip(expected.into_iter().zip(in_the_drawings)) {
        let case = registered(index);
        assert_eq!(case.registered, day(date), "{index}");
        assert_eq!(
            CaseStatus::on(case, &play.facts[&index].placements, day("2026-11-21")),
            status,
            "{index}"
        );
    }
}

#[test]
fn any_day_and_seed_play_without_contradiction() {
    for (today, seed) in [("2019-01-01", 2), ("2025-07-10", 3), ("2027-01-01", 4), ("2028-02-29", 5)] {
        let plan = DemoPlan::new(3000, seed, day(today)).unwrap();
        let dates: Vec<NaiveDate> = plan.snapshots().iter().map(|snapshot| snapshot.date).collect();
        assert!(dates.len() >= 7 && dates.last() == Some(&day(today)), "{dates:?}");
        assert!(plan.snapshots().iter().all(|snapshot| snapshot.date <= snapshot.until));
        assert!(Play::of(&plan).cases.values().flatten().count() > 100, "{today}");
        for index in 0..3000 {
            assert_eq!(plan.index_of(&plan.person(index).unwrap().number), Some(index), "{today}");
        }
    }
}

/// Reads as the run does: those whom the last stop's news moves out of one municipality of the demo and into another.
#[test]
fn whatever_the_day_somebody_covered_moves_on_it() {
    for (persons, seed) in [(1000, 1), (1000, 2), (2000, 1), (20_000, 1), (20_000, 9)] {
        let mut today = day("2019-01-01");
        while today < day("2029-12-31") {
            let plan = DemoPlan::new(persons, seed, today).unwrap();
            let movers = (0..1000)
                .filter_map(|index| plan.resident(index))
                .filter(|person| plan.moves_today(person) && person.school_years.is_empty())
                .filter(|person| person.stays.last().is_some_and(|stay| stay.since == Some(today)));
            assert!(movers.count() >= 2, "{persons} {seed} {today}");
            today = today + Days::new(61);
        }
    }
}

#[test]
fn work_asked_for_in_pieces_is_the_same_as_all_at_once() {
    let plan = plan(2000, 1);
    let norrköping = MunicipalityCode::try_from("0581").unwrap();
    let (registered, middle, today) = (day("2025-09-02"), day("2026-02-11"), day("2026-11-21"));
    let mut done = 0;
    for index in 0..200 {
        let number = plan.person(index).unwrap().number;
        let work = |from, to| plan.casework(&number, norrköping, registered, from, to);
        let mut pieces = work(registered, middle);
        pieces.extend(work(middle.succ_opt().unwrap(), today));
        assert_eq!(pieces, work(registered, today));
        done += pieces.len();
    }
    assert!(done > 1000, "{done}");
}
