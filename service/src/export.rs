//! A list as a whole, for a file: authorised, told in the journal, and then read batch by batch.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    language::Named,
    list::{Column, Columns, ExportFormat, ListQuery},
    operation::OperationKind,
};
use store::{Connection, Identity, Listed, Reader, RowsRead};

use crate::{ServiceError, Services, lists::asked, session::Session};

/// How many rows are read at a time.
const BATCH: usize = 2000;
/// How many people one entry of the journal tells of. Nobody else writes on SQLite while an entry is written, so that
/// of a million people is written in parts, between which others have their turn.
const PEOPLE_OF_AN_ENTRY: usize = 20_000;

/// The rows of a list as they were when they were asked for, whatever is written meanwhile. Dropped, it reads no more.
pub struct Export<C: Listed> {
    connection: Connection,
    scope: Scope,
    order: Vec<i64>,
    read: usize,
    /// The columns, in the list's order.
    pub columns: Columns<C>,
    /// The day of reading.
    pub today: NaiveDate,
}

impl<C: Listed> Export<C> {
    /// How many rows there are.
    pub fn total(&self) -> usize {
        self.order.len()
    }

    /// The next rows; none when all have been read.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn next(&mut self) -> Result<Option<Batch<C>>, ServiceError> {
        let end = self.order.len().min(self.read + BATCH);
        if end == self.read {
            return Ok(None);
        }
        let read = self.connection.list_rows_read::<C>(&self.scope, &self.order[self.read..end]).await?;
        let size = end - self.read;
        self.read = end;
        Ok(Some(Batch { read, size, scope: self.scope.clone(), today: self.today }))
    }
}

/// Some of the rows, as they came from the database.
pub struct Batch<C: Listed> {
    read: RowsRead<C>,
    size: usize,
    scope: Scope,
    today: NaiveDate,
}

impl<C: Listed> Batch<C> {
    /// The rows.
    ///
    /// # Errors
    /// When the database holds nonsense.
    pub fn rows(self) -> Result<Vec<C::Row>, ServiceError> {
        let rows = self.read.rows(&Reader { scope: &self.scope, today: self.today })?;
        // All of them were there when the order was read, and the snapshot has not changed.
        if rows.len() == self.size { Ok(rows) } else { Err(ServiceError::Inconsistent) }
    }
}

/// Begins an export. When this returns, the journal tells of everybody whose data will be read, of the list, its columns
/// and those that it was filtered by (`access.md` section 6).
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that may not see the list.
pub async fn begin<C: Listed>(
    services: &Services,
    session: &Session,
    query: &ListQuery<C>,
    format: ExportFormat,
) -> Result<Export<C>, ServiceError> {
    let scope = session.scope_for(C::spec().needs)?;
    let mut connection = services.store.read_snapshot().await?;
    let order =
        connection.list_order(&scope, &query.clone().asked_by(session.account), services.today()).await?;
    let reason = asked_to_export(&asked(query), query, format, order.len());
    told(services, session, Ordered { connection, scope, order, reason }, query).await
}

/// Begins an export of chosen rows: those that are still there and within reach, with the columns and in the order of a
/// query, whatever it filters by.
///
/// # Errors
/// [`ServiceError::Forbidden`] without the permission.
pub async fn begin_among<C: Listed>(
    services: &Services,
    session: &Session,
    query: &ListQuery<C>,
    chosen: &[i64],
    format: ExportFormat,
) -> Result<Export<C>, ServiceError> {
    let scope = session.scope_for(C::spec().needs)?;
    let mut connection = services.store.read_snapshot().await?;
    let order = connection.list_order_among(&scope, &query.sort, chosen, services.today()).await?;
    let chosen = format!("{}: selection", C::spec().code);
    let reason = asked_to_export(&chosen, query, format, order.len());
    told(services, session, Ordered { connection, scope, order, reason }, query).await
}

/// The rows of an export in their order, of which the journal knows nothing yet.
struct Ordered {
    connection: Connection,
    scope: Scope,
    order: Vec<Identity>,
    reason: String,
}

async fn told<C: Listed>(
    services: &Services,
    session: &Session,
    ordered: Ordered,
    query: &ListQuery<C>,
) -> Result<Export<C>, ServiceError> {
    let Ordered { connection, scope, order, reason } = ordered;
    let rows = order.iter().map(|identity| identity.row).collect();
    let people = if C::PEOPLE.is_some() { order } else { Vec::new() };
    tell::<C>(services, session, &reason, people).await?;
    let (columns, today) = (query.columns.clone(), services.today());
    Ok(Export { connection, scope, order: rows, read: 0, columns, today })
}

/// What was asked for, such as `cases: status, find; csv, 412 rows: civic-number, surname`; never which values.
fn asked_to_export<C: Column>(
    asked: &str,
    query: &ListQuery<C>,
    format: ExportFormat,
    rows: usize,
) -> String {
    let columns: Vec<&str> = query.columns.as_slice().iter().map(|column| column.code()).collect();
    format!("{asked}; {}, {rows} rows: {}", format.code(), columns.join(", "))
}

async fn tell<C: Listed>(
    services: &Services,
    session: &Session,
    reason: &str,
    mut read_rows: Vec<Identity>,
) -> Result<(), ServiceError> {
    // The journal is looked up by person, and is written faster in that order than in the list's.
    read_rows.sort_unstable_by_key(|identity| (identity.person, identity.row));
    // An export of nobody is told too, and one of a list without people.
    let parts: Vec<&[Identity]> = match read_rows.is_empty() {
        true => vec![&[]],
        false => read_rows.chunks(PEOPLE_OF_AN_ENTRY).collect(),
    };
    for (place, part) in parts.iter().enumerate() {
        let reason = match parts.len() {
            1 => reason.to_owned(),
            all => format!("{reason} ({}/{all})", place + 1),
        };
        let kind = OperationKind::ExportList;
        let operation = services.operation(kind, session.actor(), session.only_municipality(), reason);
        let mut transaction = services.store.operate(operation).await?;
        if let Some(people) = C::PEOPLE {
            transaction.record_reads(people.entity, part).await?;
        }
        transaction.commit().await?;
    }
    Ok(())
}
