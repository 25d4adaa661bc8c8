//! People, their numbers, stays and addresses.

use domain::{
    access::Scope,
    person::{Address, AddressKind, DeregistrationCode, ProtectionMarks},
};
use store::PersonRecord;

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, everything,
    people::{But, address, born, number, save, stay},
    place, raw,
    register::{add_measure, measure, open_case, open_case_in},
    within,
};

stories! {
    a_person_is_found_by_number,
    a_person_outside_the_scope_is_not_found,
    a_person_is_replaced_whole_but_for_the_postal_address,
    an_earlier_stay_ends_the_day_before_the_next,
    many_people_are_written_in_one_go_and_keep_their_order,
    what_arrives_under_a_former_number_belongs_to_the_person,
    nobody_gets_somebody_elses_number,
    marks_of_protection_are_added_and_never_taken,
    two_people_become_one,
    two_open_cases_in_one_municipality_collide,
}

async fn find(database: &TestDatabase, birth: &str) -> Option<PersonRecord> {
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    connection.people_by_number(&everything(), &[number(birth)]).await.unwrap().remove(&number(birth))
}

async fn a_person_is_found_by_number(database: &TestDatabase) {
    let mut viggo = born("2008-08-17")
        .named("Bo Viggo", "Dahl")
        .deregistered(DeregistrationCode::Emigrated, "2026-10-01")
        .at(address("Kungsgatan 1", "Norrköping"));
    viggo.name.calling_mark = Some(20);
    viggo.name.middle = "af".into();
    viggo.population_changed_at = Some(20261001120000);
    let mut transaction = begin(&database.store).await;
    let id = save(&mut transaction, &viggo).await;
    transaction.commit().await.unwrap();

    let found = find(database, "2008-08-17").await.unwrap();
    assert_eq!((found.id, found.civic_number), (id, number("2008-08-17")));
    assert_eq!(found.name, viggo.name);
    assert_eq!(found.registration, viggo.registration);
    assert_eq!(found.addresses, viggo.addresses);
    assert_eq!(found.population_changed_at, viggo.population_changed_at);
    assert!(!found.protection.is_protected() && !found.entered_by_hand);
    assert_eq!(find(database, "2008-08-18").await, None);
}

async fn a_person_outside_the_scope_is_not_found(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    save(&mut transaction, &born("2008-08-17")).await;
    save(&mut transaction, &born("2008-08-18").living_in(LINKOPING)).await;
    save(&mut transaction, &born("2008-08-19").protected()).await;
    transaction.commit().await.unwrap();

    let asked = ["2008-08-17", "2008-08-18", "2008-08-19"].map(number);
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let found = connection.people_by_number(&within(NORRKOPING), &asked).await.unwrap();
    assert_eq!(found.keys().collect::<Vec<_>>(), [&asked[0]]);
    assert_eq!(connection.people_by_number(&everything(), &asked).await.unwrap().len(), 3);
}

async fn a_person_is_replaced_whole_but_for_the_postal_address(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let viggo = born("2008-08-17").at(address("Kungsgatan 1", "Norrköping"));
    let id = save(&mut transaction, &viggo).await;
    let postal = Address { kind: AddressKind::Postal, ..address("Box 1", "Finspång") };
    transaction.set_postal_address(id, place(NORRKOPING), &postal).await.unwrap();
    let postal = Address { kind: AddressKind::Postal, ..address("Box 2", "Finspång") };
    transaction.set_postal_address(id, place(NORRKOPING), &postal).await.unwrap();

    let mut viggo = born("2008-08-17").named("Viggo", "Ek").at(address("Storgatan 2", "Kimstad"));
    viggo.id = Some(id);
    assert_eq!(save(&mut transaction, &viggo).await, id);
    transaction.commit().await.unwrap();

    let found = find(database, "2008-08-17").await.unwrap();
    assert_eq!(found.name.surname, "Ek");
    assert_eq!(found.addresses, [address("Storgatan 2", "Kimstad")]);
    let mut transaction = begin(&database.store).await;
    let case = open_case(&mut transaction, id, "2026-11-01").await;
    let record = transaction.case(&everything(), case).await.unwrap().unwrap();
    assert_eq!(record.addresses, [address("Storgatan 2", "Kimstad"), postal]);
}

