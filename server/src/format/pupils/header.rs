//! The header row: which column stands where.

use csv::ByteRecord;

use super::source::TextEncoding;
use crate::format::{refusal::FileRefusal, text::clean};

/// How many columns are read.
pub const COLUMNS: usize = 9;

/// A column of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The pupil's number.
    CivicNumber,
    /// Given names.
    GivenName,
    /// Surname.
    Surname,
    /// The code of the school unit.
    Unit,
    /// The code of the study path.
    StudyPath,
    /// The grade.
    Grade,
    /// The class.
    Class,
    /// The first day.
    Start,
    /// The last day.
    End,
}

impl Column {
    /// All columns in the order in which they are documented and written.
    pub const ALL: [Self; COLUMNS] = [
        Self::CivicNumber,
        Self::GivenName,
        Self::Surname,
        Self::Unit,
        Self::StudyPath,
        Self::Grade,
        Self::Class,
        Self::Start,
        Self::End,
    ];

    /// The heading.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::CivicNumber => "personnummer",
            Self::GivenName => "förnamn",
            Self::Surname => "efternamn",
            Self::Unit => "enhetskod",
            Self::StudyPath => "studievägskod",
            Self::Grade => "årskurs",
            Self::Class => "klass",
            Self::Start => "startdatum",
            Self::End => "slutdatum",
        }
    }

    /// The column of a heading, whatever its case, with or without the dots of å, ä and ö.
    fn of_heading(heading: &str) -> Option<Self> {
        let plain = |text: &str| text.to_lowercase().replace(['å', 'ä'], "a").replace('ö', "o");
        let heading = plain(&clean(heading));
        Self::ALL.into_iter().find(|column| plain(column.heading()) == heading)
    }
}

/// Where each column stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    places: [usize; COLUMNS],
    /// How many cells each row must have.
    pub cells: usize,
}

impl Header {
    /// Reads the header row.
    pub fn read(record: &ByteRecord, encoding: &mut TextEncoding) -> Result<Self, FileRefusal> {
        let mut places = [None; COLUMNS];
        for (place, heading) in record.iter().enumerate() {
            let heading = encoding.decode(heading).ok_or(FileRefusal::Bytes { position: 0 })?;
            let Some(column) = Column::of_heading(&heading) else { continue };
            if places[column as usize].replace(place).is_some() {
                return Err(FileRefusal::RepeatedColumn(column.heading()));
            }
        }
        let missing: Vec<_> = Column::ALL
            .into_iter()
            .filter(|column| places[*column as usize].is_none())
            .map(Column::heading)
            .collect();
        if !missing.is_empty() {
            return Err(FileRefusal::Columns { missing, expected: Self::expected() });
        }
        Ok(Self { places: places.map(Option::unwrap_or_default), cells: record.len() })
    }

    /// The header as it is written.
    pub fn expected() -> String {
        Column::ALL.map(Column::heading).join(";")
    }

    /// Where a column stands.
    pub const fn place(&self, column: Column) -> usize {
        self.places[column as usize]
    }
}
