//! Filter values that are personal data: kept on the server under a token, so that no address carries them.

use domain::id::AccountId;
use sha2::{Digest, Sha256};

use crate::{ServiceError, Services, session::Session};

/// The longest filter that is kept, in bytes.
const LONGEST: usize = 64 * 1024;

/// Keeps a filter for the user and returns its token: the same filter has the same token, so that going back and forth
/// makes no new ones, and nobody else can use or guess it.
///
/// # Errors
/// [`ServiceError::TooLarge`] when it is too long; when the database refuses.
pub async fn keep(services: &Services, session: &Session, filter: &str) -> Result<String, ServiceError> {
    keep_for(services, session.account, filter).await
}

/// The same for an account.
pub(crate) async fn keep_for(
    services: &Services,
    account: AccountId,
    filter: &str,
) -> Result<String, ServiceError> {
    if filter.len() > LONGEST {
        return Err(ServiceError::TooLarge);
    }
    let mut connection = services.store.read().await?;
    let secret = installation_secret(services, &mut connection).await?;
    drop(connection);
    let mut hasher = Sha256::new();
    for part in [secret.as_bytes(), account.to_string().as_bytes(), filter.as_bytes()] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    let mut token = hex::encode(hasher.finalize());
    token.truncate(32);
    services.store.keep_filter(account, &token, filter, services.now()).await?;
    Ok(token)
}

/// The filter that the user keeps under a token.
///
/// # Errors
/// When the database refuses.
pub async fn find(
    services: &Services,
    session: &Session,
    token: &str,
) -> Result<Option<String>, ServiceError> {
    Ok(services.store.read().await?.filter_token(session.account, token).await?)
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
