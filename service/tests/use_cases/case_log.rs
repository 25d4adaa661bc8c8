//! The log of a case: who has seen and changed what.

use chrono::TimeDelta;
use domain::{
    access::Role,
    case::log::{CaseLogEntry, LogField},
    contact::form::ContactForm,
    id::CaseId,
    language::Language,
    list::{CaseColumn, ListQuery},
    measure::{MeasureField, form::MeasureForm},
    operation::{ChangeKind, EntityKind, OperationKind},
};
use service::{ServiceError, case_log, cases, contacts, lists, measures, saving::Seen, session::Session};

use crate::support::{
    LINKOPING, NORRKOPING, TODAY,
    casework::{BIRTH, Office, office},
    database::{TestDatabase, stories},
    posts::{But, post},
    users::role,
};

stories! {
    who_has_seen_and_changed_a_case_is_told_the_latest_first,
    reading_the_log_is_told_once_and_is_its_first_entry,
    what_an_earlier_municipality_noted_is_not_told,
    whom_somebody_has_left_is_told_nothing_of_what_came_later,
    whoever_has_come_back_is_told_of_where_they_left_only_until_then,
    the_log_comes_in_pages,
    the_log_of_a_case_out_of_reach_is_not_read,
}

fn measure(start: &str, notes: &str) -> MeasureForm {
    MeasureForm {
        kind: "Prak".into(),
        start: start.into(),
        occupation_before: "none".into(),
        notes: notes.into(),
        ..MeasureForm::default()
    }
}

fn contact(heading: &str) -> ContactForm {
    ContactForm {
        date: TODAY.into(),
        heading: heading.into(),
        way: "telephone".into(),
        notes: "Hemligt samtal".into(),
        ..ContactForm::default()
    }
}

impl Office {
    async fn log(&self, session: &Session, case: CaseId) -> Vec<CaseLogEntry> {
        let services = &self.fyren.services;
        let view = cases::view(services, session, case).await.unwrap();
        case_log::page(services, session, &view, case_log::Asked::page(1)).await.unwrap().entries
    }
}

fn kinds(log: &[CaseLogEntry]) -> Vec<OperationKind> {
    log.iter().map(|entry| entry.kind).collect()
}

/// Everything that stands in a log, as text.
fn all_of(log: &[CaseLogEntry]) -> String {
    let fields = log.iter().flat_map(|entry| &entry.things).flat_map(|thing| &thing.fields);
    let values = fields.flat_map(|field| [field.before.clone(), field.after.clone()]).flatten();
    values.collect::<Vec<_>>().join(" | ")
}

async fn who_has_seen_and_changed_a_case_is_told_the_latest_first(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let id = measures::register(services, &office.asa, office.case, &measure("2026-11-10", "Bara vår"))
        .await
        .unwrap()
        .id;
    contacts::register(services, &office.bo, office.case, &contact("Samtal")).await.unwrap();
    lists::page(services, &office.bo, &ListQuery::<CaseColumn>::default()).await.unwrap();
    let seen = measures::measure(services, &office.asa, office.case, id).await.unwrap().measure;
    let seen = Seen::new(seen.version, seen.values);
    measures::change(services, &office.bo, office.case, id, &seen, &measure("2026-11-12", "Bara vår"))
        .await
        .unwrap();
    let log = office.log(&office.asa, office.case).await;
    use OperationKind::{CaseUpdate, Casework, ReadCase, ReadList};
    let told = kinds(&log);
    assert_eq!((told[0], told[1], told.last()), (ReadCase, Casework, Some(&CaseUpdate)), "{told:?}");
    assert!(told.contains(&ReadList));
    let changed = &log[1];
    assert_eq!(
        (changed.actor.as_str(), changed.role_name(Language::Swedish)),
        ("Åsa Lindqvist", "Handläggare")
    );
    assert_eq!(changed.organisation, "Norrköping");
    let [thing] = changed.things.as_slice() else { panic!("{changed:?}") };
    assert_eq!((thing.entity, thing.kind), (EntityKind::Measure, ChangeKind::Changed));
    let [start] = thing.fields.as_slice() else { panic!("{thing:?}") };
    assert_eq!(start.field, LogField::Measure(MeasureField::Start));
    assert_eq!((start.before.as_deref(), start.after.as_deref()), (Some("2026-11-10"), Some("2026-11-12")));
    assert!(all_of(&log).contains("Hemligt samtal") && all_of(&log).contains("Bara vår"));
}

async fn reading_the_log_is_told_once_and_is_its_first_entry(database: &TestDatabase) {
    let office = office(database).await;
    let entries = office.entries().await;
    let log = office.log(&office.asa, office.case).await;
    assert_eq!(office.entries().await, entries + 1);
    assert_eq!(kinds(&log), [OperationKind::ReadCase, OperationKind::CaseUpdate]);
    assert!(log[0].things.iter().all(|thing| thing.kind == ChangeKind::Read && thing.fields.is_empty()));
}

