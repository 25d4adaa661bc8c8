//! Administrators of an organisation decide what its users may do (seed 002, section 4).

use chrono::TimeDelta;
use domain::{
    access::{
        Permission, Role, Scope,
        code::{PermissionCode, ServiceCode},
        duties::DutyRefusal,
        giving::{Giving, RoleDecision},
        grant::GrantRefusal,
        hsa_id::HsaIdError,
        user::{UserForm, UserRefusal},
        verdict::Verdict,
    },
    id::{GrantId, OrganisationUserId, UserRoleId},
    operation::{Actor, OperationKind},
    period::Period,
};
use service::{
    ServiceError, access_import, access_roles,
    access_users::{self, AccessFailure, AccessRefusal, AccessUser, Copied, GivenName},
    organisations,
    session::{Session, SignInError},
    users::{self, GivenRole, NewRole, UserError},
};

use crate::support::{
    Installation, LINKOPING, NORRKOPING, TODAY,
    database::{TestDatabase, stories},
    day, installation, place, raw,
    users::role,
};

stories! {
    a_user_is_added_given_a_role_lets_in_and_removed,
    ticked_permissions_are_given_and_the_others_end,
    a_user_of_another_organisation_is_not_there,
    whoever_administers_nothing_administers_nobody,
    an_hsa_id_is_of_one_user_of_an_organisation,
    what_may_not_be_given_is_refused_and_nothing_changes,
    nobody_gives_to_themselves_and_no_administrator_ends_one,
    what_is_not_agreed_is_not_offered_and_stops_working,
    two_who_change_the_same_user_do_not_overwrite_each_other,
    the_log_tells_before_and_after,
    what_has_been_given_ends_with_another_day,
    what_another_has_is_copied,
    ticks_of_a_page_that_has_grown_old_end_nothing,
    a_table_adds_and_changes_users_and_leaves_out_what_is_wrong,
    what_ends_soon_is_told_beforehand,
    a_role_of_many_is_decided_for_each_by_themselves,
    what_was_decided_before_the_database_gave_up_is_told,
    the_operator_shuts_out_no_last_administrator,
}

pub fn administrator(code: &str) -> NewRole {
    NewRole {
        role: GivenRole::Administrator,
        organisation: place(code).name().to_owned(),
        municipalities: vec![place(code)],
    }
}

pub fn form(first_name: &str, hsa_id: &str) -> UserForm {
    UserForm {
        first_name: first_name.into(),
        last_name: "Ek".into(),
        hsa_id: hsa_id.into(),
        e_mail: "namn@kommun.example".into(),
        civic_number: String::new(),
    }
}

pub fn giving(from: &str, until: &str) -> Giving {
    Giving { period: Period::new(day(from), until.parse().ok()), reason: "Ny tjänst".to_owned() }
}

pub fn now() -> Giving {
    giving(TODAY, "")
}

pub fn codes(permissions: &[Permission]) -> std::collections::BTreeSet<PermissionCode> {
    permissions.iter().copied().map(PermissionCode::from).collect()
}

pub fn refusals(failure: AccessFailure) -> Vec<AccessRefusal> {
    match failure {
        AccessFailure::Refused(refusals) => refusals,
        AccessFailure::Unavailable(error) => panic!("{error:?}"),
    }
}

/// Norrköping with its administrator.
pub struct Office {
    pub fyren: Installation,
    pub anna: Session,
}

impl Office {
    pub async fn of(database: &TestDatabase) -> Self {
        let fyren = installation(database);
        let anna = fyren.signed_in("anna", administrator(NORRKOPING)).await;
        Self { fyren, anna }
    }

    pub async fn added(&self, first_name: &str, hsa_id: &str) -> OrganisationUserId {
        access_users::add(&self.fyren.services, &self.anna, &form(first_name, hsa_id)).await.unwrap()
    }

    pub async fn user(&self, id: OrganisationUserId) -> AccessUser {
        access_users::user(&self.fyren.services, &self.anna, id).await.unwrap()
    }

    pub async fn role(&self, role: Role) -> UserRoleId {
        self.fyren
            .services
            .store
            .read(&Scope::of_the_system())
            .await
            .unwrap()
            .shipped_role(role)
            .await
            .unwrap()
    }

