//! What the answer says besides its body.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use server_fn::redirect::REDIRECT_HEADER;

use super::request;
use crate::{error::AppError, path};

/// Sends the reader on to a page of Fyren; anything else leads to the start page. A browser is sent by status 303, a
/// script by the header that the router follows.
pub fn see_other(target: &str) {
    let target = path::own(target).unwrap_or(if is_own_sign_in(target) { target } else { path::START });
    let Some((response, location)) = use_context::<ResponseOptions>().zip(HeaderValue::from_str(target).ok())
    else {
        return;
    };
    response.insert_header(header::LOCATION, location);
    if request::accepts_html() || request::page().is_some() {
        response.set_status(StatusCode::SEE_OTHER);
    } else {
        response.insert_header(HeaderName::from_static(REDIRECT_HEADER), HeaderValue::from_static(""));
    }
}

/// Sends the reader's browser on to an address of a provider that the operator has named.
pub fn lead_to(provider: &str) {
    if let Some((response, location)) =
        use_context::<ResponseOptions>().zip(HeaderValue::from_str(provider).ok())
    {
        response.insert_header(header::LOCATION, location);
        response.set_status(StatusCode::SEE_OTHER);
    }
}

fn is_own_sign_in(target: &str) -> bool {
    target.starts_with('/') && path::is_sign_in(target.split('?').next().unwrap_or_default())
}

/// Takes back the status of an error that does not matter to the reader.
pub fn has_succeeded() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::OK);
    }
}

/// Gives the answer the status of the error.
pub fn answer_with<E: Into<AppError>>(error: E) -> AppError {
    let error = error.into();
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
    error
}
