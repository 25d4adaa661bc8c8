//! Measures, contacts, closed follow-ups and cases handed over, many at once, as a browser without script asks for them.

use axum::http::StatusCode;
use chrono::TimeDelta;

use super::{
    session::{interrupted, sign_in_again, token, with_token},
    site::{Reply, Site, Who, encoded},
};

/// Chooses the caseworker's case, or follow-ups, for something, and returns the address of its form.
async fn chosen(site: &Site, who: Who, list: &str, action: &str) -> String {
    let form = format!("list={list}&search=&all=1&action={action}");
    let reply = site.form(who, "/api/select-rows", &form).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply.location().to_owned()
}

async fn post(site: &Site, who: Who, address: &str, fields: &[(&str, &str)]) -> Reply {
    let fields: Vec<String> =
        fields.iter().map(|(name, value)| format!("fields[{name}]={}", encoded(value))).collect();
    let form = format!("address={}&what=save&{}", encoded(address), fields.join("&"));
    site.form(who, "/api/save-record", &form).await
}

/// The page that a form leads to.
async fn page(site: &Site, who: Who, reply: &Reply) -> String {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    let page = site.page(who, reply.location()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", reply.location());
    page.body
}

#[tokio::test]
async fn a_measure_is_registered_for_all_or_of_its_own_and_taken_back() {
    let site = Site::open().await;
    let who = Who::Caseworker;
    let address = chosen(&site, who, "cases", "measures").await;
    assert!(address.starts_with("/aktivitetsansvar/atgarder?urval="), "{address}");
    let form = site.page(who, &address).await;
    assert_eq!(form.status, StatusCode::OK);
    let own = site.cases.own;
    assert!(
        form.body.contains(&format!("fields[r{own}:kind]")) && form.body.contains("fields[kind]"),
        "{}",
        form.body
    );

    // All that is wrong is told at its field, and nothing that was typed is lost.
    let start = format!("r{own}:start");
    let typed = [("notes", "<b>Förråd</b>"), (start.as_str(), "nyss")];
    let refused = post(&site, who, &address, &typed).await;
    assert!(
        refused.location().starts_with(&address) && refused.location().contains("utkast="),
        "{}",
        refused.location()
    );
    let again = page(&site, who, &refused).await;
    assert!(
        again.contains("Förråd") && !again.contains("<b>Förråd") && again.contains("value=\"nyss\""),
        "{again}"
    );
    for field in [format!("r{own}:kind"), format!("r{own}:start")] {
        assert!(again.contains(&format!("href=\"#falt-{field}\"")), "{field}: {again}");
    }
    // Whose it is, is said above the form, and by the group of the fields.
    let link = again.split(&format!("href=\"#falt-{start}\"")).nth(1).unwrap().split("</a>").next().unwrap();
    let (whose, wrong) = link.rsplit_once(": ").unwrap();
    let whose = whose.rsplit_once('>').unwrap().1;
    assert!(wrong.starts_with("Startdatum är inget datum"), "{link}");
    assert!(
        again.contains(&format!("<legend class=\"visually-hidden\">{whose}</legend>")),
        "{whose}: {again}"
    );

    let typed = [("kind", "SYV"), ("start", "2026-11-21"), ("occupation_before", "none")];
    let done = post(&site, who, &address, &typed).await;
    let report = page(&site, who, &done).await;
    assert!(
        report.contains("Registrera åtgärder") && report.contains("<dt>Registrerade åtgärder</dt>"),
        "{report}"
    );
    // Once more, it is in its own way.
    let twice = page(&site, who, &post(&site, who, &address, &typed).await).await;
    assert!(
        twice.contains("<dt>Kunde inte ändras</dt>") && twice.contains("Studie- och yrkesvägledning"),
        "{twice}"
    );

    // From the report the refused ones are opened again, with what was filled in, wherever one comes to it from.
    assert!(twice.contains("Öppna dem i formuläret igen"), "{twice}");
    let draft = twice.split("name=\"draft\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let again = format!("list=cases&search=&action=measures&draft={draft}&rows[]={own}");
    let again = page(&site, who, &site.form(who, "/api/select-rows", &again).await).await;
    assert!(again.contains("value=\"2026-11-21\"") && again.contains("1 aktivitetsansvar"), "{again}");
    assert!(!report.contains("Öppna dem i formuläret igen"), "{report}");

    let id = done.location().strip_prefix("/jobb/").unwrap();
    let question = site.page(who, &format!("/andring/{id}/angra")).await.body;
    assert!(question.contains("tas bort"), "{question}");
    let undone = site.form(who, "/api/undo-change", &format!("id={id}")).await;
    assert!(page(&site, who, &undone).await.contains("Ångra ändring"));
    let case = site.page(who, &format!("/aktivitetsansvar/{own}/atgarder")).await.body;
    assert!(!case.contains("Studie- och yrkesvägledning"), "{case}");
}

#[tokio::test]
async fn a_contact_is_registered_followed_up_and_closed_for_all() {
    let site = Site::open().await;
    let who = Who::Caseworker;
    let address = chosen(&site, who, "cases", "contacts").await;
    assert!(address.starts_with("/aktivitetsansvar/kontakt?urval="), "{address}");
    let typed = [("date", "2026-11-20"), ("way", "letter"), ("heading", "Kallelse"), ("follows_up", "1")];
    let refused = post(&site, who, &address, &typed).await;
    assert!(page(&site, who, &refused).await.contains("href=\"#falt-follow_up\""));
    let typed = [&typed[..], &[("follow_up", "2026-11-30")]].concat();
    let done = page(&site, who, &post(&site, who, &address, &typed).await).await;
    assert!(done.contains("<dt>Registrerade kontakttillfällen</dt>"), "{done}");

    let contacts = chosen(&site, who, "follow-ups", "contacts").await;
    assert!(contacts.starts_with("/uppfoljning/kontakt?urval="), "{contacts}");
    let typed = [("date", "2026-11-20"), ("way", "telephone"), ("heading", "Uppringd")];
    let done = page(&site, who, &post(&site, who, &contacts, &typed).await).await;
    assert!(
        done.contains("<dt>Registrerade kontakttillfällen</dt>")
            && done.contains("<a href=\"/uppfoljning\" class=\"ds-button\">Till uppf"),
        "{done}"
    );

    let closing = chosen(&site, who, "follow-ups", "close").await;
    assert!(closing.starts_with("/uppfoljning/avsluta?urval="), "{closing}");
    let refused = page(&site, who, &post(&site, who, &closing, &[("reason", " ")]).await).await;
    assert!(refused.contains("Orsak avslutad saknas"), "{refused}");
    let done = page(&site, who, &post(&site, who, &closing, &[("reason", "Nådd")]).await).await;
    assert!(done.contains("Avsluta valda poster") && done.contains("href=\"/uppfoljning\""), "{done}");
}

#[tokio::test]
async fn of_more_rows_than_have_something_of_their_own_the_first_are_named() {
    let site = Site::open().await;
    let who = Who::Caseworker;
    let contacts = chosen(&site, who, "cases", "contacts").await;
    let typed = [("date", "2026-11-20"), ("way", "letter"), ("heading", "Kallelse")];
    let typed = [&typed[..], &[("follows_up", "1"), ("follow_up", "2026-11-30")]].concat();
    // There is one follow-up already.
    for _ in 0..50 {
        let done = post(&site, who, &contacts, &typed).await;
        assert!(done.location().starts_with("/jobb/"), "{}", done.location());
    }
    let closing = chosen(&site, who, "follow-ups", "close").await;
    let form = site.page(who, &closing).await.body;
    assert!(form.contains("För högst 50 valda rader") && form.contains("51 uppföljningar"), "{form}");
    let names = form.split("class=\"plain-names\"").nth(1).unwrap();
    let (names, more) = names.split_once("</ul>").unwrap();
    assert_eq!(names.matches("</li>").count(), 50, "{names}");
    assert!(names.contains("uppföljning 2026-11-30</a>") && more.contains("och 1 till"), "{names}");
}

#[tokio::test]
async fn what_is_written_for_many_or_for_one_of_them_is_guarded() {
    let site = Site::open().await;
    let who = Who::Caseworker;
    let own = format!("r{}:notes", site.cases.own);
    let measures = chosen(&site, who, "cases", "measures").await;
    let measure = [("kind", "SYV"), ("start", "2026-11-21"), ("occupation_before", "none")];
    let of_row: Vec<(String, &str)> = measure
        .iter()
        .map(|(name, value)| (format!("r{}:{name}", site.cases.own), *value))
        .chain([(own, "Sjukskriven")])
        .collect();
    let of_row: Vec<(&str, &str)> = of_row.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let contacts = chosen(&site, who, "cases", "contacts").await;
    let contact = [("date", "2026-11-20"), ("way", "letter"), ("heading", "Har fått diagnos")];
    let follow_up = [("date", "2026-11-20"), ("way", "letter"), ("heading", "Kallelse"), ("follows_up", "1")];
    let follow_up = [&follow_up[..], &[("follow_up", "2026-11-30")]].concat();
    page(&site, who, &post(&site, who, &contacts, &follow_up).await).await;
    let closing = chosen(&site, who, "follow-ups", "close").await;
    for (address, fields) in
        [(measures, &of_row[..]), (contacts, &contact[..]), (closing, &[("reason", "Dömd för rån")][..])]
    {
        let asked = page(&site, who, &post(&site, who, &address, fields).await).await;
        assert!(asked.contains("Läs innan du sparar"), "{address}: {asked}");
        let (_, text) = fields.last().unwrap();
        assert!(asked.contains(text), "{address}: {asked}");
    }
}

#[tokio::test]
async fn what_was_typed_for_many_when_the_session_had_expired_is_there_after_signing_in_again() {
    for (list, action, fields) in [
        ("cases", "measures", &[("notes", "Skrivet")][..]),
        ("cases", "contacts", &[("heading", "Skrivet")]),
        ("follow-ups", "contacts", &[("heading", "Skrivet")]),
        ("follow-ups", "close", &[("reason", "Skrivet")]),
    ] {
        let site = Site::open().await;
        let who = Who::Caseworker;
        let address = chosen(&site, who, list, action).await;
        site.hands.pass(TimeDelta::minutes(61));
        let late = post(&site, who, &address, fields).await;
        assert!(late.location().starts_with("/logga-in?till="), "{action}: {}", late.location());
        let again = sign_in_again(&site, "asa", interrupted(&late), &address).await;
        assert!(again.location().starts_with(&address), "{action}: {}", again.location());
        let page = with_token(&site, &token(&again).unwrap(), again.location()).await.body;
        assert!(page.contains("Inget av det här är sparat än"), "{list} {action}: {page}");
        assert!(page.contains("Skrivet"), "{list} {action}: {page}");
    }
}

#[tokio::test]
async fn whoever_may_is_led_to_handing_over_from_the_list() {
    let site = Site::open().await;
    for (who, may) in [(Who::Caseworker, true), (Who::Auditor, false)] {
        let list = site.page(who, "/aktivitetsansvar").await.body;
        assert_eq!(list.contains("href=\"/aktivitetsansvar/lamna-over\""), may, "{who:?}");
    }
}

#[tokio::test]
async fn handing_over_says_what_is_missing_and_that_it_is_to_another() {
    let site = Site::open().await;
    let who = Who::Caseworker;
    let address = "/aktivitetsansvar/lamna-over";
    let nobody = page(&site, who, &post(&site, who, address, &[]).await).await;
    assert!(nobody.contains("Från saknas") && nobody.contains("Till saknas"), "{nobody}");
    let same = page(&site, who, &post(&site, who, address, &[("from", "1"), ("to", "1")]).await).await;
    assert!(same.contains("Välj någon annan än den som har aktivitetsansvaren nu"), "{same}");
}

#[tokio::test]
async fn what_many_rows_are_chosen_for_is_ones_own() {
    let site = Site::open().await;
    let address = chosen(&site, Who::Caseworker, "cases", "measures").await;
    for who in [Who::Region, Who::Auditor] {
        let expected = if who == Who::Region { StatusCode::NOT_FOUND } else { StatusCode::FORBIDDEN };
        assert_eq!(site.page(who, &address).await.status, expected, "{who:?}");
    }
    let typed = [("kind", "SYV"), ("start", "2026-11-21"), ("occupation_before", "none")];
    let gone = post(&site, Who::Region, &address, &typed).await;
    assert_eq!(gone.location(), address);
    let signed_out = post(&site, Who::Nobody, &address, &typed).await;
    assert!(signed_out.location().starts_with("/logga-in?till="), "{}", signed_out.location());
    let odd =
        post(&site, Who::Caseworker, "/aktivitetsansvar/atgarder?urval=//elsewhere.example", &typed).await;
    assert_eq!(odd.location(), "/aktivitetsansvar/atgarder?urval=");
}

/// The token that a form for many has been drawn with.
fn once(form: &str) -> &str {
    form.split("name=\"fields[once]\" value=\"").nth(1).unwrap().split('"').next().unwrap()
}

#[tokio::test]
async fn the_same_form_posted_twice_asks_once() {
    let site = Site::open().await;
    let who = Who::Caseworker;
    let address = chosen(&site, who, "cases", "contacts").await;
    let form = site.page(who, &address).await.body;
    assert!(form.contains("Det här gäller"), "{form}");
    let ask = async |once: &str, heading: &str| {
        let form = format!(
            "address={}&what=save&fields[once]={once}&fields[way]=letter&fields[heading]={heading}",
            encoded(&address)
        );
        site.form(who, "/api/save-record", &form).await.location().to_owned()
    };
    let done = ask(once(&form), "Kallelse").await;
    assert!(done.starts_with("/jobb/"), "{done}");
    assert_eq!(ask(once(&form), "Kallelse").await, done);
    // What is changed is asked for, and so is the same in a form that is opened anew.
    assert_ne!(ask(once(&form), "Samtal").await, done);
    let anew = site.page(who, &address).await.body;
    assert_ne!(ask(once(&anew), "Kallelse").await, done);
    let contacts = site.page(who, &format!("/aktivitetsansvar/{}", site.cases.own)).await.body;
    assert_eq!(contacts.matches("<h3>Kallelse</h3>").count(), 2, "{contacts}");
}

#[tokio::test]
async fn a_job_leads_back_to_the_list_that_it_was_asked_from() {
    let site = Site::open().await;
    let who = Who::Caseworker;
    let chosen = "list=cases&search=sort%3D-surname&all=1&action=contacts";
    let address = site.form(who, "/api/select-rows", chosen).await.location().to_owned();
    let typed = [("way", "letter"), ("heading", "Kallelse")];
    let done = post(&site, who, &address, &typed).await;
    assert!(page(&site, who, &done).await.contains("href=\"/aktivitetsansvar?sort=-surname\""));
    // Whoever administers the municipality follows the job, and is led nowhere that is another's.
    let other = site.page(Who::Region, done.location()).await;
    assert!(!other.body.contains("sort=-surname"), "{}", other.body);
}

#[tokio::test]
async fn what_is_wrong_and_what_the_notes_hold_is_told_at_once() {
    let site = Site::open().await;
    let who = Who::Caseworker;
    let many = chosen(&site, who, "cases", "measures").await;
    let one = format!("/aktivitetsansvar/{}/atgarder/ny", site.cases.own);
    for address in [many, one] {
        let typed = [("start", "nyss"), ("notes", "Dömd för rån")];
        let told = page(&site, who, &post(&site, who, &address, &typed).await).await;
        for said in ["href=\"#falt-kind\"", "href=\"#falt-start\"", "Läs innan du sparar"] {
            assert!(told.contains(said), "{address} {said}: {told}");
        }
    }
}

#[tokio::test]
async fn a_job_that_has_begun_is_never_answered_with_an_error() {
    let site = Site::open().await;
    let who = Who::Caseworker;
    let address = chosen(&site, who, "cases", "measures").await;
    // So much that it cannot be kept for another time.
    let much = "\u{1}".repeat(200_000);
    let typed =
        [("kind", "SYV"), ("start", "2026-11-21"), ("occupation_before", "none"), ("other", much.as_str())];
    page(&site, who, &post(&site, who, &address, &typed).await).await;
    // The second is refused by the rules, and would be wanted once more.
    let twice = post(&site, who, &address, &typed).await;
    assert!(twice.location().starts_with("/jobb/"), "{}", twice.location());
    assert!(page(&site, who, &twice).await.contains("<dt>Kunde inte ändras</dt>"));
}
