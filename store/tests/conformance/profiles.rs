//! The profiles of lists.

use domain::{
    access::{Role, Scope},
    id::{AccountId, GrantId, ProfileId},
    list::profile::{ListProfile, ProfileName, Sharing, StoredView},
    municipality::MunicipalityCode,
};
use store::{NewAccount, NewProfile, OperationTransaction};

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, place,
    roles::give_role,
};

stories! {
    a_profile_is_kept_as_it_was_given,
    two_users_profiles_do_not_affect_each_other,
    a_name_is_taken_once_for_an_account_and_a_list,
    a_shared_profile_is_had_where_it_is_shared,
    a_shared_profile_says_nothing_of_people,
    what_is_chosen_is_of_a_role_and_a_list,
    what_an_account_changes_for_itself_lies_beside_a_shared_profile,
    what_is_changed_of_a_profile_that_is_being_removed_is_not_kept,
}

async fn user(transaction: &mut OperationTransaction, user_name: &str) -> (AccountId, GrantId) {
    let account = NewAccount {
        user_name: user_name.into(),
        name: format!("{user_name} Ek"),
        password_hash: "$argon2id$1".into(),
        demo: false,
        active_from: day("2020-01-01"),
        one_time_until: None,
    };
    let id = transaction.add_account(&account).await.unwrap();
    let role = give_role(transaction, id, Role::Caseworker, "Norrköping", &[NORRKOPING]).await;
    (id, role)
}

fn name(text: &str) -> ProfileName {
    ProfileName::try_from(text).unwrap()
}

fn view(query: &str, private_filter: &str) -> StoredView {
    StoredView { query: query.into(), private_filter: private_filter.into() }
}

async fn add(
    transaction: &mut OperationTransaction,
    owner: AccountId,
    list: &str,
    called: &str,
    shared_in: &[&str],
) -> ProfileId {
    let municipalities: Vec<MunicipalityCode> = shared_in.iter().map(|code| place(code)).collect();
    let sharing = if shared_in.is_empty() { Sharing::Private } else { Sharing::Organisation };
    let (name, view) = (name(called), view("sort=-age", ""));
    let new = NewProfile { owner, list, name: &name, sharing, municipalities: &municipalities, view: &view };
    transaction.add_profile(&new).await.unwrap()
}

async fn had(
    transaction: &mut OperationTransaction,
    list: &str,
    account: AccountId,
    codes: &[&str],
) -> Vec<String> {
    let codes: Vec<_> = codes.iter().map(|code| place(code)).collect();
    let found = transaction.profiles(list, account, &codes).await.unwrap();
    found.iter().map(|profile| profile.name.as_str().to_owned()).collect()
}

async fn a_profile_is_kept_as_it_was_given(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, _) = user(&mut transaction, "asa").await;
    let municipalities = [place(LINKOPING), place(NORRKOPING)];
    let (first, shown) = (name("Mina öppna"), view("status=any-of:closed", "surname.starts-with(Åb)"));
    let new = NewProfile {
        owner: asa,
        list: "cases",
        name: &first,
        sharing: Sharing::Private,
        municipalities: &[],
        view: &shown,
    };
    let id = transaction.add_profile(&new).await.unwrap();
    let kept = transaction.profiles("cases", asa, &municipalities).await.unwrap().remove(0);
    let expected = ListProfile {
        id,
        name: first,
        owner: asa,
        owner_name: "asa Ek".into(),
        sharing: Sharing::Private,
        municipalities: vec![],
        view: shown,
        overlay: None,
    };
    assert_eq!(kept, expected);
    let changed = ListProfile {
        name: name("Allas"),
        sharing: Sharing::Role(Role::Caseworker),
        municipalities: municipalities.to_vec(),
        view: view("size=5", ""),
        ..kept
    };
    transaction.save_profile(&changed).await.unwrap();
    assert_eq!(transaction.profiles("cases", asa, &municipalities).await.unwrap(), [changed]);
    transaction.remove_profile(id).await.unwrap();
    assert_eq!(transaction.profiles("cases", asa, &municipalities).await.unwrap(), []);
}

