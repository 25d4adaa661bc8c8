//! Invitations: with which a user chooses a password of their own.

use chrono::TimeDelta;
use domain::{
    access::{Role, Scope, password::PasswordRefusal},
    operation::{Actor, OperationKind},
};
use service::{
    access_users::{self, AccessRefusal},
    invitations::{self, InvitationError},
    session::SignInError,
    users::{self, ONE_TIME_FOR},
};

use super::access_users::{Office, now, refusals};
use crate::support::{
    NORRKOPING,
    database::{TestDatabase, stories},
    users::role,
};

stories! {
    whoever_is_invited_chooses_a_password_once,
    a_password_that_cannot_be_used_leaves_the_invitation,
    an_invitation_ends_with_a_newer_one_a_password_the_account_or_a_week,
    an_invitation_lies_in_the_database_under_its_hash_and_is_told,
    nobody_is_invited_whom_nobody_may_let_in,
}

const CHOSEN: &str = "tre gula paraplyer";
const CARD: &str = "SE2321000016-1003";

async fn accepts(office: &Office, token: &str, chosen: &str) -> Result<(), InvitationError> {
    invitations::accept(&office.fyren.services, token, chosen.to_owned(), chosen).await
}

async fn whoever_is_invited_chooses_a_password_once(database: &TestDatabase) {
    let office = Office::of(database).await;
    let (fyren, services) = (&office.fyren, &office.fyren.services);
    let eva = office.added("Eva", CARD).await;
    office.give(eva, Role::Caseworker, &now()).await.unwrap();
    let token = invitations::invite(services, &office.anna, eva).await.unwrap();
    // Whatever looks at the link before its reader does not use it up.
    for _ in 0..2 {
        let invited = invitations::read(services, &token).await.unwrap().unwrap();
        assert_eq!((invited.name.as_str(), invited.user_name.as_str()), ("Eva Ek", "eva.ek"));
    }
    assert_eq!(accepts(&office, &token, CHOSEN).await, Ok(()));
    let signed_in = fyren.sign_in("eva.ek", CHOSEN).await.unwrap();
    assert_eq!(fyren.session(&signed_in).await.unwrap().due(), None, "the password is theirs already");
    assert!(invitations::read(services, &token).await.unwrap().is_none());
    assert_eq!(accepts(&office, &token, "fyra gula paraplyer").await, Err(InvitationError::Ended));
    assert!(fyren.session(&signed_in).await.is_some());
    // Somebody who has a password keeps it, and their session, until another is chosen.
    let token = invitations::invite(services, &office.anna, eva).await.unwrap();
    assert!(fyren.session(&signed_in).await.is_some());
    assert_eq!(accepts(&office, &token, "fyra gula paraplyer").await, Ok(()));
    assert!(fyren.session(&signed_in).await.is_none());
    assert_eq!(fyren.sign_in("eva.ek", CHOSEN).await.err(), Some(SignInError::WrongCredentials));
}

async fn a_password_that_cannot_be_used_leaves_the_invitation(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let eva = office.added("Eva", CARD).await;
    let token = invitations::invite(services, &office.anna, eva).await.unwrap();
    for (chosen, refusal) in
        [("kort", PasswordRefusal::TooShort), ("qwertyuiop12", PasswordRefusal::Guessable)]
    {
        assert_eq!(
            accepts(&office, &token, chosen).await,
            Err(InvitationError::Refused(refusal)),
            "{chosen}"
        );
    }
    let different = invitations::accept(services, &token, CHOSEN.to_owned(), "tre gula").await;
    assert_eq!(different, Err(InvitationError::Refused(PasswordRefusal::WrittenDifferently)));
    assert_eq!(accepts(&office, &token, CHOSEN).await, Ok(()));
    for nothing in ["", "x", "' OR 1=1 --"] {
        assert_eq!(accepts(&office, nothing, CHOSEN).await, Err(InvitationError::Ended));
    }
}

async fn an_invitation_ends_with_a_newer_one_a_password_the_account_or_a_week(database: &TestDatabase) {
    let office = Office::of(database).await;
    let (fyren, services) = (&office.fyren, &office.fyren.services);
    let eva = office.added("Eva", CARD).await;
    let invite = async || invitations::invite(services, &office.anna, eva).await.unwrap();
    let (first, second) = (invite().await, invite().await);
    assert_eq!(accepts(&office, &first, CHOSEN).await, Err(InvitationError::Ended));
    access_users::one_time_password(services, &office.anna, eva).await.unwrap();
    assert_eq!(accepts(&office, &second, CHOSEN).await, Err(InvitationError::Ended));
    let third = invite().await;
    users::set_active(services, Actor::Operator, "eva.ek", false).await.unwrap();
    users::set_active(services, Actor::Operator, "eva.ek", true).await.unwrap();
    assert_eq!(accepts(&office, &third, CHOSEN).await, Err(InvitationError::Ended));
    let fourth = invite().await;
    fyren.clock.pass(ONE_TIME_FOR);
    assert_eq!(accepts(&office, &fourth, CHOSEN).await, Err(InvitationError::Ended));
    let fifth = invite().await;
    fyren.clock.pass(ONE_TIME_FOR - TimeDelta::seconds(1));
    assert_eq!(accepts(&office, &fifth, CHOSEN).await, Ok(()));
    let sixth = invite().await;
    access_users::remove(services, &office.anna, eva).await.unwrap();
    assert_eq!(accepts(&office, &sixth, CHOSEN).await, Err(InvitationError::Ended));
}

async fn an_invitation_lies_in_the_database_under_its_hash_and_is_told(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let eva = office.added("Eva", CARD).await;
    let token = invitations::invite(services, &office.anna, eva).await.unwrap();
    let mut connection = services.store.read(&Scope::of_the_system()).await.unwrap();
    assert_eq!(connection.invited(&token, services.now()).await.unwrap(), None);
    drop(connection);
    accepts(&office, &token, CHOSEN).await.unwrap();
    let mut connection = services.store.read(&Scope::of_the_system()).await.unwrap();
    let journal = connection.log(&Scope::of_the_system(), 1, 100).await.unwrap().rows;
    let told: Vec<(OperationKind, String)> =
        journal.into_iter().map(|entry| (entry.kind, entry.reason)).collect();
    for expected in
        [(OperationKind::AccessChange, "invitation"), (OperationKind::AccountChange, "invitation-accepted")]
    {
        assert!(told.contains(&(expected.0, expected.1.to_owned())), "{expected:?} is not among {told:?}");
    }
    assert!(!format!("{told:?}").contains(&token));
}

async fn nobody_is_invited_whom_nobody_may_let_in(database: &TestDatabase) {
    let office = Office::of(database).await;
    let (fyren, services) = (&office.fyren, &office.fyren.services);
    let bo = fyren.signed_in("bo", super::access_users::administrator(NORRKOPING)).await;
    let bo = office.id_of(&bo).await;
    let refused = invitations::invite(services, &office.anna, bo).await;
    assert_eq!(refusals(refused.unwrap_err()), [AccessRefusal::OfAnAdministrator]);
    let kim = fyren.signed_in("kim", role(Role::Caseworker, &[NORRKOPING])).await;
    let eva = office.added("Eva", CARD).await;
    assert!(
        invitations::invite(services, &kim, eva).await.is_err(),
        "who administers nothing invites nobody"
    );
}
