//! The report to Statistics Sweden. Posted by plain forms, and lead on to a page.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// Makes a report, and leads on to its page.
#[server(endpoint = "make-scb-report", output = Json)]
pub async fn make_scb_report(#[server(default)] fields: BTreeMap<String, String>) -> Result<(), AppError> {
    crate::server::scb::make(fields).await
}

/// Closes the period of an export.
#[server(endpoint = "close-scb-period", output = Json)]
pub async fn close_scb_period(id: i64) -> Result<(), AppError> {
    crate::server::scb::close(domain::id::ScbExportId(id)).await
}
