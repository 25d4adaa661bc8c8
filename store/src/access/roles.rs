//! Roles that can be given (*användarroller*), as they are kept: what they can do now, and on each day before.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{
        RoleTitle,
        organisation::OrganisationKind,
        role::{RoleName, UserRole},
    },
    id::{AccountId, GrantId, OrganisationId, OrganisationUserId, UserRoleId},
    language::Named,
};
use sqlx::AssertSqlSafe;

use super::{
    catalogue::{ALWAYS, permission},
    grants::{role_name, title},
    organisations::service,
};
use crate::{Connection, OperationTransaction, StoreError, accounts::instant, db::on};

/// A role that can be given, or could be before it was withdrawn.
#[derive(Clone, Debug)]
pub struct RoleRecord {
    /// Which one.
    pub id: UserRoleId,
    /// What it is called, and whether it ships with Fyren.
    pub title: RoleTitle,
    /// What it can do now.
    pub role: UserRole,
    /// When it was withdrawn.
    pub withdrawn: Option<DateTime<Utc>>,
    /// How many users of the organisation have it on the day of reading.
    pub holders: i64,
    /// One more with each change.
    pub version: i64,
}

/// A user who has a role, or will have it.
#[derive(Clone, Debug)]
pub struct RoleHolder {
    /// The user.
    pub user: OrganisationUserId,
    /// The account.
    pub account: AccountId,
    /// The grant.
    pub grant: GrantId,
    /// The first name and the last.
    pub name: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last.
    pub until: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct RoleRow {
    id: i64,
    code: Option<String>,
    name: String,
    kinds: String,
    withdrawn: Option<i64>,
    version: i64,
    permissions: Option<String>,
    services: Option<String>,
    holders: i64,
}

#[derive(sqlx::FromRow)]
struct HolderRow {
    id: i64,
    account_id: i64,
    grant_id: i64,
    name: String,
    from_day: NaiveDate,
    to_day: Option<NaiveDate>,
}

/// The columns of [`RoleRow`], with those who have the role in an organisation on a day.
const ROLE: &str = "r.id, r.code, r.name, r.kinds, r.withdrawn, r.version, \
    (SELECT string_agg(p.permission, ' ') FROM user_role_permission p WHERE p.user_role_id = r.id AND p.to_day IS NULL) AS permissions, \
    (SELECT string_agg(s.service, ' ') FROM user_role_service s WHERE s.user_role_id = r.id AND s.to_day IS NULL) AS services, \
    (SELECT count(DISTINCT g.account_id) FROM access_grant g JOIN organisation_user u \
      ON u.account_id = g.account_id AND u.organisation_id = g.organisation_id AND u.removed IS NULL \
      WHERE g.user_role_id = r.id AND g.organisation_id = $1 AND g.from_day <= $2 AND (g.to_day IS NULL OR g.to_day >= $2)) AS holders";

impl RoleRow {
    fn role(&self) -> Result<UserRole, StoreError> {
        let codes = |text: &Option<String>| text.clone().unwrap_or_default();
        let (permissions, services) = (codes(&self.permissions), codes(&self.services));
        Ok(UserRole::kept(
            role_name(self.id, &self.name)?,
            super::catalogue::kinds(&self.kinds)?,
            permissions.split_whitespace().map(permission).collect::<Result<_, _>>()?,
            services.split_whitespace().map(service).collect::<Result<_, _>>()?,
        ))
    }

    fn record(self) -> Result<RoleRecord, StoreError> {
        Ok(RoleRecord {
            id: UserRoleId(self.id),
            title: title(self.id, "role", (Some(self.id), self.code.as_deref(), Some(&self.name)))?,
            role: self.role()?,
            withdrawn: self.withdrawn.map(instant),
            holders: self.holders,
            version: self.version,
        })
    }
}

impl Connection {
    /// What a role can do now.
    ///
    /// # Errors
    /// When the database refuses, holds nonsense, or does not have it.
    pub(super) async fn user_role(&mut self, id: UserRoleId) -> Result<UserRole, StoreError> {
        // Of no organisation and no day, since nobody asks how many have it.
        let sql = format!("SELECT {ROLE} FROM user_role r WHERE r.id = $3");
        let row: RoleRow = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(0_i64).bind(ALWAYS).bind(id.0)
            .fetch_one(c).await?);
        row.role()
    }

