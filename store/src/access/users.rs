//! The users of organisations, and what stands in their page.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{
        RoleTitle,
        code::PermissionCode,
        grant::{Decision, Grant, Granted, Place},
        hsa_id::HsaId,
        unused::GrantUse,
        user::UserDetails,
    },
    civic_number::CivicNumber,
    id::{AccountId, GrantId, OrganisationId, OrganisationUserId, UnitId, UserRoleId},
    period::Period,
    text::search_key,
};
use sqlx::AssertSqlSafe;

use super::{
    catalogue::permission,
    grants::{Given, title},
};
use crate::{Connection, OperationTransaction, StoreError, accounts::instant, db::on, keys::name_key};

/// A user of an organisation, as kept.
#[derive(Clone)]
pub struct AccessUserRecord {
    /// Which one.
    pub id: OrganisationUserId,
    /// The organisation.
    pub organisation: OrganisationId,
    /// The account.
    pub account: AccountId,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// The HSA-id; empty where it is not known.
    pub hsa_id: String,
    /// The e-mail address; empty where it is not known.
    pub e_mail: String,
    /// The personal number; empty where none is written.
    pub civic_number: String,
    /// What the user signs in with.
    pub user_name: String,
    /// Whether the account may be used.
    pub active: bool,
    /// When the user last signed in.
    pub last_sign_in: Option<DateTime<Utc>>,
    /// One more with each change.
    pub version: i64,
}

domain::private_debug!(AccessUserRecord, id, organisation, account);

/// Something that has been given to a user in an organisation, whether it works or not.
#[derive(Clone, Debug)]
pub struct GrantRecord {
    /// Which one.
    pub id: GrantId,
    /// What.
    pub given: Given,
    /// What it is called, for what is no single permission.
    pub title: RoleTitle,
    /// On which days.
    pub period: Period,
    /// Who decided it; nobody in particular where it was the operator at the command line.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// The permissions of a role; of a permission itself.
    pub permissions: Vec<PermissionCode>,
    /// When it was acted in.
    pub used: GrantUse,
}

