//! *Enheter*: the school units.

use domain::access::Permission;
use leptos::prelude::*;

use crate::{component::list::ListPage, path};

/// The page of the list.
#[component]
pub fn UnitsPage() -> impl IntoView {
    view! { <ListPage code="units" path=path::UNITS needs=Permission::ReadCases/> }
}

#[cfg(feature = "ssr")]
mod page {
    use domain::list::{PupilColumn, UnitColumn, specs::units::UnitRow};
    use service::session::Session;

    use crate::{
        path,
        server::list::{links, page::Page},
    };

    impl Page for UnitColumn {
        const PATH: &'static str = path::UNITS;
        const OPENED_BY: Self = Self::Name;

        /// Its pupils.
        fn target(row: &UnitRow, _: &str, _: &Session) -> Option<String> {
            links::with_text(PupilColumn::UnitCode, &row.code)
        }
    }
}
