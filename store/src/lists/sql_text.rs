//! The SQL of typical queries, word by word, on both databases.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    list::{CaseColumn, Column, Condition, Filter, ListQuery, Operator, Sort, SortKey},
    municipality::MunicipalityCode,
};
use insta::assert_snapshot;
use sea_query::{PostgresQueryBuilder, SqliteQueryBuilder};

use super::{Listed, Reader, statements};

/// The rows and the count of a query in one municipality, on SQLite and on PostgreSQL.
fn sql<C: Listed>(query: &ListQuery<C>) -> [String; 4] {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let scope = Scope::of([MunicipalityCode::try_from("0581").unwrap()]);
    let statements = statements(&Reader { scope: &scope, today }, query);
    // The columns that are read are the same in every query.
    let rows = |sql: String| format!("SELECT … {}", &sql[sql.find("FROM").unwrap()..]);
    [
        rows(statements.rows.to_string(SqliteQueryBuilder)),
        statements.count.to_string(SqliteQueryBuilder),
        rows(statements.rows.to_string(PostgresQueryBuilder)),
        statements.count.to_string(PostgresQueryBuilder),
    ]
}

fn is(column: CaseColumn, operator: Operator, values: &[&str]) -> Filter<CaseColumn> {
    Filter::Is(Condition::read(column, operator, values).unwrap())
}

