//! Reading lists: authorised, within the scope of the role, and told in the journal where they are of people.

use domain::{
    list::{Choice, Choices, Column, Label, ListPage, ListQuery, Source},
    municipality::MunicipalityCode,
    operation::OperationKind,
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
    // The total and the rows are of one moment, whatever is written between the two.
    let mut connection = services.store.read_snapshot().await?;
    let meant = query.clone().asked_by(session.account);
    let PageRead { page, identities } = connection.list_page(&scope, &meant, services.today()).await?;
    drop(connection);
    if let Some(people) = C::PEOPLE {
        let kind = OperationKind::ReadList;
        let operation = services.operation(kind, session.actor(), session.only_municipality(), asked(query));
        let mut transaction = services.store.operate(operation).await?;
        transaction.record_reads(people.entity, &identities).await?;
        transaction.commit().await?;
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
}

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
    let mut connection = services.store.read_snapshot().await?;
    let mut beside = async |way| {
        let found = connection.list_from(&scope, &meant, (way, Some(row)), 1, services.today()).await?;
        Ok::<_, ServiceError>(found.first().map(|(identity, _)| identity.row))
    };
    Ok(Neighbours { before: beside(Way::Before).await?, after: beside(Way::After).await? })
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
                let names = services.store.read().await?.caseworkers(&scope).await?;
                names.into_iter().map(|name| Choice { name: Label::proper(&name), code: name }).collect()
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
