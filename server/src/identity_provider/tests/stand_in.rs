//! A provider that answers and signs whatever a test wants, which no certified one would.

use std::sync::{Arc, Mutex};

use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::clock::Clock;
use openidconnect::{
    JsonWebKeyId, PrivateSigningKey,
    core::{CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreJwsSigningAlgorithm},
};
use rcgen::{KeyPair, PKCS_ED25519};
use serde_json::{Map, Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{clock::SystemClock, identity_provider::settings::ProviderSettings};

/// What both sides know and nobody else.
pub const SECRET: &str = "en hemlighet";
/// What is exchanged for tokens.
pub const CODE: &str = "en kod";
/// Who signs in.
pub const CARD: &str = "SE2321000016-1003";

/// How the identity token is signed.
pub enum Signed {
    /// With the key that the provider has told of.
    Well,
    /// Not at all.
    NotAtAll,
    /// With the secret that the client has too.
    WithTheSecret,
    /// With the key that is told of, and changed afterwards.
    AndChanged,
}

/// What the provider does.
pub struct Acts {
    /// What it says of itself besides, or instead.
    pub metadata: Value,
    /// What stands in the identity token besides, or instead; null for what does not.
    pub claims: Value,
    /// How that is signed.
    pub signed: Signed,
    /// What it tells of the user when it is asked for more; nothing is told without.
    pub user_info: Option<Value>,
    /// The status with which it answers instead of giving tokens.
    pub status: Option<StatusCode>,
    /// What the identity token is to repeat.
    pub nonce: String,
    /// What the verifier is to match.
    pub challenge: String,
    /// How often it has been asked what it is.
    pub asked_of_itself: usize,
    /// How the client has shown its secret.
    pub shown: &'static str,
    key: CoreEdDsaPrivateSigningKey,
}

impl Acts {
    /// Takes another key, under another name.
    pub fn take_another_key(&mut self, name: &str) {
        self.key = key(name);
    }
}

type Shared = Arc<(String, Mutex<Acts>)>;

/// The provider.
pub struct StandIn {
    pub issuer: String,
    shared: Shared,
    server: JoinHandle<()>,
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn key(name: &str) -> CoreEdDsaPrivateSigningKey {
    let made = KeyPair::generate_for(&PKCS_ED25519).unwrap().serialize_pem();
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&made, Some(JsonWebKeyId::new(name.to_owned()))).unwrap()
}

impl StandIn {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let acts = Acts {
            metadata: json!({}),
            claims: json!({}),
            signed: Signed::Well,
            user_info: None,
            status: None,
            nonce: String::new(),
            challenge: String::new(),
            asked_of_itself: 0,
            shown: "",
            key: key("first"),
        };
        let shared = Arc::new((issuer.clone(), Mutex::new(acts)));
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/user-info", get(user_info))
            .with_state(Arc::clone(&shared));
        let server = tokio::spawn(async { axum::serve(listener, routes).await.unwrap() });
        Self { issuer, shared, server }
    }

    /// Does something else than answering well from now on.
    pub fn act(&self, change: impl FnOnce(&mut Acts)) {
        change(&mut self.shared.1.lock().unwrap());
    }

    /// What it does, and what it has been asked.
    pub fn acts<T>(&self, read: impl FnOnce(&Acts) -> T) -> T {
        read(&self.shared.1.lock().unwrap())
    }

    /// How an installation says of it.
    pub fn settings(&self) -> ProviderSettings {
        ProviderSettings {
            code: "siths".to_owned(),
            name: "SITHS".to_owned(),
            issuer: self.issuer.clone(),
            client_id: "fyren".to_owned(),
            client_secret: SECRET.to_owned(),
            hsa_id_claim: "employeeHsaId".to_owned(),
            personal_number_claim: None,
            scopes: vec!["hsa".to_owned()],
            levels: Vec::new(),
            authority: None,
        }
    }
}

