//! An organisation makes roles of its own (seed 001, "Säkerhet"), and is told who could do what on a day.

use domain::{
    access::{Permission, Role, RoleTitle, role::RoleRefusal, verdict::Verdict},
    id::UserRoleId,
    operation::OperationKind,
};
use service::{
    ServiceError, access_report,
    access_roles::{self, PostedRole},
    access_users::{self, AccessFailure, AccessRefusal},
    session::Session,
    users::{GivenRole, NewRole},
};

use crate::{
    access_users::{Office, codes, giving, now, refusals},
    support::{
        LINKOPING, TODAY,
        database::{TestDatabase, stories},
        day, place,
        users::role,
    },
};

stories! {
    a_role_is_made_given_changed_and_withdrawn,
    a_role_that_cannot_be_is_refused_and_nothing_changes,
    the_roles_of_another_organisation_are_not_there,
    two_who_change_the_same_role_do_not_overwrite_each_other,
    who_could_do_what_is_told_by_day,
}

fn posted(name: &str, permissions: &[Permission]) -> PostedRole {
    PostedRole { name: name.into(), permissions: codes(permissions), reason: "Ny enhet".into() }
}

async fn make(office: &Office, name: &str, permissions: &[Permission]) -> Result<UserRoleId, AccessFailure> {
    access_roles::make(&office.fyren.services, &office.anna, &posted(name, permissions)).await
}

async fn version(office: &Office, id: UserRoleId) -> i64 {
    access_roles::one(&office.fyren.services, &office.anna, id).await.unwrap().role.version
}

async fn change(
    office: &Office,
    id: UserRoleId,
    version: i64,
    role: &PostedRole,
) -> Result<(), AccessFailure> {
    access_roles::change(&office.fyren.services, &office.anna, id, version, role).await
}

async fn a_role_is_made_given_changed_and_withdrawn(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let id = make(&office, "  Läsare  på enheten ", &[Permission::ReadCases]).await.unwrap();
    let ali = office.added("Ali", "SE2321000016-1003").await;
    access_users::give_role(services, &office.anna, ali, Some(id), &now()).await.unwrap();
    let password = access_users::one_time_password(services, &office.anna, ali).await.unwrap();
    let token = office.fyren.sign_in("ali.ek", &password).await.unwrap();
    let session = office.fyren.session(&token).await.unwrap();
    assert_eq!(session.acting.title.name(domain::language::Language::Swedish), "Läsare på enheten");
    assert!(session.acting.may(Permission::ReadCases) && !session.acting.may(Permission::EditCases));

    // A change reaches who has it, at once.
    let more = posted("Läsare", &[Permission::ReadCases, Permission::ReadPast]);
    change(&office, id, 1, &more).await.unwrap();
    let session = office.fyren.session(&token).await.unwrap();
    assert!(session.acting.may(Permission::ReadPast));
    let page = access_roles::one(services, &office.anna, id).await.unwrap();
    assert_eq!((page.holders.len(), page.role.holders, page.is_changeable), (1, 1, true));

    access_roles::withdraw(services, &office.anna, id, version(&office, id).await).await.unwrap();
    let session = office.fyren.session(&token).await.unwrap();
    assert!(session.acting.may(Permission::ReadCases));
    assert_eq!(office.may(ali, Permission::ReadCases, TODAY).await, Verdict::Works);
    let user = office.user(ali).await;
    let grant = user.grants[0].id;
    let ends = async |last: &str| {
        let last = last.parse().ok();
        access_users::end_with(services, &office.anna, ali, grant, last, "Sommaren").await
    };
    ends("2026-12-31").await.unwrap();
    for longer in ["2027-01-31", ""] {
        assert_eq!(refusals(ends(longer).await.unwrap_err()), [AccessRefusal::Withdrawn], "{longer}");
    }
    assert!(user.verdict(&user.grants[0]).works());
    let eva = office.added("Eva", "SE2321000016-1004").await;
    let given = access_users::give_role(services, &office.anna, eva, Some(id), &now()).await;
    assert_eq!(refusals(given.unwrap_err()), [AccessRefusal::NothingChosen]);
    let changed = change(&office, id, version(&office, id).await, &more).await;
    assert_eq!(refusals(changed.unwrap_err()), [AccessRefusal::NotAdministered]);

    // It is reinstated once, by its version, and can then be given and changed again.
    let old = version(&office, id).await;
    access_roles::reinstate(services, &office.anna, id, old).await.unwrap();
    let again = access_roles::reinstate(services, &office.anna, id, version(&office, id).await).await;
    assert_eq!(refusals(again.unwrap_err()), [AccessRefusal::Changed]);
    let late = access_roles::withdraw(services, &office.anna, id, old).await;
    assert_eq!(refusals(late.unwrap_err()), [AccessRefusal::Changed]);
    access_users::give_role(services, &office.anna, eva, Some(id), &now()).await.unwrap();
    let less = posted("Läsare", &[Permission::ReadCases]);
    change(&office, id, version(&office, id).await, &less).await.unwrap();
    assert!(!office.fyren.session(&token).await.unwrap().acting.may(Permission::ReadPast));

    let auditor = office.fyren.signed_in("gunnar", role(Role::Auditor, &["0581"])).await;
    let entries = office.fyren.log(&auditor).await;
    let told = entries
        .iter()
        .filter(|entry| entry.kind == OperationKind::AccessChange && entry.reason == "Ny enhet");
    assert_eq!(told.count(), 3);
}

