//! The list of cases.

use std::collections::HashMap;

use domain::{case::view::CaseRow, list::CaseColumn};
use leptos::prelude::*;

use crate::{
    component::list::{
        ListAnswer,
        change::Change,
        posted::{Field, Posted},
    },
    error::AppError,
    serverfn::encoding::Json,
};

/// The rows that an address asks for; `search` is what stands after its `?`.
#[server(name = ReadCases, endpoint = "cases", output = Json)]
pub async fn cases(search: String) -> Result<ListAnswer<CaseColumn, CaseRow>, AppError> {
    use crate::server::{list, response::answer_with, session::signed_in};
    let (services, session) = signed_in().await?;
    let (asked, profiles) = list::profile::open(&services, &session, &search).await?;
    let page = service::cases::list(&services, &session, &asked.query).await.map_err(answer_with)?;
    let choices = list::case_choices(&services, &session).await?;
    let token = asked.kept.map(|(token, _)| token);
    let today = services.clock.today();
    Ok(ListAnswer { query: asked.query, token, notices: asked.notices, page, today, choices, profiles })
}

/// Changes the list as its forms ask, and leads on to the address of the result.
#[server(endpoint = "change-cases", output = Json)]
pub async fn change_cases(
    #[server(default)] search: String,
    #[server(default)] what: String,
    #[server(default)] filter: HashMap<String, Field>,
    #[server(default)] value: String,
    #[server(default)] part: usize,
    #[server(default)] columns: Vec<String>,
    #[server(default)] profile: i64,
    #[server(default)] sharing: String,
) -> Result<(), AppError> {
    use crate::{path, server};
    let change = Change { what, filter, value, part, columns, profile, sharing };
    server::list::change::<CaseColumn>(path::CASES, &search, &change).await
}

impl From<Posted> for ChangeCases {
    fn from(posted: Posted) -> Self {
        let Posted { search, change } = posted;
        let Change { what, filter, value, part, columns, profile, sharing } = change;
        Self { search, what, filter, value, part, columns, profile, sharing }
    }
}
