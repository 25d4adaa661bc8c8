//! What stands in a letter to somebody.

use chrono::NaiveDate;
use domain::{
    contact::NewContact,
    date,
    id::AccountId,
    language::Language,
    letter::{self, LetterRefusal, MergeField, Template, sender::Sender},
    municipality::MunicipalityCode,
};
use serde::{Deserialize, Serialize};
use store::{LetterBatch, Recipient};

use crate::ServiceError;

/// The language of the letters: the municipality's own, whatever language the caseworker reads.
pub const LANGUAGE: Language = Language::Swedish;

/// Letters that are to be written, from a template as it is when they are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letters {
    /// Whose template it is.
    pub municipality: MunicipalityCode,
    /// What it is called.
    pub title: String,
    /// The line above its text; empty where there is none.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// The day of the letters.
    pub sent: NaiveDate,
    /// The day on which they are followed up.
    pub follow_up: Option<NaiveDate>,
}

/// A letter to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// The lines in the window of the envelope.
    pub window: Vec<String>,
    /// The line above the text; empty where there is none.
    pub subject: String,
    /// The paragraphs, each with its lines.
    pub paragraphs: Vec<Vec<String>>,
    /// Who signs it, where the template says who does.
    pub signed: Option<Signed>,
}

/// Who signs a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The name.
    pub name: String,
    /// Whether the case has no caseworker, so that it is whoever writes.
    pub without_caseworker: bool,
}

/// Letters to be put on paper.
#[derive(Clone, PartialEq, Eq)]
pub struct Printed {
    /// The name of their template.
    pub title: String,
    /// The lines of the sender's block.
    pub sender: Vec<String>,
    /// Their day, as it stands on them.
    pub date: String,
    /// The letters, in the order of the names.
    pub letters: Vec<Letter>,
}

domain::private_debug!(Letter);
domain::private_debug!(Printed, title);

impl Letters {
    /// Makes ready to write them. `writer` signs for the caseworker of a case that has none.
    pub(crate) fn desk<'a>(
        &'a self,
        sender: &'a Sender,
        writer: (AccountId, &'a str),
    ) -> Result<Desk<'a>, ServiceError> {
        let read = |text: &str| Template::read(text).map_err(|_| ServiceError::Inconsistent);
        let subject = if self.subject.is_empty() { None } else { Some(read(&self.subject)?) };
        let template = read(&self.text)?;
        let fields = subject.iter().flat_map(Template::fields).chain(template.fields());
        let is_signed = fields.into_iter().any(MergeField::is_of_caseworker);
        Ok(Desk { letters: self, subject, template, is_signed, sender, writer })
    }

    /// The contact that each of them is.
    pub(crate) fn contact(&self) -> NewContact {
        letter::contact(&self.title, self.sent, self.follow_up)
    }

    /// What is kept of them.
    pub(crate) fn batch(&self) -> LetterBatch {
        let Self { municipality, title, subject, text, sent, follow_up } = self.clone();
        LetterBatch { municipality, title, subject, text, sent, follow_up }
    }

    /// Some of them, to be put on paper.
    pub(crate) fn printed(&self, sender: &Sender, letters: Vec<Letter>) -> Printed {
        let sender = sender.lines(self.municipality.name());
        Printed { title: self.title.clone(), sender, date: date::in_words(self.sent, LANGUAGE), letters }
    }

    /// What one looks like, with made-up data; nothing of a text that is no template. Signed by whoever looks at it.
    pub fn sample(&self, sender: &Sender, writer: (AccountId, &str)) -> Option<Printed> {
        let window = ["Kim Exempel", "Storgatan 1", "123 45  Ort"].map(str::to_owned).to_vec();
        let desk = self.desk(sender, writer).ok()?;
        let made_up = |field: MergeField| match field {
            MergeField::GivenName => "Kim".to_owned(),
            MergeField::Surname => "Exempel".to_owned(),
            MergeField::FullName => "Kim Exempel".to_owned(),
            MergeField::Address => "Storgatan 1, 123 45  Ort".to_owned(),
            // What the municipality has not said yet is shown as its name.
            field => format!("[{}]", domain::language::Named::name(field, LANGUAGE)),
        };
        let values = |field: MergeField| Some(desk.common(field, None).unwrap_or_else(|| made_up(field)));
        let (subject, paragraphs) = desk.filled(&values).ok()?;
        let letter = Letter { window, subject, paragraphs, signed: None };
        Some(self.printed(sender, vec![letter]))
    }
}

