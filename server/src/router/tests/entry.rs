//! *Ny*: somebody is looked up and registered by hand, as a browser without script does it, and as one with.

use axum::http::StatusCode;
use chrono::TimeDelta;
use service::session::COOKIE;

use super::site::{MARKUP, PASSWORD, Reply, Site, Who, asked, encoded, posted};

/// Nobody has heard of them.
const UNKNOWN: &str = "20110228-2389";
/// Somebody protected.
const PROTECTED: &str = "20080819-2389";
/// Somebody with an open case in Norrköping.
const OPEN: &str = "20080817-2381";
/// Somebody who lives in Linköping.
const ELSEWHERE: &str = "20080818-2380";

fn form(number: &str, rest: &str) -> String {
    format!(
        "fields[municipality]=0581&fields[civic_number]={number}&fields[registered]=2026-11-20&fields[occupation]=unknown&{rest}"
    )
}

async fn post(site: &Site, who: Who, what: &str, form: &str) -> Reply {
    let reply = site.form(who, "/api/enter-case", &format!("list=sort%3D-age&what={what}&{form}")).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    assert!(
        !reply.location().contains("20110228") && !reply.location().contains("2008081"),
        "{}",
        reply.location()
    );
    reply
}

/// The page that a form leads to.
async fn led_to(site: &Site, what: &str, form: &str) -> String {
    let reply = post(site, Who::Caseworker, what, form).await;
    assert!(reply.location().starts_with("/aktivitetsansvar/ny?utkast="), "{}", reply.location());
    assert!(reply.location().ends_with("&lista=sort%3D-age"), "{}", reply.location());
    let page = site.page(Who::Caseworker, reply.location()).await;
    assert_eq!(page.status, StatusCode::OK);
    page.body
}

/// The value of the field of a name.
fn field<'a>(page: &'a str, name: &str) -> &'a str {
    let at = page.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name} in {page}"));
    let tag = &page[at..at + page[at..].find('>').unwrap()];
    tag.split_once(" value=\"").map(|(_, value)| value.split('"').next().unwrap()).unwrap_or_default()
}

#[tokio::test]
async fn somebody_unknown_is_looked_up_warned_of_and_saved() {
    let site = Site::open().await;
    let page = site.page(Who::Caseworker, "/aktivitetsansvar/ny?lista=sort%3D-age").await.body;
    assert_eq!(field(&page, "fields[registered]"), "2026-11-20");
    assert_eq!(field(&page, "fields[municipality]"), "0581");
    assert!(page.contains("href=\"/aktivitetsansvar?sort=-age\""), "{page}");
    let looked_up = led_to(&site, "look-up", "fields[civic_number]=20110228-2389&fields[notes]=Hej").await;
    assert!(looked_up.contains("Personen finns inte i systemet") && looked_up.contains("Hej</textarea>"));
    // What else is missing is not told before it is to be saved.
    assert!(!looked_up.contains("error-summary") && !looked_up.contains("saknas. Fyll i"), "{looked_up}");
    assert!(field(&looked_up, "seen").contains("unknown"));

    let first = led_to(&site, "save", &form(UNKNOWN, "")).await;
    assert!(first.contains("Inget sparades") && first.contains("href=\"#falt-seen\""), "{first}");
    let seen = field(&first, "seen").to_owned();
    let saved = led_to(&site, "save", &form(UNKNOWN, &format!("seen={}", encoded(&seen)))).await;
    assert!(saved.contains("Personen är registrerad") && saved.contains("hämtas från folkbokföringen"));
    assert!(!saved.contains("20110228") && !saved.contains("<form class=\"card"), "{saved}");
    let list = site.call(Who::Caseworker, "/api/read-list", "list=cases&search=").await;
    assert!(list.body.contains("\"total\":2"), "{}", list.body);
    // Of somebody without a name the number stands on the page, and not in its title, which a browser remembers.
    let number = |rest: &str| rest.split(|next: char| !next.is_ascii_digit()).next().unwrap().to_owned();
    let cases = list.body.split("/aktivitetsansvar/").skip(1).map(number);
    let case = cases.filter(|id| !id.is_empty() && *id != site.cases.own.to_string()).last();
    let page = site.page(Who::Caseworker, &format!("/aktivitetsansvar/{}", case.unwrap())).await.body;
    let title = page.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")).unwrap().0;
    assert!(title.contains("Namn saknas") && !title.contains("20110228"), "{title}");
    assert!(page.contains("Namn saknas, 20110228-2389"), "{page}");
}

