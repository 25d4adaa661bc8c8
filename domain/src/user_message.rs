//! What users write to each other, and what the system tells them, in one place (`access.md` section 7; seed 001, "Min sida").
//!
//! A message goes to users and roles of one organisation. It is no part of the register, so that what the register may not hold
//! has no place in it either: the note guard looks through it before it is sent.
//!
//! | module | what lives there |
//! |---|---|
//! | here | a message as somebody writes it, and to whom |
//! | [`notice`] | what the system tells |
//! | [`mail`] | the letter by e-mail that says that there is something to read |

pub mod mail;
pub mod notice;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    access::RoleTitle,
    form::{FieldError, Reading},
    id::{AccountId, UserRoleId},
    language::{Language, Message, Named, named},
    note_guard::{self, RiskKind},
};

named! {
    /// The fields of a message.
    pub enum UserMessageField {
        Receivers = "receivers", "Till", "To";
        Subject = "subject", "Ämne", "Subject";
        Text = "text", "Meddelande", "Message";
    }
}

named! {
    /// Where somebody's messages lie.
    pub enum MessageBox {
        Received = "inkomna", "Inkomna", "Received";
        Sent = "skickade", "Skickade", "Sent";
        PutAway = "undanlagda", "Undanlagda", "Put away";
    }
}

/// To whom a message is sent, of one organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Receiver {
    /// Everybody who acts in it.
    Everybody,
    /// Everybody who administers its permissions.
    Administrators,
    /// Everybody who has a role.
    Role(UserRoleId),
    /// A user.
    User(AccountId),
}

impl Receiver {
    /// The stable code, as in the fields of a form.
    pub fn code(self) -> String {
        match self {
            Self::Everybody => "everybody".to_owned(),
            Self::Administrators => "administrators".to_owned(),
            Self::Role(role) => format!("role-{role}"),
            Self::User(account) => format!("user-{account}"),
        }
    }

    /// The receiver of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "everybody" => Some(Self::Everybody),
            "administrators" => Some(Self::Administrators),
            _ => {
                let (kind, id) = code.split_once('-')?;
                let id = id.parse().ok()?;
                match kind {
                    "role" => Some(Self::Role(UserRoleId(id))),
                    "user" => Some(Self::User(AccountId(id))),
                    _ => None,
                }
            }
        }
    }
}

/// To whom a message was sent, as it is told afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Addressed {
    /// Everybody in the organisation.
    Everybody,
    /// Who had a role, or administered permissions.
    Role(RoleTitle),
    /// A user, by the name of that time.
    User(String),
}

impl Addressed {
    /// What people read.
    pub fn name(&self, language: Language) -> &str {
        match self {
            Self::Everybody => language.pick("Alla i organisationen", "Everybody in the organisation"),
            Self::Role(title) => title.name(language),
            Self::User(name) => name,
        }
    }
}

/// How the fields begin in which receivers are ticked.
const TICKED: &str = "to-";

/// A message as it is written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserMessageForm {
    /// To whom.
    pub receivers: BTreeSet<Receiver>,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// A message that can be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct UserMessage {
    /// To whom: somebody at least.
    pub receivers: BTreeSet<Receiver>,
    /// What it is about: one line.
    pub subject: String,
    /// What it says: not empty.
    pub text: String,
}

crate::private_debug!(UserMessage);

/// Why a message is not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserMessageRefusal {
    /// What is wrong with a field.
    Form(FieldError<UserMessageField>),
    /// Nobody has been chosen.
    NobodyChosen,
    /// Somebody has been chosen who is not there to be written to any more.
    ReceiverGone,
    /// Nobody has the role at present but who writes.
    NobodyThere,
}

impl UserMessageRefusal {
    /// The field that is to be mended.
    pub const fn field(&self) -> UserMessageField {
        match self {
            Self::Form(error) => error.field,
            Self::NobodyChosen | Self::ReceiverGone | Self::NobodyThere => UserMessageField::Receivers,
        }
    }
}