    pub async fn give(
        &self,
        id: OrganisationUserId,
        role: Role,
        giving: &Giving,
    ) -> Result<(), AccessFailure> {
        let role = Some(self.role(role).await);
        access_users::give_role(&self.fyren.services, &self.anna, id, role, giving).await
    }

    pub async fn set(
        &self,
        id: OrganisationUserId,
        permissions: &[Permission],
        giving: &Giving,
    ) -> Result<usize, AccessFailure> {
        let (services, fyren) = (&self.fyren.services, ServiceCode::fyren());
        let (user, offered) = access_users::offered(services, &self.anna, id, &fyren).await.unwrap();
        let ticked = (&user.alone(&offered), &codes(permissions));
        access_users::set_permissions(services, &self.anna, id, &fyren, ticked, giving).await
    }

    pub async fn may(&self, id: OrganisationUserId, permission: Permission, on: &str) -> Verdict {
        let (services, code) = (&self.fyren.services, permission.into());
        access_users::may(services, &self.anna, id, &code, day(on)).await.unwrap().verdict
    }

    /// Who the user of an account is.
    pub async fn id_of(&self, session: &Session) -> OrganisationUserId {
        let mut connection = self.fyren.services.store.read(&Scope::of_the_system()).await.unwrap();
        let users = connection.access_users(session.acting.organisation_id).await.unwrap();
        users.iter().find(|user| user.account == session.account).unwrap().id
    }
}

async fn a_user_is_added_given_a_role_lets_in_and_removed(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let ali = office.added("Åli", "se2321000016-1003").await;
    let known = office.user(ali).await.user;
    assert_eq!((known.user_name.as_str(), known.hsa_id.as_str()), ("ali.ek", "SE2321000016-1003"));
    // Nobody signs in without a password, not with none either.
    assert!(office.fyren.sign_in("ali.ek", "").await.is_err());
    let password = access_users::one_time_password(services, &office.anna, ali).await.unwrap();
    // With nothing to act in one is told so however often one tries, and not that the password is wrong.
    for _ in 0..7 {
        assert_eq!(office.fyren.sign_in("ali.ek", &password).await, Err(SignInError::NothingToDo));
    }
    assert_eq!(office.fyren.sign_in("ali.ek", "fel").await, Err(SignInError::WrongCredentials));
    office.give(ali, Role::Caseworker, &giving(TODAY, "2026-11-30")).await.unwrap();
    let token = office.fyren.sign_in("ali.ek", &password).await.unwrap();
    let session = office.fyren.session(&token).await.unwrap();
    assert!(session.due().is_some() && session.acting.may(Permission::EditCases));
    assert_eq!(session.acting.organisation, "Norrköping");

    // The day after the last one the session is over, and who signs in has nothing to act in.
    office.fyren.clock.pass(TimeDelta::days(10));
    assert!(office.fyren.session(&token).await.is_none());
    office.fyren.clock.pass(TimeDelta::days(-10));

    access_users::remove(services, &office.anna, ali).await.unwrap();
    assert!(office.fyren.session(&token).await.is_none());
    assert!(office.fyren.sign_in("ali.ek", &password).await.is_err());
    let gone = access_users::user(services, &office.anna, ali).await;
    assert!(matches!(gone, Err(ServiceError::NotFound)));
    // The HSA-id is free again, the user name is not.
    let again = office.added("Ali", "SE2321000016-1003").await;
    assert_eq!(office.user(again).await.user.user_name, "ali.ek2");
}

async fn ticked_permissions_are_given_and_the_others_end(database: &TestDatabase) {
    let office = Office::of(database).await;
    let ali = office.added("Ali", "SE2321000016-1003").await;
    office.give(ali, Role::Auditor, &now()).await.unwrap();
    let twice = office.give(ali, Role::Auditor, &giving("2026-12-01", "")).await.unwrap_err();
    assert_eq!(refusals(twice), [AccessRefusal::HasAlready]);
    // What the role gives is not given once more.
    let ticked = [Permission::ReadLog, Permission::ReadCases, Permission::EditCases];
    assert_eq!(office.set(ali, &ticked, &now()).await, Ok(2));
    assert_eq!(office.set(ali, &ticked, &now()).await, Ok(0));
    assert_eq!(office.set(ali, &[Permission::ReadCases, Permission::ReadPast], &now()).await, Ok(1));
    let user = office.user(ali).await;
    let works = |permission: Permission| user.working(&permission.into()).len();
    assert_eq!(
        [Permission::ReadCases, Permission::EditCases, Permission::ReadLog, Permission::ReadPast].map(works),
        [1, 0, 1, 1]
    );
    // What ended has its row, and never held.
    assert_eq!(user.grants.iter().filter(|grant| grant.period.is_contradictory()).count(), 1);
    assert_eq!(office.may(ali, Permission::EditCases, TODAY).await, Verdict::NobodyGranted);
    assert_eq!(
        office.may(ali, Permission::ReadCases, "2026-11-20").await,
        Verdict::AccountNotYet { from: day(TODAY) }
    );
}