async fn two_users_profiles_do_not_affect_each_other(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, of_asa) = user(&mut transaction, "asa").await;
    let (bo, of_bo) = user(&mut transaction, "bo").await;
    let mine = add(&mut transaction, asa, "cases", "Mina", &[]).await;
    let theirs = add(&mut transaction, bo, "cases", "Mina", &[]).await;
    transaction.choose_profile(of_asa, "cases", Some(mine)).await.unwrap();
    transaction.choose_profile(of_bo, "cases", Some(theirs)).await.unwrap();
    let codes = [place(NORRKOPING)];
    let found = transaction.profiles("cases", asa, &codes).await.unwrap();
    assert_eq!(found.iter().map(|profile| profile.id).collect::<Vec<_>>(), [mine]);
    transaction.remove_profile(theirs).await.unwrap();
    assert_eq!(transaction.active_profile(of_bo, "cases").await.unwrap(), None);
    assert_eq!(transaction.active_profile(of_asa, "cases").await.unwrap(), Some(Some(mine)));
    assert_eq!(had(&mut transaction, "cases", asa, &[NORRKOPING]).await, ["Mina"]);
}

async fn a_name_is_taken_once_for_an_account_and_a_list(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, _) = user(&mut transaction, "asa").await;
    let first = add(&mut transaction, asa, "cases", "Mina öppna", &[]).await;
    let second = add(&mut transaction, asa, "units", "Mina öppna", &[LINKOPING]).await;
    transaction.lock_profiles().await.unwrap();
    let names = transaction.profile_names("cases", asa).await.unwrap();
    assert_eq!(names, [(first, "mina öppna".to_owned())]);
    assert_eq!(transaction.profile_names("units", asa).await.unwrap().len(), 1);
    assert_ne!(first, second);
    let (taken, view) = (name("MINA ÖPPNA"), view("", ""));
    let new = NewProfile {
        owner: asa,
        list: "cases",
        name: &taken,
        sharing: Sharing::Private,
        municipalities: &[],
        view: &view,
    };
    assert!(transaction.add_profile(&new).await.is_err());
}

async fn a_shared_profile_is_had_where_it_is_shared(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, _) = user(&mut transaction, "asa").await;
    let (bo, _) = user(&mut transaction, "bo").await;
    add(&mut transaction, asa, "cases", "Egen", &[]).await;
    add(&mut transaction, asa, "cases", "Norrköpings", &[NORRKOPING]).await;
    add(&mut transaction, asa, "cases", "Regionens", &[LINKOPING, NORRKOPING]).await;
    let both = [LINKOPING, NORRKOPING];
    assert_eq!(had(&mut transaction, "cases", bo, &[NORRKOPING]).await, ["Norrköpings", "Regionens"]);
    assert_eq!(had(&mut transaction, "cases", bo, &both).await, ["Norrköpings", "Regionens"]);
    assert_eq!(had(&mut transaction, "cases", bo, &[LINKOPING]).await, ["Regionens"]);
    assert_eq!(had(&mut transaction, "cases", bo, &["0583"]).await, Vec::<String>::new());
    assert_eq!(had(&mut transaction, "units", bo, &both).await, Vec::<String>::new());
    // A shared profile is of the place, also for its maker, who may act elsewhere.
    assert_eq!(had(&mut transaction, "cases", asa, &["0583"]).await, ["Egen"]);
}

async fn a_shared_profile_says_nothing_of_people(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, _) = user(&mut transaction, "asa").await;
    let (name, view) = (name("Allas"), view("", "surname.starts-with(Da)"));
    let new = NewProfile {
        owner: asa,
        list: "cases",
        name: &name,
        sharing: Sharing::Organisation,
        municipalities: &[place(NORRKOPING)],
        view: &view,
    };
    assert!(transaction.add_profile(&new).await.is_err());
}

