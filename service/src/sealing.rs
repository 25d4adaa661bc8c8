//! Sealing of what nobody may read who has the database alone. The key lies outside it.
//!
//! What is sealed is bound to where it belongs, which is not kept with it: moved to another place, it does not open.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};

use crate::{ServiceError, session::random_bytes};

/// How many bytes a key has.
pub const KEY_LENGTH: usize = 32;

const NONCE_LENGTH: usize = 24;

/// The first byte of everything that is sealed in this way, so that another way can follow it.
const VERSION: u8 = 1;

/// The key of an installation.
pub struct SealingKey(XChaCha20Poly1305);

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SealingKey")
    }
}

impl SealingKey {
    /// The key of some bytes.
    pub fn new(bytes: [u8; KEY_LENGTH]) -> Self {
        Self(XChaCha20Poly1305::new(&bytes.into()))
    }

    /// The bytes of a new key.
    ///
    /// # Errors
    /// When the operating system gives no random numbers.
    pub fn generate() -> Result<[u8; KEY_LENGTH], ServiceError> {
        random_bytes()
    }

    /// Seals something and binds it to a place, such as `second-factor:17`.
    ///
    /// # Errors
    /// When the operating system gives no random numbers.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, ServiceError> {
        let nonce: [u8; NONCE_LENGTH] = random_bytes()?;
        let payload = Payload { msg: plain, aad: place.as_bytes() };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).map_err(|_| ServiceError::Inconsistent)?;
        Ok([[VERSION].as_slice(), &nonce, &sealed].concat())
    }

    /// What was sealed for a place; `None` when it was sealed with another key or for another place, or is damaged.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.strip_prefix(&[VERSION])?.split_at_checked(NONCE_LENGTH)?;
        let nonce: [u8; NONCE_LENGTH] = nonce.try_into().ok()?;
        self.0.decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: place.as_bytes() }).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_key_at_its_place_and_nowhere_else() {
        let (key, other) = (SealingKey::new([7; KEY_LENGTH]), SealingKey::new([8; KEY_LENGTH]));
        let sealed = key.seal("second-factor:17", b"hemligt").unwrap();
        assert!(!sealed.windows(7).any(|part| part == b"hemligt"));
        assert_eq!(key.open("second-factor:17", &sealed).as_deref(), Some(b"hemligt".as_slice()));
        assert_eq!(key.open("second-factor:18", &sealed), None);
        assert_eq!(other.open("second-factor:17", &sealed), None);
        for place in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[place] ^= 1;
            assert_eq!(key.open("second-factor:17", &damaged), None, "{place}");
            assert_eq!(key.open("second-factor:17", &sealed[..place]), None, "{place}");
        }
        assert_ne!(key.seal("second-factor:17", b"hemligt").unwrap(), sealed);
    }

    #[test]
    fn a_key_is_not_printed() {
        assert_eq!(format!("{:?}", SealingKey::new([7; KEY_LENGTH])), "SealingKey");
    }
}
