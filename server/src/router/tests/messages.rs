//! Messages, as a browser without script sends and reads them.

use axum::http::StatusCode;
use chrono::TimeDelta;

use super::site::{MARKUP, PASSWORD, Reply, Site, TWO_ROLES, Who, encoded, posted};

const NEWS: &str = "Möte på tisdag";

/// The account of somebody, as the form of a message has it.
async fn receiver(site: &Site, name: &str) -> String {
    let form = site.page(Who::Caseworker, "/meddelanden/nytt").await.body;
    let upto = form.split(&format!("<span>{name} ")).next().unwrap();
    let field = upto.rsplit("name=\"").next().unwrap();
    field.split('"').next().unwrap().to_owned()
}

async fn sent(site: &Site, fields: &str) -> Reply {
    let reply = site.form(Who::Caseworker, "/api/send-message", fields).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    assert!(!reply.location().contains("tisdag"), "{}", reply.location());
    reply
}

fn fields(to: &str, subject: &str, text: &str) -> String {
    format!("{}=1&fields[subject]={}&fields[text]={}", encoded(to), encoded(subject), encoded(text))
}

fn unread(page: &str) -> bool {
    page.contains("aria-label=\"Meddelanden, olästa: 1\"")
}

#[tokio::test]
async fn what_is_written_is_shown_to_who_it_is_for_and_nobody_else() {
    let site = Site::open().await;
    let anna = receiver(&site, "anna").await;
    let reply = sent(&site, &fields(&anna, MARKUP, &format!("Hej {MARKUP}"))).await;
    assert!(reply.location().starts_with("/meddelanden?visa=skickade&"), "{}", reply.location());
    assert!(site.page(Who::Caseworker, reply.location()).await.body.contains("Meddelandet är skickat."));
    let list = site.page(Who::Administrator, "/meddelanden").await.body;
    assert!(unread(&list) && list.contains("Oläst"), "{list}");
    let link = list
        .split("href=\"/meddelanden/")
        .skip(1)
        .find(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
    let link = format!("/meddelanden/{}", link.unwrap().split('"').next().unwrap());
    let page = site.page(Who::Administrator, &link).await.body;
    // What people write is text, wherever it stands.
    assert!(
        !page.contains("<script>alert") && !list.contains("<script>alert") && page.contains("&lt;script")
    );
    assert!(!unread(&page), "what is being read is read");
    assert!(!unread(&site.page(Who::Administrator, "/").await.body));
    for other in [Who::Region, Who::Auditor] {
        assert_eq!(site.page(other, &link).await.status, StatusCode::NOT_FOUND);
        let id = link.rsplit('/').next().unwrap();
        let marked = site.call(other, "/api/mark-message", &format!("id={id}&what=put-away")).await;
        assert_eq!(marked.status, StatusCode::NOT_FOUND);
    }
    let answer = format!("/meddelanden/nytt?svar={}", link.rsplit('/').next().unwrap());
    let answered = site.page(Who::Administrator, &answer).await;
    assert!(answered.body.contains("value=\"Sv: "));
    for nowhere in ["/meddelanden/nytt?svar=4711", "/meddelanden/nytt?svar=x", "/meddelanden/0"] {
        assert_eq!(site.page(Who::Administrator, nowhere).await.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_and_what_was_typed_stands_there() {
    let site = Site::open().await;
    let reply = sent(&site, &format!("fields[text]={}", encoded("Hej på dig"))).await;
    assert!(reply.location().starts_with("/meddelanden/nytt?utkast="), "{}", reply.location());
    let page = site.page(Who::Caseworker, reply.location()).await.body;
    assert!(page.contains("Ingen mottagare är vald") && page.contains("Ämne saknas"), "{page}");
    assert!(page.contains("href=\"#falt-receivers\"") && page.contains("id=\"falt-receivers\""));
    assert!(page.contains("Hej på dig</textarea>"));
    // Whoever has a role that is gone, or is of another organisation, is not written to.
    for stranger in ["fields[to-user-4711]", "fields[to-role-4711]"] {
        let reply = sent(&site, &fields(stranger, NEWS, "Hej")).await;
        assert!(reply.location().contains("utkast="), "{stranger}");
    }
    let who = receiver(&site, TWO_ROLES).await;
    let risky = sent(&site, &fields(&who, NEWS, "Gäller 20080817-2381")).await;
    let page = site.page(Who::Caseworker, risky.location()).await.body;
    assert!(page.contains("read[other-number]"), "{page}");
    let read = format!("{}&read[other-number]=1", fields(&who, NEWS, "Gäller 20080817-2381"));
    assert!(sent(&site, &read).await.location().contains("visa=skickade"));
}

#[tokio::test]
async fn what_was_written_outlives_the_session() {
    let site = Site::open().await;
    let who = receiver(&site, TWO_ROLES).await;
    site.hands.pass(TimeDelta::minutes(61));
    let reply = site.form(Who::Caseworker, "/api/send-message", &fields(&who, NEWS, "Vi ses")).await;
    assert_eq!(reply.location(), "/logga-in?till=%2Fmeddelanden%2Fnytt");
    let kept = reply.cookies().into_iter().find(|cookie| cookie.starts_with("__Host-fyren-interrupted="));
    let kept = kept.unwrap().split(';').next().unwrap().to_owned();
    let target = encoded("/meddelanden/nytt");
    let sign_in = format!("user_name=asa&password={}&till={target}", encoded(PASSWORD));
    let mut request = posted("/api/sign-in", None, true, &sign_in);
    request.headers_mut().insert("cookie", kept.parse().unwrap());
    let signed_in = site.send(request).await;
    assert!(signed_in.location().starts_with("/meddelanden/nytt?utkast="), "{}", signed_in.location());
}

#[tokio::test]
async fn letters_are_chosen_where_they_are_sent_and_there_is_an_address() {
    let site = Site::open().await;
    let own = site.page(Who::Caseworker, "/min-sida").await.body;
    assert!(!own.contains("choose-mail"), "no letters are sent here");
    let chosen = site.call(Who::Caseworker, "/api/choose-mail", "wanted=true").await;
    assert_eq!(chosen.status, StatusCode::NOT_FOUND);
    let site = Site::open_with(|services| services.sends_mail = true).await;
    let own = site.page(Who::Caseworker, "/min-sida").await.body;
    assert!(own.contains("Du har ingen e-postadress i Fyren") && !own.contains("choose-mail"), "{own}");
    site.write_card(Who::Caseworker, "SE2321000016-1003").await;
    let own = site.page(Who::Caseworker, "/min-sida").await.body;
    assert!(own.contains("Du får inga e-brev") && own.contains("choose-mail"), "{own}");
    let chosen = site.form(Who::Caseworker, "/api/choose-mail", "wanted=true").await;
    let own = site.page(Who::Caseworker, chosen.location()).await.body;
    assert!(own.contains("Du får ett e-brev när") && own.contains("Skicka inga e-brev"), "{own}");
    let chosen = site.form(Who::Caseworker, "/api/choose-mail", "wanted=false").await;
    assert!(site.page(Who::Caseworker, chosen.location()).await.body.contains("Du får inga fler e-brev"));
}
