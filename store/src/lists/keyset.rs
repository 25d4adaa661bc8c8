//! The rows that stand behind or before a row of a list, found by what that row is sorted by: it costs the same however
//! far on in the list the row stands, and what is written meanwhile neither repeats a row nor leaves one out.

use chrono::NaiveDate;
use domain::{access::Scope, list::ListQuery};
use sea_query::{
    Alias, CommonTableExpression, Cond, Expr, ExprTrait, NullOrdering, Query, SelectStatement,
    SubQueryStatement,
};

use super::{Identity, Listed, OrderKey, Reader, column, in_words, joined_late, order, order_keys, select};
use crate::{Connection, Database, StoreError};

/// The row from which one goes on, by the values that it is sorted by.
const FROM: &str = "from_row";

/// Which way one goes from a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To those that follow in the list's order.
    After,
    /// To those that precede.
    Before,
}

impl OrderKey {
    fn backwards(self) -> Self {
        let nulls = self.nulls.map(|nulls| match nulls {
            NullOrdering::First => NullOrdering::Last,
            NullOrdering::Last => NullOrdering::First,
        });
        Self { ascending: !self.ascending, nulls, ..self }
    }

    /// That a row stands further on than `from` by this key.
    fn is_beyond(&self, from: &Expr) -> Expr {
        let sort = || self.sort.clone();
        let beyond = if self.ascending { sort().gt(from.clone()) } else { sort().lt(from.clone()) };
        match self.nulls {
            None => beyond,
            Some(NullOrdering::Last) => beyond.or(sort().is_null().and(from.clone().is_not_null())),
            Some(NullOrdering::First) => beyond.or(sort().is_not_null().and(from.clone().is_null())),
        }
    }

    /// That a row stands in the same place as `from` by this key.
    fn is_level(&self, from: &Expr) -> Expr {
        let sort = || self.sort.clone();
        let equal = sort().eq(from.clone());
        match self.nulls {
            None => equal,
            Some(_) => equal.or(sort().is_null().and(from.clone().is_null())),
        }
    }
}

fn name(place: usize) -> Alias {
    Alias::new(format!("key_{place}"))
}

/// What the row from which one goes has at one place of the order.
fn of_from(place: usize) -> Expr {
    let mut select = Query::select();
    select.column(name(place)).from(Alias::new(FROM));
    Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(select)))
}

/// That a row stands further on in an order than the one from which one goes.
fn further_on(keys: &[OrderKey]) -> Expr {
    let from: Vec<Expr> = (0..keys.len()).map(of_from).collect();
    let one_direction = keys.iter().all(|key| key.nulls.is_none() && key.ascending == keys[0].ascending);
    if one_direction {
        // As one comparison, which both databases look up in an index of these columns.
        let sort = Expr::tuple(keys.iter().map(|key| key.sort.clone()));
        let from = Expr::tuple(from);
        return if keys[0].ascending { sort.gt(from) } else { sort.lt(from) };
    }
    let mut places = keys.iter().zip(&from).rev();
    let last = places.next().map(|(key, from)| key.is_beyond(from));
    let condition = places.fold(last, |behind, (key, from)| {
        let level = behind.map(|behind| key.is_level(from).and(behind));
        Some(match level {
            Some(level) => key.is_beyond(from).or(level),
            None => key.is_beyond(from),
        })
    });
    condition.unwrap_or_else(|| Expr::value(false))
}

fn statement<C: Listed>(
    reader: &Reader<'_>,
    query: &ListQuery<C>,
    way: Way,
    from: Option<i64>,
    limit: u32,
) -> SelectStatement {
    let keys = order_keys(&query.sort, reader);
    let along = match way {
        Way::After => order_keys(&query.sort, reader),
        Way::Before => order_keys(&query.sort, reader).into_iter().map(OrderKey::backwards).collect(),
    };
    let mut chosen = select(reader, query);
    if from.is_some() {
        // Of a row that is gone nobody knows where it stood.
        let mut exists = Query::select();
        exists.expr(Expr::value(1)).from(Alias::new(FROM));
        chosen.cond_where(Cond::all().add(Expr::exists(exists)).add(further_on(&along)));
    }
    order(&mut chosen, &along);
    chosen.limit(u64::from(limit));
    let mut rows = joined_late::<C>(chosen, &keys);
    if let Some(from) = from {
        rows.with_cte(from_row::<C>(reader, query, from));
    }
    rows
}

/// The statement that counts the rows before a row.
fn count_before<C: Listed>(reader: &Reader<'_>, query: &ListQuery<C>, from: i64) -> SelectStatement {
    let backwards = order_keys(&query.sort, reader).into_iter().map(OrderKey::backwards).collect::<Vec<_>>();
    let mut count = select(reader, query);
    count.expr(Expr::cust("count(*)"));
    count.cond_where(Cond::all().add(further_on(&backwards)));
    count.with_cte(from_row::<C>(reader, query, from));
    count
}

/// The row from which one goes, by what it is ordered by. It need not match the filter any longer, such as a case that has
/// just been closed.
fn from_row<C: Listed>(reader: &Reader<'_>, query: &ListQuery<C>, from: i64) -> CommonTableExpression {
    let mut row = Query::select();
    row.from(Alias::new(C::TABLE)).cond_where(C::within(reader.scope));
    row.and_where(column(C::ID).eq(from));
    for (place, key) in order_keys(&query.sort, reader).into_iter().enumerate() {
        row.expr_as(key.sort, name(place));
    }
    let mut known = CommonTableExpression::new();
    known.table_name(Alias::new(FROM)).query(row);
    known
}

/// The statement by which rows are read behind or before a row, with its values in it: for looking at the plan that a
/// database makes of it.
pub fn keyset_sql<C: Listed>(
    database: Database,
    scope: &Scope,
    query: &ListQuery<C>,
    (way, from): (Way, Option<i64>),
    today: NaiveDate,
) -> String {
    let rows = u32::from(query.page.size.rows());
    in_words(database, &statement(&Reader { scope, today }, query, way, from, rows))
}

impl Connection {
    /// How many rows of a list within a scope, as of a day, stand before one of its rows.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn list_count_before<C: Listed>(
        &mut self,
        scope: &Scope,
        query: &ListQuery<C>,
        row: i64,
        today: NaiveDate,
    ) -> Result<u64, StoreError> {
        let count = self.count(count_before(&Reader { scope, today }, query, row)).await?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// At most `limit` rows of a query within a scope as of a day, those next behind a row, or next before it, in the
    /// list's order either way; without a row, the first or the last of the list. The page that the query asks for makes
    /// no difference. Of a row that is not within the scope nothing is told.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn list_from<C: Listed>(
        &mut self,
        scope: &Scope,
        query: &ListQuery<C>,
        (way, from): (Way, Option<i64>),
        limit: u32,
        today: NaiveDate,
    ) -> Result<Vec<(Identity, C::Row)>, StoreError> {
        let reader = Reader { scope, today };
        let rows: Vec<C::Stored> = self.rows(statement(&reader, query, way, from, limit)).await?;
        rows.into_iter().map(|stored| Ok((C::identity(&stored), C::read(stored, &reader)?))).collect()
    }
}
