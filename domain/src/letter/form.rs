//! The forms of letters: that of a template, and that by which letters are written.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{LetterField, MergeField, Template, TemplateError};
use crate::{
    contact::ContactRefusal,
    follow_up,
    form::{FieldError, Mistake, Reading},
    id::LetterTemplateId,
    language::{Language, Message, Named},
    municipality::MunicipalityCode,
};

/// Why a template is not saved, or no letters are written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormRefusal {
    /// Something is missing or cannot be read.
    #[error("form")]
    Form(FieldError<LetterField>),
    /// The text is no template.
    #[error(transparent)]
    Text(TemplateError),
    /// The subject line is no template.
    #[error(transparent)]
    Subject(TemplateError),
    /// The municipality has another template of that name.
    #[error("name taken")]
    NameTaken,
    /// The letters cannot be registered as contacts.
    #[error("contact: {0:?}")]
    Contact(ContactRefusal),
}

impl FormRefusal {
    /// The field that is to be mended.
    pub const fn field(&self) -> LetterField {
        match self {
            Self::Form(error) => error.field,
            Self::Text(_) => LetterField::Text,
            Self::Subject(_) => LetterField::Subject,
            Self::NameTaken => LetterField::Name,
            Self::Contact(_) => LetterField::FollowUp,
        }
    }
}

impl Message for FormRefusal {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Form(error) => error.message(language),
            Self::Text(error) => error.message(language),
            Self::Subject(error) => {
                format!("{}: {}", LetterField::Subject.name(language), error.message(language))
            }
            Self::Contact(refusal) => refusal.message(language),
            Self::NameTaken => language
                .pick(
                    "Kommunen har redan en mall med det namnet. Välj ett annat.",
                    "The municipality has a template of that name already. Choose another.",
                )
                .to_owned(),
        }
    }
}

/// What stands in the form of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TemplateForm {
    /// Whose it is, of a new one, where there is a choice.
    pub municipality: String,
    /// What it is called.
    pub name: String,
    /// The line above its text; may be empty.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// A template to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTemplate {
    /// Whose it is, of a new one.
    pub municipality: Option<MunicipalityCode>,
    /// What it is called.
    pub name: String,
    /// The line above its text, with its fields in braces; empty where there is none.
    pub subject: String,
    /// What it says.
    pub template: Template,
}

impl TemplateForm {
    /// Reads the form of a new template, which may be any of some municipalities', or of one that is changed.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read.
    pub fn read(
        &self,
        of_new: Option<&[MunicipalityCode]>,
        today: NaiveDate,
    ) -> Result<NewTemplate, Vec<FormRefusal>> {
        let mut reading = Reading::new(today);
        let municipality = match of_new {
            None => None,
            Some([only]) => Some(*only),
            Some(choices) => {
                let read = |text: &str| {
                    MunicipalityCode::try_from(text)
                        .ok()
                        .filter(|municipality| choices.contains(municipality))
                };
                let chosen = reading.chosen(LetterField::Municipality, &self.municipality, read);
                if self.municipality.trim().is_empty() {
                    reading.mistake(LetterField::Municipality, Mistake::Missing);
                }
                chosen
            }
        };
        let name = reading.required_line(LetterField::Name, &self.name);
        let subject = reading.line(LetterField::Subject, &self.subject);
        let subject = Some(subject).filter(|subject| !subject.is_empty()).map(|line| Template::read(&line));
        match (reading.done(|| name), subject.transpose(), Template::read(&self.text)) {
            (Ok(name), Ok(subject), Ok(template)) => {
                let subject = subject.map(|subject| subject.to_string()).unwrap_or_default();
                Ok(NewTemplate { municipality, name, subject, template })
            }
            (name, subject, template) => {
                let of_fields = name.err().into_iter().flatten().map(FormRefusal::Form);
                let of_subject = subject.err().map(FormRefusal::Subject);
                Err(of_fields.chain(of_subject).chain(template.err().map(FormRefusal::Text)).collect())
            }
        }
    }
}

/// Whether letters of a template name the day of following up, which must then be filled in.
pub fn names_follow_up(subject: &str, text: &str) -> bool {
    let names = |template: Template| template.fields().contains(&MergeField::FollowUp);
    [subject, text].into_iter().filter_map(|text| Template::read(text).ok()).any(names)
}

/// What stands in the form by which letters are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LettersForm {
    /// From which template, by its number.
    pub template: String,
    /// The day on which the letters are followed up.
    pub follow_up: String,
}

