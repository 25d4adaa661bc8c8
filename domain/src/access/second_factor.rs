//! The second factor: codes of an authenticator (RFC 6238) and recovery codes, as people type them, and the rules of both
//! (ASVS 5.0, 6.5 and 6.6). What computes them stands in `service`.

use crate::language::named;

/// How many digits a code has.
pub const DIGITS: usize = 6;
/// For how many seconds a code is shown.
pub const STEP_SECONDS: u64 = 30;
/// How many steps before and after the present one are accepted, for clocks that differ.
pub const SKEW: u16 = 1;
/// How many recovery codes somebody has.
pub const RECOVERY_CODES: usize = 10;
/// How many characters a recovery code has, each of five random bits.
pub const RECOVERY_LENGTH: usize = 28;
/// How many characters of it stand together.
const GROUP: usize = 4;

/// The characters of recovery codes. None is taken for another: what is left out is read as what it looks like.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A code of an authenticator.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

crate::private_debug!(Code);

impl Code {
    /// The six digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What was typed is no code, whichever secret there is: nothing has been guessed, and it counts as no attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a code")]
pub struct Unreadable;

impl TryFrom<&str> for Code {
    type Error = Unreadable;

    /// Six digits, with whatever space between and around them.
    fn try_from(typed: &str) -> Result<Self, Unreadable> {
        let digits: String = typed.chars().filter(|character| !character.is_whitespace()).collect();
        let is_code = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_code { Ok(Self(digits)) } else { Err(Unreadable) }
    }
}

/// A recovery code, for whoever has lost their authenticator. It is good once.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

crate::private_debug!(RecoveryCode);

impl RecoveryCode {
    /// A code of random bytes, five bits of each.
    pub fn of_random(bytes: [u8; RECOVERY_LENGTH]) -> Self {
        Self(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect())
    }

    /// What is hashed and kept: small letters and digits alone, so that however it is typed it is the same.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is shown, in groups.
    pub fn shown(&self) -> String {
        grouped(&self.0, GROUP, "-")
    }
}

impl TryFrom<&str> for RecoveryCode {
    type Error = Unreadable;

    /// However it is typed: in capitals, with spaces or dashes or without, and with letters that look like its digits.
    fn try_from(typed: &str) -> Result<Self, Unreadable> {
        let read = |character: char| match character.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        };
        let is_space =
            |character: &char| character.is_whitespace() || matches!(character, '-' | '–' | '‐' | '‑');
        // No more is looked at than tells that it is too long.
        let code: String = typed
            .chars()
            .filter(|character| !is_space(character))
            .take(RECOVERY_LENGTH + 1)
            .map(read)
            .collect();
        let is_code = code.len() == RECOVERY_LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
        if is_code { Ok(Self(code)) } else { Err(Unreadable) }
    }
}

/// What somebody answers when a code is asked for: either kind, in the same field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The code that the authenticator shows.
    Code(Code),
    /// One of the recovery codes.
    Recovery(RecoveryCode),
}

impl TryFrom<&str> for Answer {
    type Error = Unreadable;

    fn try_from(typed: &str) -> Result<Self, Unreadable> {
        Code::try_from(typed).map(Self::Code).or_else(|_| RecoveryCode::try_from(typed).map(Self::Recovery))
    }
}

named! {
    /// With what somebody has proved who they are besides the password, as the journal tells it.
    pub enum Factor {
        Code = "code", "kod från appen", "code from the app";
        RecoveryCode = "recovery-code", "återställningskod", "recovery code";
        Passkey = "passkey", "passkey", "passkey";
    }
}

impl Answer {
    /// Which kind it is.
    pub const fn factor(&self) -> Factor {
        match self {
            Self::Code(_) => Factor::Code,
            Self::Recovery(_) => Factor::RecoveryCode,
        }
    }
}

/// Whether a code of a step is accepted after another has been: only one of a later step, so that a code that somebody has
/// overseen, and those before it, are worth nothing (RFC 6238, 5.2).
pub const fn is_later(step: u64, last_accepted: u64) -> bool {
    step > last_accepted
}

/// A text in groups of so many characters.
pub fn grouped(text: &str, size: usize, between: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    characters
        .chunks(size.max(1))
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(between)
}

