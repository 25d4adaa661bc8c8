//! Bad input through the forms of casework: it is shown as the text that it is, told of in words, and never lost.

use axum::http::StatusCode;
use chrono::TimeDelta;

use super::{
    escaping::is_text,
    session::{interrupted, sign_in_again, token, with_token},
    site::{Reply, Site, Who, encoded},
};

/// What somebody fills in who wants to harm: markup, control characters, and what a spreadsheet would compute.
const HOSTILE: &str =
    "=SUMMA(1)\u{0}</textarea><script>alert(1)</script><img src=x onerror=alert(1)>\u{1b}\u{7}";
/// What is kept of it in a line.
const KEPT: &str = "=SUMMA(1) </textarea><script>alert(1)</script><img src=x onerror=alert(1)>";

/// A kind of record: where its form stands, what the form has, and in which fields text is written.
type Form = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

const FORMS: [Form; 6] = [
    ("atgarder/ny", &[("kind", "Prak"), ("start", "2026-11-10"), ("occupation_before", "none")], &["notes"]),
    (
        "kontakttillfallen/ny",
        &[("date", "2026-11-20"), ("way", "telephone"), ("follows_up", "1"), ("follow_up", "2026-11-30")],
        &["heading", "notes"],
    ),
    (
        "plan/ny",
        &[("start", "2026-11-01"), ("evaluate_on", "2027-02-15")],
        &["goal", "person", "municipality", "others"],
    ),
    ("kontaktuppgifter/ny", &[("kind", "email")], &["value"]),
    ("adresser/post", &[("postal_code", "602 24")], &["care_of", "line1", "line2", "city"]),
    ("aktivitetsansvaret/andra", &[("registered", "2026-11-20"), ("occupation", "unknown")], &["notes"]),
];

/// What a form of the case shows of its record, so that it can be sent again: version and values.
async fn seen(site: &Site, record: &str) -> String {
    let page =
        site.page(Who::Caseworker, &format!("/aktivitetsansvar/{}/{record}", site.cases.own)).await.body;
    let value = |name: &str| {
        let rest = &page[page.find(&format!("name=\"{name}\""))?..];
        let tag = &rest[..rest.find('>')?];
        let value = tag.split_once(" value=\"")?.1.split('"').next()?;
        Some(value.replace("&quot;", "\"").replace("&amp;", "&"))
    };
    let (version, seen) = (value("version").unwrap_or_default(), value("seen").unwrap_or_default());
    format!("version={version}&seen={}", encoded(&seen))
}

async fn post(site: &Site, record: &str, what: &str, rest: &str) -> Reply {
    let address = encoded(&format!("/aktivitetsansvar/{}/{record}", site.cases.own));
    site.form(Who::Caseworker, "/api/save-record", &format!("address={address}&what={what}&{rest}")).await
}

/// A form with a text in each field where text is written.
fn filled(fields: &[(&str, &str)], texts: &[&str], text: &str) -> String {
    let text = encoded(text);
    let fields = fields.iter().map(|(name, value)| format!("fields[{name}]={}&", encoded(value)));
    let texts = texts.iter().map(|name| format!("fields[{name}]={text}&"));
    fields.chain(texts).collect()
}

/// The text as it stands in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[tokio::test]
async fn markup_and_control_characters_in_every_field_are_text_on_every_page_and_in_files() {
    let site = Site::open().await;
    let case = site.cases.own;
    let mut shown = 0;
    for (record, fields, texts) in FORMS {
        let form = format!("{}{}", filled(fields, texts, HOSTILE), seen(&site, record).await);
        let saved = post(&site, record, "save", &form).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{record}");
        assert!(!saved.location().contains("script"), "{}", saved.location());
        // An e-mail address cannot hold it, and is asked about with what was typed.
        let is_saved = record != "kontaktuppgifter/ny";
        assert_eq!(saved.location().contains("sparat="), is_saved, "{record}: {}", saved.location());
        let page = site.page(Who::Caseworker, saved.location()).await.body;
        is_text(&page, record);
        shown += page.matches(&escaped("<script>alert(1)</script>")).count();
    }
    assert!(shown >= 6, "the texts are shown: {shown}");
    let tabs = [
        "",
        "/aktivitetsansvaret",
        "/atgarder",
        "/adresser",
        "/kontaktuppgifter",
        "/plan",
        "/tidslinje",
        "/logg",
    ];
    let case_pages = tabs.map(|tab| format!("/aktivitetsansvar/{case}{tab}"));
    let others =
        ["/uppfoljning?filter=none", "/uppfoljning/agenda", "/aktivitetsansvar?filter=none", "/logg"];
    for path in case_pages.into_iter().chain(others.map(str::to_owned)) {
        let page = site.page(Who::Caseworker, &path).await;
        is_text(&page.body, &path);
        assert!(!page.body.contains(['\u{0}', '\u{7}', '\u{1b}']), "{path}");
    }
    let file = site.page(Who::Caseworker, "/export/follow-ups.csv?filter=none").await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.body.contains(&format!("'{KEPT}")), "{}", file.body);
    assert!(!file.body.contains(&format!(";{KEPT}")) && !file.body.contains(&format!("\"{KEPT}")));
    assert!(!file.body.contains(['\u{0}', '\u{7}', '\u{1b}']));
}

