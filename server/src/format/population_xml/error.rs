//! Why a single post cannot be taken.

use domain::{
    civic_number::{CivicNumber, CivicNumberError},
    exchange::RowError,
    language::{Language, Message},
    municipality::UnknownMunicipality,
    person::ProtectionMarks,
};

/// A post that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPost {
    /// What is wrong, where.
    pub error: RowError,
    /// Whom the post protects by every number in it that could be read, the person's own first: the marks are to be
    /// stored even so.
    pub protects: Vec<(CivicNumber, ProtectionMarks)>,
}

/// What is wrong with a post.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PopulationPostError {
    /// The person's number cannot be read.
    #[error("civic number: {0}")]
    CivicNumber(CivicNumberError),
    /// The post has several numbers for its person.
    #[error("several civic numbers")]
    SeveralNumbers,
    /// The number that the post refers to cannot be read.
    #[error("reference: {0}")]
    Reference(CivicNumberError),
    /// The municipality does not exist.
    #[error(transparent)]
    Municipality(UnknownMunicipality),
    /// The date of registration is no date.
    #[error("registration date")]
    RegistrationDate(String),
}

impl PopulationPostError {
    /// The stable code of the error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::CivicNumber(error) => error.code(),
            Self::SeveralNumbers => "population_several_numbers",
            Self::Reference(_) => "population_reference",
            Self::Municipality(_) => "population_municipality",
            Self::RegistrationDate(_) => "population_registration_date",
        }
    }
}

impl Message for PopulationPostError {
    fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::CivicNumber(error), _) => error.message(language),
            (Self::SeveralNumbers, Language::Swedish) => {
                "Posten har flera olika personnummer. Hämta personen på nytt från folkbokföringen.".into()
            }
            (Self::SeveralNumbers, Language::English) => {
                "The post has several personal numbers. Fetch the person again from the population register."
                    .into()
            }
            (Self::Reference(error), Language::Swedish) => {
                format!("Hänvisningsnumret går inte att läsa. {}", error.message(language))
            }
            (Self::Reference(error), Language::English) => {
                format!("The number that the post refers to cannot be read. {}", error.message(language))
            }
            (Self::Municipality(error), _) => error.message(language),
            (Self::RegistrationDate(text), Language::Swedish) => {
                format!("Folkbokföringsdatumet ”{text}” finns inte. Det skrivs ÅÅÅÅMMDD.")
            }
            (Self::RegistrationDate(text), Language::English) => {
                format!("The registration date “{text}” does not exist. It is written YYYYMMDD.")
            }
        }
    }
}
