//! What users write to each other, and what the system tells them.

use chrono::{DateTime, Utc};
use domain::{
    id::{AccountId, OrganisationId, UserMessageId},
    user_message::{Addressed, MessageBox, notice::SystemNotice},
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, Store, StoreError,
    accounts::instant,
    db::on,
    dialect::{json_integers, json_texts},
};

/// What a message says.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// What a user has written: what it is about, and what it says.
    Written {
        /// What it is about.
        subject: String,
        /// What it says.
        text: String,
    },
    /// What the system tells.
    Notice(SystemNotice),
}

/// A message to be kept.
#[derive(Clone)]
pub struct NewUserMessage<'a> {
    /// In which organisation.
    pub organisation: Option<OrganisationId>,
    /// Who sends it; nobody where the system tells it.
    pub sender: Option<AccountId>,
    /// What it says.
    pub content: Content,
    /// To whom, as it is told afterwards.
    pub addressed: &'a [Addressed],
    /// What it answers.
    pub answers: Option<UserMessageId>,
    /// What is the same when the same would be told again; then it is not.
    pub once: Option<&'a str>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A message as one of those sees it who have sent or received it.
#[derive(Clone)]
pub struct UserMessageRecord {
    /// Which one.
    pub id: UserMessageId,
    /// The name of its organisation.
    pub organisation: Option<String>,
    /// Who has sent it, by account and name; nobody where the system tells it.
    pub sender: Option<(AccountId, String)>,
    /// When.
    pub sent_at: DateTime<Utc>,
    /// What it says.
    pub content: Content,
    /// To whom.
    pub addressed: Vec<Addressed>,
    /// What it answers.
    pub answers: Option<UserMessageId>,
    /// Whether its reader has received it.
    pub is_received: bool,
    /// When its reader opened it.
    pub read_at: Option<DateTime<Utc>>,
    /// When its reader put it away.
    pub put_away_at: Option<DateTime<Utc>>,
    /// How many have received it.
    pub receivers: i64,
    /// How many of those have opened it.
    pub readers: i64,
}

domain::private_debug!(UserMessageRecord, id);

/// What a reader does with a message that they have received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is open.
    Read(DateTime<Utc>),
    /// It is to be read later.
    Unread,
    /// It is out of the way.
    PutAway(DateTime<Utc>),
    /// It is among the others again.
    TakenBack,
}

#[derive(sqlx::FromRow)]
struct MessageRow {
    id: i64,
    organisation: Option<String>,
    sender_id: Option<i64>,
    sender: Option<String>,
    sent_at: i64,
    notice: Option<String>,
    subject: String,
    text: String,
    addressed: String,
    answers_id: Option<i64>,
    is_received: bool,
    read_at: Option<i64>,
    put_away_at: Option<i64>,
    receivers: i64,
    readers: i64,
}

impl MessageRow {
    fn record(self) -> Result<UserMessageRecord, StoreError> {
        let nonsense = |what: &str| StoreError::Inconsistent(format!("{what} of message {}", self.id));
        let content = match &self.notice {
            Some(notice) => {
                Content::Notice(serde_json::from_str(notice).map_err(|_| nonsense("the notice"))?)
            }
            None => Content::Written { subject: self.subject, text: self.text },
        };
        Ok(UserMessageRecord {
            id: UserMessageId(self.id),
            addressed: serde_json::from_str(&self.addressed).map_err(|_| nonsense("the receivers"))?,
            organisation: self.organisation,
            sender: self.sender_id.map(AccountId).zip(self.sender),
            sent_at: instant(self.sent_at),
            content,
            answers: self.answers_id.map(UserMessageId),
            is_received: self.is_received,
            read_at: self.read_at.map(instant),
            put_away_at: self.put_away_at.map(instant),
            receivers: self.receivers,
            readers: self.readers,
        })
    }
}

/// The messages `m` as the account of the first parameter sees them.
const MESSAGE: &str = "SELECT m.id, o.name AS organisation, m.sender_id, s.name AS sender, m.sent_at, m.notice, m.subject, m.text, \
    m.addressed, m.answers_id, r.account_id IS NOT NULL AS is_received, r.read_at, r.put_away_at, \
    (SELECT count(*) FROM user_message_receiver x WHERE x.message_id = m.id) AS receivers, \
    (SELECT count(*) FROM user_message_receiver x WHERE x.message_id = m.id AND x.read_at IS NOT NULL) AS readers";

/// What [`MESSAGE`] comes from besides the messages `m` and what of them the reader has received, `r`.
const JOINS: &str =
    "LEFT JOIN organisation o ON o.id = m.organisation_id LEFT JOIN account s ON s.id = m.sender_id";

/// The messages in a box of the account of the first parameter.
const fn within(of: MessageBox) -> &'static str {
    match of {
        MessageBox::Received => {
            "FROM user_message_receiver r JOIN user_message m ON m.id = r.message_id \
             AND r.account_id = $1 AND r.put_away_at IS NULL"
        }
        MessageBox::PutAway => {
            "FROM user_message_receiver r JOIN user_message m ON m.id = r.message_id \
             AND r.account_id = $1 AND r.put_away_at IS NOT NULL"
        }
        // What somebody has sent to themselves too lies in both.
        MessageBox::Sent => {
            "FROM user_message m LEFT JOIN user_message_receiver r ON r.message_id = m.id AND r.account_id = $1"
        }
    }
}

