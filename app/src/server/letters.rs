//! Templates of letters, and letters as they are fetched (requirement K22). How the templates are drawn stands in
//! [`crate::page::letters`], how letters are asked for in [`crate::server::bulk::many::letters`].

use std::{collections::BTreeMap, pin::Pin, sync::Arc};

use axum::http::HeaderMap;
use domain::{
    id::{JobId, LetterTemplateId},
    language::{Message, Named},
    letter::{
        LetterField,
        form::{LettersForm, TemplateForm},
        sender::{SenderField, SenderRefusal},
    },
    list::CaseColumn,
    municipality::MunicipalityCode,
    product_page::ProductPage,
};
use leptos::prelude::use_context;
use service::{
    Services,
    letters::{self, LetterFailure, Letters, Printed, SenderFailure},
    selection,
    session::Session,
};

use super::{
    bulk::many::letters::problem,
    drawn::{Reader, html, parameter},
    export::{Refused, reader_of},
    form::{self, Draft, Problem, Told, back, draft, kept, on, poster},
    response,
};
use crate::{
    error::AppError,
    page::{
        letters as pages,
        record::{Control, Field},
    },
    path::{self, many::ManyAddress},
    server::record::what,
    serverfn::drawn::Drawn,
    words::{LetterWords, RecordWords},
};

/// What tells how many pages of paper letters become: the server, which sets them.
#[derive(Clone)]
pub struct Pager(pub Arc<dyn Fn(Printed) -> Pages + Send + Sync>);

/// How many pages, once they are counted; nothing where that cannot be said now.
pub type Pages = Pin<Box<dyn Future<Output = Option<usize>> + Send>>;

impl Pager {
    /// How many pages some letters become, where the server says.
    pub(super) async fn pages(printed: &Printed) -> Option<usize> {
        let Self(count) = use_context()?;
        count(printed.clone()).await
    }
}

/// Draws the list of templates.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that administers none.
pub async fn draw(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let senders = letters::senders(services, session).await?;
    let templates = letters::templates(services, session).await?;
    let Told(told) = kept(reader, search, path::SAVED_PARAMETER).await?;
    let aloud = told.join(" ");
    let title = ProductPage::LetterTemplates.name(*language).to_owned();
    Ok(Drawn {
        title,
        body: html(pages::list(&templates, &senders, told, *language)),
        told: aloud,
        ..Drawn::default()
    })
}

/// Draws the form of a template, new or as it is.
///
/// # Errors
/// [`AppError::NotFound`] for one of another municipality, [`AppError::Forbidden`] for a role that administers none.
pub async fn draw_one(
    reader: &Reader,
    id: Option<LetterTemplateId>,
    search: &str,
) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let municipalities = letters::municipalities(session)?;
    let record = match id {
        Some(id) => Some(letters::template(services, session, id).await?),
        None => None,
    };
    let mut draft = draft(reader, search).await?;
    let is_unsaved = draft.is_filled_in();
    if !is_unsaved && let Some(record) = &record {
        draft.version = record.version;
        draft.fields = [
            (LetterField::Name, &record.name),
            (LetterField::Subject, &record.subject),
            (LetterField::Text, &record.text),
        ]
        .map(|(field, value)| (field.code().to_owned(), value.clone()))
        .into();
    }
    let value = |field: LetterField| draft.fields.get(field.code()).cloned().unwrap_or_default();
    let field = |field, control| Field::new(field, control, &value(field), words);
    let mut fields = Vec::new();
    if record.is_none() && municipalities.len() > 1 {
        let values = municipalities.iter().map(|code| (code.to_string(), code.name().to_owned()));
        let control = Control::Choice { values: values.collect(), none: words.choose() };
        fields.push(field(LetterField::Municipality, control).required());
    }
    fields.push(field(LetterField::Name, Control::LINE).required().hinted(words.template_name_hint()));
    fields.push(field(LetterField::Subject, Control::LINE).hinted(words.subject_hint()));
    fields.push(field(LetterField::Text, Control::Notes).required().hinted(words.template_text_hint()));
    let chosen = MunicipalityCode::try_from(value(LetterField::Municipality).as_str()).ok();
    let municipality =
        record.as_ref().map(|record| record.municipality).or(chosen).or(municipalities.first().copied());
    let sample = match municipality {
        Some(municipality) => {
            sample(reader, municipality, &value(LetterField::Subject), &value(LetterField::Text)).await?
        }
        None => None,
    };
    let view = pages::form(id, &fields, (&draft, is_unsaved), sample, words);
    let title = if record.is_some() { words.change_template() } else { words.new_template() };
    Ok(form::page(title, draft.is_refused(), view, words))
}