#[derive(sqlx::FromRow)]
struct UserRow {
    id: i64,
    organisation_id: i64,
    account_id: i64,
    first_name: String,
    last_name: String,
    hsa_id: String,
    e_mail: String,
    civic_number: String,
    user_name: String,
    active: bool,
    last_sign_in: Option<i64>,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct GrantRow {
    id: i64,
    given: String,
    role_id: Option<i64>,
    role_code: Option<String>,
    role_name: Option<String>,
    permission: Option<String>,
    from_day: NaiveDate,
    to_day: Option<NaiveDate>,
    decided_by: Option<String>,
    decided_at: i64,
    reason: String,
    permissions: Option<String>,
    since: NaiveDate,
    last_used: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct JudgedRow {
    id: i64,
    account_id: i64,
    organisation_id: i64,
    unit_id: Option<i64>,
    user_role_id: Option<i64>,
    permission: Option<String>,
    from_day: NaiveDate,
    to_day: Option<NaiveDate>,
    decided_by: Option<i64>,
    decided_at: i64,
    reason: String,
}

impl JudgedRow {
    fn grant(&self, granted: Granted) -> Result<Grant, StoreError> {
        let (by, at) = (self.decided_by.map(AccountId), instant(self.decided_at));
        let decision = Decision::new(by, at, &self.reason)
            .map_err(|_| StoreError::Inconsistent(format!("the reason of grant {}", self.id)))?;
        Ok(Grant {
            id: GrantId(self.id),
            account: AccountId(self.account_id),
            granted,
            place: Place {
                organisation: OrganisationId(self.organisation_id),
                unit: self.unit_id.map(UnitId),
            },
            period: Period::new(self.from_day, self.to_day),
            decision,
        })
    }
}

const USER: &str = "SELECT u.id, u.organisation_id, u.account_id, u.first_name, u.last_name, u.hsa_id, u.e_mail, u.civic_number, w.user_name, \
    w.active, w.last_sign_in, u.version FROM organisation_user u JOIN account w ON w.id = u.account_id";

impl From<UserRow> for AccessUserRecord {
    fn from(row: UserRow) -> Self {
        Self {
            id: OrganisationUserId(row.id),
            organisation: OrganisationId(row.organisation_id),
            account: AccountId(row.account_id),
            first_name: row.first_name,
            last_name: row.last_name,
            hsa_id: row.hsa_id,
            e_mail: row.e_mail,
            civic_number: row.civic_number,
            user_name: row.user_name,
            active: row.active,
            last_sign_in: row.last_sign_in.map(instant),
            version: row.version,
        }
    }
}

impl GrantRow {
    fn grant(self) -> Result<GrantRecord, StoreError> {
        let role = (self.role_id, self.role_code.as_deref(), self.role_name.as_deref());
        let title = title(self.id, &self.given, role)?;
        let given = match (&self.permission, self.role_id) {
            (Some(code), _) => Given::Permission(permission(code)?),
            (None, Some(role)) => Given::Role(UserRoleId(role)),
            (None, None) => Given::Administrator,
        };
        let codes = self.permissions.unwrap_or_default();
        Ok(GrantRecord {
            id: GrantId(self.id),
            given,
            title,
            period: Period::new(self.from_day, self.to_day),
            decided_by: self.decided_by,
            decided_at: instant(self.decided_at),
            reason: self.reason,
            permissions: codes.split_whitespace().map(permission).collect::<Result<_, _>>()?,
            used: GrantUse { since: self.since, last: self.last_used },
        })
    }
}

impl Connection {
    /// A user of an organisation who has not been removed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn access_user(
        &mut self,
        organisation: OrganisationId,
        id: OrganisationUserId,
    ) -> Result<Option<AccessUserRecord>, StoreError> {
        let sql = format!("{USER} WHERE u.organisation_id = $1 AND u.id = $2 AND u.removed IS NULL");
        let row: Option<UserRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(organisation.0).bind(id.0)
            .fetch_optional(c).await?);
        Ok(row.map(Into::into))
    }

