//! A list as a whole, for a file: authorised, told in the journal, and then read batch by batch.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    language::Named,
    list::{Column, Columns, ExportFormat, ListQuery},
};
use store::{Connection, Database, Identity, Listed, Reader, RowsRead};
use tokio::sync::watch;

use crate::{ServiceError, Services, lists::asked, session::Session, telling::Telling};

/// How many rows are read at a time.
const BATCH: usize = 2000;

/// The rows of a list as they were when they were asked for, whatever is written meanwhile. Dropped, it reads no more.
pub struct Export<C: Listed> {
    connection: Connection,
    scope: Scope,
    order: Vec<i64>,
    read: usize,
    /// How many of the rows the journal has been told of.
    told: watch::Receiver<usize>,
    /// Whether it is told of them in the list's order.
    told_in_order: bool,
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

    /// The next rows; none when all have been read. When this returns, the journal tells of everybody whose data they are.
    ///
    /// # Errors
    /// When the database refuses, or the journal could not be told.
    pub async fn next(&mut self) -> Result<Option<Batch<C>>, ServiceError> {
        let end = self.order.len().min(self.read + BATCH);
        if end == self.read {
            return Ok(None);
        }
        let read = self.connection.list_rows_read::<C>(&self.scope, &self.order[self.read..end]).await?;
        let needed = if self.told_in_order { end } else { self.order.len() };
        // Without whoever tells the journal nothing more is told; why has been logged there.
        self.told.wait_for(|told| *told >= needed).await.map_err(|_| ServiceError::Unavailable)?;
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

/// Begins an export. Before the rows of anybody are handed out the journal tells of them, of the list, its columns and
/// those that it was filtered by (`access.md` section 6).
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
    let mut connection = services.store.read_snapshot(&scope).await?;
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
    let mut connection = services.store.read_snapshot(&scope).await?;
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
    let Ordered { connection, scope, mut order, reason } = ordered;
    let rows = order.iter().map(|identity| identity.row).collect();
    // SQLite writes what the journal is looked up by, the person, in half the time in that order. PostgreSQL writes it with
    // another process than the one that reads, while that reads on.
    let told_in_order = services.store.database() == Database::Postgres;
    if !told_in_order {
        order.sort_unstable_by_key(|identity| (identity.person, identity.row));
    }
    let telling = Telling {
        services: services.clone(),
        actor: session.actor(),
        municipality: session.only_municipality(),
        entity: C::PEOPLE.map(|people| people.entity),
        reason,
        order,
    };
    // The first part before anything is read, the others while the rows are.
    let (tell, told) = watch::channel(telling.tell(0).await?);
    tokio::spawn(telling.tell_the_rest(tell));
    let (columns, today) = (query.columns.clone(), services.today());
    Ok(Export { connection, scope, order: rows, read: 0, told, told_in_order, columns, today })
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
