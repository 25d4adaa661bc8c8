//! How the register is asked.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{Role, Scope},
    case::entry::EntryForm,
    civic_number::CivicNumber,
    clock::Clock,
    operation::Actor,
};
use service::{
    Services, entry,
    population_source::{PopulationSource, SourceFailure, Told},
    session,
    unanswered::Asker,
    users::{self, NewRole, NewUser},
};
use store::{OpenMode, Store};

use super::stand_in::{Act, Authority, StandIn, number, post_of, quick};
use crate::population_register::{Limits, PopulationRegister};

/// The number of each day from 28 February 2011 on.
fn numbers(count: usize) -> Vec<CivicNumber> {
    let first: NaiveDate = "2011-02-28".parse().unwrap();
    first.iter_days().take(count).map(|day| number(&day.format("%Y%m%d").to_string())).collect()
}

async fn failure(client: &PopulationRegister) -> Option<SourceFailure> {
    client.people(&numbers(1)).await.err()
}

#[tokio::test]
async fn who_is_known_is_told_of_and_nobody_else() {
    let register = StandIn::open().await;
    let [known, unknown] = numbers(2).try_into().unwrap();
    register.knows(known.compact(), post_of(&known));
    let told = register.client().people(&[known, unknown]).await.unwrap();
    let [Told::Post(post)] = told.as_slice() else { panic!("{} posts", told.len()) };
    assert_eq!(post.civic_number, known);
    assert_eq!(register.client().people(&[]).await.unwrap().len(), 0);
    assert_eq!(register.calls(), 1);
}

#[tokio::test]
async fn many_are_asked_for_in_parts_with_one_token() {
    let register = StandIn::open().await;
    let all = numbers(1801);
    for number in &all {
        register.knows(number.compact(), post_of(number));
    }
    let limits = Limits { answer: 8 << 20, ..quick() };
    let patient = PopulationRegister::new(register.settings(), limits).unwrap();
    assert_eq!(patient.people(&all).await.unwrap().len(), 1801);
    assert_eq!(register.told(|register| register.asked.clone()), [900, 900, 1]);
    assert_eq!(register.told(|register| (register.tokens_given, register.broken.clone())), (1, vec![]));
}

#[tokio::test]
async fn calls_are_spread_over_time() {
    let register = StandIn::open().await;
    let limits = Limits { numbers: 1, ..Limits::default() };
    let client = PopulationRegister::new(register.settings(), limits).unwrap();
    let begun = tokio::time::Instant::now();
    client.people(&numbers(30)).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
    assert_eq!(register.told(|register| (register.asked.len(), register.broken.clone())), (30, vec![]));
    // The stand-in would have told.
    let limits =
        Limits { numbers: 1, calls_a_second: NonZeroU32::new(1000).unwrap(), attempts: 1, ..quick() };
    let hasty = PopulationRegister::new(register.settings(), limits).unwrap();
    assert_eq!(hasty.people(&numbers(60)).await.err(), Some(SourceFailure::TooOften));
}

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    let register = StandIn::open().await;
    let client = register.client();
    for act in [Act::Status(500, None), Act::Status(503, Some(3600)), Act::Status(429, Some(1)), Act::Broken]
    {
        let before = register.calls();
        register.will([act]);
        assert_eq!(failure(&client).await, None);
        assert_eq!(register.calls() - before, 2);
    }
}

#[tokio::test]
async fn no_call_is_tried_more_often_than_is_sensible() {
    let register = StandIn::open().await;
    let client = register.client();
    for (status, expected) in [
        (500, SourceFailure::OutOfOrder(500)),
        (503, SourceFailure::OutOfOrder(503)),
        (429, SourceFailure::TooOften),
    ] {
        let before = register.calls();
        register.will([0; 3].map(|_| Act::Status(status, None)));
        assert_eq!(failure(&client).await, Some(expected));
        assert_eq!(register.calls() - before, 3);
    }
    // What will not change is tried once.
    for (status, expected) in [
        (400, SourceFailure::NotUnderstood(400)),
        (403, SourceFailure::Forbidden(403)),
        (404, SourceFailure::NotUnderstood(404)),
        (302, SourceFailure::NotUnderstood(302)),
    ] {
        let before = register.calls();
        register.will([Act::Status(status, None)]);
        assert_eq!(failure(&client).await, Some(expected));
        assert_eq!(register.calls() - before, 1);
    }
}

#[tokio::test]
async fn whoever_does_not_answer_is_not_waited_for() {
    let register = StandIn::open().await;
    let limits = Limits { call: Duration::from_millis(700), attempts: 1, ..quick() };
    let client = PopulationRegister::new(register.settings(), limits).unwrap();
    register.will([Act::Silent]);
    assert_eq!(failure(&client).await, Some(SourceFailure::TooSlow));
    drop(register);
    assert!(matches!(failure(&client).await, Some(SourceFailure::Unreachable | SourceFailure::TooSlow)));
}

#[tokio::test]
async fn no_more_is_read_than_an_answer_may_hold() {
    let register = StandIn::open().await;
    let client = register.client();
    for act in [Act::Long(1 << 40), Act::Long((1 << 20) + 1), Act::Endless] {
        register.will([act]);
        assert_eq!(failure(&client).await, Some(SourceFailure::TooLarge));
    }
}

