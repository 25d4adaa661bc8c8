//! Who is answered what: no page, no file and no server function but those for signing in answers without a session.

use std::{collections::BTreeSet, fmt::Write};

use app::path;
use axum::{body::Body, http::StatusCode};
use domain::list::ExportFormat;

use crate::router::ROUTES;

use super::site::{EVERYBODY, Site, Who, asked};

/// What a server function is for somebody without a session.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It answers anybody.
    Open,
    /// It answers nobody who has not signed in.
    Guarded,
}

use Kind::{Guarded, Open};

/// Every server function, with what is posted to it. A new one has its place here before it has one in the program.
fn functions(case: impl std::fmt::Display) -> Vec<(&'static str, Kind, String)> {
    vec![
        ("/api/case", Guarded, format!("id={case}")),
        ("/api/cases", Guarded, "search=".to_owned()),
        ("/api/change-cases", Guarded, "what=find&value=Dahl".to_owned()),
        ("/api/choose-language", Open, "language=en&return_to=/".to_owned()),
        ("/api/choose-theme", Open, "theme=dark&return_to=/".to_owned()),
        ("/api/fold-menu", Open, "menu=folded&return_to=/".to_owned()),
        ("/api/frame", Guarded, String::new()),
        ("/api/log", Guarded, "page=1".to_owned()),
        ("/api/sign-in", Open, String::new()),
        ("/api/sign-out", Guarded, String::new()),
        ("/api/start", Guarded, String::new()),
        ("/api/switch-role", Guarded, "role=1".to_owned()),
    ]
}

/// Every page, as it is routed.
const PAGES: [&str; 9] = [
    "/",
    "/aktivitetsansvar",
    "/aktivitetsansvar/{id}",
    "/aktivitetsansvar/{id}/adresser",
    "/aktivitetsansvar/{id}/atgarder",
    "/aktivitetsansvar/{id}/elevhistorik",
    "/aktivitetsansvar/{id}/tidslinje",
    "/logg",
    "/logga-in",
];

/// Every list, by what its files are called, with the address of its page.
pub const LISTS: [(&str, &str); 9] = [
    ("cases", "/aktivitetsansvar"),
    ("follow-ups", "/uppfoljning"),
    ("log", "/logg"),
    ("persons", "/personer"),
    ("pupils", "/elever"),
    ("runs", "/korningar"),
    ("study-paths", "/studievagar"),
    ("units", "/enheter"),
    ("users", "/anvandare"),
];

/// Every file of every list, with the address of its page.
fn files() -> Vec<(String, &'static str)> {
    let formats = [ExportFormat::Csv, ExportFormat::Xlsx];
    let of =
        |(list, page): (&str, &'static str)| formats.map(|format| (path::export_file(list, format), page));
    LISTS.into_iter().flat_map(of).collect()
}

#[test]
fn every_server_function_and_page_is_listed_here() {
    let registered: BTreeSet<&str> =
        leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    let listed: BTreeSet<&str> = functions("1").into_iter().map(|(path, ..)| path).collect();
    assert_eq!(registered, listed);
    let routed: BTreeSet<String> = ROUTES.iter().map(|route| route.path().to_owned()).collect();
    let listed: BTreeSet<String> = PAGES.iter().map(|page| (*page).to_owned()).collect();
    assert_eq!(routed, listed);
}

#[tokio::test]
async fn without_a_session_nothing_but_signing_in_answers() {
    let site = Site::open().await;
    for (path, kind, form) in functions(site.cases.own) {
        let reply = site.call(Who::Nobody, path, &form).await;
        match kind {
            Open => assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body),
            Guarded => assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{path}: {}", reply.body),
        }
        assert!(!reply.body.contains("Dahl") && !reply.body.contains("2008"), "{path}: {}", reply.body);
        let plain = site.form(Who::Nobody, path, &form).await;
        assert!(!plain.status.is_success(), "{path}: {}", plain.status);
        assert!(!plain.body.contains("Dahl"), "{path}: {}", plain.body);
    }
    for page in PAGES.into_iter().filter(|page| *page != "/logga-in") {
        let path = page.replace("{id}", &site.cases.own.to_string());
        let reply = site.page(Who::Nobody, &path).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}");
        let expected = match path.as_str() {
            "/" => "/logga-in".to_owned(),
            path => format!("/logga-in?till={}", path.replace('/', "%2F")),
        };
        assert_eq!(reply.location(), expected, "{path}");
        assert!(!reply.body.contains("Dahl") && !reply.body.contains("2008"), "{path}: {}", reply.body);
    }
    for (file, page) in files() {
        let reply = site.page(Who::Nobody, &format!("{file}?status=closed")).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{file}");
        // Signing in leads to the list and not to the file.
        let expected = format!("/logga-in?till={}%3Fstatus%3Dclosed", page.replace('/', "%2F"));
        assert_eq!(reply.location(), expected, "{file}");
        let script = asked("GET", &file, None, false).body(Body::empty()).unwrap();
        assert_eq!(site.send(script).await.status, StatusCode::UNAUTHORIZED, "{file}");
    }
    assert_eq!(site.page(Who::Nobody, "/logga-in").await.status, StatusCode::OK);
    assert_eq!(site.page(Who::Nobody, "/finns-inte").await.status, StatusCode::NOT_FOUND);
}

