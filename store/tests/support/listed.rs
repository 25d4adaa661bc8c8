//! A register to list.

use domain::{
    access::{Role, RoleTitle, role::RoleName},
    contact::{ContactDetailKind, ContactWay, NewContact},
    id::{AccountId, GrantId, PersonId, UserRoleId},
    job::{JobFailure, JobKind, JobState, OutcomeCounts, RowOutcome},
    language::Named,
    list::{CaseColumn, ListQuery},
    measure::MeasureType,
    occupation::OccupationAtRegistration,
    operation::{Actor, Operation, OperationKind},
    organisation::{AcademicYear, OrganisationNumber, ProgrammeKind, Validity},
    person::DeregistrationCode,
};
use store::{
    CameFrom, ClosedCase, FinishedRun, NewAccount, NewJob, NewStudyPath, NewUnit, Part, PlacementWrite, Store,
};

pub use super::memory::listed;
use super::{
    LINKOPING, NORRKOPING, begin, day, instant, memory, operation,
    people::{But, address, numbered, with_number},
    place,
    register::{add_measure, close_follow_ups, detail, explanation, measure, period, set_fields},
    roles::give_role,
};

/// The day of reading.
pub const TODAY: &str = "2026-11-21";

/// Who asks for *mine*, and by what name the rows show them.
pub const ASKING: AccountId = AccountId(2);
/// See [`ASKING`].
pub const THEIR_NAME: &str = "Bo Ek";

/// Names in the order of the Swedish alphabet, and such as break careless SQL.
pub const SURNAMES: [&str; 14] = [
    "Andersson",
    "de Geer",
    "Dahl",
    "Dahl_",
    "Édith",
    "O'Hara",
    "Percent%",
    "Quote\"s",
    "Zetterlund",
    "Åberg",
    "Ärlig",
    "Öström",
    "Back\\slash",
    "🙂 Glad",
];
const GIVEN: [&str; 6] = ["Viggo", "Åsa", "Östen", "Anna-Karin", "Éva", "X"];
const HEADINGS: [&str; 7] =
    ["", "Svarade inte", "Åter på måndag", "100% klar_", "Öppet hus \\o/", "🙂", "Éva's \"val\""];
const STREETS: [&str; 5] = ["Kungsgatan 1", "Åvägen 2", "100%-gränd 3", "Öster_gatan 4", "O'Connells väg 5"];

