//! Signing in through a provider: what is awaited, whose account it is, and what the journal tells.

use chrono::TimeDelta;
use domain::{
    access::{
        Permission, Role, Scope,
        due::Due,
        provider::{
            ProviderRefusal::{
                self, Closed, Disagreed, Locked, NotAwaited, NothingToDo, Several, Unknown, WithoutId,
            },
            VouchedId, VouchedKind,
        },
        user::{UserForm, UserRefusal},
    },
    id::OrganisationUserId,
    operation::{Actor, OperationKind},
};
use service::{
    access_users::{self, AccessFailure, AccessRefusal},
    provider_sign_in::{self as provider, AWAITED_FOR, AskedOf, ProviderSignInError},
    session::{Client, Session},
    users::{self, UserError},
};
use store::AwaitedAnswer;

use super::access_users::{Office, form, now};
use crate::support::{
    Installation, LINKOPING, NORRKOPING,
    database::{TestDatabase, stories},
    installation, number, raw,
    users::role,
};

stories! {
    an_answer_is_taken_once_by_the_browser_that_began_within_ten_minutes,
    what_is_awaited_lies_in_the_database_under_hashes,
    a_user_is_found_by_the_hsa_id_however_it_is_written,
    a_user_is_found_by_the_personal_number_that_their_organisations_have_written,
    a_personal_number_is_one_users_alone_and_stands_in_no_journal,
    who_has_shown_a_card_is_asked_for_nothing_more,
    who_is_no_user_or_not_a_single_one_is_refused_and_nothing_is_made,
    an_id_that_one_of_several_organisations_has_written_opens_nothing,
    an_account_that_may_not_be_used_or_has_nothing_to_do_is_refused,
    a_locked_account_is_not_opened_by_a_card,
    the_operator_writes_a_card_in_every_organisation_of_an_account,
    why_nobody_was_signed_in_is_told_without_what_the_provider_said,
}

const CARD: &str = "SE2321000016-1003";

fn client() -> Client {
    Client { address: "192.0.2.7".into(), browser: "Firefox/140.0".into() }
}

fn refused<T>(refusal: ProviderRefusal) -> Result<T, ProviderSignInError> {
    Err(ProviderSignInError::Refused(refusal))
}

async fn taken(
    fyren: &Installation,
    asked: &AskedOf,
    browser: &str,
) -> Result<AwaitedAnswer, ProviderSignInError> {
    provider::take(&fyren.services, &asked.state, browser, &client()).await
}

async fn by_card(fyren: &Installation, hsa_id: &str) -> Result<Session, ProviderSignInError> {
    by(fyren, VouchedKind::HsaId, hsa_id).await
}

async fn by_number(fyren: &Installation, number: &str) -> Result<Session, ProviderSignInError> {
    by(fyren, VouchedKind::CivicNumber, number).await
}

async fn by(fyren: &Installation, kind: VouchedKind, told: &str) -> Result<Session, ProviderSignInError> {
    let id = VouchedId::read(kind, told).map_err(ProviderSignInError::Refused)?;
    let token = provider::sign_in(&fyren.services, &id, &client()).await?;
    Ok(fyren.session(&token).await.expect("a token of a session"))
}

/// Norrköping with a caseworker who has a card.
async fn with_card(database: &TestDatabase) -> Office {
    let office = Office::of(database).await;
    let eva = office.added("Eva", CARD).await;
    office.give(eva, Role::Caseworker, &now()).await.unwrap();
    office
}

/// The user name of whoever has a card in the office.
async fn user_name(office: &Office, hsa_id: &str) -> String {
    let mut connection = office.fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let users = connection.access_users(office.anna.acting.organisation_id).await.unwrap();
    users.into_iter().find(|user| user.hsa_id == hsa_id).unwrap().user_name
}