async fn a_user_of_another_organisation_is_not_there(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let ali = office.added("Ali", "SE2321000016-1003").await;
    office.give(ali, Role::Auditor, &now()).await.unwrap();
    let grant = office.user(ali).await.grants[0].id;
    let eva = office.fyren.signed_in("eva", administrator(LINKOPING)).await;
    let (fyren, auditor) = (ServiceCode::fyren(), Some(office.role(Role::Auditor).await));
    let before = raw::count(&database.address, "SELECT count(*) FROM operation").await;
    let gone = |result: Option<AccessFailure>| {
        assert_eq!(result, Some(AccessFailure::Unavailable(ServiceError::NotFound)));
    };
    assert!(matches!(access_users::user(services, &eva, ali).await, Err(ServiceError::NotFound)));
    gone(access_users::change(services, &eva, ali, 1, &form("Bo", "SE2321000016-1004")).await.err());
    gone(access_users::give_role(services, &eva, ali, auditor, &now()).await.err());
    gone(
        access_users::set_permissions(services, &eva, ali, &fyren, (&codes(&[]), &codes(&[])), &now())
            .await
            .err(),
    );
    gone(access_users::end_grant(services, &eva, ali, grant).await.err());
    gone(access_users::one_time_password(services, &eva, ali).await.err());
    gone(access_users::remove(services, &eva, ali).await.err());
    let code = Permission::ReadLog.into();
    assert_eq!(access_users::may(services, &eva, ali, &code, day(TODAY)).await, Err(ServiceError::NotFound));
    // A grant of another is none of her user's.
    let bo = access_users::add(services, &eva, &form("Bo", "SE2321000016-1003")).await.unwrap();
    let foreign = access_users::end_grant(services, &eva, bo, grant).await.unwrap_err();
    assert_eq!(refusals(foreign), [AccessRefusal::Duty(DutyRefusal::NothingToEnd)]);
    assert_eq!(raw::count(&database.address, "SELECT count(*) FROM operation").await, before + 1);
}

async fn whoever_administers_nothing_administers_nobody(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let ali = office.added("Ali", "SE2321000016-1003").await;
    let asa = office.fyren.signed_in("asa", role(Role::Caseworker, &[NORRKOPING])).await;
    let forbidden = |result: Option<AccessFailure>| {
        assert_eq!(result, Some(AccessFailure::Unavailable(ServiceError::Forbidden)));
    };
    assert!(matches!(access_users::user(services, &asa, ali).await, Err(ServiceError::Forbidden)));
    forbidden(access_users::add(services, &asa, &form("Bo", "SE2321000016-1004")).await.err());
    forbidden(access_users::remove(services, &asa, ali).await.err());
    forbidden(access_users::end_grant(services, &asa, ali, GrantId(1)).await.err());
    forbidden(access_users::one_time_password(services, &asa, ali).await.err());
    // Nor does an administrator read cases.
    assert!(!office.anna.may(Permission::ReadCases));
}

async fn an_hsa_id_is_of_one_user_of_an_organisation(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let ali = office.added("Ali", "SE2321000016-1003").await;
    let bo = office.added("Bo", "SE2321000016-1004").await;
    for odd in ["se2321000016-1003", " SE2321000016\u{2013}1003 "] {
        let taken = access_users::add(services, &office.anna, &form("Eva", odd)).await.unwrap_err();
        assert_eq!(refusals(taken), [AccessRefusal::User(UserRefusal::HsaIdTaken)], "{odd}");
    }
    let taken = access_users::change(services, &office.anna, bo, 1, &form("Bo", "SE2321000016-1003")).await;
    assert_eq!(refusals(taken.unwrap_err()), [AccessRefusal::User(UserRefusal::HsaIdTaken)]);
    // One's own is not taken.
    access_users::change(services, &office.anna, ali, 1, &form("Alva", "SE2321000016-1003")).await.unwrap();
    assert_eq!(office.user(ali).await.user.first_name, "Alva");
    let wrong = access_users::add(services, &office.anna, &form("", "SE2321000016-1003\nSE1")).await;
    let wrong = refusals(wrong.unwrap_err());
    assert_eq!(wrong.len(), 2);
    assert_eq!(wrong[1], AccessRefusal::User(UserRefusal::HsaId(HsaIdError::Unusable)));
}

