//! Two-step sign-in in the browser's eyes: what half a sign-in opens, and what its pages and cookies hold.

use axum::{body::Body, http::StatusCode};
use chrono::TimeDelta;
use domain::clock::Clock;
use totp_rs::{Builder, Secret};

use super::{
    access::{LISTS, PAGES, functions, is_guarded},
    own_account::with_cookies,
    session::{interrupted, token, with_token},
    site::{PASSWORD, Reply, Site, Who, asked, encoded, posted},
};

/// What whoever is to set up a second factor may ask for besides.
const OPEN: [&str; 8] = [
    "/api/change-passkeys",
    "/api/change-password",
    "/api/change-second-factor",
    "/api/confirm-passkey",
    "/api/confirm-second-factor",
    "/api/end-session",
    "/api/frame",
    "/api/sign-out",
];

/// The code that an app shows so many steps from now.
fn code(site: &Site, secret: &str, steps: i64) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let at = site.hands.now().timestamp() + 30 * steps;
    Builder::new().with_secret(secret).build().unwrap().generate(u64::try_from(at).unwrap()).to_string()
}

async fn post(site: &Site, token: &str, path: &str, form: &str) -> Reply {
    site.send(posted(path, Some(token), true, form)).await
}

async fn sign_in(site: &Site, till: &str) -> Reply {
    let form = format!("user_name=asa&password={}&till={}", encoded(PASSWORD), encoded(till));
    site.form(Who::Nobody, "/api/sign-in", &form).await
}

/// The secret that a page shows for typing.
fn secret_in(page: &str) -> String {
    let shown = page.split("class=\"secret\">").nth(1).unwrap().split('<').next().unwrap();
    shown.replace(' ', "")
}

/// Sets one up for Åsa with the code of a step ago, and returns the secret and the answer.
async fn set_up(site: &Site) -> (String, Reply) {
    let signed_in = token(&sign_in(site, "/").await).unwrap();
    set_up_in(site, &signed_in, "").await
}

async fn set_up_in(site: &Site, token: &str, till: &str) -> (String, Reply) {
    let till = encoded(till);
    let form = format!("what=set-up&password={}&till={till}", encoded(PASSWORD));
    let begun = post(site, token, "/api/change-second-factor", &form).await;
    assert!(begun.location().starts_with("/min-sida"), "{}", begun.location());
    let page = with_token(site, token, begun.location()).await;
    let secret = secret_in(&page.body);
    let form = format!("code={}&till={till}", code(site, &secret, -1));
    (secret, post(site, token, "/api/confirm-second-factor", &form).await)
}

fn cookies_of(reply: &Reply) -> String {
    let cookies: Vec<&str> = reply.cookies().iter().filter_map(|cookie| cookie.split(';').next()).collect();
    cookies.join("; ")
}

