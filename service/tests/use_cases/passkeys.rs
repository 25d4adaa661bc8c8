//! Passkeys: adding and removing them, and signing in with one. The answers are signed by an authenticator in software.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{
    access::{Permission, Role, Scope, due::Due, passkey::PasskeyRefusal as Refusal},
    clock::Clock,
    id::PasskeyId,
    operation::{Actor, OperationKind},
};
use service::{
    ServiceError,
    sealing::SealingKey,
    second_factor::{
        self, Asked, SecondFactorChange, SecondFactorError,
        passkey::{
            self, AWAITED_FOR, PasskeyError,
            sign_in::{PasskeySignInError, Ways, answer, ask, sign_in, ways},
        },
        sign_in::{CODES, CodeError},
    },
    session::{Client, HALF_FOR, Session},
    users,
};
use totp_rs::{Builder, Secret};

use crate::support::{
    Installation, NORRKOPING,
    authenticator::{ADDRESS, Authenticator},
    database::{TestDatabase, stories},
    installation,
    users::{PASSWORD, role},
};

stories! {
    a_passkey_is_added_with_a_password_and_signs_in_after_one,
    a_passkey_signs_in_without_a_password,
    what_is_wrong_with_the_adding_is_told_and_changes_nothing,
    the_adding_takes_five_minutes_at_most_and_one_session,
    an_answer_is_accepted_once_and_from_the_browser_that_was_asked,
    what_was_signed_elsewhere_or_by_nobody_or_changed_is_refused,
    a_passkey_that_counts_backwards_may_be_a_copy,
    nobody_answers_for_another,
    a_passkey_that_was_removed_and_a_closed_account_sign_nobody_in,
    wrong_answers_count_and_lock_the_account,
    half_a_sign_in_awaits_a_passkey_for_ten_minutes_and_five_answers,
    whoever_has_codes_too_chooses_between_them_and_changes_nothing_without_one,
    where_a_second_factor_is_required_a_passkey_is_one_and_the_last_stays,
    an_administrator_takes_passkeys_away,
    each_outcome_of_a_passkey_is_in_the_journal,
}

fn client() -> Client {
    Client { address: "192.0.2.7".into(), browser: "Firefox/140.0".into() }
}

fn asked(password: &str) -> Asked {
    Asked { password: password.into(), code: String::new() }
}

fn refused<T>(refusal: Refusal) -> Result<T, PasskeyError> {
    Err(PasskeyError::Refused(refusal))
}

async fn asa(fyren: &Installation) -> Session {
    fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await
}

async fn begin(fyren: &Installation, session: &Session, name: &str) -> Result<(), PasskeyError> {
    passkey::begin(&fyren.services, session, ADDRESS, (name, asked(PASSWORD)), &client()).await
}

async fn options(fyren: &Installation, session: &Session) -> String {
    passkey::read(&fyren.services, session).await.unwrap().options.unwrap()
}

async fn confirm(fyren: &Installation, session: &Session, answer: &str) -> Result<String, PasskeyError> {
    passkey::confirm(&fyren.services, session, ADDRESS, answer).await
}

/// Gives somebody a passkey, and returns it with the session that goes on.
async fn added(fyren: &Installation, session: &Session) -> (Session, Authenticator) {
    let mut phone = Authenticator::new();
    begin(fyren, session, "Telefonen").await.unwrap();
    let answer = phone.make(&options(fyren, session).await);
    let token = confirm(fyren, session, &answer).await.unwrap();
    (fyren.session(&token).await.unwrap(), phone)
}

/// Half a session of somebody who has a passkey.
async fn half(fyren: &Installation, user_name: &str) -> String {
    fyren.sign_in(user_name, PASSWORD).await.unwrap()
}

/// What is asked of a passkey in half a session.
async fn asked_in(fyren: &Installation, half: &str) -> String {
    let asked = ask(&fyren.services, ADDRESS, Some(half)).await.unwrap();
    assert!(asked.browser.is_none());
    asked.options
}

async fn answered(fyren: &Installation, half: &str, posted: &str) -> Result<String, PasskeySignInError> {
    answer(&fyren.services, (ADDRESS, half), posted, &client()).await
}

/// What is asked of any passkey, and what the browser shows with the answer.
async fn asked_of_any(fyren: &Installation) -> (String, String) {
    let asked = ask(&fyren.services, ADDRESS, None).await.unwrap();
    (asked.options, asked.browser.unwrap())
}

