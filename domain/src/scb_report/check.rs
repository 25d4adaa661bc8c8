//! The logical checks, each a function of what the register knows of a case. A layout says which are made.

use chrono::NaiveDate;

use super::{
    facts::{CaseFacts, MeasureFacts},
    finding::{Finding, Place, Rule, Severity},
    source::Source,
};
use crate::{measure::MeasureField, occupation::OccupationAtRegistration};

/// What a check is made of.
pub(super) struct Checked<'a> {
    pub(super) facts: &'a CaseFacts,
    /// The measures that are reported, in their order.
    pub(super) measures: &'a [&'a MeasureFacts],
    pub(super) today: NaiveDate,
    pub(super) severity: Severity,
}

/// The findings of a check that a layout chooses.
pub(super) fn check(rule: Rule, checked: &Checked<'_>) -> Vec<Finding> {
    match rule {
        Rule::MeasureEnding => measure_ending(checked),
        Rule::MeasureWithinCase => measure_within_case(checked),
        Rule::MeasuresApart => measures_apart(checked),
        Rule::OccupationKnown => occupation_known(checked),
        Rule::DeregistrationWhole => deregistration_whole(checked),
        Rule::RealNumber | Rule::Protected | Rule::Required | Rule::Coded => Vec::new(),
    }
}

impl Checked<'_> {
    fn of_measure(&self, rule: Rule, field: Source, measure: &MeasureFacts) -> Finding {
        Finding {
            rule,
            severity: self.severity,
            field,
            place: Place::Measure(measure.id),
            measure: Some((measure.kind, measure.period.start)),
        }
    }
}

/// An end date needs occupation after and outcome, and what was closed with its case needs all three.
fn measure_ending(checked: &Checked<'_>) -> Vec<Finding> {
    let missing = |measure: &&MeasureFacts| {
        let missing = measure.ending().missing(checked.today);
        let fields = missing.map(|missing| missing.fields).unwrap_or_default();
        let finding = |field| {
            let field = match field {
                MeasureField::End => Source::MeasureEnd,
                MeasureField::OccupationAfter => Source::OccupationAfter,
                _ => Source::Outcome,
            };
            checked.of_measure(Rule::MeasureEnding, field, measure)
        };
        fields.into_iter().map(finding).collect::<Vec<_>>()
    };
    checked.measures.iter().flat_map(missing).collect()
}

/// A measure lies inside the days of its case.
fn measure_within_case(checked: &Checked<'_>) -> Vec<Finding> {
    let (registered, deregistered) = (checked.facts.registered, checked.facts.deregistered);
    let is_after = |day: NaiveDate| deregistered.is_some_and(|last| day > last);
    let outside = |measure: &&MeasureFacts| {
        let starts = measure.period.start < registered || is_after(measure.period.start);
        let ends = measure.period.end.is_some_and(|end| end < registered || is_after(end));
        let finding = |field| checked.of_measure(Rule::MeasureWithinCase, field, measure);
        [starts.then(|| finding(Source::MeasureStart)), ends.then(|| finding(Source::MeasureEnd))]
    };
    checked.measures.iter().flat_map(outside).flatten().collect()
}

/// No two measures overlap; the later one is told of.
fn measures_apart(checked: &Checked<'_>) -> Vec<Finding> {
    let later = checked.measures.iter().enumerate().filter(|(place, measure)| {
        checked.measures[..*place].iter().any(|before| before.period.overlaps(&measure.period))
    });
    later.map(|(_, measure)| checked.of_measure(Rule::MeasuresApart, Source::MeasureStart, measure)).collect()
}

/// The occupation at registration is still unknown.
fn occupation_known(checked: &Checked<'_>) -> Vec<Finding> {
    let is_unknown = checked.facts.occupation == OccupationAtRegistration::Unknown;
    let finding = Finding::of_case(Rule::OccupationKnown, checked.severity, Source::Occupation);
    is_unknown.then_some(finding).into_iter().collect()
}

/// Deregistration date and reason go together.
fn deregistration_whole(checked: &Checked<'_>) -> Vec<Finding> {
    let field = match (checked.facts.deregistered, checked.facts.reason) {
        (Some(_), None) => Source::Reason,
        (None, Some(_)) => Source::Deregistered,
        (Some(_), Some(_)) | (None, None) => return Vec::new(),
    };
    vec![Finding::of_case(Rule::DeregistrationWhole, checked.severity, field)]
}
