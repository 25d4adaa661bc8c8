//! *Behörigheter*: the users of the organisation that the reader administers (seed 002, section 4).

use domain::access::Permission;
use leptos::prelude::*;

use crate::{component::list::ListPage, path};

/// The page of the list.
#[component]
pub fn AccessUsersPage() -> impl IntoView {
    view! { <ListPage code="access-users" path=path::ACCESS needs=Permission::AdministerAccess/> }
}

#[cfg(feature = "ssr")]
mod page {
    use domain::{
        id::OrganisationUserId,
        language::Language,
        list::{AccessUserColumn, specs::access_users::AccessUserRow},
    };
    use service::{ServiceError, Services, access_users, applications, recertification, session::Session};

    use crate::{
        component::list::shown::{Named, Remark},
        path::{self, access::AccessAddress},
        server::list::page::Page,
        words::{AccessWords, ApplicationWords, RecertificationWords},
    };

    impl Page for AccessUserColumn {
        const PATH: &'static str = path::ACCESS;
        const OPENED_BY: Self = Self::FirstName;

        fn target(row: &AccessUserRow, list: &str, _: &Session) -> Option<String> {
            Some(path::from_list(&AccessAddress::User(OrganisationUserId(row.id)).path(), list))
        }

        fn ways(_: &Session, language: Language) -> Vec<Named> {
            let way = |target: &str, name: &str| Named { code: target.to_owned(), name: name.to_owned() };
            vec![
                way(&AccessAddress::Import.path(), language.import_users()),
                way(path::ACCESS_ROLES, language.user_roles()),
                way(path::ACCESS_REPORT, language.access_report()),
                way(&AccessAddress::Applications.path(), language.applications()),
                way(&AccessAddress::Recertification.path(), language.recertification()),
            ]
        }

        async fn remark(
            services: &Services,
            session: &Session,
            language: Language,
        ) -> Result<Option<Remark>, ServiceError> {
            let ending = access_users::with_what_ends_soon(services, session).await?;
            let under_way = recertification::under_way(services, session).await?;
            let unused = access_users::with_what_is_unused(services, session).await?;
            let waiting = applications::waiting(services, session).await?;
            let told: Vec<String> = [
                (waiting > 0).then(|| language.applications_waiting(&waiting.to_string())),
                under_way.map(|(due, left)| {
                    language.recertification_under_way(&due.to_string(), &left.to_string())
                }),
                (ending > 0).then(|| language.ends_soon(&ending.to_string())),
                (unused > 0).then(|| language.unused_of_users(&unused.to_string())),
            ]
            .into_iter()
            .flatten()
            .collect();
            Ok((!told.is_empty()).then(|| Remark { text: told.join(" "), is_well: false }))
        }

        fn actions(_: &Session, language: Language) -> Vec<Named> {
            vec![Named { code: "roles".to_owned(), name: language.roles_of_many().to_owned() }]
        }

        fn create(_: &Session, _: &str, language: Language) -> Option<Named> {
            Some(Named { code: AccessAddress::New.path(), name: language.add_user().to_owned() })
        }
    }
}