impl Message for UserMessageRefusal {
    fn message(&self, language: Language) -> String {
        let text = match self {
            Self::Form(error) => return error.message(language),
            Self::NobodyChosen => language.pick(
                "Ingen mottagare är vald. Kryssa för minst en roll eller användare.",
                "No receiver has been chosen. Tick one role or user at least.",
            ),
            Self::ReceiverGone => language.pick(
                "En mottagare finns inte längre i organisationen. Välj bland dem som står här.",
                "A receiver is no longer in the organisation. Choose among those who stand here.",
            ),
            Self::NobodyThere => language.pick(
                "Ingen annan har den rollen just nu. Välj någon mer.",
                "Nobody else has that role at present. Choose somebody else, too.",
            ),
        };
        text.to_owned()
    }
}

impl UserMessageForm {
    /// What stands in the fields of a form, by their codes; what is no field of it is passed over.
    pub fn of(fields: &BTreeMap<String, String>) -> Self {
        let text = |field: UserMessageField| fields.get(field.code()).cloned().unwrap_or_default();
        let ticked = fields.keys().filter_map(|code| Receiver::from_code(code.strip_prefix(TICKED)?));
        Self {
            receivers: ticked.collect(),
            subject: text(UserMessageField::Subject),
            text: text(UserMessageField::Text),
        }
    }

    /// The code of the field in which a receiver is ticked.
    pub fn field_of(receiver: Receiver) -> String {
        format!("{TICKED}{}", receiver.code())
    }

    /// The message, or everything that is wrong with it.
    ///
    /// # Errors
    /// When nobody is chosen, or the subject or the text is empty or too long.
    pub fn read(&self, today: NaiveDate) -> Result<UserMessage, Vec<UserMessageRefusal>> {
        let mut reading = Reading::new(today);
        let subject = reading.required_line(UserMessageField::Subject, &self.subject);
        let text = reading.required_notes(UserMessageField::Text, &self.text);
        let receivers = self.receivers.clone();
        let message = reading.done(|| Some(UserMessage { receivers, subject: subject?, text: text? }));
        let nobody = self.receivers.is_empty().then_some(UserMessageRefusal::NobodyChosen);
        match (nobody, message) {
            (None, Ok(message)) => Ok(message),
            (nobody, message) => {
                let errors = message.err().unwrap_or_default();
                Err(nobody.into_iter().chain(errors.into_iter().map(UserMessageRefusal::Form)).collect())
            }
        }
    }
}

impl UserMessage {
    /// What it seems to hold that has no place in it, and nobody has said to have read.
    pub fn risks(&self, today: NaiveDate, read: &[RiskKind]) -> Vec<RiskKind> {
        let is_read = |kind| read.contains(&kind);
        let found: Vec<RiskKind> = [&self.subject, &self.text]
            .into_iter()
            .flat_map(|written| note_guard::unread(written, "", None, today, is_read))
            .collect();
        RiskKind::ALL.iter().copied().filter(|kind| found.contains(kind)).collect()
    }
}

