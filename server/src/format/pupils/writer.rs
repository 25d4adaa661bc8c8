//! A pupil file written: UTF-8 with semicolons, for the demo.

use std::io::{self, Write};

use csv::{Writer, WriterBuilder};
use domain::exchange::pupils::PupilRow;

use super::header::Column;

/// Writes rows one after the other. The file is whole only after [`PupilWriter::finish`].
#[derive(Debug)]
pub struct PupilWriter<W: Write> {
    csv: Writer<W>,
}

impl<W: Write> PupilWriter<W> {
    /// Begins a file with its header.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn new(out: W) -> io::Result<Self> {
        let mut csv = WriterBuilder::new().delimiter(b';').from_writer(out);
        csv.write_record(Column::ALL.map(Column::heading))?;
        Ok(Self { csv })
    }

    /// Writes one row; its number and position are the reader's to give.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn write(&mut self, row: &PupilRow) -> io::Result<()> {
        let end = row.period.end.map(|end| end.to_string()).unwrap_or_default();
        let cells = Column::ALL.map(|column| match column {
            Column::CivicNumber => row.civic_number.to_string(),
            Column::GivenName => row.given_name.clone(),
            Column::Surname => row.surname.clone(),
            Column::Unit => row.unit_code.clone(),
            Column::StudyPath => row.study_path_code.clone(),
            Column::Grade => row.grade.clone(),
            Column::Class => row.class.clone(),
            Column::Start => row.period.start.to_string(),
            Column::End => end.clone(),
        });
        Ok(self.csv.write_record(cells)?)
    }

    /// Ends the file and hands back the output, flushed.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.csv.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}
