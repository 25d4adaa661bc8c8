//! What of a row goes into a file, and how the file is called (`product.md` L8).
//!
//! What the file looks like inside, bytes and all, is the file format's business; this is what it says.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::{Column, ListSpec};
use crate::language::{Language, Named, named};

named! {
    /// The kinds of file that a list is exported to. The code is the end of the file's name.
    pub enum ExportFormat {
        Xlsx = "xlsx", "Excel", "Excel";
        Csv = "csv", "CSV", "CSV";
    }
}

impl ExportFormat {
    /// The media type that the file is sent as.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// What a spreadsheet takes for the beginning of a formula (`formats.md` section 8).
const BEGINS_FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text as it may stand in a file that says of no cell what it is, such as CSV: one that a spreadsheet would take for a
/// formula gets an apostrophe before it and is then shown, never computed.
pub fn neutralised(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.starts_with(BEGINS_FORMULA) { Cow::Owned(format!("'{text}")) } else { text }
}

/// The name of a file with a list's rows, such as `aktivitetsansvar-2026-11-21.xlsx`.
pub fn file_name<C: Column>(
    spec: &ListSpec<C>,
    language: Language,
    day: NaiveDate,
    format: ExportFormat,
) -> String {
    let title = spec.title.in_language(language).to_lowercase();
    let words: Vec<&str> =
        title.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!("{}-{day}.{}", words.join("-"), format.code())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::list::{CaseColumn, books::BookColumn};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_file_is_called_after_its_list_and_day() {
        let name = |language, format| file_name(&CaseColumn::spec(), language, day("2026-11-21"), format);
        assert_eq!(name(Language::Swedish, ExportFormat::Xlsx), "aktivitetsansvar-2026-11-21.xlsx");
        assert_eq!(name(Language::English, ExportFormat::Csv), "activity-responsibility-2026-11-21.csv");
        let books = file_name(&BookColumn::spec(), Language::Swedish, day("2026-01-02"), ExportFormat::Csv);
        assert_eq!(books, "lånade-böcker-2026-01-02.csv");
    }

    #[test]
    fn what_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe() {
        for formula in ["=1+1", "+46 70 174 06 05", "-1", "@SUM(A1)", "\t=1", "\r=1", "="] {
            assert_eq!(neutralised(formula.into()), format!("'{formula}"));
        }
        for plain in ["", "Dahl", "20080817-2381", "a=b", " =1", "'=1", "å", "–"] {
            assert_eq!(neutralised(plain.into()), plain);
        }
    }

    proptest! {
        #[test]
        fn no_text_begins_a_formula_once_neutralised_and_none_is_lost(text in "[=+@\t\r\\-']{0,2}.{0,20}") {
            let neutral = neutralised(Cow::Borrowed(&text)).into_owned();
            prop_assert!(!neutral.starts_with(BEGINS_FORMULA));
            let expected = if text.starts_with(BEGINS_FORMULA) { format!("'{text}") } else { text.clone() };
            prop_assert_eq!(&neutral, &expected);
            prop_assert_eq!(neutralised(Cow::Borrowed(&neutral)).into_owned(), expected);
        }

        #[test]
        fn no_file_name_leads_elsewhere(title in ".{0,40}") {
            let label = super::super::Label::proper(&title);
            let spec = ListSpec { title: label, ..BookColumn::spec() };
            let name = file_name(&spec, Language::Swedish, day("2026-11-21"), ExportFormat::Csv);
            prop_assert!(!name.contains(['/', '\\', '"', '\r', '\n', ';', '\0']), "{}", name);
            prop_assert!(name.ends_with("-2026-11-21.csv"));
        }
    }
}
