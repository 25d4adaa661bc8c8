//! Opening a database, and what is said of one that cannot be opened.

use std::path::Path;

use domain::{
    access::Scope,
    language::{Language, Message},
    operation::OperationKind,
};
use store::{Database, OpenMode, Store};

use crate::support::{
    database::{TestDatabase, server, stories, unused_name, write},
    everything, operation,
    people::{born, number, save},
    raw,
};

stories! {
    an_opened_database_is_opened_again,
    migrating_twice_changes_nothing,
    a_newer_database_is_refused_in_either_mode,
    a_database_without_its_migrations_asks_for_them,
    what_is_wrong_with_the_migrations_otherwise_is_not_mended_by_migrating,
    two_writers_wait_for_each_other,
    what_is_not_committed_has_not_happened,
}

/// The code of what opening answers, after a check that it is said in both languages.
async fn refusal(address: &str, mode: OpenMode) -> &'static str {
    let error = Store::open(address, mode).await.expect_err(address);
    assert_ne!(error.message(Language::Swedish), error.message(Language::English));
    error.code()
}

fn address(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

async fn an_opened_database_is_opened_again(database: &TestDatabase) {
    let again = Store::open(&database.address, OpenMode::Existing).await.unwrap();
    assert_eq!(again.database(), database.store.database());
    assert_eq!(again.database() == Database::Sqlite, database.address.starts_with("sqlite"));
    assert_eq!(again.read(&Scope::of_the_system()).await.unwrap().database(), again.database());
    again.close().await;
}

async fn migrating_twice_changes_nothing(database: &TestDatabase) {
    let again = Store::open(&database.address, OpenMode::CreateAndMigrate).await.unwrap();
    assert_eq!(again.read(&Scope::of_the_system()).await.unwrap().first_broken_entry().await.unwrap(), None);
    again.close().await;
}

async fn a_newer_database_is_refused_in_either_mode(database: &TestDatabase) {
    let checksum = match database.store.database() {
        Database::Sqlite => "x'00'",
        Database::Postgres => "'\\x00'",
    };
    let sql = format!(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (9999, 'later', true, {checksum}, 0)"
    );
    raw::execute(&database.address, &sql).await.unwrap();
    for mode in [OpenMode::Existing, OpenMode::CreateAndMigrate] {
        assert_eq!(refusal(&database.address, mode).await, "database_newer", "{mode:?}");
    }
}

async fn a_database_without_its_migrations_asks_for_them(database: &TestDatabase) {
    raw::execute(&database.address, "DROP TABLE _sqlx_migrations").await.unwrap();
    assert_eq!(refusal(&database.address, OpenMode::Existing).await, "database_not_migrated");
}

async fn what_is_wrong_with_the_migrations_otherwise_is_not_mended_by_migrating(database: &TestDatabase) {
    let rename = "ALTER TABLE _sqlx_migrations RENAME COLUMN version TO edition";
    raw::execute(&database.address, rename).await.unwrap();
    assert_eq!(refusal(&database.address, OpenMode::Existing).await, "database_error");
}

/// The code of a missing privilege is a number whose low byte SQLite would mean something else by.
#[tokio::test]
async fn a_missing_privilege_is_no_lock() {
    crate::support::database::on_postgres(async |database: &TestDatabase| {
        // The role sees that there are tables and may read none of them.
        let grant = "GRANT USAGE ON SCHEMA public TO pg_monitor";
        raw::execute(&database.address, grant).await.unwrap();
        let mark = if database.address.contains('?') { '&' } else { '?' };
        let without = format!("{}{mark}options=-c%20role%3Dpg_monitor", database.address);
        assert_eq!(refusal(&without, OpenMode::Existing).await, "database_error");
    })
    .await;
}

async fn two_writers_wait_for_each_other(database: &TestDatabase) {
    let write = async |birth: &str| {
        let mut transaction = database.store.operate(operation(OperationKind::Casework)).await.unwrap();
        save(&mut transaction, &born(birth)).await;
        transaction.commit().await.unwrap();
    };
    tokio::join!(write("2008-08-17"), write("2008-08-18"), write("2008-08-19"));
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let asked = ["2008-08-17", "2008-08-18", "2008-08-19"].map(number);
    assert_eq!(connection.people_by_number(&everything(), &asked).await.unwrap().len(), 3);
    assert_eq!(connection.first_broken_entry().await.unwrap(), None);
}

async fn what_is_not_committed_has_not_happened(database: &TestDatabase) {
    let mut transaction = database.store.operate(operation(OperationKind::Casework)).await.unwrap();
    save(&mut transaction, &born("2008-08-17")).await;
    drop(transaction);
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let asked = [number("2008-08-17")];
    assert!(connection.people_by_number(&everything(), &asked).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_missing_file_is_named_and_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("no").join("fyren.db");
    assert_eq!(refusal(&address(&file), OpenMode::Existing).await, "database_missing");
    assert!(!file.exists());
    let store = Store::open(&address(&file), OpenMode::CreateAndMigrate).await.unwrap();
    assert!(file.exists());
    store.close().await;
}

#[tokio::test]
async fn mode_rwc_makes_the_file_but_does_not_migrate_it() {
    let folder = tempfile::tempdir().unwrap();
    let asking = format!("{}?mode=rwc", address(&folder.path().join("fyren.db")));
    assert_eq!(refusal(&asking, OpenMode::Existing).await, "database_not_migrated");
    Store::open(&asking, OpenMode::CreateAndMigrate).await.unwrap().close().await;
    Store::open(&asking, OpenMode::Existing).await.unwrap().close().await;
}

#[tokio::test]
async fn an_address_that_is_none_is_shown_without_its_password() {
    for wrong in ["fyren.db", "mysql://localhost/fyren", "", "sqlite://fyren.db?colour=blue"] {
        assert_eq!(refusal(wrong, OpenMode::Existing).await, "database_address", "{wrong}");
    }
    let error = Store::open("mysql://fyren:hemligt@localhost/fyren", OpenMode::Existing).await.unwrap_err();
    assert!(!error.to_string().contains("hemligt"), "{error}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    write(&file, &"This is a letter and not a database at all. ".repeat(100));
    for mode in [OpenMode::Existing, OpenMode::CreateAndMigrate] {
        assert_eq!(refusal(&address(&file), mode).await, "database_not_a_database", "{mode:?}");
    }
}

#[tokio::test]
async fn an_empty_database_asks_to_be_migrated() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fyren.db");
    write(&file, "");
    assert_eq!(refusal(&address(&file), OpenMode::Existing).await, "database_not_migrated");
    let name = unused_name();
    let empty = Store::create_test_database(server(), &name).await.unwrap();
    assert_eq!(refusal(&empty, OpenMode::Existing).await, "database_not_migrated");
    Store::remove_test_database(server(), &name).await.unwrap();
}

#[tokio::test]
async fn a_server_that_is_not_there_cannot_be_reached() {
    let nowhere = "postgres://fyren@localhost/fyren?host=/nowhere";
    assert_eq!(refusal(nowhere, OpenMode::Existing).await, "database_unreachable");
    let unknown = server().replacen("/postgres?", "/fyren_test_unknown?", 1);
    assert_eq!(refusal(&unknown, OpenMode::Existing).await, "database_unreachable");
    // A port on which nobody answers any longer.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let closed = format!("postgres://fyren@127.0.0.1:{port}/fyren");
    assert_eq!(refusal(&closed, OpenMode::Existing).await, "database_unreachable");
}

#[tokio::test]
async fn only_databases_for_tests_are_made_and_removed() {
    for (server, name) in
        [(server(), "fyren"), (server(), "fyren_test_1; SELECT 1"), ("sqlite://fyren.db", "fyren_test_1")]
    {
        assert_eq!(Store::create_test_database(server, name).await.unwrap_err().code(), "database_address");
        assert_eq!(Store::remove_test_database(server, name).await.unwrap_err().code(), "database_address");
    }
}

#[tokio::test]
async fn a_read_only_database_is_read_and_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let address = address(&folder.path().join("fyren.db"));
    Store::open(&address, OpenMode::CreateAndMigrate).await.unwrap().close().await;
    let store = Store::open(&format!("{address}?mode=ro"), OpenMode::Existing).await.unwrap();
    assert_eq!(store.read(&Scope::of_the_system()).await.unwrap().setting("demo").await.unwrap(), None);
    let refused = store.operate(operation(OperationKind::Casework)).await;
    let refused = match refused {
        // SQLite notices at the first write, not at the beginning.
        Ok(mut transaction) => transaction.set_setting("demo", "2026-11-21").await,
        Err(error) => Err(error),
    };
    assert_eq!(refused.unwrap_err().code(), "database_read_only");
    store.close().await;
}

#[tokio::test]
async fn a_database_that_somebody_else_writes_is_locked() {
    let folder = tempfile::tempdir().unwrap();
    let address = address(&folder.path().join("fyren.db"));
    let one = Store::open(&address, OpenMode::CreateAndMigrate).await.unwrap();
    let other = Store::open(&address, OpenMode::Existing).await.unwrap();
    let writing = one.operate(operation(OperationKind::Casework)).await.unwrap();
    // Whoever reads is not kept waiting.
    assert_eq!(other.read(&Scope::of_the_system()).await.unwrap().setting("demo").await.unwrap(), None);
    // Both the other program and the same one give up after the same wait, so the story takes it only once.
    let (theirs, ours) = tokio::join!(
        other.operate(operation(OperationKind::Casework)),
        one.operate(operation(OperationKind::Casework))
    );
    assert_eq!(theirs.err().unwrap().code(), "database_locked");
    assert_eq!(ours.err().unwrap().code(), "database_locked");
    drop(writing);
    assert!(other.operate(operation(OperationKind::Casework)).await.is_ok());
}