/// Writes down a varied register: three municipalities, protected people, closed cases, missing values.
pub async fn register(store: &Store, size: u16) -> Vec<PersonId> {
    let mut transaction = begin(store).await;
    let mut caseworkers = Vec::new();
    for (user_name, name) in [("asa", "Åsa Lindqvist"), ("bo", "Bo Ek"), ("orjan", "Örjan Åberg")] {
        let account = NewAccount {
            user_name: user_name.into(),
            name: name.into(),
            password_hash: String::new(),
            demo: false,
            active_from: day("2020-01-01"),
            one_time_until: None,
        };
        caseworkers.push(transaction.add_account(&account).await.unwrap());
    }
    assert_eq!(caseworkers[1], ASKING);
    let mut people = Vec::new();
    let mut places = Vec::new();
    for nth in 0..size {
        let at = usize::from(nth);
        let birth = day("2006-12-01") + chrono::Days::new(u64::from(nth % 30) * 41);
        let code = [NORRKOPING, NORRKOPING, NORRKOPING, LINKOPING, "0583"][at % 5];
        let mut person = with_number(numbered(birth, 100 + nth))
            .living_in(code)
            .named(GIVEN[at % GIVEN.len()], SURNAMES[(at / 2) % SURNAMES.len()]);
        if nth % 11 == 3 {
            person = person.protected();
        }
        if nth % 10 == 6 {
            person =
                person.deregistered(DeregistrationCode::ALL[at / 10 % 3], ["2026-11-20", ""][at / 10 % 2]);
        }
        if nth % 3 != 0 {
            person = person.at(address(STREETS[at % STREETS.len()], "Norrköping"));
        }
        people.push(person);
        places.push(code);
    }
    let ids = transaction.save_people(&people).await.unwrap();
    for (nth, (person, code)) in ids.iter().zip(&places).enumerate() {
        let registered = day("2026-09-01") + chrono::Days::new(nth as u64 % 83);
        let occupation = OccupationAtRegistration::ALL[nth % OccupationAtRegistration::ALL.len()];
        let case =
            transaction.enter_case(*person, place(code), registered, registered, occupation).await.unwrap();
        set_fields(&mut transaction, case, None, |values| {
            values.caseworker = (nth % 4 != 0).then(|| caseworkers[nth % 3]);
            values.living_outside = (nth % 9 == 0).then_some(domain::contact::LivingOutside::Nordic);
            values.other_schooling_until = (nth % 13 == 5).then(|| day("2026-12-31"));
        })
        .await;
        if nth % 4 == 1 {
            let kind = MeasureType::ALL[nth % MeasureType::ALL.len()];
            let start = ["2026-11-01", "2026-12-01"][nth % 8 / 4];
            add_measure(&mut transaction, case, &measure(kind, start, ["", "2026-12-24"][nth % 3 % 2])).await;
        }
        if nth % 3 == 1 {
            let contact = NewContact {
                date: day("2026-10-01") + chrono::Days::new(nth as u64 % 40),
                heading: HEADINGS[nth / 3 % HEADINGS.len()].into(),
                way: ContactWay::ALL[nth % ContactWay::ALL.len()],
                notes: String::new(),
                follow_up: (nth % 2 == 0).then(|| day("2026-11-15") + chrono::Days::new(nth as u64 % 14)),
            };
            transaction.add_contact(case, &contact, "Bo Ek", instant("2026-11-01T08:00:00Z")).await.unwrap();
            if nth % 12 == 4 {
                let because = HEADINGS[nth / 12 % 3 + 1];
                close_follow_ups(&mut transaction, case, contact.date, because, "2026-11-19").await;
            }
        }
        if nth % 5 == 2 {
            let mobile = ContactDetailKind::Mobile;
            let mobile = detail(mobile, &format!("070-17406{nth:02}"), true);
            transaction.add_contact_detail(*person, &mobile).await.unwrap();
            let email = detail(ContactDetailKind::Email, &format!("Åsa.{nth}@example.se"), true);
            transaction.add_contact_detail(*person, &email).await.unwrap();
        }
        if nth % 6 == 5 {
            let closed = ClosedCase {
                case,
                person: *person,
                reason: domain::case::DeregistrationReason::ALL[nth % 4],
                explanation: explanation(&mut transaction, code, *person, TODAY).await,
                measures: Vec::new(),
            };
            transaction.close_cases(day(TODAY), None, &[closed]).await.unwrap();
        }
    }
    transaction.refresh_case_rows(&ids, day(TODAY)).await.unwrap();
    transaction.commit().await.unwrap();
    ids
}

/// Writes down what else there are lists of: schools and placements of the people, runs, users, entries of the journal.
pub async fn surroundings(store: &Store, people: &[PersonId]) {
    schools(store, people).await;
    runs(store).await;
    let users = users(store).await;
    jobs(store, &users).await;
    journal(store).await;
}

async fn schools(store: &Store, people: &[PersonId]) {
    let mut transaction = begin(store).await;
    let mut organisers = Vec::new();
    for (nth, number) in ["212000-0456", "212000-0449", "556677-8899"].iter().enumerate() {
        let number = OrganisationNumber::try_from(*number).unwrap();
        let name = ["Norrköpings kommun", "åtvids%skolor", ""][nth];
        organisers.push(transaction.add_organiser(&number, name).await.unwrap());
    }
    let validity = |nth: usize| Validity {
        from: [None, Some(day("2020-07-01")), Some(day("2026-12-01"))][nth % 3],
        until: [None, Some(day("2026-11-20")), Some(day(TODAY)), None][nth % 4],
    };
    let (mut units, mut paths) = (Vec::new(), Vec::new());
    for (nth, name) in SURNAMES.iter().enumerate() {
        let unit = NewUnit {
            organiser: organisers[nth % 3],
            code: ["1234567", "ÅB_", "x%"][nth % 3].to_owned() + &nth.to_string(),
            name: if nth == 5 { String::new() } else { format!("{name} skola") },
            validity: validity(nth),
        };
        units.push((organisers[nth % 3], transaction.add_unit(&unit).await.unwrap()));
        let path = NewStudyPath {
            code: ["EE", "im", "VUXÖ", "na_"][nth % 4].to_owned() + &nth.to_string(),
            national_code: ["EE", "", "nä"][nth % 3].into(),
            name: if nth % 4 == 1 { String::new() } else { format!("Program {name}") },
            kind: ProgrammeKind::ALL[nth % ProgrammeKind::ALL.len()],
            validity: validity(nth + 1),
        };
        paths.push(transaction.add_study_path(&path).await.unwrap());
    }
    let year: AcademicYear = "2026/2027".parse().unwrap();
    for (nth, person) in people.iter().enumerate().filter(|(nth, _)| nth % 4 != 2) {
        for which in 0..=(nth % 2) {
            let (organiser, unit) = units[(nth + 5 * which) % units.len()];
            let placement = PlacementWrite {
                id: None,
                person: *person,
                unit,
                study_path: paths[(nth + which) % paths.len()],
                grade: ["1", "2", "", "Vux"][nth % 4].into(),
                class: ["NA26B", "", "ÄÖ_1", "ek%"][(nth + which) % 4].into(),
                period: match nth % 5 {
                    0 => period("2026-08-17", ""),
                    1 => period("2025-08-17", "2026-11-20"),
                    2 => period("2026-12-01", "2027-06-10"),
                    3 => period("2026-08-17", TODAY),
                    _ => period(TODAY, ""),
                },
            };
            transaction.save_placements(organiser, year, &[placement]).await.unwrap();
        }
    }
    transaction.commit().await.unwrap();
}