    /// The users of an organisation, by name.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn access_users(
        &mut self,
        organisation: OrganisationId,
    ) -> Result<Vec<AccessUserRecord>, StoreError> {
        let sql = format!(
            "{USER} WHERE u.organisation_id = $1 AND u.removed IS NULL ORDER BY u.first_name_key, u.last_name_key, u.id"
        );
        let rows: Vec<UserRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(organisation.0).fetch_all(c).await?);
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The same account in each organisation of which it is a user.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn access_users_of(&mut self, account: AccountId) -> Result<Vec<AccessUserRecord>, StoreError> {
        let sql = format!("{USER} WHERE u.account_id = $1 AND u.removed IS NULL ORDER BY u.id");
        let rows: Vec<UserRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(account.0).fetch_all(c).await?);
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The user of an organisation with an HSA-id.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn access_user_with(
        &mut self,
        organisation: OrganisationId,
        hsa_id: &str,
    ) -> Result<Option<OrganisationUserId>, StoreError> {
        let sql =
            "SELECT id FROM organisation_user WHERE organisation_id = $1 AND hsa_id = $2 AND removed IS NULL";
        let id: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(organisation.0).bind(hsa_id).fetch_optional(c).await?);
        Ok(id.map(OrganisationUserId))
    }

    /// The user of an organisation with a personal number.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn access_user_numbered(
        &mut self,
        organisation: OrganisationId,
        number: &CivicNumber,
    ) -> Result<Option<OrganisationUserId>, StoreError> {
        let sql = "SELECT id FROM organisation_user WHERE organisation_id = $1 AND civic_number = $2 AND removed IS NULL";
        let id: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(organisation.0).bind(number.to_string())
            .fetch_optional(c).await?);
        Ok(id.map(OrganisationUserId))
    }

    /// Everything that has ever been given to an account in an organisation, the latest first. A role is told with what it could
    /// do on a day, and one that has ended before it with what it could do on its last.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn grants(
        &mut self,
        organisation: OrganisationId,
        account: AccountId,
        day: NaiveDate,
    ) -> Result<Vec<GrantRecord>, StoreError> {
        let sql = "SELECT g.id, g.kind AS given, r.id AS role_id, r.code AS role_code, r.name AS role_name, g.permission, \
                   g.from_day, g.to_day, d.name AS decided_by, g.decided_at, g.reason, w.since, w.last_used, \
                   (SELECT string_agg(p.permission, ' ') FROM granted_permission p WHERE p.grant_id = g.id \
                     AND p.from_day <= CASE WHEN g.to_day < $3 THEN g.to_day ELSE $3 END \
                     AND p.to_day >= CASE WHEN g.to_day < $3 THEN g.to_day ELSE $3 END) AS permissions \
                   FROM access_grant g LEFT JOIN user_role r ON r.id = g.user_role_id \
                   LEFT JOIN account d ON d.id = g.decided_by JOIN grant_use w ON w.grant_id = g.id \
                   WHERE g.organisation_id = $1 AND g.account_id = $2 ORDER BY g.from_day DESC, g.id DESC";
        let rows: Vec<GrantRow> = on!(self, c => sqlx::query_as(sql).bind(organisation.0).bind(account.0).bind(day).fetch_all(c).await?);
        rows.into_iter().map(GrantRow::grant).collect()
    }

    /// What is to be looked at before something is given to an account in an organisation, or ended: all that the account has
    /// anywhere, and the administrators of the organisation.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn judged_grants(
        &mut self,
        account: AccountId,
        organisation: OrganisationId,
    ) -> Result<Vec<Grant>, StoreError> {
        let sql = "SELECT g.id, g.account_id, g.organisation_id, g.unit_id, g.user_role_id, g.permission, g.from_day, \
                   g.to_day, g.decided_by, g.decided_at, g.reason FROM access_grant g \
                   WHERE g.account_id = $1 OR g.organisation_id = $2 AND g.kind = 'administrator' ORDER BY g.id";
        let rows: Vec<JudgedRow> =
            on!(self, c => sqlx::query_as(sql).bind(account.0).bind(organisation.0).fetch_all(c).await?);
        let mut grants = Vec::with_capacity(rows.len());
        for row in rows {
            let granted = match (&row.permission, row.user_role_id) {
                (Some(code), _) => Granted::Permission(permission(code)?),
                (None, Some(role)) => Granted::Role(self.user_role(UserRoleId(role)).await?),
                (None, None) => Granted::Administrator,
            };
            grants.push(row.grant(granted)?);
        }
        Ok(grants)
    }

    /// In how many organisations an account is a user.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn organisations_of(&mut self, account: AccountId) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM organisation_user WHERE account_id = $1 AND removed IS NULL";
        Ok(on!(self, c => sqlx::query_scalar(sql).bind(account.0).fetch_one(c).await?))
    }
}

/// A personal number as it is stored: empty where there is none.
fn stored(number: Option<&CivicNumber>) -> String {
    number.map(ToString::to_string).unwrap_or_default()
}

impl OperationTransaction {
    /// Makes an account a user of an organisation.
    ///
    /// # Errors
    /// When the database refuses, for instance because another has the HSA-id.
    pub async fn add_access_user(
        &mut self,
        organisation: OrganisationId,
        account: AccountId,
        details: &UserDetails,
        at: DateTime<Utc>,
    ) -> Result<OrganisationUserId, StoreError> {
        let UserDetails { first_name, last_name, hsa_id, e_mail, civic_number } = details;
        let names = (first_name.as_str(), last_name.as_str());
        let number = stored(civic_number.as_ref());
        self.insert_user((organisation, account), names, (hsa_id.as_str(), e_mail.as_str(), &number), at)
            .await
    }

