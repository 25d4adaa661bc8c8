//! Rows as a workbook. Memory does not grow with the rows: they lie in a temporary file without a name, which is gone with
//! the workbook, however that ends.

use std::io::Write;

use chrono::{Datelike, NaiveDateTime, Timelike};
use domain::{
    language::Named,
    list::{Cell, Column, ColumnType, ListRow},
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Batches, Table, TableError};

/// How many rows a sheet holds, its headings among them.
pub const ROWS_OF_A_SHEET: u32 = 1_048_576;
/// How many characters a cell holds.
const LONGEST_TEXT: usize = 32_767;
/// The least and the greatest width of a column, in characters.
const WIDTHS: (usize, usize) = (8, 40);
/// How a day is shown.
const DAY: &str = "yyyy-mm-dd";
/// How a moment is shown.
const MOMENT: &str = "yyyy-mm-dd hh:mm";

/// Writes the headings and the rows. What does not fit on a sheet of `rows_of_a_sheet` goes on with the next.
///
/// # Errors
/// When the rows do not come to their end or the file cannot be written on.
pub fn write<R: ListRow>(
    table: &Table<R>,
    rows: impl Batches<R>,
    file: impl Write + Send,
    rows_of_a_sheet: u32,
) -> Result<(), TableError> {
    let (columns, language) = (table.columns.as_slice(), table.language);
    let day_format = Format::new().set_num_format(DAY);
    let moment_format = Format::new().set_num_format(MOMENT);
    let mut workbook = Workbook::new();
    let mut line = 1;
    begin_sheet(table, &mut workbook)?;
    for batch in rows {
        for row in batch? {
            if line == rows_of_a_sheet {
                end_sheet(table, last_sheet(&mut workbook)?, line)?;
                begin_sheet(table, &mut workbook)?;
                line = 1;
            }
            let sheet = last_sheet(&mut workbook)?;
            for (place, column) in (0..).zip(columns) {
                match row.cell(*column, language) {
                    Cell::Nothing => {}
                    Cell::Day(day) => match excel_day(day) {
                        Some(excel) => {
                            sheet.write_datetime_with_format(line, place, &excel, &day_format)?;
                        }
                        None => {
                            sheet.write_string(line, place, day.to_string())?;
                        }
                    },
                    Cell::Moment(moment) => match excel_moment(moment) {
                        Some(excel) => {
                            sheet.write_datetime_with_format(line, place, &excel, &moment_format)?;
                        }
                        None => {
                            sheet.write_string(line, place, Cell::Moment(moment).words(language))?;
                        }
                    },
                    // Ages and counts are far below 2⁵³, up to which a number of a workbook is exact.
                    Cell::Number(number) => {
                        sheet.write_number(line, place, number as f64)?;
                    }
                    cell => {
                        sheet.write_string(line, place, shortened(&cell.words(language)))?;
                    }
                }
            }
            line += 1;
        }
    }
    end_sheet(table, last_sheet(&mut workbook)?, line)?;
    Ok(workbook.save_to_writer(file)?)
}

fn last_sheet(workbook: &mut Workbook) -> Result<&mut Worksheet, XlsxError> {
    let last = workbook.worksheets().len().saturating_sub(1);
    workbook.worksheet_from_index(last)
}

/// A sheet with its headings, which stay in sight.
fn begin_sheet<R: ListRow>(table: &Table<R>, workbook: &mut Workbook) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let number = workbook.worksheets().len() + 1;
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(format!("{} {number}", table.language.pick("Blad", "Sheet")))?;
    sheet.set_freeze_panes(1, 0)?;
    for (place, column) in (0..).zip(table.columns.as_slice()) {
        let heading = column.name(table.language);
        sheet.set_column_width(place, width(*column, heading))?;
        sheet.write_string_with_format(0, place, heading, &bold)?;
    }
    Ok(())
}

/// Filters over all that the sheet turned out to hold.
fn end_sheet<R: ListRow>(table: &Table<R>, sheet: &mut Worksheet, lines: u32) -> Result<(), XlsxError> {
    let columns = u16::try_from(table.columns.as_slice().len()).unwrap_or(u16::MAX);
    match columns.checked_sub(1) {
        Some(last) => sheet.autofilter(0, 0, lines - 1, last).map(drop),
        None => Ok(()),
    }
}

/// Room for the heading with the button of its filter, and for what the column usually holds: the rows are not known yet.
fn width<C: Column>(column: C, heading: &str) -> f64 {
    let held = match column.column_type() {
        ColumnType::Date => 16,
        ColumnType::Number | ColumnType::YesNo => 0,
        ColumnType::Text | ColumnType::Choice => 20,
    };
    let characters = held.max(heading.chars().count() + 4).clamp(WIDTHS.0, WIDTHS.1);
    f64::from(u32::try_from(characters).unwrap_or(u32::MAX))
}

