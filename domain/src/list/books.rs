//! A list for the tests, with a column of each type, public and personal.

use super::{
    Choices, Column, ColumnType, Columns, Condition, Filter, Label, ListSpec, Operator, Sort, SortKey,
    column::Source,
};
use crate::{access::Permission, language::named};

named! {
    /// The columns of the list.
    pub enum BookColumn {
        Title = "title", "Titel", "Title";
        Borrower = "borrower", "Låntagare", "Borrower";
        Published = "published", "Utgiven", "Published";
        Genre = "genre", "Genre", "Genre";
        Shelf = "shelf", "Hylla", "Shelf";
        Pages = "pages", "Sidor", "Pages";
        OnLoan = "on-loan", "Utlånad", "On loan";
        Cover = "cover", "Omslag", "Cover";
    }
}

named! {
    /// The values of a choice column.
    pub enum Genre {
        Novel = "novel", "Roman", "Novel";
        Poetry = "poetry", "Lyrik", "Poetry";
        Reference = "reference", "Uppslagsverk", "Reference";
    }
}

impl Column for BookColumn {
    fn column_type(self) -> ColumnType {
        match self {
            Self::Title | Self::Borrower | Self::Cover => ColumnType::Text,
            Self::Published => ColumnType::Date,
            Self::Genre | Self::Shelf => ColumnType::Choice,
            Self::Pages => ColumnType::Number,
            Self::OnLoan => ColumnType::YesNo,
        }
    }

    fn is_personal(self) -> bool {
        self == Self::Borrower
    }

    fn is_sortable(self) -> bool {
        self != Self::Cover
    }

    fn choices(self) -> Choices {
        match self {
            Self::Genre => Choices::of::<Genre>(),
            Self::Shelf => Choices::AtRunTime(Source::Caseworkers),
            _ => Choices::None,
        }
    }

    fn spec() -> ListSpec<Self> {
        ListSpec {
            code: "books",
            title: Label { swedish: "Lånade böcker".to_owned(), english: "Borrowed books".to_owned() },
            needs: Permission::ReadLog,
            filter: Filter::All(vec![is(Self::Genre, Operator::NoneOf, &["reference"])]),
            sort: Sort::new([SortKey::ascending(Self::Title)]),
            columns: Columns::of_spec(vec![Self::Title, Self::Genre]),
            card: vec![Self::Title],
            found_in: vec![Self::Title, Self::Borrower],
        }
    }
}

/// A condition that fits.
pub fn is<C: Column>(column: C, operator: Operator, values: &[&str]) -> Filter<C> {
    Filter::Is(Condition::read(column, operator, values).unwrap())
}
