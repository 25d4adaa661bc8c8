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

/// What stands in a cell of a file. A choice stands there as its name, in the reader's language.
#[derive(Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Nothing,
    /// Text, whatever it begins with.
    Text(Cow<'a, str>),
    /// A day.
    Day(NaiveDate),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    YesNo(bool),
}

impl<'a> Cell<'a> {
    /// A text. One without characters is nothing.
    pub fn text(text: &'a str) -> Self {
        if text.is_empty() { Self::Nothing } else { Self::Text(Cow::Borrowed(text)) }
    }

    /// A text that there may not be.
    pub fn optional_text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Nothing, Self::text)
    }

    /// The name of a value of a closed set.
    pub fn named<T: Named>(value: Option<T>, language: Language) -> Self {
        value.map_or(Self::Nothing, |value| Self::text(value.name(language)))
    }

    /// The cell in words and digits; a day as `2026-11-21`.
    pub fn words(self, language: Language) -> Cow<'a, str> {
        match self {
            Self::Nothing => Cow::Borrowed(""),
            Self::Text(text) => text,
            Self::Day(day) => Cow::Owned(day.to_string()),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::YesNo(true) => Cow::Borrowed(language.pick("Ja", "Yes")),
            Self::YesNo(false) => Cow::Borrowed(language.pick("Nej", "No")),
        }
    }
}

impl From<Option<NaiveDate>> for Cell<'_> {
    fn from(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Nothing, Self::Day)
    }
}

/// A row that can be exported.
pub trait ExportRow: Send + 'static {
    /// The columns of its list.
    type Column: Column;

    /// What stands in a cell.
    fn cell(&self, column: Self::Column, language: Language) -> Cell<'_>;
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
    use crate::list::{CaseColumn, ColumnType, books::BookColumn};

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

    #[test]
    fn a_cell_is_said_in_the_readers_language() {
        let said = |cell: Cell<'_>, language| cell.words(language).into_owned();
        assert_eq!(said(Cell::YesNo(true), Language::Swedish), "Ja");
        assert_eq!(said(Cell::YesNo(false), Language::English), "No");
        assert_eq!(said(Cell::Day(day("2026-02-01")), Language::English), "2026-02-01");
        assert_eq!(said(Cell::Number(-7), Language::Swedish), "-7");
        assert_eq!(said(Cell::Nothing, Language::Swedish), "");
        let occupation = crate::occupation::OccupationAtRegistration::ALL[0];
        for language in Language::ALL {
            assert_eq!(said(Cell::named(Some(occupation), language), language), occupation.name(language));
        }
        assert!(Cell::optional_text(Some("")) == Cell::Nothing && Cell::from(None) == Cell::Nothing);
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

    #[test]
    fn every_column_of_cases_is_exported_as_what_it_holds() {
        let row = super::super::specs::cases::tests::row();
        for column in CaseColumn::ALL {
            let fits = match (row.cell(*column, Language::Swedish), column.column_type()) {
                (Cell::Text(_), kind) => matches!(kind, ColumnType::Text | ColumnType::Choice),
                (Cell::Day(_), kind) => kind == ColumnType::Date,
                (Cell::Number(_), kind) => kind == ColumnType::Number,
                (Cell::YesNo(_), kind) => kind == ColumnType::YesNo,
                (Cell::Nothing, _) => false,
            };
            assert!(fits, "{column:?}");
        }
    }
}
