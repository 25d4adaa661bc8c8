//! What the auditor's log shows of an operation: who did what, when, to how many; never a person's data.

use serde::{Deserialize, Serialize};

use crate::{id::OperationId, municipality::MunicipalityCode, operation::OperationKind};

/// A row of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRow {
    /// Which operation.
    pub id: OperationId,
    /// When, Stockholm time.
    pub at: String,
    /// What.
    pub kind: OperationKind,
    /// By whom.
    pub actor: String,
    /// In what role, its code.
    pub role: String,
    /// Where, if in one municipality.
    pub municipality: Option<MunicipalityCode>,
    /// Why, or with what.
    pub reason: String,
    /// How many things it was done to.
    pub changes: u64,
}

/// A page of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPage {
    /// The rows, latest first.
    pub rows: Vec<LogRow>,
    /// How many there are in all.
    pub total: u64,
    /// Whether the entries of this page are as they were written. That none is missing between them is proved by walking
    /// the whole chain, which `fyren audit verify` does.
    pub intact: bool,
}
