//! Lists: read, changed, their profiles.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::{
    component::list::{posted::Field, shown::ShownList},
    error::AppError,
    serverfn::encoding::Json,
};

/// A list as an address asks for it; `search` is what stands after its `?`.
#[server(endpoint = "read-list", output = Json)]
pub async fn read_list(list: String, #[server(default)] search: String) -> Result<ShownList, AppError> {
    crate::server::list::open(&list, &search).await
}

/// Changes a list as its forms ask, and leads on to the address of the result.
#[server(endpoint = "change-list", output = Json)]
pub async fn change_list(
    list: String,
    #[server(default)] search: String,
    #[server(default)] what: String,
    #[server(default)] fields: HashMap<String, Field>,
    #[server(default)] value: String,
    #[server(default)] part: usize,
    #[server(default)] columns: Vec<String>,
) -> Result<(), AppError> {
    use crate::component::list::posted::Posted;
    let posted = Posted { search, what, fields, value, part, columns, ..Posted::default() };
    match posted.is_of_profiles() {
        true => Err(crate::server::response::answer_with(AppError::Invalid)),
        false => crate::server::list::change(&list, &posted).await,
    }
}

/// Chooses, keeps or changes a profile of a list as its forms ask, and leads on to the list.
#[server(endpoint = "change-profiles", output = Json)]
pub async fn change_profiles(
    list: String,
    #[server(default)] search: String,
    #[server(default)] what: String,
    #[server(default)] value: String,
    #[server(default)] profile: i64,
    #[server(default)] sharing: String,
) -> Result<(), AppError> {
    use crate::component::list::posted::Posted;
    let posted = Posted { search, what, value, profile, sharing, ..Posted::default() };
    match posted.is_of_profiles() {
        true => crate::server::list::change(&list, &posted).await,
        false => Err(crate::server::response::answer_with(AppError::Invalid)),
    }
}
