//! What nobody acts in is flagged (`access.md` section 3).

use std::time::Duration;

use chrono::{NaiveDate, TimeDelta};
use domain::{
    access::{Permission, Role, Scope},
    id::OrganisationUserId,
    list::{AccessUserColumn, Condition, ListQuery, Operator},
};
use service::{access_users, lists, session};

use crate::{
    access_users::{Office, now},
    support::{
        NORRKOPING,
        database::{TestDatabase, stories},
        day,
        users::{PASSWORD, role},
    },
};

stories! {
    what_nobody_acts_in_for_ninety_days_is_flagged,
    acting_in_one_role_leaves_the_others_unused,
    a_permission_by_itself_is_used_with_the_role_it_belongs_to,
    a_session_that_goes_on_beyond_midnight_is_a_use_on_the_new_day,
}

/// An operator that compares with nothing.
const NOTHING: &[&str] = &[];

/// How long a story waits for what is noted beside a request.
const LONGEST: Duration = Duration::from_secs(30);

impl Office {
    /// Who the list says has something that is flagged, and since when.
    async fn flagged(&self) -> Vec<(String, Option<NaiveDate>)> {
        let unused = Condition::read(AccessUserColumn::UnusedSince, Operator::NotEmpty, NOTHING).unwrap();
        let query = ListQuery::<AccessUserColumn>::default().narrowed(unused);
        let rows = lists::page(&self.fyren.services, &self.anna, &query).await.unwrap().rows;
        rows.into_iter().map(|row| (row.user_name, row.unused_since)).collect()
    }

    /// How many users the remark on the list speaks of.
    async fn remarked(&self) -> i64 {
        access_users::with_what_is_unused(&self.fyren.services, &self.anna).await.unwrap()
    }

    /// When each thing that a user has was acted in last, the latest given first.
    async fn last_used(&self, id: OrganisationUserId) -> Vec<Option<NaiveDate>> {
        self.user(id).await.grants.iter().map(|grant| grant.used.last).collect()
    }
}

async fn what_nobody_acts_in_for_ninety_days_is_flagged(database: &TestDatabase) {
    let office = Office::of(database).await;
    let ali = office.added("Ali", "SE2321000016-1003").await;
    office.give(ali, Role::Caseworker, &now()).await.unwrap();
    office.fyren.clock.pass(TimeDelta::days(89));
    assert_eq!((office.flagged().await, office.remarked().await), (Vec::new(), 0));
    office.fyren.clock.pass(TimeDelta::days(1));
    // The administrator has not signed in since either.
    let since = Some(day("2026-11-21"));
    let both = [("ali.ek".to_owned(), since), ("anna".to_owned(), since)];
    let mut flagged = office.flagged().await;
    flagged.sort();
    assert_eq!((flagged, office.remarked().await), (both.to_vec(), 2));
    office.fyren.sign_in("anna", PASSWORD).await.unwrap();
    assert_eq!((office.flagged().await, office.remarked().await), (vec![("ali.ek".to_owned(), since)], 1));
    assert_eq!(office.last_used(ali).await, [None]);
    // What has ended is flagged no longer.
    let grant = office.user(ali).await.grants[0].id;
    access_users::end_grant(&office.fyren.services, &office.anna, ali, grant).await.unwrap();
    assert_eq!((office.flagged().await, office.remarked().await), (Vec::new(), 0));
}

async fn acting_in_one_role_leaves_the_others_unused(database: &TestDatabase) {
    let office = Office::of(database).await;
    let roles = vec![role(Role::Caseworker, &[NORRKOPING]), role(Role::Auditor, &[NORRKOPING])];
    office.fyren.user("asa", roles, false).await;
    let mut connection = office.fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
    let users = connection.access_users(office.anna.acting.organisation_id).await.unwrap();
    drop(connection);
    let asa = users.iter().find(|user| user.user_name == "asa").unwrap().id;
    office.fyren.clock.pass(TimeDelta::days(100));
    let token = office.fyren.sign_in("asa", PASSWORD).await.unwrap();
    let today = Some(day("2027-03-01"));
    assert_eq!(office.last_used(asa).await, [None, today]);
    let session = office.fyren.session(&token).await.unwrap();
    let other = session.roles[1].id;
    session::switch_role(&office.fyren.services, &session, other).await.unwrap();
    assert_eq!(office.last_used(asa).await, [today, today]);
}

async fn a_permission_by_itself_is_used_with_the_role_it_belongs_to(database: &TestDatabase) {
    let office = Office::of(database).await;
    let ali = office.added("Ali", "SE2321000016-1003").await;
    office.give(ali, Role::Caseworker, &now()).await.unwrap();
    office.set(ali, &[Permission::ReadPast], &now()).await.unwrap();
    let password = access_users::one_time_password(&office.fyren.services, &office.anna, ali).await.unwrap();
    office.fyren.sign_in("ali.ek", &password).await.unwrap();
    let today = Some(day("2026-11-21"));
    assert_eq!(office.last_used(ali).await, [today, today]);
}

async fn a_session_that_goes_on_beyond_midnight_is_a_use_on_the_new_day(database: &TestDatabase) {
    let office = Office::of(database).await;
    let id = office.id_of(&office.anna).await;
    // From nine in the morning to half past eleven in the evening, and forty minutes on.
    office.fyren.clock.pass(TimeDelta::minutes(14 * 60 + 30));
    let token = office.fyren.sign_in("anna", PASSWORD).await.unwrap();
    assert_eq!(office.last_used(id).await, [Some(day("2026-11-21"))]);
    office.fyren.clock.pass(TimeDelta::minutes(40));
    assert!(office.fyren.session(&token).await.is_some());
    let noted = async { while office.last_used(id).await != [Some(day("2026-11-22"))] {} };
    tokio::time::timeout(LONGEST, noted).await.expect("the use is noted");
    // A note that was overtaken takes nothing back.
    let store = &office.fyren.services.store;
    store.note_use(office.anna.acting.id, day("2026-11-21")).await.unwrap();
    assert_eq!(office.last_used(id).await, [Some(day("2026-11-22"))]);
}
