//! Which part of a list is read, and what was read.

use serde::{Deserialize, Serialize};

use super::Notice;

/// How many rows a page has (`product.md` L4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub enum PageSize {
    /// 5.
    Five,
    /// 15.
    #[default]
    Fifteen,
    /// 25.
    TwentyFive,
    /// 50.
    Fifty,
}

/// A page has 5, 15, 25 or 50 rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a page has 5, 15, 25 or 50 rows")]
pub struct UnknownPageSize;

impl PageSize {
    /// All sizes in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Five, Self::Fifteen, Self::TwentyFive, Self::Fifty];

    /// The number of rows.
    pub const fn rows(self) -> u16 {
        match self {
            Self::Five => 5,
            Self::Fifteen => 15,
            Self::TwentyFive => 25,
            Self::Fifty => 50,
        }
    }
}

impl TryFrom<u16> for PageSize {
    type Error = UnknownPageSize;

    fn try_from(rows: u16) -> Result<Self, UnknownPageSize> {
        Self::ALL.into_iter().find(|size| size.rows() == rows).ok_or(UnknownPageSize)
    }
}

impl From<PageSize> for u16 {
    fn from(size: PageSize) -> Self {
        size.rows()
    }
}

/// A page by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "UncheckedPage")]
pub struct Page {
    number: u32,
    /// How many rows it has.
    pub size: PageSize,
}

#[derive(Deserialize)]
struct UncheckedPage {
    number: u32,
    size: PageSize,
}

impl From<UncheckedPage> for Page {
    fn from(page: UncheckedPage) -> Self {
        Self::new(page.number, page.size)
    }
}

impl Default for Page {
    fn default() -> Self {
        Self::new(1, PageSize::default())
    }
}

impl Page {
    /// A page; numbers start at 1, and 0 is taken as 1.
    pub const fn new(number: u32, size: PageSize) -> Self {
        Self { number: if number == 0 { 1 } else { number }, size }
    }

    /// The number, from 1.
    pub const fn number(self) -> u32 {
        self.number
    }

    /// How many rows stand before it.
    pub fn offset(self) -> u64 {
        u64::from(self.number - 1) * u64::from(self.size.rows())
    }

    /// The number of the last page of so many rows; an empty list has one page.
    pub fn last(self, total: u64) -> u32 {
        u32::try_from(total.div_ceil(u64::from(self.size.rows())).max(1)).unwrap_or(u32::MAX)
    }

    /// This page, or the last one where this lies beyond the end, with a notice that says so.
    pub fn within(self, total: u64) -> (Self, Option<Notice>) {
        let last = self.last(total);
        if self.number > last {
            let notice = Notice::PageBeyondEnd { asked: self.number, shown: last };
            (Self::new(last, self.size), Some(notice))
        } else {
            (self, None)
        }
    }
}

/// What was read of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPage<R> {
    /// The rows of the page.
    pub rows: Vec<R>,
    /// How many rows the whole list has.
    pub total: u64,
    /// The page that was read: the last one where the asked one lay beyond the end.
    pub page: Page,
    /// What was left out, and why.
    pub notices: Vec<Notice>,
}

impl<R> ListPage<R> {
    /// The numbers of the first and the last row on the page, from 1, as in *1–15 av 412*; `None` when it is empty.
    pub fn span(&self) -> Option<(u64, u64)> {
        let before = self.page.offset();
        let rows = u64::try_from(self.rows.len()).unwrap_or(u64::MAX);
        (rows > 0).then_some((before + 1, before + rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_end_is_the_last_page_with_a_notice() {
        let page = Page::new(99, PageSize::Fifteen);
        let notice = Notice::PageBeyondEnd { asked: 99, shown: 28 };
        assert_eq!(page.within(412), (Page::new(28, PageSize::Fifteen), Some(notice)));
        assert_eq!(Page::new(28, PageSize::Fifteen).within(412).1, None);
    }

    #[test]
    fn an_empty_list_has_one_page_without_rows() {
        assert_eq!(Page::default().within(0), (Page::default(), None));
        let empty = ListPage::<()> { rows: Vec::new(), total: 0, page: Page::default(), notices: Vec::new() };
        assert_eq!(empty.span(), None);
    }

    #[test]
    fn the_span_counts_rows_from_one() {
        let page = Page::new(28, PageSize::Fifteen);
        let last = ListPage { rows: vec![(); 7], total: 412, page, notices: Vec::new() };
        assert_eq!(last.span(), Some((406, 412)));
    }

    #[test]
    fn a_page_from_the_wire_has_a_known_size_and_a_number_from_one() {
        let read = serde_json::from_str::<Page>;
        assert_eq!(read(r#"{"number":0,"size":25}"#).unwrap(), Page::new(1, PageSize::TwentyFive));
        assert!(read(r#"{"number":1,"size":1000}"#).is_err());
    }
}
