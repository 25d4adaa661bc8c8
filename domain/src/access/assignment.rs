//! What a user acts in: the roles that work for them on a day, one at a time (`access.md` section 1).

use std::{borrow::Cow, collections::BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Permission, Role, Scope,
    code::{PermissionCode, ServiceCode},
    organisation::OrganisationKind,
    role::RoleName,
};
use crate::{
    id::{GrantId, OrganisationId, UserRoleId},
    language::{Language, Named, named},
    municipality::MunicipalityCode,
};

/// What something that a user acts in is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RoleTitle {
    /// A role that ships with Fyren.
    Shipped(Role),
    /// A role that an organisation has made.
    Made {
        /// Which one.
        id: UserRoleId,
        /// What it is called.
        name: RoleName,
    },
    /// To be an administrator of the organisation.
    Administrator,
    /// Permissions given by themselves, of who has no role in the organisation.
    Permissions,
}

named! {
    /// What is acted in without a role.
    pub enum WithoutRole {
        Administrator = "administrator", "Behörighetsadministratör", "Access administrator";
        Permissions = "permissions", "Enskilda behörigheter", "Single permissions";
    }
}

/// What stands before the name of a made role in the log, which may be called as something else's code.
const MADE: &str = "role: ";

impl RoleTitle {
    /// What people read.
    pub fn name(&self, language: Language) -> &str {
        match self {
            Self::Shipped(role) => role.name(language),
            Self::Made { name, .. } => name.as_str(),
            Self::Administrator => WithoutRole::Administrator.name(language),
            Self::Permissions => WithoutRole::Permissions.name(language),
        }
    }

    /// What the log keeps: the stable code, of a made role its name at the time.
    pub fn told(&self) -> Cow<'static, str> {
        match self {
            Self::Shipped(role) => role.code().into(),
            Self::Made { name, .. } => format!("{MADE}{}", name.as_str()).into(),
            Self::Administrator => WithoutRole::Administrator.code().into(),
            Self::Permissions => WithoutRole::Permissions.code().into(),
        }
    }

    /// What the log has kept of a role, in words; nothing for what is none.
    pub fn name_of_told(told: &str, language: Language) -> Option<&str> {
        if let Some(name) = told.strip_prefix(MADE) {
            return Some(name);
        }
        let role = Role::from_code(told).map(|role| role.name(language));
        role.or_else(|| WithoutRole::from_code(told).map(|other| other.name(language)))
    }

    /// The role that ships with Fyren, if it is one.
    pub const fn shipped(&self) -> Option<Role> {
        match self {
            Self::Shipped(role) => Some(*role),
            Self::Made { .. } | Self::Administrator | Self::Permissions => None,
        }
    }
}

/// What a user acts in, in an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleAssignment {
    /// The grant that it comes from, by which a user switches between roles; of permissions without a role the first.
    pub id: GrantId,
    /// What it is called.
    pub title: RoleTitle,
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// What the organisation is.
    pub kind: OrganisationKind,
    /// The organisation's name.
    pub organisation: String,
    /// The municipalities whose people it reaches, in order.
    pub municipalities: Vec<MunicipalityCode>,
    /// What it may do in Fyren.
    pub permissions: BTreeSet<Permission>,
    /// The services whose permissions it gives to others.
    pub administers: BTreeSet<ServiceCode>,
}

impl RoleAssignment {
    /// Whether it has a permission.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    /// What of people's data it reaches. Protected people are outside it, for everybody.
    pub fn scope(&self) -> Scope {
        Scope::of(self.municipalities.iter().copied()).in_organisation(self.organisation_id)
    }
}

/// Something that has been given, as far as it works on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingGrant {
    /// Which grant.
    pub id: GrantId,
    /// What it gives.
    pub given: RoleTitle,
    /// Where.
    pub organisation_id: OrganisationId,
    /// What the organisation is.
    pub kind: OrganisationKind,
    /// The organisation's name.
    pub organisation: String,
    /// Whether it is given for one unit of the organisation alone.
    pub is_of_unit: bool,
    /// The municipalities whose people the organisation reaches.
    pub municipalities: Vec<MunicipalityCode>,
    /// The permissions that work, of every service.
    pub permissions: BTreeSet<PermissionCode>,
    /// The services that it administers and the organisation has.
    pub administers: BTreeSet<ServiceCode>,
}

impl WorkingGrant {
    /// Whether anything of it works. An administrator is one before the organisation has its first agreement.
    fn works(&self) -> bool {
        self.given == RoleTitle::Administrator || !self.permissions.is_empty() || !self.administers.is_empty()
    }