async fn what_may_not_be_given_is_refused_and_nothing_changes(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let ali = office.added("Ali", "SE2321000016-1003").await;
    let refused = async |giving: Giving| {
        refusals(office.set(ali, &[Permission::ReadCases], &giving).await.unwrap_err())
    };
    assert_eq!(
        refused(giving(TODAY, "2026-11-20")).await,
        [AccessRefusal::Grant(GrantRefusal::EndsBeforeItBegins)]
    );
    let silent = Giving { reason: " ".into(), ..now() };
    assert_eq!(refused(silent).await, [AccessRefusal::Grant(GrantRefusal::ReasonMissing)]);
    // A role for regions, and a service that Norrköping has no agreement for.
    let region = office.give(ali, Role::RegionAdministrator, &now()).await.unwrap_err();
    assert_eq!(refusals(region), [AccessRefusal::NothingChosen]);
    let other = ServiceCode::try_from("state-compensation").unwrap();
    let foreign = access_users::set_permissions(
        services,
        &office.anna,
        ali,
        &other,
        (&codes(&[]), &codes(&[])),
        &now(),
    )
    .await;
    assert_eq!(foreign, Err(AccessFailure::Unavailable(ServiceError::NotFound)));
    // What is ticked beside what may be given is refused with it.
    let code = PermissionCode::try_from("compensation-preschool").unwrap();
    let ticked = [code, Permission::ReadCases.into()].into();
    let both = access_users::set_permissions(
        services,
        &office.anna,
        ali,
        &ServiceCode::fyren(),
        (&codes(&[]), &ticked),
        &now(),
    )
    .await;
    assert_eq!(refusals(both.unwrap_err()), [AccessRefusal::NotAdministered]);
    assert_eq!(office.user(ali).await.grants.len(), 0);
}

async fn nobody_gives_to_themselves_and_no_administrator_ends_one(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let anna = office.id_of(&office.anna).await;
    let own = office.give(anna, Role::Caseworker, &now()).await.unwrap_err();
    assert_eq!(refusals(own), [AccessRefusal::Duty(DutyRefusal::OwnGrant)]);
    // Another administrator uses nothing that they administer, and is ended by the operator alone.
    let bo = office.fyren.signed_in("bo", administrator(NORRKOPING)).await;
    let bo = office.id_of(&bo).await;
    for administrator in [anna, bo] {
        let refused = access_users::one_time_password(services, &office.anna, administrator).await;
        assert_eq!(refusals(refused.unwrap_err()), [AccessRefusal::OfAnAdministrator]);
        // Nor is their card exchanged for another, with which somebody else would be let in as them.
        let version = office.user(administrator).await.user.version;
        let card = form("Bo", "SE2321000016-6666");
        let refused = access_users::change(services, &office.anna, administrator, version, &card).await;
        assert_eq!(refusals(refused.unwrap_err()), [AccessRefusal::CardOfAnAdministrator]);
    }
    let both = office.give(bo, Role::Caseworker, &now()).await.unwrap_err();
    assert!(matches!(
        refusals(both).as_slice(),
        [AccessRefusal::Duty(DutyRefusal::AdministersAndUses { .. })]
    ));
    let grant = office.user(bo).await.grants[0].id;
    for failure in [
        access_users::end_grant(services, &office.anna, bo, grant).await.unwrap_err(),
        access_users::remove(services, &office.anna, bo).await.unwrap_err(),
        access_users::remove(services, &office.anna, anna).await.unwrap_err(),
    ] {
        assert_eq!(refusals(failure), [AccessRefusal::Duty(DutyRefusal::OnlyTheOperator)]);
    }
}

