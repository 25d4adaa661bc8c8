//! The journal: everything is told, nothing is readable without its key, and no entry can be altered unnoticed.

use domain::{
    access::{Role, RoleTitle, Scope},
    id::{AccountId, PersonId, RunId},
    operation::{Actor, Change, ChangeKind, EntityKind, Operation, OperationKind},
};
use store::Identity;

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    everything, instant, operation,
    people::{But, born, save},
    place, raw, within,
};

stories! {
    a_persons_changes_are_read_back_in_order,
    the_changes_of_a_person_outside_the_scope_are_not_read,
    values_are_encrypted_where_they_lie,
    without_the_key_the_values_are_gone_and_the_chain_is_whole,
    every_altered_column_of_an_operation_breaks_the_chain_there,
    every_altered_column_of_a_change_breaks_the_chain_there,
    a_removed_entry_breaks_the_chain,
    a_removed_last_entry_is_missed_too,
    an_operation_with_thousands_of_changes_is_one_link,
    what_is_written_during_the_walk_breaks_nothing,
    reading_rows_is_told_alike_by_itself_and_within_an_operation,
    where_the_chain_ends_and_what_stands_at_a_place_are_read,
}

const CANARY: &str = "Kanariefågel-Öhrström";

fn change(person: Option<PersonId>, after: &str) -> Change {
    Change {
        entity: EntityKind::Person,
        entity_id: person.map_or(7, |person| person.0),
        person,
        kind: ChangeKind::Changed,
        before: Some(r#"{"surname":"Dahl"}"#.into()),
        after: Some(format!(r#"{{"surname":"{after}"}}"#)),
    }
}

/// Three operations of which the second has two changes, one of a person's. Returns the person.
async fn three_operations(database: &TestDatabase) -> PersonId {
    begin(&database.store).await.commit().await.unwrap();
    let second = Operation {
        kind: OperationKind::CaseUpdate,
        actor: Actor::User {
            account: AccountId(1),
            name: "Åsa Lindqvist".into(),
            role: RoleTitle::Shipped(Role::Caseworker),
            organisation: "Norrköping".into(),
        },
        at: instant("2026-11-21T02:00:00Z"),
        municipality: Some(place(NORRKOPING)),
        run: Some(RunId(1)),
        reason: "2026-11-21".into(),
    };
    let mut transaction = database.store.operate(second).await.unwrap();
    let person = save(&mut transaction, &born("2008-08-17")).await;
    transaction.record(&[change(Some(person), CANARY)]).await.unwrap();
    transaction.record(&[]).await.unwrap();
    transaction.record(&[change(None, "Ek")]).await.unwrap();
    transaction.commit().await.unwrap();
    begin(&database.store).await.commit().await.unwrap();
    assert_eq!(first_broken(database).await, None);
    person
}

async fn first_broken(database: &TestDatabase) -> Option<i64> {
    database.store.read(&Scope::of_the_system()).await.unwrap().first_broken_entry().await.unwrap()
}

async fn a_persons_changes_are_read_back_in_order(database: &TestDatabase) {
    let person = three_operations(database).await;
    let mut transaction = begin(&database.store).await;
    let read = Change { kind: ChangeKind::Read, before: None, after: None, ..change(Some(person), "") };
    transaction.record(std::slice::from_ref(&read)).await.unwrap();
    transaction.commit().await.unwrap();
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let told = connection.changes_of(&everything(), person).await.unwrap();
    assert_eq!(told, [change(Some(person), CANARY), read]);
}

async fn the_changes_of_a_person_outside_the_scope_are_not_read(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let here = save(&mut transaction, &born("2008-08-17")).await;
    let there = save(&mut transaction, &born("2008-08-18").living_in(LINKOPING)).await;
    let hidden = save(&mut transaction, &born("2008-08-19").protected()).await;
    let changes = [here, there, hidden].map(|person| change(Some(person), "Ek"));
    transaction.record(&changes).await.unwrap();
    transaction.commit().await.unwrap();
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    for (person, told) in [(here, 1), (there, 0), (hidden, 0)] {
        assert_eq!(connection.changes_of(&within(NORRKOPING), person).await.unwrap().len(), told);
    }
}

async fn values_are_encrypted_where_they_lie(database: &TestDatabase) {
    three_operations(database).await;
    let sql = "SELECT content FROM operation_change ORDER BY ordinal";
    let contents = raw::bytes(&database.address, sql).await;
    assert_eq!(contents.len(), 2);
    let names = |content: &[u8], name: &str| content.windows(name.len()).any(|part| part == name.as_bytes());
    assert!(!names(&contents[0], CANARY) && !names(&contents[0], "Dahl") && !names(&contents[0], "surname"));
    assert!(names(&contents[1], "Dahl"), "what is nobody's is in the open");
}

async fn without_the_key_the_values_are_gone_and_the_chain_is_whole(database: &TestDatabase) {
    let person = three_operations(database).await;
    raw::execute(&database.address, "DELETE FROM person_key").await.unwrap();
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let told = connection.changes_of(&everything(), person).await.unwrap();
    assert_eq!(told, [Change { before: None, after: None, ..change(Some(person), CANARY) }]);
    assert_eq!(connection.first_broken_entry().await.unwrap(), None);
}

async fn every_altered_column_of_an_operation_breaks_the_chain_there(database: &TestDatabase) {
    three_operations(database).await;
    for (column, altered) in [
        ("id", "4711"),
        ("at", "at + 1"),
        ("kind", "'demo'"),
        ("actor", "'Bo Ek'"),
        ("account_id", "2"),
        ("account_id", "NULL"),
        ("role", "'auditor'"),
        ("organisation", "'Linköping'"),
        ("municipality", "'0580'"),
        ("municipality", "NULL"),
        ("run_id", "2"),
        ("reason", "'2026-11-22'"),
        ("changes", "1"),
        ("open_changes", "1"),
        ("digest", "'00'"),
        ("previous_hash", "'00'"),
        ("hash", "'00'"),
        ("position", "4711"),
    ] {
        let kept = "CREATE TABLE kept AS SELECT * FROM operation WHERE position = 2";
        raw::execute(&database.address, kept).await.unwrap();
        let alter = format!("UPDATE operation SET {column} = {altered} WHERE position = 2");
        raw::execute(&database.address, &alter).await.unwrap();
        assert_eq!(first_broken(database).await, Some(2), "{column}");
        for restore in [
            "DELETE FROM operation WHERE position NOT IN (1, 3)",
            "INSERT INTO operation SELECT * FROM kept",
            "DROP TABLE kept",
        ] {
            raw::execute(&database.address, restore).await.unwrap();
        }
        assert_eq!(first_broken(database).await, None, "{column} restored");
    }
}

async fn every_altered_column_of_a_change_breaks_the_chain_there(database: &TestDatabase) {
    three_operations(database).await;
    let bytes = if database.address.starts_with("postgres") { "'\\x00'" } else { "x'00'" };
    for (column, altered) in [
        ("operation_id", "4711"),
        ("ordinal", "4711"),
        ("entity", "'case'"),
        ("entity_id", "4711"),
        ("person_id", "4711"),
        ("person_id", "NULL"),
        ("kind", "'read'"),
        ("content", bytes),
    ] {
        let kept = "CREATE TABLE kept AS SELECT * FROM operation_change";
        raw::execute(&database.address, kept).await.unwrap();
        let alter = format!("UPDATE operation_change SET {column} = {altered} WHERE ordinal = 0");
        raw::execute(&database.address, &alter).await.unwrap();
        assert_eq!(first_broken(database).await, Some(2), "{column}");
        for restore in [
            "DELETE FROM operation_change",
            "INSERT INTO operation_change SELECT * FROM kept",
            "DROP TABLE kept",
        ] {
            raw::execute(&database.address, restore).await.unwrap();
        }
        assert_eq!(first_broken(database).await, None, "{column} restored");
    }
}

async fn a_removed_entry_breaks_the_chain(database: &TestDatabase) {
    three_operations(database).await;
    raw::execute(&database.address, "DELETE FROM operation_change WHERE ordinal = 1").await.unwrap();
    assert_eq!(first_broken(database).await, Some(2));
    raw::execute(&database.address, "DELETE FROM operation WHERE position = 1").await.unwrap();
    assert_eq!(first_broken(database).await, Some(1));
}

async fn a_removed_last_entry_is_missed_too(database: &TestDatabase) {
    three_operations(database).await;
    raw::execute(&database.address, "DELETE FROM operation WHERE position = 3").await.unwrap();
    assert_eq!(first_broken(database).await, Some(3));
}

async fn an_operation_with_thousands_of_changes_is_one_link(database: &TestDatabase) {
    let mut transaction = database.store.operate(operation(OperationKind::Demo)).await.unwrap();
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let changes = vec![change(Some(person), "Ek"); 700];
    for _ in 0..3 {
        transaction.record(&changes).await.unwrap();
    }
    transaction.commit().await.unwrap();
    assert_eq!(first_broken(database).await, None);
    let alter = "UPDATE operation_change SET kind = 'read' WHERE ordinal = 2099";
    raw::execute(&database.address, alter).await.unwrap();
    assert_eq!(first_broken(database).await, Some(1));
}

async fn what_is_written_during_the_walk_breaks_nothing(database: &TestDatabase) {
    three_operations(database).await;
    let mut snapshot = database.store.read_snapshot(&Scope::of_the_system()).await.unwrap();
    assert_eq!(snapshot.log(&everything(), 1, 1).await.unwrap().total, 3);
    begin(&database.store).await.commit().await.unwrap();
    assert_eq!(snapshot.first_broken_entry().await.unwrap(), None);
    assert_eq!(snapshot.log(&everything(), 1, 1).await.unwrap().total, 3);
    assert_eq!(
        database
            .store
            .read(&Scope::of_the_system())
            .await
            .unwrap()
            .log(&everything(), 1, 1)
            .await
            .unwrap()
            .total,
        4
    );
}

async fn reading_rows_is_told_alike_by_itself_and_within_an_operation(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let open = save(&mut transaction, &born("2008-08-17")).await;
    let hidden = save(&mut transaction, &born("2009-01-14").protected()).await;
    transaction.commit().await.unwrap();
    let read = |row, person| Identity { row, person };
    let some = [read(9, Some(open)), read(7, Some(hidden)), read(8, Some(open)), read(10, None)];
    for (rows, changes, open_changes) in [(&some[..], 4, 3), (&[], 0, 0)] {
        let listing = operation(OperationKind::ReadList);
        database.store.tell_of_reads(listing.clone(), EntityKind::Case, rows).await.unwrap();
        let mut transaction = database.store.operate(listing).await.unwrap();
        transaction.record_reads(EntityKind::Case, rows).await.unwrap();
        transaction.commit().await.unwrap();
        let alike = format!(
            "SELECT count(*) FROM (SELECT * FROM operation ORDER BY position DESC LIMIT 2) o \
             WHERE changes = {changes} AND open_changes = {open_changes} \
             AND digest = (SELECT digest FROM operation ORDER BY position DESC LIMIT 1)"
        );
        assert_eq!(raw::count(&database.address, &alike).await, 2);
    }
    assert_eq!(first_broken(database).await, None);
}

async fn where_the_chain_ends_and_what_stands_at_a_place_are_read(database: &TestDatabase) {
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    assert_eq!(connection.journal_head().await.unwrap(), (0, String::new()));
    assert!(connection.entry_hashes([0, 1]).await.unwrap().is_empty());
    drop(connection);
    three_operations(database).await;
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let (position, hash) = connection.journal_head().await.unwrap();
    assert_eq!((position, hash.len()), (3, 64));
    let found = connection.entry_hashes([3, 1, 3, 4, i64::MAX]).await.unwrap();
    assert_eq!(found.keys().copied().collect::<Vec<_>>(), [1, 3]);
    assert_eq!(found[&3], hash);
    assert_ne!(found[&1], hash);
    assert!(connection.entry_hashes([]).await.unwrap().is_empty());
}
