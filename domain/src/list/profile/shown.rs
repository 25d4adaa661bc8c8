//! What a page shows of the profiles.

use serde::{Deserialize, Serialize};

use super::{ListProfile, ProfileName, Sharing};
use crate::{
    access::{Permission, RoleAssignment},
    id::{AccountId, ProfileId},
    language::named,
};

/// A profile to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownProfile {
    /// Which one.
    pub id: ProfileId,
    /// What it is called.
    pub name: ProfileName,
    /// Who has it.
    pub sharing: Sharing,
    /// Who made it, when that is somebody else.
    pub made_by: Option<String>,
    /// Whether the reader may change it.
    pub may_change: bool,
    /// Whether the reader sees something else than was saved: what the list shows now, or what they have changed in it for
    /// themselves alone.
    pub is_changed: bool,
}

/// The profiles of a list that the reader has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownProfiles {
    /// All of them: the reader's own by name, then those of others.
    pub all: Vec<ShownProfile>,
    /// The chosen one.
    pub active: Option<ProfileId>,
    /// Whether the reader may choose what a role starts with.
    pub may_administer: bool,
}

impl ShownProfiles {
    /// What a user in a role sees of their profiles, while the list differs from the active one or does not.
    pub fn new(
        profiles: &[ListProfile],
        account: AccountId,
        acting: &RoleAssignment,
        active: Option<ProfileId>,
        differs: bool,
    ) -> Self {
        let shown = |profile: &ListProfile| ShownProfile {
            id: profile.id,
            name: profile.name.clone(),
            sharing: profile.sharing,
            made_by: (profile.owner != account).then(|| profile.owner_name.clone()),
            may_change: profile.may_be_changed_by(account, acting),
            is_changed: profile.overlay.is_some() || (differs && Some(profile.id) == active),
        };
        let mut all: Vec<_> = profiles.iter().map(shown).collect();
        all.sort_by_key(|profile| (profile.made_by.is_some(), profile.name.key(), profile.id));
        let may_administer = acting.may(Permission::AdministerProfiles);
        Self { all, active, may_administer }
    }

    /// The chosen one.
    pub fn current(&self) -> Option<&ShownProfile> {
        self.all.iter().find(|profile| Some(profile.id) == self.active)
    }
}

named! {
    /// What has been done with a profile.
    pub enum ProfileOutcome {
        Saved = "saved", "Profilen är sparad.", "The profile has been saved.";
        Chosen = "chosen", "Profilen är vald.", "The profile has been chosen.";
        Reset = "reset", "Profilen är som den sparades.", "The profile is as it was saved.";
        Left = "left", "Ingen profil är vald.", "No profile is chosen.";
        Renamed = "renamed", "Profilen har bytt namn.", "The profile has been renamed.";
        Shared = "shared", "Delningen är ändrad.", "The sharing has been changed.";
        Removed = "removed", "Profilen är borttagen.", "The profile has been removed.";
    }
}
