//! R5: no diploma, neither by the authority's import nor by the home municipality.

use super::{Fact, Policy, Rule, Verdict, policy::RuleSet};
use crate::diploma::{DiplomaKind, DiplomaMark};

pub(super) fn no_diploma(marks: &[DiplomaMark], policy: &Policy) -> Verdict {
    let counts = |mark: &&DiplomaMark| match mark.kind {
        DiplomaKind::UpperSecondary => true,
        DiplomaKind::AdaptedCertificate => policy.rule_set == RuleSet::Act201807,
    };
    match marks.iter().find(counts) {
        Some(mark) => Verdict { rule: Rule::Diploma, holds: false, fact: Fact::HasDiploma { mark: *mark } },
        None => Verdict { rule: Rule::Diploma, holds: true, fact: Fact::NoDiploma },
    }
}
