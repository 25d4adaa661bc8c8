//! *Min sida*, and what a password that was made for somebody lets them do.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use service::session::COOKIE;

use super::{
    access::{LISTS, PAGES, functions, is_guarded},
    session::{interrupted, token, with_token},
    site::{NEWCOMER, PASSWORD, Reply, Site, Who, asked, encoded, posted},
};

/// What whoever is to choose a password may ask for besides.
const OPEN: [&str; 4] = ["/api/change-password", "/api/end-session", "/api/frame", "/api/sign-out"];

async fn signed_in(site: &Site) -> String {
    let form = format!("user_name={NEWCOMER}&password={}&till=%2Fpersoner", encoded(PASSWORD));
    token(&site.form(Who::Nobody, "/api/sign-in", &form).await).unwrap()
}

async fn change(site: &Site, token: &str, current: &str, new: &str, till: &str) -> Reply {
    let (current, new, till) = (encoded(current), encoded(new), encoded(till));
    let form = format!("current={current}&new={new}&again={new}&till={till}");
    site.send(posted("/api/change-password", Some(token), true, &form)).await
}

#[tokio::test]
async fn whoever_is_to_choose_a_password_reaches_nothing_else() {
    let site = Site::open().await;
    let token = signed_in(&site).await;
    for page in PAGES.into_iter().filter(|page| !page.starts_with("/logga-in") && *page != "/min-sida") {
        let path = page
            .replace("{id}", &site.cases.own.to_string())
            .replace("{tab}", "adresser")
            .replace("{record}", "post");
        let reply = with_token(&site, &token, &path).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}");
        assert!(reply.location().starts_with("/min-sida"), "{path}: {}", reply.location());
        assert!(!reply.body.contains("Dahl") && !reply.body.contains("2008081"), "{path}: {}", reply.body);
    }
    for (path, kind, form) in functions(site.cases.own) {
        if !is_guarded(kind) || OPEN.contains(&path) {
            continue;
        }
        let reply = site.send(posted(path, Some(&token), false, &form)).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path}: {}", reply.body);
        assert!(!reply.body.contains("Dahl") && !reply.body.contains("2008081"), "{path}: {}", reply.body);
    }
    for (list, _) in LISTS {
        let file = format!("/export/{list}.csv");
        let reply = site.send(asked("GET", &file, Some(&token), true).body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{file}");
    }
    let own = with_token(&site, &token, "/min-sida").await;
    assert_eq!(own.status, StatusCode::OK);
    assert!(
        own.body.contains("Välj ett eget lösenord") && !own.body.contains("/aktivitetsansvar"),
        "{}",
        own.body
    );
}

#[tokio::test]
async fn whoever_has_chosen_one_goes_on_under_another_token() {
    let site = Site::open().await;
    let stale = signed_in(&site).await;
    let reply = change(&site, &stale, PASSWORD, "tre gula paraplyer", "/personer").await;
    assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/personer"));
    let renewed = token(&reply).unwrap();
    assert_eq!(with_token(&site, &renewed, "/personer").await.status, StatusCode::OK);
    assert_eq!(with_token(&site, &stale, "/personer").await.location(), "/logga-in?till=%2Fpersoner");
}

#[tokio::test]
async fn nobody_is_led_away_from_fyren_and_no_password_stands_in_an_address() {
    let site = Site::open().await;
    let token = signed_in(&site).await;
    for till in ["https://example.com/", "//example.com", "/\\example.com", "/\r\nset-cookie: x=1"] {
        let refused = change(&site, &token, PASSWORD, "kort", till).await;
        let location = refused.location();
        assert_eq!(location, "/min-sida?fel=too-short");
        let page = with_token(&site, &token, location).await;
        assert!(!page.body.contains("example.com") && !page.body.contains("set-cookie"), "{}", page.body);
    }
    let done = change(&site, &token, PASSWORD, "tre gula paraplyer", "//example.com").await;
    assert_eq!(done.location(), "/min-sida?gjort=losenord");
}

/// A form that is sent with some cookies.
pub(super) fn with_cookies(path: &str, cookies: &str, form: &str) -> Request<Body> {
    let (mut head, body) = posted(path, None, true, form).into_parts();
    head.headers.insert("cookie", cookies.parse().unwrap());
    Request::from_parts(head, body)
}

#[tokio::test]
async fn what_was_typed_waits_for_whoever_is_to_choose_a_password_first() {
    let site = Site::open().await;
    let made = "ett gjort lösenord";
    let address = format!("/aktivitetsansvar/{}/kontakttillfallen/ny", site.cases.own);
    let sign_in =
        |password: &str| format!("user_name=asa&password={}&till={}", encoded(password), encoded(&address));
    let first = site.form(Who::Nobody, "/api/sign-in", &sign_in(PASSWORD)).await;
    let cookies: Vec<&str> = first.cookies().iter().filter_map(|cookie| cookie.split(';').next()).collect();
    let cookies = cookies.join("; ");
    site.make_password_for(Who::Caseworker, made).await;

    let form = format!("address={}&what=save&fields[notes]=Ringde+inte", encoded(&address));
    let late = site.send(with_cookies("/api/save-record", &cookies, &form)).await;
    let kept = interrupted(&late);
    let again = site.send(with_cookies("/api/sign-in", kept, &sign_in(made))).await;
    assert_eq!(again.location(), address);
    let before = token(&again).unwrap();
    assert!(with_token(&site, &before, &address).await.location().starts_with("/min-sida?till="));

    let new = encoded("tre gula paraplyer");
    let form = format!("current={}&new={new}&again={new}&till={}", encoded(made), encoded(&address));
    let cookies = format!("{COOKIE}={before}; {kept}");
    let chosen = site.send(with_cookies("/api/change-password", &cookies, &form)).await;
    assert!(chosen.location().starts_with(&format!("{address}?utkast=")), "{}", chosen.location());
    let page = with_token(&site, &token(&chosen).unwrap(), chosen.location()).await;
    assert!(page.body.contains("Ringde inte"), "{}", page.body);
}
