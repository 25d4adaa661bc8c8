//! Headers that every answer carries. The content security policy needs the page's nonce and is set by the page.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

/// The headers and their values.
const ALWAYS: [(HeaderName, &str); 7] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
];

/// The policy of answers that are no pages.
const NOTHING: &str =
    "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Sets the headers.
pub async fn set(request: Request, next: Next) -> Response {
    let kept = match request.uri().path() {
        // Icons are drawn anew with what they stand in, also while the network is away.
        "/pkg/icons.svg" => "max-age=3600",
        path if path.starts_with("/pkg/") => "no-cache",
        _ => "no-store",
    };
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    default(headers, header::CONTENT_SECURITY_POLICY, NOTHING);
    // People's data is never kept by a browser or a proxy; the client's files are asked for anew each time, which
    // costs an answer of "not changed".
    default(headers, header::CACHE_CONTROL, kept);
    tell_charset(headers);
    response
}

/// Says of text that says nothing of it that it is UTF-8, which all of ours is.
fn tell_charset(headers: &mut HeaderMap) {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else { return };
    let is_text = kind.starts_with("text/")
        || kind.starts_with("application/javascript")
        || kind.starts_with("image/svg");
    if is_text
        && !kind.contains("charset")
        && let Ok(told) = HeaderValue::from_str(&format!("{kind}; charset=utf-8"))
    {
        headers.insert(header::CONTENT_TYPE, told);
    }
}

fn default(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
