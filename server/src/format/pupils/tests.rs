//! What the reader takes, what it refuses, and that what is written is read.

use std::io::{Read, repeat};

use chrono::NaiveDate;
use domain::{
    civic_number::CivicNumber,
    exchange::{RowError, pupils::PupilRow},
    language::{Language, Message},
    period::Period,
};
use proptest::{option, prelude::*};

use super::{
    PupilReader, PupilWriter,
    header::Header,
    source::{CELL_BYTES, ROW_BYTES},
};
use crate::format::refusal::{FileRefusal, Limit};

const HEADER: &str =
    "personnummer;förnamn;efternamn;enhetskod;studievägskod;årskurs;klass;startdatum;slutdatum\n";
const ROW: &str = "20080817-2381;Åsa;Öst;12345678;EE25;1;EE1A;2026-08-17;\n";

type Entry = Result<PupilRow, RowError>;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn read(file: impl Read) -> Result<Vec<Entry>, FileRefusal> {
    PupilReader::new(file, today())?.collect()
}

fn refusal(file: impl Read) -> FileRefusal {
    let refusal = read(file).unwrap_err();
    for language in Language::ALL {
        assert!(!refusal.message(language).is_empty());
    }
    refusal
}

/// The rows of a file without errors.
fn rows(file: impl Read) -> Vec<PupilRow> {
    read(file).unwrap().into_iter().collect::<Result<_, _>>().unwrap()
}

fn windows_1252(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}

/// The error code of a file's only row.
fn error_of(row: &str) -> &'static str {
    let entries = read(format!("{HEADER}{row}\n").as_bytes()).unwrap();
    assert_eq!(entries.len(), 1, "{row}");
    let error = entries.into_iter().next().unwrap().unwrap_err();
    assert!(!error.message_sv.is_empty() && error.message_sv != error.message_en);
    assert_eq!(error.row, 2);
    error.code
}

#[test]
fn a_row_is_read() {
    let expected = PupilRow {
        number: 2,
        position: HEADER.len() as u64,
        civic_number: "20080817-2381".parse().unwrap(),
        given_name: "Åsa".into(),
        surname: "Öst".into(),
        unit_code: "12345678".into(),
        study_path_code: "EE25".into(),
        grade: "1".into(),
        class: "EE1A".into(),
        period: Period::new("2026-08-17".parse().unwrap(), None),
    };
    assert_eq!(rows(format!("{HEADER}{ROW}").as_bytes()), [expected]);
}

#[test]
fn separator_line_end_encoding_and_byte_order_mark_make_no_difference() {
    let text = format!("{HEADER}{ROW}{ROW}");
    let expected = rows(text.as_bytes());
    assert_eq!(expected.len(), 2);
    let with_commas = text.replace(';', ",");
    let plain = |mut rows: Vec<PupilRow>| {
        rows.iter_mut().for_each(|row| row.position = 0);
        rows
    };
    for text in [&text, &with_commas, &text.replace('\n', "\r\n"), text.trim_end()] {
        for bytes in [text.as_bytes().to_vec(), format!("\u{feff}{text}").into_bytes(), windows_1252(text)] {
            assert_eq!(plain(rows(bytes.as_slice())), plain(expected.clone()));
        }
    }
}

#[test]
fn the_position_of_a_row_is_that_in_the_file() {
    for text in [format!("{HEADER}{ROW}{ROW}"), format!("\u{feff}{HEADER}\n{ROW}\n{ROW}")] {
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            for row in rows(text.as_bytes()) {
                assert!(text[row.position as usize..].trim_start().starts_with("20080817"), "{text:?}");
            }
        }
    }
}

#[test]
fn headings_may_stand_in_any_order_case_and_spelling_among_others() {
    let text = "Skola; SLUTDATUM ;startdatum;Klass;ARSKURS;Studievagskod;Enhetskod;\"Efternamn\";Fornamn;Personnummer\n\
        X;20270610;20260817;EE1A;1;EE25;12345678;Öst;Åsa;200808172381\n";
    let row = rows(text.as_bytes()).remove(0);
    assert_eq!((row.given_name.as_str(), row.class.as_str(), row.grade.as_str()), ("Åsa", "EE1A", "1"));
    assert_eq!(row.period, Period::new("2026-08-17".parse().unwrap(), "2027-06-10".parse().ok()));
}

