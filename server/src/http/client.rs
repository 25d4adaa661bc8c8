//! Who a request comes from, when a proxy stands before the server.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};

/// The header in which proxies tell whom they ask for.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// Takes the address that the trusted proxy tells of as the one the request comes from. What anybody else says of
/// themselves is not believed, nor what stood in the header before the proxy added to it.
pub async fn behind_proxy(
    State(trusted): State<Option<IpAddr>>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| *address);
    if let Some(peer) = peer.filter(|peer| trusted == Some(peer.ip().to_canonical()))
        && let Some(client) = last_forwarded(request.headers())
    {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(client, peer.port())));
    }
    next.run(request).await
}

fn last_forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}
