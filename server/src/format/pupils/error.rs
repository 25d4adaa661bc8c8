//! Why a single row cannot be taken.

use domain::{
    civic_number::CivicNumberError,
    language::{Language, Message},
};

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PupilRowError {
    /// The row has more or fewer cells than the header.
    #[error("{found} cells instead of {expected}")]
    Cells {
        /// As many as the header has.
        expected: usize,
        /// As many as the row has.
        found: usize,
    },
    /// Some bytes are no text in the encoding of the rows before.
    #[error("bytes outside the encoding")]
    Encoding,
    /// The pupil's number cannot be read.
    #[error("civic number: {0}")]
    CivicNumber(CivicNumberError),
    /// A required cell is empty.
    #[error("{0} is empty")]
    Missing(&'static str),
    /// A date is no date.
    #[error("{column} is no date")]
    Date {
        /// The column.
        column: &'static str,
        /// What stands there.
        text: String,
    },
    /// The placement ends before it starts.
    #[error("ends before it starts")]
    EndBeforeStart,
}

impl PupilRowError {
    /// The stable code of the error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Cells { .. } => "pupil_cells",
            Self::Encoding => "pupil_encoding",
            Self::CivicNumber(error) => error.code(),
            Self::Missing(_) => "pupil_missing",
            Self::Date { .. } => "pupil_date",
            Self::EndBeforeStart => "pupil_end_before_start",
        }
    }
}

impl Message for PupilRowError {
    fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::Cells { expected, found }, Language::Swedish) => format!(
                "Raden har {found} fält, men rubrikraden har {expected}. Kontrollera skiljetecken och citattecken."
            ),
            (Self::Cells { expected, found }, Language::English) => format!(
                "The row has {found} fields, but the header has {expected}. Check separators and quotation marks."
            ),
            (Self::Encoding, Language::Swedish) => {
                "Raden har tecken som inte hör till filens teckenkodning UTF-8. Spara filen på nytt som UTF-8.".into()
            }
            (Self::Encoding, Language::English) => {
                "The row has characters outside the file's encoding UTF-8. Save the file again as UTF-8.".into()
            }
            (Self::CivicNumber(error), _) => error.message(language),
            (Self::Missing(column), Language::Swedish) => {
                format!("Kolumnen {column} är tom. Fyll i den.")
            }
            (Self::Missing(column), Language::English) => {
                format!("The column {column} is empty. Fill it in.")
            }
            (Self::Date { column, text }, Language::Swedish) => {
                format!("”{text}” i kolumnen {column} är inget datum. Skriv det som ÅÅÅÅ-MM-DD.")
            }
            (Self::Date { column, text }, Language::English) => {
                format!("“{text}” in the column {column} is no date. Write it as YYYY-MM-DD.")
            }
            (Self::EndBeforeStart, Language::Swedish) => {
                "Placeringen slutar innan den börjar. Kontrollera startdatum och slutdatum.".into()
            }
            (Self::EndBeforeStart, Language::English) => {
                "The placement ends before it starts. Check startdatum and slutdatum.".into()
            }
        }
    }
}
