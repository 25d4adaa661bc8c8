//! Passkeys: a key pair for each, whose private half never leaves the telephone, the computer or the security key of its owner
//! (WebAuthn). What of them can be decided without looking at a signature stands here.

use super::second_factor::SecondFactorRefusal;
use crate::language::named;

/// How many passkeys an account has at most.
pub const MOST_PASSKEYS: usize = 10;
/// How long the name of a passkey is at most, in characters.
pub const LONGEST_NAME: usize = 60;
/// How the journal tells that a passkey answered that may be a copy: it had counted further before.
pub const COPIED: &str = "passkey-copied";

/// What its owner calls a passkey, to tell it from their others.
#[derive(Clone, PartialEq, Eq)]
pub struct PasskeyName(String);

crate::private_debug!(PasskeyName);

impl PasskeyName {
    /// As it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for PasskeyName {
    type Error = PasskeyRefusal;

    /// Some text on one line that is not too long, with whatever space around it.
    fn try_from(typed: &str) -> Result<Self, PasskeyRefusal> {
        let name = typed.trim();
        let is_line = !name.chars().any(char::is_control);
        match (name.is_empty(), is_line && name.chars().count() <= LONGEST_NAME) {
            (true, _) => Err(PasskeyRefusal::NameMissing),
            (false, false) => Err(PasskeyRefusal::NameTooLong),
            (false, true) => Ok(Self(name.to_owned())),
        }
    }
}

named! {
    /// Why no passkey was added or removed: what is wrong, and what to do.
    pub enum PasskeyRefusal {
        NameMissing = "passkey-name-missing", "Ge din passkey ett namn, till exempel vad telefonen heter.", "Give your passkey a name, such as that of the telephone.";
        NameTooLong = "passkey-name-long", "Namnet är för långt. Skriv högst 60 tecken på en rad.", "The name is too long. Write 60 characters at most, on one line.";
        PasswordWrong = "passkey-password-wrong", "Lösenordet stämmer inte. Skriv det som du loggar in med.", "The password is wrong. Write the one that you sign in with.";
        LockedOut = "passkey-locked-out", "Kontot är låst efter för många felaktiga försök. Försök igen om en kvart.", "The account is locked after too many wrong attempts. Try again in a quarter of an hour.";
        CodeUnreadable = "passkey-code-unreadable", "Det där är ingen kod. Skriv de sex siffror som appen visar.", "That is no code. Write the six digits that the app shows.";
        CodeWrong = "passkey-code-wrong", "Koden stämmer inte, eller så är den redan använd. Vänta tills appen visar en ny och skriv den.", "The code is wrong, or it has been used already. Wait until the app shows a new one and write that.";
        Ended = "passkey-ended", "Det tog för lång tid. Börja om med ditt lösenord.", "It took too long. Begin again with your password.";
        NotMade = "passkey-not-made", "Svaret från webbläsaren gick inte att använda. Börja om, och följ det som webbläsaren visar.", "The answer of the browser was of no use. Begin again, and follow what the browser shows.";
        Taken = "passkey-taken", "Den passkeyn är redan tillagd. Välj en annan telefon, dator eller säkerhetsnyckel.", "That passkey has been added already. Choose another telephone, computer or security key.";
        TooMany = "passkey-too-many", "Du har redan tio passkeys. Ta bort en som du inte använder och försök igen.", "You have ten passkeys already. Remove one that you do not use and try again.";
        Required = "passkey-required", "Tvåstegsinloggning krävs här, så din enda passkey kan inte tas bort. Lägg till en annan först.", "Two-step sign-in is required here, so that your only passkey cannot be removed. Add another first.";
        NoAddress = "passkey-no-address", "Passkeys fungerar inte på den här adressen. Öppna Fyren med sitt namn i stället för siffror, eller kontakta driften.", "Passkeys do not work at this address. Open Fyren by its name instead of by numbers, or tell the operator.";
    }
}

impl From<SecondFactorRefusal> for PasskeyRefusal {
    fn from(refusal: SecondFactorRefusal) -> Self {
        match refusal {
            SecondFactorRefusal::PasswordWrong => Self::PasswordWrong,
            SecondFactorRefusal::LockedOut => Self::LockedOut,
            SecondFactorRefusal::CodeUnreadable => Self::CodeUnreadable,
            SecondFactorRefusal::CodeWrong => Self::CodeWrong,
            SecondFactorRefusal::SetUpEnded | SecondFactorRefusal::NoKey => Self::Ended,
            SecondFactorRefusal::Required => Self::Required,
        }
    }
}

/// The part of the form that is to be mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyPart {
    /// The name.
    Name,
    /// The current password.
    Password,
    /// The code.
    Code,
}

impl PasskeyRefusal {
    /// Where what is wrong is put right.
    pub const fn part(self) -> PasskeyPart {
        match self {
            Self::NameMissing | Self::NameTooLong => PasskeyPart::Name,
            Self::CodeUnreadable | Self::CodeWrong => PasskeyPart::Code,
            Self::PasswordWrong
            | Self::LockedOut
            | Self::Ended
            | Self::NotMade
            | Self::Taken
            | Self::TooMany
            | Self::Required
            | Self::NoAddress => PasskeyPart::Password,
        }
    }
}

/// Whether a passkey may be removed: where a second factor is required, not the last of what its owner has.
pub const fn may_be_removed(is_required: bool, has_codes: bool, passkeys: usize) -> bool {
    !is_required || has_codes || passkeys > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passkey_has_a_name_on_one_line_of_sixty_characters_at_most() {
        let name = |typed: &str| PasskeyName::try_from(typed).map(|name| name.as_str().to_owned());
        assert_eq!(name("  Åsas telefon "), Ok("Åsas telefon".to_owned()));
        assert_eq!(name(&"å".repeat(60)), Ok("å".repeat(60)));
        assert_eq!(name(&"å".repeat(61)), Err(PasskeyRefusal::NameTooLong));
        assert_eq!(name("a\nb"), Err(PasskeyRefusal::NameTooLong));
        for nothing in ["", "  ", "\n"] {
            assert_eq!(name(nothing), Err(PasskeyRefusal::NameMissing), "{nothing:?}");
        }
    }

    #[test]
    fn the_last_of_what_is_required_is_not_removed() {
        assert!(!may_be_removed(true, false, 1));
        assert!(may_be_removed(true, false, 2));
        assert!(may_be_removed(true, true, 1));
        assert!(may_be_removed(false, false, 1));
    }
}
