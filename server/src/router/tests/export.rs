//! Lists as files, as a browser gets them.

use axum::http::StatusCode;
use domain::list::ExportFormat;

use super::{
    access::LISTS,
    site::{MARKUP, Reply, Site, Who, asked},
};
use axum::body::Body;

const LIST: &str = "/aktivitetsansvar";

/// The lines of a CSV file without its byte order mark.
fn lines(reply: &Reply) -> Vec<&str> {
    let text = reply.body.strip_prefix('\u{feff}').expect("a byte order mark");
    text.split_terminator("\r\n").collect()
}

#[tokio::test]
async fn a_file_holds_what_the_list_shows_in_its_order() {
    let site = Site::open().await;
    let search = "?filter=none&columns=civic-number,municipality,age&sort=-civic-number";
    let reply = site.page(Who::Region, &format!("/export/cases.csv{search}")).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        reply.header("content-disposition"),
        "attachment; filename=\"aktivitetsansvar-2026-11-20.csv\"; filename*=UTF-8''aktivitetsansvar-2026-11-20.csv"
    );
    let expected = ["Personnummer;Kommun;Ålder", "20080818-2380;Linköping;18", "20080817-2381;Norrköping;18"];
    assert_eq!(lines(&reply), expected);
    let own = site.page(Who::Caseworker, &format!("/export/cases.csv{search}")).await;
    assert_eq!(lines(&own), [expected[0], expected[2]]);
    let english = asked("GET", "/export/cases.csv?columns=age", Site::token(Who::Caseworker), true);
    let english = english.header("cookie", "__Host-fyren-language=en").body(Body::empty()).unwrap();
    let english = site.send(english).await;
    assert_eq!(lines(&english), ["Age", "18"]);
    assert!(english.header("content-disposition").contains("activity-responsibility-2026-11-20.csv"));
}

#[tokio::test]
async fn a_workbook_is_sent_as_one_and_not_compressed_again() {
    let site = Site::open().await;
    let request = asked("GET", "/export/cases.xlsx", Site::token(Who::Caseworker), true);
    let reply = site.send(request.header("accept-encoding", "br, gzip").body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("content-type"), ExportFormat::Xlsx.media_type());
    assert_eq!((reply.header("content-encoding"), &reply.body[..2]), ("", "PK"));
}

/// What is asked of people is kept by the server under a token, for files as for pages.
#[tokio::test]
async fn a_private_filter_holds_for_the_file_and_one_that_is_gone_gives_none() {
    let site = Site::open().await;
    let found = site.form(Who::Region, "/api/change-list", "list=cases&what=find&value=20080818-2380").await;
    let search = found.location().strip_prefix(LIST).unwrap();
    let reply = site.page(Who::Region, &format!("/export/cases.csv{search}")).await;
    assert_eq!(lines(&reply).len(), 2);
    assert!(lines(&reply)[1].starts_with("20080818-2380;"), "{}", reply.body);
    // Somebody else's token is none; without it the file would hold everybody.
    for (who, search) in
        [(Who::Caseworker, search), (Who::Region, "?f=0123456789abcdef"), (Who::Region, "?status=x")]
    {
        let reply = site.page(who, &format!("/export/cases.csv{search}")).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{search}");
        assert_eq!(reply.location(), format!("{LIST}{search}"));
        assert!(!reply.body.contains("2008081"), "{}", reply.body);
        assert!(site.page(who, reply.location()).await.body.contains("notice"), "{search}");
    }
}

#[tokio::test]
async fn a_protected_person_is_in_no_file_and_what_people_wrote_is_text() {
    let site = Site::open().await;
    let reply =
        site.page(Who::Region, "/export/cases.csv?filter=none&columns=civic-number,surname,protected").await;
    assert!(!reply.body.contains("20080819"), "{}", reply.body);
    assert!(lines(&reply)[1..].iter().all(|line| line.ends_with(";Nej")));
    assert!(reply.body.contains(MARKUP), "{}", reply.body);
    let headers = [("x-content-type-options", "nosniff"), ("cache-control", "no-store")];
    for (name, value) in headers {
        assert_eq!(reply.header(name), value);
    }
}

#[tokio::test]
async fn who_may_not_and_what_is_not_there_is_told_in_words() {
    let site = Site::open().await;
    let refused = site.page(Who::Auditor, "/export/cases.xlsx").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("Din roll når inte hit"), "{}", refused.body);
    for missing in ["/export/people.csv", "/export/cases.exe", "/export/cases", "/export/.csv"] {
        let reply = site.page(Who::Caseworker, missing).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{missing}");
        assert_eq!(reply.header("content-disposition"), "", "{missing}");
    }
}

