//! How the databases find what the common queries ask for: by an index that begins with the municipality, never by
//! reading every case there is (`performance.md`).

use domain::{
    id::AccountId,
    list::{
        Condition, Filter, FollowUpColumn, JobColumn, ListQuery, LogColumn, Operator, PageSize, PersonColumn,
        PupilColumn, RunColumn, Sort, SortKey,
        specs::cases::CaseColumn::{self, *},
    },
};
use store::{Database, Listed, Way, keyset_sql, list_sql};

use crate::support::{
    NORRKOPING,
    database::{TestDatabase, stories},
    day,
    listed::{TODAY, register, surroundings},
    raw, within,
};

stories! {
    the_common_queries_of_one_municipality_read_no_other,
    no_list_of_one_municipality_reads_all_others,
    what_follows_a_row_is_read_from_where_it_stands,
}

fn is(column: CaseColumn, operator: Operator, values: &[&str]) -> ListQuery<CaseColumn> {
    ListQuery::default().filtered(Filter::Is(Condition::read(column, operator, values).unwrap()))
}

fn common_queries() -> [ListQuery<CaseColumn>; 11] {
    let by = |key| ListQuery::default().sorted(Sort::new([key]));
    [
        ListQuery::default(),
        ListQuery::default().filtered(Filter::everything()).on_page(200).sized(PageSize::Fifty),
        by(SortKey::descending(Registered)),
        by(SortKey::ascending(Status)),
        is(Status, Operator::AnyOf, &["closed"]),
        is(Caseworker, Operator::AnyOf, &["Åsa Lindqvist"]),
        is(Caseworker, Operator::AnyOf, &["me"]).asked_by(AccountId(1)),
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

/// In the default order the index is entered where the row stands, but for namesakes on SQLite, and read no further than
/// there are rows to give: nothing before it is passed over, and nothing is sorted to choose them.
async fn what_follows_a_row_is_read_from_where_it_stands(database: &TestDatabase) {
    register(&database.store, 60).await;
    let query = ListQuery::<CaseColumn>::default();
    for (way, sign) in [(Way::After, '>'), (Way::Before, '<')] {
        let (which, scope) = (database.store.database(), within(NORRKOPING));
        let sql = keyset_sql(which, &scope, &query, (way, Some(1)), day(TODAY));
        let plan = raw::plan(&database.address, &sql).await;
        let (by_name, entered, sort) = match which {
            Database::Sqlite => (
                "USING COVERING INDEX case_row_by_name",
                format!("protected=? AND (surname_key,given_name_key){sign}(?,?))"),
                "USE TEMP B-TREE",
            ),
            Database::Postgres => (
                "case_row_by_name",
                format!("(ROW(surname_key, given_name_key, case_id) {sign} ROW($"),
                "Sort  (",
            ),
        };
        for part in [by_name, &entered] {
            assert!(plan.iter().any(|line| line.contains(part)), "{part}\n{sql}\n{plan:#?}");
        }
        // Only the few rows that have been chosen are put in order.
        let sorted = plan.iter().filter(|line| line.contains(sort)).count();
        assert!(sorted <= 1, "{sql}\n{plan:#?}");
    }
}

async fn no_list_of_one_municipality_reads_all_others(database: &TestDatabase) {
    let people = register(&database.store, 60).await;
    surroundings(&database.store, &people).await;
    reads_no_other::<FollowUpColumn>(database, &["contact c", "case_row r"]).await;
    reads_no_other::<PersonColumn>(database, &["person p", "person person", "activity_case activity_case"])
        .await;
    reads_no_other::<PupilColumn>(database, &["placement t", "person p"]).await;
    reads_no_other::<JobColumn>(database, &["job j"]).await;
    reads_no_other::<RunColumn>(database, &["run u", "activity_case a", "case_row r"]).await;
    reads_no_other::<LogColumn>(database, &["operation o", "operation_change c"]).await;
    // Those of schools are everybody's, and their tables are small, as is that of users.
}

/// Looks at how pages of a list are read: as it starts, unfiltered and far on, sorted by each column, and by the quick
/// find. None of the tables, each with the name that a view gives it, may be read as a whole.
async fn reads_no_other<C: Listed>(database: &TestDatabase, tables: &[&str]) {
    let mut queries = vec![
        ListQuery::<C>::default(),
        ListQuery::default().filtered(Filter::everything()).on_page(200).sized(PageSize::Fifty),
        ListQuery::default().finding("viggo"),
    ];
    let sorted = C::ALL.iter().map(|column| SortKey::descending(*column));
    queries.extend(sorted.map(|key| ListQuery::default().sorted(Sort::new([key]))));
    for query in queries {
        let scope = within(NORRKOPING).read_by(AccountId(4711), true);
        for sql in list_sql(database.store.database(), &scope, &query, day(TODAY)) {
            let plan = raw::plan(&database.address, &sql).await;
            for table in tables {
                let name = table.split(' ').next_back().unwrap();
                let reads_everything = |line: &&String| {
                    let line = line.trim_start_matches([' ', '-', '>']);
                    line == format!("SCAN {name}")
                        || line.starts_with(&format!("SCAN {name} "))
                        || line.starts_with(&format!("Seq Scan on {table}"))
                        || line.starts_with(&format!("Seq Scan on {name} "))
                };
                assert_eq!(plan.iter().find(reads_everything), None, "{sql}\n{plan:#?}");
            }
        }
    }
}
