//! Who may see and do what.
//!
//! An [`organisation`] has an [`agreement`] for services, whose permissions stand in the [`catalogue`]. A [`grant`] gives a
//! user a permission or a made [`role`] there, as far as the separation of [`duties`] lets it.

pub mod agreement;
pub mod application;
pub mod assignment;
pub mod browser;
pub mod catalogue;
pub mod code;
pub mod due;
pub mod duties;
pub mod giving;
pub mod grant;
pub mod hsa_id;
pub mod organisation;
pub mod passkey;
pub mod password;
pub mod provider;
pub mod recertification;
pub mod role;
pub mod scope;
pub mod second_factor;
pub mod unused;
pub mod user;
pub mod user_import;
pub mod verdict;
pub mod wording;

pub use assignment::{RoleAssignment, RoleTitle};
pub use scope::Scope;

use std::collections::BTreeSet;

use crate::language::{Named, named};

named! {
    /// The roles that ship with Fyren. An organisation makes others of its own ([`role`]).
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
        ReportToScb = "report-to-scb", "Rapportera till SCB", "Report to Statistics Sweden";
        ReadPast = "read-past", "Se registret per ett datum", "Read the register as of a date";
        // What administers a service has it by that; it is never given by itself, and no agreement is about it.
        AdministerAccess = "administer-access", "Administrera behörigheter", "Administer permissions";
    }
}

impl Permission {
    /// Those that can be given.
    pub fn given() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|permission| *permission != Self::AdministerAccess)
    }
}

impl Role {
    /// What it may do.
    pub fn permissions(self) -> BTreeSet<Permission> {
        Permission::ALL.iter().copied().filter(|permission| self.may(*permission)).collect()
    }

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
            | Permission::ReportToScb
            | Permission::DeleteCases => matches!(self, Self::RegionAdministrator),
            Permission::AdministerAccess => false,
        }
    }
}
