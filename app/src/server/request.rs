//! What the request tells.

use std::net::SocketAddr;

use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, header, request::Parts},
};
use domain::language::Language;
use leptos::prelude::use_context;

use super::{
    cookie,
    preference::{LANGUAGE_COOKIE, MENU_COOKIE, THEME_COOKIE},
};
use crate::{
    path,
    preference::{Menu, Preferences, Theme},
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

/// The path and query of the page asked for; `None` when a server function is called.
pub fn page() -> Option<String> {
    let parts = parts()?;
    let is_page = !parts.uri.path().starts_with("/api/");
    is_page.then(|| parts.uri.path_and_query().map_or(path::START, |target| target.as_str()).to_owned())
}

/// The address that the request came from, for counting failed attempts to sign in; empty when unknown.
pub fn client() -> String {
    let address = parts().and_then(|parts| parts.extensions.get::<ConnectInfo<SocketAddr>>().copied());
    address.map(|ConnectInfo(address)| address.ip().to_string()).unwrap_or_default()
}
