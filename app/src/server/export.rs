//! What the address of a list's file asks for, and who asks. The file itself is made in the `server` crate.

use axum::http::HeaderMap;
use domain::{
    language::Language,
    list::{Column, ListQuery},
};
use service::{
    Services, past, selection,
    session::{self, Session},
};

use super::{bulk::select::token_in, cookie, list, request};
use crate::{error::AppError, path};

/// A request for a list's file.
pub struct ExportRequest<C: Column> {
    /// Who asks.
    pub session: Session,
    /// For which rows and columns, in what order.
    pub query: ListQuery<C>,
    /// The chosen rows, when it is for these alone.
    pub chosen: Option<Vec<i64>>,
    /// In which language.
    pub language: Language,
}

/// Why there is no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The reader is to go somewhere else first.
    SeeOther(String),
    /// It cannot be had.
    Error(AppError),
}

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        Self::Error(error)
    }
}

/// The address of the page whose file is asked for.
fn shown(page: &str, search: &str) -> String {
    let mark = if search.is_empty() { "" } else { "?" };
    format!("{page}{mark}{search}")
}

/// Who asks for a file.
///
/// # Errors
/// Where nobody is signed in: [`Refused::SeeOther`] to where one signs in, and from there to the page whose file it is.
pub async fn reader_of(services: &Services, headers: &HeaderMap, shown: &str) -> Result<Session, Refused> {
    let session = match cookie::among(headers, session::COOKIE) {
        Some(token) => session::session(services, &token).await.map_err(AppError::from)?,
        None => None,
    };
    session.ok_or_else(|| match request::wants_html(headers) {
        true => Refused::SeeOther(path::sign_in_to(shown)),
        false => AppError::SignedOut.into(),
    })
}

/// A request for the file of the register as of a date.
pub struct PastRequest {
    /// Who asks.
    pub session: Session,
    /// For what.
    pub asked: past::Asked,
    /// In which language.
    pub language: Language,
}

impl PastRequest {
    /// Reads the headers of a request and what stands after the `?` of its address, which is that of the page.
    ///
    /// # Errors
    /// [`Refused::SeeOther`] to where one signs in; and to the page itself when its date cannot be, or is yet to come: the
    /// page says so, and a file would be of another day.
    pub async fn read(services: &Services, headers: &HeaderMap, search: &str) -> Result<Self, Refused> {
        let shown = shown(path::PAST, search);
        let session = reader_of(services, headers, &shown).await?;
        let (asked, is_mistaken) = super::past::asked(search, services.today())?;
        if is_mistaken {
            return Err(Refused::SeeOther(path::own(&shown).unwrap_or(path::PAST).to_owned()));
        }
        Ok(Self { session, asked, language: request::language(headers) })
    }
}

impl<C: Column> ExportRequest<C> {
    /// Reads the headers of a request and what stands after the `?` of its address, which is that of the list at `list`.
    ///
    /// # Errors
    /// [`Refused::SeeOther`] to where one signs in, and from there to the list; and to the list itself when something in
    /// the address makes no sense, such as a token that is gone: the list says so, and a file would hold other people
    /// than were asked for.
    pub async fn read(
        services: &Services,
        headers: &HeaderMap,
        search: &str,
        list: &str,
    ) -> Result<Self, Refused> {
        let shown = shown(list, search);
        let session = reader_of(services, headers, &shown).await?;
        let asked = list::read::<C>(services, &session, search).await?;
        if !asked.notices.is_empty() {
            // What is no address of Fyren's own leads to the list as it starts.
            return Err(Refused::SeeOther(path::own(&shown).unwrap_or(list).to_owned()));
        }
        let chosen = match token_in(search) {
            Some(token) => {
                let rows = selection::rows::<C>(services, &session, token).await.map_err(AppError::from)?;
                // The list says that the selection is gone.
                Some(rows.ok_or_else(|| Refused::SeeOther(path::own(&shown).unwrap_or(list).to_owned()))?)
            }
            None => None,
        };
        Ok(Self { session, query: asked.query, chosen, language: request::language(headers) })
    }
}
