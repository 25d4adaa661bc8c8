//! What the operator changes in the catalogue: a permission is announced, renamed, retired. Each change makes a new catalogue
//! and leaves the old one as it was, so that before and after can be told.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Catalogue, Entry, NameSince};
use crate::{
    access::{
        code::{CodeError, GroupCode, PermissionCode, ServiceCode},
        organisation::OrganisationKind,
        wording::{Wording, WordingError},
    },
    language::{Language, Message},
};

/// A permission that is to be announced, as the operator has typed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// The code it shall have.
    pub code: String,
    /// The service.
    pub service: ServiceCode,
    /// The group within the service.
    pub group: GroupCode,
    /// The kinds of organisation that it can be given in.
    pub kinds: BTreeSet<OrganisationKind>,
    /// What it is called, in Swedish and English.
    pub name: (String, String),
    /// What it is for, in Swedish and English.
    pub information: (String, String),
    /// From this day administrators see that it is coming.
    pub announced: NaiveDate,
    /// The first day on which it can be given.
    pub first: NaiveDate,
    /// Where it is named.
    pub source: String,
}

/// Why the catalogue is not changed as asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum CatalogueRefusal {
    /// The code cannot be one.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// The name or the information cannot be kept.
    #[error(transparent)]
    Wording(#[from] WordingError),
    /// Another permission has the code, or had it.
    #[error("the code {0} is taken")]
    CodeTaken(PermissionCode),
    /// There is no such group in the service.
    #[error("no such service and group")]
    UnknownGroup,
    /// It could be given nowhere.
    #[error("no kind of organisation")]
    NoKind,
    /// It would begin before anybody is told.
    #[error("announced after the first day")]
    AnnouncedAfterFirst {
        /// The first day.
        first: NaiveDate,
    },
    /// No permission has the code.
    #[error("no such permission")]
    UnknownPermission,
    /// Its latest name begins on that day or later.
    #[error("renamed before the latest name")]
    RenamedTooEarly {
        /// The first day of the latest name.
        latest: NaiveDate,
    },
    /// It is called that already.
    #[error("it has that name already")]
    SameName,
    /// It would be called something when it is no more, or be retired again.
    #[error("retired")]
    Retired {
        /// The day on which it is retired.
        retired: NaiveDate,
    },
    /// It would be retired before it has begun.
    #[error("retired before the first day")]
    RetiredBeforeFirst {
        /// The first day.
        first: NaiveDate,
    },
    /// What has been given would have ended in the past, which nobody was told of then.
    #[error("retired in the past")]
    RetiredInThePast,
}

impl CatalogueRefusal {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Code(_) => "code_unusable",
            Self::Wording(WordingError::NameMissing) => "name_missing",
            Self::Wording(WordingError::TooLong { .. }) => "text_too_long",
            Self::CodeTaken(_) => "code_taken",
            Self::UnknownGroup => "unknown_group",
            Self::NoKind => "no_kind",
            Self::AnnouncedAfterFirst { .. } => "announced_after_first",
            Self::UnknownPermission => "unknown_permission",
            Self::RenamedTooEarly { .. } => "renamed_too_early",
            Self::SameName => "same_name",
            Self::Retired { .. } => "retired",
            Self::RetiredBeforeFirst { .. } => "retired_before_first",
            Self::RetiredInThePast => "retired_in_the_past",
        }
    }
}

impl Message for CatalogueRefusal {
    fn message(&self, language: Language) -> String {
        let (swedish, english) = match self {
            Self::Code(error) => return error.message(language),
            Self::Wording(error) => return error.message(language),
            Self::CodeTaken(code) => (
                format!("Koden {code} används redan av en annan behörighet. Välj en annan kod."),
                format!("The code {code} is already used by another permission. Choose another code."),
            ),
            Self::UnknownGroup => (
                "E-tjänsten har ingen sådan grupp. Välj en e-tjänst och en grupp i listan.".to_owned(),
                "The service has no such group. Choose a service and a group of the list.".to_owned(),
            ),
            Self::NoKind => (
                "Behörigheten går inte att ge i någon organisation. Välj minst ett slag av organisation."
                    .to_owned(),
                "The permission can be given in no organisation. Choose at least one kind of organisation."
                    .to_owned(),
            ),
            Self::AnnouncedAfterFirst { first } => (
                format!("Behörigheten aviseras efter sin första dag. Välj en dag senast {first}."),
                format!(
                    "The permission is announced after its first day. Choose a day no later than {first}."
                ),
            ),
            Self::UnknownPermission => (
                "Behörigheten finns inte i katalogen. Ladda om sidan och välj en som finns.".to_owned(),
                "The permission is not in the catalogue. Load the page anew and choose one that is."
                    .to_owned(),
            ),
            Self::RenamedTooEarly { latest } => (
                format!("Behörigheten har ett namn från {latest}. Låt det nya namnet börja efter den dagen."),
                format!("The permission has a name from {latest}. Let the new name begin after that day."),
            ),
            Self::SameName => (
                "Behörigheten heter redan så. Skriv ett annat namn.".to_owned(),
                "The permission has that name already. Write another name.".to_owned(),
            ),
            Self::Retired { retired } => (
                format!("Behörigheten upphör {retired} och går inte att ändra från och med den dagen."),
                format!("The permission is retired on {retired} and cannot be changed from that day on."),
            ),
            Self::RetiredBeforeFirst { first } => (
                format!(
                    "Behörigheten börjar {first} och kan inte upphöra dessförinnan. Välj den dagen eller en senare."
                ),
                format!(
                    "The permission begins on {first} and cannot be retired before. Choose that day or a later one."
                ),
            ),
            Self::RetiredInThePast => (
                "Behörigheten kan inte upphöra en dag som har varit. Välj i dag eller en senare dag."
                    .to_owned(),
                "The permission cannot be retired on a day that has been. Choose today or a later day."
                    .to_owned(),
            ),
        };
        match language {
            Language::Swedish => swedish,
            Language::English => english,
        }
    }
}

