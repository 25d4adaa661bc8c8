//! Organisations, the catalogue and what is granted: what works on a day is what the model says, and the database refuses
//! what is against the separation of duties, whoever asks.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    access::{
        Permission, Role, RoleTitle, Scope,
        agreement::{Agreement, Agreements},
        catalogue::Catalogue,
        code::{PermissionCode, ServiceCode},
        grant::{Asked, Circumstances, Decision, Grant, Granted, Place},
        organisation::OrganisationKind,
        role::{RoleDraft, RoleName},
    },
    id::{AccountId, OrganisationId, UserRoleId},
    period::Period,
};
use store::{Given, NewAccount, NewGrant, NewOrganisation, OpenMode, OperationTransaction, Store};

use crate::support::{
    LINKOPING, NORRKOPING, begin,
    database::{TestDatabase, stories},
    day, instant, place, raw,
    roles::{give_role, given, organisation},
};

stories! {
    what_ships_is_kept_once_and_comes_back_as_it_is,
    what_works_on_a_day_is_what_the_model_says,
    what_a_role_could_do_on_a_day_is_told_as_it_was,
    nobody_acts_in_what_does_not_work,
    the_database_lets_nobody_give_to_themselves,
    the_database_lets_nobody_administer_and_use_a_service_on_one_day,
    an_organisation_keeps_an_administrator,
}

async fn account(transaction: &mut OperationTransaction, user_name: &str) -> AccountId {
    let account = NewAccount {
        user_name: user_name.into(),
        name: user_name.into(),
        password_hash: String::new(),
        demo: false,
        active_from: day("2020-01-01"),
        one_time_until: None,
    };
    transaction.add_account(&account).await.unwrap()
}

fn code(text: &str) -> PermissionCode {
    PermissionCode::try_from(text).unwrap()
}

/// A period; an empty end is until further notice.
fn period(start: &str, end: &str) -> Period {
    Period::new(day(start), end.parse().ok())
}

async fn what_ships_is_kept_once_and_comes_back_as_it_is(database: &TestDatabase) {
    let shipped = Catalogue::shipped().unwrap();
    assert_eq!(
        database.store.read(&Scope::of_the_system()).await.unwrap().catalogue().await.unwrap(),
        shipped
    );
    let renamed =
        "UPDATE permission_name SET swedish = 'Titta på aktivitetsansvar' WHERE permission = 'read-cases'";
    raw::execute(&database.address, renamed).await.unwrap();
    let taken = "DELETE FROM user_role_permission WHERE permission = 'read-past'";
    raw::execute(&database.address, taken).await.unwrap();
    // Migrated once more, with what the operator has changed since left as it is.
    let again = Store::open(&database.address, OpenMode::CreateAndMigrate).await.unwrap();
    let mut connection = again.read(&Scope::of_the_system()).await.unwrap();
    let kept = connection.catalogue().await.unwrap();
    assert_eq!(kept.entries().len(), shipped.entries().len());
    let name = kept.entry(&Permission::ReadCases.into()).unwrap().name_on(day("2026-11-21"));
    assert_eq!(name.pick(domain::language::Language::Swedish), "Titta på aktivitetsansvar");
    drop(connection);
    again.close().await;
    let left = "SELECT count(*) FROM user_role_permission WHERE permission = 'read-past'";
    assert_eq!(raw::count(&database.address, left).await, 0);
}

/// A municipality of the model, with what it may have.
async fn stockholm(transaction: &mut OperationTransaction) -> (OrganisationId, Vec<Agreement>) {
    let municipalities = [place("0180")];
    let new = NewOrganisation {
        kind: OrganisationKind::Municipality,
        name: "Stockholm",
        municipalities: &municipalities,
        from: day("2015-01-01"),
    };
    let organisation = transaction.add_organisation(&new).await.unwrap();
    let agreement = |service: &str, period: Period| Agreement {
        organisation,
        service: ServiceCode::try_from(service).unwrap(),
        period,
    };
    let agreements = vec![
        agreement("fyren", period("2021-01-01", "2021-06-30")),
        agreement("fyren", period("2021-08-01", "")),
        agreement("state-compensation", period("2020-01-01", "2021-08-01")),
    ];
    for agreement in &agreements {
        transaction.add_agreement(agreement).await.unwrap();
    }
    (organisation, agreements)
}

