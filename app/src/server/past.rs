//! The register as of a date. How it is drawn stands in [`crate::page::past`].

use chrono::NaiveDate;
use domain::{case::CaseStatus, language::Named, municipality::MunicipalityCode, past::PastView};
use service::past::{self, Asked};

use crate::{
    error::AppError,
    page,
    path::{DATE_PARAMETER, PAGE_PARAMETER, PART_PARAMETER, PLACE_PARAMETER, VIEW_PARAMETER},
    server::drawn::{Reader, html, parameter},
    serverfn::drawn::Drawn,
};
use domain::access::Permission;

/// What an address asks for, and whether it names a date that cannot be, or is yet to come; today is then asked for.
///
/// # Errors
/// [`AppError::NotFound`] for a municipality that there is not.
pub fn asked(search: &str, today: NaiveDate) -> Result<(Asked, bool), AppError> {
    let municipality = match parameter(search, PLACE_PARAMETER).filter(|code| !code.is_empty()) {
        Some(code) => Some(MunicipalityCode::try_from(code.as_str()).map_err(|_| AppError::NotFound)?),
        None => None,
    };
    let written = parameter(search, DATE_PARAMETER).filter(|text| !text.trim().is_empty());
    let read = written.as_deref().map(|text| text.trim().parse::<NaiveDate>().ok());
    let date = read.flatten().filter(|date| *date <= today);
    let asked = Asked {
        date: date.unwrap_or(today),
        municipality,
        view: parameter(search, VIEW_PARAMETER)
            .and_then(|code| PastView::from_code(&code))
            .unwrap_or(PastView::Valid),
        status: parameter(search, PART_PARAMETER).and_then(|code| CaseStatus::from_code(&code)),
        page: parameter(search, PAGE_PARAMETER).and_then(|page| page.parse().ok()).unwrap_or(1),
    };
    Ok((asked, written.is_some() && date.is_none()))
}

/// Draws the register of a municipality as of a date: today, where none is said. A date that cannot be, or is yet to come, is
/// told of, and today's is shown.
///
/// # Errors
/// [`AppError::NotFound`] for a municipality that the reader does not reach, [`AppError::Forbidden`] for a role that may not.
pub async fn draw(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let today = services.today();
    let (asked, is_mistaken) = asked(search, today)?;
    let register = past::view(services, session, asked).await?;
    let page = page::past::Page {
        register,
        today,
        is_mistaken,
        opens_cases: session.may(Permission::ReadCases),
        language: *language,
    };
    Ok(Drawn { title: page.title().to_owned(), body: html(page.view()), ..Drawn::default() })
}
