//! Calendars of follow-ups that other programmes subscribe to (requirement F3), and what stands in them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    contact::ContactWay,
    id::{AccountId, CalendarFeedId, CaseId, ContactId, GrantId, PersonId},
    language::Language,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    accounts::instant,
    db::on,
    policies::named,
    population::NameRow,
    scope::{self, PROTECTED},
};

/// A subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFeed {
    /// Which one.
    pub id: CalendarFeedId,
    /// Whose.
    pub account: AccountId,
    /// The user's name.
    pub name: String,
    /// Whether the account may still be used.
    pub active: bool,
    /// The role that it reads in.
    pub acting_in: GrantId,
    /// Whether it tells of the account's own cases alone.
    pub mine: bool,
    /// In which language.
    pub language: Language,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it was read last, if it has been.
    pub last_read: Option<DateTime<Utc>>,
}

/// A subscription to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewCalendarFeed {
    /// Whose.
    pub account: AccountId,
    /// The role that it reads in.
    pub acting_in: GrantId,
    /// Whether it tells of the account's own cases alone.
    pub mine: bool,
    /// In which language.
    pub language: Language,
}

/// A follow-up of an open case as a calendar tells of it.
#[derive(Clone, PartialEq, Eq)]
pub struct DueFollowUp {
    /// Of which contact.
    pub contact: ContactId,
    /// In which case.
    pub case: CaseId,
    /// Whose.
    pub person: PersonId,
    /// The first letters of the person's names, and no more of them.
    pub initials: String,
    /// The day.
    pub due: NaiveDate,
    /// How the contact was made.
    pub way: ContactWay,
    /// When it was written last.
    pub written: DateTime<Utc>,
}

domain::private_debug!(DueFollowUp, contact, due);

#[derive(sqlx::FromRow)]
struct FeedRow {
    id: i64,
    account_id: i64,
    name: String,
    active: bool,
    grant_id: i64,
    mine: bool,
    language: String,
    created: i64,
    last_read: Option<i64>,
}

impl FeedRow {
    fn feed(self) -> Result<CalendarFeed, StoreError> {
        Ok(CalendarFeed {
            id: CalendarFeedId(self.id),
            account: AccountId(self.account_id),
            name: self.name,
            active: self.active,
            acting_in: GrantId(self.grant_id),
            mine: self.mine,
            language: Language::from_code(&self.language)
                .ok_or_else(|| StoreError::Inconsistent(format!("language: {}", self.language)))?,
            created: instant(self.created),
            last_read: self.last_read.map(instant),
        })
    }
}

#[derive(sqlx::FromRow)]
struct DueRow {
    id: i64,
    case_id: i64,
    person_id: i64,
    follow_up: NaiveDate,
    way: String,
    written: i64,
    #[sqlx(flatten)]
    name: NameRow,
}

const FEED: &str = "SELECT f.id, f.account_id, a.name, a.active, f.grant_id, f.mine, f.language, f.created, \
                    f.last_read FROM calendar_feed f JOIN account a ON a.id = f.account_id";

impl Connection {
    /// The subscription of a token's hash.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn calendar_feed(&mut self, token_hash: &str) -> Result<Option<CalendarFeed>, StoreError> {
        let sql = AssertSqlSafe(format!("{FEED} WHERE f.token_hash = $1"));
        let row: Option<FeedRow> =
            on!(self, c => sqlx::query_as(sql).bind(token_hash).fetch_optional(c).await?);
        row.map(FeedRow::feed).transpose()
    }

    /// The subscriptions of an account, in the order they were made.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn calendar_feeds_of(&mut self, account: AccountId) -> Result<Vec<CalendarFeed>, StoreError> {
        let sql = AssertSqlSafe(format!("{FEED} WHERE f.account_id = $1 ORDER BY f.id"));
        let rows: Vec<FeedRow> = on!(self, c => sqlx::query_as(sql).bind(account.0).fetch_all(c).await?);
        rows.into_iter().map(FeedRow::feed).collect()
    }

    /// The follow-ups within a scope that nobody has closed, from a day on, what is due first at the top and no more than so
    /// many; of one caseworker's cases, or of all.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn due_follow_ups(
        &mut self,
        scope: &Scope,
        caseworker: Option<AccountId>,
        from: NaiveDate,
        most: u32,
    ) -> Result<Vec<DueFollowUp>, StoreError> {
        let within = scope::condition(self.database(), scope, "c.municipality", PROTECTED, "$1");
        let sql = format!(
            "SELECT c.id, c.case_id, a.person_id, c.follow_up, c.way, coalesce(c.changed, c.created) AS written, \
             p.given_names, p.calling_mark, p.middle_name, p.surname FROM contact c \
             JOIN activity_case a ON a.id = c.case_id JOIN person p ON p.id = a.person_id \
             WHERE c.follow_up_closed_on IS NULL AND c.follow_up >= $3 AND {within} \
             AND (CAST($2 AS BIGINT) IS NULL OR a.caseworker_id = $2) ORDER BY c.follow_up, c.id LIMIT $4"
        );
        let account = caseworker.map(|account| account.0);
        let rows: Vec<DueRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(account)
            .bind(from).bind(i64::from(most)).fetch_all(c).await?);
        rows.into_iter()
            .map(|row| {
                Ok(DueFollowUp {
                    contact: ContactId(row.id),
                    case: CaseId(row.case_id),
                    person: PersonId(row.person_id),
                    initials: domain::person::Name::from(row.name).initials(),
                    due: row.follow_up,
                    way: named("contact way", &row.way)?,
                    written: instant(row.written),
                })
            })
            .collect()
    }
}

impl OperationTransaction {
    /// Makes a subscription. The token itself is kept nowhere.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_calendar_feed(
        &mut self,
        token_hash: &str,
        feed: NewCalendarFeed,
        at: DateTime<Utc>,
    ) -> Result<CalendarFeedId, StoreError> {
        let sql = "INSERT INTO calendar_feed (token_hash, account_id, grant_id, mine, language, created) \
                   VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(token_hash).bind(feed.account.0)
            .bind(feed.acting_in.0).bind(feed.mine).bind(feed.language.code()).bind(at.timestamp_millis())
            .fetch_one(c).await?);
        Ok(CalendarFeedId(id))
    }

    /// Ends a subscription of an account; returns whether there was one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_calendar_feed(
        &mut self,
        account: AccountId,
        id: CalendarFeedId,
    ) -> Result<bool, StoreError> {
        let sql = "DELETE FROM calendar_feed WHERE id = $1 AND account_id = $2";
        let removed =
            on!(self, c => sqlx::query(sql).bind(id.0).bind(account.0).execute(c).await?.rows_affected());
        Ok(removed > 0)
    }

    /// Ends every subscription of an account.
    pub(crate) async fn remove_calendar_feeds_of(&mut self, account: AccountId) -> Result<(), StoreError> {
        let sql = "DELETE FROM calendar_feed WHERE account_id = $1";
        on!(self, c => sqlx::query(sql).bind(account.0).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Notes that a subscription has been read.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_calendar_read(
        &mut self,
        id: CalendarFeedId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE calendar_feed SET last_read = $2 WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(id.0).bind(at.timestamp_millis()).execute(c).await.map(drop)?);
        Ok(())
    }
}
