//! The page of a case: what stands on every tab, its titles, what is drawn for a form that is not saved.

use axum::http::StatusCode;

use super::site::{Reply, Site, Who, encoded};

const TABS: [(&str, &str); 9] = [
    ("", "Kontakttillfällen"),
    ("/aktivitetsansvaret", "Aktivitetsansvaret"),
    ("/atgarder", "Åtgärder"),
    ("/adresser", "Adresser"),
    ("/kontaktuppgifter", "Kontaktuppgifter"),
    ("/elevhistorik", "Elevhistorik"),
    ("/plan", "Plan"),
    ("/tidslinje", "Tidslinje"),
    ("/logg", "Logg"),
];

async fn save(site: &Site, record: &str, fields: &str) -> Reply {
    let address = encoded(&format!("/aktivitetsansvar/{}/{record}", site.cases.own));
    let reply = site
        .form(Who::Caseworker, "/api/save-record", &format!("address={address}&what=save&{fields}"))
        .await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    site.page(Who::Caseworker, reply.location()).await
}

#[tokio::test]
async fn every_tab_says_who_works_with_it_and_leads_to_what_is_done_most() {
    let site = Site::open().await;
    let telephone = "fields[kind]=mobile&fields[value]=070-1740605&fields[primary_telephone]=1";
    save(&site, "kontaktuppgifter/ny", telephone).await;
    let case = format!("/aktivitetsansvar/{}", site.cases.own);
    for (tab, name) in TABS {
        let page = site.page(Who::Caseworker, &format!("{case}{tab}")).await.body;
        assert!(page.contains(&format!("<title>{name} – ")), "{name}: {page}");
        assert!(page.contains("href=\"tel:+46701740605\""), "{name}");
        // It is due today.
        assert!(page.contains("Nästa uppföljning") && page.contains("pill-due"), "{name}");
        assert!(page.contains("Handläggare</dt>"), "{name}");
        assert!(
            page.contains(">Registrera kontakt</a>") && page.contains(">Registrera åtgärd</a>"),
            "{name}"
        );
        let [contact, measure, print] = [">Registrera kontakt</a>", ">Registrera åtgärd</a>", "data-print"]
            .map(|way| page.find(way).unwrap_or_else(|| panic!("{name}: {way}")));
        assert!(contact < measure && measure < print, "what is done most comes first: {name}");
        assert!(page.contains("print-only case-printed\">Utskrivet 2026-11-20 av asa<"), "{name}: {page}");
        assert!(page.contains(&format!("href=\"{case}/utskrift\"")), "{name}");
    }
    // Of two who are called the same and sorted by that, each stands in a place of its own.
    let mut places = Vec::new();
    for case in [site.cases.own, site.cases.other] {
        let region = site.page(Who::Region, &format!("/aktivitetsansvar/{case}?lista=sort%3Dsurname")).await;
        let is_at = |place: &&str| region.body.contains(&format!("{place} av 2"));
        places.push(["1", "2"].into_iter().filter(is_at).collect::<String>());
    }
    places.sort();
    assert_eq!(places, ["1", "2"]);
    let auditor = site.page(Who::Auditor, &case).await.body;
    assert!(!auditor.contains("Registrera kontakt</a>"), "{auditor}");
}

#[tokio::test]
async fn all_of_a_case_is_on_one_page_to_be_printed() {
    let site = Site::open().await;
    let (_, plan) = ("plan/ny", "fields[goal]=Bli+snickare&fields[person]=Ringer&fields[start]=2026-11-01");
    save(&site, "plan/ny", &format!("{plan}&fields[evaluate_on]=2027-02-15")).await;
    let case = format!("/aktivitetsansvar/{}", site.cases.own);
    let page = site.page(Who::Caseworker, &format!("{case}/utskrift?lista=sort%3D-age")).await.body;
    assert!(page.contains("<title>Hela ärendet – "), "{page}");
    assert!(page.contains("Utskrivet 2026-11-20 av asa"), "{page}");
    for (tab, name) in TABS.into_iter().filter(|(tab, _)| *tab != "/logg") {
        let part = if tab.is_empty() { "kontakttillfallen" } else { &tab[1..] };
        assert!(page.contains(&format!("data-part=\"{part}\"")), "{name}: {page}");
    }
    assert!(page.contains("Bli snickare") && page.contains("Varför finns"), "{page}");
    // Nothing leads to a change, and what is not there is said.
    let main = page.split_once("<main").unwrap().1.split_once("</main>").unwrap().0;
    assert!(!main.contains("/ny\"") && !main.contains("/andra\"") && !main.contains("<form"), "{main}");
    assert!(main.contains(&format!("href=\"{case}?lista=sort%3D-age\"")), "{main}");
}

#[tokio::test]
async fn a_form_has_a_title_of_its_own_and_says_when_something_is_wrong() {
    let site = Site::open().await;
    let new = format!("/aktivitetsansvar/{}/atgarder/ny", site.cases.own);
    let form = site.page(Who::Caseworker, &new).await.body;
    assert!(form.contains("<title>Ny åtgärd – "), "{form}");
    assert!(form.contains("data-leave=") && !form.contains("data-unsaved"), "{form}");
    let wrong = save(&site, "atgarder/ny", "fields[start]=2026-11-20").await.body;
    assert!(wrong.contains("<title>Fel: Ny åtgärd – "), "{wrong}");
    assert!(wrong.contains("data-unsaved"), "{wrong}");
    assert!(wrong.contains("tabindex=\"-1\" autofocus"), "{wrong}");
}

#[tokio::test]
async fn a_day_alone_asks_for_a_follow_up_and_one_far_ahead_is_refused() {
    let site = Site::open().await;
    let contact = |day: &str| format!("fields[heading]=Samtal&fields[way]=telephone&fields[follow_up]={day}");
    let far = save(&site, "kontakttillfallen/ny", &contact("2035-01-01")).await.body;
    assert!(far.contains("ligger för långt fram. Välj ett datum senast 2028-11-20."), "{far}");
    let saved = save(&site, "kontakttillfallen/ny", &contact("2026-12-01")).await.body;
    assert!(saved.contains("Kontakttillfället är registrerat.") && saved.contains("2026-12-01"), "{saved}");
}

#[tokio::test]
async fn the_log_can_show_what_has_been_changed_alone() {
    let site = Site::open().await;
    let case = format!("/aktivitetsansvar/{}", site.cases.own);
    for _ in 0..3 {
        site.page(Who::Caseworker, &case).await;
    }
    let all = site.page(Who::Caseworker, &format!("{case}/logg")).await.body;
    assert!(all.contains("Läste ärendet") && all.contains("gånger"), "{all}");
    let changes = site.page(Who::Caseworker, &format!("{case}/logg?andringar=1")).await.body;
    assert!(!changes.contains("Läste ärendet"), "{changes}");
    assert!(changes.contains("Registrerade kontakttillfälle"), "{changes}");
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_contact_is_told_at_once() {
    let site = Site::open().await;
    let fields = format!("fields[date]=2027-05-01&fields[way]=telephone&fields[heading]={}", "x".repeat(201));
    let page = save(&site, "kontakttillfallen/ny", &fields).await.body;
    assert!(page.contains("href=\"#falt-date\"") && page.contains("href=\"#falt-heading\""), "{page}");
}
