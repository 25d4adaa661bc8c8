//! E-mail addresses: a plain name at a plain host.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::language::{Language, Message};

/// What stands as it is in the address of a letter (RFC 6068).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@');

/// An e-mail address; its host in lower case.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

crate::private_debug!(Email);

/// The text is no e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("no e-mail address")]
pub struct EmailError;

impl Message for EmailError {
    fn message(&self, language: Language) -> String {
        language
            .pick(
                "E-postadressen går inte att använda. Skriv den som namn@exempel.se, utan mellanslag och å, ä, ö.",
                "The e-mail address cannot be used. Write it as name@example.com, without spaces.",
            )
            .to_owned()
    }
}

impl TryFrom<&str> for Email {
    type Error = EmailError;

    fn try_from(text: &str) -> Result<Self, EmailError> {
        let text = text.trim();
        let (name, host) = text.rsplit_once('@').ok_or(EmailError)?;
        let is_name = !name.is_empty()
            && name.len() <= 64
            && name.split('.').all(|part| !part.is_empty())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".!#$%&'*+-/=?^_`{|}~".contains(&byte));
        let is_label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let is_host = host.contains('.') && host.split('.').all(is_label);
        if is_name && is_host && text.len() <= 254 {
            Ok(Self(format!("{name}@{}", host.to_ascii_lowercase())))
        } else {
            Err(EmailError)
        }
    }
}

impl TryFrom<String> for Email {
    type Error = EmailError;

    fn try_from(text: String) -> Result<Self, EmailError> {
        Self::try_from(text.as_str())
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Email {
    /// The address as it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address that begins a letter to it, and nothing besides: neither subject nor copies.
    pub fn write(&self) -> String {
        format!("mailto:{}", utf8_percent_encode(&self.0, PLAIN))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(" Nour.Ahlgren@Example.SE ", "Nour.Ahlgren@example.se", "mailto:Nour.Ahlgren@example.se")]
    #[case("a+b@x.example", "a+b@x.example", "mailto:a%2Bb@x.example")]
    #[case("a?cc=b&c@x.example", "a?cc=b&c@x.example", "mailto:a%3Fcc%3Db%26c@x.example")]
    fn a_plain_address_is_kept_and_can_be_written_to(
        #[case] text: &str,
        #[case] kept: &str,
        #[case] link: &str,
    ) {
        let email = Email::try_from(text).unwrap();
        assert_eq!((email.to_string().as_str(), email.write().as_str()), (kept, link));
    }

    #[rstest]
    #[case("")]
    #[case("@")]
    #[case("nour@example")]
    #[case("nour ahlgren@example.se")]
    #[case("nour@åäö.se")]
    #[case("a@b.se, c@d.se")]
    #[case("a..b@example.se")]
    #[case("a@b@-c.se")]
    #[case("a@b.se\r\nBcc: c@d.se")]
    fn anything_else_is_refused(#[case] text: &str) {
        assert_eq!(Email::try_from(text), Err(EmailError));
    }
}
