//! Second factors, recovery codes, and sessions that await a code.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::{Role, second_factor::is_later},
    id::{AccountId, GrantId},
};
use store::{Attempt, CameFrom, NewAccount, NewSecondFactor, OperationTransaction};

use crate::support::{
    NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, instant,
    roles::give_role,
};

stories! {
    an_account_has_one_second_factor_and_its_session_tells,
    a_step_is_accepted_once_and_only_later_ones_after_it,
    of_two_with_the_same_code_one_is_accepted,
    a_recovery_code_is_good_once_and_for_its_account_alone,
    what_is_being_set_up_is_of_its_session_and_of_a_while,
    a_session_that_awaits_a_code_is_none,
    a_right_code_makes_it_whole_under_another_token_once,
    a_password_that_was_right_takes_no_wrong_codes_off_the_count,
}

const HERE: CameFrom<'_> = CameFrom { browser: "Firefox/140.0", address: "192.0.2.7" };

fn now() -> DateTime<Utc> {
    instant("2026-11-21T08:00:00Z")
}

/// An account with the role that it acts in.
async fn user(transaction: &mut OperationTransaction, user_name: &str) -> (AccountId, GrantId) {
    let account = NewAccount {
        user_name: user_name.into(),
        name: user_name.into(),
        password_hash: "$argon2id$1".into(),
        demo: false,
        active_from: day("2020-01-01"),
        one_time_until: None,
    };
    let id = transaction.add_account(&account).await.unwrap();
    let role = give_role(transaction, id, Role::Caseworker, "Norrköping", &[NORRKOPING]).await;
    (id, role)
}

fn factor<'a>(sealed: &'a [u8], step: u64, recovery_codes: &'a [String]) -> NewSecondFactor<'a> {
    NewSecondFactor { sealed, step, recovery_codes, at: now() }
}

fn hashes(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

async fn an_account_has_one_second_factor_and_its_session_tells(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, role) = user(&mut transaction, "asa").await;
    transaction.begin_session("hash", asa, role, HERE, now()).await.unwrap();
    assert!(!transaction.session("hash", day("2026-11-21")).await.unwrap().unwrap().has_second_factor);
    assert!(transaction.any_second_factor().await.unwrap().is_none());
    transaction.set_second_factor(asa, factor(b"one", 7, &hashes(&["a", "b"]))).await.unwrap();
    // Another takes its place, with its recovery codes.
    transaction.set_second_factor(asa, factor(b"two", 8, &hashes(&["b", "c", "d"]))).await.unwrap();
    let found = transaction.second_factor(asa).await.unwrap().unwrap();
    assert_eq!((found.sealed.as_slice(), found.confirmed, found.last_step), (b"two".as_slice(), now(), 8));
    assert_eq!(transaction.unused_recovery_codes(asa).await.unwrap(), ["b", "c", "d"]);
    assert_eq!(transaction.any_second_factor().await.unwrap(), Some((asa, b"two".to_vec())));
    assert!(transaction.session("hash", day("2026-11-21")).await.unwrap().unwrap().has_second_factor);
    assert!(!format!("{found:?}").contains("116"), "the sealed bytes are not printed");

    assert!(transaction.remove_second_factor(asa).await.unwrap());
    assert!(!transaction.remove_second_factor(asa).await.unwrap());
    assert!(transaction.second_factor(asa).await.unwrap().is_none());
    assert_eq!(transaction.recovery_codes_left(asa).await.unwrap(), 0);
    assert!(!transaction.session("hash", day("2026-11-21")).await.unwrap().unwrap().has_second_factor);
}

async fn a_step_is_accepted_once_and_only_later_ones_after_it(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, _) = user(&mut transaction, "asa").await;
    assert!(!transaction.accept_step(asa, 100).await.unwrap(), "there is none to accept for");
    transaction.set_second_factor(asa, factor(b"sealed", 100, &[])).await.unwrap();
    for step in [99, 100, 101, 101, 100, 103, 102] {
        let last = transaction.second_factor(asa).await.unwrap().unwrap().last_step;
        assert_eq!(transaction.accept_step(asa, step).await.unwrap(), is_later(step, last), "{step} {last}");
    }
    assert_eq!(transaction.second_factor(asa).await.unwrap().unwrap().last_step, 103);
}

