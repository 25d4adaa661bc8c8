//! *Körningar*: what the system has done by itself.

use domain::{access::Permission, language::Named, product_page::ProductPage};
use leptos::prelude::*;

use crate::{component::list::ListPage, path, preference::language};

/// The page of the list.
#[component]
pub fn RunsPage() -> impl IntoView {
    view! {
        <ListPage code="runs" path=path::RUNS needs=Permission::ReadCases/>
        <p><a class="ds-button" data-variant="secondary" href=path::DRY_RUN>{ProductPage::DryRun.name(language())}</a></p>
    }
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