async fn an_answer_is_taken_once_by_the_browser_that_began_within_ten_minutes(database: &TestDatabase) {
    let fyren = installation(database);
    let asked = provider::begin(&fyren.services, "siths", "/aktivitetsansvar").await.unwrap();
    let other = provider::begin(&fyren.services, "siths", "").await.unwrap();
    // Whoever lures somebody to an answer of their own has another browser, and takes nothing from who began.
    assert_eq!(taken(&fyren, &asked, &other.browser).await, refused(NotAwaited));
    assert_eq!(taken(&fyren, &asked, "").await, refused(NotAwaited));
    let awaited = taken(&fyren, &asked, &asked.browser).await.unwrap();
    assert_eq!((awaited.provider.as_str(), awaited.till.as_str()), ("siths", "/aktivitetsansvar"));
    assert_eq!((awaited.nonce, awaited.verifier), (asked.nonce.clone(), asked.verifier.clone()));
    assert_eq!(taken(&fyren, &asked, &asked.browser).await, refused(NotAwaited));
    fyren.clock.pass(AWAITED_FOR);
    assert!(taken(&fyren, &other, &other.browser).await.is_ok());
    let late = provider::begin(&fyren.services, "siths", "").await.unwrap();
    fyren.clock.pass(AWAITED_FOR + TimeDelta::milliseconds(1));
    assert_eq!(taken(&fyren, &late, &late.browser).await, refused(NotAwaited));
    // Of an answer that is brought many times at once, one is looked at.
    let asked = provider::begin(&fyren.services, "siths", "").await.unwrap();
    let (one, two) =
        tokio::join!(taken(&fyren, &asked, &asked.browser), taken(&fyren, &asked, &asked.browser));
    assert_eq!([&one, &two].into_iter().filter(|taken| taken.is_ok()).count(), 1);
}

async fn what_is_awaited_lies_in_the_database_under_hashes(database: &TestDatabase) {
    let fyren = installation(database);
    let asked = provider::begin(&fyren.services, "siths", "").await.unwrap();
    let texts = [&asked.state, &asked.nonce, &asked.verifier, &asked.browser];
    assert!(texts.iter().all(|text| text.len() == 64), "43 to 128 characters are asked of a verifier");
    let mut different = texts.to_vec();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), 4);
    assert!(!texts.iter().any(|text| format!("{asked:?}").contains(text.as_str())));
    let store = &fyren.services.store;
    let as_it_is = (asked.state.as_str(), asked.browser.as_str());
    let since = fyren.services.now() - AWAITED_FOR;
    assert_eq!(store.take_awaited_answer(as_it_is, since).await.unwrap(), None);
    assert!(taken(&fyren, &asked, &asked.browser).await.is_ok());
}

async fn a_user_is_found_by_the_hsa_id_however_it_is_written(database: &TestDatabase) {
    let office = with_card(database).await;
    for written in [CARD, "se2321000016-1003", "  SE2321000016-1003 ", "Se2321000016\u{2013}1003"] {
        let eva = by_card(&office.fyren, written).await.unwrap();
        assert_eq!((eva.name.as_str(), eva.acting.title.shipped()), ("Eva Ek", Some(Role::Caseworker)));
        assert!(eva.may(Permission::ReadCases));
    }
}

/// The personal number of somebody born on a day.
fn of_birth(birth: &str) -> String {
    number(birth).to_string()
}

async fn numbers(office: &Office, user: OrganisationUserId, number: &str) -> Result<(), AccessFailure> {
    let services = &office.fyren.services;
    let known = access_users::user(services, &office.anna, user).await.unwrap().user;
    let form = UserForm { civic_number: number.to_owned(), ..form(&known.first_name, &known.hsa_id) };
    access_users::change(services, &office.anna, user, known.version, &form).await
}

async fn a_user_is_found_by_the_personal_number_that_their_organisations_have_written(
    database: &TestDatabase,
) {
    let office = Office::of(database).await;
    let fyren = &office.fyren;
    let eva = office.added("Eva", CARD).await;
    office.give(eva, Role::Caseworker, &now()).await.unwrap();
    let (number, another) = (of_birth("1990-02-10"), of_birth("1991-02-10"));
    assert_eq!(by_number(fyren, &number).await.err(), Some(ProviderSignInError::Refused(Unknown)));
    numbers(&office, eva, &number).await.unwrap();
    for written in [number.clone(), number.replace('-', "")] {
        assert_eq!(by_number(fyren, &written).await.unwrap().name, "Eva Ek");
    }
    // Another number in its place opens no more by the first.
    numbers(&office, eva, &another).await.unwrap();
    assert_eq!(by_number(fyren, &number).await.err(), Some(ProviderSignInError::Refused(Unknown)));
    assert!(by_number(fyren, &another).await.is_ok());
    numbers(&office, eva, "").await.unwrap();
    assert_eq!(by_number(fyren, &another).await.err(), Some(ProviderSignInError::Refused(Unknown)));
    // Where one of the organisations of an account has written none, the number of the other opens nothing.
    let roles = [NORRKOPING, LINKOPING].map(|code| role(Role::Caseworker, &[code]));
    fyren.user("bo", roles.to_vec(), false).await;
    let of_bo = of_birth("1992-02-10");
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let users = connection.access_users(office.anna.acting.organisation_id).await.unwrap();
    drop(connection);
    let bo = users.into_iter().find(|user| user.user_name == "bo").unwrap();
    let written = UserForm { civic_number: of_bo.clone(), ..form("Bo", "SE2321000016-1010") };
    access_users::change(&fyren.services, &office.anna, bo.id, bo.version, &written).await.unwrap();
    assert_eq!(by_number(fyren, &of_bo).await.err(), Some(ProviderSignInError::Refused(Disagreed)));
    // Two accounts with one number are not chosen between.
    numbers(&office, eva, &number).await.unwrap();
    let olle = fyren.signed_in("olle", super::access_users::administrator(LINKOPING)).await;
    let twin = UserForm { civic_number: number.clone(), ..form("Erik", "SE2321000016-1009") };
    access_users::add(&fyren.services, &olle, &twin).await.unwrap();
    assert_eq!(by_number(fyren, &number).await.err(), Some(ProviderSignInError::Refused(Several)));
}

