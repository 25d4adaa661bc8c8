//! What the page of a list adds to its spec and its rows.

use domain::language::Language;
use service::{ServiceError, Services, lists::Listed, session::Session};

use crate::{
    component::{
        list::shown::{Named, Remark},
        number::grouped,
    },
    words::CountWords,
};

/// A list that has a page.
pub trait Page: Listed {
    /// Where the list lives.
    const PATH: &'static str;
    /// The column whose cell opens the row. When it is not shown, the first column does.
    const OPENED_BY: Self;

    /// The page that a row opens, which leads back to the list in its present state: what stands after its `?`.
    fn target(_row: &Self::Row, _list: &str, _session: &Session) -> Option<String> {
        None
    }

    /// What else is said of the list as a whole.
    fn remark(
        _services: &Services,
        _session: &Session,
        _language: Language,
    ) -> impl Future<Output = Result<Option<Remark>, ServiceError>> + Send {
        async { Ok(None) }
    }

    /// What can be done with chosen rows, besides taking them as a file.
    fn actions(_session: &Session, _language: Language) -> Vec<Named> {
        Vec::new()
    }

    /// Other pages about what the list is about, by address and name: those that show it in another way, and what is done with
    /// it without choosing rows.
    fn ways(_session: &Session, _language: Language) -> Vec<Named> {
        Vec::new()
    }

    /// Where somebody who may makes a new one, with what stands on the link. It leads back to the list in its present state.
    fn create(_session: &Session, _list: &str, _language: Language) -> Option<Named> {
        None
    }

    /// How many of what there are.
    fn intro(total: u64, language: Language) -> String {
        language.rows(total, &grouped(total, language))
    }
}
