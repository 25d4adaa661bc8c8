//! Databases that cannot be used, and an address that is taken.

use std::process::Command;

use domain::operation::{Actor, Operation, OperationKind};
use store::{Database, OpenMode, Store};

use crate::support::{
    database::{TestDatabase, stories},
    files::{Folder, Post, pupil},
    fyren::{assert_only_told, fyren, refused},
};

stories! {
    a_database_that_another_writes_to_is_said_to_be_busy,
    a_database_that_may_only_be_read_is_left_alone,
    a_demo_is_not_made_over_data,
}

const POLICY: &str = "policy set --municipality 0581 --rule-set handbook --from 2015-01-01";

async fn a_database_that_another_writes_to_is_said_to_be_busy(database: &TestDatabase) {
    let operation = Operation {
        kind: OperationKind::Casework,
        actor: Actor::Operator,
        at: "2025-10-01T01:00:00Z".parse().unwrap(),
        municipality: None,
        run: None,
        reason: String::new(),
    };
    let mut held = database.store.operate(operation).await.unwrap();
    held.lock_municipality("0581".try_into().unwrap()).await.unwrap();
    let wait = |language: &str| {
        let line =
            format!("run case-update --municipality 0581 --date 2025-10-01 --language {language} --json");
        let address = database.address.clone();
        tokio::task::spawn_blocking(move || fyren(&address, &line))
    };
    let (swedish, english) = tokio::join!(wait("sv"), wait("en"));
    drop(held);
    for (answer, sentence) in [
        (swedish.unwrap(), "Databasen är upptagen av en annan skrivning"),
        (english.unwrap(), "The database is busy with another write"),
    ] {
        assert_eq!(answer.status, 1, "{}{}", answer.out, answer.err);
        assert_eq!(answer.json()["error"]["code"], "database_locked", "{}", answer.out);
        assert!(answer.err.contains(sentence), "{}", answer.err);
        assert_only_told(&answer);
    }
    assert_eq!(fyren(&database.address, "policy list --json").done().out.trim(), "{}");
}

async fn a_database_that_may_only_be_read_is_left_alone(database: &TestDatabase) {
    let read_only = match database.store.database() {
        Database::Sqlite => format!("{}?mode=ro", database.address),
        Database::Postgres => {
            let mark = if database.address.contains('?') { '&' } else { '?' };
            format!("{}{mark}options=-c%20default_transaction_read_only%3Don", database.address)
        }
    };
    let folder = Folder::new();
    let population = folder.population(&[Post::born("2008-01-01")]);
    let pupils = folder.pupils(&[pupil("2008-01-01", "NA25", "2025-08-18", "")]);
    let (swedish, english) = ("Databasen får bara läsas", "The database is read-only");
    for line in [
        POLICY.to_owned(),
        format!("import population {population} --date 2025-10-01 --json"),
        format!(
            "import pupils {pupils} --organiser 212000-0456 --academic-year 2025/2026 --create-missing --json"
        ),
        "run case-update --municipality 0581 --date 2025-10-01 --json".to_owned(),
        "demo --persons 5 --date 2026-11-21".to_owned(),
    ] {
        refused(&read_only, &line, "database_read_only", swedish, english);
    }
    fyren(&read_only, "cases --municipality 0581 --json").done();
    assert_eq!(fyren(&database.address, "policy list --json").done().out.trim(), "{}");
}

async fn a_demo_is_not_made_over_data(database: &TestDatabase) {
    let address = database.address.as_str();
    let folder = Folder::new();
    let file = folder.population(&[Post::born("2008-01-01")]);
    fyren(address, POLICY).done();
    fyren(address, &format!("import population {file} --date 2025-09-30")).done();
    fyren(address, "run case-update --date 2025-10-01").done();
    let before = fyren(address, "cases --municipality 0581 --json").done().out;
    refused(
        address,
        "demo --persons 5 --date 2026-11-21",
        "database_not_empty",
        "Databasen har redan uppgifter",
        "The database holds data already",
    );
    refused(address, "demo --persons 5 --date 1999-01-01", "demo", "mellan 2019-01-01", "between 2019-01-01");
    refused(address, "demo --persons 99999999999", "demo", "räcker till högst", "for at most");
    assert_eq!(fyren(address, "cases --municipality 0581 --json").done().out, before);
    assert_eq!(fyren(address, "user list --json").done().json(), serde_json::json!([]));
}