#[tokio::test]
async fn it_is_set_up_from_a_picture_or_by_typing_and_its_recovery_codes_are_shown_once() {
    let site = Site::open_with_key(false).await;
    let first = token(&sign_in(&site, "/").await).unwrap();
    let form = format!("what=set-up&password={}", encoded(PASSWORD));
    post(&site, &first, "/api/change-second-factor", &form).await;
    let page = with_token(&site, &first, "/min-sida").await;
    assert!(page.body.contains("<title id=\"qr-title\">QR-kod") && page.body.contains("role=\"img\""));
    assert_eq!(secret_in(&page.body).len(), 32);
    assert!(
        page.body.contains("autocomplete=\"one-time-code\"") && page.body.contains("inputmode=\"numeric\"")
    );
    let wrong = post(&site, &first, "/api/confirm-second-factor", "code=12").await;
    assert_eq!(wrong.location(), "/min-sida?fel=code-unreadable");
    let page = with_token(&site, &first, wrong.location()).await;
    assert!(page.body.contains("factor-code-error") && page.body.contains("<title>Fel: "), "{}", page.body);

    let form = format!("code={}", code(&site, &secret_in(&page.body), 0));
    let confirmed = post(&site, &first, "/api/confirm-second-factor", &form).await;
    assert_eq!(confirmed.location(), "/min-sida?gjort=tvasteg");
    let renewed = token(&confirmed).unwrap();
    assert_ne!(renewed, first);
    assert_eq!(with_token(&site, &first, "/min-sida").await.status, StatusCode::SEE_OTHER);
    let made =
        confirmed.cookies().into_iter().find(|cookie| cookie.starts_with("__Host-fyren-recovery=")).unwrap();
    assert!(made.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=120"), "{made}");

    let shown = asked("GET", confirmed.location(), None, true).header("cookie", cookies_of(&confirmed));
    let shown = site.send(shown.body(Body::empty()).unwrap()).await;
    assert_eq!(shown.body.matches("<li><code>").count(), 10, "{}", shown.body);
    assert!(shown.cookies().iter().any(|cookie| cookie.starts_with("__Host-fyren-recovery=;")), "shown once");
    assert!(!shown.body.contains("class=\"secret\"") && !shown.body.contains("<svg xmlns"));
    let again = with_token(&site, &renewed, confirmed.location()).await;
    assert!(!again.body.contains("<li><code>"));
    // Whoever signs in next in the same browser is shown nobody's.
    let other = asked("GET", "/min-sida", Site::token(Who::Region), true).body(Body::empty()).unwrap();
    let (mut head, body) = other.into_parts();
    let made = made.split(';').next().unwrap();
    let own = head.headers["cookie"].to_str().unwrap().to_owned();
    head.headers.insert("cookie", format!("{own}; {made}").parse().unwrap());
    let other = site.send(axum::http::Request::from_parts(head, body)).await;
    assert_eq!(other.status, StatusCode::OK);
    assert!(!other.body.contains("<li><code>"), "{}", other.body);
}

#[tokio::test]
async fn half_a_sign_in_opens_nothing() {
    let site = Site::open_with_key(false).await;
    let (secret, _) = set_up(&site).await;
    let reply = sign_in(&site, "/personer").await;
    assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/logga-in/kod?till=%2Fpersoner"));
    let half = token(&reply).unwrap();
    for page in PAGES.into_iter().filter(|page| !page.starts_with("/logga-in")) {
        let path = page
            .replace("{id}", &site.cases.own.to_string())
            .replace("{tab}", "adresser")
            .replace("{record}", "post");
        let reply = with_token(&site, &half, &path).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}");
        assert!(reply.location().starts_with("/logga-in"), "{path}: {}", reply.location());
        assert!(!reply.body.contains("Dahl") && !reply.body.contains("2008081"), "{path}: {}", reply.body);
    }
    for (path, kind, form) in functions(site.cases.own) {
        if !is_guarded(kind) {
            continue;
        }
        let reply = site.send(posted(path, Some(&half), false, &form)).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{path}: {}", reply.body);
        let plain = site.send(posted(path, Some(&half), true, &form)).await;
        assert!(!plain.status.is_success(), "{path}: {}", plain.status);
        // Nor does the server keep anything for it.
        assert!(
            !plain
                .cookies()
                .iter()
                .any(|cookie| cookie.contains("fyren-interrupted=") && !cookie.contains("Max-Age=0")),
            "{path}"
        );
    }
    for (list, _) in LISTS {
        for end in ["csv", "xlsx"] {
            let file = format!("/export/{list}.{end}");
            let script = asked("GET", &file, Some(&half), false).body(Body::empty()).unwrap();
            assert_eq!(site.send(script).await.status, StatusCode::UNAUTHORIZED, "{file}");
        }
    }
    let page = with_token(&site, &half, "/logga-in/kod?till=%2Fpersoner").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("autocomplete=\"one-time-code\"") && page.body.contains("value=\"/personer\"")
    );
    assert!(!page.body.contains("<script type=\"module\""), "the page ships no script");
    // Unless the code follows.
    let form = format!("code={}&till=%2Fpersoner", code(&site, &secret, 0));
    let whole = post(&site, &half, "/api/sign-in-code", &form).await;
    assert_eq!(whole.location(), "/personer");
    let whole = token(&whole).unwrap();
    assert_eq!(with_token(&site, &whole, "/personer").await.status, StatusCode::OK);
    assert_ne!(whole, half);
    assert_eq!(with_token(&site, &half, "/personer").await.location(), "/logga-in?till=%2Fpersoner");
}

