//! Cookies: all of them for the whole site, out of scripts' reach, and not sent along from other sites.

use std::{fmt::Write, time::Duration};

use axum::http::{HeaderMap, HeaderValue, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::request;

/// The value of a cookie in the request.
pub fn value(name: &str) -> Option<String> {
    among(&request::parts()?.headers, name)
}

/// The value of a cookie among the headers of a request.
pub fn among(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter();
    cookies.filter_map(|header| header.to_str().ok()).flat_map(|header| header.split(';')).find_map(|pair| {
        let (found, value) = pair.trim().split_once('=')?;
        (found == name).then(|| value.to_owned())
    })
}

/// Sets a cookie; without an age it lasts until the browser closes.
pub fn set(name: &str, value: &str, age: Option<Duration>) {
    let mut cookie = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax");
    if let Some(age) = age {
        // Writing to a string cannot fail.
        _ = write!(cookie, "; Max-Age={}", age.as_secs());
    }
    if let (Some(response), Ok(header)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(header::SET_COOKIE, header);
    }
}

/// Removes a cookie.
pub fn remove(name: &str) {
    set(name, "", Some(Duration::ZERO));
}