#[test]
fn quoted_cells_may_hold_separators_quotation_marks_and_line_breaks() {
    let row = "20080817-2381;\"Åsa;\r\n\"\"Å\"\"\";Öst;12345678;EE25;1;EE1A;2026-08-17;2027-06-10\n";
    let read = rows(format!("{HEADER}{row}{ROW}").as_bytes());
    assert_eq!(read[0].given_name, "Åsa; \"Å\"");
    assert_eq!((read[1].number, read.len()), (3, 2));
}

#[test]
fn rows_of_empty_cells_are_passed_over() {
    let read = rows(format!("{HEADER};;;;;;;;\n\n{ROW};;;;;;;;\n").as_bytes());
    assert_eq!((read.len(), read[0].number), (1, 3));
}

#[test]
fn ten_digits_and_temporary_numbers_are_read() {
    for (text, number) in [("080817-2381", "20080817-2381"), ("20080817TF01", "20080817-TF01")] {
        let text = format!("{HEADER}{}", ROW.replace("20080817-2381", text));
        assert_eq!(rows(text.as_bytes())[0].civic_number.to_string(), number);
    }
}

#[test]
fn a_wrong_row_has_its_code_and_the_rest_goes_on() {
    for (row, code) in [
        ("20080817-2382;Å;Ö;1;EE25;1;A;2026-08-17;", "civic_number_check_digit"),
        (";Å;Ö;1;EE25;1;A;2026-08-17;", "civic_number_empty"),
        ("åäö-åäö;Å;Ö;1;EE25;1;A;2026-08-17;", "civic_number_form"),
        ("20080817-2381;Å;Ö;;EE25;1;A;2026-08-17;", "pupil_missing"),
        ("20080817-2381;Å;Ö;1; ;1;A;2026-08-17;", "pupil_missing"),
        ("20080817-2381;Å;Ö;1;EE25;1;A;;", "pupil_missing"),
        ("20080817-2381;Å;Ö;1;EE25;1;A;2026-02-30;", "pupil_date"),
        ("20080817-2381;Å;Ö;1;EE25;1;A;17/8 2026;", "pupil_date"),
        ("20080817-2381;Å;Ö;1;EE25;1;A;0000-01-01;", "pupil_date"),
        ("20080817-2381;Å;Ö;1;EE25;1;A;1899-12-31;", "pupil_date"),
        ("20080817-2381;Å;Ö;1;EE25;1;A;2026-08-17;22000101", "pupil_date"),
        ("20080817-2381;Å;Ö;1;EE25;1;A;2026-08-17;snart", "pupil_date"),
        ("20080817-2381;Å;Ö;1;EE25;1;A;2026-08-17;2026-08-16", "pupil_end_before_start"),
        ("20080817-2381;Å;Ö;1;EE25;1;A;2026-08-17", "pupil_cells"),
        ("20080817-2381;Å;Ö;1;EE25;1;A;2026-08-17;;", "pupil_cells"),
    ] {
        assert_eq!(error_of(row), code, "{row}");
    }
    let entries = read(format!("{HEADER}{ROW}fel\n{ROW}").as_bytes()).unwrap();
    assert_eq!(entries.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    let error = entries[1].as_ref().unwrap_err();
    assert_eq!((error.row, error.position), (3, (HEADER.len() + ROW.len()) as u64));
}

#[test]
fn a_row_outside_the_encoding_of_the_rows_before_is_an_error() {
    let mut bytes = format!("{HEADER}{ROW}").into_bytes();
    bytes.extend(windows_1252(ROW));
    let entries = read(bytes.as_slice()).unwrap();
    assert_eq!(entries[1].as_ref().unwrap_err().code, "pupil_encoding");
}

#[test]
fn what_is_no_pupil_file_is_refused_with_its_reason() {
    for (bytes, code) in [
        (&b""[..], "file_empty"),
        (b"\n\n", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b"PK\x03\x04xl/workbook.xml", "file_archive"),
        (b"\xd0\xcf\x11\xe0old workbook", "file_archive"),
        (b"\xff\xfep\0e\0", "file_encoding"),
        (b"namn;klass\n1;2\n", "file_columns"),
        (b"<?xml version='1.0'?><Navetavisering/>", "file_columns"),
        (HEADER.as_bytes(), "file_no_rows"),
        (HEADER.trim_end().as_bytes(), "file_no_rows"),
    ] {
        assert_eq!(refusal(bytes).code(), code, "{}", String::from_utf8_lossy(bytes));
    }
    let repeated = format!("klass;{HEADER}");
    assert_eq!(refusal(repeated.as_bytes()), FileRefusal::RepeatedColumn("klass"));
}

#[test]
fn a_wrong_header_is_told_what_is_missing_and_how_it_should_be() {
    let header = HEADER.replace("slutdatum", "slut").replace("studievägskod;", "");
    let refusal = refusal(format!("{header}{ROW}").as_bytes());
    let expected = Header::expected();
    assert_eq!(format!("{expected}\n"), HEADER);
    assert_eq!(refusal, FileRefusal::Columns { missing: vec!["studievägskod", "slutdatum"], expected });
    assert!(refusal.message(Language::Swedish).contains("studievägskod, slutdatum"));
}

#[test]
fn an_unclosed_quotation_is_refused_before_pupils_vanish() {
    for broken in [
        ROW.replace("Åsa", "\"Åsa"),
        ROW.replace("EE1A", "\"EE1A"),
        ROW.replace("2026-08-17;", "2026-08-17;\""),
    ] {
        let text = format!("{HEADER}{ROW}{broken}{ROW}{ROW}");
        assert_eq!(refusal(text.as_bytes()), FileRefusal::Quotation { row: 3 }, "{broken}");
    }
}

#[test]
fn limits_are_named_and_end_the_reading() {
    let limit = |file: &mut dyn Read| match refusal(file) {
        FileRefusal::Limit { limit, .. } => limit,
        other => panic!("{other}"),
    };
    let long = format!("{HEADER}{}", ROW.replace("EE1A", &"A".repeat(CELL_BYTES + 1)));
    assert_eq!(limit(&mut long.as_bytes()), Limit::Text(CELL_BYTES));
    for byte in *b"x\";" {
        let beginning = format!("{HEADER}{ROW}\"");
        let mut endless = beginning.as_bytes().chain(repeat(byte).take(100 << 20));
        assert_eq!(limit(&mut endless), Limit::RecordSize(ROW_BYTES));
    }
    assert_eq!(limit(&mut repeat(b'x').take(100 << 20)), Limit::RecordSize(ROW_BYTES));
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec("[A-Za-zÅÄÖåäöŁž;,\"'=-]{1,8}", 0..3).prop_map(|words| words.join(" "))
}

prop_compose! {
    fn row()(
        number in prop::sample::select(vec!["20080817-2381", "20080817-2399", "20080817-TF01"]),
        (given_name, surname, grade, class) in (text(), text(), text(), text()),
        (unit_code, study_path_code) in ("[0-9]{8}", "[A-Z]{2,6}"),
        (start, length) in (0_u64..4000, option::of(0_u64..1000)),
    ) -> PupilRow {
        let start = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(start);
        PupilRow {
            number: 0,
            position: 0,
            civic_number: CivicNumber::try_from(number).unwrap(),
            given_name,
            surname,
            unit_code,
            study_path_code,
            grade,
            class,
            period: Period::new(start, length.map(|days| start + chrono::Days::new(days))),
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(written in prop::collection::vec(row(), 1..6)) {
        let mut writer = PupilWriter::new(Vec::new()).unwrap();
        for row in &written {
            writer.write(row).unwrap();
        }
        let mut read = rows(writer.finish().unwrap().as_slice());
        for (index, row) in read.iter_mut().enumerate() {
            prop_assert_eq!(row.number, index as u64 + 2);
            (row.number, row.position) = (0, 0);
        }
        prop_assert_eq!(read, written);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        _ = read(bytes.as_slice());
        _ = read([HEADER.as_bytes(), &bytes].concat().as_slice());
    }

    #[test]
    fn arbitrary_cells_never_panic(cells in prop::collection::vec("[0-9åa\";\n -]{0,14}", 0..30)) {
        _ = read(format!("{HEADER}{}", cells.join(";")).as_bytes());
    }
}
