//! The plan of a run: what is opened, closed, waiting or wrong, with reasons (`rules.md` section 2).
//!
//! [`decide`] judges one person; [`RegisterPlan`] collects what it decides for a municipality. A plan is never changed
//! once made, and whoever carries it out makes no choices.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Contradiction, Explanation, PersonFacts, Policy, Rule, assess, policy::RuleSet};
use crate::{
    case::{CaseFact, CaseOrigin, DeregistrationReason},
    civic_number::CivicNumber,
    id::{CaseId, MeasureId, PersonId},
    measure::MeasureFact,
    municipality::MunicipalityCode,
};

/// For how many days a case entered by hand stays open while the population register has not answered.
pub(crate) const DAYS_TO_WAIT_FOR_AN_ANSWER: i64 = 14;

/// A measure that is closed together with its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureClosing {
    /// Which measure.
    pub id: MeasureId,
    /// The end date it gets; `None` leaves what it has.
    pub new_end: Option<NaiveDate>,
}

/// What a waiting person waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Waiting {
    /// A case would be opened, were it not for the summer break.
    ToOpen,
    /// A case would be closed, were it not for the summer break.
    ToClose(DeregistrationReason),
    /// A case entered by hand waits for the population register's answer.
    ForAnswer,
}

/// What the run does about one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// Nothing.
    Leave,
    /// Open a case.
    Open {
        /// Why.
        explanation: Explanation,
    },
    /// Close the open case.
    Close {
        /// Which case.
        case: CaseId,
        /// The reason.
        reason: DeregistrationReason,
        /// Why.
        explanation: Explanation,
        /// The measures that are closed with it.
        measures: Vec<MeasureClosing>,
    },
    /// Nothing yet, but something later.
    Wait(Waiting),
}

/// Decides what the run does about one person in one municipality on a day.
///
/// `cases` are the person's cases in this municipality, in any order.
///
/// # Errors
/// When the facts contradict each other; the person is then left alone and listed.
pub fn decide(
    facts: &PersonFacts,
    cases: &[CaseFact],
    municipality: MunicipalityCode,
    date: NaiveDate,
    policy: &Policy,
) -> Result<Decision, Contradiction> {
    let assessment = assess(facts, municipality, date, policy)?;
    let explanation = Explanation::new(&assessment, date, policy.rule_set);
    let summer_break = policy.is_summer_break(date);

    let Some(case) = cases.iter().find(|case| case.is_open()) else {
        let closed_today = cases.iter().any(|case| case.deregistered == Some(date));
        return Ok(match (assessment.is_covered() && !closed_today, summer_break) {
            (false, _) => Decision::Leave,
            (true, true) => Decision::Wait(Waiting::ToOpen),
            (true, false) => Decision::Open { explanation },
        });
    };

    if !facts.registration.answered
        && case.origin == CaseOrigin::Hand
        && (date - case.entered).num_days() <= DAYS_TO_WAIT_FOR_AN_ANSWER
    {
        return Ok(Decision::Wait(Waiting::ForAnswer));
    }

    let close = |reason, explanation| Decision::Close {
        case: case.id,
        reason,
        explanation,
        measures: closings(&case.measures, date, reason, assessment.failing_placement_start()),
    };
    let other_schooling_ended = case.other_schooling_until.filter(|until| date > *until);

    if summer_break {
        // A move comes before a birthday, and either before everything that waits.
        return Ok(if !assessment.holds(Rule::Residence) {
            close(DeregistrationReason::MovedAway, explanation)
        } else if !assessment.holds(Rule::Age) {
            close(DeregistrationReason::Turned20, explanation)
        } else if let Some(reason) = assessment.closing_reason() {
            Decision::Wait(Waiting::ToClose(reason))
        } else if other_schooling_ended.is_some() {
            Decision::Wait(Waiting::ToClose(DeregistrationReason::NationalProgramme))
        } else {
            Decision::Leave
        });
    }
    if let Some(reason) = assessment.closing_reason() {
        return Ok(close(reason, explanation));
    }
    if other_schooling_ended.is_some() {
        let explanation = Explanation { other_schooling_ended, ..explanation };
        return Ok(close(DeregistrationReason::NationalProgramme, explanation));
    }
    if assessment.is_covered() { Ok(Decision::Leave) } else { Err(Contradiction::NoReasonForClosing) }
}

/// The measures that a closing case takes with it: every ongoing or planned one. Where a placement is the reason, one
/// without an end ends the day before the placement's first day, unless it would then end before it starts.
fn closings(
    measures: &[MeasureFact],
    date: NaiveDate,
    reason: DeregistrationReason,
    placement_start: Option<NaiveDate>,
) -> Vec<MeasureClosing> {
    let by_placement = matches!(
        reason,
        DeregistrationReason::NationalProgramme | DeregistrationReason::IntroductoryProgramme
    );
    let day_before =
        placement_start.filter(|_| by_placement).and_then(|start| start.checked_sub_days(Days::new(1)));
    measures
        .iter()
        .filter(|measure| measure.is_ongoing(date) || measure.is_planned(date))
        .map(|measure| MeasureClosing {
            id: measure.id,
            new_end: day_before.filter(|end| measure.period.end.is_none() && *end >= measure.period.start),
        })
        .collect()
}

/// A person whom the plan does something about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPerson {
    /// Who.
    pub id: PersonId,
    /// The number, for reports.
    pub civic_number: CivicNumber,
    /// What is done: anything but [`Decision::Leave`].
    pub decision: Result<Decision, Contradiction>,
}

/// What a run will do in one municipality on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterPlan {
    /// Where.
    pub municipality: MunicipalityCode,
    /// The business date.
    pub date: NaiveDate,
    /// The rule set applied.
    pub rule_set: RuleSet,
    /// How many people were examined.
    pub examined: u64,
    /// Those about whom there is something to do or to say, in the order they were examined.
    pub people: Vec<PlannedPerson>,
}

impl RegisterPlan {
    /// An empty plan.
    pub const fn new(municipality: MunicipalityCode, date: NaiveDate, rule_set: RuleSet) -> Self {
        Self { municipality, date, rule_set, examined: 0, people: Vec::new() }
    }

    /// Examines one more person.
    pub fn examine(&mut self, facts: &PersonFacts, cases: &[CaseFact], policy: &Policy) {
        self.examined += 1;
        let decision = decide(facts, cases, self.municipality, self.date, policy);
        if decision != Ok(Decision::Leave) {
            self.people.push(PlannedPerson { id: facts.id, civic_number: facts.civic_number, decision });
        }
    }

    /// How many of the examined people nothing changes for: neither opened, nor closed, nor wrong.
    pub fn unchanged(&self) -> u64 {
        let changed = self
            .people
            .iter()
            .filter(|person| !matches!(person.decision, Ok(Decision::Wait(_) | Decision::Leave)))
            .count();
        self.examined - changed as u64
    }

    /// How many measures are closed together with their cases.
    pub fn measures_closed(&self) -> u64 {
        self.people
            .iter()
            .map(|person| match &person.decision {
                Ok(Decision::Close { measures, .. }) => measures.len() as u64,
                _ => 0,
            })
            .sum()
    }
}