named! {
    /// Why the second factor was not changed: what is wrong, and what to do.
    pub enum SecondFactorRefusal {
        PasswordWrong = "factor-password-wrong", "Lösenordet stämmer inte. Skriv det som du loggade in med.", "The password is wrong. Write the one that you signed in with.";
        LockedOut = "factor-locked-out", "Kontot är låst efter för många felaktiga försök. Försök igen om en kvart.", "The account is locked after too many wrong attempts. Try again in a quarter of an hour.";
        CodeUnreadable = "code-unreadable", "Det där är ingen kod. Skriv de sex siffror som appen visar.", "That is no code. Write the six digits that the app shows.";
        CodeWrong = "code-wrong", "Koden stämmer inte, eller så är den redan använd. Vänta tills appen visar en ny och skriv den.", "The code is wrong, or it has been used already. Wait until the app shows a new one and write that.";
        SetUpEnded = "set-up-ended", "Det tog för lång tid. Börja om med ditt lösenord.", "It took too long. Begin again with your password.";
        Required = "factor-required", "Tvåstegsinloggning krävs här och kan inte stängas av. Byt app om du behöver.", "Two-step sign-in is required here and cannot be turned off. Replace the app if you need to.";
        NoKey = "no-key", "Tvåstegsinloggning kan inte slås på, eftersom servern saknar sin nyckelfil. Kontakta driften.", "Two-step sign-in cannot be turned on, because the server lacks its key file. Tell the operator.";
    }
}

/// The part of a form that is to be mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactorPart {
    /// The current password.
    Password,
    /// The code.
    Code,
}

impl SecondFactorRefusal {
    /// Where what is wrong is put right.
    pub const fn part(self) -> SecondFactorPart {
        match self {
            Self::CodeUnreadable | Self::CodeWrong => SecondFactorPart::Code,
            Self::PasswordWrong | Self::LockedOut | Self::SetUpEnded | Self::Required | Self::NoKey => {
                SecondFactorPart::Password
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_six_digits_however_they_are_spaced() {
        for typed in ["123456", " 123 456 ", "1 2 3 4 5 6", "123\u{a0}456", "123456\r\n"] {
            assert_eq!(Code::try_from(typed).unwrap().as_str(), "123456", "{typed:?}");
        }
        for typed in
            ["", " ", "12345", "1234567", "12345a", "-12345", "+12345", "１２３４５６", "٠١٢٣٤٥", "123.456"]
        {
            assert_eq!(Code::try_from(typed), Err(Unreadable), "{typed:?}");
        }
    }

    #[test]
    fn a_recovery_code_is_the_same_however_it_is_typed() {
        let made = RecoveryCode::of_random(std::array::from_fn(|place| u8::try_from(place * 9).unwrap()));
        let shown = made.shown();
        assert_eq!(shown.len(), 34);
        assert_eq!(shown.split('-').map(str::len).collect::<Vec<_>>(), [4; 7]);
        for typed in [
            shown.clone(),
            shown.to_uppercase(),
            shown.replace('-', ""),
            shown.replace('-', " – "),
            format!("  {}\n", shown.replace('0', "O").replace('1', "l")),
        ] {
            assert_eq!(RecoveryCode::try_from(typed.as_str()), Ok(made.clone()), "{typed}");
            assert!(matches!(Answer::try_from(typed.as_str()), Ok(Answer::Recovery(_))), "{typed}");
        }
        for typed in ["", "abcde", &shown[..33], &format!("{shown}0"), &shown.replacen(&shown[..1], "u", 1)] {
            assert_eq!(RecoveryCode::try_from(typed), Err(Unreadable), "{typed}");
        }
    }

    #[test]
    fn every_random_bit_of_a_recovery_code_is_told() {
        let codes: std::collections::BTreeSet<String> = (0..32)
            .map(|byte| RecoveryCode::of_random([byte; RECOVERY_LENGTH]).as_str().to_owned())
            .collect();
        assert_eq!(codes.len(), 32);
    }

    #[test]
    fn what_is_typed_is_a_code_a_recovery_code_or_neither() {
        assert_eq!(Answer::try_from("123 456").map(|answer| answer.factor()), Ok(Factor::Code));
        assert_eq!(
            Answer::try_from(&*"7".repeat(RECOVERY_LENGTH)).map(|answer| answer.factor()),
            Ok(Factor::RecoveryCode)
        );
        assert_eq!(Answer::try_from("lösenord"), Err(Unreadable));
        assert_eq!(Answer::try_from(&*"a".repeat(1_000_000)), Err(Unreadable));
    }

    #[test]
    fn a_code_that_has_been_accepted_and_those_before_it_are_not_accepted_again() {
        assert!(is_later(59_000_001, 59_000_000));
        assert!(!is_later(59_000_000, 59_000_000));
        assert!(!is_later(58_999_999, 59_000_000));
    }

    #[test]
    fn nobody_reads_a_code_in_what_is_printed_for_those_who_mend_the_program() {
        let printed =
            format!("{:?} {:?}", Answer::try_from("123456"), Answer::try_from(&*"7".repeat(RECOVERY_LENGTH)));
        assert!(!printed.contains("123456") && !printed.contains("777"), "{printed}");
    }
}
