//! Pages that the server draws whole, as the browser asks for them on the way from page to page.

use axum::http::{HeaderValue, StatusCode};

use super::site::{Site, Who, posted};

#[tokio::test]
async fn what_is_drawn_is_in_the_readers_language() {
    let site = Site::open().await;
    let case = format!("/aktivitetsansvar/{}/aktivitetsansvaret", site.cases.own);
    for (address, swedish, english) in
        [("/", "Saknar handläggare", "Without a caseworker"), (case.as_str(), "Förnamn", "Given names")]
    {
        for (language, told, other) in [("sv", swedish, english), ("en", english, swedish)] {
            let mut asked =
                posted("/api/drawn", Site::token(Who::Caseworker), false, &format!("address={address}"));
            asked.headers_mut().insert("accept-language", HeaderValue::from_static(language));
            let reply = site.send(asked).await;
            assert_eq!(reply.status, StatusCode::OK, "{address}: {}", reply.body);
            assert!(reply.body.contains(told) && !reply.body.contains(other), "{address}: {}", reply.body);
        }
    }
}

#[tokio::test]
async fn each_tab_of_a_case_is_drawn_and_leads_back_to_the_list() {
    let site = Site::open().await;
    let case = format!("/aktivitetsansvar/{}", site.cases.own);
    for tab in [
        "",
        "/aktivitetsansvaret",
        "/atgarder",
        "/adresser",
        "/kontaktuppgifter",
        "/elevhistorik",
        "/tidslinje",
        "/logg",
    ] {
        let address = format!("{case}{tab}?lista=size%3D5%26page%3D2");
        let page = site.page(Who::Caseworker, &address).await.body;
        let page = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        assert!(page.contains(r#"href="/aktivitetsansvar?size=5&amp;page=2""#), "{address}: {page}");
        let open: Vec<&str> =
            page.split("<a").filter(|link| link.contains(r#"aria-current="page""#)).collect();
        assert_eq!(open.len(), 1, "{address}: {open:?}");
        let target = format!(r#"href="{case}{tab}?lista=size%3D5%26page%3D2""#);
        assert!(open[0].contains(&target), "{address}: {open:?}");
    }
}

#[tokio::test]
async fn in_the_register_of_a_date_an_empty_cell_is_a_dash_and_a_name_leads_to_the_case_for_whoever_may() {
    let site = Site::open().await;
    let address = "/register-per-datum?datum=2026-11-21&kommun=0581";
    let link = format!("<a href=\"/aktivitetsansvar/{}\">", site.cases.own);
    let region = site.page(Who::Region, address).await.body;
    assert!(region.contains(&link) && region.contains("class=\"nothing\""), "{region}");
    let auditor = site.page(Who::Auditor, address).await.body;
    assert!(!auditor.contains(&link) && auditor.contains("class=\"nothing\""), "{auditor}");
}
