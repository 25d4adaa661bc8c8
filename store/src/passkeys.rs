//! Passkeys and what they have been asked to sign. A passkey's private half is nowhere but with its owner.

use chrono::{DateTime, Utc};
use domain::id::{AccountId, PasskeyId};

use crate::{Connection, OperationTransaction, Store, StoreError, accounts::instant, db::on};

/// A passkey of an account.
#[derive(Clone)]
pub struct PasskeyRecord {
    /// Which one.
    pub id: PasskeyId,
    /// Whose.
    pub account: AccountId,
    /// How the authenticator knows it, in hexadecimal.
    pub credential_id: String,
    /// How the authenticator knows its owner, in hexadecimal.
    pub user_handle: String,
    /// What its owner calls it.
    pub name: String,
    /// The public key and the counter.
    pub kept: String,
    /// When it was added.
    pub created: DateTime<Utc>,
    /// When it was last used to sign in.
    pub last_used: Option<DateTime<Utc>>,
}

domain::private_debug!(PasskeyRecord, id);

/// A passkey that is added.
pub struct NewPasskey<'a> {
    /// How the authenticator knows it, in hexadecimal.
    pub credential_id: &'a str,
    /// How the authenticator knows its owner, in hexadecimal.
    pub user_handle: &'a str,
    /// What its owner calls it.
    pub name: &'a str,
    /// The public key and the counter.
    pub kept: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a passkey has been asked to sign.
#[derive(Clone)]
pub struct PasskeyChallenge {
    /// What for.
    pub purpose: String,
    /// What the passkey is to be called that is being added; empty where none is.
    pub name: String,
    /// What the browser is told.
    pub options: String,
    /// What its answer is compared with.
    pub state: String,
}

domain::private_debug!(PasskeyChallenge, purpose);

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    account_id: i64,
    credential_id: String,
    user_handle: String,
    name: String,
    kept: String,
    created: i64,
    last_used: Option<i64>,
}

impl From<Row> for PasskeyRecord {
    fn from(row: Row) -> Self {
        Self {
            id: PasskeyId(row.id),
            account: AccountId(row.account_id),
            credential_id: row.credential_id,
            user_handle: row.user_handle,
            name: row.name,
            kept: row.kept,
            created: instant(row.created),
            last_used: row.last_used.map(instant),
        }
    }
}

#[derive(sqlx::FromRow)]
struct ChallengeRow {
    purpose: String,
    name: String,
    options: String,
    state: String,
}

impl From<ChallengeRow> for PasskeyChallenge {
    fn from(row: ChallengeRow) -> Self {
        Self { purpose: row.purpose, name: row.name, options: row.options, state: row.state }
    }
}

impl Connection {
    /// The passkeys of an account, the one that was added first first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn passkeys_of(&mut self, account: AccountId) -> Result<Vec<PasskeyRecord>, StoreError> {
        let sql = "SELECT id, account_id, credential_id, user_handle, name, kept, created, last_used FROM passkey \
                   WHERE account_id = $1 ORDER BY id";
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(sql).bind(account.0).fetch_all(c).await?);
        Ok(rows.into_iter().map(PasskeyRecord::from).collect())
    }

    /// Whether an account has passkeys.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn has_passkeys(&mut self, account: AccountId) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM passkey WHERE account_id = $1)";
        Ok(on!(self, c => sqlx::query_scalar(sql).bind(account.0).fetch_one(c).await?))
    }

    /// The passkey that authenticators know by an identity, whosever it is.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn passkey(&mut self, credential_id: &str) -> Result<Option<PasskeyRecord>, StoreError> {
        let sql = "SELECT id, account_id, credential_id, user_handle, name, kept, created, last_used FROM passkey \
                   WHERE credential_id = $1";
        let row: Option<Row> =
            on!(self, c => sqlx::query_as(sql).bind(credential_id).fetch_optional(c).await?);
        Ok(row.map(PasskeyRecord::from))
    }

    /// What has been asked of a passkey for a purpose in a browser, if that was no earlier than an instant. It is not taken.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn passkey_challenge(
        &mut self,
        (holder_hash, purpose): (&str, &str),
        begun_since: DateTime<Utc>,
    ) -> Result<Option<PasskeyChallenge>, StoreError> {
        let sql = "SELECT purpose, name, options, state FROM passkey_challenge \
                   WHERE holder_hash = $1 AND purpose = $2 AND begun >= $3";
        let row: Option<ChallengeRow> = on!(self, c => sqlx::query_as(sql).bind(holder_hash).bind(purpose)
            .bind(begun_since.timestamp_millis()).fetch_optional(c).await?);
        Ok(row.map(PasskeyChallenge::from))
    }

    async fn write_challenge(
        &mut self,
        holder_hash: &str,
        challenge: &PasskeyChallenge,
        at: DateTime<Utc>,
        forgotten_before: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let old = "DELETE FROM passkey_challenge WHERE begun < $1";
        on!(self, c => sqlx::query(old).bind(forgotten_before.timestamp_millis()).execute(c).await.map(drop)?);
        let sql = "INSERT INTO passkey_challenge (holder_hash, purpose, name, options, state, begun) \
                   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (holder_hash) DO UPDATE SET purpose = excluded.purpose, \
                   name = excluded.name, options = excluded.options, state = excluded.state, begun = excluded.begun";
        on!(self, c => sqlx::query(sql).bind(holder_hash).bind(&challenge.purpose).bind(&challenge.name)
            .bind(&challenge.options).bind(&challenge.state).bind(at.timestamp_millis()).execute(c).await.map(drop)?);
        Ok(())
    }
}

