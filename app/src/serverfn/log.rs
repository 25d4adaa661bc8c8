//! The auditor's log.

use domain::journal_view::LogPage;
use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// How many rows a page of the log has.
pub const LOG_PAGE_SIZE: u64 = 50;

/// A page of the log, counted from one.
#[server(name = ReadLog, endpoint = "log", output = Json)]
pub async fn log(page: u64) -> Result<LogPage, AppError> {
    use crate::server::{response::answer_with, session::signed_in};
    let (services, session) = signed_in().await?;
    service::log::page(&services, &session, page, LOG_PAGE_SIZE).await.map_err(answer_with)
}
