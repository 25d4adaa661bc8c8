//! The auditor's log.

use domain::{access::Permission, journal_view::LogPage};

use store::StoreError;

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

/// Walks the whole journal and returns the place of the first entry that is not as it was written.
///
/// # Errors
/// When the database refuses.
pub async fn first_broken_entry(services: &Services) -> Result<Option<i64>, StoreError> {
    services.store.read_snapshot().await?.first_broken_entry().await
}
