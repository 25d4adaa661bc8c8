//! What stands before every page: where a request comes from, how large it is, what every answer carries.

use std::collections::BTreeSet;

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Request, StatusCode},
    routing::get,
};
use domain::list::filter::{MAX_CONDITIONS, MAX_TEXT};
use futures_util::stream;
use tower::ServiceExt;

use super::access::{Kind, functions};
use super::site::{HOST, PASSWORD, PROXY, Site, Who, asked, encoded, posted};
use crate::http::limits::LARGEST_BODY;

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn what_another_site_posts_is_refused() {
    let site = Site::open().await;
    let post = |headers: &[(&str, &str)]| {
        let mut request = asked("POST", "/api/sign-out", Site::token(Who::Caseworker), true);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.header("content-type", FORM).body(Body::empty()).unwrap()
    };
    for headers in [
        [("sec-fetch-site", "cross-site")].as_slice(),
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site"), ("origin", "https://fyren.example")],
    ] {
        let reply = site.send(post(headers)).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{headers:?}");
        assert_eq!(site.page(Who::Caseworker, "/").await.status, StatusCode::OK, "{headers:?}");
    }
    let origin = format!("https://{HOST}");
    let reply = site.send(post(&[("origin", &origin)])).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn following_a_link_from_another_site_is_allowed_and_changes_nothing() {
    let site = Site::open().await;
    let posted = functions("1").into_iter().filter(|(_, kind, _)| *kind != Kind::Followed);
    for (path, ..) in posted {
        let path = format!("{path}?language=en&theme=dark&menu=folded&role=1&what=find&value=x");
        let request = asked("GET", &path, Site::token(Who::Caseworker), true)
            .header("sec-fetch-site", "cross-site")
            .body(Body::empty())
            .unwrap();
        let reply = site.send(request).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert!(reply.cookies().is_empty(), "{path}");
    }
    assert_eq!(site.page(Who::Caseworker, "/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_by_every_server_function() {
    let site = Site::open().await;
    let large = format!("search={}", "a".repeat(800 * 1024));
    for path in leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect::<BTreeSet<_>>() {
        let told = asked("POST", path, Site::token(Who::Caseworker), false)
            .header("content-type", FORM)
            .header("content-length", large.len());
        let reply = site.send(told.body(Body::from(large.clone())).unwrap()).await;
        assert_eq!((reply.status, reply.body.as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "\"too-large\""));
        // The same without saying beforehand how long it is.
        let pieces: Vec<Result<Bytes, std::io::Error>> =
            large.as_bytes().chunks(8192).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
        let untold = asked("POST", path, Site::token(Who::Caseworker), false).header("content-type", FORM);
        let body = Body::from_stream(stream::iter(pieces));
        let reply = site.send(untold.body(body).unwrap()).await;
        assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
    }
}

#[tokio::test]
async fn what_is_posted_otherwise_than_as_a_form_is_refused() {
    let site = Site::open().await;
    for (written, body) in [
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\ncases\r\n--x--",
        ),
        ("application/json", r#"{"list":"cases","search":""}"#),
        ("text/plain", "list=cases&search="),
    ] {
        let request = asked("POST", "/api/read-list", Site::token(Who::Caseworker), false)
            .header("content-type", written)
            .body(Body::from(body))
            .unwrap();
        let reply = site.send(request).await;
        assert_eq!(
            (reply.status, reply.body.as_str()),
            (StatusCode::BAD_REQUEST, "\"invalid\""),
            "{written}"
        );
    }
}

#[tokio::test]
async fn a_form_that_cannot_be_read_is_refused_as_one_and_changes_nothing() {
    let site = Site::open().await;
    for (path, body) in [
        ("/api/sign-in", "user_name=asa&user_name=anna&password=x"),
        ("/api/read-list", "list=cases&list=persons&search="),
        ("/api/read-list", "search="),
        ("/api/end-grant", "id=x&grant=1"),
    ] {
        let reply = site.call(Who::Caseworker, path, body).await;
        assert_eq!(
            (reply.status, reply.body.as_str()),
            (StatusCode::BAD_REQUEST, "\"invalid\""),
            "{path} {body}"
        );
    }
}

#[tokio::test]
async fn a_form_that_is_too_large_is_answered_with_a_page_that_names_the_limits() {
    let site = Site::open().await;
    let conditions: String = (0..20_000)
        .map(|nth| format!("&fields[c{nth}][operator]=contains&fields[c{nth}][first]=a"))
        .collect();
    for (language, said) in [
        ("sv", "högst 768 kB, en sökning högst 200 tecken och ett filter högst 100 villkor"),
        ("en", "768 kB at most, a search 200 characters and a filter 100 conditions"),
    ] {
        let form = format!("list=cases&what=filter{conditions}");
        let mut request = posted("/api/change-list", Site::token(Who::Caseworker), true, &form);
        request.headers_mut().insert("accept-language", language.parse().unwrap());
        let reply = site.send(request).await;
        assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(reply.header("content-type").starts_with("text/html"));
        assert!(reply.header("content-security-policy").contains("style-src 'self'"));
        assert!(reply.body.contains(&format!("<html lang=\"{language}\"")) && reply.body.contains(said));
        assert!(reply.body.contains("<h1") && reply.body.contains("href=\"/\""), "{}", reply.body);
    }
    assert_eq!((MAX_CONDITIONS, MAX_TEXT, LARGEST_BODY), (100, 200, 768 * 1024));
}

#[tokio::test]
async fn every_answer_carries_the_guarding_headers() {
    let site = Site::open().await;
    let replies = [
        ("page", site.page(Who::Caseworker, "/").await, "no-store"),
        ("sign-in", site.page(Who::Nobody, "/logga-in").await, "no-store"),
        ("missing", site.page(Who::Caseworker, "/finns-inte").await, "no-store"),
        ("redirect", site.page(Who::Nobody, "/").await, "no-store"),
        ("function", site.call(Who::Caseworker, "/api/read-list", "list=cases&search=").await, "no-store"),
        ("refused", site.call(Who::Nobody, "/api/read-list", "list=cases&search=").await, "no-store"),
        ("export", site.page(Who::Caseworker, "/export/cases.csv").await, "no-store"),
        ("no export", site.page(Who::Caseworker, "/export/people.csv").await, "no-store"),
        ("health", site.page(Who::Nobody, "/healthz").await, "no-store"),
        ("file", site.page(Who::Nobody, "/pkg/app.css").await, "no-cache"),
        ("icons", site.page(Who::Nobody, "/pkg/icons.svg").await, "max-age=3600"),
        ("no file", site.page(Who::Nobody, "/pkg/../fyren.db").await, "no-cache"),
    ];
    for (what, reply, kept) in replies {
        assert_eq!(reply.header("cache-control"), kept, "{what}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ] {
            assert_eq!(reply.header(name), value, "{what} {name}");
        }
        let policy = reply.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action '",
        ] {
            assert!(policy.contains(part), "{what}: {part}");
        }
        let kind = reply.header("content-type");
        let is_text = kind.starts_with("text/") || kind.starts_with("image/svg");
        assert!(!is_text || kind.ends_with("charset=utf-8"), "{what}: {kind}");
        for cookie in reply.cookies() {
            assert!(cookie.starts_with("__Host-") && cookie.contains("; Secure"), "{what}: {cookie}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{what}: {policy}");
    }
}

/// The values of an attribute, and how many elements of a name there are.
fn nonces(html: &str) -> (Vec<&str>, usize) {
    let nonces = html.match_indices("nonce=\"").map(|(place, found)| {
        let rest = &html[place + found.len()..];
        &rest[..rest.find('"').unwrap()]
    });
    (nonces.collect(), html.matches("<script").count())
}

#[tokio::test]
async fn every_script_of_a_page_has_the_nonce_of_its_policy_and_no_two_pages_share_one() {
    let site = Site::open().await;
    let mut seen = BTreeSet::new();
    let case = format!("/aktivitetsansvar/{}", site.cases.own);
    for path in ["/", "/", "/aktivitetsansvar", &case, "/finns-inte"] {
        let reply = site.page(Who::Caseworker, path).await;
        let policy = reply.header("content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
        assert!(nonce.len() >= 20, "{policy}");
        let (nonces, scripts) = nonces(&reply.body);
        assert!(scripts > 0 && nonces.len() >= scripts, "{path}: {scripts} scripts, {} nonces", nonces.len());
        assert!(nonces.iter().all(|found| *found == nonce), "{path}");
        assert!(!reply.body.contains(" onclick=") && !reply.body.contains(" style="), "{path}");
        assert!(seen.insert(nonce.to_owned()), "{path}");
    }
}

#[tokio::test]
async fn the_page_for_signing_in_loads_no_program_but_the_few_lines_that_ask_for_a_passkey() {
    let site = Site::open().await;
    let page = site.page(Who::Nobody, "/logga-in?till=/aktivitetsansvar").await;
    assert_eq!(page.status, StatusCode::OK);
    for program in ["type=\"module\"", "modulepreload", "wasm"] {
        assert!(!page.body.contains(program), "{program}");
    }
    assert!(page.body.contains("<script src=\"/pkg/passkey.js\" nonce=\""), "{}", page.body);
    assert_eq!((page.body.matches("<script src").count(), page.body.matches(".js").count()), (1, 1));
    assert!(!page.header("link").contains("wasm"));
    assert!(page.body.contains("method=\"post\"") && page.body.contains("action=\"/api/sign-in\""));
}

/// Where nobody may be led.
const ELSEWHERE: [&str; 10] = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\r\nSet-Cookie: a=b",
    "/a\u{0}b",
    " //evil.example",
    "evil.example",
];

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let site = Site::open().await;
    for target in ELSEWHERE {
        let target = encoded(target);
        for (path, form) in [
            ("/api/choose-language", format!("language=en&return_to={target}")),
            ("/api/choose-theme", format!("theme=dark&return_to={target}")),
            ("/api/fold-menu", format!("menu=folded&return_to={target}")),
            ("/api/choose-script", format!("script=runs&return_to={target}")),
        ] {
            let reply = site.form(Who::Nobody, path, &form).await;
            assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/"), "{path} {target}");
            assert!(!reply.headers.contains_key("a"), "{path} {target}");
        }
        let refused =
            site.form(Who::Nobody, "/api/sign-in", &format!("user_name=&password=&till={target}")).await;
        assert_eq!(refused.location(), "/logga-in", "{target}");
        let page = site.page(Who::Nobody, &format!("/logga-in?till={target}")).await;
        assert!(!page.body.contains("evil.example\""), "{target}");
    }
    for (target, expected) in
        [("//evil.example", "/"), ("/aktivitetsansvar?_page=2", "/aktivitetsansvar?_page=2")]
    {
        let form = format!("user_name=asa&password={}&till={}", encoded(PASSWORD), encoded(target));
        let reply = site.form(Who::Nobody, "/api/sign-in", &form).await;
        assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, expected));
    }
}

