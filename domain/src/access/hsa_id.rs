//! HSA-ids: by which the card of a user is known to the services that it opens (seed 002, section 4.4).
//!
//! By the rule of the national directory one is `SE`, the ten digits of an organisation number, a hyphen and what the
//! organisation adds: capital letters, digits and hyphens, 31 characters at most. What the sources show is looser:
//! `se123123-2133223`, and in a test environment `autostockholm@m.utv`. Both have to be held, since a user who is not found by
//! the id on the card cannot sign in. So letters `a`–`z`, digits, and between those also `-`, `.`, `_` and `@` are taken, and
//! kept in capitals; [`HsaId::is_regular`] tells which follow the rule, so that a form can ask about the others.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::language::{Language, Message, Named, named};

/// The longest one, in characters.
pub const LONGEST: usize = 31;

/// An HSA-id, in capitals and without spaces around it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HsaId(String);

crate::private_debug!(HsaId);

named! {
    /// Why a text is no HSA-id. The name is the whole sentence.
    pub enum HsaIdError {
        Missing = "hsa_id_missing",
            "HSA-id saknas. Skriv det som det står på kortet, till exempel SE2321000016-1003.",
            "The HSA-id is missing. Write it as it stands on the card, such as SE2321000016-1003.";
        TooLong = "hsa_id_too_long",
            "HSA-id är för långt. Det har högst 31 tecken.",
            "The HSA-id is too long. It has 31 characters at most.";
        Unusable = "hsa_id_unusable",
            "HSA-id går inte att använda. Skriv bara bokstäver a–z, siffror och bindestreck, utan mellanslag och radbrytning, till exempel SE2321000016-1003.",
            "The HSA-id cannot be used. Write only letters a–z, digits and hyphens, without spaces and line breaks, such as SE2321000016-1003.";
    }
}

impl fmt::Display for HsaIdError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl std::error::Error for HsaIdError {}

impl Message for HsaIdError {
    fn message(&self, language: Language) -> String {
        self.name(language).to_owned()
    }
}

impl TryFrom<&str> for HsaId {
    type Error = HsaIdError;

    fn try_from(text: &str) -> Result<Self, HsaIdError> {
        // A line break is never meant, also not at an end: it tells that more than one value was pasted.
        if text.chars().any(|character| character.is_control() && character != '\t') {
            return Err(HsaIdError::Unusable);
        }
        let text = text.trim();
        if text.is_empty() {
            return Err(HsaIdError::Missing);
        }
        if text.chars().count() > LONGEST {
            return Err(HsaIdError::TooLong);
        }
        let is_end = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        // Word processors turn hyphens into dashes.
        let plain = text.replace(['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2212}'], "-");
        let bytes = plain.as_bytes();
        let is_plain = bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-._@".contains(byte));
        if is_plain && is_end(bytes.first()) && is_end(bytes.last()) {
            Ok(Self(plain.to_ascii_uppercase()))
        } else {
            Err(HsaIdError::Unusable)
        }
    }
}

impl TryFrom<String> for HsaId {
    type Error = HsaIdError;

    fn try_from(text: String) -> Result<Self, HsaIdError> {
        Self::try_from(text.as_str())
    }
}

impl From<HsaId> for String {
    fn from(id: HsaId) -> Self {
        id.0
    }
}

impl fmt::Display for HsaId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl HsaId {
    /// The id as it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it follows the rule of the national directory: `SE`, ten digits, a hyphen, and capitals, digits and hyphens.
    pub fn is_regular(&self) -> bool {
        let parts = self.0.strip_prefix("SE").and_then(|rest| rest.split_once('-'));
        parts.is_some_and(|(organisation, rest)| {
            organisation.len() == 10
                && organisation.bytes().all(|byte| byte.is_ascii_digit())
                && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("SE2321000016-1003", "SE2321000016-1003", true)]
    #[case(" se2321000016-1003\t", "SE2321000016-1003", true)]
    #[case("SE2120000456–0A31", "SE2120000456-0A31", true)]
    #[case("se123123-2133223", "SE123123-2133223", false)]
    #[case("se123123-123", "SE123123-123", false)]
    #[case("autostockholm@m.utv", "AUTOSTOCKHOLM@M.UTV", false)]
    #[case("autovasternorrland@m.utv", "AUTOVASTERNORRLAND@M.UTV", false)]
    fn an_id_is_kept_in_one_form(#[case] text: &str, #[case] kept: &str, #[case] is_regular: bool) {
        let id = HsaId::try_from(text).unwrap();
        assert_eq!((id.as_str(), id.is_regular()), (kept, is_regular));
        assert_eq!(HsaId::try_from(kept), Ok(id.clone()));
        assert!(!format!("{id:?}").contains(kept));
    }

    #[rstest]
    #[case("", HsaIdError::Missing)]
    #[case(" \t ", HsaIdError::Missing)]
    #[case("SE2321000016-1003\n", HsaIdError::Unusable)]
    #[case("SE2321000016-1003\r\nSE2321000016-1004", HsaIdError::Unusable)]
    #[case("SE2321000016 1003", HsaIdError::Unusable)]
    #[case("SE2321000016-", HsaIdError::Unusable)]
    #[case("-", HsaIdError::Unusable)]
    #[case("SE2321000016-ÅÄÖ", HsaIdError::Unusable)]
    #[case("SE2321000016-1<b>", HsaIdError::Unusable)]
    #[case("SE2321000016-12345678901234567890", HsaIdError::TooLong)]
    fn anything_else_is_refused(#[case] text: &str, #[case] error: HsaIdError) {
        assert_eq!(HsaId::try_from(text), Err(error));
        assert!(Language::ALL.iter().all(|language| !error.message(*language).is_empty()));
    }

    #[test]
    fn an_id_may_have_thirty_one_characters() {
        let longest = format!("SE2321000016-{}", "A".repeat(18));
        assert_eq!(longest.len(), LONGEST);
        assert!(HsaId::try_from(longest.as_str()).unwrap().is_regular());
    }
}
