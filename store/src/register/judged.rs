//! What a run leaves for the next one: as of which day, under which policy, and whom it has to judge again whatever the
//! day.
//!
//! Whoever writes a fact that the rules ask for says [`OperationTransaction::judge_again`] of its people, so that a run
//! on a later day looks at them, at those whose day has come, and at nobody else. Municipalities without a run keep
//! no such list: their first run judges everybody.

use chrono::NaiveDate;
use domain::{
    coverage::{Policy, RULES},
    id::PersonId,
    municipality::MunicipalityCode,
};
use sqlx::AssertSqlSafe;

use crate::{
    Connection, OperationTransaction, StoreError,
    db::on,
    dialect::{JsonType, json_integers},
};

/// The last run of a municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastJudged {
    /// The business date.
    pub date: NaiveDate,
    /// What was applied.
    pub policy: Policy,
    /// The edition of the rules that was applied.
    pub rules: i64,
}

impl LastJudged {
    /// A run of a day under a policy, by the rules of this program.
    pub const fn of(date: NaiveDate, policy: Policy) -> Self {
        Self { date, policy, rules: RULES }
    }
}

/// What identities are of, by which people are found.
#[derive(Clone, Copy)]
pub(crate) enum Whose {
    People,
    Placements,
    Cases,
}

impl Whose {
    const fn people(self) -> &'static str {
        match self {
            Self::People => "{ids}",
            Self::Placements => "(SELECT t.person_id FROM placement t WHERE t.id IN {ids})",
            Self::Cases => "(SELECT a.person_id FROM activity_case a WHERE a.id IN {ids})",
        }
    }
}

fn policy_json(policy: &Policy) -> Result<String, StoreError> {
    serde_json::to_string(policy).map_err(|error| StoreError::Inconsistent(error.to_string()))
}

impl Connection {
    /// The last run of a municipality; `None` before the first, and where what was applied can no longer be read.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn last_judged(
        &mut self,
        municipality: MunicipalityCode,
    ) -> Result<Option<LastJudged>, StoreError> {
        let sql = "SELECT business_date, policy, rules FROM last_judged WHERE municipality = $1";
        let row: Option<(NaiveDate, String, i64)> =
            on!(self, c => sqlx::query_as(sql).bind(municipality.as_str()).fetch_optional(c).await?);
        Ok(row.and_then(|(date, policy, rules)| {
            serde_json::from_str(&policy).ok().map(|policy| LastJudged { date, policy, rules })
        }))
    }
}

impl OperationTransaction {
    /// Notes that everybody in a municipality has been judged, but for those whom the next run has to judge again.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_judged(
        &mut self,
        municipality: MunicipalityCode,
        last: &LastJudged,
        again: &[PersonId],
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO last_judged (municipality, business_date, policy, rules) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (municipality) DO UPDATE SET business_date = excluded.business_date, \
                   policy = excluded.policy, rules = excluded.rules";
        let policy = policy_json(&last.policy)?;
        on!(self, c => sqlx::query(sql).bind(municipality.as_str()).bind(last.date).bind(policy).bind(last.rules).execute(c).await.map(drop)?);
        let sql = "DELETE FROM to_judge WHERE municipality = $1";
        on!(self, c => sqlx::query(sql).bind(municipality.as_str()).execute(c).await.map(drop)?);
        let sql = format!(
            "INSERT INTO to_judge (municipality, person_id) SELECT $2, person_id FROM {} WHERE true",
            self.database().rows(&[("person_id", JsonType::Integer)])
        );
        let rows = serde_json::Value::from_iter(
            again.iter().map(|person| serde_json::json!({ "person_id": person.0 })),
        );
        let rows = rows.to_string();
        on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(rows).bind(municipality.as_str()).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Notes that the facts of people have changed, for every municipality whose run may have to do with them.
    pub(crate) async fn judge_again(
        &mut self,
        whose: Whose,
        ids: impl IntoIterator<Item = i64>,
    ) -> Result<(), StoreError> {
        let people = whose.people().replace("{ids}", &self.database().integers("$1"));
        let sql = format!(
            "INSERT INTO to_judge (municipality, person_id) SELECT e.municipality, e.person_id FROM (\
               SELECT p.municipality, p.id AS person_id FROM person p WHERE p.id IN {people} \
               UNION SELECT s.municipality, s.person_id FROM residence s WHERE s.person_id IN {people} \
               UNION SELECT a.municipality, a.person_id FROM activity_case a WHERE a.person_id IN {people}\
             ) e WHERE e.municipality IN (SELECT municipality FROM last_judged) \
             ON CONFLICT (municipality, person_id) DO NOTHING"
        );
        let ids = json_integers(ids);
        on!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(ids).execute(c).await.map(drop)?);
        Ok(())
    }
}