async fn alone(fyren: &Installation, browser: &str, posted: &str) -> Result<String, PasskeySignInError> {
    sign_in(&fyren.services, (ADDRESS, browser), posted, &client()).await
}

async fn attempts(fyren: &Installation) -> i64 {
    fyren
        .services
        .store
        .read(&Scope::of_the_system())
        .await
        .unwrap()
        .account("asa")
        .await
        .unwrap()
        .unwrap()
        .failed_attempts
}

async fn own(fyren: &Installation, session: &Session) -> Vec<(PasskeyId, String)> {
    let own = passkey::read(&fyren.services, session).await.unwrap();
    own.passkeys.into_iter().map(|passkey| (passkey.id, passkey.name)).collect()
}

async fn a_passkey_is_added_with_a_password_and_signs_in_after_one(database: &TestDatabase) {
    let fyren = installation(database);
    let session = asa(&fyren).await;
    let elsewhere = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let mut phone = Authenticator::new();
    begin(&fyren, &session, " Åsas telefon ").await.unwrap();
    let options = options(&fyren, &session).await;
    assert!(
        options.contains("\"residentKey\":\"preferred\"") && options.contains("\"required\""),
        "{options}"
    );
    // Nobody is asked for it before it has been made.
    assert!(fyren.session(&half(&fyren, "asa").await).await.is_some());
    let token = confirm(&fyren, &session, &phone.make(&options)).await.unwrap();
    assert!(fyren.session(&elsewhere).await.is_none(), "what was signed in without it ends");
    assert!(passkey::read(&fyren.services, &session).await.unwrap().options.is_none());
    let session = fyren.session(&token).await.unwrap();
    let known = passkey::read(&fyren.services, &session).await.unwrap().passkeys;
    assert_eq!(known.len(), 1);
    assert_eq!((known[0].name.as_str(), known[0].last_used), ("Åsas telefon", None));
    assert_eq!(known[0].created, fyren.clock.now());

    fyren.clock.pass(TimeDelta::minutes(1));
    let half = half(&fyren, "asa").await;
    assert!(fyren.session(&half).await.is_none());
    assert_eq!(ways(&fyren.services, &half).await.unwrap(), Ways { code: false, passkey: true });
    let asked = asked_in(&fyren, &half).await;
    assert!(asked.contains(&format!("\"{}\"", phone.known_as())), "{asked}");
    let whole = answered(&fyren, &half, &phone.sign(&asked)).await.unwrap();
    assert_ne!(whole, half, "a token that somebody had planted is worth nothing");
    let session = fyren.session(&whole).await.unwrap();
    assert!(session.may(Permission::ReadCases));
    assert!(fyren.session(&half).await.is_none());
    let known = passkey::read(&fyren.services, &session).await.unwrap().passkeys;
    assert_eq!(known[0].last_used, Some(fyren.clock.now()));
}

async fn a_passkey_signs_in_without_a_password(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, mut phone) = added(&fyren, &asa(&fyren).await).await;
    for counted in 1..3 {
        phone.counter = counted;
        let (options, browser) = asked_of_any(&fyren).await;
        let token = alone(&fyren, &browser, &phone.sign(&options)).await.unwrap();
        assert!(fyren.session(&token).await.unwrap().may(Permission::ReadCases));
    }
    assert_eq!(attempts(&fyren).await, 0);
    let other = ask(&fyren.services, "https://192.0.2.7", None).await;
    assert_eq!(other.map(|asked| asked.options), Err(PasskeySignInError::NotAwaited));
}

