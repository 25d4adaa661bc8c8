//! Addresses of the list in other states.

use domain::{
    id::ProfileId,
    list::{
        Column, Condition, Filter, ListQuery, Operator,
        profile::StoredView,
        url::{PrivatePart, to_query_string},
    },
};

use super::page::Page;
use crate::path::{CHANGE_PARAMETER, SELECTION_PARAMETER, own_parameter};

/// Makes addresses from queries.
#[derive(Clone, Debug)]
pub struct Links {
    path: &'static str,
    token: Option<String>,
    private: Option<PrivatePart>,
    is_explicit: bool,
    selection: Option<String>,
    changed: Option<(ProfileId, StoredView)>,
}

impl Links {
    /// The addresses of a list at `path` that is in the state of `query`, whose private part has the token. None is empty
    /// to a reader with a chosen profile, whom an empty one would show that.
    pub fn new<C: Column>(
        path: &'static str,
        query: &ListQuery<C>,
        token: Option<String>,
        is_explicit: bool,
    ) -> Self {
        let private = to_query_string(query).private.filter(|_| token.is_some());
        Self { path, token, private, is_explicit, selection: None, changed: None }
    }

    /// The same, which keep the selection of a token.
    #[must_use]
    pub fn keeping(self, selection: Option<String>) -> Self {
        Self { selection, ..self }
    }

    /// The same, of which those that lead to another view than the present one change a profile by it.
    #[must_use]
    pub fn changing<C: Column>(self, profile: Option<ProfileId>, present: &ListQuery<C>) -> Self {
        Self { changed: profile.map(|profile| (profile, StoredView::of(present))), ..self }
    }

    /// The address of a query that asks for the same of people as the present one, or for nothing of them.
    pub fn to<C: Column>(&self, query: &ListQuery<C>) -> String {
        let mut address = self.view(query);
        if let Some(selection) = &self.selection {
            address = path_with(&address, selection);
        }
        match &self.changed {
            Some((profile, present)) if *present != StoredView::of(query) => {
                with(&address, &change_of(*profile))
            }
            _ => address,
        }
    }

    /// The same without what is selected, which is nobody else's.
    pub fn view<C: Column>(&self, query: &ListQuery<C>) -> String {
        self.file(self.path, query)
    }

    /// The same query at another address: that of the list's file.
    pub fn file<C: Column>(&self, path: &str, query: &ListQuery<C>) -> String {
        let parts = to_query_string(query);
        let token = self.token.as_deref().filter(|_| parts.private.is_some());
        let suffix = if self.is_explicit { parts.explicit_suffix(token) } else { parts.suffix(token) };
        format!("{path}{suffix}")
    }

    /// The same, unless what is asked of people is something else: that has no address until the server keeps it.
    pub fn reachable<C: Column>(&self, query: &ListQuery<C>) -> Option<String> {
        let private = to_query_string(query).private;
        (private.is_none() || private == self.private).then(|| self.to(query))
    }
}

/// The address of the rows of another list whose column is just a text; `None` for a column that holds no text, or what is
/// personal, which has no address.
pub fn with_text<C: Page>(column: C, text: &str) -> Option<String> {
    let condition = Condition::read(column, Operator::Equals, &[text]).ok()?;
    let query = ListQuery::default().filtered(Filter::Is(condition));
    let parts = to_query_string(&query);
    parts.private.is_none().then(|| format!("{}{}", C::PATH, parts.explicit_suffix(None)))
}

/// An address with a selection.
pub fn path_with(address: &str, selection: &str) -> String {
    with(address, &format!("{SELECTION_PARAMETER}={selection}"))
}

/// An address with one parameter more.
pub fn with(address: &str, parameter: &str) -> String {
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}{parameter}")
}

/// The parameter by which a form or a link of a list tells which profile its reader changes.
pub fn change_of(profile: ProfileId) -> String {
    format!("{CHANGE_PARAMETER}={}", profile.0)
}

/// The profile that is changed by what stands after `?`.
pub fn changed_by(search: &str) -> Option<ProfileId> {
    own_parameter(search, CHANGE_PARAMETER)?.parse().ok().map(ProfileId)
}
