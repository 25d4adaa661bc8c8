//! Subscribing to a calendar of follow-ups, and ending that. Posted by plain forms.

use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// Makes a subscription of one's own cases, or of all that the role reaches, and leads to the page that shows its address
/// once.
#[server(endpoint = "make-calendar", output = Json)]
pub async fn make_calendar(#[server(default)] mine: String) -> Result<(), AppError> {
    crate::server::follow_ups::make_calendar(!mine.is_empty()).await
}

/// Ends a subscription.
#[server(endpoint = "revoke-calendar", output = Json)]
pub async fn revoke_calendar(id: i64) -> Result<(), AppError> {
    crate::server::follow_ups::revoke_calendar(id).await
}
