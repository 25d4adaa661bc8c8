//! Notices from schools (School Act 15:15): a pupil starts, leaves, or is much absent. Each waits in the municipality's
//! inbox until somebody makes something of it (requirement K19).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    civic_number::{CivicNumber, CivicNumberError},
    contact::{ContactWay, NewContact},
    form::{FieldError, Reading},
    id::{CaseId, ContactId},
    language::{Language, Message, Named, named},
};

named! {
    /// What a school tells.
    pub enum NoticeKind {
        Starts = "starts", "Eleven börjar", "The pupil starts";
        Leaves = "leaves", "Eleven slutar", "The pupil leaves";
        MuchAbsent = "much-absent", "Betydande frånvaro", "Significant absence";
    }
}

named! {
    /// A field of a notice. The codes are the names of the fields of [`NoticeForm`].
    pub enum NoticeField {
        CivicNumber = "civic_number", "Personnummer", "Personal number";
        Kind = "kind", "Anmälan", "Notice";
        School = "school", "Skola", "School";
        Date = "date", "Datum", "Date";
        Text = "text", "Meddelande", "Message";
    }
}

named! {
    /// A field of the form by which a notice is put aside.
    pub enum AsideField {
        Reason = "reason", "Varför läggs den åt sidan?", "Why is it put aside?";
    }
}

/// The reason why a notice is put aside, as it was typed.
///
/// # Errors
/// When there is none, or it is too long.
pub fn aside(reason: &str, today: NaiveDate) -> Result<NoticeState, Vec<FieldError<AsideField>>> {
    let mut reading = Reading::new(today);
    let reason = reading.required_line(AsideField::Reason, reason);
    reading.done(|| reason.map(NoticeState::PutAside))
}

/// What stands in the form by which a notice is entered, as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeForm {
    /// The pupil's number.
    pub civic_number: String,
    /// The code of what the school tells.
    pub kind: String,
    /// The school's name.
    pub school: String,
    /// From which day it holds.
    pub date: String,
    /// What else the school says, or empty.
    pub text: String,
}

crate::private_debug!(NoticeForm);

/// A notice.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Who.
    pub civic_number: CivicNumber,
    /// What.
    pub kind: NoticeKind,
    /// Which school says so.
    pub school: String,
    /// From which day it holds.
    pub date: NaiveDate,
    /// What else the school says.
    pub text: String,
}

crate::private_debug!(Notice, kind, date);

/// What has become of a notice.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeState {
    /// It waits in the inbox.
    Waiting,
    /// It became a contact of a case.
    Contact(CaseId, ContactId),
    /// It is put aside, for a reason.
    PutAside(String),
}

crate::private_debug!(NoticeState);

/// What is wrong with a notice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeRefusal {
    /// What stands in the form is missing or cannot be read.
    #[error("form: {0:?}")]
    Form(FieldError<NoticeField>),
    /// It is no number of a person.
    #[error(transparent)]
    CivicNumber(#[from] CivicNumberError),
    /// Something has been made of it already.
    #[error("handled")]
    Handled,
    /// The person has no open case with which a contact could be registered.
    #[error("no open case")]
    NoOpenCase,
}

impl Message for NoticeRefusal {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Form(error) => error.message(language),
            Self::CivicNumber(error) => error.message(language),
            Self::Handled => language
                .pick(
                    "Anmälan är redan hanterad. Inget mer behöver göras.",
                    "The notice has been dealt with already. Nothing more needs to be done.",
                )
                .to_owned(),
            Self::NoOpenCase => language
                .pick(
                    "Personen har inget öppet aktivitetsansvar i kommunen. Registrera personen under Ny, eller lägg anmälan åt sidan.",
                    "The person has no open case in the municipality. Register the person under New, or put the notice aside.",
                )
                .to_owned(),
        }
    }
}

