//! Accounts and their roles.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{id::AccountId, text::search_key};

use crate::{Connection, OperationTransaction, Store, StoreError, db::on, keys::name_key};

/// An account as stored.
#[derive(Clone)]
pub struct AccountRecord {
    /// Which account.
    pub id: AccountId,
    /// What the user signs in with.
    pub user_name: String,
    /// The user's name.
    pub name: String,
    /// The password's argon2id hash.
    pub password_hash: String,
    /// Whether it may be used.
    pub active: bool,
    /// The first day on which it may be.
    pub active_from: NaiveDate,
    /// Whether it belongs to the demo.
    pub demo: bool,
    /// When its owner chose the password; none for one that was made for them.
    pub password_chosen: Option<DateTime<Utc>>,
    /// Until when a password that was made for its owner lets them in, to choose another; none for a chosen one.
    pub one_time_until: Option<DateTime<Utc>>,
    /// Failed attempts since the last success.
    pub failed_attempts: i64,
    /// Until when it is locked, if it is.
    pub locked_until: Option<DateTime<Utc>>,
}

domain::private_debug!(AccountRecord, id);

/// An account to be made.
#[derive(Clone)]
pub struct NewAccount {
    /// What the user signs in with.
    pub user_name: String,
    /// The user's name.
    pub name: String,
    /// The password's argon2id hash.
    pub password_hash: String,
    /// Whether it belongs to the demo.
    pub demo: bool,
    /// The first day on which it may be used.
    pub active_from: NaiveDate,
    /// Until when the password lets its owner in, to choose another; none for one that is theirs to keep.
    pub one_time_until: Option<DateTime<Utc>>,
}

domain::private_debug!(NewAccount);

#[derive(sqlx::FromRow)]
struct AccountRow {
    id: i64,
    user_name: String,
    name: String,
    password_hash: String,
    active: bool,
    active_from: NaiveDate,
    demo: bool,
    password_chosen: Option<i64>,
    one_time_until: Option<i64>,
    failed_attempts: i64,
    locked_until: Option<i64>,
}

/// An instant as stored.
pub(crate) fn instant(milliseconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}

/// An instant to be stored, where there is one.
fn milliseconds(at: Option<DateTime<Utc>>) -> Option<i64> {
    at.map(|at| at.timestamp_millis())
}

impl From<AccountRow> for AccountRecord {
    fn from(row: AccountRow) -> Self {
        Self {
            id: AccountId(row.id),
            user_name: row.user_name,
            name: row.name,
            password_hash: row.password_hash,
            active: row.active,
            active_from: row.active_from,
            demo: row.demo,
            password_chosen: row.password_chosen.map(instant),
            one_time_until: row.one_time_until.map(instant),
            failed_attempts: row.failed_attempts,
            locked_until: row.locked_until.map(instant),
        }
    }
}

const ACCOUNT: &str = "SELECT id, user_name, name, password_hash, active, active_from, demo, password_chosen, one_time_until, failed_attempts, locked_until \
     FROM account";

impl Connection {
    /// The names of accounts; those that are not there are left out.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn account_names(
        &mut self,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, String>, StoreError> {
        if accounts.is_empty() {
            return Ok(BTreeMap::new());
        }
        let ids: Vec<i64> = accounts.iter().map(|account| account.0).collect();
        let sql = "SELECT id, name FROM account WHERE id IN {ids}";
        let rows: Vec<(i64, String)> = self.rows_of(sql, &ids).await?;
        Ok(rows.into_iter().map(|(id, name)| (AccountId(id), name)).collect())
    }

    /// The account with a user name.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn account(&mut self, user_name: &str) -> Result<Option<AccountRecord>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{ACCOUNT} WHERE user_name = $1"));
        let row: Option<AccountRow> =
            on!(self, c => sqlx::query_as(sql).bind(user_name).fetch_optional(c).await?);
        Ok(row.map(Into::into))
    }

    /// An account.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn account_of(&mut self, account: AccountId) -> Result<Option<AccountRecord>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{ACCOUNT} WHERE id = $1"));
        let row: Option<AccountRow> =
            on!(self, c => sqlx::query_as(sql).bind(account.0).fetch_optional(c).await?);
        Ok(row.map(Into::into))
    }

    /// All accounts by user name.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn accounts(&mut self) -> Result<Vec<AccountRecord>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{ACCOUNT} ORDER BY user_name"));
        let rows: Vec<AccountRow> = on!(self, c => sqlx::query_as(sql).fetch_all(c).await?);
        Ok(rows.into_iter().map(Into::into).collect())
    }
}

/// What becomes of an attempt to sign in, before the password is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// It has been counted: how many there have been since the last success, this one included.
    Counted(i64),
    /// The account is locked until then; nothing has been counted.
    LockedUntil(DateTime<Utc>),
}

