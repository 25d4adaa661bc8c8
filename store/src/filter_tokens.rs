//! Filter values that are personal data: kept here, so that an address need not carry them. They go with old sessions.

use chrono::{DateTime, Utc};
use domain::id::AccountId;

use crate::{Connection, Store, StoreError, accounts::instant, db::on};

/// How many filters an account keeps, and how many drafts; those that nobody has looked for longest go first. Nobody goes
/// back further than that, and no account fills the disk with what it has typed.
pub const MOST_FILTERS: i64 = 100;

/// What is kept under a token. Each has its own room: the drafts of a morning's work do not push out the filter of the list
/// that it is done from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The filter of a list, or a searched text.
    Filter,
    /// A form as it was filled in, and what is told of it.
    Draft,
}

impl Kept {
    const fn code(self) -> &'static str {
        match self {
            Self::Filter => "filter",
            Self::Draft => "draft",
        }
    }
}

impl Connection {
    /// What an account keeps under a token, and when it was last looked for; nobody else's.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn filter_token(
        &mut self,
        account: AccountId,
        token: &str,
    ) -> Result<Option<(String, DateTime<Utc>)>, StoreError> {
        let sql = "SELECT filter, used FROM filter_token WHERE token = $1 AND account_id = $2";
        let found: Option<(String, i64)> =
            on!(self, c => sqlx::query_as(sql).bind(token).bind(account.0).fetch_optional(c).await?);
        Ok(found.map(|(filter, used)| (filter, instant(used))))
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
        (kind, filter): (Kept, &str),
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO filter_token (token, account_id, kind, filter, used) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (token) DO UPDATE SET used = excluded.used";
        let mut writer = self.write_aside().await?;
        on!(writer, c => sqlx::query(sql).bind(token).bind(account.0).bind(kind.code()).bind(filter)
            .bind(at.timestamp_millis()).execute(c).await.map(drop)?);
        let sql = "DELETE FROM filter_token WHERE account_id = $1 AND kind = $2 AND token NOT IN \
                   (SELECT token FROM filter_token WHERE account_id = $1 AND kind = $2 \
                   ORDER BY used DESC, token LIMIT $3)";
        on!(writer, c => sqlx::query(sql).bind(account.0).bind(kind.code()).bind(MOST_FILTERS)
            .execute(c).await.map(drop)?);
        Ok(())
    }

    /// Notes that what is kept under a token has been looked for, so that it is among the latest.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn use_filter(
        &self,
        account: AccountId,
        token: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE filter_token SET used = $3 WHERE token = $1 AND account_id = $2";
        let mut writer = self.write_aside().await?;
        on!(writer, c => sqlx::query(sql).bind(token).bind(account.0).bind(at.timestamp_millis())
            .execute(c).await.map(drop)?);
        Ok(())
    }
}
