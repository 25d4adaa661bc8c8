//! The search: who finds whom, and that what is typed stays where it was typed.

use axum::http::StatusCode;

use super::site::{EVERYBODY, Site, Who, encoded};

/// What the dialog is answered.
async fn find(site: &Site, who: Who, text: &str) -> String {
    let reply = site.call(who, "/api/find", &format!("text={}", encoded(text))).await;
    assert_eq!(reply.status, StatusCode::OK, "{who:?} {text}: {}", reply.body);
    reply.body
}

/// The page that a plain form leads to.
async fn page(site: &Site, who: Who, text: &str) -> (String, String) {
    let reply = site.form(who, "/api/search", &format!("text={}", encoded(text))).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{who:?} {text}");
    let page = site.page(who, reply.location()).await;
    assert_eq!(page.status, StatusCode::OK, "{who:?} {text}");
    (reply.location().to_owned(), page.body)
}

#[tokio::test]
async fn each_role_finds_what_it_reaches_and_a_protected_person_is_found_by_nobody() {
    let site = Site::open().await;
    let found = |body: &str, case: domain::id::CaseId| body.contains(&format!("/aktivitetsansvar/{case}"));
    for text in ["dahl", "viggo dahl", "ahl", "200808", "20080817-2381", "0808182380", "200808192389"] {
        for who in EVERYBODY {
            for body in [find(&site, who, text).await, page(&site, who, text).await.1] {
                assert!(!found(&body, site.cases.protected), "{who:?} {text}");
                let (own, other) = (found(&body, site.cases.own), found(&body, site.cases.other));
                let expected = match (who, text) {
                    (Who::Auditor | Who::Administrator | Who::Nobody, _) | (_, "200808192389") => {
                        (false, false)
                    }
                    (_, "20080817-2381") => (true, false),
                    (who, "0808182380") => (false, who == Who::Region),
                    (who, _) => (true, who == Who::Region),
                };
                assert_eq!((own, other), expected, "{who:?} {text}");
            }
        }
    }
}

#[tokio::test]
async fn pages_are_found_by_who_may_open_them() {
    let site = Site::open().await;
    for (who, text, expected) in [
        (Who::Caseworker, "aktivitetsansvar", Some("href=\\\"/aktivitetsansvar\\\"")),
        (Who::Region, "activity", Some("href=\\\"/aktivitetsansvar\\\"")),
        (Who::Caseworker, "logg", None),
        (Who::Auditor, "logg", Some("href=\\\"/logg\\\"")),
        (Who::Auditor, "aktivitetsansvar", None),
    ] {
        let body = find(&site, who, text).await;
        assert_eq!(body.contains("role=\\\"option\\\""), expected.is_some(), "{who:?} {text}: {body}");
        assert!(expected.is_none_or(|expected| body.contains(expected)), "{who:?} {text}: {body}");
    }
}

#[tokio::test]
async fn what_is_searched_for_stands_in_no_address() {
    let site = Site::open().await;
    for text in ["Dahl", "20080817-2381", "Finns Inte"] {
        let (address, body) = page(&site, Who::Caseworker, text).await;
        assert!(address.starts_with("/sok?f=") && !address.contains(text), "{address}");
        assert!(body.contains(&format!("value=\"{text}\"")), "{text} stands in the field");
        for address in body.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(!address.contains(text), "{address}");
        }
        // Loaded again, it is the same; to nobody else it says anything.
        assert!(site.page(Who::Caseworker, &address).await.body.contains(&format!("value=\"{text}\"")));
        for other in [Who::Region, Who::Auditor] {
            let page = site.page(other, &address).await;
            assert!(page.status == StatusCode::OK && !page.body.contains(text), "{other:?}");
        }
    }
    assert_eq!(site.form(Who::Caseworker, "/api/search", "text=+").await.location(), "/sok");
    // What a list keeps is nothing that is searched for.
    let list = site.form(Who::Caseworker, "/api/change-list", "list=cases&what=find&value=Dahl").await;
    let token = list.location().split("f=").nth(1).unwrap().to_owned();
    assert!(!site.page(Who::Caseworker, &format!("/sok?f={token}")).await.body.contains("Dahl"));
}

#[tokio::test]
async fn what_cannot_be_looked_for_is_said() {
    let site = Site::open().await;
    for (text, said) in [
        ("a".to_owned(), "Skriv minst två tecken"),
        (String::new(), "Skriv minst två tecken"),
        ("d".repeat(101), "Texten är för lång. Skriv högst 100 tecken och 8 ord."),
        ("d".repeat(10_000), "Texten är för lång."),
        ("%_'\";--".to_owned(), "Inget hittades."),
        ("\u{0}\u{0}Finns\u{0}Inte".to_owned(), "Inget hittades."),
    ] {
        let body = find(&site, Who::Caseworker, &text).await;
        assert!(body.contains(said) && !body.contains("href"), "{said}: {body}");
    }
    let (_, body) = page(&site, Who::Caseworker, &"d".repeat(10_000)).await;
    assert!(body.contains("Texten är för lång.") && !body.contains(&"d".repeat(102)));
    for path in ["/api/find", "/api/search"] {
        let million = format!("text={}", "d".repeat(1024 * 1024));
        let reply = site.call(Who::Caseworker, path, &million).await;
        assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
    }
}

#[tokio::test]
async fn markup_in_what_is_found_and_in_what_is_typed_is_text() {
    let site = Site::open().await;
    for text in ["dahl", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>"] {
        for body in [find(&site, Who::Caseworker, text).await, page(&site, Who::Caseworker, text).await.1] {
            assert!(!body.contains("<script>alert") && !body.contains("<img src=x"), "{text}: {body}");
        }
    }
    assert!(find(&site, Who::Caseworker, "dahl").await.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[tokio::test]
async fn every_page_opens_the_search_and_its_own_page_loads_no_program() {
    let site = Site::open().await;
    for path in ["/", "/aktivitetsansvar"] {
        let body = site.page(Who::Caseworker, path).await.body;
        assert!(body.contains("href=\"/sok\"") && body.contains("role=\"combobox\""), "{path}");
    }
    let page = site.page(Who::Caseworker, "/sok").await;
    for program in ["<script src", "type=\"module\"", "modulepreload", "wasm", "<dialog"] {
        assert!(!page.body.contains(program), "{program}");
    }
    assert!(page.body.contains("action=\"/api/search\"") && page.body.contains("method=\"post\""));
}
