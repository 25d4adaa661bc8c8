//! Reading cases to change them, and writing what has been decided about them.

use chrono::NaiveDate;
use domain::{
    access::{Permission, Scope},
    case::change::{CaseValues, EditedCase},
    id::{AccountId, CaseId, PersonId},
    language::Named,
    municipality::MunicipalityCode,
    text::sort_key,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    db::on,
    dialect::{JsonType, json_integers, json_texts},
    measures::all_written,
    policies::{municipality, named, optional_named},
    register::Whose,
    scope,
};

/// What is written of a case.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseWrite {
    /// Which case.
    pub id: CaseId,
    /// The version that was read; another one is left alone.
    pub version: i64,
    /// What its fields hold from now on.
    pub values: CaseValues,
    /// The municipality's notes from now on; `None` leaves them.
    pub notes: Option<String>,
    /// Whether the rules have to look at its person again.
    pub judge_again: bool,
}

domain::private_debug!(CaseWrite, id, version, values);

/// A user who may do something in municipalities, such as have their cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserOf {
    /// The account.
    pub account: AccountId,
    /// The user's name.
    pub name: String,
    /// In which of the municipalities that were asked for, in order.
    pub municipalities: Vec<MunicipalityCode>,
}

#[derive(sqlx::FromRow)]
struct EditedRow {
    id: i64,
    person_id: i64,
    municipality: String,
    version: i64,
    registered: NaiveDate,
    deregistered: Option<NaiveDate>,
    occupation: String,
    other_schooling_until: Option<NaiveDate>,
    caseworker_id: Option<i64>,
    living_outside: Option<String>,
    earlier_until: Option<NaiveDate>,
    birth_date: Option<NaiveDate>,
}

impl Connection {
    /// Cases within a scope as they are to be changed, in the order of their identities. One that is not there is left
    /// out.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn edited_cases(
        &mut self,
        scope: &Scope,
        ids: &[CaseId],
    ) -> Result<Vec<EditedCase>, StoreError> {
        let database = self.database();
        let within = scope::of_cases(database, scope, "$1");
        // Identities grow, so the person's cases before this one have the lower ones.
        let sql = format!(
            "SELECT a.id, a.person_id, a.municipality, a.version, a.registered, a.deregistered, a.occupation, \
             a.other_schooling_until, a.caseworker_id, a.living_outside, p.birth_date, \
             (SELECT max(e.deregistered) FROM activity_case e WHERE e.person_id = a.person_id \
              AND e.municipality = a.municipality AND e.id < a.id) AS earlier_until \
             FROM activity_case a JOIN person p ON p.id = a.person_id WHERE a.id IN {} AND {within} ORDER BY a.id",
            database.integers("$2")
        );
        let asked = json_integers(ids.iter().map(|id| id.0));
        let rows: Vec<EditedRow> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope)).bind(asked)
            .fetch_all(c).await?);
        rows.into_iter()
            .map(|row| {
                Ok(EditedCase {
                    id: CaseId(row.id),
                    person: PersonId(row.person_id),
                    municipality: municipality(&row.municipality)?,
                    version: row.version,
                    values: CaseValues {
                        registered: row.registered,
                        occupation: named("occupation", &row.occupation)?,
                        other_schooling_until: row.other_schooling_until,
                        caseworker: row.caseworker_id.map(AccountId),
                        living_outside: optional_named("living outside", row.living_outside.as_deref())?,
                    },
                    deregistered: row.deregistered,
                    earlier_until: row.earlier_until,
                    birth: row.birth_date,
                })
            })
            .collect()
    }

    /// The caseworkers of open cases within a scope, whether they may still have them or not, with how many each has: by
    /// name.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn caseworkers_of_open_cases(
        &mut self,
        scope: &Scope,
    ) -> Result<Vec<(AccountId, String, u64)>, StoreError> {
        let within = scope::of_cases(self.database(), scope, "$1");
        let sql = format!(
            "SELECT c.id, c.name, count(*) FROM activity_case a JOIN person p ON p.id = a.person_id \
             JOIN account c ON c.id = a.caseworker_id WHERE a.deregistered IS NULL AND {within} GROUP BY c.id, c.name"
        );
        let rows: Vec<(i64, String, i64)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .fetch_all(c).await?);
        let mut caseworkers: Vec<_> =
            rows.into_iter().map(|(id, name, count)| (AccountId(id), name, count.unsigned_abs())).collect();
        caseworkers.sort_by_cached_key(|(account, name, _)| (sort_key(name, usize::MAX), *account));
        Ok(caseworkers)
    }

    /// The open cases of a caseworker within a scope, in the order of their identities.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn open_cases_of_caseworker(
        &mut self,
        scope: &Scope,
        caseworker: AccountId,
    ) -> Result<Vec<CaseId>, StoreError> {
        let within = scope::of_cases(self.database(), scope, "$1");
        let sql = format!(
            "SELECT a.id FROM activity_case a JOIN person p ON p.id = a.person_id \
             WHERE a.caseworker_id = $2 AND a.deregistered IS NULL AND {within} ORDER BY a.id"
        );
        let ids: Vec<i64> = on!(self, c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(scope::bind(scope))
            .bind(caseworker.0).fetch_all(c).await?);
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// The active users for whom a permission works on a day in some of the municipalities, by name.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn users_of(
        &mut self,
        municipalities: &[MunicipalityCode],
        permission: Permission,
        day: NaiveDate,
    ) -> Result<Vec<UserOf>, StoreError> {
        let database = self.database();
        let sql = format!(
            "SELECT DISTINCT a.id, a.name, m.municipality FROM account a \
             JOIN access_right x ON x.account_id = a.id AND x.permission = $2 AND x.unit_id IS NULL \
               AND x.from_day <= $3 AND x.to_day >= $3 \
             JOIN organisation_municipality m ON m.organisation_id = x.organisation_id \
               AND m.from_day <= $3 AND (m.to_day IS NULL OR m.to_day >= $3) \
             WHERE a.active AND m.municipality IN {} ORDER BY a.id, m.municipality",
            database.texts("$1")
        );
        let asked = json_texts(municipalities.iter().map(MunicipalityCode::to_string));
        let rows: Vec<(i64, String, String)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(asked).bind(permission.code())
            .bind(day).fetch_all(c).await?);
        let mut users: Vec<UserOf> = Vec::new();
        for (id, name, code) in rows {
            let code = municipality(&code)?;
            match users.last_mut() {
                Some(user) if user.account.0 == id => user.municipalities.push(code),
                _ => users.push(UserOf { account: AccountId(id), name, municipalities: vec![code] }),
            }
        }
        users.sort_by_cached_key(|user| (sort_key(&user.name, usize::MAX), user.account));
        Ok(users)
    }
}

