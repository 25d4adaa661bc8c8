//! List profiles (`product.md` L6): a view of a list, kept under a name.
//!
//! A profile is the filter, the sort, the columns and the page size of a list; the page and the quick find belong to the
//! moment. It is private to whoever made it, shared with an organisation, or besides that what a role there starts with.
//! Which one a user has chosen in which role is kept beside the profiles, so that it is there again on any device. So is
//! what a user changes in a shared one that is not theirs to change: an overlay, theirs alone.

mod error;
mod shown;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use error::ProfileError;
pub use shown::{ProfileOutcome, ShownProfile, ShownProfiles};

use super::{
    Column, ListQuery, Notice,
    url::{PrivatePart, from_query_string, to_query_string},
};
use crate::{
    access::{Permission, Role, RoleAssignment},
    id::{AccountId, ProfileId},
    language::{Language, Named},
    municipality::MunicipalityCode,
    text::search_key,
};

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 80;
/// How many profiles a user has for a list at most.
pub const MOST_PROFILES: usize = 100;

/// The name of a profile: one line of at most [`LONGEST_NAME`] characters. Two names are the same when they differ in
/// case or spaces alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProfileName(String);

impl TryFrom<&str> for ProfileName {
    type Error = ProfileError;

    fn try_from(text: &str) -> Result<Self, ProfileError> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || name.chars().any(char::is_control) {
            Err(ProfileError::NameMissing)
        } else if name.chars().count() > LONGEST_NAME {
            Err(ProfileError::NameTooLong)
        } else {
            Ok(Self(name))
        }
    }
}

impl TryFrom<String> for ProfileName {
    type Error = ProfileError;

    fn try_from(text: String) -> Result<Self, ProfileError> {
        Self::try_from(text.as_str())
    }
}

impl From<ProfileName> for String {
    fn from(name: ProfileName) -> Self {
        name.0
    }
}

impl ProfileName {
    /// The name as it is read.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is the same for names that are the same.
    pub fn key(&self) -> String {
        search_key(&self.0)
    }
}

/// Who has a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sharing {
    /// Whoever made it, alone.
    Private,
    /// All of the organisation.
    Organisation,
    /// All of the organisation, and a role there starts with it.
    Role(Role),
}

impl Sharing {
    /// All there are.
    pub fn all() -> Vec<Self> {
        let roles = Role::ALL.iter().map(|role| Self::Role(*role));
        [Self::Private, Self::Organisation].into_iter().chain(roles).collect()
    }

    /// The stable code, in the database and in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Organisation => "organisation",
            Self::Role(Role::Caseworker) => "role:caseworker",
            Self::Role(Role::RegionAdministrator) => "role:region-administrator",
            Self::Role(Role::Auditor) => "role:auditor",
        }
    }

    /// The value of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().into_iter().find(|sharing| sharing.code() == code)
    }

    /// What people read.
    pub fn name(self, language: Language) -> String {
        match (self, language) {
            (Self::Private, _) => language.pick("Bara för mig", "Only for me").to_owned(),
            (Self::Organisation, _) => {
                language.pick("Delad med organisationen", "Shared with the organisation").to_owned()
            }
            (Self::Role(role), Language::Swedish) => {
                format!("Delad, och förval för rollen {}", role.name(language))
            }
            (Self::Role(role), Language::English) => {
                format!("Shared, and the default of the role {}", role.name(language))
            }
        }
    }

    /// Whether others have it too.
    pub const fn is_shared(self) -> bool {
        !matches!(self, Self::Private)
    }
}

/// A view of a list as it is kept: the query of an address, and beside it the conditions that say who people are, which
/// no address carries.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct StoredView {
    /// As in an address, without page number.
    pub query: String,
    /// As [`PrivatePart::filter`]; empty without such conditions.
    pub private_filter: String,
}

/// What says who people are is left out.
impl fmt::Debug for StoredView {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("StoredView").field("query", &self.query).finish_non_exhaustive()
    }
}

impl StoredView {
    /// What of a query a profile keeps: neither the page nor the quick find.
    pub fn of<C: Column>(query: &ListQuery<C>) -> Self {
        let parts = to_query_string(&query.clone().finding(""));
        Self {
            query: parts.query,
            private_filter: parts.private.map(|private| private.filter).unwrap_or_default(),
        }
    }

