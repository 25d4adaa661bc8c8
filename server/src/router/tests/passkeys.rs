//! Passkeys in the browser's eyes: what its script is told, what it posts, and where it comes to.

use axum::http::StatusCode;

use super::{
    session::{token, with_token},
    site::{PASSWORD, Reply, Site, Who, encoded, posted},
};

#[allow(dead_code, reason = "the stories of the use cases use all of it")]
#[path = "../../../../service/tests/support/authenticator.rs"]
mod authenticator;

use authenticator::Authenticator;

async fn post(site: &Site, token: &str, path: &str, form: &str) -> Reply {
    site.send(posted(path, Some(token), true, form)).await
}

async fn sign_in(site: &Site) -> Reply {
    let form = format!("user_name=asa&password={}&till=%2Fpersoner", encoded(PASSWORD));
    site.form(Who::Nobody, "/api/sign-in", &form).await
}

/// What stands in an attribute of a page, as a browser reads it.
fn attribute(page: &str, name: &str) -> String {
    let value = page.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap();
    value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Gives Åsa a passkey, and returns it with the answer.
async fn add(site: &Site) -> (Authenticator, Reply) {
    let first = token(&sign_in(site).await).unwrap();
    let form = format!("what=add&name=Telefonen&password={}", encoded(PASSWORD));
    let begun = post(site, &first, "/api/change-passkeys", &form).await;
    assert_eq!(begun.location(), "/min-sida");
    let page = with_token(site, &first, "/min-sida").await;
    let mut phone = Authenticator::new();
    let answer = phone.make(&attribute(&page.body, "data-options"));
    let form = format!("answer={}", encoded(&answer));
    let added = post(site, &first, "/api/confirm-passkey", &form).await;
    assert_eq!(added.location(), "/min-sida?gjort=passkey");
    assert_ne!(token(&added).unwrap(), first);
    (phone, added)
}

/// What the script is told, and the cookies that come with it.
async fn asked(site: &Site, half: Option<&str>) -> (String, Vec<String>) {
    let form = if half.is_some() { "after=password" } else { "after=" };
    let reply = site.send(posted("/api/ask-passkey", half, false, form)).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    let cookies = reply.cookies().into_iter().map(str::to_owned).collect();
    (serde_json::from_str(&reply.body).unwrap(), cookies)
}

#[tokio::test]
async fn a_passkey_is_added_and_signs_in_in_the_place_of_a_code() {
    let site = Site::open_with_key(false).await;
    let (mut phone, added) = add(&site).await;
    let page = with_token(&site, &token(&added).unwrap(), added.location()).await;
    assert!(page.body.contains("Telefonen") && page.body.contains("Passkeyn är tillagd"), "{}", page.body);
    let halfway = sign_in(&site).await;
    assert_eq!(halfway.location(), "/logga-in/kod?till=%2Fpersoner&med=passkey");
    let half = token(&halfway).unwrap();
    assert_eq!(with_token(&site, &half, "/min-sida").await.status, StatusCode::SEE_OTHER);
    let page = with_token(&site, &half, halfway.location()).await;
    assert!(page.body.contains("data-passkey=\"answer\"") && !page.body.contains("id=\"code\""));
    let (options, cookies) = asked(&site, Some(&half)).await;
    assert!(cookies.is_empty(), "{cookies:?}");
    let form = format!("after=password&till=%2Fpersoner&answer={}", encoded(&phone.sign(&options)));
    let whole = post(&site, &half, "/api/sign-in-passkey", &form).await;
    assert_eq!(whole.location(), "/personer");
    assert_ne!(token(&whole).unwrap(), half);
    assert_eq!(with_token(&site, &token(&whole).unwrap(), "/min-sida").await.status, StatusCode::OK);
    // The same again is worth nothing, and leads to where one begins again.
    let again = post(&site, &half, "/api/sign-in-passkey", &form).await;
    assert_eq!((again.location(), token(&again)), ("/logga-in?till=%2Fpersoner", None));
}

#[tokio::test]
async fn a_passkey_signs_in_from_the_page_where_one_signs_in() {
    let site = Site::open_with_key(false).await;
    let (mut phone, _) = add(&site).await;
    let page = site.page(Who::Nobody, "/logga-in").await;
    assert!(page.body.contains("Logga in med passkey") && page.body.contains("src=\"/pkg/passkey.js\""));
    let (options, cookies) = asked(&site, None).await;
    let [cookie] = &cookies[..] else { panic!("{cookies:?}") };
    assert!(cookie.starts_with("__Host-fyren-passkey="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=300"), "{cookie}");
    let form = format!("after=&till=%2Fpersoner&answer={}", encoded(&phone.sign(&options)));
    // Another browser has not been asked.
    let elsewhere = site.form(Who::Nobody, "/api/sign-in-passkey", &form).await;
    assert_eq!((elsewhere.location(), token(&elsewhere)), ("/logga-in?till=%2Fpersoner", None));
    let here = |cookie: &str| {
        let mut request = posted("/api/sign-in-passkey", None, true, &form);
        let cookie = cookie.split(';').next().unwrap().parse().unwrap();
        request.headers_mut().insert("cookie", cookie);
        request
    };
    let signed_in = site.send(here(cookie)).await;
    assert_eq!(signed_in.location(), "/personer");
    assert_eq!(with_token(&site, &token(&signed_in).unwrap(), "/personer").await.status, StatusCode::OK);
    assert_eq!(token(&site.send(here(cookie)).await), None);
}

#[tokio::test]
async fn what_is_wrong_with_passkeys_is_told_at_its_field() {
    let site = Site::open_with_key(false).await;
    let signed_in = token(&sign_in(&site).await).unwrap();
    let form = format!("what=add&name=&password={}", encoded(PASSWORD));
    let unnamed = post(&site, &signed_in, "/api/change-passkeys", &form).await;
    assert_eq!(unnamed.location(), "/min-sida?fel=passkey-name-missing");
    let page = with_token(&site, &signed_in, unnamed.location()).await;
    assert!(page.body.contains("passkey-name-error") && page.body.contains("<title>Fel: "), "{}", page.body);
    let late = post(&site, &signed_in, "/api/confirm-passkey", "answer=%7B%7D").await;
    assert_eq!(late.location(), "/min-sida?fel=passkey-ended");
    let nothing = post(&site, &signed_in, "/api/change-passkeys", "what=remove-all").await;
    assert_eq!(nothing.status, StatusCode::BAD_REQUEST, "{}", nothing.body);
    let unknown = format!("what=remove-4711&password={}", encoded(PASSWORD));
    let unknown = post(&site, &signed_in, "/api/change-passkeys", &unknown).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND, "{}", unknown.body);
}
