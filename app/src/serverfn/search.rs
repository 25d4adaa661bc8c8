//! The search. What is typed is posted, and stands in no address.

use leptos::prelude::*;

use crate::{error::AppError, serverfn::encoding::Json};

/// What is found, drawn: what is said of it, and the hits. They are drawn by the server alone, so that the browser need
/// not load a second way of drawing them.
#[server(name = Find, endpoint = "find", output = Json)]
pub async fn find(#[server(default)] text: String) -> Result<(String, String), AppError> {
    use crate::server::{search, session::signed_in};
    let (services, session) = signed_in().await?;
    search::drawn(&services, &session, &text).await
}

/// Keeps what a plain form looks for, and leads on to the page that shows what is found.
#[server(name = KeepSearch, endpoint = "search", output = Json)]
pub async fn keep_search(#[server(default)] text: String) -> Result<(), AppError> {
    use crate::{
        path,
        server::{request, response, search, session::signed_in},
    };
    let target = match signed_in().await {
        Ok((services, session)) => search::kept(&services, &session, &text).await?,
        Err(AppError::SignedOut) if request::accepts_html() => path::sign_in_to(path::SEARCH),
        Err(error) => return Err(error),
    };
    response::see_other(&target);
    Ok(())
}
