//! Second factors and recovery codes. The secrets are sealed before they come here, and only hashes of recovery codes do.

use chrono::{DateTime, Utc};
use domain::id::AccountId;

use crate::{Connection, OperationTransaction, Store, StoreError, accounts::instant, db::on};

/// The second factor of an account.
#[derive(Clone)]
pub struct SecondFactorRecord {
    /// The secret, sealed.
    pub sealed: Vec<u8>,
    /// When its first code confirmed it.
    pub confirmed: DateTime<Utc>,
    /// The step of the latest code that was accepted.
    pub last_step: u64,
}

domain::private_debug!(SecondFactorRecord, confirmed);

/// A second factor that its first code has confirmed.
pub struct NewSecondFactor<'a> {
    /// The secret, sealed.
    pub sealed: &'a [u8],
    /// The step of the code.
    pub step: u64,
    /// The hashes of its recovery codes.
    pub recovery_codes: &'a [String],
    /// When.
    pub at: DateTime<Utc>,
}

fn stored(step: u64) -> Result<i64, StoreError> {
    i64::try_from(step).map_err(|_| StoreError::Inconsistent("a step beyond all time".to_owned()))
}

impl Connection {
    /// The second factor of an account, if it has one.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn second_factor(
        &mut self,
        account: AccountId,
    ) -> Result<Option<SecondFactorRecord>, StoreError> {
        let sql = "SELECT sealed, confirmed, last_step FROM second_factor WHERE account_id = $1";
        let found: Option<(Vec<u8>, i64, i64)> =
            on!(self, c => sqlx::query_as(sql).bind(account.0).fetch_optional(c).await?);
        found
            .map(|(sealed, confirmed, last_step)| {
                let last_step = u64::try_from(last_step)
                    .map_err(|_| StoreError::Inconsistent("a step before all time".to_owned()))?;
                Ok(SecondFactorRecord { sealed, confirmed: instant(confirmed), last_step })
            })
            .transpose()
    }

    /// One of the second factors, whosever it is, to find out whether their key is at hand.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn any_second_factor(&mut self) -> Result<Option<(AccountId, Vec<u8>)>, StoreError> {
        let sql = "SELECT account_id, sealed FROM second_factor ORDER BY account_id LIMIT 1";
        let found: Option<(i64, Vec<u8>)> = on!(self, c => sqlx::query_as(sql).fetch_optional(c).await?);
        Ok(found.map(|(account, sealed)| (AccountId(account), sealed)))
    }

    /// How many recovery codes of an account have not been used.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn recovery_codes_left(&mut self, account: AccountId) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM recovery_code WHERE account_id = $1 AND used IS NULL";
        Ok(on!(self, c => sqlx::query_scalar(sql).bind(account.0).fetch_one(c).await?))
    }

    /// The hashes of the recovery codes of an account that have not been used.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn unused_recovery_codes(&mut self, account: AccountId) -> Result<Vec<String>, StoreError> {
        let sql =
            "SELECT code_hash FROM recovery_code WHERE account_id = $1 AND used IS NULL ORDER BY code_hash";
        Ok(on!(self, c => sqlx::query_scalar(sql).bind(account.0).fetch_all(c).await?))
    }

    /// The sealed secret that is being set up in a session, if that was begun no earlier than an instant.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn second_factor_set_up(
        &mut self,
        token_hash: &str,
        begun_since: DateTime<Utc>,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT u.sealed FROM second_factor_set_up u JOIN session s ON s.id = u.session_id \
                   WHERE s.token_hash = $1 AND u.begun >= $2";
        Ok(on!(self, c => sqlx::query_scalar(sql).bind(token_hash).bind(begun_since.timestamp_millis())
            .fetch_optional(c).await?))
    }
}

impl Store {
    /// Counts an attempt to answer with a code in a session that awaits one, before the code is looked at, and returns how many
    /// there have been; `None` when there is no such session.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn count_code(&self, token_hash: &str) -> Result<Option<i64>, StoreError> {
        let mut writer = self.write_aside().await?;
        let sql = "UPDATE session SET codes_tried = codes_tried + 1 WHERE token_hash = $1 AND awaits_code \
                   RETURNING codes_tried";
        Ok(on!(writer, c => sqlx::query_scalar(sql).bind(token_hash).fetch_optional(c).await?))
    }
}

