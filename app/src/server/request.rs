//! What the request tells.

use std::net::SocketAddr;

use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, Method, header, request::Parts},
};
use domain::language::Language;
use leptos::prelude::use_context;
use service::session::Client;

use super::{
    cookie,
    preference::{LANGUAGE_COOKIE, MENU_COOKIE, SCRIPT_COOKIE, THEME_COOKIE},
};
use crate::{
    path,
    preference::{Menu, Preferences, Script, Theme},
};

/// The head of the request; `None` only while the server lists its routes.
pub fn parts() -> Option<Parts> {
    use_context()
}

/// The choices in the request's cookies.
pub fn preferences() -> Preferences {
    Preferences {
        language: parts().map(|parts| language(&parts.headers)).unwrap_or_default(),
        theme: Theme::from_code(&cookie::value(THEME_COOKIE).unwrap_or_default()),
        menu: Menu::from_code(&cookie::value(MENU_COOKIE).unwrap_or_default()),
        script: Script::from_code(&cookie::value(SCRIPT_COOKIE).unwrap_or_default()),
    }
}

/// The language of a request: the chosen one, else the first that the browser asks for and Fyren speaks, else Swedish.
pub fn language(headers: &HeaderMap) -> Language {
    let chosen = cookie::among(headers, LANGUAGE_COOKIE).and_then(|code| Language::from_code(&code));
    chosen.or_else(|| accepted_language(headers)).unwrap_or_default()
}

fn accepted_language(headers: &HeaderMap) -> Option<Language> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    accepted.split(',').find_map(|tag| Language::from_code(tag.split(';').next()?.trim()))
}

/// Whether the answer is a page or a redirect that the browser follows itself, rather than data for a script.
pub fn accepts_html() -> bool {
    parts().is_some_and(|parts| wants_html(&parts.headers))
}

/// The same of a request that is answered with no page.
pub fn wants_html(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

/// Whether a page of Fyren led here: whatever is posted has been asked that already, and what a browser fetches it tells
/// where from. Of what tells nothing it is not known.
pub fn comes_from_here() -> bool {
    let is_ours = |parts: Parts| {
        let site = parts.headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
        parts.method == Method::POST || site == Some("same-origin")
    };
    parts().is_some_and(is_ours)
}

/// The path and query of the page asked for; `None` when a server function is called.
pub fn page() -> Option<String> {
    let parts = parts()?;
    let is_page = !parts.uri.path().starts_with("/api/");
    is_page.then(|| parts.uri.path_and_query().map_or(path::START, |target| target.as_str()).to_owned())
}

/// From where the request came.
pub fn client() -> Client {
    let Some(parts) = parts() else { return Client::default() };
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let browser = parts.headers.get(header::USER_AGENT).and_then(|browser| browser.to_str().ok());
    Client {
        address: address.map(|ConnectInfo(address)| address.ip().to_string()).unwrap_or_default(),
        browser: browser.unwrap_or_default().to_owned(),
    }
}

/// Where browsers find Fyren, as the operator says: a proxy between may name another host.
#[derive(Clone, Default)]
pub struct Origin(pub Option<String>);

/// Where the reader finds Fyren: as the operator says, else as the request does.
pub fn address() -> Option<String> {
    let Origin(told) = use_context().unwrap_or_default();
    told.or_else(|| origin(&parts()?.headers))
}

/// The host that a request names, where that is a host and nothing else.
fn host(headers: &HeaderMap) -> Option<&str> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    (!host.is_empty() && host.bytes().all(is_host)).then_some(host)
}

/// Where the reader finds Fyren: scheme and host. Sessions need a connection that nobody listens to, which a browser takes
/// for granted on its own machine alone.
pub fn origin(headers: &HeaderMap) -> Option<String> {
    let host = host(headers)?;
    let is_own_machine = ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|own| host.strip_prefix(own).is_some_and(|port| port.is_empty() || port.starts_with(':')));
    Some(format!("{}://{host}", if is_own_machine { "http" } else { "https" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_that_of_the_host_that_was_asked() {
        let origin = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            origin(&headers)
        };
        assert_eq!(origin("fyren.example").as_deref(), Some("https://fyren.example"));
        assert_eq!(origin("127.0.0.1:3000").as_deref(), Some("http://127.0.0.1:3000"));
        assert_eq!(origin("localhost.example").as_deref(), Some("https://localhost.example"));
        for strange in ["", "a b", "x/y", "x\"y", "x@y"] {
            assert_eq!(origin(strange), None, "{strange}");
        }
    }
}
