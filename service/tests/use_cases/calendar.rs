//! Calendars of follow-ups that other programmes subscribe to.

use chrono::TimeDelta;
use domain::{
    access::{Role, Scope},
    contact::form::ContactForm,
    follow_up::closing::ClosingForm,
    id::{CaseId, ContactId},
    language::Language,
    operation::{Actor, OperationKind},
};
use service::{
    ServiceError,
    calendar::{self, MOST_SUBSCRIPTIONS},
    contacts,
    jobs::{self, Asked, Origin},
    session::Session,
    users,
};

use crate::support::{
    LINKOPING, NORRKOPING,
    casework::{Office, office},
    database::{TestDatabase, stories},
    raw,
    users::role,
};

stories! {
    a_calendar_tells_what_is_due_by_initials_and_the_journal_who_has_read_it,
    a_calendar_of_my_own_cases_is_mine,
    what_is_closed_long_past_protected_or_out_of_the_role_is_in_no_calendar,
    nothing_is_answered_once_a_subscription_has_ended,
    only_the_hash_of_a_token_is_kept,
    a_subscription_is_its_owners_alone,
}

impl Office {
    async fn due(&self, due: &str, caseworker: Option<&Session>) -> ContactId {
        let form = ContactForm {
            date: "2026-09-10".into(),
            heading: "Hemligt ord".into(),
            way: "letter".into(),
            notes: "Hemlig anteckning".into(),
            follows_up: "1".into(),
            follow_up: due.into(),
            caseworker: caseworker.map(|session| session.account.to_string()).unwrap_or_default(),
            ..ContactForm::default()
        };
        contacts::register(&self.fyren.services, &self.asa, self.case, &form).await.unwrap()
    }

    async fn subscribed(&self, session: &Session, mine: bool) -> String {
        calendar::subscribe(&self.fyren.services, session, mine, Language::Swedish).await.unwrap()
    }

    async fn calendar(&self, token: &str) -> Option<String> {
        let address = |case: CaseId, contact: ContactId| format!("https://fyren.example/{case}/{contact}");
        calendar::read(&self.fyren.services, token, "fyren.example", address).await.unwrap()
    }

    /// The days that a calendar tells of.
    async fn days(&self, token: &str) -> Vec<String> {
        let text = self.calendar(token).await.unwrap();
        let day = |line: &str| line.strip_prefix("DTSTART;VALUE=DATE:").map(str::to_owned);
        text.lines().filter_map(day).collect()
    }
}

async fn a_calendar_tells_what_is_due_by_initials_and_the_journal_who_has_read_it(database: &TestDatabase) {
    let office = office(database).await;
    let later = office.due("2026-12-01", None).await;
    office.due("2026-11-20", None).await;
    let token = office.subscribed(&office.asa, false).await;
    let entries = office.entries().await;
    let text = office.calendar(&token).await.unwrap();
    let case = office.case;
    assert!(text.contains("SUMMARY:Uppföljning: V.D. (Brev)"), "{text}");
    assert!(text.contains(&format!("URL:https://fyren.example/{case}/{later}")), "{text}");
    for private in ["Viggo", "Dahl", "2008", "Hemlig"] {
        assert!(!text.contains(private), "{private}: {text}");
    }
    assert_eq!(office.days(&token).await, ["20261120", "20261201"]);
    let mut connection = office.fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let latest = connection.log(&Scope::of_the_system(), 1, 1).await.unwrap().rows.remove(0);
    assert_eq!((latest.kind, latest.changes), (OperationKind::ReadCalendar, 2));
    assert_eq!(latest.actor, office.asa.name);
    assert_eq!(office.entries().await, entries + 2);
    let read =
        calendar::subscriptions(&office.fyren.services, &office.asa).await.unwrap().remove(0).last_read;
    assert_eq!(read, Some(office.fyren.services.now()));
}

async fn a_calendar_of_my_own_cases_is_mine(database: &TestDatabase) {
    let office = office(database).await;
    let [bos, asas] = [office.subscribed(&office.bo, true).await, office.subscribed(&office.asa, true).await];
    office.due("2026-12-01", Some(&office.bo)).await;
    // The two have the same name and are not the same.
    assert_eq!((office.days(&bos).await.len(), office.days(&asas).await.len()), (1, 0));
}

