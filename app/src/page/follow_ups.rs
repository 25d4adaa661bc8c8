//! *Uppföljning*: the list of contacts to follow up.

use domain::access::Permission;
use leptos::prelude::*;

use crate::{component::list::ListPage, path};

/// The page of the list.
#[component]
pub fn FollowUpsPage() -> impl IntoView {
    view! { <ListPage code="follow-ups" path=path::FOLLOW_UPS needs=Permission::ReadCases/> }
}

#[cfg(feature = "ssr")]
mod page {
    use domain::list::{FollowUpColumn, specs::follow_ups::FollowUpRow};
    use service::session::Session;

    use crate::{path, server::list::page::Page};

    impl Page for FollowUpColumn {
        const PATH: &'static str = path::FOLLOW_UPS;
        const OPENED_BY: Self = Self::Surname;

        fn target(row: &FollowUpRow, _: &str, _: &Session) -> Option<String> {
            Some(path::case(row.case))
        }
    }
}
