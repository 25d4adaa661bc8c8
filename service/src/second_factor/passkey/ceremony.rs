//! What passkeys are asked, and whether they have answered it: the part of WebAuthn that a library decides.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::access::passkey::PasskeyRefusal;
use store::PasskeyRecord;
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{
        CreationChallengeResponse, DiscoverableAuthentication, Passkey, PasskeyRegistration,
        PublicKeyCredential, RegisterPublicKeyCredential, RequestChallengeResponse, Url, Uuid, WebauthnError,
    },
};

use crate::ServiceError;

/// How many bytes the identity of a passkey has (WebAuthn, 4 and 7.1).
const ID_LENGTHS: std::ops::RangeInclusive<usize> = 16..=1023;

/// Fyren as passkeys know it: by the host of the address at which browsers find it.
pub(super) struct RelyingParty(Webauthn);

/// A passkey that a browser has made.
pub(super) struct Made {
    /// How the authenticator knows it, in hexadecimal.
    pub credential_id: String,
    /// How it knows its owner, in hexadecimal.
    pub user_handle: String,
    /// The public key and the counter.
    pub kept: String,
}

/// What is kept of what was asked of a passkey that is being added.
#[derive(serde::Serialize, serde::Deserialize)]
struct Adding {
    user_handle: String,
    registration: PasskeyRegistration,
}

/// An answer of a passkey as it was read; nothing of it has been compared yet.
pub(super) struct Answer(PublicKeyCredential);

impl Answer {
    /// Reads what the browser posts; `None` when it is nothing of the kind.
    pub fn read(posted: &str) -> Option<Self> {
        serde_json::from_str(posted).ok().map(Self)
    }

    /// How the authenticator knows the passkey, in hexadecimal.
    pub fn credential_id(&self) -> String {
        hex::encode(self.0.get_credential_id())
    }

    /// Whose passkey it says to be, in hexadecimal, where it says that.
    pub fn user_handle(&self) -> Option<String> {
        self.0.get_user_unique_id().map(hex::encode)
    }
}

/// Why an answer is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not the answer of that passkey to what was asked, at this address, by somebody who has shown that they are its owner.
    Wrong,
    /// It is, and the passkey has counted further before: it may be a copy.
    Copied,
}

fn inconsistent(error: impl std::fmt::Display) -> ServiceError {
    tracing::error!(%error, "what is kept of a passkey cannot be read");
    ServiceError::Inconsistent
}

fn written(value: &impl serde::Serialize) -> Result<String, ServiceError> {
    serde_json::to_string(value).map_err(inconsistent)
}

fn refused(error: &WebauthnError) -> ServiceError {
    tracing::error!(%error, "a passkey cannot be asked");
    ServiceError::Unavailable
}

impl RelyingParty {
    /// Fyren at an address; `None` where no passkey works: one that is no name, or that others may listen to.
    pub fn at(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let host = url.domain()?;
        (url.scheme() == "https" || host == "localhost").then_some(())?;
        let webauthn = WebauthnBuilder::new(host, &url).ok()?.rp_name("Fyren").build().ok()?;
        Some(Self(webauthn))
    }

    /// What a browser is told to make a passkey of somebody, and what its answer is compared with. Of those that are known none is
    /// made again.
    pub fn ask_for_new(
        &self,
        user_handle: &str,
        (user_name, name): (&str, &str),
        known: &[&str],
    ) -> Result<(String, String), ServiceError> {
        let handle = hex::decode(user_handle).map_err(inconsistent)?;
        let handle = Uuid::from_slice(&handle).map_err(inconsistent)?;
        let known = known.iter().map(|id| hex::decode(id).map_err(inconsistent));
        let known = known.collect::<Result<Vec<_>, _>>()?;
        let (options, registration): (CreationChallengeResponse, _) = self
            .0
            .start_passkey_registration(handle, user_name, name, Some(known))
            .map_err(|error| refused(&error))?;
        let mut options = serde_json::to_value(&options).map_err(inconsistent)?;
        // Where there is room for it, it is found without a user name, so that it signs in without a password.
        options["publicKey"]["authenticatorSelection"]["residentKey"] = "preferred".into();
        let adding = Adding { user_handle: user_handle.to_owned(), registration };
        Ok((options.to_string(), written(&adding)?))
    }

