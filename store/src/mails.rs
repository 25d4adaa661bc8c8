//! Letters by e-mail that say that there is a message. They are kept together with it and sent later, so that none is lost and
//! none is sent for what was never kept.

use chrono::{DateTime, Utc};
use domain::{
    contact::email::Email,
    id::{AccountId, MailId, OrganisationId, UserMessageId},
    user_message::mail::MailFailure,
};

use crate::{Connection, OperationTransaction, Store, StoreError, accounts::instant, db::on};

/// A letter that is to be sent now.
#[derive(Clone)]
pub struct TakenMail {
    /// Which one.
    pub id: MailId,
    /// To where.
    pub address: Email,
    /// Which attempt this is, the first of which is 1.
    pub attempt: i64,
}

domain::private_debug!(TakenMail, id, attempt);

/// What has become of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailOutcome {
    /// The server for e-mail has taken it.
    Sent,
    /// It is tried again.
    Again {
        /// When.
        due: DateTime<Utc>,
        /// Why.
        failure: MailFailure,
    },
    /// It is not.
    GivenUp(MailFailure),
}

/// What somebody wants by e-mail, and what came of it.
#[derive(Clone)]
pub struct MailChoice {
    /// Whether a letter says that there is a message.
    pub is_wanted: bool,
    /// The addresses that they have, by organisation.
    pub addresses: Vec<(String, String)>,
    /// The last letter, if there has been any of late.
    pub last: Option<LastMail>,
}

domain::private_debug!(MailChoice, is_wanted);

/// The last letter to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastMail {
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Why it has not come; nothing where it has been sent or waits to be for the first time.
    pub failure: Option<MailFailure>,
}

/// A letter that has not been sent though it has been tried.
#[derive(Clone)]
pub struct UnsentMail {
    /// Whose.
    pub user_name: String,
    /// To where.
    pub address: String,
    /// When it was written.
    pub queued_at: DateTime<Utc>,
    /// How often it has been tried.
    pub attempts: i64,
    /// Why it was not sent the last time.
    pub failure: MailFailure,
    /// When it is tried again; nothing where it has been given up.
    pub due: Option<DateTime<Utc>>,
}

domain::private_debug!(UnsentMail, attempts, failure);

fn failure(code: &str) -> Result<MailFailure, StoreError> {
    let known = MailFailure::from_code(code);
    known.ok_or_else(|| StoreError::Inconsistent(format!("{code} is no failure of a letter")))
}

#[derive(sqlx::FromRow)]
struct UnsentRow {
    user_name: String,
    address: String,
    queued_at: i64,
    attempts: i64,
    failure: String,
    is_waiting: bool,
    due_at: i64,
}

impl Connection {
    /// What an account wants by e-mail.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn mail_choice(&mut self, account: AccountId) -> Result<MailChoice, StoreError> {
        let sql = "SELECT wants_mail FROM account WHERE id = $1";
        let is_wanted: Option<bool> =
            on!(self, c => sqlx::query_scalar(sql).bind(account.0).fetch_optional(c).await?);
        let sql = "SELECT o.name, u.e_mail FROM organisation_user u JOIN organisation o ON o.id = u.organisation_id \
                   WHERE u.account_id = $1 AND u.removed IS NULL AND u.e_mail <> '' ORDER BY o.name, u.id";
        let addresses: Vec<(String, String)> =
            on!(self, c => sqlx::query_as(sql).bind(account.0).fetch_all(c).await?);
        let sql = "SELECT queued_at, failure FROM mail WHERE account_id = $1 ORDER BY id DESC LIMIT 1";
        let last: Option<(i64, Option<String>)> =
            on!(self, c => sqlx::query_as(sql).bind(account.0).fetch_optional(c).await?);
        let last = match last {
            Some((at, code)) => {
                Some(LastMail { at: instant(at), failure: code.as_deref().map(failure).transpose()? })
            }
            None => None,
        };
        Ok(MailChoice { is_wanted: is_wanted.unwrap_or_default(), addresses, last })
    }

    /// The letters that have been tried in vain, the latest first; so many at most.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn unsent_mails(&mut self, most: i64) -> Result<Vec<UnsentMail>, StoreError> {
        let sql = "SELECT w.user_name, m.address, m.queued_at, m.attempts, m.failure, m.state = 'waiting' AS is_waiting, m.due_at \
                   FROM mail m JOIN account w ON w.id = m.account_id WHERE m.failure IS NOT NULL AND m.state <> 'sent' \
                   ORDER BY m.id DESC LIMIT $1";
        let rows: Vec<UnsentRow> = on!(self, c => sqlx::query_as(sql).bind(most).fetch_all(c).await?);
        let unsent = |row: UnsentRow| {
            Ok(UnsentMail {
                user_name: row.user_name,
                address: row.address,
                queued_at: instant(row.queued_at),
                attempts: row.attempts,
                failure: failure(&row.failure)?,
                due: row.is_waiting.then(|| instant(row.due_at)),
            })
        };
        rows.into_iter().map(unsent).collect()
    }
}

