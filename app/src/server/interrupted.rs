//! A change of a list that came when the session was gone: the browser keeps it, sealed, in a cookie of a few minutes, and
//! it is made once the user has signed in again.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use service::{
    Services,
    interrupted::{KEPT_FOR, open, seal},
    session::{self, Session},
};

use super::{cookie, list, session::services};
use crate::{component::list::posted::Posted, error::AppError};

/// The cookie that carries it.
const COOKIE: &str = "__Host-fyren-interrupted";

/// The cookie that tells whose the browser is: the account that signed in last and has not signed out.
const ACCOUNT: &str = "__Host-fyren-account";

/// For how long.
const ACCOUNT_KEPT_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// What was posted, and to which list.
#[derive(Serialize, Deserialize)]
struct Interrupted {
    list: String,
    posted: Posted,
}

/// Hands what was posted to a list to the browser. When that cannot be done the reader signs in all the same.
pub async fn keep(list: &str, posted: &Posted) {
    let interrupted = Interrupted { list: list.to_owned(), posted: posted.clone() };
    let (Ok(services), Ok(text)) = (services(), serde_json::to_string(&interrupted)) else { return };
    let token = cookie::value(session::COOKIE);
    let last = cookie::value(ACCOUNT).and_then(|account| account.parse().ok());
    match seal(&services, token.as_deref(), last, &text).await {
        Ok(Some(sealed)) => cookie::set(COOKIE, &sealed, KEPT_FOR.to_std().ok()),
        // What was kept before is older than this, which would be made in its place.
        Ok(None) => forget(),
        Err(error) => {
            tracing::warn!(code = error.code(), "a change of a list was not kept");
            forget();
        }
    }
}

fn forget() {
    cookie::remove(COOKIE);
}

/// Lets the browser forget what it keeps, and for whom: its user has signed out.
pub fn forget_all() {
    forget();
    cookie::remove(ACCOUNT);
}

/// Makes the change that the browser has kept, if it is of the page that the user goes on to. Returns the address of the
/// result.
///
/// # Errors
/// When the database does not answer.
pub async fn resume(services: &Services, token: &str, target: &str) -> Result<Option<String>, AppError> {
    let Some(session) = session::session(services, token).await? else { return Ok(None) };
    cookie::set(ACCOUNT, &session.account.0.to_string(), Some(ACCOUNT_KEPT_FOR));
    let Some(sealed) = cookie::value(COOKIE) else { return Ok(None) };
    forget();
    let Some(Interrupted { list, posted }) = interrupted(services, &session, &sealed).await? else {
        return Ok(None);
    };
    match list::path_of(&list).await {
        Ok(path) if target.split('?').next() == Some(path) => {
            list::changed(services, &session, &list, &posted).await.map(Some)
        }
        _ => Ok(None),
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
