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

use endpoints::{
    Kind::{Guarded, Open},
    PAST, TABS, WHY,
};
pub use endpoints::{LISTS, PAGES, functions, is_guarded};

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
        }
        assert!(!reply.body.contains("Dahl") && !reply.body.contains("2008"), "{path}: {}", reply.body);
        let plain = site.form(Who::Nobody, path, &form).await;
        assert!(!plain.status.is_success(), "{path}: {}", plain.status);
        assert!(!plain.body.contains("Dahl"), "{path}: {}", plain.body);
    }
    for page in PAGES.into_iter().filter(|page| !page.starts_with("/logga-in")) {
        let path = page
            .replace("{id}", &site.cases.own.to_string())
            .replace("{tab}", "adresser")
            .replace("{record}", "post");
        let reply = site.page(Who::Nobody, &path).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}");
        let expected = match path.as_str() {
            "/" => "/logga-in".to_owned(),
            path => format!("/logga-in?till={}", path.replace('/', "%2F")),
        };
        assert_eq!(reply.location(), expected, "{path}");
        assert!(!reply.body.contains("Dahl") && !reply.body.contains("2008"), "{path}: {}", reply.body);
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
    let is_of_a_case = |page: &&&str| page.contains("{id}") && !page.contains("{tab}") && **page != WHY;
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
            "/aktivitetsansvar/ny",
            "/aktivitetsansvar/uppdatera",
            "/behorigheter/ny",
            "/behorigheter/4711",
            "/behorigheter/1/e-tjanst/fyren",
            "/brevmallar",
            "/brevmallar/ny",
            "/brevmallar/avsandare-0581",
            "/brevmallar/avsandare-0180",
            "/export/brev/4711-1.pdf",
            "/inkorg",
            "/inkorg/ny",
            "/korningar/prov",
            "/min-sida",
            "/register-per-datum",
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
            line(
                &WHY.replace("id", name),
                site.page(who, &WHY.replace("{id}", &person.to_string())).await.status,
            );
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
    asa        200 /logga-in/kod
    asa        200 /aktivitetsansvar/ny
    asa        404 /aktivitetsansvar/uppdatera
    asa        403 /behorigheter/ny
    asa        403 /behorigheter/4711
    asa        403 /behorigheter/1/e-tjanst/fyren
    asa        403 /brevmallar
    asa        403 /brevmallar/ny
    asa        403 /brevmallar/avsandare-0581
    asa        403 /brevmallar/avsandare-0180
    asa        404 /export/brev/4711-1.pdf
    asa        200 /inkorg
    asa        200 /inkorg/ny
    asa        200 /korningar/prov
    asa        200 /min-sida
    asa        403 /register-per-datum
    asa        200 /uppfoljning/agenda
    asa        200 /uppfoljning/kalender
    asa        404 /finns-inte
    asa        404 /aktivitetsansvar/atgarder
    asa        404 /aktivitetsansvar/kontakt
    asa        404 /uppfoljning/kontakt
    asa        404 /uppfoljning/avsluta
    asa        404 /aktivitetsansvar/brev
    asa        200 /aktivitetsansvar/lamna-over
    asa        403 /behorigheter
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
    asa        403 /behorigheter/{own}
    asa        404 /behorigheter/{own}/{part}
    asa        404 /behorigheter/{own}/{part}/{service}
    asa        403 /brevmallar/{own}
    asa        404 /inkorg/{own}
    asa        404 /jobb/{own}
    asa        200 /aktivitetsansvar/{own}/adresser
    asa        200 /aktivitetsansvar/{own}/adresser/post
    asa        200 /aktivitetsansvar/{own}/aktivitetsansvaret
    asa        200 /aktivitetsansvar/{own}/aktivitetsansvaret/andra
    asa        200 /aktivitetsansvar/{own}/atgarder
    asa        200 /aktivitetsansvar/{own}/atgarder/ny
    asa        200 /aktivitetsansvar/{own}/elevhistorik
    asa        200 /aktivitetsansvar/{own}/kontakttillfallen/ny
    asa        200 /aktivitetsansvar/{own}/kontaktuppgifter
    asa        200 /aktivitetsansvar/{own}/kontaktuppgifter/ny
    asa        200 /aktivitetsansvar/{own}/logg
    asa        200 /aktivitetsansvar/{own}/plan
    asa        200 /aktivitetsansvar/{own}/plan/ny
    asa        403 /aktivitetsansvar/{own}/radera
    asa        200 /aktivitetsansvar/{own}/tidslinje
    asa        200 /aktivitetsansvar/{own}/utskrift
    asa        404 /aktivitetsansvar/{own}/finns-inte
    asa        200 /personer/{own}/varfor
    asa        200 /api/drawn {own}
    asa        404 /aktivitetsansvar/{other}
    asa        404 /andring/{other}/angra
    asa        403 /behorigheter/{other}
    asa        404 /behorigheter/{other}/{part}
    asa        404 /behorigheter/{other}/{part}/{service}
    asa        403 /brevmallar/{other}
    asa        404 /inkorg/{other}
    asa        404 /jobb/{other}
    asa        404 /aktivitetsansvar/{other}/adresser
    asa        404 /aktivitetsansvar/{other}/adresser/post
    asa        404 /aktivitetsansvar/{other}/aktivitetsansvaret
    asa        404 /aktivitetsansvar/{other}/aktivitetsansvaret/andra
    asa        404 /aktivitetsansvar/{other}/atgarder
    asa        404 /aktivitetsansvar/{other}/atgarder/ny
    asa        404 /aktivitetsansvar/{other}/elevhistorik
    asa        404 /aktivitetsansvar/{other}/kontakttillfallen/ny
    asa        404 /aktivitetsansvar/{other}/kontaktuppgifter
    asa        404 /aktivitetsansvar/{other}/kontaktuppgifter/ny
    asa        404 /aktivitetsansvar/{other}/logg
    asa        404 /aktivitetsansvar/{other}/plan
    asa        404 /aktivitetsansvar/{other}/plan/ny
    asa        403 /aktivitetsansvar/{other}/radera
    asa        404 /aktivitetsansvar/{other}/tidslinje
    asa        404 /aktivitetsansvar/{other}/utskrift
    asa        404 /aktivitetsansvar/{other}/finns-inte
    asa        404 /personer/{other}/varfor
    asa        404 /api/drawn {other}
    asa        404 /aktivitetsansvar/{protected}
    asa        404 /andring/{protected}/angra
    asa        403 /behorigheter/{protected}
    asa        404 /behorigheter/{protected}/{part}
    asa        404 /behorigheter/{protected}/{part}/{service}
    asa        403 /brevmallar/{protected}
    asa        404 /inkorg/{protected}
    asa        404 /jobb/{protected}
    asa        404 /aktivitetsansvar/{protected}/adresser
    asa        404 /aktivitetsansvar/{protected}/adresser/post
    asa        404 /aktivitetsansvar/{protected}/aktivitetsansvaret
    asa        404 /aktivitetsansvar/{protected}/aktivitetsansvaret/andra
    asa        404 /aktivitetsansvar/{protected}/atgarder
    asa        404 /aktivitetsansvar/{protected}/atgarder/ny
    asa        404 /aktivitetsansvar/{protected}/elevhistorik
    asa        404 /aktivitetsansvar/{protected}/kontakttillfallen/ny
    asa        404 /aktivitetsansvar/{protected}/kontaktuppgifter
    asa        404 /aktivitetsansvar/{protected}/kontaktuppgifter/ny
    asa        404 /aktivitetsansvar/{protected}/logg
    asa        404 /aktivitetsansvar/{protected}/plan
    asa        404 /aktivitetsansvar/{protected}/plan/ny
    asa        403 /aktivitetsansvar/{protected}/radera
    asa        404 /aktivitetsansvar/{protected}/tidslinje
    asa        404 /aktivitetsansvar/{protected}/utskrift
    asa        404 /aktivitetsansvar/{protected}/finns-inte
    asa        404 /personer/{protected}/varfor
    asa        404 /api/drawn {protected}
    asa        403 /api/add-access-user
    asa        404 /api/cancel-job
    asa        403 /api/change-access-user
    asa        200 /api/change-list
    asa        200 /api/change-profiles
    asa        200 /api/change-password
    asa        200 /api/change-second-factor
    asa        200 /api/confirm-second-factor
    asa        404 /api/drawn
    asa        403 /api/end-grant
    asa        404 /api/end-session
    asa        200 /api/enter-case
    asa        200 /api/enter-notice
    asa        200 /api/find
    asa        200 /api/frame
    asa        200 /api/look-up-person
    asa        403 /api/give-role
    asa        404 /api/handle-notice
    asa        403 /api/make-password
    asa        403 /api/remove-access-user
    asa        403 /api/set-permissions
    asa        200 /api/make-calendar
    asa        200 /api/read-list
    asa        403 /api/remove-case
    asa        404 /api/revoke-calendar
    asa        404 /api/save-record
    asa        403 /api/save-sender
    asa        403 /api/save-template
    asa        200 /api/search
    asa        200 /api/select-rows
    asa        404 /api/undo-change
    asa        200 /api/update-cases
    asa        404 /api/switch-role
    birgitta   200 /
    birgitta   200 /sok
    birgitta   200 /logga-in
    birgitta   200 /logga-in/kod
    birgitta   200 /aktivitetsansvar/ny
    birgitta   404 /aktivitetsansvar/uppdatera
    birgitta   403 /behorigheter/ny
    birgitta   403 /behorigheter/4711
    birgitta   403 /behorigheter/1/e-tjanst/fyren
    birgitta   200 /brevmallar
    birgitta   200 /brevmallar/ny
    birgitta   200 /brevmallar/avsandare-0581
    birgitta   404 /brevmallar/avsandare-0180
    birgitta   404 /export/brev/4711-1.pdf
    birgitta   200 /inkorg
    birgitta   200 /inkorg/ny
    birgitta   200 /korningar/prov
    birgitta   200 /min-sida
    birgitta   200 /register-per-datum
    birgitta   200 /uppfoljning/agenda
    birgitta   200 /uppfoljning/kalender
    birgitta   404 /finns-inte
    birgitta   404 /aktivitetsansvar/atgarder
    birgitta   404 /aktivitetsansvar/kontakt
    birgitta   404 /uppfoljning/kontakt
    birgitta   404 /uppfoljning/avsluta
    birgitta   404 /aktivitetsansvar/brev
    birgitta   200 /aktivitetsansvar/lamna-over
    birgitta   403 /behorigheter
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
    birgitta   403 /behorigheter/{own}
    birgitta   404 /behorigheter/{own}/{part}
    birgitta   404 /behorigheter/{own}/{part}/{service}
    birgitta   404 /brevmallar/{own}
    birgitta   404 /inkorg/{own}
    birgitta   404 /jobb/{own}
    birgitta   200 /aktivitetsansvar/{own}/adresser
    birgitta   200 /aktivitetsansvar/{own}/adresser/post
    birgitta   200 /aktivitetsansvar/{own}/aktivitetsansvaret
    birgitta   200 /aktivitetsansvar/{own}/aktivitetsansvaret/andra
    birgitta   200 /aktivitetsansvar/{own}/atgarder
    birgitta   200 /aktivitetsansvar/{own}/atgarder/ny
    birgitta   200 /aktivitetsansvar/{own}/elevhistorik
    birgitta   200 /aktivitetsansvar/{own}/kontakttillfallen/ny
    birgitta   200 /aktivitetsansvar/{own}/kontaktuppgifter
    birgitta   200 /aktivitetsansvar/{own}/kontaktuppgifter/ny
    birgitta   200 /aktivitetsansvar/{own}/logg
    birgitta   200 /aktivitetsansvar/{own}/plan
    birgitta   200 /aktivitetsansvar/{own}/plan/ny
    birgitta   200 /aktivitetsansvar/{own}/radera
    birgitta   200 /aktivitetsansvar/{own}/tidslinje
    birgitta   200 /aktivitetsansvar/{own}/utskrift
    birgitta   404 /aktivitetsansvar/{own}/finns-inte
    birgitta   200 /personer/{own}/varfor
    birgitta   200 /api/drawn {own}
    birgitta   200 /aktivitetsansvar/{other}
    birgitta   404 /andring/{other}/angra
    birgitta   403 /behorigheter/{other}
    birgitta   404 /behorigheter/{other}/{part}
    birgitta   404 /behorigheter/{other}/{part}/{service}
    birgitta   404 /brevmallar/{other}
    birgitta   404 /inkorg/{other}
    birgitta   404 /jobb/{other}
    birgitta   200 /aktivitetsansvar/{other}/adresser
    birgitta   200 /aktivitetsansvar/{other}/adresser/post
    birgitta   200 /aktivitetsansvar/{other}/aktivitetsansvaret
    birgitta   200 /aktivitetsansvar/{other}/aktivitetsansvaret/andra
    birgitta   200 /aktivitetsansvar/{other}/atgarder
    birgitta   200 /aktivitetsansvar/{other}/atgarder/ny
    birgitta   200 /aktivitetsansvar/{other}/elevhistorik
    birgitta   200 /aktivitetsansvar/{other}/kontakttillfallen/ny
    birgitta   200 /aktivitetsansvar/{other}/kontaktuppgifter
    birgitta   200 /aktivitetsansvar/{other}/kontaktuppgifter/ny
    birgitta   200 /aktivitetsansvar/{other}/logg
    birgitta   200 /aktivitetsansvar/{other}/plan
    birgitta   200 /aktivitetsansvar/{other}/plan/ny
    birgitta   200 /aktivitetsansvar/{other}/radera
    birgitta   200 /aktivitetsansvar/{other}/tidslinje
    birgitta   200 /aktivitetsansvar/{other}/utskrift
    birgitta   404 /aktivitetsansvar/{other}/finns-inte
    birgitta   200 /personer/{other}/varfor
    birgitta   200 /api/drawn {other}
    birgitta   404 /aktivitetsansvar/{protected}
    birgitta   404 /andring/{protected}/angra
    birgitta   403 /behorigheter/{protected}
    birgitta   404 /behorigheter/{protected}/{part}
    birgitta   404 /behorigheter/{protected}/{part}/{service}
    birgitta   404 /brevmallar/{protected}
    birgitta   404 /inkorg/{protected}
    birgitta   404 /jobb/{protected}
    birgitta   404 /aktivitetsansvar/{protected}/adresser
    birgitta   404 /aktivitetsansvar/{protected}/adresser/post
    birgitta   404 /aktivitetsansvar/{protected}/aktivitetsansvaret
    birgitta   404 /aktivitetsansvar/{protected}/aktivitetsansvaret/andra
    birgitta   404 /aktivitetsansvar/{protected}/atgarder
    birgitta   404 /aktivitetsansvar/{protected}/atgarder/ny
    birgitta   404 /aktivitetsansvar/{protected}/elevhistorik
    birgitta   404 /aktivitetsansvar/{protected}/kontakttillfallen/ny
    birgitta   404 /aktivitetsansvar/{protected}/kontaktuppgifter
    birgitta   404 /aktivitetsansvar/{protected}/kontaktuppgifter/ny
    birgitta   404 /aktivitetsansvar/{protected}/logg
    birgitta   404 /aktivitetsansvar/{protected}/plan
    birgitta   404 /aktivitetsansvar/{protected}/plan/ny
    birgitta   404 /aktivitetsansvar/{protected}/radera
    birgitta   404 /aktivitetsansvar/{protected}/tidslinje
    birgitta   404 /aktivitetsansvar/{protected}/utskrift
    birgitta   404 /aktivitetsansvar/{protected}/finns-inte
    birgitta   404 /personer/{protected}/varfor
    birgitta   404 /api/drawn {protected}
    birgitta   403 /api/add-access-user
    birgitta   404 /api/cancel-job
    birgitta   403 /api/change-access-user
    birgitta   200 /api/change-list
    birgitta   200 /api/change-profiles
    birgitta   200 /api/change-password
    birgitta   200 /api/change-second-factor
    birgitta   200 /api/confirm-second-factor
    birgitta   404 /api/drawn
    birgitta   403 /api/end-grant
    birgitta   404 /api/end-session
    birgitta   200 /api/enter-case
    birgitta   200 /api/enter-notice
    birgitta   200 /api/find
    birgitta   200 /api/frame
    birgitta   200 /api/look-up-person
    birgitta   403 /api/give-role
    birgitta   404 /api/handle-notice
    birgitta   403 /api/make-password
    birgitta   403 /api/remove-access-user
    birgitta   403 /api/set-permissions
    birgitta   200 /api/make-calendar
    birgitta   200 /api/read-list
    birgitta   404 /api/remove-case
    birgitta   404 /api/revoke-calendar
    birgitta   404 /api/save-record
    birgitta   200 /api/save-sender
    birgitta   200 /api/save-template
    birgitta   200 /api/search
    birgitta   200 /api/select-rows
    birgitta   404 /api/undo-change
    birgitta   200 /api/update-cases
    birgitta   404 /api/switch-role
    gunnar     200 /
    gunnar     200 /sok
    gunnar     200 /logga-in
    gunnar     200 /logga-in/kod
    gunnar     403 /aktivitetsansvar/ny
    gunnar     403 /aktivitetsansvar/uppdatera
    gunnar     403 /behorigheter/ny
    gunnar     403 /behorigheter/4711
    gunnar     403 /behorigheter/1/e-tjanst/fyren
    gunnar     403 /brevmallar
    gunnar     403 /brevmallar/ny
    gunnar     403 /brevmallar/avsandare-0581
    gunnar     403 /brevmallar/avsandare-0180
    gunnar     403 /export/brev/4711-1.pdf
    gunnar     403 /inkorg
    gunnar     403 /inkorg/ny
    gunnar     403 /korningar/prov
    gunnar     200 /min-sida
    gunnar     200 /register-per-datum
    gunnar     403 /uppfoljning/agenda
    gunnar     403 /uppfoljning/kalender
    gunnar     404 /finns-inte
    gunnar     403 /aktivitetsansvar/atgarder
    gunnar     403 /aktivitetsansvar/kontakt
    gunnar     403 /uppfoljning/kontakt
    gunnar     403 /uppfoljning/avsluta
    gunnar     403 /aktivitetsansvar/brev
    gunnar     403 /aktivitetsansvar/lamna-over
    gunnar     403 /behorigheter
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
    gunnar     403 /behorigheter/{own}
    gunnar     404 /behorigheter/{own}/{part}
    gunnar     404 /behorigheter/{own}/{part}/{service}
    gunnar     403 /brevmallar/{own}
    gunnar     403 /inkorg/{own}
    gunnar     403 /jobb/{own}
    gunnar     403 /aktivitetsansvar/{own}/adresser
    gunnar     403 /aktivitetsansvar/{own}/adresser/post
    gunnar     403 /aktivitetsansvar/{own}/aktivitetsansvaret
    gunnar     403 /aktivitetsansvar/{own}/aktivitetsansvaret/andra
    gunnar     403 /aktivitetsansvar/{own}/atgarder
    gunnar     403 /aktivitetsansvar/{own}/atgarder/ny
    gunnar     403 /aktivitetsansvar/{own}/elevhistorik
    gunnar     403 /aktivitetsansvar/{own}/kontakttillfallen/ny
    gunnar     403 /aktivitetsansvar/{own}/kontaktuppgifter
    gunnar     403 /aktivitetsansvar/{own}/kontaktuppgifter/ny
    gunnar     403 /aktivitetsansvar/{own}/logg
    gunnar     403 /aktivitetsansvar/{own}/plan
    gunnar     403 /aktivitetsansvar/{own}/plan/ny
    gunnar     403 /aktivitetsansvar/{own}/radera
    gunnar     403 /aktivitetsansvar/{own}/tidslinje
    gunnar     403 /aktivitetsansvar/{own}/utskrift
    gunnar     404 /aktivitetsansvar/{own}/finns-inte
    gunnar     403 /personer/{own}/varfor
    gunnar     403 /api/drawn {own}
    gunnar     403 /aktivitetsansvar/{other}
    gunnar     403 /andring/{other}/angra
    gunnar     403 /behorigheter/{other}
    gunnar     404 /behorigheter/{other}/{part}
    gunnar     404 /behorigheter/{other}/{part}/{service}
    gunnar     403 /brevmallar/{other}
    gunnar     403 /inkorg/{other}
    gunnar     403 /jobb/{other}
    gunnar     403 /aktivitetsansvar/{other}/adresser
    gunnar     403 /aktivitetsansvar/{other}/adresser/post
    gunnar     403 /aktivitetsansvar/{other}/aktivitetsansvaret
    gunnar     403 /aktivitetsansvar/{other}/aktivitetsansvaret/andra
    gunnar     403 /aktivitetsansvar/{other}/atgarder
    gunnar     403 /aktivitetsansvar/{other}/atgarder/ny
    gunnar     403 /aktivitetsansvar/{other}/elevhistorik
    gunnar     403 /aktivitetsansvar/{other}/kontakttillfallen/ny
    gunnar     403 /aktivitetsansvar/{other}/kontaktuppgifter
    gunnar     403 /aktivitetsansvar/{other}/kontaktuppgifter/ny
    gunnar     403 /aktivitetsansvar/{other}/logg
    gunnar     403 /aktivitetsansvar/{other}/plan
    gunnar     403 /aktivitetsansvar/{other}/plan/ny
    gunnar     403 /aktivitetsansvar/{other}/radera
    gunnar     403 /aktivitetsansvar/{other}/tidslinje
    gunnar     403 /aktivitetsansvar/{other}/utskrift
    gunnar     404 /aktivitetsansvar/{other}/finns-inte
    gunnar     403 /personer/{other}/varfor
    gunnar     403 /api/drawn {other}
    gunnar     403 /aktivitetsansvar/{protected}
    gunnar     403 /andring/{protected}/angra
    gunnar     403 /behorigheter/{protected}
    gunnar     404 /behorigheter/{protected}/{part}
    gunnar     404 /behorigheter/{protected}/{part}/{service}
    gunnar     403 /brevmallar/{protected}
    gunnar     403 /inkorg/{protected}
    gunnar     403 /jobb/{protected}
    gunnar     403 /aktivitetsansvar/{protected}/adresser
    gunnar     403 /aktivitetsansvar/{protected}/adresser/post
    gunnar     403 /aktivitetsansvar/{protected}/aktivitetsansvaret
    gunnar     403 /aktivitetsansvar/{protected}/aktivitetsansvaret/andra
    gunnar     403 /aktivitetsansvar/{protected}/atgarder
    gunnar     403 /aktivitetsansvar/{protected}/atgarder/ny
    gunnar     403 /aktivitetsansvar/{protected}/elevhistorik
    gunnar     403 /aktivitetsansvar/{protected}/kontakttillfallen/ny
    gunnar     403 /aktivitetsansvar/{protected}/kontaktuppgifter
    gunnar     403 /aktivitetsansvar/{protected}/kontaktuppgifter/ny
    gunnar     403 /aktivitetsansvar/{protected}/logg
    gunnar     403 /aktivitetsansvar/{protected}/plan
    gunnar     403 /aktivitetsansvar/{protected}/plan/ny
    gunnar     403 /aktivitetsansvar/{protected}/radera
    gunnar     403 /aktivitetsansvar/{protected}/tidslinje
    gunnar     403 /aktivitetsansvar/{protected}/utskrift
    gunnar     404 /aktivitetsansvar/{protected}/finns-inte
    gunnar     403 /personer/{protected}/varfor
    gunnar     403 /api/drawn {protected}
    gunnar     403 /api/add-access-user
    gunnar     403 /api/cancel-job
    gunnar     403 /api/change-access-user
    gunnar     403 /api/change-list
    gunnar     403 /api/change-profiles
    gunnar     200 /api/change-password
    gunnar     200 /api/change-second-factor
    gunnar     200 /api/confirm-second-factor
    gunnar     403 /api/drawn
    gunnar     403 /api/end-grant
    gunnar     404 /api/end-session
    gunnar     403 /api/enter-case
    gunnar     403 /api/enter-notice
    gunnar     200 /api/find
    gunnar     200 /api/frame
    gunnar     403 /api/look-up-person
    gunnar     403 /api/give-role
    gunnar     403 /api/handle-notice
    gunnar     403 /api/make-password
    gunnar     403 /api/remove-access-user
    gunnar     403 /api/set-permissions
    gunnar     403 /api/make-calendar
    gunnar     403 /api/read-list
    gunnar     403 /api/remove-case
    gunnar     404 /api/revoke-calendar
    gunnar     403 /api/save-record
    gunnar     403 /api/save-sender
    gunnar     403 /api/save-template
    gunnar     200 /api/search
    gunnar     403 /api/select-rows
    gunnar     403 /api/undo-change
    gunnar     403 /api/update-cases
    gunnar     404 /api/switch-role
    anna       200 /
    anna       200 /sok
    anna       200 /logga-in
    anna       403 /aktivitetsansvar/ny
    anna       403 /aktivitetsansvar/uppdatera
    anna       200 /behorigheter/ny
    anna       404 /behorigheter/4711
    anna       200 /behorigheter/1/e-tjanst/fyren
    anna       403 /brevmallar
    anna       403 /brevmallar/ny
    anna       403 /brevmallar/avsandare-0581
    anna       403 /brevmallar/avsandare-0180
    anna       403 /export/brev/4711-1.pdf
    anna       403 /inkorg
    anna       403 /inkorg/ny
    anna       403 /korningar/prov
    anna       200 /min-sida
    anna       403 /register-per-datum
    anna       403 /uppfoljning/agenda
    anna       403 /uppfoljning/kalender
    anna       404 /finns-inte
    anna       403 /aktivitetsansvar/atgarder
    anna       403 /aktivitetsansvar/kontakt
    anna       403 /uppfoljning/kontakt
    anna       403 /uppfoljning/avsluta
    anna       403 /aktivitetsansvar/brev
    anna       403 /aktivitetsansvar/lamna-over
    anna       200 /behorigheter
    anna       403 /aktivitetsansvar
    anna       403 /uppfoljning
    anna       403 /jobb
    anna       403 /logg
    anna       403 /personer
    anna       403 /elever
    anna       403 /korningar
    anna       403 /studievagar
    anna       403 /enheter
    anna       403 /anvandare
    anna       404 /api/read-list shoes
    anna       400 /api/change-list shoes
    anna       404 /api/change-profiles shoes
    anna       403 /aktivitetsansvar/{own}
    anna       403 /andring/{own}/angra
    anna       200 /behorigheter/{own}
    anna       404 /behorigheter/{own}/{part}
    anna       404 /behorigheter/{own}/{part}/{service}
    anna       403 /brevmallar/{own}
    anna       403 /inkorg/{own}
    anna       403 /jobb/{own}
    anna       403 /aktivitetsansvar/{own}/adresser
    anna       403 /aktivitetsansvar/{own}/adresser/post
    anna       403 /aktivitetsansvar/{own}/aktivitetsansvaret
    anna       403 /aktivitetsansvar/{own}/aktivitetsansvaret/andra
    anna       403 /aktivitetsansvar/{own}/atgarder
    anna       403 /aktivitetsansvar/{own}/atgarder/ny
    anna       403 /aktivitetsansvar/{own}/elevhistorik
    anna       403 /aktivitetsansvar/{own}/kontakttillfallen/ny
    anna       403 /aktivitetsansvar/{own}/kontaktuppgifter
    anna       403 /aktivitetsansvar/{own}/kontaktuppgifter/ny
    anna       403 /aktivitetsansvar/{own}/logg
    anna       403 /aktivitetsansvar/{own}/plan
    anna       403 /aktivitetsansvar/{own}/plan/ny
    anna       403 /aktivitetsansvar/{own}/radera
    anna       403 /aktivitetsansvar/{own}/tidslinje
    anna       403 /aktivitetsansvar/{own}/utskrift
    anna       404 /aktivitetsansvar/{own}/finns-inte
    anna       403 /personer/{own}/varfor
    anna       403 /api/drawn {own}
    anna       403 /aktivitetsansvar/{other}
    anna       403 /andring/{other}/angra
    anna       200 /behorigheter/{other}
    anna       404 /behorigheter/{other}/{part}
    anna       404 /behorigheter/{other}/{part}/{service}
    anna       403 /brevmallar/{other}
    anna       403 /inkorg/{other}
    anna       403 /jobb/{other}
    anna       403 /aktivitetsansvar/{other}/adresser
    anna       403 /aktivitetsansvar/{other}/adresser/post
    anna       403 /aktivitetsansvar/{other}/aktivitetsansvaret
    anna       403 /aktivitetsansvar/{other}/aktivitetsansvaret/andra
    anna       403 /aktivitetsansvar/{other}/atgarder
    anna       403 /aktivitetsansvar/{other}/atgarder/ny
    anna       403 /aktivitetsansvar/{other}/elevhistorik
    anna       403 /aktivitetsansvar/{other}/kontakttillfallen/ny
    anna       403 /aktivitetsansvar/{other}/kontaktuppgifter
    anna       403 /aktivitetsansvar/{other}/kontaktuppgifter/ny
    anna       403 /aktivitetsansvar/{other}/logg
    anna       403 /aktivitetsansvar/{other}/plan
    anna       403 /aktivitetsansvar/{other}/plan/ny
    anna       403 /aktivitetsansvar/{other}/radera
    anna       403 /aktivitetsansvar/{other}/tidslinje
    anna       403 /aktivitetsansvar/{other}/utskrift
    anna       404 /aktivitetsansvar/{other}/finns-inte
    anna       403 /personer/{other}/varfor
    anna       403 /api/drawn {other}
    anna       403 /aktivitetsansvar/{protected}
    anna       403 /andring/{protected}/angra
    anna       404 /behorigheter/{protected}
    anna       404 /behorigheter/{protected}/{part}
    anna       404 /behorigheter/{protected}/{part}/{service}
    anna       403 /brevmallar/{protected}
    anna       403 /inkorg/{protected}
    anna       403 /jobb/{protected}
    anna       403 /aktivitetsansvar/{protected}/adresser
    anna       403 /aktivitetsansvar/{protected}/adresser/post
    anna       403 /aktivitetsansvar/{protected}/aktivitetsansvaret
    anna       403 /aktivitetsansvar/{protected}/aktivitetsansvaret/andra
    anna       403 /aktivitetsansvar/{protected}/atgarder
    anna       403 /aktivitetsansvar/{protected}/atgarder/ny
    anna       403 /aktivitetsansvar/{protected}/elevhistorik
    anna       403 /aktivitetsansvar/{protected}/kontakttillfallen/ny
    anna       403 /aktivitetsansvar/{protected}/kontaktuppgifter
    anna       403 /aktivitetsansvar/{protected}/kontaktuppgifter/ny
    anna       403 /aktivitetsansvar/{protected}/logg
    anna       403 /aktivitetsansvar/{protected}/plan
    anna       403 /aktivitetsansvar/{protected}/plan/ny
    anna       403 /aktivitetsansvar/{protected}/radera
    anna       403 /aktivitetsansvar/{protected}/tidslinje
    anna       403 /aktivitetsansvar/{protected}/utskrift
    anna       404 /aktivitetsansvar/{protected}/finns-inte
    anna       403 /personer/{protected}/varfor
    anna       403 /api/drawn {protected}
    anna       200 /api/add-access-user
    anna       403 /api/cancel-job
    anna       404 /api/change-access-user
    anna       403 /api/change-list
    anna       403 /api/change-profiles
    anna       200 /api/change-password
    anna       403 /api/drawn
    anna       404 /api/end-grant
    anna       404 /api/end-session
    anna       403 /api/enter-case
    anna       403 /api/enter-notice
    anna       200 /api/find
    anna       200 /api/frame
    anna       403 /api/look-up-person
    anna       200 /api/give-role
    anna       403 /api/handle-notice
    anna       404 /api/make-password
    anna       404 /api/remove-access-user
    anna       200 /api/set-permissions
    anna       403 /api/make-calendar
    anna       403 /api/read-list
    anna       403 /api/remove-case
    anna       404 /api/revoke-calendar
    anna       403 /api/save-record
    anna       403 /api/save-sender
    anna       403 /api/save-template
    anna       200 /api/search
    anna       403 /api/select-rows
    anna       403 /api/undo-change
    anna       403 /api/update-cases
    anna       404 /api/switch-role
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
            let why = WHY.replace("{id}", &site.person(case).to_string());
            for path in paths(case).into_iter().chain([why]) {
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
        for page in ["/korningar/prov?visa=in", "/korningar/prov?visa=skillnad", "/register-per-datum"] {
            let drawn = site.page(who, page).await;
            assert!(!drawn.body.contains("20080819"), "{page}: {}", drawn.body);
        }
        let start = site.call(who, "/api/drawn", "address=/").await;
        let open = format!(">{count}</p>");
        assert!(start.body.contains(&open) && !start.body.contains("2389"), "{}", start.body);
    }
}
