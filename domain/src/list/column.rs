//! What a column of a list is.

use std::{fmt::Debug, hash::Hash};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::ListSpec;
use crate::{
    id::AccountId,
    language::{Language, Named},
    municipality::MunicipalityCode,
    operation::role_name,
};

/// The value of a choice column that stands for whoever asks, so that *mine* is the same view for everybody.
pub const ME: &str = "me";

/// What a value begins with that stands for a user by account. No value that is typed holds such a character.
const BY_ACCOUNT: char = '\u{1}';

/// The value of a choice of users that stands for one of them by account, since two may have the same name.
pub fn user_code(account: AccountId) -> String {
    format!("{BY_ACCOUNT}{account}")
}

/// The account that a value stands for, if it stands for one.
pub fn user_of_code(code: &str) -> Option<AccountId> {
    code.strip_prefix(BY_ACCOUNT)?.parse().ok().map(AccountId)
}

/// What a column holds; it decides which operators fit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnType {
    /// Free text.
    Text,
    /// A day.
    Date,
    /// One of several values with codes.
    Choice,
    /// A whole number.
    Number,
    /// True or false.
    YesNo,
}

/// The columns of a list, as an enum. Its [`Named::code`] stands in addresses and profiles and never changes; its
/// [`Named::name`] is the heading.
pub trait Column: Named + Eq + Hash + Debug + Serialize + DeserializeOwned + Send + Sync {
    /// What the column holds.
    fn column_type(self) -> ColumnType;

    /// Whether its values say who a person is: such a value never stands in an address, a log or a debug text.
    fn is_personal(self) -> bool;

    /// Whether the list can be sorted by it.
    fn is_sortable(self) -> bool {
        true
    }

    /// Whether a filter on it is offered. Addresses that hold one are understood all the same.
    fn is_filter_offered(self) -> bool {
        true
    }

    /// Whether it is a choice of users, one of whom may be whoever asks: [`ME`].
    fn may_be_me(self) -> bool {
        self.choices() == Choices::AtRunTime(Source::Caseworkers)
    }

    /// The values of a choice column.
    fn choices(self) -> Choices {
        Choices::None
    }

    /// The name of one value of a choice column, or the code itself where the name is known only at run time.
    fn choice_name(self, code: &str, language: Language) -> String {
        self.choices().name_of(code, language)
    }

    /// What the list starts with.
    fn spec() -> ListSpec<Self>;
}

/// The values a column can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choices {
    /// It is no choice column.
    None,
    /// These and no others.
    Fixed(Vec<Choice>),
    /// They depend on the reader and the register.
    AtRunTime(Source),
}

/// Where the values of a column come from that depend on the reader and the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The caseworkers of the cases that the reader reaches; the code is the name.
    Caseworkers,
    /// The municipalities that the reader reaches, by their codes.
    Municipalities,
    /// The roles in which users act, as the log keeps them.
    Roles,
    /// The services that the reader administers, by their codes.
    Services,
    /// The permissions of those services, by their codes.
    Permissions,
}

impl Choices {
    /// All values of a closed set.
    pub fn of<T: Named>() -> Self {
        Self::Fixed(
            T::ALL
                .iter()
                .map(|value| Choice { code: value.code().to_owned(), name: Label::of(*value) })
                .collect(),
        )
    }

    /// The name of a code, or the code itself where it is not known here.
    pub fn name_of(self, code: &str, language: Language) -> String {
        match self {
            Self::Fixed(choices) => choices.into_iter().find(|choice| choice.code == code),
            Self::AtRunTime(Source::Municipalities) => {
                MunicipalityCode::try_from(code).ok().map(|municipality| Choice {
                    code: code.to_owned(),
                    name: Label::proper(municipality.name()),
                })
            }
            Self::AtRunTime(Source::Roles) => {
                return role_name(code, language).unwrap_or(code).to_owned();
            }
            Self::None | Self::AtRunTime(Source::Caseworkers | Source::Services | Source::Permissions) => {
                None
            }
        }
        .map_or_else(|| code.to_owned(), |choice| choice.name.in_language(language).to_owned())
    }
}

/// One value of a choice column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The stable code.
    pub code: String,
    /// The name that people read.
    pub name: Label,
}

/// A name in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// In Swedish.
    pub swedish: String,
    /// In English.
    pub english: String,
}

impl Label {
    /// The name of a value of a closed set, such as the heading of a column.
    pub fn of<T: Named>(value: T) -> Self {
        Self {
            swedish: value.name(Language::Swedish).to_owned(),
            english: value.name(Language::English).to_owned(),
        }
    }

    /// A proper name, which is not translated.
    pub fn proper(name: &str) -> Self {
        Self { swedish: name.to_owned(), english: name.to_owned() }
    }

    /// The name in a language.
    pub fn in_language(&self, language: Language) -> &str {
        language.pick(&self.swedish, &self.english)
    }
}
