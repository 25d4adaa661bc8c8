//! What people write stays text, and stays out of addresses.

use axum::http::StatusCode;
use domain::language::Named;
use domain::list::{CaseColumn, Column};

use super::site::{MARKUP, Site, Who, encoded};

/// No markup of a text became markup of the page.
#[track_caller]
pub(super) fn is_text(html: &str, path: &str) {
    let lower = html.to_lowercase();
    for markup in ["<script>alert", "</textarea><script", "<img src=x", "</script><script>alert"] {
        assert!(!lower.contains(markup), "{path} holds {markup}");
    }
    for address in html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(
            address.starts_with(['/', '#']) || address.starts_with("mailto:") || address.starts_with("tel:"),
            "{path}: {address}"
        );
    }
}

#[tokio::test]
async fn markup_in_names_contacts_and_notes_is_text() {
    let site = Site::open().await;
    let case = site.cases.own;
    let mut found = 0;
    for path in ["", "/atgarder", "/adresser", "/elevhistorik", "/tidslinje"] {
        let path = format!("/aktivitetsansvar/{case}{path}");
        let page = site.page(Who::Caseworker, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        is_text(&page.body, &path);
        // What is answered to a script holds the title as the text that it is, and the rest as it is shown.
        let drawn = site.call(Who::Caseworker, "/api/drawn", &format!("address={path}")).await.body;
        let drawn: serde_json::Value = serde_json::from_str(&drawn).unwrap();
        for part in ["progress", "body"] {
            is_text(drawn[part].as_str().unwrap(), &path);
        }
        found += page.body.matches("&lt;script&gt;alert(1)&lt;/script&gt;").count();
    }
    assert!(found >= 5, "the texts are shown: {found}");
    for path in ["/", "/aktivitetsansvar", "/logga-in?till=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E"] {
        is_text(&site.page(Who::Caseworker, path).await.body, path);
    }
    is_text(&site.page(Who::Auditor, "/logg").await.body, "/logg");
}

#[tokio::test]
async fn markup_in_what_is_looked_for_is_text() {
    let site = Site::open().await;
    let value = encoded(MARKUP);
    for form in [
        format!("list=cases&what=find&value={value}"),
        format!("list=cases&what=filter&fields[surname][operator]=contains&fields[surname][first]={value}"),
        format!(
            "list=cases&what=filter&fields[caseworker][operator]=any-of&fields[caseworker][choices][]={value}"
        ),
        format!("list=cases&what=filter&fields[registered][operator]=on&fields[registered][first]={value}"),
        format!("list=cases&what=sort&value={value}"),
        format!("list=cases&what={value}&search={value}"),
    ] {
        let reply = site.form(Who::Caseworker, "/api/change-list", &form).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{form}");
        assert!(reply.location().starts_with("/aktivitetsansvar"), "{form}: {}", reply.location());
        is_text(&site.page(Who::Caseworker, reply.location()).await.body, reply.location());
    }
    for path in [
        format!("/aktivitetsansvar?surname={value}"),
        format!("/aktivitetsansvar?_sort={value}"),
        format!("/aktivitetsansvar?_refused={value}"),
        format!("/aktivitetsansvar?_profile={value}"),
        format!("/aktivitetsansvar?f={value}"),
        format!("/aktivitetsansvar?{value}={value}"),
        format!("/aktivitetsansvar/{value}"),
        format!("/{value}"),
    ] {
        is_text(&site.page(Who::Caseworker, &path).await.body, &path);
    }
}

#[tokio::test]
async fn what_is_said_of_people_stands_in_no_address() {
    let site = Site::open().await;
    for value in ["Dahl", "20080817-2381", "070-1740631", "viggo@example.se", "Storgatan"] {
        let reply = site
            .form(
                Who::Caseworker,
                "/api/change-list",
                &format!("list=cases&what=find&value={}", encoded(value)),
            )
            .await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER);
        assert!(!reply.location().contains(value), "{}", reply.location());
        assert!(reply.location().len() > "/aktivitetsansvar?".len() + 16, "{}", reply.location());
        let page = site.page(Who::Caseworker, reply.location()).await;
        assert!(page.body.contains(value), "{value} stands in the field");
        for address in page.body.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(!address.contains(value), "{address}");
        }
        // Nobody else has any use for the address.
        let other = site.page(Who::Region, reply.location()).await;
        assert!(!other.body.contains(&format!("value=\"{value}\"")), "{value}");
    }
    for column in CaseColumn::ALL.iter().filter(|column| column.is_personal()) {
        let code = column.code();
        let test = match column {
            CaseColumn::Caseworker => {
                format!("fields[{code}][operator]=any-of&fields[{code}][choices][0]=Hemligt7")
            }
            _ => format!("fields[{code}][operator]=contains&fields[{code}][first]=Hemligt7"),
        };
        let form = format!("list=cases&what=filter&{test}");
        let reply = site.form(Who::Caseworker, "/api/change-list", &form).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{code}");
        assert!(!reply.location().contains("Hemligt7"), "{code}: {}", reply.location());
        assert!(reply.location().contains("f="), "{code}: {}", reply.location());
    }
}
