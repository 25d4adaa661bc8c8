//! A stand-in of the population register. It answers only whoever keeps the contract: a certificate that its authority has
//! signed, a token for the credentials, the form of the question, no more numbers and calls than are agreed.

use std::{
    collections::VecDeque,
    io,
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Json, Router,
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
    serve::Listener,
};
use futures_util::stream;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::{
    RootCertStore, ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::WebPkiClientVerifier,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::Instant,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::population_register::{Limits, PopulationRegister, Settings};

/// Who asks, by the contract.
pub const CLIENT: (&str, &str) = ("fyren", "en hemlighet");
/// The most calls in a second, by the contract.
const CALLS_A_SECOND: usize = 25;
/// The most numbers in a call, by the contract.
const NUMBERS: usize = 900;

/// What the stand-in does instead of answering well.
pub enum Act {
    /// It answers with a status, and says after how many seconds it is to be asked again.
    Status(u16, Option<u64>),
    /// It answers with just this.
    Body(String),
    /// It says that its answer is as long as this.
    Long(u64),
    /// It never stops answering.
    Endless,
    /// It never answers.
    Silent,
    /// It begins an answer and breaks the connection.
    Broken,
    /// It has forgotten the token.
    Forgetful,
}

/// What has been asked, and what is answered.
#[derive(Default)]
pub struct Register {
    acts: VecDeque<Act>,
    /// The posts, by number.
    posts: Vec<(String, Value)>,
    tokens: Vec<String>,
    calls: Vec<Instant>,
    /// How many numbers each call that was answered well has asked for.
    pub asked: Vec<usize>,
    /// How many tokens have been given.
    pub tokens_given: usize,
    /// What a question has been that broke the contract.
    pub broken: Vec<&'static str>,
}

type Shared = Arc<Mutex<Register>>;

/// The stand-in.
pub struct StandIn {
    folder: TempDir,
    address: SocketAddr,
    register: Shared,
    server: JoinHandle<()>,
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// An authority that vouches for certificates.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    pub fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = parameters.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(parameters, key), pem }
    }

    /// A certificate and its key, in PEM.
    pub fn certificate(&self) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let parameters = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        (parameters.signed_by(&key, &self.issuer).unwrap().pem(), key.serialize_pem())
    }
}

/// Connections that have shown their certificate.
struct Secured {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl Listener for Secured {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Ok((stream, address)) = self.listener.accept().await else { continue };
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

impl StandIn {
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::new();
        let (own, key) = authority.certificate();
        let (client, client_key) = authority.certificate();
        std::fs::write(folder.path().join("authority.pem"), &authority.pem).unwrap();
        std::fs::write(folder.path().join("client.pem"), client + &client_key).unwrap();
        let provider = Arc::new(ring::default_provider());
        let mut trusted = RootCertStore::empty();
        trusted.add(CertificateDer::from_pem_slice(authority.pem.as_bytes()).unwrap()).unwrap();
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(trusted), provider.clone());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(verifier.build().unwrap())
            .with_single_cert(
                vec![CertificateDer::from_pem_slice(own.as_bytes()).unwrap()],
                PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap(),
            )
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let secured = Secured { listener, acceptor: TlsAcceptor::from(Arc::new(config)) };
        let register = Shared::default();
        let path = "/api/folkbokforing/folkbokforingsuppgifter-for-offentliga-aktorer/v3/hamta";
        let router = Router::new()
            .route("/token", post(token))
            .route(path, post(fetch))
            .with_state(Arc::clone(&register));
        let server = tokio::spawn(async move { axum::serve(secured, router).await.unwrap() });
        Self { folder, address, register, server }
    }