/// A plain form that fails is led back to where it was sent from, if that is here.
#[tokio::test]
async fn a_failed_form_leads_to_no_other_site() {
    let site = Site::open().await;
    for (path, form) in [
        ("/api/change-list", "list=cases&part=many"),
        ("/api/switch-role", "role=none"),
        ("/api/switch-role", "role=999"),
        ("/api/sign-out", ""),
        ("/api/choose-language", ""),
    ] {
        for referer in ["https://evil.example/a", "//evil.example", "https://fyren.example.evil.example/"] {
            let mut request = posted(path, None, true, form);
            request.headers_mut().insert("referer", referer.parse().unwrap());
            let reply = site.send(request).await;
            assert!(
                !reply.location().contains("evil"),
                "{path} {form}: {} {}",
                reply.status,
                reply.location()
            );
        }
    }
}

/// The status of an attempt to sign in from an address, told by a proxy or not.
async fn attempt(site: &Site, from: &str, forwarded_for: Option<&str>) -> StatusCode {
    let mut request = posted("/api/sign-in", None, true, "user_name=&password=");
    if let Some(forwarded_for) = forwarded_for {
        request.headers_mut().insert("x-forwarded-for", forwarded_for.parse().unwrap());
    }
    site.send_from(from, request).await.status
}

