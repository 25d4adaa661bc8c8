//! Where details of people come from: the register that has been imported, or the population register itself.

use std::{future::Future, pin::Pin};

use domain::{
    access::Scope,
    civic_number::CivicNumber,
    exchange::{RowError, population::PopulationPost},
    person::ProtectionMarks,
};
use store::{PersonRecord, Store, StoreError};

/// Something that can be asked for people by their numbers.
pub trait PopulationSource: Send + Sync {
    /// What is told of the people who have or have had the numbers. Whoever is not told of is not known there; nobody is
    /// told of who was not asked for.
    ///
    /// # Errors
    /// When there is no answer, or none that can be trusted: then nothing is told of anybody.
    fn people<'a>(&'a self, numbers: &'a [CivicNumber]) -> Asked<'a>;
}

/// An answer that is waited for.
pub type Asked<'a> = Pin<Box<dyn Future<Output = Result<Vec<Told>, SourceFailure>> + Send + 'a>>;

/// What is told of one person.
pub enum Told {
    /// Everything that Fyren takes.
    Post(Box<PopulationPost>),
    /// What cannot be read, and whom it protects nevertheless.
    Unread {
        /// What is wrong with it.
        error: RowError,
        /// The marks by number, as [`crate::population_import::PopulationImport::refuse`] takes them.
        protects: Vec<(CivicNumber, ProtectionMarks)>,
    },
}

/// Why there is no answer. It names nobody, so that it can be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceFailure {
    /// It cannot be reached, or it is not who it says.
    #[error("it cannot be reached")]
    Unreachable,
    /// It has not answered in time.
    #[error("it has not answered in time")]
    TooSlow,
    /// It does not know the credentials, or they do not reach so far.
    #[error("it refuses the credentials (status {0})")]
    Forbidden(u16),
    /// It asks to be asked less often.
    #[error("it asks to be asked less often")]
    TooOften,
    /// It does not understand what it is asked.
    #[error("it does not understand the question (status {0})")]
    NotUnderstood(u16),
    /// It is out of order.
    #[error("it is out of order (status {0})")]
    OutOfOrder(u16),
    /// The answer is larger than any should be.
    #[error("the answer is too large")]
    TooLarge,
    /// The answer has not the form that is agreed.
    #[error("the answer has another form than agreed")]
    Unreadable,
    /// The database of the imported register does not answer.
    #[error("the database does not answer")]
    Database,
}

impl SourceFailure {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "source_unreachable",
            Self::TooSlow => "source_too_slow",
            Self::Forbidden(_) => "source_forbids",
            Self::TooOften => "source_asked_too_often",
            Self::NotUnderstood(_) => "source_not_understood",
            Self::OutOfOrder(_) => "source_out_of_order",
            Self::TooLarge => "source_answer_too_large",
            Self::Unreadable => "source_answer_unreadable",
            Self::Database => "source_database",
        }
    }
}

impl From<StoreError> for SourceFailure {
    fn from(error: StoreError) -> Self {
        tracing::error!(code = error.code(), %error, "the store answered with an error");
        Self::Database
    }
}

/// What files of the population register and of schools have told. It tells nobody of protected people.
pub struct ImportedRegister(pub Store);

impl PopulationSource for ImportedRegister {
    fn people<'a>(&'a self, numbers: &'a [CivicNumber]) -> Asked<'a> {
        Box::pin(async move {
            let mut connection = self.0.read(&Scope::of_the_system()).await?;
            let people = connection.people_by_number(&Scope::of_look_ups(), numbers).await?;
            Ok((1..)
                .zip(people)
                .map(|(place, (asked, person))| Told::Post(post(place, asked, person)))
                .collect())
        })
    }
}

/// A person as a post would tell of them.
fn post(number: u64, asked: CivicNumber, person: PersonRecord) -> Box<PopulationPost> {
    Box::new(PopulationPost {
        number,
        position: 0,
        changed_at: person.population_changed_at,
        reference: (asked != person.civic_number).then_some(asked),
        civic_number: person.civic_number,
        protection: person.protection,
        deregistration: person.registration.deregistration,
        unknown_deregistration_code: None,
        name: Some(person.name),
        residence: person.registration.present,
        earlier_residences: person.registration.earlier,
        addresses: person.addresses,
    })
}
