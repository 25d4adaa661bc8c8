//! Reading what stands in a form: each field becomes a value or is told to be wrong, all of them at once.
//!
//! What a form holds is text. It is read once, here and in the forms of the modules, into types that hold no nonsense;
//! the rules then judge those. What cannot be read stays as it was typed, so that it can be mended.

use std::fmt;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    language::{Language, Message, Named},
    text::{clean_line, clean_lines},
};

/// The longest heading, reason or other text of one line, in characters.
pub const LONGEST_LINE: usize = 200;
/// The longest notes, in characters. The register may hold only little of people (ordinance 2006:39).
pub const LONGEST_NOTES: usize = 10_000;
/// How many years before and after today a date may lie. The responsibility begins and ends within ten years of a life, so
/// that what lies farther off is a slip of the hand.
const YEARS_OFF: u32 = 10;

/// What is wrong with what stands in a field, whatever the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Mistake {
    /// It must not be empty.
    #[error("missing")]
    Missing,
    /// It is no date.
    #[error("no date")]
    NotADate,
    /// The date lies too far off to be meant.
    #[error("date far off")]
    FarOff {
        /// The earliest date that is taken.
        earliest: NaiveDate,
        /// The latest date that is taken.
        latest: NaiveDate,
    },
    /// The date lies further ahead than anybody plans.
    #[error("date too far ahead")]
    TooFarAhead {
        /// The latest date that is taken.
        latest: NaiveDate,
    },
    /// It is none of the choices.
    #[error("no such choice")]
    NotAChoice,
    /// The text is too long.
    #[error("too long")]
    TooLong {
        /// The most characters.
        limit: usize,
    },
    /// It is filled in, but there is no follow-up that it could end.
    #[error("box not ticked")]
    BoxNotTicked,
}

impl Mistake {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotADate => "not_a_date",
            Self::FarOff { .. } => "date_far_off",
            Self::TooFarAhead { .. } => "date_too_far_ahead",
            Self::NotAChoice => "not_a_choice",
            Self::TooLong { .. } => "too_long",
            Self::BoxNotTicked => "box_not_ticked",
        }
    }
}

/// A field of a form and what is wrong with it.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError<F> {
    /// Which field.
    pub field: F,
    /// What is wrong.
    pub mistake: Mistake,
}

impl<F: Named> fmt::Debug for FieldError<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.field.code(), self.mistake)
    }
}

impl<F: Named> Message for FieldError<F> {
    fn message(&self, language: Language) -> String {
        let field = self.field.name(language);
        match (self.mistake, language) {
            (Mistake::Missing, Language::Swedish) => format!("{field} saknas. Fyll i fältet."),
            (Mistake::Missing, Language::English) => format!("{field} is missing. Fill in the field."),
            (Mistake::NotADate, Language::Swedish) => {
                format!("{field} är inget datum. Skriv det som ÅÅÅÅ-MM-DD, till exempel 2026-11-21.")
            }
            (Mistake::NotADate, Language::English) => {
                format!("{field} is no date. Write it as YYYY-MM-DD, such as 2026-11-21.")
            }
            (Mistake::FarOff { earliest, latest }, Language::Swedish) => {
                format!("{field} ligger för långt bort. Välj ett datum mellan {earliest} och {latest}.")
            }
            (Mistake::FarOff { earliest, latest }, Language::English) => {
                format!("{field} is too far off. Choose a date between {earliest} and {latest}.")
            }
            (Mistake::TooFarAhead { latest }, Language::Swedish) => {
                format!("{field} ligger för långt fram. Välj ett datum senast {latest}.")
            }
            (Mistake::TooFarAhead { latest }, Language::English) => {
                format!("{field} is too far ahead. Choose a date no later than {latest}.")
            }
            (Mistake::NotAChoice, Language::Swedish) => {
                format!("{field} har ett värde som inte går att välja. Välj ett i listan.")
            }
            (Mistake::NotAChoice, Language::English) => {
                format!("{field} has a value that cannot be chosen. Choose one of the list.")
            }
            (Mistake::TooLong { limit }, Language::Swedish) => {
                format!("I {field} får högst {} tecken plats. Korta texten.", thousands(limit, "\u{a0}"))
            }
            (Mistake::TooLong { limit }, Language::English) => {
                format!(
                    "There is room for {} characters in {field}. Shorten the text.",
                    thousands(limit, ",")
                )
            }
            (Mistake::BoxNotTicked, Language::Swedish) => {
                format!(
                    "{field} är ifyllt, men ingen uppföljning finns att avsluta. Fyll i uppföljningsdatum eller töm fältet."
                )
            }
            (Mistake::BoxNotTicked, Language::English) => {
                format!(
                    "{field} is filled in, but there is no follow-up to close. Fill in the follow-up date or empty the field."
                )
            }
        }
    }
}

