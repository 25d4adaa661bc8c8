//! The inbox of notices from schools.

use chrono::NaiveDate;
use domain::{
    access::Role,
    civic_number::CivicNumber,
    contact::ContactWay,
    id::NoticeId,
    language::Language,
    note_guard::RiskKind,
    operation::{ChangeKind, EntityKind},
    school_notice::{NoticeForm, NoticeRefusal, NoticeState},
};
use service::{
    ServiceError,
    notices::{self, NoticeFailure, NoticeRecord, Notices},
    session::Session,
};

use crate::support::{
    LINKOPING, NORRKOPING,
    casework::{BIRTH, Office, office},
    database::{TestDatabase, stories},
    number, place,
    posts::{But, post},
    users::role,
};

stories! {
    a_notice_becomes_a_contact_with_one_click_and_once,
    a_notice_is_put_aside_for_a_reason,
    what_the_rules_refuse_of_a_notice_is_not_kept,
    somebody_who_is_not_known_waits_until_they_are,
    nobody_learns_that_somebody_is_protected,
    a_notice_stays_in_its_municipality,
    the_inbox_is_read_page_by_page,
}

fn form(civic_number: &CivicNumber) -> NoticeForm {
    NoticeForm {
        civic_number: civic_number.to_string(),
        kind: "much-absent".into(),
        school: "De Geergymnasiet".into(),
        date: "2026-11-10".into(),
        text: "Ingen närvaro sedan vecka 43".into(),
    }
}

impl Office {
    async fn notice(&self, by: &Session, form: &NoticeForm) -> NoticeId {
        notices::enter(&self.fyren.services, by, place(NORRKOPING), form, &[]).await.unwrap()
    }

    async fn inbox(&self, by: &Session, which: Notices) -> Vec<NoticeRecord> {
        notices::inbox(&self.fyren.services, by, which, 1).await.unwrap().notices
    }

    async fn make_contact(&self, by: &Session, id: NoticeId) -> Result<(), NoticeFailure> {
        notices::make_contact(&self.fyren.services, by, id, Language::Swedish).await.map(drop)
    }
}

fn refusals(failure: NoticeFailure) -> Vec<NoticeRefusal> {
    match failure {
        NoticeFailure::Refused(refusals) => refusals,
        other => panic!("{other:?}"),
    }
}

async fn a_notice_becomes_a_contact_with_one_click_and_once(database: &TestDatabase) {
    let office = office(database).await;
    let id = office.notice(&office.asa, &form(&number(BIRTH))).await;
    let told = office.told(1).await.remove(0);
    assert_eq!((told.entity, told.kind), (EntityKind::SchoolNotice, ChangeKind::Created));
    assert!(told.after.unwrap().contains("De Geergymnasiet"));
    let services = &office.fyren.services;
    assert_eq!(notices::waiting_count(services, &office.bo).await.unwrap(), 1);
    let waiting = office.inbox(&office.bo, Notices::Waiting).await.remove(0);
    assert_eq!(waiting.pupil.as_ref().unwrap().open_case, Some(office.case));
    // That it was read is told of the person.
    let read = office.told(1).await.remove(0);
    assert_eq!((read.entity, read.kind), (EntityKind::SchoolNotice, ChangeKind::Read));

    office.make_contact(&office.bo, id).await.unwrap();
    let contact = office.view().await.contacts.remove(0);
    assert_eq!(contact.heading, "Betydande frånvaro från 2026-11-10: De Geergymnasiet");
    assert_eq!((contact.way, contact.notes.as_str()), (ContactWay::Other, "Ingen närvaro sedan vecka 43"));
    assert_eq!(office.row().await.next_follow_up.map(|day| day.to_string()).as_deref(), Some("2026-11-28"));
    let again = office.make_contact(&office.asa, id).await.unwrap_err();
    assert_eq!(refusals(again), [NoticeRefusal::Handled]);
    assert_eq!(office.view().await.contacts.len(), 1);
    assert!(office.inbox(&office.asa, Notices::Waiting).await.is_empty());
    let handled = office.inbox(&office.asa, Notices::Handled).await.remove(0);
    assert_eq!(handled.state, NoticeState::Contact(office.case, contact.id));
    assert_eq!(notices::waiting_count(services, &office.bo).await.unwrap(), 0);
    // The notice outlives its contact, and waits for nobody.
    service::contacts::remove(services, &office.asa, (office.case, contact.id), 1).await.unwrap();
    let handled = office.inbox(&office.asa, Notices::Handled).await.remove(0);
    assert_eq!(handled.state, NoticeState::PutAside(String::new()));
}

async fn a_notice_is_put_aside_for_a_reason(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let id = office.notice(&office.asa, &form(&number(BIRTH))).await;
    let entries = office.entries().await;
    let without = notices::put_aside(services, &office.asa, id, " ").await.unwrap_err();
    assert!(matches!(without, NoticeFailure::Unreadable(_)));
    assert_eq!(office.entries().await, entries);
    notices::put_aside(services, &office.asa, id, "Dubblett").await.unwrap();
    let told = office.told(1).await.remove(0);
    assert_eq!((told.entity, told.kind), (EntityKind::SchoolNotice, ChangeKind::Changed));
    let handled = office.inbox(&office.asa, Notices::Handled).await.remove(0);
    assert_eq!(handled.state, NoticeState::PutAside("Dubblett".into()));
    let again = notices::put_aside(services, &office.asa, id, "Dubblett").await.unwrap_err();
    assert_eq!(refusals(again), [NoticeRefusal::Handled]);
    assert_eq!(refusals(office.make_contact(&office.asa, id).await.unwrap_err()), [NoticeRefusal::Handled]);
}

