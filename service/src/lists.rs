//! Reading lists: authorised, within the scope of the role, and told in the journal where they are of people.

use domain::{
    access::{
        catalogue::{Entry, service_name},
        code::ServiceCode,
    },
    language::Language,
    list::{Choice, Choices, Column, Label, ListPage, ListQuery, Source},
    municipality::MunicipalityCode,
    operation::{OperationKind, role_codes, role_name},
};
pub use store::Listed;
use store::{PageRead, Way};

use crate::{ServiceError, Services, session::Session};

/// A page of a list. Whose data it shows stands in the journal before it is answered, with the columns that were filtered
/// by, never what they were to hold (`access.md` section 6). Of a list without people nothing is told.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that may not see the list.
pub async fn page<C: Listed>(
    services: &Services,
    session: &Session,
    query: &ListQuery<C>,
) -> Result<ListPage<C::Row>, ServiceError> {
    let scope = session.scope_for(C::spec().needs)?;
    let meant = query.clone().asked_by(session.account);
    let PageRead { page, identities } =
        services.store.read(&scope).await?.list_page(&scope, &meant, services.today()).await?;
    if let Some(people) = C::PEOPLE {
        let kind = OperationKind::ReadList;
        let operation = services.operation(kind, session.actor(), session.only_municipality(), asked(query));
        services.store.tell_of_reads(operation, people.entity, &identities).await?;
    }
    Ok(page)
}

/// The rows beside a row, in the order of a list. Of whom they are nothing is told, so nothing stands in the journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The row next before it.
    pub before: Option<i64>,
    /// The row next behind it.
    pub after: Option<i64>,
    /// Which row of the list it is, from 1, and of how many; `None` where it is none of them, or of very many.
    pub place: Option<(u64, u64)>,
}

/// The longest list in which is told where a row stands: in one of a whole region that would take longer than the page.
const LONGEST_COUNTED: u64 = 20_000;

/// The rows beside a row in a list. It need not match the list's filter any longer, such as a case that has just been closed.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that may not see the list.
pub async fn neighbours<C: Listed>(
    services: &Services,
    session: &Session,
    query: &ListQuery<C>,
    row: i64,
) -> Result<Neighbours, ServiceError> {
    let scope = session.scope_for(C::spec().needs)?;
    let meant = query.clone().asked_by(session.account);
    let mut connection = services.store.read_snapshot(&scope).await?;
    let mut beside = async |way| {
        let found = connection.list_from(&scope, &meant, (way, Some(row)), 1, services.today()).await?;
        Ok::<_, ServiceError>(found.first().map(|(identity, _)| identity.row))
    };
    let (before, after) = (beside(Way::Before).await?, beside(Way::After).await?);
    let total = connection.list_count(&scope, &meant, services.today()).await?;
    let place = match total {
        1..=LONGEST_COUNTED => {
            let earlier = connection.list_count_before(&scope, &meant, row, services.today()).await?;
            // One that no longer matches stands between two of the list, and is none of them.
            let next =
                connection.list_from(&scope, &meant, (Way::After, before), 1, services.today()).await?;
            let is_there = next.first().is_some_and(|(identity, _)| identity.row == row);
            is_there.then_some((earlier + 1, total))
        }
        _ => None,
    };
    Ok(Neighbours { before, after, place })
}

/// The values of the columns that depend on the reader and the register.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that may not see the list.
pub async fn choices<C: Listed>(
    services: &Services,
    session: &Session,
) -> Result<Vec<(C, Vec<Choice>)>, ServiceError> {
    let scope = session.scope_for(C::spec().needs)?;
    let mut found = Vec::new();
    for column in C::ALL {
        let Choices::AtRunTime(source) = column.choices() else { continue };
        let choices = match source {
            Source::Caseworkers => {
                let names = services.store.read(&scope).await?.caseworkers(&scope).await?;
                names.into_iter().map(|name| Choice { name: Label::proper(&name), code: name }).collect()
            }
            Source::Roles => {
                let of_organisations =
                    services.store.read(&scope).await?.made_roles(&session.acting.municipalities).await?;
                let made = of_organisations.iter().map(|role| role.told().into_owned());
                let codes = role_codes().map(str::to_owned).chain(made);
                codes.map(|code| Choice { name: role_label(&code), code }).collect()
            }
            Source::Services => {
                let codes = session.acting.administers.iter();
                let choice = |code: &ServiceCode| {
                    let name =
                        |language| service_name(code.as_str(), language).unwrap_or_default().to_owned();
                    let name = Label { swedish: name(Language::Swedish), english: name(Language::English) };
                    Choice { code: code.to_string(), name }
                };
                codes.map(choice).collect()
            }
            Source::Permissions => {
                let catalogue = services.store.read(&scope).await?.catalogue().await?;
                let today = services.today();
                let is_meant = |entry: &&Entry| {
                    session.acting.administers.contains(&entry.service)
                        && entry.visible_to_administrators_on(today)
                        && entry.kinds.contains(&session.acting.kind)
                };
                let choice = |entry: &Entry| {
                    let name = entry.name_on(today);
                    let name = |language| name.pick(language).to_owned();
                    let name = Label { swedish: name(Language::Swedish), english: name(Language::English) };
                    Choice { code: entry.code.to_string(), name }
                };
                catalogue.entries().iter().filter(is_meant).map(choice).collect()
            }
            Source::Municipalities => {
                let codes = session.acting.municipalities.iter();
                let choice = |code: &MunicipalityCode| Choice {
                    code: code.to_string(),
                    name: Label::proper(code.name()),
                };
                codes.map(choice).collect()
            }
        };
        found.push((*column, choices));
    }
    Ok(found)
}

/// What a role is called that the log has kept.
fn role_label(code: &str) -> Label {
    let name = |language| role_name(code, language).unwrap_or(code).to_owned();
    Label { swedish: name(Language::Swedish), english: name(Language::English) }
}

/// Which list was asked for and by which columns, such as `cases: status, surname, find`; never by which values.
pub(crate) fn asked<C: Column>(query: &ListQuery<C>) -> String {
    let mut columns: Vec<&str> = Vec::new();
    for condition in query.filter.conditions() {
        if !columns.contains(&condition.column().code()) {
            columns.push(condition.column().code());
        }
    }
    if !query.find.is_empty() {
        columns.push("find");
    }
    let list = C::spec().code;
    if columns.is_empty() { list.to_owned() } else { format!("{list}: {}", columns.join(", ")) }
}
