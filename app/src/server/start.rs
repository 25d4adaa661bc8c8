//! The start page. How it is drawn stands in [`crate::page::start`].

use domain::{access::Permission, language::Named, product_page::ProductPage};

use crate::{
    error::AppError,
    page::start,
    server::drawn::{Reader, html},
    serverfn::drawn::Drawn,
};

/// Draws the start page: the numbers of the reader's part of the register, for a role that reads cases.
///
/// # Errors
/// When the database does not answer.
pub async fn draw(reader: &Reader) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let overview = match session.may(Permission::ReadCases) {
        true => Some(service::overview::overview(services, session).await?),
        false => None,
    };
    let waiting = match session.may(Permission::EditCases) {
        true => service::notices::waiting_count(services, session).await?,
        false => 0,
    };
    let view = start::view(&session.name, &session.acting, services.today(), overview, waiting);
    Ok(Drawn { title: ProductPage::Start.name(*language).to_owned(), body: html(view), ..Drawn::default() })
}
