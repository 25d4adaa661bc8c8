//! Who is signed in.

use axum::http::HeaderMap;
use domain::access::due::Due;
use leptos::prelude::{provide_context, use_context};
use service::{
    Services,
    session::{self, Asked, Session},
};

use super::{access::import::Pasted, cookie, letters::Pager, request, response};
use crate::{error::AppError, path};

/// Gives a request what its server functions begin with: the services, where browsers find Fyren if that is not where they
/// ask, what counts the pages of letters and what reads pasted rows.
pub fn provide(services: Services, origin: Option<String>, pager: Pager, pasted: Pasted) {
    provide_context(services);
    provide_context(pager);
    provide_context(pasted);
    provide_context(request::Origin(origin));
    provide_context(Asked::default());
}

/// By what the session of a request is told apart in the log of the server, with which nobody can take it over; nothing without one.
pub fn told(headers: &HeaderMap) -> Option<String> {
    cookie::among(headers, session::COOKIE).map(|token| session::told(&token))
}

/// The services, which the server gives to every request.
///
/// # Errors
/// [`AppError::Unavailable`] when the server has not.
pub fn services() -> Result<Services, AppError> {
    use_context().ok_or_else(|| response::answer_with(AppError::Unavailable))
}

/// The session of the request's cookie. Every server function but those of signing in and of a user's own account begins here.
///
/// # Errors
/// As [`signed_in_with_any_password`]; [`AppError::PasswordDue`] or [`AppError::SecondFactorDue`] for whoever is to do that
/// first: a page leads to where it is done, and on from there.
pub async fn signed_in() -> Result<(Services, Session), AppError> {
    let (services, session) = signed_in_with_any_password().await?;
    let due = match session.due() {
        None => return Ok((services, session)),
        Some(Due::Password) => AppError::PasswordDue,
        Some(Due::SecondFactor) => AppError::SecondFactorDue,
    };
    match request::page() {
        Some(page) => {
            response::see_other(&path::own_page_to(&path::without(&page, &[path::CHANGE_PARAMETER])));
            Err(due)
        }
        None => Err(response::answer_with(due)),
    }
}

/// The session of the request's cookie, also of somebody who is to do something before anything else.
///
/// # Errors
/// [`AppError::SignedOut`] without a living session: a page is then sent to where one signs in, and leads back from
/// there; a script is answered with status 401.
pub async fn signed_in_with_any_password() -> Result<(Services, Session), AppError> {
    let services = services()?;
    let session = match cookie::value(session::COOKIE) {
        Some(token) => {
            let asked: Asked = use_context().unwrap_or_default();
            asked.session(&services, &token).await.map_err(response::answer_with)?
        }
        None => None,
    };
    match (session, request::page()) {
        (Some(session), _) => Ok((services, session)),
        (None, Some(page)) => {
            // Whoever signs in comes back from a page of Fyren, whoever's link it was.
            let page = path::without(&page, &[path::CHANGE_PARAMETER]);
            response::see_other(&path::sign_in_to(&page));
            Err(AppError::SignedOut)
        }
        (None, None) => Err(response::answer_with(AppError::SignedOut)),
    }
}

/// Lets the browser go on under another token, of somebody who has just signed in or has yet to answer with a code. The session that
/// it had until then ends: nobody returns to it, and it is not left to whoever comes by its token.
///
/// # Errors
/// When the database does not answer.
pub async fn go_on_under(services: &Services, token: &str) -> Result<(), AppError> {
    let before = match cookie::value(session::COOKIE) {
        Some(before) => session::session(services, &before).await.map_err(response::answer_with)?,
        None => None,
    };
    cookie::set(session::COOKIE, token, None);
    match before {
        Some(before) => session::sign_out(services, &before).await.map_err(response::answer_with),
        None => Ok(()),
    }
}

/// Who is signed in, for a plain form: whoever is not is sent to where one signs in, and comes to `back` from there.
/// `None` when that has been answered.
///
/// # Errors
/// As [`signed_in`], for a script.
pub async fn signed_in_or_back_to(back: &str) -> Result<Option<(Services, Session)>, AppError> {
    back_to(back, signed_in().await)
}

/// The same, also for somebody who is to do something before anything else.
///
/// # Errors
/// As [`signed_in_with_any_password`], for a script.
pub async fn signed_in_with_any_password_or_back_to(
    back: &str,
) -> Result<Option<(Services, Session)>, AppError> {
    back_to(back, signed_in_with_any_password().await)
}

fn back_to(
    back: &str,
    signed_in: Result<(Services, Session), AppError>,
) -> Result<Option<(Services, Session)>, AppError> {
    match signed_in {
        Err(AppError::SignedOut) if request::accepts_html() => {
            response::see_other(&path::sign_in_to(back));
            Ok(None)
        }
        signed_in => signed_in.map(Some),
    }
}