async fn what_is_not_agreed_is_not_offered_and_stops_working(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let service = ServiceCode::try_from("state-compensation").unwrap();
    let period = Period::new(day(TODAY), Some(day("2026-11-30")));
    organisations::agree(services, Actor::Operator, "Norrköping", service.clone(), period).await.unwrap();
    let token = office.fyren.sign_in("anna", crate::support::users::PASSWORD).await.unwrap();
    let anna = office.fyren.session(&token).await.unwrap();
    let ali = access_users::add(services, &anna, &form("Ali", "SE2321000016-1003")).await.unwrap();
    let (_, offered) = access_users::offered(services, &anna, ali, &service).await.unwrap();
    let code = PermissionCode::try_from("compensation-preschool").unwrap();
    assert!(offered.iter().any(|entry| entry.code == code));
    // What has been retired is not offered any more.
    let retired = PermissionCode::try_from("compensation-medical-grounds").unwrap();
    assert!(!offered.iter().any(|entry| entry.code == retired));
    let ticked = [code.clone()].into();
    access_users::set_permissions(services, &anna, ali, &service, (&codes(&[]), &ticked), &now())
        .await
        .unwrap();
    let verdict =
        async |on: &str| access_users::may(services, &anna, ali, &code, day(on)).await.unwrap().verdict;
    assert_eq!(verdict("2026-11-30").await, Verdict::Works);
    assert_eq!(verdict("2026-12-01").await, Verdict::AgreementEnded { last: day("2026-11-30") });
    // On the last day it works, the day after it is not administered any more.
    office.fyren.clock.pass(TimeDelta::days(9));
    let token = office.fyren.sign_in("anna", crate::support::users::PASSWORD).await.unwrap();
    assert!(office.fyren.session(&token).await.unwrap().acting.administers.contains(&service));
    office.fyren.clock.pass(TimeDelta::days(1));
    let token = office.fyren.sign_in("anna", crate::support::users::PASSWORD).await.unwrap();
    let anna = office.fyren.session(&token).await.unwrap();
    let gone = access_users::offered(services, &anna, ali, &service).await;
    assert!(matches!(gone, Err(ServiceError::NotFound)));
}

async fn two_who_change_the_same_user_do_not_overwrite_each_other(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let ali = office.added("Ali", "SE2321000016-1003").await;
    let change = async |name: &str, version: i64| {
        access_users::change(services, &office.anna, ali, version, &form(name, "SE2321000016-1003")).await
    };
    change("Alma", 1).await.unwrap();
    assert_eq!(refusals(change("Albin", 1).await.unwrap_err()), [AccessRefusal::Changed]);
    assert_eq!(office.user(ali).await.user.first_name, "Alma");
    change("Albin", 2).await.unwrap();
}

async fn the_log_tells_before_and_after(database: &TestDatabase) {
    let office = Office::of(database).await;
    let ali = office.added("Ali", "SE2321000016-1003").await;
    office.give(ali, Role::Caseworker, &giving("2026-11-01", "")).await.unwrap();
    let grant = office.user(ali).await.grants[0].id;
    access_users::end_grant(&office.fyren.services, &office.anna, ali, grant).await.unwrap();
    let auditor = office.fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await;
    let entries = office.fyren.log(&auditor).await;
    let changes = entries.iter().filter(|entry| entry.kind == OperationKind::AccessChange).count();
    assert_eq!(changes, 3);
    let told =
        format!("SELECT count(*) FROM operation_change WHERE entity = 'grant' AND entity_id = {}", grant.0);
    assert_eq!(raw::count(&database.address, &told).await, 2);
}

async fn what_has_been_given_ends_with_another_day(database: &TestDatabase) {
    let office = Office::of(database).await;
    let ali = office.added("Ali", "SE2321000016-1003").await;
    office.give(ali, Role::Caseworker, &giving(TODAY, "2026-11-30")).await.unwrap();
    let grant = office.user(ali).await.grants[0].id;
    let ends = async |last: &str, reason: &str| {
        let (services, anna) = (&office.fyren.services, &office.anna);
        access_users::end_with(services, anna, ali, grant, last.parse().ok(), reason).await
    };
    assert_eq!(refusals(ends("2027-01-31", "").await.unwrap_err()), [AccessRefusal::ReasonMissing]);
    ends("2027-01-31", "Förlängt").await.unwrap();
    assert_eq!(office.may(ali, Permission::EditCases, "2027-01-31").await, Verdict::Works);
    let same = refusals(ends("2027-01-31", "Igen").await.unwrap_err());
    assert_eq!(same, [AccessRefusal::Duty(DutyRefusal::NotProlonged)]);
    ends("", "Fast tjänst").await.unwrap();
    assert_eq!(office.may(ali, Permission::EditCases, "2030-01-01").await, Verdict::Works);
    ends("2026-12-31", "Slutar").await.unwrap();
    assert_ne!(office.may(ali, Permission::EditCases, "2027-01-01").await, Verdict::Works);
    let past = refusals(ends("2026-11-01", "Bakåt").await.unwrap_err());
    assert_eq!(past, [AccessRefusal::Duty(DutyRefusal::EndsInThePast)]);
    // It is the same grant all the while, so that what hangs on it goes on.
    assert_eq!(office.user(ali).await.grants.len(), 1);
    let told =
        format!("SELECT count(*) FROM operation_change WHERE entity = 'grant' AND entity_id = {}", grant.0);
    assert_eq!(raw::count(&database.address, &told).await, 4);
}

