//! Frozen selections: what an account has chosen in a list, and in which order its rows come.

use domain::{
    access::Scope,
    id::AccountId,
    list::{CaseColumn, Condition, Direction, ListQuery, Operator, Sort, SortKey},
};
use store::{NewAccount, OperationTransaction};

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, everything, instant,
    listed::TODAY,
    people::{But, born, save},
    register::{open_case, open_case_in},
    within,
};

stories! {
    a_selection_is_kept_as_it_was_given,
    a_selection_is_its_accounts_alone,
    old_selections_are_forgotten_and_so_are_all_but_the_latest,
    rows_come_in_the_order_of_the_list_and_only_within_the_scope,
    of_some_rows_those_are_counted_that_a_query_within_the_scope_gives,
}

async fn user(transaction: &mut OperationTransaction, user_name: &str) -> AccountId {
    let account = NewAccount {
        user_name: user_name.into(),
        name: user_name.into(),
        password_hash: String::new(),
        demo: false,
        active_from: day("2020-01-01"),
        one_time_until: None,
    };
    transaction.add_account(&account).await.unwrap()
}

async fn a_selection_is_kept_as_it_was_given(database: &TestDatabase) {
    let store = &database.store;
    let mut transaction = begin(store).await;
    let asa = user(&mut transaction, "asa").await;
    transaction.commit().await.unwrap();
    let at = instant("2026-11-21T08:00:00Z");
    let rows = vec![7, 3, 1_000_000_007, 3];
    assert_eq!(store.keep_selection(asa, "token", "cases", rows, at).await.unwrap(), 3);
    let mut connection = store.read(&Scope::of_the_system()).await.unwrap();
    let kept = connection.selection(asa, "token").await.unwrap().unwrap();
    assert_eq!((kept.list.as_str(), kept.size, kept.taken), ("cases", 3, at));
    assert_eq!(connection.selected_rows(asa, "token").await.unwrap(), Some(vec![3, 7, 1_000_000_007]));

    assert_eq!(store.keep_selection(asa, "empty", "cases", Vec::new(), at).await.unwrap(), 0);
    assert_eq!(connection.selected_rows(asa, "empty").await.unwrap(), Some(Vec::new()));
}

async fn a_selection_is_its_accounts_alone(database: &TestDatabase) {
    let store = &database.store;
    let mut transaction = begin(store).await;
    let (asa, bo) = (user(&mut transaction, "asa").await, user(&mut transaction, "bo").await);
    transaction.commit().await.unwrap();
    store.keep_selection(asa, "token", "cases", vec![1], instant("2026-11-21T08:00:00Z")).await.unwrap();
    let mut connection = store.read(&Scope::of_the_system()).await.unwrap();
    assert_eq!(connection.selection(bo, "token").await.unwrap(), None);
    assert_eq!(connection.selected_rows(bo, "token").await.unwrap(), None);
    assert_eq!(connection.selected_rows(asa, "another").await.unwrap(), None);
}

async fn old_selections_are_forgotten_and_so_are_all_but_the_latest(database: &TestDatabase) {
    let store = &database.store;
    let mut transaction = begin(store).await;
    let asa = user(&mut transaction, "asa").await;
    transaction.commit().await.unwrap();
    for nth in 0..52 {
        let at = instant("2026-11-21T08:00:00Z") + chrono::TimeDelta::minutes(nth);
        store.keep_selection(asa, &format!("token-{nth}"), "cases", vec![nth], at).await.unwrap();
    }
    let mut transaction = begin(store).await;
    assert_eq!(transaction.selection(asa, "token-1").await.unwrap(), None);
    assert!(transaction.selection(asa, "token-2").await.unwrap().is_some());
    transaction.forget_old_selections(instant("2026-11-21T08:03:00Z")).await.unwrap();
    assert_eq!(transaction.selection(asa, "token-2").await.unwrap(), None);
    assert!(transaction.selection(asa, "token-3").await.unwrap().is_some());
}

async fn rows_come_in_the_order_of_the_list_and_only_within_the_scope(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let mut cases = Vec::new();
    for (birth, surname) in [("2008-08-17", "Zetterlund"), ("2008-08-18", "Åberg"), ("2008-08-19", "Dahl")] {
        let person = save(&mut transaction, &born(birth).named("Viggo", surname)).await;
        cases.push(open_case(&mut transaction, person, "2026-11-01").await.0);
    }
    let elsewhere = save(&mut transaction, &born("2008-08-20").living_in(LINKOPING)).await;
    let elsewhere = open_case_in(&mut transaction, LINKOPING, elsewhere, "2026-11-01").await.0;
    let hidden = save(&mut transaction, &born("2008-08-21").protected()).await;
    let hidden = open_case(&mut transaction, hidden, "2026-11-01").await.0;

    let by_name = Sort::new([SortKey { column: CaseColumn::Surname, direction: Direction::Ascending }]);
    let asked = [elsewhere, hidden, cases[1], cases[0], 4711];
    let found =
        transaction.list_order_among(&within(NORRKOPING), &by_name, &asked, day(TODAY)).await.unwrap();
    let rows: Vec<i64> = found.iter().map(|identity| identity.row).collect();
    assert_eq!(rows, [cases[0], cases[1]]);
    assert!(found.iter().all(|identity| identity.person.is_some()));
    let all = transaction.list_order_among(&everything(), &by_name, &asked, day(TODAY)).await.unwrap();
    assert_eq!(all.len(), 4);
    assert_eq!(transaction.list_order_among(&everything(), &by_name, &[], day(TODAY)).await.unwrap(), []);
}

async fn of_some_rows_those_are_counted_that_a_query_within_the_scope_gives(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let mut asked = Vec::new();
    for (birth, surname) in [("2008-08-17", "Zetterlund"), ("2008-08-18", "Åberg"), ("2008-08-19", "Åkesson")]
    {
        let person = save(&mut transaction, &born(birth).named("Viggo", surname)).await;
        asked.push(open_case(&mut transaction, person, "2026-11-01").await.0);
    }
    let elsewhere = save(&mut transaction, &born("2008-08-20").living_in(LINKOPING)).await;
    asked.push(open_case_in(&mut transaction, LINKOPING, elsewhere, "2026-11-01").await.0);
    let not_asked = save(&mut transaction, &born("2008-08-21").named("Tuva", "Åström")).await;
    open_case(&mut transaction, not_asked, "2026-11-01").await;

    let begins = Condition::read(CaseColumn::Surname, Operator::StartsWith, &["Å"]).unwrap();
    let (every, begins) = (ListQuery::default(), ListQuery::default().narrowed(begins));
    let scope = within(NORRKOPING);
    for (query, expected) in [(&every, 3), (&begins, 2), (&begins.clone().on_page(9), 2)] {
        let found = transaction.list_count_among::<CaseColumn>(&scope, query, &asked, day(TODAY)).await;
        assert_eq!(found.unwrap(), expected);
    }
    let all = transaction.list_count_among::<CaseColumn>(&everything(), &every, &asked, day(TODAY)).await;
    assert_eq!(all.unwrap(), 4);
    let none = transaction.list_count_among::<CaseColumn>(&everything(), &every, &[], day(TODAY)).await;
    assert_eq!(none.unwrap(), 0);
}
