//! Filter values that are personal data: kept here, so that an address need not carry them. They go with old sessions.

use chrono::{DateTime, Utc};
use domain::id::AccountId;

use crate::{Connection, Store, StoreError, db::on};

impl Connection {
    /// The filter that an account keeps under a token; nobody else's.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn filter_token(
        &mut self,
        account: AccountId,
        token: &str,
    ) -> Result<Option<String>, StoreError> {
        let sql = "SELECT filter FROM filter_token WHERE token = $1 AND account_id = $2";
        Ok(on!(self, c => sqlx::query_scalar(sql).bind(token).bind(account.0).fetch_optional(c).await?))
    }
}

impl Store {
    /// Keeps a filter under a token. It is no change of the register, so the journal does not tell of it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn keep_filter(
        &self,
        account: AccountId,
        token: &str,
        filter: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO filter_token (token, account_id, filter, created) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (token) DO UPDATE SET created = excluded.created";
        let mut writer = self.write_aside().await?;
        on!(writer, c => sqlx::query(sql).bind(token).bind(account.0).bind(filter).bind(at.timestamp_millis())
            .execute(c).await.map(drop)?);
        Ok(())
    }
}
