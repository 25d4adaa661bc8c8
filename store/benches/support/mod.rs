//! A register of any size, made through the store itself, and the table of what was measured.
#![allow(dead_code, reason = "each bench uses its own part")]

use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use domain::{
    access::Scope,
    civic_number::{CivicNumber, check_digit},
    coverage::{
        Policy,
        plan::{Decision, RegisterPlan},
        policy::RuleSet,
    },
    municipality::MunicipalityCode,
    operation::{Actor, Operation, OperationKind},
    organisation::{OrganisationNumber, ProgrammeKind, Validity},
    period::Period,
    person::{Name, ProtectionMarks, Registration, Residence},
};
use store::{
    ClosedCase, LastJudged, NewStudyPath, NewUnit, OpenMode, OpenedCase, OperationTransaction, PersonWrite,
    PlacementWrite, Store, WhomToJudge,
};

/// The day of the first run.
pub const TODAY: &str = "2026-11-21";

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

pub fn norrkoping() -> MunicipalityCode {
    MunicipalityCode::try_from("0581").expect("a municipality")
}

/// How many residents: `FYREN_BENCH_PERSONS`, or 20,000.
pub fn people() -> u64 {
    std::env::var("FYREN_BENCH_PERSONS").ok().and_then(|text| text.parse().ok()).unwrap_or(20_000)
}

async fn begin(store: &Store, kind: OperationKind) -> OperationTransaction {
    let at = format!("{TODAY}T01:00:00Z").parse().expect("an instant");
    let operation =
        Operation { kind, actor: Actor::Operator, at, municipality: None, run: None, reason: String::new() };
    store.operate(operation).await.expect("a transaction")
}

/// The n-th resident: between sixteen and nineteen years old, four in five on a national programme.
fn person(nth: u64) -> PersonWrite {
    let birth = day("2007-01-01") + Days::new(nth % 1200);
    let eight = birth.format("%Y%m%d").to_string();
    let birth_number = 100 + nth / 1200 % 900;
    let nine: [u8; 9] = format!("{}{birth_number}", &eight[2..]).as_bytes().try_into().expect("nine digits");
    let number = format!("{eight}-{birth_number}{}", check_digit(&nine));
    let surname = ["Andersson", "Dahl", "Ek", "Lindqvist", "Åberg", "Öström"][(nth % 6) as usize];
    PersonWrite {
        id: None,
        civic_number: CivicNumber::try_from(number.as_str()).expect("a number"),
        name: Name { given: format!("Viggo {nth}"), surname: surname.into(), ..Name::default() },
        protection: ProtectionMarks::default(),
        registration: Registration {
            answered: true,
            present: Some(Residence { municipality: norrkoping(), since: Some(birth) }),
            ..Registration::default()
        },
        addresses: Vec::new(),
        entered_by_hand: false,
        population_changed_at: None,
    }
}

/// A register of Norrköping on SQLite.
pub async fn register(people: u64) -> (tempfile::TempDir, String, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let address = format!("sqlite://{}", folder.path().join("fyren.db").display());
    let store = Store::open(&address, OpenMode::CreateAndMigrate).await.expect("a store");
    let mut transaction = begin(&store, OperationKind::Demo).await;
    let number = OrganisationNumber::try_from("212000-0456").expect("a number");
    let organiser = transaction.add_organiser(&number, "Norrköpings kommun").await.expect("an organiser");
    let validity = Validity::default();
    let unit = NewUnit { organiser, code: "12345678".into(), name: "Fria Friskolan".into(), validity };
    let unit = transaction.add_unit(&unit).await.expect("a unit");
    let path = NewStudyPath {
        code: "NA".into(),
        national_code: "NA".into(),
        name: String::new(),
        kind: ProgrammeKind::National,
        validity,
    };
    let study_path = transaction.add_study_path(&path).await.expect("a study path");
    let year = "2026/2027".parse().expect("a year");
    let everybody: Vec<u64> = (0..people).collect();
    for batch in everybody.chunks(2000) {
        let written: Vec<PersonWrite> = batch.iter().map(|nth| person(*nth)).collect();
        let ids = transaction.save_people(&written).await.expect("people");
        let placed = batch.iter().zip(ids).filter(|(nth, _)| *nth % 5 != 0);
        let placements: Vec<PlacementWrite> = placed
            .map(|(nth, person)| PlacementWrite {
                id: None,
                person,
                unit,
                study_path,
                grade: "1".into(),
                class: "1A".into(),
                // One in two hundred drops out on the day of the first run.
                period: Period::new(day("2026-08-17"), (nth % 200 == 1).then(|| day(TODAY))),
            })
            .collect();
        transaction.save_placements(organiser, year, &placements).await.expect("placements");
    }
    transaction.commit().await.expect("a register");
    (folder, address, store)
}

/// A whole run of Norrköping, planned and carried out; returns how many cases it opened and closed.
pub async fn open_cases(store: &Store, date: &str, whom: WhomToJudge) -> (usize, usize) {
    let (scope, date) = (Scope::of_the_system(), day(date));
    let policy = Policy { rule_set: RuleSet::Handbook, ..Policy::proposed(date) };
    let norrkoping = norrkoping();
    let mut transaction = begin(store, OperationKind::CaseUpdate).await;
    transaction.examined(&scope, norrkoping, date).await.expect("a count");
    let candidates = transaction.candidates(&scope, norrkoping, date, whom).await.expect("candidates");
    let (mut all_opened, mut all_closed) = (0, 0);
    for batch in candidates.chunks(2000) {
        let mut plan = RegisterPlan::new(norrkoping, date, policy.rule_set);
        let facts = transaction.candidate_facts(&scope, norrkoping, batch).await.expect("facts");
        for candidate in facts {
            plan.examine(&candidate.facts, &candidate.cases, &policy);
        }
        let (mut opened, mut closed, mut touched) = (Vec::new(), Vec::new(), Vec::new());
        for person in &plan.people {
            match &person.decision {
                Ok(Decision::Open { explanation }) => {
                    opened.push(OpenedCase { person: person.id, explanation: explanation.clone() });
                }
                Ok(Decision::Close { case, reason, explanation, measures }) => closed.push(ClosedCase {
                    case: *case,
                    person: person.id,
                    reason: *reason,
                    explanation: explanation.clone(),
                    measures: measures.clone(),
                }),
                _ => continue,
            }
            touched.push(person.id);
        }
        transaction.open_cases(norrkoping, date, None, &opened).await.expect("opened");
        transaction.close_cases(date, None, &closed).await.expect("closed");
        transaction.refresh_case_rows(&touched, date).await.expect("rows");
        all_opened += opened.len();
        all_closed += closed.len();
    }
    let judged = LastJudged::of(date, policy);
    transaction.note_judged(norrkoping, &judged, &[]).await.expect("a run noted");
    transaction.commit().await.expect("a run");
    (all_opened, all_closed)
}

/// The median of many.
pub fn median(times: usize, mut work: impl FnMut()) -> Duration {
    let mut measured: Vec<Duration> = (0..times)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    measured.sort();
    measured[times / 2]
}

/// Prints what was measured beside its floor.
pub fn table(people: u64, rows: &[(&str, Duration, Duration)]) {
    println!("\n| {people} residents | time | floor | ratio |\n|---|---|---|---|");
    for (work, time, floor) in rows {
        let ratio = time.as_secs_f64() / floor.as_secs_f64();
        println!("| {work} | {time:.2?} | {floor:.2?} | {ratio:.2} |");
    }
}