async fn what_another_has_is_copied(database: &TestDatabase) {
    let office = Office::of(database).await;
    let ali = office.added("Ali", "SE2321000016-1003").await;
    let eva = office.added("Eva", "SE2321000016-1004").await;
    let copy = async |of| {
        let (services, anna) = (&office.fyren.services, &office.anna);
        access_users::copy(services, anna, eva, of, &giving(TODAY, "2027-06-30")).await
    };
    assert_eq!(refusals(copy(ali).await.unwrap_err()), [AccessRefusal::NothingToCopy]);
    office.give(ali, Role::Caseworker, &giving(TODAY, "2026-12-31")).await.unwrap();
    office.set(ali, &[Permission::ReadPast], &now()).await.unwrap();
    let copied = |count| Ok(Copied { count, left_out: Vec::new() });
    assert_eq!(copy(ali).await, copied(2));
    // Not longer than the other has it, nor longer than was said.
    let works = async |permission, on| office.may(eva, permission, on).await == Verdict::Works;
    assert!(
        works(Permission::EditCases, "2026-12-31").await && !works(Permission::EditCases, "2027-01-01").await
    );
    assert!(
        works(Permission::ReadPast, "2027-06-30").await && !works(Permission::ReadPast, "2027-07-01").await
    );
    assert_eq!(refusals(copy(ali).await.unwrap_err()), [AccessRefusal::NothingToCopy]);
    // To be an administrator is not copied.
    let anna = office.id_of(&office.anna).await;
    assert_eq!(refusals(copy(anna).await.unwrap_err()), [AccessRefusal::NothingToCopy]);
    // What is given no more is left out and told, and stands in nothing else's way.
    let services = &office.fyren.services;
    let posted = access_roles::PostedRole {
        name: "Vikarie".to_owned(),
        permissions: codes(&[Permission::ReadUsers]),
        reason: "Sommaren".to_owned(),
    };
    let role = access_roles::make(services, &office.anna, &posted).await.unwrap();
    access_users::give_role(services, &office.anna, ali, Some(role), &now()).await.unwrap();
    access_roles::withdraw(services, &office.anna, role, 1).await.unwrap();
    let ida = office.added("Ida", "SE2321000016-1005").await;
    let copied = access_users::copy(services, &office.anna, ida, ali, &now()).await.unwrap();
    let title = access_roles::one(services, &office.anna, role).await.unwrap().role.title;
    assert_eq!(copied.left_out, [(GivenName::Role(title), AccessRefusal::Withdrawn)]);
    assert_eq!(copied.count, 2);
}

