//! Rows streamed out of a file.

use std::io::Read;

use chrono::NaiveDate;
use csv::{ByteRecord, Reader, ReaderBuilder};
use domain::exchange::{RowError, pupils::PupilRow};

use super::{
    error::PupilRowError,
    header::Header,
    row::Cells,
    source::{self, Source, TextEncoding},
};
use crate::format::refusal::{FileRefusal, Limit};

/// A row, or why it cannot be taken.
type Entry = Result<PupilRow, RowError>;

/// An iterator over the rows of a pupil file. After a [`FileRefusal`] it ends; only when it has ended without one was
/// the file whole. Its memory is bounded by the size of a row.
#[derive(Debug)]
pub struct PupilReader<R: Read> {
    csv: Reader<Source<R>>,
    header: Header,
    encoding: TextEncoding,
    /// The length of the byte order mark, in bytes.
    offset: u64,
    today: NaiveDate,
    record: ByteRecord,
    /// Rows read, the header included.
    rows: u64,
    has_ended: bool,
}

impl<R: Read> PupilReader<R> {
    /// Reads the header. The file need not be buffered. A number with ten digits has no century, which `today` decides.
    ///
    /// # Errors
    /// The file is empty, an archive or workbook, in UTF-16, or its header lacks columns.
    pub fn new(file: R, today: NaiveDate) -> Result<Self, FileRefusal> {
        let source::Beginning { source, separator, mut encoding, offset } = source::begin(file)?;
        let mut csv =
            ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(source);
        let mut record = ByteRecord::new();
        if !csv.read_byte_record(&mut record).map_err(|error| refusal(&error))? {
            return Err(FileRefusal::Empty);
        }
        let header = Header::read(&record, &mut encoding)?;
        Ok(Self { csv, header, encoding, offset, today, record, rows: 1, has_ended: false })
    }

    fn read_entry(&mut self) -> Result<Option<Entry>, FileRefusal> {
        loop {
            self.csv.get_mut().begin_row();
            if !self.csv.read_byte_record(&mut self.record).map_err(|error| refusal(&error))? {
                return if self.rows == 1 { Err(FileRefusal::NoRows) } else { Ok(None) };
            }
            self.rows += 1;
            let position = self.offset + self.record.position().map_or(0, csv::Position::byte);
            let broken = |limit| Err(FileRefusal::Limit { limit, position });
            if self.rows - 1 > source::ROWS {
                return broken(Limit::Records(source::ROWS));
            }
            if self.record.iter().any(|cell| cell.len() > source::CELL_BYTES) {
                return broken(Limit::Text(source::CELL_BYTES));
            }
            // Spreadsheets leave rows of empty cells behind.
            if self.record.iter().all(|cell| cell.trim_ascii().is_empty()) {
                continue;
            }
            let entry = self.entry(position);
            let spans_lines = || self.record.iter().any(|cell| cell.contains(&b'\n'));
            if entry.is_err() && spans_lines() {
                // Most likely a quotation mark has made several rows one, and the pupils of the others would vanish.
                return Err(FileRefusal::Quotation { row: self.rows });
            }
            return Ok(Some(entry));
        }
    }

    fn entry(&mut self, position: u64) -> Entry {
        let number = self.rows;
        let error =
            |written, error: PupilRowError| RowError::new(number, position, written, error.code(), &error);
        let cells = Cells::read(&self.record, &self.header, &mut self.encoding)
            .map_err(|found| error(None, found))?;
        let written = cells.written_number();
        cells.parse(number, position, self.today).map_err(|found| error(written, found))
    }
}

/// What an error of the parser means for the file.
fn refusal(error: &csv::Error) -> FileRefusal {
    match error.kind() {
        csv::ErrorKind::Io(error) => FileRefusal::of_io(error),
        // Rows of any length and cells of any bytes are taken, so that nothing else can be wrong.
        _ => FileRefusal::Unreadable(std::io::ErrorKind::InvalidData),
    }
}

impl<R: Read> Iterator for PupilReader<R> {
    type Item = Result<Entry, FileRefusal>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_ended {
            return None;
        }
        let next = self.read_entry().transpose();
        self.has_ended = !matches!(next, Some(Ok(_)));
        next
    }
}

impl<R: Read> std::iter::FusedIterator for PupilReader<R> {}
