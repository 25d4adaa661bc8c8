//! Importing people from the population register.

use domain::{
    language::Named,
    person::{DeregistrationCode, ProtectionMarks},
};

use crate::support::{
    LINKOPING, NORRKOPING,
    database::{TestDatabase, stories},
    day, installation, number, place,
    posts::{But, marks, post, unreadable},
};

stories! {
    a_post_replaces_what_is_stored,
    the_later_change_wins_whatever_the_order,
    of_equally_late_changes_the_later_import_wins,
    an_unreadable_post_protects_all_the_same,
    every_deregistration_ends_the_residence_but_a_change_of_number,
    a_move_keeps_the_earlier_stay,
    the_posts_own_history_is_the_truth_about_earlier_stays,
    importing_the_same_twice_changes_nothing,
    a_postal_address_of_the_municipality_is_no_change,
    an_import_that_is_dropped_has_changed_nothing,
}

async fn a_post_replaces_what_is_stored(database: &TestDatabase) {
    let fyren = installation(database);
    let outcome = fyren.import([post("2008-08-17").protected()]).await;
    assert_eq!((outcome.rows, outcome.created, outcome.error_count), (1, 1, 0));
    let mut next = post("2008-08-17").named("Ek");
    next.addresses.clear();
    let outcome = fyren.import([next]).await;
    assert_eq!((outcome.rows, outcome.created, outcome.changed), (1, 0, 1));
    let person = fyren.person("2008-08-17").await.unwrap();
    assert_eq!(person.name.surname, "Ek");
    assert!(person.addresses.is_empty() && !person.protection.is_protected());

    // A post without a name leaves the name.
    let mut nameless = post("2008-08-17");
    nameless.name = None;
    fyren.import([nameless]).await;
    assert_eq!(fyren.person("2008-08-17").await.unwrap().name.surname, "Ek");
}

async fn the_later_change_wins_whatever_the_order(database: &TestDatabase) {
    let fyren = installation(database);
    let (early, late) =
        (|birth| post(birth).named("Tidig").changed(1), |birth| post(birth).named("Sen").changed(2));
    fyren.import([early("2008-08-17"), late("2008-08-17")]).await;
    let outcome = fyren.import([late("2008-08-18"), early("2008-08-18")]).await;
    assert_eq!(outcome.outdated, 1);
    fyren.import([late("2008-08-19")]).await;
    assert_eq!(fyren.import([early("2008-08-19")]).await.outdated, 1);
    for birth in ["2008-08-17", "2008-08-18", "2008-08-19"] {
        assert_eq!(fyren.person(birth).await.unwrap().name.surname, "Sen", "{birth}");
    }
}

async fn of_equally_late_changes_the_later_import_wins(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-17").changed(2), post("2008-08-17").changed(2).named("Ek")]).await;
    assert_eq!(fyren.person("2008-08-17").await.unwrap().name.surname, "Ek");
    fyren.import([post("2008-08-17").named("Öst")]).await;
    let person = fyren.person("2008-08-17").await.unwrap();
    assert_eq!((person.name.surname.as_str(), person.population_changed_at), ("Öst", Some(2)));
}

async fn an_unreadable_post_protects_all_the_same(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-17")]).await;
    let mut import = fyren.begin_import().await;
    import.take(post("2008-08-18")).await.unwrap();
    // The number that a post refers to protects whoever is known by it, and makes nobody.
    for (own, other) in
        [("2008-08-18", "2008-08-17"), ("2008-08-19", "2008-08-21"), ("2008-08-19", "2008-08-17")]
    {
        let protects = [(number(own), marks()), (number(other), marks())];
        import.refuse(unreadable(None), &protects).await.unwrap();
    }
    let open = ProtectionMarks::default();
    import.refuse(unreadable(None), &[(number("2008-08-20"), open)]).await.unwrap();
    import.refuse(unreadable(None), &[]).await.unwrap();
    let outcome = import.finish().await.unwrap();
    assert_eq!((outcome.rows, outcome.error_count), (6, 5));
    for birth in ["2008-08-17", "2008-08-18", "2008-08-19"] {
        assert!(fyren.person(birth).await.unwrap().protection.is_protected(), "{birth}");
    }
    for birth in ["2008-08-20", "2008-08-21"] {
        assert!(fyren.person(birth).await.is_none(), "{birth}");
    }
}

