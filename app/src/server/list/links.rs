//! Addresses of the list in other states.

use domain::list::{
    Column, Condition, Filter, ListQuery, Operator,
    url::{PrivatePart, to_query_string},
};

use super::page::Page;
use crate::path::SELECTION_PARAMETER;

/// Makes addresses from queries.
#[derive(Clone, Debug)]
pub struct Links<C: Column> {
    path: &'static str,
    token: Option<String>,
    private: Option<PrivatePart>,
    is_explicit: bool,
    selection: Option<String>,
    rows: ListQuery<C>,
}

impl<C: Column> Links<C> {
    /// The addresses of a list at `path` that is in the state of `query`, whose private part has the token. None is empty
    /// to a reader with a chosen profile, whom an empty one would show that.
    pub fn new(path: &'static str, query: &ListQuery<C>, token: Option<String>, is_explicit: bool) -> Self {
        let private = to_query_string(query).private.filter(|_| token.is_some());
        Self { path, token, private, is_explicit, selection: None, rows: query.clone().only_rows() }
    }

    /// The same, which keep the selection of a token as long as the rows are chosen by the same.
    #[must_use]
    pub fn keeping(self, selection: Option<String>) -> Self {
        Self { selection, ..self }
    }

    /// The address of a query that asks for the same of people as the present one, or for nothing of them.
    pub fn to(&self, query: &ListQuery<C>) -> String {
        let address = self.file(self.path, query);
        let kept = self.selection.as_ref().filter(|_| query.clone().only_rows() == self.rows);
        kept.map(|selection| path_with(&address, selection)).unwrap_or(address)
    }

    /// The same query at another address: that of the list's file.
    pub fn file(&self, path: &str, query: &ListQuery<C>) -> String {
        let parts = to_query_string(query);
        let token = self.token.as_deref().filter(|_| parts.private.is_some());
        let suffix = if self.is_explicit { parts.explicit_suffix(token) } else { parts.suffix(token) };
        format!("{path}{suffix}")
    }

    /// The same, unless what is asked of people is something else: that has no address until the server keeps it.
    pub fn reachable(&self, query: &ListQuery<C>) -> Option<String> {
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
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}{SELECTION_PARAMETER}={selection}")
}
