//! Lists: one query type, one mapping from columns to SQL per list.
//!
//! The rows and their exact count share one WHERE, which always begins with the scope. Nothing of a column's name is
//! ever taken from a request: a column is an enum, and its SQL is in the exhaustive mapping of its list.

mod caseworkers;
mod columns;
mod filter;
mod keyset;
#[cfg(test)]
mod sql_text;
mod whole;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    id::PersonId,
    list::{Column, Direction, ListPage, ListQuery, ListRow, Sort},
    municipality::MunicipalityCode,
    operation::EntityKind,
};
use sea_query::{
    Alias, Cond, Expr, ExprTrait, NullOrdering, Order, PostgresQueryBuilder, Query, SelectStatement,
    SqliteQueryBuilder, SubQueryStatement,
};
use sea_query_sqlx::SqlxBinder;
use serde::de::DeserializeOwned;

use crate::{Connection, Database, StoreError, db::Either};
pub use columns::ColumnSql;
pub(crate) use filter::escaped;
pub use keyset::{Way, keyset_sql};
pub use whole::RowsRead;

/// A list whose rows stand in one table or view.
pub trait Listed: Column {
    /// A row.
    type Row: ListRow<Column = Self>;
    /// A row as it is stored.
    type Stored: Stored;
    /// The table or view.
    const TABLE: &'static str;
    /// The column that identifies a row.
    const ID: &'static str;
    /// What [`Listed::within`] asks of besides the columns of a stored row.
    const SCOPED_BY: &'static [&'static str];
    /// Whose data the rows are, in a list of people's data.
    const PEOPLE: Option<People>;

    /// The condition that a row is within a scope.
    fn within(scope: &Scope) -> Cond;

    /// How a column stands in the database. Exhaustive, so that no column of a list can lack its SQL.
    fn sql(self, reader: &Reader<'_>) -> ColumnSql;

    /// What identifies a stored row, and whose it is.
    fn identity(stored: &Self::Stored) -> Identity;

    /// The row, as a reader sees it.
    ///
    /// # Errors
    /// When what is stored makes no sense.
    fn read(stored: Self::Stored, reader: &Reader<'_>) -> Result<Self::Row, StoreError>;
}

/// A row as it is stored: read column by column, or as JSON from an array or an object of its columns.
pub trait Stored:
    for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
    + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>
    + DeserializeOwned
    + Send
    + Unpin
{
    /// The columns, in the order of the array.
    const COLUMNS: &'static [&'static str];
}

/// Whose data the rows of a list are: that they were read is told in the journal.
#[derive(Clone, Copy, Debug)]
pub struct People {
    /// The column with the person.
    pub column: &'static str,
    /// What the journal calls a row.
    pub entity: EntityKind,
}

/// Who reads, and when.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// What the reader reaches.
    pub scope: &'a Scope,
    /// The day of reading.
    pub today: NaiveDate,
}

/// Which row, and whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The row's identity in its table.
    pub row: i64,
    /// Whose data it is, if a person's.
    pub person: Option<PersonId>,
}

/// A page of a list, and whose rows they are. The page is what is shown; whose it is, only the journal is told.
#[derive(Clone, Debug)]
pub struct PageRead<R> {
    /// The page.
    pub page: ListPage<R>,
    /// Which row each one is, and whose, in the same order.
    pub identities: Vec<Identity>,
}

pub(crate) fn column(name: &str) -> Expr {
    Expr::col(Alias::new(name))
}

/// The condition that a row with a municipality is within a scope.
fn in_municipalities(scope: &Scope) -> Cond {
    let mut condition = Cond::all();
    if let Some(reached) = scope.municipalities() {
        condition =
            condition.add(column("municipality").is_in(reached.iter().map(MunicipalityCode::to_string)));
    }
    condition
}

/// The condition that a row of a person's data, with a municipality and a mark of protection, is within a scope.
pub(crate) fn within(scope: &Scope) -> Cond {
    unprotected(in_municipalities(scope), scope)
}

/// A condition, and that the person of a row with a mark of protection is within a scope.
fn unprotected(condition: Cond, scope: &Scope) -> Cond {
    if scope.includes_protected() { condition } else { condition.add(column("protected").eq(false)) }
}

fn select<C: Listed>(reader: &Reader<'_>, query: &ListQuery<C>) -> SelectStatement {
    let mut select = Query::select();
    select.from(Alias::new(C::TABLE)).cond_where(C::within(reader.scope));
    select.cond_where(filter::condition(&query.filter.clone().simplified(), reader));
    if let Some(found) = filter::found::<C>(&query.find, reader) {
        select.cond_where(found);
    }
    select
}

/// What rows are ordered by at one place of a sort, as it stands in the database.
struct OrderKey {
    sort: Expr,
    ascending: bool,
    /// Where rows without a value stand; `None` where there are no such rows.
    nulls: Option<NullOrdering>,
}

/// The keys of a list's order, the identity last, so that no two rows stand in the same place.
fn order_keys<C: Listed>(sort: &Sort<C>, reader: &Reader<'_>) -> Vec<OrderKey> {
    let by_column = sort.keys().iter().map(|key| {
        let sql = key.column.sql(reader);
        // Without a value is last when ascending and first when descending, whatever stands in the database.
        let nulls = match key.direction {
            Direction::Ascending => NullOrdering::Last,
            Direction::Descending => NullOrdering::First,
        };
        let ascending = (key.direction == Direction::Ascending) != sql.reversed;
        OrderKey { sort: sql.sort, ascending, nulls: sql.nullable.then_some(nulls) }
    });
    by_column.chain([OrderKey { sort: column(C::ID), ascending: true, nulls: None }]).collect()
}

