//! What administrators decide in a recertification. Posted by plain forms, and lead on to a page.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// Begins a recertification.
#[server(endpoint = "begin-recertification", output = Json)]
pub async fn begin_recertification(
    #[server(default)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    crate::server::access::recertification::begin(fields).await
}

/// Confirms what is ticked, or ends it.
#[server(endpoint = "decide-recertification", output = Json)]
pub async fn decide_recertification(
    id: i64,
    #[server(default)] what: String,
    #[server(default)] ticked: BTreeMap<String, String>,
) -> Result<(), AppError> {
    crate::server::access::recertification::decide(domain::id::RecertificationId(id), &what, ticked).await
}