impl Store {
    /// Takes the letter that has been due for longest, if any is: nobody else takes it before `until`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_mail(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<TakenMail>, StoreError> {
        // Of two who would take the same the second finds it due later, and none; it comes again soon.
        let sql = "UPDATE mail SET due_at = $2, attempts = attempts + 1 WHERE id = (SELECT id FROM mail \
                   WHERE state = 'waiting' AND due_at <= $1 ORDER BY due_at, id LIMIT 1) \
                   AND state = 'waiting' AND due_at <= $1 RETURNING id, address, attempts";
        let mut writer = self.write_aside().await?;
        let taken: Option<(i64, String, i64)> = on!(writer, c => sqlx::query_as(sql).bind(now.timestamp_millis())
            .bind(until.timestamp_millis()).fetch_optional(c).await?);
        drop(writer);
        let Some((id, address, attempt)) = taken else { return Ok(None) };
        let id = MailId(id);
        match Email::try_from(address) {
            Ok(address) => Ok(Some(TakenMail { id, address, attempt })),
            Err(_) => {
                self.settle_mail((id, attempt), MailOutcome::GivenUp(MailFailure::Refused), now).await?;
                Ok(None)
            }
        }
    }

    /// Notes what has become of an attempt, unless there has been another since.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn settle_mail(
        &self,
        (id, attempt): (MailId, i64),
        outcome: MailOutcome,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (state, due, failure) = match outcome {
            MailOutcome::Sent => ("sent", now, None),
            MailOutcome::Again { due, failure } => ("waiting", due, Some(failure)),
            MailOutcome::GivenUp(failure) => ("given-up", now, Some(failure)),
        };
        let settled = (state != "waiting").then(|| now.timestamp_millis());
        let sql = "UPDATE mail SET state = $3, due_at = $4, failure = $5, settled_at = $6 \
                   WHERE id = $1 AND attempts = $2 AND state = 'waiting'";
        let mut writer = self.write_aside().await?;
        on!(writer, c => sqlx::query(sql).bind(id.0).bind(attempt).bind(state).bind(due.timestamp_millis())
            .bind(failure.map(MailFailure::code)).bind(settled).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Forgets the letters that were settled before an instant.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_mails(&self, before: DateTime<Utc>) -> Result<(), StoreError> {
        let sql = "DELETE FROM mail WHERE state <> 'waiting' AND settled_at < $1";
        let mut writer = self.write_aside().await?;
        on!(writer, c => sqlx::query(sql).bind(before.timestamp_millis()).execute(c).await.map(drop)?);
        Ok(())
    }
}

impl OperationTransaction {
    /// Writes the letters of a message to those of its receivers who want them: to the address that they have in its organisation,
    /// else to another of theirs.
    pub(crate) async fn queue_mails(
        &mut self,
        message: UserMessageId,
        organisation: Option<OrganisationId>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO mail (message_id, account_id, address, queued_at, state, attempts, due_at) \
                   SELECT r.message_id, r.account_id, u.e_mail, $3, 'waiting', 0, $3 FROM user_message_receiver r \
                   JOIN account w ON w.id = r.account_id AND w.wants_mail AND w.active \
                   JOIN organisation_user u ON u.id = (SELECT v.id FROM organisation_user v \
                     WHERE v.account_id = r.account_id AND v.removed IS NULL AND v.e_mail <> '' \
                     ORDER BY CASE WHEN v.organisation_id = $2 THEN 0 ELSE 1 END, v.id LIMIT 1) \
                   WHERE r.message_id = $1";
        on!(self, c => sqlx::query(sql).bind(message.0).bind(organisation.map(|id| id.0)).bind(at.timestamp_millis())
            .execute(c).await.map(drop)?);
        Ok(())
    }

    /// Chooses whether an account is told by e-mail of its messages, and returns what was chosen before.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn choose_mail(&mut self, account: AccountId, is_wanted: bool) -> Result<bool, StoreError> {
        let sql = "SELECT wants_mail FROM account WHERE id = $1";
        let before: bool = on!(self, c => sqlx::query_scalar(sql).bind(account.0).fetch_one(c).await?);
        let sql = "UPDATE account SET wants_mail = $2 WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(account.0).bind(is_wanted).execute(c).await.map(drop)?);
        Ok(before)
    }
}
