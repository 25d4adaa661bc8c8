//! The organisations that work in an installation (`access.md` section 1).

use crate::{id::OrganisationId, language::named};

named! {
    /// What an organisation is. It decides which permissions and roles can be given in it.
    pub enum OrganisationKind {
        Municipality = "municipality", "Kommun", "Municipality";
        // A federation of municipalities, and what was called *landsting* before 2019: both see to several municipalities.
        Region = "region", "Region", "Region";
        SchoolOrganiser = "school-organiser", "Huvudman", "School organiser";
        Operator = "operator", "Driftansvarig", "Operator";
    }
}

/// An organisation, by which agreements, roles and grants are held together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Which one.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// What it is called.
    pub name: String,
}

impl OrganisationKind {
    /// Whether it appoints and ends the administrators of organisations, and keeps the catalogue and the agreements.
    pub const fn is_operator(self) -> bool {
        matches!(self, Self::Operator)
    }
}
