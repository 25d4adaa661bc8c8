//! The part of *Min sida* about two-step sign-in. How it is drawn stands in [`crate::page::own::second_factor`].

use std::time::Duration;

use domain::{
    access::{
        due::Due,
        second_factor::{RecoveryCode, SecondFactorRefusal},
    },
    language::Named,
};
use service::{
    second_factor::{self, Asked, SecondFactorChange, SecondFactorError},
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
        second_factor::{GIVE_UP, Part, RENEW_CODES, SET_UP, TURN_OFF},
    },
    path,
};

/// The cookie that carries recovery codes from where they were made to the page that shows them, once. Nobody but the browser
/// has them meanwhile.
const MADE: &str = "__Host-fyren-recovery";
/// For how long.
const KEPT_FOR: Duration = Duration::from_secs(120);
/// What stands between codes in it.
const BETWEEN: char = '.';

/// The part for a reader.
///
/// # Errors
/// When the database does not answer.
pub async fn part(reader: &Reader, user_name: &str, search: &str) -> Result<Part, AppError> {
    let Reader { services, session, language } = reader;
    let codes = match cookie::value(MADE) {
        Some(made) => {
            cookie::remove(MADE);
            let codes: Vec<String> = made.split(BETWEEN).map(str::to_owned).collect();
            // Whoever signs in next in the same browser is not shown them.
            if second_factor::are_own(services, session, &codes).await? { codes } else { Vec::new() }
        }
        None => Vec::new(),
    };
    let code = |name: &str| parameter(search, name).unwrap_or_default();
    Ok(Part {
        factor: second_factor::read(services, session).await?,
        user_name: user_name.to_owned(),
        codes,
        refused: SecondFactorRefusal::from_code(&code(super::REFUSED)),
        is_due: session.due() == Some(Due::SecondFactor),
        till: path::own(&code(path::RETURN_PARAMETER)).unwrap_or_default().to_owned(),
        language: *language,
    })
}

/// Hands recovery codes to the page that shows them.
fn show(codes: &[RecoveryCode]) {
    if codes.is_empty() {
        return;
    }
    let shown: Vec<String> = codes.iter().map(RecoveryCode::shown).collect();
    cookie::set(MADE, &shown.join(&BETWEEN.to_string()), Some(KEPT_FOR));
}

/// Changes it, as `what` says.
///
/// # Errors
/// [`AppError::Invalid`] when that says nothing; when nobody is signed in, or the database does not answer.
pub async fn change(what: &str, password: String, code: String, till: &str) -> Result<(), AppError> {
    let Some((services, session)) = signed_in_with_any_password_or_back_to(path::OWN_PAGE).await? else {
        return Ok(());
    };
    let (what, done) = match what {
        SET_UP => (SecondFactorChange::SetUp, None),
        RENEW_CODES => (SecondFactorChange::RenewCodes, Some(Done::CodesRenewed)),
        TURN_OFF => (SecondFactorChange::TurnOff, Some(Done::SecondFactorOff)),
        _ => return Err(response::answer_with(AppError::Invalid)),
    };
    let asked = Asked { password, code };
    match second_factor::change(&services, &session, (what, asked), &request::client()).await {
        Ok(codes) => {
            show(&codes);
            let back = path::own_page_to(till);
            response::see_other(
                &done.map_or(back.clone(), |done| path::with(&back, super::DONE, done.code())),
            );
            Ok(())
        }
        Err(error) => refused(error, till),
    }
}

/// Confirms what is being set up, or gives it up.
///
/// # Errors
/// When nobody is signed in, or the database does not answer.
pub async fn confirm(what: &str, code: &str, till: &str) -> Result<(), AppError> {
    let Some((services, session)) = signed_in_with_any_password_or_back_to(path::OWN_PAGE).await? else {
        return Ok(());
    };
    if what == GIVE_UP {
        second_factor::give_up(&services, &session).await.map_err(response::answer_with)?;
        response::see_other(&path::own_page_to(till));
        return Ok(());
    }
    match second_factor::confirm(&services, &session, code).await {
        Ok(confirmed) => {
            cookie::set(session::COOKIE, &confirmed.token, None);
            show(&confirmed.codes);
            // What was typed before is gone on with from there, when the codes have been taken care of.
            let resumed = match session.due() {
                Some(_) => interrupted::resume_or_go_on(&services, &confirmed.token, till).await,
                None => None,
            };
            let back = path::own_page_to(resumed.as_deref().unwrap_or(till));
            response::see_other(&path::with(&back, super::DONE, Done::SecondFactorOn.code()));
            Ok(())
        }
        Err(error) => refused(error, till),
    }
}

fn refused(error: SecondFactorError, till: &str) -> Result<(), AppError> {
    match error {
        SecondFactorError::Refused(refusal) => {
            response::see_other(&path::with(&path::own_page_to(till), super::REFUSED, refusal.code()));
            Ok(())
        }
        SecondFactorError::Unavailable(error) => Err(response::answer_with(error)),
    }
}
