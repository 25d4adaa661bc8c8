//! What can be asked of many rows at once.

use domain::{
    case::change::{CaseChange, CaseField},
    contact::form::ContactRequest,
    follow_up::closing::ClosingForm,
    id::{AccountId, CaseId},
    job::JobKind,
    language::Named,
    measure::NewMeasure,
    operation::OperationKind,
};
use serde::{Deserialize, Serialize};

use crate::letters::Letters;

/// What is asked of many rows: of cases, or of contacts that are followed up.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// *Uppdatera aktivitetsansvar*.
    UpdateCases(CaseUpdate),
    /// *Registrera åtgärder*.
    RegisterMeasures(Measures),
    /// *Registrera kontakttillfälle*, the same with every case.
    RegisterContacts(ContactRequest),
    /// *Avsluta valda poster*, of contacts.
    CloseFollowUps(ClosingForm),
    /// Letters, a contact each.
    WriteLetters(Letters),
    /// The cases of one caseworker become another's.
    HandOver {
        /// Whose they are.
        from: AccountId,
        /// Whose they become.
        to: AccountId,
    },
}

domain::private_debug!(Asked);

/// What is asked of one row, by somebody who has seen it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    /// Which case.
    pub case: CaseId,
    /// The version that was seen; the change is for no other (requirement K17).
    pub version: i64,
    /// What is to become of it.
    pub change: CaseChange,
}

/// *Uppdatera aktivitetsansvar*.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseUpdate {
    /// What is to become of each row that has nothing of its own below.
    pub all: CaseChange,
    /// What is to become of single rows.
    pub rows: Vec<RowChange>,
}

/// *Registrera åtgärder*: the same measure in all cases, or one of its own in each.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measures {
    /// The measure of each row that has none of its own below.
    pub all: Option<NewMeasure>,
    /// The measures of single rows.
    pub rows: Vec<RowMeasure>,
}

/// The measure of one row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowMeasure {
    /// Which case.
    pub case: CaseId,
    /// The measure.
    pub measure: NewMeasure,
}

domain::private_debug!(Measures);
domain::private_debug!(RowMeasure, case);

impl CaseUpdate {
    /// The fields that it is about.
    pub fn fields(&self) -> Vec<CaseField> {
        let changes = || self.rows.iter().map(|row| row.change).chain([self.all]);
        let is_about =
            |field: &CaseField| changes().any(|change| change.fields().any(|other| other == *field));
        CaseField::ALL.iter().copied().filter(is_about).collect()
    }
}

impl Asked {
    /// The job that does it.
    pub const fn kind(&self) -> JobKind {
        match self {
            Self::UpdateCases(_) => JobKind::UpdateCases,
            Self::RegisterMeasures(_) => JobKind::RegisterMeasures,
            Self::RegisterContacts(_) => JobKind::RegisterContacts,
            Self::CloseFollowUps(_) => JobKind::CloseFollowUps,
            Self::WriteLetters(_) => JobKind::WriteLetters,
            Self::HandOver { .. } => JobKind::HandOver,
        }
    }

    /// What the journal calls it.
    pub(crate) const fn operation(&self) -> OperationKind {
        match self {
            Self::UpdateCases(_) => OperationKind::BulkCaseUpdate,
            Self::RegisterMeasures(_) => OperationKind::BulkMeasures,
            Self::RegisterContacts(_) => OperationKind::BulkContacts,
            Self::CloseFollowUps(_) => OperationKind::BulkClosing,
            Self::WriteLetters(_) => OperationKind::Letters,
            Self::HandOver { .. } => OperationKind::HandOver,
        }
    }

    /// The fields of the cases that it is about.
    pub fn fields(&self) -> Vec<CaseField> {
        match self {
            Self::UpdateCases(update) => update.fields(),
            Self::RegisterContacts(request) if request.caseworker.is_some() => vec![CaseField::Caseworker],
            Self::HandOver { .. } => vec![CaseField::Caseworker],
            Self::RegisterMeasures(_)
            | Self::RegisterContacts(_)
            | Self::CloseFollowUps(_)
            | Self::WriteLetters(_) => Vec::new(),
        }
    }
}

impl From<CaseUpdate> for Asked {
    fn from(update: CaseUpdate) -> Self {
        Self::UpdateCases(update)
    }
}
