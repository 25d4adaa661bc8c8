//! Accounts, roles, sessions and kept filters.

use chrono::TimeDelta;
use domain::{
    access::{Role, RoleAssignment},
    id::AccountId,
};
use store::{Attempt, CameFrom, Kept, NewAccount, OperationTransaction};

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, instant, place,
    roles::give_role,
};

/// The day of the stories.
const TODAY: &str = "2026-11-21";

stories! {
    an_account_is_found_by_its_user_name,
    a_user_name_is_taken_once,
    an_account_has_its_roles_in_the_order_they_were_given,
    failed_attempts_lock_an_account_and_a_sign_in_unlocks_it,
    a_session_lasts_until_it_is_ended,
    another_password_ends_every_session,
    an_account_that_may_not_be_used_has_no_sessions,
    old_sessions_and_filters_are_cleared_away,
    a_filter_is_kept_for_its_account_alone,
    only_the_latest_filters_of_an_account_are_kept,
    drafts_push_out_no_filter_nor_what_is_used,
}

/// From where everybody signs in.
const HERE: CameFrom<'_> = CameFrom { browser: "Firefox/140.0", address: "192.0.2.7" };

fn new(user_name: &str, name: &str) -> NewAccount {
    NewAccount {
        user_name: user_name.into(),
        name: name.into(),
        password_hash: "$argon2id$1".into(),
        demo: user_name.starts_with("demo"),
        active_from: day("2020-01-01"),
        one_time_until: None,
    }
}

async fn asa(transaction: &mut OperationTransaction) -> (AccountId, Vec<RoleAssignment>) {
    let id = transaction.add_account(&new("asa", "Åsa Lindqvist")).await.unwrap();
    give_role(transaction, id, Role::Caseworker, "Norrköping", &[NORRKOPING]).await;
    give_role(transaction, id, Role::RegionAdministrator, "Region Öst", &[NORRKOPING, LINKOPING]).await;
    let roles = transaction.roles(id, day(TODAY)).await.unwrap();
    (id, roles)
}

async fn an_account_is_found_by_its_user_name(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (id, _) = asa(&mut transaction).await;
    transaction.add_account(&new("demo.bo", "Bo Ek")).await.unwrap();
    let found = transaction.account("asa").await.unwrap().unwrap();
    assert_eq!((found.id, found.name.as_str()), (id, "Åsa Lindqvist"));
    assert!(found.active && !found.demo && found.locked_until.is_none());
    assert!(transaction.account("nobody").await.unwrap().is_none());
    let all = transaction.accounts().await.unwrap();
    let all: Vec<_> = all.iter().map(|account| (account.user_name.as_str(), account.demo)).collect();
    assert_eq!(all, [("asa", false), ("demo.bo", true)]);
}

async fn a_user_name_is_taken_once(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    asa(&mut transaction).await;
    assert!(transaction.add_account(&new("asa", "Åsa Ek")).await.is_err());
}

async fn an_account_has_its_roles_in_the_order_they_were_given(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (_, roles) = asa(&mut transaction).await;
    assert_eq!(
        roles.iter().map(|role| role.title.shipped().unwrap()).collect::<Vec<_>>(),
        [Role::Caseworker, Role::RegionAdministrator]
    );
    assert_eq!(roles[0].municipalities, [place(NORRKOPING)]);
    assert_eq!(roles[1].municipalities, [place(LINKOPING), place(NORRKOPING)]);
    assert_eq!(roles[1].organisation, "Region Öst");
}

