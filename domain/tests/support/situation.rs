//! The facts of one person in one municipality, built sentence by sentence.

use domain::{
    case::{CaseFact, CaseOrigin, CaseStatus},
    civic_number::CivicNumber,
    coverage::{
        Contradiction, PersonFacts, Policy,
        plan::{Decision, decide},
        policy::RuleSet,
    },
    diploma::{DiplomaKind, DiplomaMark, DiplomaSource},
    id::{CaseId, MeasureId, PersonId},
    measure::{MeasureFact, MeasureOutcome, MeasureType},
    municipality::MunicipalityCode,
    organisation::ProgrammeKind,
    period::Period,
    person::{Deregistration, DeregistrationCode, Registration, Residence},
    placement::PlacementFact,
};

use super::{civic_number, day};

/// Where the run is made unless a sentence says otherwise.
pub const NORRKOPING: &str = "0581";
/// Where people move to.
pub const LINKOPING: &str = "0580";

/// A person, the cases in the municipality of the run, and the municipality's policy but for the rule set.
#[derive(Clone, Debug)]
pub struct Situation {
    pub facts: PersonFacts,
    pub cases: Vec<CaseFact>,
    pub municipality: MunicipalityCode,
    pub policy: Policy,
}

/// Somebody who turned sixteen years ago and is far from twenty, registered in Norrköping since birth, never placed.
pub fn somebody() -> Situation {
    born("2008-08-17")
}

/// Somebody born on a day, registered in Norrköping since birth, never placed.
pub fn born(birth: &str) -> Situation {
    Situation {
        facts: PersonFacts {
            id: PersonId(1),
            civic_number: civic_number(day(birth)),
            registration: Registration {
                answered: true,
                present: Some(stay(NORRKOPING, birth)),
                earlier: Vec::new(),
                deregistration: None,
            },
            entered_by_hand: false,
            placements: Vec::new(),
            diplomas: Vec::new(),
        },
        cases: Vec::new(),
        municipality: municipality(NORRKOPING),
        policy: Policy::proposed(day("2026-01-01")),
    }
}

/// The municipality of a code.
pub fn municipality(code: &str) -> MunicipalityCode {
    MunicipalityCode::try_from(code).unwrap()
}

fn stay(code: &str, since: &str) -> Residence {
    Residence { municipality: municipality(code), since: since.parse().ok() }
}

/// A period; an empty end is until further notice.
pub fn period(start: &str, end: &str) -> Period {
    Period::new(day(start), (!end.is_empty()).then(|| day(end)))
}

impl Situation {
    /// With another number, such as one that tells no birth date.
    pub fn with_number(mut self, number: CivicNumber) -> Self {
        self.facts.civic_number = number;
        self
    }

    /// Moved to a municipality on a day; an empty day is one that the register does not tell.
    pub fn moved_to(mut self, code: &str, since: &str) -> Self {
        self.facts.registration.earlier.extend(self.facts.registration.present);
        self.facts.registration.present = Some(stay(code, since));
        self
    }

    /// Known to the register without any stay.
    pub fn registered_nowhere(mut self) -> Self {
        self.facts.registration.present = None;
        self
    }

    /// Deregistered from a day; an empty day is one that the register does not tell.
    pub fn deregistered(mut self, code: DeregistrationCode, from: &str) -> Self {
        self.facts.registration.deregistration = Some(Deregistration { code, date: from.parse().ok() });
        self
    }

    /// The population register has never told of the person.
    pub fn unanswered(mut self) -> Self {
        self.facts.registration = Registration::default();
        self
    }

    /// With a placement on a study path of a kind.
    pub fn placed(mut self, kind: ProgrammeKind, start: &str, end: &str) -> Self {
        self.facts.placements.push(PlacementFact {
            period: period(start, end),
            kind,
            study_path: "EE25".into(),
            unit: "Fria Friskolan".into(),
        });
        self
    }

    /// With a diploma of upper secondary school.
    pub fn diploma(self, source: DiplomaSource) -> Self {
        self.marked(source, DiplomaKind::UpperSecondary)
    }

    /// With the certificate of the adapted school.
    pub fn certificate(self, source: DiplomaSource) -> Self {
        self.marked(source, DiplomaKind::AdaptedCertificate)
    }

