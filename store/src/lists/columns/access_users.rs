//! The columns of the list of an organisation's users in `access_user_row`, and its rows.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    access::{Scope, unused::unused_since_at_latest},
    id::AccountId,
    list::{AccessUserColumn, specs::access_users::AccessUserRow},
};
use sea_query::{Alias, Cond, Expr, ExprTrait, Query, SelectStatement, SubQueryStatement};

use super::{ColumnSql, moment, stored, truth};
use crate::{
    StoreError,
    lists::{Identity, Listed, People, Reader, column},
};

stored! {
    /// A row as it is read.
    pub struct Row {
        organisation_user_id: i64,
        account_id: i64,
        first_name: String,
        last_name: String,
        hsa_id: String,
        e_mail: String,
        user_name: String,
        #[serde(deserialize_with = "truth")]
        active: bool,
        last_sign_in: Option<i64>,
        roles: Option<String>,
        rights: Option<String>,
        ends: Option<String>,
        uses: Option<String>,
    }
}

/// The values of a column of which a user may have several: those of a view that hold on the day of reading.
fn held(view: &str, value: &str, today: NaiveDate) -> SelectStatement {
    let of = |table: &str, name: &str| Expr::col((Alias::new(table), Alias::new(name)));
    let mut select = Query::select();
    select
        .expr(of(view, value))
        .from(Alias::new(view))
        .and_where(of(view, "account_id").eq(of(AccessUserColumn::TABLE, "account_id")))
        .and_where(of(view, "organisation_id").eq(of(AccessUserColumn::TABLE, "organisation_id")))
        .and_where(of(view, "from_day").lte(today))
        .and_where(of(view, "to_day").gte(today))
        .and_where(of(view, value).is_not_null());
    select
}

/// The least of the values, by which rows are sorted.
fn least(view: &str, value: &str, today: NaiveDate) -> Expr {
    let mut select = held(view, value, today);
    select.clear_selects().expr(Expr::col((Alias::new(view), Alias::new(value))).min());
    Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(select)))
}

/// The first day since which something has not been acted in that is flagged for that.
fn unused(today: NaiveDate) -> Expr {
    let since = || Expr::col((Alias::new("resting_grant"), Alias::new("unused_since")));
    let mut select = held("resting_grant", "unused_since", today);
    select.clear_selects().expr(since().min()).and_where(since().lte(unused_since_at_latest(today)));
    Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(select)))
}

fn several(view: &str, value: &str, today: NaiveDate) -> ColumnSql {
    ColumnSql::computed(least(view, value, today)).of_several(held(view, value, today)).optional()
}

impl Listed for AccessUserColumn {
    type Row = AccessUserRow;
    type Stored = Row;
    const TABLE: &'static str = "access_user_row";
    const ID: &'static str = "organisation_user_id";
    const SCOPED_BY: &'static [&'static str] = &["organisation_id"];
    const PEOPLE: Option<People> = None;

    /// The users of the organisation that the reader acts in.
    fn within(scope: &Scope) -> Cond {
        match (scope.organisation(), scope.municipalities()) {
            (Some(organisation), _) => Cond::all().add(column("organisation_id").eq(organisation.0)),
            (None, None) => Cond::all(),
            (None, Some(_)) => Cond::all().add(Expr::value(false)),
        }
    }

    fn sql(self, reader: &Reader<'_>) -> ColumnSql {
        let today = reader.today;
        match self {
            Self::FirstName => ColumnSql::text("first_name"),
            Self::LastName => ColumnSql::text("last_name"),
            Self::HsaId => ColumnSql::code("hsa_id"),
            Self::EMail => ColumnSql::code("e_mail"),
            Self::Role => several("given_role", "role", today),
            Self::Service => several("service_of_user", "service", today),
            Self::Permission => several("service_of_user", "permission", today),
            Self::Until => ColumnSql::computed(least("ending_grant", "to_day", today)).optional(),
            Self::UnusedSince => ColumnSql::computed(unused(today)).optional(),
            // Small letters without accents.
            Self::UserName => ColumnSql::plain("user_name"),
            Self::Active => ColumnSql::plain("active"),
            Self::LastSignIn => ColumnSql::instant("last_sign_in").optional(),
        }
    }

    fn identity(stored: &Row) -> Identity {
        Identity { row: stored.organisation_user_id, person: None }
    }

    fn read(stored: Row, reader: &Reader<'_>) -> Result<AccessUserRow, StoreError> {
        let nonsense = || StoreError::Inconsistent(format!("what user {} has", stored.organisation_user_id));
        let roles = holding(stored.roles.as_deref(), reader.today).ok_or_else(nonsense)?;
        let rights = holding(stored.rights.as_deref(), reader.today).ok_or_else(nonsense)?;
        let ends = holding(stored.ends.as_deref(), reader.today).ok_or_else(nonsense)?;
        let uses = holding(stored.uses.as_deref(), reader.today).ok_or_else(nonsense)?;
        let unused: Result<Vec<NaiveDate>, _> = uses.iter().map(|(_, since)| since.parse()).collect();
        let unused = unused.map_err(|_| nonsense())?;
        let flagged = unused_since_at_latest(reader.today);
        let of = |right: &str| {
            right.split_once('/').map(|(service, permission)| (service.to_owned(), permission.to_owned()))
        };
        let rights: Vec<(String, String)> = rights.iter().filter_map(|(_, right)| of(right)).collect();
        let services: BTreeSet<String> = rights.iter().map(|(service, _)| service.clone()).collect();
        let permissions: BTreeSet<&str> = rights
            .iter()
            .map(|(_, permission)| permission.as_str())
            .filter(|code| !code.is_empty())
            .collect();
        let mut told: Vec<String> = roles.into_iter().map(|(_, role)| role.to_owned()).collect();
        told.sort_unstable();
        told.dedup();
        Ok(AccessUserRow {
            id: stored.organisation_user_id,
            account: AccountId(stored.account_id),
            first_name: stored.first_name,
            last_name: stored.last_name,
            hsa_id: stored.hsa_id,
            e_mail: stored.e_mail,
            roles: told,
            services: services.into_iter().collect(),
            permissions: permissions.len(),
            until: ends.iter().map(|(last, _)| *last).min(),
            unused_since: unused.into_iter().filter(|since| *since <= flagged).min(),
            user_name: stored.user_name,
            active: stored.active,
            last_sign_in: stored.last_sign_in.map(moment),
        })
    }
}

/// The last day and the rest of each line that holds on a day; `None` for what is no such line.
fn holding(lines: Option<&str>, today: NaiveDate) -> Option<Vec<(NaiveDate, &str)>> {
    let mut holding = Vec::new();
    for line in lines.unwrap_or_default().lines() {
        let (from, rest) = line.split_once('/')?;
        let (last, rest) = rest.split_once('/').unwrap_or((rest, ""));
        let (from, last): (NaiveDate, NaiveDate) = (from.parse().ok()?, last.parse().ok()?);
        if from <= today && today <= last {
            holding.push((last, rest));
        }
    }
    Some(holding)
}
