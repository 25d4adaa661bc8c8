//! The profiles of lists: kept for whoever saved them, and for nobody who may not have them.

use axum::{body::Body, http::StatusCode};

use super::site::{EVERYBODY, Reply, Site, Who, asked, encoded};

const LIST: &str = "/aktivitetsansvar";

async fn change(site: &Site, who: Who, what: &str, search: &str, fields: &str) -> Reply {
    let form = format!("list=cases&what={what}&search={}&{fields}", encoded(search));
    let function = if what.ends_with("-profile") { "/api/change-profiles" } else { "/api/change-list" };
    site.form(who, function, &form).await
}

/// The identity of the only profile that somebody is offered.
async fn only_profile(site: &Site, who: Who) -> String {
    let list = site.call(who, "/api/read-list", "list=cases&search=").await.body;
    let after = list.split("\"profiles\":{\"all\":[{\"id\":").nth(1).unwrap();
    after.split(',').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_saved_view_is_what_the_list_opens_with() {
    let site = Site::open().await;
    let saved = change(&site, Who::Caseworker, "add-profile", "age=at-least:18&size=5", "value=Vuxna").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let location = saved.location();
    assert!(location.starts_with("/aktivitetsansvar?age=at-least:18&size=5&_profile=saved."), "{location}");
    let told = site.page(Who::Caseworker, location).await.body;
    assert!(told.contains("Profilen är sparad."));
    let opened = site.page(Who::Caseworker, LIST).await.body;
    assert!(opened.contains(">Vuxna<") && opened.contains("search\" value=\"age=at-least:18&amp;size=5\""));
    // The list as it starts has an address of its own now, and what says nothing else leads there.
    let cleared = change(&site, Who::Caseworker, "without", "age=at-least:18", "part=0").await;
    assert_eq!(cleared.location(), "/aktivitetsansvar?filter=none");
    let started = change(&site, Who::Caseworker, "page", "_view=start", "value=1").await;
    assert_eq!(started.location(), "/aktivitetsansvar?_view=start");
    let started = site.page(Who::Caseworker, started.location()).await.body;
    assert!(started.contains("ändrad") && started.contains("name=\"search\" value=\"_view=start\""));
    for other in [Who::Region, Who::Auditor] {
        assert!(!site.page(other, LIST).await.body.contains("Vuxna"), "{other:?}");
    }
}

#[tokio::test]
async fn a_profile_is_changed_only_by_who_may() {
    let site = Site::open().await;
    change(&site, Who::Region, "add-profile", "age=at-least:18", "value=Vuxna&sharing=organisation").await;
    let id = only_profile(&site, Who::Caseworker).await;
    for (what, fields) in [
        ("save-profile", ""),
        ("rename-profile", "value=Min"),
        ("share-profile", "sharing=private"),
        ("remove-profile", ""),
    ] {
        let fields = format!("profile={id}&{fields}");
        let refused = change(&site, Who::Caseworker, what, "", &fields).await;
        assert!(refused.location().contains("_profile=locked."), "{what}: {}", refused.location());
        let unknown = change(&site, Who::Caseworker, what, "", "profile=999&value=Min").await;
        assert!(unknown.location().contains("_profile=gone."), "{what}: {}", unknown.location());
    }
    let fields = "value=Min&sharing=role:caseworker";
    let refused = change(&site, Who::Caseworker, "add-profile", "", fields).await;
    assert!(refused.location().contains("_profile=role-not-administered."), "{}", refused.location());
    let told = site.page(Who::Caseworker, refused.location()).await.body;
    assert!(told.contains("Din roll får inte välja vad en roll börjar med."));
    let list = site.call(Who::Caseworker, "/api/read-list", "list=cases&search=").await.body;
    assert!(list.contains("\"Vuxna\"") && list.contains("\"may_change\":false"), "{list}");
}

#[tokio::test]
async fn nobody_without_a_role_for_the_list_has_profiles_of_it() {
    let site = Site::open().await;
    for what in [
        "choose-profile",
        "add-profile",
        "save-profile",
        "rename-profile",
        "share-profile",
        "remove-profile",
        "reset-profile",
    ] {
        let form = format!("list=cases&what={what}&value=Min&profile=1");
        for who in EVERYBODY.into_iter().chain([Who::Nobody]) {
            let reply = site.call(who, "/api/change-profiles", &form).await;
            let expected = match who {
                Who::Nobody => StatusCode::UNAUTHORIZED,
                Who::Auditor | Who::Administrator => StatusCode::FORBIDDEN,
                Who::Caseworker | Who::Region => StatusCode::OK,
            };
            assert_eq!(reply.status, expected, "{what} {who:?}");
        }
    }
}

#[tokio::test]
async fn who_people_are_stands_in_no_address_of_a_profile_and_is_not_shared() {
    let site = Site::open().await;
    let form = "list=cases&what=filter&fields[surname][operator]=contains&fields[surname][first]=Hemligt7";
    let filtered = site.form(Who::Caseworker, "/api/change-list", form).await;
    let (_, search) = filtered.location().split_once('?').unwrap();
    let shared = "value=Hemliga&sharing=organisation";
    let refused = change(&site, Who::Caseworker, "add-profile", search, shared).await;
    assert!(refused.location().contains("_profile=personal-shared."), "{}", refused.location());
    let saved = change(&site, Who::Caseworker, "add-profile", search, "value=Egna").await;
    assert!(saved.location().contains("f=") && !saved.location().contains("Hemligt7"));
    let opened = site.page(Who::Caseworker, LIST).await.body;
    assert!(opened.contains("Hemligt7"), "the condition is shown");
    for address in opened.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(!address.contains("Hemligt7"), "{address}");
    }
}

