//! *Min sida*: the password and the sessions of one's own.

use chrono::TimeDelta;
use domain::{
    access::{Permission, Role, due::Due, password::PasswordRefusal},
    operation::Actor,
};
use service::{
    ServiceError,
    own_account::{self, PasswordChange, PasswordError},
    session::{Client, Session, SignInError},
    users::{self, NewUser, ONE_TIME_FOR},
};

use crate::support::{
    Installation, NORRKOPING,
    database::{TestDatabase, stories},
    installation,
    users::{PASSWORD, role},
};

stories! {
    a_password_is_exchanged_for_one_that_is_chosen,
    what_is_wrong_with_a_new_password_is_told_and_changes_nothing,
    wrong_current_passwords_are_counted_and_lock_the_account,
    of_two_changes_at_once_one_is_made,
    a_one_time_password_lets_its_owner_do_nothing_but_choose_another,
    a_one_time_password_lasts_a_week,
    sessions_are_told_apart_and_ended,
    nobody_ends_the_session_of_somebody_else,
}

const NEW: &str = "tre gula paraplyer";

fn change(current: &str, new: &str, again: &str) -> PasswordChange {
    PasswordChange { current: current.into(), new: new.into(), again: again.into() }
}

async fn asked(
    fyren: &Installation,
    session: &Session,
    asked: PasswordChange,
) -> Result<String, PasswordError> {
    own_account::change_password(&fyren.services, session, asked, &Client::default()).await
}

async fn asa(fyren: &Installation) -> (String, Session) {
    fyren.user("asa", vec![role(Role::Caseworker, &[NORRKOPING])], false).await;
    let token = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let session = fyren.session(&token).await.unwrap();
    (token, session)
}

async fn a_password_is_exchanged_for_one_that_is_chosen(database: &TestDatabase) {
    let fyren = installation(database);
    let (token, session) = asa(&fyren).await;
    let elsewhere = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let (operations, _) = fyren.journal().await;
    let renewed = asked(&fyren, &session, change(PASSWORD, NEW, NEW)).await.unwrap();
    // A cookie that somebody has copied is worth nothing, and nor is a browser left elsewhere.
    for stale in [&token, &elsewhere] {
        assert!(fyren.session(stale).await.is_none());
    }
    let session = fyren.session(&renewed).await.unwrap();
    assert_eq!(fyren.journal().await.0, operations + 1);
    let account = own_account::read(&fyren.services, &session).await.unwrap();
    assert_eq!(account.password_chosen, Some(domain::clock::Clock::now(&*fyren.clock)));
    assert_eq!(fyren.sign_in("asa", PASSWORD).await, Err(SignInError::WrongCredentials));
    assert!(fyren.sign_in("asa", NEW).await.is_ok());
}

async fn what_is_wrong_with_a_new_password_is_told_and_changes_nothing(database: &TestDatabase) {
    let fyren = installation(database);
    let (token, session) = asa(&fyren).await;
    let before = fyren.journal().await;
    for (new, again, refusal) in [
        ("kort", "kort", PasswordRefusal::TooShort),
        ("åsalindqvist", "åsalindqvist", PasswordRefusal::Guessable),
        ("qwertyuiop12", "qwertyuiop12", PasswordRefusal::Guessable),
        ("norrköping2026", "norrköping2026", PasswordRefusal::Guessable),
        (PASSWORD, PASSWORD, PasswordRefusal::SameAsBefore),
        (NEW, "tre gula paraplye", PasswordRefusal::WrittenDifferently),
        (&NEW.repeat(20), &NEW.repeat(20), PasswordRefusal::TooLong),
    ] {
        let refused = asked(&fyren, &session, change(PASSWORD, new, again)).await;
        assert_eq!(refused, Err(PasswordError::Refused(refusal)), "{new}");
    }
    assert_eq!(fyren.journal().await, before);
    assert!(fyren.session(&token).await.is_some());
    assert!(fyren.sign_in("asa", PASSWORD).await.is_ok());
}

async fn wrong_current_passwords_are_counted_and_lock_the_account(database: &TestDatabase) {
    let fyren = installation(database);
    let (token, session) = asa(&fyren).await;
    for _ in 1..5 {
        let refused = asked(&fyren, &session, change("fel", NEW, NEW)).await;
        assert_eq!(refused, Err(PasswordError::Refused(PasswordRefusal::CurrentWrong)));
    }
    for current in ["fel", PASSWORD] {
        let refused = asked(&fyren, &session, change(current, NEW, NEW)).await;
        assert_eq!(refused, Err(PasswordError::Refused(PasswordRefusal::LockedOut)), "{current}");
    }
    assert!(matches!(fyren.sign_in("asa", PASSWORD).await, Err(SignInError::LockedOut { .. })));
    // Whoever is signed in works on, and changes it when the time is out.
    assert!(fyren.session(&token).await.is_some());
    fyren.clock.pass(TimeDelta::minutes(16));
    assert!(asked(&fyren, &session, change(PASSWORD, NEW, NEW)).await.is_ok());
}

