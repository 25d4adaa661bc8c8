//! Who has seen a person: what the journal tells of one, for its auditors and for the person who asks (`access.md` section 6).

use domain::{
    access::Permission,
    civic_number::CivicNumber,
    id::PersonId,
    operation::{EntityKind, OperationKind},
};
use store::Identity;
pub use store::PersonLogEntry;

use crate::{ServiceError, Services, session::Session};

/// How many entries a page has.
pub const PAGE: u64 = 50;

/// A page of what the journal tells of a person.
#[derive(Clone)]
pub struct PersonLog {
    /// Who.
    pub person: PersonId,
    /// The number.
    pub civic_number: CivicNumber,
    /// The entries, the latest first.
    pub entries: Vec<PersonLogEntry>,
    /// How many there are in all.
    pub total: u64,
    /// Which page it is, from 1.
    pub page: u64,
}

domain::private_debug!(PersonLog, person);

impl PersonLog {
    /// How many pages there are, at least one.
    pub const fn pages(&self) -> u64 {
        let pages = self.total.div_ceil(PAGE);
        if pages == 0 { 1 } else { pages }
    }
}

/// Whether a role reads what the log tells of people.
///
/// # Errors
/// [`ServiceError::Forbidden`] for one that does not.
pub fn may_read(session: &Session) -> Result<(), ServiceError> {
    session.scope_for(Permission::ReadLog).map(drop)
}

/// Whoever has or has had a number, among those within reach of who reads the log. That nobody was found stands in the journal,
/// since numbers can be tried; who is found is told of as read by [`page`].
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that does not read the log.
pub async fn find(
    services: &Services,
    session: &Session,
    number: CivicNumber,
) -> Result<Option<PersonId>, ServiceError> {
    let scope = session.scope_for(Permission::ReadLog)?;
    let found = services.store.read(&scope).await?.logged_person_with(&scope, number).await?;
    if found.is_none() {
        let kind = OperationKind::ReadPersonLog;
        let operation = services.operation(kind, session.actor(), session.only_municipality(), "nobody");
        services.store.operate(operation).await?.commit().await?;
    }
    Ok(found)
}

/// A page of what the journal tells of a person, the last one for a page beyond it. That it was read stands in the journal
/// before it is answered, and is its first entry.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that does not read the log, [`ServiceError::NotFound`] for somebody outside its reach,
/// as for somebody who is not there.
pub async fn page(
    services: &Services,
    session: &Session,
    person: PersonId,
    page: u64,
) -> Result<PersonLog, ServiceError> {
    let civic_number = tell_of_reading(services, session, person).await?;
    let scope = session.scope_for(Permission::ReadLog)?;
    let mut connection = services.store.read_snapshot(&scope).await?;
    let mut page = page.max(1);
    let (mut entries, total) = connection.person_log(&scope, person, (page, PAGE)).await?;
    if entries.is_empty() && page > 1 {
        page = total.div_ceil(PAGE).max(1);
        entries = connection.person_log(&scope, person, (page, PAGE)).await?.0;
    }
    Ok(PersonLog { person, civic_number, entries, total, page })
}

/// All that the journal tells of a person.
///
/// # Errors
/// As of [`page`].
pub async fn whole(
    services: &Services,
    session: &Session,
    person: PersonId,
) -> Result<PersonLog, ServiceError> {
    let civic_number = tell_of_reading(services, session, person).await?;
    let scope = session.scope_for(Permission::ReadLog)?;
    let mut connection = services.store.read_snapshot(&scope).await?;
    let (entries, total) = connection.person_log(&scope, person, (1, u64::from(u32::MAX))).await?;
    Ok(PersonLog { person, civic_number, entries, total, page: 1 })
}

async fn tell_of_reading(
    services: &Services,
    session: &Session,
    person: PersonId,
) -> Result<CivicNumber, ServiceError> {
    let scope = session.scope_for(Permission::ReadLog)?;
    let found = services.store.read(&scope).await?.logged_person(&scope, person).await?;
    let civic_number = found.ok_or(ServiceError::NotFound)?;
    let kind = OperationKind::ReadPersonLog;
    let operation = services.operation(kind, session.actor(), session.only_municipality(), "");
    let mut transaction = services.store.operate(operation).await?;
    let read = [Identity { row: person.0, person: Some(person) }];
    transaction.record_reads(EntityKind::Person, &read).await?;
    transaction.commit().await?;
    Ok(civic_number)
}
