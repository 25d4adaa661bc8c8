//! A row of a pupil file (`formats.md` section 4, "File").

use chrono::NaiveDate;

use crate::{civic_number::CivicNumber, period::Period};

/// One placement of one pupil.
#[derive(Clone, PartialEq, Eq)]
pub struct PupilRow {
    /// The number of the row in its file, the header being row one.
    pub number: u64,
    /// Where the row begins, in bytes from the start of the file.
    pub position: u64,
    /// The pupil.
    pub civic_number: CivicNumber,
    /// Given names, as the school writes them.
    pub given_name: String,
    /// Surname, as the school writes it.
    pub surname: String,
    /// The code of the school unit.
    pub unit_code: String,
    /// The code of the study path.
    pub study_path_code: String,
    /// The grade (*årskurs*), or empty.
    pub grade: String,
    /// The class, or empty.
    pub class: String,
    /// The days of the placement.
    pub period: Period,
}

crate::private_debug!(PupilRow, number, position);

impl PupilRow {
    /// What identifies a placement: person, unit, study path and start.
    pub fn identity(&self) -> (CivicNumber, &str, &str, NaiveDate) {
        (self.civic_number, &self.unit_code, &self.study_path_code, self.period.start)
    }
}
