//! One row: cells to a record.

use chrono::NaiveDate;
use csv::ByteRecord;
use domain::{civic_number::CivicNumber, exchange::pupils::PupilRow, period::Period};

use super::{
    error::PupilRowError,
    header::{Column, Header},
    source::TextEncoding,
};
use crate::format::{
    dates::is_taken,
    text::{clean, quoted},
};

/// The cells of a row as text, and where it stands.
pub struct Cells {
    texts: [String; super::header::COLUMNS],
}

impl Cells {
    /// Takes the cells that the header tells of.
    pub fn read(
        record: &ByteRecord,
        header: &Header,
        encoding: &mut TextEncoding,
    ) -> Result<Self, PupilRowError> {
        if record.len() != header.cells {
            return Err(PupilRowError::Cells { expected: header.cells, found: record.len() });
        }
        let mut texts: [String; super::header::COLUMNS] = Default::default();
        for column in Column::ALL {
            let cell = record.get(header.place(column)).unwrap_or_default();
            texts[column as usize] = clean(&encoding.decode(cell).ok_or(PupilRowError::Encoding)?);
        }
        Ok(Self { texts })
    }

    fn text(&self, column: Column) -> &str {
        &self.texts[column as usize]
    }

    fn take(&mut self, column: Column) -> String {
        std::mem::take(&mut self.texts[column as usize])
    }

    /// The pupil's number as written, if anything is.
    pub fn written_number(&self) -> Option<String> {
        let text = self.text(Column::CivicNumber);
        (!text.is_empty()).then(|| quoted(text))
    }

    /// The row as a record. Its number and position are the caller's to know; a number with ten digits has no century,
    /// which `today` decides.
    pub fn parse(mut self, number: u64, position: u64, today: NaiveDate) -> Result<PupilRow, PupilRowError> {
        let civic_number =
            CivicNumber::parse(self.text(Column::CivicNumber), today).map_err(PupilRowError::CivicNumber)?;
        for column in [Column::Unit, Column::StudyPath] {
            if self.text(column).is_empty() {
                return Err(PupilRowError::Missing(column.heading()));
            }
        }
        let start = self.date(Column::Start)?.ok_or(PupilRowError::Missing(Column::Start.heading()))?;
        let period = Period::new(start, self.date(Column::End)?);
        if period.is_contradictory() {
            return Err(PupilRowError::EndBeforeStart);
        }
        Ok(PupilRow {
            number,
            position,
            civic_number,
            given_name: self.take(Column::GivenName),
            surname: self.take(Column::Surname),
            unit_code: self.take(Column::Unit),
            study_path_code: self.take(Column::StudyPath),
            grade: self.take(Column::Grade),
            class: self.take(Column::Class),
            period,
        })
    }

    /// A day as `YYYY-MM-DD` or `YYYYMMDD`, or nothing.
    fn date(&self, column: Column) -> Result<Option<NaiveDate>, PupilRowError> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        day(text)
            .map(Some)
            .ok_or_else(|| PupilRowError::Date { column: column.heading(), text: quoted(text) })
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let (year, month, day) = match bytes.len() {
        8 => (&bytes[..4], &bytes[4..6], &bytes[6..]),
        10 if bytes[4] == b'-' && bytes[7] == b'-' => (&bytes[..4], &bytes[5..7], &bytes[8..]),
        _ => return None,
    };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    NaiveDate::from_ymd_opt(number(year)? as i32, number(month)?, number(day)?).filter(|date| is_taken(*date))
}
