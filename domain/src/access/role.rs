//! Roles that are made (*användarroller*): a name for a set of permissions, valid for one kind of organisation (`access.md`
//! section 1; seed 001, "Användarroller"). Those that ship with Fyren are templates of them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Permission, Role,
    catalogue::Catalogue,
    code::{PermissionCode, ServiceCode},
    organisation::OrganisationKind,
};
use crate::{
    language::{Language, Message, Named, named},
    text::{clean_line, search_key},
};

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 80;

/// The name of a role: one line of at most [`LONGEST_NAME`] characters. Two names are the same when they differ in case or
/// spaces alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoleName(String);

impl TryFrom<&str> for RoleName {
    type Error = RoleRefusal;

    fn try_from(text: &str) -> Result<Self, RoleRefusal> {
        let name = clean_line(text);
        if name.is_empty() {
            Err(RoleRefusal::NameMissing)
        } else if name.chars().count() > LONGEST_NAME {
            Err(RoleRefusal::NameTooLong)
        } else {
            Ok(Self(name))
        }
    }
}

impl TryFrom<String> for RoleName {
    type Error = RoleRefusal;

    fn try_from(text: String) -> Result<Self, RoleRefusal> {
        Self::try_from(text.as_str())
    }
}

impl From<RoleName> for String {
    fn from(name: RoleName) -> Self {
        name.0
    }
}

impl RoleName {
    /// The name as it is read.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is the same for names that are the same.
    pub fn key(&self) -> String {
        search_key(&self.0)
    }
}

/// A role as it is typed, or as a template proposes it; [`RoleDraft::make`] judges it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleDraft {
    /// What it shall be called.
    pub name: String,
    /// The kind of organisation it is for.
    pub kind: OrganisationKind,
    /// What it may do.
    pub permissions: BTreeSet<PermissionCode>,
    /// The services whose permissions it gives to others within its organisation.
    pub administers: BTreeSet<ServiceCode>,
}

/// A role that can be given: a set of permissions that go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRole {
    name: RoleName,
    kinds: BTreeSet<OrganisationKind>,
    permissions: BTreeSet<PermissionCode>,
    administers: BTreeSet<ServiceCode>,
}

/// Why a role is not made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum RoleRefusal {
    /// It has no name.
    #[error("name missing")]
    NameMissing,
    /// Its name is too long.
    #[error("name too long")]
    NameTooLong,
    /// It would let nobody do anything.
    #[error("no permissions")]
    Empty,
    /// There is no such permission or service, or it is no more.
    #[error("unknown or retired: {0}")]
    NotThere(String),
    /// A permission cannot be given in its kind of organisation.
    #[error("{permission} is not for {kind:?}")]
    WrongKind {
        /// The permission.
        permission: PermissionCode,
        /// The kind of organisation that the role is for.
        kind: OrganisationKind,
    },
    /// Another role that can be given there has the name.
    #[error("name taken")]
    NameTaken,
    /// It would administer a service and use it.
    #[error("administers and uses {0}")]
    AdministersAndUses(ServiceCode),
}

impl RoleRefusal {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NameMissing => "name_missing",
            Self::NameTooLong => "name_too_long",
            Self::NameTaken => "name_taken",
            Self::Empty => "role_empty",
            Self::NotThere(_) => "not_there",
            Self::WrongKind { .. } => "wrong_kind",
            Self::AdministersAndUses(_) => "administers_and_uses",
        }
    }
}

impl Message for RoleRefusal {
    fn message(&self, language: Language) -> String {
        let (swedish, english) = match self {
            Self::NameMissing => (
                "Rollen behöver ett namn. Skriv ett.".to_owned(),
                "The role needs a name. Write one.".to_owned(),
            ),
            Self::NameTooLong => (
                format!("Namnet är för långt. Skriv högst {LONGEST_NAME} tecken."),
                format!("The name is too long. Write {LONGEST_NAME} characters at most."),
            ),
            Self::NameTaken => (
                "En annan roll heter så. Välj ett annat namn.".to_owned(),
                "Another role has that name. Choose another name.".to_owned(),
            ),
            Self::Empty => (
                "Rollen saknar behörigheter. Välj minst en.".to_owned(),
                "The role has no permissions. Choose at least one.".to_owned(),
            ),
            Self::NotThere(code) => (
                format!("”{code}” finns inte i katalogen, eller har upphört. Ta bort det ur rollen."),
                format!("“{code}” is not in the catalogue, or is no more. Remove it from the role."),
            ),
            Self::WrongKind { permission, kind } => (
                format!(
                    "”{permission}” går inte att ge i en organisation av slaget {}. Ta bort den ur rollen, eller välj ett annat slag.",
                    kind.name(language)
                ),
                format!(
                    "“{permission}” cannot be given in an organisation of the kind {}. Remove it from the role, or choose another kind.",
                    kind.name(language)
                ),
            ),
            Self::AdministersAndUses(service) => (
                format!(
                    "Rollen skulle både administrera och använda ”{service}”. Gör två roller, för ingen får ha båda."
                ),
                format!(
                    "The role would both administer and use “{service}”. Make two roles, since nobody may have both."
                ),
            ),
        };
        match language {
            Language::Swedish => swedish,
            Language::English => english,
        }
    }
}

