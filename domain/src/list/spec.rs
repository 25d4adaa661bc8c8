//! What a list starts with.

use super::{Column, Columns, Filter, Label, Sort};
use crate::access::Permission;

/// The defaults of a list. They never stand in an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSpec<C: Column> {
    /// The stable code of the list, under which profiles and kept filters are stored.
    pub code: &'static str,
    /// What the list is called; a file of its rows is named after it.
    pub title: Label,
    /// What a role must have to see the list, and to keep profiles of it.
    pub needs: Permission,
    /// What is kept at first, in its plain form ([`Filter::simplified`]) and without personal values.
    pub filter: Filter<C>,
    /// The first order.
    pub sort: Sort<C>,
    /// The columns shown at first.
    pub columns: Columns<C>,
    /// The columns of a card on a narrow screen, the first as its title.
    pub card: Vec<C>,
    /// The columns that the quick find looks in.
    pub found_in: Vec<C>,
}
