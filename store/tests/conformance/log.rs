//! The log as an auditor reads it.

use domain::{
    access::{Role, RoleTitle, Scope},
    list::{Condition, Filter, ListQuery, LogColumn, Operator, Sort},
    operation::{Actor, Change, ChangeKind, EntityKind, Operation, OperationKind},
};
use store::{NewAccount, OperationTransaction};

use crate::support::{
    LINKOPING, NORRKOPING,
    database::{TestDatabase, stories},
    day, everything, operation,
    people::{But, born, save},
    place, raw,
    roles::give_role,
    within,
};

stories! {
    the_log_is_read_page_by_page_the_latest_first,
    the_log_of_another_municipality_is_not_read,
    what_was_done_to_protected_people_is_not_counted,
    the_count_is_made_when_the_entry_is_written,
    what_an_account_does_is_told_where_all_its_municipalities_are_reached,
    an_altered_entry_shows_on_its_page,
    details_are_found_by_what_they_say_in_either_language,
}

async fn in_municipality(database: &TestDatabase, code: &str, reason: &str) -> OperationTransaction {
    let operation = Operation {
        municipality: Some(place(code)),
        reason: reason.into(),
        ..operation(OperationKind::CaseUpdate)
    };
    database.store.operate(operation).await.unwrap()
}

async fn the_log_is_read_page_by_page_the_latest_first(database: &TestDatabase) {
    for nth in 1..=5 {
        in_municipality(database, NORRKOPING, &format!("{nth}")).await.commit().await.unwrap();
    }
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    for (page, expected) in [(1, vec!["5", "4"]), (2, vec!["3", "2"]), (3, vec!["1"]), (4, vec![])] {
        let log = connection.log(&within(NORRKOPING), page, 2).await.unwrap();
        let reasons: Vec<_> = log.rows.iter().map(|row| row.reason.as_str()).collect();
        assert_eq!((reasons, log.total, log.intact), (expected, 5, true));
    }
    let row = connection.log(&everything(), 1, 1).await.unwrap().rows.remove(0);
    assert_eq!((row.at.as_str(), row.kind), ("2026-11-21 02:00", OperationKind::CaseUpdate));
    assert_eq!((row.actor.as_str(), row.role.as_str()), ("Fyren", "operator"));
    assert_eq!((row.municipality, row.changes), (Some(place(NORRKOPING)), 0));
    assert_eq!(connection.log(&everything(), u64::MAX, 100).await.unwrap().rows.len(), 0);
}

async fn the_log_of_another_municipality_is_not_read(database: &TestDatabase) {
    in_municipality(database, NORRKOPING, "vår").await.commit().await.unwrap();
    in_municipality(database, LINKOPING, "deras").await.commit().await.unwrap();
    database.store.operate(operation(OperationKind::PopulationImport)).await.unwrap().commit().await.unwrap();
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let log = connection.log(&within(NORRKOPING), 1, 10).await.unwrap();
    assert_eq!((log.rows.len(), log.total, log.rows[0].reason.as_str()), (1, 1, "vår"));
    assert_eq!(connection.log(&everything(), 1, 10).await.unwrap().total, 3);
}

async fn details_are_found_by_what_they_say_in_either_language(database: &TestDatabase) {
    for reason in ["persons", "persons: surname", "cases"] {
        let read = Operation { reason: reason.into(), ..operation(OperationKind::ReadList) };
        database.store.operate(read).await.unwrap().commit().await.unwrap();
    }
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    for (operator, text, expected) in [
        (Operator::Equals, "Personer", vec!["persons"]),
        (Operator::Equals, "people", vec!["persons"]),
        (Operator::Equals, "Personer People", vec![]),
        (Operator::StartsWith, "Person", vec!["persons", "persons: surname"]),
        (Operator::StartsWith, "People", vec!["persons", "persons: surname"]),
        (Operator::Contains, "surname", vec!["persons: surname"]),
        (Operator::Contains, "efternamn", vec!["persons: surname"]),
        // The codes are not what a reader sees.
        (Operator::Contains, "persons", vec![]),
    ] {
        let condition = Condition::read(LogColumn::Reason, operator, &[text]).unwrap();
        let query = ListQuery::default().filtered(Filter::Is(condition)).sorted(Sort::new([]));
        let page = connection.list_page(&everything(), &query, day("2026-11-21")).await.unwrap().page;
        let found: Vec<&str> = page.rows.iter().map(|row| row.reason.as_str()).collect();
        assert_eq!((found, page.total), (expected.clone(), expected.len() as u64), "{operator:?} {text}");
    }
}

