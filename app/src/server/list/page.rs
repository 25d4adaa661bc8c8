//! What the page of a list adds to its spec and its rows.

use domain::language::Language;
use service::{lists::ExportList, session::Session};

use crate::{component::number::grouped, words::CountWords};

/// A list that has a page.
pub trait Page: ExportList {
    /// Where the list lives.
    const PATH: &'static str;
    /// The column whose cell opens the row. When it is not shown, the first column does.
    const OPENED_BY: Self;

    /// The page that a row opens, which leads back to the list in its present state: what stands after its `?`.
    fn target(_row: &Self::Row, _list: &str, _session: &Session) -> Option<String> {
        None
    }

    /// How many of what there are.
    fn intro(total: u64, language: Language) -> String {
        language.rows(total, &grouped(total, language))
    }
}
