//! The rows of a list as a file, whatever list it is.
//!
//! | module | what lives there |
//! |---|---|
//! | `csv` | a text with a row on each line |
//! | `xlsx` | a workbook |

mod csv;
mod xlsx;

#[cfg(test)]
pub mod fixture;

use std::io;

use domain::{
    language::Language,
    list::{Columns, ListRow},
};

pub use csv::{write as write_csv, write_rows};
pub use xlsx::{ROWS_OF_A_SHEET, write as write_xlsx};

/// Why a file was not finished.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// It could not be written on, because the reader has gone or has no room.
    #[error("the file could not be written on: {0}")]
    Write(#[from] io::Error),
    /// It could not be written as a workbook.
    #[error("the workbook could not be made: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The rows ended before their end.
    #[error("the rows could not be read to their end")]
    Rows,
}

/// What is written of a list: which columns, in which language.
pub struct Table<R: ListRow> {
    /// The columns, in the list's order.
    pub columns: Columns<R::Column>,
    /// The language of headings and names.
    pub language: Language,
}

/// Rows as they come, some at a time.
pub trait Batches<R>: Iterator<Item = Result<Vec<R>, TableError>> {}

impl<R, I: Iterator<Item = Result<Vec<R>, TableError>>> Batches<R> for I {}