async fn what_was_done_to_protected_people_is_not_counted(database: &TestDatabase) {
    let mut transaction = in_municipality(database, NORRKOPING, "").await;
    let open = save(&mut transaction, &born("2008-08-17")).await;
    let hidden = save(&mut transaction, &born("2008-08-18").protected()).await;
    let changes = [Some(open), Some(hidden), None].map(|person| Change {
        entity: EntityKind::Person,
        entity_id: 1,
        person,
        kind: ChangeKind::Created,
        before: None,
        after: None,
    });
    transaction.record(&changes).await.unwrap();
    transaction.commit().await.unwrap();
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    assert_eq!(connection.log(&within(NORRKOPING), 1, 10).await.unwrap().rows[0].changes, 2);
    assert_eq!(connection.log(&everything(), 1, 10).await.unwrap().rows[0].changes, 3);
}

async fn the_count_is_made_when_the_entry_is_written(database: &TestDatabase) {
    let mut transaction = in_municipality(database, NORRKOPING, "").await;
    let hidden = save(&mut transaction, &born("2008-08-18").protected()).await;
    let change = |person| Change {
        entity: EntityKind::Person,
        entity_id: 1,
        person,
        kind: ChangeKind::Created,
        before: None,
        after: None,
    };
    transaction.record(&[change(Some(hidden)), change(None)]).await.unwrap();
    transaction.commit().await.unwrap();
    // Reading the log does not look at the changes, of which an import has hundreds of thousands.
    raw::execute(&database.address, "DELETE FROM operation_change").await.unwrap();
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    assert_eq!(connection.log(&within(NORRKOPING), 1, 10).await.unwrap().rows[0].changes, 1);
    assert_eq!(connection.log(&everything(), 1, 10).await.unwrap().rows[0].changes, 2);
}

async fn what_an_account_does_is_told_where_all_its_municipalities_are_reached(database: &TestDatabase) {
    let mut transaction = in_municipality(database, LINKOPING, "").await;
    let account = NewAccount {
        user_name: "asa".into(),
        name: "Åsa".into(),
        password_hash: String::new(),
        demo: false,
        active_from: day("2020-01-01"),
        one_time_until: None,
    };
    let account = transaction.add_account(&account).await.unwrap();
    let both = [NORRKOPING, LINKOPING];
    give_role(&mut transaction, account, Role::RegionAdministrator, "Region Öst", &both).await;
    transaction.commit().await.unwrap();
    let told = Change {
        entity: EntityKind::Account,
        entity_id: account.0,
        person: None,
        kind: ChangeKind::Changed,
        before: None,
        after: None,
    };
    let user = Actor::User {
        account,
        name: "Åsa".into(),
        role: RoleTitle::Shipped(Role::RegionAdministrator),
        organisation: "Region Öst".into(),
    };
    for (kind, actor, changes) in [
        (OperationKind::SignIn, user, &[][..]),
        (OperationKind::SignInFailed, Actor::Nobody, std::slice::from_ref(&told)),
        (OperationKind::SignInFailed, Actor::Nobody, &[]),
        (OperationKind::AccountChange, Actor::Operator, std::slice::from_ref(&told)),
    ] {
        let mut transaction = database.store.operate(Operation { actor, ..operation(kind) }).await.unwrap();
        transaction.record(changes).await.unwrap();
        transaction.commit().await.unwrap();
    }
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    assert_eq!(connection.log(&within(NORRKOPING), 1, 10).await.unwrap().total, 0);
    let both = Scope::of([place(NORRKOPING), place(LINKOPING)]);
    let kinds: Vec<_> = connection.log(&both, 1, 10).await.unwrap().rows.iter().map(|row| row.kind).collect();
    // Nobody's name was tried in one of the two failures.
    let expected = [
        OperationKind::AccountChange,
        OperationKind::SignInFailed,
        OperationKind::SignIn,
        OperationKind::CaseUpdate,
    ];
    assert_eq!(kinds, expected);
}

async fn an_altered_entry_shows_on_its_page(database: &TestDatabase) {
    for nth in 1..=4 {
        in_municipality(database, NORRKOPING, &format!("{nth}")).await.commit().await.unwrap();
    }
    raw::execute(&database.address, "UPDATE operation SET actor = 'Bo' WHERE position = 2").await.unwrap();
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    assert!(connection.log(&within(NORRKOPING), 1, 2).await.unwrap().intact);
    assert!(!connection.log(&within(NORRKOPING), 2, 2).await.unwrap().intact);
}