    /// What an installation says of it.
    pub fn settings(&self) -> Settings {
        let port = self.address.port();
        Settings {
            address: format!("https://localhost:{port}/api/"),
            token_address: format!("https://localhost:{port}/token"),
            client_id: CLIENT.0.to_owned(),
            client_secret: CLIENT.1.to_owned(),
            scope: None,
            organisation_number: "162021000456".to_owned(),
            order: "00000079-FO01-0001".to_owned(),
            certificate: self.file("client.pem"),
            authority: Some(self.file("authority.pem")),
        }
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A client that keeps the contract and does not wait long.
    pub fn client(&self) -> PopulationRegister {
        PopulationRegister::new(self.settings(), quick()).unwrap()
    }

    /// What it does next, one after the other; then it answers well.
    pub fn will(&self, acts: impl IntoIterator<Item = Act>) {
        self.register.lock().unwrap().acts.extend(acts);
    }

    /// Somebody stands in it.
    pub fn knows(&self, number: &str, post: Value) {
        self.register.lock().unwrap().posts.push((number.replace('-', ""), post));
    }

    /// What stands in it of somebody is another by now.
    pub fn knows_better(&self, number: &str, post: Value) {
        self.register.lock().unwrap().posts.retain(|(known, _)| known != number);
        self.knows(number, post);
    }

    pub fn told<T>(&self, of: impl FnOnce(&Register) -> T) -> T {
        of(&self.register.lock().unwrap())
    }

    /// How many calls there have been for posts.
    pub fn calls(&self) -> usize {
        self.told(|register| register.calls.len())
    }
}

/// Limits for tests: as agreed, but in no need of waiting.
pub fn quick() -> Limits {
    Limits {
        calls_a_second: 1000.try_into().unwrap(),
        attempts: 3,
        pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(5),
        answer: 1 << 20,
        ..Limits::default()
    }
}

async fn token(State(register): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let mut register = register.lock().unwrap();
    let is_form = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    let expected = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        CLIENT.0,
        CLIENT.1.replace(' ', "+")
    );
    if !is_form || body != expected {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_client" }))).into_response();
    }
    register.tokens_given += 1;
    let token = format!("token-{}", register.tokens_given);
    register.tokens.push(token.clone());
    Json(json!({ "access_token": token, "token_type": "Bearer", "expires_in": 3600 })).into_response()
}

/// What is wrong with a question, by the contract.
fn judge(headers: &HeaderMap, question: &Value) -> Result<Vec<String>, &'static str> {
    let has = |name, value: &str| headers.get(name).is_some_and(|found| found.as_bytes() == value.as_bytes());
    if !has(header::CONTENT_TYPE, "application/json") || !has(header::ACCEPT, "application/json") {
        return Err("not JSON");
    }
    let order = &question["bestallning"];
    let is_text =
        |value: &Value, longest| value.as_str().is_some_and(|text| (1..=longest).contains(&text.len()));
    if !is_text(&order["organisationsnummer"], 12) || !is_text(&order["bestallningsidentitet"], 18) {
        return Err("no order");
    }
    let wanted = question["sokvillkor"].as_array().ok_or("nobody asked for")?;
    if wanted.is_empty() || wanted.len() > NUMBERS {
        return Err("too many numbers, or none");
    }
    let number = |wanted: &Value| {
        let number = wanted["identitetsbeteckning"].as_str()?;
        (number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| number.to_owned())
    };
    wanted.iter().map(number).collect::<Option<_>>().ok_or("a number of another form")
}

async fn fetch(State(register): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let act = {
        let mut register = register.lock().unwrap();
        let now = Instant::now();
        register.calls.push(now);
        let lately = register.calls.iter().filter(|at| now - **at < Duration::from_secs(1)).count();
        if lately > CALLS_A_SECOND && register.acts.is_empty() {
            register.broken.push("too many calls");
            return StatusCode::TOO_MANY_REQUESTS.into_response();
        }
        let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let holds = bearer
            .and_then(|value| value.strip_prefix("Bearer "))
            .is_some_and(|token| register.tokens.iter().any(|given| given == token));
        if !holds {
            return StatusCode::UNAUTHORIZED.into_response();
        }
        register.acts.pop_front()
    };
    match act {
        None => answer(&mut register.lock().unwrap(), &headers, &body),
        Some(Act::Status(status, after)) => {
            let mut response = StatusCode::from_u16(status).unwrap().into_response();
            if let Some(after) = after {
                response.headers_mut().insert(header::RETRY_AFTER, after.into());
            }
            response
        }
        Some(Act::Body(body)) => body.into_response(),
        Some(Act::Long(length)) => {
            let endless = Body::from_stream(stream::pending::<io::Result<Vec<u8>>>());
            ([(header::CONTENT_LENGTH, length.to_string())], endless).into_response()
        }
        Some(Act::Endless) => {
            let chunk = || Ok::<_, io::Error>(vec![b' '; 64 << 10]);
            Body::from_stream(stream::repeat_with(chunk)).into_response()
        }
        Some(Act::Silent) => std::future::pending().await,
        Some(Act::Broken) => {
            let parts = [Ok(b"{\"folkbokforings".to_vec()), Err(io::Error::other("broken"))];
            Body::from_stream(stream::iter(parts)).into_response()
        }
        Some(Act::Forgetful) => {
            register.lock().unwrap().tokens.clear();
            StatusCode::UNAUTHORIZED.into_response()
        }
    }
}

