//! What PostgreSQL itself holds back (decision 044), asked for by somebody who has the database and nothing of Fyren.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection, postgres::PgConnectOptions};

use store::{OpenMode, Store};

use crate::support::{
    NORRKOPING,
    database::{TestDatabase, on_postgres},
    listed, raw,
};

/// Somebody who may read every table and owns none.
const READER: &str = "fyren_test_reader";

/// Who is shown to Norrköping, asked for with every row in sight.
const SHOWN: &str = "p.id IN (SELECT p.id FROM person p WHERE NOT p.protected AND (p.municipality = '0581' \
                     OR EXISTS (SELECT 1 FROM case_row r WHERE r.person_id = p.id AND r.municipality = '0581')))";

/// The guarded tables, each with the condition of the rows `t` that Norrköping is shown.
fn guarded() -> BTreeMap<&'static str, String> {
    let here = "t.municipality = '0581'".to_owned();
    let theirs = || SHOWN.replacen("p.id", "t.person_id", 1);
    let case = format!("(t.municipality = '0581' OR {})", theirs());
    let part = |of: &str, key: &str, with: &str| {
        format!("EXISTS (SELECT 1 FROM {of} o WHERE o.{key} = t.{with} AND o.municipality = '0581')")
    };
    BTreeMap::from([
        ("run", here.clone()),
        ("last_judged", here.clone()),
        ("plan_snapshot", here.clone()),
        ("to_judge", here.clone()),
        ("contact", here.clone()),
        ("school_notice", here.clone()),
        ("letter_template", here.clone()),
        ("letter_batch", here.clone()),
        ("scb_export", here.clone()),
        ("scb_closed_period", here.clone()),
        ("case_row", format!("{here} AND NOT t.protected")),
        ("person", SHOWN.replacen("p.id", "t.id", 1)),
        ("activity_case", case.clone()),
        ("residence", theirs()),
        ("former_number", theirs()),
        ("address", theirs()),
        ("contact_detail", theirs()),
        ("diploma", theirs()),
        (
            "measure",
            format!(
                "t.case_id IN (SELECT a.id FROM activity_case a WHERE {})",
                case.replace("t.", "a.")
            ),
        ),
        (
            "individual_plan",
            "EXISTS (SELECT 1 FROM case_row r WHERE r.case_id = t.case_id AND r.municipality = '0581' AND NOT r.protected)"
                .to_owned(),
        ),
        ("run_error", part("run", "id", "run_id")),
        ("letter", part("letter_batch", "job_id", "job_id")),
        ("scb_export_entry", part("scb_export", "id", "export_id")),
    ])
}

/// Tables that say by a column whose their rows are, and are not guarded; decision 044 says why.
const NOT_GUARDED: [&str; 11] = [
    "job",
    "job_row",
    "list_profile_municipality",
    "municipality_policy",
    "operation",
    "operation_change",
    "organisation",
    "organisation_municipality",
    "organisation_user",
    "person_key",
    "placement",
];