impl Catalogue {
    /// The catalogue with one more permission. A code is never used again, also where its permission is no more: old grants
    /// would mean the new one.
    ///
    /// # Errors
    /// Why the permission makes no sense.
    pub fn announce(&self, new: NewEntry) -> Result<Self, CatalogueRefusal> {
        self.keep(new, None, [])
    }

    /// The catalogue with one more permission, as it has been kept: with the day on which it is retired and what it has been
    /// called since its first name.
    ///
    /// # Errors
    /// Why the permission makes no sense.
    pub fn keep(
        &self,
        new: NewEntry,
        retired: Option<NaiveDate>,
        later_names: impl IntoIterator<Item = NameSince>,
    ) -> Result<Self, CatalogueRefusal> {
        let code = PermissionCode::try_from(new.code.trim())?;
        if self.entry(&code).is_some() {
            return Err(CatalogueRefusal::CodeTaken(code));
        }
        let service = self.service(&new.service).ok_or(CatalogueRefusal::UnknownGroup)?;
        if !service.groups.iter().any(|group| group.code == new.group) {
            return Err(CatalogueRefusal::UnknownGroup);
        }
        if new.kinds.is_empty() {
            return Err(CatalogueRefusal::NoKind);
        }
        if new.announced > new.first {
            return Err(CatalogueRefusal::AnnouncedAfterFirst { first: new.first });
        }
        if retired.is_some_and(|retired| retired < new.first) {
            return Err(CatalogueRefusal::RetiredBeforeFirst { first: new.first });
        }
        let name = Wording::name(&new.name.0, &new.name.1)?;
        let information = Wording::information(&new.information.0, &new.information.1)?;
        let mut entry = Entry {
            code,
            service: new.service,
            group: new.group,
            kinds: new.kinds,
            information,
            announced: new.announced,
            first: new.first,
            retired,
            source: new.source,
            names: vec![NameSince { from: new.announced, name }],
        };
        for NameSince { from, name } in later_names {
            entry.rename(from, name)?;
        }
        let mut changed = self.clone();
        changed.entries.push(entry);
        Ok(changed)
    }

    /// The catalogue in which a permission is called something else from a day on. What it was called before stays.
    ///
    /// # Errors
    /// Why the name makes no sense.
    pub fn rename(
        &self,
        code: &PermissionCode,
        from: NaiveDate,
        swedish: &str,
        english: &str,
    ) -> Result<Self, CatalogueRefusal> {
        self.changed(code, |entry| entry.rename(from, Wording::name(swedish, english)?))
    }

    /// The catalogue in which a permission is no more from a day on. On its first day or later; on its first day it is
    /// withdrawn before it has begun.
    ///
    /// # Errors
    /// Why the day makes no sense.
    pub fn retire(
        &self,
        code: &PermissionCode,
        from: NaiveDate,
        today: NaiveDate,
    ) -> Result<Self, CatalogueRefusal> {
        self.changed(code, |entry| {
            if let Some(retired) = entry.retired {
                return Err(CatalogueRefusal::Retired { retired });
            }
            if from < entry.first {
                return Err(CatalogueRefusal::RetiredBeforeFirst { first: entry.first });
            }
            if from < today {
                return Err(CatalogueRefusal::RetiredInThePast);
            }
            entry.retired = Some(from);
            Ok(())
        })
    }

    fn changed(
        &self,
        code: &PermissionCode,
        change: impl FnOnce(&mut Entry) -> Result<(), CatalogueRefusal>,
    ) -> Result<Self, CatalogueRefusal> {
        let mut changed = self.clone();
        let entry = changed.entries.iter_mut().find(|entry| entry.code == *code);
        change(entry.ok_or(CatalogueRefusal::UnknownPermission)?)?;
        Ok(changed)
    }
}

impl Entry {
    /// Gives it another name from a day on.
    pub(super) fn rename(&mut self, from: NaiveDate, name: Wording) -> Result<(), CatalogueRefusal> {
        if let Some(latest) = self.names.last() {
            if from <= latest.from {
                return Err(CatalogueRefusal::RenamedTooEarly { latest: latest.from });
            }
            if name == latest.name {
                return Err(CatalogueRefusal::SameName);
            }
        }
        if let Some(retired) = self.retired.filter(|retired| *retired <= from) {
            return Err(CatalogueRefusal::Retired { retired });
        }
        self.names.push(NameSince { from, name });
        Ok(())
    }
}