async fn what_is_chosen_is_of_a_role_and_a_list(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, role) = user(&mut transaction, "asa").await;
    let one = add(&mut transaction, asa, "cases", "Ett", &[]).await;
    let other = add(&mut transaction, asa, "cases", "Två", &[]).await;
    assert_eq!(transaction.active_profile(role, "cases").await.unwrap(), None);
    transaction.choose_profile(role, "cases", Some(one)).await.unwrap();
    transaction.choose_profile(role, "cases", Some(other)).await.unwrap();
    assert_eq!(transaction.active_profile(role, "cases").await.unwrap(), Some(Some(other)));
    assert_eq!(transaction.active_profile(role, "units").await.unwrap(), None);
    transaction.choose_profile(role, "cases", None).await.unwrap();
    assert_eq!(transaction.active_profile(role, "cases").await.unwrap(), Some(None));
}

async fn what_an_account_changes_for_itself_lies_beside_a_shared_profile(database: &TestDatabase) {
    let store = &database.store;
    let mut transaction = begin(store).await;
    let (asa, _) = user(&mut transaction, "asa").await;
    let (bo, _) = user(&mut transaction, "bo").await;
    let shared = add(&mut transaction, asa, "cases", "Allas", &[NORRKOPING]).await;
    let other = add(&mut transaction, asa, "cases", "Andra", &[NORRKOPING]).await;
    let own = add(&mut transaction, asa, "cases", "Egen", &[]).await;
    transaction.commit().await.unwrap();

    let overlays = async |account| {
        let mut connection = store.read(&Scope::of_the_system()).await.unwrap();
        let found = connection.profiles("cases", account, &[place(NORRKOPING)]).await.unwrap();
        found.into_iter().map(|profile| (profile.id, profile.overlay)).collect::<Vec<_>>()
    };
    let changed = view("size=5", "surname.starts-with(Da)");
    store.keep_overlay(bo, shared, Some(&view("size=25", ""))).await.unwrap();
    store.keep_overlay(bo, shared, Some(&changed)).await.unwrap();
    // A private profile is changed itself, and what is gone has no changes.
    store.keep_overlay(asa, own, Some(&changed)).await.unwrap();
    store.keep_overlay(bo, ProfileId(4711), Some(&changed)).await.unwrap();
    assert_eq!(overlays(bo).await, [(shared, Some(changed.clone())), (other, None)]);
    assert_eq!(overlays(asa).await, [(shared, None), (other, None), (own, None)]);

    store.keep_overlay(bo, other, Some(&changed)).await.unwrap();
    store.keep_overlay(bo, shared, None).await.unwrap();
    assert_eq!(overlays(bo).await, [(shared, None), (other, Some(changed.clone()))]);
    let mut transaction = begin(store).await;
    transaction.forget_overlays(other).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(overlays(bo).await, [(shared, None), (other, None)]);

    store.keep_overlay(bo, shared, Some(&changed)).await.unwrap();
    let mut transaction = begin(store).await;
    transaction.remove_profile(shared).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(overlays(bo).await, [(other, None)]);
}

async fn what_is_changed_of_a_profile_that_is_being_removed_is_not_kept(database: &TestDatabase) {
    let store = &database.store;
    let mut transaction = begin(store).await;
    let (asa, _) = user(&mut transaction, "asa").await;
    let (bo, _) = user(&mut transaction, "bo").await;
    let shared = add(&mut transaction, asa, "cases", "Allas", &[NORRKOPING]).await;
    transaction.commit().await.unwrap();
    let mut transaction = begin(store).await;
    transaction.remove_profile(shared).await.unwrap();
    let changed = view("size=5", "");
    let (kept, removed) = tokio::join!(store.keep_overlay(bo, shared, Some(&changed)), transaction.commit());
    assert!(kept.is_ok() && removed.is_ok(), "{kept:?}");
}