async fn of_two_with_the_same_code_one_is_accepted(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, _) = user(&mut transaction, "asa").await;
    transaction.set_second_factor(asa, factor(b"sealed", 100, &hashes(&["a"]))).await.unwrap();
    transaction.commit().await.unwrap();
    let attempt = async || {
        let mut transaction = begin(&database.store).await;
        let accepted = transaction.accept_step(asa, 101).await.unwrap();
        let used = transaction.use_recovery_code(asa, "a", now()).await.unwrap();
        transaction.commit().await.unwrap();
        (accepted, used)
    };
    let (one, other) = tokio::join!(attempt(), attempt());
    let mut answers = [one, other];
    answers.sort_unstable();
    assert_eq!(answers, [(false, None), (true, Some(0))]);
}

async fn a_recovery_code_is_good_once_and_for_its_account_alone(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, _) = user(&mut transaction, "asa").await;
    let (bo, _) = user(&mut transaction, "bo").await;
    transaction.set_second_factor(asa, factor(b"sealed", 1, &hashes(&["a", "b"]))).await.unwrap();
    transaction.set_second_factor(bo, factor(b"sealed", 1, &hashes(&["c"]))).await.unwrap();
    assert_eq!(transaction.use_recovery_code(bo, "a", now()).await.unwrap(), None);
    assert_eq!(transaction.use_recovery_code(asa, "a", now()).await.unwrap(), Some(1));
    assert_eq!(transaction.use_recovery_code(asa, "a", now()).await.unwrap(), None);
    assert_eq!(transaction.recovery_codes_left(asa).await.unwrap(), 1);
    assert_eq!(transaction.unused_recovery_codes(asa).await.unwrap(), ["b"]);
    transaction.set_recovery_codes(asa, &hashes(&["d"])).await.unwrap();
    assert_eq!(transaction.use_recovery_code(asa, "b", now()).await.unwrap(), None);
    assert_eq!(transaction.use_recovery_code(asa, "d", now()).await.unwrap(), Some(0));
    assert_eq!(transaction.recovery_codes_left(bo).await.unwrap(), 1);
}

async fn what_is_being_set_up_is_of_its_session_and_of_a_while(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, role) = user(&mut transaction, "asa").await;
    for hash in ["one", "other"] {
        transaction.begin_session(hash, asa, role, HERE, now()).await.unwrap();
    }
    let later = now() + TimeDelta::minutes(1);
    transaction.begin_second_factor("one", b"first", now()).await.unwrap();
    transaction.begin_second_factor("one", b"second", later).await.unwrap();
    transaction.begin_second_factor("nobody's", b"third", now()).await.unwrap();
    let found = transaction.second_factor_set_up("one", later).await.unwrap();
    assert_eq!(found.as_deref(), Some(b"second".as_slice()));
    assert!(transaction.second_factor_set_up("other", now()).await.unwrap().is_none());
    let too_old = later + TimeDelta::milliseconds(1);
    assert!(transaction.second_factor_set_up("one", too_old).await.unwrap().is_none());
    transaction.set_second_factor(asa, factor(b"second", 1, &[])).await.unwrap();
    assert!(transaction.second_factor_set_up("one", now()).await.unwrap().is_none());
    // It ends with the session.
    transaction.begin_second_factor("other", b"fourth", now()).await.unwrap();
    transaction.end_session("other").await.unwrap();
    transaction.begin_session("other", asa, role, HERE, now()).await.unwrap();
    assert!(transaction.second_factor_set_up("other", now()).await.unwrap().is_none());
}

