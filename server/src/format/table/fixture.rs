//! A list for the tests, with a column of each kind of cell.

use chrono::NaiveDate;
use domain::{
    access::Permission,
    language::{Language, Named},
    list::{Cell, Column, ColumnType, Columns, Filter, Label, ListRow, ListSpec, Sort},
};
use serde::{Deserialize, Serialize};

use super::{Batches, Table};

/// The columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NoteColumn {
    Text,
    Day,
    Count,
    Done,
    Time,
}

impl Named for NoteColumn {
    const ALL: &'static [Self] = &[Self::Text, Self::Day, Self::Count, Self::Done, Self::Time];

    fn code(self) -> &'static str {
        self.name(Language::English)
    }

    fn name(self, language: Language) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Day => language.pick("Dag", "Day"),
            Self::Count => language.pick("Antal", "Count"),
            Self::Done => language.pick("Klar", "Done"),
            Self::Time => language.pick("Tid", "Time"),
        }
    }
}

impl Column for NoteColumn {
    fn column_type(self) -> ColumnType {
        match self {
            Self::Text => ColumnType::Text,
            Self::Day | Self::Time => ColumnType::Date,
            Self::Count => ColumnType::Number,
            Self::Done => ColumnType::YesNo,
        }
    }

    fn is_personal(self) -> bool {
        false
    }

    fn spec() -> ListSpec<Self> {
        ListSpec {
            code: "notes",
            title: Label::proper("Notes"),
            needs: Permission::ReadLog,
            filter: Filter::everything(),
            sort: Sort::new([]),
            columns: Columns::new(Self::ALL.iter().copied()),
            card: Vec::new(),
            found_in: Vec::new(),
        }
    }
}

/// A row. One without a day is done; one with a day has a time in it.
pub struct Note {
    text: String,
    day: Option<NaiveDate>,
    count: i64,
}

/// A row.
pub fn note(text: &str, day: Option<&str>, count: i64) -> Note {
    Note { text: text.to_owned(), day: day.map(|day| day.parse().unwrap()), count }
}

impl ListRow for Note {
    type Column = NoteColumn;

    fn id(&self) -> i64 {
        self.count
    }

    fn title(&self) -> String {
        self.text.clone()
    }

    fn cell(&self, column: NoteColumn, _: Language) -> Cell<'_> {
        match column {
            NoteColumn::Text => Cell::text(&self.text),
            NoteColumn::Day => self.day.into(),
            NoteColumn::Count => Cell::Number(self.count),
            NoteColumn::Done => Cell::YesNo(self.day.is_none()),
            NoteColumn::Time => self.day.and_then(|day| day.and_hms_opt(7, 5, 59)).into(),
        }
    }
}

/// All columns.
pub fn table(language: Language) -> Table<Note> {
    Table { columns: NoteColumn::spec().columns, language }
}

/// Rows that come one at a time.
pub fn notes(rows: Vec<Note>) -> impl Batches<Note> {
    rows.into_iter().map(|row| Ok(vec![row]))
}

/// A hundred rows.
pub fn batch() -> Vec<Note> {
    (0..100).map(|count| note("Dahl", Some("2026-11-21"), count)).collect()
}

/// Rows without end.
pub fn endless() -> impl Batches<Note> {
    std::iter::repeat_with(|| Ok(batch()))
}
