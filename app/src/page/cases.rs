//! *Aktivitetsansvar*: the list of cases.

#[cfg(feature = "ssr")]
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
    use domain::{access::Permission, case::view::CaseRow, language::Language, list::CaseColumn};
    use service::session::Session;

    use crate::{
        component::{list::shown::Named, number::grouped},
        path,
        server::list::page::Page,
        words::{BulkWords, CountWords},
    };

    impl Page for CaseColumn {
        const PATH: &'static str = path::CASES;
        const OPENED_BY: Self = Self::Surname;

        fn target(row: &CaseRow, list: &str, _: &Session) -> Option<String> {
            Some(path::from_list(&path::case(row.id), list))
        }

        fn actions(session: &Session, language: Language) -> Vec<Named> {
            let update = Named { code: "update".to_owned(), name: language.update_cases().to_owned() };
            if session.may(Permission::EditCases) { vec![update] } else { Vec::new() }
        }

        fn intro(total: u64, language: Language) -> String {
            language.individuals(total, &grouped(total, language))
        }
    }
}
