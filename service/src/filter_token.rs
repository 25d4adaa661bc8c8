//! Filter values that are personal data: kept on the server under a token, so that no address carries them.

use chrono::TimeDelta;
use domain::{access::Scope, id::AccountId};
use sha2::{Digest, Sha256};
use store::Kept;

use crate::{ServiceError, Services, session::Session};

/// The longest text that is kept, in bytes: a form as large as may be posted, however its characters are written.
const LONGEST: usize = 1024 * 1024;

/// How old the latest use of a token may be before the next is noted, so that not every page that is read writes.
const NOTED_AFTER: TimeDelta = TimeDelta::minutes(5);

/// Keeps a filter for the user and returns its token: the same filter has the same token, so that going back and forth
/// makes no new ones, and nobody else can use or guess it.
///
/// # Errors
/// [`ServiceError::TooLarge`] when it is too long; when the database refuses.
pub async fn keep(services: &Services, session: &Session, filter: &str) -> Result<String, ServiceError> {
    keep_for(services, session.account, (Kept::Filter, filter)).await
}

/// Keeps in the same way a form as it was filled in, or what is told of it.
///
/// # Errors
/// As [`keep`].
pub async fn keep_draft(services: &Services, session: &Session, draft: &str) -> Result<String, ServiceError> {
    keep_for(services, session.account, (Kept::Draft, draft)).await
}

/// The same for an account.
pub(crate) async fn keep_for(
    services: &Services,
    account: AccountId,
    (kind, filter): (Kept, &str),
) -> Result<String, ServiceError> {
    if filter.len() > LONGEST {
        return Err(ServiceError::TooLarge);
    }
    let mut connection = services.store.read(&Scope::of_the_system()).await?;
    let secret = installation_secret(services, &mut connection).await?;
    drop(connection);
    let mut hasher = Sha256::new();
    for part in [secret.as_bytes(), account.to_string().as_bytes(), filter.as_bytes()] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    let mut token = hex::encode(hasher.finalize());
    token.truncate(32);
    services.store.keep_filter(account, &token, (kind, filter), services.now()).await?;
    Ok(token)
}

/// The filter or the draft that the user keeps under a token, which is among the latest from then on.
///
/// # Errors
/// When the database refuses.
pub async fn find(
    services: &Services,
    session: &Session,
    token: &str,
) -> Result<Option<String>, ServiceError> {
    let found = services.store.read(&session.scope()).await?.filter_token(session.account, token).await?;
    let Some((filter, used)) = found else { return Ok(None) };
    let now = services.now();
    if now - used > NOTED_AFTER {
        services.store.use_filter(session.account, token, now).await?;
    }
    Ok(Some(filter))
}

/// The name of the setting that holds the secret of this installation.
const SECRET: &str = "filter-secret";

/// The secret of this installation, made when it is first asked for.
pub(crate) async fn installation_secret(
    services: &Services,
    connection: &mut store::Connection,
) -> Result<String, ServiceError> {
    if let Some(secret) = connection.setting(SECRET).await? {
        return Ok(secret);
    }
    let actor = domain::operation::Actor::System;
    let operation =
        services.operation(domain::operation::OperationKind::AccountChange, actor, None, "filter secret");
    let mut transaction = services.store.operate(operation).await?;
    // Another server may have been first.
    if let Some(secret) = transaction.setting(SECRET).await? {
        return Ok(secret);
    }
    let secret = crate::session::new_token()?;
    transaction.set_setting(SECRET, &secret).await?;
    transaction.commit().await?;
    Ok(secret)
}