#[tokio::test]
async fn what_a_look_up_says_is_not_taken_as_read() {
    let site = Site::open().await;
    let script = format!("municipality=0581&civic_number={ELSEWHERE}");
    let said = site.call(Who::Caseworker, "/api/look-up-person", &script).await.body;
    // The box is there to be ticked, and is not.
    assert!(said.contains("folkbokf") && said.contains("checkbox") && !said.contains("checked"), "{said}");
    let first = led_to(&site, "save", &form(ELSEWHERE, "")).await;
    assert!(first.contains("Inget sparades") && first.contains("href=\"#falt-seen\""), "{first}");
    // What has been ticked stays so while something else is mended.
    let seen = format!("seen={}", encoded(field(&first, "seen")));
    let other = form(ELSEWHERE, &seen).replace("fields[occupation]=unknown", "fields[occupation]=");
    let page = led_to(&site, "save", &other).await;
    assert!(page.contains("Sysselsättning vid registrering saknas") && page.contains(" checked"), "{page}");
    assert!(!page.contains("href=\"#falt-seen\""), "{page}");
}

#[tokio::test]
async fn what_the_notes_may_not_hold_is_asked_about_before_somebody_is_registered() {
    let site = Site::open().await;
    let seen = encoded(field(&led_to(&site, "save", &form(UNKNOWN, "")).await, "seen"));
    let notes = format!("seen={seen}&fields[notes]={}", encoded("Diagnos depression, dömd för misshandel"));
    let asked = led_to(&site, "save", &form(UNKNOWN, &notes)).await;
    assert!(asked.contains("Läs innan du sparar") && asked.contains("name=\"read[health]\""), "{asked}");
    assert!(asked.contains("Diagnos depression, dömd för misshandel</textarea>"), "{asked}");
    let saved = led_to(&site, "save", &form(UNKNOWN, &format!("{notes}&read[health]=1&read[crime]=1"))).await;
    assert!(saved.contains("Personen är registrerad"), "{saved}");
    // Nobody has told of the name yet: the number stands for it, and the link is no dash.
    let list = site.page(Who::Caseworker, "/aktivitetsansvar").await.body;
    assert!(list.contains("Namn saknas"), "{list}");
    let link = list.split("Namn saknas").next().unwrap().rsplit("href=\"").next().unwrap();
    let case = site.page(Who::Caseworker, link.split('"').next().unwrap()).await.body;
    assert!(case.contains(&format!("Namn saknas, {UNKNOWN}")), "{case}");
    assert!(case.contains("Varför finns personen här?"), "{case}");
}

#[tokio::test]
async fn nobody_learns_from_the_page_that_somebody_is_protected() {
    let site = Site::open().await;
    let mut told = Vec::new();
    for number in [PROTECTED, UNKNOWN] {
        let looked_up = led_to(&site, "look-up", &form(number, "")).await;
        let script = format!("municipality=0581&civic_number={number}");
        let script = site.call(Who::Caseworker, "/api/look-up-person", &script).await;
        let first = led_to(&site, "save", &form(number, "")).await;
        let seen = format!("seen={}", encoded(field(&first, "seen")));
        let saved = led_to(&site, "save", &form(number, &seen)).await;
        let next = led_to(&site, "save-and-new", &form(number, "")).await;
        assert!(!next.contains("Dahl"));
        let pages = [looked_up, script.body, first, saved];
        told.push(pages.map(|page| plain(&page).replace(number, "NUMMER")));
    }
    assert_eq!(told[0], told[1]);
}

