//! The policy: what the law, or a municipality's choice, says on a date. Dated data, not code (`rules.md` section 0).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar::SummerBreak;
use crate::language::named;

named! {
    /// The rule sets.
    pub enum RuleSet {
        Handbook = "handbook", "Handboken: introduktionsprogram omfattas", "The handbook: introductory programmes are covered";
        Act201807 = "act-2018-07", "Skollagen från 1 juli 2018: introduktionsprogram omfattas inte", "The School Act from 1 July 2018: introductory programmes are not covered";
    }
}

impl RuleSet {
    /// The rule set that a new installation proposes for a date (`formats.md` section 1).
    pub fn proposed(date: NaiveDate) -> Self {
        let change = NaiveDate::from_ymd_opt(2018, 7, 1).unwrap_or(NaiveDate::MIN);
        if date >= change { Self::Act201807 } else { Self::Handbook }
    }
}

/// How a municipality applies the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Whether introductory programmes are covered, and whether the adapted school's certificate is a diploma.
    pub rule_set: RuleSet,
    /// The yearly break, if the municipality has one.
    pub summer_break: Option<SummerBreak>,
    /// Whether municipal adult education counts as equal to a national programme.
    pub komvux_counts: bool,
}

impl Policy {
    /// What a new installation proposes for a date.
    pub fn proposed(date: NaiveDate) -> Self {
        Self {
            rule_set: RuleSet::proposed(date),
            summer_break: Some(SummerBreak::default()),
            komvux_counts: false,
        }
    }

    /// Whether the day is within the summer break.
    pub fn is_summer_break(&self, date: NaiveDate) -> bool {
        self.summer_break.is_some_and(|summer_break| summer_break.contains(date))
    }
}

/// A policy from a date on, until the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedPolicy {
    /// The first day.
    pub from: NaiveDate,
    /// What holds from then on.
    pub policy: Policy,
}

/// The policy that holds on a date: the one with the latest beginning that is not after it.
pub fn policy_on(policies: &[DatedPolicy], date: NaiveDate) -> Option<Policy> {
    policies
        .iter()
        .filter(|dated| dated.from <= date)
        .max_by_key(|dated| dated.from)
        .map(|dated| dated.policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_law_changed_on_1_july_2018() {
        assert_eq!(RuleSet::proposed("2018-06-30".parse().unwrap()), RuleSet::Handbook);
        assert_eq!(RuleSet::proposed("2018-07-01".parse().unwrap()), RuleSet::Act201807);
    }

    #[test]
    fn the_latest_policy_that_has_begun_holds() {
        let dated = |from: &str, rule_set| DatedPolicy {
            from: from.parse().unwrap(),
            policy: Policy { rule_set, summer_break: None, komvux_counts: false },
        };
        let policies = [dated("2026-01-01", RuleSet::Act201807), dated("2015-01-01", RuleSet::Handbook)];
        let on = |date: &str| policy_on(&policies, date.parse().unwrap()).map(|policy| policy.rule_set);
        assert_eq!(on("2014-12-31"), None);
        assert_eq!(on("2025-12-31"), Some(RuleSet::Handbook));
        assert_eq!(on("2026-01-01"), Some(RuleSet::Act201807));
    }
}
