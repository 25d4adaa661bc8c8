//! A text that is data and not part of the program, in both languages: what a permission is called and what it is for.

use serde::{Deserialize, Serialize};

use crate::{
    language::{Language, Message},
    text::clean_line,
};

/// The longest name of a service, group or permission, in characters of either language.
pub const LONGEST_NAME: usize = 120;
/// The longest information about one, in characters of either language.
pub const LONGEST_INFORMATION: usize = 1_000;

/// A line in Swedish and English, as it is kept: without control characters or spaces around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    swedish: String,
    english: String,
}

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum WordingError {
    /// A language has no name.
    #[error("a name is missing in one language")]
    NameMissing,
    /// It is too long in a language.
    #[error("longer than {limit} characters")]
    TooLong {
        /// The most characters.
        limit: usize,
    },
}

impl Message for WordingError {
    fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::NameMissing, Language::Swedish) => {
                "Namnet saknas på svenska eller engelska. Skriv det på båda språken.".to_owned()
            }
            (Self::NameMissing, Language::English) => {
                "The name is missing in Swedish or English. Write it in both languages.".to_owned()
            }
            (Self::TooLong { limit }, Language::Swedish) => {
                format!("Texten är för lång. Skriv högst {limit} tecken på varje språk.")
            }
            (Self::TooLong { limit }, Language::English) => {
                format!("The text is too long. Write {limit} characters at most in each language.")
            }
        }
    }
}

impl Wording {
    /// A name, which has to stand in both languages.
    ///
    /// # Errors
    /// [`WordingError`] when a language has none, or one of more than [`LONGEST_NAME`] characters.
    pub fn name(swedish: &str, english: &str) -> Result<Self, WordingError> {
        let name = Self::within(LONGEST_NAME, swedish, english)?;
        if name.swedish.is_empty() || name.english.is_empty() {
            return Err(WordingError::NameMissing);
        }
        Ok(name)
    }

    /// An information, which may be missing.
    ///
    /// # Errors
    /// [`WordingError::TooLong`] when it is longer than [`LONGEST_INFORMATION`] characters.
    pub fn information(swedish: &str, english: &str) -> Result<Self, WordingError> {
        Self::within(LONGEST_INFORMATION, swedish, english)
    }

    fn within(limit: usize, swedish: &str, english: &str) -> Result<Self, WordingError> {
        let wording = Self { swedish: clean_line(swedish), english: clean_line(english) };
        if wording.swedish.chars().count() > limit || wording.english.chars().count() > limit {
            return Err(WordingError::TooLong { limit });
        }
        Ok(wording)
    }

    /// The text in a language.
    pub fn pick(&self, language: Language) -> &str {
        language.pick(&self.swedish, &self.english)
    }
}
