//! Pages that the server draws whole. They are read, or are plain forms, and need nothing of the browser but to be shown;
//! so nothing of them is in what the browser loads.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, serverfn::encoding::Json};

/// A page, drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// Its title, as text.
    pub title: String,
    /// The part that tells how far something has come.
    pub progress: String,
    /// The rest.
    pub body: String,
    /// What is said aloud when it has changed, as text.
    pub told: String,
    /// Whether it is to be asked for again in a while.
    pub goes_on: bool,
    /// How many messages the reader has not read now, where the page is asked for by itself.
    pub unread: Option<i64>,
}

/// The page of an address, its path and query.
#[server(name = ReadDrawn, endpoint = "drawn", output = Json)]
pub async fn drawn(address: String) -> Result<Drawn, AppError> {
    crate::server::drawn::page(&address).await
}
