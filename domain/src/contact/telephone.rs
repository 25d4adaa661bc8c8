//! Telephone numbers: written in many ways, kept in one.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::language::{Language, Message};

/// The two-digit area codes, without the leading nought. `08` is the only one of one digit; all others have three.
const TWO_DIGITS: [&str; 22] = [
    "10", "11", "13", "16", "18", "19", "21", "23", "26", "31", "33", "35", "36", "40", "42", "44", "46",
    "54", "60", "63", "70", "90",
];
/// Numbers that begin so are mobile numbers.
const MOBILE: [&str; 5] = ["70", "72", "73", "76", "79"];

/// A telephone number in its one form, that of the whole world: `+46701740631`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Telephone(String);

crate::private_debug!(Telephone);

/// Why a text is no telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum TelephoneError {
    /// It holds something else than digits and what stands between them.
    #[error("not only digits")]
    Form,
    /// It has too few or too many digits.
    #[error("wrong length")]
    Length,
}

impl TelephoneError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Form => "telephone_form",
            Self::Length => "telephone_length",
        }
    }
}

impl Message for TelephoneError {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Form => language.pick(
                "Telefonnumret innehåller annat än siffror. Skriv det som 070-123 45 67, eller med landskod: +47 …",
                "The telephone number holds more than digits. Write it as 070-123 45 67, or with its country code: +47 …",
            ),
            Self::Length => language.pick(
                "Telefonnumret är för kort eller för långt. Skriv det med riktnummer, eller med landskod: +47 …",
                "The telephone number is too short or too long. Write it with its area code, or with its country code: +47 …",
            ),
        }
        .to_owned()
    }
}

impl TryFrom<&str> for Telephone {
    type Error = TelephoneError;

    /// Reads a Swedish number with its area code, and any number with a country code behind `+` or `00`. White space,
    /// hyphens, full stops, brackets and slashes between the digits are passed over.
    fn try_from(text: &str) -> Result<Self, TelephoneError> {
        let between = |character: char| character.is_whitespace() || "-–./()\u{a0}".contains(character);
        // Many write a nought in brackets that is dialled from inside the country only.
        let text = text.trim().replacen("(0)", "", usize::from(text.trim().starts_with(['+', '0'])));
        let plain: String = text.chars().filter(|character| !between(*character)).collect();
        let has_plus = plain.starts_with('+');
        let digits = plain.strip_prefix('+').unwrap_or(&plain);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(TelephoneError::Form);
        }
        let world = match (has_plus, digits.strip_prefix("00"), digits.strip_prefix('0')) {
            (true, ..) => digits.to_owned(),
            (false, Some(world), _) => world.to_owned(),
            (false, None, Some(national)) => format!("46{national}"),
            // Without an area code nobody knows where it rings.
            (false, None, None) => return Err(TelephoneError::Length),
        };
        let lengths = if world.starts_with("46") { 9..=12 } else { 7..=15 };
        if world.starts_with('0') || !lengths.contains(&world.len()) {
            return Err(TelephoneError::Length);
        }
        Ok(Self(format!("+{world}")))
    }
}

impl TryFrom<String> for Telephone {
    type Error = TelephoneError;

    fn try_from(text: String) -> Result<Self, TelephoneError> {
        Self::try_from(text.as_str())
    }
}

impl From<Telephone> for String {
    fn from(number: Telephone) -> Self {
        number.0
    }
}

impl Telephone {
    /// The address that calls it.
    pub fn call(&self) -> String {
        format!("tel:{}", self.0)
    }

    /// The address that sends a text message to it; `None` for a number in Sweden that is no mobile one.
    pub fn text_message(&self) -> Option<String> {
        self.is_mobile().then(|| format!("sms:{}", self.0))
    }

    /// Whether text messages reach it, as far as the number tells: abroad it does not.
    pub fn is_mobile(&self) -> bool {
        self.national().is_none_or(|national| MOBILE.iter().any(|prefix| national.starts_with(prefix)))
    }

    /// What stands behind Sweden's country code.
    fn national(&self) -> Option<&str> {
        self.0.strip_prefix("+46")
    }
}

impl fmt::Display for Telephone {
    /// As people read it: `070-174 06 31` in Sweden, else `+4790123456`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(national) = self.national() else { return formatter.write_str(&self.0) };
        let has_two = TWO_DIGITS.iter().chain(&MOBILE).any(|code| national.starts_with(code));
        let area = if national.starts_with('8') { 1 } else { 2 + usize::from(!has_two) };
        let (area, rest) = national.split_at(area.min(national.len()));
        write!(formatter, "0{area}-")?;
        // Pairs from the end, with three digits first where the number is odd, and twice three of eight.
        let mut groups: Vec<&str> = Vec::new();
        let mut left = rest;
        let threes = match left.len() {
            8 => 2,
            length => length % 2,
        };
        for size in std::iter::repeat_n(3, threes).chain(std::iter::repeat(2)) {
            if left.is_empty() {
                break;
            }
            let (group, others) = left.split_at(size.min(left.len()));
            groups.push(group);
            left = others;
        }
        formatter.write_str(&groups.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("070-174 06 31", "+46701740631", "070-174 06 31")]
    #[case("0701740631", "+46701740631", "070-174 06 31")]
    #[case("+46 (0)70 174 06 31", "+46701740631", "070-174 06 31")]
    #[case("0046 70-1740631", "+46701740631", "070-174 06 31")]
    #[case(" 08-123 456 78 ", "+46812345678", "08-123 456 78")]
    #[case("08/12 34 56 7", "+4681234567", "08-123 45 67")]
    #[case("011-15 00 00", "+4611150000", "011-15 00 00")]
    #[case("0141-22 50 00", "+46141225000", "0141-22 50 00")]
    #[case("0141\u{a0}225 00", "+4614122500", "0141-225 00")]
    #[case("+47 901 23 456", "+4790123456", "+4790123456")]
    fn every_way_of_writing_a_number_becomes_one(
        #[case] text: &str,
        #[case] kept: &str,
        #[case] shown: &str,
    ) {
        let number = Telephone::try_from(text).unwrap();
        assert_eq!(String::from(number.clone()), kept);
        assert_eq!(number.to_string(), shown);
        // What is shown is read as the same.
        assert_eq!(Telephone::try_from(shown).unwrap(), number);
    }

    #[rstest]
    #[case("", TelephoneError::Form)]
    #[case("mamma 070-174 06 31", TelephoneError::Form)]
    #[case("javascript:alert(1)", TelephoneError::Form)]
    #[case("070-174 06 31;ext=1", TelephoneError::Form)]
    #[case("٠٧٠١٧٤٠٦٣١", TelephoneError::Form)]
    #[case("15 00 00", TelephoneError::Length)]
    #[case("070-174", TelephoneError::Length)]
    #[case("+0701740631", TelephoneError::Length)]
    #[case("+123456789012345678", TelephoneError::Length)]
    fn what_is_no_number_is_refused(#[case] text: &str, #[case] error: TelephoneError) {
        assert_eq!(Telephone::try_from(text), Err(error));
    }

    #[test]
    fn mobile_numbers_can_be_written_to_and_all_can_be_called() {
        let address = |text: &str| {
            let number = Telephone::try_from(text).unwrap();
            (number.call(), number.text_message())
        };
        assert_eq!(address("070-174 06 31"), ("tel:+46701740631".into(), Some("sms:+46701740631".into())));
        assert_eq!(address("011-15 00 00"), ("tel:+4611150000".into(), None));
        assert_eq!(address("+4790123456").1.as_deref(), Some("sms:+4790123456"));
    }
}
