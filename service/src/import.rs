//! What every import tells when it is done.

use chrono::NaiveDate;
use domain::exchange::RowError;
use serde::Serialize;

/// How many row errors are told in full; all are counted.
const TOLD_IN_FULL: usize = 10_000;

/// The outcome of an import. Stable as JSON.
#[derive(Clone, Debug, Serialize)]
pub struct ImportOutcome {
    /// The file's name, without its folder.
    pub file: String,
    /// The import's date.
    pub date: NaiveDate,
    /// How many posts or rows the file had.
    pub rows: u64,
    /// How many things were new.
    pub created: u64,
    /// How many were changed.
    pub changed: u64,
    /// How many were as they are already.
    pub unchanged: u64,
    /// How many were left out because something later is stored.
    pub outdated: u64,
    /// How many placements were ended because the file no longer has them.
    pub ended: u64,
    /// How many placements were removed because the file no longer has them.
    pub removed: u64,
    /// How many people got another number.
    pub renumbered: u64,
    /// How many rows could not be taken.
    pub error_count: u64,
    /// The rows that could not be taken.
    pub errors: Vec<RowError>,
    /// What was taken but should be looked at.
    pub warnings: Vec<RowError>,
}

impl ImportOutcome {
    pub(crate) fn new(file: &str, date: NaiveDate) -> Self {
        Self {
            file: file.to_owned(),
            date,
            rows: 0,
            created: 0,
            changed: 0,
            unchanged: 0,
            outdated: 0,
            ended: 0,
            removed: 0,
            renumbered: 0,
            error_count: 0,
            errors: Vec::new(),
            warnings: Vec::new(),
        }
    }

    pub(crate) fn error(&mut self, error: RowError) {
        self.error_count += 1;
        if self.errors.len() < TOLD_IN_FULL {
            self.errors.push(error);
        }
    }

    pub(crate) fn warning(&mut self, warning: RowError) {
        if self.warnings.len() < TOLD_IN_FULL {
            self.warnings.push(warning);
        }
    }
}
