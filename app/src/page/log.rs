//! The auditor's log: who did what, when.

use domain::access::Permission;
use leptos::prelude::*;

use crate::{component::list::ListPage, path};

/// The page of the list.
#[component]
pub fn LogPage() -> impl IntoView {
    view! { <ListPage code="log" path=path::LOG needs=Permission::ReadLog/> }
}

#[cfg(feature = "ssr")]
mod page {
    use domain::{language::Language, list::LogColumn};
    use service::{ServiceError, Services, session::Session};

    use crate::{
        component::list::shown::{Named, Remark},
        path,
        server::list::page::Page,
        words::{AnswerWords, PersonLogWords},
    };

    impl Page for LogColumn {
        const PATH: &'static str = path::LOG;
        const OPENED_BY: Self = Self::At;

        fn ways(_: &Session, language: Language) -> Vec<Named> {
            vec![Named { code: path::PERSON_LOG.to_owned(), name: language.person_log().to_owned() }]
        }

        async fn remark(
            services: &Services,
            session: &Session,
            language: Language,
        ) -> Result<Option<Remark>, ServiceError> {
            let is_well = service::log::latest_are_intact(services, session).await?;
            let text = if is_well { language.intact() } else { language.broken() };
            Ok(Some(Remark { text: text.to_owned(), is_well }))
        }
    }
}
