//! What differs between two exports of the same period.

use std::collections::BTreeMap;

use super::draft::Row;
use crate::{id::CaseId, language::named};

named! {
    /// How a case differs from the file before.
    pub enum Differs {
        New = "new", "Ny i filen", "New in the file";
        Gone = "gone", "Inte längre med", "No longer in it";
        Changed = "changed", "Ändrad", "Changed";
    }
}

/// The cases that differ, in their order.
pub type Difference = Vec<(CaseId, Differs)>;

/// What differs from the rows before to those after, case by case.
pub fn difference<'a>(
    before: impl IntoIterator<Item = (CaseId, &'a [Row])>,
    after: impl IntoIterator<Item = (CaseId, &'a [Row])>,
) -> Difference {
    let in_file = |(_, rows): &(CaseId, &[Row])| !rows.is_empty();
    let before: BTreeMap<CaseId, &[Row]> = before.into_iter().filter(in_file).collect();
    let after: BTreeMap<CaseId, &[Row]> = after.into_iter().filter(in_file).collect();
    let gone = before.keys().filter(|case| !after.contains_key(case)).map(|case| (*case, Differs::Gone));
    let others = after.iter().filter_map(|(case, rows)| match before.get(case) {
        None => Some((*case, Differs::New)),
        Some(earlier) if earlier != rows => Some((*case, Differs::Changed)),
        Some(_) => None,
    });
    let mut all: Difference = gone.chain(others).collect();
    all.sort_unstable();
    all
}
