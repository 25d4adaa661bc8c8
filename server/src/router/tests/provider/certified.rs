//! A certified provider, run by Node from the packages of the project, and a browser at it.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use reqwest::{Client, Method, Response, Url, header, redirect::Policy};
use serde_json::json;
use service::identity_provider::IdentityProviders;

use crate::identity_provider::named_in;

/// Where it leads browsers back to.
const ANSWERED_AT: &str = "https://fyren.example/api/sign-in-answer";
/// What it shares with the site.
const SECRET: &str = "a secret of the tests alone";
/// How often a browser is led on at most.
const LED_ON: usize = 10;

/// The provider; it ends with the test.
pub struct Certified {
    issuer: String,
    process: Child,
    /// What it prints; whoever prints to nobody ends.
    _told: BufReader<ChildStdout>,
}

impl Drop for Certified {
    fn drop(&mut self) {
        // It may have ended by itself.
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

/// Somebody's browser at the provider.
struct Browser {
    client: Client,
    cookies: BTreeMap<String, String>,
}

impl Certified {
    pub async fn open() -> Self {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let program = project.join("end2end/provider/provider.js");
        let mut process = Command::new("node")
            .arg(program)
            .args(["0", ANSWERED_AT])
            .current_dir(project)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Node.js runs");
        let told = process.stdout.take().unwrap();
        let first = move || {
            let (mut told, mut first) = (BufReader::new(told), String::new());
            told.read_line(&mut first).unwrap();
            (told, first.trim().to_owned())
        };
        let (told, issuer) = tokio::task::spawn_blocking(first).await.unwrap();
        assert!(!issuer.is_empty(), "the npm packages are installed: npm ci");
        Self { issuer, process, _told: told }
    }

    /// The providers of an installation that has named this one.
    pub fn named(&self) -> IdentityProviders {
        let settings = json!({ "providers": [{
            "code": "siths", "name": "SITHS", "issuer": self.issuer, "client_id": "fyren", "client_secret": SECRET,
        }] });
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(settings.to_string().as_bytes()).unwrap();
        named_in(file.path()).unwrap()
    }

    /// Where a browser is led to that is sent here and whose user shows a card.
    pub async fn sign_in(&self, address: &str, hsa_id: &str) -> String {
        let mut browser = Browser::new();
        let page = browser.go(address).await;
        browser.post(&page, &[("card", hsa_id)]).await
    }

    /// Where a browser is led to whose user gives up.
    pub async fn give_up(&self, address: &str) -> String {
        let mut browser = Browser::new();
        let page = browser.go(address).await;
        browser.post(&page, &[("gives-up", "1")]).await
    }
}

impl Browser {
    fn new() -> Self {
        Self {
            client: Client::builder().redirect(Policy::none()).no_proxy().build().unwrap(),
            cookies: BTreeMap::new(),
        }
    }

    /// Goes to an address and on from it: to a page, or to what is not the provider's.
    async fn go(&mut self, address: &str) -> String {
        let response = self.ask(Method::GET, address, &[]).await;
        self.led_on(address, response).await
    }

    async fn post(&mut self, page: &str, form: &[(&str, &str)]) -> String {
        let response = self.ask(Method::POST, page, form).await;
        self.led_on(page, response).await
    }

    async fn led_on(&mut self, address: &str, mut response: Response) -> String {
        let mut here = Url::parse(address).unwrap();
        for _ in 0..LED_ON {
            let Some(next) = response.headers().get(header::LOCATION) else {
                assert!(response.status().is_success(), "{here}: {}", response.text().await.unwrap());
                return here.into();
            };
            here = here.join(next.to_str().unwrap()).unwrap();
            if here.as_str().starts_with(ANSWERED_AT) {
                return here.into();
            }
            response = self.ask(Method::GET, here.as_str(), &[]).await;
        }
        panic!("led on and on, to {here}");
    }

    async fn ask(&mut self, method: Method, address: &str, form: &[(&str, &str)]) -> Response {
        let kept =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let request = self.client.request(method.clone(), address).header(header::COOKIE, kept);
        let request = if method == Method::POST { request.form(form) } else { request };
        let response = request.send().await.unwrap();
        for set in response.headers().get_all(header::SET_COOKIE) {
            let (name, value) = set.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        response
    }
}
