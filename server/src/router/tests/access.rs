//! Who is answered what: no page, no file and no server function but those for signing in answers without a session.

use std::{collections::BTreeSet, fmt::Write};

use axum::{body::Body, http::StatusCode};
use domain::{
    language::Language,
    operation::{OperationKind, told},
};

use crate::router::ROUTES;

use super::site::{EVERYBODY, Site, Who, asked, encoded};

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
        ("/api/cancel-job", Guarded, "id=4711".to_owned()),
        ("/api/change-list", Guarded, "list=cases&what=find&value=Dahl".to_owned()),
        ("/api/change-profiles", Guarded, "list=cases&what=choose-profile&profile=0".to_owned()),
        ("/api/choose-language", Open, "language=en&return_to=/".to_owned()),
        ("/api/choose-theme", Open, "theme=dark&return_to=/".to_owned()),
        ("/api/drawn", Guarded, format!("address=/aktivitetsansvar/{case}")),
        ("/api/find", Guarded, "text=Dahl".to_owned()),
        ("/api/fold-menu", Open, "menu=folded&return_to=/".to_owned()),
        ("/api/frame", Guarded, String::new()),
        ("/api/read-list", Guarded, "list=cases&search=".to_owned()),
        ("/api/search", Guarded, "text=Dahl".to_owned()),
        ("/api/select-rows", Guarded, "list=cases&all=1&action=update".to_owned()),
        ("/api/sign-in", Open, String::new()),
        ("/api/sign-out", Guarded, String::new()),
        ("/api/switch-role", Guarded, "role=1".to_owned()),
        ("/api/undo-change", Guarded, "id=4711".to_owned()),
        ("/api/update-cases", Guarded, format!("what=save&rows[{case}][version]=1")),
    ]
}

/// Every page, as it is routed.
const PAGES: [&str; 18] = [
    "/",
    "/aktivitetsansvar",
    "/aktivitetsansvar/{id}",
    "/aktivitetsansvar/{id}/{tab}",
    "/aktivitetsansvar/uppdatera",
    "/andring/{id}/angra",
    "/anvandare",
    "/elever",
    "/enheter",
    "/jobb",
    "/jobb/{id}",
    "/korningar",
    "/logg",
    "/logga-in",
    "/personer",
    "/sok",
    "/studievagar",
    "/uppfoljning",
];

/// The tabs of a case but the first, which has the case's own address; the last there is not.
const TABS: [&str; 5] = ["adresser", "atgarder", "elevhistorik", "tidslinje", "finns-inte"];

/// Every list, by its code, and where it lives.
pub const LISTS: [(&str, &str); 10] = [
    ("cases", "/aktivitetsansvar"),
    ("follow-ups", "/uppfoljning"),
    ("jobs", "/jobb"),
    ("log", "/logg"),
    ("persons", "/personer"),
    ("pupils", "/elever"),
    ("runs", "/korningar"),
    ("study-paths", "/studievagar"),
    ("units", "/enheter"),
    ("users", "/anvandare"),
];

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

#[test]
fn every_list_is_told_by_its_name_in_the_log() {
    for (list, _) in LISTS {
        for language in Language::ALL {
            let told = told::details(OperationKind::ReadList, list, language);
            assert_ne!(told, list, "domain::operation::told::ListNames knows no list {list}");
        }
    }
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
        let path = page.replace("{id}", &site.cases.own.to_string()).replace("{tab}", "adresser");
        let reply = site.page(Who::Nobody, &path).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}");
        let expected = match path.as_str() {
            "/" => "/logga-in".to_owned(),
            path => format!("/logga-in?till={}", path.replace('/', "%2F")),
        };
        assert_eq!(reply.location(), expected, "{path}");
        assert!(!reply.body.contains("Dahl") && !reply.body.contains("2008"), "{path}: {}", reply.body);
    }
    for (list, page) in LISTS {
        for end in ["csv", "xlsx"] {
            let file = format!("/export/{list}.{end}");
            let reply = site.page(Who::Nobody, &format!("{file}?size=5")).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{file}");
            // Signing in leads to the list and not to the file.
            let expected = format!("/logga-in?till={}%3Fsize%3D5", page.replace('/', "%2F"));
            assert_eq!(reply.location(), expected, "{file}");
            let script = asked("GET", &file, None, false).body(Body::empty()).unwrap();
            assert_eq!(site.send(script).await.status, StatusCode::UNAUTHORIZED, "{file}");
        }
    }
    assert_eq!(site.page(Who::Nobody, "/logga-in").await.status, StatusCode::OK);
    assert_eq!(site.page(Who::Nobody, "/finns-inte").await.status, StatusCode::NOT_FOUND);
}