impl RoleDraft {
    /// Makes the role, by the catalogue of a day. What is announced may stand in it already; it works from its first day.
    ///
    /// # Errors
    /// Why it cannot be made.
    pub fn make(self, catalogue: &Catalogue, day: NaiveDate) -> Result<UserRole, RoleRefusal> {
        let name = RoleName::try_from(self.name.as_str())?;
        if self.permissions.is_empty() && self.administers.is_empty() {
            return Err(RoleRefusal::Empty);
        }
        if let Some(unknown) = self.administers.iter().find(|code| catalogue.service(code).is_none()) {
            return Err(RoleRefusal::NotThere(unknown.to_string()));
        }
        for permission in &self.permissions {
            let entry = catalogue.entry(permission).filter(|entry| entry.visible_to_administrators_on(day));
            let entry = entry.ok_or_else(|| RoleRefusal::NotThere(permission.to_string()))?;
            if !entry.kinds.contains(&self.kind) {
                return Err(RoleRefusal::WrongKind { permission: permission.clone(), kind: self.kind });
            }
            if self.administers.contains(&entry.service) {
                return Err(RoleRefusal::AdministersAndUses(entry.service.clone()));
            }
        }
        let kinds = BTreeSet::from([self.kind]);
        Ok(UserRole { name, kinds, permissions: self.permissions, administers: self.administers })
    }
}

impl UserRole {
    /// A role as it has been kept.
    pub const fn kept(
        name: RoleName,
        kinds: BTreeSet<OrganisationKind>,
        permissions: BTreeSet<PermissionCode>,
        administers: BTreeSet<ServiceCode>,
    ) -> Self {
        Self { name, kinds, permissions, administers }
    }

    /// What it is called.
    pub const fn name(&self) -> &RoleName {
        &self.name
    }

    /// The kinds of organisation it is for: a made role for one, those that ship with Fyren for some.
    pub const fn kinds(&self) -> &BTreeSet<OrganisationKind> {
        &self.kinds
    }

    /// What it may do.
    pub const fn permissions(&self) -> &BTreeSet<PermissionCode> {
        &self.permissions
    }

    /// The services whose permissions it gives to others.
    pub const fn administers(&self) -> &BTreeSet<ServiceCode> {
        &self.administers
    }
}

named! {
    /// The roles that ship with Fyren: its own three, and those of seed 000.
    pub enum RoleTemplate {
        Caseworker = "caseworker", "Handläggare", "Caseworker";
        RegionAdministrator = "region-administrator", "Regionadministratör", "Region administrator";
        Auditor = "auditor", "Granskare", "Auditor";
        AccessManager = "access-manager", "Behörighetsansvarig", "Access manager";
        Administrator = "administrator", "Administratör", "Administrator";
        HeadTeacher = "head-teacher", "Rektor", "Head teacher";
        Responsible = "responsible", "Ansvarig", "Responsible";
    }
}

impl RoleTemplate {
    /// The fixed role that it is the template of.
    pub const fn fixed(self) -> Option<Role> {
        match self {
            Self::Caseworker => Some(Role::Caseworker),
            Self::RegionAdministrator => Some(Role::RegionAdministrator),
            Self::Auditor => Some(Role::Auditor),
            Self::AccessManager | Self::Administrator | Self::HeadTeacher | Self::Responsible => None,
        }
    }

    /// The kinds of organisation that it is proposed for.
    pub const fn kinds(self) -> &'static [OrganisationKind] {
        match self {
            Self::Caseworker | Self::Auditor => &[OrganisationKind::Municipality, OrganisationKind::Region],
            Self::RegionAdministrator => &[OrganisationKind::Region],
            Self::AccessManager | Self::Administrator | Self::HeadTeacher | Self::Responsible => {
                &[OrganisationKind::SchoolOrganiser]
            }
        }
    }

    /// What is known of it: for the roles of seed 000, what the source says that they do.
    pub const fn information(self, language: Language) -> &'static str {
        match self {
            Self::Caseworker => language.pick("Arbetar med aktivitetsansvar.", "Works with cases."),
            Self::RegionAdministrator => language.pick(
                "Arbetar med aktivitetsansvar och administrerar det som delas.",
                "Works with cases and administers what is shared.",
            ),
            Self::Auditor => language.pick("Granskar loggen och registret.", "Audits the log and the register."),
            Self::AccessManager => language.pick(
                "Hanterar behörigheter inom den egna verksamheten. Rollen ges bara av kommunen.",
                "Sees to permissions within the own organisation. The role is given by the municipality alone.",
            ),
            Self::Administrator => language.pick(
                "Arbetar administrativt. Behövs när verksamheten saknar behörighetsansvarig.",
                "Works administratively. Needed where the organisation has no access manager.",
            ),
            Self::HeadTeacher => language.pick(
                "Ansöker om tilläggsbelopp till barn i behov av särskilt stöd.",
                "Applies for extra support for children in need of special support.",
            ),
            Self::Responsible => language.pick(
                "Ser ersättningar och enhetsuppgifter för verksamhetens enheter.",
                "Sees compensation and data of the organisation's units.",
            ),
        }
    }

    /// The role that it proposes, by its name in a language, for one of its kinds of organisation. A fixed role has what it
    /// may do today. Of those of seed 000 no permission is in the catalogue yet, so that they cannot be made before somebody
    /// has chosen what they may do.
    pub fn draft(self, kind: OrganisationKind, language: Language) -> RoleDraft {
        let may = |permission: &Permission| self.fixed().is_some_and(|role| role.may(*permission));
        RoleDraft {
            name: self.name(language).to_owned(),
            kind,
            permissions: Permission::ALL.iter().copied().filter(may).map(PermissionCode::from).collect(),
            administers: BTreeSet::new(),
        }
    }
}
