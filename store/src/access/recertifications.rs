//! Recertifications of what has been given in an organisation.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{
        RoleTitle,
        recertification::{Looked, Outcome},
        unused::GrantUse,
    },
    id::{AccountId, GrantId, OrganisationId, OrganisationUserId, RecertificationId, UserRoleId},
    language::Named,
    period::Period,
};
use sqlx::AssertSqlSafe;

use super::{
    catalogue::permission,
    grants::{Given, title},
};
use crate::{Connection, OperationTransaction, StoreError, accounts::instant, db::on, policies::named};

/// A recertification, as kept.
#[derive(Clone, Debug)]
pub struct RecertificationRecord {
    /// Which one.
    pub id: RecertificationId,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// The last day on which something can be confirmed.
    pub due: NaiveDate,
    /// Who began it.
    pub begun_by: String,
    /// When.
    pub begun_at: DateTime<Utc>,
    /// When what was left had ended.
    pub closed_at: Option<DateTime<Utc>>,
}

/// Something that is looked through.
#[derive(Clone)]
pub struct RecertifiedGrant {
    /// What is judged of it.
    pub looked: Looked,
    /// Its user in the organisation, unless they have been removed.
    pub user: Option<OrganisationUserId>,
    /// The user's name.
    pub name: String,
    /// What has been given.
    pub given: Given,
    /// What it is called, for what is no single permission.
    pub title: RoleTitle,
    /// When it was acted in.
    pub used: GrantUse,
    /// Who decided of it; nobody in particular where it was the operator, or nobody decided in time.
    pub decided_by: Option<String>,
}

domain::private_debug!(RecertifiedGrant, looked);

#[derive(sqlx::FromRow)]
struct RecertificationRow {
    id: i64,
    organisation_id: i64,
    due: NaiveDate,
    begun_by: String,
    begun_at: i64,
    closed_at: Option<i64>,
}

impl From<RecertificationRow> for RecertificationRecord {
    fn from(row: RecertificationRow) -> Self {
        Self {
            id: RecertificationId(row.id),
            organisation: OrganisationId(row.organisation_id),
            due: row.due,
            begun_by: row.begun_by,
            begun_at: instant(row.begun_at),
            closed_at: row.closed_at.map(instant),
        }
    }
}

#[derive(sqlx::FromRow)]
struct RecertifiedRow {
    grant_id: i64,
    account_id: i64,
    user_id: Option<i64>,
    name: String,
    given: String,
    role_id: Option<i64>,
    role_code: Option<String>,
    role_name: Option<String>,
    permission: Option<String>,
    from_day: NaiveDate,
    to_day: Option<NaiveDate>,
    since: NaiveDate,
    last_used: Option<NaiveDate>,
    outcome: Option<String>,
    decided_by: Option<String>,
}

impl RecertifiedRow {
    fn grant(self) -> Result<RecertifiedGrant, StoreError> {
        let role = (self.role_id, self.role_code.as_deref(), self.role_name.as_deref());
        let given = match (&self.permission, self.role_id) {
            (Some(code), _) => Given::Permission(permission(code)?),
            (None, Some(role)) => Given::Role(UserRoleId(role)),
            (None, None) => Given::Administrator,
        };
        Ok(RecertifiedGrant {
            looked: Looked {
                grant: GrantId(self.grant_id),
                account: AccountId(self.account_id),
                period: Period::new(self.from_day, self.to_day),
                decided: self.outcome.as_deref().map(|code| named::<Outcome>("outcome", code)).transpose()?,
            },
            user: self.user_id.map(OrganisationUserId),
            title: title(self.grant_id, &self.given, role)?,
            name: self.name,
            given,
            used: GrantUse { since: self.since, last: self.last_used },
            decided_by: self.decided_by,
        })
    }
}

const RECERTIFICATION: &str = "SELECT c.id, c.organisation_id, c.due, w.name AS begun_by, c.begun_at, c.closed_at \
    FROM recertification c JOIN account w ON w.id = c.begun_by";

