//! All rows of a list, for a file.
//!
//! The order is decided once, by one statement that reads nothing but identities: a list can be sorted by columns that
//! no index serves, and a keyset over these would sort all that is left for every batch. The rows are then read in
//! batches by their identities. On one snapshot that is the list as it was when it was asked for, and what is held of it
//! is 24 bytes a row.
//!
//! What SQLite reads comes as one value of JSON. Handed over one by one, each value of each row is allocated and passed
//! from thread to thread on its own, which of a million rows took four times as long as finding them. PostgreSQL, which has
//! no such threads, hands its rows over as they are: to make JSON of them took it as long as finding them.

use std::{collections::HashMap, marker::PhantomData};

use chrono::NaiveDate;
use domain::{
    access::Scope,
    id::PersonId,
    list::{ListQuery, Sort},
};
use sea_query::{
    Alias, Asterisk, CommonTableExpression, Expr, PostgresQueryBuilder, Query, SelectStatement,
    SqliteQueryBuilder,
};
use sea_query_sqlx::SqlxBinder;
use serde::de::DeserializeOwned;
use sqlx::{FromRow, Row, postgres::PgRow};

use super::{Identity, Listed, Reader, Stored, order, order_keys, select};
use crate::{Connection, Database, StoreError, db::Either, dialect::json_integers};

/// Rows of a list as they came from the database: read on whatever thread has the time.
pub struct RowsRead<C: Listed> {
    /// The rows in whatever order they were found.
    found: Found,
    /// Their identities in the order that was asked for.
    asked: Vec<i64>,
    list: PhantomData<C>,
}

/// How rows come from the database.
enum Found {
    /// As JSON, each an array.
    Json(String),
    /// As they are.
    Rows(Vec<PgRow>),
}

impl<C: Listed> RowsRead<C> {
    /// The rows in the order that was asked for. One that is not there is left out.
    ///
    /// # Errors
    /// When what is stored makes no sense.
    pub fn rows(self, reader: &Reader<'_>) -> Result<Vec<C::Row>, StoreError> {
        let found: Vec<C::Stored> = match &self.found {
            Found::Json(json) => from_json(json)?,
            Found::Rows(rows) => rows.iter().map(C::Stored::from_row).collect::<Result<_, _>>()?,
        };
        let mut found: HashMap<i64, C::Stored> =
            found.into_iter().map(|stored| (C::identity(&stored).row, stored)).collect();
        self.asked.iter().filter_map(|row| found.remove(row)).map(|stored| C::read(stored, reader)).collect()
    }
}

fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, StoreError> {
    // What serde says of a value names it, and it may be a person's.
    serde_json::from_str(json).map_err(|error| {
        StoreError::Inconsistent(format!(
            "rows of a list as JSON, {:?} at {}",
            error.classify(),
            error.column()
        ))
    })
}