async fn sample(
    reader: &Reader,
    municipality: MunicipalityCode,
    subject: &str,
    text: &str,
) -> Result<Option<pages::Sample>, AppError> {
    let Reader { services, session, .. } = reader;
    let sender = letters::sender(services, session, municipality).await?;
    let today = services.today();
    let letters = Letters {
        municipality,
        title: String::new(),
        subject: subject.trim().to_owned(),
        text: text.to_owned(),
        sent: today,
        follow_up: Some(today),
    };
    let Some(printed) = letters.sample(&sender, (session.account, &session.name)) else { return Ok(None) };
    let pages = Pager::pages(&printed).await;
    Ok(Some(pages::Sample { printed, pages }))
}

/// Draws the form in which it is said who sends the letters of a municipality.
///
/// # Errors
/// [`AppError::NotFound`] for one out of the reader's reach, [`AppError::Forbidden`] for a role that administers no letters.
pub async fn draw_sender(
    reader: &Reader,
    municipality: MunicipalityCode,
    search: &str,
) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let (sender, users) = letters::sender_form(services, session, municipality).await?;
    let mut draft = draft(reader, search).await?;
    let is_unsaved = draft.is_filled_in();
    if !is_unsaved {
        draft.version = sender.version;
        draft.fields = sender.form();
    }
    let field = |field: SenderField, code: String, control| {
        let value = draft.fields.get(&code).cloned().unwrap_or_default();
        Field { code, ..Field::new(field, control, &value, words) }
    };
    let control = |field: SenderField| match field {
        SenderField::Name => Control::LINE,
        SenderField::Address => Control::Notes,
        SenderField::Telephone => Control::Line { kind: "tel", autocomplete: "off" },
        SenderField::Email => Control::Line { kind: "email", autocomplete: "off" },
    };
    let fields: Vec<Field> = SenderField::ALL
        .iter()
        .map(|part| {
            let field = field(*part, part.code().to_owned(), control(*part));
            if *part == SenderField::Name { field.hinted(words.sender_name_hint()) } else { field }
        })
        .collect();
    let users: Vec<(String, [Field; 2])> = users
        .into_iter()
        .map(|(account, name)| {
            let fields = [SenderField::Telephone, SenderField::Email].map(|part| {
                let named = format!("{}, {name}", part.name(words));
                Field { name: named, ..field(part, part.of_user(account), control(part)) }
            });
            (name, fields)
        })
        .collect();
    let view = pages::sender::form(municipality, &fields, &users, (&draft, is_unsaved), words);
    let title = pages::sender::title(municipality, words);
    Ok(form::page(&title, draft.is_refused(), view, words))
}

/// Saves who sends the letters of a municipality, and leads on to the templates, or back to the form.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn save_sender(
    municipality: String,
    version: i64,
    fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let municipality = MunicipalityCode::try_from(municipality.as_str())
        .map_err(|_| response::answer_with(AppError::NotFound))?;
    let here = path::letter_sender(municipality);
    let draft = Draft { fields, version, ..Draft::default() };
    let Some(reader) = poster(&here, || draft.clone().interrupted()).await? else { return Ok(()) };
    let Reader { services, session, language: words } = &reader;
    let saved = letters::save_sender(services, session, municipality, version, &draft.fields).await;
    let draft = match saved {
        Ok(()) => return on(&reader, path::LETTER_TEMPLATES, words.sender_saved()).await,
        Err(SenderFailure::Refused(refusals)) => {
            let problem = |refusal: &SenderRefusal| Problem {
                field: Some(refusal.code.clone()),
                text: refusal.message(*words),
            };
            Draft { problems: refusals.iter().map(problem).collect(), ..draft }
        }
        // What the other has saved is shown beside it; whoever saves once more has seen it.
        Err(SenderFailure::ChangedMeanwhile { now }) => {
            let text = words.sender_changed_meanwhile().to_owned();
            let seen = pages::sender::told(&now, municipality);
            Draft { problems: vec![Problem { field: None, text }], version: now.version, seen, ..draft }
        }
        Err(SenderFailure::Unavailable(error)) => return Err(response::answer_with(error)),
    };
    back(&reader, &here, draft).await
}