/// The paths that name a case, or have its number: its tabs, one that it does not have, and other things.
fn paths(case: impl std::fmt::Display) -> Vec<String> {
    let with_number = PAGES.iter().filter(|page| page.contains("{id}") && !page.contains("{tab}"));
    let mut paths: Vec<String> = with_number.map(|page| page.replace("{id}", &case.to_string())).collect();
    paths.extend(TABS.iter().map(|tab| format!("/aktivitetsansvar/{case}/{tab}")));
    paths
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
        for page in ["/", "/sok", "/logga-in", "/aktivitetsansvar/uppdatera", "/finns-inte"] {
            line(page, site.page(who, page).await.status);
        }
        for (list, page) in LISTS {
            let status = site.page(who, page).await.status;
            line(page, status);
            // Whoever sees the page of a list, and nobody else, reads it, changes it, and gets its files.
            for function in ["read-list", "change-list"] {
                let form = format!("list={list}&what=page&value=1");
                assert_eq!(
                    site.call(who, &format!("/api/{function}"), &form).await.status,
                    status,
                    "{list} {function}"
                );
            }
            for end in ["csv", "xlsx"] {
                let file = format!("/export/{list}.{end}");
                assert_eq!(site.page(who, &file).await.status, status, "{who:?} {file}");
            }
        }
        for function in ["/api/read-list", "/api/change-list", "/api/change-profiles"] {
            let form = "list=shoes&search=&what=choose-profile&profile=0";
            line(&format!("{function} shoes"), site.call(who, function, form).await.status);
        }
        for (name, case) in named {
            for path in paths(case) {
                let told = path.replace(&case.to_string(), &format!("{{{name}}}"));
                line(&told, site.page(who, &path).await.status);
            }
            line(
                &format!("/api/drawn {{{name}}}"),
                site.call(who, "/api/drawn", &format!("address=/aktivitetsansvar/{case}")).await.status,
            );
        }
        for (path, kind, form) in functions("0") {
            if kind == Guarded && !matches!(path, "/api/sign-out" | "/api/switch-role") {
                line(path, site.call(who, path, &form).await.status);
            }
        }
        line("/api/switch-role", site.call(who, "/api/switch-role", "role=999").await.status);
    }
    insta::assert_snapshot!(table, @r"
    asa        200 /
    asa        200 /sok
    asa        200 /logga-in
    asa        404 /aktivitetsansvar/uppdatera
    asa        404 /finns-inte
    asa        200 /aktivitetsansvar
    asa        200 /uppfoljning
    asa        200 /jobb
    asa        403 /logg
    asa        200 /personer
    asa        200 /elever
    asa        200 /korningar
    asa        200 /studievagar
    asa        200 /enheter
    asa        403 /anvandare
    asa        404 /api/read-list shoes
    asa        400 /api/change-list shoes
    asa        404 /api/change-profiles shoes
    asa        200 /aktivitetsansvar/{own}
    asa        404 /andring/{own}/angra
    asa        404 /jobb/{own}
    asa        200 /aktivitetsansvar/{own}/adresser
    asa        200 /aktivitetsansvar/{own}/atgarder
    asa        200 /aktivitetsansvar/{own}/elevhistorik
    asa        200 /aktivitetsansvar/{own}/tidslinje
    asa        404 /aktivitetsansvar/{own}/finns-inte
    asa        200 /api/drawn {own}
    asa        404 /aktivitetsansvar/{other}
    asa        404 /andring/{other}/angra
    asa        404 /jobb/{other}
    asa        404 /aktivitetsansvar/{other}/adresser
    asa        404 /aktivitetsansvar/{other}/atgarder
    asa        404 /aktivitetsansvar/{other}/elevhistorik
    asa        404 /aktivitetsansvar/{other}/tidslinje
    asa        404 /aktivitetsansvar/{other}/finns-inte
    asa        404 /api/drawn {other}
    asa        404 /aktivitetsansvar/{protected}
    asa        404 /andring/{protected}/angra
    asa        404 /jobb/{protected}
    asa        404 /aktivitetsansvar/{protected}/adresser
    asa        404 /aktivitetsansvar/{protected}/atgarder
    asa        404 /aktivitetsansvar/{protected}/elevhistorik
    asa        404 /aktivitetsansvar/{protected}/tidslinje
    asa        404 /aktivitetsansvar/{protected}/finns-inte
    asa        404 /api/drawn {protected}
    asa        404 /api/cancel-job
    asa        200 /api/change-list
    asa        200 /api/change-profiles
    asa        404 /api/drawn
    asa        200 /api/find
    asa        200 /api/frame
    asa        200 /api/read-list
    asa        200 /api/search
    asa        200 /api/select-rows
    asa        404 /api/undo-change
    asa        200 /api/update-cases
    asa        404 /api/switch-role
    birgitta   200 /
    birgitta   200 /sok
    birgitta   200 /logga-in
    birgitta   404 /aktivitetsansvar/uppdatera
    birgitta   404 /finns-inte
    birgitta   200 /aktivitetsansvar
    birgitta   200 /uppfoljning
    birgitta   200 /jobb
    birgitta   403 /logg
    birgitta   200 /personer
    birgitta   200 /elever
    birgitta   200 /korningar
    birgitta   200 /studievagar
    birgitta   200 /enheter
    birgitta   200 /anvandare
    birgitta   404 /api/read-list shoes
    birgitta   400 /api/change-list shoes
    birgitta   404 /api/change-profiles shoes
    birgitta   200 /aktivitetsansvar/{own}
    birgitta   404 /andring/{own}/angra
    birgitta   404 /jobb/{own}
    birgitta   200 /aktivitetsansvar/{own}/adresser
    birgitta   200 /aktivitetsansvar/{own}/atgarder
    birgitta   200 /aktivitetsansvar/{own}/elevhistorik
    birgitta   200 /aktivitetsansvar/{own}/tidslinje
    birgitta   404 /aktivitetsansvar/{own}/finns-inte
    birgitta   200 /api/drawn {own}
    birgitta   200 /aktivitetsansvar/{other}
    birgitta   404 /andring/{other}/angra
    birgitta   404 /jobb/{other}
    birgitta   200 /aktivitetsansvar/{other}/adresser
    birgitta   200 /aktivitetsansvar/{other}/atgarder
    birgitta   200 /aktivitetsansvar/{other}/elevhistorik
    birgitta   200 /aktivitetsansvar/{other}/tidslinje
    birgitta   404 /aktivitetsansvar/{other}/finns-inte
    birgitta   200 /api/drawn {other}
    birgitta   404 /aktivitetsansvar/{protected}
    birgitta   404 /andring/{protected}/angra
    birgitta   404 /jobb/{protected}
    birgitta   404 /aktivitetsansvar/{protected}/adresser
    birgitta   404 /aktivitetsansvar/{protected}/atgarder
    birgitta   404 /aktivitetsansvar/{protected}/elevhistorik
    birgitta   404 /aktivitetsansvar/{protected}/tidslinje
    birgitta   404 /aktivitetsansvar/{protected}/finns-inte
    birgitta   404 /api/drawn {protected}
    birgitta   404 /api/cancel-job
    birgitta   200 /api/change-list
    birgitta   200 /api/change-profiles
    birgitta   404 /api/drawn
    birgitta   200 /api/find
    birgitta   200 /api/frame
    birgitta   200 /api/read-list
    birgitta   200 /api/search
    birgitta   200 /api/select-rows
    birgitta   404 /api/undo-change
    birgitta   200 /api/update-cases
    birgitta   404 /api/switch-role
    gunnar     200 /
    gunnar     200 /sok
    gunnar     200 /logga-in
    gunnar     403 /aktivitetsansvar/uppdatera
    gunnar     404 /finns-inte
    gunnar     403 /aktivitetsansvar
    gunnar     403 /uppfoljning
    gunnar     403 /jobb
    gunnar     200 /logg
    gunnar     403 /personer
    gunnar     403 /elever
    gunnar     403 /korningar
    gunnar     403 /studievagar
    gunnar     403 /enheter
    gunnar     200 /anvandare
    gunnar     404 /api/read-list shoes
    gunnar     400 /api/change-list shoes
    gunnar     404 /api/change-profiles shoes
    gunnar     403 /aktivitetsansvar/{own}
    gunnar     403 /andring/{own}/angra
    gunnar     403 /jobb/{own}
    gunnar     403 /aktivitetsansvar/{own}/adresser
    gunnar     403 /aktivitetsansvar/{own}/atgarder
    gunnar     403 /aktivitetsansvar/{own}/elevhistorik
    gunnar     403 /aktivitetsansvar/{own}/tidslinje
    gunnar     404 /aktivitetsansvar/{own}/finns-inte
    gunnar     403 /api/drawn {own}
    gunnar     403 /aktivitetsansvar/{other}
    gunnar     403 /andring/{other}/angra
    gunnar     403 /jobb/{other}
    gunnar     403 /aktivitetsansvar/{other}/adresser
    gunnar     403 /aktivitetsansvar/{other}/atgarder
    gunnar     403 /aktivitetsansvar/{other}/elevhistorik
    gunnar     403 /aktivitetsansvar/{other}/tidslinje
    gunnar     404 /aktivitetsansvar/{other}/finns-inte
    gunnar     403 /api/drawn {other}
    gunnar     403 /aktivitetsansvar/{protected}
    gunnar     403 /andring/{protected}/angra
    gunnar     403 /jobb/{protected}
    gunnar     403 /aktivitetsansvar/{protected}/adresser
    gunnar     403 /aktivitetsansvar/{protected}/atgarder
    gunnar     403 /aktivitetsansvar/{protected}/elevhistorik
    gunnar     403 /aktivitetsansvar/{protected}/tidslinje
    gunnar     404 /aktivitetsansvar/{protected}/finns-inte
    gunnar     403 /api/drawn {protected}
    gunnar     403 /api/cancel-job
    gunnar     403 /api/change-list
    gunnar     403 /api/change-profiles
    gunnar     403 /api/drawn
    gunnar     200 /api/find
    gunnar     200 /api/frame
    gunnar     403 /api/read-list
    gunnar     200 /api/search
    gunnar     403 /api/select-rows
    gunnar     403 /api/undo-change
    gunnar     403 /api/update-cases
    gunnar     404 /api/switch-role
    ");
}