async fn what_is_wrong_with_the_adding_is_told_and_changes_nothing(database: &TestDatabase) {
    let fyren = installation(database);
    let session = asa(&fyren).await;
    let before = fyren.journal().await;
    assert_eq!(begin(&fyren, &session, " ").await, refused(Refusal::NameMissing));
    assert_eq!(begin(&fyren, &session, &"x".repeat(61)).await, refused(Refusal::NameTooLong));
    let begin_at = async |address: &str, password: &str| {
        passkey::begin(&fyren.services, &session, address, ("x", asked(password)), &client()).await
    };
    assert_eq!(begin_at("http://127.0.0.1:3000", PASSWORD).await, refused(Refusal::NoAddress));
    assert_eq!(confirm(&fyren, &session, "{}").await, refused(Refusal::Ended));
    assert_eq!(fyren.journal().await, before);
    assert_eq!(begin_at(ADDRESS, "fel").await, refused(Refusal::PasswordWrong));
    assert_eq!(attempts(&fyren).await, 1);

    let answers: [fn(&mut Authenticator); 3] = [
        |phone| phone.origin = "https://fyren.example.evil.example".into(),
        |phone| phone.verifies = false,
        |phone| phone.id.clear(),
    ];
    for make_wrong in answers {
        let mut phone = Authenticator::new();
        begin(&fyren, &session, "Telefonen").await.unwrap();
        make_wrong(&mut phone);
        let posted = phone.make(&options(&fyren, &session).await);
        assert_eq!(confirm(&fyren, &session, &posted).await, refused(Refusal::NotMade), "{posted}");
        assert_eq!(confirm(&fyren, &session, &posted).await, refused(Refusal::Ended), "it is looked at once");
    }
    for nonsense in ["", "{}", "null", "ingen passkey"] {
        begin(&fyren, &session, "Telefonen").await.unwrap();
        assert_eq!(confirm(&fyren, &session, nonsense).await, refused(Refusal::NotMade), "{nonsense}");
    }
    let mut phone = Authenticator::new();
    begin(&fyren, &session, "Telefonen").await.unwrap();
    let stale = phone.make(&options(&fyren, &session).await);
    begin(&fyren, &session, "Telefonen").await.unwrap();
    assert_eq!(confirm(&fyren, &session, &stale).await, refused(Refusal::NotMade), "of another challenge");
    assert_eq!(own(&fyren, &session).await, []);

    // The same once more, and more than ten.
    let (mut session, mut phone) = added(&fyren, &session).await;
    begin(&fyren, &session, "Samma").await.unwrap();
    let posted = phone.make(&options(&fyren, &session).await);
    assert_eq!(confirm(&fyren, &session, &posted).await, refused(Refusal::Taken));
    for _ in 1..10 {
        session = added(&fyren, &session).await.0;
    }
    assert_eq!(begin(&fyren, &session, "Den elfte").await, refused(Refusal::TooMany));
    assert_eq!(own(&fyren, &session).await.len(), 10);
}

async fn the_adding_takes_five_minutes_at_most_and_one_session(database: &TestDatabase) {
    let fyren = installation(database);
    let session = asa(&fyren).await;
    let other = fyren.session(&fyren.sign_in("asa", PASSWORD).await.unwrap()).await.unwrap();
    let mut phone = Authenticator::new();
    begin(&fyren, &session, "Telefonen").await.unwrap();
    let posted = phone.make(&options(&fyren, &session).await);
    assert!(passkey::read(&fyren.services, &other).await.unwrap().options.is_none());
    assert_eq!(confirm(&fyren, &other, &posted).await, refused(Refusal::Ended));
    fyren.clock.pass(AWAITED_FOR + TimeDelta::milliseconds(1));
    assert!(passkey::read(&fyren.services, &session).await.unwrap().options.is_none());
    assert_eq!(confirm(&fyren, &session, &posted).await, refused(Refusal::Ended));
    begin(&fyren, &session, "Telefonen").await.unwrap();
    passkey::give_up(&fyren.services, &session).await.unwrap();
    assert!(passkey::read(&fyren.services, &session).await.unwrap().options.is_none());
}

async fn an_answer_is_accepted_once_and_from_the_browser_that_was_asked(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, mut phone) = added(&fyren, &asa(&fyren).await).await;
    let (options, browser) = asked_of_any(&fyren).await;
    let posted = phone.sign(&options);
    let (_, other) = asked_of_any(&fyren).await;
    assert_eq!(alone(&fyren, "", &posted).await, Err(PasskeySignInError::NotAwaited));
    assert_eq!(alone(&fyren, &other, &posted).await, Err(PasskeySignInError::Wrong), "of another challenge");
    let (one, two) = tokio::join!(alone(&fyren, &browser, &posted), alone(&fyren, &browser, &posted));
    assert_eq!([&one, &two].iter().filter(|answer| answer.is_ok()).count(), 1, "{one:?} {two:?}");
    assert_eq!(alone(&fyren, &browser, &posted).await, Err(PasskeySignInError::NotAwaited));

    let first = half(&fyren, "asa").await;
    let posted = phone.sign(&asked_in(&fyren, &first).await);
    let second = half(&fyren, "asa").await;
    assert_eq!(answered(&fyren, &second, &posted).await, Err(PasskeySignInError::NotAwaited));
    assert!(answered(&fyren, &first, &posted).await.is_ok());
    assert_eq!(answered(&fyren, &first, &posted).await, Err(PasskeySignInError::Ended));
    // What was asked after a password is no answer to what is asked without one.
    let posted = phone.sign(&asked_in(&fyren, &second).await);
    assert_eq!(alone(&fyren, &second, &posted).await, Err(PasskeySignInError::NotAwaited));

    let (options, browser) = asked_of_any(&fyren).await;
    fyren.clock.pass(AWAITED_FOR + TimeDelta::milliseconds(1));
    assert_eq!(alone(&fyren, &browser, &phone.sign(&options)).await, Err(PasskeySignInError::NotAwaited));
}

