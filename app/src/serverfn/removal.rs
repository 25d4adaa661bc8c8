//! Deleting a closed case. Posted by a plain form.

use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// Deletes a case that is as it was when the page that asks was drawn.
#[server(endpoint = "remove-case", output = Json)]
pub async fn remove_case(
    id: i64,
    #[server(default)] version: i64,
    #[server(default)] list: String,
) -> Result<(), AppError> {
    crate::server::removal::remove(id, version, &list).await
}
