//! Why a layout is none.

use crate::language::{Language, Message};

/// What is wrong with a layout. The texts are those of the layout's file, which holds nothing of anybody.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutRefusal {
    /// The text is no TOML, or a key is unknown or missing; what the reader says.
    #[error("{0}")]
    Form(String),
    /// A value of a key is none of those there are.
    #[error("{key}: {value}")]
    Value {
        /// Which key.
        key: &'static str,
        /// What it says.
        value: String,
        /// What it may say.
        known: String,
    },
    /// A column takes its codes from a table that the layout has not.
    #[error("no table of codes for {0}")]
    NoTable(String),
    /// A code, heading or separator cannot stand in the file.
    #[error("cannot be written: {0}")]
    Unwritable(String),
    /// A column of a measure or contact that no row of the layout tells of.
    #[error("no rows of {0}")]
    NoRows(String),
    /// There are no columns.
    #[error("no columns")]
    NoColumns,
    /// Two columns have the same heading.
    #[error("twice: {0}")]
    Twice(String),
}

impl LayoutRefusal {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Form(_) => "layout_form",
            Self::Value { .. } => "layout_value",
            Self::NoTable(_) => "layout_no_table",
            Self::Unwritable(_) => "layout_unwritable",
            Self::NoRows(_) => "layout_no_rows",
            Self::NoColumns => "layout_no_columns",
            Self::Twice(_) => "layout_twice",
        }
    }
}

impl Message for LayoutRefusal {
    fn message(&self, language: Language) -> String {
        let say = |swedish: String, english: String| match language {
            Language::Swedish => swedish,
            Language::English => english,
        };
        match self {
            Self::Form(told) => say(
                format!("Layouten går inte att läsa: {told}"),
                format!("The layout cannot be read: {told}"),
            ),
            Self::Value { key, value, known } => say(
                format!("{key} kan inte vara {value:?}. Skriv något av: {known}."),
                format!("{key} cannot be {value:?}. Write one of: {known}."),
            ),
            Self::NoTable(column) => say(
                format!("Kolumnen {column} behöver en kodtabell. Lägg till den under [codes]."),
                format!("The column {column} needs a table of codes. Add it below [codes]."),
            ),
            Self::Unwritable(text) => say(
                format!(
                    "{text:?} kan inte stå i filen: skiljetecknet, radslut, citattecken och tecken utanför kodningen går inte."
                ),
                format!(
                    "{text:?} cannot stand in the file: not the separator, an end of line, a quotation mark or what the encoding lacks."
                ),
            ),
            Self::NoRows(column) => say(
                format!(
                    "Kolumnen {column} hör till något som layouten inte har rader för. Lägg till det i rows."
                ),
                format!(
                    "The column {column} is of something that the layout has no rows of. Add it to rows."
                ),
            ),
            Self::NoColumns => {
                say("Layouten har inga kolumner.".to_owned(), "The layout has no columns.".to_owned())
            }
            Self::Twice(name) => say(
                format!("Två kolumner heter {name}. Byt namn på den ena."),
                format!("Two columns are called {name}. Give one of them another name."),
            ),
        }
    }
}