async fn a_personal_number_is_one_users_alone_and_stands_in_no_journal(database: &TestDatabase) {
    let office = Office::of(database).await;
    let [eva, erik] = [office.added("Eva", CARD).await, office.added("Erik", "SE2321000016-1004").await];
    let number = of_birth("1990-02-10");
    numbers(&office, eva, &number).await.unwrap();
    let taken = AccessFailure::from(AccessRefusal::User(UserRefusal::CivicNumberTaken));
    assert_eq!(numbers(&office, erik, &number).await, Err(taken));
    let journal = raw::text(&database.address, "operation_change").await.to_lowercase();
    assert!(journal.contains(&hex::encode("civic_number")), "that it is set is told");
    for hidden in [number.clone(), number.replace('-', "")] {
        assert!(!journal.contains(&hidden) && !journal.contains(&hex::encode(&hidden)), "{hidden}");
    }
}

async fn who_has_shown_a_card_is_asked_for_nothing_more(database: &TestDatabase) {
    let mut office = with_card(database).await;
    office.fyren.services.requires_second_factor = true;
    // Who administers has signed in with a password, and is asked.
    let anna = office.fyren.sign_in("anna", crate::support::users::PASSWORD).await.unwrap();
    assert_eq!(office.fyren.session(&anna).await.unwrap().due(), Some(Due::SecondFactor));
    let eva = by_card(&office.fyren, CARD).await.unwrap();
    assert_eq!(eva.due(), None);
    assert!(eva.may(Permission::ReadCases));
}

async fn who_is_no_user_or_not_a_single_one_is_refused_and_nothing_is_made(database: &TestDatabase) {
    let office = with_card(database).await;
    let fyren = &office.fyren;
    let before = users::all(&fyren.services).await.unwrap().len();
    assert_eq!(by_card(fyren, "SE2321000016-9999").await.err(), Some(ProviderSignInError::Refused(Unknown)));
    for nothing in ["", " ", "SE2321000016 1003", "'; DROP TABLE account; --"] {
        assert_eq!(by_card(fyren, nothing).await.err(), Some(ProviderSignInError::Refused(WithoutId)));
    }
    assert_eq!(users::all(&fyren.services).await.unwrap().len(), before);
    // Another organisation has given the same id to another account.
    let linkoping = super::access_users::administrator(LINKOPING);
    let olle = fyren.signed_in("olle", linkoping).await;
    access_users::add(&fyren.services, &olle, &form("Erik", CARD)).await.unwrap();
    assert_eq!(by_card(fyren, CARD).await.err(), Some(ProviderSignInError::Refused(Several)));
}

async fn an_id_that_one_of_several_organisations_has_written_opens_nothing(database: &TestDatabase) {
    let office = Office::of(database).await;
    let fyren = &office.fyren;
    let olle = fyren.signed_in("olle", super::access_users::administrator(LINKOPING)).await;
    let roles = [NORRKOPING, LINKOPING].map(|code| role(Role::Caseworker, &[code]));
    fyren.user("eva", roles.to_vec(), false).await;
    writes_the_card(fyren, &office.anna).await;
    assert_eq!(by_card(fyren, CARD).await.err(), Some(ProviderSignInError::Refused(Disagreed)));
    writes_the_card(fyren, &olle).await;
    let eva = by_card(fyren, CARD).await.unwrap();
    assert_eq!(eva.roles.len(), 2, "one account of two organisations is one person");
}

