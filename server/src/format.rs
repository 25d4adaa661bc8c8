//! File formats: bytes to records and back. XML, CSV, TOML and workbook crates are used here and nowhere else.
//!
//! | module | what lives there |
//! |---|---|
//! | [`dates`] | which days are taken at all |
//! | [`pasted`] | rows that are pasted into a form |
//! | [`population_xml`] | the population register's XML notification (Navet) |
//! | [`pupils`] | pupil files for school systems without SS12000 |
//! | [`refusal`] | why a file is refused as a whole |
//! | [`scb_layout`] | what files to Statistics Sweden look like |
//! | [`table`] | the rows of a list as CSV and as a workbook |
//!
//! Every reader streams: its memory does not grow with the file, whatever the file holds. Source: `formats.md`
//! sections 3, 4 and 8.

pub mod dates;
pub mod pasted;
pub mod population_xml;
pub mod pupils;
pub mod refusal;
pub mod scb_layout;
pub mod table;
pub mod text;