#[tokio::test]
async fn a_token_that_no_longer_holds_is_renewed_once() {
    let register = StandIn::open().await;
    let client = register.client();
    assert_eq!(failure(&client).await, None);
    register.will([Act::Forgetful]);
    assert_eq!(failure(&client).await, None);
    assert_eq!(register.told(|register| register.tokens_given), 2);
    register.will([Act::Forgetful, Act::Forgetful]);
    assert_eq!(failure(&client).await, Some(SourceFailure::Forbidden(401)));
}

#[tokio::test]
async fn nobody_without_the_credentials_is_answered() {
    let register = StandIn::open().await;
    let mut settings = register.settings();
    settings.client_secret = "fel".to_owned();
    let client = PopulationRegister::new(settings, quick()).unwrap();
    assert_eq!(failure(&client).await, Some(SourceFailure::Forbidden(400)));
    // A certificate of another authority.
    let (certificate, key) = Authority::new().certificate();
    std::fs::write(register.file("other.pem"), certificate + &key).unwrap();
    let mut settings = register.settings();
    settings.certificate = register.file("other.pem");
    let client = PopulationRegister::new(settings, quick()).unwrap();
    assert_eq!(failure(&client).await, Some(SourceFailure::Unreachable));
    // A register that another authority vouches for.
    let mut settings = register.settings();
    settings.authority = Some(register.file("other.pem"));
    let client = PopulationRegister::new(settings, quick()).unwrap();
    assert_eq!(failure(&client).await, Some(SourceFailure::Unreachable));
    assert_eq!(register.calls(), 0);
}

#[tokio::test]
async fn an_answer_of_another_form_is_refused_as_a_whole() {
    let register = StandIn::open().await;
    let client = register.client();
    for body in [
        "",
        "<html>Fel</html>",
        "[]",
        "{}",
        "null",
        r#"{"folkbokforingsposter":"inga"}"#,
        r#"{"folkbokforingsposter":[{"#,
    ] {
        let before = register.calls();
        register.will([Act::Body(body.to_owned())]);
        assert_eq!(failure(&client).await, Some(SourceFailure::Unreadable), "{body}");
        assert_eq!(register.calls() - before, 1, "{body}");
    }
}

/// A clock that stands still.
struct Still;

impl Clock for Still {
    fn now(&self) -> DateTime<Utc> {
        "2026-11-21T08:00:00Z".parse().unwrap()
    }
}

#[tokio::test]
async fn who_is_entered_by_hand_is_known_when_the_register_has_answered() {
    let register = StandIn::open().await;
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite://{}", folder.path().join("fyren.db").display());
    let store = Store::open(&address, OpenMode::CreateAndMigrate).await.unwrap();
    let services = Services::new(store, Arc::new(Still));
    let norrkoping = "0581".try_into().unwrap();
    let role = NewRole {
        role: Role::Caseworker.into(),
        organisation: "Norrköping".to_owned(),
        municipalities: vec![norrkoping],
    };
    let user = NewUser {
        user_name: "asa".into(),
        name: "Åsa".into(),
        password: "ett långt lösenord".into(),
        roles: vec![role],
        demo: false,
        is_one_time: false,
        from: None,
    };
    users::add(&services, Actor::Operator, user).await.unwrap();
    let token = session::sign_in(&services, "asa", "ett långt lösenord", &session::Client::default())
        .await
        .unwrap()
        .token;
    let session = session::session(&services, &token).await.unwrap().unwrap();
    let [open, protected] = numbers(2).try_into().unwrap();
    for number in [open, protected] {
        let form = EntryForm {
            municipality: "0581".into(),
            civic_number: number.to_string(),
            registered: "2026-11-21".into(),
            occupation: "unknown".into(),
            ..EntryForm::default()
        };
        let seen = entry::judge(&services, &session, &form).await.unwrap().seen;
        entry::save(&services, &session, &form, &seen).await.unwrap();
        register.knows(number.compact(), post_of(&number));
    }
    let mut secret = post_of(&protected);
    secret["skyddAvPersonuppgifter"] = "SKYDDAD_FOLKBOKFORING".into();
    register.told(|register| assert_eq!(register.asked.len(), 0));
    register.knows_better(protected.compact(), secret);
    let outcome = Asker::default().ask(&services, &register.client()).await.unwrap().unwrap();
    assert_eq!((outcome.rows, outcome.changed, outcome.error_count), (2, 2, 0));
    let mut connection = services.store.read(&Scope::of_the_system()).await.unwrap();
    let people = connection.people_by_number(&Scope::of_the_system(), &[open, protected]).await.unwrap();
    assert_eq!(people[&open].name.full(), "Viggo Ek Dahl");
    assert!(people[&protected].protection.protected_registration);
    let seen = connection.people_by_number(&Scope::of_look_ups(), &[open, protected]).await.unwrap();
    assert_eq!(seen.keys().collect::<Vec<_>>(), [&open]);
    drop(connection);
    services.store.close().await;
}
