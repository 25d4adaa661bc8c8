//! Records that files are read into, free of any file format, and the errors that single rows can have.

pub mod population;
pub mod pupils;

use serde::Serialize;

use crate::language::{Language, Message};

/// A row or post that could not be taken; the others go on.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// The number of the row or post, counted from one (a file's header row is row one).
    pub row: u64,
    /// Where it begins in the file, in bytes from the start.
    pub position: u64,
    /// The person it is about, as written in the file, if that could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub civic_number: Option<String>,
    /// The stable code of the error.
    pub code: &'static str,
    /// The sentence in Swedish.
    pub message_sv: String,
    /// The sentence in English.
    pub message_en: String,
}

crate::private_debug!(RowError, row, position, code);

impl RowError {
    /// An error of a row, said in both languages.
    pub fn new(
        row: u64,
        position: u64,
        civic_number: Option<String>,
        code: &'static str,
        said: &dyn Message,
    ) -> Self {
        Self {
            row,
            position,
            civic_number,
            code,
            message_sv: said.message(Language::Swedish),
            message_en: said.message(Language::English),
        }
    }
}