    fn assignment(self) -> RoleAssignment {
        let administers = self.given == RoleTitle::Administrator || !self.administers.is_empty();
        let is_had = |permission: &Permission| match permission {
            Permission::AdministerAccess => administers,
            permission => self.permissions.contains(&PermissionCode::from(*permission)),
        };
        RoleAssignment {
            id: self.id,
            title: self.given,
            organisation_id: self.organisation_id,
            kind: self.kind,
            organisation: self.organisation,
            // Whoever works for one school of a municipality does not reach all of its people.
            municipalities: if self.is_of_unit { Vec::new() } else { self.municipalities },
            permissions: Permission::ALL.iter().copied().filter(is_had).collect(),
            administers: self.administers,
        }
    }
}

/// What a user acts in, of all that works for them on a day, in the order in which it was given. Permissions given by
/// themselves belong to every role that the user has at the same place; where there is none they are what the user acts in.
pub fn assignments(mut working: Vec<WorkingGrant>) -> Vec<RoleAssignment> {
    working.retain(WorkingGrant::works);
    working.sort_by_key(|grant| grant.id);
    let (alone, roles): (Vec<_>, Vec<_>) =
        working.into_iter().partition(|grant| grant.given == RoleTitle::Permissions);
    let mut acting: Vec<WorkingGrant> = roles;
    for grant in alone {
        let mut is_kept = false;
        let of_the_same = acting.iter_mut().filter(|other| {
            // An administrator uses nothing in that role.
            other.given != RoleTitle::Administrator
                && other.organisation_id == grant.organisation_id
                && other.is_of_unit == grant.is_of_unit
        });
        for other in of_the_same {
            other.permissions.extend(grant.permissions.iter().cloned());
            is_kept = true;
        }
        if !is_kept {
            acting.push(grant);
        }
    }
    acting.sort_by_key(|grant| grant.id);
    acting.into_iter().map(WorkingGrant::assignment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(id: i64, given: RoleTitle, organisation: i64, permissions: &[Permission]) -> WorkingGrant {
        WorkingGrant {
            id: GrantId(id),
            given,
            organisation_id: OrganisationId(organisation),
            kind: OrganisationKind::Municipality,
            organisation: "Norrköping".to_owned(),
            is_of_unit: false,
            municipalities: vec![MunicipalityCode::try_from("0581").unwrap()],
            permissions: permissions.iter().copied().map(PermissionCode::from).collect(),
            administers: BTreeSet::new(),
        }
    }

    const CASEWORKER: RoleTitle = RoleTitle::Shipped(Role::Caseworker);

    #[test]
    fn a_permission_by_itself_belongs_to_the_roles_of_its_organisation() {
        let elsewhere = grant(1, CASEWORKER, 2, &[Permission::ReadCases]);
        let role = grant(2, CASEWORKER, 1, &[Permission::ReadCases]);
        let alone = grant(3, RoleTitle::Permissions, 1, &[Permission::ReadPast]);
        let acting = assignments(vec![alone, role, elsewhere]);
        let may = |nth: usize| acting[nth].permissions.iter().copied().collect::<Vec<_>>();
        assert_eq!(acting.iter().map(|acting| acting.id.0).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(may(0), [Permission::ReadCases]);
        assert_eq!(may(1), [Permission::ReadCases, Permission::ReadPast]);
    }

    #[test]
    fn who_has_no_role_acts_in_the_permissions_themselves_and_an_administrator_uses_nothing() {
        let administrator = grant(1, RoleTitle::Administrator, 1, &[]);
        let one = grant(2, RoleTitle::Permissions, 1, &[Permission::ReadPast]);
        let other = grant(3, RoleTitle::Permissions, 1, &[Permission::ReadLog]);
        let acting = assignments(vec![administrator, one, other]);
        let titles: Vec<_> = acting.iter().map(|acting| (acting.id.0, acting.title.clone())).collect();
        assert_eq!(titles, [(1, RoleTitle::Administrator), (2, RoleTitle::Permissions)]);
        assert_eq!(acting[0].permissions, [Permission::AdministerAccess].into());
        assert!(acting[1].may(Permission::ReadPast) && acting[1].may(Permission::ReadLog));
    }

    #[test]
    fn a_role_of_which_nothing_works_is_none_and_one_of_a_unit_reaches_no_people() {
        let mut of_unit = grant(2, CASEWORKER, 1, &[Permission::ReadCases]);
        of_unit.is_of_unit = true;
        let acting = assignments(vec![grant(1, CASEWORKER, 1, &[]), of_unit]);
        assert_eq!(acting.len(), 1);
        assert!(acting[0].may(Permission::ReadCases));
        assert_eq!(acting[0].scope(), Scope::of([]).in_organisation(OrganisationId(1)));
    }

    #[test]
    fn what_the_log_has_kept_is_told_in_words() {
        let made = RoleTitle::Made { id: UserRoleId(1), name: RoleName::try_from("administrator").unwrap() };
        for title in [CASEWORKER, RoleTitle::Administrator, RoleTitle::Permissions, made] {
            for language in Language::ALL {
                assert_eq!(RoleTitle::name_of_told(&title.told(), language), Some(title.name(language)));
            }
        }
    }
}