async fn what_an_earlier_municipality_noted_is_not_told(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let id = measures::register(services, &office.asa, office.case, &measure("2026-11-10", "Bara vår"))
        .await
        .unwrap()
        .id;
    contacts::register(services, &office.bo, office.case, &contact("Samtal före flytten")).await.unwrap();
    let later = office.moves().await;
    let seen = measures::measure(services, &office.asa, office.case, id).await.unwrap().measure;
    let before = Seen::new(seen.version, seen.values);
    let end = MeasureForm {
        end: "2026-11-18".into(),
        occupation_after: "work".into(),
        outcome: "completed".into(),
        ..measure("2026-11-10", "Bara vår, ändrad")
    };
    measures::change(services, &office.asa, office.case, id, &before, &end).await.unwrap();
    let log = office.log(&office.elsewhere, later).await;
    let told = all_of(&log);
    assert!(!told.contains("Bara vår") && !told.contains("Hemligt") && !told.contains("flytten"), "{told}");
    // That the measure, which it sees, has been ended is told, and by whom.
    assert!(told.contains("completed") && told.contains("2026-11-18"), "{told}");
    // Nor who had read the case of the municipality before.
    let reads = log.iter().filter(|entry| entry.kind == OperationKind::ReadCase).count();
    assert_eq!(reads, 1);
}

async fn whom_somebody_has_left_is_told_nothing_of_what_came_later(database: &TestDatabase) {
    let office = office(database).await;
    let later = office.moves().await;
    let services = &office.fyren.services;
    measures::register(services, &office.elsewhere, later, &measure(TODAY, "I Linköping")).await.unwrap();
    contacts::register(services, &office.elsewhere, later, &contact("Samtal i Linköping")).await.unwrap();
    office.fyren.import([post(BIRTH).living_in(LINKOPING, "2026-11-20").named("Nytt")]).await;
    let log = office.log(&office.asa, office.case).await;
    let told = all_of(&log);
    assert!(!told.contains(LINKOPING) && !told.contains("Linköping") && !told.contains("Nytt"), "{told}");
    use OperationKind::{CaseUpdate, ReadCase};
    assert_eq!(kinds(&log), [ReadCase, CaseUpdate, CaseUpdate], "opened and closed here, and read");
    assert!(log.iter().all(|entry| entry.organisation != "Linköping"));
}

async fn whoever_has_come_back_is_told_of_where_they_left_only_until_then(database: &TestDatabase) {
    let office = office(database).await;
    office.moves().await;
    office.fyren.import([post(BIRTH).living_in(LINKOPING, "2026-11-20").named("Nytt")]).await;
    office.fyren.clock.pass(TimeDelta::days(9));
    office.fyren.import([post(BIRTH).living_in(NORRKOPING, "2026-11-30").named("Nytt")]).await;
    assert!(!office.view().await.has_left);
    let told = all_of(&office.log(&office.asa, office.case).await);
    assert!(!told.contains(LINKOPING) && !told.contains("Linköping") && !told.contains("Nytt"), "{told}");
}

async fn the_log_comes_in_pages(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    for _ in 0..case_log::PAGE {
        cases::view(services, &office.bo, office.case).await.unwrap();
    }
    let view = cases::view(services, &office.asa, office.case).await.unwrap();
    let page =
        async |page| case_log::page(services, &office.asa, &view, case_log::Asked::page(page)).await.unwrap();
    let (first, second) = (page(1).await, page(2).await);
    assert_eq!(
        (first.entries.len() as u64, first.total, first.pages()),
        (case_log::PAGE, case_log::PAGE + 2, 2)
    );
    assert_eq!(kinds(&second.entries), [OperationKind::ReadCase, OperationKind::CaseUpdate]);
    let changes = case_log::Asked { page: 1, changes_only: true };
    let changes = case_log::page(services, &office.asa, &view, changes).await.unwrap();
    assert_eq!((kinds(&changes.entries), changes.total), (vec![OperationKind::CaseUpdate], 1));
    let beyond = page(99).await;
    assert_eq!((beyond.page, beyond.entries), (2, second.entries));
}

async fn the_log_of_a_case_out_of_reach_is_not_read(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let view = cases::view(services, &office.asa, office.case).await.unwrap();
    let foreign = case_log::page(services, &office.elsewhere, &view, case_log::Asked::page(1)).await.unwrap();
    assert_eq!((foreign.total, foreign.entries.len()), (0, 0));
    let auditor = office.fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await;
    assert_eq!(
        case_log::page(services, &auditor, &view, case_log::Asked::page(1)).await.err(),
        Some(ServiceError::Forbidden)
    );
    office.is_protected().await;
    assert_eq!(
        case_log::page(services, &office.asa, &view, case_log::Asked::page(1)).await.unwrap().total,
        0
    );
}