async fn what_works_on_a_day_is_what_the_model_says(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let catalogue = transaction.catalogue().await.unwrap();
    let (organisation, agreements) = stockholm(&mut transaction).await;
    let agreements = Agreements::of(agreements).unwrap();
    let anna = account(&mut transaction, "anna").await;
    let role = transaction.shipped_role(Role::Caseworker).await.unwrap();
    let caseworker = [Permission::ReadCases, Permission::EditCases].map(PermissionCode::from);
    let mut grants = Vec::new();
    for (given, start, end) in [
        (None, "2021-01-01", "2021-08-05"),
        (None, "2021-07-01", ""),
        (Some("read-past"), "2019-01-01", "2021-07-15"),
        // Retired on 21 July 2021, and launched on 9 June.
        (Some("compensation-medical-grounds"), "2020-01-01", ""),
        (Some("compensation-launched-2021-06-09"), "2021-01-01", "2021-07-30"),
        // What is withdrawn before it begins was never given.
        (Some("compensation-preschool"), "2021-07-02", "2021-07-01"),
        // Not agreed at all.
        (Some("administer-children-without-guardian"), "2020-01-01", ""),
    ] {
        let new = NewGrant {
            account: anna,
            given: given.map_or(Given::Role(role), |permission| Given::Permission(code(permission))),
            organisation,
            unit: None,
            period: period(start, end),
            decided_by: None,
            decided_at: instant("2019-01-01T08:00:00Z"),
            reason: "Anställd".into(),
        };
        let permissions = given.map_or(caseworker.to_vec(), |permission| vec![code(permission)]);
        grants.push((transaction.give(&new).await.unwrap(), new.period, permissions));
    }
    let active = Period::new(day("2020-01-01"), None);
    let circumstances = Circumstances { catalogue: &catalogue, agreements: &agreements, active };
    let mut days: BTreeSet<NaiveDate> = day("2021-05-30").iter_days().take(80).collect();
    days.extend(["2019-12-31", "2020-01-01", "2020-12-31", "2021-01-01", "2026-11-21"].map(day));
    let mut seen = BTreeSet::new();
    for today in days {
        let mut expected = BTreeSet::new();
        for (id, period, permissions) in &grants {
            for permission in permissions {
                // A role is asked as each of its permissions.
                let grant = Grant {
                    id: *id,
                    account: anna,
                    granted: Granted::Permission(permission.clone()),
                    place: Place { organisation, unit: None },
                    period: *period,
                    decision: Decision::new(None, instant("2019-01-01T08:00:00Z"), "Anställd").unwrap(),
                };
                let asked = Asked::Use(permission.clone());
                if grant.lets_on(&asked, today, circumstances).works() {
                    expected.insert((*id, permission.clone()));
                }
            }
        }
        let rights = transaction.rights(organisation, today).await.unwrap();
        let found: BTreeSet<_> = rights.into_iter().map(|right| (right.grant, right.permission)).collect();
        assert_eq!(found, expected, "{today}");
        seen.insert(found);
    }
    // The calendar was walked over days that differ.
    assert!(seen.len() >= 8, "{}", seen.len());
}

