//! Who acts in an organisation, to be written to, and what of theirs ends soon, to be told.

use chrono::NaiveDate;
use domain::{
    access::RoleTitle,
    id::{AccountId, GrantId, OrganisationId, UserRoleId},
    period::Period,
};
use sqlx::AssertSqlSafe;

use super::grants::{WORKING_JOINS, holds, title};
use crate::{Connection, StoreError, db::on};

/// Somebody who acts in an organisation.
#[derive(Clone)]
pub struct Colleague {
    /// Who.
    pub account: AccountId,
    /// The user's name.
    pub name: String,
    /// What they act in, with the role where it is one.
    pub titles: Vec<(Option<UserRoleId>, RoleTitle)>,
    /// Whether they administer permissions.
    pub administers: bool,
}

domain::private_debug!(Colleague, account);

/// Something that ends soon.
#[derive(Clone)]
pub struct EndingGrant {
    /// Which grant.
    pub grant: GrantId,
    /// Whose.
    pub account: AccountId,
    /// Where.
    pub organisation: OrganisationId,
    /// The organisation's name.
    pub organisation_name: String,
    /// What it gives.
    pub title: RoleTitle,
    /// On which days it holds.
    pub period: Period,
}

domain::private_debug!(EndingGrant, grant, account, organisation);

#[derive(sqlx::FromRow)]
struct GivenRow {
    account_id: i64,
    name: String,
    grant_id: i64,
    given: String,
    role_id: Option<i64>,
    role_code: Option<String>,
    role_name: Option<String>,
    organisation_id: i64,
    organisation: String,
    from_day: NaiveDate,
    to_day: Option<NaiveDate>,
    administers: bool,
}

#[derive(sqlx::FromRow)]
struct EndingRow {
    #[sqlx(flatten)]
    given: GivenRow,
    /// From when the same user has the same beyond its end.
    goes_on_from: Option<NaiveDate>,
}

impl GivenRow {
    fn title(&self) -> Result<RoleTitle, StoreError> {
        let role = (self.role_id, self.role_code.as_deref(), self.role_name.as_deref());
        title(self.grant_id, &self.given, role)
    }
}

/// What has been given and holds on the day that a parameter holds, to users who may sign in, with a column besides.
fn given(day: &str, besides: &str) -> String {
    format!(
        "SELECT w.id AS account_id, w.name, g.id AS grant_id, g.kind AS given, r.id AS role_id, r.code AS role_code, \
         r.name AS role_name, o.id AS organisation_id, o.name AS organisation, g.from_day, g.to_day, \
         EXISTS (SELECT 1 FROM access_administration y WHERE y.grant_id = g.id AND y.from_day <= {day} AND y.to_day >= {day}) \
           AS administers{besides} FROM access_grant g {WORKING_JOINS} WHERE {} AND w.active AND EXISTS (SELECT 1 FROM organisation_user u \
         WHERE u.account_id = g.account_id AND u.organisation_id = g.organisation_id AND u.removed IS NULL)",
        holds(day)
    )
}

impl Connection {
    /// Who acts in an organisation on a day, by name.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn colleagues(
        &mut self,
        organisation: OrganisationId,
        day: NaiveDate,
    ) -> Result<Vec<Colleague>, StoreError> {
        let sql = format!("{} AND g.organisation_id = $1 ORDER BY w.name_key, w.id, g.id", given("$2", ""));
        let rows: Vec<GivenRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(organisation.0).bind(day)
            .fetch_all(c).await?);
        let mut colleagues: Vec<Colleague> = Vec::new();
        for row in rows {
            let given = (row.role_id.map(UserRoleId), row.title()?);
            match colleagues.last_mut() {
                Some(last) if last.account.0 == row.account_id => {
                    last.administers |= row.administers;
                    if !last.titles.contains(&given) {
                        last.titles.push(given);
                    }
                }
                _ => colleagues.push(Colleague {
                    account: AccountId(row.account_id),
                    name: row.name,
                    titles: vec![given],
                    administers: row.administers,
                }),
            }
        }
        Ok(colleagues)
    }

    /// What holds on a day and ends with another at the latest, of users who may sign in. What the same user has of the same kind
    /// from the day after at the latest goes on, and does not end.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn ending_grants(
        &mut self,
        (day, latest): (NaiveDate, NaiveDate),
    ) -> Result<Vec<EndingGrant>, StoreError> {
        let goes_on = ", (SELECT min(n.from_day) FROM access_grant n WHERE n.account_id = g.account_id \
             AND n.organisation_id = g.organisation_id AND n.kind = g.kind \
             AND coalesce(n.user_role_id, 0) = coalesce(g.user_role_id, 0) \
             AND coalesce(n.permission, '') = coalesce(g.permission, '') \
             AND (n.to_day IS NULL OR n.to_day > g.to_day)) AS goes_on_from";
        let sql = format!("{} AND g.to_day <= $2 ORDER BY g.organisation_id, g.id", given("$1", goes_on));
        let rows: Vec<EndingRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(day).bind(latest)
            .fetch_all(c).await?);
        let ends = |row: &EndingRow| {
            let day_after = row.given.to_day.and_then(|last| last.succ_opt());
            row.goes_on_from.zip(day_after).is_none_or(|(from, day_after)| from > day_after)
        };
        let ending = |row: GivenRow| {
            Ok(EndingGrant {
                title: row.title()?,
                grant: GrantId(row.grant_id),
                account: AccountId(row.account_id),
                organisation: OrganisationId(row.organisation_id),
                organisation_name: row.organisation,
                period: Period::new(row.from_day, row.to_day),
            })
        };
        rows.into_iter().filter(ends).map(|row| ending(row.given)).collect()
    }
}