#[tokio::test]
async fn whoever_is_fetching_a_file_gets_a_page_instead_of_another() {
    let site = Site::open().await;
    let fetches = (0..8).map(|_| site.page(Who::Caseworker, "/export/cases.xlsx"));
    let replies = futures_util::future::join_all(fetches).await;
    let (files, refused): (Vec<_>, Vec<_>) =
        replies.into_iter().partition(|reply| reply.status == StatusCode::OK);
    assert!(!files.is_empty() && !refused.is_empty(), "{} files", files.len());
    for reply in refused {
        assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
        assert_eq!((reply.header("retry-after"), reply.header("content-disposition")), ("30", ""));
        assert!(reply.body.contains("Du hämtar redan en fil"), "{}", reply.body);
        assert!(reply.body.contains("href=\"/\""), "{}", reply.body);
    }
}

#[tokio::test]
async fn every_list_has_its_file_with_nobody_protected() {
    let site = Site::open().await;
    for (list, _) in LISTS {
        // What somebody else may not see nobody gets by asking for all of it.
        for who in [Who::Caseworker, Who::Region, Who::Auditor] {
            let reply = site.page(who, &format!("/export/{list}.csv?filter=none")).await;
            if reply.status == StatusCode::FORBIDDEN {
                continue;
            }
            assert_eq!(reply.status, StatusCode::OK, "{list} {who:?}");
            assert!(!reply.body.contains("20080819"), "{list} {who:?}: {}", reply.body);
            let of_another = who == Who::Caseworker && reply.body.contains("20080818");
            assert!(!of_another, "{list}: {}", reply.body);
        }
    }
    let told = async |who, file: &str| {
        let reply = site.page(who, &format!("/export/{file}")).await;
        assert_eq!(reply.status, StatusCode::OK, "{file}: {} {}", reply.location(), reply.body);
        lines(&reply).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let columns = "filter=none&columns=civic-number,follow-up,way";
    assert_eq!(
        told(Who::Caseworker, &format!("follow-ups.csv?{columns}")).await,
        ["Personnummer;Följs upp;Kontaktsätt", "20080817-2381;2026-11-20;Telefon"]
    );
    assert_eq!(
        told(Who::Region, "persons.csv?columns=civic-number,open-case&sort=civic-number").await,
        ["Personnummer;Pågående aktivitetsansvar", "20080817-2381;Ja", "20080818-2380;Ja"]
    );
    assert_eq!(
        told(Who::Region, "runs.csv?columns=started,state,opened&sort=municipality").await,
        ["Började;Utfall;Öppnade", "2026-11-20 09:00;Klar;1", "2026-11-20 09:00;Klar;1"]
    );
    assert_eq!(
        told(
            Who::Auditor,
            "users.csv?columns=user-name,role,last-sign-in&sort=user-name&role=any-of:auditor"
        )
        .await,
        ["Användarnamn;Roll;Senast inloggad", "gunnar;Granskare;2026-11-20 09:00", "sara;Granskare;"]
    );
    assert_eq!(told(Who::Caseworker, "units.csv?columns=name").await, ["Namn"]);
}

#[tokio::test]
async fn the_register_as_of_a_date_is_a_file_too() {
    let site = Site::open().await;
    let day = "datum=2026-11-20&kommun=0581";
    let reply = site.page(Who::Region, &format!("/export/past.csv?{day}")).await;
    assert_eq!(reply.status, StatusCode::OK);
    let name = "register-norrk%C3%B6ping-2026-11-20.csv";
    assert!(reply.header("content-disposition").ends_with(name), "{}", reply.header("content-disposition"));
    let lines = lines(&reply);
    assert!(
        lines[0].starts_with("Personnummer;Efternamn;Förnamn;Kommun;Status;Registrerad;"),
        "{}",
        lines[0]
    );
    assert_eq!(lines.len(), 2, "{}", reply.body);
    assert!(lines[1].starts_with("20080817-2381;") && lines[1].contains(";Norrköping;"), "{}", lines[1]);
    // The page leads to the file of what it shows, and the file's reader is told of in the log.
    let page = site.page(Who::Region, &format!("/register-per-datum?{day}")).await.body;
    assert!(page.contains("/export/past.xlsx?datum=2026-11-20&amp;kommun=0581"), "{page}");
    let log = site.page(Who::Auditor, "/logg").await.body;
    let told =
        "Register per datum 2026-11-20, så som det var, efter vad som är känt i dag, öppna; CSV, 1 rad";
    assert!(log.contains(told), "{log}");
    // A day that has not come leads to the page that says so.
    let reply = site.page(Who::Region, "/export/past.csv?datum=2027-01-01").await;
    assert_eq!(
        (reply.status, reply.location()),
        (StatusCode::SEE_OTHER, "/register-per-datum?datum=2027-01-01")
    );
    assert_eq!(site.page(Who::Caseworker, "/export/past.csv").await.status, StatusCode::FORBIDDEN);
}
