//! The stable codes of services, groups and permissions. Names change; what a grant means does not, since it holds a code.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    access::Permission,
    language::{Language, Message, Named},
};

/// The longest code, in characters.
pub const LONGEST_CODE: usize = 60;

/// The text is no code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("not a code: {0:?}")]
pub struct CodeError(pub String);

impl Message for CodeError {
    fn message(&self, language: Language) -> String {
        match language {
            Language::Swedish => format!(
                "”{}” går inte att använda som kod. Skriv 1–{LONGEST_CODE} tecken: små bokstäver a–z, siffror och bindestreck, till exempel stod-i-skola.",
                self.0
            ),
            Language::English => format!(
                "“{}” cannot be used as a code. Write 1–{LONGEST_CODE} characters: small letters a–z, digits and hyphens, such as support-in-school.",
                self.0
            ),
        }
    }
}

fn checked(text: &str) -> Result<String, CodeError> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=LONGEST_CODE).contains(&text.len()) && text.bytes().all(is_plain) {
        Ok(text.to_owned())
    } else {
        Err(CodeError(text.chars().take(LONGEST_CODE).collect()))
    }
}

macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident;)+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(try_from = "String", into = "String")]
            pub struct $name(String);

            impl TryFrom<&str> for $name {
                type Error = CodeError;

                fn try_from(text: &str) -> Result<Self, CodeError> {
                    checked(text).map(Self)
                }
            }

            impl TryFrom<String> for $name {
                type Error = CodeError;

                fn try_from(text: String) -> Result<Self, CodeError> {
                    checked(&text).map(Self)
                }
            }

            impl From<$name> for String {
                fn from(code: $name) -> Self {
                    code.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                    formatter.write_str(&self.0)
                }
            }

            impl $name {
                /// The code itself.
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }
        )+
    };
}

codes! {
    /// The code of a service.
    ServiceCode;
    /// The code of a group of permissions within its service.
    GroupCode;
    /// The code of a permission, one of its kind in the whole catalogue.
    PermissionCode;
}

impl From<Permission> for PermissionCode {
    fn from(permission: Permission) -> Self {
        Self(permission.code().to_owned())
    }
}

impl ServiceCode {
    /// Fyren itself, whose permissions are those of [`Permission`].
    pub fn fyren() -> Self {
        Self("fyren".to_owned())
    }
}

impl GroupCode {
    /// The group of Fyren's own permissions.
    pub fn of_fyren() -> Self {
        Self("permissions".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_plain_and_every_permission_of_fyren_has_one() {
        for text in ["", "Se", "två", "a b", "a\n", "a.b", &"a".repeat(LONGEST_CODE + 1)] {
            let error = PermissionCode::try_from(text).unwrap_err();
            assert!(Language::ALL.iter().all(|language| !error.message(*language).is_empty()), "{text}");
        }
        for permission in Permission::ALL {
            assert_eq!(PermissionCode::try_from(permission.code()), Ok(PermissionCode::from(*permission)));
        }
        for code in [ServiceCode::fyren().as_str(), GroupCode::of_fyren().as_str()] {
            assert_eq!(checked(code).as_deref(), Ok(code));
        }
    }
}