#[test]
fn an_address_that_leads_to_no_register_is_explained() {
    let folder = Folder::new();
    let missing = format!("sqlite://{}", folder.path("missing.db").display());
    let text = format!("sqlite://{}", folder.write("text.db", "Detta är ingen databas. ".repeat(500)));
    let empty = format!("sqlite://{}", folder.write("empty.db", ""));
    let nobody = format!("postgres://fyren:hemligt@localhost/fyren?host={}", folder.itself().display());
    for (address, code, swedish, english) in [
        (
            missing.as_str(),
            "database_missing",
            "finns inte. Skapa den med fyren migrate",
            "There is no database",
        ),
        (text.as_str(), "database_not_a_database", "ingen SQLite-databas", "not an SQLite database"),
        (empty.as_str(), "database_not_migrated", "Kör fyren migrate", "Run fyren migrate"),
        (nobody.as_str(), "database_unreachable", "Databasen kan inte nås", "The database cannot be reached"),
        ("fyren.db", "database_address", "är ingen databasadress", "is not a database address"),
        ("mysql://fyren:hemligt@localhost/x", "database_address", "databasadress", "database address"),
    ] {
        for line in
            ["cases --municipality 0581 --json", "run case-update --json", "policy list --json", "user list"]
        {
            refused(address, line, code, swedish, english);
        }
        let said = fyren(address, "policy list");
        assert!(!said.err.contains("hemligt"), "{}", said.err);
    }
    assert!(!folder.path("missing.db").exists());
}

/// More cases than are read at a time, the last of which cannot be read.
#[tokio::test]
async fn a_document_that_has_begun_is_not_followed_by_another() {
    crate::support::database::on_postgres(async |database: &TestDatabase| {
        let folder = Folder::new();
        let file = folder.population(&[Post::born("2008-01-01")]);
        fyren(&database.address, &format!("import population {file} --date 2025-09-30")).done();
        let sql = "SET fyren.municipalities = '*'; SET fyren.protected = 'on'; \
                   INSERT INTO activity_case (person_id, municipality, registered, deregistered, reason, origin, \
                   entered, occupation, notes, version, closed_because) \
                   SELECT p.id, '0581', '2024-01-01', '2024-02-01', '20Ar', 'run', '2024-01-01', 'unknown', '', 1, \
                   CASE WHEN n = 2001 THEN 'x' END FROM person p, generate_series(1, 2001) n ORDER BY n";
        let done = Command::new("psql")
            .args(["-q", "-v", "ON_ERROR_STOP=1", &database.address, "-c", sql])
            .status()
            .unwrap();
        assert!(done.success());
        let answer = fyren(&database.address, "cases --municipality 0581 --json");
        assert_eq!(answer.status, 1, "{}", answer.err);
        assert!(answer.out.starts_with("[{") && !answer.out.contains("error"), "{}", answer.out);
        assert!(answer.err.contains("något som inte kan stämma"), "{}", answer.err);
    })
    .await;
}

/// A later Fyren leaves a migration behind that this one does not know.
#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    crate::support::database::on_postgres(async |database: &TestDatabase| {
        let sql = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                   VALUES (9999, 'later', true, '', 0)";
        let done = Command::new("psql").args(["-q", &database.address, "-c", sql]).status().unwrap();
        assert!(done.success());
        for line in [POLICY, "migrate", "run case-update --json", "demo --persons 5 --date 2026-11-21"] {
            refused(
                &database.address,
                line,
                "database_newer",
                "nyare version av Fyren",
                "newer version of Fyren",
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_port_in_use_and_a_missing_client_are_explained() {
    let folder = Folder::new();
    let address = format!("sqlite://{}", folder.path("fyren.db").display());
    Store::open(&address, OpenMode::CreateAndMigrate).await.unwrap().close().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let site = folder.path("site");
    let serve = format!("serve --listen 127.0.0.1:{port} --site {}", site.display());
    refused(&address, &serve, "site_missing", "Klientens filer saknas", "The client's files are missing");
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    std::fs::write(site.join("pkg").join("app.css"), "").unwrap();
    refused(
        &address,
        &serve,
        "port_taken",
        &format!("Adressen 127.0.0.1:{port} är upptagen"),
        &format!("The address 127.0.0.1:{port} is taken"),
    );
    drop(taken);
    refused(
        &address,
        &format!("{serve} --origin fyren"),
        "argument",
        "--origin är ingen adress",
        "--origin is not an address",
    );
}
