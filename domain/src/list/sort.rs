//! In what order the rows stand.

use serde::{Deserialize, Serialize};

use super::Column;
use crate::language::{Language, named};

named! {
    /// Up or down.
    pub enum Direction {
        Ascending = "ascending", "stigande", "ascending";
        Descending = "descending", "fallande", "descending";
    }
}

impl Direction {
    /// The other direction.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }

    /// The arrow beside a heading.
    pub const fn arrow(self) -> &'static str {
        match self {
            Self::Ascending => "↑",
            Self::Descending => "↓",
        }
    }
}

/// A column to sort by, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "C: Column")]
pub struct SortKey<C: Column> {
    /// The column.
    pub column: C,
    /// Up or down.
    pub direction: Direction,
}

impl<C: Column> SortKey<C> {
    /// Up.
    pub const fn ascending(column: C) -> Self {
        Self { column, direction: Direction::Ascending }
    }

    /// Down.
    pub const fn descending(column: C) -> Self {
        Self { column, direction: Direction::Descending }
    }
}

/// The keys of the order, the first first; each column once, sortable ones only. Where all keys are equal, and where
/// there are none, rows stand in the order of their ids, so that pages never overlap. Rows without a value come last
/// going up and first going down. Text is in Swedish order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "C: Column", from = "Vec<SortKey<C>>", into = "Vec<SortKey<C>>")]
pub struct Sort<C: Column>(Vec<SortKey<C>>);

impl<C: Column> Sort<C> {
    /// These keys; a column that cannot be sorted by, or is named already, is left out.
    pub fn new(keys: impl IntoIterator<Item = SortKey<C>>) -> Self {
        let mut sort: Vec<SortKey<C>> = Vec::new();
        for key in keys {
            if key.column.is_sortable() && sort.iter().all(|earlier| earlier.column != key.column) {
                sort.push(key);
            }
        }
        Self(sort)
    }

    /// The keys, the first first.
    pub fn keys(&self) -> &[SortKey<C>] {
        &self.0
    }

    /// The place of a column among the keys, counted from 1, and its direction.
    pub fn of(&self, column: C) -> Option<(usize, Direction)> {
        let place = self.0.iter().position(|key| key.column == column)?;
        Some((place + 1, self.0[place].direction))
    }

    /// After a click on a heading: that column alone, up; a click on the first key turns it.
    #[must_use]
    pub fn clicked(&self, column: C) -> Self {
        let direction = match self.of(column) {
            Some((1, direction)) => direction.turned(),
            _ => Direction::Ascending,
        };
        Self::new([SortKey { column, direction }])
    }

    /// After a click that adds: the column as the last key, up; a column that is a key already is turned in its place.
    #[must_use]
    pub fn added(&self, column: C) -> Self {
        let mut keys = self.0.clone();
        match keys.iter_mut().find(|key| key.column == column) {
            Some(key) => key.direction = key.direction.turned(),
            None => keys.push(SortKey::ascending(column)),
        }
        Self::new(keys)
    }

    /// Without a column.
    #[must_use]
    pub fn without(&self, column: C) -> Self {
        Self::new(self.0.iter().copied().filter(|key| key.column != column))
    }

    /// The order in words, such as *Status ↑, därefter Efternamn ↑*; empty when there are no keys.
    pub fn sentence(&self, language: Language) -> String {
        let key = |key: &SortKey<C>| format!("{} {}", key.column.name(language), key.direction.arrow());
        let then = language.pick(", därefter ", ", then ");
        self.0.iter().map(key).collect::<Vec<_>>().join(then)
    }
}

impl<C: Column> From<Vec<SortKey<C>>> for Sort<C> {
    fn from(keys: Vec<SortKey<C>>) -> Self {
        Self::new(keys)
    }
}

impl<C: Column> From<Sort<C>> for Vec<SortKey<C>> {
    fn from(sort: Sort<C>) -> Self {
        sort.0
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::list::{CaseColumn, books::BookColumn};

    #[test]
    fn a_click_sorts_by_the_column_alone_and_further_clicks_turn_it() {
        let first = Sort::new([SortKey::ascending(CaseColumn::Status)]).clicked(CaseColumn::Surname);
        assert_snapshot!(first.sentence(Language::Swedish), @"Efternamn ↑");
        let second = first.clicked(CaseColumn::Surname);
        assert_snapshot!(second.sentence(Language::Swedish), @"Efternamn ↓");
        assert_eq!(second.clicked(CaseColumn::Surname), first);
    }

    #[test]
    fn an_adding_click_appends_a_key_or_turns_it_in_its_place() {
        let sort = Sort::new([]).added(CaseColumn::Status).added(CaseColumn::Surname);
        assert_snapshot!(sort.sentence(Language::Swedish), @"Status ↑, därefter Efternamn ↑");
        assert_snapshot!(sort.added(CaseColumn::Status).sentence(Language::English), @"Status ↓, then Surname ↑");
        assert_eq!(sort.of(CaseColumn::Surname), Some((2, Direction::Ascending)));
        assert_eq!(sort.without(CaseColumn::Status).of(CaseColumn::Status), None);
    }

    #[test]
    fn a_column_is_a_key_once_and_only_if_it_can_be() {
        let keys = [
            SortKey::descending(BookColumn::Title),
            SortKey::ascending(BookColumn::Cover),
            SortKey::ascending(BookColumn::Title),
        ];
        assert_eq!(Sort::new(keys).keys(), &keys[..1]);
        assert_eq!(serde_json::from_str::<Sort<BookColumn>>("[]").unwrap(), Sort::new([]));
    }
}