async fn what_a_role_could_do_on_a_day_is_told_as_it_was(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let catalogue = transaction.catalogue().await.unwrap();
    let norrkoping = organisation(&mut transaction, "Norrköping", &[NORRKOPING]).await;
    let anna = account(&mut transaction, "anna").await;
    transaction.note_access_user(norrkoping, anna, "Anna Ek", instant("2020-01-01T08:00:00Z")).await.unwrap();
    let made = |name: &str, permissions: &[Permission]| {
        let draft = RoleDraft {
            name: name.into(),
            kind: OrganisationKind::Municipality,
            permissions: permissions.iter().copied().map(PermissionCode::from).collect(),
            administers: BTreeSet::new(),
        };
        draft.make(&catalogue, day("2026-01-01")).unwrap()
    };
    let is_made =
        |title: &RoleTitle| matches!(title, RoleTitle::Made { name, .. } if name.as_str() == "Gruppen");
    let (read, edit, log) = (Permission::ReadCases, Permission::EditCases, Permission::ReadLog);
    let role =
        transaction.make_role(norrkoping, &made("Enheten", &[read, log]), day("2026-01-01")).await.unwrap();
    transaction.give(&given(anna, Given::Role(role), norrkoping)).await.unwrap();
    let change = [("2026-03-01", 1, vec![read, edit]), ("2026-06-01", 2, vec![edit, log])];
    for (from, version, permissions) in change {
        let role_then = made("Gruppen", &permissions);
        assert!(transaction.change_role((role, version), &role_then, day(from)).await.unwrap());
        // Of a version that is no more nothing is changed.
        assert!(!transaction.change_role((role, version), &role_then, day(from)).await.unwrap());
    }
    // What is lost and got again on one day has never been away, and the other way around it has never been there.
    for (version, permissions) in [(3, vec![read]), (4, vec![edit, log])] {
        transaction
            .change_role((role, version), &made("Gruppen", &permissions), day("2026-07-01"))
            .await
            .unwrap();
    }
    for (on, expected) in [
        ("2025-12-31", vec![]),
        ("2026-01-01", vec![read, log]),
        ("2026-02-28", vec![read, log]),
        ("2026-03-01", vec![read, edit]),
        ("2026-05-31", vec![read, edit]),
        ("2026-06-01", vec![edit, log]),
        ("2026-07-01", vec![edit, log]),
    ] {
        let rights = transaction.rights(norrkoping, day(on)).await.unwrap();
        let found: BTreeSet<_> = rights.into_iter().map(|right| right.permission).collect();
        assert_eq!(found, expected.iter().copied().map(PermissionCode::from).collect(), "{on}");
        let told = transaction.told_rights(norrkoping, day(on)).await.unwrap();
        assert_eq!(told.len(), expected.len(), "{on}");
        assert!(told.iter().all(|right| right.name == "anna" && is_made(&right.through)));
    }
    let pieces = "SELECT count(*) FROM user_role_permission p JOIN user_role r ON r.id = p.user_role_id WHERE r.name = 'Gruppen'";
    let roles =
        transaction.roles_of(norrkoping, OrganisationKind::Municipality, day("2026-11-21")).await.unwrap();
    let kept = roles.iter().find(|kept| kept.id == role).unwrap();
    assert_eq!((kept.holders, kept.version, kept.withdrawn), (1, 5, None));
    assert_eq!(kept.role.permissions().len(), 2);
    let holders = transaction.role_holders(norrkoping, role, day("2026-11-21")).await.unwrap();
    assert_eq!(holders.iter().map(|holder| holder.name.as_str()).collect::<Vec<_>>(), ["Anna Ek"]);
    // Withdrawn it is changed no more, and works on.
    assert!(transaction.withdraw_role((role, 5), instant("2026-11-21T08:00:00Z")).await.unwrap());
    assert!(!transaction.change_role((role, 6), &made("Gruppen", &[read]), day("2026-11-21")).await.unwrap());
    assert_eq!(transaction.rights(norrkoping, day("2026-11-21")).await.unwrap().len(), 2);
    assert_eq!(
        transaction.role_named(norrkoping, &RoleName::try_from("GRUPPEN").unwrap()).await.unwrap(),
        Some(role)
    );
    transaction.commit().await.unwrap();
    assert_eq!(raw::count(&database.address, pieces).await, 4);
}

async fn nobody_acts_in_what_does_not_work(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let anna = account(&mut transaction, "anna").await;
    let norrkoping = give_role(&mut transaction, anna, Role::Auditor, "Norrköping", &[NORRKOPING]).await;
    let place_of = organisation(&mut transaction, "Norrköping", &[NORRKOPING]).await;
    let alone = Given::Permission(Permission::EditCases.into());
    let alone = NewGrant { period: period("2026-11-21", "2026-11-22"), ..given(anna, alone, place_of) };
    transaction.give(&alone).await.unwrap();
    let both = [NORRKOPING, LINKOPING];
    give_role(&mut transaction, anna, Role::Caseworker, "Region Öst", &both).await;
    let acting = transaction.roles(anna, day("2026-11-21")).await.unwrap();
    let titles: Vec<_> =
        acting.iter().map(|acting| (acting.title.clone(), acting.municipalities.len())).collect();
    assert_eq!(titles, [(RoleTitle::Shipped(Role::Auditor), 1), (RoleTitle::Shipped(Role::Caseworker), 2)]);
    assert!(acting[0].may(Permission::EditCases) && acting[0].id == norrkoping);
    assert!(!transaction.roles(anna, day("2026-11-23")).await.unwrap()[0].may(Permission::EditCases));
    // A member leaves the region, the agreement of the municipality ends, and the account is not active before its day.
    transaction.commit().await.unwrap();
    let leaves = "UPDATE organisation_municipality SET to_day = '2026-11-30' WHERE municipality = '0580'";
    raw::execute(&database.address, leaves).await.unwrap();
    let ends = format!("UPDATE agreement SET to_day = '2026-11-30' WHERE organisation_id = {}", place_of.0);
    raw::execute(&database.address, &ends).await.unwrap();
    let mut connection = database.store.read(&Scope::of_the_system()).await.unwrap();
    assert_eq!(connection.roles(anna, day("2026-11-30")).await.unwrap().len(), 2);
    let acting = connection.roles(anna, day("2026-12-01")).await.unwrap();
    assert_eq!(acting.len(), 1);
    assert_eq!(acting[0].municipalities, [place(NORRKOPING)]);
    assert_eq!(connection.roles(anna, day("2019-12-31")).await.unwrap(), []);
}

