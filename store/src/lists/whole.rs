//! All rows of a list, for a file.
//!
//! The order is decided once, by one statement that reads nothing but identities: a list can be sorted by columns that
//! no index serves, and a keyset over these would sort all that is left for every batch. The rows are then read in
//! batches by their identities. On one snapshot that is the list as it was when it was asked for, and what is held of it
//! is 16 bytes a row.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    id::PersonId,
    list::{ListQuery, Sort},
};
use sea_query::{Alias, Asterisk, CommonTableExpression, Expr, ExprTrait, Query, SelectStatement};

use super::{Identity, Listed, Reader, column, order, order_keys, select};
use crate::{Connection, Database, StoreError, dialect::json_integers};

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
        let among = match self.database() {
            Database::Sqlite => "(SELECT value FROM json_each(?))",
            Database::Postgres => "(SELECT CAST(json_array_elements_text(CAST($1 AS json)) AS bigint))",
        };
        let condition = format!("{} IN {among}", C::ID);
        // The scope is asked of what has been found, as in `list_rows`.
        let mut asked = Query::select();
        asked.from(Alias::new(C::TABLE)).column(Asterisk);
        asked.and_where(Expr::cust_with_values(condition, [json_integers(rows.iter().copied())]));
        let mut found = CommonTableExpression::new();
        found.table_name(Alias::new("asked")).query(asked).materialized(true);
        let mut within_scope = Query::select();
        within_scope.with_cte(found).from(Alias::new("asked")).cond_where(C::within(scope));
        self.identities(within_scope, sort, &Reader { scope, today }).await
    }

    async fn identities<C: Listed>(
        &mut self,
        mut ordered: SelectStatement,
        sort: &Sort<C>,
        reader: &Reader<'_>,
    ) -> Result<Vec<Identity>, StoreError> {
        ordered.column(Alias::new(C::ID));
        match C::PEOPLE {
            Some(people) => ordered.column(Alias::new(people.column)),
            None => ordered.expr(Expr::cust("CAST(NULL AS bigint)")),
        };
        order(&mut ordered, &order_keys(sort, reader));
        let found: Vec<(i64, Option<i64>)> = self.rows(ordered).await?;
        Ok(found.into_iter().map(|(row, person)| Identity { row, person: person.map(PersonId) }).collect())
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
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let reader = Reader { scope, today };
        // The scope is asked of what has been found: else SQLite, which knows nothing of how many rows a municipality
        // has, would rather look through all of them than for two thousand by their identities.
        let columns = || C::READ.iter().map(|name| Alias::new(*name));
        let mut asked = Query::select();
        asked.from(Alias::new(C::TABLE)).columns(columns());
        asked.cond_where(column(C::ID).is_in(rows.iter().copied()));
        let mut found = CommonTableExpression::new();
        found.table_name(Alias::new("asked")).query(asked).materialized(true);
        let mut read = Query::select();
        read.with_cte(found).from(Alias::new("asked")).columns(columns()).cond_where(C::within(scope));
        let found: Vec<C::Stored> = self.rows(read).await?;
        let mut found: HashMap<i64, C::Stored> =
            found.into_iter().map(|stored| (C::identity(&stored).row, stored)).collect();
        rows.iter().filter_map(|row| found.remove(row)).map(|stored| C::read(stored, &reader)).collect()
    }
}
