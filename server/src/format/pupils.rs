//! Pupil files for school systems without SS12000: `formats.md` section 4, "File".
//!
//! [`PupilReader`] streams rows out of a CSV file; [`PupilWriter`] writes such a file. A row that cannot be taken is a
//! row error and the rest goes on. The file is the truth for its organiser and year, so that whatever could make rows
//! vanish unseen (a quotation that is not closed, a missing column, a file without rows) refuses it as a whole.

mod error;
mod header;
mod reader;
mod row;
mod source;
#[cfg(test)]
mod tests;
mod writer;

pub use reader::PupilReader;
pub use writer::PupilWriter;
