//! *Körningar*: what the system has done by itself.

use domain::access::Permission;
use leptos::prelude::*;

use crate::{component::list::ListPage, path};

/// The page of the list.
#[component]
pub fn RunsPage() -> impl IntoView {
    view! { <ListPage code="runs" path=path::RUNS needs=Permission::ReadCases/> }
}

#[cfg(feature = "ssr")]
mod page {
    use domain::list::RunColumn;

    use crate::{path, server::list::page::Page};

    impl Page for RunColumn {
        const PATH: &'static str = path::RUNS;
        const OPENED_BY: Self = Self::Started;
    }
}
