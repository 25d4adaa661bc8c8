//! Who may see and do what.
//!
//! An [`organisation`] has an [`agreement`] for services, whose permissions stand in the [`catalogue`]. A [`grant`] gives a
//! user a permission or a made [`role`] there, as far as the separation of [`duties`] lets it.

pub mod agreement;
pub mod browser;
pub mod catalogue;
pub mod code;
pub mod due;
pub mod duties;
pub mod grant;
pub mod hsa_id;
pub mod organisation;
pub mod password;
pub mod role;
pub mod scope;
pub mod second_factor;
pub mod verdict;
pub mod wording;

pub use scope::Scope;

use serde::{Deserialize, Serialize};

use crate::{language::named, municipality::MunicipalityCode};

named! {
    /// The roles that a user may act in.
    pub enum Role {
        Caseworker = "caseworker", "Handläggare", "Caseworker";
        RegionAdministrator = "region-administrator", "Regionadministratör", "Region administrator";
        Auditor = "auditor", "Granskare", "Auditor";
    }
}

named! {
    /// What a role may do.
    pub enum Permission {
        ReadCases = "read-cases", "Se aktivitetsansvar", "Read cases";
        EditCases = "edit-cases", "Ändra aktivitetsansvar", "Edit cases";
        DeleteCases = "delete-cases", "Radera aktivitetsansvar", "Delete cases";
        UndoForOthers = "undo-for-others", "Ångra andras ändringar", "Undo what others have changed";
        ReadLog = "read-log", "Läsa loggen", "Read the log";
        ReadUsers = "read-users", "Se användare", "Read users";
        AdministerProfiles = "administer-profiles", "Administrera delade profiler", "Administer shared profiles";
        AdministerLetters = "administer-letters", "Administrera brevmallar", "Administer templates of letters";
        ReadPast = "read-past", "Se registret per ett datum", "Read the register as of a date";
    }
}

impl Role {
    /// Whether the role has the permission.
    pub const fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::ReadCases | Permission::EditCases => {
                matches!(self, Self::Caseworker | Self::RegionAdministrator)
            }
            Permission::ReadLog => matches!(self, Self::Auditor),
            Permission::ReadUsers => matches!(self, Self::RegionAdministrator | Self::Auditor),
            Permission::ReadPast => matches!(self, Self::RegionAdministrator | Self::Auditor),
            Permission::AdministerProfiles
            | Permission::AdministerLetters
            | Permission::UndoForOthers
            | Permission::DeleteCases => matches!(self, Self::RegionAdministrator),
        }
    }
}

/// A role that a user holds in an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleAssignment {
    /// The identity of the assignment, by which a user switches between roles.
    pub id: i64,
    /// The role.
    pub role: Role,
    /// The organisation's name: a municipality's, or a region's.
    pub organisation: String,
    /// The municipalities it reaches.
    pub municipalities: Vec<MunicipalityCode>,
}

impl RoleAssignment {
    /// What of people's data the role reaches. Protected people are outside it, for every role.
    pub fn scope(&self) -> Scope {
        Scope::of(self.municipalities.iter().copied())
    }
}