    /// The roles of an organisation of a kind: those that ship and are for it, and its own, the withdrawn ones last.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn roles_of(
        &mut self,
        organisation: OrganisationId,
        kind: OrganisationKind,
        day: NaiveDate,
    ) -> Result<Vec<RoleRecord>, StoreError> {
        let sql = format!(
            "SELECT {ROLE} FROM user_role r WHERE r.organisation_id IS NULL OR r.organisation_id = $1 \
             ORDER BY r.withdrawn IS NOT NULL, r.code IS NULL, CASE WHEN r.code IS NULL THEN r.name_key END, r.id"
        );
        let rows: Vec<RoleRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(organisation.0).bind(day)
            .fetch_all(c).await?);
        let mut roles = Vec::with_capacity(rows.len());
        for row in rows {
            let record = row.record()?;
            if record.role.kinds().contains(&kind) {
                roles.push(record);
            }
        }
        Ok(roles)
    }

    /// The users of an organisation who have a role on a day or will have it, by name.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn role_holders(
        &mut self,
        organisation: OrganisationId,
        role: UserRoleId,
        day: NaiveDate,
    ) -> Result<Vec<RoleHolder>, StoreError> {
        let sql = "SELECT u.id, g.account_id, g.id AS grant_id, u.first_name || ' ' || u.last_name AS name, g.from_day, g.to_day \
                   FROM access_grant g JOIN organisation_user u \
                   ON u.account_id = g.account_id AND u.organisation_id = g.organisation_id AND u.removed IS NULL \
                   WHERE g.user_role_id = $2 AND g.organisation_id = $1 \
                   AND (g.to_day IS NULL OR g.to_day >= $3 AND g.to_day >= g.from_day) \
                   ORDER BY u.first_name_key, u.last_name_key, u.id, g.from_day";
        let rows: Vec<HolderRow> = on!(self, c => sqlx::query_as(sql).bind(organisation.0).bind(role.0).bind(day)
            .fetch_all(c).await?);
        let holder = |row: HolderRow| RoleHolder {
            user: OrganisationUserId(row.id),
            account: AccountId(row.account_id),
            grant: GrantId(row.grant_id),
            name: row.name.trim().to_owned(),
            from: row.from_day,
            until: row.to_day,
        };
        Ok(rows.into_iter().map(holder).collect())
    }

    /// The role of an organisation with a name, withdrawn or not.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn role_named(
        &mut self,
        organisation: OrganisationId,
        name: &RoleName,
    ) -> Result<Option<UserRoleId>, StoreError> {
        let sql = "SELECT id FROM user_role WHERE name_key = $2 AND (organisation_id = $1 OR organisation_id IS NULL) \
                   ORDER BY id LIMIT 1";
        let id: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(organisation.0).bind(name.key()).fetch_optional(c).await?);
        Ok(id.map(UserRoleId))
    }
}

