//! *Uppföljning*: the list of contacts to follow up.

#[cfg(feature = "ssr")]
pub mod agenda;
#[cfg(feature = "ssr")]
pub mod calendar;
#[cfg(feature = "ssr")]
mod ways;

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
    use domain::{
        access::Permission,
        language::Language,
        list::{FollowUpColumn, specs::follow_ups::FollowUpRow},
    };
    use service::session::Session;

    use crate::{
        component::list::shown::Named,
        path,
        server::list::page::Page,
        words::{FollowUpWords, ManyWords},
    };

    impl Page for FollowUpColumn {
        const PATH: &'static str = path::FOLLOW_UPS;
        const OPENED_BY: Self = Self::Surname;

        fn target(row: &FollowUpRow, _: &str, _: &Session) -> Option<String> {
            Some(path::contact(row.case, row.id))
        }

        fn ways(_: &Session, language: Language) -> Vec<Named> {
            let way = |target: &str, name: &str| Named { code: target.to_owned(), name: name.to_owned() };
            vec![way(path::AGENDA, language.agenda()), way(path::CALENDAR, language.calendar())]
        }

        fn actions(session: &Session, language: Language) -> Vec<Named> {
            let actions =
                [("close", language.close_follow_ups()), ("contacts", language.register_contacts())];
            let actions = actions.map(|(code, name)| Named { code: code.to_owned(), name: name.to_owned() });
            if session.may(Permission::EditCases) { actions.to_vec() } else { Vec::new() }
        }
    }
}
