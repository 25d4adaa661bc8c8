//! Signing in through a provider of OpenID Connect: the browser's way there and back.

use std::time::Duration;

use server_fn::ServerFn;
use service::{
    identity_provider::Answer,
    provider_sign_in::{self, AWAITED_FOR, CameToNothing, ProviderSignInError},
};

use super::{
    cookie, interrupted, request, response,
    session::{go_on_under, services},
};
use crate::{error::AppError, path, serverfn::session::SignInAnswer};

/// The cookie by which the browser that comes back is known as the one that was sent.
const COOKIE: &str = "__Host-fyren-provider";

/// The providers, as the page where one signs in offers them: code and name.
pub fn offered() -> Vec<(String, String)> {
    let providers = services().map(|services| services.identity_providers).unwrap_or_default();
    providers.iter().map(|provider| (provider.code().to_owned(), provider.name().to_owned())).collect()
}

/// Sends the browser to a provider.
///
/// # Errors
/// [`AppError::Unavailable`] without services.
pub async fn send_to(provider: &str, till: &str) -> Result<(), AppError> {
    let services = services()?;
    let till = path::own(till).unwrap_or_default();
    let answered_at = answered_at();
    match provider_sign_in::send_to(&services, provider, till, &answered_at, &request::client()).await {
        Ok(sent) => {
            let lasts = u64::try_from(AWAITED_FOR.num_seconds()).unwrap_or_default();
            cookie::set(COOKIE, &sent.browser, Some(Duration::from_secs(lasts)));
            response::lead_to(&sent.address);
        }
        Err(why) => fail(why, till),
    }
    Ok(())
}

/// Takes what the browser brings back.
///
/// # Errors
/// [`AppError::Unavailable`] without services.
pub async fn come_back(answer: &Answer) -> Result<(), AppError> {
    let services = services()?;
    let browser = cookie::value(COOKIE).unwrap_or_default();
    cookie::remove(COOKIE);
    let answered_at = answered_at();
    match provider_sign_in::come_back(&services, answer, &browser, &answered_at, &request::client()).await {
        Ok((token, till)) => {
            go_on_under(&services, &token).await?;
            let resumed = interrupted::resume_or_go_on(&services, &token, &till).await;
            response::see_other(&resumed.unwrap_or(till));
        }
        Err(CameToNothing { why, till }) => fail(why, &till),
    }
    Ok(())
}

/// Leads to the page with what to do when nobody was signed in.
fn fail(why: ProviderSignInError, till: &str) {
    response::see_other(&path::sign_in_failed_to(Some(why.code()), till));
}

/// Where a provider leads the browser back to.
fn answered_at() -> String {
    format!("{}{}", request::address().unwrap_or_default(), SignInAnswer::PATH)
}
