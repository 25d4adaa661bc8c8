//! One record of casework saved or removed. Posted by a plain form, and leads on to a page.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// Saves or removes the record of the form at an address, which also names the list that one came from. `seen` is what the
/// fields held in the `version` that the form shows; `sides` says whose value is
/// to hold where another has changed the same, and `read` which warnings about the notes have been read.
#[server(endpoint = "save-record", output = Json)]
pub async fn save_record(
    address: String,
    #[server(default)] what: String,
    #[server(default)] version: i64,
    #[server(default)] seen: String,
    #[server(default)] fields: BTreeMap<String, String>,
    #[server(default)] sides: BTreeMap<String, String>,
    #[server(default)] read: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let posted = crate::server::record::Posted { address, what, version, seen, fields, sides, read };
    crate::server::record::post(posted).await
}
