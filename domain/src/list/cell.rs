//! What stands in a cell of a list, on a page and in a file.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};

use crate::language::{Language, Named};

/// What stands in a cell, on a page and in a file. A choice stands there as its name, in the reader's language.
#[derive(Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Nothing,
    /// Text, whatever it begins with.
    Text(Cow<'a, str>),
    /// A day.
    Day(NaiveDate),
    /// A minute of a day, by the clocks of Stockholm.
    Moment(NaiveDateTime),
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

    /// The cell in words and digits; a day as `2026-11-21`, a moment as `2026-11-21 02:14`.
    pub fn words(self, language: Language) -> Cow<'a, str> {
        match self {
            Self::Nothing => Cow::Borrowed(""),
            Self::Text(text) => text,
            Self::Day(day) => Cow::Owned(day.to_string()),
            Self::Moment(moment) => Cow::Owned(moment.format("%Y-%m-%d %H:%M").to_string()),
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

impl From<Option<NaiveDateTime>> for Cell<'_> {
    fn from(moment: Option<NaiveDateTime>) -> Self {
        moment.map_or(Self::Nothing, Self::Moment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
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
        let moment = day("2026-02-01").and_hms_opt(7, 5, 59).unwrap();
        assert_eq!(said(Cell::from(Some(moment)), Language::Swedish), "2026-02-01 07:05");
        assert!(
            Cell::optional_text(Some("")) == Cell::Nothing && Cell::from(None::<NaiveDate>) == Cell::Nothing
        );
    }
}