impl OperationTransaction {
    /// Writes the fields of cases, each one version on.
    ///
    /// # Errors
    /// When the database refuses, and when a case is no longer of the version that was read: in a transaction that has
    /// locked the register that cannot be.
    pub async fn write_cases(&mut self, cases: &[CaseWrite]) -> Result<(), StoreError> {
        if cases.is_empty() {
            return Ok(());
        }
        let sql = format!(
            "UPDATE activity_case SET registered = r.registered, occupation = r.occupation, \
             other_schooling_until = r.until, caseworker_id = r.caseworker, living_outside = r.living_outside, \
             notes = coalesce(r.notes, activity_case.notes), version = activity_case.version + 1 FROM {} \
             WHERE activity_case.id = r.id AND activity_case.version = r.version",
            self.database().rows(&[
                ("id", JsonType::Integer),
                ("version", JsonType::Integer),
                ("registered", JsonType::Date),
                ("occupation", JsonType::Text),
                ("until", JsonType::Date),
                ("caseworker", JsonType::Integer),
                ("living_outside", JsonType::Text),
                ("notes", JsonType::Text),
            ])
        );
        let rows = cases.iter().map(|case| {
            serde_json::json!({
                "id": case.id.0,
                "version": case.version,
                "registered": case.values.registered,
                "occupation": case.values.occupation.code(),
                "until": case.values.other_schooling_until,
                "caseworker": case.values.caseworker.map(|account| account.0),
                "living_outside": case.values.living_outside.map(Named::code),
                "notes": case.notes,
            })
        });
        let rows = serde_json::Value::from_iter(rows).to_string();
        let written =
            on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).execute(c).await?.rows_affected());
        all_written(written, cases.len())?;
        let judged = cases.iter().filter(|case| case.judge_again).map(|case| case.id.0);
        self.judge_again(Whose::Cases, judged).await
    }
}
