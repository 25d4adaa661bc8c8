//! A whole query of a list.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Column, Columns, Condition, Filter, FilterError, Layout, Page, PageSize, Sort, condition::tidy};
use crate::id::AccountId;

/// What is asked of a list. [`ListQuery::default`] is what the list starts with.
///
/// One read from the wire is within the limits and in its plain form; one that was put together in the program is
/// brought there by [`ListQuery::checked`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "C: Column", try_from = "Unchecked<C>")]
pub struct ListQuery<C: Column> {
    /// Which rows are kept.
    pub filter: Filter<C>,
    /// The quick find: only rows with this text in one of the columns [`super::ListSpec::found_in`]; empty for all. It
    /// may be a person's name or number, so it never stands in an address.
    pub find: String,
    /// In what order.
    pub sort: Sort<C>,
    /// Which page.
    pub page: Page,
    /// Which columns.
    pub columns: Columns<C>,
    /// How these stand.
    #[serde(default)]
    pub layout: Layout<C>,
}

#[derive(Deserialize)]
#[serde(bound = "C: Column")]
struct Unchecked<C: Column> {
    filter: Filter<C>,
    find: String,
    sort: Sort<C>,
    page: Page,
    columns: Columns<C>,
    #[serde(default)]
    layout: Layout<C>,
}

impl<C: Column> TryFrom<Unchecked<C>> for ListQuery<C> {
    type Error = FilterError;

    fn try_from(unchecked: Unchecked<C>) -> Result<Self, FilterError> {
        let Unchecked { filter, find, sort, page, columns, layout } = unchecked;
        Self { filter, find, sort, page, columns, layout }.checked()
    }
}

impl<C: Column> Default for ListQuery<C> {
    fn default() -> Self {
        let spec = C::spec();
        Self {
            filter: spec.filter,
            find: String::new(),
            sort: spec.sort,
            page: Page::default(),
            columns: spec.columns,
            layout: Layout::default(),
        }
    }
}

impl<C: Column> ListQuery<C> {
    /// The same query in its plain form.
    ///
    /// # Errors
    /// When it is beyond a limit.
    pub fn checked(self) -> Result<Self, FilterError> {
        let query = Self { filter: self.filter.simplified(), find: tidy(&self.find)?, ..self };
        query.filter.check()?;
        Ok(query)
    }

    /// With another filter, from the first page.
    #[must_use]
    pub fn filtered(self, filter: Filter<C>) -> Self {
        Self { filter: filter.simplified(), ..self }.on_page(1)
    }

    /// With one more condition, from the first page.
    #[must_use]
    pub fn narrowed(self, condition: Condition<C>) -> Self {
        let filter = Filter::All(vec![self.filter.clone(), Filter::Is(condition)]);
        self.filtered(filter)
    }

    /// Without the part of the filter at a place of [`Filter::parts`], from the first page.
    #[must_use]
    pub fn without_part(self, place: usize) -> Self {
        let mut parts = self.filter.parts().to_vec();
        if place < parts.len() {
            parts.remove(place);
        }
        self.filtered(Filter::All(parts))
    }

    /// With another quick find, from the first page.
    #[must_use]
    pub fn finding(self, find: &str) -> Self {
        Self { find: find.trim().to_owned(), ..self }.on_page(1)
    }

    /// In another order, from the first page.
    #[must_use]
    pub fn sorted(self, sort: Sort<C>) -> Self {
        Self { sort, ..self }.on_page(1)
    }

    /// On another page.
    #[must_use]
    pub fn on_page(self, number: u32) -> Self {
        Self { page: Page::new(number, self.page.size), ..self }
    }

    /// With pages of another size, on the page that holds the first row of the present one.
    #[must_use]
    pub fn sized(self, size: PageSize) -> Self {
        let number = self.page.offset() / u64::from(size.rows()) + 1;
        Self { page: Page::new(u32::try_from(number).unwrap_or(u32::MAX), size), ..self }
    }

    /// With other columns.
    #[must_use]
    pub fn showing(self, columns: Columns<C>) -> Self {
        Self { columns, ..self }
    }

    /// With whoever asks, by account, in the place of [`super::column::ME`].
    #[must_use]
    pub fn asked_by(self, account: AccountId) -> Self {
        Self { filter: self.filter.asked_by(account), ..self }
    }

    /// With the columns standing otherwise.
    #[must_use]
    pub fn laid_out(self, layout: Layout<C>) -> Self {
        Self { layout, ..self }
    }
}

/// Says whether there is a quick find, not which.
impl<C: Column> fmt::Debug for ListQuery<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ListQuery")
            .field("filter", &self.filter)
            .field("find", if self.find.is_empty() { &"" } else { &"…" })
            .field("sort", &self.sort)
            .field("page", &self.page)
            .field("columns", &self.columns)
            .field("layout", &self.layout)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::{
        Operator, SortKey,
        books::{BookColumn, is},
    };

    #[test]
    fn what_changes_the_rows_starts_again_from_the_first_page() {
        let far = || ListQuery::<BookColumn>::default().on_page(9);
        let long = Condition::read(BookColumn::Pages, Operator::AtLeast, &["900"]).unwrap();
        let narrowed = far().narrowed(long);
        assert_eq!((narrowed.page.number(), narrowed.filter.parts().len()), (1, 2));
        assert_eq!(narrowed.on_page(9).without_part(0).page.number(), 1);
        assert_eq!(far().finding(" Tuva ").page.number(), 1);
        assert_eq!(far().sorted(Sort::new([SortKey::ascending(BookColumn::Pages)])).page.number(), 1);
        assert_eq!(far().showing(Columns::new([BookColumn::Pages])).page.number(), 9);
    }

    #[test]
    fn another_page_size_keeps_the_first_row_in_sight() {
        let sixth = ListQuery::<BookColumn>::default().on_page(6);
        assert_eq!(sixth.clone().sized(PageSize::TwentyFive).page, Page::new(4, PageSize::TwentyFive));
        assert_eq!(sixth.sized(PageSize::Five).page, Page::new(16, PageSize::Five));
    }

    #[test]
    fn the_chips_of_a_list_are_removed_one_by_one() {
        let novel = is(BookColumn::Genre, Operator::AnyOf, &["novel"]);
        let on_loan = is(BookColumn::OnLoan, Operator::Yes, &[]);
        let query = ListQuery::default().filtered(Filter::All(vec![novel.clone(), on_loan]));
        let query = query.without_part(1).without_part(7);
        assert_eq!(query.filter, Filter::All(vec![novel]));
        assert!(query.without_part(0).filter.is_everything());
    }

    #[test]
    fn a_quick_find_beyond_the_limit_is_refused() {
        let query = ListQuery::<BookColumn>::default().finding(&"å".repeat(201));
        assert_eq!(query.checked(), Err(FilterError::TextTooLong));
    }
}
