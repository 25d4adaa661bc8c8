//! The search over people, units and pages.

use domain::{
    access::{Role, Scope},
    case::CaseStatus,
    operation::{ChangeKind, EntityKind, OperationKind},
    product_page::ProductPage,
    search::{AskedError, Found},
};
use service::{
    search::{self, SearchError},
    session::Session,
};

use crate::support::{
    Installation, LINKOPING, NORRKOPING, TODAY,
    database::{TestDatabase, stories},
    installation, number, place,
    posts::{But, post, row},
    users::role,
};

stories! {
    people_units_and_pages_are_found_together,
    a_role_that_reads_no_cases_finds_its_pages_only,
    protected_people_and_other_municipalities_are_not_found,
    what_is_found_of_people_is_told_before_it_is_answered,
    what_is_too_short_or_too_long_is_told_to_nobody,
    somebody_who_has_moved_is_found_by_their_case_within_reach,
    who_is_not_in_the_register_is_found_by_name,
    who_is_not_in_the_register_is_found_by_the_whole_number,
}

async fn find(fyren: &Installation, session: &Session, text: &str) -> Found {
    search::find(&fyren.services, session, text).await.unwrap()
}

fn names(found: &Found) -> Vec<String> {
    found.people.iter().map(|hit| hit.name()).collect()
}

async fn people_units_and_pages_are_found_together(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-17").named("Registrén"), post("2008-08-18").named("Ek")]).await;
    fyren.run(NORRKOPING, TODAY).await;
    fyren.pupils(TODAY, [row("2008-08-18", "NA", "2026-11-20", "")]).await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let found = find(&fyren, &asa, "regist").await;
    assert_eq!(names(&found), ["Registrén, Viggo"]);
    assert_eq!(
        (found.people[0].municipality, found.people[0].status),
        (place(NORRKOPING), CaseStatus::NeedsAction)
    );
    assert_eq!(found.pages, [ProductPage::Cases, ProductPage::Persons]);
    assert!(found.units.is_empty() && !found.has_more);
    let unit = find(&fyren, &asa, "12345678").await;
    assert_eq!(unit.units.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>(), ["12345678"]);
    assert!(unit.people.is_empty() && unit.pages.is_empty());
    let by_number = find(&fyren, &asa, &number("2008-08-18").compact()[2..]).await;
    assert_eq!(names(&by_number), ["Ek, Viggo"]);
    assert_eq!(find(&fyren, &asa, "finns inte").await, Found::default());
}

async fn a_role_that_reads_no_cases_finds_its_pages_only(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-17").named("Logglund")]).await;
    fyren.run(NORRKOPING, TODAY).await;
    fyren.pupils(TODAY, [row("2008-08-17", "NA", "2026-11-20", "")]).await;
    let auditor = fyren.signed_in("bo", role(Role::Auditor, &[NORRKOPING])).await;
    let entries = fyren.journal().await.0;
    let found = find(&fyren, &auditor, "logg").await;
    assert_eq!(found, Found { pages: vec![ProductPage::Log], ..Found::default() });
    for text in ["viggo", "20080817", "12345678", "aktivitetsansvar"] {
        assert_eq!(find(&fyren, &auditor, text).await, Found::default(), "{text}");
    }
    // There was nothing of people to tell of.
    assert_eq!(fyren.journal().await.0, entries);
}

async fn protected_people_and_other_municipalities_are_not_found(database: &TestDatabase) {
    let fyren = installation(database);
    let hidden = post("2008-08-18").protected();
    fyren.import([post("2008-08-17").living_in(LINKOPING, "2010-01-01"), hidden]).await;
    for code in [NORRKOPING, LINKOPING] {
        fyren.run(code, TODAY).await;
    }
    assert_eq!(fyren.rows().await.len(), 2);
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let region = fyren.signed_in("eva", role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING])).await;
    for text in ["dahl", "viggo dahl", "igg", "200808", &number("2008-08-18").to_string()] {
        assert!(find(&fyren, &asa, text).await.people.is_empty(), "{text}");
        assert_eq!(fyren.journal().await.1, 0);
        let people = find(&fyren, &region, text).await.people;
        assert!(people.iter().all(|hit| hit.municipality == place(LINKOPING)), "{text}");
    }
    assert_eq!(find(&fyren, &region, "dahl").await.people.len(), 1);
}