impl OperationTransaction {
    /// Keeps a new role of an organisation, which can do what it can do from a day on.
    ///
    /// # Errors
    /// When the database refuses, as it does when another of the organisation has the name.
    pub async fn make_role(
        &mut self,
        organisation: OrganisationId,
        role: &UserRole,
        from: NaiveDate,
    ) -> Result<UserRoleId, StoreError> {
        let kinds: Vec<&str> = role.kinds().iter().map(|kind| kind.code()).collect();
        let sql = "INSERT INTO user_role (organisation_id, kinds, name, name_key) VALUES ($1, $2, $3, $4) RETURNING id";
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(organisation.0).bind(kinds.join(" "))
            .bind(role.name().as_str()).bind(role.name().key()).fetch_one(c).await?);
        let id = UserRoleId(id);
        for permission in role.permissions() {
            self.add_to_role(id, "permission", permission.as_str(), from).await?;
        }
        for service in role.administers() {
            self.add_to_role(id, "service", service.as_str(), from).await?;
        }
        Ok(id)
    }

    /// Lets a role of a version be called and do something else from a day on; what it could do before stays told. False when
    /// another version stands there.
    ///
    /// # Errors
    /// When the database refuses, as it does when somebody who has the role would administer and use the same service.
    pub async fn change_role(
        &mut self,
        (id, version): (UserRoleId, i64),
        role: &UserRole,
        from: NaiveDate,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE user_role SET name = $3, name_key = $4, version = version + 1 WHERE id = $1 AND version = $2 \
                   AND withdrawn IS NULL RETURNING id";
        let changed: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(id.0).bind(version)
            .bind(role.name().as_str()).bind(role.name().key()).fetch_optional(c).await?);
        if changed.is_none() {
            return Ok(false);
        }
        let now = self.user_role(id).await?;
        // First what it loses, so that nothing stands against what it gets.
        for permission in now.permissions().difference(role.permissions()) {
            self.end_of_role(id, "permission", permission.as_str(), from).await?;
        }
        for service in now.administers().difference(role.administers()) {
            self.end_of_role(id, "service", service.as_str(), from).await?;
        }
        for permission in role.permissions().difference(now.permissions()) {
            self.add_to_role(id, "permission", permission.as_str(), from).await?;
        }
        for service in role.administers().difference(now.administers()) {
            self.add_to_role(id, "service", service.as_str(), from).await?;
        }
        Ok(true)
    }

    /// Notes that a role of a version is given no more. False when another version stands there.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn withdraw_role(
        &mut self,
        (id, version): (UserRoleId, i64),
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE user_role SET withdrawn = $3, version = version + 1 WHERE id = $1 AND version = $2 \
                   AND withdrawn IS NULL RETURNING id";
        let changed: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(id.0).bind(version)
            .bind(at.timestamp_millis()).fetch_optional(c).await?);
        Ok(changed.is_some())
    }

    /// Notes that a withdrawn role of a version can be given again. False when another version stands there.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn reinstate_role(&mut self, (id, version): (UserRoleId, i64)) -> Result<bool, StoreError> {
        let sql = "UPDATE user_role SET withdrawn = NULL, version = version + 1 WHERE id = $1 AND version = $2 \
                   AND withdrawn IS NOT NULL RETURNING id";
        let changed: Option<i64> =
            on!(self, c => sqlx::query_scalar(sql).bind(id.0).bind(version).fetch_optional(c).await?);
        Ok(changed.is_some())
    }

    /// Lets a role have a permission or a service from a day on. What it lost on that very day goes on.
    async fn add_to_role(
        &mut self,
        role: UserRoleId,
        what: &'static str,
        code: &str,
        from: NaiveDate,
    ) -> Result<(), StoreError> {
        let before = from.pred_opt().unwrap_or(from);
        let sql = format!(
            "UPDATE user_role_{what} SET to_day = NULL WHERE user_role_id = $1 AND {what} = $2 AND to_day = $3"
        );
        let gone_on = on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(role.0).bind(code).bind(before).execute(c).await
            .map(|done| done.rows_affected())?);
        if gone_on == 0 {
            let sql =
                format!("INSERT INTO user_role_{what} (user_role_id, {what}, from_day) VALUES ($1, $2, $3)");
            on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(role.0).bind(code).bind(from).execute(c).await.map(drop)?);
        }
        Ok(())
    }

    /// Lets a role have a permission or a service no more from a day on. What it got on that very day has never been.
    async fn end_of_role(
        &mut self,
        role: UserRoleId,
        what: &'static str,
        code: &str,
        from: NaiveDate,
    ) -> Result<(), StoreError> {
        let of_it = format!("user_role_id = $1 AND {what} = $2 AND to_day IS NULL");
        let sql = format!("DELETE FROM user_role_{what} WHERE {of_it} AND from_day >= $3");
        on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(role.0).bind(code).bind(from).execute(c).await.map(drop)?);
        let sql = format!("UPDATE user_role_{what} SET to_day = $3 WHERE {of_it}");
        let last = from.pred_opt().unwrap_or(from);
        on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(role.0).bind(code).bind(last).execute(c).await.map(drop)?);
        Ok(())
    }
}