#[tokio::test]
async fn only_the_trusted_proxy_tells_who_tries_to_sign_in() {
    let site = Site::open().await;
    for _ in 0..60 {
        let told = Some("198.51.100.1, 198.51.100.9");
        assert_eq!(attempt(&site, PROXY, told).await, StatusCode::SEE_OTHER);
    }
    // The last address counts, which the proxy has written itself.
    assert_eq!(attempt(&site, PROXY, Some("198.51.100.9")).await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(attempt(&site, PROXY, Some("198.51.100.1")).await, StatusCode::SEE_OTHER);
    for nth in 0..60 {
        let told = format!("198.51.100.{nth}");
        assert_eq!(attempt(&site, "192.0.2.9", Some(&told)).await, StatusCode::SEE_OTHER);
    }
    assert_eq!(attempt(&site, "192.0.2.9", Some("203.0.113.1")).await, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_answer_to_a_panic_carries_the_guarding_headers_too() {
    async fn panicking() {
        panic!("something unforeseen");
    }
    let routes = super::super::outermost(Router::new().route("/", get(panicking)));
    let reply = routes.oneshot(Request::new(Body::empty())).await.unwrap();
    assert_eq!(reply.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(reply.headers()["cache-control"], "no-store");
    assert_eq!(reply.headers()["x-frame-options"], "DENY");
    assert!(reply.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
}
