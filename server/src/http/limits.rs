//! How much may be posted, and how often one address may try to sign in or to read a calendar. Locking an account comes on top of it, in
//! `service`.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use app::{AppError, answer_with_error};
use axum::{
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::NoOpMiddleware,
    state::keyed::DashMapStateStore,
};

/// The largest body of a request, in bytes: a text of 100 kB is refused by its form, which keeps it, and its letters may take
/// six bytes each on the way. Files are imported by the operator, not posted.
pub const LARGEST_BODY: usize = 768 * 1024;

/// Refuses a body that is too large, whether it says so beforehand or turns out to be.
pub async fn limit_bodies(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let told = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    let told: Option<usize> = told.and_then(|length| length.parse().ok());
    let read = match told {
        Some(length) if length > LARGEST_BODY => None,
        _ => to_bytes(body, LARGEST_BODY).await.ok(),
    };
    match read {
        Some(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        None => answer_with_error(&parts.headers, AppError::TooLarge),
    }
}

/// The paths of signing in, and how each is asked for: by a form, or by a link to a provider and the way back from it.
const SIGN_IN: [(Method, &str); 7] = [
    (Method::POST, "/api/sign-in"),
    (Method::POST, "/api/sign-in-code"),
    (Method::POST, "/api/ask-passkey"),
    (Method::POST, "/api/sign-in-passkey"),
    (Method::POST, "/api/accept-invitation"),
    (Method::GET, "/api/sign-in-with"),
    (Method::GET, "/api/sign-in-answer"),
];

/// How many attempts to sign in an address has a minute, and at once.
pub const SIGN_INS: NonZeroU32 = NonZeroU32::new(60).unwrap();

/// How often an address may fetch calendars a minute, and at once: the programs of a whole town hall come from one, and nobody
/// guesses an address of a calendar.
pub const CALENDARS: NonZeroU32 = NonZeroU32::new(600).unwrap();

/// After how many attempts the addresses that have been quiet for a while are forgotten.
const FORGET_AFTER: u32 = 1000;

/// Counts by address what is tried: signing in, or reading a calendar.
#[derive(Clone)]
pub struct Limit(Arc<Attempts<DefaultClock>>);

impl Limit {
    /// So many a minute.
    pub fn new(most: NonZeroU32) -> Self {
        Self(Arc::new(Attempts::new(most, DefaultClock::default())))
    }

    /// Whether a request is one too many from its address.
    fn refuses(&self, request: &Request) -> bool {
        let address = request.extensions().get::<ConnectInfo<SocketAddr>>();
        address.is_some_and(|ConnectInfo(address)| !self.0.allows(address.ip()))
    }
}

struct Attempts<C: Clock> {
    limiter: RateLimiter<IpAddr, DashMapStateStore<IpAddr>, C, NoOpMiddleware<C::Instant>>,
    /// Until it is time to forget.
    counted: AtomicU32,
}

impl<C: Clock> Attempts<C> {
    fn new(most: NonZeroU32, clock: C) -> Self {
        let limiter = RateLimiter::dashmap_with_clock(Quota::per_minute(most), clock);
        Self { limiter, counted: AtomicU32::new(0) }
    }

    fn allows(&self, address: IpAddr) -> bool {
        if self.counted.fetch_add(1, Ordering::Relaxed) % FORGET_AFTER == FORGET_AFTER - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&sender(address)).is_ok()
    }
}

/// What counts as one sender: an address, or with IPv6 the network of 64 bits in which somebody chooses their own.
fn sender(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        address => address,
    }
}

/// Refuses an attempt to sign in when there have been too many from its address.
pub async fn limit_sign_ins(State(limit): State<Limit>, request: Request, next: Next) -> Response {
    let is_attempt =
        SIGN_IN.iter().any(|(method, path)| request.method() == method && request.uri().path() == *path);
    if is_attempt && limit.refuses(&request) {
        return too_many(
            "För många inloggningsförsök härifrån. Vänta en minut och försök igen.\n\
             Too many attempts to sign in from here. Wait a minute and try again.\n",
        );
    }
    next.run(request).await
}

/// Refuses to look for a calendar when there have been too many attempts from an address, whether there was one or not.
pub async fn limit_calendars(State(limit): State<Limit>, request: Request, next: Next) -> Response {
    if limit.refuses(&request) {
        return too_many(
            "Kalendern hämtas för ofta härifrån. Vänta en minut.\n\
             The calendar is fetched too often from here. Wait a minute.\n",
        );
    }
    next.run(request).await
}

fn too_many(text: &'static str) -> Response {
    (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "60")], text).into_response()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    #[test]
    fn the_addresses_of_one_ipv6_network_are_one_sender() {
        let attempts = Attempts::new(SIGN_INS, FakeRelativeClock::default());
        for host in 1..=60 {
            assert!(attempts.allows(format!("2001:db8::{host:x}").parse().unwrap()), "{host}");
        }
        assert!(!attempts.allows("2001:db8::ffff:1".parse().unwrap()));
        assert!(attempts.allows("2001:db8:0:1::1".parse().unwrap()));
        assert_eq!(sender("::ffff:192.0.2.7".parse().unwrap()), sender("192.0.2.7".parse().unwrap()));
    }

    #[test]
    fn quiet_addresses_are_forgotten() {
        let clock = FakeRelativeClock::default();
        let attempts = Attempts::new(SIGN_INS, clock.clone());
        for host in 0..FORGET_AFTER {
            attempts.allows(std::net::Ipv4Addr::from_bits(host).into());
        }
        clock.advance(Duration::from_secs(60));
        for _ in 0..FORGET_AFTER {
            attempts.allows("192.0.2.7".parse().unwrap());
        }
        assert_eq!(attempts.limiter.len(), 1);
    }
}