impl Store {
    /// Counts an attempt to sign in, unless the account is locked. It is counted before the password is looked at, in one
    /// statement, so that of many attempts at once no more than the allowed ones are looked at.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn count_attempt(&self, account: AccountId, at: DateTime<Utc>) -> Result<Attempt, StoreError> {
        let sql = "UPDATE account SET failed_attempts = failed_attempts + CASE WHEN locked_until > $2 THEN 0 ELSE 1 END \
                   WHERE id = $1 RETURNING failed_attempts, locked_until";
        let mut writer = self.write_aside().await?;
        let (attempts, locked_until): (i64, Option<i64>) = on!(writer, c => sqlx::query_as(sql).bind(account.0).bind(at.timestamp_millis()).fetch_one(c).await?);
        Ok(match locked_until.map(instant).filter(|until| *until > at) {
            Some(until) => Attempt::LockedUntil(until),
            None => Attempt::Counted(attempts),
        })
    }
}

impl OperationTransaction {
    /// Makes an account.
    ///
    /// # Errors
    /// When the database refuses, for instance because the user name is taken.
    pub async fn add_account(&mut self, account: &NewAccount) -> Result<AccountId, StoreError> {
        let sql = "INSERT INTO account (user_name, name, name_search, name_key, password_hash, one_time_until, active, \
                   active_from, demo, failed_attempts) VALUES ($1, $2, $3, $4, $5, $6, true, $8, $7, 0) RETURNING id";
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(&account.user_name).bind(&account.name)
            .bind(search_key(&account.name)).bind(name_key(&account.name))
            .bind(&account.password_hash).bind(milliseconds(account.one_time_until)).bind(account.demo)
            .bind(account.active_from).fetch_one(c).await?);
        Ok(AccountId(id))
    }

    /// Gives an account a password that was made for it, unlocks it and ends its sessions. `one_time_until` says until when it
    /// lets its owner in, to choose another; none for one that is theirs to keep.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_password(
        &mut self,
        account: AccountId,
        password_hash: &str,
        one_time_until: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE account SET password_hash = $2, password_chosen = NULL, one_time_until = $3, failed_attempts = 0, \
                   locked_until = NULL WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(account.0).bind(password_hash).bind(milliseconds(one_time_until))
            .execute(c).await.map(drop)?);
        self.end_invitations(account).await?;
        self.end_sessions(account).await
    }

    /// Keeps the password that the owner of an account has chosen in the place of another; false when that is not its
    /// password any more. Its sessions go on.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn choose_password(
        &mut self,
        account: AccountId,
        (password_hash, in_place_of): (&str, &str),
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        // Whoever knows the password of an account with a second factor is not given more attempts at its codes by that.
        let sql = "UPDATE account SET password_hash = $2, password_chosen = $4, one_time_until = NULL, locked_until = NULL, \
                   failed_attempts = CASE WHEN failed_attempts > 0 AND (EXISTS (SELECT 1 FROM second_factor f \
                   WHERE f.account_id = account.id) OR EXISTS (SELECT 1 FROM passkey p WHERE p.account_id = account.id)) \
                   THEN failed_attempts - 1 ELSE 0 END \
                   WHERE id = $1 AND password_hash = $3 RETURNING id";
        let changed: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(account.0).bind(password_hash)
            .bind(in_place_of).bind(at.timestamp_millis()).fetch_optional(c).await?);
        if changed.is_some() {
            self.end_invitations(account).await?;
        }
        Ok(changed.is_some())
    }

    /// Lets an account be used or not; when not, its sessions and its calendars end.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_active(&mut self, account: AccountId, active: bool) -> Result<(), StoreError> {
        let sql = "UPDATE account SET active = $2 WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(account.0).bind(active).execute(c).await.map(drop)?);
        if active {
            return Ok(());
        }
        self.remove_calendar_feeds_of(account).await?;
        self.end_invitations(account).await?;
        self.end_sessions(account).await
    }

    /// Locks an account until an instant; the counting of attempts begins anew.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn lock_account(&mut self, account: AccountId, until: DateTime<Utc>) -> Result<(), StoreError> {
        let sql = "UPDATE account SET locked_until = $2, failed_attempts = 0 WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(account.0).bind(until.timestamp_millis()).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Forgets the filters that were kept before an instant.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_old_filters(&mut self, kept_before: DateTime<Utc>) -> Result<(), StoreError> {
        let sql = "DELETE FROM filter_token WHERE used < $1";
        on!(self, c => sqlx::query(sql).bind(kept_before.timestamp_millis()).execute(c).await.map(drop)?);
        Ok(())
    }
}
