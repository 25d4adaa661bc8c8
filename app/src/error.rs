//! The one error that crosses from the server to the browser: a code, never a person's data.

use domain::language::{Language, Message};
use serde::{Deserialize, Serialize};
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

use crate::serverfn::encoding::JsonText;

/// Why the server did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppError {
    /// Nobody is signed in, or the session has expired.
    #[error("signed out")]
    SignedOut,
    /// The password was made for the reader, who is to choose another first.
    #[error("password due")]
    PasswordDue,
    /// The user is to set up a second factor first.
    #[error("second factor due")]
    SecondFactorDue,
    /// The role may not.
    #[error("forbidden")]
    Forbidden,
    /// There is no such thing, or none that the reader may see.
    #[error("not found")]
    NotFound,
    /// What was sent makes no sense.
    #[error("invalid")]
    Invalid,
    /// The form was sent before, and what it asks for is done.
    #[error("done before")]
    DoneBefore,
    /// More was sent than is taken.
    #[error("too large")]
    TooLarge,
    /// A file is being made for the same account.
    #[error("file under way")]
    FileUnderWay,
    /// As many files are being made as there may be.
    #[error("files under way")]
    FilesUnderWay,
    /// The database is busy.
    #[error("busy")]
    Busy,
    /// The database does not answer.
    #[error("unavailable")]
    Unavailable,
    /// What is stored contradicts itself.
    #[error("inconsistent")]
    Inconsistent,
    /// The server was not reached.
    #[error("unreachable")]
    Unreachable,
    /// The server's answer was not understood, or it broke.
    #[error("unexpected")]
    Unexpected,
}

impl AppError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::PasswordDue => "password-due",
            Self::SecondFactorDue => "second-factor-due",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::Invalid => "invalid",
            Self::DoneBefore => "done-before",
            Self::TooLarge => "too-large",
            Self::FileUnderWay => "file-under-way",
            Self::FilesUnderWay => "files-under-way",
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
            Self::Inconsistent => "inconsistent",
            Self::Unreachable => "unreachable",
            Self::Unexpected => "unexpected",
        }
    }

    /// The HTTP status that it is answered with.
    pub const fn status(self) -> u16 {
        match self {
            Self::SignedOut => 401,
            Self::PasswordDue | Self::SecondFactorDue | Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Invalid => 400,
            Self::DoneBefore => 409,
            Self::TooLarge => 413,
            Self::FileUnderWay | Self::FilesUnderWay | Self::Busy | Self::Unavailable | Self::Unreachable => {
                503
            }
            Self::Inconsistent | Self::Unexpected => 500,
        }
    }

    /// Whether trying again may help.
    pub const fn may_pass(self) -> bool {
        matches!(self, Self::Busy | Self::Unavailable | Self::Unreachable | Self::Unexpected)
    }

    /// What happened, as a heading.
    pub const fn title(self, language: Language) -> &'static str {
        match self {
            Self::SignedOut => language.pick("Du är utloggad", "You are signed out"),
            Self::PasswordDue => {
                language.pick("Välj ett eget lösenord först", "Choose a password of your own first")
            }
            Self::SecondFactorDue => {
                language.pick("Slå på tvåstegsinloggning först", "Turn on two-step sign-in first")
            }
            Self::Forbidden => language.pick("Din roll når inte hit", "Your role does not reach this"),
            Self::NotFound => language.pick("Sidan finns inte", "There is no such page"),
            Self::Invalid => language.pick("Det gick inte att förstå", "That was not understood"),
            Self::DoneBefore => language.pick("Det är redan sparat", "It is saved already"),
            Self::TooLarge => language.pick("Det blev för mycket på en gång", "That was too much at once"),
            Self::FileUnderWay => language.pick("Du hämtar redan en fil", "You are already fetching a file"),
            Self::FilesUnderWay => {
                language.pick("Många hämtar filer just nu", "Many are fetching files just now")
            }
            Self::Busy => language.pick("Registret är upptaget", "The register is busy"),
            Self::Unavailable => language.pick("Registret svarar inte", "The register does not answer"),
            Self::Inconsistent => {
                language.pick("Uppgifterna motsäger varandra", "The data contradicts itself")
            }
            Self::Unreachable => language.pick("Ingen kontakt med Fyren", "Fyren cannot be reached"),
            Self::Unexpected => language.pick("Något gick fel", "Something went wrong"),
        }
    }
}