/// A day, unless it lies before the first that a workbook knows.
fn excel_day(day: chrono::NaiveDate) -> Option<ExcelDateTime> {
    let (year, month, day) = (u16::try_from(day.year()).ok()?, day.month(), day.day());
    ExcelDateTime::from_ymd(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

/// A minute of a day, unless the day is no workbook's.
fn excel_moment(moment: NaiveDateTime) -> Option<ExcelDateTime> {
    let (hour, minute) = (u16::try_from(moment.hour()).ok()?, u8::try_from(moment.minute()).ok()?);
    excel_day(moment.date())?.and_hms(hour, minute, 0).ok()
}

/// As much of a text as a cell holds.
fn shortened(text: &str) -> &str {
    text.char_indices().nth(LONGEST_TEXT).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};
    use domain::language::Language;

    use super::{
        super::fixture::{Note, endless, note, notes, table},
        *,
    };

    /// The sheets of a workbook, by name.
    type Sheets = Vec<(String, Vec<Vec<Data>>)>;

    fn written(rows: Vec<Note>, rows_of_a_sheet: u32) -> Vec<u8> {
        let mut file = Vec::new();
        write(&table(Language::Swedish), notes(rows), &mut file, rows_of_a_sheet).unwrap();
        file
    }

    fn numbered(count: i64) -> Vec<Note> {
        (0..count).map(|number| note("a", None, number)).collect()
    }

    fn read(file: &[u8]) -> Sheets {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(file)).unwrap();
        let sheets = workbook.worksheets().into_iter();
        sheets.map(|(name, cells)| (name, cells.rows().map(<[Data]>::to_vec).collect())).collect()
    }

    fn text(text: &str) -> Data {
        Data::String(text.to_owned())
    }

    #[test]
    fn days_are_days_numbers_are_numbers_and_formulas_are_texts() {
        let rows = vec![note("=1+1", Some("2026-11-21"), 7), note("Åsa 🙂 <&>", None, -3)];
        let sheets = read(&written(rows, ROWS_OF_A_SHEET));
        let [(name, lines)] = sheets.as_slice() else { panic!("one sheet") };
        assert_eq!(name, "Blad 1");
        assert_eq!(lines[0], ["Text", "Dag", "Antal", "Klar", "Tid"].map(text));
        assert_eq!(lines[1][0], text("=1+1"));
        let Data::DateTime(day) = &lines[1][1] else { panic!("{:?} is no day", lines[1][1]) };
        assert!(day.is_datetime());
        assert_eq!(day.to_ymd_hms_milli(), (2026, 11, 21, 0, 0, 0, 0));
        let Data::DateTime(moment) = &lines[1][4] else { panic!("{:?} is no moment", lines[1][4]) };
        assert_eq!(moment.to_ymd_hms_milli(), (2026, 11, 21, 7, 5, 0, 0));
        assert_eq!((&lines[1][2], &lines[1][3]), (&Data::Float(7.0), &text("Nej")));
        assert_eq!(lines[2], [text("Åsa 🙂 <&>"), Data::Empty, Data::Float(-3.0), text("Ja"), Data::Empty]);
    }

    #[test]
    fn what_does_not_fit_goes_on_with_the_next_sheet_under_the_same_headings() {
        let sheets = read(&written(numbered(7), 4));
        let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Blad 1", "Blad 2", "Blad 3"]);
        let numbers = sheets.iter().map(|(_, lines)| {
            assert_eq!(lines[0][2], text("Antal"));
            lines[1..].iter().map(|line| line[2].clone()).collect::<Vec<_>>()
        });
        let expected = [vec![0.0, 1.0, 2.0], vec![3.0, 4.0, 5.0], vec![6.0]];
        let expected = expected.map(|sheet| sheet.into_iter().map(Data::Float).collect::<Vec<_>>());
        assert_eq!(numbers.collect::<Vec<_>>(), expected);
        // A full sheet is not followed by an empty one, and without rows there are the headings.
        assert_eq!(read(&written(numbered(3), 4)).len(), 1);
        assert_eq!(read(&written(Vec::new(), 4))[0].1.len(), 1);
    }

    #[test]
    fn headings_stay_in_sight_and_every_column_can_be_filtered() {
        let file = written(numbered(2), ROWS_OF_A_SHEET);
        let part = |name: &str| {
            let mut archive = zip::ZipArchive::new(Cursor::new(&file)).unwrap();
            let part = archive.by_name(name).unwrap();
            std::io::read_to_string(part).unwrap()
        };
        let sheet = part("xl/worksheets/sheet1.xml");
        assert!(sheet.contains(r#"ySplit="1""#) && sheet.contains(r#"state="frozen""#), "{sheet}");
        assert!(sheet.contains(r#"<autoFilter ref="A1:E3"/>"#), "{sheet}");
        assert!(sheet.contains("customWidth") && !sheet.contains("<f>"), "{sheet}");
        assert!(part("xl/styles.xml").contains("<b/>"));
        let with_days = written(vec![note("a", Some("2026-11-21"), 1)], ROWS_OF_A_SHEET);
        let mut archive = zip::ZipArchive::new(Cursor::new(&with_days)).unwrap();
        let styles = std::io::read_to_string(archive.by_name("xl/styles.xml").unwrap()).unwrap();
        assert!(styles.contains(r#"formatCode="yyyy\-mm\-dd""#) || styles.contains(DAY), "{styles}");
    }

    #[test]
    fn what_no_cell_holds_is_cut_or_written_as_text() {
        let long = "å".repeat(LONGEST_TEXT + 5);
        let sheets = read(&written(vec![note(&long, Some("1850-01-01"), 1)], ROWS_OF_A_SHEET));
        assert_eq!(sheets[0].1[1][0], text(&long[..2 * LONGEST_TEXT]));
        assert_eq!(sheets[0].1[1][1], text("1850-01-01"));
    }

    #[test]
    fn writing_ends_with_the_rows() {
        let broken = endless().take(3).chain([Err(TableError::Rows)]);
        let refused = write(&table(Language::Swedish), broken, Vec::new(), ROWS_OF_A_SHEET);
        assert!(matches!(refused, Err(TableError::Rows)));
    }
}
