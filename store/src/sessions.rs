//! The sessions of accounts.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::RoleAssignment,
    id::{AccountId, GrantId, SessionId},
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, Store, StoreError,
    access::{WORKING_JOINS, WorkingRow, acting, holds, working_columns},
    accounts::instant,
    db::on,
};

/// A session as stored.
#[derive(Clone, Debug)]
pub struct SessionRecord {
    /// Whose.
    pub account: AccountId,
    /// The user's name.
    pub name: String,
    /// Whether the account may still be used.
    pub active: bool,
    /// Until when its password lets its owner in, to choose another; none for one that is theirs.
    pub one_time_until: Option<DateTime<Utc>>,
    /// Whether the account has a second factor, of whichever kind.
    pub has_second_factor: bool,
    /// Whether a provider has said who the user is.
    pub by_provider: bool,
    /// What the account acts in, in the order in which it was given.
    pub roles: Vec<RoleAssignment>,
    /// Which of them is acted in, by its grant.
    pub acting_in: GrantId,
    /// When it began.
    pub created: DateTime<Utc>,
    /// When it was last used.
    pub last_seen: DateTime<Utc>,
}

/// A session of somebody who has given their password and has yet to answer with a code. It is none in any other sense.
#[derive(Clone)]
pub struct HalfSession {
    /// Whose.
    pub account: AccountId,
    /// The user's name.
    pub name: String,
    /// When it began.
    pub created: DateTime<Utc>,
    /// Which role it will act in, by its identity.
    pub acting_in: GrantId,
    /// How many codes have been tried.
    pub codes_tried: i64,
}

domain::private_debug!(HalfSession, account);

/// From where somebody signs in: what the browser calls itself, and its address.
#[derive(Clone, Copy)]
pub struct CameFrom<'a> {
    /// What the browser calls itself.
    pub browser: &'a str,
    /// The address that it asks from.
    pub address: &'a str,
}

/// A session as its owner sees it.
#[derive(Clone)]
pub struct OwnSession {
    /// Which one.
    pub id: SessionId,
    /// The hash of its token.
    pub token_hash: String,
    /// When it began.
    pub created: DateTime<Utc>,
    /// When it was last used.
    pub last_seen: DateTime<Utc>,
    /// What its browser called itself.
    pub browser: String,
    /// The address that it came from.
    pub address: String,
}

domain::private_debug!(OwnSession, id);

#[derive(sqlx::FromRow)]
struct SessionRow {
    account_id: i64,
    name: String,
    active: bool,
    one_time_until: Option<i64>,
    has_second_factor: bool,
    by_provider: bool,
    acting_in: i64,
    created: i64,
    last_seen: i64,
    #[sqlx(flatten)]
    working: WorkingRow,
}

#[derive(sqlx::FromRow)]
struct OwnSessionRow {
    id: i64,
    token_hash: String,
    created: i64,
    last_seen: i64,
    browser: String,
    address: String,
}