async fn failed_attempts_lock_an_account_and_a_sign_in_unlocks_it(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (id, roles) = asa(&mut transaction).await;
    let until = instant("2026-11-21T08:15:00Z");
    transaction.commit().await.unwrap();
    let before = until - TimeDelta::minutes(1);
    for attempt in 1..=3 {
        assert_eq!(database.store.count_attempt(id, before).await.unwrap(), Attempt::Counted(attempt));
    }
    let mut transaction = begin(&database.store).await;
    transaction.lock_account(id, until).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(database.store.count_attempt(id, before).await.unwrap(), Attempt::LockedUntil(until));
    let mut transaction = begin(&database.store).await;
    // A right password whose look-up took as long as the locking did is too late.
    assert!(!transaction.begin_session("late", id, roles[0].id, HERE, before).await.unwrap());
    assert!(transaction.session("late", day(TODAY)).await.unwrap().is_none());
    let locked = transaction.account("asa").await.unwrap().unwrap();
    assert_eq!((locked.locked_until, locked.failed_attempts), (Some(until), 0));
    assert!(transaction.begin_session("hash", id, roles[0].id, HERE, until).await.unwrap());
    assert_eq!(transaction.account("asa").await.unwrap().unwrap().locked_until, None);
}

async fn a_session_lasts_until_it_is_ended(database: &TestDatabase) {
    let (begun, used) = (instant("2026-11-21T08:00:00Z"), instant("2026-11-21T08:30:00Z"));
    let mut transaction = begin(&database.store).await;
    let (id, roles) = asa(&mut transaction).await;
    transaction.begin_session("hash", id, roles[0].id, HERE, begun).await.unwrap();
    transaction.switch_role("hash", roles[1].id).await.unwrap();
    transaction.commit().await.unwrap();
    database.store.touch_session("hash", used).await.unwrap();
    // A note that comes late does not make the session older.
    database.store.touch_session("hash", begun).await.unwrap();

    let mut transaction = begin(&database.store).await;
    let session = transaction.session("hash", day(TODAY)).await.unwrap().unwrap();
    assert_eq!((session.account, session.acting_in), (id, roles[1].id));
    assert_eq!(session.roles, roles);
    assert_eq!((session.created, session.last_seen, session.active), (begun, used, true));
    assert!(transaction.session("other", day(TODAY)).await.unwrap().is_none());
    transaction.end_session("hash").await.unwrap();
    assert!(transaction.session("hash", day(TODAY)).await.unwrap().is_none());
}

async fn another_password_ends_every_session(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (id, roles) = asa(&mut transaction).await;
    let now = instant("2026-11-21T08:00:00Z");
    transaction.begin_session("one", id, roles[0].id, HERE, now).await.unwrap();
    transaction.begin_session("other", id, roles[0].id, HERE, now).await.unwrap();
    transaction.lock_account(id, now).await.unwrap();
    transaction.set_password(id, "$argon2id$2", None).await.unwrap();
    let account = transaction.account("asa").await.unwrap().unwrap();
    assert_eq!((account.password_hash.as_str(), account.locked_until), ("$argon2id$2", None));
    assert!(transaction.session("one", day(TODAY)).await.unwrap().is_none());
    assert!(transaction.session("other", day(TODAY)).await.unwrap().is_none());
}

async fn an_account_that_may_not_be_used_has_no_sessions(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (id, roles) = asa(&mut transaction).await;
    transaction.begin_session("hash", id, roles[0].id, HERE, instant("2026-11-21T08:00:00Z")).await.unwrap();
    transaction.set_active(id, false).await.unwrap();
    assert!(transaction.session("hash", day(TODAY)).await.unwrap().is_none());
    assert!(!transaction.account("asa").await.unwrap().unwrap().active);
    transaction.set_active(id, true).await.unwrap();
    assert!(transaction.account("asa").await.unwrap().unwrap().active);
}