/// Of every person and case of the register something in each of the tables that the register of the lists leaves empty.
const FILLED: [&str; 16] = [
    "INSERT INTO residence SELECT id, '0583', NULL, '2024-01-01' FROM person ON CONFLICT DO NOTHING",
    "INSERT INTO former_number SELECT 'former ' || id, id FROM person",
    "INSERT INTO address (person_id, kind, care_of, lines, postal_code, city, country) \
     SELECT id, 'special', '', '', '', '', '' FROM person ON CONFLICT DO NOTHING",
    "INSERT INTO contact_detail (person_id, kind, value, is_primary, is_primary_telephone) \
     SELECT id, 'email', id || '@example.org', false, false FROM person",
    "INSERT INTO diploma SELECT id, 'home', 'upper-secondary', '2026-06-10' FROM person ON CONFLICT DO NOTHING",
    "INSERT INTO to_judge SELECT DISTINCT municipality, person_id FROM activity_case ON CONFLICT DO NOTHING",
    "INSERT INTO last_judged SELECT DISTINCT municipality, DATE '2026-11-20', '', 1 FROM activity_case ON CONFLICT DO NOTHING",
    "INSERT INTO plan_snapshot SELECT DISTINCT municipality, DATE '2026-11-20', true, '' FROM activity_case",
    "INSERT INTO run_error SELECT u.id, p.id, 'code' FROM run u, person p ON CONFLICT DO NOTHING",
    "INSERT INTO individual_plan (case_id, goal, by_person, by_municipality, by_others, start_date, evaluate_on, evaluation, \
     created_by, created) SELECT id, '', '', '', '', '2026-11-01', '2026-12-01', '', '', 0 FROM activity_case",
    "INSERT INTO school_notice (municipality, civic_number, kind, school, notice_date, text, received, entered_by, state) \
     SELECT a.municipality, p.civic_number, 'other', '', '2026-11-01', '', 0, '', 'waiting' \
     FROM activity_case a JOIN person p ON p.id = a.person_id",
    "INSERT INTO letter_template (municipality, name, subject, text, changed_by, changed) \
     SELECT DISTINCT municipality, '', '', '', '', 0 FROM activity_case",
    "INSERT INTO letter_batch SELECT j.id, (array['0581', '0580'])[1 + j.id % 2], '', '', '', DATE '2026-11-01' FROM job j",
    "INSERT INTO letter SELECT id, (SELECT b.job_id FROM letter_batch b WHERE b.municipality = c.municipality LIMIT 1), id \
     FROM contact c WHERE c.municipality IN ('0581', '0580')",
    "INSERT INTO scb_export (municipality, period_from, period_to, layout, made_by, made, case_count, row_count, error_count, \
     warning_count, excluded_count, digest) \
     SELECT DISTINCT municipality, DATE '2026-01-01', DATE '2026-06-30', '', '', 0, 0, 0, 0, 0, 0, '' FROM activity_case",
    "INSERT INTO scb_closed_period SELECT municipality, period_from, period_to, id, '', 0 FROM scb_export",
];
const ENTRIES: &str = "INSERT INTO scb_export_entry SELECT e.id, a.id, a.id, a.person_id, '', '' FROM scb_export e \
                       JOIN activity_case a ON a.municipality = e.municipality";

/// The settings of a connection that reads for Norrköping.
const OF_NORRKOPING: [(&str, &str); 2] = [("fyren.municipalities", NORRKOPING), ("fyren.protected", "off")];

/// A connection with settings, of somebody who may read every table and owns none.
async fn reader(address: &str, settings: &[(&str, &str)]) -> PgConnection {
    let as_reader = format!("{address}%20-c%20role%3D{READER}");
    let options: PgConnectOptions = as_reader.parse().unwrap();
    options.options(settings.iter().copied()).connect().await.unwrap()
}

/// The address for whoever made the database for the owner.
fn as_superuser(address: &str) -> String {
    address.replace("-c%20role%3Dfyren_test_owner", "")
}

/// The same, of the owner.
async fn owner(address: &str, settings: &[(&str, &str)]) -> PgConnection {
    let options: PgConnectOptions = address.parse().unwrap();
    options.options(settings.iter().copied()).connect().await.unwrap()
}

async fn number(connection: &mut PgConnection, sql: String) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(connection).await.unwrap()
}

/// The rows of a table, in order.
async fn rows(connection: &mut PgConnection, table: &str, shown: &str) -> Vec<String> {
    let sql = format!("SELECT t::text FROM {table} t WHERE {shown} ORDER BY 1");
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(connection).await.unwrap()
}

