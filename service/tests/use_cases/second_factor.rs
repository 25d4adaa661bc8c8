//! Two-step sign-in: setting it up, signing in with it, and what half a sign-in is worth.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{
    access::{
        Permission, Role, Scope,
        due::Due,
        second_factor::{RecoveryCode, SecondFactorRefusal as Refusal},
    },
    clock::Clock,
    operation::{Actor, OperationKind},
};
use service::{
    ServiceError,
    own_account::{self, PasswordChange},
    sealing::SealingKey,
    second_factor::{
        self, Asked, Confirmed, SET_UP_FOR, SecondFactorChange, SecondFactorError,
        sign_in::{CODES, CodeError, answer, is_awaited},
    },
    session::{Client, HALF_FOR, Session, SignInError, sign_out},
    users::{self, UserError},
};
use totp_rs::{Builder, Secret};

use crate::support::{
    Installation, NORRKOPING,
    database::{TestDatabase, stories},
    installation,
    users::{PASSWORD, role},
};

stories! {
    it_is_set_up_with_a_password_and_a_first_code,
    what_is_wrong_with_the_setting_up_is_told_and_changes_nothing,
    the_setting_up_takes_a_quarter_of_an_hour_at_most_and_one_session,
    without_a_key_nothing_is_set_up_and_with_another_nothing_opens,
    whoever_has_one_answers_with_a_code_under_another_token,
    a_code_is_accepted_once,
    a_recovery_code_signs_in_once_and_is_told_with_how_many_are_left,
    wrong_codes_count_and_lock_the_account_and_passwords_do_not_forgive_them,
    what_is_no_code_counts_for_nothing,
    half_a_sign_in_lasts_ten_minutes_and_five_codes,
    a_password_that_was_made_is_still_exchanged_after_the_code,
    changing_it_asks_for_password_and_code,
    an_app_is_replaced_when_the_new_one_has_shown_its_first_code,
    where_it_is_required_nothing_is_reached_without_it,
    an_administrator_takes_it_away,
    each_outcome_is_in_the_journal,
}

fn with_key(database: &TestDatabase) -> Installation {
    let mut fyren = installation(database);
    fyren.services.key = Some(Arc::new(SealingKey::new([7; 32])));
    fyren
}

/// The code that an app shows so many steps from now.
fn code(fyren: &Installation, secret: &str, steps: i64) -> String {
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret.replace(' ', "")).unwrap());
    let at = fyren.clock.now().timestamp() + 30 * steps;
    totp.build().unwrap().generate(u64::try_from(at).unwrap()).to_string()
}

/// A code that is none of those that an app shows about now.
fn wrong(fyren: &Installation, secret: &str) -> String {
    let shown: Vec<String> = (-2..=2).map(|steps| code(fyren, secret, steps)).collect();
    let wrong = ["000000", "111111", "222222", "333333", "444444", "555555"];
    wrong.into_iter().find(|code| !shown.iter().any(|shown| shown == code)).unwrap().to_owned()
}

fn asked(password: &str, code: &str) -> Asked {
    Asked { password: password.into(), code: code.into() }
}

fn refused<T>(refusal: Refusal) -> Result<T, SecondFactorError> {
    Err(SecondFactorError::Refused(refusal))
}

async fn change(
    fyren: &Installation,
    session: &Session,
    what: SecondFactorChange,
    asked: Asked,
) -> Result<Vec<RecoveryCode>, SecondFactorError> {
    second_factor::change(&fyren.services, session, (what, asked), &Client::default()).await
}

async fn asa(fyren: &Installation) -> Session {
    fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await
}

async fn begun(fyren: &Installation, session: &Session) -> String {
    change(fyren, session, SecondFactorChange::SetUp, asked(PASSWORD, "")).await.unwrap();
    let own = second_factor::read(&fyren.services, session).await.unwrap();
    own.set_up.unwrap().shown()
}

/// Somebody who has set it up with the code of a minute ago, their secret, and what they were given.
async fn asa_with_one(fyren: &Installation) -> (Session, String, Confirmed) {
    let session = asa(fyren).await;
    let secret = begun(fyren, &session).await;
    let confirmed = second_factor::confirm(&fyren.services, &session, &code(fyren, &secret, -1)).await;
    let confirmed = confirmed.map_err(|error| format!("{error:?}")).unwrap();
    let session = fyren.session(&confirmed.token).await.unwrap();
    (session, secret, confirmed)
}