impl LettersForm {
    /// The template that is chosen.
    pub fn chosen(&self) -> Option<LetterTemplateId> {
        self.template.trim().parse().ok().map(LetterTemplateId)
    }

    /// Reads the form, with whether the template that is chosen names the day of following up, if there is such a template: the
    /// day on which the letters of today are followed up. A template that names that day asks for it.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read.
    pub fn read(
        &self,
        names_follow_up: Option<bool>,
        today: NaiveDate,
    ) -> Result<Option<NaiveDate>, Vec<FormRefusal>> {
        let mut reading = Reading::new(today);
        match names_follow_up {
            Some(is_asked_for) => {
                if is_asked_for && self.follow_up.trim().is_empty() {
                    reading.mistake(LetterField::FollowUp, Mistake::Missing);
                }
            }
            None if self.template.trim().is_empty() => {
                reading.mistake(LetterField::Template, Mistake::Missing);
            }
            None => reading.mistake(LetterField::Template, Mistake::NotAChoice),
        }
        let day = reading.date(LetterField::FollowUp, &self.follow_up);
        let latest = follow_up::latest(today);
        if day.is_some_and(|day| day > latest) {
            reading.mistake(LetterField::FollowUp, Mistake::TooFarAhead { latest });
        }
        let day = reading
            .done(|| Some(day))
            .map_err(|errors| errors.into_iter().map(FormRefusal::Form).collect::<Vec<_>>())?;
        match day {
            Some(day) if day < today => {
                Err(vec![FormRefusal::Contact(ContactRefusal::FollowUpBeforeContact)])
            }
            day => Ok(day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    fn fields(refused: &[FormRefusal]) -> Vec<LetterField> {
        refused.iter().map(FormRefusal::field).collect()
    }

    #[test]
    fn everything_that_is_wrong_with_a_template_is_told_at_once() {
        let places = ["0581", "0580"].map(|code| MunicipalityCode::try_from(code).unwrap());
        let form = TemplateForm {
            subject: "Till {vem}".into(),
            text: "Hej {personnummer}".into(),
            ..TemplateForm::default()
        };
        let refused = form.read(Some(&places), today()).unwrap_err();
        assert_eq!(
            fields(&refused),
            [LetterField::Municipality, LetterField::Name, LetterField::Subject, LetterField::Text]
        );
        assert!(refused[2].message(Language::Swedish).starts_with("Ämnesrad: Rad 1: fältet {vem}"));
        let form = TemplateForm {
            municipality: "0180".into(),
            name: "Brev".into(),
            subject: " Till dig, {förnamn} ".into(),
            text: "Hej".into(),
        };
        let refused = form.read(Some(&places), today()).unwrap_err();
        assert_eq!(fields(&refused), [LetterField::Municipality]);
        // Where there is one municipality, it is that.
        let read = form.read(Some(&places[..1]), today()).unwrap();
        assert_eq!((read.municipality, read.name.as_str()), (Some(places[0]), "Brev"));
        assert_eq!(read.subject, "Till dig, {förnamn}");
        assert_eq!(form.read(None, today()).unwrap().municipality, None);
    }

    #[test]
    fn a_template_that_names_the_day_of_following_up_asks_for_it() {
        let names = |subject, text| Some(names_follow_up(subject, text));
        let template = names("", "Vi hörs {uppföljning}.");
        assert_eq!((template, names("Senast {uppföljning}", "Hej!")), (Some(true), Some(true)));
        let form = |template: &str, follow_up: &str| LettersForm {
            template: template.into(),
            follow_up: follow_up.into(),
        };
        let read =
            |form: LettersForm, template| form.read(template, today()).map_err(|refused| fields(&refused));
        assert_eq!(read(form("1", ""), template), Err(vec![LetterField::FollowUp]));
        assert_eq!(read(form("1", "2026-11-20"), template), Err(vec![LetterField::FollowUp]));
        assert_eq!(read(form("", "i morgon"), None), Err(vec![LetterField::Template, LetterField::FollowUp]));
        assert_eq!(read(form("7", ""), None), Err(vec![LetterField::Template]));
        let day = read(form("1", "2026-12-01"), template).unwrap();
        assert_eq!(day, "2026-12-01".parse().ok());
        // Two years ahead at most, as the form of a contact says.
        assert!(read(form("1", "2028-11-21"), template).is_ok());
        assert_eq!(read(form("1", "2028-11-22"), template), Err(vec![LetterField::FollowUp]));
        let plain = names("Hej", "Hej!");
        assert_eq!(read(form("1", ""), plain), Ok(None));
    }
}
