//! The contacts of one case.

use chrono::TimeDelta;
use domain::{
    access::Role,
    case::CaseStatus,
    contact::{ContactField, ContactRefusal, change::ContactValues, form::ContactForm},
    follow_up::FollowUp,
    form::Mistake,
    id::ContactId,
    operation::{ChangeKind, EntityKind},
    record::{ChangedMeanwhile, Side},
};
use service::{
    ServiceError, contacts,
    saving::{SaveFailure, Seen},
    session::Session,
};

use crate::support::{
    LINKOPING, NORRKOPING,
    casework::{Office, office},
    database::{TestDatabase, stories},
    day,
    users::role,
};

stories! {
    a_contact_is_registered_told_and_stands_in_the_list,
    whoever_makes_a_contact_may_take_the_case,
    what_the_rules_refuse_of_a_contact_changes_nothing,
    everything_that_is_wrong_with_a_change_of_a_contact_is_told_at_once,
    a_contact_is_changed_and_removed,
    of_two_changes_of_a_contact_none_is_lost_unseen,
    contacts_of_others_are_not_found,
    a_form_that_is_posted_twice_registers_one_contact,
}

fn form(heading: &str, follow_up: &str) -> ContactForm {
    let follows_up = if follow_up.is_empty() { "" } else { "1" };
    ContactForm {
        date: "2026-11-20".into(),
        heading: heading.into(),
        way: "telephone".into(),
        notes: "Ringer igen".into(),
        follows_up: follows_up.into(),
        follow_up: follow_up.into(),
        ..ContactForm::default()
    }
}

impl Office {
    async fn contact(&self, follow_up: &str) -> ContactId {
        let form = form("Ej anträffbar", follow_up);
        contacts::register(&self.fyren.services, &self.asa, self.case, &form).await.unwrap()
    }

    async fn seen_contact(&self, session: &Session, id: ContactId) -> Seen<ContactValues> {
        let contact = contacts::contact(&self.fyren.services, session, id).await.unwrap().contact;
        Seen::new(contact.version, contact.values)
    }
}

async fn a_contact_is_registered_told_and_stands_in_the_list(database: &TestDatabase) {
    let office = office(database).await;
    let entries = office.entries().await;
    let id = office.contact("2026-11-25").await;
    let row = office.row().await;
    assert_eq!((row.latest_contact, row.next_follow_up), (Some(day("2026-11-20")), Some(day("2026-11-25"))));
    assert_eq!((row.status, row.caseworker), (CaseStatus::NeedsAction, None));
    assert_eq!(office.fyren.journal().await, (entries + 1, 1));
    let told = office.told(1).await.remove(0);
    assert_eq!((told.entity, told.entity_id, told.kind), (EntityKind::Contact, id.0, ChangeKind::Created));
    let shown = office.view().await.contacts.remove(0);
    assert_eq!((shown.id, shown.created_by.as_str(), shown.changed.as_str()), (id, "Åsa Lindqvist", ""));
}

async fn whoever_makes_a_contact_may_take_the_case(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let taking = |account: domain::id::AccountId| ContactForm {
        caseworker: account.to_string(),
        ..form("Ej anträffbar", "")
    };
    let asa = office.asa.account;
    contacts::register(services, &office.asa, office.case, &taking(asa)).await.unwrap();
    assert_eq!(office.row().await.caseworker.as_deref(), Some("Åsa Lindqvist"));
    assert_eq!((office.version().await, office.fyren.journal().await.1), (2, 2));
    // Once more changes nothing of the case; somebody of another municipality cannot have it.
    contacts::register(services, &office.asa, office.case, &taking(asa)).await.unwrap();
    assert_eq!(office.version().await, 2);
    let foreign = taking(office.elsewhere.account);
    let refused = contacts::register(services, &office.asa, office.case, &foreign).await.unwrap_err();
    assert_eq!(refused, SaveFailure::Refused(vec![ContactRefusal::CaseworkerElsewhere]));
    assert_eq!(office.view().await.contacts.len(), 2);
}