async fn a_role_of_many_is_decided_for_each_by_themselves(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let [ali, eva] =
        [office.added("Ali", "SE2321000016-1003").await, office.added("Eva", "SE2321000016-1004").await];
    let anna = office.id_of(&office.anna).await;
    let role = office.role(Role::Caseworker).await;
    let decide = async |decision, giving: &Giving| {
        let users = [ali, eva, anna, OrganisationUserId(4711)];
        let what = (decision, Some(role));
        let of_many =
            access_users::decide_of_many(services, &office.anna, &users, what, giving).await.unwrap();
        // Whom there is no more is counted.
        assert_eq!((of_many.gone, of_many.left), (1, 0));
        of_many.decided.into_iter().map(|decided| (decided.name, decided.refusals)).collect::<Vec<_>>()
    };
    office.give(ali, Role::Caseworker, &now()).await.unwrap();
    let given = decide(RoleDecision::Give, &giving(TODAY, "2026-12-31")).await;
    // What cannot be for some stands in nobody's way.
    assert_eq!(
        given[..2],
        [("Ali Ek".to_owned(), vec![AccessRefusal::HasAlready]), ("Eva Ek".to_owned(), Vec::new())]
    );
    assert_eq!(given.len(), 3);
    assert_eq!(given[2].1, [AccessRefusal::Duty(DutyRefusal::OwnGrant)]);
    assert_eq!(office.may(eva, Permission::EditCases, "2026-12-31").await, Verdict::Works);
    let ended = decide(RoleDecision::End, &giving("2026-12-01", "")).await;
    assert_eq!(ended.iter().filter(|(_, refusals)| refusals.is_empty()).count(), 2);
    for user in [ali, eva] {
        assert_eq!(office.may(user, Permission::EditCases, "2026-11-30").await, Verdict::Works);
        assert_ne!(office.may(user, Permission::EditCases, "2026-12-01").await, Verdict::Works);
    }
    let nothing =
        access_users::decide_of_many(services, &office.anna, &[ali], (RoleDecision::Give, None), &now())
            .await;
    assert!(
        matches!(nothing, Err(AccessFailure::Refused(refusals)) if refusals == [AccessRefusal::NothingChosen])
    );
}

async fn what_was_decided_before_the_database_gave_up_is_told(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let mut users = Vec::new();
    for (first, hsa_id) in
        [("Ali", "SE2321000016-1003"), ("Eva", "SE2321000016-1004"), ("Bo", "SE2321000016-1005")]
    {
        users.push(office.added(first, hsa_id).await);
    }
    let account = office.user(users[1]).await.user.account.0;
    // Nothing more is written once it is Eva's turn.
    let refusal = match database.address.starts_with("sqlite") {
        true => vec![format!(
            "CREATE TRIGGER gives_up BEFORE INSERT ON access_grant WHEN NEW.account_id = {account} \
             BEGIN SELECT RAISE(ABORT, 'gives up'); END"
        )],
        false => vec![
            "CREATE FUNCTION gives_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'gives up'; END $$".to_owned(),
            format!(
                "CREATE TRIGGER gives_up BEFORE INSERT ON access_grant FOR EACH ROW WHEN (NEW.account_id = {account}) \
                 EXECUTE FUNCTION gives_up()"
            ),
        ],
    };
    for sql in refusal {
        raw::execute(&database.address, &sql).await.unwrap();
    }
    let what = (RoleDecision::Give, Some(office.role(Role::Caseworker).await));
    let of_many = access_users::decide_of_many(services, &office.anna, &users, what, &now()).await.unwrap();
    let done: Vec<(&str, usize)> =
        of_many.decided.iter().map(|decided| (decided.name.as_str(), decided.refusals.len())).collect();
    assert_eq!((done, of_many.gone, of_many.left), (vec![("Ali Ek", 0)], 0, 2));
    assert_eq!(office.may(users[0], Permission::EditCases, TODAY).await, Verdict::Works);
    assert_ne!(office.may(users[2], Permission::EditCases, TODAY).await, Verdict::Works);
    let nobody = access_users::decide_of_many(services, &office.anna, &users[1..], what, &now()).await;
    assert!(matches!(nobody, Err(AccessFailure::Unavailable(_))));
}

async fn what_ends_soon_is_told_beforehand(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let ali = office.added("Ali", "SE2321000016-1003").await;
    let soon = async || access_users::with_what_ends_soon(services, &office.anna).await.unwrap();
    office.give(ali, Role::Caseworker, &giving(TODAY, "2026-12-31")).await.unwrap();
    assert_eq!(soon().await, 0);
    let password = access_users::one_time_password(services, &office.anna, ali).await.unwrap();
    let token = office.fyren.sign_in("ali.ek", &password).await.unwrap();
    let session = office.fyren.session(&token).await.unwrap();
    let own = service::own_account::read(services, &session).await.unwrap();
    assert_eq!(own.last_days, [(session.acting.id, day("2026-12-31"))]);
    office.fyren.clock.pass(TimeDelta::days(20));
    assert_eq!(soon().await, 1);
    office.fyren.clock.pass(TimeDelta::days(40));
    assert_eq!(soon().await, 0);
}

