//! How much may be posted, and how often one address may try to sign in. Locking an account comes on top of it, in
//! `service`.

use std::{
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    sync::Arc,
};

use axum::{
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// The largest body of a request, in bytes. Files are imported by the operator, not posted.
pub const LARGEST_BODY: usize = 256 * 1024;

/// Refuses a body that turns out to be too large without having said so beforehand.
pub async fn limit_bodies(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match to_bytes(body, LARGEST_BODY).await {
        Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Err(_) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
    }
}

/// The path that signing in posts to.
const SIGN_IN: &str = "/api/sign-in";

/// How many attempts an address has a minute, and at once.
const ATTEMPTS: NonZeroU32 = NonZeroU32::new(60).unwrap();

/// Counts attempts to sign in by address.
#[derive(Clone)]
pub struct SignInLimit(Arc<DefaultKeyedRateLimiter<IpAddr>>);

impl SignInLimit {
    pub fn new() -> Self {
        Self(Arc::new(RateLimiter::keyed(Quota::per_minute(ATTEMPTS))))
    }
}

/// Refuses an attempt to sign in when there have been too many from its address.
pub async fn limit_sign_ins(State(limit): State<SignInLimit>, request: Request, next: Next) -> Response {
    let is_attempt = request.method() == Method::POST && request.uri().path() == SIGN_IN;
    let address =
        request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    match address {
        Some(address) if is_attempt && limit.0.check_key(&address).is_err() => too_many(),
        _ => next.run(request).await,
    }
}

fn too_many() -> Response {
    let text = "För många inloggningsförsök härifrån. Vänta en minut och försök igen.\n\
                Too many attempts to sign in from here. Wait a minute and try again.\n";
    (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "60")], text).into_response()
}
