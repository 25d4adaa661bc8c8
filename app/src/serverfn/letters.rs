//! Templates of letters, and who sends them. Posted by plain forms, and lead on to a page.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// Saves, shows or removes a template of letters. `id` is 0 of a new one.
#[server(endpoint = "save-template", output = Json)]
pub async fn save_template(
    #[server(default)] id: i64,
    #[server(default)] version: i64,
    #[server(default)] what: String,
    #[server(default)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    crate::server::letters::save(id, version, what, fields).await
}

/// Saves who sends the letters of a municipality.
#[server(endpoint = "save-sender", output = Json)]
pub async fn save_sender(
    municipality: String,
    #[server(default)] version: i64,
    #[server(default)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    crate::server::letters::save_sender(municipality, version, fields).await
}
