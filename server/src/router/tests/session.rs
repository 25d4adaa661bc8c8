//! Signing in and out, and what a session is worth.

use axum::{body::Body, http::StatusCode};
use chrono::TimeDelta;
use service::session::COOKIE;

use super::site::{PASSWORD, Reply, Site, TWO_ROLES, Who, asked, encoded, posted};

async fn sign_in(site: &Site, user_name: &str, password: &str) -> Reply {
    let form = format!("user_name={user_name}&password={}&till=", encoded(password));
    site.form(Who::Nobody, "/api/sign-in", &form).await
}

pub(super) async fn with_token(site: &Site, token: &str, path: &str) -> Reply {
    site.send(asked("GET", path, Some(token), true).body(Body::empty()).unwrap()).await
}

/// The token that an answer sets.
pub(super) fn token(reply: &Reply) -> Option<String> {
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
    assert_eq!(site.call(Who::Caseworker, "/api/frame", "").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(site.page(Who::Region, &case).await.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_signs_in_anew_leaves_no_session_behind() {
    let site = Site::open().await;
    let first = token(&sign_in(&site, "asa", PASSWORD).await).unwrap();
    let again = async |user_name: &str, password: &str| {
        let form = format!("user_name={user_name}&password={}&till=/", encoded(password));
        site.send(posted("/api/sign-in", Some(&first), true, &form)).await
    };
    // A wrong password ends nothing.
    assert_eq!(token(&again("asa", "fel lösenord").await), None);
    assert_eq!(with_token(&site, &first, "/").await.status, StatusCode::OK);
    let second = token(&again("birgitta", PASSWORD).await).unwrap();
    assert_eq!(with_token(&site, &second, "/").await.status, StatusCode::OK);
    assert_eq!(with_token(&site, &first, "/").await.status, StatusCode::SEE_OTHER);
    // Other browsers of theirs are left alone.
    assert_eq!(site.page(Who::Caseworker, "/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_that_has_expired_leads_to_signing_in_and_back_to_the_same_place() {
    let site = Site::open().await;
    let place = "/aktivitetsansvar?_page=2";
    site.hands.pass(TimeDelta::minutes(61));
    let reply = site.page(Who::Caseworker, place).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert_eq!(reply.location(), "/logga-in?till=%2Faktivitetsansvar%3F_page%3D2");
    assert_eq!(
        site.call(Who::Caseworker, "/api/read-list", "list=cases&search=").await.status,
        StatusCode::UNAUTHORIZED
    );
    let clicked = site
        .form(Who::Caseworker, "/api/change-list", "list=cases&what=page&value=3&search=%3F_page%3D2")
        .await;
    assert_eq!(clicked.location(), "/logga-in?till=%2Faktivitetsansvar%3F_page%3D2");
    let form = format!("user_name=asa&password={}&till={}", encoded(PASSWORD), encoded(place));
    assert_eq!(site.form(Who::Nobody, "/api/sign-in", &form).await.location(), place);
}

/// What an answer has the browser keep of a change that came too late.
pub(super) fn interrupted(reply: &Reply) -> &str {
    let cookies = reply.cookies();
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("__Host-fyren-interrupted=")).unwrap();
    assert!(cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=900"), "{cookie}");
    cookie.split(';').next().unwrap()
}

/// Signs in with a cookie of before, to go on to the list.
pub(super) async fn sign_in_again(site: &Site, user_name: &str, cookie: &str, till: &str) -> Reply {
    let form = format!("user_name={user_name}&password={}&till={}", encoded(PASSWORD), encoded(till));
    let (mut head, body) = posted("/api/sign-in", None, true, &form).into_parts();
    head.headers.insert("cookie", cookie.parse().unwrap());
    site.send(axum::http::Request::from_parts(head, body)).await
}

/// What is typed, and the chip that tells of it.
const TYPED: [(&str, &str); 2] = [
    ("list=cases&what=find&value=Dahl&search=%3Fsort%3D-registered", "Dahl"),
    (
        "list=cases&what=filter&fields[surname][operator]=starts-with&fields[surname][first]=Dahl\
         &fields[given-name][operator]=contains&fields[given-name][first]=&search=%3Fsort%3D-registered",
        "”Dahl”",
    ),
];

#[tokio::test]
async fn what_was_typed_when_a_session_had_expired_is_there_after_signing_in_again() {
    let site = Site::open().await;
    site.hands.pass(TimeDelta::minutes(61));
    for (typed, told) in TYPED {
        let with_script = site.call(Who::Caseworker, "/api/change-list", typed).await;
        assert_eq!(with_script.status, StatusCode::UNAUTHORIZED);
        let without_script = site.form(Who::Caseworker, "/api/change-list", typed).await;
        assert_eq!(without_script.location(), "/logga-in?till=%2Faktivitetsansvar%3Fsort%3D-registered");
        for reply in [with_script, without_script] {
            let cookie = interrupted(&reply);
            assert!(!cookie.contains("Dahl") && !cookie.contains(&hex_of("Dahl")), "{cookie}");
            let reply = sign_in_again(&site, "asa", cookie, "/aktivitetsansvar?sort=-registered").await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER);
            let address = reply.location().to_owned();
            assert!(address.starts_with("/aktivitetsansvar?"), "{address}");
            assert!(address.contains("sort=-registered&f="), "{address}");
            assert!(
                reply.cookies().contains(
                    &"__Host-fyren-interrupted=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
                )
            );
            let page = with_token(&site, &token(&reply).unwrap(), &address).await;
            let chips = page.body.split("class=\"chips").nth(1).unwrap().split("</ul>").next().unwrap();
            assert!(chips.contains(told), "{chips}");
        }
    }
}

fn hex_of(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn what_was_typed_is_for_its_user_its_list_and_a_while_only() {
    let site = Site::open().await;
    let list = "/aktivitetsansvar";
    site.hands.pass(TimeDelta::minutes(61));
    let reply = site.form(Who::Caseworker, "/api/change-list", TYPED[0].0).await;
    let cookie = interrupted(&reply).to_owned();
    assert_eq!(sign_in_again(&site, "birgitta", &cookie, list).await.location(), list);
    assert_eq!(sign_in_again(&site, "asa", &cookie, "/").await.location(), "/");
    let forged = format!("{}00", &cookie[..cookie.len() - 2]);
    let forged = if forged == cookie { format!("{}11", &cookie[..cookie.len() - 2]) } else { forged };
    for forged in [forged.as_str(), "__Host-fyren-interrupted=", "__Host-fyren-interrupted=0g"] {
        assert_eq!(sign_in_again(&site, "asa", forged, list).await.location(), list, "{forged}");
    }
    // That others sign in meanwhile takes nothing from it.
    let reply = site.form(Who::Caseworker, "/api/change-list", TYPED[0].0).await;
    let kept = interrupted(&reply).to_owned();
    assert!(sign_in_again(&site, "asa", &kept, list).await.location().contains("&f="));
    site.hands.pass(TimeDelta::minutes(16));
    assert_eq!(sign_in_again(&site, "asa", &kept, list).await.location(), list);
    // Of whom nobody knows any more, nothing is kept: somebody else may sign in next at the same desk.
    site.hands.pass(TimeDelta::days(3));
    assert_eq!(sign_in_again(&site, "birgitta", "", list).await.location(), list);
    let reply = site.form(Who::Caseworker, "/api/change-list", TYPED[0].0).await;
    assert!(
        !reply
            .cookies()
            .iter()
            .any(|cookie| cookie.starts_with("__Host-fyren-interrupted=") && !cookie.contains("Max-Age=0"))
    );
}

#[tokio::test]
async fn only_whoever_has_a_role_that_may_is_told_to_switch_to_it() {
    let site = Site::open().await;
    let single = site.page(Who::Auditor, "/aktivitetsansvar").await;
    assert_eq!(single.status, StatusCode::FORBIDDEN);
    assert!(single.body.contains("Be den som ansvarar för behörigheter om en roll som når hit."));
    assert!(!single.body.contains("Byt roll"), "{}", single.body);
    let token = token(&sign_in(&site, TWO_ROLES, PASSWORD).await).unwrap();
    for path in ["/aktivitetsansvar".to_owned(), format!("/aktivitetsansvar/{}", site.cases.own)] {
        for (language, sentence) in [
            ("sv", "Byt roll överst på sidan till Handläggare · Norrköping, som når hit."),
            ("en", "Switch at the top of the page to Caseworker · Norrköping, which reaches this."),
        ] {
            let request = asked("GET", &path, Some(&token), true).header("accept-language", language);
            let several = site.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(several.status, StatusCode::FORBIDDEN, "{path}");
            assert!(several.body.contains(sentence), "{path} {language}");
        }
    }
}

#[tokio::test]
async fn whoever_acts_in_one_role_is_in_no_other() {
    let site = Site::open().await;
    assert_eq!(site.call(Who::Caseworker, "/api/read-list", "list=log").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        site.call(Who::Auditor, "/api/read-list", "list=cases&search=").await.status,
        StatusCode::FORBIDDEN
    );
    // The role of another cannot be taken.
    let reply = site.call(Who::Caseworker, "/api/switch-role", "role=3").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert_eq!(site.call(Who::Caseworker, "/api/read-list", "list=log").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_failed_card_is_told_with_what_to_do_and_never_with_what_an_address_says() {
    let site = Site::open().await;
    let page = "/logga-in/misslyckades";
    let told = site.page(Who::Nobody, &format!("{page}?orsak=provider-unknown&till=%2Fpersoner")).await;
    assert_eq!(told.status, StatusCode::OK);
    assert!(told.body.contains("Ingen användare har det HSA-id"), "{}", told.body);
    assert!(told.body.contains("Läs in kortet på nytt") && told.body.contains("/logga-in?till=%2Fpersoner"));
    assert!(!told.body.contains("<script type=\"module\""), "the page ships no script");
    for written in
        ["", "?orsak=Ring%20070", "?orsak=%3Cb%3Eprovider-down", "?till=https%3A%2F%2Felsewhere.example"]
    {
        let reply = site.page(Who::Nobody, &format!("{page}{written}")).await;
        assert_eq!(reply.status, StatusCode::OK, "{written}");
        assert!(!reply.body.contains("role=\"alert\""), "{written}: {}", reply.body);
        assert!(!reply.body.contains("Ring 070") && !reply.body.contains("<b>"), "{written}");
        assert!(reply.body.contains("href=\"/logga-in\""), "{written}");
    }
}
