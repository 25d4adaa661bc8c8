//! What an actor may see. Every read of people takes one, so that isolation cannot be forgotten.

use std::collections::BTreeSet;

use crate::{
    id::{AccountId, OrganisationId},
    municipality::MunicipalityCode,
};

/// The part of the register that a reader reaches.
///
/// A scope is made from a role ([`crate::access::RoleAssignment::scope`]) or, for runs, imports and the operator's
/// command line, by [`Scope::of_the_system`]. There is no way to widen one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// `None` reaches every municipality.
    municipalities: Option<BTreeSet<MunicipalityCode>>,
    protected: bool,
    /// Who reads; nobody in particular where it is the system.
    reader: Option<AccountId>,
    /// Whether what other users do in the municipalities is reached.
    administers: bool,
    /// The organisation whose users are reached.
    organisation: Option<OrganisationId>,
}

impl Scope {
    /// The given municipalities, without protected people.
    pub fn of(municipalities: impl IntoIterator<Item = MunicipalityCode>) -> Self {
        let municipalities = Some(municipalities.into_iter().collect());
        Self { municipalities, protected: false, reader: None, administers: false, organisation: None }
    }

    /// The same, of somebody who acts in an organisation, whose users are reached.
    pub fn in_organisation(self, organisation: OrganisationId) -> Self {
        Self { organisation: Some(organisation), ..self }
    }

    /// The same for a user, who reaches their own work, and as an administrator also that of others in the municipalities.
    pub fn read_by(self, reader: AccountId, administers: bool) -> Self {
        Self { reader: Some(reader), administers, ..self }
    }

    /// Everything, protected people too: for the runs and imports that must lose nobody, and for the operator who
    /// holds the database itself.
    pub const fn of_the_system() -> Self {
        Self { municipalities: None, protected: true, reader: None, administers: true, organisation: None }
    }

    /// Everybody but protected people, wherever they live: for looking somebody up by their number before a case is opened
    /// by hand (requirement K6), which may be somebody whom another municipality knows.
    pub const fn of_look_ups() -> Self {
        Self { municipalities: None, protected: false, reader: None, administers: false, organisation: None }
    }

    /// The municipalities reached, in order; `None` means all of them.
    pub const fn municipalities(&self) -> Option<&BTreeSet<MunicipalityCode>> {
        self.municipalities.as_ref()
    }

    /// The organisation whose users are reached, if it is one; the system reaches those of all.
    pub const fn organisation(&self) -> Option<OrganisationId> {
        self.organisation
    }

    /// Whether protected people are reached.
    pub const fn includes_protected(&self) -> bool {
        self.protected
    }

    /// Whose own work is reached.
    pub const fn reader(&self) -> Option<AccountId> {
        self.reader
    }

    /// Whether what other users do in the municipalities is reached.
    pub const fn administers(&self) -> bool {
        self.administers
    }

    /// Whether work is reached that somebody does in a municipality, if in just one.
    pub fn reaches_work(&self, by: AccountId, municipality: Option<MunicipalityCode>) -> bool {
        let is_administered = match municipality {
            Some(municipality) => self.reaches(municipality),
            None => self.municipalities.is_none(),
        };
        self.reader == Some(by) || self.administers && is_administered
    }

    /// Whether the municipality is reached.
    pub fn reaches(&self, municipality: MunicipalityCode) -> bool {
        self.municipalities.as_ref().is_none_or(|reached| reached.contains(&municipality))
    }

    /// The same, of one municipality alone; nothing when that is not reached.
    pub fn narrowed_to(&self, municipality: MunicipalityCode) -> Self {
        let reached = self.reaches(municipality).then_some(municipality);
        Self { municipalities: Some(reached.into_iter().collect()), ..self.clone() }
    }
}
