//! An authenticator in software: it makes key pairs and signs what it is asked to, as a telephone does. Whatever a story lets it do
//! wrong, it signs.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Where the browser of the stories finds Fyren.
pub const ADDRESS: &str = "https://fyren.example";

/// A passkey in an authenticator, and what it does when it is asked.
pub struct Authenticator {
    key: EcdsaKeyPair,
    /// How the passkey is known.
    pub id: Vec<u8>,
    /// Whose it is; told by whoever asked to make it.
    pub user_handle: String,
    /// How far it has counted.
    pub counter: u32,
    /// At which page the browser says that it is asked.
    pub origin: String,
    /// Whether its owner has shown that they are its owner.
    pub verifies: bool,
}

impl Authenticator {
    /// One with a new key pair.
    pub fn new() -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap();
        let id = Sha256::digest(key.public_key().as_ref()).to_vec();
        Self { key, id, user_handle: String::new(), counter: 0, origin: ADDRESS.into(), verifies: true }
    }

    /// How a page names the passkey.
    pub fn known_as(&self) -> String {
        BASE64.encode(&self.id)
    }

    fn client_data(&self, kind: &str, challenge: &Value) -> Vec<u8> {
        let data =
            json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false });
        data.to_string().into_bytes()
    }

    fn data(&self, host: &str, flags: u8) -> Vec<u8> {
        let flags = flags | 0x01 | if self.verifies { 0x04 } else { 0 };
        let mut data = Sha256::digest(host.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// Makes the passkey that a page asks for, and returns what the page posts.
    pub fn make(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        let asked = &options["publicKey"];
        self.user_handle = asked["user"]["id"].as_str().unwrap().to_owned();
        let mut data = self.data(asked["rp"]["id"].as_str().unwrap(), 0x40);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        let point = &self.key.public_key().as_ref()[1..];
        // A key of COSE (RFC 9053): an elliptic curve, ES256, P-256, and where on it.
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[..32]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[32..]);
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let response = json!({
            "clientDataJSON": BASE64.encode(self.client_data("webauthn.create", &asked["challenge"])),
            "attestationObject": BASE64.encode(object),
            "transports": ["internal"],
        });
        self.posted(&response)
    }

    /// Signs what a page asks, and returns what the page posts.
    pub fn sign(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        let asked = &options["publicKey"];
        let client_data = self.client_data("webauthn.get", &asked["challenge"]);
        let data = self.data(asked["rpId"].as_str().unwrap(), 0);
        let signed = [data.as_slice(), &Sha256::digest(&client_data)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        let response = json!({
            "clientDataJSON": BASE64.encode(client_data),
            "authenticatorData": BASE64.encode(data),
            "signature": BASE64.encode(signature.as_ref()),
            "userHandle": self.user_handle,
        });
        self.posted(&response)
    }

    fn posted(&self, response: &Value) -> String {
        let id = self.known_as();
        json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": { "credProps": { "rk": true } },
            "response": response,
        })
        .to_string()
    }
}
