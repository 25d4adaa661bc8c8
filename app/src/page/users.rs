//! *Användare*: who may sign in, and in which role.

use domain::access::Permission;
use leptos::prelude::*;

use crate::{component::list::ListPage, path};

/// The page of the list.
#[component]
pub fn UsersPage() -> impl IntoView {
    view! { <ListPage code="users" path=path::USERS needs=Permission::ReadUsers/> }
}

#[cfg(feature = "ssr")]
mod page {
    use domain::list::UserColumn;

    use crate::{path, server::list::page::Page};

    impl Page for UserColumn {
        const PATH: &'static str = path::USERS;
        const OPENED_BY: Self = Self::Name;
    }
}