impl Connection {
    /// The session of a token's hash, with what its account acts in on a day; of an account that acts in nothing there is none,
    /// and one that awaits a code is none.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn session(
        &mut self,
        token_hash: &str,
        day: NaiveDate,
    ) -> Result<Option<SessionRecord>, StoreError> {
        // All of it at once, since every request begins here.
        let sql = format!(
            "SELECT s.account_id, w.name, w.active, w.one_time_until, f.account_id IS NOT NULL OR EXISTS (SELECT 1 FROM passkey p \
             WHERE p.account_id = s.account_id) AS has_second_factor, s.grant_id AS acting_in, \
             s.by_provider, s.created, s.last_seen, {} FROM session s JOIN access_grant g ON g.account_id = s.account_id {WORKING_JOINS} \
             LEFT JOIN second_factor f ON f.account_id = s.account_id \
             WHERE s.token_hash = $1 AND NOT s.awaits_code AND {} ORDER BY g.id",
            working_columns("$2"),
            holds("$2")
        );
        let rows: Vec<SessionRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(token_hash).bind(day).fetch_all(c).await?);
        let Some(first) = rows.first() else { return Ok(None) };
        Ok(Some(SessionRecord {
            account: AccountId(first.account_id),
            name: first.name.clone(),
            active: first.active,
            one_time_until: first.one_time_until.map(instant),
            has_second_factor: first.has_second_factor,
            by_provider: first.by_provider,
            acting_in: GrantId(first.acting_in),
            created: instant(first.created),
            last_seen: instant(first.last_seen),
            roles: acting(rows.into_iter().map(|row| row.working))?,
        }))
    }

    /// The session of a token's hash that awaits a code, of an account that may be used.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn half_session(&mut self, token_hash: &str) -> Result<Option<HalfSession>, StoreError> {
        let sql = "SELECT s.account_id, u.name, s.created, s.grant_id, s.codes_tried FROM session s \
                   JOIN account u ON u.id = s.account_id WHERE s.token_hash = $1 AND s.awaits_code AND u.active";
        let found: Option<(i64, String, i64, i64, i64)> =
            on!(self, c => sqlx::query_as(sql).bind(token_hash).fetch_optional(c).await?);
        Ok(found.map(|(account, name, created, acting_in, codes_tried)| HalfSession {
            account: AccountId(account),
            name,
            created: instant(created),
            acting_in: GrantId(acting_in),
            codes_tried,
        }))
    }

    /// The sessions of an account that are not too old, the one that was used last first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn sessions_of(
        &mut self,
        account: AccountId,
        used_since: DateTime<Utc>,
        begun_since: DateTime<Utc>,
    ) -> Result<Vec<OwnSession>, StoreError> {
        let sql = "SELECT id, token_hash, created, last_seen, browser, address FROM session \
                   WHERE account_id = $1 AND NOT awaits_code AND last_seen >= $2 AND created >= $3 ORDER BY last_seen DESC, id DESC";
        let rows: Vec<OwnSessionRow> = on!(self, c => sqlx::query_as(sql).bind(account.0).bind(used_since.timestamp_millis())
            .bind(begun_since.timestamp_millis()).fetch_all(c).await?);
        let own = |row: OwnSessionRow| OwnSession {
            id: SessionId(row.id),
            token_hash: row.token_hash,
            created: instant(row.created),
            last_seen: instant(row.last_seen),
            browser: row.browser,
            address: row.address,
        };
        Ok(rows.into_iter().map(own).collect())
    }
}

