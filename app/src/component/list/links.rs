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
    column: PhantomData<C>,
}

impl<C: Column> Links<C> {
    /// The addresses of a list at `path` that is in the state of `query`, whose private part has the token.
    pub fn new(path: &'static str, query: &ListQuery<C>, token: Option<String>) -> Self {
        let private = to_query_string(query).private.filter(|_| token.is_some());
        Self { path, token, private, column: PhantomData }
    }

    /// The address of a query that asks for the same of people as the present one, or for nothing of them.
    pub fn to(&self, query: &ListQuery<C>) -> String {
        self.file(self.path, query)
    }

    /// The same query at another address: that of the list's file.
    pub fn file(&self, path: &str, query: &ListQuery<C>) -> String {
        let parts = to_query_string(query);
        let token = self.token.as_deref().filter(|_| parts.private.is_some());
        format!("{path}{}", parts.suffix(token))
    }

    /// The same, unless what is asked of people is something else: that has no address until the server keeps it.
    pub fn reachable(&self, query: &ListQuery<C>) -> Option<String> {
        let private = to_query_string(query).private;
        (private.is_none() || private == self.private).then(|| self.to(query))
    }
}
