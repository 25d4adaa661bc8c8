//! Passwords: argon2id, checked away from the threads that answer requests.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};

use crate::ServiceError;

/// The hash that is checked when there is no such account, so that the answer takes as long as for one that exists.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$gZiV/M1gPc22ElAH/Jh1Hw$CWOrkoo7oJBQ/iyh7uJ0LO2aLEfrHwTWllSAxT0zRno";

/// The hash of a password.
pub(crate) async fn hash(password: String) -> Result<String, ServiceError> {
    tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    })
    .await
    .map_err(|_| ServiceError::Unavailable)?
    .map_err(|error| {
        tracing::error!(%error, "a password could not be hashed");
        ServiceError::Unavailable
    })
}

/// Whether a password is the one of a hash; without a hash it never is, after as long a time.
pub(crate) async fn matches(password: String, hash: Option<String>) -> Result<bool, ServiceError> {
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let verified = PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        known && verified
    })
    .await
    .map_err(|_| ServiceError::Unavailable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_somebody_matches() {
        let stored = hash("Lyktan lyser 7".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(matches("Lyktan lyser 7".to_owned(), Some(stored.clone())).await.unwrap());
        assert!(!matches("lyktan lyser 7".to_owned(), Some(stored)).await.unwrap());
        assert!(!matches("Lyktan lyser 7".to_owned(), None).await.unwrap());
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}
