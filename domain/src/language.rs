//! The two languages of the interface. Whatever a person reads is written here in both, side by side.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

/// A language that Fyren speaks. Swedish is the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Swedish.
    #[default]
    #[serde(rename = "sv")]
    Swedish,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Both languages, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::Swedish, Self::English];

    /// The two-letter code, as in `<html lang>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Swedish => "sv",
            Self::English => "en",
        }
    }

    /// The language of a code or of a tag such as `en-GB`; anything unknown is `None`.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_', '.']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// Picks one of two texts.
    pub const fn pick<'a>(self, swedish: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Swedish => swedish,
            Self::English => english,
        }
    }
}

/// Something that can be said to a person in either language.
pub trait Message {
    /// The sentence: what is wrong or true, and what to do.
    fn message(&self, language: Language) -> String;
}

/// What cannot be has nothing to say.
impl Message for std::convert::Infallible {
    fn message(&self, _: Language) -> String {
        match *self {}
    }
}

/// A closed set of values with a stable code and a name in both languages.
pub trait Named: Copy + Sized + 'static {
    /// All values in the order they are shown.
    const ALL: &'static [Self];
    /// The stable code: in the database, in addresses and in files.
    fn code(self) -> &'static str;
    /// The name that people read.
    fn name(self, language: Language) -> &'static str;
    /// The value of a code.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.code() == code)
    }
}

/// Declares an enum whose values have a code and a name in Swedish and English.
macro_rules! named {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $($(#[$value_meta:meta])* $value:ident = $code:literal, $swedish:literal, $english:literal;)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        $vis enum $name {
            $(
                $(#[$value_meta])*
                #[doc = concat!("*", $swedish, "*, code `", $code, "`.")]
                #[serde(rename = $code)]
                $value,
            )+
        }

        impl $crate::language::Named for $name {
            const ALL: &'static [Self] = &[$(Self::$value),+];

            fn code(self) -> &'static str {
                match self {
                    $(Self::$value => $code,)+
                }
            }

            fn name(self, language: $crate::language::Language) -> &'static str {
                match self {
                    $(Self::$value => language.pick($swedish, $english),)+
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::language::read_code(deserializer)
            }
        }
    };
}
pub(crate) use named;

/// Reads a value from its code. What serde would derive for each type is a kilobyte of the browser's program; this is
/// the same code for all of them.
pub(crate) fn read_code<'de, N: Named, D: Deserializer<'de>>(deserializer: D) -> Result<N, D::Error> {
    let place: fn(&str) -> Option<usize> = |code| N::ALL.iter().position(|value| value.code() == code);
    let place = deserializer.deserialize_str(Code { place })?;
    N::ALL.get(place).copied().ok_or_else(|| de::Error::custom("a code without a value"))
}

/// A code, read as the place of its value among all.
struct Code {
    place: fn(&str) -> Option<usize>,
}

impl de::Visitor<'_> for Code {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a known code")
    }

    fn visit_str<E: de::Error>(self, code: &str) -> Result<usize, E> {
        (self.place)(code).ok_or_else(|| E::invalid_value(de::Unexpected::Str(code), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_from_its_code() {
        use crate::access::Role;
        for role in Role::ALL {
            assert_eq!(serde_json::from_value::<Role>(role.code().into()).unwrap(), *role);
        }
        let error = serde_json::from_str::<Role>(r#""jester""#).unwrap_err().to_string();
        assert!(error.contains(r#"invalid value: string "jester", expected a known code"#), "{error}");
    }

    #[test]
    fn a_tag_with_a_region_is_its_language() {
        assert_eq!(Language::from_code("en-GB"), Some(Language::English));
        assert_eq!(Language::from_code("sv_SE.UTF-8"), Some(Language::Swedish));
        assert_eq!(Language::from_code("fi"), None);
    }
}
