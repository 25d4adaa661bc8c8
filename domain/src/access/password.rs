//! Passwords that people choose (ASVS 5.0, 6.2).

use crate::language::named;

/// The shortest password that may be chosen, in characters (6.2.1).
pub const SHORTEST: usize = 12;
/// The longest, in characters (6.2.9 asks that 64 may be used).
pub const LONGEST: usize = 256;

named! {
    /// Why a password was not exchanged for another: what is wrong, and what to do.
    pub enum PasswordRefusal {
        CurrentWrong = "current-wrong", "Det nuvarande lösenordet stämmer inte. Skriv det som du loggade in med.", "The current password is wrong. Write the one that you signed in with.";
        LockedOut = "locked-out", "Kontot är låst efter för många felaktiga lösenord. Försök igen om en kvart, eller be en administratör om ett nytt lösenord.", "The account is locked after too many wrong passwords. Try again in a quarter of an hour, or ask an administrator for a new password.";
        TooShort = "too-short", "Lösenordet är för kort. Använd minst 12 tecken.", "The password is too short. Use at least 12 characters.";
        TooLong = "too-long", "Lösenordet är för långt. Använd högst 256 tecken.", "The password is too long. Use at most 256 characters.";
        Guessable = "guessable", "Lösenordet är lätt att gissa. Välj några ord som inte hör ihop, och undvik namn, årtal och det som många använder.", "The password is easily guessed. Choose a few words that do not belong together, and avoid names, years and what many use.";
        SameAsBefore = "same-as-before", "Det nya lösenordet är det nuvarande. Välj ett annat.", "The new password is the current one. Choose another.";
        WrittenDifferently = "written-differently", "Det nya lösenordet är inte skrivet lika de båda gångerna. Skriv det igen.", "The new password is not written the same both times. Write it again.";
    }
}

/// The part of a form that is to be mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordPart {
    /// The current password.
    Current,
    /// The new one.
    New,
    /// The new one, written again.
    Again,
}

impl PasswordRefusal {
    /// Where what is wrong is put right.
    pub const fn part(self) -> PasswordPart {
        match self {
            Self::CurrentWrong | Self::LockedOut => PasswordPart::Current,
            Self::TooShort | Self::TooLong | Self::Guessable | Self::SameAsBefore => PasswordPart::New,
            Self::WrittenDifferently => PasswordPart::Again,
        }
    }
}

/// What is wrong with how long a password is, if anything. Characters are counted, and none is forbidden.
pub fn length_refusal(password: &str) -> Option<PasswordRefusal> {
    match password.chars().count() {
        length if length < SHORTEST => Some(PasswordRefusal::TooShort),
        length if length > LONGEST => Some(PasswordRefusal::TooLong),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_characters_are_enough_and_256_not_too_many_whatever_they_are() {
        assert_eq!(length_refusal(&"å".repeat(11)), Some(PasswordRefusal::TooShort));
        assert_eq!(length_refusal(&"å".repeat(12)), None);
        assert_eq!(length_refusal(&"🔑 ".repeat(128)), None);
        assert_eq!(length_refusal(&"a".repeat(257)), Some(PasswordRefusal::TooLong));
    }
}
