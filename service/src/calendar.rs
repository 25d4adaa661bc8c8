//! Calendars of follow-ups that other programmes subscribe to (requirement F3).
//!
//! Whoever has the address of one reads it without signing in, so that it tells of nobody but by initials, and reads within
//! the role that it was made in for as long as its owner has that role. Its token is shown once and kept by nobody but whoever
//! was shown it.

use chrono::{DateTime, Days, Utc};
use domain::{
    access::{Permission, RoleAssignment, Scope},
    follow_up::feed::{Entry, calendar},
    id::{CalendarFeedId, CaseId, ContactId},
    language::Language,
    operation::{Actor, Change, ChangeKind, EntityKind, OperationKind},
};
use store::{CalendarFeed, Identity, NewCalendarFeed};

use crate::{
    ServiceError, Services,
    session::{Session, hash_of, new_token, only_municipality},
};

/// How many subscriptions an account has at most.
pub const MOST_SUBSCRIPTIONS: usize = 10;
/// For how many days what should have been followed up stays in a calendar.
pub const DAYS_BACK: u64 = 30;
/// How many follow-ups a calendar holds at most.
pub const MOST_ENTRIES: u32 = 1000;

/// The length of a token, in hexadecimal digits.
const TOKEN_LENGTH: usize = 64;

/// A subscription as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Which one.
    pub id: CalendarFeedId,
    /// The role that it reads in; none once the user does not have it any more: then it tells nothing.
    pub role: Option<RoleAssignment>,
    /// Whether it tells of the user's own cases alone.
    pub mine: bool,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it was read last, if it has been.
    pub last_read: Option<DateTime<Utc>>,
}

/// The subscriptions of the user, in the order they were made.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that reads no cases.
pub async fn subscriptions(
    services: &Services,
    session: &Session,
) -> Result<Vec<Subscription>, ServiceError> {
    session.scope_for(Permission::ReadCases)?;
    let feeds = services.store.read(&session.scope()).await?.calendar_feeds_of(session.account).await?;
    let subscription = |feed: CalendarFeed| Subscription {
        id: feed.id,
        role: session.roles.iter().find(|role| role.id == feed.acting_in).cloned(),
        mine: feed.mine,
        created: feed.created,
        last_read: feed.last_read,
    };
    Ok(feeds.into_iter().map(subscription).collect())
}

/// Makes a subscription in the role that the user acts in, and returns its token, which is kept nowhere.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that reads no cases, [`ServiceError::TooLarge`] when the user has as many as one
/// may have.
pub async fn subscribe(
    services: &Services,
    session: &Session,
    mine: bool,
    language: Language,
) -> Result<String, ServiceError> {
    session.scope_for(Permission::ReadCases)?;
    let token = new_token()?;
    let kind = OperationKind::CalendarChange;
    let operation = services.operation(kind, session.actor(), session.only_municipality(), "");
    let mut transaction = services.store.operate(operation).await?;
    if transaction.calendar_feeds_of(session.account).await?.len() >= MOST_SUBSCRIPTIONS {
        return Err(ServiceError::TooLarge);
    }
    let (account, acting_in) = (session.account, session.acting.id);
    let feed = NewCalendarFeed { account, acting_in, mine, language };
    let id = transaction.add_calendar_feed(&hash_of(&token), feed, services.now()).await?;
    transaction.record(&[told(id, ChangeKind::Created, mine)]).await?;
    transaction.commit().await?;
    Ok(token)
}

/// Ends a subscription: its address answers nothing from then on.
///
/// # Errors
/// [`ServiceError::NotFound`] for one that is not the user's.
pub async fn revoke(services: &Services, session: &Session, id: CalendarFeedId) -> Result<(), ServiceError> {
    let kind = OperationKind::CalendarChange;
    let operation = services.operation(kind, session.actor(), session.only_municipality(), "");
    let mut transaction = services.store.operate(operation).await?;
    let feeds = transaction.calendar_feeds_of(session.account).await?;
    let feed = feeds.iter().find(|feed| feed.id == id).ok_or(ServiceError::NotFound)?;
    transaction.remove_calendar_feed(session.account, id).await?;
    transaction.record(&[told(id, ChangeKind::Removed, feed.mine)]).await?;
    Ok(transaction.commit().await?)
}

