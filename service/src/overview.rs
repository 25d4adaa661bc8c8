//! The start page.

use domain::{access::Permission, overview::Overview};

use crate::{ServiceError, Services, session::Session};

/// The numbers of what the user may see.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that reads no cases.
pub async fn overview(services: &Services, session: &Session) -> Result<Overview, ServiceError> {
    let scope = session.scope_for(Permission::ReadCases)?;
    Ok(services.store.read().await?.overview(&scope, services.today()).await?)
}