    /// The query, on its first page. What the list no longer has is left out with a notice.
    pub fn read<C: Column>(&self) -> (ListQuery<C>, Vec<Notice>) {
        let private = self
            .is_personal()
            .then(|| PrivatePart { find: String::new(), filter: self.private_filter.clone() });
        from_query_string(&self.query, private.as_ref())
    }

    /// Whether a list in the state of a query shows something else than this.
    pub fn differs_from<C: Column>(&self, query: &ListQuery<C>) -> bool {
        // What has been left out since it was kept is no change of the reader's.
        Self::of(&self.read::<C>().0) != Self::of(query)
    }

    /// Whether it says who people are.
    pub const fn is_personal(&self) -> bool {
        !self.private_filter.is_empty()
    }
}

/// A profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListProfile {
    /// Which one.
    pub id: ProfileId,
    /// What it is called.
    pub name: ProfileName,
    /// Who made it.
    pub owner: AccountId,
    /// The name of that user.
    pub owner_name: String,
    /// Who has it.
    pub sharing: Sharing,
    /// The municipalities of the organisation that has it; none for a private one.
    pub municipalities: Vec<MunicipalityCode>,
    /// What it shows.
    pub view: StoredView,
    /// What whoever asked has changed in it for themselves alone.
    pub overlay: Option<StoredView>,
}

impl ListProfile {
    /// What the list shows when it is opened with the profile: the reader's own changes, if there are any.
    pub fn opened(&self) -> &StoredView {
        self.overlay.as_ref().unwrap_or(&self.view)
    }

    /// What is to be kept as the reader's own changes once the list is in the state of a query: nothing when that is what
    /// the profile shows.
    pub fn overlay_of<C: Column>(&self, query: &ListQuery<C>) -> Option<StoredView> {
        self.view.differs_from(query).then(|| StoredView::of(query))
    }

    /// Whether a user has the profile in a role: a private one is its maker's, a shared one is of all who act in one of its
    /// municipalities.
    pub fn is_of(&self, account: AccountId, acting: &RoleAssignment) -> bool {
        match self.sharing {
            Sharing::Private => self.owner == account,
            Sharing::Organisation | Sharing::Role(_) => {
                self.municipalities.iter().any(|code| acting.municipalities.contains(code))
            }
        }
    }

    /// Whether the user may change, share and remove it. A private one its maker; a shared one its maker, and who
    /// administers profiles in all of its municipalities; the default of a role only the latter. For everybody else it
    /// is locked, and saving makes a profile of their own.
    pub fn may_be_changed_by(&self, account: AccountId, acting: &RoleAssignment) -> bool {
        let administers = acting.may(Permission::AdministerProfiles)
            && self.municipalities.iter().all(|code| acting.municipalities.contains(code));
        self.is_of(account, acting)
            && match self.sharing {
                Sharing::Private => true,
                Sharing::Organisation => self.owner == account || administers,
                Sharing::Role(_) => administers,
            }
    }
}

/// Whether a view may be shared in a way by somebody who has some permissions.
///
/// # Errors
/// [`ProfileError::PersonalShared`] when it says who people are; [`ProfileError::RoleNotAdministered`] when the default of
/// a role is not theirs to choose.
pub fn check_sharing(
    view: &StoredView,
    sharing: Sharing,
    may: impl Fn(Permission) -> bool,
) -> Result<(), ProfileError> {
    match sharing {
        Sharing::Role(_) if !may(Permission::AdministerProfiles) => Err(ProfileError::RoleNotAdministered),
        Sharing::Organisation | Sharing::Role(_) if view.is_personal() => Err(ProfileError::PersonalShared),
        _ => Ok(()),
    }
}

/// The profile that a role starts with: of those made its default, that of the fewest municipalities, else the oldest.
pub fn default_of(role: Role, profiles: &[ListProfile]) -> Option<&ListProfile> {
    let defaults = profiles.iter().filter(|profile| profile.sharing == Sharing::Role(role));
    defaults.min_by_key(|profile| (profile.municipalities.len(), profile.id))
}

#[cfg(test)]
mod tests;
