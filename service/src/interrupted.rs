//! What a user had written when their session turned out to be gone. It is sealed and handed to the browser, which gives
//! it back once the same user has signed in again: so nothing that a person wrote is lost, and none of it stands in an
//! address. The server keeps only what is too long for a cookie, as it keeps filters.

use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce, aead::Aead};
use chrono::TimeDelta;
use domain::access::Scope;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    ServiceError, Services,
    filter_token::{self, installation_secret},
    session::{Session, random_bytes},
};

/// How long a user has to sign in again.
pub const KEPT_FOR: TimeDelta = TimeDelta::minutes(15);

/// The longest sealed text: browsers keep no cookie above 4096 bytes, its name and attributes included.
const LONGEST: usize = 3800;

const NONCE_LENGTH: usize = 24;

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// Whose session it was.
    account: i64,
    /// Until when it is worth anything, in milliseconds since 1970.
    until: i64,
    /// What was written.
    text: String,
}

/// Seals a text for whoever had the session of the token, or else for the account that signed in last in the browser and
/// has not signed out. `None` when nobody knows whose it is, since another may sign in next at the same desk, and when it
/// is too long for a browser to keep.
///
/// # Errors
/// When the database refuses.
pub async fn seal(
    services: &Services,
    token: Option<&str>,
    last: Option<i64>,
    text: &str,
) -> Result<Option<String>, ServiceError> {
    let mut connection = services.store.read(&Scope::of_the_system()).await?;
    let known = match token {
        Some(token) => connection.session(&crate::session::hash_of(token), services.today()).await?,
        None => None,
    };
    let Some(account) = known.map(|found| found.account.0).or(last) else { return Ok(None) };
    let cipher = cipher(services, &mut connection).await?;
    let until = (services.now() + KEPT_FOR).timestamp_millis();
    let kept = Kept { account, until, text: text.to_owned() };
    let plain = serde_json::to_vec(&kept).map_err(|_| ServiceError::Inconsistent)?;
    let nonce: [u8; NONCE_LENGTH] = random_bytes()?;
    let sealed =
        cipher.encrypt(&XNonce::from(nonce), plain.as_slice()).map_err(|_| ServiceError::Inconsistent)?;
    let sealed = hex::encode([nonce.as_slice(), sealed.as_slice()].concat());
    Ok((sealed.len() <= LONGEST).then_some(sealed))
}

/// Keeps on the server what is too long to seal, for whoever had the session of the token, and returns the token that it
/// is kept under. `None` when there was no such session: nobody makes the server keep anything who has not signed in.
///
/// # Errors
/// When it is too long even for that, or the database refuses.
pub async fn set_aside(services: &Services, token: &str, text: &str) -> Result<Option<String>, ServiceError> {
    let known = services
        .store
        .read(&Scope::of_the_system())
        .await?
        .session(&crate::session::hash_of(token), services.today())
        .await?;
    match known {
        Some(found) => {
            filter_token::keep_for(services, found.account, (store::Kept::Draft, text)).await.map(Some)
        }
        None => Ok(None),
    }
}

/// The text that was sealed, for the user who has signed in: nothing when it is another's, too old or forged.
///
/// # Errors
/// When the database refuses.
pub async fn open(
    services: &Services,
    session: &Session,
    sealed: &str,
) -> Result<Option<String>, ServiceError> {
    let mut connection = services.store.read(&session.scope()).await?;
    let cipher = cipher(services, &mut connection).await?;
    let kept = opened(&cipher, sealed)
        .filter(|kept| services.now().timestamp_millis() <= kept.until && kept.account == session.account.0);
    Ok(kept.map(|kept| kept.text))
}

fn opened(cipher: &XChaCha20Poly1305, sealed: &str) -> Option<Kept> {
    let bytes = hex::decode(sealed).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE_LENGTH)?;
    let nonce: [u8; NONCE_LENGTH] = nonce.try_into().ok()?;
    serde_json::from_slice(&cipher.decrypt(&XNonce::from(nonce), sealed).ok()?).ok()
}

/// The key is made from the secret of the installation, and of no use for anything else.
async fn cipher(
    services: &Services,
    connection: &mut store::Connection,
) -> Result<XChaCha20Poly1305, ServiceError> {
    let secret = installation_secret(services, connection).await?;
    let key: [u8; 32] = Sha256::new().chain_update("interrupted:").chain_update(secret).finalize().into();
    Ok(XChaCha20Poly1305::new(&key.into()))
}