/// What is written, with what a test wants instead.
fn merged(written: Value, instead: &Value) -> Value {
    let (Value::Object(mut written), Value::Object(instead)) = (written, instead.clone()) else {
        unreachable!()
    };
    for (name, value) in instead {
        match value {
            Value::Null => _ = written.remove(&name),
            value => _ = written.insert(name, value),
        }
    }
    Value::Object(written)
}

async fn metadata(State(shared): State<Shared>) -> Json<Value> {
    let (issuer, acts) = &*shared;
    let mut acts = acts.lock().unwrap();
    acts.asked_of_itself += 1;
    let metadata = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/ask"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/user-info"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA", "HS256"],
    });
    Json(merged(metadata, &acts.metadata))
}

async fn keys(State(shared): State<Shared>) -> Json<Value> {
    let acts = shared.1.lock().unwrap();
    Json(json!({ "keys": [acts.key.as_verification_key()] }))
}

async fn user_info(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    assert_eq!(headers[header::AUTHORIZATION], "Bearer access");
    match &shared.1.lock().unwrap().user_info {
        Some(told) => Json(told.clone()).into_response(),
        None => StatusCode::FORBIDDEN.into_response(),
    }
}

async fn token(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Form(form): Form<Map<String, Value>>,
) -> Response {
    let (issuer, acts) = &*shared;
    let mut acts = acts.lock().unwrap();
    acts.shown = match (headers.contains_key(header::AUTHORIZATION), form.contains_key("client_secret")) {
        (true, false) => "header",
        (false, true) => "body",
        _ => "wrong",
    };
    if let Some(status) = acts.status {
        return (status, [(header::LOCATION, "/token")], "{}").into_response();
    }
    let verifier = form["code_verifier"].as_str().unwrap();
    let challenge = openidconnect::PkceCodeChallenge::from_code_verifier_sha256(
        &openidconnect::PkceCodeVerifier::new(verifier.to_owned()),
    );
    if form["code"] != CODE || challenge.as_str() != acts.challenge {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    }
    let now = SystemClock::new().now().timestamp();
    let claims = json!({
        "iss": issuer, "aud": "fyren", "sub": "17", "iat": now, "exp": now + 60, "nonce": acts.nonce,
        "employeeHsaId": CARD,
    });
    let claims = merged(claims, &acts.claims);
    let tokens =
        json!({ "access_token": "access", "token_type": "Bearer", "id_token": written(&acts, &claims) });
    Json(tokens).into_response()
}

/// The identity token, as it is sent.
fn written(acts: &Acts, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let name = acts.key.as_verification_key();
    let name = serde_json::to_value(&name).unwrap()["kid"].clone();
    let (algorithm, is_named) = match acts.signed {
        Signed::Well | Signed::AndChanged => ("EdDSA", true),
        Signed::NotAtAll => ("none", false),
        Signed::WithTheSecret => ("HS256", false),
    };
    let mut head = json!({ "alg": algorithm });
    if is_named {
        head["kid"] = name;
    }
    let said = format!("{}.{}", part(&head), part(claims));
    let signature = match acts.signed {
        Signed::NotAtAll => Vec::new(),
        Signed::Well | Signed::AndChanged => {
            acts.key.sign(&CoreJwsSigningAlgorithm::EdDsa, said.as_bytes()).unwrap()
        }
        Signed::WithTheSecret => {
            CoreHmacKey::new(SECRET).sign(&CoreJwsSigningAlgorithm::HmacSha256, said.as_bytes()).unwrap()
        }
    };
    let said = match acts.signed {
        Signed::AndChanged => {
            let claims = merged(claims.clone(), &json!({ "employeeHsaId": "SE2321000016-9999" }));
            format!("{}.{}", part(&head), part(&claims))
        }
        _ => said,
    };
    format!("{said}.{}", URL_SAFE_NO_PAD.encode(signature))
}
