//! The register as the code has it: its facts are changed as the executor changes them, and every choice is the domain's.

use chrono::{Days, NaiveDate};
use domain::{
    case::{CaseFact, CaseStatus, DeregistrationReason},
    coverage::{
        PersonFacts,
        plan::{Decision, decide},
        policy::RuleSet,
    },
    diploma::{DiplomaKind, DiplomaMark, DiplomaSource},
    id::{CaseId, MeasureId},
    language::{Language, Named},
    measure::{
        MeasureOutcome, MeasureType, NewMeasure,
        change::{EditedMeasure, change},
        registration::register,
    },
    occupation::{OccupationAfter, OccupationBefore},
    organisation::ProgrammeKind,
    period::Period,
    person::Residence,
    placement::PlacementFact,
};

use crate::{
    Event, Seen,
    support::situation::{LINKOPING, NORRKOPING, Situation, born, carry_out, municipality},
};

/// Where people may live; the last has no register here.
const PLACES: [&str; 3] = [NORRKOPING, LINKOPING, "0584"];

pub struct Register {
    situation: Situation,
    birth: NaiveDate,
    rule_set: RuleSet,
    /// The cases of both municipalities.
    cases: [Vec<CaseFact>; 2],
    reasons: Vec<(usize, CaseId, DeregistrationReason)>,
    undo: Option<[Vec<CaseFact>; 2]>,
}

impl Register {
    pub fn new(birth: NaiveDate, law: bool) -> Self {
        Self {
            situation: born(&birth.to_string()),
            birth,
            rule_set: if law { RuleSet::Act201807 } else { RuleSet::Handbook },
            cases: [Vec::new(), Vec::new()],
            reasons: Vec::new(),
            undo: None,
        }
    }

    fn facts(&mut self) -> &mut PersonFacts {
        &mut self.situation.facts
    }

    pub fn happens(&mut self, event: &Event, today: NaiveDate) {
        match event {
            Event::Wait(_) => {}
            Event::Run => self.run(today),
            Event::Move(place) => {
                let stay = Residence { municipality: municipality(PLACES[*place]), since: Some(today) };
                let registration = &mut self.facts().registration;
                registration.earlier.extend(registration.present.take());
                registration.present = Some(stay);
            }
            Event::Placed { from, lasts, national } => {
                let start = moved(today, *from);
                let kind = if *national { ProgrammeKind::National } else { ProgrammeKind::Introductory };
                let period = Period::new(start, lasts.map(|days| start + Days::new(days)));
                let (study_path, unit) = ("EE25".to_owned(), "Fria Friskolan".to_owned());
                self.facts().placements.push(PlacementFact { period, kind, study_path, unit });
            }
            Event::Diploma => self.facts().diplomas.push(DiplomaMark {
                source: DiplomaSource::HomeMunicipality,
                kind: DiplomaKind::UpperSecondary,
            }),
            Event::OtherSchooling(days) => {
                if let Some(case) = self.open_case() {
                    case.other_schooling_until = Some(today + Days::new(*days));
                }
            }
            Event::Measure { from, lasts } => {
                let start = moved(today, *from);
                self.register(start, lasts.map(|days| start + Days::new(days)), today);
            }
            Event::EndMeasure => self.end(today),
            Event::RemoveMeasure => {
                let before = self.cases.clone();
                if self.open_case().is_some_and(|case| case.measures.pop().is_some()) {
                    self.undo = Some(before);
                }
            }
            Event::Undo => {
                if let Some(before) = self.undo.take() {
                    self.cases = before;
                }
            }
        }
        // Whatever else happens to the cases stands in the way of taking back.
        if matches!(event, Event::Run | Event::OtherSchooling(_)) {
            self.undo = None;
        }
    }

    fn run(&mut self, today: NaiveDate) {
        let policy = domain::coverage::Policy { rule_set: self.rule_set, ..self.situation.policy };
        for (place, code) in PLACES.iter().take(2).enumerate() {
            let code = municipality(code);
            let decision = decide(&self.situation.facts, &self.cases[place], code, today, &policy)
                .unwrap_or(Decision::Leave);
            if let Decision::Close { case, reason, .. } = &decision {
                self.reasons.push((place, *case, *reason));
            }
            carry_out(&mut self.cases[place], &decision, today);
        }
    }

    /// The open case that was opened last.
    fn open_case(&mut self) -> Option<&mut CaseFact> {
        self.cases.iter_mut().flatten().filter(|case| case.is_open()).max_by_key(|case| case.registered)
    }

    fn register(&mut self, start: NaiveDate, end: Option<NaiveDate>, today: NaiveDate) {
        let before = self.cases.clone();
        let birth = self.birth;
        let Some(case) = self.open_case() else { return };
        let ended = end.filter(|end| *end <= today);
        let new = NewMeasure {
            kind: MeasureType::Other,
            period: Period::new(start, end),
            occupation_before: OccupationBefore::None,
            occupation_after: ended.map(|_| OccupationAfter::None),
            outcome: ended.map(|_| MeasureOutcome::Completed),
            notes: String::new(),
        };
        let next = 1 + case.measures.iter().map(|measure| measure.id.0).max().unwrap_or(0);
        if let Ok(registration) = register(case, Some(birth), &new, today) {
            *case = registration.applied_to(case, MeasureId(next));
            self.undo = Some(before);
        }
    }

    fn end(&mut self, today: NaiveDate) {
        let before = self.cases.clone();
        let birth = self.birth;
        let Some(case) = self.open_case() else { return };
        let Some(place) = case.measures.iter().position(|measure| measure.is_ongoing(today)) else { return };
        let fact = case.measures[place];
        let values = NewMeasure {
            kind: fact.kind,
            period: fact.period,
            occupation_before: OccupationBefore::None,
            occupation_after: None,
            outcome: None,
            notes: String::new(),
        };
        let after = values.ended(today, OccupationAfter::Unknown, MeasureOutcome::NotCompleted);
        let edited = EditedMeasure {
            id: fact.id,
            version: 1,
            municipality: municipality(NORRKOPING),
            values,
            closed_with_case: None,
        };
        if let Ok(changed) = change(case, Some(birth), &edited, &after, today) {
            case.measures[place] = changed.fact(fact.id);
            self.undo = Some(before);
        }
    }

    pub fn seen(&self, today: NaiveDate) -> Seen {
        let cases = self
            .cases
            .iter()
            .enumerate()
            .flat_map(|(place, cases)| cases.iter().map(move |case| (place, case)));
        cases
            .map(|(place, case)| {
                let reason = self
                    .reasons
                    .iter()
                    .find(|(other, id, _)| (*other, *id) == (place, case.id))
                    .map(|(.., reason)| reason.code());
                let status = CaseStatus::on(case, &self.situation.facts.placements, today);
                let measures = case.measures.iter().map(|measure| {
                    let (period, closed) = (measure.period, measure.closed_with_case.is_some());
                    (period.start, period.end, measure.outcome.is_some(), closed)
                });
                let status = status.name(Language::Swedish);
                (place, case.registered, case.deregistered, reason, status, measures.collect())
            })
            .collect()
    }
}

fn moved(date: NaiveDate, days: i64) -> NaiveDate {
    date + chrono::TimeDelta::days(days)
}
