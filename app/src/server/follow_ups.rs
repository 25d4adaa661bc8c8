//! The agenda, and subscribing to a calendar. How they are drawn stands in [`crate::page::follow_ups`].

use std::time::Duration;

use domain::{id::CalendarFeedId, list::url::to_query_string};
use service::{calendar, follow_ups};

use crate::{
    error::AppError,
    page::follow_ups::{
        agenda,
        calendar::{Made, Page},
    },
    path,
    server::{
        cookie,
        drawn::{Reader, html, parameter},
        request, response,
        session::signed_in_or_back_to,
    },
    serverfn::drawn::Drawn,
};

/// The cookie that carries a token from where it was made to the page that shows it, once. Nobody but the browser has it
/// meanwhile.
const MADE: &str = "__Host-fyren-calendar";
/// For how long.
const KEPT_FOR: Duration = Duration::from_secs(120);

/// The parameter that tells that a subscription has been removed.
const REVOKED: &str = "borttagen";

/// Draws the agenda.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that reads no cases.
pub async fn agenda(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let mine = parameter(search, path::MINE_PARAMETER).is_some_and(|mine| mine == "1");
    let today = services.today();
    let list = |part| {
        let query = follow_ups::agenda_query(part, today, mine).unwrap_or_default();
        format!("{}{}", path::FOLLOW_UPS, to_query_string(&query).explicit_suffix(None))
    };
    let sections = follow_ups::agenda(services, session, mine).await?;
    let parts = sections.into_iter().map(|section| (list(section.part), section));
    let parts = parts.map(|(list, section)| (section, list)).collect();
    let page = agenda::Page { parts, mine, today, reader: session.name.clone(), language: *language };
    Ok(Drawn { title: page.title().to_owned(), body: html(page.view()), ..Drawn::default() })
}

/// Draws the page of subscriptions, with the address of one that has just been made.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that reads no cases.
pub async fn calendar(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let subscriptions = calendar::subscriptions(services, session).await?;
    let made = match cookie::value(MADE) {
        Some(token) => {
            cookie::remove(MADE);
            let is_own = calendar::is_own(services, session, &token).await?;
            let origin = request::address().unwrap_or_default();
            is_own.then(|| Made { origin, path: path::calendar_file(&token) })
        }
        None => None,
    };
    let page = Page {
        subscriptions,
        made,
        is_revoked: parameter(search, REVOKED).is_some(),
        organisation: session.acting.organisation.clone(),
        language: *language,
    };
    let told = page.told().to_owned();
    Ok(Drawn { title: page.title().to_owned(), body: html(page.view()), told, ..Drawn::default() })
}

/// Makes a subscription and leads to where its address is shown.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that reads no cases.
pub async fn make_calendar(mine: bool) -> Result<(), AppError> {
    let Some((services, session)) = signed_in_or_back_to(path::CALENDAR).await? else { return Ok(()) };
    let language = request::preferences().language;
    let token = calendar::subscribe(&services, &session, mine, language).await;
    cookie::set(MADE, &token.map_err(response::answer_with)?, Some(KEPT_FOR));
    response::see_other(path::CALENDAR);
    Ok(())
}

/// Ends a subscription.
///
/// # Errors
/// [`AppError::NotFound`] for one that is not the reader's.
pub async fn revoke_calendar(id: i64) -> Result<(), AppError> {
    let Some((services, session)) = signed_in_or_back_to(path::CALENDAR).await? else { return Ok(()) };
    calendar::revoke(&services, &session, CalendarFeedId(id)).await.map_err(response::answer_with)?;
    response::see_other(&path::with(path::CALENDAR, REVOKED, "1"));
    Ok(())
}
