//! A row of the table: a quoted sentence, a situation, and what is expected on days.

use domain::{
    coverage::policy::RuleSet,
    language::{Language, Named},
};

use crate::support::{expected::Expected, situation::Situation};

/// Where a sentence is quoted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Seed 001.
    Handbook,
    /// `rules.md`.
    Rules,
}

impl Source {
    /// The text with all white space folded; that of the handbook where it lies beside the repository.
    pub fn text(self) -> Option<String> {
        let text = match self {
            Self::Handbook => std::fs::read_to_string("../../shared/seeds/001_21266e6dfeff6f6a.txt").ok()?,
            Self::Rules => include_str!("../../../docs/rules.md").to_owned(),
        };
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// A sentence and what it means for somebody.
pub struct Row {
    pub source: Source,
    pub quote: &'static str,
    situation: Situation,
    /// Day, expectation under `handbook`, expectation under `act-2018-07`.
    expectations: Vec<(&'static str, [Expected; 2])>,
    /// Day, and whether the default selection shows the case.
    selections: Vec<(&'static str, bool)>,
}

/// A sentence of the handbook, about somebody.
pub fn handbook(quote: &'static str, situation: Situation) -> Row {
    Row { source: Source::Handbook, quote, situation, expectations: Vec::new(), selections: Vec::new() }
}

/// A sentence of `rules.md`, about somebody.
pub fn rules(quote: &'static str, situation: Situation) -> Row {
    Row { source: Source::Rules, ..handbook(quote, situation) }
}

impl Row {
    /// The same under both rule sets.
    pub fn on(self, date: &'static str, expected: Expected) -> Self {
        self.differs_on(date, expected, expected)
    }

    /// One thing under `handbook`, another under `act-2018-07`.
    pub fn differs_on(mut self, date: &'static str, handbook: Expected, act: Expected) -> Self {
        self.expectations.push((date, [handbook, act]));
        self
    }

    /// Whether the default selection of the list shows the case.
    pub fn in_default_selection(mut self, date: &'static str, shown: bool) -> Self {
        self.selections.push((date, shown));
        self
    }

    /// Whether the row says what is expected.
    pub fn is_judged(&self) -> bool {
        !self.expectations.is_empty()
    }

    /// Everything that is otherwise than the sentence says.
    pub fn failures(&self) -> Vec<String> {
        let decisions = self.expectations.iter().flat_map(|(date, by_rule_set)| {
            RuleSet::ALL.iter().zip(by_rule_set).filter_map(move |(rule_set, expected)| {
                let failure = expected.check(&self.situation, date, *rule_set).err()?;
                Some(format!("“{}”\n{date}, {}: {failure}", self.quote, rule_set.name(Language::English)))
            })
        });
        let selections = self.selections.iter().filter_map(|(date, shown)| {
            let status = self.situation.status(date)?;
            (status.is_in_default_selection() != *shown)
                .then(|| format!("“{}”\n{date}: the default selection of {status:?}", self.quote))
        });
        decisions.chain(selections).collect()
    }
}