    fn marked(mut self, source: DiplomaSource, kind: DiplomaKind) -> Self {
        self.facts.diplomas.push(DiplomaMark { source, kind });
        self
    }

    /// With an open case that a run opened.
    pub fn case(mut self, registered: &str) -> Self {
        self.cases.push(CaseFact {
            id: CaseId(self.cases.len() as i64 + 1),
            registered: day(registered),
            deregistered: None,
            origin: CaseOrigin::Run,
            entered: day(registered),
            other_schooling_until: None,
            measures: Vec::new(),
        });
        self
    }

    /// With an open case entered by hand on a day.
    pub fn case_by_hand(self, entered: &str) -> Self {
        let mut situation = self.case(entered);
        situation.facts.entered_by_hand = true;
        situation.latest_case().origin = CaseOrigin::Hand;
        situation
    }

    /// The latest case is closed.
    pub fn closed(mut self, deregistered: &str) -> Self {
        self.latest_case().deregistered = Some(day(deregistered));
        self
    }

    /// The latest case has a date in *Studier annan skolform*.
    pub fn other_schooling_until(mut self, until: &str) -> Self {
        self.latest_case().other_schooling_until = Some(day(until));
        self
    }

    /// The latest case has a measure without outcome.
    pub fn measure(mut self, start: &str, end: &str) -> Self {
        let measures = &mut self.latest_case().measures;
        measures.push(MeasureFact {
            id: MeasureId(measures.len() as i64 + 1),
            kind: MeasureType::WorkPlacement,
            period: period(start, end),
            outcome: None,
            closed_with_case: None,
        });
        self
    }

    /// The latest case has a measure that was carried out.
    pub fn completed_measure(self, start: &str, end: &str) -> Self {
        let mut situation = self.measure(start, end);
        let measure = situation.latest_case().measures.last_mut().unwrap();
        measure.outcome = Some(MeasureOutcome::Completed);
        situation
    }

    /// The run is made for a municipality.
    pub fn run_in(mut self, code: &str) -> Self {
        self.municipality = municipality(code);
        self
    }

    /// The municipality has another summer break.
    pub fn summer_break(mut self, text: &str) -> Self {
        self.policy.summer_break = Some(text.parse().unwrap());
        self
    }

    /// The municipality counts komvux as equal education.
    pub fn komvux_counts(mut self) -> Self {
        self.policy.komvux_counts = true;
        self
    }

    fn latest_case(&mut self) -> &mut CaseFact {
        self.cases.last_mut().expect("a case first")
    }

    /// What the run does on a day under a rule set.
    pub fn decide(&self, date: &str, rule_set: RuleSet) -> Result<Decision, Contradiction> {
        let policy = Policy { rule_set, ..self.policy };
        decide(&self.facts, &self.cases, self.municipality, day(date), &policy)
    }

    /// The status of the open case on a day, else of the latest.
    pub fn status(&self, date: &str) -> Option<CaseStatus> {
        let case = self.cases.iter().find(|case| case.is_open()).or(self.cases.last())?;
        Some(CaseStatus::on(case, &self.facts.placements, day(date)))
    }

    /// Carries out what the run decided on a day.
    pub fn carry_out(&mut self, decision: &Decision, date: &str) {
        carry_out(&mut self.cases, decision, day(date));
    }
}

/// Carries out a decision on a person's cases, as the executor does.
pub fn carry_out(cases: &mut Vec<CaseFact>, decision: &Decision, date: chrono::NaiveDate) {
    match decision {
        Decision::Leave | Decision::Wait(_) => {}
        Decision::Open { .. } => cases.push(CaseFact {
            id: CaseId(cases.len() as i64 + 1),
            registered: date,
            deregistered: None,
            origin: CaseOrigin::Run,
            entered: date,
            other_schooling_until: None,
            measures: Vec::new(),
        }),
        Decision::Close { case: id, measures, .. } => {
            let case = cases.iter_mut().find(|case| case.id == *id).expect("the case exists");
            assert!(case.is_open(), "a closed case is never closed again");
            case.deregistered = Some(date);
            for closing in measures {
                let measure = case.measures.iter_mut().find(|measure| measure.id == closing.id);
                let measure = measure.expect("the measure is the case's");
                measure.closed_with_case = Some(date);
                measure.period.end = closing.new_end.or(measure.period.end);
            }
        }
    }
}
