//! *Radera aktivitetsansvar*.

use domain::{
    access::{Role, Scope},
    case::removal::{Removal, RemovalRefusal},
    contact::form::ContactForm,
    list::{FollowUpColumn, ListQuery},
    measure::form::MeasureForm,
    operation::{ChangeKind, EntityKind, OperationKind},
};
use service::{
    ServiceError, cases, contacts, lists, measures,
    removal::{RemovalFailure, Removed, preview, remove},
    session::Session,
};

use crate::support::{
    LINKOPING, NORRKOPING, TODAY,
    casework::{Office, office},
    database::{TestDatabase, stories},
    place,
    users::role,
};

stories! {
    a_closed_case_goes_with_what_stands_in_it_and_the_journal_keeps_what_it_held,
    an_open_case_is_not_deleted_nor_by_who_may_not,
    what_another_has_changed_since_it_was_asked_is_not_deleted,
    foreign_and_protected_cases_are_not_found,
}

impl Office {
    async fn administrator(&self, codes: &[&str]) -> Session {
        self.fyren.signed_in("birgitta", role(Role::RegionAdministrator, codes)).await
    }

    async fn with_something_in_it(&self) {
        let services = &self.fyren.services;
        let measure = MeasureForm {
            kind: "SYV".into(),
            start: "2026-11-10".into(),
            occupation_before: "none".into(),
            notes: "Hemlig".into(),
            ..MeasureForm::default()
        };
        measures::register(services, &self.asa, self.case, &measure).await.unwrap();
        let contact = ContactForm {
            date: "2026-11-10".into(),
            heading: "Samtal".into(),
            way: "letter".into(),
            follows_up: "1".into(),
            follow_up: "2026-11-30".into(),
            ..ContactForm::default()
        };
        contacts::register(services, &self.asa, self.case, &contact).await.unwrap();
    }
}

async fn a_closed_case_goes_with_what_stands_in_it_and_the_journal_keeps_what_it_held(
    database: &TestDatabase,
) {
    let office = office(database).await;
    office.with_something_in_it().await;
    let moved_to = office.moves().await;
    let birgitta = office.administrator(&[NORRKOPING, LINKOPING]).await;
    let services = &office.fyren.services;
    let asked = preview(services, &birgitta, office.case).await.unwrap();
    assert_eq!((asked.contacts, asked.follow_ups), (1, 1));
    assert_eq!(asked.removal, Ok(Removal { measures: 1, is_reported: true }));
    let entries = office.entries().await;

    let removed = remove(services, &birgitta, office.case, asked.seen).await.unwrap();
    assert_eq!(removed, Removed { measures: 1, contacts: 1 });
    assert_eq!(office.entries().await, entries + 1);
    let mut connection = services.store.read(&Scope::of_the_system()).await.unwrap();
    let latest = connection.log(&Scope::of_the_system(), 1, 1).await.unwrap().rows.remove(0);
    assert_eq!((latest.kind, latest.municipality), (OperationKind::CaseRemoval, Some(place(NORRKOPING))));
    let told = office.told(3).await;
    assert!(told.iter().all(|change| change.kind == ChangeKind::Removed && change.after.is_none()));
    let entities: Vec<_> = told.iter().map(|change| change.entity).collect();
    assert_eq!(entities, [EntityKind::Measure, EntityKind::Contact, EntityKind::Case]);
    assert!(told[0].before.as_deref().is_some_and(|before| before.contains("Hemlig")));

    // It is in no list any more, and the person's other case is.
    let rows: Vec<_> = office.fyren.rows().await.into_iter().map(|row| row.id).collect();
    assert_eq!(rows, [moved_to]);
    let everything = ListQuery::<FollowUpColumn>::default().filtered(domain::list::Filter::everything());
    assert_eq!(lists::page(services, &birgitta, &everything).await.unwrap().total, 0);
    assert_eq!(cases::view(services, &birgitta, office.case).await.err(), Some(ServiceError::NotFound));
    assert!(cases::view(services, &birgitta, moved_to).await.unwrap().other_cases.is_empty());
    let again = remove(services, &birgitta, office.case, asked.seen).await;
    assert_eq!(again, Err(RemovalFailure::Unavailable(ServiceError::NotFound)));
    // The run of the same day goes on as if it had never been.
    office.fyren.run(NORRKOPING, TODAY).await;
}

async fn an_open_case_is_not_deleted_nor_by_who_may_not(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let birgitta = office.administrator(&[NORRKOPING]).await;
    let asked = preview(services, &birgitta, office.case).await.unwrap();
    assert_eq!(asked.removal, Err(RemovalRefusal::Open));
    let refused = remove(services, &birgitta, office.case, asked.seen).await;
    assert_eq!(refused, Err(RemovalFailure::Refused(RemovalRefusal::Open)));
    office.moves().await;
    let entries = office.entries().await;
    for session in [&office.asa, &office.elsewhere] {
        assert_eq!(preview(services, session, office.case).await, Err(ServiceError::Forbidden));
        let refused = remove(services, session, office.case, 1).await;
        assert_eq!(refused, Err(RemovalFailure::Unavailable(ServiceError::Forbidden)));
    }
    assert_eq!(office.entries().await, entries);
}

async fn what_another_has_changed_since_it_was_asked_is_not_deleted(database: &TestDatabase) {
    let office = office(database).await;
    office.moves().await;
    let birgitta = office.administrator(&[NORRKOPING]).await;
    let version = office.version().await;
    let late = remove(&office.fyren.services, &birgitta, office.case, version - 1).await;
    assert!(matches!(late, Err(RemovalFailure::ChangedMeanwhile(_))), "{late:?}");
    assert_eq!(office.version().await, version);
}

async fn foreign_and_protected_cases_are_not_found(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    office.moves().await;
    let elsewhere = office.fyren.signed_in("doris", role(Role::RegionAdministrator, &[LINKOPING])).await;
    let birgitta = office.administrator(&[NORRKOPING]).await;
    let not_found = |session: &Session| {
        let session = session.clone();
        let case = office.case;
        async move {
            assert_eq!(preview(services, &session, case).await, Err(ServiceError::NotFound));
            let refused = remove(services, &session, case, 1).await;
            assert_eq!(refused, Err(RemovalFailure::Unavailable(ServiceError::NotFound)));
        }
    };
    not_found(&elsewhere).await;
    office.is_protected().await;
    not_found(&birgitta).await;
}
