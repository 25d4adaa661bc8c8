//! Accounts, their roles and their sessions.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    access::{Role, RoleAssignment},
    id::AccountId,
    language::Named,
    municipality::MunicipalityCode,
    text::search_key,
};

use crate::{
    Connection, OperationTransaction, Store, StoreError,
    db::on,
    keys::name_key,
    policies::{municipality, named},
};

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
    /// Whether it belongs to the demo.
    pub demo: bool,
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
}

domain::private_debug!(NewAccount);

/// A role to be given to an account.
#[derive(Clone, Debug)]
pub struct NewRole {
    /// The role.
    pub role: Role,
    /// The organisation's name.
    pub organisation: String,
    /// The municipalities it reaches.
    pub municipalities: Vec<MunicipalityCode>,
}

/// A session as stored.
#[derive(Clone, Debug)]
pub struct SessionRecord {
    /// Whose.
    pub account: AccountId,
    /// The user's name.
    pub name: String,
    /// Whether the account may still be used.
    pub active: bool,
    /// All roles of the account, in the order of their identities.
    pub roles: Vec<RoleAssignment>,
    /// Which of them is acted in, by its identity.
    pub role_assignment: i64,
    /// When it began.
    pub created: DateTime<Utc>,
    /// When it was last used.
    pub last_seen: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct AccountRow {
    id: i64,
    user_name: String,
    name: String,
    password_hash: String,
    active: bool,
    demo: bool,
    failed_attempts: i64,
    locked_until: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    account_id: i64,
    name: String,
    active: bool,
    role_assignment_id: i64,
    created: i64,
    last_seen: i64,
    #[sqlx(flatten)]
    role: RoleRow,
}

#[derive(sqlx::FromRow)]
struct RoleRow {
    id: i64,
    role: String,
    organisation: String,
    municipality: String,
}

/// An instant as stored.
pub(crate) fn instant(milliseconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}

impl From<AccountRow> for AccountRecord {
    fn from(row: AccountRow) -> Self {
        Self {
            id: AccountId(row.id),
            user_name: row.user_name,
            name: row.name,
            password_hash: row.password_hash,
            active: row.active,
            demo: row.demo,
            failed_attempts: row.failed_attempts,
            locked_until: row.locked_until.map(instant),
        }
    }
}

const ACCOUNT: &str =
    "SELECT id, user_name, name, password_hash, active, demo, failed_attempts, locked_until FROM account";

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

    /// All accounts by user name.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn accounts(&mut self) -> Result<Vec<AccountRecord>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{ACCOUNT} ORDER BY user_name"));
        let rows: Vec<AccountRow> = on!(self, c => sqlx::query_as(sql).fetch_all(c).await?);
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The roles of an account, in the order they were given.
    ///
    /// # Errors
    /// When the database refuses or holds an unknown code.
    pub async fn roles(&mut self, account: AccountId) -> Result<Vec<RoleAssignment>, StoreError> {
        let sql = "SELECT a.id, a.role, a.organisation, m.municipality FROM role_assignment a \
                   JOIN role_municipality m ON m.role_assignment_id = a.id WHERE a.account_id = $1 ORDER BY a.id, m.municipality";
        let rows: Vec<RoleRow> = on!(self, c => sqlx::query_as(sql).bind(account.0).fetch_all(c).await?);
        roles(rows)
    }

    /// The session of a token's hash; of an account without a role there is none.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn session(&mut self, token_hash: &str) -> Result<Option<SessionRecord>, StoreError> {
        // All of it at once, since every request begins here.
        let sql = "SELECT s.account_id, u.name, u.active, s.role_assignment_id, s.created, s.last_seen, \
                   a.id, a.role, a.organisation, m.municipality FROM session s JOIN account u ON u.id = s.account_id \
                   JOIN role_assignment a ON a.account_id = s.account_id \
                   JOIN role_municipality m ON m.role_assignment_id = a.id \
                   WHERE s.token_hash = $1 ORDER BY a.id, m.municipality";
        let rows: Vec<SessionRow> = on!(self, c => sqlx::query_as(sql).bind(token_hash).fetch_all(c).await?);
        let Some(first) = rows.first() else { return Ok(None) };
        Ok(Some(SessionRecord {
            account: AccountId(first.account_id),
            name: first.name.clone(),
            active: first.active,
            role_assignment: first.role_assignment_id,
            created: instant(first.created),
            last_seen: instant(first.last_seen),
            roles: roles(rows.into_iter().map(|row| row.role))?,
        }))
    }
}