/// Who does things in the stories.
fn actors() -> [Actor; 6] {
    let made = RoleTitle::Made { id: UserRoleId(7), name: RoleName::try_from("Fältare_%").unwrap() };
    let user = |name: &str, role, organisation: &str| Actor::User {
        account: AccountId(4711),
        name: name.into(),
        role,
        organisation: organisation.into(),
    };
    [
        Actor::Operator,
        user("Åsa Lindqvist", RoleTitle::Shipped(Role::Caseworker), "Norrköping"),
        user("Örjan_Åberg%", RoleTitle::Shipped(Role::RegionAdministrator), "Region Öst"),
        user("Örjan_Åberg%", made, "Norrköping"),
        Actor::System,
        Actor::Nobody,
    ]
}

/// Instants on both sides of midnight in Stockholm, in winter and in summer.
const INSTANTS: [&str; 6] = [
    "2026-11-19T22:59:59.999Z",
    "2026-11-19T23:00:00Z",
    "2026-07-31T21:59:59Z",
    "2026-07-31T22:00:00Z",
    "2026-11-21T01:00:00Z",
    "2026-10-25T00:30:00Z",
];

async fn runs(store: &Store) {
    for nth in 0..30_usize {
        let code = [NORRKOPING, LINKOPING, "0583"][nth % 3];
        let actor = actors()[nth % 4].clone();
        let operation =
            Operation { actor, municipality: Some(place(code)), ..operation(OperationKind::CaseUpdate) };
        let mut transaction = store.operate(operation).await.unwrap();
        let date = day("2026-11-01") + chrono::Days::new(nth as u64);
        let started = instant(INSTANTS[nth % INSTANTS.len()]);
        let run = transaction.begin_run("case-update", place(code), date, started).await.unwrap();
        if nth % 7 != 6 {
            let finished = FinishedRun {
                job: "case-update",
                municipality: place(code),
                date,
                started,
                finished: started + chrono::TimeDelta::seconds(nth as i64 * 17),
                examined: nth as u64 % 20,
                errors: Vec::new(),
            };
            transaction.finish_run(run, &finished).await.unwrap();
        }
        transaction.commit().await.unwrap();
    }
}