impl From<LetterBatch> for Letters {
    fn from(batch: LetterBatch) -> Self {
        let LetterBatch { municipality, title, subject, text, sent, follow_up } = batch;
        Self { municipality, title, subject, text, sent, follow_up }
    }
}

/// Where letters are written: what they say, who sends them and who signs for whoever has no caseworker.
pub(crate) struct Desk<'a> {
    letters: &'a Letters,
    subject: Option<Template>,
    template: Template,
    is_signed: bool,
    sender: &'a Sender,
    writer: (AccountId, &'a str),
}

impl Desk<'_> {
    /// The letter to somebody.
    pub(crate) fn to(&self, recipient: &Recipient) -> Result<Letter, LetterRefusal> {
        if recipient.municipality != self.letters.municipality {
            return Err(LetterRefusal::OtherMunicipality);
        }
        if recipient.is_dead {
            return Err(LetterRefusal::Dead);
        }
        if recipient.has_left {
            return Err(LetterRefusal::HasLeft);
        }
        // An envelope without a name reaches nobody, whatever the template says.
        if recipient.name.full().trim().is_empty() {
            return Err(LetterRefusal::Missing(vec![MergeField::FullName]));
        }
        let address = letter::address(&recipient.addresses).ok_or(LetterRefusal::NoAddress)?;
        let caseworker = recipient.caseworker.as_ref();
        let values = |field: MergeField| match field {
            MergeField::GivenName => Some(recipient.name.calling()),
            MergeField::Surname => Some(recipient.name.surname.clone()),
            MergeField::FullName => Some(recipient.name.full()),
            MergeField::Address => Some(letter::in_line(address)),
            field => self.common(field, caseworker),
        };
        let (subject, paragraphs) = self.filled(&values).map_err(LetterRefusal::Missing)?;
        let window = letter::window(&recipient.name.full(), address);
        letter::is_settable(&window, &paragraphs)?;
        letter::is_settable(&[], &[vec![subject.clone()]])?;
        let signed = self.is_signed.then(|| Signed {
            name: caseworker.map_or_else(|| self.writer.1.to_owned(), |(_, name)| name.clone()),
            without_caseworker: caseworker.is_none(),
        });
        Ok(Letter { window, subject, paragraphs, signed })
    }

    /// What is filled in for a field that is not about whoever gets the letter.
    fn common(&self, field: MergeField, caseworker: Option<&(AccountId, String)>) -> Option<String> {
        let (account, name) = caseworker.map_or(self.writer, |(account, name)| (*account, name.as_str()));
        let (letters, sender) = (self.letters, self.sender);
        let day = |day: NaiveDate| date::in_words(day, LANGUAGE);
        let text = match field {
            MergeField::GivenName | MergeField::Surname | MergeField::FullName | MergeField::Address => {
                return None;
            }
            MergeField::Municipality => letters.municipality.name().to_owned(),
            MergeField::Caseworker => name.to_owned(),
            MergeField::CaseworkerTelephone => sender.reach_of(Some(account)).telephone,
            MergeField::CaseworkerEmail => sender.reach_of(Some(account)).email,
            MergeField::Sender if sender.name.is_empty() => letters.municipality.name().to_owned(),
            MergeField::Sender => sender.name.clone(),
            MergeField::SenderAddress => sender.address.join(", "),
            MergeField::SenderTelephone => sender.reach.telephone.clone(),
            MergeField::SenderEmail => sender.reach.email.clone(),
            MergeField::Date => day(letters.sent),
            MergeField::FollowUp => day(letters.follow_up?),
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// The subject and the paragraphs.
    fn filled(
        &self,
        values: &impl Fn(MergeField) -> Option<String>,
    ) -> Result<(String, Vec<Vec<String>>), Vec<MergeField>> {
        let subject = self.subject.as_ref().map(|subject| subject.filled(values));
        let (subject, paragraphs) = match (subject.transpose(), self.template.filled(values)) {
            (Ok(subject), Ok(paragraphs)) => (subject, paragraphs),
            (subject, paragraphs) => {
                let mut missing: Vec<MergeField> =
                    subject.err().into_iter().chain(paragraphs.err()).flatten().collect();
                missing.dedup();
                return Err(missing);
            }
        };
        let subject = subject.map(|lines| lines.concat().join(" ")).unwrap_or_default();
        Ok((subject, paragraphs))
    }
}