/// Roles from their rows, one a municipality, in the order of their identities.
fn roles(rows: impl IntoIterator<Item = RoleRow>) -> Result<Vec<RoleAssignment>, StoreError> {
    let mut roles: Vec<RoleAssignment> = Vec::new();
    for row in rows {
        let code = municipality(&row.municipality)?;
        match roles.last_mut().filter(|role| role.id == row.id) {
            Some(role) => role.municipalities.push(code),
            None => roles.push(RoleAssignment {
                id: row.id,
                role: named("role", &row.role)?,
                organisation: row.organisation,
                municipalities: vec![code],
            }),
        }
    }
    Ok(roles)
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

    /// Notes that a session has been used. Of two notes that overtake each other the later time stands.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn touch_session(&self, token_hash: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        let mut writer = self.write_aside().await?;
        let sql = "UPDATE session SET last_seen = $2 WHERE token_hash = $1 AND last_seen < $2";
        on!(writer, c => sqlx::query(sql).bind(token_hash).bind(at.timestamp_millis()).execute(c).await.map(drop)?);
        Ok(())
    }
}

impl OperationTransaction {
    /// Makes an account with its roles.
    ///
    /// # Errors
    /// When the database refuses, for instance because the user name is taken.
    pub async fn add_account(
        &mut self,
        account: &NewAccount,
        roles: &[NewRole],
    ) -> Result<AccountId, StoreError> {
        let sql = "INSERT INTO account (user_name, name, name_search, name_key, password_hash, active, demo, failed_attempts) \
                   VALUES ($1, $2, $3, $4, $5, true, $6, 0) RETURNING id";
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(&account.user_name).bind(&account.name)
            .bind(search_key(&account.name)).bind(name_key(&account.name))
            .bind(&account.password_hash).bind(account.demo).fetch_one(c).await?);
        for role in roles {
            let sql = "INSERT INTO role_assignment (account_id, role, organisation, organisation_search) \
                       VALUES ($1, $2, $3, $4) RETURNING id";
            let assignment: i64 = on!(self, c => sqlx::query_scalar(sql).bind(id).bind(role.role.code())
                .bind(&role.organisation).bind(search_key(&role.organisation)).fetch_one(c).await?);
            for code in &role.municipalities {
                let sql = "INSERT INTO role_municipality (role_assignment_id, municipality) VALUES ($1, $2)";
                on!(self, c => sqlx::query(sql).bind(assignment).bind(code.as_str()).execute(c).await.map(drop)?);
            }
        }
        Ok(AccountId(id))
    }

    /// Gives an account another password, unlocks it and ends its sessions.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_password(&mut self, account: AccountId, password_hash: &str) -> Result<(), StoreError> {
        let sql =
            "UPDATE account SET password_hash = $2, failed_attempts = 0, locked_until = NULL WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(account.0).bind(password_hash).execute(c).await.map(drop)?);
        self.end_sessions(account).await
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

    /// Begins a session, unless the account has been locked meanwhile; returns whether it has begun.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_session(
        &mut self,
        token_hash: &str,
        account: AccountId,
        role_assignment: i64,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let reset = "UPDATE account SET failed_attempts = 0, locked_until = NULL, last_sign_in = $2 \
                     WHERE id = $1 AND (locked_until IS NULL OR locked_until <= $2) RETURNING id";
        let unlocked: Option<i64> = on!(self, c => sqlx::query_scalar(reset).bind(account.0).bind(at.timestamp_millis())
            .fetch_optional(c).await?);
        if unlocked.is_none() {
            return Ok(false);
        }
        let sql = "INSERT INTO session (token_hash, account_id, role_assignment_id, created, last_seen) VALUES ($1, $2, $3, $4, $4)";
        on!(self, c => sqlx::query(sql).bind(token_hash).bind(account.0).bind(role_assignment).bind(at.timestamp_millis())
            .execute(c).await.map(drop)?);
        Ok(true)
    }

    /// Lets a session act in another role of its account.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn switch_role(&mut self, token_hash: &str, role_assignment: i64) -> Result<(), StoreError> {
        let sql = "UPDATE session SET role_assignment_id = $2 WHERE token_hash = $1";
        on!(self, c => sqlx::query(sql).bind(token_hash).bind(role_assignment).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_session(&mut self, token_hash: &str) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM session WHERE token_hash = $1").bind(token_hash).execute(c).await.map(drop)?);
        Ok(())
    }

    async fn end_sessions(&mut self, account: AccountId) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM session WHERE account_id = $1").bind(account.0).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Ends sessions that have not been used since an instant or began before another.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_old_sessions(
        &mut self,
        unused_since: DateTime<Utc>,
        begun_before: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM session WHERE last_seen < $1 OR created < $2";
        on!(self, c => sqlx::query(sql).bind(unused_since.timestamp_millis()).bind(begun_before.timestamp_millis())
            .execute(c).await.map(drop)?);
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
