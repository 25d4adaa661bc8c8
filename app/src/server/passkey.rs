//! Signing in with a passkey: what the browser is told, and what it answers.

use std::time::Duration;

use service::second_factor::passkey::{
    AWAITED_FOR,
    sign_in::{self, PasskeySignInError, Ways},
};

use super::{
    cookie, interrupted, request, response,
    session::{go_on_under, services},
};
use crate::{
    error::AppError,
    page::sign_in::attempt::{Attempt, Problem},
    path,
};

/// The cookie by which the browser that answers is known as the one that was asked, where it has no session.
const COOKIE: &str = "__Host-fyren-passkey";
/// What a form says that is answered when the password was right.
pub const AFTER_PASSWORD: &str = "password";

/// What the browser is told to let a passkey answer.
///
/// # Errors
/// [`AppError::Unavailable`] where no passkey works, or the database does not answer.
pub async fn ask(after: &str) -> Result<String, AppError> {
    let services = services()?;
    let token = cookie::value(service::session::COOKIE).filter(|_| after == AFTER_PASSWORD);
    let address = request::address().unwrap_or_default();
    let asked = sign_in::ask(&services, &address, token.as_deref()).await;
    let asked = asked.map_err(|error| match error {
        PasskeySignInError::Unavailable(error) => response::answer_with(error),
        _ => response::answer_with(AppError::Unavailable),
    })?;
    if let Some(browser) = &asked.browser {
        let lasts = u64::try_from(AWAITED_FOR.num_seconds()).unwrap_or_default();
        cookie::set(COOKIE, browser, Some(Duration::from_secs(lasts)));
    }
    Ok(asked.options)
}

/// Signs in whoever's passkey has answered, to go on to `till`; what is wrong is told where it was asked, or where one begins again.
///
/// # Errors
/// [`AppError::Unavailable`] without services.
pub async fn answer(answer: &str, after: &str, till: &str) -> Result<(), AppError> {
    let services = services()?;
    let address = request::address().unwrap_or_default();
    let client = request::client();
    let is_after_password = after == AFTER_PASSWORD;
    let half = cookie::value(service::session::COOKIE).unwrap_or_default();
    let signed_in = match is_after_password {
        true => sign_in::answer(&services, (&address, &half), answer, &client).await,
        false => {
            let browser = cookie::value(COOKIE).unwrap_or_default();
            cookie::remove(COOKIE);
            sign_in::sign_in(&services, (&address, &browser), answer, &client).await
        }
    };
    match signed_in {
        Ok(token) => {
            match is_after_password {
                true => cookie::set(service::session::COOKIE, &token, None),
                false => go_on_under(&services, &token).await?,
            }
            let resumed = interrupted::resume_or_go_on(&services, &token, till).await;
            response::see_other(&resumed.unwrap_or_else(|| till.to_owned()));
        }
        Err(error) => {
            let begins_again = matches!(
                error,
                PasskeySignInError::Ended
                    | PasskeySignInError::LockedOut { .. }
                    | PasskeySignInError::NothingToDo
            );
            let back = match is_after_password && !begins_again {
                true => path::sign_in_code_by(till, ways(&half).await?),
                false => path::sign_in_to(till),
            };
            response::see_other(&back);
            Attempt { user_name: String::new(), problem: Problem::from(error) }.keep();
        }
    }
    Ok(())
}

/// With what whoever has given their password goes on.
///
/// # Errors
/// When the database does not answer.
pub async fn ways(token: &str) -> Result<Ways, AppError> {
    sign_in::ways(&services()?, token).await.map_err(response::answer_with)
}
