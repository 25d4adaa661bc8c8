//! Choosing rows of a list: they are frozen, and it leads on to what is to be done with them.

use std::collections::BTreeSet;

use domain::list::{
    AccessUserColumn, CaseColumn, ExportFormat, FollowUpColumn, JobColumn, LogColumn, PersonColumn,
    PupilColumn, RunColumn, StudyPathColumn, UnitColumn, UserColumn,
};
use service::{
    Services,
    lists::Listed,
    selection::{self, Selection},
    session::Session,
};

use crate::{
    error::AppError,
    path::{self, CHANGE_PARAMETER, SELECTION_PARAMETER, access::AccessAddress, many::ManyAddress},
    server::{
        list::{self, of_list},
        response,
        session::signed_in_or_back_to,
    },
};

/// What a list's form has chosen.
pub struct Chosen {
    /// The state of the list: what stands after its `?`.
    pub search: String,
    /// The chosen rows.
    pub rows: Vec<i64>,
    /// The rows that were there to choose from.
    pub shown: Vec<i64>,
    /// Whether everything that matches is chosen.
    pub all: bool,
    /// What is to be done with them.
    pub action: String,
    /// The token of what has been filled in for them before, or empty.
    pub draft: String,
}

/// What is done with rows once they are frozen.
enum Action {
    /// The list goes on with them.
    Keep,
    /// They are changed.
    Update,
    /// Something is registered or closed of all of them.
    Many(ManyAddress),
    /// A role is given to them, or ended.
    Roles,
    /// They are taken away as a file.
    Export(ExportFormat),
}

/// The token of the selection that an address names, if any.
pub fn token_in(search: &str) -> Option<&str> {
    path::own_parameter(search, SELECTION_PARAMETER)
}

/// The address without its selection. Going back to it changes no view.
fn without_selection(search: &str) -> String {
    path::without(search.trim_start_matches('?'), &[SELECTION_PARAMETER, CHANGE_PARAMETER])
}

/// Freezes what is chosen of the list with a code, and leads on.
///
/// # Errors
/// [`AppError::NotFound`] for a list that there is not; when the database does not answer.
pub async fn select(code: &str, chosen: Chosen) -> Result<(), AppError> {
    let here = list::path_of(code).await?;
    let search = without_selection(&chosen.search);
    let target = if search.is_empty() { here.to_owned() } else { format!("{here}?{search}") };
    let Some((services, session)) = signed_in_or_back_to(&target).await? else { return Ok(()) };
    let action = match chosen.action.as_str() {
        "" => Action::Keep,
        "update" => Action::Update,
        "measures" => Action::Many(ManyAddress::Measures),
        "contacts" if code == "follow-ups" => Action::Many(ManyAddress::ContactsOfFollowUps),
        "contacts" => Action::Many(ManyAddress::Contacts),
        "letters" => Action::Many(ManyAddress::Letters),
        "close" => Action::Many(ManyAddress::Closing),
        "roles" => Action::Roles,
        "export" => Action::Export(ExportFormat::Xlsx),
        "export-csv" => Action::Export(ExportFormat::Csv),
        // What is forgotten need not be frozen first.
        "clear" => {
            response::see_other(&target);
            return Ok(());
        }
        _ => return Err(response::answer_with(AppError::Invalid)),
    };
    let token = of_list!(code, freeze(&services, &session, &chosen)).map_err(response::answer_with)?.token;
    let with_token = |address: &str| match search.is_empty() {
        true => format!("{address}?{SELECTION_PARAMETER}={token}"),
        false => format!("{address}?{search}&{SELECTION_PARAMETER}={token}"),
    };
    let with_draft = |address: String| match chosen.draft.as_str() {
        "" => address,
        draft => path::with(&address, path::DRAFT_PARAMETER, &path::encoded(draft)),
    };
    let target = match action {
        Action::Keep => with_token(here),
        Action::Update => with_draft(path::update_cases(&token, 1, None, &search)),
        Action::Many(many) => with_draft(many.from_list(&token, &search)),
        Action::Roles => with_draft(access_of_many(&token, &search)),
        Action::Export(format) => with_token(&path::export_file(code, format)),
    };
    response::see_other(&target);
    Ok(())
}

/// The form in which a role is given to chosen users, which leads back to the list in a state.
fn access_of_many(token: &str, list: &str) -> String {
    let address = path::with(&AccessAddress::Many.path(), path::CHOSEN_PARAMETER, &path::encoded(token));
    match list.is_empty() {
        true => address,
        false => path::with(&address, path::LIST_PARAMETER, &path::encoded(list)),
    }
}

async fn freeze<C: Listed>(
    services: &Services,
    session: &Session,
    chosen: &Chosen,
) -> Result<Selection, AppError> {
    if chosen.all {
        let asked = list::read::<C>(services, session, &without_selection(&chosen.search)).await?;
        return Ok(selection::freeze_matching(services, session, &asked.query).await?);
    }
    let mut rows: BTreeSet<i64> = match token_in(&chosen.search) {
        Some(token) => selection::rows::<C>(services, session, token).await?.unwrap_or_default(),
        None => Vec::new(),
    }
    .into_iter()
    .collect();
    for shown in &chosen.shown {
        rows.remove(shown);
    }
    rows.extend(&chosen.rows);
    let rows: Vec<i64> = rows.into_iter().collect();
    Ok(selection::freeze_rows::<C>(services, session, &rows).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selection_of_an_address_is_found_and_taken_out() {
        let search = "?status=any-of:closed&_selection=0a1b&page=2&_change=7";
        assert_eq!(token_in(search), Some("0a1b"));
        assert_eq!(without_selection(search), "status=any-of:closed&page=2");
        assert_eq!(
            (token_in(""), token_in("x_selection=1"), without_selection("")),
            (None, None, String::new())
        );
    }
}
