//! Organisers, units, study paths and placements.

use domain::{
    access::Scope,
    organisation::{OrganisationNumber, ProgrammeKind, Validity},
    period::Period,
};
use store::{NewUnit, PlacementWrite};

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, everything,
    people::{But, born, save},
    register::{School, academic_year, period},
    within,
};

stories! {
    a_school_is_found_by_its_codes,
    a_unit_code_belongs_to_its_organiser,
    placements_are_a_set_of_organiser_and_academic_year,
    a_replaced_placement_keeps_its_identity,
    placements_end_and_are_removed,
    placements_outside_the_scope_are_not_read,
}

async fn a_school_is_found_by_its_codes(database: &TestDatabase) {
    let number = OrganisationNumber::try_from("212000-0456").unwrap();
    let mut transaction = begin(&database.store).await;
    assert_eq!(transaction.organiser(&number).await.unwrap(), None);
    let school = School::build(&mut transaction).await;
    let validity = Validity { from: Some(day("2020-07-01")), until: Some(day("2026-06-30")) };
    let closed = NewUnit {
        organiser: school.organiser,
        code: "87654321".into(),
        name: "Gamla skolan".into(),
        validity,
    };
    let closed = transaction.add_unit(&closed).await.unwrap();
    transaction.commit().await.unwrap();

    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    assert_eq!(connection.organiser(&number).await.unwrap(), Some(school.organiser));
    let units = connection.units(school.organiser).await.unwrap();
    assert_eq!((units["12345678"].id, units["12345678"].validity), (school.unit, Validity::default()));
    assert_eq!((units["87654321"].id, units["87654321"].validity), (closed, validity));
    let paths = connection.study_paths().await.unwrap();
    assert_eq!(paths["IMV"].id, school.path(ProgrammeKind::Introductory));
    assert_eq!(paths["IMV"].kind, ProgrammeKind::Introductory);
    assert_eq!(paths.len(), 5);
}

async fn a_unit_code_belongs_to_its_organiser(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let school = School::build(&mut transaction).await;
    let other = OrganisationNumber::try_from("556000-0001").unwrap();
    let other = transaction.add_organiser(&other, "Fria skolor AB").await.unwrap();
    let unit = |organiser| NewUnit {
        organiser,
        code: "12345678".into(),
        name: "Samma kod".into(),
        validity: Validity::default(),
    };
    let same_code = transaction.add_unit(&unit(other)).await.unwrap();
    assert_ne!(same_code, school.unit);
    assert!(transaction.add_unit(&unit(school.organiser)).await.is_err(), "a code twice");
}

async fn placements_are_a_set_of_organiser_and_academic_year(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let school = School::build(&mut transaction).await;
    let one = save(&mut transaction, &born("2008-08-17")).await;
    let other = save(&mut transaction, &born("2008-08-18")).await;
    let writes = [
        school.placement(other, ProgrammeKind::National, period("2026-08-17", "")),
        school.placement(one, ProgrammeKind::Introductory, period("2026-08-17", "2026-12-31")),
        school.placement(one, ProgrammeKind::National, period("2027-01-01", "")),
    ];
    let ids = transaction.save_placements(school.organiser, academic_year(), &writes).await.unwrap();
    let last_year = [school.placement(one, ProgrammeKind::Other, period("2025-08-17", "2026-06-12"))];
    let earlier = transaction
        .save_placements(school.organiser, "2025/2026".parse().unwrap(), &last_year)
        .await
        .unwrap();
    transaction.commit().await.unwrap();

    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    let set = connection.placement_set(school.organiser, academic_year()).await.unwrap();
    let mut sorted = ids.clone();
    sorted.sort();
    assert_eq!(set, sorted);
    assert_eq!(
        connection.placement_set(school.organiser, "2025/2026".parse().unwrap()).await.unwrap(),
        earlier
    );
    let of_one = connection.placements_of(&everything(), school.organiser, &[one]).await.unwrap();
    assert_eq!(of_one.len(), 3);
    let found = connection.placements_by_id(&everything(), &ids[1..2]).await.unwrap().remove(0);
    assert_eq!((found.person, found.unit, found.study_path), (one, school.unit, writes[1].study_path));
    assert_eq!((found.period, found.academic_year.as_str()), (writes[1].period, "2026/2027"));
    assert_eq!((found.grade.as_str(), found.class.as_str()), ("1", "NA26B"));
}

async fn a_replaced_placement_keeps_its_identity(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let school = School::build(&mut transaction).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let first = school.placement(person, ProgrammeKind::National, period("2026-08-17", ""));
    let id = transaction
        .save_placements(school.organiser, academic_year(), std::slice::from_ref(&first))
        .await
        .unwrap()[0];
    let until = Period::new(first.period.start, Some(day("2026-11-30")));
    let again = PlacementWrite { id: Some(id), class: "NA26A".into(), period: until, ..first };
    assert_eq!(transaction.save_placements(school.organiser, academic_year(), &[again]).await.unwrap(), [id]);
    let found = transaction.placements_by_id(&everything(), &[id]).await.unwrap().remove(0);
    assert_eq!((found.class.as_str(), found.period), ("NA26A", until));
}

async fn placements_end_and_are_removed(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let school = School::build(&mut transaction).await;
    let person = save(&mut transaction, &born("2008-08-17")).await;
    let writes = [
        school.placement(person, ProgrammeKind::National, period("2026-08-17", "")),
        school.placement(person, ProgrammeKind::Other, period("2027-08-17", "")),
    ];
    let ids = transaction.save_placements(school.organiser, academic_year(), &writes).await.unwrap();
    transaction.end_placements(&ids[..1], day("2026-11-20")).await.unwrap();
    transaction.remove_placements(&ids[1..]).await.unwrap();
    transaction.end_placements(&[], day("2026-11-20")).await.unwrap();
    transaction.remove_placements(&[]).await.unwrap();
    let left = transaction.placements_by_id(&everything(), &ids).await.unwrap();
    assert_eq!(left.iter().map(|placement| placement.id).collect::<Vec<_>>(), ids[..1]);
    assert_eq!(left[0].period, period("2026-08-17", "2026-11-20"));
}

async fn placements_outside_the_scope_are_not_read(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let school = School::build(&mut transaction).await;
    let people =
        [born("2008-08-17"), born("2008-08-18").living_in(LINKOPING), born("2008-08-19").protected()];
    let people = transaction.save_people(&people).await.unwrap();
    let writes: Vec<_> = people
        .iter()
        .map(|person| school.placement(*person, ProgrammeKind::National, period("2026-08-17", "")))
        .collect();
    let ids = transaction.save_placements(school.organiser, academic_year(), &writes).await.unwrap();
    let seen = transaction.placements_by_id(&within(NORRKOPING), &ids).await.unwrap();
    assert_eq!(seen.iter().map(|placement| placement.person).collect::<Vec<_>>(), people[..1]);
    let seen = transaction.placements_of(&within(NORRKOPING), school.organiser, &people).await.unwrap();
    assert_eq!(seen.iter().map(|placement| placement.person).collect::<Vec<_>>(), people[..1]);
}
