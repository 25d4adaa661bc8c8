//! Deleting a closed case. How the page that asks is drawn stands in [`crate::page::removal`].

use domain::{
    id::CaseId,
    language::{Language, Message},
};
use service::removal::{self, RemovalFailure};

use super::form::{self, Told};
use crate::{
    error::AppError,
    page::removal::{Page, done},
    path::{self, LIST_PARAMETER},
    server::{
        drawn::{Reader, html, parameter},
        request, response,
        session::signed_in_or_back_to,
    },
    serverfn::drawn::Drawn,
    words::RemovalWords,
};

/// Draws the page that asks, or once it has been done, tells so.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that deletes none, [`AppError::NotFound`] for a case out of its reach.
pub async fn draw(reader: &Reader, id: CaseId, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let list = parameter(search, LIST_PARAMETER).unwrap_or_default();
    let preview = match removal::preview(services, session, id).await {
        // What has just been deleted is there no more.
        Err(service::ServiceError::NotFound) => {
            let Told(told) = form::kept(reader, search, path::SAVED_PARAMETER).await?;
            if told.is_empty() {
                return Err(AppError::NotFound);
            }
            let aloud = told.join(" ");
            let body = html(done(told, &list, *language));
            let title = language.removed().to_owned();
            return Ok(Drawn { title, body, told: aloud, ..Drawn::default() });
        }
        preview => preview?,
    };
    let case = service::cases::view(services, session, id).await?;
    let Told(problems) = form::kept(reader, search, path::DRAFT_PARAMETER).await?;
    let page = Page { case, preview, problems, list, language: *language };
    Ok(form::page(page.title(), page.is_refused(), page.view(), *language))
}

/// Deletes a case, and leads to where that is told, or why it is not done.
///
/// # Errors
/// As [`draw`].
pub async fn remove(id: i64, version: i64, list: &str) -> Result<(), AppError> {
    let here = path::from_list(&path::remove_case(CaseId(id)), list);
    let Some((services, session)) = signed_in_or_back_to(&here).await? else { return Ok(()) };
    let language = request::preferences().language;
    let reader = Reader { services, session, language };
    let done = removal::remove(&reader.services, &reader.session, CaseId(id), version).await;
    let (parameter, told) = match done {
        Ok(gone) => (path::SAVED_PARAMETER, language.went(gone.measures, gone.contacts)),
        Err(failure) => (path::DRAFT_PARAMETER, why(failure, language)?),
    };
    let token = form::keep(&reader, &Told(vec![told])).await?;
    response::see_other(&path::with(&here, parameter, &token));
    Ok(())
}

fn why(failure: RemovalFailure, language: Language) -> Result<String, AppError> {
    match failure {
        RemovalFailure::Refused(refusal) => Ok(refusal.message(language)),
        RemovalFailure::ChangedMeanwhile(changed) => Ok(changed.message(language)),
        RemovalFailure::Unavailable(error) => Err(response::answer_with(error)),
    }
}