impl Message for AppError {
    fn message(&self, language: Language) -> String {
        match self {
            Self::SignedOut => language.pick(
                "Din inloggning har gått ut. Logga in igen, så kommer du tillbaka hit.",
                "Your sign-in has expired. Sign in again and you will come back here.",
            ),
            Self::PasswordDue => language.pick(
                "Lösenordet du loggade in med gjordes åt dig. Gå till Min sida, välj ett eget och försök igen.",
                "The password that you signed in with was made for you. Go to My page, choose your own and try again.",
            ),
            Self::SecondFactorDue => language.pick(
                "Här krävs tvåstegsinloggning. Gå till Min sida, slå på den och försök igen.",
                "Two-step sign-in is required here. Go to My page, turn it on and try again.",
            ),
            Self::Forbidden => language.pick(
                "Be den som ansvarar för behörigheter om en roll som når hit.",
                "Ask whoever is responsible for permissions for a role that reaches this.",
            ),
            Self::NotFound => language.pick(
                "Adressen är fel, eller så ligger det utanför det som din roll når.",
                "The address is wrong, or it lies outside what your role reaches.",
            ),
            Self::Invalid => language.pick(
                "Gå tillbaka, kontrollera vad du skrev och försök igen.",
                "Go back, check what you wrote and try again.",
            ),
            Self::DoneBefore => language.pick(
                "Formuläret skickades två gånger, och gjorde det som begärdes den första. Gå tillbaka och se efter.",
                "The form was sent twice, and did what was asked the first time. Go back and look.",
            ),
            Self::TooLarge => language.pick(
                "Text och formulär får vara högst 768 kB, en sökning högst 200 tecken och ett filter högst 100 villkor. Gå tillbaka, korta det eller dela upp det, och försök igen. Inget är sparat.",
                "Texts and forms may be 768 kB at most, a search 200 characters and a filter 100 conditions. Go back, shorten it or divide it, and try again. Nothing is saved.",
            ),
            Self::FileUnderWay => language.pick(
                "En fil som du har begärt håller på att hämtas. Vänta tills den är klar, eller avbryt den, gå tillbaka till listan och försök igen.",
                "A file that you have asked for is still being fetched. Wait until it is done, or cancel it, go back to the list and try again.",
            ),
            Self::FilesUnderWay => language.pick(
                "Flera andra hämtar filer. Vänta en stund, gå tillbaka till listan och försök igen.",
                "Several others are fetching files. Wait a moment, go back to the list and try again.",
            ),
            Self::Busy => language.pick(
                "Någon annan skriver just nu. Vänta en stund och försök igen.",
                "Someone else is writing just now. Wait a moment and try again.",
            ),
            Self::Unavailable => language.pick(
                "Databasen svarar inte. Försök igen om en stund; består felet, säg till den som sköter driften.",
                "The database does not answer. Try again shortly; if it goes on, tell whoever runs Fyren.",
            ),
            Self::Inconsistent => language.pick(
                "Det som är lagrat går inte ihop, så det visas inte. Säg till den som sköter driften.",
                "What is stored does not add up, so it is not shown. Tell whoever runs Fyren.",
            ),
            Self::Unreachable => language.pick(
                "Kontrollera nätet och försök igen. Inget du har skrivit är borta.",
                "Check the network and try again. Nothing you have written is lost.",
            ),
            Self::Unexpected => language.pick(
                "Försök igen; består felet, säg till den som sköter driften.",
                "Try again; if it goes on, tell whoever runs Fyren.",
            ),
        }
        .to_owned()
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonText;

    /// The text of the cause is left out: it may quote what was sent.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let error = match error {
            ServerFnErrorErr::Request(_) => Self::Unreachable,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::Invalid,
            _ => Self::Unexpected,
        };
        // A form that cannot be read never comes to a function that would say so itself.
        #[cfg(feature = "ssr")]
        crate::server::response::answer_with(error);
        error
    }
}

#[cfg(feature = "ssr")]
impl From<service::ServiceError> for AppError {
    fn from(error: service::ServiceError) -> Self {
        match error {
            service::ServiceError::Forbidden => Self::Forbidden,
            service::ServiceError::NotFound => Self::NotFound,
            service::ServiceError::DoneBefore => Self::DoneBefore,
            service::ServiceError::TooLarge => Self::TooLarge,
            service::ServiceError::Busy => Self::Busy,
            service::ServiceError::Unavailable => Self::Unavailable,
            service::ServiceError::Inconsistent => Self::Inconsistent,
        }
    }
}
