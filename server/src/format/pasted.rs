//! Rows that are pasted into a form, from a spreadsheet or a CSV file.

use csv::ReaderBuilder;
use service::access_import::Table;

/// The lines of a table and their cells. Cells are parted by tabs, as spreadsheets paste them, by semicolons or by commas, by what
/// the first line has.
pub fn cells(text: &str) -> Table {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let parted_by =
        [b'\t', b';', b','].into_iter().find(|mark| first.as_bytes().contains(mark)).unwrap_or(b'\t');
    // As browsers send it, a line ends with two characters, of which the second would begin the next.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut reader = ReaderBuilder::new()
        .delimiter(parted_by)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    // Text is read, so that nothing in it is no text.
    let records = reader.records().map_while(Result::ok);
    let (mut line, mut counted) = (1, 0);
    records
        .map(|record| {
            // The record stands after the empty lines that were passed over, which are counted too.
            let from = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
            let passed = text.get(from..).unwrap_or_default();
            let from = from + passed.len() - passed.trim_start_matches('\n').len();
            line += text.get(counted..from).unwrap_or_default().matches('\n').count();
            counted = from;
            (line, record.iter().map(str::to_owned).collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_parted_as_the_first_line_parts_them() {
        for (text, expected) in [
            ("a\tb;c\nd\te", vec![vec!["a", "b;c"], vec!["d", "e"]]),
            ("\u{feff}a;b,c\r\n\"d;1\";e\r\n", vec![vec!["a", "b,c"], vec!["d;1", "e"]]),
            ("a,b", vec![vec!["a", "b"]]),
            ("", vec![]),
        ] {
            let found: Vec<Vec<String>> = cells(text).into_iter().map(|(_, cells)| cells).collect();
            assert_eq!(found, expected, "{text:?}");
        }
        for text in ["a\tb\n\n\nc\td\ne\tf", "a\tb\r\n\r\n\r\nc\td\r\ne\tf\r\n"] {
            let lines: Vec<usize> = cells(text).into_iter().map(|(line, _)| line).collect();
            assert_eq!(lines, [1, 4, 5], "{text:?}");
        }
    }
}
