//! Who could do what on a day. How the page is drawn stands in [`crate::page::access::report`].

use service::access_report;

use crate::{
    error::AppError,
    page::access::report as page,
    path,
    server::drawn::{Reader, html, parameter},
    serverfn::drawn::Drawn,
    words::AccessWords,
};

/// Draws the report of the day that is asked for, or of today.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that administers nothing.
pub async fn draw(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let asked = parameter(search, path::DATE_PARAMETER).filter(|day| !day.is_empty());
    let day = asked.as_deref().and_then(|day| day.parse().ok());
    let is_unreadable = asked.is_some() && day.is_none();
    let report = access_report::on(services, session, day.unwrap_or_else(|| services.today())).await?;
    let view = page::view(&report, &session.acting.organisation, is_unreadable, *language);
    Ok(Drawn { title: language.access_report().to_owned(), body: html(view), ..Drawn::default() })
}
