//! Rows that a user has chosen in a list, frozen under a token: what a bulk action or an export works on.
//!
//! What a token names stays what it was however the list changes. Whether the user still reaches a row, and whether it is
//! still there, is asked again by whatever is done with it.

use chrono::{DateTime, Utc};
use domain::list::{Column, ListQuery, Sort};
use store::{Listed, SelectionRecord};

use crate::{
    ServiceError, Services,
    session::{Session, new_token},
};

/// How many hexadecimal digits a token has: as many as that of a kept filter.
const TOKEN_LENGTH: usize = 32;
/// Up to how many rows a selection is compared with a list; of more it takes longer than anybody should wait to be told.
const MOST_COMPARED: usize = 10_000;

/// A frozen selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// What names it in addresses.
    pub token: String,
    /// Of which list, by its code.
    pub list: String,
    /// How many rows.
    pub count: u64,
    /// When it was taken.
    pub taken: DateTime<Utc>,
}

/// Freezes rows by their identities. Those that the user does not reach are left out.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that does not see the list.
pub async fn freeze_rows<C: Listed>(
    services: &Services,
    session: &Session,
    ids: &[i64],
) -> Result<Selection, ServiceError> {
    let spec = C::spec();
    let scope = session.scope_for(spec.needs)?;
    let mut connection = services.store.read(&scope).await?;
    let reached = connection.list_order_among(&scope, &spec.sort, ids, services.today()).await?;
    drop(connection);
    keep::<C>(services, session, reached.into_iter().map(|identity| identity.row).collect()).await
}

/// Freezes all rows that match a query, whatever page it is at.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that does not see the list.
pub async fn freeze_matching<C: Listed>(
    services: &Services,
    session: &Session,
    query: &ListQuery<C>,
) -> Result<Selection, ServiceError> {
    let scope = session.scope_for(C::spec().needs)?;
    // They are kept in the order of their identities, whatever the list's is.
    let unsorted = query.clone().asked_by(session.account).sorted(Sort::new([]));
    let mut connection = services.store.read(&scope).await?;
    let matching = connection.list_order(&scope, &unsorted, services.today()).await?;
    drop(connection);
    keep::<C>(services, session, matching.into_iter().map(|identity| identity.row).collect()).await
}

async fn keep<C: Column>(
    services: &Services,
    session: &Session,
    rows: Vec<i64>,
) -> Result<Selection, ServiceError> {
    let (list, taken) = (C::spec().code, services.now());
    let mut token = new_token()?;
    token.truncate(TOKEN_LENGTH);
    let count = services.store.keep_selection(session.account, &token, list, rows, taken).await?;
    Ok(Selection { token, list: list.to_owned(), count, taken })
}

/// The user's selection of a token; `None` when it is another's, forgotten or made up.
///
/// # Errors
/// When the database refuses.
pub async fn find(
    services: &Services,
    session: &Session,
    token: &str,
) -> Result<Option<Selection>, ServiceError> {
    let found = services.store.read(&session.scope()).await?.selection(session.account, token).await?;
    Ok(found.map(|SelectionRecord { list, size, taken }| Selection {
        token: token.to_owned(),
        list,
        count: size,
        taken,
    }))
}

/// The rows of the user's selection of a token, in the order of their identities; `None` when there is none of the list.
///
/// # Errors
/// When the database refuses or holds nonsense.
pub async fn rows<C: Column>(
    services: &Services,
    session: &Session,
    token: &str,
) -> Result<Option<Vec<i64>>, ServiceError> {
    let mut connection = services.store.read(&session.scope()).await?;
    match connection.selection(session.account, token).await? {
        Some(found) if found.list == C::spec().code => {
            Ok(connection.selected_rows(session.account, token).await?)
        }
        _ => Ok(None),
    }
}

/// How many rows of the user's selection of a token a query of the list does not give, whatever page it is at: those that
/// are chosen and out of sight. `None` when they are too many to be compared.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that does not see the list.
pub async fn elsewhere<C: Listed>(
    services: &Services,
    session: &Session,
    token: &str,
    query: &ListQuery<C>,
) -> Result<Option<u64>, ServiceError> {
    let scope = session.scope_for(C::spec().needs)?;
    let chosen = rows::<C>(services, session, token).await?.unwrap_or_default();
    if chosen.len() > MOST_COMPARED {
        return Ok(None);
    }
    let query = query.clone().asked_by(session.account);
    let mut connection = services.store.read(&scope).await?;
    let shown = connection.list_count_among(&scope, &query, &chosen, services.today()).await?;
    Ok(Some((chosen.len() as u64).saturating_sub(shown)))
}