async fn what_the_rules_refuse_of_a_notice_is_not_kept(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let entries = office.entries().await;
    let wrong = NoticeForm { civic_number: "2008".into(), school: " ".into(), ..form(&number(BIRTH)) };
    let failure = notices::enter(services, &office.asa, place(NORRKOPING), &wrong, &[]).await.unwrap_err();
    assert_eq!(refusals(failure).len(), 2);
    let risky = NoticeForm { text: "Sjukskriven".into(), ..form(&number(BIRTH)) };
    let failure = notices::enter(services, &office.asa, place(NORRKOPING), &risky, &[]).await.unwrap_err();
    let NoticeFailure::Risky(risks) = failure else { panic!("not guarded") };
    assert_eq!((risks.as_slice(), office.entries().await), ([RiskKind::Health].as_slice(), entries));
    notices::enter(services, &office.asa, place(NORRKOPING), &risky, &risks).await.unwrap();
    // In no inbox but one's own, and in none of a role that edits no cases.
    let foreign = notices::enter(services, &office.asa, place(LINKOPING), &risky, &risks).await.unwrap_err();
    assert!(matches!(foreign, NoticeFailure::Unavailable(ServiceError::Forbidden)));
    let auditor = office.fyren.signed_in("sara", role(Role::Auditor, &[NORRKOPING])).await;
    assert!(notices::inbox(services, &auditor, Notices::Waiting, 1).await.is_err());
    assert!(notices::waiting_count(services, &auditor).await.is_err());
}

async fn somebody_who_is_not_known_waits_until_they_are(database: &TestDatabase) {
    let office = office(database).await;
    let later = "2008-08-18";
    let id = office.notice(&office.asa, &form(&number(later))).await;
    let notice = office.inbox(&office.bo, Notices::Waiting).await.remove(0);
    assert_eq!((notice.id, notice.pupil), (id, None));
    let refused = office.make_contact(&office.asa, id).await.unwrap_err();
    assert_eq!(refusals(refused), [NoticeRefusal::NoOpenCase]);
    office.fyren.import([post(later)]).await;
    let known = office.inbox(&office.bo, Notices::Waiting).await.remove(0).pupil.unwrap();
    assert_eq!(known.open_case, None);
    office.fyren.run(NORRKOPING, "2026-11-20").await;
    office.make_contact(&office.asa, id).await.unwrap();
    // Somebody of another municipality is no more known here than somebody nobody has heard of.
    office.fyren.import([post("2008-08-19").living_in(LINKOPING, "2010-01-01")]).await;
    office.notice(&office.asa, &form(&number("2008-08-19"))).await;
    assert_eq!(office.inbox(&office.asa, Notices::Waiting).await.remove(0).pupil, None);
}

async fn nobody_learns_that_somebody_is_protected(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let before = office.notice(&office.asa, &form(&number(BIRTH))).await;
    office.is_protected().await;
    // What is told of them is answered as of somebody nobody has heard of.
    let after = office.notice(&office.asa, &form(&number(BIRTH))).await;
    let unknown = office.notice(&office.asa, &form(&number("2008-08-18"))).await;
    let own = office.inbox(&office.asa, Notices::Waiting).await;
    assert_eq!(own.iter().map(|notice| notice.id).collect::<Vec<_>>(), [before, after, unknown]);
    assert!(own.iter().all(|notice| notice.pupil.is_none()));
    for id in [before, after, unknown] {
        let refused = office.make_contact(&office.asa, id).await.unwrap_err();
        assert_eq!(refusals(refused), [NoticeRefusal::NoOpenCase]);
    }
    // In nobody else's inbox it lies, is counted, or can be opened.
    let others = office.inbox(&office.bo, Notices::Waiting).await;
    assert_eq!(others.iter().map(|notice| notice.id).collect::<Vec<_>>(), [unknown]);
    assert_eq!(notices::waiting_count(services, &office.bo).await.unwrap(), 1);
    let found = notices::notice(services, &office.bo, before).await;
    assert_eq!(found.err(), Some(ServiceError::NotFound));
    let aside = notices::put_aside(services, &office.bo, before, "Dubblett").await.unwrap_err();
    assert!(matches!(aside, NoticeFailure::Unavailable(ServiceError::NotFound)));
    notices::put_aside(services, &office.asa, before, "Dubblett").await.unwrap();
}

async fn a_notice_stays_in_its_municipality(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let id = office.notice(&office.asa, &form(&number(BIRTH))).await;
    let there = office.moves().await;
    assert!(office.inbox(&office.elsewhere, Notices::Waiting).await.is_empty());
    assert_eq!(notices::notice(services, &office.elsewhere, id).await.err(), Some(ServiceError::NotFound));
    // The case is closed here, and the open one there is not reached by it.
    let refused = office.make_contact(&office.asa, id).await.unwrap_err();
    assert_eq!(refusals(refused), [NoticeRefusal::NoOpenCase]);
    let there = service::cases::view(services, &office.elsewhere, there).await.unwrap();
    assert!(there.contacts.is_empty());
}

async fn the_inbox_is_read_page_by_page(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    for day in 1..=17 {
        let date = NaiveDate::from_ymd_opt(2026, 11, day).unwrap().to_string();
        office.notice(&office.asa, &NoticeForm { date, ..form(&number(BIRTH)) }).await;
    }
    let read = async |page| notices::inbox(services, &office.asa, Notices::Waiting, page).await.unwrap();
    let (first, second, beyond) = (read(1).await, read(2).await, read(u64::MAX).await);
    assert_eq!((first.notices.len(), first.total, first.page), (15, 17, 1));
    assert_eq!((second.notices.len(), second.page), (2, 2));
    assert_eq!((beyond.notices.len(), beyond.page), (2, 2));
    assert_eq!(first.notices[0].notice.date.to_string(), "2026-11-01");
}
