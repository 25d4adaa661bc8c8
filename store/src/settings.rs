//! Named values of the installation.

use crate::{Connection, OperationTransaction, StoreError, db::on};

impl Connection {
    /// A setting.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn setting(&mut self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(
            on!(self, c => sqlx::query_scalar("SELECT value FROM setting WHERE name = $1").bind(name).fetch_optional(c).await?),
        )
    }
}

impl Connection {
    /// Whether the database holds nobody yet: neither people nor users.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn is_empty(&mut self) -> Result<bool, StoreError> {
        let sql =
            "SELECT (SELECT count(*) FROM (SELECT 1 FROM person LIMIT 1) p) + (SELECT count(*) FROM account)";
        let count: i64 = on!(self, c => sqlx::query_scalar(sql).fetch_one(c).await?);
        Ok(count == 0)
    }
}

impl OperationTransaction {
    /// Sets a setting.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_setting(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        on!(self, c => sqlx::query(sql).bind(name).bind(value).execute(c).await.map(drop)?);
        Ok(())
    }
}
