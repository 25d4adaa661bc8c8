//! What has been granted, and what of it works on a day.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{
        Role, RoleAssignment, RoleTitle,
        assignment::{WorkingGrant, assignments},
        code::PermissionCode,
        organisation::OrganisationKind,
        role::RoleName,
        unused::GrantUse,
    },
    id::{AccountId, GrantId, OrganisationId, UnitId, UserRoleId},
    language::Named,
    municipality::MunicipalityCode,
    period::Period,
};
use sqlx::AssertSqlSafe;

use super::{catalogue::permission, organisations::service};
use crate::{
    Connection, OperationTransaction, StoreError,
    db::on,
    policies::{municipality, named},
};

/// What is to be given.
#[derive(Clone, Debug)]
pub enum Given {
    /// To be an administrator of the organisation.
    Administrator,
    /// A role.
    Role(UserRoleId),
    /// A permission by itself.
    Permission(PermissionCode),
}

/// A grant to be made. Whether it may be is for the caller to judge; the database refuses what is against the separation of
/// duties.
#[derive(Clone, Debug)]
pub struct NewGrant {
    /// To whom.
    pub account: AccountId,
    /// What.
    pub given: Given,
    /// Where.
    pub organisation: OrganisationId,
    /// In one of the organisation's units alone.
    pub unit: Option<UnitId>,
    /// On which days.
    pub period: Period,
    /// Who decided it; nobody in particular where it is the operator at the command line.
    pub decided_by: Option<AccountId>,
    /// When.
    pub decided_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// A permission that an account may use.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Right {
    /// The grant that it comes from.
    pub grant: GrantId,
    /// Whose it is.
    pub account: AccountId,
    /// The permission.
    pub permission: PermissionCode,
}

/// A grant that holds on a day, with what of it works then.
#[derive(sqlx::FromRow)]
pub(crate) struct WorkingRow {
    grant_id: i64,
    given: String,
    role_id: Option<i64>,
    role_code: Option<String>,
    role_name: Option<String>,
    organisation_id: i64,
    organisation_kind: String,
    organisation: String,
    is_of_unit: bool,
    municipalities: Option<String>,
    permissions: Option<String>,
    administers: Option<String>,
}

/// The columns of [`WorkingRow`], of the day that a parameter holds.
pub(crate) fn working_columns(day: &str) -> String {
    format!(
        "g.id AS grant_id, g.kind AS given, r.id AS role_id, r.code AS role_code, r.name AS role_name, \
         o.id AS organisation_id, o.kind AS organisation_kind, o.name AS organisation, \
         g.unit_id IS NOT NULL AS is_of_unit, \
         (SELECT string_agg(m.municipality, ' ') FROM organisation_municipality m WHERE m.organisation_id = o.id \
           AND m.from_day <= {day} AND (m.to_day IS NULL OR m.to_day >= {day})) AS municipalities, \
         (SELECT string_agg(x.permission, ' ') FROM access_right x WHERE x.grant_id = g.id \
           AND x.from_day <= {day} AND x.to_day >= {day}) AS permissions, \
         (SELECT string_agg(y.service, ' ') FROM access_administration y WHERE y.grant_id = g.id \
           AND y.from_day <= {day} AND y.to_day >= {day}) AS administers"
    )
}

/// What [`working_columns`] come from besides the grants `g`.
pub(crate) const WORKING_JOINS: &str = "JOIN account w ON w.id = g.account_id \
    JOIN organisation o ON o.id = g.organisation_id LEFT JOIN user_role r ON r.id = g.user_role_id";

/// That a grant holds on the day that a parameter holds, and its account is active then.
pub(crate) fn holds(day: &str) -> String {
    format!("w.active_from <= {day} AND g.from_day <= {day} AND (g.to_day IS NULL OR g.to_day >= {day})")
}

/// What a grant gives is called, by its kind and the identity, code and name of its role.
pub(super) fn title(
    grant: i64,
    kind: &str,
    role: (Option<i64>, Option<&str>, Option<&str>),
) -> Result<RoleTitle, StoreError> {
    match (kind, role) {
        ("administrator", _) => Ok(RoleTitle::Administrator),
        ("permission", _) => Ok(RoleTitle::Permissions),
        (_, (Some(_), Some(code), _)) => Ok(RoleTitle::Shipped(named::<Role>("role", code)?)),
        (_, (Some(id), None, Some(name))) => {
            Ok(RoleTitle::Made { id: UserRoleId(id), name: role_name(id, name)? })
        }
        _ => Err(StoreError::Inconsistent(format!("what grant {grant} gives"))),
    }
}