impl Store {
    /// Keeps what is asked of a passkey in a browser, in the place of what was. What was asked before an instant goes.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn ask_passkey(
        &self,
        holder_hash: &str,
        challenge: &PasskeyChallenge,
        at: DateTime<Utc>,
        forgotten_before: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut writer = self.write_aside().await?;
        writer.write_challenge(holder_hash, challenge, at, forgotten_before).await
    }

    /// Takes what has been asked of a passkey for a purpose in a browser, no earlier than an instant: whoever comes second finds
    /// nothing.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_passkey_challenge(
        &self,
        (holder_hash, purpose): (&str, &str),
        begun_since: DateTime<Utc>,
    ) -> Result<Option<PasskeyChallenge>, StoreError> {
        let mut writer = self.write_aside().await?;
        let sql = "DELETE FROM passkey_challenge WHERE holder_hash = $1 AND purpose = $2 AND begun >= $3 \
                   RETURNING purpose, name, options, state";
        let row: Option<ChallengeRow> = on!(writer, c => sqlx::query_as(sql).bind(holder_hash).bind(purpose)
            .bind(begun_since.timestamp_millis()).fetch_optional(c).await?);
        Ok(row.map(PasskeyChallenge::from))
    }
}

impl OperationTransaction {
    /// As [`Store::ask_passkey`], in a change that the journal tells.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_passkey(
        &mut self,
        holder_hash: &str,
        challenge: &PasskeyChallenge,
        at: DateTime<Utc>,
        forgotten_before: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.write_challenge(holder_hash, challenge, at, forgotten_before).await
    }

    /// Gives an account a passkey; `None` when an account has it already.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_passkey(
        &mut self,
        account: AccountId,
        new: NewPasskey<'_>,
    ) -> Result<Option<PasskeyId>, StoreError> {
        let sql = "INSERT INTO passkey (account_id, credential_id, user_handle, name, kept, created) \
                   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (credential_id) DO NOTHING RETURNING id";
        let id: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(account.0).bind(new.credential_id)
            .bind(new.user_handle).bind(new.name).bind(new.kept).bind(new.at.timestamp_millis())
            .fetch_optional(c).await?);
        Ok(id.map(PasskeyId))
    }

    /// Notes that a passkey has signed, and how far it has counted; false when it has been removed, or has signed something else
    /// meanwhile and what was compared with is not what is kept any more.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn use_passkey(
        &mut self,
        id: PasskeyId,
        (before, after): (&str, &str),
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE passkey SET kept = $3, last_used = $4 WHERE id = $1 AND kept = $2 RETURNING id";
        let used: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(id.0).bind(before).bind(after)
            .bind(at.timestamp_millis()).fetch_optional(c).await?);
        Ok(used.is_some())
    }

    /// Takes a passkey of an account away; false when it has no such.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_passkey(&mut self, account: AccountId, id: PasskeyId) -> Result<bool, StoreError> {
        let sql = "DELETE FROM passkey WHERE account_id = $1 AND id = $2 RETURNING id";
        let removed: Option<i64> =
            on!(self, c => sqlx::query_scalar(sql).bind(account.0).bind(id.0).fetch_optional(c).await?);
        Ok(removed.is_some())
    }

    /// Takes all passkeys of an account away, and returns how many that were.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_passkeys(&mut self, account: AccountId) -> Result<u64, StoreError> {
        let sql = "DELETE FROM passkey WHERE account_id = $1";
        Ok(on!(self, c => sqlx::query(sql).bind(account.0).execute(c).await?.rows_affected()))
    }
}
