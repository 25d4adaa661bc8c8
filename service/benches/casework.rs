//! What a caseworker waits for: the page of a case beside its own SQL, and what is done with 5,000 cases at once beside the
//! least that the same rows can be written with. Prints one table.

#[path = "../../store/benches/support/mod.rs"]
mod support;

use std::{
    fs,
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::{Role, Scope},
    clock::Clock,
    contact::form::ContactForm,
    id::{CaseId, JobId},
    job::JobState,
    list::{CaseColumn, Filter, ListQuery},
    measure::form::MeasureForm,
    operation::Actor,
};
use service::{
    Services, cases, contacts,
    jobs::{self, Asked, Measures, worker::work_on_next},
    measures, selection,
    session::{self, Session},
    undo,
    users::{self, NewRole, NewUser},
};
use sqlx::{Connection as _, SqliteConnection};
use support::{TODAY, day};

/// A fifth of the residents have a case.
const CASES: u64 = 5000;
/// How many times a page is opened.
const TIMES: usize = 200;
const PASSWORD: &str = "ett långt lösenord";

/// The statements that a case is read with, as one would write them by hand.
const OPENING: [&str; 9] = [
    "SELECT a.*, p.civic_number, p.given_names, p.surname, w.name FROM activity_case a JOIN person p ON p.id = a.person_id \
     LEFT JOIN account w ON w.id = a.caseworker_id WHERE a.id = $1 AND a.municipality = '0581'",
    "SELECT m.* FROM measure m JOIN activity_case a ON a.id = m.case_id JOIN activity_case b ON b.person_id = a.person_id \
     WHERE b.id = $1 ORDER BY m.start_date DESC",
    "SELECT * FROM contact WHERE case_id = $1 ORDER BY contact_date DESC",
    "SELECT * FROM individual_plan WHERE case_id = $1",
    "SELECT * FROM address WHERE person_id = (SELECT person_id FROM activity_case WHERE id = $1)",
    "SELECT * FROM contact_detail WHERE person_id = (SELECT person_id FROM activity_case WHERE id = $1)",
    "SELECT * FROM residence WHERE person_id = (SELECT person_id FROM activity_case WHERE id = $1)",
    "SELECT l.*, u.name, s.name, o.name FROM placement l JOIN unit u ON u.id = l.unit_id JOIN study_path s ON s.id = l.study_path_id \
     JOIN organiser o ON o.id = l.organiser_id WHERE l.person_id = (SELECT person_id FROM activity_case WHERE id = $1)",
    "SELECT * FROM diploma WHERE person_id = (SELECT person_id FROM activity_case WHERE id = $1)",
];

/// The journal told of it: an entry, and whom it is about. Their places lie beside the chain, which goes on as it was.
const TELLING: [&str; 5] = [
    "BEGIN IMMEDIATE",
    "INSERT INTO operation (position, at, kind, actor, actor_search, role, organisation, organisation_search, municipality, \
     reason, reason_search, reason_search_english, changes, open_changes, digest, previous_hash, hash) \
     VALUES ((SELECT min(position) - 1 FROM operation), 0, 'read-case', 'bench', 'bench', 'caseworker', '', '', '0581', '', '', '', \
     1, 1, '', '', '')",
    "INSERT INTO operation_change (operation_id, ordinal, entity, entity_id, kind, content) \
     VALUES (last_insert_rowid(), 0, 'case', 1, 'read', x'')",
    "UPDATE journal_head SET hash = hash WHERE one = 1",
    "COMMIT",
];

/// The rows of 5,000 measures, and of as many contacts, as one statement each.
const MEASURES: &str = "INSERT INTO measure (case_id, kind, start_date, occupation_before, notes, created_by, created) \
    SELECT id, 'Prak', '2026-11-21', 'none', '', 'bench', 0 FROM activity_case";
const CONTACTS: &str = "INSERT INTO contact (case_id, municipality, contact_date, heading, heading_search, heading_key, way, notes, created_by, created) \
    SELECT id, municipality, '2026-11-21', 'Samtal', 'samtal', x'00', 'letter', '', 'bench', 0 FROM activity_case";

struct Morning;

impl Clock for Morning {
    fn now(&self) -> DateTime<Utc> {
        format!("{TODAY}T08:00:00Z").parse().expect("an instant")
    }
}

async fn signed_in(services: &Services) -> Session {
    let user = NewUser {
        user_name: "asa".to_owned(),
        name: "Åsa Lindqvist".to_owned(),
        password: PASSWORD.to_owned(),
        roles: vec![NewRole {
            role: Role::Caseworker.into(),
            organisation: "Norrköping".to_owned(),
            municipalities: vec![support::norrkoping()],
        }],
        demo: false,
        is_one_time: false,
        from: None,
    };
    users::add(services, Actor::Operator, user).await.expect("a user");
    let token = session::sign_in(services, "asa", PASSWORD, &session::Client::default())
        .await
        .expect("a session")
        .token;
    session::session(services, &token).await.expect("a database").expect("a session")
}

fn measure() -> MeasureForm {
    MeasureForm {
        kind: "Prak".into(),
        start: TODAY.into(),
        occupation_before: "none".into(),
        ..MeasureForm::default()
    }
}

