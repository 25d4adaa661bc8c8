//! The rows that users have chosen in lists, frozen under tokens. They go with old sessions.

use chrono::{DateTime, Utc};
use domain::{
    id::AccountId,
    list::selection::{pack, unpack},
};

use crate::{Connection, OperationTransaction, Store, StoreError, accounts::instant, db::on};

/// How many selections an account keeps at most; older ones go.
const MOST: i64 = 50;

/// A selection, without its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectionRecord {
    /// Of which list, by its code.
    pub list: String,
    /// How many rows.
    pub size: u64,
    /// When it was taken.
    pub taken: DateTime<Utc>,
}

/// The identities that a column of packed ones holds.
pub(crate) fn unpacked(packed: &[u8]) -> Result<Vec<i64>, StoreError> {
    unpack(packed).ok_or_else(|| StoreError::Inconsistent("the rows of a selection".to_owned()))
}

pub(crate) fn stored(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Connection {
    /// What an account has chosen under a token; nobody else's.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn selection(
        &mut self,
        account: AccountId,
        token: &str,
    ) -> Result<Option<SelectionRecord>, StoreError> {
        let sql = "SELECT list, size, taken FROM selection WHERE token = $1 AND account_id = $2";
        let row: Option<(String, i64, i64)> =
            on!(self, c => sqlx::query_as(sql).bind(token).bind(account.0).fetch_optional(c).await?);
        Ok(row.map(|(list, size, taken)| SelectionRecord {
            list,
            size: size.unsigned_abs(),
            taken: instant(taken),
        }))
    }

    /// The rows that an account has chosen under a token, in the order of their identities.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn selected_rows(
        &mut self,
        account: AccountId,
        token: &str,
    ) -> Result<Option<Vec<i64>>, StoreError> {
        let sql = "SELECT packed FROM selection WHERE token = $1 AND account_id = $2";
        let packed: Option<Vec<u8>> =
            on!(self, c => sqlx::query_scalar(sql).bind(token).bind(account.0).fetch_optional(c).await?);
        packed.map(|packed| unpacked(&packed)).transpose()
    }
}

impl Store {
    /// Keeps rows of a list under a token and returns how many different ones they are. It is no change of the register,
    /// so the journal does not tell of it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn keep_selection(
        &self,
        account: AccountId,
        token: &str,
        list: &str,
        mut rows: Vec<i64>,
        at: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        rows.sort_unstable();
        rows.dedup();
        let size = stored(rows.len());
        let sql = "INSERT INTO selection (token, account_id, list, size, packed, taken) VALUES ($1, $2, $3, $4, $5, $6)";
        let mut writer = self.write_aside().await?;
        on!(writer, c => sqlx::query(sql).bind(token).bind(account.0).bind(list).bind(size).bind(pack(rows))
            .bind(at.timestamp_millis()).execute(c).await.map(drop)?);
        let sql = "DELETE FROM selection WHERE account_id = $1 AND token NOT IN \
                   (SELECT token FROM selection WHERE account_id = $1 ORDER BY taken DESC, token LIMIT $2)";
        on!(writer, c => sqlx::query(sql).bind(account.0).bind(MOST).execute(c).await.map(drop)?);
        Ok(size.unsigned_abs())
    }
}

impl OperationTransaction {
    /// Forgets the selections that were taken before an instant.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_old_selections(&mut self, taken_before: DateTime<Utc>) -> Result<(), StoreError> {
        let sql = "DELETE FROM selection WHERE taken < $1";
        on!(self, c => sqlx::query(sql).bind(taken_before.timestamp_millis()).execute(c).await.map(drop)?);
        Ok(())
    }
}