/// A page without what differs from one answer to the next by itself.
fn plain(page: &str) -> String {
    let main = page.split_once("<main").map_or(page, |(_, main)| main.split("</main>").next().unwrap());
    main.split("utkast").map(|part| part.split_once("lista").map_or(part, |(_, rest)| rest)).collect()
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once_where_it_stands() {
    let site = Site::open().await;
    let wrong = format!(
        "fields[municipality]=0581&fields[civic_number]=110228-2384&fields[registered]=ig%C3%A5r&fields[notes]={}",
        encoded(MARKUP)
    );
    let page = led_to(&site, "save", &wrong).await;
    assert!(page.contains("Inget sparades"), "{page}");
    for code in ["civic_number", "registered", "occupation"] {
        assert!(page.contains(&format!("href=\"#falt-{code}\"")), "{code}");
        assert!(page.contains(&format!("id=\"falt-{code}\"")), "{code}");
        assert!(page.contains(&format!("id=\"fel-{code}\"")), "{code}");
    }
    assert!(page.contains("Skriv det med sekel") && page.contains("Sysselsättning vid registrering saknas"));
    // What was typed is there, as text.
    assert_eq!(field(&page, "fields[civic_number]"), "110228-2384");
    assert_eq!(field(&page, "fields[registered]"), "igår");
    assert!(page.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)") && !page.contains(MARKUP), "{page}");

    let open = led_to(&site, "save", &form(OPEN, "")).await;
    assert!(open.contains("har redan ett öppet aktivitetsansvar"), "{open}");
    assert!(open.contains(&format!("href=\"/aktivitetsansvar/{}\"", site.cases.own)), "{open}");
    // Names that others have written are text, too.
    assert!(open.contains("Viggo &lt;/textarea&gt;") && !open.contains(MARKUP), "{open}");
}

#[tokio::test]
async fn somebody_elsewhere_is_warned_of_and_the_next_form_is_empty() {
    let site = Site::open().await;
    let first = led_to(&site, "save-and-new", &form(ELSEWHERE, "")).await;
    assert!(first.contains("folkbokförd i Linköping"), "{first}");
    let seen = format!("seen={}", encoded(field(&first, "seen")));
    let next = led_to(&site, "save-and-new", &form(ELSEWHERE, &seen)).await;
    assert!(next.contains("Personen är registrerad") && next.contains("Öppna aktivitetsansvaret"), "{next}");
    assert!(field(&next, "fields[civic_number]").is_empty() && !next.contains("name=\"seen\""), "{next}");
    assert_eq!(field(&next, "fields[registered]"), "2026-11-20");
}

#[tokio::test]
async fn a_region_chooses_whose_case_it_is() {
    let site = Site::open().await;
    let page = site.page(Who::Region, "/aktivitetsansvar/ny").await.body;
    assert!(page.contains("<option value=\"0580\">Linköping</option>"), "{page}");
    let rest =
        format!("fields[civic_number]={ELSEWHERE}&fields[registered]=2026-11-20&fields[occupation]=unknown");
    let reply = post(&site, Who::Region, "save", &rest).await;
    let page = site.page(Who::Region, reply.location()).await.body;
    assert!(page.contains("Kommun saknas") && page.contains("href=\"#falt-municipality\""), "{page}");
    // Whose role does not reach a municipality enters nobody there.
    let foreign = form(ELSEWHERE, "").replace("0581", "0580");
    // Of whoever has one there is nothing to choose: it is that one, whatever is posted is told as wrong.
    let page = led_to(&site, "save", &foreign).await;
    assert!(page.contains("folkbokförd i Linköping"), "{page}");
}

#[tokio::test]
async fn what_was_filled_in_outlives_the_session() {
    let site = Site::open().await;
    // What fits into a cookie, and what does not: 100 kB of notes come back as they were typed, too.
    for notes in ["Hej".to_owned(), "a".repeat(100_000)] {
        let filled = form(UNKNOWN, &format!("fields[notes]={notes}"));
        site.hands.pass(TimeDelta::minutes(61));
        let reply = post(&site, Who::Caseworker, "save", &filled).await;
        assert_eq!(reply.location(), "/logga-in?till=%2Faktivitetsansvar%2Fny%3Flista%3Dsort%253D-age");
        let kept = reply.cookies().into_iter().find(|cookie| cookie.starts_with("__Host-fyren-interrupted="));
        let kept = kept.unwrap().split(';').next().unwrap().to_owned();
        assert!(!kept.contains("20110228"));
        let target = "/aktivitetsansvar/ny?lista=sort%3D-age";
        let sign_in = format!("user_name=asa&password={}&till={}", encoded(PASSWORD), encoded(target));
        let mut request = posted("/api/sign-in", None, true, &sign_in);
        request.headers_mut().insert("cookie", kept.parse().unwrap());
        let signed_in = site.send(request).await;
        assert!(
            signed_in.location().starts_with("/aktivitetsansvar/ny?lista=sort%3D-age&utkast="),
            "{}",
            signed_in.location()
        );
        let cookies = signed_in.cookies();
        let token = cookies.iter().find_map(|cookie| cookie.strip_prefix(&format!("{COOKIE}=")[..])).unwrap();
        let token = token.split(';').next().unwrap();
        let page = asked("GET", signed_in.location(), Some(token), true);
        let page = site.send(page.body(axum::body::Body::empty()).unwrap()).await.body;
        assert!(page.contains("Inget av det här är sparat än"), "{page}");
        assert_eq!(field(&page, "fields[civic_number]"), UNKNOWN);
        assert!(page.contains(&format!("{notes}</textarea>")));
    }
}

#[tokio::test]
async fn notes_that_are_too_long_come_back_with_the_limit() {
    let site = Site::open().await;
    let notes = "a".repeat(100_000);
    let page = led_to(&site, "save", &form(UNKNOWN, &format!("fields[notes]={notes}"))).await;
    assert!(page.contains("högst 10\u{a0}000 tecken") && page.contains(&notes));
}
