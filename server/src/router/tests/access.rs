//! Who is answered what: no page, no file and no server function but those for signing in answers without a session.

mod endpoints;

use std::{collections::BTreeSet, fmt::Write};

use app::path::many::ManyAddress;
use axum::{body::Body, http::StatusCode};
use domain::{
    language::Language,
    operation::{OperationKind, told},
};

use crate::router::ROUTES;

pub use endpoints::{Kind, LISTS, PAGES, functions, is_guarded};
use endpoints::{
    Kind::{Followed, Guarded, Open},
    OF_PEOPLE, PAST, TABS,
};

use super::site::{EVERYBODY, Site, Who, asked, encoded};

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
            Followed => assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{path}: {}", reply.body),
        }
        assert!(!reply.body.contains("Dahl") && !reply.body.contains("2008081"), "{path}: {}", reply.body);
        let plain = site.form(Who::Nobody, path, &form).await;
        assert!(!plain.status.is_success(), "{path}: {}", plain.status);
        assert!(!plain.body.contains("Dahl"), "{path}: {}", plain.body);
    }
    for page in PAGES.into_iter().filter(|page| !page.starts_with("/logga-in")) {
        let path = page
            .replace("{id}", &site.cases.own.to_string())
            .replace("{tab}", "adresser")
            .replace("{record}", "post")
            .replace("{part}", "andra")
            .replace("{service}", "fyren");
        let reply = site.page(Who::Nobody, &path).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}");
        let expected = match path.as_str() {
            "/" => "/logga-in".to_owned(),
            path => format!("/logga-in?till={}", path.replace('/', "%2F")),
        };
        assert_eq!(reply.location(), expected, "{path}");
        assert!(!reply.body.contains("Dahl") && !reply.body.contains("2008081"), "{path}: {}", reply.body);
    }
    for (list, page) in LISTS.into_iter().chain([PAST]) {
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
    let report = site.page(Who::Nobody, "/export/scb/4711.csv").await;
    assert_eq!(
        (report.status, report.location()),
        (StatusCode::SEE_OTHER, "/logga-in?till=%2Fscb-export%2F4711")
    );
    let letters = site.page(Who::Nobody, "/export/brev/4711-1.pdf").await;
    assert_eq!(
        (letters.status, letters.location()),
        (StatusCode::SEE_OTHER, "/logga-in?till=%2Fjobb%2F4711")
    );
    assert_eq!(site.page(Who::Nobody, "/logga-in").await.status, StatusCode::OK);
    assert_eq!(site.page(Who::Nobody, "/finns-inte").await.status, StatusCode::NOT_FOUND);
}

/// The paths that name a case, or have its number: its tabs, one that it does not have, and other things.
fn paths(case: impl std::fmt::Display) -> Vec<String> {
    let is_of_a_case =
        |page: &&&str| page.contains("{id}") && !page.contains("{tab}") && !OF_PEOPLE.contains(*page);
    let with_number = PAGES.iter().filter(is_of_a_case);
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
        let many = ManyAddress::ALL.map(ManyAddress::path);
        let pages = [
            "/",
            "/sok",
            "/logga-in",
            "/logga-in/kod",
            "/logga-in/inbjudan",
            "/logga-in/misslyckades",
            "/aktivitetsansvar/ny",
            "/aktivitetsansvar/uppdatera",
            "/behorigheter/ny",
            "/behorigheter/4711",
            "/behorigheter/ansokningar",
            "/behorigheter/ansokningar/4711",
            "/behorigheter/genomgang",
            "/behorigheter/1/e-tjanst/fyren",
            "/brevmallar",
            "/brevmallar/ny",
            "/brevmallar/avsandare-0581",
            "/brevmallar/avsandare-0180",
            "/export/brev/4711-1.pdf",
            "/inkorg",
            "/inkorg/ny",
            "/korningar/prov",
            "/meddelanden",
            "/meddelanden/nytt",
            "/meddelanden/4711",
            "/min-sida",
            "/min-sida/ansok",
            "/register-per-datum",
            "/scb-export",
            "/scb-export/4711",
            "/hinder-for-rapportering",
            "/export/scb/4711.csv",
            "/export/scb/4711-logg.csv",
            "/uppfoljning/agenda",
            "/uppfoljning/kalender",
            "/finns-inte",
        ];
        for page in pages.into_iter().chain(many) {
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
        let (file, page) = PAST;
        let status = site.page(who, page).await.status;
        assert_eq!(site.page(who, &format!("/export/{file}.csv")).await.status, status, "{who:?} {file}");
        for function in ["/api/read-list", "/api/change-list", "/api/change-profiles"] {
            let form = "list=shoes&search=&what=choose-profile&profile=0";
            line(&format!("{function} shoes"), site.call(who, function, form).await.status);
        }
        for (name, case) in named {
            for path in paths(case) {
                let told = path.replace(&case.to_string(), &format!("{{{name}}}"));
                line(&told, site.page(who, &path).await.status);
            }
            let person = site.person(case);
            for page in OF_PEOPLE {
                let path = page.replace("{id}", &person.to_string());
                line(&page.replace("id", name), site.page(who, &path).await.status);
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
    insta::assert_snapshot!(table);
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
            let person = site.person(case).to_string();
            // The auditor's log reaches both municipalities, though not the cases in them.
            let is_told =
                |page: &&str| page.contains("/logg") && who == Who::Auditor && case == site.cases.other;
            let of_people = OF_PEOPLE.into_iter().filter(|page| !is_told(page));
            let of_people = of_people.map(|page| page.replace("{id}", &person));
            for path in paths(case).into_iter().chain(of_people) {
                let reply = site.page(who, &path).await;
                assert!(!reply.body.contains("Dahl") && !reply.body.contains("2008081"), "{who:?} {path}");
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
        for page in [
            "/korningar/prov?visa=in",
            "/korningar/prov?visa=skillnad",
            "/register-per-datum",
            "/hinder-for-rapportering",
        ] {
            let drawn = site.page(who, page).await;
            assert!(!drawn.body.contains("20080819"), "{page}: {}", drawn.body);
        }
        let start = site.call(who, "/api/drawn", "address=/").await;
        let open = format!(">{count}</p>");
        assert!(start.body.contains(&open) && !start.body.contains("20080819"), "{}", start.body);
    }
}
