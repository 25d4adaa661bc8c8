//! What is common to the forms that are posted and lead on to a page: who posts, what was filled in and is wrong, and what is
//! told of what has been saved.
//!
//! What is refused is kept under a token and shown again as it was typed, with what is wrong. What was under way when the
//! session was gone is kept as decision 023 says.

use std::collections::BTreeMap;

use domain::{
    form::FieldError,
    language::{Language, Message, Named},
    note_guard::RiskKind,
};
use leptos::prelude::IntoView;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use service::{filter_token, saving::Saved};

use super::{
    drawn::{Reader, html, parameter},
    interrupted, request, response,
    session::signed_in,
};
use crate::{error::AppError, path, serverfn::drawn::Drawn, words::RecordWords};

/// The field that says what a form was drawn with, so that posting it twice does what it asks for once.
pub const ONCE: &str = "once";

/// What has been filled in and not been saved. The server keeps it under a token, so that no value stands in an address.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// What stands in the fields, by their codes.
    pub fields: BTreeMap<String, String>,
    /// The version that it was filled in beside.
    pub version: i64,
    /// What the fields held in it, as JSON.
    pub seen: String,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What another has changed meanwhile, too.
    pub clash: Option<Clash>,
    /// What the notes seem to hold that the register may not, and nobody has said to have read.
    pub risks: Vec<RiskKind>,
    /// Of which that has been said.
    pub read: Vec<RiskKind>,
    /// Whether nobody was signed in any more when it was to be saved.
    pub interrupted: bool,
    /// Whether it could not be kept then.
    #[serde(skip)]
    pub is_lost: bool,
}

impl Draft {
    /// Whether something stands in the way of saving it.
    pub fn is_refused(&self) -> bool {
        !self.problems.is_empty() || self.clash.is_some() || !self.risks.is_empty()
    }

    /// The same, to be gone on with after signing in again; nothing where nothing has been filled in.
    pub fn interrupted(self) -> Option<Self> {
        self.is_filled_in().then_some(Self { interrupted: true, ..self })
    }

    /// Whether anything has been filled in; else it tells only what is wrong.
    pub fn is_filled_in(&self) -> bool {
        !self.fields.is_empty()
    }
}

/// What is wrong, said to the reader.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The code of the field that is to be mended; none when it is the whole.
    pub field: Option<String>,
    /// What is wrong, and what to do.
    pub text: String,
}

impl Problem {
    /// What cannot be read of a form.
    pub fn unread<F: Named>(error: &FieldError<F>, language: Language) -> Self {
        Self { field: Some(error.field.code().to_owned()), text: error.message(language) }
    }
}

/// Two changes of the same, said to the reader.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    /// Who saved first.
    pub by: String,
    /// The fields that both have changed.
    pub fields: Vec<ClashField>,
    /// The codes of those that only the other has changed.
    #[serde(default)]
    pub theirs_alone: Vec<String>,
}

/// A field that two have changed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClashField {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// What the other has saved.
    pub theirs: String,
    /// What has been filled in.
    pub mine: String,
}

/// What is told of what has been saved.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told(pub Vec<String>);

impl Told {
    /// A sentence alone.
    pub fn just(sentence: &str) -> Self {
        Self(vec![sentence.to_owned()])
    }

    /// A sentence, and what is told besides.
    pub fn with<N: Message>(sentence: &str, notices: &[N], language: Language) -> Self {
        let notices = notices.iter().map(|notice| notice.message(language));
        Self([sentence.to_owned()].into_iter().chain(notices).collect())
    }

    /// A sentence, and what follows from what has been saved.
    pub fn saved<F: Named, N: Message>(sentence: &str, saved: &Saved<F, N>, language: Language) -> Self {
        let Self(mut told) = Self::with(sentence, &saved.notices, language);
        told.extend(saved.taken_over.as_ref().map(|taken_over| taken_over.message(language)));
        Self(told)
    }
}

