//! The database behind the store's back, as a thief or a bad disk reaches it.

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, SqliteConnection};

/// Runs a statement.
pub async fn execute(address: &str, sql: &str) -> Result<(), sqlx::Error> {
    if address.starts_with("postgres") {
        let mut connection = PgConnection::connect(address).await?;
        sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await?;
        connection.close().await
    } else {
        let mut connection = sqlite(address).await?;
        sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await?;
        connection.close().await
    }
}

/// A column of bytes.
pub async fn bytes(address: &str, sql: &str) -> Vec<Vec<u8>> {
    let sql = AssertSqlSafe(sql.to_owned());
    if address.starts_with("postgres") {
        let mut connection = PgConnection::connect(address).await.unwrap();
        sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
    } else {
        let mut connection = sqlite(address).await.unwrap();
        sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
    }
}

/// A number.
pub async fn count(address: &str, sql: &str) -> i64 {
    let sql = AssertSqlSafe(sql.to_owned());
    if address.starts_with("postgres") {
        let mut connection = PgConnection::connect(address).await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
    } else {
        let mut connection = sqlite(address).await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
    }
}

/// The plan that the database makes of a query, line by line. PostgreSQL is told not to read the whole table where it
/// has another way, as it would of so few rows.
pub async fn plan(address: &str, sql: &str) -> Vec<String> {
    if address.starts_with("postgres") {
        let mut connection = PgConnection::connect(address).await.unwrap();
        sqlx::query("SET enable_seqscan = off").execute(&mut connection).await.unwrap();
        let sql = AssertSqlSafe(format!("EXPLAIN {sql}"));
        sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
    } else {
        let mut connection = sqlite(address).await.unwrap();
        let sql = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let lines: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
        lines.into_iter().map(|(.., detail)| detail).collect()
    }
}

async fn sqlite(address: &str) -> Result<SqliteConnection, sqlx::Error> {
    let options: sqlx::sqlite::SqliteConnectOptions = address.parse()?;
    options.foreign_keys(false).connect().await
}
