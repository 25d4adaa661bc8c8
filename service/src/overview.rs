//! The start page.

use domain::{access::Permission, overview::Overview};

use crate::{ServiceError, Services, alarms, session::Session};

/// The numbers of what the user may see.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that reads no cases.
pub async fn overview(services: &Services, session: &Session) -> Result<Overview, ServiceError> {
    let scope = session.scope_for(Permission::ReadCases)?;
    let mut connection = services.store.read(&scope).await?;
    let days = alarms::days(&mut connection, session.only_municipality()).await?;
    Ok(connection.overview(&scope, services.today(), days).await?)
}
