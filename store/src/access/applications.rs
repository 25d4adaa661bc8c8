//! Applications for roles.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{
        RoleTitle,
        application::{ApplicationKind, ApplicationState, AppliedFor},
    },
    id::{AccountId, ApplicationId, OrganisationId, OrganisationUserId, UserRoleId},
    language::Named,
    period::Period,
};
use sqlx::AssertSqlSafe;

use super::grants::title;
use crate::{Connection, OperationTransaction, StoreError, accounts::instant, db::on, policies::named};

/// An application, as kept.
#[derive(Clone)]
pub struct ApplicationRecord {
    /// Which one.
    pub id: ApplicationId,
    /// In which organisation.
    pub organisation: OrganisationId,
    /// Who applies.
    pub account: AccountId,
    /// The applicant's name.
    pub name: String,
    /// The applicant as a user of the organisation, unless they have been removed.
    pub user: Option<OrganisationUserId>,
    /// What is applied for.
    pub applied: AppliedFor,
    /// What the role is called.
    pub title: RoleTitle,
    /// When.
    pub submitted_at: DateTime<Utc>,
    /// What has become of it.
    pub state: ApplicationState,
    /// Who decided it.
    pub decided_by: Option<String>,
    /// When it was decided or withdrawn.
    pub decided_at: Option<DateTime<Utc>>,
    /// What the applicant is answered.
    pub answer: String,
}

domain::private_debug!(ApplicationRecord, id, organisation, account, state);

/// Which applications are read.
#[derive(Clone, Copy, Debug)]
pub enum ApplicationsOf {
    /// Those of an organisation.
    Organisation(OrganisationId),
    /// Those of an account, in every organisation.
    Account(AccountId),
}

#[derive(sqlx::FromRow)]
struct ApplicationRow {
    id: i64,
    organisation_id: i64,
    account_id: i64,
    name: String,
    user_id: Option<i64>,
    kind: String,
    role_id: i64,
    role_code: Option<String>,
    role_name: String,
    from_day: NaiveDate,
    to_day: Option<NaiveDate>,
    reason: String,
    submitted_at: i64,
    state: String,
    decided_by: Option<String>,
    decided_at: Option<i64>,
    answer: String,
}

impl ApplicationRow {
    fn record(self) -> Result<ApplicationRecord, StoreError> {
        let role = (Some(self.role_id), self.role_code.as_deref(), Some(self.role_name.as_str()));
        Ok(ApplicationRecord {
            id: ApplicationId(self.id),
            organisation: OrganisationId(self.organisation_id),
            account: AccountId(self.account_id),
            title: title(self.id, "role", role)?,
            name: self.name,
            user: self.user_id.map(OrganisationUserId),
            applied: AppliedFor {
                kind: named::<ApplicationKind>("kind of application", &self.kind)?,
                role: UserRoleId(self.role_id),
                period: Period::new(self.from_day, self.to_day),
                reason: self.reason,
            },
            submitted_at: instant(self.submitted_at),
            state: named("state of an application", &self.state)?,
            decided_by: self.decided_by,
            decided_at: self.decided_at.map(instant),
            answer: self.answer,
        })
    }
}

const APPLICATION: &str = "SELECT a.id, a.organisation_id, a.account_id, w.name, u.id AS user_id, a.kind, r.id AS role_id, \
    r.code AS role_code, r.name AS role_name, a.from_day, a.to_day, a.reason, a.submitted_at, a.state, d.name AS decided_by, \
    a.decided_at, a.answer FROM application a JOIN account w ON w.id = a.account_id \
    JOIN user_role r ON r.id = a.user_role_id LEFT JOIN account d ON d.id = a.decided_by \
    LEFT JOIN organisation_user u ON u.account_id = a.account_id AND u.organisation_id = a.organisation_id \
      AND u.removed IS NULL";

impl Connection {
    /// Applications, those that wait first, and of each the latest first; so many at most.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn applications(
        &mut self,
        of: ApplicationsOf,
        most: i64,
    ) -> Result<Vec<ApplicationRecord>, StoreError> {
        let (column, id) = match of {
            ApplicationsOf::Organisation(id) => ("organisation_id", id.0),
            ApplicationsOf::Account(id) => ("account_id", id.0),
        };
        let sql = format!(
            "{APPLICATION} WHERE a.{column} = $1 ORDER BY CASE WHEN a.state = 'submitted' THEN 0 ELSE 1 END, a.id DESC LIMIT $2"
        );
        let rows: Vec<ApplicationRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(id).bind(most).fetch_all(c).await?);
        rows.into_iter().map(ApplicationRow::record).collect()
    }

    /// An application, whoever's it is.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn application(&mut self, id: ApplicationId) -> Result<Option<ApplicationRecord>, StoreError> {
        let sql = format!("{APPLICATION} WHERE a.id = $1");
        let row: Option<ApplicationRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(id.0).fetch_optional(c).await?);
        row.map(ApplicationRow::record).transpose()
    }

    /// How many applications wait in an organisation.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn applications_waiting(&mut self, organisation: OrganisationId) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM application WHERE organisation_id = $1 AND state = 'submitted'";
        Ok(on!(self, c => sqlx::query_scalar(sql).bind(organisation.0).fetch_one(c).await?))
    }
}

impl OperationTransaction {
    /// Keeps an application; nothing where the account has applied for the same and that waits still.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn submit_application(
        &mut self,
        (organisation, account): (OrganisationId, AccountId),
        applied: &AppliedFor,
        at: DateTime<Utc>,
    ) -> Result<Option<ApplicationId>, StoreError> {
        let sql = "INSERT INTO application (organisation_id, account_id, kind, user_role_id, from_day, to_day, reason, \
                   submitted_at, state, answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'submitted', '') \
                   ON CONFLICT DO NOTHING RETURNING id";
        let id: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(organisation.0).bind(account.0)
            .bind(applied.kind.code()).bind(applied.role.0).bind(applied.period.start).bind(applied.period.end)
            .bind(&applied.reason).bind(at.timestamp_millis()).fetch_optional(c).await?);
        Ok(id.map(ApplicationId))
    }

    /// Lets an application that waits be decided or withdrawn; false where it waits no longer.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn settle_application(
        &mut self,
        id: ApplicationId,
        state: ApplicationState,
        by: Option<AccountId>,
        answer: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE application SET state = $2, decided_by = $3, decided_at = $4, answer = $5 \
                   WHERE id = $1 AND state = 'submitted' RETURNING id";
        let settled: Option<i64> = on!(self, c => sqlx::query_scalar(sql).bind(id.0).bind(state.code())
            .bind(by.map(|account| account.0)).bind(at.timestamp_millis()).bind(answer).fetch_optional(c).await?);
        Ok(settled.is_some())
    }
}
