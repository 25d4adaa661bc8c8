//! What is looked for, read from what was typed.

use chrono::NaiveDate;

use crate::{
    civic_number::CivicNumber,
    language::{Language, Message},
    text::search_key,
};

/// The longest text that is looked for, in characters.
pub const LONGEST: usize = 100;
/// How many words at most.
pub const MOST_WORDS: usize = 8;
/// A word of so many characters there must be: what holds one letter is nearly everything.
const SHORTEST: usize = 2;
/// From so many digits on they are taken for the beginning of a personal number. Fewer may be a part of one.
const DIGITS_OF_A_NUMBER: usize = 6;

/// What is looked for.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    words: Vec<String>,
    numbers: Vec<String>,
}

crate::private_debug!(Asked);

/// Why nothing is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskedError {
    /// Nothing, or single letters.
    #[error("too short")]
    TooShort,
    /// More than anybody is called.
    #[error("too long")]
    TooLong,
}

impl AskedError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort => "search_too_short",
            Self::TooLong => "search_too_long",
        }
    }
}

impl Message for AskedError {
    fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::TooShort, Language::Swedish) => {
                "Skriv minst två tecken av ett namn, ett personnummer, en enhet eller en sida.".to_owned()
            }
            (Self::TooShort, Language::English) => {
                "Write at least two characters of a name, a personal number, a unit or a page.".to_owned()
            }
            (Self::TooLong, Language::Swedish) => {
                format!("Texten är för lång. Skriv högst {LONGEST} tecken och {MOST_WORDS} ord.")
            }
            (Self::TooLong, Language::English) => {
                format!("The text is too long. Write at most {LONGEST} characters and {MOST_WORDS} words.")
            }
        }
    }
}

impl Asked {
    /// Reads what was typed: a personal number in any form it is written in, whole or its beginning, or else words.
    ///
    /// # Errors
    /// When it is too short or too long to be looked for.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, AskedError> {
        if text.chars().count() > LONGEST {
            return Err(AskedError::TooLong);
        }
        // No name holds them, and PostgreSQL takes no text with some of them.
        let plain: String = text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
        let words: Vec<String> = search_key(&plain).split(' ').map(str::to_owned).collect();
        if words.len() > MOST_WORDS {
            return Err(AskedError::TooLong);
        }
        if words.iter().all(|word| word.chars().count() < SHORTEST) {
            return Err(AskedError::TooShort);
        }
        Ok(Self { numbers: numbers(&words.concat(), today), words })
    }

    /// The words, folded as [`search_key`] folds. Each must stand in what is found.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// How the numbers that may be meant begin, in the form in which numbers are stored. None when no number is meant.
    pub fn numbers(&self) -> &[String] {
        &self.numbers
    }

    /// What the journal tells of what was looked for.
    pub const fn told(&self) -> &'static str {
        if self.numbers.is_empty() { "name" } else { "number" }
    }
}

/// How the stored forms of the number begin that a text without spaces may mean.
fn numbers(text: &str, today: NaiveDate) -> Vec<String> {
    let read = |text: &str| CivicNumber::parse(text, today).ok().map(|number| number.to_string());
    if let Some(number) = read(text) {
        return vec![number];
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_number = text.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '-' | '+'));
    if !is_number || !(DIGITS_OF_A_NUMBER..=12).contains(&digits.len()) {
        return Vec::new();
    }
    let stored = |digits: String| match digits.split_at_checked(8) {
        Some((date, last)) if !last.is_empty() => format!("{date}-{last}"),
        _ => digits,
    };
    let mut beginnings = Vec::new();
    if ["18", "19", "20", "21"].iter().any(|century| digits.starts_with(century)) {
        beginnings.push(stored(digits.clone()));
    }
    if digits.len() == 10 {
        // Written without a sign, as many write it.
        beginnings.extend(read(&format!("{}-{}", &digits[..6], &digits[6..])));
    } else if digits.len() < 10 {
        beginnings.extend(["20", "19"].map(|century| stored(format!("{century}{digits}"))));
    }
    beginnings
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn asked(text: &str) -> Asked {
        Asked::parse(text, "2026-11-21".parse().unwrap()).unwrap()
    }

    #[rstest]
    #[case::with_dash("20080817-2381")]
    #[case::without_dash("200808172381")]
    #[case::with_a_space("20080817 2381")]
    #[case::with_spaces_around("  20080817-2381 ")]
    #[case::without_century("080817-2381")]
    #[case::spaced_dash("080817 - 2381")]
    fn a_number_is_the_same_in_every_form_it_is_written_in(#[case] text: &str) {
        assert_eq!(asked(text).numbers(), ["20080817-2381"]);
    }

    #[rstest]
    #[case::ten_digits("0808172381", &["20080817-2381"])]
    #[case::of_the_last_century("910817+2389", &["18910817-2389"])]
    #[case::a_temporary_one("20080817-tf01", &["20080817-TF01"])]
    #[case::a_birth_date("20080817", &["20080817", "2020080817", "1920080817"])]
    #[case::a_birth_date_without_century("080817", &["20080817", "19080817"])]
    #[case::half_written("20080817-23", &["20080817-23"])]
    #[case::half_written_without_century("080817-23", &["20080817-23", "19080817-23"])]
    #[case::a_wrong_check_digit("20080817-2382", &["20080817-2382"])]
    fn the_beginning_of_a_number_is_in_whatever_century(#[case] text: &str, #[case] expected: &[&str]) {
        let expected: Vec<String> = expected
            .iter()
            .map(|text| match text.len() {
                10 => format!("{}-{}", &text[..8], &text[8..]),
                _ => (*text).to_owned(),
            })
            .collect();
        assert_eq!(asked(text).numbers(), expected);
    }

    #[rstest]
    #[case("Dahl")]
    #[case("2381")]
    #[case("viggo 20080817")]
    #[case("12345678901234")]
    #[case("--")]
    fn anything_else_is_words(#[case] text: &str) {
        assert!(asked(text).numbers().is_empty());
        assert_eq!(asked(text).told(), "name");
    }

    #[test]
    fn words_are_folded_and_control_signs_are_spaces() {
        assert_eq!(asked(" ÅSA\tLind\u{0}qvist ").words(), ["åsa", "lind", "qvist"]);
        assert_eq!(asked("100%_\\'").words(), ["100%_\\'"]);
    }

    #[test]
    fn what_is_too_short_or_too_long_is_not_looked_for() {
        let refused = |text: &str| Asked::parse(text, "2026-11-21".parse().unwrap()).err();
        for text in ["", " ", "a", "a b", "\u{0}\u{0}"] {
            assert_eq!(refused(text), Some(AskedError::TooShort), "{text:?}");
        }
        assert_eq!(refused(&"ö".repeat(LONGEST)), None);
        assert_eq!(refused(&"ö".repeat(LONGEST + 1)), Some(AskedError::TooLong));
        assert_eq!(refused("a b c d e f g h ij"), Some(AskedError::TooLong));
        let said = AskedError::TooLong.message(Language::Swedish);
        assert_eq!(said, "Texten är för lång. Skriv högst 100 tecken och 8 ord.");
    }

    #[test]
    fn what_was_typed_is_in_no_debug_output() {
        let printed = format!("{:?} {:?}", asked("Hemligt"), asked("20080817-2381"));
        assert_eq!(printed, "Asked { .. } Asked { .. }");
    }
}
