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

/// Sets up, replaces or turns off the second factor, or makes other recovery codes, as `what` says, and leads back to *Min sida*.
#[server(endpoint = "change-second-factor", output = Json)]
pub async fn change_second_factor(
    #[server(default)] what: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
    #[server(default)] till: String,
) -> Result<(), AppError> {
    crate::server::own::second_factor::change(&what, password, code, &till).await
}

/// Confirms with its first code the second factor that is being set up, or gives that up when `what` says so.
#[server(endpoint = "confirm-second-factor", output = Json)]
pub async fn confirm_second_factor(
    #[server(default)] what: String,
    #[server(default)] code: String,
    #[server(default)] till: String,
) -> Result<(), AppError> {
    crate::server::own::second_factor::confirm(&what, &code, &till).await
}

/// Begins to add a passkey or removes one, as `what` says, and leads back to *Min sida*.
#[server(endpoint = "change-passkeys", output = Json)]
pub async fn change_passkeys(
    #[server(default)] what: String,
    #[server(default)] name: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
    #[server(default)] till: String,
) -> Result<(), AppError> {
    let asked = service::second_factor::Asked { password, code };
    crate::server::own::passkeys::change(&what, &name, asked, &till).await
}

/// Adds the passkey that the browser has made, or gives that up when `what` says so.
#[server(endpoint = "confirm-passkey", output = Json)]
pub async fn confirm_passkey(
    #[server(default)] what: String,
    #[server(default)] answer: String,
    #[server(default)] till: String,
) -> Result<(), AppError> {
    crate::server::own::passkeys::confirm(&what, &answer, &till).await
}
