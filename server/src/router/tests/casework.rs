//! The forms of casework: what they warn of, and what becomes of it.

use axum::http::StatusCode;

use super::site::{Reply, Site, Who, encoded};

async fn save(site: &Site, record: &str, rest: &str) -> Reply {
    let address = encoded(&format!("/aktivitetsansvar/{}/{record}", site.cases.own));
    site.form(Who::Caseworker, "/api/save-record", &format!("address={address}&what=save&{rest}")).await
}

fn contact(notes: &str) -> String {
    let notes = encoded(notes);
    format!("fields[date]=2026-11-20&fields[heading]=Samtal&fields[way]=telephone&fields[notes]={notes}")
}

#[tokio::test]
async fn a_note_that_may_not_stand_there_is_asked_about_and_then_saved() {
    let site = Site::open().await;
    let form = contact("Sjukskriven, polisanmäld");
    let asked = save(&site, "kontakttillfallen/ny", &form).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    assert!(asked.location().contains("utkast=") && !asked.location().contains("jukskriven"));
    let page = site.page(Who::Caseworker, asked.location()).await.body;
    assert!(page.contains("Läs innan du sparar") && page.contains("förordning 2006:39"), "{page}");
    // What was typed is there, and a box for each kind, not ticked.
    assert!(page.contains("Sjukskriven, polisanmäld</textarea>"), "{page}");
    for kind in ["health", "crime"] {
        assert!(page.contains(&format!("name=\"read[{kind}]\" value=\"1\" aria")), "{kind}: {page}");
    }

    // One of two is not enough, and what has been read stays read.
    let again = save(&site, "kontakttillfallen/ny", &format!("{form}&read[health]=1")).await;
    let page = site.page(Who::Caseworker, again.location()).await.body;
    assert!(page.contains("name=\"read[health]\" value=\"1\" checked"), "{page}");
    assert!(page.contains("name=\"read[crime]\" value=\"1\" aria"), "{page}");

    let saved =
        save(&site, "kontakttillfallen/ny", &format!("{form}&read[health]=1&read[crime]=1&read[x]=1")).await;
    assert!(saved.location().contains("sparat="), "{}", saved.location());
    let page = site.page(Who::Caseworker, saved.location()).await.body;
    assert!(page.contains("Sjukskriven, polisanmäld</p>"), "{page}");
}

#[tokio::test]
async fn of_what_two_have_changed_the_page_says_which_holds_and_leads_to_the_choice() {
    let site = Site::open().await;
    let form = |notes: &str, seen: &str| {
        let fields = "fields[registered]=2026-11-20&fields[occupation]=unknown";
        format!("{fields}&fields[notes]={notes}&version=1&seen={}", encoded(seen))
    };
    let seen = {
        let path = format!("/aktivitetsansvar/{}/aktivitetsansvaret/andra", site.cases.own);
        let page = site.page(Who::Caseworker, &path).await.body;
        let tag = page.split_once("name=\"seen\"").unwrap().1.split_once('>').unwrap().0.to_owned();
        tag.split('"').nth(1).unwrap().replace("&quot;", "\"")
    };
    let first = save(&site, "aktivitetsansvaret/andra", &form("Ett", &seen)).await;
    assert!(first.location().contains("sparat="), "{}", first.location());
    let second = save(&site, "aktivitetsansvaret/andra", &form("Tva", &seen)).await;
    let page = site.page(Who::Caseworker, second.location()).await.body;
    assert!(page.contains("har sparat andra värden medan du skrev"), "{page}");
    assert!(page.contains("Anteckningar (gäller om du väljer det du har fyllt i)"), "{page}");
    assert!(!page.contains("Handläggare (gäller om"), "{page}");
    assert_eq!(page.matches("id=\"falt-val-notes\"").count(), 1, "{page}");
    // Whoever does not choose is led to the choice.
    let now = form("Tva", &seen).replace("version=1", "version=2");
    let again = save(&site, "aktivitetsansvaret/andra", &now).await;
    let page = site.page(Who::Caseworker, again.location()).await.body;
    assert!(page.contains("href=\"#falt-val-notes\""), "{page}");
    assert!(page.contains("Välj vilket värde som ska gälla: Anteckningar."), "{page}");
    let chosen = save(&site, "aktivitetsansvaret/andra", &format!("{now}&sides[notes]=mine")).await;
    assert!(chosen.location().contains("sparat="), "{}", chosen.location());
}

#[tokio::test]
async fn notes_that_nobody_has_changed_are_not_asked_about_again() {
    let site = Site::open().await;
    let form = format!("{}&read[health]=1", contact("Sjukskriven"));
    let saved = save(&site, "kontakttillfallen/ny", &form).await;
    let page = site.page(Who::Caseworker, saved.location()).await.body;
    let address = format!("/aktivitetsansvar/{}/kontakttillfallen/", site.cases.own);
    let ids = page.match_indices(&address).map(|(at, _)| &page[at + address.len()..]);
    let id: Vec<String> = ids
        .map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>())
        .filter(|id| !id.is_empty())
        .collect();
    let record = format!("kontakttillfallen/{}", id.iter().max().unwrap());
    let seen = r#"{"date":"2026-11-20","heading":"Samtal","way":"telephone","notes":"Sjukskriven","follow_up":"none"}"#;
    let with = |notes: &str| format!("version=1&seen={}&{}", encoded(seen), contact(notes));
    let kept = save(&site, &record, &with("Sjukskriven\r\ntill våren")).await;
    assert!(kept.location().contains("sparat="), "{}", kept.location());
    let more = save(&site, &record, &with("Sjukskriven, häktad")).await;
    assert!(more.location().contains("utkast="), "{}", more.location());
    // The log says which contact it was.
    let log = site.page(Who::Caseworker, &format!("/aktivitetsansvar/{}/logg", site.cases.own)).await.body;
    assert!(log.contains("Ändrade kontakttillfälle</strong> <span class=\"nowrap\">(2026-11-20)"), "{log}");
}

#[tokio::test]
async fn what_a_plan_says_is_guarded_in_every_field() {
    let site = Site::open().await;
    for field in ["goal", "person", "municipality", "others"] {
        let filled = [("goal", "Arbete"), ("person", "Praktik"), ("municipality", ""), ("others", "")];
        let fields = filled.map(|(name, text)| {
            let text = if name == field { "Gravid" } else { text };
            format!("fields[{name}]={text}&")
        });
        let form = format!("{}fields[start]=2026-11-20&fields[evaluate_on]=2027-02-15", fields.concat());
        let asked = save(&site, "plan/ny", &form).await;
        assert!(asked.location().contains("utkast="), "{field}: {}", asked.location());
        let page = site.page(Who::Caseworker, asked.location()).await.body;
        assert!(page.contains("read[health]"), "{field}: {page}");
    }
}