const fn condition(of: MessageBox) -> &'static str {
    match of {
        MessageBox::Received | MessageBox::PutAway => "",
        MessageBox::Sent => "WHERE m.sender_id = $1",
    }
}

impl Connection {
    /// The messages in a box of an account, the latest first: how many are skipped and how many read.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn user_messages(
        &mut self,
        account: AccountId,
        of: MessageBox,
        (skipped, taken): (i64, i64),
    ) -> Result<Vec<UserMessageRecord>, StoreError> {
        let sql = format!(
            "{MESSAGE} {} {JOINS} {} ORDER BY m.id DESC LIMIT $2 OFFSET $3",
            within(of),
            condition(of)
        );
        let rows: Vec<MessageRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(account.0).bind(taken).bind(skipped)
            .fetch_all(c).await?);
        rows.into_iter().map(MessageRow::record).collect()
    }

    /// How many messages lie in a box of an account.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn count_user_messages(
        &mut self,
        account: AccountId,
        of: MessageBox,
    ) -> Result<i64, StoreError> {
        let sql = format!("SELECT count(*) {} {}", within(of), condition(of));
        Ok(on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(account.0).fetch_one(c).await?))
    }

    /// A message that an account has sent or received.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn user_message(
        &mut self,
        account: AccountId,
        id: UserMessageId,
    ) -> Result<Option<UserMessageRecord>, StoreError> {
        let sql = format!(
            "{MESSAGE} FROM user_message m LEFT JOIN user_message_receiver r ON r.message_id = m.id AND r.account_id = $1 {JOINS} \
             WHERE m.id = $2 AND (r.account_id IS NOT NULL OR m.sender_id = $1)"
        );
        let row: Option<MessageRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(account.0).bind(id.0)
            .fetch_optional(c).await?);
        row.map(MessageRow::record).transpose()
    }

    /// How many messages an account has not read, but for one that is being opened.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn unread_user_messages(
        &mut self,
        account: AccountId,
        but: Option<UserMessageId>,
    ) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM user_message_receiver \
                   WHERE account_id = $1 AND read_at IS NULL AND put_away_at IS NULL AND message_id <> $2";
        let but = but.map_or(0, |id| id.0);
        Ok(on!(self, c => sqlx::query_scalar(sql).bind(account.0).bind(but).fetch_one(c).await?))
    }

    /// Those among what is told once that has been told.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn told_once(&mut self, keys: Vec<String>) -> Result<Vec<String>, StoreError> {
        let sql = format!("SELECT once FROM user_message WHERE once IN {}", self.database().texts("$1"));
        Ok(on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(json_texts(keys)).fetch_all(c).await?))
    }
}

impl Store {
    /// Notes what an account does with a message that it has received, and returns whether it has.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mark_user_message(
        &self,
        account: AccountId,
        id: UserMessageId,
        mark: Mark,
    ) -> Result<bool, StoreError> {
        // What has been opened once was opened then.
        let (set, at) = match mark {
            Mark::Read(at) => ("read_at = coalesce(read_at, $3)", Some(at)),
            Mark::Unread => ("read_at = $3", None),
            Mark::PutAway(at) => ("put_away_at = coalesce(put_away_at, $3)", Some(at)),
            Mark::TakenBack => ("put_away_at = $3", None),
        };
        let sql = format!("UPDATE user_message_receiver SET {set} WHERE account_id = $1 AND message_id = $2");
        let mut writer = self.write_aside().await?;
        let at = at.map(|at| at.timestamp_millis());
        let marked = on!(writer, c => sqlx::query(AssertSqlSafe(sql)).bind(account.0).bind(id.0).bind(at)
            .execute(c).await?.rows_affected());
        Ok(marked > 0)
    }
}

impl OperationTransaction {
    /// Keeps a message for its receivers, with the letters that say that it is there to those who want them where any are sent;
    /// nothing where the same has been told before.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_user_message(
        &mut self,
        message: &NewUserMessage<'_>,
        receivers: &[AccountId],
        sends_mail: bool,
    ) -> Result<Option<UserMessageId>, StoreError> {
        let nonsense = |_| StoreError::Inconsistent("a message that cannot be kept".to_owned());
        let (notice, subject, text) = match &message.content {
            Content::Written { subject, text } => (None, subject.as_str(), text.as_str()),
            Content::Notice(notice) => (Some(serde_json::to_string(notice).map_err(nonsense)?), "", ""),
        };
        let addressed = serde_json::to_string(message.addressed).map_err(nonsense)?;
        let sql = "INSERT INTO user_message (organisation_id, sender_id, sent_at, notice, subject, text, addressed, answers_id, once) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id";
        let id: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(message.organisation.map(|id| id.0))
            .bind(message.sender.map(|id| id.0)).bind(message.at.timestamp_millis()).bind(notice).bind(subject).bind(text)
            .bind(addressed).bind(message.answers.map(|id| id.0)).bind(message.once).fetch_optional(c).await?);
        let Some(id) = id else { return Ok(None) };
        let sql = format!(
            "INSERT INTO user_message_receiver (message_id, account_id) SELECT $2, w.id FROM account w WHERE w.id IN {}",
            self.database().integers("$1")
        );
        let accounts = json_integers(receivers.iter().map(|account| account.0));
        on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(accounts).bind(id).execute(c).await.map(drop)?);
        if sends_mail {
            self.queue_mails(UserMessageId(id), message.organisation, message.at).await?;
        }
        Ok(Some(UserMessageId(id)))
    }
}
