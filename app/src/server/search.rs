//! The search: what a text leads to, and what a plain form's text is kept under.

use domain::{
    language::{Language, Message},
    search::{Found, LONGEST},
};
use leptos::prelude::{IntoView, RenderHtml};
use service::{
    Services, filter_token,
    search::{SearchError, find},
    session::Session,
};

use super::{request, response};
use crate::{
    component::hits::{self, Group},
    error::AppError,
    path,
    words::{HitWords, hits::hit_count},
};

/// What a text leads to.
pub struct Answer {
    /// What is said of it: how much was found, or why nothing was.
    pub note: String,
    /// What was found.
    pub groups: Vec<Group>,
}

/// Looks for a text.
///
/// # Errors
/// When the database does not answer.
pub async fn answer(
    services: &Services,
    session: &Session,
    text: &str,
    language: Language,
) -> Result<Answer, AppError> {
    match find(services, session, text).await {
        Ok(found) => {
            let several_places = session.acting.municipalities.len() > 1;
            let today = services.today();
            Ok(Answer {
                note: note(&found, language),
                groups: hits::groups(&found, several_places, today, language),
            })
        }
        Err(SearchError::Asked(error)) => Ok(Answer { note: error.message(language), groups: Vec::new() }),
        Err(SearchError::Service(error)) => Err(response::answer_with(error)),
    }
}

fn note(found: &Found, language: Language) -> String {
    match found.people.len() + found.others.len() + found.units.len() + found.pages.len() {
        0 => language.nothing_found().to_owned(),
        number if found.has_more => format!("{}. {}", hit_count(number, language), language.more_hits()),
        number => hit_count(number, language),
    }
}

/// What a text leads to, drawn as the options of a list box.
///
/// # Errors
/// When the database does not answer.
pub async fn drawn(services: &Services, session: &Session, text: &str) -> Result<(String, String), AppError> {
    let language = request::preferences().language;
    let Answer { note, groups } = answer(services, session, text, language).await?;
    Ok((note, hits::options(groups).into_view().to_html()))
}

/// The address of the page that shows what a text leads to. The text is kept on the server.
///
/// # Errors
/// When the database does not answer.
pub async fn kept(services: &Services, session: &Session, text: &str) -> Result<String, AppError> {
    // One sign more than is looked for is enough to be told that it is too long.
    let text: String = text.trim().chars().take(LONGEST + 1).collect();
    if text.is_empty() {
        return Ok(path::SEARCH.to_owned());
    }
    // As JSON it is no filter of a list.
    let json = serde_json::to_string(&text).map_err(|_| response::answer_with(AppError::Unexpected))?;
    let token = filter_token::keep(services, session, &json).await.map_err(response::answer_with)?;
    Ok(path::search(&token))
}

/// The text that the reader keeps under a token; empty when there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn text_of(services: &Services, session: &Session, token: &str) -> Result<String, AppError> {
    let kept = filter_token::find(services, session, token).await.map_err(response::answer_with)?;
    Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}
