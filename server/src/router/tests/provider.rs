//! Signing in through a certified provider of OpenID Connect, from the page where one signs in to the page one was going to, as a
//! browser goes.

mod certified;

use axum::{body::Body, http::StatusCode};
use domain::operation::OperationKind;
use service::{identity_provider::IdentityProviders, session::COOKIE};

use super::{
    session::{token, with_token},
    site::{PASSWORD, Reply, Site, Who, asked, encoded},
};
use certified::Certified;

/// Åsa's card.
const CARD: &str = "SE2321000016-1003";
/// The cookie of a browser that has been sent to the provider.
const SENT: &str = "__Host-fyren-provider=";

/// A site where users sign in through a provider, and the caseworker has a card.
async fn site(providers: IdentityProviders) -> Site {
    let site = Site::open_with(|services| services.identity_providers = providers).await;
    site.write_card(Who::Caseworker, CARD).await;
    site
}

/// A browser that has been sent to the provider: where to, and what it keeps.
struct Sent {
    address: String,
    cookie: String,
}

async fn sent(site: &Site, till: &str) -> Sent {
    let reply =
        site.page(Who::Nobody, &format!("/api/sign-in-with?provider=siths&till={}", encoded(till))).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    let cookie = reply.cookies().into_iter().find(|cookie| cookie.starts_with(SENT)).unwrap();
    assert!(cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    Sent { address: reply.location().to_owned(), cookie }
}

/// What the site answers a browser that comes back.
async fn back(site: &Site, address: &str, cookie: &str) -> Reply {
    let path = address.strip_prefix("https://fyren.example").unwrap_or_else(|| panic!("led to {address}"));
    site.send(asked("GET", path, None, true).header("cookie", cookie).body(Body::empty()).unwrap()).await
}

/// Why nobody was signed in, as the site leads to it.
#[track_caller]
fn refused(reply: &Reply) -> &str {
    assert_eq!(token(reply), None);
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    reply
        .location()
        .strip_prefix("/logga-in/misslyckades?orsak=")
        .unwrap_or_else(|| panic!("{}", reply.location()))
}

#[tokio::test]
async fn whoever_shows_a_card_comes_to_the_page_they_were_going_to() {
    let provider = Certified::open().await;
    let site = site(provider.named()).await;
    let page = site.page(Who::Nobody, "/logga-in?till=%2Fpersoner").await;
    assert!(page.body.contains("Logga in med SITHS"), "{}", page.body);
    let link = "/api/sign-in-with?provider=siths&amp;till=%2Fpersoner";
    assert!(page.body.contains(link), "{}", page.body);
    let browser = sent(&site, "/personer").await;
    let led = provider.sign_in(&browser.address, "se2321000016-1003 ").await;
    let reply = back(&site, &led, &browser.cookie).await;
    assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/personer"));
    let signed_in = token(&reply).unwrap();
    assert!(reply.cookies().iter().any(|cookie| cookie.starts_with(SENT) && cookie.contains("Max-Age=0")));
    assert_eq!(with_token(&site, &signed_in, "/personer").await.status, StatusCode::OK);
    // The same answer once more, which stands in the browser's history, signs nobody in.
    assert_eq!(refused(&back(&site, &led, &browser.cookie).await), "provider-not-awaited");
    assert!(site.told(OperationKind::SignIn).await.contains(&"192.0.2.7; provider".to_owned()));
}

#[tokio::test]
async fn another_browser_is_not_signed_in_and_keeps_nobody_from_it() {
    let provider = Certified::open().await;
    let site = site(provider.named()).await;
    let (browser, other) = (sent(&site, "").await, sent(&site, "").await);
    let led = provider.sign_in(&browser.address, CARD).await;
    assert_eq!(refused(&back(&site, &led, &other.cookie).await), "provider-not-awaited");
    assert_eq!(refused(&back(&site, &led, &format!("{COOKIE}=0")).await), "provider-not-awaited");
    let reply = back(&site, &led, &browser.cookie).await;
    assert_eq!((token(&reply).is_some(), reply.location()), (true, "/"));
}

#[tokio::test]
async fn an_answer_with_another_nonce_or_code_or_of_another_provider_signs_nobody_in() {
    let provider = Certified::open().await;
    let site = site(provider.named()).await;
    let browser = sent(&site, "/personer").await;
    let nonce = browser.address.split("nonce=").nth(1).unwrap().split('&').next().unwrap();
    let led = provider.sign_in(&browser.address.replace(nonce, "another"), CARD).await;
    assert_eq!(refused(&back(&site, &led, &browser.cookie).await), "provider-faulty&till=%2Fpersoner");
    let browser = sent(&site, "").await;
    let led = provider.sign_in(&browser.address, CARD).await;
    assert_eq!(
        refused(&back(&site, &led.replace("code=", "code=x"), &browser.cookie).await),
        "provider-faulty"
    );
    let browser = sent(&site, "").await;
    let led = provider.sign_in(&browser.address, CARD).await;
    let elsewhere = format!("{}&iss=https%3A%2F%2Felsewhere.example", led.split("&iss=").next().unwrap());
    assert_eq!(refused(&back(&site, &elsewhere, &browser.cookie).await), "provider-faulty");
}

#[tokio::test]
async fn who_has_no_user_or_gives_up_at_the_provider_is_told_what_to_do() {
    let provider = Certified::open().await;
    let site = site(provider.named()).await;
    let browser = sent(&site, "/personer").await;
    let led = provider.sign_in(&browser.address, "SE2321000016-9999").await;
    let reply = back(&site, &led, &browser.cookie).await;
    assert_eq!(refused(&reply), "provider-unknown&till=%2Fpersoner");
    let page = site.page(Who::Nobody, reply.location()).await;
    assert!(page.body.contains("Ingen användare har det HSA-id"), "{}", page.body);
    let browser = sent(&site, "").await;
    let led = provider.give_up(&browser.address).await;
    assert!(led.contains("error=access_denied"), "{led}");
    assert_eq!(refused(&back(&site, &led, &browser.cookie).await), "provider-denied");
    let told = site.told(OperationKind::SignInFailed).await;
    assert!(
        ["provider-unknown", "provider-denied"]
            .iter()
            .all(|code| told.iter().any(|told| told.ends_with(code)))
    );
    assert!(!told.iter().any(|told| told.contains("16-9999")));
}

#[tokio::test]
async fn a_provider_that_is_down_keeps_nobody_from_signing_in_with_a_password() {
    let provider = Certified::open().await;
    let site = site(provider.named()).await;
    drop(provider);
    let reply = site.page(Who::Nobody, "/api/sign-in-with?provider=siths&till=%2Fpersoner").await;
    assert_eq!(refused(&reply), "provider-down&till=%2Fpersoner");
    let form = format!("user_name=asa&password={}&till=", encoded(PASSWORD));
    assert!(token(&site.form(Who::Nobody, "/api/sign-in", &form).await).is_some());
}

#[tokio::test]
async fn what_nobody_has_begun_leads_nowhere_else() {
    let provider = Certified::open().await;
    let site = site(provider.named()).await;
    for (address, reason) in [
        ("/api/sign-in-with?provider=other&till=%2Fpersoner", "provider-faulty&till=%2Fpersoner"),
        ("/api/sign-in-with?till=https%3A%2F%2Felsewhere.example", "provider-faulty"),
        ("/api/sign-in-answer", "provider-not-awaited"),
        ("/api/sign-in-answer?state=x&code=x", "provider-not-awaited"),
        ("/api/sign-in-answer?state=x&error=%3Cb%3E", "provider-not-awaited"),
    ] {
        assert_eq!(refused(&site.page(Who::Nobody, address).await), reason, "{address}");
    }
    let reply =
        site.page(Who::Nobody, "/api/sign-in-with?provider=siths&till=https%3A%2F%2Felsewhere.example").await;
    assert!(!reply.location().contains("elsewhere"));
    let without = Site::open().await.page(Who::Nobody, "/logga-in").await;
    assert!(!without.body.contains("sign-in-with"), "without a provider none is offered");
}

#[tokio::test]
async fn whoever_tries_all_the_time_waits_here_too() {
    let site = Site::open().await;
    let mut last = StatusCode::OK;
    for _ in 0..=60 {
        last = site.page(Who::Nobody, "/api/sign-in-answer?state=x").await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}