pub(super) fn role_name(id: i64, name: &str) -> Result<RoleName, StoreError> {
    RoleName::try_from(name).map_err(|_| StoreError::Inconsistent(format!("the name of role {id}")))
}

impl WorkingRow {
    fn working(self) -> Result<WorkingGrant, StoreError> {
        let role = (self.role_id, self.role_code.as_deref(), self.role_name.as_deref());
        let given = title(self.grant_id, &self.given, role)?;
        let kind: OrganisationKind = named("kind of organisation", &self.organisation_kind)?;
        let codes = |text: &Option<String>| text.clone().unwrap_or_default();
        let municipalities: BTreeSet<MunicipalityCode> = codes(&self.municipalities)
            .split(' ')
            .filter(|code| !code.is_empty())
            .map(municipality)
            .collect::<Result<_, _>>()?;
        let permissions =
            codes(&self.permissions).split_whitespace().map(permission).collect::<Result<_, _>>()?;
        let administers =
            codes(&self.administers).split_whitespace().map(service).collect::<Result<_, _>>()?;
        Ok(WorkingGrant {
            id: GrantId(self.grant_id),
            given,
            organisation_id: OrganisationId(self.organisation_id),
            kind,
            organisation: self.organisation,
            is_of_unit: self.is_of_unit,
            municipalities: municipalities.into_iter().collect(),
            permissions,
            administers,
        })
    }
}

/// What an account acts in, from the grants that hold on a day.
pub(crate) fn acting(rows: impl IntoIterator<Item = WorkingRow>) -> Result<Vec<RoleAssignment>, StoreError> {
    let working = rows.into_iter().map(WorkingRow::working).collect::<Result<_, _>>()?;
    Ok(assignments(working))
}