#[tokio::test]
async fn a_cookie_or_a_code_of_before_is_worth_nothing() {
    let site = Site::open_with_key(false).await;
    let (secret, _) = set_up(&site).await;
    let half = token(&sign_in(&site, "/").await).unwrap();
    let form = format!("code={}", code(&site, &secret, 0));
    assert!(token(&post(&site, &half, "/api/sign-in-code", &form).await).is_some());
    // The half session has become the whole one, and its token nobody's.
    let again = post(&site, &half, "/api/sign-in-code", &form).await;
    assert_eq!((token(&again), again.location()), (None, "/logga-in"));
    let other = token(&sign_in(&site, "/").await).unwrap();
    let replayed = post(&site, &other, "/api/sign-in-code", &form).await;
    assert_eq!((token(&replayed), replayed.location()), (None, "/logga-in/kod"));
    // A token that somebody has planted in the browser is not made into a session.
    let planted = "00".repeat(32);
    let form = format!("code={}", code(&site, &secret, 1));
    assert_eq!(token(&post(&site, &planted, "/api/sign-in-code", &form).await), None);
    assert_eq!(with_token(&site, &planted, "/").await.status, StatusCode::SEE_OTHER);
    // After ten minutes one begins again.
    site.hands.pass(TimeDelta::minutes(11));
    let form = format!("code={}", code(&site, &secret, 0));
    let late = post(&site, &other, "/api/sign-in-code", &form).await;
    assert_eq!((token(&late), late.location()), (None, "/logga-in"));
    assert!(late.cookies()[0].starts_with("__Host-fyren-attempt=code-ended."), "{:?}", late.cookies());
}

#[tokio::test]
async fn wrong_codes_lock_the_account_and_are_told_at_the_field() {
    let site = Site::open_with_key(false).await;
    let (secret, _) = set_up(&site).await;
    let half = token(&sign_in(&site, "/personer").await).unwrap();
    let shown: Vec<String> = (-2..=2).map(|steps| code(&site, &secret, steps)).collect();
    let wrong = ["000000", "111111", "222222", "333333", "444444", "555555"];
    let wrong = wrong.iter().find(|wrong| !shown.iter().any(|code| code == *wrong)).unwrap();
    let form = format!("code={wrong}&till=%2Fpersoner");
    for tried in 1..=4 {
        let reply = post(&site, &half, "/api/sign-in-code", &form).await;
        assert_eq!(
            (reply.status, reply.location()),
            (StatusCode::SEE_OTHER, "/logga-in/kod?till=%2Fpersoner")
        );
        assert!(!reply.location().contains(wrong));
        if tried > 1 {
            continue;
        }
        for (language, sentence) in [("sv", "Koden stämmer inte"), ("en", "The code is wrong")] {
            let request = asked("GET", reply.location(), None, true)
                .header("cookie", cookies_of(&reply))
                .header("accept-language", language)
                .body(Body::empty());
            let page = site.send(request.unwrap()).await;
            assert!(page.body.contains(sentence) && page.body.contains("id=\"code-error\""), "{language}");
            assert!(page.body.contains("aria-describedby=\"code-hint code-error\""), "{language}");
            assert!(!page.body.contains(wrong), "what was typed does not come back");
        }
    }
    let locked = post(&site, &half, "/api/sign-in-code", &form).await;
    assert_eq!(locked.location(), "/logga-in?till=%2Fpersoner");
    assert!(locked.cookies()[0].contains("locked-15"), "{:?}", locked.cookies());
    let right = format!("code={}", code(&site, &secret, 0));
    assert_eq!(token(&post(&site, &half, "/api/sign-in-code", &right).await), None);
    assert_eq!(token(&sign_in(&site, "/").await), None);
}