async fn what_is_closed_long_past_protected_or_out_of_the_role_is_in_no_calendar(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let token = office.subscribed(&office.asa, false).await;
    let foreign = office.subscribed(&office.elsewhere, false).await;
    office.due("2026-10-21", None).await;
    office.due("2026-10-22", None).await;
    let closed = office.due("2026-11-20", None).await;
    office.due("2026-11-23", None).await;
    let form = ClosingForm { top: "Nådd".into(), ..ClosingForm::default() };
    let asked = Asked::CloseFollowUps(form);
    jobs::start(services, &office.asa, &[closed.0], &asked, Origin::default()).await.unwrap();
    assert_eq!(office.days(&token).await, ["20261022", "20261123"]);
    // The case closes, its follow-ups do not.
    office.moves().await;
    assert_eq!(office.days(&token).await, ["20261022", "20261123"]);
    assert!(office.days(&foreign).await.is_empty());
    office.is_protected().await;
    assert!(office.days(&token).await.is_empty());
}

async fn nothing_is_answered_once_a_subscription_has_ended(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    office.due("2026-12-01", None).await;
    let [first, second] =
        [office.subscribed(&office.asa, false).await, office.subscribed(&office.asa, false).await];
    let id = calendar::subscriptions(services, &office.asa).await.unwrap()[0].id;
    calendar::revoke(services, &office.asa, id).await.unwrap();
    assert_eq!(office.calendar(&first).await, None);
    assert!(office.calendar(&second).await.is_some());
    assert_eq!(calendar::revoke(services, &office.asa, id).await, Err(ServiceError::NotFound));

    // The role becomes another that reads no cases, and then ends.
    let of_the_role = format!("id = {}", office.asa.acting.id);
    let becomes = format!(
        "UPDATE access_grant SET user_role_id = (SELECT id FROM user_role WHERE code = 'auditor') WHERE {of_the_role}"
    );
    raw::execute(&database.address, &becomes).await.unwrap();
    assert_eq!(office.calendar(&second).await, None);
    let ends =
        format!("UPDATE access_grant SET from_day = '2019-01-01', to_day = '2020-01-01' WHERE {of_the_role}");
    raw::execute(&database.address, &ends).await.unwrap();
    assert_eq!(office.calendar(&second).await, None);

    let bos = office.subscribed(&office.bo, false).await;
    for active in [false, true] {
        users::set_active(services, Actor::Operator, "bo", active).await.unwrap();
        assert_eq!(office.calendar(&bos).await, None, "{active}");
    }
    let zeros = "0".repeat(64);
    for unknown in ["", "x", zeros.as_str(), &second[1..], &second.to_uppercase()] {
        assert_eq!(office.calendar(unknown).await, None, "{unknown}");
    }
}

async fn only_the_hash_of_a_token_is_kept(database: &TestDatabase) {
    let office = office(database).await;
    let token = office.subscribed(&office.asa, false).await;
    office.calendar(&token).await.unwrap();
    for table in ["calendar_feed", "operation", "filter_token", "setting"] {
        assert!(!raw::text(&database.address, table).await.contains(&token), "{table}");
    }
}

async fn a_subscription_is_its_owners_alone(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let token = office.subscribed(&office.asa, false).await;
    let id = calendar::subscriptions(services, &office.asa).await.unwrap()[0].id;
    assert!(calendar::is_own(services, &office.asa, &token).await.unwrap());
    assert!(!calendar::is_own(services, &office.bo, &token).await.unwrap());
    assert!(calendar::subscriptions(services, &office.bo).await.unwrap().is_empty());
    assert_eq!(calendar::revoke(services, &office.bo, id).await, Err(ServiceError::NotFound));
    for _ in 1..MOST_SUBSCRIPTIONS {
        office.subscribed(&office.asa, true).await;
    }
    let beyond = calendar::subscribe(services, &office.asa, true, Language::English).await;
    assert_eq!(beyond, Err(ServiceError::TooLarge));
    let auditor = office.fyren.signed_in("sara", role(Role::Auditor, &[NORRKOPING, LINKOPING])).await;
    let refused = calendar::subscribe(services, &auditor, false, Language::Swedish).await;
    assert_eq!(refused, Err(ServiceError::Forbidden));
    // It is as long as its owner wants it.
    office.fyren.clock.pass(TimeDelta::days(400));
    assert!(office.calendar(&token).await.is_some());
}
