//! Lists: what an address asks for together with what the server keeps under its token, and what is answered.

pub mod change;
pub mod links;
pub mod page;
pub mod profile;
mod refused;
mod shown;

pub use shown::Read;

use domain::list::{
    AccessUserColumn, CaseColumn, Choice, Column, FollowUpColumn, JobColumn, Label, ListQuery, LogColumn,
    Notice, PersonColumn, PupilColumn, RunColumn, StudyPathColumn, UnitColumn, UserColumn,
    column::ME,
    profile::StoredView,
    url::{PrivatePart, from_query_string, to_query_string, token},
};
use service::{
    Services, filter_token,
    lists::Neighbours,
    selection::{self, Selection},
    session::Session,
};

use self::page::Page;
use super::{bulk::select, interrupted, request, response, session::signed_in};
use crate::{
    component::list::{posted::Posted, shown::ShownList},
    error::AppError,
    path,
};

/// Calls a function for the list of a code. Here, and nowhere else, stands which lists have a page.
macro_rules! of_list {
    ($code:expr, $function:ident($($argument:expr),*)) => {
        match $code {
            "cases" => $function::<CaseColumn>($($argument),*).await,
            "follow-ups" => $function::<FollowUpColumn>($($argument),*).await,
            "persons" => $function::<PersonColumn>($($argument),*).await,
            "pupils" => $function::<PupilColumn>($($argument),*).await,
            "units" => $function::<UnitColumn>($($argument),*).await,
            "study-paths" => $function::<StudyPathColumn>($($argument),*).await,
            "jobs" => $function::<JobColumn>($($argument),*).await,
            "runs" => $function::<RunColumn>($($argument),*).await,
            "users" => $function::<UserColumn>($($argument),*).await,
            "access-users" => $function::<AccessUserColumn>($($argument),*).await,
            "log" => $function::<LogColumn>($($argument),*).await,
            _ => Err(response::answer_with(AppError::NotFound)),
        }
    };
}

pub(super) use of_list;

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

/// The list of a code as an address asks for it; `search` is what stands after its `?`.
///
/// # Errors
/// When nobody is signed in, the role does not see the list, or the database does not answer.
pub async fn open(list: &str, search: &str) -> Result<ShownList, AppError> {
    let (services, session) = signed_in().await?;
    of_list!(list, opened(&services, &session, search))
}

async fn opened<C: Page>(
    services: &Services,
    session: &Session,
    search: &str,
) -> Result<ShownList, AppError> {
    profile::follow::<C>(services, session, search).await?;
    let (mut asked, profiles) = profile::open::<C>(services, session, search).await?;
    let page = service::lists::page(services, session, &asked.query).await.map_err(response::answer_with)?;
    let choices = choices::<C>(services, session).await?;
    let selection = selected::<C>(services, session, search).await?;
    if selection.is_none() && select::token_in(search).is_some() {
        asked.notices.push(Notice::SelectionGone);
    }
    let language = request::preferences().language;
    let remark = C::remark(services, session, language).await.map_err(response::answer_with)?;
    let refused = refused::in_search(search);
    let today = services.clock.today();
    let read = Read { asked, refused, page, choices, profiles, selection, remark, today };
    Ok(shown::shown(read, session, language))
}

/// The rows beside a row in the list of an address.
///
/// # Errors
/// When the role does not see the list, or the database does not answer.
pub async fn neighbours<C: Page>(
    services: &Services,
    session: &Session,
    search: &str,
    row: i64,
) -> Result<Neighbours, AppError> {
    let (asked, _) = profile::open::<C>(services, session, search).await?;
    let found = service::lists::neighbours(services, session, &asked.query, row).await;
    found.map_err(response::answer_with)
}

/// The selection that an address names, with its rows in the order of their identities. One that is gone is none.
async fn selected<C: Page>(
    services: &Services,
    session: &Session,
    search: &str,
) -> Result<Option<(Selection, Vec<i64>)>, AppError> {
    let Some(token) = select::token_in(search) else { return Ok(None) };
    let found = selection::find(services, session, token).await.map_err(response::answer_with)?;
    let rows = selection::rows::<C>(services, session, token).await.map_err(response::answer_with)?;
    Ok(found.zip(rows))
}

/// Changes a list as a form asks and leads on to the address of the result. Whoever is no longer signed in comes there by
/// signing in.
///
/// # Errors
/// When nobody is signed in, or the database does not answer.
pub async fn change(list: &str, posted: &Posted) -> Result<(), AppError> {
    let (services, session) = match signed_in().await {
        Err(AppError::SignedOut) => return of_list!(list, interrupt(list, posted)),
        session => session?,
    };
    response::see_other(&changed(&services, &session, list, posted).await?);
    Ok(())
}

/// Keeps what was posted until its user has signed in again.
async fn interrupt<C: Page>(list: &str, posted: &Posted) -> Result<(), AppError> {
    interrupted::keep(list, &change::asking::<C>(posted)).await;
    if !request::accepts_html() {
        return Err(AppError::SignedOut);
    }
    let search = path::without(posted.search.trim_start_matches('?'), &[path::CHANGE_PARAMETER]);
    let mark = if search.is_empty() { "" } else { "?" };
    response::see_other(&path::sign_in_to(&format!("{}{mark}{search}", C::PATH)));
    Ok(())
}

/// The address of a list after a change.
///
/// # Errors
/// When there is no such list, or the database does not answer.
pub async fn changed(
    services: &Services,
    session: &Session,
    list: &str,
    posted: &Posted,
) -> Result<String, AppError> {
    of_list!(list, changed_list(services, session, posted))
}

/// Where the list of a code lives.
///
/// # Errors
/// When there is no such list.
pub async fn path_of(list: &str) -> Result<&'static str, AppError> {
    of_list!(list, path_of_list())
}

async fn path_of_list<C: Page>() -> Result<&'static str, AppError> {
    Ok(C::PATH)
}

async fn changed_list<C: Page>(
    services: &Services,
    session: &Session,
    posted: &Posted,
) -> Result<String, AppError> {
    if !session.may(C::spec().needs) {
        return Err(response::answer_with(AppError::Forbidden));
    }
    let asked = read::<C>(services, session, &posted.search).await?;
    if posted.is_of_profiles() {
        return profile::changed(services, session, C::PATH, asked, posted).await;
    }
    let before = StoredView::of(&asked.query);
    let (query, refused) = change::apply(posted, asked.query);
    if StoredView::of(&query) != before {
        profile::keep(services, session, &posted.search, &query).await?;
    }
    let mut target = address(services, session, C::PATH, &query, asked.kept, false).await?;
    if let Some(token) = select::token_in(&posted.search) {
        target = links::path_with(&target, token);
    }
    if !refused.is_empty() {
        target.push(if target.contains('?') { '&' } else { '?' });
        target.push_str(&refused::parameter(&refused, &posted.fields));
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

/// The values of the columns whose values depend on the reader; whoever asks stands first among users.
async fn choices<C: Page>(services: &Services, session: &Session) -> Result<Vec<(C, Vec<Choice>)>, AppError> {
    let mut choices = service::lists::choices::<C>(services, session).await.map_err(response::answer_with)?;
    for (column, values) in &mut choices {
        if column.may_be_me() {
            let me = Label { swedish: "Jag".to_owned(), english: "Me".to_owned() };
            values.insert(0, Choice { code: ME.to_owned(), name: me });
        }
    }
    Ok(choices)
}
