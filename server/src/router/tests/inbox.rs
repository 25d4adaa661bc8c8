//! The inbox of notices from schools.

use axum::http::StatusCode;

use super::site::{MARKUP, Reply, Site, Who, encoded};

async fn enter(site: &Site, who: Who, number: &str, rest: &str) -> Reply {
    let school = encoded(MARKUP);
    let form = format!(
        "fields[civic_number]={number}&fields[kind]=leaves&fields[school]={school}&fields[date]=2026-11-10&{rest}"
    );
    site.form(who, "/api/enter-notice", &form).await
}

#[tokio::test]
async fn a_notice_is_entered_shown_and_becomes_a_contact() {
    let site = Site::open().await;
    let asked = enter(&site, Who::Caseworker, "20080817-2381", "fields[text]=Sjukskriven").await;
    assert!(asked.location().starts_with("/inkorg/ny?utkast="), "{}", asked.location());
    let form = site.page(Who::Caseworker, asked.location()).await.body;
    assert!(form.contains("read[health]") && form.contains("value=\"20080817-2381\""), "{form}");
    let entered =
        enter(&site, Who::Caseworker, "20080817-2381", "fields[text]=Sjukskriven&read[health]=1").await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    let (notice, _) = entered.location().split_once('?').unwrap();
    let id = notice.strip_prefix("/inkorg/").unwrap();

    let inbox = site.page(Who::Caseworker, "/inkorg").await.body;
    assert!(inbox.contains("Eleven slutar") && inbox.contains(&format!("href=\"{notice}\"")), "{inbox}");
    assert!(!inbox.contains("<script>alert") && !inbox.contains("<img src=x"), "{inbox}");
    let start = site.page(Who::Caseworker, "/").await.body;
    assert!(start.contains("väntar i inkorgen"), "{start}");

    let aside = site.form(Who::Caseworker, "/api/handle-notice", &format!("id={id}&what=put-aside")).await;
    let page = site.page(Who::Caseworker, aside.location()).await.body;
    assert!(page.contains("href=\"#falt-reason\""), "{page}");
    let made = site.form(Who::Caseworker, "/api/handle-notice", &format!("id={id}&what=contact")).await;
    assert!(made.location().starts_with(&format!("/aktivitetsansvar/{}?sparat=", site.cases.own)));
    let case = site.page(Who::Caseworker, made.location()).await.body;
    assert!(case.contains("Anmälan är nu ett kontakttillfälle.") && case.contains("Eleven slutar"), "{case}");
    let again = site.form(Who::Caseworker, "/api/handle-notice", &format!("id={id}&what=contact")).await;
    let page = site.page(Who::Caseworker, again.location()).await.body;
    assert!(page.contains("redan hanterad"), "{page}");
    let handled = site.page(Who::Caseworker, "/inkorg?visa=hanterade").await.body;
    assert!(handled.contains(&format!("href=\"{notice}\"")), "{handled}");
}

#[tokio::test]
async fn whoever_is_protected_is_answered_like_somebody_nobody_has_heard_of() {
    let site = Site::open().await;
    let answers = ["20080819-2389", "20090101-2385"].map(async |number| {
        let entered = enter(&site, Who::Caseworker, number, "").await;
        let page = site.page(Who::Caseworker, entered.location()).await;
        let id = entered.location().split(['/', '?']).nth(2).unwrap().to_owned();
        let page = page.body.split("<main").nth(1).unwrap().split("</main").next().unwrap().to_owned();
        assert!(page.contains("Inte känd i kommunen") && !page.contains("Dahl"), "{page}");
        (id.clone(), page.replace(number, "NUMBER").replace(&format!("value=\"{id}\""), "ID"))
    });
    let [protected, unknown] = answers;
    let (protected, unknown) = (protected.await, unknown.await);
    assert_eq!(protected.1, unknown.1);
    // A colleague sees the one and not the other.
    for (id, status) in [(protected.0, StatusCode::NOT_FOUND), (unknown.0, StatusCode::OK)] {
        assert_eq!(site.page(Who::Region, &format!("/inkorg/{id}")).await.status, status);
    }
    let inbox = site.page(Who::Region, "/inkorg").await.body;
    assert!(inbox.contains("20090101-2385") && !inbox.contains("20080819-2389"), "{inbox}");
}
