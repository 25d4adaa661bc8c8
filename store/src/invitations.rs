//! Invitations: links with which somebody chooses a password of their own, once.

use chrono::{DateTime, Utc};
use domain::id::AccountId;

use crate::{Connection, OperationTransaction, StoreError, db::on};

impl Connection {
    /// Whom an invitation is for that lasts beyond an instant, by the hash of its token.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn invited(
        &mut self,
        token_hash: &str,
        at: DateTime<Utc>,
    ) -> Result<Option<AccountId>, StoreError> {
        let sql = "SELECT account_id FROM invitation WHERE token_hash = $1 AND until > $2";
        let account: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(token_hash).bind(at.timestamp_millis()).fetch_optional(c).await?);
        Ok(account.map(AccountId))
    }
}

impl OperationTransaction {
    /// Keeps an invitation of an account in the place of any other of it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn invite(
        &mut self,
        account: AccountId,
        token_hash: &str,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.end_invitations(account).await?;
        let sql = "INSERT INTO invitation (token_hash, account_id, until) VALUES ($1, $2, $3)";
        on!(self, c => sqlx::query(sql).bind(token_hash).bind(account.0).bind(until.timestamp_millis())
            .execute(c).await.map(drop)?);
        Ok(())
    }

    /// Takes an invitation that lasts beyond an instant, once; whoever comes second finds none.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_invitation(
        &mut self,
        token_hash: &str,
        at: DateTime<Utc>,
    ) -> Result<Option<AccountId>, StoreError> {
        let sql = "DELETE FROM invitation WHERE token_hash = $1 AND until > $2 RETURNING account_id";
        let account: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(token_hash).bind(at.timestamp_millis()).fetch_optional(c).await?);
        Ok(account.map(AccountId))
    }

    /// Ends the invitations of an account.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_invitations(&mut self, account: AccountId) -> Result<(), StoreError> {
        let sql = "DELETE FROM invitation WHERE account_id = $1";
        on!(self, c => sqlx::query(sql).bind(account.0).execute(c).await.map(drop)?);
        Ok(())
    }
}
