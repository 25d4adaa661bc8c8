//! Setting and choosing policies.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    coverage::{
        Policy,
        calendar::SummerBreak,
        policy::{DatedPolicy, RuleSet, policy_on},
    },
    municipality::MunicipalityCode,
    operation::{Actor, EntityKind, OperationKind},
};

use crate::{ServiceError, Services, fields};

/// What a municipality wants of its policy; what is left out stays as it was.
#[derive(Clone, Copy, Debug)]
pub struct PolicyChange {
    /// The rule set.
    pub rule_set: RuleSet,
    /// From which day.
    pub from: NaiveDate,
    /// The summer break, or `Some(None)` for none.
    pub summer_break: Option<Option<SummerBreak>>,
    /// Whether municipal adult education counts.
    pub komvux_counts: Option<bool>,
}

/// Sets the policy of a municipality from a date on and returns it.
///
/// # Errors
/// When the database refuses.
pub async fn set(
    services: &Services,
    actor: Actor,
    municipality: MunicipalityCode,
    change: &PolicyChange,
) -> Result<DatedPolicy, store::StoreError> {
    let operation = services.operation(OperationKind::PolicyChange, actor, Some(municipality), "");
    let mut transaction = services.store.operate(operation).await?;
    let policies = transaction.policies().await?.remove(&municipality).unwrap_or_default();
    let before = policy_on(&policies, change.from);
    let kept = before.unwrap_or_else(|| Policy::proposed(change.from));
    let dated = DatedPolicy {
        from: change.from,
        policy: Policy {
            rule_set: change.rule_set,
            summer_break: change.summer_break.unwrap_or(kept.summer_break),
            komvux_counts: change.komvux_counts.unwrap_or(kept.komvux_counts),
        },
    };
    transaction.set_policy(municipality, &dated).await?;
    let number = municipality.as_str().parse().unwrap_or_default();
    let told = fields::change(
        EntityKind::Policy,
        number,
        None,
        before.map(|policy| fields::fields(&DatedPolicy { from: change.from, policy })),
        Some(fields::fields(&dated)),
    );
    transaction.record(told.as_slice()).await?;
    transaction.commit().await?;
    Ok(dated)
}

/// Every municipality with its policies.
///
/// # Errors
/// When the database refuses.
pub async fn all(services: &Services) -> Result<BTreeMap<MunicipalityCode, Vec<DatedPolicy>>, ServiceError> {
    Ok(services.store.read(&Scope::of_the_system()).await?.policies().await?)
}
