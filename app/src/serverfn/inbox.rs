//! Notices from schools: entered, and handled. Posted by plain forms, and lead on to a page.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// Enters a notice. `read` says which warnings about its text have been read.
#[server(endpoint = "enter-notice", output = Json)]
pub async fn enter_notice(
    #[server(default)] fields: BTreeMap<String, String>,
    #[server(default)] read: BTreeMap<String, String>,
) -> Result<(), AppError> {
    crate::server::inbox::enter(fields, read).await
}

/// Makes a contact of a notice, or puts it aside for the reason in its fields.
#[server(endpoint = "handle-notice", output = Json)]
pub async fn handle_notice(
    id: i64,
    #[server(default)] what: String,
    #[server(default)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    crate::server::inbox::handle(domain::id::NoticeId(id), what, fields).await
}
