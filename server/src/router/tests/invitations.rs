//! The link of an invitation, from where it is made to where a password is chosen with it.

use axum::http::StatusCode;

use super::{
    session::token,
    site::{Site, Who, asked, encoded},
};

const CHOSEN: &str = "tre gula paraplyer";

/// The path and query of a new invitation, as the administrator sees it once.
async fn made(site: &Site, user: &str) -> String {
    let reply = site.form(Who::Administrator, "/api/make-invitation", &format!("id={user}")).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert!(!reply.location().contains("inbjudan"), "{}", reply.location());
    let cookie =
        reply.cookies().into_iter().find(|cookie| cookie.starts_with("__Host-fyren-password=")).unwrap();
    let kept = cookie.split(';').next().unwrap().to_owned();
    let session = format!("__Host-fyren={}; {kept}", Site::token(Who::Administrator).unwrap());
    let request = asked("GET", reply.location(), None, true).header("cookie", session);
    let page = site.send(request.body(axum::body::Body::empty()).unwrap()).await;
    let link = page.body.split("https://fyren.example/").nth(1).unwrap_or_else(|| panic!("{}", page.body));
    format!("/{}", link.split('<').next().unwrap())
}

async fn accepted(site: &Site, token: &str, new: &str, again: &str) -> String {
    let form = format!("token={token}&new={}&again={}", encoded(new), encoded(again));
    let reply = site.form(Who::Nobody, "/api/accept-invitation", &form).await;
    assert_eq!((reply.status, super::session::token(&reply)), (StatusCode::SEE_OTHER, None));
    reply.location().to_owned()
}

#[tokio::test]
async fn whoever_has_the_link_chooses_a_password_and_signs_in_with_it() {
    let site = Site::open().await;
    let user = site.user_of(Who::Caseworker).await;
    let link = made(&site, &user).await;
    let secret = link.strip_prefix("/logga-in/inbjudan?inbjudan=").unwrap();
    let page = site.page(Who::Nobody, &link).await;
    assert!(page.body.contains("Välkommen, asa") && page.body.contains("value=\"asa\""), "{}", page.body);
    assert!(!page.body.contains("<script type=\"module\""), "the page ships no script");
    let refused = accepted(&site, secret, "kort", "kort").await;
    assert_eq!(refused, format!("{link}&orsak=too-short"));
    let page = site.page(Who::Nobody, &refused).await;
    assert!(
        page.body.contains("Lösenordet är för kort.") && page.body.contains("new-error"),
        "{}",
        page.body
    );
    let different = accepted(&site, secret, CHOSEN, "tre gula").await;
    assert_eq!(different, format!("{link}&orsak=written-differently"));
    let done = accepted(&site, secret, CHOSEN, CHOSEN).await;
    assert_eq!(done, "/logga-in/inbjudan?orsak=vald");
    assert!(site.page(Who::Nobody, &done).await.body.contains("Lösenordet är valt"));
    let form = format!("user_name=asa&password={}&till=", encoded(CHOSEN));
    assert!(token(&site.form(Who::Nobody, "/api/sign-in", &form).await).is_some());
    // The link is worth nothing now, nor is one that never was.
    for link in [link.as_str(), "/logga-in/inbjudan", "/logga-in/inbjudan?inbjudan=%3Cb%3E&orsak=%3Cb%3E"] {
        let page = site.page(Who::Nobody, link).await;
        assert!(page.body.contains("Inbjudan gäller inte längre"), "{link}: {}", page.body);
        assert!(!page.body.contains("asa") && !page.body.contains("<b>"), "{link}");
    }
    assert_eq!(accepted(&site, secret, CHOSEN, CHOSEN).await, "/logga-in/inbjudan");
}
