//! What administrators decide about the roles of their organisation. Posted by plain forms, and lead on to a page.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// Makes a role.
#[server(endpoint = "make-role", output = Json)]
pub async fn make_role(
    #[server(default)] ticked: BTreeMap<String, String>,
    #[server(default)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    crate::server::access::roles::make(ticked, fields).await
}

/// Changes what a role can do and what it is called.
#[server(endpoint = "change-role", output = Json)]
pub async fn change_role(
    id: i64,
    #[server(default)] version: i64,
    #[server(default)] ticked: BTreeMap<String, String>,
    #[server(default)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    crate::server::access::roles::change(domain::id::UserRoleId(id), version, ticked, fields).await
}

/// Withdraws a role.
#[server(endpoint = "withdraw-role", output = Json)]
pub async fn withdraw_role(id: i64, #[server(default)] version: i64) -> Result<(), AppError> {
    crate::server::access::roles::withdraw(domain::id::UserRoleId(id), version).await
}

/// Lets a withdrawn role be given again.
#[server(endpoint = "reinstate-role", output = Json)]
pub async fn reinstate_role(id: i64, #[server(default)] version: i64) -> Result<(), AppError> {
    crate::server::access::roles::reinstate(domain::id::UserRoleId(id), version).await
}