async fn every_deregistration_ends_the_residence_but_a_change_of_number(database: &TestDatabase) {
    let fyren = installation(database);
    for code in DeregistrationCode::ALL {
        let birth = format!("2008-08-{:02}", 10 + *code as u8);
        fyren.import([post(&birth)]).await;
        fyren.import([post(&birth).deregistered(*code, "2026-11-20")]).await;
        let registration = fyren.person(&birth).await.unwrap().registration;
        let is_gone = registration.deregistration.is_some_and(|end| end.applies_on(day("2026-11-20")));
        let moves_number =
            matches!(code, DeregistrationCode::OldPersonalNumber | DeregistrationCode::OldCoordinationNumber);
        assert_eq!(is_gone, !moves_number, "{code:?}");
    }
    let mut strange = post("2008-07-01").deregistered(DeregistrationCode::Unknown, "");
    strange.unknown_deregistration_code = Some("ZZ".into());
    let outcome = fyren.import([strange]).await;
    assert_eq!((outcome.created, outcome.warnings[0].code), (1, "unknown_deregistration_code"));
}

async fn a_move_keeps_the_earlier_stay(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-17")]).await;
    fyren.import([post("2008-08-17").living_in(LINKOPING, "2026-11-10")]).await;
    fyren.import([post("2008-08-17").living_in("0583", "2026-11-20")]).await;
    let registration = fyren.person("2008-08-17").await.unwrap().registration;
    for (date, code) in [("2026-11-09", NORRKOPING), ("2026-11-10", LINKOPING), ("2026-11-20", "0583")] {
        let stay = registration.residence_on(day(date)).unwrap();
        assert_eq!(stay.municipality, place(code), "{date}");
    }
    // Moved back: every stay is its own.
    fyren.import([post("2008-08-17").living_in(LINKOPING, "2026-11-21")]).await;
    let registration = fyren.person("2008-08-17").await.unwrap().registration;
    assert_eq!(registration.residence_on(day("2026-11-20")).unwrap().municipality, place("0583"));
    assert_eq!(registration.residence_on(day("2026-11-12")).unwrap().municipality, place(LINKOPING));
}

async fn the_posts_own_history_is_the_truth_about_earlier_stays(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-17")]).await;
    let mut moved = post("2008-08-17").living_in(LINKOPING, "2026-11-10");
    let stay = |code, since| domain::person::Residence { municipality: place(code), since: Some(day(since)) };
    moved.earlier_residences = vec![stay("0583", "2020-01-01"), stay(LINKOPING, "2027-01-01")];
    fyren.import([moved]).await;
    let registration = fyren.person("2008-08-17").await.unwrap().registration;
    assert_eq!(registration.earlier, [stay("0583", "2020-01-01")]);
}

async fn importing_the_same_twice_changes_nothing(database: &TestDatabase) {
    let fyren = installation(database);
    let file = || {
        [
            post("2008-08-17").changed(1),
            post("2008-08-18").living_in(LINKOPING, "2026-11-10").protected(),
            post("2008-08-19").deregistered(DeregistrationCode::Emigrated, ""),
            post("2008-08-20").refers_to("2008-08-21"),
            post("2008-08-22")
                .deregistered(DeregistrationCode::OldPersonalNumber, "2026-11-01")
                .refers_to("2008-08-23"),
        ]
    };
    fyren.import(file()).await;
    let again = fyren.import(file()).await;
    assert_eq!((again.rows, again.created, again.changed, again.renumbered), (5, 0, 0, 0));
    assert_eq!(again.unchanged, 5);
    assert_eq!(fyren.journal().await.1, 0, "the journal tells of the import and of no change");
}

async fn a_postal_address_of_the_municipality_is_no_change(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.import([post("2008-08-17")]).await;
    let person = fyren.person("2008-08-17").await.unwrap();
    let mut transaction = fyren.write().await;
    let postal =
        domain::person::Address { kind: domain::person::AddressKind::Postal, ..person.addresses[0].clone() };
    transaction.set_postal_address(person.id, place(NORRKOPING), &postal).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(fyren.import([post("2008-08-17")]).await.unchanged, 1);
}

async fn an_import_that_is_dropped_has_changed_nothing(database: &TestDatabase) {
    let fyren = installation(database);
    let mut import = fyren.begin_import().await;
    import.take(post("2008-08-17")).await.unwrap();
    import.take(post("2008-08-17").named("Ek")).await.unwrap();
    drop(import);
    assert!(fyren.person("2008-08-17").await.is_none());
    assert_eq!(fyren.journal().await, (0, 0));
}