impl Store {
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
    /// Begins a session, unless the account has been locked meanwhile; returns whether it has begun.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_session(
        &mut self,
        token_hash: &str,
        account: AccountId,
        acting_in: GrantId,
        from: CameFrom<'_>,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let reset = "UPDATE account SET failed_attempts = 0, locked_until = NULL, last_sign_in = $2 \
                     WHERE id = $1 AND (locked_until IS NULL OR locked_until <= $2) RETURNING id";
        let unlocked: Option<i64> = on!(self, c => sqlx::query_scalar(reset).bind(account.0).bind(at.timestamp_millis())
            .fetch_optional(c).await?);
        if unlocked.is_none() {
            return Ok(false);
        }
        self.insert_session(token_hash, account, acting_in, (from, false), at).await?;
        Ok(true)
    }

    /// Begins a session that awaits a code, unless the account has been locked meanwhile; returns whether it has begun. The
    /// attempt that led to it is no longer counted, and those before it are, until the code is right.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_half_session(
        &mut self,
        token_hash: &str,
        account: AccountId,
        acting_in: GrantId,
        from: CameFrom<'_>,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        if !self.uncount_attempt(account, at).await? {
            return Ok(false);
        }
        self.insert_session(token_hash, account, acting_in, (from, true), at).await?;
        Ok(true)
    }

    /// Begins a session of somebody who a provider has said who they are, unless the account has been locked meanwhile; returns
    /// whether it has begun.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_provider_session(
        &mut self,
        token_hash: &str,
        account: AccountId,
        acting_in: GrantId,
        from: CameFrom<'_>,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        if !self.begin_session(token_hash, account, acting_in, from, at).await? {
            return Ok(false);
        }
        let sql = "UPDATE session SET by_provider = true WHERE token_hash = $1";
        on!(self, c => sqlx::query(sql).bind(token_hash).execute(c).await.map(drop)?);
        Ok(true)
    }

    async fn insert_session(
        &mut self,
        token_hash: &str,
        account: AccountId,
        acting_in: GrantId,
        (from, awaits_code): (CameFrom<'_>, bool),
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO session (token_hash, account_id, grant_id, created, last_seen, browser, address, \
                   awaits_code, codes_tried, by_provider) VALUES ($1, $2, $3, $4, $4, $5, $6, $7, 0, false)";
        on!(self, c => sqlx::query(sql).bind(token_hash).bind(account.0).bind(acting_in.0).bind(at.timestamp_millis())
            .bind(from.browser).bind(from.address).bind(awaits_code).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Makes a session whole that awaited a code, under another token, unless it has ended or the account has been locked
    /// meanwhile; returns whether it was made whole.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn complete_session(
        &mut self,
        token_hash: &str,
        renewed: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE session SET token_hash = $2, awaits_code = false, last_seen = $3 \
                   WHERE token_hash = $1 AND awaits_code RETURNING account_id";
        let account: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(token_hash).bind(renewed)
            .bind(at.timestamp_millis()).fetch_optional(c).await?);
        let Some(account) = account else { return Ok(false) };
        let reset = "UPDATE account SET failed_attempts = 0, locked_until = NULL, last_sign_in = $2 \
                     WHERE id = $1 AND (locked_until IS NULL OR locked_until <= $2) RETURNING id";
        let unlocked: Option<i64> = on!(self, c => sqlx::query_scalar(reset).bind(account).bind(at.timestamp_millis())
            .fetch_optional(c).await?);
        Ok(unlocked.is_some())
    }

    /// Takes back that an attempt was counted, which was right; those before it stay counted. False when the account has been
    /// locked meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn uncount_attempt(
        &mut self,
        account: AccountId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE account SET failed_attempts = CASE WHEN failed_attempts > 0 THEN failed_attempts - 1 ELSE 0 END \
                   WHERE id = $1 AND (locked_until IS NULL OR locked_until <= $2) RETURNING id";
        let unlocked: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(account.0).bind(at.timestamp_millis())
            .fetch_optional(c).await?);
        Ok(unlocked.is_some())
    }

    /// Lets a session act in another role of its account.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn switch_role(&mut self, token_hash: &str, acting_in: GrantId) -> Result<(), StoreError> {
        let sql = "UPDATE session SET grant_id = $2 WHERE token_hash = $1";
        on!(self, c => sqlx::query(sql).bind(token_hash).bind(acting_in.0).execute(c).await.map(drop)?);
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

    /// Ends one of the sessions of an account; false when it has no such session.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_session_of(
        &mut self,
        account: AccountId,
        session: SessionId,
    ) -> Result<bool, StoreError> {
        let sql = "DELETE FROM session WHERE account_id = $1 AND id = $2 RETURNING id";
        let ended: Option<i64> =
            on!(self, c => sqlx::query_scalar(sql).bind(account.0).bind(session.0).fetch_optional(c).await?);
        Ok(ended.is_some())
    }

    /// Ends all sessions of an account but one, and returns how many that were.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_other_sessions(
        &mut self,
        account: AccountId,
        token_hash: &str,
    ) -> Result<u64, StoreError> {
        let sql = "DELETE FROM session WHERE account_id = $1 AND token_hash <> $2";
        Ok(
            on!(self, c => sqlx::query(sql).bind(account.0).bind(token_hash).execute(c).await?.rows_affected()),
        )
    }

    /// Gives a session another token.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn renew_session(&mut self, token_hash: &str, renewed: &str) -> Result<(), StoreError> {
        let sql = "UPDATE session SET token_hash = $2 WHERE token_hash = $1";
        on!(self, c => sqlx::query(sql).bind(token_hash).bind(renewed).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Ends all sessions of an account.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_sessions(&mut self, account: AccountId) -> Result<(), StoreError> {
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
}
