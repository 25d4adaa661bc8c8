//! *Personer*: those of the population register whom the role reaches.

use domain::access::Permission;
use leptos::prelude::*;

use crate::{component::list::ListPage, path};

/// The page of the list.
#[component]
pub fn PersonsPage() -> impl IntoView {
    view! { <ListPage code="persons" path=path::PERSONS needs=Permission::ReadCases/> }
}

#[cfg(feature = "ssr")]
mod page {
    use domain::list::{PersonColumn, specs::persons::PersonRow};
    use service::session::Session;

    use crate::{path, server::list::page::Page};

    impl Page for PersonColumn {
        const PATH: &'static str = path::PERSONS;
        const OPENED_BY: Self = Self::Surname;

        fn target(row: &PersonRow, _: &str, _: &Session) -> Option<String> {
            Some(row.open_case.map_or_else(|| path::why(row.id), path::case))
        }
    }
}