async fn what_was_signed_elsewhere_or_by_nobody_or_changed_is_refused(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, mut phone) = added(&fyren, &asa(&fyren).await).await;
    let wrong = Err(PasskeySignInError::Wrong);
    for what in ["origin", "verified", "signature", "data"] {
        let half = half(&fyren, "asa").await;
        let (options, browser) = asked_of_any(&fyren).await;
        let asked = asked_in(&fyren, &half).await;
        phone.origin = if what == "origin" { "https://fyren.evil.example".into() } else { ADDRESS.into() };
        phone.verifies = what != "verified";
        let mut posted: [serde_json::Value; 2] =
            [&asked, &options].map(|options| serde_json::from_str(&phone.sign(options)).unwrap());
        let field = match what {
            "signature" => Some("signature"),
            "data" => Some("authenticatorData"),
            _ => None,
        };
        for (posted, field) in posted.iter_mut().zip(field.into_iter().cycle()) {
            let signed = posted["response"][field].as_str().unwrap();
            let place = signed.len() - 8;
            let other = if signed.as_bytes()[place] == b'A' { "B" } else { "A" };
            posted["response"][field] = format!("{}{other}{}", &signed[..place], &signed[place + 1..]).into();
        }
        let [after_password, without] = posted.map(|posted| posted.to_string());
        assert_eq!(answered(&fyren, &half, &after_password).await, wrong, "{what}");
        assert_eq!(alone(&fyren, &browser, &without).await, wrong, "{what}");
        // What is right forgives it.
        phone.origin = ADDRESS.into();
        phone.verifies = true;
        assert!(answered(&fyren, &half, &phone.sign(&asked_in(&fyren, &half).await)).await.is_ok(), "{what}");
    }
    for nonsense in ["", "{}", "[]", "ingen passkey", &"9".repeat(10_000)] {
        let (_, browser) = asked_of_any(&fyren).await;
        assert_eq!(alone(&fyren, &browser, nonsense).await, Err(PasskeySignInError::NotAwaited));
    }
    assert_eq!(attempts(&fyren).await, 0);
}

async fn a_passkey_that_counts_backwards_may_be_a_copy(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, mut phone) = added(&fyren, &asa(&fyren).await).await;
    phone.counter = 7;
    let (options, browser) = asked_of_any(&fyren).await;
    assert!(alone(&fyren, &browser, &phone.sign(&options)).await.is_ok());
    for counted in [7, 3, 0] {
        phone.counter = counted;
        let (options, browser) = asked_of_any(&fyren).await;
        let answer = alone(&fyren, &browser, &phone.sign(&options)).await;
        assert_eq!(answer, Err(PasskeySignInError::Copied), "{counted}");
    }
    phone.counter = 8;
    let half = half(&fyren, "asa").await;
    assert!(answered(&fyren, &half, &phone.sign(&asked_in(&fyren, &half).await)).await.is_ok());
}

