//! What the log tells of a person. How it is drawn stands in [`crate::page::person_log`].

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use domain::{civic_number::CivicNumber, id::PersonId, language::Language};
use service::{
    Services,
    person_log::{self, PersonLog},
    session::Session,
};

use super::{
    drawn::{Reader, html, parameter},
    export::{Refused, reader_of},
    form::{self, Draft, Problem, back, draft, poster},
    request, response,
};
use crate::{
    error::AppError,
    page::person_log::{self as page, NUMBER},
    path,
    serverfn::drawn::Drawn,
    words::PersonLogWords,
};

/// Draws the form that asks for a person, or what the log tells of one.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that does not read the log, [`AppError::NotFound`] for somebody outside its reach.
pub async fn draw(reader: &Reader, person: Option<PersonId>, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    person_log::may_read(session)?;
    let Some(person) = person else {
        let draft = draft(reader, search).await?;
        let view = page::form(&draft, *language);
        return Ok(form::page(language.person_log(), draft.is_refused(), view, *language));
    };
    let number = parameter(search, path::PAGE_PARAMETER).and_then(|page| page.parse().ok()).unwrap_or(1);
    let log = person_log::page(services, session, person, number).await?;
    let title = language.person_log().to_owned();
    Ok(Drawn { title, body: html(page::view(&log, *language)), ..Drawn::default() })
}

/// Leads on to what the log tells of whoever has a number, or back to the form.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn find(fields: &BTreeMap<String, String>) -> Result<(), AppError> {
    let typed = fields.get(NUMBER).map(String::as_str).unwrap_or_default();
    let here = path::PERSON_LOG;
    let Some(reader) = poster(here, || None::<Draft>).await? else { return Ok(()) };
    let (services, session, words) = (&reader.services, &reader.session, reader.language);
    let found = match CivicNumber::parse(typed.trim(), services.today()) {
        Ok(number) => person_log::find(services, session, number).await.map_err(response::answer_with)?,
        Err(_) => {
            person_log::may_read(session).map_err(response::answer_with)?;
            let text = match typed.trim() {
                "" => words.person_number_missing(),
                _ => words.person_number_wrong(),
            };
            return again(&reader, typed, text).await;
        }
    };
    match found {
        Some(person) => {
            response::see_other(&path::person_log(person, 1));
            Ok(())
        }
        None => again(&reader, typed, words.nobody_found()).await,
    }
}

async fn again(reader: &Reader, typed: &str, text: &str) -> Result<(), AppError> {
    let draft = Draft {
        fields: [(NUMBER.to_owned(), typed.to_owned())].into(),
        problems: vec![Problem { field: Some(NUMBER.to_owned()), text: text.to_owned() }],
        ..Draft::default()
    };
    back(reader, path::PERSON_LOG, draft).await
}

/// A request for the file of what the log tells of a person.
pub struct PersonLogRequest {
    session: Session,
    person: PersonId,
    language: Language,
}

impl PersonLogRequest {
    /// Reads the headers of a request for the file of a person.
    ///
    /// # Errors
    /// [`Refused::SeeOther`] to where one signs in, [`Refused::Error`] for a role that does not read the log.
    pub async fn read(services: &Services, headers: &HeaderMap, person: PersonId) -> Result<Self, Refused> {
        let session = reader_of(services, headers, &path::person_log(person, 1)).await?;
        person_log::may_read(&session).map_err(AppError::from)?;
        Ok(Self { session, person, language: request::language(headers) })
    }

    /// The rows of the file, the headings first.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for somebody outside the reader's reach.
    pub async fn rows(&self, services: &Services) -> Result<Vec<[String; 5]>, AppError> {
        let log: PersonLog = person_log::whole(services, &self.session, self.person).await?;
        let rows = log.entries.iter().map(|entry| page::cells(entry, self.language));
        Ok([page::headings(self.language).map(str::to_owned)].into_iter().chain(rows).collect())
    }
}
