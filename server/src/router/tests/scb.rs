//! The report to Statistics Sweden, from the form to the file.

use axum::http::StatusCode;

use super::site::{Reply, Site, Who};

async fn make(site: &Site, who: Who, rest: &str) -> Reply {
    site.form(who, "/api/make-scb-report", rest).await
}

const NORRKOPING: &str = "fields[municipality]=0581&fields[from]=2026-07-01&fields[to]=2026-12-31";

#[tokio::test]
async fn a_report_is_made_looked_at_fetched_and_closed() {
    let site = Site::open().await;
    let page = site.page(Who::Region, "/scb-export").await.body;
    // The last whole half-year is proposed, with its layout.
    assert!(page.contains("value=\"2026-01-01\"") && page.contains("value=\"2026-06-30\""), "{page}");
    assert!(page.contains("2018H2") && page.contains("Ingen export är skapad"), "{page}");
    let made = make(&site, Who::Region, NORRKOPING).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    assert!(made.location().starts_with("/scb-export/1?sparat="), "{}", made.location());
    let page = site.page(Who::Region, made.location()).await.body;
    assert!(page.contains("Export 1 är skapad") && page.contains("Dahl"), "{page}");
    // Where it is mended is the form of the case.
    let mend = format!("href=\"/aktivitetsansvar/{}/aktivitetsansvaret/andra\"", site.cases.own);
    assert!(page.contains(&mend), "{page}");
    assert!(!page.contains("20080819"), "{page}");
    let file = site.page(Who::Region, "/export/scb/1.csv").await;
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"kaa-0581-2026-07-01-2026-12-31.csv\""
    );
    assert!(file.body.starts_with("PersonNr;KommunKod;RegDatum;"), "{}", file.body);
    assert!(file.body.contains("200808172381;0581;") && !file.body.contains("20080819"), "{}", file.body);
    let log = site.page(Who::Region, "/export/scb/1-logg.csv").await;
    assert_eq!(log.header("content-disposition"), "attachment; filename=\"scb-export-1-logg.csv\"");
    assert!(log.body.contains("20080817-2381;Dahl"), "{}", log.body);
    // Closed, another is asked about first.
    let closed = site.form(Who::Region, "/api/close-scb-period", "id=1").await;
    let page = site.page(Who::Region, closed.location()).await.body;
    assert!(page.contains("Perioden är stängd."), "{page}");
    let refused = make(&site, Who::Region, NORRKOPING).await;
    assert!(refused.location().starts_with("/scb-export?utkast="), "{}", refused.location());
    let page = site.page(Who::Region, refused.location()).await.body;
    assert!(page.contains("fields[again]") && page.contains("är stängd av"), "{page}");
    assert_eq!(site.page(Who::Region, "/scb-export/2").await.status, StatusCode::NOT_FOUND);
    let again = make(&site, Who::Region, &format!("{NORRKOPING}&fields[again]=1")).await;
    let page = site.page(Who::Region, again.location()).await.body;
    assert!(page.contains("Filerna är lika.") && page.contains("Jämfört med export 1"), "{page}");
}

#[tokio::test]
async fn a_form_that_is_posted_twice_makes_one_report() {
    let site = Site::open().await;
    let form = format!("{NORRKOPING}&fields[once]=abc");
    assert!(make(&site, Who::Region, &form).await.location().starts_with("/scb-export/1?"));
    let twice = make(&site, Who::Region, &form).await;
    assert_eq!((twice.status, twice.location()), (StatusCode::SEE_OTHER, "/scb-export"));
    assert_eq!(site.page(Who::Region, "/scb-export/2").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_wrong_with_the_form_is_told_and_nothing_is_made() {
    let site = Site::open().await;
    for (form, told) in [
        ("fields[municipality]=0581&fields[from]=2026-12-31&fields[to]=2026-07-01", "ligger före"),
        ("fields[municipality]=0581&fields[from]=&fields[to]=2026-06-30", "Från datum saknas"),
        ("fields[municipality]=0581&fields[from]=i+fjol&fields[to]=2026-06-30", "är inget datum"),
        ("fields[municipality]=0180&fields[from]=2026-01-01&fields[to]=2026-06-30", "Kommun"),
        ("fields[municipality]=0581&fields[from]=2012-01-01&fields[to]=2012-06-30", "ingen fillayout"),
        ("fields[municipality]=0581&fields[from]=2018-01-01&fields[to]=2026-06-30", "längre än ett år"),
    ] {
        let refused = make(&site, Who::Region, form).await;
        assert!(refused.location().starts_with("/scb-export?utkast="), "{form}: {}", refused.location());
        let page = site.page(Who::Region, refused.location()).await.body;
        assert!(page.contains(told) && page.contains("Ingen export är skapad"), "{form}: {page}");
    }
}

#[tokio::test]
async fn obstacles_are_shown_to_whoever_mends_them() {
    let site = Site::open().await;
    let page = site.page(Who::Caseworker, "/hinder-for-rapportering").await.body;
    assert!(page.contains("2026-07-01 – 2026-12-31") && page.contains("Dahl"), "{page}");
    let mend = format!("href=\"/aktivitetsansvar/{}/aktivitetsansvaret/andra\"", site.cases.own);
    assert!(page.contains(&mend) && page.contains("är fortfarande Okänd"), "{page}");
    assert!(!page.contains("20080819") && !page.contains("20080818"), "{page}");
    for search in
        ["fran=x&tom=2026-12-31", "fran=2012-01-01&tom=2012-06-30", "fran=2026-12-31&tom=2026-01-01"]
    {
        let page = site.page(Who::Caseworker, &format!("/hinder-for-rapportering?{search}")).await;
        assert_eq!(page.status, StatusCode::OK, "{search}");
        assert!(page.body.contains("Datumen går inte att läsa"), "{search}: {}", page.body);
    }
    let other = site.page(Who::Caseworker, "/hinder-for-rapportering?kommun=0580").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let english = site.page(Who::Region, "/hinder-for-rapportering?kommun=0580").await.body;
    assert!(english.contains("20080818") && !english.contains("20080817"), "{english}");
}