impl NoticeForm {
    /// The notice that it tells of.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read, never empty.
    pub fn read(&self, today: NaiveDate) -> Result<Notice, Vec<NoticeRefusal>> {
        let number = CivicNumber::try_from(self.civic_number.as_str());
        let mut reading = Reading::new(today);
        let kind = reading.required_choice(NoticeField::Kind, &self.kind);
        let school = reading.required_line(NoticeField::School, &self.school);
        let date = reading.required_date(NoticeField::Date, &self.date);
        let text = reading.notes(NoticeField::Text, &self.text);
        let rest = reading.done(|| Some((kind?, school?, date?)));
        match (number, rest) {
            (Ok(civic_number), Ok((kind, school, date))) => {
                Ok(Notice { civic_number, kind, school, date, text })
            }
            (number, rest) => {
                let wrong = rest.err().unwrap_or_default().into_iter().map(NoticeRefusal::Form);
                Err(number.err().map(NoticeRefusal::from).into_iter().chain(wrong).collect())
            }
        }
    }
}

impl Notice {
    /// The contact that a notice becomes with one click: made today, in the way *Annan*, as an event that is no contact with
    /// the person (seed 001, "Uppföljning av kontakter"). Who is absent or leaves is to be followed up, in a week unless
    /// somebody sets another day.
    pub fn contact(&self, today: NaiveDate, language: Language) -> NewContact {
        let follow_up = match self.kind {
            NoticeKind::Starts => None,
            NoticeKind::Leaves | NoticeKind::MuchAbsent => today.checked_add_days(chrono::Days::new(7)),
        };
        let from = language.pick("från", "from");
        let heading = format!("{} {from} {}: {}", self.kind.name(language), self.date, self.school);
        let heading = heading.chars().take(crate::form::LONGEST_LINE).collect();
        NewContact { date: today, heading, way: ContactWay::Other, notes: self.text.clone(), follow_up }
    }
}

impl NoticeState {
    /// Whether something can be made of the notice, for a person with an open case or without.
    ///
    /// # Errors
    /// Why not; a button that cannot be pressed shows it.
    pub const fn may_become_contact(&self, open_case: Option<CaseId>) -> Result<CaseId, NoticeRefusal> {
        match (self, open_case) {
            (Self::Contact(..) | Self::PutAside(_), _) => Err(NoticeRefusal::Handled),
            (Self::Waiting, None) => Err(NoticeRefusal::NoOpenCase),
            (Self::Waiting, Some(case)) => Ok(case),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> NoticeForm {
        NoticeForm {
            civic_number: "200808172381".into(),
            kind: "much-absent".into(),
            school: "De Geergymnasiet".into(),
            date: "2026-11-10".into(),
            text: "Ingen närvaro sedan vecka 43".into(),
        }
    }

    fn today() -> NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    #[test]
    fn a_notice_becomes_a_contact_with_one_click() {
        let notice = form().read(today()).unwrap();
        let contact = notice.contact(today(), Language::Swedish);
        assert_eq!(contact.heading, "Betydande frånvaro från 2026-11-10: De Geergymnasiet");
        assert_eq!(
            (contact.date, contact.way, contact.notes.as_str()),
            (today(), ContactWay::Other, "Ingen närvaro sedan vecka 43")
        );
        assert_eq!(contact.follow_up.map(|day| day.to_string()).as_deref(), Some("2026-11-28"));
        let starts = Notice { kind: NoticeKind::Starts, ..notice };
        assert_eq!(starts.contact(today(), Language::Swedish).follow_up, None);
    }

    #[test]
    fn something_is_made_of_a_notice_once_and_with_an_open_case() {
        let waiting = NoticeState::Waiting;
        assert_eq!(waiting.may_become_contact(Some(CaseId(7))), Ok(CaseId(7)));
        assert_eq!(waiting.may_become_contact(None), Err(NoticeRefusal::NoOpenCase));
        let done = NoticeState::Contact(CaseId(7), ContactId(3));
        assert_eq!(done.may_become_contact(Some(CaseId(7))), Err(NoticeRefusal::Handled));
    }

    #[test]
    fn a_notice_is_put_aside_for_a_reason() {
        assert_eq!(aside(" Gäller\nsyskon ", today()), Ok(NoticeState::PutAside("Gäller syskon".into())));
        assert_eq!(aside(" ", today()).unwrap_err()[0].field, AsideField::Reason);
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let wrong = NoticeForm { civic_number: "2008".into(), school: " ".into(), ..form() };
        let refusals = wrong.read(today()).unwrap_err();
        assert_eq!(refusals.len(), 2);
        assert_eq!(refusals[0], NoticeRefusal::CivicNumber(CivicNumberError::Form));
    }
}
