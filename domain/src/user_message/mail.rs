//! The letter by e-mail that says that there is something to read. It goes through other people's machines, so that it tells
//! nothing but that, and where to sign in.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::language::{Language, Message};

/// How long after each vain attempt a letter is tried again; after the last of them it is given up. All in all that is two days,
/// which a server for e-mail may well be away over a weekend's night.
const AGAIN_AFTER: [TimeDelta; 8] = [
    TimeDelta::minutes(1),
    TimeDelta::minutes(5),
    TimeDelta::minutes(15),
    TimeDelta::hours(1),
    TimeDelta::hours(3),
    TimeDelta::hours(8),
    TimeDelta::hours(12),
    TimeDelta::hours(24),
];

/// How long after an attempt, the first of which is 1, a letter is tried again; nothing when it is given up.
pub fn again_after(attempt: i64) -> Option<TimeDelta> {
    usize::try_from(attempt.checked_sub(1)?).ok().and_then(|vain| AGAIN_AFTER.get(vain)).copied()
}

/// Why a letter has not been sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MailFailure {
    /// Nobody answered, in time or at all, or the server asks to be tried again.
    Unavailable,
    /// The server does not take it, now or later: there is no such address, for instance.
    Refused,
}

impl MailFailure {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::Refused => "refused",
        }
    }

    /// The failure of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Unavailable, Self::Refused].into_iter().find(|failure| failure.code() == code)
    }

    /// Whether it may go better another time.
    pub const fn may_pass(self) -> bool {
        matches!(self, Self::Unavailable)
    }
}

impl Message for MailFailure {
    fn message(&self, language: Language) -> String {
        let text = match self {
            Self::Unavailable => language.pick(
                "E-postservern svarade inte i tid, eller bad om att få frågan senare. Kontrollera adressen till den och att den är igång.",
                "The server for e-mail did not answer in time, or asked to be tried later. Check its address and that it runs.",
            ),
            Self::Refused => language.pick(
                "E-postservern tog inte emot brevet. Kontrollera mottagarens adress, avsändaren och inloggningen till servern.",
                "The server for e-mail did not take the letter. Check the receiver's address, the sender and how Fyren signs in to the server.",
            ),
        };
        text.to_owned()
    }
}

/// What the letter is about, in both languages, since nobody has said which its reader reads.
pub const SUBJECT: &str = "Nytt meddelande i Fyren / New message in Fyren";

/// What it says, with the address of the installation.
pub fn text(address: &str) -> String {
    format!(
        "Du har fått ett meddelande i Fyren. Logga in och läs det:\n{address}\n\n\
         You have received a message in Fyren. Sign in to read it:\n{address}\n\n\
         Brevet skickas till dig som har valt det under Min sida. Det går inte att svara på.\n\
         This letter is sent to those who have chosen it under My page. It cannot be answered.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_tried_for_two_days_and_then_given_up() {
        let pauses: Vec<TimeDelta> = (1..).map_while(again_after).collect();
        assert!(pauses.is_sorted() && pauses.iter().sum::<TimeDelta>() >= TimeDelta::days(2));
        assert_eq!(again_after(pauses.len() as i64 + 1), None);
        assert_eq!((again_after(0), again_after(i64::MIN)), (None, None));
    }

    #[test]
    fn a_letter_tells_where_to_read_and_no_more() {
        let text = text("https://fyren.example.se/min-sida/meddelanden");
        assert_eq!(text.matches("https://fyren.example.se/min-sida/meddelanden\n").count(), 2);
        assert!(text.lines().chain([SUBJECT]).all(|line| line.len() < 200));
    }

    #[test]
    fn a_failure_is_known_by_its_code() {
        for failure in [MailFailure::Unavailable, MailFailure::Refused] {
            assert_eq!(MailFailure::from_code(failure.code()), Some(failure));
            assert!(failure.message(Language::Swedish) != failure.message(Language::English));
        }
        assert!(MailFailure::Unavailable.may_pass() && !MailFailure::Refused.may_pass());
    }
}