async fn of_two_changes_at_once_one_is_made(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, session) = asa(&fyren).await;
    let (one, other) = tokio::join!(
        asked(&fyren, &session, change(PASSWORD, NEW, NEW)),
        asked(&fyren, &session, change(PASSWORD, "fyra blå trumpeter", "fyra blå trumpeter")),
    );
    let (made, refused) = if one.is_ok() { (NEW, other) } else { ("fyra blå trumpeter", one) };
    assert_eq!(refused, Err(PasswordError::Refused(PasswordRefusal::CurrentWrong)));
    assert!(fyren.sign_in("asa", made).await.is_ok());
}

/// A user whose password was made for them.
async fn bo(fyren: &Installation) {
    let roles = vec![role(Role::RegionAdministrator, &[NORRKOPING])];
    let (user_name, name, password) = ("bo".into(), "Bo Ek".into(), PASSWORD.into());
    let bo = NewUser { user_name, name, password, is_one_time: true, roles, demo: false, from: None };
    users::add(&fyren.services, Actor::Operator, bo).await.unwrap();
}

async fn a_one_time_password_lets_its_owner_do_nothing_but_choose_another(database: &TestDatabase) {
    let fyren = installation(database);
    bo(&fyren).await;
    let session = fyren.session(&fyren.sign_in("bo", PASSWORD).await.unwrap()).await.unwrap();
    assert_eq!(session.due(), Some(Due::Password));
    assert!(!session.may(Permission::ReadCases) && !session.may(Permission::ReadUsers));
    assert_eq!(session.scope().municipalities().map(|reached| reached.len()), Some(0));
    let renewed = asked(&fyren, &session, change(PASSWORD, NEW, NEW)).await.unwrap();
    let session = fyren.session(&renewed).await.unwrap();
    assert_eq!(session.due(), None);
    assert!(session.may(Permission::ReadUsers));
    assert_eq!(session.scope().municipalities().map(|reached| reached.len()), Some(1));
    // One that is made anew asks for that again.
    let made = users::set_password(&fyren.services, Actor::Operator, "bo", PASSWORD.into(), true).await;
    made.unwrap();
    let session = fyren.session(&fyren.sign_in("bo", PASSWORD).await.unwrap()).await.unwrap();
    assert_eq!(session.due(), Some(Due::Password));
}

async fn a_one_time_password_lasts_a_week(database: &TestDatabase) {
    let fyren = installation(database);
    bo(&fyren).await;
    fyren.clock.pass(ONE_TIME_FOR);
    assert!(fyren.sign_in("bo", PASSWORD).await.is_ok());
    fyren.clock.pass(TimeDelta::seconds(1));
    // Only whoever knows it is told.
    assert_eq!(fyren.sign_in("bo", PASSWORD).await, Err(SignInError::OneTimeExpired));
    assert_eq!(fyren.sign_in("bo", "fel").await, Err(SignInError::WrongCredentials));
}

async fn sessions_are_told_apart_and_ended(database: &TestDatabase) {
    let fyren = installation(database);
    let (token, session) = asa(&fyren).await;
    fyren.clock.pass(TimeDelta::minutes(5));
    let tablet = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let old = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let own = own_account::read(&fyren.services, &session).await.unwrap();
    assert_eq!(own.user_name, "asa");
    assert_eq!(own.sessions.iter().map(|own| own.is_this).collect::<Vec<_>>(), [false, false, true]);
    let this = &own.sessions[2];
    assert_eq!((this.browser.as_deref(), this.address.as_str()), (Some("Firefox"), "192.0.2.7"));
    assert!(this.created < own.sessions[0].created);

    own_account::end_session(&fyren.services, &session, own.sessions[1].id).await.unwrap();
    assert!(fyren.session(&tablet).await.is_none() && fyren.session(&old).await.is_some());
    let again = own_account::end_session(&fyren.services, &session, own.sessions[1].id).await;
    assert_eq!(again, Err(ServiceError::NotFound));
    assert_eq!(own_account::end_other_sessions(&fyren.services, &session).await, Ok(1));
    assert!(fyren.session(&old).await.is_none() && fyren.session(&token).await.is_some());
    // What nobody can use any more is not told of.
    fyren.sign_in("asa", PASSWORD).await.unwrap();
    fyren.clock.pass(TimeDelta::minutes(61));
    assert!(own_account::read(&fyren.services, &session).await.unwrap().sessions.is_empty());
}

async fn nobody_ends_the_session_of_somebody_else(database: &TestDatabase) {
    let fyren = installation(database);
    let (token, session) = asa(&fyren).await;
    let eva = fyren.signed_in("eva", role(Role::RegionAdministrator, &[NORRKOPING])).await;
    let own = own_account::read(&fyren.services, &session).await.unwrap();
    let before = fyren.journal().await;
    let foreign = own_account::end_session(&fyren.services, &eva, own.sessions[0].id).await;
    assert_eq!(foreign, Err(ServiceError::NotFound));
    assert_eq!(own_account::end_other_sessions(&fyren.services, &eva).await, Ok(0));
    assert!(fyren.session(&token).await.is_some());
    assert_eq!(fyren.journal().await.0, before.0 + 1);
}
