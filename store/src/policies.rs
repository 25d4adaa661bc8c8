//! The dated policies of municipalities.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    coverage::{
        Policy,
        policy::{DatedPolicy, RuleSet},
    },
    language::Named,
    municipality::MunicipalityCode,
};

use crate::{Connection, OperationTransaction, StoreError, db::on};

#[derive(sqlx::FromRow)]
struct Row {
    municipality: String,
    valid_from: NaiveDate,
    rule_set: String,
    summer_break: Option<String>,
    komvux_counts: bool,
}

/// The error of a code that no list has.
pub(crate) fn unknown_code(what: &str, code: &str) -> StoreError {
    StoreError::Inconsistent(format!("{what} {code:?}"))
}

/// A value of a code list.
pub(crate) fn named<T: Named>(what: &str, code: &str) -> Result<T, StoreError> {
    T::from_code(code).ok_or_else(|| unknown_code(what, code))
}

/// A value of a code list that may be absent.
pub(crate) fn optional_named<T: Named>(what: &str, code: Option<&str>) -> Result<Option<T>, StoreError> {
    code.map(|code| named(what, code)).transpose()
}

/// A municipality's code.
pub(crate) fn municipality(code: &str) -> Result<MunicipalityCode, StoreError> {
    MunicipalityCode::try_from(code).map_err(|_| unknown_code("municipality", code))
}

impl Connection {
    /// Every municipality that has policies, with them.
    ///
    /// # Errors
    /// When the database refuses or holds an unknown code.
    pub async fn policies(&mut self) -> Result<BTreeMap<MunicipalityCode, Vec<DatedPolicy>>, StoreError> {
        let sql =
            "SELECT municipality, valid_from, rule_set, summer_break, komvux_counts FROM municipality_policy";
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(sql).fetch_all(c).await?);
        let mut policies = BTreeMap::<MunicipalityCode, Vec<DatedPolicy>>::new();
        for row in rows {
            let summer_break = row.summer_break.as_deref().map(str::parse).transpose();
            let policy = Policy {
                rule_set: named::<RuleSet>("rule set", &row.rule_set)?,
                summer_break: summer_break
                    .map_err(|_| StoreError::Inconsistent("a summer break".to_owned()))?,
                komvux_counts: row.komvux_counts,
            };
            policies
                .entry(municipality(&row.municipality)?)
                .or_default()
                .push(DatedPolicy { from: row.valid_from, policy });
        }
        Ok(policies)
    }
}

impl OperationTransaction {
    /// Sets the policy of a municipality from a date on.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_policy(
        &mut self,
        municipality: MunicipalityCode,
        dated: &DatedPolicy,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO municipality_policy (municipality, valid_from, rule_set, summer_break, komvux_counts) \
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (municipality, valid_from) DO UPDATE SET \
                   rule_set = excluded.rule_set, summer_break = excluded.summer_break, komvux_counts = excluded.komvux_counts";
        let DatedPolicy { from, policy } = dated;
        let summer_break = policy.summer_break.map(|summer_break| summer_break.to_string());
        on!(self, c => sqlx::query(sql).bind(municipality.as_str()).bind(from).bind(policy.rule_set.code())
            .bind(summer_break).bind(policy.komvux_counts).execute(c).await.map(drop)?);
        Ok(())
    }
}
