//! Codes of authenticators and recovery codes: how they are made, computed and hashed.

use chrono::{DateTime, Utc};
use domain::access::second_factor::{
    Code, DIGITS, RECOVERY_CODES, RecoveryCode, SKEW, STEP_SECONDS, grouped,
};
use sha2::{Digest, Sha256};
use totp_rs::{Algorithm, Builder, Secret as Shared, Totp};

use crate::{ServiceError, session::random_bytes};

/// How many bytes a secret has: as many as the hash of HMAC-SHA-1 (RFC 4226, 4).
pub(super) const SECRET_LENGTH: usize = 20;

/// What an authenticator and Fyren share.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

domain::private_debug!(Secret);

impl Secret {
    /// A new one.
    pub(super) fn generate() -> Result<Self, ServiceError> {
        Ok(Self(random_bytes::<SECRET_LENGTH>()?.to_vec()))
    }

    pub(super) fn of(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The step of a code that is good at an instant.
    ///
    /// # Errors
    /// When the secret is too short to be one.
    pub(super) fn step_of(&self, code: &Code, at: DateTime<Utc>) -> Result<Option<u64>, ServiceError> {
        let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
        Ok(self.totp()?.check(code.as_str(), seconds))
    }

    fn totp(&self) -> Result<Totp, ServiceError> {
        let digits = u8::try_from(DIGITS).unwrap_or_default();
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(digits)
            .with_skew(SKEW)
            .with_step_duration(STEP_SECONDS)
            .with_secret(self.0.as_slice())
            .build()
            .map_err(|error| {
                tracing::error!(%error, "a second factor is none");
                ServiceError::Inconsistent
            })
    }

    fn base32(&self) -> String {
        Shared::from(self.0.as_slice()).to_base32().trim_end_matches('=').to_owned()
    }

    /// In groups of four letters, for whoever types it.
    pub fn shown(&self) -> String {
        grouped(&self.base32(), 4, " ")
    }

    /// What the QR code says to an authenticator. User names have no letters that an address would have to encode, but `@`.
    pub fn address(&self, user_name: &str) -> String {
        format!(
            "otpauth://totp/Fyren:{}?secret={}&issuer=Fyren&algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}",
            user_name.replace('@', "%40"),
            self.base32(),
        )
    }
}

/// New recovery codes.
pub(super) fn recovery_codes() -> Result<Vec<RecoveryCode>, ServiceError> {
    (0..RECOVERY_CODES).map(|_| Ok(RecoveryCode::of_random(random_bytes()?))).collect()
}

/// What is kept of a recovery code. A hundred random bits need no slow hash.
pub(super) fn hash_of(code: &RecoveryCode) -> String {
    hex::encode(Sha256::digest(code.as_str().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OF_THE_RFC: &[u8] = b"12345678901234567890";

    fn step(code: &str, seconds: i64) -> Option<u64> {
        let at = DateTime::from_timestamp(seconds, 0).unwrap();
        Secret::of(OF_THE_RFC.to_vec()).step_of(&Code::try_from(code).unwrap(), at).unwrap()
    }

    /// RFC 6238, appendix B, of which six digits are shown here.
    #[test]
    fn the_codes_are_those_of_the_rfc() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(step(code, seconds), Some(u64::try_from(seconds).unwrap() / 30), "{seconds}");
        }
    }

    #[test]
    fn a_code_is_good_one_step_before_and_after_its_own_and_no_longer() {
        let (code, begins) = ("081804", 1_111_111_080);
        for (seconds, good) in [(-31, false), (-30, true), (0, true), (59, true), (60, false)] {
            assert_eq!(step(code, begins + seconds).is_some(), good, "{seconds}");
        }
        // However late or early it is, the step is the one that the code belongs to.
        assert_eq!(step(code, begins - 30), step(code, begins + 59));
        assert_eq!(step("000000", begins), None);
        assert_eq!(step(code, -1), None);
    }

    #[test]
    fn a_secret_is_typed_in_groups_and_read_by_an_authenticator() {
        let secret = Secret::of(OF_THE_RFC.to_vec());
        assert_eq!(secret.shown(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            secret.address("asa@fyren"),
            "otpauth://totp/Fyren:asa%40fyren?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fyren&algorithm=SHA1&digits=6&period=30"
        );
        assert!(Secret::of(b"short".to_vec()).totp().is_err());
        assert!(!format!("{secret:?}").contains("12345"));
    }

    #[test]
    fn ten_recovery_codes_are_made_and_none_twice() {
        let made: std::collections::BTreeSet<String> =
            recovery_codes().unwrap().iter().map(|code| code.as_str().to_owned()).collect();
        assert_eq!(made.len(), 10);
    }
}
