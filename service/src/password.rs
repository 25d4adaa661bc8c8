//! Passwords: argon2id, checked away from the threads that answer requests.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};

use domain::access::password::{PasswordRefusal, length_refusal};
use zxcvbn::{Score, zxcvbn};

use crate::ServiceError;

/// The hash that is checked when there is no such account, so that the answer takes as long as for one that exists.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$gZiV/M1gPc22ElAH/Jh1Hw$CWOrkoo7oJBQ/iyh7uJ0LO2aLEfrHwTWllSAxT0zRno";

/// How much of a password is looked at for how easily it is guessed: what is longer is not easier, and takes longer.
const LOOKED_AT: usize = 100;

/// What is wrong with a password that somebody chooses, if anything. What is known of them is easily guessed, as is what many
/// use.
pub(crate) fn refusal(password: &str, about_them: &[&str]) -> Option<PasswordRefusal> {
    let known: Vec<&str> = about_them
        .iter()
        .flat_map(|text| text.split(|character: char| !character.is_alphanumeric()))
        .chain(["fyren", "aktivitetsansvar", "lösenord"])
        .filter(|word| !word.is_empty())
        .collect();
    let looked_at: String = password.chars().take(LOOKED_AT).collect();
    length_refusal(password)
        .or_else(|| (zxcvbn(&looked_at, &known).score() < Score::Three).then_some(PasswordRefusal::Guessable))
}

/// The characters of a made password: none that is easily taken for another.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789+";

/// The length of a made password: 130 bits.
const LENGTH: usize = 26;

/// A password that nobody has chosen, to be exchanged by whoever gets it.
///
/// # Errors
/// When the operating system gives no random numbers.
pub fn made() -> Result<String, ServiceError> {
    let bytes: [u8; LENGTH] = crate::session::random_bytes()?;
    Ok(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect())
}

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
        // An account without a password takes as long as none.
        let hash = hash.filter(|hash| !hash.is_empty());
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

    #[test]
    fn what_many_use_and_what_is_known_of_somebody_is_refused() {
        let refused = |password: &str| refusal(password, &["asa.lindqvist", "Åsa Lindqvist", "Norrköping"]);
        assert_eq!(refused("kort"), Some(PasswordRefusal::TooShort));
        for guessed in [
            "password1234",
            "qwertyuiop12",
            "aaaaaaaaaaaaaa",
            "lindqvistasa",
            "norrköping123",
            "123456789012",
        ] {
            assert_eq!(refused(guessed), Some(PasswordRefusal::Guessable), "{guessed}");
        }
        for chosen in ["tre gula paraplyer", "k7#vQ2!mZp0x", "sniglar äter fyrkantiga moln"] {
            assert_eq!(refused(chosen), None, "{chosen}");
        }
        // However long, it is looked at in no time.
        assert_eq!(refused(&"a".repeat(10_000)), Some(PasswordRefusal::TooLong));
    }

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
