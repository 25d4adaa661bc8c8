//! What administrators decide about the users of their organisation. Posted by plain forms, and lead on to a page.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// Adds a user.
#[server(endpoint = "add-access-user", output = Json)]
pub async fn add_access_user(#[server(default)] fields: BTreeMap<String, String>) -> Result<(), AppError> {
    crate::server::access::add(fields).await
}

/// Changes the details of a user.
#[server(endpoint = "change-access-user", output = Json)]
pub async fn change_access_user(
    id: i64,
    #[server(default)] version: i64,
    #[server(default)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    crate::server::access::change(domain::id::OrganisationUserId(id), version, fields).await
}

/// Lets a user have the ticked permissions of a service, and no others by themselves.
#[server(endpoint = "set-permissions", output = Json)]
pub async fn set_permissions(
    id: i64,
    service: String,
    #[server(default)] ticked: BTreeMap<String, String>,
    #[server(default)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    crate::server::access::set_permissions(domain::id::OrganisationUserId(id), service, ticked, fields).await
}

/// Gives a user a role.
#[server(endpoint = "give-role", output = Json)]
pub async fn give_role(id: i64, #[server(default)] fields: BTreeMap<String, String>) -> Result<(), AppError> {
    crate::server::access::give_role(domain::id::OrganisationUserId(id), fields).await
}

/// Looks at a table of users, or adds and changes them by it.
#[server(endpoint = "import-users", output = Json)]
pub async fn import_users(
    #[server(default)] what: String,
    #[server(default)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    crate::server::access::import::post(&what, fields).await
}

/// Gives a role to chosen users, or ends it.
#[server(endpoint = "change-role-of-many", output = Json)]
pub async fn change_role_of_many(
    #[server(default)] selection: String,
    #[server(default)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    crate::server::access::many::change(selection, fields).await
}

/// Lets something that has been given to a user end with another day, or not at all.
#[server(endpoint = "set-last-day", output = Json)]
pub async fn set_last_day(
    id: i64,
    grant: i64,
    #[server(default)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    use domain::id::{GrantId, OrganisationUserId};
    crate::server::access::giving::set_last_day(OrganisationUserId(id), GrantId(grant), fields).await
}

/// Gives a user what another user has.
#[server(endpoint = "copy-permissions", output = Json)]
pub async fn copy_permissions(
    id: i64,
    #[server(default)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    crate::server::access::giving::copy(domain::id::OrganisationUserId(id), fields).await
}

/// Ends something that has been given to a user.
#[server(endpoint = "end-grant", output = Json)]
pub async fn end_grant(id: i64, grant: i64) -> Result<(), AppError> {
    crate::server::access::end_grant(domain::id::OrganisationUserId(id), domain::id::GrantId(grant)).await
}

/// Removes a user.
#[server(endpoint = "remove-access-user", output = Json)]
pub async fn remove_access_user(id: i64) -> Result<(), AppError> {
    crate::server::access::remove(domain::id::OrganisationUserId(id)).await
}

/// Makes an invitation for a user.
#[server(endpoint = "make-invitation", output = Json)]
pub async fn make_invitation(id: i64) -> Result<(), AppError> {
    crate::server::access::make_invitation(domain::id::OrganisationUserId(id)).await
}

/// Makes a one-time password for a user.
#[server(endpoint = "make-password", output = Json)]
pub async fn make_password(id: i64) -> Result<(), AppError> {
    crate::server::access::make_password(domain::id::OrganisationUserId(id)).await
}
