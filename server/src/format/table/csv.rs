//! Rows as CSV that spreadsheets in Swedish open as it is: UTF-8 with a byte order mark, semicolons, a line break of two
//! characters.

use std::io::Write;

use csv::{Terminator, WriterBuilder};
use domain::{
    language::Named,
    list::{Cell, ListRow, export::neutralised},
};

use super::{Batches, Table, TableError};

/// Tells spreadsheets that the text is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes the headings and the rows.
///
/// # Errors
/// When the rows do not come to their end or the file cannot be written on.
pub fn write<R: ListRow>(
    table: &Table<R>,
    rows: impl Batches<R>,
    mut file: impl Write,
) -> Result<(), TableError> {
    file.write_all(BYTE_ORDER_MARK)?;
    let mut writer = WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).from_writer(file);
    let (columns, language) = (table.columns.as_slice(), table.language);
    writer.write_record(columns.iter().map(|column| column.name(language))).map_err(unwritten)?;
    for batch in rows {
        for row in batch? {
            for column in columns {
                // A number below zero begins like a formula, and is none.
                let text = match row.cell(*column, language) {
                    Cell::Text(text) => neutralised(text),
                    cell => cell.words(language),
                };
                writer.write_field(text.as_bytes()).map_err(unwritten)?;
            }
            writer.write_record(None::<&[u8]>).map_err(unwritten)?;
        }
    }
    Ok(writer.flush()?)
}

/// Rows of plain texts in the same form, which are no list's.
///
/// # Errors
/// When they cannot be written.
pub fn write_rows<const N: usize>(rows: &[[String; N]]) -> Result<Vec<u8>, TableError> {
    let mut file = BYTE_ORDER_MARK.to_vec();
    let mut writer = WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).from_writer(&mut file);
    for row in rows {
        writer
            .write_record(row.iter().map(|text| neutralised(text.as_str().into()).into_owned()))
            .map_err(unwritten)?;
    }
    writer.flush()?;
    drop(writer);
    Ok(file)
}

/// Writing fails only as the file does; the fields of a record are always as many as the headings.
fn unwritten(error: csv::Error) -> TableError {
    TableError::Write(error.into())
}

#[cfg(test)]
mod tests {
    use domain::language::Language;
    use proptest::prelude::*;

    use super::{
        super::fixture::{Note, endless, note, notes, table},
        *,
    };

    fn written(rows: Vec<Note>, language: Language) -> String {
        let mut file = Vec::new();
        write(&table(language), notes(rows), &mut file).unwrap();
        String::from_utf8(file).unwrap()
    }

    #[test]
    fn a_file_has_a_mark_headings_and_rows() {
        let rows = vec![
            note("Åsa; \"Åberg\"", Some("2026-11-21"), 7),
            note("=1+1", None, -3),
            note("a\nb", None, 0),
        ];
        assert_eq!(
            written(rows, Language::Swedish),
            "\u{feff}Text;Dag;Antal;Klar;Tid\r\n\"Åsa; \"\"Åberg\"\"\";2026-11-21;7;Nej;2026-11-21 07:05\r\n'=1+1;;-3;Ja;\r\n\"a\nb\";;0;Ja;\r\n"
        );
        assert_eq!(written(Vec::new(), Language::English), "\u{feff}Text;Day;Count;Done;Time\r\n");
    }

    #[test]
    fn writing_ends_with_the_reader_or_the_rows() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let refused = write(&table(Language::Swedish), endless(), Full);
        assert!(matches!(refused, Err(TableError::Write(_))));
        let broken = [Ok(vec![note("a", None, 1)]), Err(TableError::Rows)].into_iter();
        assert!(matches!(write(&table(Language::Swedish), broken, Vec::new()), Err(TableError::Rows)));
    }

    proptest! {
        #[test]
        fn what_is_read_again_is_what_was_written_with_no_formula(
            texts in prop::collection::vec("[=+@;\"\t\r\n\\-]{0,3}.{0,12}", 1..6)
        ) {
            let rows = texts.iter().map(|text| note(text, None, 1)).collect();
            let file = written(rows, Language::Swedish);
            let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(file.as_bytes());
            let read: Vec<String> = reader.records().map(|record| record.unwrap()[0].to_owned()).collect();
            prop_assert_eq!(read.len(), texts.len());
            for (read, text) in read.iter().zip(&texts) {
                prop_assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r']));
                let neutral = format!("'{text}");
                prop_assert!(read == text || *read == neutral);
            }
        }
    }
}
