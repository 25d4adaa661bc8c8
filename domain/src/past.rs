//! The register as of a date (requirement K23): what was known then, from what is known now and the journal; and what holds
//! on a day of what is known.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::{case::CaseFact, language::named, measure::MeasureFact};

named! {
    /// By what is known when the register as of a date is told.
    pub enum PastView {
        Valid = "gallde", "Så som det var, efter vad som är känt i dag", "As it was, by what is known today";
        Known = "kant", "Så som det var känt den dagen", "As it was known on that day";
    }
}

/// The fields of a thing, as the journal names them.
pub type Fields<V> = BTreeMap<String, V>;

/// What an operation did to a thing: the fields that it changed, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastChange<V> {
    /// When.
    pub at: DateTime<Utc>,
    /// The fields before; `None` when it was created.
    pub before: Option<Fields<V>>,
    /// The fields after; `None` when it was removed.
    pub after: Option<Fields<V>>,
}

/// What was known of a thing at an instant: what is known now, with everything taken back that was done later. `None` when
/// the thing was not there then. `changes` are all that were made to it, the latest last; those at the very instant had
/// been made.
///
/// The journal leaves out of a thing that is created or removed what was empty, so that a field that is not named is empty.
pub fn as_known<V: Clone>(
    present: Option<Fields<V>>,
    changes: &[PastChange<V>],
    at: DateTime<Utc>,
) -> Option<Fields<V>> {
    let mut known = present;
    for change in changes.iter().rev().take_while(|change| change.at > at) {
        known = match (&change.before, &change.after) {
            (None, _) => None,
            (Some(before), None) => Some(before.clone()),
            (Some(before), Some(after)) => {
                let mut fields = known.unwrap_or_default();
                for field in after.keys().filter(|field| !before.contains_key(*field)) {
                    fields.remove(field);
                }
                fields.extend(before.iter().map(|(field, value)| (field.clone(), value.clone())));
                Some(fields)
            }
        };
    }
    known
}

impl CaseFact {
    /// The case as it stood on a day, of what is known of it: `None` before it was registered; open until the day before its
    /// deregistration. A measure had no outcome before it ended.
    pub fn as_of(&self, date: NaiveDate) -> Option<Self> {
        if date < self.registered {
            return None;
        }
        let had_come = |day: &NaiveDate| *day <= date;
        let measures = self.measures.iter().map(|measure| MeasureFact {
            outcome: measure.outcome.filter(|_| measure.period.end.is_none_or(|end| end < date)),
            closed_with_case: measure.closed_with_case.filter(had_come),
            ..*measure
        });
        Some(Self {
            deregistered: self.deregistered.filter(had_come),
            measures: measures.collect(),
            ..self.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, option, prelude::*};

    use super::*;
    use crate::{
        case::{CaseOrigin, CaseStatus},
        id::{CaseId, MeasureId},
        measure::{MeasureOutcome, MeasureType},
        period::Period,
    };

    /// What is done to a thing: it is written with fields, or removed.
    type Step = Option<BTreeMap<String, u8>>;

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let fields = proptest::collection::btree_map("[a-c]", 0_u8..3, 0..4);
        vec(option::weighted(0.8, fields), 0..8)
    }

    /// The changes that the journal tells of, as it tells them: of a change only the fields that differ.
    fn journal(steps: &[Step]) -> Vec<PastChange<u8>> {
        let mut present: Step = None;
        let mut changes = Vec::new();
        for (second, step) in (0..).zip(steps) {
            let at = DateTime::from_timestamp(second, 0).unwrap();
            let differing = |from: &BTreeMap<String, u8>, to: &BTreeMap<String, u8>| {
                let fields = from.iter().filter(|(name, value)| to.get(*name) != Some(value));
                fields.map(|(name, value)| (name.clone(), *value)).collect::<Fields<u8>>()
            };
            let (before, after) = match (&present, step) {
                (Some(from), Some(to)) => (Some(differing(from, to)), Some(differing(to, from))),
                (from, to) => (from.clone(), to.clone()),
            };
            if before.is_some() || after.is_some() {
                changes.push(PastChange { at, before, after });
            }
            present = step.clone();
        }
        changes
    }

    proptest! {
        #[test]
        fn what_was_known_at_any_instant_is_found_again(steps in steps()) {
            let changes = journal(&steps);
            let present = steps.last().cloned().flatten();
            for (second, step) in (0..).zip(&steps) {
                let at = DateTime::from_timestamp(second, 0).unwrap();
                prop_assert_eq!(&as_known(present.clone(), &changes, at), step);
            }
            let before = DateTime::from_timestamp(-1, 0).unwrap();
            prop_assert_eq!(as_known(present, &changes, before), None);
        }
    }

    #[test]
    fn a_case_is_as_it_stood_on_the_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let case = CaseFact {
            id: CaseId(1),
            registered: day("2026-01-07"),
            deregistered: Some(day("2026-10-01")),
            origin: CaseOrigin::Run,
            entered: day("2026-01-07"),
            other_schooling_until: None,
            measures: vec![MeasureFact {
                id: MeasureId(1),
                kind: MeasureType::WorkPlacement,
                period: Period::new(day("2026-02-01"), Some(day("2026-03-31"))),
                outcome: Some(MeasureOutcome::Completed),
                closed_with_case: None,
            }],
        };
        let status = |date: &str| case.as_of(day(date)).map(|case| CaseStatus::on(&case, &[], day(date)));
        assert_eq!(status("2026-01-06"), None);
        assert_eq!(status("2026-01-07"), Some(CaseStatus::MeasurePlanned));
        assert_eq!(status("2026-03-31"), Some(CaseStatus::MeasureOngoing));
        assert_eq!(status("2026-04-01"), Some(CaseStatus::NeedsAction));
        assert_eq!(status("2026-09-30"), Some(CaseStatus::NeedsAction));
        assert_eq!(status("2026-10-01"), Some(CaseStatus::Closed));
    }
}
