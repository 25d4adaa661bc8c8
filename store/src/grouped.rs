//! Rows that belong to people, cases or the like, read for many of them at once.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, FromRow, postgres::PgRow, sqlite::SqliteRow};

use crate::{Connection, StoreError, db::on, dialect::json_integers};

/// A row that either database can give.
pub(crate) trait Row:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

impl<R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin> Row for R {}

impl Connection {
    /// The rows of a query about identities, which stand in it as `{ids}`.
    pub(crate) async fn rows_of<R: Row>(&mut self, sql: &str, ids: &[i64]) -> Result<Vec<R>, StoreError> {
        let sql = sql.replace("{ids}", &self.database().integers("$1"));
        let ids = json_integers(ids.iter().copied());
        Ok(on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(ids).fetch_all(c).await?))
    }

    /// What such rows tell, by the identity they belong to and in the order of the query.
    pub(crate) async fn grouped<R: Row, T>(
        &mut self,
        sql: &str,
        ids: &[i64],
        told: impl Fn(R) -> Result<(i64, T), StoreError>,
    ) -> Result<BTreeMap<i64, Vec<T>>, StoreError> {
        let mut groups = BTreeMap::<i64, Vec<T>>::new();
        for row in self.rows_of::<R>(sql, ids).await? {
            let (of, what) = told(row)?;
            groups.entry(of).or_default().push(what);
        }
        Ok(groups)
    }
}