/// A register with something in every guarded table, here and elsewhere.
async fn register(database: &TestDatabase) {
    let people = listed::register(&database.store, 60).await;
    listed::surroundings(&database.store, &people).await;
    for sql in FILLED.into_iter().chain([ENTRIES]) {
        raw::execute(&database.address, sql).await.unwrap();
    }
    let role = format!(
        "DO $$ BEGIN CREATE ROLE {READER} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    );
    raw::execute(&as_superuser(&database.address), &role).await.unwrap();
    let grant = format!("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {READER}");
    raw::execute(&database.address, &grant).await.unwrap();
}

#[tokio::test]
async fn a_connection_is_shown_the_rows_of_its_municipalities_alone() {
    on_postgres(async |database| {
        register(database).await;
        let mut everything = raw::postgres(&database.address).await.unwrap();
        let mut reader = reader(&database.address, &OF_NORRKOPING).await;
        let mut owner = owner(&database.address, &OF_NORRKOPING).await;
        for (table, shown) in guarded() {
            let all = number(&mut everything, format!("SELECT count(*) FROM {table}")).await;
            let here = rows(&mut everything, table, &shown).await;
            assert!(
                !here.is_empty() && i64::try_from(here.len()).unwrap() < all,
                "{table}: {} of {all}",
                here.len()
            );
            assert!(rows(&mut reader, table, "true").await == here, "{table}");
            assert!(rows(&mut owner, table, "true").await == here, "{table}, to its owner");
        }
    })
    .await;
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_shown_nothing() {
    on_postgres(async |database| {
        register(database).await;
        for settings in [
            &[][..],
            &[("fyren.municipalities", "")],
            &[("fyren.protected", "on")],
            &[("fyren.municipalities", "9999")],
        ] {
            for connection in [
                &mut reader(&database.address, settings).await,
                &mut owner(&database.address, settings).await,
            ] {
                for table in guarded().into_keys() {
                    let found = number(connection, format!("SELECT count(*) FROM {table}")).await;
                    assert_eq!(found, 0, "{table} with {settings:?}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_is_protected_is_shown_where_it_is_said_so_alone() {
    on_postgres(async |database| {
        register(database).await;
        let count = "SELECT count(*) FROM person WHERE protected".to_owned();
        let mut everything = raw::postgres(&database.address).await.unwrap();
        assert!(number(&mut everything, count.clone()).await > 0);
        let mut everywhere = reader(&database.address, &[("fyren.municipalities", "*")]).await;
        assert_eq!(number(&mut everywhere, count).await, 0);
        assert!(number(&mut everywhere, "SELECT count(*) FROM person".to_owned()).await > 0);
    })
    .await;
}

#[tokio::test]
async fn whom_the_guard_does_not_bind_is_known() {
    on_postgres(async |database| {
        assert!(!database.store.is_shown_everything().await.unwrap());
        let as_superuser = as_superuser(&database.address);
        let store = Store::open(&as_superuser, OpenMode::Existing).await.unwrap();
        assert!(store.is_shown_everything().await.unwrap());
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_outside_of_the_settings_is_not_written() {
    on_postgres(async |database| {
        register(database).await;
        let mut owner = owner(&database.address, &OF_NORRKOPING).await;
        let elsewhere = "INSERT INTO letter_template (municipality, name, subject, text, changed_by, changed) \
                         VALUES ('0580', 'Kallelse', '', '', '', 0)";
        let refused = sqlx::query(elsewhere).execute(&mut owner).await.unwrap_err();
        assert!(refused.to_string().contains("row-level security"), "{refused}");
        let changed = sqlx::query("UPDATE contact SET notes = '' WHERE municipality = '0580'").execute(&mut owner).await;
        assert_eq!(changed.unwrap().rows_affected(), 0);
    })
    .await;
}

#[tokio::test]
async fn every_table_that_says_whose_its_rows_are_is_guarded() {
    on_postgres(async |database| {
        let mut owner = owner(&database.address, &[]).await;
        let sql = "SELECT c.relname::text, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c \
                   JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public' WHERE c.relkind = 'r' \
                   AND (c.relrowsecurity OR c.relname = 'person' OR EXISTS (SELECT 1 FROM pg_attribute a \
                   WHERE a.attrelid = c.oid AND a.attname IN ('municipality', 'person_id', 'case_id', 'civic_number')))";
        let tables: Vec<(String, bool)> = sqlx::query_as(sql).fetch_all(&mut owner).await.unwrap();
        let of = |is_guarded: bool| {
            let names = tables.iter().filter(move |(_, is)| *is == is_guarded).map(|(name, _)| name.as_str());
            names.collect::<BTreeSet<_>>()
        };
        assert_eq!(of(true), guarded().into_keys().collect());
        assert_eq!(of(false), NOT_GUARDED.into());
    })
    .await;
}
