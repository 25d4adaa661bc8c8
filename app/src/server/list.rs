//! Lists: what an address asks for together with what the server keeps under its token.

pub mod profile;

use domain::list::{
    CaseColumn, Choice, Column, Label, ListQuery, Notice,
    url::{PrivatePart, from_query_string, to_query_string, token},
};
use service::{Services, filter_token, session::Session};

use super::{interrupted, request, response, session::signed_in};
use crate::{
    component::list::{change::Change, posted::REFUSED_PARAMETER},
    error::AppError,
    path,
};

/// What an address asks for.
pub struct Asked<C: Column> {
    /// The query.
    pub query: ListQuery<C>,
    /// What was left out, and why.
    pub notices: Vec<Notice>,
    /// The token and what is kept under it, if the address names one that the account has.
    pub kept: Option<(String, PrivatePart)>,
}

/// Reads what stands after the `?` of an address.
///
/// # Errors
/// When the database does not answer.
pub async fn read<C: Column>(
    services: &Services,
    session: &Session,
    search: &str,
) -> Result<Asked<C>, AppError> {
    let mut kept = None;
    if let Some(token) = token(search) {
        let found = filter_token::find(services, session, &token).await.map_err(response::answer_with)?;
        // What cannot be read is as good as gone, and is said to be.
        let private = found.and_then(|json| serde_json::from_str::<PrivatePart>(&json).ok());
        kept = private.map(|private| (token, private));
    }
    let (query, notices) = from_query_string(search, kept.as_ref().map(|(_, private)| private));
    Ok(Asked { query, notices, kept })
}

/// Changes the list at `path` and leads on to the address of the result. Whoever is no longer signed in comes there by
/// signing in.
///
/// # Errors
/// When nobody is signed in, or the database does not answer.
pub async fn change<C: Column>(path: &'static str, search: &str, change: &Change) -> Result<(), AppError> {
    let (services, session) = match signed_in().await {
        Err(AppError::SignedOut) => {
            interrupted::keep(path, search, &change.asking::<C>()).await;
            if !request::accepts_html() {
                return Err(AppError::SignedOut);
            }
            let search = search.strip_prefix('?').unwrap_or(search);
            let mark = if search.is_empty() { "" } else { "?" };
            response::see_other(&path::sign_in_to(&format!("{path}{mark}{search}")));
            return Ok(());
        }
        session => session?,
    };
    response::see_other(&changed::<C>(&services, &session, path, search, change).await?);
    Ok(())
}

/// The address of the list at `path` after a change.
///
/// # Errors
/// When the database does not answer.
pub async fn changed<C: Column>(
    services: &Services,
    session: &Session,
    path: &str,
    search: &str,
    change: &Change,
) -> Result<String, AppError> {
    let asked = read::<C>(services, session, search).await?;
    if profile::is_meant(change) {
        return profile::changed(services, session, path, asked, change).await;
    }
    let (query, refused) = change.apply(asked.query);
    let mut target = address(services, session, path, &query, asked.kept, false).await?;
    if !refused.is_empty() {
        let codes: Vec<_> = refused.iter().map(|column| column.code()).collect();
        let mark = if target.contains('?') { '&' } else { '?' };
        target.push_str(&format!("{mark}{REFUSED_PARAMETER}={}", codes.join(",")));
    }
    Ok(target)
}

/// The address of the list at `path` in the state of a query, whose private part is kept from then on. An explicit one is
/// not empty, nor is one to a reader with a chosen profile.
async fn address<C: Column>(
    services: &Services,
    session: &Session,
    path: &str,
    query: &ListQuery<C>,
    kept: Option<(String, PrivatePart)>,
    is_explicit: bool,
) -> Result<String, AppError> {
    let kept = keep(services, session, query, kept).await?;
    let token = kept.as_ref().map(|(token, _)| token.as_str());
    let parts = to_query_string(query);
    let suffix = parts.suffix(token);
    let is_explicit = is_explicit || (suffix.is_empty() && profile::is_chosen::<C>(services, session).await);
    let suffix = if is_explicit { parts.explicit_suffix(token) } else { suffix };
    Ok(format!("{path}{suffix}"))
}

/// Keeps the private part of a query, unless it is kept already. Returns it with its token.
async fn keep<C: Column>(
    services: &Services,
    session: &Session,
    query: &ListQuery<C>,
    kept: Option<(String, PrivatePart)>,
) -> Result<Option<(String, PrivatePart)>, AppError> {
    match (to_query_string(query).private, kept) {
        (None, _) => Ok(None),
        (Some(private), Some((token, kept))) if private == kept => Ok(Some((token, kept))),
        (Some(private), _) => {
            let json =
                serde_json::to_string(&private).map_err(|_| response::answer_with(AppError::Unexpected))?;
            let token = filter_token::keep(services, session, &json).await.map_err(response::answer_with)?;
            Ok(Some((token, private)))
        }
    }
}

/// The values of the columns of cases that depend on the reader: caseworkers, municipalities.
///
/// # Errors
/// When the database does not answer.
pub async fn case_choices(
    services: &Services,
    session: &Session,
) -> Result<Vec<(CaseColumn, Vec<Choice>)>, AppError> {
    let names = service::cases::caseworkers(services, session).await.map_err(response::answer_with)?;
    let caseworkers =
        names.into_iter().map(|name| Choice { name: Label::proper(&name), code: name }).collect();
    let codes = &session.acting.municipalities;
    let municipalities =
        codes.iter().map(|code| Choice { code: code.as_str().to_owned(), name: Label::proper(code.name()) });
    Ok(vec![(CaseColumn::Caseworker, caseworkers), (CaseColumn::Municipality, municipalities.collect())])
}
