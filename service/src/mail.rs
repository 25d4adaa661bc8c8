//! Letters by e-mail that say that there is a message: who wants them, and how they are sent one after the other.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::Scope,
    contact::email::Email,
    user_message::mail::{MailFailure, again_after},
};
use serde_json::json;
use store::MailOutcome;
pub use store::{LastMail, MailChoice, UnsentMail};

use crate::{ServiceError, Services, own_account, session::Session};

/// How long whoever sends a letter has for it before another tries: longer than any server for e-mail is waited for.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// How long it is remembered what became of a letter.
const REMEMBERED: TimeDelta = TimeDelta::days(30);
/// How many letters that were not sent are told of.
const TOLD: i64 = 200;

/// What takes letters: a server for e-mail.
pub trait MailServer: Send + Sync {
    /// Sends the letter that says that there is a message, to an address.
    fn send(&self, to: &Email) -> impl Future<Output = Result<(), MailFailure>> + Send;
}

/// What the user wants by e-mail; nothing where none is sent.
///
/// # Errors
/// When the database refuses.
pub async fn choice(services: &Services, session: &Session) -> Result<Option<MailChoice>, ServiceError> {
    if !services.sends_mail {
        return Ok(None);
    }
    Ok(Some(services.store.read(&session.scope()).await?.mail_choice(session.account).await?))
}

/// Chooses whether the user is told by e-mail of their messages.
///
/// # Errors
/// [`ServiceError::NotFound`] where no letters are sent, or there is no address to send them to.
pub async fn choose(services: &Services, session: &Session, is_wanted: bool) -> Result<(), ServiceError> {
    let choice = choice(services, session).await?.ok_or(ServiceError::NotFound)?;
    if is_wanted && choice.addresses.is_empty() {
        return Err(ServiceError::NotFound);
    }
    let mut transaction = own_account::begin(services, session, "own-mail").await?;
    if transaction.choose_mail(session.account, is_wanted).await? == is_wanted {
        return Ok(());
    }
    own_account::tell(transaction, session, &json!({ "mail": is_wanted })).await
}

/// Sends the letter that has been due for longest, and returns whether there was one. A letter is sent once at least: whoever
/// breaks down between sending it and noting that lets it be sent again.
///
/// # Errors
/// When the database refuses.
pub async fn send_next(services: &Services, server: &impl MailServer) -> Result<bool, ServiceError> {
    let now = services.now();
    let Some(mail) = services.store.take_mail(now, now + LEASE).await? else { return Ok(false) };
    let outcome = match server.send(&mail.address).await {
        Ok(()) => MailOutcome::Sent,
        Err(failure) => match again_after(mail.attempt).filter(|_| failure.may_pass()) {
            Some(pause) => MailOutcome::Again { due: services.now() + pause, failure },
            None => MailOutcome::GivenUp(failure),
        },
    };
    if let MailOutcome::GivenUp(failure) = outcome {
        tracing::warn!(mail = mail.id.0, failure = failure.code(), "a letter has been given up");
    }
    services.store.settle_mail((mail.id, mail.attempt), outcome, services.now()).await?;
    Ok(true)
}

/// Forgets what was settled long ago.
///
/// # Errors
/// When the database refuses.
pub async fn forget(services: &Services) -> Result<(), ServiceError> {
    let before: DateTime<Utc> = services.now() - REMEMBERED;
    Ok(services.store.forget_mails(before).await?)
}

/// The letters that have been tried in vain, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn unsent(services: &Services) -> Result<Vec<UnsentMail>, ServiceError> {
    Ok(services.store.read(&Scope::of_the_system()).await?.unsent_mails(TOLD).await?)
}
