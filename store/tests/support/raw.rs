//! The database behind the store's back, as a thief or a bad disk reaches it.

use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgConnection, SqliteConnection, postgres::PgConnectOptions,
};

/// What shows every row, as whoever has the password of the owner can ask for.
const EVERYTHING: [(&str, &str); 2] = [("fyren.municipalities", "*"), ("fyren.protected", "on")];

/// Runs a statement.
pub async fn execute(address: &str, sql: &str) -> Result<(), sqlx::Error> {
    if address.starts_with("postgres") {
        let mut connection = postgres(address).await?;
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
        let mut connection = postgres(address).await.unwrap();
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
        let mut connection = postgres(address).await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
    } else {
        let mut connection = sqlite(address).await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
    }
}

/// All that stands in a table, as text.
pub async fn text(address: &str, table: &str) -> String {
    let rows: Vec<String> = if address.starts_with("postgres") {
        let mut connection = postgres(address).await.unwrap();
        let sql = AssertSqlSafe(format!("SELECT t::text FROM {table} t"));
        sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
    } else {
        let mut connection = sqlite(address).await.unwrap();
        let sql = "SELECT name FROM pragma_table_info($1)";
        let columns: Vec<String> =
            sqlx::query_scalar(sql).bind(table).fetch_all(&mut connection).await.unwrap();
        let text =
            |name| format!("CASE typeof({name}) WHEN 'blob' THEN hex({name}) ELSE coalesce({name}, '') END");
        let texts: Vec<String> = columns.iter().map(text).collect();
        let sql = AssertSqlSafe(format!("SELECT {} FROM {table}", texts.join(" || ',' || ")));
        sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
    };
    rows.join("\n")
}

/// The plan that the database makes of a query, line by line. PostgreSQL is told not to read the whole table where it
/// has another way, as it would of so few rows.
pub async fn plan(address: &str, sql: &str) -> Vec<String> {
    if address.starts_with("postgres") {
        let mut connection = postgres(address).await.unwrap();
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

/// A connection to PostgreSQL that is shown every row.
pub async fn postgres(address: &str) -> Result<PgConnection, sqlx::Error> {
    let options: PgConnectOptions = address.parse()?;
    options.options(EVERYTHING).connect().await
}

async fn sqlite(address: &str) -> Result<SqliteConnection, sqlx::Error> {
    let options: sqlx::sqlite::SqliteConnectOptions = address.parse()?;
    options.foreign_keys(false).connect().await
}
