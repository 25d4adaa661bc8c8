//! A register of a region with very many cases: the demo's people, each many times over.
//!
//! Made by SQL, since a demo of a million people takes more than an hour. Norrköping gets 4,000 cases and the other
//! municipalities all others. What stands on the page of a case is not copied with it.

use std::path::Path;

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use store::Store;

use crate::program;

/// How many cases Norrköping has.
const OF_ONE: u64 = 4000;

/// A table that is copied.
struct Table {
    name: &'static str,
    key: &'static str,
    /// The column of `base` that says whose it is.
    whose: &'static str,
    /// What is the copy's own.
    own: &'static [(&'static str, &'static str)],
}

const TABLES: [Table; 3] = [
    Table {
        name: "person",
        key: "id",
        whose: "person_id",
        own: &[("id", "c.id"), ("civic_number", "'x' || c.id")],
    },
    Table {
        name: "activity_case",
        key: "id",
        whose: "case_id",
        own: &[("id", "c.id"), ("person_id", "c.id")],
    },
    Table {
        name: "case_row",
        key: "case_id",
        whose: "case_id",
        own: &[("case_id", "c.id"), ("person_id", "c.id")],
    },
];

/// Whom to copy, and the copies. They are numbered across the names, as people come into a register.
fn copies(cases: u64) -> [String; 2] {
    [
        "CREATE TEMPORARY TABLE base AS SELECT case_id, person_id, municipality = '0581' AS of_one, \
         row_number() OVER (PARTITION BY municipality = '0581' ORDER BY case_id) AS nth, \
         count(*) OVER (PARTITION BY municipality = '0581') AS all_of_them FROM case_row WHERE protected = FALSE"
            .to_owned(),
        format!(
            "CREATE TEMPORARY TABLE copy AS WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < {}) \
             SELECT b.case_id, b.person_id, \
             10000000 + row_number() OVER (ORDER BY (k.n * 1000003 + b.case_id * 7919) % 999983, k.n, b.case_id) AS id \
             FROM base b CROSS JOIN k WHERE k.n * b.all_of_them + b.nth <= CASE WHEN b.of_one THEN {OF_ONE} ELSE {} END",
            cases / 1000 + 1,
            cases.saturating_sub(OF_ONE)
        ),
    ]
}

fn copy(table: &Table, columns: &[String]) -> String {
    let own = |column: &String| table.own.iter().find(|(name, _)| name == column).map(|(_, value)| *value);
    let read: Vec<String> = columns
        .iter()
        .map(|column| own(column).map_or_else(|| format!("t.{column}"), str::to_owned))
        .collect();
    let Table { name, key, whose, .. } = table;
    let columns = columns.join(", ");
    format!(
        "INSERT INTO {name} ({columns}) SELECT {} FROM copy c JOIN {name} t ON t.{key} = c.{whose} ORDER BY c.id",
        read.join(", ")
    )
}

/// Copies on whichever connection there is.
macro_rules! copy_all {
    ($connection:expr, $cases:expr, $columns:expr) => {{
        let mut transaction = $connection.begin().await.expect("a transaction");
        for sql in copies($cases) {
            sqlx::query(AssertSqlSafe(sql)).execute(&mut *transaction).await.expect("copies");
        }
        for table in TABLES {
            let columns = sqlx::query_scalar($columns).bind(table.name).fetch_all(&mut *transaction).await;
            let sql = copy(&table, &columns.expect("columns"));
            sqlx::query(AssertSqlSafe(sql)).execute(&mut *transaction).await.expect("copies");
        }
        transaction.commit().await.expect("copies");
    }};
}

/// Makes the register on SQLite where there is none.
pub async fn make_sqlite(database: &str, file: &Path, cases: u64) {
    if file.exists() {
        return;
    }
    program::demo(database);
    let mut connection = SqliteConnection::connect(database).await.expect("a connection");
    copy_all!(connection, cases, "SELECT name FROM pragma_table_info($1)");
    connection.close().await.expect("a register");
}

/// Makes the register on PostgreSQL where there is none, and returns its address.
pub async fn make_postgres(server: &str, name: &str, cases: u64) -> String {
    let (before, parameters) = server.split_once('?').unwrap_or((server, ""));
    let host = before.rfind('/').map_or(before, |end| &before[..end]);
    let kept = format!("{host}/{name}?{parameters}");
    if let Ok(mut connection) = PgConnection::connect(&kept).await {
        let known: Result<i64, _> =
            sqlx::query_scalar("SELECT count(*) FROM case_row").fetch_one(&mut connection).await;
        if known.is_ok_and(|known| u64::try_from(known).is_ok_and(|known| known >= cases)) {
            return kept;
        }
    }
    let database = Store::create_test_database(server, name).await.expect("a database");
    program::demo(&database);
    let mut connection = PgConnection::connect(&database).await.expect("a connection");
    copy_all!(
        connection,
        cases,
        "SELECT column_name::text FROM information_schema.columns \
         WHERE table_name = $1 AND is_generated = 'NEVER' AND table_schema = 'public'"
    );
    sqlx::query("VACUUM ANALYZE").execute(&mut connection).await.expect("what autovacuum does in time");
    database
}