/// Follows a link to the list from a page, as a browser tells of it.
async fn follow(site: &Site, who: Who, address: &str, from: &str) -> Reply {
    let request = asked("GET", address, Site::token(who), true).header("sec-fetch-site", from);
    site.send(request.body(Body::empty()).unwrap()).await
}

/// What the list shows when it is opened, as its forms post it.
async fn opened(site: &Site, who: Who) -> String {
    let list = site.page(who, LIST).await.body;
    let search =
        list.split("name=\"search\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    search.replace("&amp;", "&")
}

#[tokio::test]
async fn what_is_changed_in_a_locked_profile_by_the_lists_own_forms_and_links_is_back_when_it_is_opened() {
    let site = Site::open().await;
    change(&site, Who::Region, "add-profile", "age=at-least:18", "value=Vuxna&sharing=organisation").await;
    let id = only_profile(&site, Who::Caseworker).await;
    let chosen = change(&site, Who::Caseworker, "choose-profile", "", &format!("profile={id}")).await;
    let first = site.page(Who::Caseworker, chosen.location()).await.body;
    assert!(!first.contains("ändrad") && !first.contains("Återställ<"));
    let mark = format!("&_change={id}");
    assert_eq!(opened(&site, Who::Caseworker).await, format!("age=at-least:18{mark}"));
    assert_eq!(opened(&site, Who::Region).await, "age=at-least:18", "theirs to change, and to save");

    // By a form: what stands in the address afterwards is the view alone.
    let search = opened(&site, Who::Caseworker).await;
    let sorted = change(&site, Who::Caseworker, "sort", &search, "value=surname").await;
    let (_, view) = sorted.location().split_once('?').unwrap();
    assert!(view.starts_with("age=at-least:18&sort=") && !view.contains("_change"), "{view}");
    let list = site.page(Who::Caseworker, LIST).await.body;
    assert!(list.contains("ändrad") && list.contains(">Återställ<") && list.contains(">Spara som ny<"));
    let kept = opened(&site, Who::Caseworker).await;
    assert_eq!(kept, format!("{view}{mark}"));
    // Neither a page nor a quick find is a view, and a form that stood in another list names no profile.
    change(&site, Who::Caseworker, "page", &kept, "value=2").await;
    change(&site, Who::Caseworker, "find", &kept, "value=Tuva").await;
    change(&site, Who::Caseworker, "sort", "size=5", "value=surname").await;
    assert_eq!(opened(&site, Who::Caseworker).await, kept);

    // By a link of the list; the same from anywhere else is looked at, and changes nothing.
    let link = format!("/aktivitetsansvar?age=at-least:18&size=50{mark}");
    assert!(list.replace("&amp;", "&").contains(&format!("&size=50{mark}")), "{list}");
    for from in ["cross-site", "same-site", "none"] {
        let led = follow(&site, Who::Caseworker, &link, from).await;
        assert_eq!((led.status, led.location()), (StatusCode::SEE_OTHER, link.replace(&mark, "").as_str()));
    }
    let signed_out = site.page(Who::Nobody, &link).await;
    assert!(!signed_out.location().contains("_change"), "{}", signed_out.location());
    assert_eq!(opened(&site, Who::Caseworker).await, kept);
    assert_eq!(follow(&site, Who::Caseworker, &link, "same-origin").await.status, StatusCode::OK);
    let kept = opened(&site, Who::Caseworker).await;
    assert_eq!(kept, format!("age=at-least:18&size=50{mark}"));
    let form = format!("list=cases&search={}", encoded(&format!("?age=at-least:18&size=5{mark}")));
    site.call(Who::Caseworker, "/api/read-list", &form).await;
    assert_eq!(opened(&site, Who::Caseworker).await, format!("age=at-least:18&size=5{mark}"));
    assert_eq!(opened(&site, Who::Region).await, "age=at-least:18");

    let reset = change(&site, Who::Caseworker, "reset-profile", &kept, &format!("profile={id}")).await;
    assert!(reset.location().starts_with("/aktivitetsansvar?age=at-least:18&_profile=reset."));
    assert_eq!(opened(&site, Who::Caseworker).await, format!("age=at-least:18{mark}"));
    // What is back as it was saved is no change either.
    change(&site, Who::Caseworker, "sort", &format!("age=at-least:18{mark}"), "value=surname").await;
    follow(&site, Who::Caseworker, &format!("/aktivitetsansvar?age=at-least:18{mark}"), "same-origin").await;
    assert!(!site.page(Who::Caseworker, LIST).await.body.contains("ändrad"));
}

#[tokio::test]
async fn who_people_are_is_kept_in_ones_own_changes_and_stands_in_no_address_of_them() {
    let site = Site::open().await;
    change(&site, Who::Region, "add-profile", "age=at-least:18", "value=Vuxna&sharing=organisation").await;
    let id = only_profile(&site, Who::Caseworker).await;
    change(&site, Who::Caseworker, "choose-profile", "", &format!("profile={id}")).await;
    let search = opened(&site, Who::Caseworker).await;
    let fields = "fields[surname][operator]=contains&fields[surname][first]=Hemligt7";
    let filtered = change(&site, Who::Caseworker, "filter", &search, fields).await;
    assert!(filtered.location().contains("f=") && !filtered.location().contains("_change"));
    let body = site.page(Who::Caseworker, LIST).await.body;
    assert!(body.contains("Hemligt7") && body.contains("ändrad"), "it is theirs");
    for address in body.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(!address.contains("Hemligt7"), "{address}");
    }
    assert!(!site.page(Who::Region, LIST).await.body.contains("Hemligt7"));
}
