//! What an installation is: a demo or the real thing.

use crate::{ServiceError, Services};

/// The setting that tells that a database is a demo, and as of which day.
pub const DEMO: &str = "demo";

/// The demo's today, when the database is a demo.
///
/// # Errors
/// When the database refuses.
pub async fn demo_date(services: &Services) -> Result<Option<chrono::NaiveDate>, ServiceError> {
    Ok(services.store.read().await?.setting(DEMO).await?.and_then(|text| text.parse().ok()))
}
