//! Forms that have been posted, so that what they ask for is done once.

use chrono::{DateTime, TimeDelta, Utc};
use domain::id::AccountId;

use crate::{OperationTransaction, StoreError, db::on};

/// How long it is remembered. Who posts a form once more later than that has gone back to it to do so.
const REMEMBERED: TimeDelta = TimeDelta::days(2);

impl OperationTransaction {
    /// Notes that a form of an account has been posted, and returns whether that is so for the first time. It holds once the
    /// transaction does; another that notes the same meanwhile waits for it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn is_posted_first(
        &mut self,
        account: AccountId,
        token: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let forgotten = (at - REMEMBERED).timestamp_millis();
        on!(self, c => sqlx::query("DELETE FROM posted_form WHERE account_id = $1 AND at < $2")
            .bind(account.0).bind(forgotten).execute(c).await.map(drop)?);
        let sql =
            "INSERT INTO posted_form (account_id, token, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        let noted = on!(self, c => sqlx::query(sql).bind(account.0).bind(token).bind(at.timestamp_millis())
            .execute(c).await?.rows_affected());
        Ok(noted > 0)
    }
}
