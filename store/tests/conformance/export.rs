//! A list as a whole, for a file.

use domain::{
    access::Scope,
    case::view::CaseRow,
    language::Named,
    list::{
        Column, Condition, Direction, Filter, ListQuery, Operator, PageSize, Sort, SortKey,
        specs::cases::CaseColumn,
    },
};
use store::Connection;

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, everything,
    listed::{TODAY, all, every_row, register},
    register::set_fields,
    within,
};

stories! {
    the_rows_are_all_pages_put_together_in_every_order,
    filters_and_the_quick_find_hold_for_all_rows,
    other_municipalities_and_protected_people_are_in_no_export,
    whose_the_rows_are_stands_beside_them,
    what_is_written_meanwhile_is_not_in_the_snapshot,
}

/// The rows of a query as they are exported, read a few at a time.
async fn exported(connection: &mut Connection, scope: &Scope, query: &ListQuery<CaseColumn>) -> Vec<CaseRow> {
    let order = connection.list_order(scope, query, day(TODAY)).await.unwrap();
    let order: Vec<i64> = order.iter().map(|identity| identity.row).collect();
    let mut rows = Vec::new();
    for batch in order.chunks(7) {
        rows.extend(connection.list_rows::<CaseColumn>(scope, batch, day(TODAY)).await.unwrap());
    }
    rows
}

/// The rows of a query as its pages show them, one page after the other.
async fn paged(connection: &mut Connection, scope: &Scope, query: &ListQuery<CaseColumn>) -> Vec<CaseRow> {
    let (mut rows, mut number) = (Vec::new(), 1);
    loop {
        let query = query.clone().sized(PageSize::Fifteen).on_page(number);
        let page = connection.list_page(scope, &query, day(TODAY)).await.unwrap().page;
        rows.extend(page.rows);
        if rows.len() as u64 >= page.total {
            assert_eq!(rows.len() as u64, page.total);
            return rows;
        }
        number += 1;
    }
}

/// Compares the two and returns how many rows there are.
async fn check(connection: &mut Connection, scope: &Scope, query: &ListQuery<CaseColumn>) -> usize {
    // The page that is shown makes no difference.
    let rows = exported(connection, scope, &query.clone().on_page(2)).await;
    let pages = paged(connection, scope, query).await;
    assert!(rows == pages, "{query:?}");
    rows.len()
}

async fn the_rows_are_all_pages_put_together_in_every_order(database: &TestDatabase) {
    register(&database.store, 60).await;
    let mut connection = database.store.read_snapshot(&Scope::of_the_system()).await.unwrap();
    let unsorted = check(&mut connection, &everything(), &all()).await;
    assert_eq!(unsorted, 60);
    for column in CaseColumn::ALL.iter().filter(|column| column.is_sortable()) {
        for direction in Direction::ALL {
            let key = SortKey { column: *column, direction: *direction };
            for keys in [vec![key], vec![SortKey::descending(CaseColumn::Status), key]] {
                let sorted = all().sorted(Sort::new(keys));
                assert_eq!(check(&mut connection, &everything(), &sorted).await, 60, "{column:?}");
            }
        }
    }
}

async fn filters_and_the_quick_find_hold_for_all_rows(database: &TestDatabase) {
    register(&database.store, 60).await;
    let mut connection = database.store.read_snapshot(&Scope::of_the_system()).await.unwrap();
    let is =
        |column, operator, values: &[&str]| Filter::Is(Condition::read(column, operator, values).unwrap());
    let young = is(CaseColumn::Age, Operator::AtMost, &["18"]);
    let uncontacted = is(CaseColumn::LatestContact, Operator::Empty, &[]);
    let newest = Sort::new([SortKey::descending(CaseColumn::Registered)]);
    for query in [
        ListQuery::default(),
        all().filtered(Filter::Any(vec![young.clone(), uncontacted.clone()])),
        all().filtered(Filter::Not(Box::new(young))).sorted(newest),
        all().filtered(uncontacted).finding("dahl"),
        all().finding("kungsgatan"),
    ] {
        let found = check(&mut connection, &within(NORRKOPING), &query).await;
        assert!((1..60).contains(&found), "{found} {query:?}");
    }
    assert_eq!(check(&mut connection, &everything(), &all().finding("ingen heter så")).await, 0);
}

async fn other_municipalities_and_protected_people_are_in_no_export(database: &TestDatabase) {
    register(&database.store, 60).await;
    let mut connection = database.store.read_snapshot(&Scope::of_the_system()).await.unwrap();
    let everybody = every_row(&mut connection).await;
    let seen = |row: &&CaseRow| row.municipality.as_str() == NORRKOPING && !row.protected;
    let expected = everybody.iter().filter(seen).count();
    assert!(expected > 0 && everybody.iter().any(|row| row.protected));
    let rows = exported(&mut connection, &within(NORRKOPING), &all()).await;
    assert!(rows.iter().all(|row| seen(&row)));
    assert_eq!(rows.len(), expected);
    // Nor does it help to know which rows there are.
    let every: Vec<i64> = everybody.iter().map(|row| row.id.0).collect();
    let asked = connection.list_rows::<CaseColumn>(&within(LINKOPING), &every, day(TODAY)).await.unwrap();
    assert!(asked.iter().all(|row| row.municipality.as_str() == LINKOPING && !row.protected));
    assert!(!asked.is_empty());
}

async fn whose_the_rows_are_stands_beside_them(database: &TestDatabase) {
    register(&database.store, 30).await;
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let query = all().sorted(Sort::new([SortKey::ascending(CaseColumn::Surname)]));
    let order = connection.list_order(&everything(), &query, day(TODAY)).await.unwrap();
    let shown = connection.list_page(&everything(), &query, day(TODAY)).await.unwrap();
    assert_eq!(order, shown.identities);
    assert!(order.iter().all(|identity| identity.person.is_some()));
    let rows: Vec<i64> = order.iter().map(|identity| identity.row).collect();
    assert_eq!(rows, shown.page.rows.iter().map(|row| row.id.0).collect::<Vec<_>>());
}

async fn what_is_written_meanwhile_is_not_in_the_snapshot(database: &TestDatabase) {
    register(&database.store, 30).await;
    let mut connection = database.store.read_snapshot(&Scope::of_the_system()).await.unwrap();
    let order = connection.list_order(&everything(), &all(), day(TODAY)).await.unwrap();
    let rows: Vec<i64> = order.iter().map(|identity| identity.row).collect();
    let before =
        exported(&mut database.store.read(&Scope::of_the_system()).await.unwrap(), &everything(), &all())
            .await;
    let mut transaction = begin(&database.store).await;
    let scope = everything();
    for row in &before[..5] {
        let open = row.deregistered.is_none().then_some(row.id);
        if let Some(case) = open {
            let until = Some(day("2026-12-31"));
            set_fields(&mut transaction, case, None, |values| values.other_schooling_until = until).await;
        }
    }
    let people: Vec<_> = order.iter().filter_map(|identity| identity.person).collect();
    transaction.refresh_case_rows(&people, day(TODAY)).await.unwrap();
    transaction.commit().await.unwrap();
    let snapshot = connection.list_rows::<CaseColumn>(&scope, &rows, day(TODAY)).await.unwrap();
    assert!(snapshot == before);
    let after =
        exported(&mut database.store.read(&Scope::of_the_system()).await.unwrap(), &scope, &all()).await;
    assert!(after != before, "something was written");
}