#[tokio::test]
async fn what_is_out_of_reach_is_answered_as_what_does_not_exist() {
    let site = Site::open().await;
    for who in EVERYBODY {
        let missing = site.call(who, "/api/drawn", "address=/aktivitetsansvar/987654").await;
        for case in [site.cases.protected, site.cases.other] {
            if case == site.cases.other && who == Who::Region {
                continue;
            }
            let reply = site.call(who, "/api/drawn", &format!("address=/aktivitetsansvar/{case}")).await;
            assert_eq!((reply.status, &reply.body), (missing.status, &missing.body), "{who:?}");
            for path in paths(case) {
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
        let list = site.call(who, "/api/read-list", "list=cases&search=").await;
        assert!(list.body.contains(&format!("\"total\":{count}")), "{}", list.body);
        for list in ["cases", "follow-ups", "persons", "pupils"] {
            let form = format!("list={list}&search={}", encoded("?filter=none&size=50"));
            let list = site.call(who, "/api/read-list", &form).await;
            assert!(list.status == StatusCode::OK && !list.body.contains("20080819"), "{}", list.body);
        }
        for find in ["20080819-2389", "200808192389", "Dahl"] {
            let form = format!("list=cases&what=find&value={find}");
            let found = site.form(who, "/api/change-list", &form).await;
            let page = site.page(who, found.location()).await;
            assert_eq!(page.status, StatusCode::OK);
            // What was looked for stands in the field; nobody has that number.
            assert_eq!(page.body.contains("20080819-2389"), find == "20080819-2389", "{find}");
            assert!(!page.body.contains(&format!("/aktivitetsansvar/{}", site.cases.protected)), "{find}");
        }
        let start = site.call(who, "/api/drawn", "address=/").await;
        let open = format!(">{count}</p>");
        assert!(start.body.contains(&open) && !start.body.contains("2389"), "{}", start.body);
    }
}
