//! *Min sida*. How it is drawn stands in [`crate::page::own`].

pub mod passkeys;
pub mod second_factor;

use domain::{
    access::{due::Due, password::PasswordRefusal},
    id::SessionId,
    language::Named,
};
use service::{
    mail,
    own_account::{self, PasswordChange, PasswordError},
    session,
};

use super::{
    cookie,
    drawn::{Reader, parameter},
    form, interrupted, request, response,
    session::signed_in_with_any_password_or_back_to,
};
use crate::{
    error::AppError,
    page::own::{Done, Page},
    path,
    serverfn::drawn::Drawn,
};

/// The parameter that tells why the password was not changed.
const REFUSED: &str = "fel";
/// The parameter that tells what has been done.
pub const DONE: &str = "gjort";

/// Draws the page.
///
/// # Errors
/// When the database does not answer.
pub async fn draw(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let account = own_account::read(&reader.services, &reader.session).await?;
    let mail = mail::choice(&reader.services, &reader.session).await?;
    let second_factor = second_factor::part(reader, &account.user_name, search).await?;
    let has_codes = second_factor.factor.since.is_some();
    let passkeys = passkeys::part(reader, (&account.user_name, has_codes), search).await?;
    let code = |name: &str| parameter(search, name).unwrap_or_default();
    let page = Page {
        account,
        name: reader.session.name.clone(),
        roles: reader.session.roles.clone(),
        acting: reader.session.acting.id,
        is_to_choose: reader.session.due() == Some(Due::Password),
        second_factor,
        passkeys,
        mail,
        till: path::own(&code(path::RETURN_PARAMETER)).unwrap_or_default().to_owned(),
        refused: PasswordRefusal::from_code(&code(REFUSED)),
        done: Done::from_code(&code(DONE)),
        language: reader.language,
    };
    let drawn = form::page(page.title(), page.is_refused(), page.view(), reader.language);
    Ok(Drawn { told: page.told().to_owned(), ..drawn })
}

/// Exchanges the password.
///
/// # Errors
/// When nobody is signed in, or the database does not answer.
pub async fn change_password(
    current: String,
    new: String,
    again: String,
    till: &str,
) -> Result<(), AppError> {
    let Some((services, session)) = signed_in_with_any_password_or_back_to(path::OWN_PAGE).await? else {
        return Ok(());
    };
    let asked = PasswordChange { current, new, again };
    let till = path::own(till).filter(|till| !till.is_empty());
    match own_account::change_password(&services, &session, asked, &request::client()).await {
        Ok(token) => {
            cookie::set(session::COOKIE, &token, None);
            let done = path::with(path::OWN_PAGE, DONE, Done::PasswordChanged.code());
            let target = till.unwrap_or(&done);
            let resumed = interrupted::resume_or_go_on(&services, &token, target).await;
            response::see_other(resumed.as_deref().unwrap_or(target));
            Ok(())
        }
        Err(PasswordError::Refused(refusal)) => {
            let back = path::own_page_to(till.unwrap_or(path::START));
            response::see_other(&path::with(&back, REFUSED, refusal.code()));
            Ok(())
        }
        Err(PasswordError::Unavailable(error)) => Err(response::answer_with(error)),
    }
}

/// Ends a session, or all but the one in which it is asked.
///
/// # Errors
/// [`AppError::NotFound`] for one that is not the reader's.
pub async fn end_session(id: Option<i64>) -> Result<(), AppError> {
    let Some((services, session)) = signed_in_with_any_password_or_back_to(path::OWN_PAGE).await? else {
        return Ok(());
    };
    let done = match id {
        Some(id) => {
            let ended = own_account::end_session(&services, &session, SessionId(id)).await;
            ended.map_err(response::answer_with)?;
            Done::SessionEnded
        }
        None => {
            own_account::end_other_sessions(&services, &session).await.map_err(response::answer_with)?;
            Done::SessionsEnded
        }
    };
    response::see_other(&path::with(path::OWN_PAGE, DONE, done.code()));
    Ok(())
}
