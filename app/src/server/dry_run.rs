//! What the next run will do. How it is drawn stands in [`crate::page::dry_run`].

use domain::{coverage::difference::Part, language::Named, municipality::MunicipalityCode};
use service::dry_run::{self, Asked};

use crate::{
    error::AppError,
    page,
    path::{PAGE_PARAMETER, PART_PARAMETER, PLACE_PARAMETER},
    server::drawn::{Reader, html, parameter},
    serverfn::drawn::Drawn,
};

/// Draws what the next run of a municipality will do.
///
/// # Errors
/// [`AppError::NotFound`] for a municipality that the reader does not reach, [`AppError::Forbidden`] for a role that reads no
/// cases.
pub async fn draw(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let municipality = match parameter(search, PLACE_PARAMETER).filter(|code| !code.is_empty()) {
        Some(code) => Some(MunicipalityCode::try_from(code.as_str()).map_err(|_| AppError::NotFound)?),
        None => None,
    };
    let asked = Asked {
        municipality,
        part: parameter(search, PART_PARAMETER).and_then(|code| Part::from_code(&code)),
        page: parameter(search, PAGE_PARAMETER).and_then(|page| page.parse().ok()).unwrap_or(1),
    };
    let run = dry_run::view(services, session, asked).await?;
    let page = page::dry_run::Page { run, language: *language };
    Ok(Drawn { title: page.title().to_owned(), body: html(page.view()), ..Drawn::default() })
}