async fn nobody_answers_for_another(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, mut phone) = added(&fyren, &asa(&fyren).await).await;
    let eva = fyren.signed_in("eva", role(Role::Caseworker, &[NORRKOPING])).await;
    let (eva, mut other) = added(&fyren, &eva).await;
    assert_ne!(phone.user_handle, other.user_handle);
    let half = half(&fyren, "asa").await;
    let posted = other.sign(&asked_in(&fyren, &half).await);
    assert_eq!(answered(&fyren, &half, &posted).await, Err(PasskeySignInError::Wrong));
    // The passkey of one that says to be another's, or nobody's.
    other.user_handle.clone_from(&phone.user_handle);
    let (options, browser) = asked_of_any(&fyren).await;
    assert_eq!(alone(&fyren, &browser, &other.sign(&options)).await, Err(PasskeySignInError::Wrong));
    // The identity of one with the key of the other.
    other.id.clone_from(&phone.id);
    let (options, browser) = asked_of_any(&fyren).await;
    assert_eq!(alone(&fyren, &browser, &other.sign(&options)).await, Err(PasskeySignInError::Wrong));
    let mut unknown = Authenticator::new();
    unknown.user_handle.clone_from(&phone.user_handle);
    let (options, browser) = asked_of_any(&fyren).await;
    assert_eq!(alone(&fyren, &browser, &unknown.sign(&options)).await, Err(PasskeySignInError::Wrong));
    // Nor has the same.
    let handle = phone.user_handle.clone();
    begin(&fyren, &eva, "Lånad").await.unwrap();
    let borrowed = self::options(&fyren, &eva).await;
    let posted = phone.make(&borrowed);
    assert_eq!(confirm(&fyren, &eva, &posted).await, refused(Refusal::Taken));
    phone.user_handle = handle;
    // Nor removes one.
    let (id, _) = passkey_of(&fyren, "asa").await;
    let removed = passkey::remove(&fyren.services, &eva, (id, asked(PASSWORD)), &client()).await;
    assert_eq!(removed, Err(PasskeyError::Unavailable(ServiceError::NotFound)));
    let (options, browser) = asked_of_any(&fyren).await;
    assert!(alone(&fyren, &browser, &phone.sign(&options)).await.is_ok());
}

async fn passkey_of(fyren: &Installation, user_name: &str) -> (PasskeyId, String) {
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let account = connection.account(user_name).await.unwrap().unwrap();
    let passkey = connection.passkeys_of(account.id).await.unwrap().remove(0);
    (passkey.id, passkey.name)
}

async fn a_passkey_that_was_removed_and_a_closed_account_sign_nobody_in(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, mut phone) = added(&fyren, &asa(&fyren).await).await;
    let set_active =
        async |active| users::set_active(&fyren.services, Actor::Operator, "asa", active).await.unwrap();
    let (options, browser) = asked_of_any(&fyren).await;
    set_active(false).await;
    assert_eq!(alone(&fyren, &browser, &phone.sign(&options)).await, Err(PasskeySignInError::Wrong));
    set_active(true).await;
    let (options, browser) = asked_of_any(&fyren).await;
    let token = alone(&fyren, &browser, &phone.sign(&options)).await.unwrap();
    let session = fyren.session(&token).await.unwrap();

    let half = half(&fyren, "asa").await;
    let after_password = phone.sign(&asked_in(&fyren, &half).await);
    let (options, browser) = asked_of_any(&fyren).await;
    let (id, _) = passkey_of(&fyren, "asa").await;
    let remove = async |password: &str| {
        passkey::remove(&fyren.services, &session, (id, asked(password)), &client()).await
    };
    assert_eq!(remove("fel").await, refused(Refusal::PasswordWrong));
    assert_eq!(own(&fyren, &session).await.len(), 1);
    remove(PASSWORD).await.unwrap();
    assert_eq!(remove(PASSWORD).await, Err(PasskeyError::Unavailable(ServiceError::NotFound)));
    assert_eq!(answered(&fyren, &half, &after_password).await, Err(PasskeySignInError::Ended));
    assert_eq!(alone(&fyren, &browser, &phone.sign(&options)).await, Err(PasskeySignInError::Wrong));
    assert!(fyren.session(&fyren.sign_in("asa", PASSWORD).await.unwrap()).await.is_some());
}

