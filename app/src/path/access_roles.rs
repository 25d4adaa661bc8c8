//! Addresses of the roles that an organisation makes.

use domain::id::UserRoleId;

use super::ACCESS_ROLES;

/// A page about roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleAddress {
    /// All of them.
    All,
    /// The form of a new role.
    New,
    /// A role.
    One(UserRoleId),
    /// The form of what it can do.
    Change(UserRoleId),
    /// Whether it is really to be withdrawn.
    Withdraw(UserRoleId),
}

impl RoleAddress {
    /// The path.
    pub fn path(self) -> String {
        match self {
            Self::All => ACCESS_ROLES.to_owned(),
            Self::New => format!("{ACCESS_ROLES}/ny"),
            Self::One(id) => format!("{ACCESS_ROLES}/{id}"),
            Self::Change(id) => format!("{ACCESS_ROLES}/{id}/andra"),
            Self::Withdraw(id) => format!("{ACCESS_ROLES}/{id}/dra-in"),
        }
    }

    /// What a path asks for.
    pub fn of(path: &str) -> Option<Self> {
        let rest = path.strip_prefix(ACCESS_ROLES)?;
        match rest.strip_prefix('/') {
            None => rest.is_empty().then_some(Self::All),
            Some("ny") => Some(Self::New),
            Some(rest) => {
                let (number, part) = rest.split_once('/').unwrap_or((rest, ""));
                let id = UserRoleId(number.parse().ok()?);
                match part {
                    "" => Some(Self::One(id)),
                    "andra" => Some(Self::Change(id)),
                    "dra-in" => Some(Self::Withdraw(id)),
                    _ => None,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_back_to_what_it_is_of() {
        let id = UserRoleId(7);
        for address in [
            RoleAddress::All,
            RoleAddress::New,
            RoleAddress::One(id),
            RoleAddress::Change(id),
            RoleAddress::Withdraw(id),
        ] {
            assert_eq!(RoleAddress::of(&address.path()), Some(address));
        }
        for path in [
            "/anvandare",
            "/anvandarroller/",
            "/anvandarroller/x",
            "/anvandarroller/7/x",
            "/anvandarrollerna",
        ] {
            assert_eq!(RoleAddress::of(path), None, "{path}");
        }
    }
}
