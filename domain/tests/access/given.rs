//! A short way to write down organisations, agreements and grants.

use std::collections::BTreeSet;

use domain::{
    access::{
        agreement::{Agreement, Agreements},
        catalogue::Catalogue,
        code::{PermissionCode, ServiceCode},
        duties::Actor,
        grant::{Decision, Grant, Granted, Place},
        organisation::OrganisationKind,
        role::{RoleDraft, UserRole},
    },
    id::{AccountId, GrantId, OrganisationId, UnitId},
    period::Period,
};

use crate::support::day;

pub const STOCKHOLM: OrganisationId = OrganisationId(1);
pub const VASTERNORRLAND: OrganisationId = OrganisationId(2);
/// Who acts for the operator.
pub const OPERATOR: Actor = Actor { account: Some(AccountId(900)), acts_in: OrganisationKind::Operator };
/// An administrator of Stockholm.
pub const ADMINISTRATOR: Actor =
    Actor { account: Some(AccountId(100)), acts_in: OrganisationKind::Municipality };

pub fn catalogue() -> Catalogue {
    Catalogue::shipped().unwrap()
}

pub fn permission(code: &str) -> PermissionCode {
    PermissionCode::try_from(code).unwrap()
}

pub fn service(code: &str) -> ServiceCode {
    ServiceCode::try_from(code).unwrap()
}

/// A period; an empty end is until further notice.
pub fn period(start: &str, end: &str) -> Period {
    Period::new(day(start), end.parse().ok())
}

pub fn agreement(organisation: OrganisationId, code: &str, start: &str, end: &str) -> Agreement {
    Agreement { organisation, service: service(code), period: period(start, end) }
}

/// Stockholm has everything for municipalities, Västernorrland the service of regions, until further notice.
pub fn agreements() -> Agreements {
    let of_stockholm = ["state-compensation", "unaccompanied-minors", "fyren"];
    let of_stockholm = of_stockholm.map(|code| agreement(STOCKHOLM, code, "2015-01-01", ""));
    Agreements::of(of_stockholm.into_iter().chain([agreement(VASTERNORRLAND, "regions", "2019-11-28", "")]))
        .unwrap()
}

pub fn role(
    kind: OrganisationKind,
    permissions: &[&str],
    administers: &[&str],
    on: &str,
) -> Result<UserRole, domain::access::role::RoleRefusal> {
    let draft = RoleDraft {
        name: "Ersättningar".into(),
        kind,
        permissions: permissions.iter().map(|code| permission(code)).collect(),
        administers: administers.iter().map(|code| service(code)).collect::<BTreeSet<_>>(),
    };
    draft.make(&catalogue(), day(on))
}

/// Something that is given in all of Stockholm by its administrator, or by the operator where only that may.
pub fn grant(id: i64, account: i64, granted: Granted, start: &str, end: &str) -> Grant {
    let by = if granted == Granted::Administrator { OPERATOR } else { ADMINISTRATOR };
    let decided = "2020-01-01T08:00:00Z".parse().unwrap();
    Grant {
        id: GrantId(id),
        account: AccountId(account),
        granted,
        place: in_all_of(STOCKHOLM),
        period: period(start, end),
        decision: Decision::new(by.account, decided, "Arbetar med ersättningar").unwrap(),
    }
}

pub fn alone(code: &str) -> Granted {
    Granted::Permission(permission(code))
}

pub fn in_all_of(organisation: OrganisationId) -> Place {
    Place { organisation, unit: None }
}

pub fn in_unit(organisation: OrganisationId, unit: i64) -> Place {
    Place { organisation, unit: Some(UnitId(unit)) }
}