async fn wrong_answers_count_and_lock_the_account(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, mut phone) = added(&fyren, &asa(&fyren).await).await;
    phone.origin = "https://fyren.evil.example".into();
    for tried in 1..=5 {
        let (options, browser) = asked_of_any(&fyren).await;
        let answer = alone(&fyren, &browser, &phone.sign(&options)).await;
        let expected = match tried {
            5 => PasskeySignInError::LockedOut { minutes: 15 },
            _ => PasskeySignInError::Wrong,
        };
        assert_eq!(answer, Err(expected));
    }
    phone.origin = ADDRESS.into();
    let (options, browser) = asked_of_any(&fyren).await;
    let right = alone(&fyren, &browser, &phone.sign(&options)).await;
    assert!(matches!(right, Err(PasskeySignInError::LockedOut { .. })), "{right:?}");
    assert!(fyren.sign_in("asa", PASSWORD).await.is_err());
    fyren.clock.pass(TimeDelta::minutes(16));
    let (options, browser) = asked_of_any(&fyren).await;
    assert!(alone(&fyren, &browser, &phone.sign(&options)).await.is_ok());
    assert_eq!(attempts(&fyren).await, 0);
}

async fn half_a_sign_in_awaits_a_passkey_for_ten_minutes_and_five_answers(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, mut phone) = added(&fyren, &asa(&fyren).await).await;
    let late = half(&fyren, "asa").await;
    fyren.clock.pass(HALF_FOR - TimeDelta::minutes(1));
    let posted = phone.sign(&asked_in(&fyren, &late).await);
    fyren.clock.pass(TimeDelta::minutes(1) + TimeDelta::milliseconds(1));
    assert_eq!(answered(&fyren, &late, &posted).await, Err(PasskeySignInError::Ended));
    let half = half(&fyren, "asa").await;
    phone.verifies = false;
    for tried in 1..=CODES {
        // Another sign-in forgives the attempts of the account, and not those of this one.
        phone.verifies = true;
        let (options, browser) = asked_of_any(&fyren).await;
        assert!(alone(&fyren, &browser, &phone.sign(&options)).await.is_ok(), "{tried}");
        phone.verifies = false;
        let posted = phone.sign(&asked_in(&fyren, &half).await);
        assert_eq!(answered(&fyren, &half, &posted).await, Err(PasskeySignInError::Wrong), "{tried}");
    }
    assert_eq!(answered(&fyren, &half, "{}").await, Err(PasskeySignInError::Ended));
    assert_eq!(ways(&fyren.services, &half).await.unwrap(), Ways::default());
}

async fn whoever_has_codes_too_chooses_between_them_and_changes_nothing_without_one(database: &TestDatabase) {
    let mut fyren = installation(database);
    fyren.services.key = Some(Arc::new(SealingKey::new([7; 32])));
    let session = asa(&fyren).await;
    let change = (SecondFactorChange::SetUp, asked(PASSWORD));
    second_factor::change(&fyren.services, &session, change, &client()).await.unwrap();
    let secret = second_factor::read(&fyren.services, &session).await.unwrap().set_up.unwrap().shown();
    let code = |steps: i64| {
        let secret = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
        let at = u64::try_from(fyren.clock.now().timestamp() + 30 * steps).unwrap();
        Builder::new().with_secret(secret).build().unwrap().generate(at).to_string()
    };
    let confirmed = second_factor::confirm(&fyren.services, &session, &code(-1)).await;
    let Ok(confirmed) = confirmed else { panic!("the code is right") };
    let session = fyren.session(&confirmed.token).await.unwrap();
    // The password alone adds none.
    assert_eq!(begin(&fyren, &session, "Telefonen").await, refused(Refusal::CodeUnreadable));
    let with_code = |code: String| Asked { password: PASSWORD.into(), code };
    let asked = ("Telefonen", with_code(code(0)));
    passkey::begin(&fyren.services, &session, ADDRESS, asked, &client()).await.unwrap();
    let mut phone = Authenticator::new();
    let posted = phone.make(&options(&fyren, &session).await);
    let token = confirm(&fyren, &session, &posted).await.unwrap();
    let session = fyren.session(&token).await.unwrap();
    let half = half(&fyren, "asa").await;
    assert_eq!(ways(&fyren.services, &half).await.unwrap(), Ways { code: true, passkey: true });
    let with_passkey = answered(&fyren, &half, &phone.sign(&asked_in(&fyren, &half).await)).await;
    assert!(with_passkey.is_ok());
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let typed = second_factor::sign_in::answer(&fyren.services, &half, &code(1), &client()).await;
    assert!(typed.is_ok());
    // Whoever turns the codes off still has the passkey.
    let off = (SecondFactorChange::TurnOff, with_code(confirmed.codes[0].shown()));
    second_factor::change(&fyren.services, &session, off, &client()).await.unwrap();
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    assert_eq!(ways(&fyren.services, &half).await.unwrap(), Ways { code: false, passkey: true });
    let typed = second_factor::sign_in::answer(&fyren.services, &half, &code(1), &client()).await;
    assert_eq!(typed, Err(CodeError::Ended));
}