async fn the_database_lets_nobody_give_to_themselves(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let anna = account(&mut transaction, "anna").await;
    let norrkoping = organisation(&mut transaction, "Norrköping", &[NORRKOPING]).await;
    let new = given(anna, Given::Permission(Permission::ReadCases.into()), norrkoping);
    assert!(transaction.give(&NewGrant { decided_by: Some(anna), ..new }).await.is_err());
}

async fn the_database_lets_nobody_administer_and_use_a_service_on_one_day(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let [anna, bo] = [account(&mut transaction, "anna").await, account(&mut transaction, "bo").await];
    let norrkoping = organisation(&mut transaction, "Norrköping", &[NORRKOPING]).await;
    let linkoping = organisation(&mut transaction, "Linköping", &[LINKOPING]).await;
    let administrator = given(anna, Given::Administrator, norrkoping);
    let until = NewGrant { period: period("2020-01-01", "2026-06-30"), ..administrator.clone() };
    transaction.give(&until).await.unwrap();
    transaction.give(&given(bo, Given::Administrator, norrkoping)).await.unwrap();
    let caseworker = transaction.shipped_role(Role::Caseworker).await.unwrap();
    // It is the same service in another organisation.
    let uses = given(anna, Given::Role(caseworker), linkoping);
    let after = NewGrant { period: period("2026-07-01", ""), ..uses.clone() };
    let grant = transaction.give(&after).await.unwrap();
    transaction.commit().await.unwrap();
    for from in ["2026-06-30", "2020-01-01"] {
        let mut transaction = begin(&database.store).await;
        let new = NewGrant { period: period(from, ""), ..uses.clone() };
        assert!(transaction.give(&new).await.is_err(), "{from}");
        let earlier = format!("UPDATE access_grant SET from_day = '{from}' WHERE id = {}", grant.0);
        drop(transaction);
        assert!(raw::execute(&database.address, &earlier).await.is_err(), "{from}");
    }
    // Nor does a role come to administer what its users use.
    let administers = |role: UserRoleId| {
        format!(
            "INSERT INTO user_role_service (user_role_id, service, from_day) VALUES ({}, 'fyren', '2020-01-01')",
            role.0
        )
    };
    assert!(raw::execute(&database.address, &administers(caseworker)).await.is_err());
    let auditor = database
        .store
        .read(&Scope::of_the_system())
        .await
        .unwrap()
        .shipped_role(Role::Auditor)
        .await
        .unwrap();
    raw::execute(&database.address, &administers(auditor)).await.unwrap();
    let mut transaction = begin(&database.store).await;
    assert!(transaction.give(&given(anna, Given::Role(auditor), linkoping)).await.is_err());
}

async fn an_organisation_keeps_an_administrator(database: &TestDatabase) {
    let mut transaction = begin(&database.store).await;
    let [anna, bo] = [account(&mut transaction, "anna").await, account(&mut transaction, "bo").await];
    let norrkoping = organisation(&mut transaction, "Norrköping", &[NORRKOPING]).await;
    let of_anna = transaction.give(&given(anna, Given::Administrator, norrkoping)).await.unwrap();
    let later = period("2026-12-01", "");
    let of_bo = NewGrant { period: later, ..given(bo, Given::Administrator, norrkoping) };
    let of_bo = transaction.give(&of_bo).await.unwrap();
    transaction.commit().await.unwrap();
    let end = async |grant, last: &str| {
        let mut transaction = begin(&database.store).await;
        let ended = transaction.end_grant(grant, day(last)).await;
        match ended {
            Ok(()) => transaction.commit().await.map_err(drop),
            Err(_) => Err(()),
        }
    };
    // There would be a day without one.
    assert!(end(of_anna, "2026-11-29").await.is_err());
    end(of_anna, "2026-11-30").await.unwrap();
    assert!(end(of_bo, "2027-12-31").await.is_err());
    assert!(end(of_bo, "2026-11-30").await.is_err());
    for grant in [of_anna, of_bo] {
        let removed = format!("DELETE FROM access_grant WHERE id = {}", grant.0);
        assert!(raw::execute(&database.address, &removed).await.is_err());
    }
    // What is no administrator's ends when it is to.
    let mut transaction = begin(&database.store).await;
    let eva = account(&mut transaction, "eva").await;
    let role = give_role(&mut transaction, eva, Role::Caseworker, "Linköping", &[LINKOPING]).await;
    transaction.end_grant(role, day("2026-11-30")).await.unwrap();
}
