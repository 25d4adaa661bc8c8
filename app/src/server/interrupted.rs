//! What came when the session was gone, a change of a list or a form that was filled in: the browser keeps it, sealed, in a
//! cookie of a few minutes, and it is gone on with once the user has signed in again.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use service::{
    Services, filter_token,
    interrupted::{KEPT_FOR, open, seal, set_aside},
    session::{self, Session},
};

use super::{cookie, list, response, session::services};
use crate::{component::list::posted::Posted, error::AppError, path};

/// The cookie that carries it.
const COOKIE: &str = "__Host-fyren-interrupted";

/// The cookie that tells whose the browser is: the account that signed in last and has not signed out.
const ACCOUNT: &str = "__Host-fyren-account";

/// For how long.
const ACCOUNT_KEPT_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// What was under way.
#[derive(Serialize, Deserialize)]
enum Interrupted {
    /// A change of a list, which is made.
    List {
        /// Its code.
        list: String,
        /// What was posted.
        posted: Posted,
    },
    /// A form that is filled in, which is shown again as it was: what it says to save may have been overtaken.
    Form {
        /// Where it stands.
        address: String,
        /// What was filled in.
        filled_in: FilledIn,
    },
}

/// What was filled in, as JSON: itself, or when that is too long for a cookie the token under which the server keeps it.
#[derive(Serialize, Deserialize)]
enum FilledIn {
    Here(String),
    Kept(String),
}

/// Hands what was posted to a list to the browser. When that cannot be done the reader signs in all the same.
pub async fn keep(list: &str, posted: &Posted) {
    let interrupted = Interrupted::List { list: list.to_owned(), posted: posted.clone() };
    handed_over(hand_over(&interrupted).await);
}

/// Keeps what was filled in in the form at an address. Returns whether that could be done.
pub async fn keep_form<D: Serialize>(address: &str, draft: &D) -> bool {
    handed_over(hand_over_form(address, draft).await)
}

/// Whether something was handed over. If not, what was kept before is older than that, and would be gone on with in its
/// place.
fn handed_over(handed_over: Result<bool, AppError>) -> bool {
    if let Err(error) = handed_over {
        tracing::warn!(code = error.code(), "what was under way was not kept");
    }
    let is_kept = handed_over == Ok(true);
    if !is_kept {
        forget();
    }
    is_kept
}

async fn hand_over_form<D: Serialize>(address: &str, draft: &D) -> Result<bool, AppError> {
    let json = serde_json::to_string(draft).map_err(|_| AppError::Unexpected)?;
    let form = |filled_in| Interrupted::Form { address: address.to_owned(), filled_in };
    if hand_over(&form(FilledIn::Here(json.clone()))).await? {
        return Ok(true);
    }
    let Some(token) = cookie::value(session::COOKIE) else { return Ok(false) };
    match set_aside(&services()?, &token, &json).await? {
        Some(kept) => hand_over(&form(FilledIn::Kept(kept))).await,
        None => Ok(false),
    }
}

/// Hands something sealed to the browser, and returns whether it could.
async fn hand_over(interrupted: &Interrupted) -> Result<bool, AppError> {
    let text = serde_json::to_string(interrupted).map_err(|_| AppError::Unexpected)?;
    let token = cookie::value(session::COOKIE);
    let last = cookie::value(ACCOUNT).and_then(|account| account.parse().ok());
    let sealed = seal(&services()?, token.as_deref(), last, &text).await?;
    if let Some(sealed) = &sealed {
        cookie::set(COOKIE, sealed, KEPT_FOR.to_std().ok());
    }
    Ok(sealed.is_some())
}

fn forget() {
    cookie::remove(COOKIE);
}

/// Lets the browser forget what it keeps, and for whom: its user has signed out.
pub fn forget_all() {
    forget();
    cookie::remove(ACCOUNT);
}

/// Goes on with what the browser has kept, if it is of the page that the user goes on to, and returns the address of the result.
/// Whoever has signed in goes on, even if what they did before cannot be done now.
pub async fn resume_or_go_on(services: &Services, token: &str, target: &str) -> Option<String> {
    match resume(services, token, target).await {
        Ok(resumed) => resumed,
        Err(error) => {
            tracing::warn!(status = error.status(), "what was typed before was not done");
            response::has_succeeded();
            None
        }
    }
}

/// The same, or why it could not be gone on with.
async fn resume(services: &Services, token: &str, target: &str) -> Result<Option<String>, AppError> {
    let Some(session) = session::session(services, token).await? else { return Ok(None) };
    cookie::set(ACCOUNT, &session.account.0.to_string(), Some(ACCOUNT_KEPT_FOR));
    // It waits for whoever is to do something else first.
    if session.due().is_some() {
        return Ok(None);
    }
    let Some(sealed) = cookie::value(COOKIE) else { return Ok(None) };
    forget();
    let Some(interrupted) = interrupted(services, &session, &sealed).await? else { return Ok(None) };
    let goes_on_to = target.split('?').next();
    match interrupted {
        Interrupted::List { list, posted } => match list::path_of(&list).await {
            Ok(path) if goes_on_to == Some(path) => {
                list::changed(services, &session, &list, &posted).await.map(Some)
            }
            _ => Ok(None),
        },
        Interrupted::Form { address, filled_in } if goes_on_to == address.split('?').next() => {
            let draft = match filled_in {
                FilledIn::Here(json) => filter_token::keep_draft(services, &session, &json).await?,
                FilledIn::Kept(token) => token,
            };
            Ok(Some(path::with(&address, path::DRAFT_PARAMETER, &draft)))
        }
        Interrupted::Form { .. } => Ok(None),
    }
}

async fn interrupted(
    services: &Services,
    session: &Session,
    sealed: &str,
) -> Result<Option<Interrupted>, AppError> {
    let text = open(services, session, sealed).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}
