//! *Elever*: who is placed where.

use domain::access::Permission;
use leptos::prelude::*;

use crate::{component::list::ListPage, path};

/// The page of the list.
#[component]
pub fn PupilsPage() -> impl IntoView {
    view! { <ListPage code="pupils" path=path::PUPILS needs=Permission::ReadCases/> }
}

#[cfg(feature = "ssr")]
mod page {
    use domain::list::PupilColumn;

    use crate::{path, server::list::page::Page};

    impl Page for PupilColumn {
        const PATH: &'static str = path::PUPILS;
        const OPENED_BY: Self = Self::Surname;
    }
}
