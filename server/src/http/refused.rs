//! What is refused is told in the log of the server: whoever tries what they may not, or tries to go round a limit, is seen there
//! (ASVS 5.0, 16.3.2 and 16.3.3). Of an address only its pattern is told, since tokens and numbers may stand in it.

use std::net::SocketAddr;

use app::session_told;
use axum::{
    extract::{ConnectInfo, MatchedPath, Request},
    http::StatusCode,
    middleware::Next,
    response::Response,
};

/// What stands in the log in the place of what is not known.
const UNKNOWN: &str = "-";

/// Whether an answer refuses something. What is not there is out of reach for somebody who has signed in; of anybody else it is
/// a slip of the hand.
fn is_refusal(status: StatusCode, is_signed_in: bool) -> bool {
    match status {
        StatusCode::FORBIDDEN
        | StatusCode::METHOD_NOT_ALLOWED
        | StatusCode::PAYLOAD_TOO_LARGE
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::TOO_MANY_REQUESTS => true,
        StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND => is_signed_in,
        _ => false,
    }
}

/// Tells what is refused.
pub async fn tell(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(from)| from.ip());
    let session = session_told(request.headers());
    let response = next.run(request).await;
    if is_refusal(response.status(), session.is_some()) {
        tracing::info!(
            status = response.status().as_u16(),
            method = method.as_str(),
            route = route.as_deref().unwrap_or(UNKNOWN),
            session = session.as_deref().unwrap_or(UNKNOWN),
            address = address.map_or_else(|| UNKNOWN.to_owned(), |address| address.to_string()),
            "refused"
        );
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_out_of_reach_is_told_of_who_has_signed_in() {
        for (status, anybody, signed_in) in [
            (StatusCode::OK, false, false),
            (StatusCode::SEE_OTHER, false, false),
            (StatusCode::UNAUTHORIZED, false, false),
            (StatusCode::NOT_FOUND, false, true),
            (StatusCode::FORBIDDEN, true, true),
            (StatusCode::TOO_MANY_REQUESTS, true, true),
            (StatusCode::PAYLOAD_TOO_LARGE, true, true),
        ] {
            assert_eq!(
                (is_refusal(status, false), is_refusal(status, true)),
                (anybody, signed_in),
                "{status}"
            );
        }
    }
}
