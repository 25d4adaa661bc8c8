//! Lists: one query type, one mapping from columns to SQL per list.
//!
//! The rows and their exact count share one WHERE, which always begins with the scope. Nothing of a column's name is
//! ever taken from a request: a column is an enum, and its SQL is in the exhaustive mapping of its list.

mod case_columns;
mod export;
mod filter;
#[cfg(test)]
mod sql_text;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    case::view::CaseRow,
    id::PersonId,
    list::{Column, Direction, ListPage, ListQuery, Sort, specs::cases::CaseColumn},
    municipality::MunicipalityCode,
};
use sea_query::{
    Alias, Cond, Expr, ExprTrait, NullOrdering, Order, PostgresQueryBuilder, Query, SelectStatement,
    SqliteQueryBuilder,
};
use sea_query_sqlx::SqlxBinder;

use crate::{Connection, Database, StoreError, db::Either};
pub use export::{ExportList, Identity};
pub(crate) use filter::escaped;

/// How a column of a list stands in the database.
pub struct ColumnSql {
    /// The value that is compared: dates, codes, numbers.
    pub value: Expr,
    /// What texts are compared with, folded as [`domain::text::search_key`] folds.
    pub search: Expr,
    /// What rows are ordered by.
    pub sort: Expr,
    /// Whether a greater value sorts first, as birth dates do for ages.
    pub reversed: bool,
    /// Whether there may be no value.
    pub nullable: bool,
}

/// A list whose rows stand in one table.
pub trait Listed: Column {
    /// The table.
    const TABLE: &'static str;
    /// The column that identifies a row.
    const ID: &'static str;
    /// The columns that are read.
    const READ: &'static [&'static str];
    /// How a column stands in the database. Exhaustive, so that no column of a list can lack its SQL.
    fn sql(self, scope: &Scope) -> ColumnSql;
    /// The column's own form of a text that is looked for, where it has one: personal numbers are written in several.
    fn sought(self, text: &str, today: NaiveDate) -> Option<String>;
    /// The test of a number column, whose value need not stand in the database as a number.
    fn number_range(self, range: &domain::list::condition::Range<i64>, today: NaiveDate) -> Cond;
}

pub(crate) fn column(name: &'static str) -> Expr {
    Expr::col(Alias::new(name))
}

/// The condition that a row is within a scope.
pub(crate) fn within(scope: &Scope) -> Cond {
    let mut condition = Cond::all();
    if let Some(reached) = scope.municipalities() {
        condition =
            condition.add(column("municipality").is_in(reached.iter().map(MunicipalityCode::to_string)));
    }
    if !scope.includes_protected() {
        condition = condition.add(column("protected").eq(false));
    }
    condition
}

fn select<C: Listed>(scope: &Scope, query: &ListQuery<C>, today: NaiveDate) -> SelectStatement {
    let mut select = Query::select();
    select.from(Alias::new(C::TABLE)).cond_where(within(scope));
    select.cond_where(filter::condition(&query.filter.clone().simplified(), scope, today));
    if let Some(found) = filter::found::<C>(&query.find, scope, today) {
        select.cond_where(found);
    }
    select
}

fn order<C: Listed>(select: &mut SelectStatement, sort: &Sort<C>, scope: &Scope) {
    for key in sort.keys() {
        let sql = key.column.sql(scope);
        let ascending = (key.direction == Direction::Ascending) != sql.reversed;
        let order = if ascending { Order::Asc } else { Order::Desc };
        if sql.nullable {
            // Without a value is last when ascending and first when descending, whatever stands in the database.
            let nulls = match key.direction {
                Direction::Ascending => NullOrdering::Last,
                Direction::Descending => NullOrdering::First,
            };
            select.order_by_expr_with_nulls(sql.sort, order, nulls);
        } else {
            select.order_by_expr(sql.sort, order);
        }
    }
    select.order_by(Alias::new(C::ID), Order::Asc);
}

/// The two statements of a list: its rows and their count.
pub(crate) struct Statements {
    pub rows: SelectStatement,
    pub count: SelectStatement,
}

pub(crate) fn statements<C: Listed>(scope: &Scope, query: &ListQuery<C>, today: NaiveDate) -> Statements {
    let mut page = select(scope, query, today);
    let mut count = page.clone();
    count.expr(Expr::cust("count(*)"));
    page.column(Alias::new(C::ID));
    order(&mut page, &query.sort, scope);
    page.limit(u64::from(query.page.size.rows())).offset(query.page.offset());
    // The rows are joined late: what is sorted, and passed over on the way to a later page, are identities.
    let mut rows = Query::select();
    rows.columns(C::READ.iter().map(|name| Alias::new(*name))).from(Alias::new(C::TABLE));
    rows.cond_where(column(C::ID).in_subquery(page));
    order(&mut rows, &query.sort, scope);
    Statements { rows, count }
}

/// The statements by which a page of the list of cases and its total are read, with their values in them: for looking
/// at the plans that a database makes of them.
pub fn case_list_sql(
    database: Database,
    scope: &Scope,
    query: &ListQuery<CaseColumn>,
    today: NaiveDate,
) -> [String; 2] {
    let Statements { rows, count } = statements(scope, query, today);
    [rows, count].map(|select| match database {
        Database::Sqlite => select.to_string(SqliteQueryBuilder),
        Database::Postgres => select.to_string(PostgresQueryBuilder),
    })
}

/// A page of the list of cases, and whose they are. The page is what is shown; whose it is, only the journal is told.
#[derive(Clone, Debug)]
pub struct CaseList {
    /// The page.
    pub page: ListPage<CaseRow>,
    /// The person of each row, in the same order.
    pub people: Vec<PersonId>,
}

impl Connection {
    /// A page of the list of cases within a scope, as of a day. A page beyond the end becomes the last one.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn list_cases(
        &mut self,
        scope: &Scope,
        query: &ListQuery<CaseColumn>,
        today: NaiveDate,
    ) -> Result<CaseList, StoreError> {
        let total =
            u64::try_from(self.count(statements(scope, query, today).count).await?).unwrap_or_default();
        let (page, notice) = query.page.within(total);
        let query = query.clone().on_page(page.number());
        let rows: Vec<case_columns::Row> = self.rows(statements(scope, &query, today).rows).await?;
        let people = rows.iter().map(case_columns::Row::person).collect();
        let rows = rows.into_iter().map(|row| row.read(today)).collect::<Result<_, _>>()?;
        Ok(CaseList { page: ListPage { rows, total, page, notices: notice.into_iter().collect() }, people })
    }

    /// The names of the caseworkers of the cases within a scope.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn caseworkers(&mut self, scope: &Scope) -> Result<Vec<String>, StoreError> {
        let mut select = Query::select();
        select
            .distinct()
            .columns([Alias::new("caseworker"), Alias::new("caseworker_key")])
            .from(Alias::new("case_row"))
            .cond_where(within(scope))
            .cond_where(column("caseworker").is_not_null())
            .order_by(Alias::new("caseworker_key"), Order::Asc);
        let names: Vec<(String, Vec<u8>)> = self.rows(select).await?;
        Ok(names.into_iter().map(|(name, _)| name).collect())
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
