//! Draws the pages that the server draws whole.

use std::collections::HashMap;

use axum::{extract::Query, http::Uri};
use domain::{
    id::{CaseId, JobId},
    language::Language,
};
use leptos::prelude::*;

use super::{bulk, case, request, response, start};
use crate::{
    error::AppError,
    path::{self, CaseTab},
    serverfn::drawn::Drawn,
};

/// The page of an address.
///
/// # Errors
/// [`AppError::NotFound`] for an address that none has; what the page answers otherwise.
pub async fn page(address: &str) -> Result<Drawn, AppError> {
    let (services, session) = super::session::signed_in().await?;
    // A page finds them round it; what a script asks for has none.
    let preferences = request::preferences();
    provide_context(preferences);
    let language = preferences.language;
    let (path, search) = address.split_once('?').unwrap_or((address, ""));
    let reader = Reader { services, session, language };
    let drawn = match Drawing::of(path) {
        Some(Drawing::Start) => start::draw(&reader).await,
        Some(Drawing::Case(id, tab)) => case::draw(&reader, id, tab, search).await,
        Some(Drawing::Update) => bulk::update::draw(&reader, search).await,
        Some(Drawing::Job(id)) => bulk::job::draw(&reader, id, search).await,
        Some(Drawing::Undo(id)) => bulk::job::draw_undo(&reader, id).await,
        None => Err(AppError::NotFound),
    };
    drawn.map_err(response::answer_with)
}

/// Who reads, and in which language.
pub struct Reader {
    pub services: service::Services,
    pub session: service::session::Session,
    pub language: Language,
}

enum Drawing {
    Start,
    Case(CaseId, CaseTab),
    Update,
    Job(JobId),
    Undo(JobId),
}

impl Drawing {
    fn of(path: &str) -> Option<Self> {
        let id = |text: &str| text.parse().ok().map(JobId);
        match path {
            path::START => return Some(Self::Start),
            path::UPDATE_CASES => return Some(Self::Update),
            _ => {}
        }
        if let Some(rest) = path.strip_prefix(path::CASES).and_then(|rest| rest.strip_prefix('/')) {
            let (number, segment) = rest.split_once('/').unwrap_or((rest, ""));
            let tab = CaseTab::ALL.into_iter().find(|tab| tab.segment() == segment)?;
            return number.parse().ok().map(|number| Self::Case(CaseId(number), tab));
        }
        let (kind, rest) = path.strip_prefix('/')?.split_once('/')?;
        match (kind, rest.split_once('/')) {
            ("jobb", None) => id(rest).map(Self::Job),
            ("andring", Some((number, "angra"))) => id(number).map(Self::Undo),
            _ => None,
        }
    }
}

/// A view as text, with everything that people have written made harmless.
pub fn html(view: impl IntoView) -> String {
    // The marks between texts are for whoever brings a view to life, and nobody does.
    view.into_view().to_html().replace("<!>", "")
}

/// The value of a parameter of an address; the last one, where there are several.
pub fn parameter(search: &str, name: &str) -> Option<String> {
    let address = Uri::try_from(format!("/?{search}")).ok()?;
    Query::<HashMap<String, String>>::try_from_uri(&address).ok()?.0.remove(name)
}