fn told(id: CalendarFeedId, kind: ChangeKind, mine: bool) -> Change {
    let values = Some(serde_json::json!({ "mine": mine }).to_string());
    let (before, after) = if kind == ChangeKind::Removed { (values, None) } else { (None, values) };
    Change { entity: EntityKind::CalendarFeed, entity_id: id.0, person: None, kind, before, after }
}

/// Whether a token is that of a subscription of the user: then it may be shown to them.
///
/// # Errors
/// When the database refuses.
pub async fn is_own(services: &Services, session: &Session, token: &str) -> Result<bool, ServiceError> {
    let feed = services.store.read(&session.scope()).await?.calendar_feed(&hash_of(token)).await?;
    Ok(feed.is_some_and(|feed| feed.account == session.account))
}

/// The calendar of a token as text, told in the journal before it is answered. `None` for a token that is not known or no
/// longer good: whether there ever was a subscription is not told. `host` is the name of the installation, `address` that of a
/// contact of a case.
///
/// # Errors
/// When the database refuses.
pub async fn read(
    services: &Services,
    token: &str,
    host: &str,
    address: impl Fn(CaseId, ContactId) -> String,
) -> Result<Option<String>, ServiceError> {
    if token.len() != TOKEN_LENGTH || !token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(None);
    }
    let mut connection = services.store.read_snapshot(&Scope::of_the_system()).await?;
    let Some(feed) = connection.calendar_feed(&hash_of(token)).await?.filter(|feed| feed.active) else {
        return Ok(None);
    };
    let mut roles = connection.roles(feed.account, services.today()).await?.into_iter();
    let role = roles.find(|role| role.id == feed.acting_in && role.may(Permission::ReadCases));
    let Some(role) = role else { return Ok(None) };
    let caseworker = feed.mine.then_some(feed.account);
    let today = services.today();
    let from = today.checked_sub_days(Days::new(DAYS_BACK)).unwrap_or(today);
    drop(connection);
    let mut connection = services.store.read(&role.scope()).await?;
    let due = connection.due_follow_ups(&role.scope(), caseworker, from, MOST_ENTRIES).await?;
    drop(connection);
    tell(services, &feed, &role, due.iter().map(|due| (due.contact, due.person)).collect()).await?;
    let entry = |due: store::DueFollowUp| Entry {
        address: address(due.case, due.contact),
        contact: due.contact,
        due: due.due,
        initials: due.initials,
        way: due.way,
        written: due.written,
    };
    let entries: Vec<Entry> = due.into_iter().map(entry).collect();
    Ok(Some(calendar(&entries, host, feed.language)))
}

async fn tell(
    services: &Services,
    feed: &CalendarFeed,
    role: &RoleAssignment,
    read: Vec<(ContactId, domain::id::PersonId)>,
) -> Result<(), ServiceError> {
    let actor = Actor::User {
        account: feed.account,
        name: feed.name.clone(),
        role: role.title.clone(),
        organisation: role.organisation.clone(),
    };
    let operation = services.operation(OperationKind::ReadCalendar, actor, only_municipality(role), "");
    let mut transaction = services.store.operate(operation).await?;
    let identity = |(contact, person): (ContactId, _)| Identity { row: contact.0, person: Some(person) };
    let identities: Vec<Identity> = read.into_iter().map(identity).collect();
    transaction.record_reads(EntityKind::Contact, &identities).await?;
    transaction.note_calendar_read(feed.id, services.now()).await?;
    Ok(transaction.commit().await?)
}
