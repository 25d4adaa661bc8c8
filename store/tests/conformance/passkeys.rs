//! Passkeys, and what they have been asked to sign.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::{Role, Scope},
    id::{AccountId, GrantId},
};
use store::{CameFrom, NewAccount, NewPasskey, OperationTransaction, PasskeyChallenge};

use crate::support::{
    NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, instant,
    roles::give_role,
};

stories! {
    an_account_has_several_passkeys_and_its_session_tells,
    a_passkey_is_of_one_account_and_removed_by_its_owner_alone,
    a_passkey_is_used_as_far_as_it_was_compared,
    what_is_asked_is_taken_once_by_whoever_was_asked,
}

fn now() -> DateTime<Utc> {
    instant("2026-11-21T08:00:00Z")
}

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

fn passkey(credential_id: &'static str) -> NewPasskey<'static> {
    NewPasskey { credential_id, user_handle: "00ff", name: "Telefonen", kept: "{\"counter\":1}", at: now() }
}

fn challenge(purpose: &str, state: &str) -> PasskeyChallenge {
    PasskeyChallenge {
        purpose: purpose.into(),
        name: "Telefonen".into(),
        options: "{}".into(),
        state: state.into(),
    }
}

async fn an_account_has_several_passkeys_and_its_session_tells(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, role) = user(&mut transaction, "asa").await;
    let here = CameFrom { browser: "Firefox/140.0", address: "192.0.2.7" };
    transaction.begin_session("hash", asa, role, here, now()).await.unwrap();
    assert!(!transaction.session("hash", day("2026-11-21")).await.unwrap().unwrap().has_second_factor);
    assert!(!transaction.has_passkeys(asa).await.unwrap());
    for id in ["aa", "bb"] {
        assert!(transaction.add_passkey(asa, passkey(id)).await.unwrap().is_some());
    }
    assert!(transaction.session("hash", day("2026-11-21")).await.unwrap().unwrap().has_second_factor);
    let known = transaction.passkeys_of(asa).await.unwrap();
    assert_eq!(known.iter().map(|known| known.credential_id.as_str()).collect::<Vec<_>>(), ["aa", "bb"]);
    assert_eq!((known[0].created, known[0].last_used), (now(), None));
    assert!(!format!("{:?}", known[0]).contains("counter"), "what is kept is not printed");
    assert_eq!(transaction.remove_passkeys(asa).await.unwrap(), 2);
    assert!(!transaction.has_passkeys(asa).await.unwrap());
}

async fn a_passkey_is_of_one_account_and_removed_by_its_owner_alone(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, _) = user(&mut transaction, "asa").await;
    let (eva, _) = user(&mut transaction, "eva").await;
    let id = transaction.add_passkey(asa, passkey("aa")).await.unwrap().unwrap();
    for account in [asa, eva] {
        assert_eq!(transaction.add_passkey(account, passkey("aa")).await.unwrap(), None);
    }
    assert_eq!(transaction.passkey("aa").await.unwrap().unwrap().account, asa);
    assert!(transaction.passkey("AA").await.unwrap().is_none());
    assert!(!transaction.remove_passkey(eva, id).await.unwrap());
    assert!(transaction.remove_passkey(asa, id).await.unwrap());
    assert!(!transaction.remove_passkey(asa, id).await.unwrap());
}

async fn a_passkey_is_used_as_far_as_it_was_compared(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, _) = user(&mut transaction, "asa").await;
    let id = transaction.add_passkey(asa, passkey("aa")).await.unwrap().unwrap();
    let later = now() + TimeDelta::minutes(1);
    let counted = ("{\"counter\":1}", "{\"counter\":2}");
    assert!(transaction.use_passkey(id, counted, later).await.unwrap());
    assert!(!transaction.use_passkey(id, counted, later).await.unwrap(), "it has counted further since");
    let found = transaction.passkey("aa").await.unwrap().unwrap();
    assert_eq!((found.kept.as_str(), found.last_used), (counted.1, Some(later)));
}

async fn what_is_asked_is_taken_once_by_whoever_was_asked(database: &TestDatabase) {
    let store = &database.store;
    let since = now() - TimeDelta::minutes(5);
    store.ask_passkey("asa", &challenge("add", "one"), now(), since).await.unwrap();
    store.ask_passkey("asa", &challenge("add", "two"), now(), since).await.unwrap();
    let take = async |holder, purpose, since| {
        let taken = store.take_passkey_challenge((holder, purpose), since).await.unwrap();
        taken.map(|taken| taken.state)
    };
    assert_eq!(take("eva", "add", since).await, None);
    assert_eq!(take("asa", "sign-in", since).await, None);
    assert_eq!(take("asa", "add", now() + TimeDelta::milliseconds(1)).await, None);
    let mut connection = store.read(&Scope::of_the_system()).await.unwrap();
    assert!(connection.passkey_challenge(("asa", "add"), since).await.unwrap().is_some());
    drop(connection);
    assert_eq!(take("asa", "add", now()).await.as_deref(), Some("two"));
    assert_eq!(take("asa", "add", since).await, None);
    // What is too old goes when something else is asked.
    store.ask_passkey("asa", &challenge("add", "old"), now(), since).await.unwrap();
    let later = now() + TimeDelta::minutes(6);
    store.ask_passkey("eva", &challenge("add", "new"), later, later - TimeDelta::minutes(5)).await.unwrap();
    assert_eq!(take("asa", "add", since).await, None);
}
