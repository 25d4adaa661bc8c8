//! The catalogue: the services there are and the permissions of each, with what they were called and when they were offered
//! (`access.md` section 1). What ships with Fyren stands in `data/services.csv` and `data/permissions.csv`; the operator
//! changes it from then on.
//!
//! A permission is announced, offered from its first day, and no longer from the day on which it is retired. Announced alone it
//! is seen by administrators as coming and cannot be given: the notice of seed 004 came before the launch, while the choice was
//! there on the day of the launch and not before.

mod change;
mod reading;

use std::{collections::BTreeSet, sync::LazyLock};

use chrono::NaiveDate;

pub use change::{CatalogueRefusal, NewEntry};
pub use reading::{CatalogueError, CatalogueMistake};

use super::{
    code::{GroupCode, PermissionCode, ServiceCode},
    organisation::OrganisationKind,
    wording::Wording,
};
use crate::language::Language;

/// A service (*e-tjänst*): a part of Fyren, or an outside service that is administered here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The stable code.
    pub code: ServiceCode,
    /// What it is called.
    pub name: Wording,
    /// Its groups of permissions, in the order they are shown.
    pub groups: Vec<Group>,
}

/// A group of permissions of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The code, which is its own within the service.
    pub code: GroupCode,
    /// What it is called.
    pub name: Wording,
}

/// A name and the day from which it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameSince {
    /// The first day.
    pub from: NaiveDate,
    /// The name.
    pub name: Wording,
}

/// A permission of a service: an entry of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The stable code, by which grants mean it whatever it is called.
    pub code: PermissionCode,
    /// The service.
    pub service: ServiceCode,
    /// The group within the service.
    pub group: GroupCode,
    /// The kinds of organisation that it can be given in.
    pub kinds: BTreeSet<OrganisationKind>,
    /// What it is for, and what is not known of it.
    pub information: Wording,
    /// From this day administrators see that it is coming.
    pub announced: NaiveDate,
    /// The first day on which it can be given and works.
    pub first: NaiveDate,
    /// The first day on which it is no more.
    pub retired: Option<NaiveDate>,
    /// Where it is named: file and section of the source, and its words where they are misread there.
    pub source: String,
    /// Never empty, each later than the one before; the first holds from the announcement.
    names: Vec<NameSince>,
}

/// Where a permission stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryState {
    /// Nobody has been told of it.
    Unknown,
    /// Administrators see that it is coming.
    Announced,
    /// It can be given, and works where it has been.
    Offered,
    /// It is no more.
    Retired,
}

impl Entry {
    /// What it is called on a day. Before it is announced, by its first name: one has to call it something.
    pub fn name_on(&self, day: NaiveDate) -> &Wording {
        let later = self.names.iter().rposition(|since| since.from <= day).unwrap_or_default();
        // An entry is made with its first name.
        &self.names[later].name
    }

    /// Everything it has been called, the earliest first.
    pub fn names(&self) -> &[NameSince] {
        &self.names
    }

    /// Where it stands on a day.
    pub fn state_on(&self, day: NaiveDate) -> EntryState {
        if self.retired.is_some_and(|retired| retired <= day) {
            EntryState::Retired
        } else if self.first <= day {
            EntryState::Offered
        } else if self.announced <= day {
            EntryState::Announced
        } else {
            EntryState::Unknown
        }
    }

    /// Whether it can be given on a day.
    pub fn offered_on(&self, day: NaiveDate) -> bool {
        self.state_on(day) == EntryState::Offered
    }

    /// Whether administrators see it in the catalogue on a day: from the announcement until it is retired.
    pub fn visible_to_administrators_on(&self, day: NaiveDate) -> bool {
        matches!(self.state_on(day), EntryState::Announced | EntryState::Offered)
    }

    /// Whether it works on a day where it has been given. These are the days on which it is offered: what is retired ends
    /// for everybody the day before.
    pub fn works_on(&self, day: NaiveDate) -> bool {
        self.offered_on(day)
    }
}

/// The services and their permissions, whole: each permission's service and group are there, and each code is its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    services: Vec<Service>,
    entries: Vec<Entry>,
}

/// What the services are called that the program knows.
static SERVICES: LazyLock<Option<Catalogue>> = LazyLock::new(|| Catalogue::of_services().ok());

/// What a service is called, if there is such a one.
pub fn service_name(code: &str, language: Language) -> Option<&'static str> {
    let services = SERVICES.as_ref()?.services();
    services.iter().find(|service| service.code.as_str() == code).map(|service| service.name.pick(language))
}

/// A service with the groups that have something to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownService<'a> {
    /// The service.
    pub service: &'a Service,
    /// Its groups, none of them empty.
    pub groups: Vec<ShownGroup<'a>>,
}

/// A group with its permissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownGroup<'a> {
    /// The group.
    pub group: &'a Group,
    /// Its permissions, at least one.
    pub entries: Vec<&'a Entry>,
}

impl Catalogue {
    /// The services in the order they are shown.
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// The permissions in the order they are shown within their group.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The permission of a code.
    pub fn entry(&self, code: &PermissionCode) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.code == *code)
    }

    /// The service of a code.
    pub fn service(&self, code: &ServiceCode) -> Option<&Service> {
        self.services.iter().find(|service| service.code == *code)
    }

    /// What can be given on a day, by service and group in order.
    pub fn offered_on(&self, day: NaiveDate) -> Vec<ShownService<'_>> {
        self.grouped(|entry| entry.offered_on(day))
    }

    /// What administrators see on a day, also what is coming, by service and group in order.
    pub fn visible_to_administrators_on(&self, day: NaiveDate) -> Vec<ShownService<'_>> {
        self.grouped(|entry| entry.visible_to_administrators_on(day))
    }

    /// The permissions that are to be shown, by service and group in order. What would be empty is left out.
    pub fn grouped(&self, is_shown: impl Fn(&Entry) -> bool) -> Vec<ShownService<'_>> {
        let mut shown = Vec::new();
        for service in &self.services {
            let mut groups = Vec::new();
            for group in &service.groups {
                let is_here = |entry: &&Entry| entry.service == service.code && entry.group == group.code;
                let entries: Vec<_> =
                    self.entries.iter().filter(is_here).filter(|entry| is_shown(entry)).collect();
                if !entries.is_empty() {
                    groups.push(ShownGroup { group, entries });
                }
            }
            if !groups.is_empty() {
                shown.push(ShownService { service, groups });
            }
        }
        shown
    }
}