    /// Makes an account a user of an organisation of whom nothing but the name is known, unless it is one already.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_access_user(
        &mut self,
        organisation: OrganisationId,
        account: AccountId,
        name: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "SELECT id FROM organisation_user WHERE organisation_id = $1 AND account_id = $2 AND removed IS NULL";
        let known: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(organisation.0).bind(account.0).fetch_optional(c).await?);
        if known.is_none() {
            let names = name.trim().rsplit_once(' ').unwrap_or((name.trim(), ""));
            self.insert_user((organisation, account), names, ("", "", ""), at).await?;
        }
        Ok(())
    }

    async fn insert_user(
        &mut self,
        (organisation, account): (OrganisationId, AccountId),
        (first_name, last_name): (&str, &str),
        (hsa_id, e_mail, civic_number): (&str, &str, &str),
        at: DateTime<Utc>,
    ) -> Result<OrganisationUserId, StoreError> {
        let sql = "INSERT INTO organisation_user (organisation_id, account_id, first_name, first_name_search, first_name_key, \
                   last_name, last_name_search, last_name_key, hsa_id, hsa_id_search, e_mail, e_mail_search, added, civic_number, \
                   version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1) RETURNING id";
        let id: i64 = on!(self, c => sqlx::query_scalar(sql).bind(organisation.0).bind(account.0)
            .bind(first_name).bind(search_key(first_name)).bind(name_key(first_name))
            .bind(last_name).bind(search_key(last_name)).bind(name_key(last_name))
            .bind(hsa_id).bind(search_key(hsa_id)).bind(e_mail).bind(search_key(e_mail)).bind(at.timestamp_millis())
            .bind(civic_number).fetch_one(c).await?);
        Ok(OrganisationUserId(id))
    }

    /// Keeps the details of a user in the place of those of a version, and what the account is called; false when another
    /// version stands there.
    ///
    /// # Errors
    /// When the database refuses, for instance because another has the HSA-id.
    pub async fn change_access_user(
        &mut self,
        user: &AccessUserRecord,
        details: &UserDetails,
    ) -> Result<bool, StoreError> {
        let UserDetails { first_name, last_name, hsa_id, e_mail, civic_number } = details;
        let sql = "UPDATE organisation_user SET first_name = $3, first_name_search = $4, first_name_key = $5, last_name = $6, \
                   last_name_search = $7, last_name_key = $8, hsa_id = $9, hsa_id_search = $10, e_mail = $11, \
                   e_mail_search = $12, civic_number = $13, version = version + 1 WHERE id = $1 AND version = $2 RETURNING id";
        let changed: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(user.id.0).bind(user.version)
            .bind(first_name).bind(search_key(first_name)).bind(name_key(first_name))
            .bind(last_name).bind(search_key(last_name)).bind(name_key(last_name))
            .bind(hsa_id.as_str()).bind(search_key(hsa_id.as_str())).bind(e_mail.as_str())
            .bind(search_key(e_mail.as_str())).bind(stored(civic_number.as_ref())).fetch_optional(c).await?);
        let name = details.name();
        let sql = "UPDATE account SET name = $2, name_search = $3, name_key = $4 WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(user.account.0).bind(&name).bind(search_key(&name)).bind(name_key(&name))
            .execute(c).await.map(drop)?);
        Ok(changed.is_some())
    }

    /// Writes the HSA-id of an account in each organisation that it is a user of.
    ///
    /// # Errors
    /// When the database refuses, as it does for two users of an organisation with the same.
    pub async fn set_hsa_id(&mut self, account: AccountId, hsa_id: &HsaId) -> Result<(), StoreError> {
        let sql = "UPDATE organisation_user SET hsa_id = $2, hsa_id_search = $3, version = version + 1 \
                   WHERE account_id = $1 AND removed IS NULL";
        on!(self, c => sqlx::query(sql).bind(account.0).bind(hsa_id.as_str()).bind(search_key(hsa_id.as_str()))
            .execute(c).await.map(drop)?);
        Ok(())
    }

    /// Notes that somebody is no user of an organisation any more.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_access_user(
        &mut self,
        user: OrganisationUserId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE organisation_user SET removed = $2 WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(user.0).bind(at.timestamp_millis()).execute(c).await.map(drop)?);
        Ok(())
    }
}
