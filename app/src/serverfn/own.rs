//! What users change of their own account. Posted by plain forms.

use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// Exchanges the password, and leads back to *Min sida*, or on to `till`.
#[server(endpoint = "change-password", output = Json)]
pub async fn change_password(
    #[server(default)] current: String,
    #[server(default)] new: String,
    #[server(default)] again: String,
    #[server(default)] till: String,
) -> Result<(), AppError> {
    crate::server::own::change_password(current, new, again, &till).await
}

/// Ends one of the reader's sessions, or all but this one.
#[server(endpoint = "end-session", output = Json)]
pub async fn end_session(#[server(default)] id: Option<i64>) -> Result<(), AppError> {
    crate::server::own::end_session(id).await
}
