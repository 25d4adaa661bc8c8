//! Who has seen a person, for auditors and for the person who asks.

use domain::{
    access::Role,
    id::PersonId,
    operation::{ChangeKind, EntityKind, OperationKind},
};
use service::{
    ServiceError,
    person_log::{self, PersonLog},
    session::Session,
    standing,
};

use crate::support::{
    LINKOPING, NORRKOPING,
    casework::{BIRTH, Office, office},
    database::{TestDatabase, stories},
    number,
    users::role,
};

stories! {
    who_has_seen_a_person_is_told_with_who_reads_it,
    who_is_out_of_reach_or_protected_has_no_log,
    a_page_beyond_the_end_is_the_last_one,
}

impl Office {
    async fn gunnar(&self, code: &str) -> Session {
        self.fyren.signed_in(&format!("gunnar{code}"), role(Role::Auditor, &[code])).await
    }

    async fn log_of(&self, reader: &Session, person: PersonId) -> Result<PersonLog, ServiceError> {
        person_log::page(&self.fyren.services, reader, person, 1).await
    }
}

async fn who_has_seen_a_person_is_told_with_who_reads_it(database: &TestDatabase) {
    let office = office(database).await;
    let (services, person) = (&office.fyren.services, office.person().await);
    let gunnar = office.gunnar(NORRKOPING).await;
    assert_eq!(person_log::find(services, &gunnar, number(BIRTH)).await, Ok(Some(person)));
    standing::view(services, &office.asa, person).await.unwrap();
    let log = office.log_of(&gunnar, person).await.unwrap();
    assert_eq!(log.civic_number, number(BIRTH));
    // That it is read stands in it first.
    let kinds: Vec<OperationKind> = log.entries.iter().map(|entry| entry.kind).take(2).collect();
    assert_eq!(kinds, [OperationKind::ReadPersonLog, OperationKind::ReadVerdicts]);
    assert_eq!(log.entries[1].actor, office.asa.name);
    assert_eq!(log.entries[1].things, [(EntityKind::Person, ChangeKind::Read)]);
    assert_eq!(log.total, log.entries.len() as u64);
    // What made the case and the person is told as well, and the file is all of it.
    assert!(log.entries.iter().any(|entry| entry.things.contains(&(EntityKind::Case, ChangeKind::Created))));
    let whole = person_log::whole(services, &gunnar, person).await.unwrap();
    assert_eq!(whole.entries.len(), log.entries.len() + 1);
    // That numbers are tried stands in the journal too, and tells of nobody.
    let (entries, _) = office.fyren.journal().await;
    assert_eq!(person_log::find(services, &gunnar, number("2008-08-18")).await, Ok(None));
    assert_eq!(office.fyren.journal().await, (entries + 1, 0));
}

async fn who_is_out_of_reach_or_protected_has_no_log(database: &TestDatabase) {
    let office = office(database).await;
    let (services, person) = (&office.fyren.services, office.person().await);
    let gunnar = office.gunnar(NORRKOPING).await;
    let elsewhere = office.gunnar(LINKOPING).await;
    let (before, _) = office.fyren.journal().await;
    assert_eq!(office.log_of(&office.asa, person).await.err(), Some(ServiceError::Forbidden));
    assert_eq!(office.log_of(&elsewhere, person).await.err(), Some(ServiceError::NotFound));
    assert_eq!(office.log_of(&gunnar, PersonId(4711)).await.err(), Some(ServiceError::NotFound));
    assert_eq!(person_log::find(services, &elsewhere, number(BIRTH)).await, Ok(None));
    assert_eq!(office.fyren.journal().await, (before + 1, 0));
    office.is_protected().await;
    assert_eq!(person_log::find(services, &gunnar, number(BIRTH)).await, Ok(None));
    assert_eq!(office.log_of(&gunnar, person).await.err(), Some(ServiceError::NotFound));
}

async fn a_page_beyond_the_end_is_the_last_one(database: &TestDatabase) {
    let office = office(database).await;
    let (services, person) = (&office.fyren.services, office.person().await);
    let gunnar = office.gunnar(NORRKOPING).await;
    for _ in 0..person_log::PAGE {
        standing::view(services, &office.asa, person).await.unwrap();
    }
    let last = person_log::page(services, &gunnar, person, 99).await.unwrap();
    assert_eq!((last.page, last.pages()), (2, 2));
    assert_eq!(last.total, person_log::PAGE + last.entries.len() as u64);
    assert_eq!(person_log::page(services, &gunnar, person, 0).await.unwrap().page, 1);
}
