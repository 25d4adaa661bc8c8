//! Who could do what in an organisation on a day, as it was then.

use chrono::NaiveDate;
use domain::{
    access::{
        RoleTitle,
        code::{PermissionCode, ServiceCode},
    },
    id::{AccountId, GrantId, OrganisationId},
};

use super::{catalogue::permission, grants::title, organisations::service};
use crate::{Connection, StoreError, db::on};

/// What somebody could do on a day, and through what.
#[derive(Clone, Debug)]
pub struct ToldRight {
    /// Who.
    pub account: AccountId,
    /// What the account is called.
    pub name: String,
    /// What it signs in with.
    pub user_name: String,
    /// The service.
    pub service: ServiceCode,
    /// The permission; none where the permissions of the service could be given to others.
    pub permission: Option<PermissionCode>,
    /// Through which grant.
    pub grant: GrantId,
    /// What that gave.
    pub through: RoleTitle,
}

#[derive(sqlx::FromRow)]
struct ToldRow {
    account_id: i64,
    name: String,
    user_name: String,
    service: String,
    permission: Option<String>,
    grant_id: i64,
    given: String,
    role_id: Option<i64>,
    role_code: Option<String>,
    role_name: Option<String>,
}

impl ToldRow {
    fn told(self) -> Result<ToldRight, StoreError> {
        let role = (self.role_id, self.role_code.as_deref(), self.role_name.as_deref());
        Ok(ToldRight {
            through: title(self.grant_id, &self.given, role)?,
            account: AccountId(self.account_id),
            service: service(&self.service)?,
            permission: self.permission.as_deref().map(permission).transpose()?,
            grant: GrantId(self.grant_id),
            name: self.name,
            user_name: self.user_name,
        })
    }
}

impl Connection {
    /// What everybody could do in an organisation on a day, by name: who has been removed since, too.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn told_rights(
        &mut self,
        organisation: OrganisationId,
        day: NaiveDate,
    ) -> Result<Vec<ToldRight>, StoreError> {
        let sql = "SELECT x.account_id, w.name, w.user_name, x.service, x.permission, x.grant_id, g.kind AS given, \
                   r.id AS role_id, r.code AS role_code, r.name AS role_name FROM ( \
                   SELECT grant_id, account_id, service, permission FROM access_right \
                     WHERE organisation_id = $1 AND from_day <= $2 AND to_day >= $2 \
                   UNION ALL SELECT grant_id, account_id, service, NULL FROM access_administration \
                     WHERE organisation_id = $1 AND from_day <= $2 AND to_day >= $2) x \
                   JOIN account w ON w.id = x.account_id JOIN access_grant g ON g.id = x.grant_id \
                   LEFT JOIN user_role r ON r.id = g.user_role_id \
                   ORDER BY w.name_key, w.id, x.service, x.permission, x.grant_id";
        let rows: Vec<ToldRow> =
            on!(self, c => sqlx::query_as(sql).bind(organisation.0).bind(day).fetch_all(c).await?);
        rows.into_iter().map(ToldRow::told).collect()
    }
}
