//! Who could do what in an organisation on a day: for its administrators, and for whoever asks them afterwards.

use chrono::NaiveDate;
use domain::access::catalogue::Catalogue;
pub use store::ToldRight;

use crate::{ServiceError, Services, access_users::organisation, session::Session};

/// What everybody could do on a day.
pub struct AccessReport {
    /// What each could do, by name.
    pub rights: Vec<ToldRight>,
    /// What permissions are called.
    pub catalogue: Catalogue,
    /// The day.
    pub day: NaiveDate,
}

/// What everybody could do in the organisation on a day, by what was given, agreed and in the catalogue then. Whether an account
/// was disabled then is not kept, and so not told.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that administers nothing.
pub async fn on(
    services: &Services,
    session: &Session,
    day: NaiveDate,
) -> Result<AccessReport, ServiceError> {
    let organisation = organisation(session)?;
    let mut connection = services.store.read_snapshot(&session.scope()).await?;
    Ok(AccessReport {
        rights: connection.told_rights(organisation.id, day).await?,
        catalogue: connection.catalogue().await?,
        day,
    })
}