fn contact() -> ContactForm {
    ContactForm { heading: "Samtal".into(), way: "letter".into(), ..ContactForm::default() }
}

/// Does what is asked of all, as a worker does it, and says how long that took.
async fn many(services: &Services, session: &Session, rows: &[i64], asked: &Asked) -> (Duration, JobId) {
    let start = Instant::now();
    let job = jobs::queue(services, session, rows, asked).await.expect("a job");
    work_on_next(services, TimeDelta::minutes(5), || false).await.expect("the work");
    let time = start.elapsed();
    let done = jobs::progress(services, session, job).await.expect("a job");
    assert_eq!((done.state, done.counts.changed), (JobState::Done, CASES));
    (time, job)
}

async fn taken_back(services: &Services, session: &Session, job: JobId) -> Duration {
    let start = Instant::now();
    let by = undo::queue(services, session, job).await.expect("a job");
    work_on_next(services, TimeDelta::minutes(5), || false).await.expect("the work");
    let time = start.elapsed();
    let done = jobs::progress(services, session, by).await.expect("a job");
    assert_eq!((done.state, done.counts.changed), (JobState::Done, CASES));
    time
}

/// How long one statement takes whose rows do not last.
async fn floor(connection: &mut SqliteConnection, sql: &'static str) -> Duration {
    let mut transaction = connection.begin().await.expect("a transaction");
    let start = Instant::now();
    sqlx::query(sql).execute(&mut *transaction).await.expect("rows");
    let time = start.elapsed();
    transaction.rollback().await.expect("nothing");
    time
}

fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().next().unwrap_or("unknown").to_owned()
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let _context = runtime.enter();
    let (_folder, address, store) = runtime.block_on(support::register(5 * CASES));
    let opened = runtime.block_on(support::open_cases(&store, TODAY, store::WhomToJudge::Everybody)).0;
    println!("{opened} cases, SQLite, load {}", load());
    let services = Services::new(store, Arc::new(Morning));
    let session = runtime.block_on(signed_in(&services));
    let everything = ListQuery::<CaseColumn>::default().filtered(Filter::everything());
    let chosen = runtime.block_on(selection::freeze_matching::<CaseColumn>(&services, &session, &everything));
    let chosen = chosen.expect("a selection");
    let rows = runtime.block_on(selection::rows::<CaseColumn>(&services, &session, &chosen.token));
    let rows: Vec<i64> = rows.expect("a database").expect("a selection").into_iter().take(5000).collect();
    let case = CaseId(rows[0]);
    let mut raw = runtime.block_on(SqliteConnection::connect(&address)).expect("a connection");
    // As the store has it, so that what is told by hand is as safe and no safer.
    let normal = sqlx::query("PRAGMA synchronous = NORMAL").execute(&mut raw);
    runtime.block_on(normal).expect("a setting");

    let at_once = Measures { all: Some(measure().read(day(TODAY)).expect("a measure")), rows: Vec::new() };
    let at_once = Asked::RegisterMeasures(at_once);
    let least = runtime.block_on(floor(&mut raw, MEASURES));
    let (measures_taken, job) = runtime.block_on(many(&services, &session, &rows, &at_once));
    let mut table = vec![("measures in 5,000 cases (≤ 2 s)", measures_taken, least)];
    table.push(("taking them back", runtime.block_on(taken_back(&services, &session, job)), least));
    let at_once = Asked::RegisterContacts(contact().read(day(TODAY)).expect("a contact"));
    let least = runtime.block_on(floor(&mut raw, CONTACTS));
    let (contacts_taken, job) = runtime.block_on(many(&services, &session, &rows, &at_once));
    table.push(("contacts with 5,000 cases (≤ 2 s)", contacts_taken, least));
    table.push(("taking them back", runtime.block_on(taken_back(&services, &session, job)), least));

    // A case with something on it.
    runtime.block_on(async {
        measures::register(&services, &session, case, &measure()).await.expect("a measure");
        for _ in 0..5 {
            contacts::register(&services, &session, case, &contact()).await.expect("a contact");
        }
    });
    let least = support::median(TIMES, || {
        runtime.block_on(async {
            for sql in OPENING {
                let found = sqlx::query(sql).bind(case.0).fetch_all(&mut raw).await.expect("rows");
                black_box(found);
            }
        });
    });
    let told = support::median(TIMES, || {
        runtime.block_on(async {
            for sql in OPENING {
                let found = sqlx::query(sql).bind(case.0).fetch_all(&mut raw).await.expect("rows");
                black_box(found);
            }
            for sql in TELLING {
                sqlx::query(sql).execute(&mut raw).await.expect("an entry");
            }
        });
    });
    let scope = Scope::of([support::norrkoping()]);
    let mut connection =
        runtime.block_on(services.store.read(&Scope::of_the_system())).expect("a connection");
    let stored = support::median(TIMES, || {
        black_box(runtime.block_on(connection.case(&scope, case)).expect("a database"));
    });
    drop(connection);
    let viewed = support::median(TIMES, || {
        black_box(runtime.block_on(cases::view(&services, &session, case)).expect("a case"));
    });
    table.push(("reading a case, from the store", stored, least));
    table.push(("opening a case, told in the journal (≤ 3 ×)", viewed, told));
    support::table(5 * CASES, &table);
    println!("\nload {}", load());
}