/// The page of a form. Whether something stands in the way of saving it is what its title says first.
pub fn page(title: &str, is_refused: bool, view: impl IntoView, words: Language) -> Drawn {
    let wrong = if is_refused { words.error_title() } else { "" };
    Drawn { title: format!("{wrong}{title}"), body: html(view), ..Drawn::default() }
}

/// Who posts the form at an address. Where nobody is signed in any more, what was filled in is kept, if there is any, and one
/// is led to where one signs in.
///
/// # Errors
/// When nobody is signed in and a script asks; when the database does not answer.
pub async fn poster<D: Serialize>(
    here: &str,
    filled_in: impl FnOnce() -> Option<D>,
) -> Result<Option<Reader>, AppError> {
    match signed_in().await {
        Err(AppError::SignedOut) if request::accepts_html() => {
            let is_lost = match filled_in() {
                Some(draft) => !interrupted::keep_form(here, &draft).await,
                None => false,
            };
            let back = if is_lost { path::lost(here) } else { here.to_owned() };
            response::see_other(&path::sign_in_to(&back));
            Ok(None)
        }
        Err(error) => Err(error),
        Ok((services, session)) => {
            Ok(Some(Reader { services, session, language: request::preferences().language }))
        }
    }
}

impl Reader {
    /// The same, posting a form with what stands in its fields: what it asks for is done once, however often it is posted.
    pub fn posting(self, what: &str, fields: &BTreeMap<String, String>) -> Self {
        let token = fields.get(ONCE).map(String::as_str).unwrap_or_default();
        let filled_in = serde_json::json!([what, fields]).to_string();
        Self { session: self.session.posting(token, &filled_in), ..self }
    }
}

/// Leads on to a page that tells what has been done.
///
/// # Errors
/// When the database does not answer.
pub async fn on(reader: &Reader, target: &str, told: &str) -> Result<(), AppError> {
    on_telling(reader, target, &Told::just(told)).await
}

/// Leads on to a page that tells what has been done, in several sentences.
///
/// # Errors
/// When the database does not answer.
pub async fn on_telling(reader: &Reader, target: &str, told: &Told) -> Result<(), AppError> {
    let token = keep(reader, told).await?;
    response::see_other(&path::with(target, path::SAVED_PARAMETER, &token));
    Ok(())
}

/// Leads back to the form at an address, with what was filled in.
///
/// # Errors
/// When the database does not answer.
pub async fn back(reader: &Reader, here: &str, draft: Draft) -> Result<(), AppError> {
    let token = keep(reader, &draft).await?;
    response::see_other(&path::with(here, path::DRAFT_PARAMETER, &token));
    Ok(())
}

/// Keeps something for the next page, and returns its token.
///
/// # Errors
/// When it is too long, or the database does not answer.
pub async fn keep<T: Serialize>(reader: &Reader, kept: &T) -> Result<String, AppError> {
    let json = serde_json::to_string(kept).map_err(|_| response::answer_with(AppError::Unexpected))?;
    let token = filter_token::keep_draft(&reader.services, &reader.session, &json).await;
    token.map_err(response::answer_with)
}

/// What an address says is kept for its page, under the token in a parameter.
///
/// # Errors
/// When the database does not answer.
pub async fn kept<T: DeserializeOwned + Default>(
    reader: &Reader,
    search: &str,
    name: &str,
) -> Result<T, AppError> {
    let Some(token) = parameter(search, name) else { return Ok(T::default()) };
    let kept = filter_token::find(&reader.services, &reader.session, &token).await?;
    Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

/// What an address says has been filled in and not been saved.
///
/// # Errors
/// When the database does not answer.
pub async fn draft(reader: &Reader, search: &str) -> Result<Draft, AppError> {
    let is_lost = parameter(search, path::LOST_PARAMETER).is_some();
    Ok(Draft { is_lost, ..kept(reader, search, path::DRAFT_PARAMETER).await? })
}
