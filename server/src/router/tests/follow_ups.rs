//! The agenda, and the calendars that other programmes subscribe to.

use axum::{body::Body, http::StatusCode};

use super::site::{Reply, Site, Who, asked, encoded};

const CALENDAR: &str = "/uppfoljning/kalender";
const MADE: &str = "__Host-fyren-calendar";

/// What the page itself holds.
fn main_of(reply: &Reply) -> &str {
    reply.body.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or_default()
}

/// Makes a subscription and returns its token, as the browser gets it.
async fn subscribed(site: &Site, who: Who, form: &str) -> String {
    let reply = site.form(who, "/api/make-calendar", form).await;
    assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, CALENDAR));
    let cookies = reply.cookies();
    let cookie = cookies.iter().find(|cookie| cookie.starts_with(MADE)).unwrap();
    assert!(cookie.contains("Secure; HttpOnly; SameSite=Lax; Max-Age=120"), "{cookie}");
    let (value, _) = cookie[MADE.len() + 1..].split_once(';').unwrap();
    assert!(!reply.location().contains(value) && !reply.body.contains(value));
    value.to_owned()
}

async fn fetched(site: &Site, file: &str) -> Reply {
    let request = asked("GET", &format!("/kalender/{file}"), None, false);
    site.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_agenda_is_of_what_the_role_reaches_and_leads_to_the_contact() {
    let site = Site::open().await;
    let page = site.page(Who::Caseworker, "/uppfoljning/agenda").await;
    let target = format!(r#"href="/aktivitetsansvar/{}?kontakt="#, site.cases.own);
    assert!(main_of(&page).contains(&target), "{}", page.body);
    assert!(main_of(&page).contains("Idag") && !main_of(&page).contains("Försenade"));
    for other in [site.cases.other, site.cases.protected] {
        assert!(!page.body.contains(&format!("/aktivitetsansvar/{other}?kontakt")));
    }
    let both = site.page(Who::Region, "/uppfoljning/agenda").await;
    assert!(both.body.contains(&format!("/aktivitetsansvar/{}?kontakt=", site.cases.other)));
    let mine = site.page(Who::Caseworker, "/uppfoljning/agenda?mina=1").await;
    assert!(main_of(&mine).contains("Inget att följa upp"), "{}", mine.body);
    // What one came for stands on the page of the case, and is said to.
    let contact = main_of(&page).split("?kontakt=").nth(1).unwrap().split('"').next().unwrap();
    let address = format!("/aktivitetsansvar/{}?kontakt={contact}", site.cases.own);
    let case = site.page(Who::Caseworker, &address).await;
    assert!(case.body.contains("contact-asked"));
    let plain = site.page(Who::Caseworker, &format!("/aktivitetsansvar/{}", site.cases.own)).await;
    assert!(!plain.body.contains("contact-asked"));
}

#[tokio::test]
async fn each_part_of_the_agenda_is_led_to_and_what_is_much_is_folded_after_its_first() {
    let site = Site::open().await;
    let address = encoded(&format!("/aktivitetsansvar/{}/kontakttillfallen/ny", site.cases.own));
    for day in 1..=10 {
        let fields = format!(
            "fields[date]=2026-11-20&fields[heading]=Nummer{day}&fields[way]=telephone&fields[follows_up]=1&fields[follow_up]=2026-12-{day:02}"
        );
        let form = format!("address={address}&what=save&{fields}");
        let saved = site.form(Who::Caseworker, "/api/save-record", &form).await;
        assert!(saved.location().contains("sparat="), "{}", saved.location());
    }
    let page = site.page(Who::Caseworker, "/uppfoljning/agenda").await;
    let main = main_of(&page);
    for part in ["today", "later"] {
        assert_eq!(main.matches(&format!("href=\"#agenda-{part}\"")).count(), 1, "{main}");
        assert!(main.contains(&format!("id=\"agenda-{part}\"")), "{main}");
    }
    let (shown, folded) = main.split_once("<details").unwrap();
    assert!(shown.contains("Nummer8<") && !shown.contains("Nummer9<"), "{main}");
    assert!(folded.contains("Visa 2 till: Senare") && folded.contains("Nummer10<"), "{main}");
}

#[tokio::test]
async fn the_address_of_a_calendar_is_shown_once_and_to_its_owner_alone() {
    let site = Site::open().await;
    let token = subscribed(&site, Who::Caseworker, "mine=").await;
    let address = format!("https://fyren.example/kalender/{token}.ics");
    let with_cookie = async |who: Who| {
        let cookies = format!("__Host-fyren={}; {MADE}={token}", Site::token(who).unwrap());
        let request = asked("GET", CALENDAR, None, true).header("cookie", cookies);
        site.send(request.body(Body::empty()).unwrap()).await
    };
    let other = with_cookie(Who::Region).await;
    assert!(other.status == StatusCode::OK && !other.body.contains(&token), "{}", other.body);
    let shown = with_cookie(Who::Caseworker).await;
    assert!(shown.body.contains(&address), "{}", shown.body);
    assert!(shown.cookies().iter().any(|cookie| cookie.starts_with(&format!("{MADE}=; "))));
    let later = site.page(Who::Caseworker, CALENDAR).await;
    assert!(!later.body.contains(&token) && later.body.contains("/api/revoke-calendar"), "{}", later.body);
    assert!(!site.page(Who::Caseworker, "/").await.body.contains(&token));
}

#[tokio::test]
async fn a_calendar_is_read_without_a_session_and_names_nobody() {
    let site = Site::open().await;
    let token = subscribed(&site, Who::Caseworker, "mine=").await;
    let reply = fetched(&site, &format!("{token}.ics")).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(reply.header("cache-control"), "no-store");
    assert_eq!(reply.body.matches("BEGIN:VEVENT").count(), 1);
    assert!(reply.body.contains("SUMMARY:Uppföljning: V.D. (Telefon)"), "{}", reply.body);
    let address = format!("URL:https://fyren.example/aktivitetsansvar/{}?kontakt=", site.cases.own);
    assert!(reply.body.replace("\r\n ", "").contains(&address), "{}", reply.body);
    for private in ["Viggo", "Dahl", "2008", "script", &token] {
        assert!(!reply.body.contains(private), "{private}: {}", reply.body);
    }
    let mine = subscribed(&site, Who::Caseworker, "mine=1").await;
    assert!(!fetched(&site, &format!("{mine}.ics")).await.body.contains("VEVENT"));
}

#[tokio::test]
async fn a_token_that_is_not_good_is_answered_as_one_that_never_was() {
    let site = Site::open().await;
    let token = subscribed(&site, Who::Caseworker, "mine=").await;
    let page = site.page(Who::Caseworker, CALENDAR).await;
    let id = page.body.split(r#"name="id" value=""#).nth(1).unwrap().split('"').next().unwrap().to_owned();
    for who in [Who::Region, Who::Auditor] {
        let refused = site.call(who, "/api/revoke-calendar", &format!("id={id}")).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{who:?}");
    }
    let reply = site.form(Who::Caseworker, "/api/revoke-calendar", &format!("id={id}")).await;
    assert_eq!(
        (reply.status, reply.location()),
        (StatusCode::SEE_OTHER, "/uppfoljning/kalender?borttagen=1")
    );
    let never = fetched(&site, &format!("{}.ics", "0".repeat(64))).await;
    assert_eq!(never.status, StatusCode::NOT_FOUND);
    for file in [format!("{token}.ics"), token.clone(), "x.ics".to_owned(), format!("{token}.html")] {
        let reply = fetched(&site, &file).await;
        assert_eq!((reply.status, &reply.body), (never.status, &never.body), "{file}");
        assert_eq!(reply.headers.len(), never.headers.len());
    }
}

#[tokio::test]
async fn calendars_are_not_looked_for_without_end() {
    let site = Site::open().await;
    let ask = async |address: &str| {
        let request = asked("GET", &format!("/kalender/{}.ics", "0".repeat(64)), None, false);
        site.send_from(address, request.body(Body::empty()).unwrap()).await.status
    };
    let mut asked_for = 0;
    let refused = loop {
        match ask("198.51.100.1").await {
            StatusCode::NOT_FOUND => asked_for += 1,
            other => break other,
        }
        // Some more are allowed while these are answered.
        assert!(asked_for < 6000);
    };
    assert_eq!(refused, StatusCode::TOO_MANY_REQUESTS);
    assert!(asked_for >= 600);
    assert_eq!(ask("198.51.100.2").await, StatusCode::NOT_FOUND);
    // Signing in is counted for itself.
    let page =
        site.send_from("198.51.100.1", asked("GET", "/logga-in", None, true).body(Body::empty()).unwrap());
    assert_eq!(page.await.status, StatusCode::OK);
}
