//! *Jobb*: what has been done with many cases at once, and what goes on.

use domain::access::Permission;
use leptos::prelude::*;

use crate::{component::list::ListPage, path};

/// The page of the list.
#[component]
pub fn JobsPage() -> impl IntoView {
    view! { <ListPage code="jobs" path=path::JOBS needs=Permission::EditCases/> }
}

#[cfg(feature = "ssr")]
mod page {
    use domain::list::{JobColumn, specs::jobs::JobEntry};
    use service::session::Session;

    use crate::{path, server::list::page::Page};

    impl Page for JobColumn {
        const PATH: &'static str = path::JOBS;
        const OPENED_BY: Self = Self::Begun;

        fn target(row: &JobEntry, _: &str, _: &Session) -> Option<String> {
            Some(path::job(row.id))
        }
    }
}