/// The paths of a case, on each tab.
fn tabs(case: impl std::fmt::Display) -> Vec<String> {
    let of_a_case = PAGES.iter().filter(|page| page.contains("{id}"));
    of_a_case.map(|page| page.replace("{id}", &case.to_string())).collect()
}

#[tokio::test]
async fn each_role_reaches_its_own_and_no_more() {
    let site = Site::open().await;
    let mut table = String::new();
    let named = [("own", site.cases.own), ("other", site.cases.other), ("protected", site.cases.protected)];
    for who in EVERYBODY {
        let mut line = |what: &str, status: StatusCode| {
            writeln!(table, "{:10} {:3} {what}", who.user_name(), status.as_u16()).unwrap();
        };
        for page in ["/", "/aktivitetsansvar", "/logg", "/logga-in", "/finns-inte"] {
            line(page, site.page(who, page).await.status);
        }
        for (file, _) in files() {
            line(&file, site.page(who, &file).await.status);
        }
        for (name, case) in named {
            for path in tabs(case) {
                let told = path.replace(&case.to_string(), &format!("{{{name}}}"));
                line(&told, site.page(who, &path).await.status);
            }
            line(
                &format!("/api/case {{{name}}}"),
                site.call(who, "/api/case", &format!("id={case}")).await.status,
            );
        }
        for (path, kind, form) in functions("0") {
            if kind == Guarded && !matches!(path, "/api/case" | "/api/sign-out" | "/api/switch-role") {
                line(path, site.call(who, path, &form).await.status);
            }
        }
        line("/api/switch-role", site.call(who, "/api/switch-role", "role=999").await.status);
    }
    insta::assert_snapshot!(table, @r"
    asa        200 /
    asa        200 /aktivitetsansvar
    asa        403 /logg
    asa        200 /logga-in
    asa        404 /finns-inte
    asa        200 /export/cases.csv
    asa        200 /export/cases.xlsx
    asa        200 /export/follow-ups.csv
    asa        200 /export/follow-ups.xlsx
    asa        403 /export/log.csv
    asa        403 /export/log.xlsx
    asa        200 /export/persons.csv
    asa        200 /export/persons.xlsx
    asa        200 /export/pupils.csv
    asa        200 /export/pupils.xlsx
    asa        200 /export/runs.csv
    asa        200 /export/runs.xlsx
    asa        200 /export/study-paths.csv
    asa        200 /export/study-paths.xlsx
    asa        200 /export/units.csv
    asa        200 /export/units.xlsx
    asa        403 /export/users.csv
    asa        403 /export/users.xlsx
    asa        200 /aktivitetsansvar/{own}
    asa        200 /aktivitetsansvar/{own}/adresser
    asa        200 /aktivitetsansvar/{own}/atgarder
    asa        200 /aktivitetsansvar/{own}/elevhistorik
    asa        200 /aktivitetsansvar/{own}/tidslinje
    asa        200 /api/case {own}
    asa        404 /aktivitetsansvar/{other}
    asa        404 /aktivitetsansvar/{other}/adresser
    asa        404 /aktivitetsansvar/{other}/atgarder
    asa        404 /aktivitetsansvar/{other}/elevhistorik
    asa        404 /aktivitetsansvar/{other}/tidslinje
    asa        404 /api/case {other}
    asa        404 /aktivitetsansvar/{protected}
    asa        404 /aktivitetsansvar/{protected}/adresser
    asa        404 /aktivitetsansvar/{protected}/atgarder
    asa        404 /aktivitetsansvar/{protected}/elevhistorik
    asa        404 /aktivitetsansvar/{protected}/tidslinje
    asa        404 /api/case {protected}
    asa        200 /api/cases
    asa        200 /api/change-cases
    asa        200 /api/frame
    asa        403 /api/log
    asa        200 /api/start
    asa        404 /api/switch-role
    birgitta   200 /
    birgitta   200 /aktivitetsansvar
    birgitta   403 /logg
    birgitta   200 /logga-in
    birgitta   404 /finns-inte
    birgitta   200 /export/cases.csv
    birgitta   200 /export/cases.xlsx
    birgitta   200 /export/follow-ups.csv
    birgitta   200 /export/follow-ups.xlsx
    birgitta   403 /export/log.csv
    birgitta   403 /export/log.xlsx
    birgitta   200 /export/persons.csv
    birgitta   200 /export/persons.xlsx
    birgitta   200 /export/pupils.csv
    birgitta   200 /export/pupils.xlsx
    birgitta   200 /export/runs.csv
    birgitta   200 /export/runs.xlsx
    birgitta   200 /export/study-paths.csv
    birgitta   200 /export/study-paths.xlsx
    birgitta   200 /export/units.csv
    birgitta   200 /export/units.xlsx
    birgitta   200 /export/users.csv
    birgitta   200 /export/users.xlsx
    birgitta   200 /aktivitetsansvar/{own}
    birgitta   200 /aktivitetsansvar/{own}/adresser
    birgitta   200 /aktivitetsansvar/{own}/atgarder
    birgitta   200 /aktivitetsansvar/{own}/elevhistorik
    birgitta   200 /aktivitetsansvar/{own}/tidslinje
    birgitta   200 /api/case {own}
    birgitta   200 /aktivitetsansvar/{other}
    birgitta   200 /aktivitetsansvar/{other}/adresser
    birgitta   200 /aktivitetsansvar/{other}/atgarder
    birgitta   200 /aktivitetsansvar/{other}/elevhistorik
    birgitta   200 /aktivitetsansvar/{other}/tidslinje
    birgitta   200 /api/case {other}
    birgitta   404 /aktivitetsansvar/{protected}
    birgitta   404 /aktivitetsansvar/{protected}/adresser
    birgitta   404 /aktivitetsansvar/{protected}/atgarder
    birgitta   404 /aktivitetsansvar/{protected}/elevhistorik
    birgitta   404 /aktivitetsansvar/{protected}/tidslinje
    birgitta   404 /api/case {protected}
    birgitta   200 /api/cases
    birgitta   200 /api/change-cases
    birgitta   200 /api/frame
    birgitta   403 /api/log
    birgitta   200 /api/start
    birgitta   404 /api/switch-role
    gunnar     200 /
    gunnar     403 /aktivitetsansvar
    gunnar     200 /logg
    gunnar     200 /logga-in
    gunnar     404 /finns-inte
    gunnar     403 /export/cases.csv
    gunnar     403 /export/cases.xlsx
    gunnar     403 /export/follow-ups.csv
    gunnar     403 /export/follow-ups.xlsx
    gunnar     200 /export/log.csv
    gunnar     200 /export/log.xlsx
    gunnar     403 /export/persons.csv
    gunnar     403 /export/persons.xlsx
    gunnar     403 /export/pupils.csv
    gunnar     403 /export/pupils.xlsx
    gunnar     403 /export/runs.csv
    gunnar     403 /export/runs.xlsx
    gunnar     403 /export/study-paths.csv
    gunnar     403 /export/study-paths.xlsx
    gunnar     403 /export/units.csv
    gunnar     403 /export/units.xlsx
    gunnar     200 /export/users.csv
    gunnar     200 /export/users.xlsx
    gunnar     403 /aktivitetsansvar/{own}
    gunnar     403 /aktivitetsansvar/{own}/adresser
    gunnar     403 /aktivitetsansvar/{own}/atgarder
    gunnar     403 /aktivitetsansvar/{own}/elevhistorik
    gunnar     403 /aktivitetsansvar/{own}/tidslinje
    gunnar     403 /api/case {own}
    gunnar     403 /aktivitetsansvar/{other}
    gunnar     403 /aktivitetsansvar/{other}/adresser
    gunnar     403 /aktivitetsansvar/{other}/atgarder
    gunnar     403 /aktivitetsansvar/{other}/elevhistorik
    gunnar     403 /aktivitetsansvar/{other}/tidslinje
    gunnar     403 /api/case {other}
    gunnar     403 /aktivitetsansvar/{protected}
    gunnar     403 /aktivitetsansvar/{protected}/adresser
    gunnar     403 /aktivitetsansvar/{protected}/atgarder
    gunnar     403 /aktivitetsansvar/{protected}/elevhistorik
    gunnar     403 /aktivitetsansvar/{protected}/tidslinje
    gunnar     403 /api/case {protected}
    gunnar     403 /api/cases
    gunnar     200 /api/change-cases
    gunnar     200 /api/frame
    gunnar     200 /api/log
    gunnar     200 /api/start
    gunnar     404 /api/switch-role
    ");
}

#[tokio::test]
async fn what_is_out_of_reach_is_answered_as_what_does_not_exist() {
    let site = Site::open().await;
    for who in EVERYBODY {
        let missing = site.call(who, "/api/case", "id=987654").await;
        for case in [site.cases.protected, site.cases.other] {
            if case == site.cases.other && who == Who::Region {
                continue;
            }
            let reply = site.call(who, "/api/case", &format!("id={case}")).await;
            assert_eq!((reply.status, &reply.body), (missing.status, &missing.body), "{who:?}");
            for path in tabs(case) {
                let reply = site.page(who, &path).await;
                assert!(!reply.body.contains("Dahl") && !reply.body.contains("2008"), "{who:?} {path}");
            }
        }
    }
}

/// Lists, counts, searches and the start page never tell of a protected person.
#[tokio::test]
async fn a_protected_person_is_in_no_list_count_or_search() {
    let site = Site::open().await;
    for (who, count) in [(Who::Caseworker, 1), (Who::Region, 2)] {
        let list = site.call(who, "/api/cases", "search=").await;
        assert!(list.body.contains(&format!("\"total\":{count}")), "{}", list.body);
        assert!(!list.body.contains("20080819"), "{}", list.body);
        for find in ["20080819-2389", "200808192389", "Dahl"] {
            let form = format!("what=find&value={find}");
            let found = site.form(who, "/api/change-cases", &form).await;
            let page = site.page(who, found.location()).await;
            assert_eq!(page.status, StatusCode::OK);
            // What was looked for stands in the field; nobody has that number.
            assert_eq!(page.body.contains("20080819-2389"), find == "20080819-2389", "{find}");
            assert!(!page.body.contains(&format!("/aktivitetsansvar/{}", site.cases.protected)), "{find}");
        }
        let start = site.call(who, "/api/start", "").await;
        assert!(start.body.contains(&format!("{count}")) && !start.body.contains("2389"), "{}", start.body);
    }
}