async fn a_table_adds_and_changes_users_and_leaves_out_what_is_wrong(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let ali = office.added("Ali", "SE2321000016-1003").await;
    let cells = |line: &str| line.split(' ').map(str::to_owned).collect();
    let table = || -> access_import::Table {
        let lines = [
            "Förnamn Efternamn HSA-id E-post",
            "Alina Ek SE2321000016-1003 namn@kommun.example",
            "Bo Al se2321000016-1005 bo@kommun.example",
            "Eva  SE2321000016-1006 eva@kommun.example",
        ];
        lines.iter().enumerate().map(|(place, line)| (place + 1, cells(line))).collect()
    };
    let entries = office.fyren.journal().await;
    let plan = access_import::preview(services, &office.anna, table()).await.unwrap();
    assert_eq!((plan.rows.len(), plan.doing(), plan.wrong()), (3, 2, 1));
    assert_eq!(office.fyren.journal().await, entries);
    assert_eq!(office.user(ali).await.user.first_name, "Ali");
    // What has not been looked at is not done, nor what would do something else by now.
    let import = async |seal: &str| access_import::import(services, &office.anna, table(), seal).await;
    assert_eq!(refusals(import("").await.err().unwrap()), [AccessRefusal::NotLookedAt]);
    access_users::change(services, &office.anna, ali, 1, &form("Alis", "SE2321000016-1003")).await.unwrap();
    assert_eq!(refusals(import(&plan.seal).await.err().unwrap()), [AccessRefusal::NotLookedAt]);
    let plan = access_import::preview(services, &office.anna, table()).await.unwrap();
    let done = import(&plan.seal).await.unwrap();
    assert_eq!((done.doing(), done.wrong()), (2, 1));
    let known = office.user(ali).await.user;
    assert_eq!((known.first_name.as_str(), known.version), ("Alina", 3));
    let users = services
        .store
        .read(&Scope::of_the_system())
        .await
        .unwrap()
        .access_users(known.organisation)
        .await
        .unwrap();
    let bo = users.iter().find(|user| user.first_name == "Bo").unwrap();
    assert_eq!((bo.hsa_id.as_str(), bo.user_name.as_str()), ("SE2321000016-1005", "bo.al"));
    assert!(users.iter().all(|user| user.first_name != "Eva"));
    // Once more it does nothing, and says so.
    let again = import(&done.seal).await;
    assert_eq!(refusals(again.err().unwrap()), [AccessRefusal::NothingToImport]);
    let caseworker = office.fyren.signed_in("kim", role(Role::Caseworker, &[NORRKOPING])).await;
    let refused = access_import::preview(services, &caseworker, table()).await.err();
    assert_eq!(refused, Some(AccessFailure::Unavailable(ServiceError::Forbidden)));
}

async fn ticks_of_a_page_that_has_grown_old_end_nothing(database: &TestDatabase) {
    let office = Office::of(database).await;
    let (services, fyren) = (&office.fyren.services, ServiceCode::fyren());
    let ali = office.added("Ali", "SE2321000016-1003").await;
    let seen = codes(&[]);
    // Meanwhile somebody else gives what the page does not show.
    office.set(ali, &[Permission::ReadPast], &now()).await.unwrap();
    let ticked = codes(&[Permission::ReadCases]);
    let saved =
        access_users::set_permissions(services, &office.anna, ali, &fyren, (&seen, &ticked), &now()).await;
    assert_eq!(refusals(saved.unwrap_err()), [AccessRefusal::Changed]);
    assert_eq!(office.may(ali, Permission::ReadPast, TODAY).await, Verdict::Works);
    assert_ne!(office.may(ali, Permission::ReadCases, TODAY).await, Verdict::Works);
}

async fn the_operator_shuts_out_no_last_administrator(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let shut_out = async |user_name| users::set_active(services, Actor::Operator, user_name, false).await;
    let refused = shut_out("anna").await.unwrap_err();
    assert!(matches!(&refused, UserError::LastAdministrator(organisation) if organisation == "Norrköping"));
    office.fyren.user("bo", vec![administrator(NORRKOPING)], false).await;
    shut_out("anna").await.unwrap();
    // Who has been shut out is nobody to lean on.
    assert!(matches!(shut_out("bo").await, Err(UserError::LastAdministrator(_))));
    users::set_active(services, Actor::Operator, "anna", true).await.unwrap();
    shut_out("bo").await.unwrap();
    office.fyren.user("cilla", vec![administrator(LINKOPING)], false).await;
    assert!(shut_out("cilla").await.is_err(), "each organisation has one");
}
