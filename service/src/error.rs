//! What a use case can answer instead of doing its work.

use domain::language::{Language, Message};
use store::StoreError;

/// An error that a user may be shown. It carries no personal data and nothing of the database's inner life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServiceError {
    /// The role may not do this.
    #[error("forbidden")]
    Forbidden,
    /// There is no such thing within what the role may see.
    #[error("not found")]
    NotFound,
    /// The form has been posted before, and what it asks for is done.
    #[error("done before")]
    DoneBefore,
    /// More was given than is kept.
    #[error("too large")]
    TooLarge,
    /// The database is busy with another write.
    #[error("busy")]
    Busy,
    /// The database cannot be used at the moment.
    #[error("unavailable")]
    Unavailable,
    /// The database holds something that cannot be.
    #[error("inconsistent")]
    Inconsistent,
}

impl ServiceError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::DoneBefore => "done_before",
            Self::TooLarge => "too_large",
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
            Self::Inconsistent => "inconsistent",
        }
    }
}

impl From<StoreError> for ServiceError {
    /// The cause is for the operator's log, the answer for the user.
    fn from(error: StoreError) -> Self {
        tracing::error!(code = error.code(), %error, "the store answered with an error");
        match error {
            StoreError::Locked => Self::Busy,
            StoreError::Inconsistent(_) => Self::Inconsistent,
            _ => Self::Unavailable,
        }
    }
}

impl Message for ServiceError {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Forbidden => language.pick(
                "Din roll får inte göra det här. Byt roll högst upp, eller be en administratör om behörighet.",
                "Your role may not do this. Switch role at the top, or ask an administrator for permission.",
            ),
            Self::NotFound => language.pick(
                "Det du söker finns inte, eller så får din roll inte se det. Gå tillbaka till listan.",
                "What you are looking for does not exist, or your role may not see it. Go back to the list.",
            ),
            Self::DoneBefore => language.pick(
                "Det är redan sparat: formuläret skickades två gånger. Gå tillbaka och se efter.",
                "It is saved already: the form was sent twice. Go back and look.",
            ),
            Self::TooLarge => language.pick(
                "Det blev för mycket på en gång. Gå tillbaka, korta det eller dela upp det, och försök igen.",
                "That was too much at once. Go back, shorten it or divide it, and try again.",
            ),
            Self::Busy => language.pick(
                "Databasen är upptagen av en större ändring. Vänta en stund och försök igen.",
                "The database is busy with a larger change. Wait a moment and try again.",
            ),
            Self::Unavailable => language.pick(
                "Databasen svarar inte just nu. Försök igen om en stund; kontakta driften om det fortsätter.",
                "The database does not answer just now. Try again in a while; tell the operator if it goes on.",
            ),
            Self::Inconsistent => language.pick(
                "Uppgifterna i databasen går inte att läsa. Kontakta driften; felet finns i loggen.",
                "What the database holds cannot be read. Tell the operator; the error is in the log.",
            ),
        }
        .to_owned()
    }
}
