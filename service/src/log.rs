//! The auditor's log.

use domain::access::Permission;

use crate::{ServiceError, Services, session::Session};

/// How many of the latest entries are looked at whenever the log is read.
const LATEST: u64 = 50;

/// Whether the latest entries that the role reaches are as they were written.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that does not read the log.
pub async fn latest_are_intact(services: &Services, session: &Session) -> Result<bool, ServiceError> {
    let scope = session.scope_for(Permission::ReadLog)?;
    Ok(services.store.read(&scope).await?.log(&scope, 1, LATEST).await?.intact)
}