async fn a_session_that_awaits_a_code_is_none(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, role) = user(&mut transaction, "asa").await;
    assert!(transaction.begin_half_session("half", asa, role, HERE, now()).await.unwrap());
    assert!(transaction.session("half", day("2026-11-21")).await.unwrap().is_none());
    assert!(transaction.sessions_of(asa, now(), now()).await.unwrap().is_empty());
    let half = transaction.half_session("half").await.unwrap().unwrap();
    assert_eq!((half.account, half.created, half.acting_in, half.codes_tried), (asa, now(), role, 0));
    transaction.begin_session("whole", asa, role, HERE, now()).await.unwrap();
    assert!(transaction.half_session("whole").await.unwrap().is_none());
    transaction.commit().await.unwrap();
    assert_eq!(database.store.count_code("half").await.unwrap(), Some(1));
    assert_eq!(database.store.count_code("half").await.unwrap(), Some(2));
    assert_eq!(database.store.count_code("whole").await.unwrap(), None);
    let mut transaction = begin(&database.store).await;
    assert_eq!(transaction.half_session("half").await.unwrap().unwrap().codes_tried, 2);
    // It ends with the others.
    assert_eq!(transaction.end_other_sessions(asa, "whole").await.unwrap(), 1);
    assert!(transaction.half_session("half").await.unwrap().is_none());
    transaction.begin_half_session("half", asa, role, HERE, now()).await.unwrap();
    transaction.set_active(asa, false).await.unwrap();
    assert!(transaction.half_session("half").await.unwrap().is_none());
}

async fn a_right_code_makes_it_whole_under_another_token_once(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, role) = user(&mut transaction, "asa").await;
    transaction.begin_half_session("half", asa, role, HERE, now()).await.unwrap();
    assert!(!transaction.complete_session("another", "whole", now()).await.unwrap());
    assert!(transaction.complete_session("half", "whole", now()).await.unwrap());
    assert!(transaction.half_session("half").await.unwrap().is_none());
    assert!(transaction.session("half", day("2026-11-21")).await.unwrap().is_none());
    assert_eq!(transaction.session("whole", day("2026-11-21")).await.unwrap().unwrap().account, asa);
    assert!(!transaction.complete_session("half", "again", now()).await.unwrap());
    assert!(!transaction.complete_session("whole", "again", now()).await.unwrap());
}

async fn a_password_that_was_right_takes_no_wrong_codes_off_the_count(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, role) = user(&mut transaction, "asa").await;
    transaction.set_second_factor(asa, factor(b"sealed", 1, &[])).await.unwrap();
    transaction.commit().await.unwrap();
    for wrong in 1..=3 {
        assert_eq!(database.store.count_attempt(asa, now()).await.unwrap(), Attempt::Counted(wrong));
    }
    // The right password is counted, and taken off again alone.
    assert_eq!(database.store.count_attempt(asa, now()).await.unwrap(), Attempt::Counted(4));
    let mut transaction = begin(&database.store).await;
    assert!(transaction.begin_half_session("half", asa, role, HERE, now()).await.unwrap());
    assert_eq!(transaction.account("asa").await.unwrap().unwrap().failed_attempts, 3);
    // Nor does choosing another password.
    let passwords = ("$argon2id$2", "$argon2id$1");
    assert!(transaction.choose_password(asa, passwords, now()).await.unwrap());
    assert_eq!(transaction.account("asa").await.unwrap().unwrap().failed_attempts, 2);
    assert!(transaction.complete_session("half", "whole", now()).await.unwrap());
    assert_eq!(transaction.account("asa").await.unwrap().unwrap().failed_attempts, 0);
    // Whoever is locked out meanwhile has begun nothing, and completed nothing.
    transaction.begin_half_session("half", asa, role, HERE, now()).await.unwrap();
    transaction.lock_account(asa, now() + TimeDelta::minutes(15)).await.unwrap();
    assert!(!transaction.begin_half_session("late", asa, role, HERE, now()).await.unwrap());
    assert!(!transaction.complete_session("half", "late", now()).await.unwrap());
    assert!(!transaction.uncount_attempt(asa, now()).await.unwrap());
}
