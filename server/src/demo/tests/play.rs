//! Plays the whole demo with the rules of the register, without a database.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    case::{CaseFact, CaseOrigin},
    coverage::{
        PersonFacts,
        plan::{Decision, decide},
        policy::{DatedPolicy, policy_on},
    },
    diploma::{DiplomaMark, DiplomaSource},
    id::{CaseId, MeasureId, PersonId},
    measure::{MeasureFact, plan_measure},
    municipality::MunicipalityCode,
    person::Registration,
    placement::PlacementFact,
};

use super::super::{DemoPlan, Snapshot, Work};

/// The register as it comes to be.
pub(super) struct Play {
    pub(super) facts: BTreeMap<u64, PersonFacts>,
    pub(super) cases: BTreeMap<(u64, MunicipalityCode), Vec<CaseFact>>,
    pub(super) with_caseworker: BTreeSet<CaseId>,
    /// Measures of the last day that are past their end without an outcome.
    pub(super) incomplete: usize,
}

impl Play {
    pub(super) fn of(plan: &DemoPlan) -> Self {
        let mut play = Self {
            facts: BTreeMap::new(),
            cases: BTreeMap::new(),
            with_caseworker: BTreeSet::new(),
            incomplete: 0,
        };
        for snapshot in plan.snapshots() {
            play.import(plan, snapshot);
            play.run(plan, snapshot.date);
            play.work(plan, snapshot);
        }
        play
    }

    fn import(&mut self, plan: &DemoPlan, snapshot: &Snapshot) {
        for post in plan.posts(snapshot) {
            if post.deregistration.is_some_and(|end| end.is_renumbering()) {
                continue;
            }
            let index = plan.index_of(&post.civic_number).unwrap();
            let facts = self.facts.entry(index).or_insert_with(|| PersonFacts {
                id: PersonId(index as i64),
                civic_number: post.civic_number,
                registration: Registration::default(),
                entered_by_hand: false,
                placements: Vec::new(),
                diplomas: Vec::new(),
            });
            facts.civic_number = post.civic_number;
            facts.registration = Registration {
                answered: true,
                present: post.residence,
                earlier: post.earlier_residences,
                deregistration: post.deregistration,
            };
        }
        for (_, row) in plan.pupil_rows(snapshot) {
            let facts = self.facts.get_mut(&plan.index_of(&row.civic_number).unwrap()).unwrap();
            let path = plan.study_paths().iter().find(|path| path.code == row.study_path_code).unwrap();
            facts.placements.retain(|placed| placed.period.start != row.period.start);
            facts.placements.push(PlacementFact {
                period: row.period,
                kind: path.kind,
                study_path: row.study_path_code,
                unit: row.unit_code,
            });
        }
        for (number, mark) in plan.diplomas(snapshot) {
            self.facts.get_mut(&plan.index_of(&number).unwrap()).unwrap().diplomas.push(mark);
        }
    }

    fn run(&mut self, plan: &DemoPlan, date: NaiveDate) {
        for municipality in plan.municipalities() {
            let policies: Vec<DatedPolicy> = plan
                .policies()
                .into_iter()
                .filter(|(of, _)| *of == municipality)
                .map(|(_, policy)| policy)
                .collect();
            let policy = policy_on(&policies, date).unwrap();
            for (index, facts) in &self.facts {
                let cases = self.cases.entry((*index, municipality)).or_default();
                match decide(facts, cases, municipality, date, &policy).unwrap() {
                    Decision::Open { .. } => cases.push(CaseFact {
                        id: CaseId(*index as i64 * 100 + cases.len() as i64),
                        registered: date,
                        deregistered: None,
                        origin: CaseOrigin::Run,
                        entered: date,
                        other_schooling_until: None,
                        measures: Vec::new(),
                    }),
                    Decision::Close { .. } => {
                        cases.iter_mut().find(|case| case.is_open()).unwrap().deregistered = Some(date);
                    }
                    Decision::Leave | Decision::Wait(_) => {}
                }
            }
        }
    }

    fn work(&mut self, plan: &DemoPlan, snapshot: &Snapshot) {
        for ((index, municipality), cases) in &mut self.cases {
            let Some(case) = cases.iter_mut().find(|case| case.is_open()) else { continue };
            let facts = self.facts.get_mut(index).unwrap();
            let (number, from, to) = (facts.civic_number, snapshot.date, snapshot.until);
            for activity in plan.casework(&number, *municipality, case.registered, from, to) {
                assert!(activity.by < plan.caseworkers(*municipality).len());
                match activity.what {
                    Work::Caseworker(_) => _ = self.with_caseworker.insert(case.id),
                    Work::OtherSchooling(until) => case.other_schooling_until = Some(until),
                    Work::Diploma(kind) => {
                        facts.diplomas.push(DiplomaMark { source: DiplomaSource::HomeMunicipality, kind })
                    }
                    Work::Measure(new) => {
                        let plan = plan_measure(&case.measures, &new, activity.date).unwrap();
                        if let Some((id, end)) = plan.ends {
                            let ended = case.measures.iter_mut().find(|measure| measure.id == id);
                            ended.unwrap().period.end = Some(end);
                        }
                        case.measures.push(MeasureFact {
                            id: MeasureId(case.measures.len() as i64),
                            kind: new.kind,
                            period: new.period,
                            outcome: None,
                            closed_with_case: None,
                        });
                    }
                    Work::EndMeasure { start, end, outcome, .. } => {
                        assert!(end <= activity.date);
                        let measure =
                            case.measures.iter_mut().find(|measure| measure.period.start == start).unwrap();
                        measure.period.end = Some(end);
                        measure.outcome = Some(outcome);
                    }
                    _ => {}
                }
            }
            if snapshot.date == snapshot.until {
                let past = |measure: &&MeasureFact| measure.period.end.is_some_and(|end| end < to);
                self.incomplete +=
                    case.measures.iter().filter(past).filter(|measure| measure.outcome.is_none()).count();
            }
        }
    }
}