fn answer(register: &mut Register, headers: &HeaderMap, body: &str) -> Response {
    let question = serde_json::from_str(body).unwrap_or(Value::Null);
    let numbers = match judge(headers, &question) {
        Ok(numbers) => numbers,
        Err(why) => {
            register.broken.push(why);
            return (StatusCode::BAD_REQUEST, Json(json!({ "status": 400, "fel": [] }))).into_response();
        }
    };
    register.asked.push(numbers.len());
    let known =
        |number: &String| register.posts.iter().find(|(known, _)| known == number).map(|(_, post)| post);
    let posts: Vec<&Value> = numbers.iter().filter_map(known).collect();
    let unknown = numbers.iter().filter(|number| known(number).is_none());
    let errors: Vec<Value> = unknown
        .map(|number| json!({ "id": number, "orsakskod": 2, "orsakskodsbeskrivning": "Personen saknas" }))
        .collect();
    Json(json!({ "status": 200, "tidpunkt": "2026-11-21T09:00:00Z", "folkbokforingsposter": posts, "fel": errors }))
        .into_response()
}

/// A number of the series for tests.
pub fn number(birth: &str) -> domain::civic_number::CivicNumber {
    let nine: [u8; 9] = format!("{}238", &birth[2..]).as_bytes().try_into().unwrap();
    let check = domain::civic_number::check_digit(&nine);
    domain::civic_number::CivicNumber::try_from(format!("{birth}-238{check}").as_str()).unwrap()
}

/// What it tells of somebody who lives in Norrköping.
pub fn post_of(number: &domain::civic_number::CivicNumber) -> Value {
    json!({
        "identitet": { "identitetsbeteckning": number.compact(), "typ": "PERSONNUMMER" },
        "skyddAvPersonuppgifter": "SAKNAS",
        "senastAndrad": { "tidpunkt": "2026-11-21T02:04:05Z" },
        "namn": {
            "fornamn": { "namn": "Erik  Viggo", "tilltalsnamnsmarkering": "20" },
            "mellannamn": { "namn": "Ek" },
            "efternamn": { "namn": "Dahl" }
        },
        "folkbokforing": {
            "lanskod": "05", "kommunkod": "81", "distriktskod": "101123",
            "datum": { "rfc3339Datum": "2019-10-12", "varde": "20191012" },
            "adress": { "careOf": "Ek", "adressfortsattning": "Gården", "gatuadress": "Kungsgatan 1", "postnummer": "60224", "postort": "Norrköping" },
            "historik": [
                { "lanskod": "05", "kommun": "80", "datum": { "varde": "20110228" } },
                { "folkbokforingstyp": { "kod": "UV" } },
                { "lanskod": "99", "kommunkod": "99" }
            ]
        },
        "kontaktadress": {
            "sverige": { "typ": "SARSKILD_POSTADRESS", "gatuadress": "Box 7", "postnummer": "582 22", "postort": "Linköping" },
            "utland": { "adressrad1": "Storgata 1", "adressrad2": "Oslo", "land": "Norge" }
        },
        "civilstand": { "kod": "OG" }
    })
}
