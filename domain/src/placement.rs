//! A pupil's placement: a period on a study path at a school unit.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{organisation::ProgrammeKind, period::Period};

/// What the rules of the register need to know of a placement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacementFact {
    /// The days of the placement. A future one is not current.
    pub period: Period,
    /// The kind of its study path.
    pub kind: ProgrammeKind,
    /// The study path's code, such as `EE25`.
    pub study_path: String,
    /// The school unit's name.
    pub unit: String,
}

impl PlacementFact {
    /// Whether the placement is current on the day.
    pub fn is_current(&self, date: NaiveDate) -> bool {
        self.period.contains(date)
    }
}