impl OperationTransaction {
    /// Keeps a sealed secret that is being set up in a session, in the place of one that was.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_second_factor(
        &mut self,
        token_hash: &str,
        sealed: &[u8],
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO second_factor_set_up (session_id, sealed, begun) \
                   SELECT id, $2, $3 FROM session WHERE token_hash = $1 \
                   ON CONFLICT (session_id) DO UPDATE SET sealed = excluded.sealed, begun = excluded.begun";
        on!(self, c => sqlx::query(sql).bind(token_hash).bind(sealed).bind(at.timestamp_millis())
            .execute(c).await.map(drop)?);
        Ok(())
    }

    /// Forgets what is being set up in any session of an account.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_set_up(&mut self, account: AccountId) -> Result<(), StoreError> {
        let sql = "DELETE FROM second_factor_set_up WHERE session_id IN (SELECT id FROM session WHERE account_id = $1)";
        on!(self, c => sqlx::query(sql).bind(account.0).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Gives an account a second factor, in the place of the one that it had.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_second_factor(
        &mut self,
        account: AccountId,
        new: NewSecondFactor<'_>,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO second_factor (account_id, sealed, confirmed, last_step) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (account_id) DO UPDATE SET sealed = excluded.sealed, confirmed = excluded.confirmed, \
                   last_step = excluded.last_step";
        let step = stored(new.step)?;
        on!(self, c => sqlx::query(sql).bind(account.0).bind(new.sealed).bind(new.at.timestamp_millis()).bind(step)
            .execute(c).await.map(drop)?);
        self.forget_set_up(account).await?;
        self.set_recovery_codes(account, new.recovery_codes).await
    }

    /// Gives an account other recovery codes; those that it had are worth nothing any more.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_recovery_codes(
        &mut self,
        account: AccountId,
        hashes: &[String],
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query("DELETE FROM recovery_code WHERE account_id = $1").bind(account.0)
            .execute(c).await.map(drop)?);
        for hash in hashes {
            let sql = "INSERT INTO recovery_code (account_id, code_hash) VALUES ($1, $2)";
            on!(self, c => sqlx::query(sql).bind(account.0).bind(hash).execute(c).await.map(drop)?);
        }
        Ok(())
    }

    /// Notes that a code of a step is accepted; false when one of that step or a later one has been. Of two who answer with
    /// the same code at once one waits for the other.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn accept_step(&mut self, account: AccountId, step: u64) -> Result<bool, StoreError> {
        // In one statement, so that of two the second compares with what the first has written. It is `is_later` of the
        // domain, which a story holds it to.
        let sql = "UPDATE second_factor SET last_step = $2 WHERE account_id = $1 AND last_step < $2 RETURNING last_step";
        let noted: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(account.0).bind(stored(step)?)
            .fetch_optional(c).await?);
        Ok(noted.is_some())
    }

    /// Uses a recovery code and returns how many are left; `None` when there is no such code, or it has been used.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn use_recovery_code(
        &mut self,
        account: AccountId,
        hash: &str,
        at: DateTime<Utc>,
    ) -> Result<Option<i64>, StoreError> {
        let sql = "UPDATE recovery_code SET used = $3 WHERE account_id = $1 AND code_hash = $2 AND used IS NULL \
                   RETURNING account_id";
        let used: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(account.0).bind(hash)
            .bind(at.timestamp_millis()).fetch_optional(c).await?);
        match used {
            Some(_) => self.recovery_codes_left(account).await.map(Some),
            None => Ok(None),
        }
    }

    /// Takes the codes of an account away, its recovery codes with them; false when it has none. Its passkeys stay.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_second_factor(&mut self, account: AccountId) -> Result<bool, StoreError> {
        self.set_recovery_codes(account, &[]).await?;
        self.forget_set_up(account).await?;
        let sql = "DELETE FROM second_factor WHERE account_id = $1 RETURNING account_id";
        let removed: Option<i64> =
            on!(self, c => sqlx::query_scalar(sql).bind(account.0).fetch_optional(c).await?);
        Ok(removed.is_some())
    }
}