impl Connection {
    /// The rows of a query within a scope as of a day, in the list's order; the page that the query asks for makes no
    /// difference.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn list_order<C: Listed>(
        &mut self,
        scope: &Scope,
        query: &ListQuery<C>,
        today: NaiveDate,
    ) -> Result<Vec<Identity>, StoreError> {
        let reader = Reader { scope, today };
        self.identities(select(&reader, query), &query.sort, &reader).await
    }

    /// Those of some rows that are within a scope, in an order.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn list_order_among<C: Listed>(
        &mut self,
        scope: &Scope,
        sort: &Sort<C>,
        rows: &[i64],
        today: NaiveDate,
    ) -> Result<Vec<Identity>, StoreError> {
        let mut asked = Query::select();
        asked.from(Alias::new(C::TABLE)).column(Asterisk).and_where(among::<C>(self.database(), rows));
        self.identities(within_scope::<C>(asked, scope), sort, &Reader { scope, today }).await
    }

    /// How many of some rows a query within a scope gives as of a day, whatever page it asks for.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn list_count_among<C: Listed>(
        &mut self,
        scope: &Scope,
        query: &ListQuery<C>,
        rows: &[i64],
        today: NaiveDate,
    ) -> Result<u64, StoreError> {
        let mut count = select(&Reader { scope, today }, query);
        count.and_where(among::<C>(self.database(), rows)).expr(Expr::cust("count(*)"));
        Ok(u64::try_from(self.count(count).await?).unwrap_or_default())
    }

    async fn identities<C: Listed>(
        &mut self,
        mut ordered: SelectStatement,
        sort: &Sort<C>,
        reader: &Reader<'_>,
    ) -> Result<Vec<Identity>, StoreError> {
        let database = self.database();
        ordered.expr_as(Expr::col(Alias::new(C::ID)), Alias::new("row"));
        match C::PEOPLE {
            Some(people) => ordered.expr_as(Expr::col(Alias::new(people.column)), Alias::new("person")),
            None => ordered.expr_as(Expr::cust("CAST(NULL AS bigint)"), Alias::new("person")),
        };
        order(&mut ordered, &order_keys(sort, reader));
        let array = |column: &str| match database {
            Database::Sqlite => format!("json_group_array({column})"),
            Database::Postgres => format!("CAST(coalesce(json_agg({column}), '[]') AS text)"),
        };
        let mut all = Query::select();
        all.from_subquery(ordered, Alias::new("ordered"));
        all.expr(Expr::cust(array("\"row\""))).expr(Expr::cust(array("person")));
        let (rows, people) =
            self.json(all, |[rows, people]| Ok((from_json(rows)?, from_json(people)?))).await?;
        let (rows, people): (Vec<i64>, Vec<Option<i64>>) = (rows, people);
        let identities = rows.into_iter().zip(people);
        Ok(identities.map(|(row, person)| Identity { row, person: person.map(PersonId) }).collect())
    }

    /// Rows within a scope by their identities, in the order of these. One that is not there is left out.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn list_rows<C: Listed>(
        &mut self,
        scope: &Scope,
        rows: &[i64],
        today: NaiveDate,
    ) -> Result<Vec<C::Row>, StoreError> {
        self.list_rows_read::<C>(scope, rows).await?.rows(&Reader { scope, today })
    }

    /// The same, as they come from the database.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn list_rows_read<C: Listed>(
        &mut self,
        scope: &Scope,
        rows: &[i64],
    ) -> Result<RowsRead<C>, StoreError> {
        let asked = rows.to_vec();
        let mut chosen = Query::select();
        chosen.from(Alias::new(C::TABLE)).and_where(among::<C>(self.database(), rows));
        chosen.columns(C::Stored::COLUMNS.iter().chain(C::SCOPED_BY).map(|name| Alias::new(*name)));
        let mut read = within_scope::<C>(chosen, scope);
        let found = match self.either() {
            Either::Sqlite(_) => {
                let columns: Vec<_> = C::Stored::COLUMNS.iter().map(|name| format!("\"{name}\"")).collect();
                read.expr(Expr::cust(format!("json_group_array(json_array({}))", columns.join(", "))));
                Found::Json(self.json(read, |[found]| Ok(found.to_owned())).await?)
            }
            Either::Postgres(connection) => {
                read.columns(C::Stored::COLUMNS.iter().map(|name| Alias::new(*name)));
                let (sql, values) = read.build_sqlx(PostgresQueryBuilder);
                let query = sqlx::query_with(sqlx::AssertSqlSafe(sql), values);
                Found::Rows(query.fetch_all(connection).await?)
            }
        };
        Ok(RowsRead { found, asked, list: PhantomData })
    }

    /// The texts of a statement's one row, read where they lie.
    async fn json<T, const TEXTS: usize>(
        &mut self,
        select: SelectStatement,
        read: impl FnOnce([&str; TEXTS]) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut texts = [""; TEXTS];
        match self.either() {
            Either::Sqlite(connection) => {
                let (sql, values) = select.build_sqlx(SqliteQueryBuilder);
                let query = sqlx::query_with(sqlx::AssertSqlSafe(sql), values);
                let row = query.fetch_one(connection).await?;
                for (place, text) in texts.iter_mut().enumerate() {
                    *text = row.try_get(place)?;
                }
                read(texts)
            }
            Either::Postgres(connection) => {
                let (sql, values) = select.build_sqlx(PostgresQueryBuilder);
                let query = sqlx::query_with(sqlx::AssertSqlSafe(sql), values);
                let row = query.fetch_one(connection).await?;
                for (place, text) in texts.iter_mut().enumerate() {
                    *text = row.try_get(place)?;
                }
                read(texts)
            }
        }
    }
}

/// The condition that a row is one of some.
fn among<C: Listed>(database: Database, rows: &[i64]) -> Expr {
    let (among, rows) = match database {
        Database::Sqlite => ("IN (SELECT value FROM json_each(?))", json_integers(rows.iter().copied())),
        // An array is looked up in its own order, so that the rows that lie beside each other are found together.
        Database::Postgres => {
            let rows: Vec<String> = rows.iter().map(i64::to_string).collect();
            ("= ANY(CAST(CAST($1 AS text) AS bigint[]))", format!("{{{}}}", rows.join(",")))
        }
    };
    Expr::cust_with_values(format!("{} {among}", C::ID), [rows])
}

/// What of a statement's rows is within a scope. The scope is asked of what has been found: else SQLite, which knows
/// nothing of how many rows a municipality has, would rather look through all of them than for two thousand by their
/// identities.
fn within_scope<C: Listed>(chosen: SelectStatement, scope: &Scope) -> SelectStatement {
    let mut found = CommonTableExpression::new();
    found.table_name(Alias::new("asked")).query(chosen).materialized(true);
    let mut within = Query::select();
    within.with_cte(found).from(Alias::new("asked")).cond_where(C::within(scope));
    within
}
