//! Whose log is asked for. Posted, so that no number stands in an address.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// Leads on to what the log tells of whoever has a civic number.
#[server(endpoint = "find-person-log", output = Json)]
pub async fn find_person_log(#[server(default)] fields: BTreeMap<String, String>) -> Result<(), AppError> {
    crate::server::person_log::find(&fields).await
}