/// An administrator writes the HSA-id of the card on the user `eva` of their organisation.
async fn writes_the_card(fyren: &Installation, administrator: &Session) {
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let users = connection.access_users(administrator.acting.organisation_id).await.unwrap();
    drop(connection);
    let eva = users.into_iter().find(|user| user.user_name == "eva").unwrap();
    access_users::change(&fyren.services, administrator, eva.id, eva.version, &form("Eva", CARD))
        .await
        .unwrap();
}

async fn an_account_that_may_not_be_used_or_has_nothing_to_do_is_refused(database: &TestDatabase) {
    let office = with_card(database).await;
    let fyren = &office.fyren;
    office.added("Erik", "SE2321000016-1004").await;
    let nothing = by_card(fyren, "SE2321000016-1004").await;
    assert_eq!(nothing.err(), Some(ProviderSignInError::Refused(NothingToDo)));
    let eva = user_name(&office, CARD).await;
    users::set_active(&fyren.services, Actor::Operator, &eva, false).await.unwrap();
    assert_eq!(by_card(fyren, CARD).await.err(), Some(ProviderSignInError::Refused(Closed)));
    users::set_active(&fyren.services, Actor::Operator, &eva, true).await.unwrap();
    assert!(by_card(fyren, CARD).await.is_ok());
}

async fn a_locked_account_is_not_opened_by_a_card(database: &TestDatabase) {
    let office = with_card(database).await;
    let eva = user_name(&office, CARD).await;
    for _ in 0..5 {
        office.fyren.sign_in(&eva, "fel").await.unwrap_err();
    }
    assert_eq!(by_card(&office.fyren, CARD).await.err(), Some(ProviderSignInError::Refused(Locked)));
    office.fyren.clock.pass(TimeDelta::minutes(16));
    assert!(by_card(&office.fyren, CARD).await.is_ok());
}

async fn why_nobody_was_signed_in_is_told_without_what_the_provider_said(database: &TestDatabase) {
    let office = with_card(database).await;
    let fyren = &office.fyren;
    by_card(fyren, CARD).await.unwrap();
    by_card(fyren, "SE2321000016-9999").await.err().unwrap();
    let asked = provider::begin(&fyren.services, "siths", "").await.unwrap();
    taken(fyren, &asked, "").await.unwrap_err();
    let error = ProviderRefusal::of_error("<b>access_denied</b>");
    provider::refuse(&fyren.services, error, &client()).await;
    // What is of no account is of no municipality either.
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let told = connection.log(&Scope::of_the_system(), 1, 100).await.unwrap().rows;
    let told: Vec<(OperationKind, &str)> =
        told.iter().map(|entry| (entry.kind, entry.reason.as_str())).collect();
    use OperationKind::{SignIn, SignInFailed};
    let mut expected = vec![
        (SignIn, "192.0.2.7; provider"),
        (SignInFailed, "192.0.2.7; provider-unknown"),
        (SignInFailed, "192.0.2.7; provider-not-awaited"),
        (SignInFailed, "192.0.2.7; provider-faulty"),
    ];
    expected.retain(|entry| !told.contains(entry));
    assert!(expected.is_empty(), "{expected:?} is not among {told:?}");
    assert!(!told.iter().any(|(_, reason)| reason.contains("9999") || reason.contains('<')));
}

async fn the_operator_writes_a_card_in_every_organisation_of_an_account(database: &TestDatabase) {
    let office = with_card(database).await;
    let fyren = &office.fyren;
    let roles = [NORRKOPING, LINKOPING].map(|code| role(Role::Caseworker, &[code]));
    fyren.user("ali", roles.to_vec(), false).await;
    let write = async |user_name: &str, hsa_id: &str| {
        users::set_hsa_id(&fyren.services, Actor::Operator, user_name, hsa_id).await
    };
    assert!(matches!(write("ali", CARD).await, Err(UserError::HsaIdTaken)));
    assert!(matches!(write("ali", "två ord").await, Err(UserError::HsaId(_))));
    assert!(matches!(write("nobody", "SE2321000016-1007").await, Err(UserError::Unknown)));
    write("Ali", "se2321000016-1007").await.unwrap();
    let ali = by_card(fyren, "SE2321000016-1007").await.unwrap();
    assert_eq!(ali.roles.len(), 2);
}