/// Saves or removes a template, and leads on to all of them, or back to the form.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn save(
    id: i64,
    version: i64,
    asked: String,
    fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let id = (id != 0).then_some(LetterTemplateId(id));
    let here = id.map_or_else(|| path::NEW_LETTER_TEMPLATE.to_owned(), path::letter_template);
    let draft = Draft { fields, version, ..Draft::default() };
    let Some(reader) = poster(&here, || draft.clone().interrupted()).await? else { return Ok(()) };
    let Reader { services, session, language } = &reader;
    let seen = id.map(|id| (id, version));
    let (done, told) = match (asked.as_str(), seen) {
        (what::REMOVE, Some(seen)) => {
            (letters::remove_template(services, session, seen).await, language.template_removed())
        }
        (what::REMOVE, None) => return Err(response::answer_with(AppError::NotFound)),
        (asked, seen) => {
            let form = serde_json::to_value(&draft.fields).and_then(serde_json::from_value::<TemplateForm>);
            let form = form.map_err(|_| response::answer_with(AppError::Invalid))?;
            if asked == pages::PREVIEW {
                let refusals = letters::problems(services, session, seen.is_none(), &form);
                let refusals = refusals.map_err(response::answer_with)?;
                let problems = refusals.iter().map(|refusal| problem(refusal, *language)).collect();
                return back(&reader, &here, Draft { problems, ..draft }).await;
            }
            (letters::save_template(services, session, seen, &form).await, language.template_saved())
        }
    };
    match done {
        Ok(()) => on(&reader, path::LETTER_TEMPLATES, told).await,
        Err(failure) => refused(&reader, &here, draft, failure).await,
    }
}

async fn refused(reader: &Reader, here: &str, draft: Draft, failure: LetterFailure) -> Result<(), AppError> {
    let words = reader.language;
    let draft = match failure {
        LetterFailure::Refused(refusals) => {
            let problems = refusals.iter().map(|refusal| problem(refusal, words)).collect();
            Draft { problems, ..draft }
        }
        // What the other has saved is shown beside it; whoever saves once more has seen it.
        LetterFailure::ChangedMeanwhile { now } => {
            let text = words.template_changed_meanwhile().to_owned();
            let problems = vec![Problem { field: None, text }];
            Draft {
                problems,
                version: now.version,
                seen: format!("{}\n{}\n\n{}", now.name, now.subject, now.text),
                ..draft
            }
        }
        LetterFailure::Unavailable(error) => return Err(response::answer_with(error)),
    };
    back(reader, here, draft).await
}

/// A request for a file of letters.
pub struct LettersRequest {
    /// Who asks.
    pub session: Session,
    what: Wanted,
}

/// Which letters.
enum Wanted {
    /// The first of those that would be written to a selection.
    First { chosen: String, form: LettersForm },
    /// Those that a job has written, file by file.
    Written { job: JobId, number: usize },
}

impl LettersRequest {
    /// Reads the name of a file and what stands after the `?`. Nobody's letter is read yet.
    ///
    /// # Errors
    /// [`Refused::SeeOther`] to where one signs in; [`AppError::NotFound`] for a name that no file has.
    pub async fn read(
        services: &Services,
        headers: &HeaderMap,
        file: &str,
        search: &str,
    ) -> Result<Self, Refused> {
        let name = file.strip_suffix(".pdf").ok_or(AppError::NotFound)?;
        if name == path::LETTER_PREVIEW {
            let chosen = parameter(search, path::CHOSEN_PARAMETER).unwrap_or_default();
            let page = ManyAddress::Letters.address(&chosen);
            let page = path::own(&page).unwrap_or(path::CASES);
            let session = reader_of(services, headers, page).await?;
            let form = LettersForm {
                template: parameter(search, path::TEMPLATE_PARAMETER).unwrap_or_default(),
                follow_up: parameter(search, path::DATE_PARAMETER).unwrap_or_default(),
            };
            return Ok(Self { session, what: Wanted::First { chosen, form } });
        }
        let (job, number) = name.split_once('-').ok_or(AppError::NotFound)?;
        let (Ok(job), Ok(number)) = (job.parse(), number.parse()) else {
            return Err(AppError::NotFound.into());
        };
        let job = JobId(job);
        let session = reader_of(services, headers, &path::job(job)).await?;
        Ok(Self { session, what: Wanted::Written { job, number } })
    }

    /// The letters.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for what there is not or what is another's.
    pub async fn printed(self, services: &Services) -> Result<Printed, AppError> {
        let Self { session, what } = self;
        match what {
            Wanted::First { chosen, form } => {
                let letters = match letters::read(services, &session, &form).await {
                    Ok((_, letters)) => letters,
                    Err(LetterFailure::Unavailable(error)) => return Err(error.into()),
                    Err(_) => return Err(AppError::NotFound),
                };
                let chosen = selection::rows::<CaseColumn>(services, &session, &chosen).await?;
                let chosen = chosen.filter(|rows| rows.len() <= letters::MOST).ok_or(AppError::NotFound)?;
                Ok(letters::first(services, &session, &chosen, &letters).await?)
            }
            Wanted::Written { job, number } => Ok(letters::file(services, &session, job, number).await?),
        }
    }
}