async fn where_a_second_factor_is_required_a_passkey_is_one_and_the_last_stays(database: &TestDatabase) {
    let mut fyren = installation(database);
    fyren.services.requires_second_factor = true;
    let session = asa(&fyren).await;
    assert_eq!(session.due(), Some(Due::SecondFactor));
    let (session, mut phone) = added(&fyren, &session).await;
    assert_eq!(session.due(), None);
    assert!(session.may(Permission::ReadCases));
    let (options, browser) = asked_of_any(&fyren).await;
    let alone = alone(&fyren, &browser, &phone.sign(&options)).await.unwrap();
    assert_eq!(fyren.session(&alone).await.unwrap().due(), None);
    let (id, _) = passkey_of(&fyren, "asa").await;
    let remove = async |session: &Session| {
        passkey::remove(&fyren.services, session, (id, asked(PASSWORD)), &client()).await
    };
    assert_eq!(remove(&session).await, refused(Refusal::Required));
    let (session, _) = added(&fyren, &session).await;
    remove(&session).await.unwrap();
    assert_eq!(own(&fyren, &session).await.len(), 1);
    // Codes are another thing, which is not there to be turned off.
    let off = (SecondFactorChange::TurnOff, asked(PASSWORD));
    let off = second_factor::change(&fyren.services, &session, off, &client()).await;
    assert!(matches!(off, Err(SecondFactorError::Refused(_))));
}

async fn an_administrator_takes_passkeys_away(database: &TestDatabase) {
    let fyren = installation(database);
    let (_, mut phone) = added(&fyren, &asa(&fyren).await).await;
    let half = half(&fyren, "asa").await;
    users::reset_second_factor(&fyren.services, Actor::Operator, "asa").await.unwrap();
    assert_eq!(ways(&fyren.services, &half).await.unwrap(), Ways::default());
    let (options, browser) = asked_of_any(&fyren).await;
    assert_eq!(alone(&fyren, &browser, &phone.sign(&options)).await, Err(PasskeySignInError::Wrong));
    assert!(fyren.session(&fyren.sign_in("asa", PASSWORD).await.unwrap()).await.is_some());
    assert!(users::reset_second_factor(&fyren.services, Actor::Operator, "asa").await.is_err());
}

async fn each_outcome_of_a_passkey_is_in_the_journal(database: &TestDatabase) {
    let fyren = installation(database);
    let (session, mut phone) = added(&fyren, &asa(&fyren).await).await;
    phone.counter = 5;
    let half = half(&fyren, "asa").await;
    answered(&fyren, &half, &phone.sign(&asked_in(&fyren, &half).await)).await.unwrap();
    let (options, browser) = asked_of_any(&fyren).await;
    alone(&fyren, &browser, &phone.sign(&options)).await.unwrap_err();
    phone.counter = 6;
    phone.verifies = false;
    let (options, browser) = asked_of_any(&fyren).await;
    alone(&fyren, &browser, &phone.sign(&options)).await.unwrap_err();
    let (id, _) = passkey_of(&fyren, "asa").await;
    passkey::remove(&fyren.services, &session, (id, asked(PASSWORD)), &client()).await.unwrap();
    let auditor = fyren.signed_in("eva", role(Role::Auditor, &[NORRKOPING])).await;
    let told = fyren.log(&auditor).await;
    let told: Vec<(OperationKind, &str)> =
        told.iter().map(|entry| (entry.kind, entry.reason.as_str())).collect();
    use OperationKind::{AccountChange, SignIn, SignInBegun, SignInFailed};
    let mut expected = vec![
        (AccountChange, "own-passkey-begun"),
        (AccountChange, "own-passkey"),
        (SignInBegun, "192.0.2.7"),
        (SignIn, "192.0.2.7; passkey"),
        (SignInFailed, "192.0.2.7; passkey-copied"),
        (SignInFailed, "192.0.2.7; passkey"),
        (AccountChange, "own-passkey-removed"),
    ];
    expected.retain(|entry| !told.contains(entry));
    assert!(expected.is_empty(), "{expected:?} is not among {told:?}");
}