#[tokio::test]
async fn what_was_typed_in_every_form_when_the_session_had_expired_is_there_after_signing_in_again() {
    for (record, fields, texts) in FORMS {
        let site = Site::open().await;
        let form = format!("{}{}", filled(fields, texts, "Skrivet förgäves"), seen(&site, record).await);
        site.hands.pass(TimeDelta::minutes(61));
        let here = format!("/aktivitetsansvar/{}/{record}", site.cases.own);
        let late = post(&site, record, "save", &form).await;
        assert_eq!(late.status, StatusCode::SEE_OTHER, "{record}");
        assert_eq!(late.location(), format!("/logga-in?till={}", here.replace('/', "%2F")));
        let again = sign_in_again(&site, "asa", interrupted(&late), &here).await;
        assert!(again.location().starts_with(&here), "{record}: {}", again.location());
        assert!(!again.location().contains("Skrivet"), "{}", again.location());
        let page = with_token(&site, &token(&again).unwrap(), again.location()).await.body;
        assert!(page.contains("Inget av det här är sparat än"), "{record}: {page}");
        assert!(page.matches("Skrivet förgäves").count() >= texts.len(), "{record}: {page}");
        for (name, value) in fields {
            assert!(page.contains(&format!("name=\"fields[{name}]\"")), "{record} {name}");
            assert!(page.contains(value), "{record} {name}: {value}");
        }
    }
}

#[tokio::test]
async fn texts_of_a_hundred_kilobytes_are_told_of_in_words_and_stay_as_they_were_typed() {
    let site = Site::open().await;
    let long = "å".repeat(50_000);
    for (record, fields, texts) in FORMS {
        let last = texts.last().unwrap();
        let rest = filled(fields, &texts[..texts.len() - 1], "Kort");
        let form = format!("{rest}fields[{last}]={}&{}", encoded(&long), seen(&site, record).await);
        let refused = post(&site, record, "save", &form).await;
        assert!(
            refused.location().contains("utkast="),
            "{record}: {} {}",
            refused.status,
            refused.location()
        );
        let page = site.page(Who::Caseworker, refused.location()).await.body;
        let limit = if ["heading", "city", "value"].contains(last) {
            "högst 200 tecken"
        } else {
            "högst 10\u{a0}000 tecken"
        };
        assert!(page.contains(limit), "{record} {last}");
        assert!(page.contains(&long), "{record} {last}: what was typed is there");
        assert!(page.contains("aria-invalid=\"true\""), "{record} {last}");
    }
}

#[tokio::test]
async fn dates_and_choices_that_cannot_be_meant_are_told_of_beside_their_field() {
    let site = Site::open().await;
    let measure = |start: &str, end: &str, before: &str| {
        format!(
            "fields[kind]=Prak&fields[start]={start}&fields[end]={end}&fields[occupation_before]={before}&version=0&seen="
        )
    };
    for (form, field, said) in [
        (measure("2026-12-24", "2026-12-01", "none"), "end", "Slutdatum ligger före"),
        (measure("1900-01-01", "", "none"), "start", "Startdatum ligger för långt bort"),
        (measure("2026-11-31", "", "none"), "start", "Startdatum är inget datum"),
        (measure("2028-08-18", "", "none"), "start", "efter 20-årsdagen 2028-08-17"),
        (measure("2026-11-20", "", "unknown"), "occupation_before", "har ett värde som inte går att välja"),
    ] {
        let refused = post(&site, "atgarder/ny", "save", &form).await;
        assert!(refused.location().contains("utkast="), "{form}");
        let page = site.page(Who::Caseworker, refused.location()).await.body;
        assert!(page.contains(said) && page.contains(&format!("href=\"#falt-{field}\"")), "{form}: {page}");
    }
    let tab =
        site.page(Who::Caseworker, &format!("/aktivitetsansvar/{}/atgarder", site.cases.own)).await.body;
    assert!(!tab.contains("/atgarder/1"), "nothing is saved");
}

#[tokio::test]
async fn what_another_has_changed_is_not_removed_before_it_has_been_read() {
    let site = Site::open().await;
    let (_, fields, texts) = FORMS[0];
    post(&site, "atgarder/ny", "save", &format!("{}version=0&seen=", filled(fields, texts, "Ett"))).await;
    let before = seen(&site, "atgarder/1").await;
    let changed = format!("{}{before}", filled(fields, texts, "Två"));
    assert!(post(&site, "atgarder/1", "save", &changed).await.location().contains("sparat="));
    // The form that was open before.
    let refused = post(&site, "atgarder/1", "remove", &before).await;
    let page = site.page(Who::Caseworker, refused.location()).await.body;
    assert!(page.contains("Någon annan har ändrat uppgiften under tiden"), "{page}");
    assert!(page.contains("Två"), "{page}");
    let now = seen(&site, "atgarder/1").await;
    assert!(post(&site, "atgarder/1", "remove", &now).await.location().contains("sparat="));
    // What is gone already is told of, and nothing else is touched.
    let gone = post(&site, "atgarder/1", "remove", &now).await;
    let page = site.page(Who::Caseworker, gone.location()).await.body;
    assert!(page.contains("asa hade redan tagit bort uppgiften."), "{page}");
}
