//! Signing in and out, and what a session is worth.

use axum::{body::Body, http::StatusCode};
use chrono::TimeDelta;
use service::session::COOKIE;

use super::site::{PASSWORD, Reply, Site, Who, asked, encoded};

async fn sign_in(site: &Site, user_name: &str, password: &str) -> Reply {
    let form = format!("user_name={user_name}&password={}&till=", encoded(password));
    site.form(Who::Nobody, "/api/sign-in", &form).await
}

async fn with_token(site: &Site, token: &str, path: &str) -> Reply {
    site.send(asked("GET", path, Some(token), true).body(Body::empty()).unwrap()).await
}

/// The token that an answer sets.
fn token(reply: &Reply) -> Option<String> {
    let cookies = reply.cookies();
    let cookie = cookies.iter().find_map(|cookie| cookie.strip_prefix(&format!("{COOKIE}=")[..]))?;
    cookie.split(';').next().map(str::to_owned)
}

#[tokio::test]
async fn signing_in_gives_a_cookie_that_only_this_site_and_no_script_gets() {
    let site = Site::open().await;
    let reply = sign_in(&site, "asa", PASSWORD).await;
    assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/"));
    assert!(!reply.location().contains("asa"));
    let cookie = reply.cookies()[0].to_owned();
    let mut parts = cookie.split("; ");
    assert!(parts.next().unwrap().starts_with("__Host-fyren="));
    assert_eq!(parts.collect::<Vec<_>>(), ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"]);
    let first = token(&reply).unwrap();
    assert!(first.len() >= 32);
    assert_eq!(with_token(&site, &first, "/").await.status, StatusCode::OK);
    let second = token(&sign_in(&site, "asa", PASSWORD).await).unwrap();
    assert_ne!(first, second);
    for wrong in ["", "0", &first[1..], "' OR 1=1 --"] {
        assert_eq!(with_token(&site, wrong, "/").await.status, StatusCode::SEE_OTHER, "{wrong}");
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_where_one_signs_in_and_not_in_its_address() {
    let site = Site::open().await;
    let mut told = Vec::new();
    for user_name in ["asa", "nobody"] {
        let reply = sign_in(&site, user_name, "fel lösenord").await;
        assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/logga-in"));
        assert_eq!(token(&reply), None);
        let kept = reply.cookies()[0].split(';').next().unwrap().to_owned();
        assert!(reply.cookies()[0].contains("HttpOnly; SameSite=Lax; Max-Age=60"), "{:?}", reply.cookies());
        for (language, sentence) in [
            ("sv", "Användarnamnet eller lösenordet stämmer inte"),
            ("en", "The user name or the password is wrong"),
        ] {
            let request = asked("GET", "/logga-in", None, true)
                .header("cookie", &kept)
                .header("accept-language", language)
                .body(Body::empty());
            let page = site.send(request.unwrap()).await;
            assert!(page.body.contains(sentence), "{user_name} {language}");
            let summary = page.body.split("error-summary").nth(1).unwrap().split("</ul>").next().unwrap();
            told.push(summary.to_owned());
        }
    }
    // Nobody learns whether there is such a user.
    assert_eq!(told[..2], told[2..]);
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_account_for_a_while() {
    let site = Site::open().await;
    for _ in 0..5 {
        assert_eq!(sign_in(&site, "asa", "fel lösenord").await.location(), "/logga-in");
    }
    let locked = sign_in(&site, "asa", PASSWORD).await;
    assert_eq!(token(&locked), None);
    assert!(locked.cookies()[0].contains("locked-"), "{:?}", locked.cookies());
    site.hands.pass(TimeDelta::minutes(16));
    assert!(token(&sign_in(&site, "asa", PASSWORD).await).is_some());
}

#[tokio::test]
async fn too_many_attempts_from_one_address_are_refused() {
    let site = Site::open().await;
    let mut answers = Vec::new();
    for _ in 0..61 {
        answers.push(site.form(Who::Nobody, "/api/sign-in", "user_name=&password=").await.status);
    }
    assert!(answers[..60].iter().all(|status| *status == StatusCode::SEE_OTHER));
    assert_eq!(answers[60], StatusCode::TOO_MANY_REQUESTS);
    let refused = site.form(Who::Nobody, "/api/sign-in", "user_name=asa&password=x").await;
    assert_eq!(refused.header("retry-after"), "60");
    assert!(refused.body.contains("För många") && refused.body.contains("Too many"), "{}", refused.body);
    assert_eq!(refused.header("x-content-type-options"), "nosniff");
    assert_eq!(site.page(Who::Nobody, "/logga-in").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_that_was_signed_out_is_worth_nothing() {
    let site = Site::open().await;
    let case = format!("/aktivitetsansvar/{}", site.cases.own);
    assert_eq!(site.page(Who::Caseworker, &case).await.status, StatusCode::OK);
    let reply = site.form(Who::Caseworker, "/api/sign-out", "").await;
    assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/logga-in"));
    assert!(reply.cookies()[0].contains("Max-Age=0"), "{:?}", reply.cookies());
    assert_eq!(site.page(Who::Caseworker, &case).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.call(Who::Caseworker, "/api/start", "").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(site.page(Who::Region, &case).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_that_has_expired_leads_to_signing_in_and_back_to_the_same_place() {
    let site = Site::open().await;
    let place = "/aktivitetsansvar?_page=2";
    site.hands.pass(TimeDelta::minutes(61));
    let reply = site.page(Who::Caseworker, place).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert_eq!(reply.location(), "/logga-in?till=%2Faktivitetsansvar%3F_page%3D2");
    assert_eq!(site.call(Who::Caseworker, "/api/cases", "search=").await.status, StatusCode::UNAUTHORIZED);
    let clicked =
        site.form(Who::Caseworker, "/api/change-cases", "what=page&value=3&search=%3F_page%3D2").await;
    assert_eq!(clicked.location(), "/logga-in?till=%2Faktivitetsansvar%3F_page%3D2");
    let form = format!("user_name=asa&password={}&till={}", encoded(PASSWORD), encoded(place));
    assert_eq!(site.form(Who::Nobody, "/api/sign-in", &form).await.location(), place);
}

#[tokio::test]
async fn whoever_acts_in_one_role_is_in_no_other() {
    let site = Site::open().await;
    assert_eq!(site.call(Who::Caseworker, "/api/log", "page=1").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.call(Who::Auditor, "/api/cases", "search=").await.status, StatusCode::FORBIDDEN);
    // The role of another cannot be taken.
    let reply = site.call(Who::Caseworker, "/api/switch-role", "role=3").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert_eq!(site.call(Who::Caseworker, "/api/log", "page=1").await.status, StatusCode::FORBIDDEN);
}
