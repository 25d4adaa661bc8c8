//! Which columns are shown, in what order.

use serde::{Deserialize, Serialize};

use super::Column;

/// The shown columns from left to right: each once, never none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "C: Column", from = "Vec<C>", into = "Vec<C>")]
pub struct Columns<C: Column>(Vec<C>);

impl<C: Column> Columns<C> {
    /// These columns, each the first time it is named; when none is named, those the list starts with.
    pub fn new(columns: impl IntoIterator<Item = C>) -> Self {
        let mut shown = Vec::new();
        for column in columns {
            if !shown.contains(&column) {
                shown.push(column);
            }
        }
        if shown.is_empty() { C::spec().columns } else { Self(shown) }
    }

    /// The columns of a spec, which names each once and at least one.
    pub(super) const fn of_spec(columns: Vec<C>) -> Self {
        Self(columns)
    }

    /// From left to right.
    pub fn as_slice(&self) -> &[C] {
        &self.0
    }

    /// Whether a column is shown.
    pub fn contains(&self, column: C) -> bool {
        self.0.contains(&column)
    }

    /// With a column added at the far right, unless it is shown already.
    #[must_use]
    pub fn with(mut self, column: C) -> Self {
        if !self.contains(column) {
            self.0.push(column);
        }
        self
    }

    /// Without a column; the last one stays.
    #[must_use]
    pub fn without(mut self, column: C) -> Self {
        if self.0.len() > 1 {
            self.0.retain(|shown| *shown != column);
        }
        self
    }

    /// With a shown column moved to a place counted from 0; beyond the end is the end.
    #[must_use]
    pub fn moved(mut self, column: C, place: usize) -> Self {
        if let Some(from) = self.0.iter().position(|shown| *shown == column) {
            self.0.remove(from);
            self.0.insert(place.min(self.0.len()), column);
        }
        self
    }
}

impl<C: Column> From<Vec<C>> for Columns<C> {
    fn from(columns: Vec<C>) -> Self {
        Self::new(columns)
    }
}

impl<C: Column> From<Columns<C>> for Vec<C> {
    fn from(columns: Columns<C>) -> Self {
        columns.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::books::BookColumn::{self, Genre, Pages, Shelf, Title};

    #[test]
    fn a_column_is_shown_once_and_never_none() {
        assert_eq!(Columns::new([Pages, Title, Pages]).as_slice(), [Pages, Title]);
        assert_eq!(Columns::<BookColumn>::new([]).as_slice(), [Title, Genre]);
        assert_eq!(Columns::new([Pages]).without(Pages).as_slice(), [Pages]);
    }

    #[test]
    fn columns_are_added_at_the_right_and_moved_to_a_place() {
        let columns = Columns::new([Title, Genre]).with(Shelf).with(Title);
        assert_eq!(columns.as_slice(), [Title, Genre, Shelf]);
        assert_eq!(columns.clone().moved(Shelf, 0).as_slice(), [Shelf, Title, Genre]);
        assert_eq!(columns.clone().moved(Title, 9).as_slice(), [Genre, Shelf, Title]);
        assert_eq!(columns.moved(Pages, 0).as_slice(), [Title, Genre, Shelf]);
    }
}