#[tokio::test]
async fn codes_from_one_address_are_limited_as_passwords_are() {
    let site = Site::open_with_key(false).await;
    for _ in 0..60 {
        site.form(Who::Nobody, "/api/sign-in-code", "code=").await;
    }
    let refused = site.form(Who::Nobody, "/api/sign-in-code", "code=123456").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn nobody_is_led_away_from_fyren_by_a_code() {
    let site = Site::open_with_key(false).await;
    let (secret, _) = set_up(&site).await;
    for (steps, till) in [(0, "//example.com"), (1, "https://example.com/")] {
        let reply = sign_in(&site, till).await;
        assert_eq!(reply.location(), "/logga-in/kod");
        let half = token(&reply).unwrap();
        let wrong = post(&site, &half, "/api/sign-in-code", &format!("code=1&till={}", encoded(till))).await;
        assert_eq!(wrong.location(), "/logga-in/kod");
        let form = format!("code={}&till={}", code(&site, &secret, steps), encoded(till));
        assert_eq!(post(&site, &half, "/api/sign-in-code", &form).await.location(), "/");
    }
}

#[tokio::test]
async fn what_was_typed_waits_until_the_code_is_right() {
    let site = Site::open_with_key(false).await;
    let (secret, _) = set_up(&site).await;
    let address = format!("/aktivitetsansvar/{}/kontakttillfallen/ny", site.cases.own);
    let whole = {
        let half = token(&sign_in(&site, "/").await).unwrap();
        let form = format!("code={}", code(&site, &secret, 0));
        post(&site, &half, "/api/sign-in-code", &form).await
    };
    let cookies = cookies_of(&whole);
    site.hands.pass(TimeDelta::minutes(61));
    let form = format!("address={}&what=save&fields[notes]=Ringde+inte", encoded(&address));
    let late = site.send(with_cookies("/api/save-record", &cookies, &form)).await;
    let kept = interrupted(&late).to_owned();
    let form = format!("user_name=asa&password={}&till={}", encoded(PASSWORD), encoded(&address));
    let half = site.send(with_cookies("/api/sign-in", &kept, &form)).await;
    assert_eq!(half.location(), format!("/logga-in/kod?till={}", address.replace('/', "%2F")));
    assert!(!half.cookies().iter().any(|cookie| cookie.starts_with("__Host-fyren-interrupted=")));
    let cookies = format!("{}; {kept}", cookies_of(&half));
    let form = format!("code={}&till={}", code(&site, &secret, 0), encoded(&address));
    let done = site.send(with_cookies("/api/sign-in-code", &cookies, &form)).await;
    assert!(done.location().starts_with(&format!("{address}?utkast=")), "{}", done.location());
    let page = with_token(&site, &token(&done).unwrap(), done.location()).await;
    assert!(page.body.contains("Ringde inte"), "{}", page.body);
}

#[tokio::test]
async fn where_it_is_required_nothing_else_is_reached_before_it_is_on() {
    let site = Site::open_with_key(true).await;
    let first = token(&sign_in(&site, "/personer").await).unwrap();
    for page in PAGES.into_iter().filter(|page| !page.starts_with("/logga-in") && *page != "/min-sida") {
        let path = page
            .replace("{id}", &site.cases.own.to_string())
            .replace("{tab}", "adresser")
            .replace("{record}", "post");
        let reply = with_token(&site, &first, &path).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}");
        assert!(reply.location().starts_with("/min-sida"), "{path}: {}", reply.location());
    }
    for (path, kind, form) in functions(site.cases.own) {
        if !is_guarded(kind) || OPEN.contains(&path) {
            continue;
        }
        let reply = site.send(posted(path, Some(&first), false, &form)).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path}: {}", reply.body);
        assert!(!reply.body.contains("Dahl"), "{path}: {}", reply.body);
    }
    for (list, _) in LISTS {
        let file = format!("/export/{list}.csv");
        let reply = site.send(asked("GET", &file, Some(&first), true).body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{file}");
    }
    let own = with_token(&site, &first, "/min-sida?till=%2Fpersoner").await;
    assert!(own.body.contains("Slå på tvåstegsinloggning") && !own.body.contains("/aktivitetsansvar"));
    let (secret, confirmed) = set_up_in(&site, &first, "/personer").await;
    assert_eq!(confirmed.location(), "/min-sida?till=%2Fpersoner&gjort=tvasteg");
    let shown = asked("GET", confirmed.location(), None, true).header("cookie", cookies_of(&confirmed));
    let shown = site.send(shown.body(Body::empty()).unwrap()).await;
    assert!(shown.body.contains("href=\"/personer\"") && shown.body.contains("<li><code>"), "{}", shown.body);
    let whole = token(&confirmed).unwrap();
    assert_eq!(with_token(&site, &whole, "/personer").await.status, StatusCode::OK);
    // And it is not turned off again.
    assert!(!with_token(&site, &whole, "/min-sida").await.body.contains("value=\"turn-off\""));
    let form = format!("what=turn-off&password={}&code={}", encoded(PASSWORD), code(&site, &secret, 0));
    let off = post(&site, &whole, "/api/change-second-factor", &form).await;
    assert_eq!(off.location(), "/min-sida?fel=factor-required");
}