impl Connection {
    /// What an account acts in on a day, in the order in which it was given.
    ///
    /// # Errors
    /// When the database refuses or holds an unknown code.
    pub async fn roles(
        &mut self,
        account: AccountId,
        day: NaiveDate,
    ) -> Result<Vec<RoleAssignment>, StoreError> {
        let sql = format!(
            "SELECT {} FROM access_grant g {WORKING_JOINS} WHERE g.account_id = $1 AND {} ORDER BY g.id",
            working_columns("$2"),
            holds("$2")
        );
        let rows: Vec<WorkingRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(account.0).bind(day).fetch_all(c).await?);
        acting(rows)
    }

    /// With which days what an account has been given ends, of what holds on a day and does not hold until further notice.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn last_days(
        &mut self,
        account: AccountId,
        day: NaiveDate,
    ) -> Result<Vec<(GrantId, NaiveDate)>, StoreError> {
        let sql = "SELECT id, to_day FROM access_grant WHERE account_id = $1 AND from_day <= $2 AND to_day >= $2 ORDER BY id";
        let rows: Vec<(i64, NaiveDate)> =
            on!(self, c => sqlx::query_as(sql).bind(account.0).bind(day).fetch_all(c).await?);
        Ok(rows.into_iter().map(|(id, last)| (GrantId(id), last)).collect())
    }

    /// How many users of an organisation have something on a day that ends with another one at the latest.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn users_with_what_ends(
        &mut self,
        organisation: OrganisationId,
        (day, latest): (NaiveDate, NaiveDate),
    ) -> Result<i64, StoreError> {
        let sql = "SELECT count(DISTINCT g.account_id) FROM access_grant g JOIN organisation_user u \
                   ON u.account_id = g.account_id AND u.organisation_id = g.organisation_id AND u.removed IS NULL \
                   WHERE g.organisation_id = $1 AND g.from_day <= $2 AND g.to_day >= $2 AND g.to_day <= $3";
        Ok(
            on!(self, c => sqlx::query_scalar(sql).bind(organisation.0).bind(day).bind(latest).fetch_one(c).await?),
        )
    }

    /// What works in an organisation on a day: each permission that a grant lets its account use, in the order of grants. Whether
    /// the accounts may be used at all is not looked at.
    ///
    /// # Errors
    /// When the database refuses or holds an unknown code.
    pub async fn rights(
        &mut self,
        organisation: OrganisationId,
        day: NaiveDate,
    ) -> Result<Vec<Right>, StoreError> {
        let sql = "SELECT grant_id, account_id, permission FROM access_right WHERE organisation_id = $1 \
                   AND from_day <= $2 AND to_day >= $2 ORDER BY grant_id, permission";
        let rows: Vec<(i64, i64, String)> =
            on!(self, c => sqlx::query_as(sql).bind(organisation.0).bind(day).fetch_all(c).await?);
        let right = |(grant, account, code): (i64, i64, String)| {
            Ok(Right { grant: GrantId(grant), account: AccountId(account), permission: permission(&code)? })
        };
        rows.into_iter().map(right).collect()
    }

    /// The role that ships with Fyren, as it is kept.
    ///
    /// # Errors
    /// When the database refuses or does not have it.
    pub async fn shipped_role(&mut self, role: Role) -> Result<UserRoleId, StoreError> {
        let sql = "SELECT id FROM user_role WHERE code = $1";
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(role.code()).fetch_one(c).await?);
        Ok(UserRoleId(id))
    }

    /// The names of the roles that organisations in some municipalities have made, by name.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn made_roles(
        &mut self,
        municipalities: &[MunicipalityCode],
    ) -> Result<Vec<RoleTitle>, StoreError> {
        let sql = format!(
            "SELECT DISTINCT r.id, r.name FROM user_role r \
             JOIN organisation_municipality m ON m.organisation_id = r.organisation_id \
             WHERE m.municipality IN {} ORDER BY r.name, r.id",
            self.database().texts("$1")
        );
        let codes = crate::dialect::json_texts(municipalities.iter().map(MunicipalityCode::to_string));
        let rows: Vec<(i64, String)> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(codes).fetch_all(c).await?);
        let title = |(id, name): (i64, String)| {
            Ok(RoleTitle::Made { id: UserRoleId(id), name: role_name(id, &name)? })
        };
        rows.into_iter().map(title).collect()
    }
}

impl OperationTransaction {
    /// Gives something to an account.
    ///
    /// # Errors
    /// When the database refuses, as it does when somebody would give to themselves, or administer and use the same service.
    pub async fn give(&mut self, grant: &NewGrant) -> Result<GrantId, StoreError> {
        let (kind, role, permission) = match &grant.given {
            Given::Administrator => ("administrator", None, None),
            Given::Role(role) => ("role", Some(role.0), None),
            Given::Permission(code) => ("permission", None, Some(code.as_str())),
        };
        let sql = "INSERT INTO access_grant (account_id, organisation_id, unit_id, kind, user_role_id, permission, from_day, \
                   to_day, decided_by, decided_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id";
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(grant.account.0).bind(grant.organisation.0)
            .bind(grant.unit.map(|unit| unit.0)).bind(kind).bind(role).bind(permission).bind(grant.period.start)
            .bind(grant.period.end).bind(grant.decided_by.map(|account| account.0))
            .bind(grant.decided_at.timestamp_millis()).bind(&grant.reason).fetch_one(c).await?);
        let GrantUse { since, last } = GrantUse::of_new(grant.period, grant.decided_at);
        let sql = "INSERT INTO grant_use (grant_id, since, last_used) VALUES ($1, $2, $3)";
        on!(self, c => sqlx::query(sql).bind(id).bind(since).bind(last).execute(c).await.map(drop)?);
        Ok(GrantId(id))
    }

    /// Lets a grant end with another day than it would, or not at all.
    ///
    /// # Errors
    /// When the database refuses, as it does when an organisation would be without an administrator, or somebody administer and
    /// use the same service.
    pub async fn end_grant(
        &mut self,
        grant: GrantId,
        last: impl Into<Option<NaiveDate>>,
    ) -> Result<(), StoreError> {
        let last: Option<NaiveDate> = last.into();
        let sql = "UPDATE access_grant SET to_day = $2 WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(grant.0).bind(last).execute(c).await.map(drop)?);
        Ok(())
    }
}
