//! Making others wait, so that what happens at the same time happens in a known order.

use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{database::TestDatabase, raw};

/// How long a story waits for somebody who ought to be waiting.
const LONGEST: Duration = Duration::from_secs(30);

/// Whether others can be made to wait.
pub fn is_postgres(database: &TestDatabase) -> bool {
    database.address.starts_with("postgres")
}

/// Goes on once so many wait for a lock. On SQLite nobody is seen to wait.
pub async fn until_waiting(database: &TestDatabase, how_many: i64) {
    if !is_postgres(database) {
        return;
    }
    let sql = "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted \
               AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())";
    let waiting = async { while raw::count(&database.address, sql).await < how_many {} };
    tokio::time::timeout(LONGEST, waiting).await.expect("somebody waits");
}

/// On PostgreSQL, whoever reads a row of a view waits until this ends. On SQLite nobody does.
pub struct Pause(Option<PgConnection>);

impl Pause {
    /// Of a view that has no conditions of its own.
    pub async fn of(database: &TestDatabase, view: &str) -> Self {
        if !is_postgres(database) {
            return Self(None);
        }
        let mut connection = raw::postgres(&database.address).await.unwrap();
        let read = AssertSqlSafe(format!("SELECT pg_get_viewdef('{view}')"));
        let definition: String = sqlx::query_scalar(read).fetch_one(&mut connection).await.unwrap();
        let definition = definition.trim_end_matches(';');
        for sql in [
            "CREATE FUNCTION pause() RETURNS boolean LANGUAGE plpgsql AS \
             $$ BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN true; END $$"
                .to_owned(),
            format!("CREATE OR REPLACE VIEW {view} AS {definition} WHERE pause()"),
            "SELECT pg_advisory_lock(4711)".to_owned(),
        ] {
            sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        }
        Self(Some(connection))
    }

    /// Of a table.
    pub async fn of_table(database: &TestDatabase, table: &str) -> Self {
        if !is_postgres(database) {
            return Self(None);
        }
        let mut connection = raw::postgres(&database.address).await.unwrap();
        for sql in ["BEGIN".to_owned(), format!("LOCK TABLE {table}")] {
            sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        }
        Self(Some(connection))
    }

    /// Changes the table, and then lets everybody go on.
    pub async fn end_with(self, sql: &str) {
        if let Some(mut connection) = self.0 {
            for sql in [sql, "COMMIT"] {
                sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
            }
            connection.close().await.unwrap();
        }
    }

    /// Lets everybody go on.
    pub async fn end(self) {
        if let Some(connection) = self.0 {
            connection.close().await.unwrap();
        }
    }
}