async fn old_sessions_and_filters_are_cleared_away(database: &TestDatabase) {
    let now = instant("2026-11-21T18:00:00Z");
    let mut transaction = begin(&database.store).await;
    let (id, roles) = asa(&mut transaction).await;
    for (hash, age) in [("new", 0), ("idle", 2), ("ancient", 13)] {
        transaction.begin_session(hash, id, roles[0].id, HERE, now - TimeDelta::hours(age)).await.unwrap();
    }
    transaction.commit().await.unwrap();
    for (token, age) in [("fresh", 2), ("stale", 13)] {
        database
            .store
            .keep_filter(id, token, (Kept::Filter, "{}"), now - TimeDelta::hours(age))
            .await
            .unwrap();
    }
    let mut transaction = begin(&database.store).await;
    transaction.end_old_sessions(now - TimeDelta::hours(1), now - TimeDelta::hours(12)).await.unwrap();
    transaction.forget_old_filters(now - TimeDelta::hours(12)).await.unwrap();
    for (hash, left) in [("new", true), ("idle", false), ("ancient", false)] {
        assert_eq!(transaction.session(hash, day(TODAY)).await.unwrap().is_some(), left, "{hash}");
    }
    for (token, left) in [("fresh", true), ("stale", false)] {
        assert_eq!(transaction.filter_token(id, token).await.unwrap().is_some(), left, "{token}");
    }
}

async fn only_the_latest_filters_of_an_account_are_kept(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, _) = asa(&mut transaction).await;
    let bo = transaction.add_account(&new("bo", "Bo Ek")).await.unwrap();
    transaction.commit().await.unwrap();
    let at = instant("2026-11-21T08:00:00Z");
    database.store.keep_filter(bo, "of-bo", (Kept::Filter, "{}"), at).await.unwrap();
    let number = u32::try_from(store::MOST_FILTERS).unwrap();
    for minute in 0..=number {
        let at = at + TimeDelta::minutes(minute.into());
        database.store.keep_filter(asa, &format!("of-asa-{minute}"), (Kept::Filter, "{}"), at).await.unwrap();
    }
    let mut transaction = begin(&database.store).await;
    for (account, token, is_kept) in [(bo, "of-bo", true), (asa, "of-asa-0", false), (asa, "of-asa-1", true)]
    {
        assert_eq!(transaction.filter_token(account, token).await.unwrap().is_some(), is_kept, "{token}");
    }
    assert!(transaction.filter_token(asa, &format!("of-asa-{number}")).await.unwrap().is_some());
}

async fn a_filter_is_kept_for_its_account_alone(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, _) = asa(&mut transaction).await;
    let bo = transaction.add_account(&new("bo", "Bo Ek")).await.unwrap();
    transaction.commit().await.unwrap();
    let at = instant("2026-11-21T08:00:00Z");
    for _ in 0..2 {
        database.store.keep_filter(asa, "token", (Kept::Filter, r#"{"find":"Dahl"}"#), at).await.unwrap();
    }
    // Nobody takes over another's token by keeping something under it.
    database.store.keep_filter(bo, "token", (Kept::Filter, "{}"), at).await.unwrap();

    let mut transaction = begin(&database.store).await;
    let found = transaction.filter_token(asa, "token").await.unwrap();
    assert_eq!(found, Some((r#"{"find":"Dahl"}"#.to_owned(), at)));
    assert_eq!(transaction.filter_token(bo, "token").await.unwrap(), None);
}

async fn drafts_push_out_no_filter_nor_what_is_used(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let (asa, _) = asa(&mut transaction).await;
    transaction.commit().await.unwrap();
    let begun = instant("2026-11-21T08:00:00Z");
    let keep = async |token: &str, kind: Kept, at| {
        database.store.keep_filter(asa, token, (kind, "{}"), at).await.unwrap();
    };
    for (token, kind) in [("filter", Kept::Filter), ("used", Kept::Draft), ("forgotten", Kept::Draft)] {
        keep(token, kind, begun).await;
    }
    let number = u32::try_from(store::MOST_FILTERS).unwrap();
    for minute in 1..=number {
        let at = begun + TimeDelta::minutes(minute.into());
        database.store.use_filter(asa, "used", at).await.unwrap();
        keep(&format!("draft-{minute}"), Kept::Draft, at).await;
    }
    let mut transaction = begin(&database.store).await;
    for (token, is_kept) in [("filter", true), ("used", true), ("forgotten", false), ("draft-1", false)] {
        assert_eq!(transaction.filter_token(asa, token).await.unwrap().is_some(), is_kept, "{token}");
    }
}