impl Connection {
    /// The recertifications of an organisation, the latest first: the one that is under way, if there is one, is the first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn recertifications(
        &mut self,
        organisation: OrganisationId,
    ) -> Result<Vec<RecertificationRecord>, StoreError> {
        let sql = format!("{RECERTIFICATION} WHERE c.organisation_id = $1 ORDER BY c.id DESC");
        let rows: Vec<RecertificationRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(organisation.0).fetch_all(c).await?);
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Until when the recertification of an organisation goes on that is under way, if there is one, and how much of it is left on
    /// a day.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn recertification_under_way(
        &mut self,
        organisation: OrganisationId,
        day: NaiveDate,
    ) -> Result<Option<(NaiveDate, i64)>, StoreError> {
        let sql = "SELECT c.due, (SELECT count(*) FROM recertified_grant r JOIN access_grant g ON g.id = r.grant_id \
                     WHERE r.recertification_id = c.id AND r.outcome IS NULL \
                     AND (g.to_day IS NULL OR g.to_day >= $2 AND g.to_day >= g.from_day)) AS still_left \
                   FROM recertification c WHERE c.organisation_id = $1 AND c.closed_at IS NULL";
        Ok(on!(self, c => sqlx::query_as(sql).bind(organisation.0).bind(day).fetch_optional(c).await?))
    }

    /// Those that were due before a day and are under way still.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn overdue_recertifications(
        &mut self,
        day: NaiveDate,
    ) -> Result<Vec<RecertificationRecord>, StoreError> {
        let sql = format!("{RECERTIFICATION} WHERE c.closed_at IS NULL AND c.due < $1 ORDER BY c.id");
        let rows: Vec<RecertificationRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(day).fetch_all(c).await?);
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// What is looked through, by the name of its user; one of it alone where that is asked for.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn recertified_grants(
        &mut self,
        recertification: RecertificationId,
        only: Option<GrantId>,
    ) -> Result<Vec<RecertifiedGrant>, StoreError> {
        let sql = "SELECT g.id AS grant_id, g.account_id, u.id AS user_id, w.name, g.kind AS given, r.id AS role_id, \
                   r.code AS role_code, r.name AS role_name, g.permission, g.from_day, g.to_day, e.since, e.last_used, \
                   c.outcome, d.name AS decided_by FROM recertified_grant c JOIN access_grant g ON g.id = c.grant_id \
                   JOIN account w ON w.id = g.account_id JOIN grant_use e ON e.grant_id = g.id \
                   LEFT JOIN organisation_user u ON u.account_id = g.account_id AND u.organisation_id = g.organisation_id \
                     AND u.removed IS NULL \
                   LEFT JOIN user_role r ON r.id = g.user_role_id LEFT JOIN account d ON d.id = c.decided_by \
                   WHERE c.recertification_id = $1 AND ($2 IS NULL OR c.grant_id = $2) ORDER BY w.name_key, w.id, g.id";
        let rows: Vec<RecertifiedRow> = on!(self, c => sqlx::query_as(sql).bind(recertification.0).bind(only.map(|grant| grant.0)).fetch_all(c).await?);
        rows.into_iter().map(RecertifiedRow::grant).collect()
    }
}

impl OperationTransaction {
    /// Begins a recertification of what works in an organisation on a day; nothing where there is one already, and with nobody
    /// where nothing works.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_recertification(
        &mut self,
        organisation: OrganisationId,
        due: NaiveDate,
        by: AccountId,
        (day, at): (NaiveDate, DateTime<Utc>),
    ) -> Result<Option<(RecertificationId, u64)>, StoreError> {
        let sql = "INSERT INTO recertification (organisation_id, due, begun_by, begun_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT DO NOTHING RETURNING id";
        let id: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(organisation.0).bind(due).bind(by.0)
            .bind(at.timestamp_millis()).fetch_optional(c).await?);
        let Some(id) = id else { return Ok(None) };
        let sql = "INSERT INTO recertified_grant (recertification_id, grant_id) SELECT $1, g.id FROM access_grant g \
                   WHERE g.organisation_id = $2 AND g.from_day <= $3 AND (g.to_day IS NULL OR g.to_day >= $3) \
                   AND (g.kind = 'administrator' \
                     OR EXISTS (SELECT 1 FROM access_right x WHERE x.grant_id = g.id AND x.from_day <= $3 AND x.to_day >= $3) \
                     OR EXISTS (SELECT 1 FROM access_administration y WHERE y.grant_id = g.id AND y.from_day <= $3 AND y.to_day >= $3))";
        let count = on!(self, c => sqlx::query(sql).bind(id).bind(organisation.0).bind(day).execute(c).await?.rows_affected());
        Ok(Some((RecertificationId(id), count)))
    }

    /// Keeps others from deciding of a recertification until this ends; false when it is over.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn hold_recertification(&mut self, id: RecertificationId) -> Result<bool, StoreError> {
        let sql = "UPDATE recertification SET due = due WHERE id = $1 AND closed_at IS NULL RETURNING id";
        let held: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(id.0).fetch_optional(c).await?);
        Ok(held.is_some())
    }

    /// Keeps what has been decided of something that is looked through.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn decide_recertified(
        &mut self,
        (recertification, grant): (RecertificationId, GrantId),
        outcome: Outcome,
        by: Option<AccountId>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE recertified_grant SET outcome = $3, decided_by = $4, decided_at = $5 \
                   WHERE recertification_id = $1 AND grant_id = $2";
        on!(self, c => sqlx::query(sql).bind(recertification.0).bind(grant.0).bind(outcome.code())
            .bind(by.map(|account| account.0)).bind(at.timestamp_millis()).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Ends a recertification.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close_recertification(
        &mut self,
        id: RecertificationId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE recertification SET closed_at = $2 WHERE id = $1";
        on!(self, c => sqlx::query(sql).bind(id.0).bind(at.timestamp_millis()).execute(c).await.map(drop)?);
        Ok(())
    }
}