fn order(select: &mut SelectStatement, keys: &[OrderKey]) {
    for OrderKey { sort, ascending, nulls } in keys {
        let order = if *ascending { Order::Asc } else { Order::Desc };
        match nulls {
            Some(nulls) => select.order_by_expr_with_nulls(sort.clone(), order, *nulls),
            None => select.order_by_expr(sort.clone(), order),
        };
    }
}

/// The two statements of a list: its rows and their count.
struct Statements {
    rows: SelectStatement,
    count: SelectStatement,
}

fn statements<C: Listed>(reader: &Reader<'_>, query: &ListQuery<C>) -> Statements {
    let mut page = select(reader, query);
    let mut count = page.clone();
    count.expr(Expr::cust("count(*)"));
    let keys = order_keys(&query.sort, reader);
    order(&mut page, &keys);
    page.limit(u64::from(query.page.size.rows())).offset(query.page.offset());
    Statements { rows: joined_late::<C>(page, &keys), count }
}

/// A row, and how many the list has. Both come by one statement: they are of one moment, and to a database and back is a
/// large part of what a page costs.
#[derive(sqlx::FromRow)]
struct Counted<S> {
    #[sqlx(flatten)]
    stored: S,
    total_rows: i64,
}

/// The statement of the rows of a page, each with how many the list has.
fn counted(Statements { mut rows, count }: Statements) -> SelectStatement {
    let count = Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(count)));
    rows.expr_as(count, Alias::new("total_rows"));
    rows
}

/// The rows that a statement without columns chooses, in an order. They are joined late: what is sorted, and passed over
/// on the way to a later page, are identities.
fn joined_late<C: Listed>(mut chosen: SelectStatement, keys: &[OrderKey]) -> SelectStatement {
    chosen.column(Alias::new(C::ID));
    let mut rows = Query::select();
    rows.columns(C::Stored::COLUMNS.iter().map(|name| Alias::new(*name))).from(Alias::new(C::TABLE));
    rows.cond_where(column(C::ID).in_subquery(chosen));
    order(&mut rows, keys);
    rows
}

/// The statements by which a page of a list and its total are read, with their values in them: for looking at the plans
/// that a database makes of them.
pub fn list_sql<C: Listed>(
    database: Database,
    scope: &Scope,
    query: &ListQuery<C>,
    today: NaiveDate,
) -> [String; 2] {
    let Statements { rows, count } = statements(&Reader { scope, today }, query);
    [rows, count].map(|select| in_words(database, &select))
}

fn in_words(database: Database, select: &SelectStatement) -> String {
    match database {
        Database::Sqlite => select.to_string(SqliteQueryBuilder),
        Database::Postgres => select.to_string(PostgresQueryBuilder),
    }
}

impl Connection {
    /// A page of a list within a scope, as of a day. A page beyond the end becomes the last one.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn list_page<C: Listed>(
        &mut self,
        scope: &Scope,
        query: &ListQuery<C>,
        today: NaiveDate,
    ) -> Result<PageRead<C::Row>, StoreError> {
        let reader = Reader { scope, today };
        let mut query = query.clone();
        let mut notices = Vec::new();
        loop {
            let read: Vec<Counted<C::Stored>> = self.rows(counted(statements(&reader, &query))).await?;
            let total = match read.first() {
                Some(row) => row.total_rows,
                None if query.page.number() == 1 => 0,
                None => self.count(statements(&reader, &query).count).await?,
            };
            let total = u64::try_from(total).unwrap_or_default();
            let (page, notice) = query.page.within(total);
            notices.extend(notice);
            if read.is_empty() && query.page.number() > 1 {
                query = query.on_page(page.number());
                continue;
            }
            let identities = read.iter().map(|row| C::identity(&row.stored)).collect();
            let rows = read.into_iter().map(|row| C::read(row.stored, &reader)).collect::<Result<_, _>>()?;
            return Ok(PageRead { page: ListPage { rows, total, page, notices }, identities });
        }
    }

    /// How many rows a list has within a scope, as of a day.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn list_count<C: Listed>(
        &mut self,
        scope: &Scope,
        query: &ListQuery<C>,
        today: NaiveDate,
    ) -> Result<u64, StoreError> {
        let count = self.count(statements(&Reader { scope, today }, query).count).await?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    async fn count(&mut self, select: SelectStatement) -> Result<i64, StoreError> {
        Ok(match self.either() {
            Either::Sqlite(connection) => {
                let (sql, values) = select.build_sqlx(SqliteQueryBuilder);
                sqlx::query_scalar_with(sqlx::AssertSqlSafe(sql), values).fetch_one(connection).await?
            }
            Either::Postgres(connection) => {
                let (sql, values) = select.build_sqlx(PostgresQueryBuilder);
                sqlx::query_scalar_with(sqlx::AssertSqlSafe(sql), values).fetch_one(connection).await?
            }
        })
    }

    pub(crate) async fn rows<R>(&mut self, select: SelectStatement) -> Result<Vec<R>, StoreError>
    where
        R: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
            + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>
            + Send
            + Unpin,
    {
        Ok(match self.either() {
            Either::Sqlite(connection) => {
                let (sql, values) = select.build_sqlx(SqliteQueryBuilder);
                sqlx::query_as_with(sqlx::AssertSqlSafe(sql), values).fetch_all(connection).await?
            }
            Either::Postgres(connection) => {
                let (sql, values) = select.build_sqlx(PostgresQueryBuilder);
                sqlx::query_as_with(sqlx::AssertSqlSafe(sql), values).fetch_all(connection).await?
            }
        })
    }
}