async fn an_earlier_stay_ends_the_day_before_the_next(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let viggo = born("2008-08-17").moved_to(LINKOPING, "2019-06-01").moved_to("0583", "2026-11-10");
    save(&mut transaction, &viggo).await;
    transaction.commit().await.unwrap();

    let registration = find(database, "2008-08-17").await.unwrap().registration;
    assert_eq!(registration.present, Some(stay("0583", Some(day("2026-11-10")))));
    let earlier = [stay(LINKOPING, Some(day("2019-06-01"))), stay(NORRKOPING, Some(day("2008-08-17")))];
    assert_eq!(registration.earlier, earlier);
    assert_eq!(
        registration.residence_on(day("2026-11-09")).map(|stay| stay.municipality),
        Some(place(LINKOPING))
    );
    let sql = "SELECT count(*) FROM residence WHERE until = '2026-11-09' OR until = '2019-05-31'";
    assert_eq!(raw::count(&database.address, sql).await, 2);
}

async fn many_people_are_written_in_one_go_and_keep_their_order(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let known = save(&mut transaction, &born("2008-01-02")).await;
    let births = ["2008-01-03", "2008-01-01", "2008-01-02", "2008-01-04"];
    let mut people = births.map(born);
    people[2].id = Some(known);
    let ids = transaction.save_people(&people).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(ids[2], known);
    for (birth, id) in births.iter().zip(ids) {
        assert_eq!(find(database, birth).await.unwrap().id, id, "{birth}");
    }
}

async fn what_arrives_under_a_former_number_belongs_to_the_person(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let id = save(&mut transaction, &born("2008-08-17")).await;
    transaction.renumber(id, number("2008-08-17"), number("2008-08-18")).await.unwrap();
    transaction.renumber(id, number("2008-08-18"), number("2008-08-19")).await.unwrap();
    transaction.remember_number(id, number("2008-08-20")).await.unwrap();
    transaction.remember_number(id, number("2008-08-20")).await.unwrap();
    transaction.commit().await.unwrap();
    for birth in ["2008-08-17", "2008-08-18", "2008-08-19", "2008-08-20"] {
        let found = find(database, birth).await.unwrap();
        assert_eq!((found.id, found.civic_number), (id, number("2008-08-19")), "{birth}");
    }
}

async fn nobody_gets_somebody_elses_number(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let one = save(&mut transaction, &born("2008-08-17")).await;
    save(&mut transaction, &born("2008-08-18")).await;
    let taken = transaction.renumber(one, number("2008-08-17"), number("2008-08-18")).await;
    assert_eq!(taken.unwrap_err().code(), "database_error");
}

async fn marks_of_protection_are_added_and_never_taken(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let id = save(&mut transaction, &born("2008-08-17").protected()).await;
    let marks = ProtectionMarks { confidentiality: false, protected_registration: true };
    transaction.protect(id, marks).await.unwrap();
    transaction.commit().await.unwrap();
    let both = ProtectionMarks { confidentiality: true, protected_registration: true };
    assert_eq!(find(database, "2008-08-17").await.unwrap().protection, both);
}

async fn two_people_become_one(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let old = save(&mut transaction, &born("2008-08-17")).await;
    let new = save(&mut transaction, &born("2008-08-18").living_in(LINKOPING)).await;
    let case = open_case(&mut transaction, old, "2026-11-01").await;
    let other = open_case_in(&mut transaction, LINKOPING, new, "2026-11-02").await;
    let kind = domain::measure::MeasureType::WorkPlacement;
    add_measure(&mut transaction, case, &measure(kind, "2026-11-03", "")).await;
    assert!(!transaction.have_colliding_cases(old, new).await.unwrap());
    transaction.merge_people(old, number("2008-08-17"), new).await.unwrap();
    transaction.refresh_case_rows(&[new], day("2026-11-21")).await.unwrap();
    transaction.commit().await.unwrap();

    assert_eq!(find(database, "2008-08-17").await.unwrap().id, new);
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    for id in [case, other] {
        let record = connection.case(&everything(), id).await.unwrap().unwrap();
        assert_eq!((record.person, record.civic_number), (new, number("2008-08-18")));
        assert_eq!((record.other_cases.len(), record.measures.len()), (1, 1));
    }
    assert_eq!(raw::count(&database.address, "SELECT count(*) FROM person").await, 1);
}

async fn two_open_cases_in_one_municipality_collide(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let one = save(&mut transaction, &born("2008-08-17")).await;
    let other = save(&mut transaction, &born("2008-08-18")).await;
    open_case(&mut transaction, one, "2026-11-01").await;
    assert!(!transaction.have_colliding_cases(one, other).await.unwrap());
    open_case(&mut transaction, other, "2026-11-01").await;
    assert!(transaction.have_colliding_cases(one, other).await.unwrap());
    assert!(transaction.merge_people(one, number("2008-08-17"), other).await.is_err());
}
