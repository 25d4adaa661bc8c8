//! How the databases find what the common queries ask for: by an index that begins with the municipality, never by
//! reading every case there is (`performance.md`).

use domain::list::{
    Condition, Filter, ListQuery, Operator, PageSize, Sort, SortKey,
    specs::cases::CaseColumn::{self, *},
};
use store::list_sql;

use crate::support::{
    NORRKOPING,
    database::{TestDatabase, stories},
    day,
    listed::{TODAY, register},
    raw, within,
};

stories! {
    the_common_queries_of_one_municipality_read_no_other,
}

fn is(column: CaseColumn, operator: Operator, values: &[&str]) -> ListQuery<CaseColumn> {
    ListQuery::default().filtered(Filter::Is(Condition::read(column, operator, values).unwrap()))
}

fn common_queries() -> [ListQuery<CaseColumn>; 10] {
    let by = |key| ListQuery::default().sorted(Sort::new([key]));
    [
        ListQuery::default(),
        ListQuery::default().filtered(Filter::everything()).on_page(200).sized(PageSize::Fifty),
        by(SortKey::descending(Registered)),
        by(SortKey::ascending(Status)),
        is(Status, Operator::AnyOf, &["closed"]),
        is(Caseworker, Operator::AnyOf, &["Åsa Lindqvist"]),
        is(NextFollowUp, Operator::NextDays, &["7"]),
        is(Surname, Operator::StartsWith, &["and"]),
        is(Age, Operator::AtLeast, &["18"]),
        ListQuery::default().finding("viggo"),
    ]
}

async fn the_common_queries_of_one_municipality_read_no_other(database: &TestDatabase) {
    register(&database.store, 60).await;
    for query in common_queries() {
        let scope = within(NORRKOPING);
        for sql in list_sql(database.store.database(), &scope, &query, day(TODAY)) {
            let plan = raw::plan(&database.address, &sql).await;
            let reads_everything =
                |line: &&String| line.contains("Seq Scan") || line.starts_with("SCAN case_row");
            assert_eq!(plan.iter().find(reads_everything), None, "{sql}\n{plan:#?}");
            let by_municipality = |line: &String| {
                line.contains("municipality=?") || line.contains("Index Cond: ((municipality = '0581'")
            };
            assert!(plan.iter().any(by_municipality), "{sql}\n{plan:#?}");
        }
    }
}