async fn what_the_rules_refuse_of_a_contact_changes_nothing(database: &TestDatabase) {
    let office = office(database).await;
    let entries = office.entries().await;
    let failure = async |form: ContactForm| {
        contacts::register(&office.fyren.services, &office.asa, office.case, &form).await.unwrap_err()
    };
    let ahead = ContactForm { date: "2026-11-22".into(), ..form("Möte", "") };
    assert_eq!(failure(ahead).await, SaveFailure::Refused(vec![ContactRefusal::DateAhead]));
    let before = form("Möte", "2026-11-19");
    assert_eq!(failure(before).await, SaveFailure::Refused(vec![ContactRefusal::FollowUpBeforeContact]));
    let long = ContactForm { notes: "a".repeat(100_000), ..form("Möte", "") };
    let SaveFailure::Unreadable(errors) = failure(long).await else { panic!("read") };
    assert_eq!(errors[0].field, ContactField::Notes);
    assert!(matches!(errors[0].mistake, Mistake::TooLong { limit: 10_000 }));
    assert_eq!(office.entries().await, entries);
    assert!(office.view().await.contacts.is_empty());
}

async fn everything_that_is_wrong_with_a_change_of_a_contact_is_told_at_once(database: &TestDatabase) {
    let office = office(database).await;
    let id = office.contact("2026-11-25").await;
    let seen = office.seen_contact(&office.bo, id).await;
    let wrong = ContactForm { date: "2026-11-22".into(), ..form(" ", "2026-11-25") };
    let changed =
        contacts::change(&office.fyren.services, &office.bo, (office.case, id), &seen, &wrong).await;
    let Err(SaveFailure::Both(errors, refusals)) = changed else { panic!("{changed:?}") };
    let fields: Vec<_> = errors.iter().map(|error| error.field).collect();
    assert_eq!((fields, refusals), (vec![ContactField::Heading], vec![ContactRefusal::DateAhead]));
    assert_eq!(office.seen_contact(&office.bo, id).await.version, 1);
}

async fn a_contact_is_changed_and_removed(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let id = office.contact("2026-11-25").await;
    let seen = office.seen_contact(&office.bo, id).await;
    let closing = ContactForm { closed: "Nådd".into(), ..form("Nådd per telefon", "2026-11-25") };
    contacts::change(services, &office.bo, (office.case, id), &seen, &closing).await.unwrap();
    let seen = office.seen_contact(&office.bo, id).await;
    let closed = FollowUp::Closed { due: day("2026-11-25"), on: day("2026-11-21"), reason: "Nådd".into() };
    assert_eq!((seen.version, &seen.values.follow_up), (2, &closed));
    assert_eq!(office.row().await.next_follow_up, None);
    assert_eq!(office.view().await.contacts[0].changed, "Åsa Lindqvist, 2026-11-21 09:00");
    contacts::remove(services, &office.asa, (office.case, id), 2).await.unwrap();
    let told = office.told(1).await.remove(0);
    assert_eq!((told.entity, told.kind), (EntityKind::Contact, ChangeKind::Removed));
    assert_eq!(office.row().await.latest_contact, None);
}

async fn of_two_changes_of_a_contact_none_is_lost_unseen(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let id = office.contact("2026-11-25").await;
    let first = office.seen_contact(&office.asa, id).await;
    contacts::change(services, &office.bo, (office.case, id), &first, &form("Nådd", "2026-11-25"))
        .await
        .unwrap();
    // Whoever has not touched the heading does not put the old one back.
    let later = form("Ej anträffbar", "2026-11-27");
    let saved = contacts::change(services, &office.asa, (office.case, id), &first, &later).await.unwrap();
    let told = saved.taken_over.unwrap();
    assert_eq!((told.fields, told.by.as_str()), (vec![ContactField::Heading], "Åsa Lindqvist"));
    let third = form("Flyttat", "2026-11-25");
    let failure =
        contacts::change(services, &office.asa, (office.case, id), &first, &third).await.unwrap_err();
    let SaveFailure::Conflict(clash) = failure else { panic!("no conflict") };
    assert_eq!((clash.version, clash.fields[0].field), (3, ContactField::Heading));
    // The day is the other's alone, and is shown as such.
    assert_eq!(clash.theirs_alone, [ContactField::FollowUp]);
    let removed =
        contacts::remove(services, &office.asa, (office.case, id), first.version).await.unwrap_err();
    assert_eq!(removed, SaveFailure::ChangedMeanwhile(ChangedMeanwhile));
    let present = office.seen_contact(&office.asa, id).await;
    assert_eq!((present.version, present.values.heading.as_str()), (3, "Nådd"));
    let sides = [("heading".to_owned(), Side::Mine)].into();
    let chosen = Seen { version: clash.version, sides, ..first };
    contacts::change(services, &office.asa, (office.case, id), &chosen, &third).await.unwrap();
    let after = office.seen_contact(&office.asa, id).await.values;
    assert_eq!((after.heading.as_str(), after.follow_up.due()), ("Flyttat", Some(day("2026-11-27"))));
}

