//! The auditor's log.

use domain::{access::Permission, journal_view::LogPage};

use crate::{ServiceError, Services, session::Session};

/// A page of the journal, latest first.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that does not read the log.
pub async fn page(
    services: &Services,
    session: &Session,
    page: u64,
    size: u64,
) -> Result<LogPage, ServiceError> {
    let scope = session.scope_for(Permission::ReadLog)?;
    Ok(services.store.read().await?.log(&scope, page, size.clamp(1, 100)).await?)
}