#[test]
fn the_default_view() {
    let [rows, count, postgres_rows, postgres_count] = sql(&ListQuery::<CaseColumn>::default());
    assert_snapshot!(rows, @r#"SELECT … FROM "case_row" WHERE "case_id" IN (SELECT "case_id" FROM "case_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND "status" NOT IN ('other-schooling', 'closed') ORDER BY "surname_key" ASC, "given_name_key" ASC, "case_id" ASC LIMIT 15 OFFSET 0) ORDER BY "surname_key" ASC, "given_name_key" ASC, "case_id" ASC"#);
    assert_snapshot!(count, @r#"SELECT count(*) FROM "case_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND "status" NOT IN ('other-schooling', 'closed')"#);
    assert_snapshot!(postgres_rows, @r#"SELECT … FROM "case_row" WHERE "case_id" IN (SELECT "case_id" FROM "case_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND "status" NOT IN ('other-schooling', 'closed') ORDER BY "surname_key" ASC, "given_name_key" ASC, "case_id" ASC LIMIT 15 OFFSET 0) ORDER BY "surname_key" ASC, "given_name_key" ASC, "case_id" ASC"#);
    assert_snapshot!(postgres_count, @r#"SELECT count(*) FROM "case_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND "status" NOT IN ('other-schooling', 'closed')"#);
}

#[test]
fn a_quick_find_with_signs_that_mean_something_in_patterns() {
    let query = ListQuery::<CaseColumn>::default().filtered(Filter::everything()).finding("100%_O'Hara\\");
    let [rows, _, postgres_rows, _] = sql(&query);
    assert_snapshot!(rows, @r#"SELECT … FROM "case_row" WHERE "case_id" IN (SELECT "case_id" FROM "case_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND (LOWER("civic_number") LIKE '%100\%\_o''hara\\%' ESCAPE '\' OR "surname_search" LIKE '%100\%\_o''hara\\%' ESCAPE '\' OR "given_name_search" LIKE '%100\%\_o''hara\\%' ESCAPE '\' OR "caseworker_search" LIKE '%100\%\_o''hara\\%' ESCAPE '\' OR "phone_search" LIKE '%100\%\_o''hara\\%' ESCAPE '\' OR "email_search" LIKE '%100\%\_o''hara\\%' ESCAPE '\' OR "address_search" LIKE '%100\%\_o''hara\\%' ESCAPE '\') ORDER BY "surname_key" ASC, "given_name_key" ASC, "case_id" ASC LIMIT 15 OFFSET 0) ORDER BY "surname_key" ASC, "given_name_key" ASC, "case_id" ASC"#);
    assert_snapshot!(postgres_rows, @r#"SELECT … FROM "case_row" WHERE "case_id" IN (SELECT "case_id" FROM "case_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND (LOWER("civic_number") LIKE E'%100\\%\\_o\'hara\\\\%' ESCAPE E'\\' OR "surname_search" LIKE E'%100\\%\\_o\'hara\\\\%' ESCAPE E'\\' OR "given_name_search" LIKE E'%100\\%\\_o\'hara\\\\%' ESCAPE E'\\' OR "caseworker_search" LIKE E'%100\\%\\_o\'hara\\\\%' ESCAPE E'\\' OR "phone_search" LIKE E'%100\\%\\_o\'hara\\\\%' ESCAPE E'\\' OR "email_search" LIKE E'%100\\%\\_o\'hara\\\\%' ESCAPE E'\\' OR "address_search" LIKE E'%100\\%\\_o\'hara\\\\%' ESCAPE E'\\') ORDER BY "surname_key" ASC, "given_name_key" ASC, "case_id" ASC LIMIT 15 OFFSET 0) ORDER BY "surname_key" ASC, "given_name_key" ASC, "case_id" ASC"#);
}

#[test]
fn a_tree_of_conditions_sorted_by_what_may_be_missing() {
    let due = is(CaseColumn::NextFollowUp, Operator::NextDays, &["7"]);
    let adult = is(CaseColumn::Age, Operator::AtLeast, &["18"]);
    let filter = Filter::Any(vec![due, Filter::Not(Box::new(adult))]);
    let sort =
        Sort::new([SortKey::descending(CaseColumn::NextFollowUp), SortKey::ascending(CaseColumn::Age)]);
    assert!(CaseColumn::Age.is_sortable());
    let query = ListQuery::default().filtered(filter).sorted(sort).on_page(3);
    let [rows, count, postgres_rows, postgres_count] = sql(&query);
    assert_snapshot!(rows, @r#"SELECT … FROM "case_row" WHERE "case_id" IN (SELECT "case_id" FROM "case_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND (("next_follow_up" >= '2026-11-21' AND "next_follow_up" <= '2026-11-28' AND "next_follow_up" IS NOT NULL) OR (NOT COALESCE("birth_date" <= '2026-11-21' AND "birth_date" <= '2008-11-21', FALSE))) ORDER BY "next_follow_up" DESC NULLS FIRST, "birth_date" DESC NULLS LAST, "case_id" ASC LIMIT 15 OFFSET 30) ORDER BY "next_follow_up" DESC NULLS FIRST, "birth_date" DESC NULLS LAST, "case_id" ASC"#);
    assert_snapshot!(count, @r#"SELECT count(*) FROM "case_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND (("next_follow_up" >= '2026-11-21' AND "next_follow_up" <= '2026-11-28' AND "next_follow_up" IS NOT NULL) OR (NOT COALESCE("birth_date" <= '2026-11-21' AND "birth_date" <= '2008-11-21', FALSE)))"#);
    assert_snapshot!(postgres_rows, @r#"SELECT … FROM "case_row" WHERE "case_id" IN (SELECT "case_id" FROM "case_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND (("next_follow_up" >= '2026-11-21' AND "next_follow_up" <= '2026-11-28' AND "next_follow_up" IS NOT NULL) OR (NOT COALESCE("birth_date" <= '2026-11-21' AND "birth_date" <= '2008-11-21', FALSE))) ORDER BY "next_follow_up" DESC NULLS FIRST, "birth_date" DESC NULLS LAST, "case_id" ASC LIMIT 15 OFFSET 30) ORDER BY "next_follow_up" DESC NULLS FIRST, "birth_date" DESC NULLS LAST, "case_id" ASC"#);
    assert_snapshot!(postgres_count, @r#"SELECT count(*) FROM "case_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND (("next_follow_up" >= '2026-11-21' AND "next_follow_up" <= '2026-11-28' AND "next_follow_up" IS NOT NULL) OR (NOT COALESCE("birth_date" <= '2026-11-21' AND "birth_date" <= '2008-11-21', FALSE)))"#);
}
