//! The SQL of typical queries, word by word, on both databases.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    list::{
        CaseColumn, Column, Condition, Filter, FollowUpColumn, JobColumn, ListQuery, LogColumn, Operator,
        PersonColumn, PupilColumn, RunColumn, Sort, SortKey, StudyPathColumn, UnitColumn, UserColumn,
    },
    municipality::MunicipalityCode,
};
use insta::assert_snapshot;
use sea_query::{PostgresQueryBuilder, SqliteQueryBuilder};

use super::{Listed, Reader, Way, keyset_sql, statements};
use crate::Database;

/// The rows and the count of a query in one municipality, on SQLite and on PostgreSQL.
fn sql<C: Listed>(query: &ListQuery<C>) -> [String; 4] {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let scope =
        Scope::of([MunicipalityCode::try_from("0581").unwrap()]).read_by(domain::id::AccountId(7), true);
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

/// The rows behind the row 7 of a query in one municipality, on SQLite.
fn behind(query: &ListQuery<CaseColumn>) -> String {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let scope = Scope::of([MunicipalityCode::try_from("0581").unwrap()]);
    let sql = keyset_sql(Database::Sqlite, &scope, query, (Way::After, Some(7)), today);
    let (before, after) = sql.split_once(r#"SELECT "case_id", "person_id""#).unwrap();
    format!("{before}SELECT … {}", &after[after.find("FROM").unwrap()..])
}

#[test]
fn rows_behind_another_in_the_default_order() {
    assert_snapshot!(behind(&ListQuery::default()), @r#"WITH "from_row" AS (SELECT "surname_key" AS "key_0", "given_name_key" AS "key_1", "case_id" AS "key_2" FROM "case_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND "case_id" = 7) SELECT … FROM "case_row" WHERE "case_id" IN (SELECT "case_id" FROM "case_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND "status" NOT IN ('other-schooling', 'closed') AND EXISTS(SELECT 1 FROM "from_row") AND ("surname_key", "given_name_key", "case_id") > ((SELECT "key_0" FROM "from_row"), (SELECT "key_1" FROM "from_row"), (SELECT "key_2" FROM "from_row")) ORDER BY "surname_key" ASC, "given_name_key" ASC, "case_id" ASC LIMIT 15) ORDER BY "surname_key" ASC, "given_name_key" ASC, "case_id" ASC"#);
}

#[test]
fn rows_behind_another_in_a_mixed_order() {
    let sort =
        Sort::new([SortKey::descending(CaseColumn::NextFollowUp), SortKey::ascending(CaseColumn::Surname)]);
    assert_snapshot!(behind(&ListQuery::default().filtered(Filter::everything()).sorted(sort)), @r#"WITH "from_row" AS (SELECT "next_follow_up" AS "key_0", "surname_key" AS "key_1", "case_id" AS "key_2" FROM "case_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND "case_id" = 7) SELECT … FROM "case_row" WHERE "case_id" IN (SELECT "case_id" FROM "case_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND EXISTS(SELECT 1 FROM "from_row") AND ("next_follow_up" < (SELECT "key_0" FROM "from_row") OR ("next_follow_up" IS NOT NULL AND (SELECT "key_0" FROM "from_row") IS NULL) OR (("next_follow_up" = (SELECT "key_0" FROM "from_row") OR ("next_follow_up" IS NULL AND (SELECT "key_0" FROM "from_row") IS NULL)) AND ("surname_key" > (SELECT "key_1" FROM "from_row") OR ("surname_key" = (SELECT "key_1" FROM "from_row") AND "case_id" > (SELECT "key_2" FROM "from_row"))))) ORDER BY "next_follow_up" DESC NULLS FIRST, "surname_key" ASC, "case_id" ASC LIMIT 15) ORDER BY "next_follow_up" DESC NULLS FIRST, "surname_key" ASC, "case_id" ASC"#);
}

/// The rows and the count of a list as it starts, which are the same on both databases.
fn start<C: Listed>() -> [String; 2] {
    let [rows, count, postgres_rows, postgres_count] = sql(&ListQuery::<C>::default());
    // But for brackets around what is united.
    let bare = |sql: &str| sql.replace(['(', ')'], "");
    assert_eq!((bare(&rows), bare(&count)), (bare(&postgres_rows), bare(&postgres_count)));
    [rows, count]
}

#[test]
fn follow_ups_as_the_list_starts() {
    let [rows, count] = start::<FollowUpColumn>();
    assert_snapshot!(rows, @r#"SELECT … FROM "follow_up_row" WHERE "contact_id" IN (SELECT "contact_id" FROM "follow_up_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND "closed" IS NULL ORDER BY "follow_up" ASC, "contact_id" ASC LIMIT 15 OFFSET 0) ORDER BY "follow_up" ASC, "contact_id" ASC"#);
    assert_snapshot!(count, @r#"SELECT count(*) FROM "follow_up_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND "closed" IS NULL"#);
}

#[test]
fn people_as_the_list_starts() {
    let [rows, count] = start::<PersonColumn>();
    assert_snapshot!(rows, @r#"SELECT … FROM "person_row" WHERE "person_id" IN (SELECT "person_id" FROM "person_row" WHERE "protected" = FALSE AND "person_id" IN (SELECT "id" FROM "person" WHERE "municipality" IN ('0581') UNION SELECT "person_id" FROM "activity_case" WHERE "municipality" IN ('0581') AND "deregistered" IS NULL) ORDER BY "surname_key" ASC, "given_name_key" ASC, "person_id" ASC LIMIT 15 OFFSET 0) ORDER BY "surname_key" ASC, "given_name_key" ASC, "person_id" ASC"#);
    assert_snapshot!(count, @r#"SELECT count(*) FROM "person_row" WHERE "protected" = FALSE AND "person_id" IN (SELECT "id" FROM "person" WHERE "municipality" IN ('0581') UNION SELECT "person_id" FROM "activity_case" WHERE "municipality" IN ('0581') AND "deregistered" IS NULL)"#);
}

#[test]
fn pupils_as_the_list_starts() {
    let [rows, count] = start::<PupilColumn>();
    assert_snapshot!(rows, @r#"SELECT … FROM "pupil_row" WHERE "placement_id" IN (SELECT "placement_id" FROM "pupil_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND (CASE WHEN ("start_date" > '2026-11-21') THEN 'future' WHEN ("end_date" < '2026-11-21') THEN 'ended' ELSE 'current' END) IN ('current') ORDER BY "surname_key" ASC, "given_name_key" ASC, "placement_id" ASC LIMIT 15 OFFSET 0) ORDER BY "surname_key" ASC, "given_name_key" ASC, "placement_id" ASC"#);
    assert_snapshot!(count, @r#"SELECT count(*) FROM "pupil_row" WHERE "municipality" IN ('0581') AND "protected" = FALSE AND (CASE WHEN ("start_date" > '2026-11-21') THEN 'future' WHEN ("end_date" < '2026-11-21') THEN 'ended' ELSE 'current' END) IN ('current')"#);
}

#[test]
fn units_as_the_list_starts() {
    let [rows, count] = start::<UnitColumn>();
    assert_snapshot!(rows, @r#"SELECT … FROM "unit_row" WHERE "unit_id" IN (SELECT "unit_id" FROM "unit_row" WHERE TRUE ORDER BY "name_key" ASC, "unit_id" ASC LIMIT 15 OFFSET 0) ORDER BY "name_key" ASC, "unit_id" ASC"#);
    assert_snapshot!(count, @r#"SELECT count(*) FROM "unit_row" WHERE TRUE"#);
}

#[test]
fn study_paths_as_the_list_starts() {
    let [rows, count] = start::<StudyPathColumn>();
    assert_snapshot!(rows, @r#"SELECT … FROM "study_path" WHERE "id" IN (SELECT "id" FROM "study_path" WHERE TRUE ORDER BY "code_search" ASC, "id" ASC LIMIT 15 OFFSET 0) ORDER BY "code_search" ASC, "id" ASC"#);
    assert_snapshot!(count, @r#"SELECT count(*) FROM "study_path" WHERE TRUE"#);
}

#[test]
fn jobs_as_the_list_starts() {
    let [rows, count] = start::<JobColumn>();
    assert_snapshot!(rows, @r#"SELECT … FROM "listed_job" WHERE "job_id" IN (SELECT "job_id" FROM "listed_job" WHERE "municipality" IN ('0581') OR "account_id" = 7 ORDER BY "begun" DESC, "job_id" ASC LIMIT 15 OFFSET 0) ORDER BY "begun" DESC, "job_id" ASC"#);
    assert_snapshot!(count, @r#"SELECT count(*) FROM "listed_job" WHERE "municipality" IN ('0581') OR "account_id" = 7"#);
}

#[test]
fn runs_as_the_list_starts() {
    let [rows, count] = start::<RunColumn>();
    assert_snapshot!(rows, @r#"SELECT … FROM "run_row" WHERE "run_id" IN (SELECT "run_id" FROM "run_row" WHERE "municipality" IN ('0581') ORDER BY "started" DESC, "run_id" ASC LIMIT 15 OFFSET 0) ORDER BY "started" DESC, "run_id" ASC"#);
    assert_snapshot!(count, @r#"SELECT count(*) FROM "run_row" WHERE "municipality" IN ('0581')"#);
}

#[test]
fn the_log_as_the_list_starts() {
    let [rows, count] = start::<LogColumn>();
    assert_snapshot!(rows, @r#"SELECT … FROM "log_row" WHERE "entry_id" IN (SELECT "entry_id" FROM "log_row" WHERE (municipality IN ('0581') OR municipality IS NULL AND (account_id IN (SELECT g.account_id FROM access_grant g LEFT JOIN organisation_municipality m ON m.organisation_id = g.organisation_id GROUP BY g.account_id HAVING count(*) = sum(CASE WHEN m.municipality IN ('0581') THEN 1 ELSE 0 END)) OR kind IN ('sign-in-failed', 'account-change', 'access-change') AND EXISTS (SELECT 1 FROM operation_change c WHERE c.operation_id = entry_id AND c.entity = 'account' AND c.entity_id IN (SELECT g.account_id FROM access_grant g LEFT JOIN organisation_municipality m ON m.organisation_id = g.organisation_id GROUP BY g.account_id HAVING count(*) = sum(CASE WHEN m.municipality IN ('0581') THEN 1 ELSE 0 END))))) ORDER BY "position" DESC, "entry_id" ASC LIMIT 15 OFFSET 0) ORDER BY "position" DESC, "entry_id" ASC"#);
    assert_snapshot!(count, @r#"SELECT count(*) FROM "log_row" WHERE (municipality IN ('0581') OR municipality IS NULL AND (account_id IN (SELECT g.account_id FROM access_grant g LEFT JOIN organisation_municipality m ON m.organisation_id = g.organisation_id GROUP BY g.account_id HAVING count(*) = sum(CASE WHEN m.municipality IN ('0581') THEN 1 ELSE 0 END)) OR kind IN ('sign-in-failed', 'account-change', 'access-change') AND EXISTS (SELECT 1 FROM operation_change c WHERE c.operation_id = entry_id AND c.entity = 'account' AND c.entity_id IN (SELECT g.account_id FROM access_grant g LEFT JOIN organisation_municipality m ON m.organisation_id = g.organisation_id GROUP BY g.account_id HAVING count(*) = sum(CASE WHEN m.municipality IN ('0581') THEN 1 ELSE 0 END)))))"#);
}

#[test]
fn users_as_the_list_starts() {
    let [rows, count] = start::<UserColumn>();
    assert_snapshot!(rows, @r#"SELECT … FROM "user_row" WHERE "assignment_id" IN (SELECT "assignment_id" FROM "user_row" WHERE "organisation_id" IN (SELECT "organisation_id" FROM "organisation_municipality" GROUP BY "organisation_id" HAVING COUNT("municipality") = SUM((CASE WHEN ("municipality" IN ('0581')) THEN 1 ELSE 0 END))) ORDER BY "name_key" ASC, "assignment_id" ASC LIMIT 15 OFFSET 0) ORDER BY "name_key" ASC, "assignment_id" ASC"#);
    assert_snapshot!(count, @r#"SELECT count(*) FROM "user_row" WHERE "organisation_id" IN (SELECT "organisation_id" FROM "organisation_municipality" GROUP BY "organisation_id" HAVING COUNT("municipality") = SUM((CASE WHEN ("municipality" IN ('0581')) THEN 1 ELSE 0 END)))"#);
}
