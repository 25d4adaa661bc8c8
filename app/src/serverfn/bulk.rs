//! What is done with many rows at once. Each is posted by a plain form, and leads on to a page.

use std::collections::HashMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, serverfn::encoding::Json};

/// The fields of a case as a form has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(
    not(feature = "ssr"),
    allow(dead_code, reason = "plain forms post it, which the browser sends by itself")
)]
pub struct CaseForm {
    /// The version that is shown.
    pub version: i64,
    /// What its fields held in that version, as JSON. Only what differs from it has been filled in.
    pub seen: String,
    /// *Datum för registrering*.
    pub registered: String,
    /// *Sysselsättning vid registrering*, its code.
    pub occupation: String,
    /// *Studier annan skolform*.
    pub other_schooling_until: String,
    /// Whether that is to be emptied, in the row for all.
    pub clear: String,
    /// *Handläggare*: the account's number.
    pub caseworker: String,
    /// *Boende utanför hemkommun*, its code.
    pub living_outside: String,
}

/// Freezes rows of a list and leads on to what is to be done with them. `rows` are the chosen ones of those `shown`; what
/// the address of the list names as chosen before stays so, unless it is shown and not chosen. With `all`, everything that
/// matches. `draft` is the token of what has been filled in for them before, if anything.
#[server(endpoint = "select-rows", output = Json)]
pub async fn select_rows(
    list: String,
    #[server(default)] search: String,
    #[server(default)] rows: Vec<i64>,
    #[server(default)] shown: Vec<i64>,
    #[server(default)] all: String,
    #[server(default)] action: String,
    #[server(default)] draft: String,
) -> Result<(), AppError> {
    let all = !all.is_empty();
    let chosen = crate::server::bulk::select::Chosen { search, rows, shown, all, action, draft };
    crate::server::bulk::select::select(&list, chosen).await
}

/// Fills in or saves the form of *Uppdatera aktivitetsansvar*.
#[server(endpoint = "update-cases", output = Json)]
pub async fn update_cases(
    #[server(default)] selection: String,
    #[server(default)] list: String,
    #[server(default)] page: usize,
    #[server(default)] what: String,
    #[server(default)] top: CaseForm,
    #[server(default)] rows: HashMap<i64, CaseForm>,
) -> Result<(), AppError> {
    let posted = crate::server::bulk::update::Posted { selection, list, page, what, top, rows };
    crate::server::bulk::update::post(posted).await
}

/// Asks a job to stop.
#[server(endpoint = "cancel-job", output = Json)]
pub async fn cancel_job(id: i64) -> Result<(), AppError> {
    crate::server::bulk::job::cancel(id).await
}

/// Takes a bulk change back.
#[server(endpoint = "undo-change", output = Json)]
pub async fn undo_change(id: i64) -> Result<(), AppError> {
    crate::server::bulk::job::undo(id).await
}
