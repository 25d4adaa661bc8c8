//! The page of a case. How it is drawn stands in [`crate::page::case`].

use domain::{id::CaseId, list::CaseColumn};

use crate::{
    error::AppError,
    page::case::Page,
    path::{CaseTab, LIST_PARAMETER},
    server::{
        drawn::{Reader, html, parameter},
        list::neighbours,
    },
    serverfn::drawn::Drawn,
};

/// Draws a tab of a case.
///
/// # Errors
/// [`AppError::NotFound`] for a case that is not there or out of the reader's reach, [`AppError::Forbidden`] for a role
/// that reads none.
pub async fn draw(reader: &Reader, id: CaseId, tab: CaseTab, search: &str) -> Result<Drawn, AppError> {
    let case = service::cases::view(&reader.services, &reader.session, id).await?;
    let list = parameter(search, LIST_PARAMETER).unwrap_or_default();
    let beside = neighbours::<CaseColumn>(&reader.services, &reader.session, &list, id.0).await?;
    let page = Page { case, tab, list, beside };
    Ok(Drawn { title: page.title().to_owned(), body: html(page.view()), ..Drawn::default() })
}
