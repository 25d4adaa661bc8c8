//! Addresses of the list in other states.

use std::marker::PhantomData;

use domain::list::{
    Column, ListQuery,
    url::{PrivatePart, to_query_string},
};

/// Makes addresses from queries.
#[derive(Clone, Debug)]
pub struct Links<C> {
    path: &'static str,
    token: Option<String>,
    private: Option<PrivatePart>,
    is_explicit: bool,
    column: PhantomData<C>,
}

impl<C: Column> Links<C> {
    /// The addresses of a list at `path` that is in the state of `query`, whose private part has the token. None is empty
    /// to a reader with a chosen profile, whom an empty one would show that.
    pub fn new(path: &'static str, query: &ListQuery<C>, token: Option<String>, is_explicit: bool) -> Self {
        let private = to_query_string(query).private.filter(|_| token.is_some());
        Self { path, token, private, is_explicit, column: PhantomData }
    }

    /// The address of a query that asks for the same of people as the present one, or for nothing of them.
    pub fn to(&self, query: &ListQuery<C>) -> String {
        self.file(self.path, query)
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
