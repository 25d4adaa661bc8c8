//! Any query of a list gives what filtering and sorting in memory gives.

use domain::{
    access::Scope,
    language::Named,
    list::{
        Column, ColumnType, Condition, Direction, Filter, ListQuery, Operator, PageSize, Sort, SortKey,
        specs::cases::CaseColumn,
    },
};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, prop_oneof},
    sample::select,
    strategy::ValueTree,
    test_runner::TestRunner,
};

use crate::support::{
    LINKOPING, NORRKOPING,
    database::{TestDatabase, stories},
    day, everything,
    listed::{SURNAMES, TODAY, all, every_row, listed, register},
    place,
};

stories! {
    any_query_gives_what_memory_gives,
}

fn value(column: CaseColumn) -> proptest::strategy::BoxedStrategy<String> {
    let texts = || {
        let texts = ["a", "å", "Ö", "ek", "200", "%", "_", "\\", "'", "🙂", "070", "@", "gatan 1,", "viggo"];
        let texts: Vec<&str> = texts.into_iter().chain(SURNAMES).collect();
        select(texts).prop_map(str::to_owned)
    };
    match (column, column.column_type()) {
        (_, ColumnType::Text | ColumnType::YesNo) => texts().boxed(),
        (_, ColumnType::Date) => prop_oneof![
            (0_u64..100).prop_map(|days| (day("2026-09-01") + chrono::Days::new(days)).to_string()),
            (0_u16..40).prop_map(|number| number.to_string()),
        ]
        .boxed(),
        (_, ColumnType::Number) => (-2_i64..24).prop_map(|number| number.to_string()).boxed(),
        (CaseColumn::Caseworker, _) => {
            select(vec!["Åsa Lindqvist", "Bo Ek", "Ingen"]).prop_map(str::to_owned).boxed()
        }
        (CaseColumn::Municipality, _) => select(vec!["0581", "0580", "0583"]).prop_map(str::to_owned).boxed(),
        (_, ColumnType::Choice) => {
            let domain::list::Choices::Fixed(choices) = column.choices() else { return texts().boxed() };
            select(choices.iter().map(|choice| choice.code.clone()).collect::<Vec<_>>()).boxed()
        }
    }
}

fn condition() -> impl Strategy<Value = Condition<CaseColumn>> {
    let read = select(CaseColumn::ALL).prop_flat_map(|column| {
        let operators = select(Operator::of(column.column_type()));
        (Just(column), operators, vec(value(column), 2))
    });
    read.prop_filter_map("a value that fits", |(column, operator, values)| {
        Condition::read(column, operator, &values).ok()
    })
}

fn filter() -> impl Strategy<Value = Filter<CaseColumn>> {
    let leaf = condition().prop_map(Filter::Is);
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Filter::All),
            vec(inner.clone(), 0..3).prop_map(Filter::Any),
            inner.prop_map(|inner| Filter::Not(Box::new(inner))),
        ]
    })
}

fn query() -> impl Strategy<Value = ListQuery<CaseColumn>> {
    let find = select(vec!["", "", "", "", "", "a", "dahl", "%", "_", "ÅSA", "o'hara", "viggo å", "200"]);
    let key = (select(CaseColumn::ALL), select(Direction::ALL));
    let key = key.prop_map(|(column, direction)| SortKey { column, direction });
    let page = (select(PageSize::ALL.to_vec()), 1_u32..5);
    (filter(), find, vec(key, 0..4), page).prop_map(|(filter, find, sort, (size, number))| {
        all().filtered(filter).finding(find).sorted(Sort::new(sort)).sized(size).on_page(number)
    })
}

async fn any_query_gives_what_memory_gives(database: &TestDatabase) {
    register(&database.store, 90).await;
    let mut connection = database.store.read().await.unwrap();
    let rows = every_row(&mut connection).await;
    let scopes =
        [everything(), Scope::of([place(NORRKOPING)]), Scope::of([place(NORRKOPING), place(LINKOPING)])];
    let mut runner = TestRunner::deterministic();
    let mut kept = 0;
    for nth in 0..400 {
        let query = query().new_tree(&mut runner).unwrap().current();
        let scope = &scopes[nth % scopes.len()];
        let page = connection.list_page(scope, &query, day(TODAY)).await.unwrap().page;
        let (expected, total) = listed(&rows, scope, &query);
        let told =
            || format!("{} {:?} {:?}", query.filter.sentence(Default::default()), query.find, query.sort);
        assert_eq!(page.total, total, "{}", told());
        assert_eq!(page.rows.iter().collect::<Vec<_>>(), expected, "{}", told());
        kept += u32::from(total > 0);
    }
    assert!(kept > 100, "only {kept} queries of 400 found anybody");
}