/// Accounts with a role each, and the municipality of a role that reaches just one.
type User = (AccountId, GrantId, Option<&'static str>);

async fn users(store: &Store) -> Vec<User> {
    let mut users = Vec::new();
    let mut transaction = begin(store).await;
    for (nth, surname) in SURNAMES.iter().enumerate() {
        let account = NewAccount {
            user_name: format!("user.{nth}"),
            name: format!("{} {surname}", GIVEN[nth % GIVEN.len()]),
            password_hash: String::new(),
            demo: false,
            active_from: day("2020-01-01"),
            one_time_until: None,
        };
        let reached: &[&str] = [&[NORRKOPING][..], &[LINKOPING], &[NORRKOPING, LINKOPING]][nth % 3];
        let organisation = ["Norrköping", "Linköping", "Region Öst_%"][nth % 3];
        let account = transaction.add_account(&account).await.unwrap();
        let role = Role::ALL[nth % Role::ALL.len()];
        let role = give_role(&mut transaction, account, role, organisation, reached).await;
        if nth % 4 == 1 {
            transaction.set_active(account, false).await.unwrap();
        }
        if nth % 2 == 0 {
            let at = instant(INSTANTS[nth % INSTANTS.len()]);
            let from = CameFrom { browser: "", address: "" };
            assert!(transaction.begin_session(&format!("{nth}"), account, role, from, at).await.unwrap());
        }
        users.push((account, role, [Some(NORRKOPING), Some(LINKOPING), None][nth % 3]));
    }
    transaction.commit().await.unwrap();
    users
}

/// Jobs of all kinds and states; each third of what is done has been taken back.
async fn jobs(store: &Store, users: &[User]) {
    for nth in 0..40_usize {
        let (account, acting_in, municipality) = users[nth % 9];
        let at = instant(INSTANTS[nth % INSTANTS.len()]);
        let rows: Vec<i64> = (0..(nth as i64 % 6 + 1)).collect();
        let new = |kind, undoes| NewJob {
            kind,
            account,
            acting_in,
            municipality: municipality.map(place),
            fields: &[],
            asked: "{}",
            rows: &rows,
            undoes,
            once: None,
            asked_from: "",
            at,
        };
        if nth % 5 == 4 {
            let waiting = store.queue_job(&new(JobKind::UpdateCases, None)).await.unwrap().unwrap();
            match nth % 4 {
                0 => store.cancel_job(waiting, at).await.unwrap(),
                1 => {
                    let until = at + chrono::TimeDelta::days(4000);
                    let taken = store.take_job("worker", at, until).await.unwrap().unwrap();
                    assert!(
                        store
                            .end_job(taken.id, "worker", JobState::Failed, Some(JobFailure::Unavailable), at)
                            .await
                            .unwrap()
                    );
                }
                _ => {}
            }
            continue;
        }
        let mut transaction = begin(store).await;
        let job = transaction.begin_job(&new(JobKind::UpdateCases, None), "").await.unwrap().unwrap();
        let mut counts = OutcomeCounts::default();
        for row in &rows {
            counts.count(RowOutcome::ALL[(nth + *row as usize) % RowOutcome::ALL.len()]);
        }
        let ended = at + chrono::TimeDelta::seconds(nth as i64);
        let part = Part { done_before: 0, counts, reports: &[], lease_until: at, ended: Some(ended) };
        assert!(transaction.advance_job(job, "", &part).await.unwrap());
        if nth % 3 == 0 {
            transaction.begin_job(&new(JobKind::Undo, Some(job)), "").await.unwrap().unwrap();
        }
        transaction.commit().await.unwrap();
    }
}

/// The details of an entry: codes where they are told in words, else what may stand there.
fn details(kind: OperationKind, nth: usize) -> &'static str {
    let told = match kind {
        OperationKind::ReadList => ["persons", "cases: status, find", "log"],
        OperationKind::ExportList => [
            "units; csv, 1 rows: name",
            "cases: selection; xlsx, 20 rows: surname (1/2)",
            "persons: find; csv, 2 rows: surname",
        ],
        OperationKind::BulkCaseUpdate => {
            ["cases: registered; job 6", "cases: ; job 2", "cases: caseworker; job 7"]
        }
        OperationKind::ProfileChange => ["users: share", "persons: choose", "runs: save"],
        OperationKind::Search => ["name", "number", "name"],
        _ => return HEADINGS[nth % HEADINGS.len()],
    };
    told[nth % told.len()]
}

async fn journal(store: &Store) {
    for nth in 0..60_usize {
        let kind = OperationKind::ALL[nth % OperationKind::ALL.len()];
        let code = [Some(NORRKOPING), Some(LINKOPING), None, Some("0583")][nth % 4];
        let operation = Operation {
            kind,
            actor: actors()[nth % 5].clone(),
            at: instant(INSTANTS[nth % INSTANTS.len()]),
            municipality: code.map(place),
            run: None,
            reason: details(kind, nth).into(),
        };
        store.operate(operation).await.unwrap().commit().await.unwrap();
    }
}

/// A query of cases for everything, in the order of identities.
pub fn all() -> ListQuery<CaseColumn> {
    memory::all()
}

/// Every case there is, in the order of identities.
pub async fn every_row(connection: &mut store::Connection) -> Vec<domain::case::view::CaseRow> {
    memory::every_row::<CaseColumn>(connection, &super::everything()).await
}
