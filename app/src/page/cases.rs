//! *Aktivitetsansvar*: the list of cases.

#[cfg(feature = "ssr")]
pub mod entry;
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
        path::{self, many::ManyAddress},
        server::list::page::Page,
        words::{BulkWords, CountWords, EntryWords, LetterWords, ManyWords},
    };

    impl Page for CaseColumn {
        const PATH: &'static str = path::CASES;
        const OPENED_BY: Self = Self::Surname;

        fn target(row: &CaseRow, list: &str, _: &Session) -> Option<String> {
            Some(path::from_list(&path::case(row.id), list))
        }

        fn actions(session: &Session, language: Language) -> Vec<Named> {
            let actions = [
                ("update", language.update_cases()),
                ("measures", language.register_measures()),
                ("contacts", language.register_contacts()),
                ("letters", language.write_letters()),
            ];
            let actions = actions.map(|(code, name)| Named { code: code.to_owned(), name: name.to_owned() });
            if session.may(Permission::EditCases) { actions.to_vec() } else { Vec::new() }
        }

        fn ways(session: &Session, language: Language) -> Vec<Named> {
            let hand_over = ManyAddress::HandOver.path().to_owned();
            let way = Named { code: hand_over, name: language.hand_over().to_owned() };
            if session.may(Permission::EditCases) { vec![way] } else { Vec::new() }
        }

        fn create(session: &Session, list: &str, language: Language) -> Option<Named> {
            let new = || Named {
                code: path::enter_case(None, list),
                name: EntryWords::new_case(language).to_owned(),
            };
            session.may(Permission::EditCases).then(new)
        }

        fn intro(total: u64, language: Language) -> String {
            language.individuals(total, &grouped(total, language))
        }
    }
}