async fn what_is_found_of_people_is_told_before_it_is_answered(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-17"), post("2008-08-18").named("Ek")]).await;
    fyren.run(NORRKOPING, TODAY).await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let auditor = fyren.signed_in("bo", role(Role::Auditor, &[NORRKOPING])).await;
    let entries = fyren.journal().await.0;
    for (text, told, people) in
        [("dahl", "name", 1_i64), ("viggo", "name", 2), ("20080817", "number", 1), ("okänd", "name", 0)]
    {
        assert_eq!(i64::try_from(find(&fyren, &asa, text).await.people.len()).unwrap(), people, "{text}");
        let latest = fyren.log(&auditor).await.remove(0);
        assert_eq!((latest.kind, latest.actor.as_str()), (OperationKind::Search, "Åsa Lindqvist"), "{text}");
        assert_eq!((latest.municipality, latest.changes), (Some(place(NORRKOPING)), people), "{text}");
        // What kind of thing, and never what was typed.
        assert_eq!(latest.reason, told, "{text}");
    }
    assert_eq!(fyren.journal().await.0, entries + 4);
    let person = fyren.person("2008-08-17").await.unwrap().id;
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let told = connection.changes_of(&Scope::of_the_system(), person).await.unwrap();
    let case = fyren.rows().await.iter().find(|row| row.surname == "Dahl").unwrap().id;
    let reads = told.iter().filter(|told| told.kind == ChangeKind::Read);
    assert_eq!(reads.clone().count(), 3);
    assert!(reads.clone().all(|told| (told.entity, told.entity_id) == (EntityKind::Case, case.0)));
}

async fn what_is_too_short_or_too_long_is_told_to_nobody(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let entries = fyren.journal().await.0;
    for (text, error) in [
        (String::new(), AskedError::TooShort),
        ("d".to_owned(), AskedError::TooShort),
        ("d".repeat(101), AskedError::TooLong),
    ] {
        let refused = search::find(&fyren.services, &asa, &text).await.err();
        assert_eq!(refused, Some(SearchError::Asked(error)));
    }
    assert_eq!(fyren.journal().await.0, entries);
}

async fn somebody_who_has_moved_is_found_by_their_case_within_reach(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-17").living_in(LINKOPING, "2010-01-01")]).await;
    fyren.run(LINKOPING, "2026-10-01").await;
    fyren.import([post("2008-08-17").living_in(NORRKOPING, "2026-11-01")]).await;
    fyren.run(LINKOPING, "2026-11-02").await;
    fyren.run(NORRKOPING, "2026-11-02").await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let eva = fyren.signed_in("eva", role(Role::Caseworker, &[LINKOPING])).await;
    let region = fyren.signed_in("ida", role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING])).await;
    for (reader, code) in [(&asa, NORRKOPING), (&eva, LINKOPING), (&region, NORRKOPING)] {
        let found = find(&fyren, reader, "dahl").await;
        let places: Vec<_> = found.people.iter().map(|hit| hit.municipality).collect();
        assert_eq!(places, [place(code)]);
        assert!(service::cases::view(&fyren.services, reader, found.people[0].case).await.is_ok());
    }
}

async fn who_is_not_in_the_register_is_found_by_name(database: &TestDatabase) {
    let fyren = installation(database);
    let elsewhere = post("2012-08-19").living_in(LINKOPING, "2020-01-01");
    fyren.import([post("2008-08-17"), post("2012-08-18"), elsewhere, post("2012-08-20").protected()]).await;
    fyren.run(NORRKOPING, TODAY).await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    for (text, is_found) in
        [("Viggo", true), ("dahl", true), ("vig dah", true), ("iggo", false), ("viggo 2012", false)]
    {
        let found = find(&fyren, &asa, text).await;
        let others: Vec<_> = found.others.iter().map(|hit| hit.civic_number).collect();
        let expected = if is_found { vec![number("2012-08-18")] } else { Vec::new() };
        assert_eq!(others, expected, "{text}");
    }
    let entries = fyren.journal().await.0;
    find(&fyren, &asa, "viggo").await;
    assert_eq!(
        fyren.journal().await,
        (entries + 1, 2),
        "whoever is found is told of: the one with a case, and the other"
    );
}

async fn who_is_not_in_the_register_is_found_by_the_whole_number(database: &TestDatabase) {
    let fyren = installation(database);
    let elsewhere = post("2012-08-19").living_in(LINKOPING, "2020-01-01");
    fyren.import([post("2008-08-17"), post("2012-08-18"), elsewhere, post("2012-08-20").protected()]).await;
    fyren.run(NORRKOPING, TODAY).await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let entries = fyren.journal().await.0;
    let found = find(&fyren, &asa, &number("2012-08-18").to_string()).await;
    let others: Vec<_> = found.others.iter().map(|hit| (hit.civic_number, hit.name.as_str())).collect();
    assert_eq!((found.people.len(), others), (0, vec![(number("2012-08-18"), "Dahl, Viggo")]));
    assert_eq!(fyren.journal().await, (entries + 1, 1), "whoever is found is told of");
    for unseen in ["2012-08-19", "2012-08-20"] {
        assert_eq!(find(&fyren, &asa, &number(unseen).to_string()).await, Found::default(), "{unseen}");
    }
    // Whoever has a case is found by it, and nobody by a part of a number.
    let with_a_case = find(&fyren, &asa, &number("2008-08-17").to_string()).await;
    assert_eq!((with_a_case.people.len(), with_a_case.others.len()), (1, 0));
    assert_eq!(find(&fyren, &asa, "20120818").await.others, []);
}