/// What an answer to a message is about.
pub fn answer_subject(subject: &str, language: Language) -> String {
    let mark = language.pick("Sv: ", "Re: ");
    match subject.starts_with("Sv: ") || subject.starts_with("Re: ") {
        true => subject.to_owned(),
        false => format!("{mark}{subject}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::form::{LONGEST_LINE, LONGEST_NOTES, Mistake};

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn form(subject: &str, text: &str) -> UserMessageForm {
        let receivers = BTreeSet::from([Receiver::User(AccountId(7))]);
        UserMessageForm { receivers, subject: subject.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_subject_is_one_line_and_a_text_keeps_its_lines() {
        let message = form(" Möte\r\nBcc: a@b.example ", "Hej!\r\nVi ses.\u{0}").read(today()).unwrap();
        assert_eq!(message.subject, "Möte Bcc: a@b.example");
        assert_eq!(message.text, "Hej!\nVi ses.");
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let wrong = UserMessageForm::default().read(today()).unwrap_err();
        let fields: Vec<UserMessageField> = wrong.iter().map(UserMessageRefusal::field).collect();
        assert_eq!(fields, UserMessageField::ALL);
        let wrong = form(&"å".repeat(LONGEST_LINE + 1), &"å".repeat(LONGEST_NOTES + 1)).read(today());
        let is_too_long = |refusal: &UserMessageRefusal| {
            matches!(refusal, UserMessageRefusal::Form(FieldError { mistake: Mistake::TooLong { .. }, .. }))
        };
        assert!(wrong.unwrap_err().iter().filter(|refusal| is_too_long(refusal)).count() == 2);
        assert!(form(&"å".repeat(LONGEST_LINE), &"å".repeat(LONGEST_NOTES)).read(today()).is_ok());
        // Somebody at least is written to.
        let to_nobody = UserMessageForm { receivers: BTreeSet::new(), ..form("Möte", "Hej") };
        assert_eq!(to_nobody.read(today()).unwrap_err(), [UserMessageRefusal::NobodyChosen]);
    }

    #[test]
    fn what_the_register_may_not_hold_is_warned_of_wherever_it_stands() {
        let risks = |subject, text, read: &[RiskKind]| {
            form(subject, text).read(today()).unwrap().risks(today(), read)
        };
        assert_eq!(risks("Om 20080817-2381", "Hej", &[]), [RiskKind::OtherNumber]);
        assert_eq!(
            risks("Om i går", "Gäller 200808172381, som är sjuk.", &[]),
            [RiskKind::OtherNumber, RiskKind::Health]
        );
        assert_eq!(risks("Om 20080817-2381", "Hej", &[RiskKind::OtherNumber]), []);
        assert_eq!(risks("Om i går", "Ring 031-123 45 67.", &[]), []);
    }

    #[test]
    fn receivers_are_ticked_in_fields_of_their_own() {
        let (role, user) = (Receiver::Role(UserRoleId(3)), Receiver::User(AccountId(12)));
        let codes =
            [Receiver::Everybody, Receiver::Administrators, role, user].map(UserMessageForm::field_of);
        assert_eq!(codes, ["to-everybody", "to-administrators", "to-role-3", "to-user-12"]);
        let mut fields: BTreeMap<String, String> =
            codes.iter().map(|code| (code.clone(), "1".to_owned())).collect();
        fields.insert("subject".to_owned(), "Möte".to_owned());
        fields.insert("to-role-x".to_owned(), "1".to_owned());
        let form = UserMessageForm::of(&fields);
        assert_eq!(form.receivers.len(), 4);
        assert_eq!((form.subject.as_str(), form.text.as_str()), ("Möte", ""));
    }

    #[test]
    fn an_answer_is_marked_once() {
        assert_eq!(answer_subject("Möte", Language::Swedish), "Sv: Möte");
        assert_eq!(answer_subject("Sv: Möte", Language::English), "Sv: Möte");
        assert_eq!(answer_subject("Möte", Language::English), "Re: Möte");
    }

    proptest! {
        #[test]
        fn what_is_sent_is_neither_empty_nor_too_long(subject in ".*", text in "(?s).*") {
            if let Ok(message) = form(&subject, &text).read(today()) {
                prop_assert!(!message.subject.is_empty() && !message.text.is_empty());
                prop_assert!(message.subject.chars().count() <= LONGEST_LINE);
                prop_assert!(!message.subject.chars().any(char::is_control));
                prop_assert!(message.text.chars().count() <= LONGEST_NOTES);
                prop_assert!(!message.text.chars().any(|next| next.is_control() && next != '\n' && next != '\t'));
            }
        }

        #[test]
        fn every_receiver_is_known_by_its_code(id in 1_i64.., kind in 0..4) {
            let receiver = match kind {
                0 => Receiver::Everybody,
                1 => Receiver::Administrators,
                2 => Receiver::Role(UserRoleId(id)),
                _ => Receiver::User(AccountId(id)),
            };
            prop_assert_eq!(Receiver::from_code(&receiver.code()), Some(receiver));
        }
    }
}