/// A limit as it is read: *10 000*.
fn thousands(number: usize, separator: &str) -> String {
    match (number / 1000, number % 1000) {
        (0, number) => number.to_string(),
        (thousands, rest) => format!("{thousands}{separator}{rest:03}"),
    }
}

/// A form while it is read.
pub(crate) struct Reading<F> {
    today: NaiveDate,
    errors: Vec<FieldError<F>>,
}

impl<F: Named> Reading<F> {
    /// A form of which nothing has been read.
    pub const fn new(today: NaiveDate) -> Self {
        Self { today, errors: Vec::new() }
    }

    /// Notes what is wrong with a field.
    pub fn mistake(&mut self, field: F, mistake: Mistake) {
        self.errors.push(FieldError { field, mistake });
    }

    /// Whether something is wrong with a field.
    pub fn is_wrong(&self, field: F) -> bool
    where
        F: PartialEq,
    {
        self.errors.iter().any(|error| error.field == field)
    }

    /// A text of one line, which may be empty.
    pub fn line(&mut self, field: F, text: &str) -> String {
        self.limited(field, clean_line(text), LONGEST_LINE)
    }

    /// A text of one line, which must not be empty.
    pub fn required_line(&mut self, field: F, text: &str) -> Option<String> {
        let line = self.line(field, text);
        self.required(field, (!line.is_empty()).then_some(line))
    }

    /// A text of several lines, which may be empty.
    pub fn notes(&mut self, field: F, text: &str) -> String {
        self.limited(field, clean_lines(text), LONGEST_NOTES)
    }

    /// A text of several lines, which must not be empty.
    pub fn required_notes(&mut self, field: F, text: &str) -> Option<String> {
        let notes = self.notes(field, text);
        self.required(field, (!notes.is_empty()).then_some(notes))
    }

    /// A date, if there is one.
    pub fn date(&mut self, field: F, text: &str) -> Option<NaiveDate> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let Some(date) = read_date(text) else {
            self.mistake(field, Mistake::NotADate);
            return None;
        };
        let span = Months::new(12 * YEARS_OFF);
        let earliest = self.today.checked_sub_months(span).unwrap_or(NaiveDate::MIN);
        let latest = self.today.checked_add_months(span).unwrap_or(NaiveDate::MAX);
        if !(earliest..=latest).contains(&date) {
            self.mistake(field, Mistake::FarOff { earliest, latest });
            return None;
        }
        Some(date)
    }

    /// A date, which must be there.
    pub fn required_date(&mut self, field: F, text: &str) -> Option<NaiveDate> {
        let date = self.date(field, text);
        if text.trim().is_empty() { self.required(field, date) } else { date }
    }

    /// One of the values of a set, by its code, if there is one.
    pub fn choice<N: Named>(&mut self, field: F, code: &str) -> Option<N> {
        self.chosen(field, code, N::from_code)
    }

    /// One of the values of a set, which must be there.
    pub fn required_choice<N: Named>(&mut self, field: F, code: &str) -> Option<N> {
        let chosen = self.choice(field, code);
        if code.trim().is_empty() { self.required(field, chosen) } else { chosen }
    }

    /// Something that is chosen by a text, if there is one.
    pub fn chosen<T>(&mut self, field: F, text: &str, value: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let value = value(text);
        if value.is_none() {
            self.mistake(field, Mistake::NotAChoice);
        }
        value
    }

    /// What was read.
    ///
    /// # Errors
    /// Everything that is wrong. `make` may answer `None` only where something that is required has been read and told to
    /// be missing or wrong.
    pub fn done<T>(self, make: impl FnOnce() -> Option<T>) -> Result<T, Vec<FieldError<F>>> {
        match make() {
            Some(value) if self.errors.is_empty() => Ok(value),
            _ => Err(self.errors),
        }
    }

    /// What must be there.
    pub fn required<T>(&mut self, field: F, value: Option<T>) -> Option<T> {
        // What was too long is there.
        if value.is_none() && !self.errors.iter().any(|error| error.field.code() == field.code()) {
            self.mistake(field, Mistake::Missing);
        }
        value
    }

    fn limited(&mut self, field: F, text: String, limit: usize) -> String {
        if text.chars().count() > limit {
            self.mistake(field, Mistake::TooLong { limit });
            return String::new();
        }
        text
    }
}

