//! Applications for roles, and what is decided of them. Posted by plain forms, and lead on to a page.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// Applies for a role, or for one to end.
#[server(endpoint = "apply-for-role", output = Json)]
pub async fn apply_for_role(#[server(default)] fields: BTreeMap<String, String>) -> Result<(), AppError> {
    crate::server::access::application::apply(fields).await
}

/// Takes back an application.
#[server(endpoint = "withdraw-application", output = Json)]
pub async fn withdraw_application(id: i64) -> Result<(), AppError> {
    crate::server::access::application::withdraw(domain::id::ApplicationId(id)).await
}

/// Decides an application.
#[server(endpoint = "decide-application", output = Json)]
pub async fn decide_application(
    id: i64,
    #[server(default)] what: String,
    #[server(default)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    crate::server::access::application::decide(domain::id::ApplicationId(id), &what, fields).await
}
