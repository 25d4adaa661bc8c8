//! Where a plain form was sent from. One that fails is led back there, and of the address only the path is kept: it then
//! leads to no other site, and no error is written into it.

use axum::{
    extract::Request,
    http::{HeaderValue, Uri, header},
    middleware::Next,
    response::Response,
};

/// Keeps the path of the referring address alone.
pub async fn keep_path(mut request: Request, next: Next) -> Response {
    if let Some(referer) = request.headers_mut().get_mut(header::REFERER) {
        *referer = path_of(referer);
    }
    next.run(request).await
}

fn path_of(referer: &HeaderValue) -> HeaderValue {
    let address: Option<Uri> = referer.to_str().ok().and_then(|text| text.parse().ok());
    let path = address.as_ref().and_then(Uri::path_and_query).map(|path| path.as_str());
    // Two slashes would be read as another host.
    let own = path.filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'));
    own.and_then(|path| HeaderValue::from_str(path).ok()).unwrap_or(HeaderValue::from_static("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_is_left() {
        for (referer, path) in [
            ("https://fyren.example/aktivitetsansvar?_page=2", "/aktivitetsansvar?_page=2"),
            ("https://fyren.example", "/"),
            ("https://evil.example//evil.example", "/"),
            ("//evil.example", "/"),
            ("/logg", "/logg"),
            ("evil", "/"),
            ("", "/"),
        ] {
            assert_eq!(path_of(&HeaderValue::from_static(referer)), path, "{referer}");
        }
    }
}