/// A date as `2026-11-21` or `20261121`.
fn read_date(text: &str) -> Option<NaiveDate> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        10 => text.parse().ok(),
        8 if digits(text) => NaiveDate::parse_from_str(text, "%Y%m%d").ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{contact::ContactWay, language::named};

    named! {
        /// The fields of a form.
        enum Field {
            Name = "name", "Namn", "Name";
            Day = "day", "Dag", "Day";
            Way = "way", "Sätt", "Way";
        }
    }

    fn reading() -> Reading<Field> {
        Reading::new("2026-11-21".parse().unwrap())
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let mut reading = reading();
        let name = reading.required_line(Field::Name, " \u{0} \r\n ");
        let day = reading.required_date(Field::Day, "2026-11-31");
        let way = reading.required_choice::<ContactWay>(Field::Way, "pigeon");
        let errors = reading.done(|| Some((name?, day?, way?))).unwrap_err();
        let codes: Vec<_> = errors.iter().map(|error| (error.field.code(), error.mistake.code())).collect();
        assert_eq!(codes, [("name", "missing"), ("day", "not_a_date"), ("way", "not_a_choice")]);
        assert_eq!(errors[0].message(Language::Swedish), "Namn saknas. Fyll i fältet.");
        for error in errors {
            assert!(error.message(Language::English).contains(error.field.name(Language::English)));
        }
    }

    #[test]
    fn a_date_far_off_is_a_slip_of_the_hand() {
        for (text, is_read) in [
            ("2026-11-21", true),
            ("20261121", true),
            (" 2036-11-21 ", true),
            ("2036-11-22", false),
            ("2016-11-21", true),
            ("2016-11-20", false),
            ("0206-11-21", false),
            ("+262142-1-1", false),
            ("21/11-2026", false),
            ("2026-2-30x", false),
        ] {
            let mut reading = reading();
            assert_eq!(reading.date(Field::Day, text).is_some(), is_read, "{text}");
            assert_eq!(reading.errors.is_empty(), is_read, "{text}");
        }
    }

    #[test]
    fn a_text_that_is_too_long_is_not_cut() {
        let mut reading = reading();
        let long = "å".repeat(LONGEST_NOTES);
        assert_eq!(reading.notes(Field::Name, &long), long);
        assert!(reading.errors.is_empty());
        reading.notes(Field::Name, &"x".repeat(100 * 1024));
        assert_eq!(reading.errors[0].mistake, Mistake::TooLong { limit: LONGEST_NOTES });
        // It is there, so that it is not said to be missing as well.
        assert_eq!(reading.required_line(Field::Name, &"x".repeat(LONGEST_LINE + 1)), None);
        assert_eq!(reading.errors.len(), 2);
    }
}