async fn contacts_of_others_are_not_found(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let id = office.contact("2026-11-25").await;
    let seen = office.seen_contact(&office.asa, id).await;
    let there = office.moves().await;
    let region = office.fyren.signed_in("sara", role(Role::Auditor, &[NORRKOPING, LINKOPING])).await;
    let tries = async |session: &Session, why: ServiceError| {
        let entries = office.entries().await;
        let failure = || SaveFailure::Unavailable(why);
        assert_eq!(contacts::contact(services, session, id).await.err(), Some(why));
        let registered = contacts::register(services, session, office.case, &form("Hej", "")).await;
        assert_eq!(registered.unwrap_err(), failure());
        let changed = contacts::change(services, session, (office.case, id), &seen, &form("Hej", "")).await;
        assert_eq!(changed.unwrap_err(), failure());
        assert_eq!(contacts::remove(services, session, (office.case, id), 1).await.unwrap_err(), failure());
        assert_eq!(office.entries().await, entries);
    };
    // Nothing of what was said moves with the person, and the earlier municipality reaches nothing of the later case.
    tries(&office.elsewhere, ServiceError::NotFound).await;
    tries(&region, ServiceError::Forbidden).await;
    let later = contacts::register(services, &office.elsewhere, there, &form("Hej", "")).await.unwrap();
    assert_eq!(contacts::contact(services, &office.asa, later).await.err(), Some(ServiceError::NotFound));
    // Whoever has left may still be written to.
    contacts::register(services, &office.asa, office.case, &form("Brev", "")).await.unwrap();
    office.is_protected().await;
    tries(&office.asa, ServiceError::NotFound).await;
}

async fn a_form_that_is_posted_twice_registers_one_contact(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let posting = |filled_in: &str| office.asa.clone().posting("drawn", filled_in);
    let registered = async |session: &Session| {
        contacts::register(services, session, office.case, &form("Samtal", "")).await.map(drop)
    };
    let done_before = Err(SaveFailure::Unavailable(ServiceError::DoneBefore));
    // What is refused has not been done, and may be asked for again.
    let refused = contacts::register(services, &posting("one"), office.case, &ContactForm::default()).await;
    assert!(matches!(refused, Err(SaveFailure::Unreadable(_))));
    let (first, second) = (posting("one"), posting("one"));
    let (first, second) = tokio::join!(registered(&first), registered(&second));
    assert!(
        [(&first, &second), (&second, &first)].contains(&(&Ok(()), &done_before)),
        "{first:?} {second:?}"
    );
    assert_eq!(registered(&posting("one")).await, done_before);
    // With something else filled in, or by somebody else, it is another.
    assert_eq!(registered(&posting("two")).await, Ok(()));
    assert_eq!(registered(&office.bo.clone().posting("drawn", "one")).await, Ok(()));
    assert_eq!(office.view().await.contacts.len(), 3);
    // Without a token nothing is known of what was posted.
    assert_eq!(registered(&office.asa.clone().posting("", "one")).await, Ok(()));
    office.fyren.clock.pass(TimeDelta::days(3));
    assert_eq!(registered(&posting("one")).await, Ok(()));
}
