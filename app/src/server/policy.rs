//! The content security policy, which needs the nonce of the page.

use axum::http::{HeaderValue, header};
use leptos::{nonce::use_nonce, prelude::use_context};
use leptos_axum::ResponseOptions;

/// Lets the page run its own script, and nothing that anybody has managed to write into it.
pub fn set_content_security_policy() {
    let Some((response, nonce)) = use_context::<ResponseOptions>().zip(use_nonce()) else { return };
    let policy = format!(
        "default-src 'none'; object-src 'none'; script-src 'strict-dynamic' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'; manifest-src 'self'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
