//! *Varför?* for anybody.

use domain::{
    access::Role,
    coverage::{Rule, standing::Conclusion},
    id::PersonId,
    operation::{ChangeKind, EntityKind, OperationKind},
};
use service::{ServiceError, standing};

use crate::support::{
    LINKOPING, NORRKOPING, TODAY,
    casework::{BIRTH, office},
    database::{TestDatabase, stories},
    installation, place,
    posts::{But, post, row},
    users::role,
};

stories! {
    who_is_not_in_the_register_is_told_why,
    somebody_is_judged_where_they_live_and_where_they_have_an_open_case,
    who_is_out_of_reach_or_protected_is_not_found,
    that_somebody_was_judged_stands_in_the_journal,
}

async fn who_is_not_in_the_register_is_told_why(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.with_policy(NORRKOPING).await;
    let asa = fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    fyren.import([post("2008-08-17"), post("2008-08-18"), post("2012-08-19")]).await;
    fyren.pupils("2026-09-01", [row("2008-08-17", "NA", "2026-08-17", "")]).await;
    let conclusion = async |birth: &str| {
        let person = fyren.person(birth).await.unwrap().id;
        let told = standing::view(&fyren.services, &asa, person).await.unwrap();
        assert_eq!((told.places.len(), told.places[0].municipality), (1, place(NORRKOPING)));
        let standing = told.places.into_iter().next().unwrap().standing;
        assert_eq!(standing.explanation.unwrap().verdicts.len(), 5);
        standing.conclusion
    };
    assert_eq!(conclusion("2008-08-17").await, Conclusion::NotCovered(vec![Rule::Programme]));
    assert_eq!(conclusion("2012-08-19").await, Conclusion::NotCovered(vec![Rule::Schooling]));
    assert_eq!(conclusion("2008-08-18").await, Conclusion::Enters);
    fyren.run(NORRKOPING, TODAY).await;
    assert_eq!(conclusion("2008-08-18").await, Conclusion::InRegister);
}

async fn somebody_is_judged_where_they_live_and_where_they_have_an_open_case(database: &TestDatabase) {
    let office = office(database).await;
    office.fyren.import([post(BIRTH).living_in(LINKOPING, "2026-11-20")]).await;
    let person = office.person().await;
    let here = standing::view(&office.fyren.services, &office.asa, person).await.unwrap();
    assert_eq!((here.places.len(), here.places[0].case), (1, Some(office.case)));
    assert!(matches!(here.places[0].standing.conclusion, Conclusion::Leaves(_)));
    let both = role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING]);
    let region = office.fyren.signed_in("birgitta", both).await;
    let told = standing::view(&office.fyren.services, &region, person).await.unwrap();
    let places: Vec<_> = told.places.iter().map(|place| (place.municipality, place.case)).collect();
    assert_eq!(places, [(place(LINKOPING), None), (place(NORRKOPING), Some(office.case))]);
    // Whom they have left, once the case is closed, judges them no longer.
    office.fyren.run(NORRKOPING, TODAY).await;
    let gone = standing::view(&office.fyren.services, &office.asa, person).await;
    assert_eq!(gone.err(), Some(ServiceError::NotFound));
}

async fn who_is_out_of_reach_or_protected_is_not_found(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let person = office.person().await;
    let entries = office.entries().await;
    for unseen in [person, PersonId(4711)] {
        let refused = standing::view(services, &office.elsewhere, unseen).await;
        assert_eq!(refused.err(), Some(ServiceError::NotFound));
    }
    assert_eq!(office.entries().await, entries);
    office.is_protected().await;
    assert_eq!(standing::view(services, &office.asa, person).await.err(), Some(ServiceError::NotFound));
    let auditor = office.fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await;
    assert_eq!(standing::view(services, &auditor, person).await.err(), Some(ServiceError::Forbidden));
}

async fn that_somebody_was_judged_stands_in_the_journal(database: &TestDatabase) {
    let office = office(database).await;
    let entries = office.entries().await;
    standing::view(&office.fyren.services, &office.asa, office.person().await).await.unwrap();
    assert_eq!(office.fyren.journal().await, (entries + 1, 1));
    let told = office.told(1).await.remove(0);
    assert_eq!((told.entity, told.kind), (EntityKind::Person, ChangeKind::Read));
    let auditor = office.fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await;
    let log = office.fyren.log(&auditor).await;
    let entry = log.iter().find(|entry| entry.kind == OperationKind::ReadVerdicts).unwrap();
    assert_eq!(entry.municipality, Some(place(NORRKOPING)));
}
