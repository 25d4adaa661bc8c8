//! A small register in memory, on which plans are carried out as the executor does.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    case::{CaseFact, DeregistrationReason},
    coverage::{
        PersonFacts, Policy,
        plan::{Decision, RegisterPlan},
    },
    id::{CaseId, PersonId},
    municipality::MunicipalityCode,
};

use crate::support::situation::carry_out;

/// The people and their cases in one municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    municipality: MunicipalityCode,
    pub people: Vec<(PersonFacts, Vec<CaseFact>)>,
    /// Every reason that a run has given for closing a case.
    pub reasons: BTreeMap<(PersonId, CaseId), Vec<DeregistrationReason>>,
}

impl Register {
    pub fn new(municipality: MunicipalityCode, people: Vec<(PersonFacts, Vec<CaseFact>)>) -> Self {
        let people = (1..)
            .zip(people)
            .map(|(id, (facts, cases))| (PersonFacts { id: PersonId(id), ..facts }, cases))
            .collect();
        Self { municipality, people, reasons: BTreeMap::new() }
    }

    /// The plan of a run on a day.
    pub fn plan(&self, date: NaiveDate, policy: &Policy) -> RegisterPlan {
        let mut plan = RegisterPlan::new(self.municipality, date, policy.rule_set);
        for (facts, cases) in &self.people {
            plan.examine(facts, cases, policy);
        }
        plan
    }

    /// Carries out a plan.
    pub fn carry_out(&mut self, plan: &RegisterPlan) {
        for planned in &plan.people {
            let Ok(decision) = &planned.decision else { continue };
            if let Decision::Close { case, reason, .. } = decision {
                self.reasons.entry((planned.id, *case)).or_default().push(*reason);
            }
            let person = self.people.iter_mut().find(|(facts, _)| facts.id == planned.id);
            let (_, cases) = person.expect("the plan is about people of the register");
            carry_out(cases, decision, plan.date);
        }
    }
}
