//! Signing in and out, and the session between.

use chrono::TimeDelta;
use domain::{
    access::{Role, password::PasswordRefusal},
    operation::Actor,
};
use service::{
    ServiceError, filter_token,
    session::{self, ABSOLUTE_LIMIT, Client, IDLE_LIMIT, SignInError},
    users::{self, NewRole, NewUser, UserError},
};

use crate::support::{
    LINKOPING, NORRKOPING, TODAY,
    database::{TestDatabase, stories},
    day, installation,
    users::{PASSWORD, role},
};

stories! {
    a_user_signs_in_with_the_right_password_only,
    five_wrong_passwords_lock_the_account_for_a_while,
    of_many_attempts_at_once_five_are_looked_at,
    a_session_ends_when_it_is_not_used_or_too_old,
    signing_out_ends_the_session_and_filters_go_with_old_sessions,
    a_user_switches_between_their_own_roles_only,
    a_demo_account_works_in_a_demo_only,
    a_new_password_or_an_inactive_account_ends_the_sessions,
    a_user_is_made_only_as_a_user_can_be,
    a_kept_filter_is_its_users_alone,
}

fn caseworker() -> NewRole {
    role(Role::Caseworker, &[NORRKOPING])
}

async fn a_user_signs_in_with_the_right_password_only(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.user("Asa", vec![caseworker()], false).await;
    let token = fyren.sign_in(" ASA ", PASSWORD).await.unwrap();
    let session = fyren.session(&token).await.unwrap();
    assert_eq!(
        (session.name.as_str(), session.acting.title.shipped()),
        ("Åsa Lindqvist", Some(Role::Caseworker))
    );
    assert_eq!(fyren.sign_in("asa", "lyktan lyser 7").await, Err(SignInError::WrongCredentials));
    assert_eq!(fyren.sign_in("nobody", PASSWORD).await, Err(SignInError::WrongCredentials));
    assert_eq!(fyren.sign_in("asa", &PASSWORD.repeat(100)).await, Err(SignInError::WrongCredentials));
    assert!(fyren.session("0123456789").await.is_none());
    assert_ne!(token, fyren.sign_in("asa", PASSWORD).await.unwrap());
}

async fn five_wrong_passwords_lock_the_account_for_a_while(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.user("asa", vec![caseworker()], false).await;
    for _ in 1..5 {
        assert_eq!(fyren.sign_in("asa", "fel").await, Err(SignInError::WrongCredentials));
    }
    assert_eq!(fyren.sign_in("asa", "fel").await, Err(SignInError::LockedOut { minutes: 15 }));
    // The right password helps nobody before the time is out.
    assert!(matches!(fyren.sign_in("asa", PASSWORD).await, Err(SignInError::LockedOut { .. })));
    fyren.clock.pass(TimeDelta::minutes(15));
    assert!(fyren.sign_in("asa", PASSWORD).await.is_ok());
    assert_eq!(fyren.sign_in("asa", "fel").await, Err(SignInError::WrongCredentials));
}

async fn of_many_attempts_at_once_five_are_looked_at(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.user("asa", vec![caseworker()], false).await;
    let mut attempts = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let services = fyren.services.clone();
        attempts.spawn(async move { session::sign_in(&services, "asa", "fel", &Client::default()).await });
    }
    let answers = attempts.join_all().await;
    let wrong = answers.iter().filter(|answer| **answer == Err(SignInError::WrongCredentials)).count();
    let locked = answers.iter().filter(|answer| matches!(answer, Err(SignInError::LockedOut { .. }))).count();
    assert_eq!((wrong, locked), (4, 8));
    // Not even the right password is looked at, and each of the attempts has been told.
    assert!(matches!(fyren.sign_in("asa", PASSWORD).await, Err(SignInError::LockedOut { .. })));
    assert_eq!(fyren.journal().await.0, 1 + 12 + 1);
}

async fn a_session_ends_when_it_is_not_used_or_too_old(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.user("asa", vec![caseworker()], false).await;
    let idle = fyren.sign_in("asa", PASSWORD).await.unwrap();
    fyren.clock.pass(IDLE_LIMIT);
    assert!(fyren.session(&idle).await.is_some());
    fyren.clock.pass(IDLE_LIMIT + TimeDelta::seconds(1));
    assert!(fyren.session(&idle).await.is_none());

    let long = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let token_hash = hex_of(&long);
    for _ in 0..12 {
        fyren.clock.pass(TimeDelta::minutes(60));
        let now = domain::clock::Clock::now(&*fyren.clock);
        assert!(fyren.session(&long).await.is_some());
        database.store.touch_session(&token_hash, now).await.unwrap();
    }
    assert_eq!(ABSOLUTE_LIMIT, TimeDelta::hours(12));
    fyren.clock.pass(TimeDelta::seconds(1));
    assert!(fyren.session(&long).await.is_none());
}

/// What the database keeps of a token.
fn hex_of(token: &str) -> String {
    use sha2::Digest;
    hex::encode(sha2::Sha256::digest(token.as_bytes()))
}

