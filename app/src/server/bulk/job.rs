//! Following a job, stopping it, taking a change back. How the pages are drawn stands in [`crate::page::job`] and
//! [`crate::page::undo`].

use domain::{
    access::Permission,
    id::{CaseId, JobId},
    job::UndoRefusal,
};
use service::{jobs, letters, undo};

use crate::{
    error::AppError,
    page::{self, undo::MOST_NAMED},
    path,
    server::{
        drawn::{Reader, html},
        form, response,
        session::signed_in_or_back_to,
    },
    serverfn::drawn::Drawn,
};

/// Draws the page of a job. Whose rows were not changed is told once it is over.
///
/// # Errors
/// [`AppError::NotFound`] for a job that the reader does not follow.
pub async fn draw(reader: &Reader, id: JobId) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let progress = jobs::progress(services, session, id).await?;
    let is_over = progress.state.is_over();
    let report = if is_over { jobs::report(services, session, id).await? } else { Vec::new() };
    let letters = if is_over { letters::of_job(services, session, id).await? } else { 0 };
    let may_edit = session.may(Permission::EditCases);
    let language = *language;
    let page = page::job::Page { progress, report, letters, may_edit, language };
    Ok(Drawn {
        title: page.title().to_owned(),
        progress: html(page.progress_view()),
        body: html(page.body_view()),
        told: page.told(),
        goes_on: !is_over,
        ..Drawn::default()
    })
}

/// Draws the page that asks whether a change is really to be taken back.
///
/// # Errors
/// [`AppError::NotFound`] for a change that the reader may not take back.
pub async fn draw_undo(reader: &Reader, id: JobId) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let preview = undo::preview(services, session, id).await?;
    let in_the_way = preview.refusal.iter().flat_map(UndoRefusal::cases).map(|(case, _)| case);
    let named: Vec<CaseId> = in_the_way.take(MOST_NAMED).collect();
    let names = jobs::names(services, session, &named).await?;
    let page = page::undo::Page { preview, names, language: *language };
    let is_refused = page.preview.refusal.is_some();
    Ok(form::page(page.title(), is_refused, page.view(), *language))
}

/// Asks a job to stop, and leads back to it.
///
/// # Errors
/// [`AppError::NotFound`] for a job that the reader does not follow.
pub async fn cancel(id: i64) -> Result<(), AppError> {
    let here = path::job(JobId(id));
    let Some((services, session)) = signed_in_or_back_to(&here).await? else { return Ok(()) };
    jobs::cancel(&services, &session, JobId(id)).await.map_err(response::answer_with)?;
    response::see_other(&here);
    Ok(())
}

/// Takes a change back and leads to the report of that, or to why it was refused.
///
/// # Errors
/// [`AppError::NotFound`] for a change that the reader may not take back.
pub async fn undo(id: i64) -> Result<(), AppError> {
    let here = path::undo(JobId(id));
    let Some((services, session)) = signed_in_or_back_to(&here).await? else { return Ok(()) };
    let target = match undo::undo(&services, &session, JobId(id)).await {
        Ok(by) => path::job(by),
        // The page says why.
        Err(undo::UndoFailure::Refused(_)) => here,
        Err(undo::UndoFailure::Unavailable(error)) => return Err(response::answer_with(error)),
    };
    response::see_other(&target);
    Ok(())
}