    /// How the authenticator knows the passkey that a browser says to have made, in hexadecimal; nothing of it has been compared yet.
    pub fn named(answer: &str) -> Option<String> {
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).ok()?;
        Some(hex::encode(&answer.raw_id))
    }

    /// The passkey that a browser has made, or why its answer is none to what was asked.
    pub fn made(&self, answer: &str, state: &str) -> Result<Result<Made, PasskeyRefusal>, ServiceError> {
        let adding: Adding = serde_json::from_str(state).map_err(inconsistent)?;
        let Ok(answer) = serde_json::from_str::<RegisterPublicKeyCredential>(answer) else {
            return Ok(Err(PasskeyRefusal::NotMade));
        };
        match self.0.finish_passkey_registration(&answer, &adding.registration) {
            // The library takes an identity of any length.
            Ok(passkey) if !ID_LENGTHS.contains(&passkey.cred_id().as_slice().len()) => {
                Ok(Err(PasskeyRefusal::NotMade))
            }
            Ok(passkey) => Ok(Ok(Made {
                credential_id: hex::encode(passkey.cred_id()),
                user_handle: adding.user_handle,
                kept: written(&passkey)?,
            })),
            Err(error) => {
                tracing::info!(%error, "the answer of a browser makes no passkey");
                Ok(Err(PasskeyRefusal::NotMade))
            }
        }
    }

    /// What a browser is told to let one of the passkeys answer, and what its answer is compared with. Without any, whichever
    /// the browser finds answers.
    pub fn ask(&self, passkeys: &[PasskeyRecord]) -> Result<(String, String), ServiceError> {
        let (options, state): (RequestChallengeResponse, DiscoverableAuthentication) =
            self.0.start_discoverable_authentication().map_err(|error| refused(&error))?;
        let mut options = serde_json::to_value(&options).map_err(inconsistent)?;
        let mut allowed = Vec::new();
        for passkey in passkeys {
            let id =
                BASE64_URL_SAFE_NO_PAD.encode(hex::decode(&passkey.credential_id).map_err(inconsistent)?);
            allowed.push(serde_json::json!({ "type": "public-key", "id": id }));
        }
        options["publicKey"]["allowCredentials"] = allowed.into();
        Ok((options.to_string(), written(&state)?))
    }

    /// Whether a passkey has answered what was asked. Returns what is kept of it from then on.
    pub fn verified(
        &self,
        answer: &Answer,
        state: &str,
        passkey: &PasskeyRecord,
    ) -> Result<Result<String, Fault>, ServiceError> {
        let state: DiscoverableAuthentication = serde_json::from_str(state).map_err(inconsistent)?;
        let mut kept: Passkey = serde_json::from_str(&passkey.kept).map_err(inconsistent)?;
        match self.0.finish_discoverable_authentication_v2(&answer.0, state, &kept) {
            // That its owner has shown themself is asked for, and looked at here once more, since a passkey alone is to be enough.
            Ok(result) if result.user_verified() => {
                kept.update_credential(&result);
                Ok(Ok(written(&kept)?))
            }
            Ok(_) => Ok(Err(Fault::Wrong)),
            Err(WebauthnError::CredentialPossibleCompromise) => Ok(Err(Fault::Copied)),
            Err(error) => {
                tracing::info!(%error, "a passkey has not answered what was asked");
                Ok(Err(Fault::Wrong))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_work_at_a_name_that_nobody_listens_to_and_on_ones_own_machine() {
        for address in ["https://fyren.example", "https://fyren.example:8443", "http://localhost:3000"] {
            assert!(RelyingParty::at(address).is_some(), "{address}");
        }
        for address in
            ["", "fyren.example", "http://fyren.example", "http://127.0.0.1:3000", "https://192.0.2.7"]
        {
            assert!(RelyingParty::at(address).is_none(), "{address}");
        }
    }
}