async fn answered(fyren: &Installation, token: &str, typed: &str) -> Result<String, CodeError> {
    let client = Client { address: "192.0.2.7".into(), browser: String::new() };
    answer(&fyren.services, token, typed, &client).await
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

async fn it_is_set_up_with_a_password_and_a_first_code(database: &TestDatabase) {
    let fyren = with_key(database);
    let session = asa(&fyren).await;
    let elsewhere = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let own = second_factor::read(&fyren.services, &session).await.unwrap();
    assert!(own.since.is_none() && own.set_up.is_none() && own.is_possible && !own.is_required);
    let secret = begun(&fyren, &session).await;
    assert_eq!(secret.replace(' ', "").len(), 32);
    // Nobody is asked for a code before one has been right.
    assert!(fyren.session(&fyren.sign_in("asa", PASSWORD).await.unwrap()).await.is_some());
    let Ok(confirmed) = second_factor::confirm(&fyren.services, &session, &code(&fyren, &secret, 0)).await
    else {
        panic!("the code is right");
    };
    assert_eq!(confirmed.codes.len(), 10);
    assert!(fyren.session(&elsewhere).await.is_none(), "what was signed in without it ends");
    let session = fyren.session(&confirmed.token).await.unwrap();
    let own = second_factor::read(&fyren.services, &session).await.unwrap();
    assert_eq!((own.since, own.recovery_codes), (Some(fyren.clock.now()), 10));
    assert!(own.set_up.is_none());
    let shown: Vec<String> = confirmed.codes.iter().map(RecoveryCode::shown).collect();
    assert!(second_factor::are_own(&fyren.services, &session, &shown).await.unwrap());
    let eva = fyren.signed_in("eva", role(Role::Caseworker, &[NORRKOPING])).await;
    assert!(!second_factor::are_own(&fyren.services, &eva, &shown).await.unwrap());
    assert!(!second_factor::are_own(&fyren.services, &session, &[]).await.unwrap());
    // Neither secret nor recovery codes lie in the database as they are.
    let mut connection = fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let sealed = connection.second_factor(session.account).await.unwrap().unwrap().sealed;
    let plain = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    assert!(!sealed.windows(20).any(|part| part == plain.as_ref()));
    let kept = connection.unused_recovery_codes(session.account).await.unwrap();
    assert!(confirmed.codes.iter().all(|code| !kept.iter().any(|hash| hash.contains(code.as_str()))));
}

async fn what_is_wrong_with_the_setting_up_is_told_and_changes_nothing(database: &TestDatabase) {
    let fyren = with_key(database);
    let session = asa(&fyren).await;
    let begin = async |password: &str| {
        change(&fyren, &session, SecondFactorChange::SetUp, asked(password, "")).await.map(drop)
    };
    let confirm =
        async |typed: &str| second_factor::confirm(&fyren.services, &session, typed).await.map(drop);
    assert_eq!(confirm("123456").await, refused(Refusal::SetUpEnded));
    assert_eq!(begin("fel").await, refused(Refusal::PasswordWrong));
    let secret = begun(&fyren, &session).await;
    let before = fyren.journal().await;
    assert_eq!(confirm("12345").await, refused(Refusal::CodeUnreadable));
    for _ in 0..10 {
        // Nothing is guessed: whoever asks is shown the secret.
        assert_eq!(confirm(&wrong(&fyren, &secret)).await, refused(Refusal::CodeWrong));
    }
    assert_eq!(fyren.journal().await, before);
    assert_eq!(attempts(&fyren).await, 1, "the wrong password is counted, and the right one is not");
    second_factor::give_up(&fyren.services, &session).await.unwrap();
    assert_eq!(confirm(&code(&fyren, &secret, 0)).await, refused(Refusal::SetUpEnded));
    for what in [SecondFactorChange::RenewCodes, SecondFactorChange::TurnOff] {
        assert_eq!(
            change(&fyren, &session, what, asked(PASSWORD, "123456")).await,
            refused(Refusal::SetUpEnded),
            "{what:?}"
        );
    }
    for _ in 2..5 {
        assert_eq!(begin("fel").await, refused(Refusal::PasswordWrong));
    }
    for password in ["fel", PASSWORD] {
        assert_eq!(begin(password).await, refused(Refusal::LockedOut));
    }
}

async fn the_setting_up_takes_a_quarter_of_an_hour_at_most_and_one_session(database: &TestDatabase) {
    let fyren = with_key(database);
    let session = asa(&fyren).await;
    let other = fyren.session(&fyren.sign_in("asa", PASSWORD).await.unwrap()).await.unwrap();
    let secret = begun(&fyren, &session).await;
    // Another session, which may be in other hands, is not shown it.
    assert!(second_factor::read(&fyren.services, &other).await.unwrap().set_up.is_none());
    let elsewhere = second_factor::confirm(&fyren.services, &other, &code(&fyren, &secret, 0)).await;
    assert_eq!(elsewhere.map(drop), refused(Refusal::SetUpEnded));
    fyren.clock.pass(SET_UP_FOR + TimeDelta::milliseconds(1));
    assert!(second_factor::read(&fyren.services, &session).await.unwrap().set_up.is_none());
    let late = second_factor::confirm(&fyren.services, &session, &code(&fyren, &secret, 0)).await;
    assert_eq!(late.map(drop), refused(Refusal::SetUpEnded));
}

async fn without_a_key_nothing_is_set_up_and_with_another_nothing_opens(database: &TestDatabase) {
    let mut fyren = with_key(database);
    assert!(second_factor::key_opens(&fyren.services).await.unwrap());
    let (session, secret, confirmed) = asa_with_one(&fyren).await;
    assert!(second_factor::key_opens(&fyren.services).await.unwrap());
    for key in [None, Some(Arc::new(SealingKey::new([8; 32])))] {
        fyren.services.key = key;
        assert!(!second_factor::key_opens(&fyren.services).await.unwrap());
        let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
        for _ in 0..6 {
            // Nobody is locked out for what the operator has to mend.
            assert_eq!(
                answered(&fyren, &half, &code(&fyren, &secret, 0)).await,
                Err(CodeError::Unavailable(ServiceError::Inconsistent))
            );
        }
    }
    // A recovery code needs no key.
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    assert!(answered(&fyren, &half, &confirmed.codes[0].shown()).await.is_ok());
    fyren.services.key = None;
    assert!(!second_factor::read(&fyren.services, &session).await.unwrap().is_possible);
    let eva = fyren.signed_in("eva", role(Role::Caseworker, &[NORRKOPING])).await;
    assert_eq!(
        change(&fyren, &eva, SecondFactorChange::SetUp, asked(PASSWORD, "")).await,
        refused(Refusal::NoKey)
    );
}

async fn whoever_has_one_answers_with_a_code_under_another_token(database: &TestDatabase) {
    let fyren = with_key(database);
    let (_, secret, _) = asa_with_one(&fyren).await;
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    assert!(fyren.session(&half).await.is_none());
    assert!(is_awaited(&fyren.services, &half).await.unwrap());
    assert_eq!(answered(&fyren, "", &code(&fyren, &secret, 0)).await, Err(CodeError::Ended));
    let spaced = code(&fyren, &secret, 0);
    let whole = answered(&fyren, &half, &format!(" {} {} ", &spaced[..3], &spaced[3..])).await.unwrap();
    assert_ne!(whole, half, "a token that somebody had planted is worth nothing");
    let session = fyren.session(&whole).await.unwrap();
    assert!(session.may(Permission::ReadCases));
    assert!(fyren.session(&half).await.is_none() && !is_awaited(&fyren.services, &half).await.unwrap());
    assert_eq!(answered(&fyren, &half, &code(&fyren, &secret, 1)).await, Err(CodeError::Ended));
    assert_eq!(answered(&fyren, &whole, &code(&fyren, &secret, 1)).await, Err(CodeError::Ended));
    // Ended sessions await nothing, and their user is told to begin again.
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    own_account::end_other_sessions(&fyren.services, &session).await.unwrap();
    assert_eq!(answered(&fyren, &half, &code(&fyren, &secret, 1)).await, Err(CodeError::Ended));
    sign_out(&fyren.services, &session).await.unwrap();
}

async fn a_code_is_accepted_once(database: &TestDatabase) {
    let fyren = with_key(database);
    let (session, secret, _) = asa_with_one(&fyren).await;
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    // Not even the one that confirmed it, nor one of before.
    for steps in [-1, -2] {
        assert_eq!(answered(&fyren, &half, &code(&fyren, &secret, steps)).await, Err(CodeError::Wrong));
    }
    let other = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let good = code(&fyren, &secret, 0);
    let (one, two) = tokio::join!(answered(&fyren, &half, &good), answered(&fyren, &other, &good));
    assert_eq!([&one, &two].iter().filter(|answer| answer.is_ok()).count(), 1, "{one:?} {two:?}");
    let again = change(&fyren, &session, SecondFactorChange::TurnOff, asked(PASSWORD, &good)).await;
    assert_eq!(again, refused(Refusal::CodeWrong));
    let later = fyren.sign_in("asa", PASSWORD).await.unwrap();
    assert!(answered(&fyren, &later, &code(&fyren, &secret, 1)).await.is_ok());
}

async fn a_recovery_code_signs_in_once_and_is_told_with_how_many_are_left(database: &TestDatabase) {
    let fyren = with_key(database);
    let (session, _, confirmed) = asa_with_one(&fyren).await;
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let typed = confirmed.codes[3].as_str().to_uppercase();
    assert!(answered(&fyren, &half, &typed).await.is_ok());
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    assert_eq!(answered(&fyren, &half, &confirmed.codes[3].shown()).await, Err(CodeError::Wrong));
    assert_eq!(second_factor::read(&fyren.services, &session).await.unwrap().recovery_codes, 9);
    assert_eq!(attempts(&fyren).await, 1);
}

async fn wrong_codes_count_and_lock_the_account_and_passwords_do_not_forgive_them(database: &TestDatabase) {
    let fyren = with_key(database);
    let (_, secret, _) = asa_with_one(&fyren).await;
    for tried in 1..5 {
        // The right password each time.
        let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
        assert_eq!(answered(&fyren, &half, &wrong(&fyren, &secret)).await, Err(CodeError::Wrong));
        assert_eq!(attempts(&fyren).await, tried);
    }
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let last = answered(&fyren, &half, &wrong(&fyren, &secret)).await;
    assert_eq!(last, Err(CodeError::LockedOut { minutes: 15 }));
    let right = answered(&fyren, &half, &code(&fyren, &secret, 0)).await;
    assert!(matches!(right, Err(CodeError::LockedOut { .. })), "{right:?}");
    assert!(matches!(fyren.sign_in("asa", PASSWORD).await, Err(SignInError::LockedOut { .. })));
    fyren.clock.pass(TimeDelta::minutes(16));
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    assert!(answered(&fyren, &half, &code(&fyren, &secret, 0)).await.is_ok());
    assert_eq!(attempts(&fyren).await, 0);
}

async fn what_is_no_code_counts_for_nothing(database: &TestDatabase) {
    let fyren = with_key(database);
    let (session, secret, _) = asa_with_one(&fyren).await;
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let before = fyren.journal().await;
    for typed in ["", "12345", "lösenordet", "123-456", "١٢٣٤٥٦", &"9".repeat(10_000)] {
        assert_eq!(answered(&fyren, &half, typed).await, Err(CodeError::Unreadable), "{typed}");
        let own = change(&fyren, &session, SecondFactorChange::TurnOff, asked(PASSWORD, typed)).await;
        assert_eq!(own, refused(Refusal::CodeUnreadable));
    }
    assert_eq!((fyren.journal().await, attempts(&fyren).await), (before, 0));
    assert!(answered(&fyren, &half, &code(&fyren, &secret, 0)).await.is_ok());
}

async fn half_a_sign_in_lasts_ten_minutes_and_five_codes(database: &TestDatabase) {
    let fyren = with_key(database);
    let (session, secret, confirmed) = asa_with_one(&fyren).await;
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    fyren.clock.pass(HALF_FOR);
    assert!(is_awaited(&fyren.services, &half).await.unwrap());
    fyren.clock.pass(TimeDelta::milliseconds(1));
    assert!(!is_awaited(&fyren.services, &half).await.unwrap());
    assert_eq!(answered(&fyren, &half, &code(&fyren, &secret, 0)).await, Err(CodeError::Ended));
    // However often its user signs in elsewhere meanwhile, which forgives what was wrong.
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    for tried in 1..=CODES {
        let answer = answered(&fyren, &half, &wrong(&fyren, &secret)).await;
        assert_eq!(answer, Err(if tried < CODES { CodeError::Wrong } else { CodeError::Ended }));
        if tried % 2 == 0 {
            let other = fyren.sign_in("asa", PASSWORD).await.unwrap();
            let recovery = confirmed.codes[usize::try_from(tried).unwrap()].shown();
            assert!(answered(&fyren, &other, &recovery).await.is_ok());
        }
    }
    let before = attempts(&fyren).await;
    assert_eq!(answered(&fyren, &half, &code(&fyren, &secret, 0)).await, Err(CodeError::Ended));
    assert_eq!(attempts(&fyren).await, before);
    drop(session);
}

async fn a_password_that_was_made_is_still_exchanged_after_the_code(database: &TestDatabase) {
    let fyren = with_key(database);
    let (_, secret, _) = asa_with_one(&fyren).await;
    let made = "ett gjort lösenord";
    users::set_password(&fyren.services, Actor::Operator, "asa", made.into(), true).await.unwrap();
    let half = fyren.sign_in("asa", made).await.unwrap();
    assert!(fyren.session(&half).await.is_none());
    let session = answered(&fyren, &half, &code(&fyren, &secret, 0)).await.unwrap();
    let session = fyren.session(&session).await.unwrap();
    assert_eq!(session.due(), Some(Due::Password));
    let forbidden = Err(SecondFactorError::Unavailable(ServiceError::Forbidden));
    let off = asked(made, &code(&fyren, &secret, 1));
    assert_eq!(change(&fyren, &session, SecondFactorChange::TurnOff, off).await, forbidden);
    let confirm = second_factor::confirm(&fyren.services, &session, "123456").await;
    assert_eq!(confirm.map(|_| Vec::new()), forbidden);
    let (current, new) = (made.to_owned(), "tre gula paraplyer".to_owned());
    let asked = PasswordChange { current, again: new.clone(), new };
    let token = own_account::change_password(&fyren.services, &session, asked, &Client::default()).await;
    assert_eq!(fyren.session(&token.unwrap()).await.unwrap().due(), None);
}

async fn changing_it_asks_for_password_and_code(database: &TestDatabase) {
    let fyren = with_key(database);
    let (session, secret, confirmed) = asa_with_one(&fyren).await;
    let good = code(&fyren, &secret, 0);
    for what in [SecondFactorChange::RenewCodes, SecondFactorChange::TurnOff] {
        assert_eq!(
            change(&fyren, &session, what, asked("fel", &good)).await,
            refused(Refusal::PasswordWrong)
        );
        let bad = asked(PASSWORD, &wrong(&fyren, &secret));
        assert_eq!(change(&fyren, &session, what, bad).await, refused(Refusal::CodeWrong), "{what:?}");
    }
    // The fifth that is wrong locks the account, also for what is right.
    let bad = asked(PASSWORD, &wrong(&fyren, &secret));
    for asked in [bad, asked(PASSWORD, &good)] {
        assert_eq!(
            change(&fyren, &session, SecondFactorChange::SetUp, asked).await,
            refused(Refusal::LockedOut)
        );
    }
    fyren.clock.pass(TimeDelta::minutes(16));
    let renew = asked(PASSWORD, &code(&fyren, &secret, 0));
    let codes = change(&fyren, &session, SecondFactorChange::RenewCodes, renew).await.unwrap();
    assert_eq!(codes.len(), 10);
    let stale = asked(PASSWORD, &confirmed.codes[0].shown());
    assert_eq!(
        change(&fyren, &session, SecondFactorChange::TurnOff, stale).await,
        refused(Refusal::CodeWrong)
    );
    let off = asked(PASSWORD, &codes[0].shown());
    change(&fyren, &session, SecondFactorChange::TurnOff, off).await.unwrap();
    assert!(second_factor::read(&fyren.services, &session).await.unwrap().since.is_none());
    assert!(fyren.session(&fyren.sign_in("asa", PASSWORD).await.unwrap()).await.is_some());
}

async fn an_app_is_replaced_when_the_new_one_has_shown_its_first_code(database: &TestDatabase) {
    let fyren = with_key(database);
    let (session, old, confirmed) = asa_with_one(&fyren).await;
    let with_recovery = asked(PASSWORD, &confirmed.codes[0].shown());
    change(&fyren, &session, SecondFactorChange::SetUp, with_recovery).await.unwrap();
    let new = second_factor::read(&fyren.services, &session).await.unwrap().set_up.unwrap().shown();
    assert_ne!(new, old);
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    assert_eq!(answered(&fyren, &half, &code(&fyren, &new, 0)).await, Err(CodeError::Wrong));
    assert!(answered(&fyren, &half, &code(&fyren, &old, 0)).await.is_ok());
    assert!(second_factor::confirm(&fyren.services, &session, &code(&fyren, &new, 0)).await.is_ok());
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    for stale in [code(&fyren, &old, 1), confirmed.codes[1].shown()] {
        assert_eq!(answered(&fyren, &half, &stale).await, Err(CodeError::Wrong));
    }
    assert!(answered(&fyren, &half, &code(&fyren, &new, 1)).await.is_ok());
}

async fn where_it_is_required_nothing_is_reached_without_it(database: &TestDatabase) {
    let mut fyren = with_key(database);
    fyren.services.requires_second_factor = true;
    let session = asa(&fyren).await;
    assert_eq!(session.due(), Some(Due::SecondFactor));
    assert!(!session.may(Permission::ReadCases));
    assert_eq!(session.scope().municipalities().map(|reached| reached.len()), Some(0));
    let secret = begun(&fyren, &session).await;
    let confirmed = second_factor::confirm(&fyren.services, &session, &code(&fyren, &secret, 0)).await;
    let Ok(confirmed) = confirmed else { panic!("the code is right") };
    let session = fyren.session(&confirmed.token).await.unwrap();
    assert_eq!(session.due(), None);
    assert!(session.may(Permission::ReadCases));
    let off = asked(PASSWORD, &code(&fyren, &secret, 1));
    assert_eq!(change(&fyren, &session, SecondFactorChange::TurnOff, off).await, refused(Refusal::Required));
}

async fn an_administrator_takes_it_away(database: &TestDatabase) {
    let fyren = with_key(database);
    let (_, _, confirmed) = asa_with_one(&fyren).await;
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    let reset =
        async |user_name| users::reset_second_factor(&fyren.services, Actor::Operator, user_name).await;
    reset(" ASA ").await.unwrap();
    assert!(fyren.session(&confirmed.token).await.is_none());
    assert!(!is_awaited(&fyren.services, &half).await.unwrap());
    assert!(fyren.session(&fyren.sign_in("asa", PASSWORD).await.unwrap()).await.is_some());
    let before = fyren.journal().await;
    assert!(matches!(reset("asa").await, Err(UserError::NoSecondFactor)));
    assert!(matches!(reset("nobody").await, Err(UserError::Unknown)));
    assert_eq!(fyren.journal().await, before);
}

async fn each_outcome_is_in_the_journal(database: &TestDatabase) {
    let fyren = with_key(database);
    let (_, secret, confirmed) = asa_with_one(&fyren).await;
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    answered(&fyren, &half, &wrong(&fyren, &secret)).await.unwrap_err();
    answered(&fyren, &half, &code(&fyren, &secret, 0)).await.unwrap();
    let half = fyren.sign_in("asa", PASSWORD).await.unwrap();
    answered(&fyren, &half, &confirmed.codes[0].shown()).await.unwrap();
    users::reset_second_factor(&fyren.services, Actor::Operator, "asa").await.unwrap();
    let auditor = fyren.signed_in("eva", role(Role::Auditor, &[NORRKOPING])).await;
    let told = fyren.log(&auditor).await;
    let told: Vec<(OperationKind, &str)> =
        told.iter().map(|entry| (entry.kind, entry.reason.as_str())).collect();
    use OperationKind::{AccountChange, SignIn, SignInBegun, SignInFailed};
    let mut expected = vec![
        (SignIn, "192.0.2.7"),
        (AccountChange, "own-second-factor-begun"),
        (AccountChange, "own-second-factor"),
        (SignInBegun, "192.0.2.7"),
        (SignInFailed, "192.0.2.7; code"),
        (SignIn, "192.0.2.7; code"),
        (SignInBegun, "192.0.2.7"),
        (SignIn, "192.0.2.7; recovery-code"),
        (AccountChange, "second-factor-reset"),
    ];
    expected.retain(|entry| !told.contains(entry));
    assert!(expected.is_empty(), "{expected:?} is not among {told:?}");
}
