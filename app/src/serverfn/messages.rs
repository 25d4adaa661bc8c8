//! Messages between users. Posted by plain forms, and lead on to a page.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// Sends a message. `read` says which warnings about its text have been read, and `answers` which message it answers.
#[server(endpoint = "send-message", output = Json)]
pub async fn send_message(
    #[server(default)] fields: BTreeMap<String, String>,
    #[server(default)] read: BTreeMap<String, String>,
    #[server(default)] answers: Option<i64>,
) -> Result<(), AppError> {
    crate::server::messages::send(fields, read, answers.map(domain::id::UserMessageId)).await
}

/// Does with a message that has been received what `what` says.
#[server(endpoint = "mark-message", output = Json)]
pub async fn mark_message(id: i64, #[server(default)] what: String) -> Result<(), AppError> {
    crate::server::messages::mark(domain::id::UserMessageId(id), &what).await
}

/// Chooses whether a letter by e-mail says that there is a message.
#[server(endpoint = "choose-mail", output = Json)]
pub async fn choose_mail(#[server(default)] wanted: bool) -> Result<(), AppError> {
    crate::server::messages::choose_mail(wanted).await
}
