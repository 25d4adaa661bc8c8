//! Registering somebody by hand.

use std::collections::BTreeMap;

use domain::case::entry::EntryForm;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, serverfn::encoding::Json};

/// What there is to say about a number, drawn.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct SaidOfNumber {
    /// What is told of it, which is read aloud.
    pub told: String,
    /// What can be done about that.
    pub asked: String,
}

/// What there is to say about a number while the rest is filled in, drawn.
#[server(endpoint = "look-up-person", output = Json)]
pub async fn look_up_person(
    #[server(default)] municipality: String,
    #[server(default)] civic_number: String,
) -> Result<SaidOfNumber, AppError> {
    let form = EntryForm { municipality, civic_number, ..EntryForm::default() };
    crate::server::entry::look_up(&form).await
}

/// Looks somebody up or registers them. A plain form posts it, which leads on to a page.
#[server(endpoint = "enter-case", output = Json)]
pub async fn enter_case(
    #[server(default)] list: String,
    #[server(default)] what: String,
    #[server(default)] seen: String,
    #[server(default)] read: BTreeMap<String, String>,
    #[server(default)] fields: EntryForm,
) -> Result<(), AppError> {
    crate::server::entry::post(crate::server::entry::Posted { list, what, seen, read, form: fields }).await
}
