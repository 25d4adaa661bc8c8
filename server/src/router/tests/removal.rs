//! The page that asks whether a case is to be deleted.

use axum::http::StatusCode;

use super::site::{Site, Who};

#[tokio::test]
async fn an_open_case_is_not_deleted_and_the_page_says_why() {
    let site = Site::open().await;
    let (case, address) = (site.cases.own, format!("/aktivitetsansvar/{}/radera", site.cases.own));
    let page = site.page(Who::Region, &address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Bara avslutade kan raderas"), "{}", page.body);
    assert!(!page.body.contains("/api/remove-case"), "{}", page.body);
    let reply = site.form(Who::Region, "/api/remove-case", &format!("id={case}&version=1")).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert!(reply.location().starts_with(&format!("{address}?utkast=")), "{}", reply.location());
    assert!(site.page(Who::Region, reply.location()).await.body.contains("Bara avslutade kan raderas"));
    assert_eq!(site.page(Who::Region, &format!("/aktivitetsansvar/{case}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_else_is_offered_it_or_may() {
    let site = Site::open().await;
    let case = site.cases.own;
    for (who, status) in [(Who::Caseworker, StatusCode::FORBIDDEN), (Who::Auditor, StatusCode::FORBIDDEN)] {
        let page = site.page(who, &format!("/aktivitetsansvar/{case}/radera")).await;
        assert_eq!(page.status, status, "{who:?}");
        let form = format!("id={case}&version=1");
        assert_eq!(site.call(who, "/api/remove-case", &form).await.status, status, "{who:?}");
    }
    let tab = format!("/aktivitetsansvar/{case}/aktivitetsansvaret");
    // Open as it is, nobody is offered to delete it.
    for who in [Who::Caseworker, Who::Region] {
        assert!(!site.page(who, &tab).await.body.contains("/radera"), "{who:?}");
    }
    let protected = format!("/aktivitetsansvar/{}/radera", site.cases.protected);
    assert_eq!(site.page(Who::Region, &protected).await.status, StatusCode::NOT_FOUND);
}