async fn signing_out_ends_the_session_and_filters_go_with_old_sessions(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.user("asa", vec![caseworker()], false).await;
    let token = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let session = fyren.session(&token).await.unwrap();
    let kept = filter_token::keep(&fyren.services, &session, r#"{"find":"Dahl"}"#).await.unwrap();
    session::sign_out(&fyren.services, &session).await.unwrap();
    assert!(fyren.session(&token).await.is_none());
    // The user's other sessions go on with their lists.
    let find = async || filter_token::find(&fyren.services, &session, &kept).await.unwrap();
    assert!(find().await.is_some());
    fyren.clock.pass(ABSOLUTE_LIMIT + TimeDelta::seconds(1));
    fyren.sign_in("asa", PASSWORD).await.unwrap();
    assert_eq!(find().await, None);
}

async fn a_user_switches_between_their_own_roles_only(database: &TestDatabase) {
    let fyren = installation(database);
    let region = role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING]);
    fyren.user("asa", vec![caseworker(), region], false).await;
    let other = fyren.signed_in("bo", role(Role::Auditor, &[NORRKOPING])).await;
    let token = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let session = fyren.session(&token).await.unwrap();
    session::switch_role(&fyren.services, &session, session.roles[1].id).await.unwrap();
    assert_eq!(fyren.session(&token).await.unwrap().acting.title.shipped(), Some(Role::RegionAdministrator));
    let foreign = session::switch_role(&fyren.services, &session, other.acting.id).await;
    assert_eq!(foreign, Err(ServiceError::NotFound));
    assert_eq!(fyren.session(&token).await.unwrap().acting.title.shipped(), Some(Role::RegionAdministrator));
}

async fn a_demo_account_works_in_a_demo_only(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.user("demo", vec![caseworker()], true).await;
    assert_eq!(fyren.sign_in("demo", PASSWORD).await, Err(SignInError::WrongCredentials));
    service::installation::begin_demo(&fyren.services, day(TODAY), &[], &[]).await.unwrap();
    assert!(fyren.sign_in("demo", PASSWORD).await.is_ok());
}

async fn a_new_password_or_an_inactive_account_ends_the_sessions(database: &TestDatabase) {
    let fyren = installation(database);
    fyren.user("asa", vec![caseworker()], false).await;
    let token = fyren.sign_in("asa", PASSWORD).await.unwrap();
    users::set_password(&fyren.services, Actor::Operator, "ASA", "Ett annat ord 8".into(), false)
        .await
        .unwrap();
    assert!(fyren.session(&token).await.is_none());
    assert_eq!(fyren.sign_in("asa", PASSWORD).await, Err(SignInError::WrongCredentials));
    let token = fyren.sign_in("asa", "Ett annat ord 8").await.unwrap();
    users::set_active(&fyren.services, Actor::Operator, "asa", false).await.unwrap();
    assert!(fyren.session(&token).await.is_none());
    assert_eq!(fyren.sign_in("asa", "Ett annat ord 8").await, Err(SignInError::WrongCredentials));
}

async fn a_user_is_made_only_as_a_user_can_be(database: &TestDatabase) {
    let fyren = installation(database);
    let try_to = async |user_name: &str, password: &str, roles: Vec<NewRole>| {
        let (user_name, password) = (user_name.to_owned(), password.to_owned());
        let user = NewUser {
            user_name,
            name: "Åsa".into(),
            password,
            roles,
            demo: false,
            is_one_time: false,
            from: None,
        };
        users::add(&fyren.services, Actor::Operator, user).await
    };
    assert!(matches!(try_to("åsa", PASSWORD, vec![caseworker()]).await, Err(UserError::NameUnusable)));
    assert!(matches!(
        try_to("asa", "kort", vec![caseworker()]).await,
        Err(UserError::Password(PasswordRefusal::TooShort))
    ));
    assert!(matches!(try_to("asa", PASSWORD, vec![]).await, Err(UserError::Municipalities)));
    let nowhere = NewRole { municipalities: Vec::new(), ..caseworker() };
    assert!(matches!(try_to("asa", PASSWORD, vec![nowhere]).await, Err(UserError::Municipalities)));
    // No region is called as a municipality is, and none has other members for one user than for another.
    let two = role(Role::RegionAdministrator, &[NORRKOPING, LINKOPING]);
    let one = NewRole { municipalities: vec![NORRKOPING.try_into().unwrap()], ..two.clone() };
    assert!(matches!(try_to("asa", PASSWORD, vec![two, one]).await, Err(UserError::OtherOrganisation)));
    try_to("asa", PASSWORD, vec![caseworker()]).await.unwrap();
    assert!(matches!(try_to("ASA", PASSWORD, vec![caseworker()]).await, Err(UserError::NameTaken)));
    let unknown = users::set_active(&fyren.services, Actor::Operator, "bo", false).await;
    assert!(matches!(unknown, Err(UserError::Unknown)));
    assert_eq!(users::all(&fyren.services).await.unwrap().len(), 1);
}

async fn a_kept_filter_is_its_users_alone(database: &TestDatabase) {
    let fyren = installation(database);
    let asa = fyren.signed_in("asa", caseworker()).await;
    let bo = fyren.signed_in("bo", caseworker()).await;
    let filter = r#"{"find":"Dahl"}"#;
    let token = filter_token::keep(&fyren.services, &asa, filter).await.unwrap();
    assert_eq!(filter_token::keep(&fyren.services, &asa, filter).await.unwrap(), token);
    assert_ne!(filter_token::keep(&fyren.services, &bo, filter).await.unwrap(), token);
    assert_eq!(filter_token::find(&fyren.services, &asa, &token).await.unwrap().as_deref(), Some(filter));
    assert_eq!(filter_token::find(&fyren.services, &bo, &token).await.unwrap(), None);
    let long = filter_token::keep(&fyren.services, &asa, &"x".repeat(1_100_000)).await;
    assert_eq!(long, Err(ServiceError::TooLarge));
}
