//! *Aktivitetsansvar*: the list of cases.

pub mod selection;
#[cfg(feature = "ssr")]
pub mod update;

use domain::access::Permission;
use leptos::prelude::*;

use crate::{component::list::ListPage, path};

/// The page of the list.
#[component]
pub fn CasesPage() -> impl IntoView {
    view! { <ListPage code="cases" path=path::CASES needs=Permission::ReadCases/> }.into_any()
}

#[cfg(feature = "ssr")]
mod page {
    use domain::{case::view::CaseRow, language::Language, list::CaseColumn};
    use service::session::Session;

    use crate::{component::number::grouped, path, server::list::page::Page, words::AnswerWords};

    impl Page for CaseColumn {
        const PATH: &'static str = path::CASES;
        const OPENED_BY: Self = Self::Surname;

        fn target(row: &CaseRow, list: &str, _: &Session) -> Option<String> {
            Some(path::from_list(&path::case(row.id), list))
        }

        fn intro(total: u64, language: Language) -> String {
            language.individuals(&grouped(total, language))
        }
    }
}