async fn a_role_that_cannot_be_is_refused_and_nothing_changes(database: &TestDatabase) {
    let office = Office::of(database).await;
    let id = make(&office, "Läsare", &[Permission::ReadCases]).await.unwrap();
    let refused = async |name: &str, permissions: &[Permission]| {
        refusals(make(&office, name, permissions).await.unwrap_err())
    };
    let one = [Permission::ReadCases];
    assert_eq!(refused(" ", &one).await, [AccessRefusal::Role(RoleRefusal::NameMissing)]);
    assert_eq!(refused("LÄSARE", &one).await, [AccessRefusal::Role(RoleRefusal::NameTaken)]);
    // One that ships is not made once more.
    assert_eq!(refused("handläggare", &one).await, [AccessRefusal::Role(RoleRefusal::NameTaken)]);
    assert_eq!(refused("Tom", &[]).await, [AccessRefusal::Role(RoleRefusal::Empty)]);
    let silent = PostedRole { reason: String::new(), ..posted("Annan", &one) };
    let silent = access_roles::make(&office.fyren.services, &office.anna, &silent).await.unwrap_err();
    assert_eq!(refusals(silent).len(), 1);
    // The role that one administers with is not to be had by name of a permission.
    let derived = refused("Chef", &[Permission::AdministerAccess]).await;
    assert!(matches!(derived[..], [AccessRefusal::Role(RoleRefusal::NotThere(_))]), "{derived:?}");
    assert_eq!(version(&office, id).await, 1);
    let (roles, _) = access_roles::all(&office.fyren.services, &office.anna).await.unwrap();
    let made = roles.iter().filter(|role| matches!(role.title, RoleTitle::Made { .. })).count();
    assert_eq!(made, 1);
    // One that ships is not changed.
    let shipped = office.role(Role::Auditor).await;
    let changed = change(&office, shipped, 1, &posted("Granskare", &one)).await.unwrap_err();
    assert_eq!(refusals(changed), [AccessRefusal::NotAdministered]);
}

fn administrator_of(code: &str) -> NewRole {
    NewRole {
        role: GivenRole::Administrator,
        organisation: place(code).name().to_owned(),
        municipalities: vec![place(code)],
    }
}

async fn the_roles_of_another_organisation_are_not_there(database: &TestDatabase) {
    let office = Office::of(database).await;
    let services = &office.fyren.services;
    let id = make(&office, "Läsare", &[Permission::ReadCases]).await.unwrap();
    let bo: Session = office.fyren.signed_in("bo", administrator_of(LINKOPING)).await;
    assert!(matches!(access_roles::one(services, &bo, id).await, Err(ServiceError::NotFound)));
    let theirs = posted("Läsare", &[Permission::ReadCases]);
    let changed = access_roles::change(services, &bo, id, 1, &theirs).await;
    assert_eq!(changed, Err(AccessFailure::Unavailable(ServiceError::NotFound)));
    let withdrawn = access_roles::withdraw(services, &bo, id, 1).await;
    assert_eq!(withdrawn, Err(AccessFailure::Unavailable(ServiceError::NotFound)));
    let reinstated = access_roles::reinstate(services, &bo, id, 1).await;
    assert_eq!(reinstated, Err(AccessFailure::Unavailable(ServiceError::NotFound)));
    // The same name is free there.
    access_roles::make(services, &bo, &theirs).await.unwrap();
    let caseworker = office.fyren.signed_in("kim", role(Role::Caseworker, &["0581"])).await;
    assert!(matches!(access_roles::all(services, &caseworker).await, Err(ServiceError::Forbidden)));
    let report = access_report::on(services, &caseworker, day(TODAY)).await;
    assert!(matches!(report, Err(ServiceError::Forbidden)));
}

async fn two_who_change_the_same_role_do_not_overwrite_each_other(database: &TestDatabase) {
    let office = Office::of(database).await;
    let id = make(&office, "Läsare", &[Permission::ReadCases]).await.unwrap();
    change(&office, id, 1, &posted("Läsare", &[Permission::ReadPast])).await.unwrap();
    let second = change(&office, id, 1, &posted("Andra", &[Permission::EditCases])).await.unwrap_err();
    assert_eq!(refusals(second), [AccessRefusal::Changed]);
    let page = access_roles::one(&office.fyren.services, &office.anna, id).await.unwrap();
    assert_eq!(*page.role.role.permissions(), codes(&[Permission::ReadPast]));
}

async fn who_could_do_what_is_told_by_day(database: &TestDatabase) {
    let office = Office::of(database).await;
    let ali = office.added("Ali", "SE2321000016-1003").await;
    office.give(ali, Role::Auditor, &giving(TODAY, "2026-11-30")).await.unwrap();
    let told = async |on: &str| {
        let report = access_report::on(&office.fyren.services, &office.anna, day(on)).await.unwrap();
        report.rights.iter().filter(|right| right.name == "Ali Ek").count()
    };
    let permissions = Role::Auditor.permissions().len();
    assert_eq!([told("2026-11-20").await, told(TODAY).await], [0, permissions]);
    assert_eq!([told("2026-11-30").await, told("2026-12-01").await], [permissions, 0]);
    // Who has been removed since could do it then.
    office.fyren.clock.pass(chrono::TimeDelta::days(2));
    access_users::remove(&office.fyren.services, &office.anna, ali).await.unwrap();
    assert_eq!([told(TODAY).await, told("2026-11-23").await], [permissions, 0]);
}
