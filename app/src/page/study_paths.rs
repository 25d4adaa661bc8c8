//! *Studievägar*: what can be studied.

use domain::access::Permission;
use leptos::prelude::*;

use crate::{component::list::ListPage, path};

/// The page of the list.
#[component]
pub fn StudyPathsPage() -> impl IntoView {
    view! { <ListPage code="study-paths" path=path::STUDY_PATHS needs=Permission::ReadCases/> }
}

#[cfg(feature = "ssr")]
mod page {
    use domain::list::{PupilColumn, StudyPathColumn, specs::study_paths::StudyPathRow};
    use service::session::Session;

    use crate::{
        path,
        server::list::{links, page::Page},
    };

    impl Page for StudyPathColumn {
        const PATH: &'static str = path::STUDY_PATHS;
        const OPENED_BY: Self = Self::Code;

        /// Its pupils.
        fn target(row: &StudyPathRow, _: &str, _: &Session) -> Option<String> {
            links::with_text(PupilColumn::StudyPath, &row.code)
        }
    }
}
