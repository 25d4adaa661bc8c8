//! The part of *Min sida* about passkeys. How it is drawn stands in [`crate::page::own::passkeys`].

use domain::{access::passkey::PasskeyRefusal, id::PasskeyId, language::Named};
use service::{
    second_factor::{
        Asked,
        passkey::{self, PasskeyError},
    },
    session,
};

use super::super::{
    cookie,
    drawn::{Reader, parameter},
    interrupted, request, response,
    session::signed_in_with_any_password_or_back_to,
};
use crate::{
    error::AppError,
    page::own::{
        Done,
        passkeys::{ADD, GIVE_UP, Passkeys, REMOVE},
    },
    path,
};

/// The part for a reader.
///
/// # Errors
/// When the database does not answer.
pub async fn part(
    reader: &Reader,
    (user_name, has_codes): (&str, bool),
    search: &str,
) -> Result<Passkeys, AppError> {
    let code = |name: &str| parameter(search, name).unwrap_or_default();
    Ok(Passkeys {
        own: passkey::read(&reader.services, &reader.session).await?,
        user_name: user_name.to_owned(),
        has_codes,
        refused: PasskeyRefusal::from_code(&code(super::REFUSED)),
        till: path::own(&code(path::RETURN_PARAMETER)).unwrap_or_default().to_owned(),
        language: reader.language,
    })
}

/// Begins to add a passkey or removes one, as `what` says.
///
/// # Errors
/// [`AppError::Invalid`] when that says nothing; when nobody is signed in, or the database does not answer.
pub async fn change(what: &str, name: &str, asked: Asked, till: &str) -> Result<(), AppError> {
    let Some((services, session)) = signed_in_with_any_password_or_back_to(path::OWN_PAGE).await? else {
        return Ok(());
    };
    let client = request::client();
    let back = path::own_page_to(till);
    let (changed, leads_to) = match (what, what.strip_prefix(REMOVE).and_then(|id| id.parse().ok())) {
        (ADD, _) => {
            let address = request::address().unwrap_or_default();
            (passkey::begin(&services, &session, &address, (name, asked), &client).await, back)
        }
        (_, Some(id)) => {
            let removed = passkey::remove(&services, &session, (PasskeyId(id), asked), &client).await;
            (removed, path::with(&back, super::DONE, Done::PasskeyRemoved.code()))
        }
        _ => return Err(response::answer_with(AppError::Invalid)),
    };
    match changed {
        Ok(()) => {
            response::see_other(&leads_to);
            Ok(())
        }
        Err(error) => refused(error, till),
    }
}

/// Adds the passkey that the browser has made, or gives the adding up.
///
/// # Errors
/// When nobody is signed in, or the database does not answer.
pub async fn confirm(what: &str, answer: &str, till: &str) -> Result<(), AppError> {
    let Some((services, session)) = signed_in_with_any_password_or_back_to(path::OWN_PAGE).await? else {
        return Ok(());
    };
    if what == GIVE_UP {
        passkey::give_up(&services, &session).await.map_err(response::answer_with)?;
        response::see_other(&path::own_page_to(till));
        return Ok(());
    }
    let address = request::address().unwrap_or_default();
    match passkey::confirm(&services, &session, &address, answer).await {
        Ok(token) => {
            cookie::set(session::COOKIE, &token, None);
            let resumed = match session.due() {
                Some(_) => interrupted::resume_or_go_on(&services, &token, till).await,
                None => None,
            };
            let back = path::own_page_to(resumed.as_deref().unwrap_or(till));
            response::see_other(&path::with(&back, super::DONE, Done::PasskeyAdded.code()));
            Ok(())
        }
        Err(error) => refused(error, till),
    }
}

fn refused(error: PasskeyError, till: &str) -> Result<(), AppError> {
    match error {
        PasskeyError::Refused(refusal) => {
            response::see_other(&path::with(&path::own_page_to(till), super::REFUSED, refusal.code()));
            Ok(())
        }
        PasskeyError::Unavailable(error) => Err(response::answer_with(error)),
    }
}
