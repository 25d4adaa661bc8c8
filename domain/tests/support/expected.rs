//! What the run is expected to do about a person, and what to say when it does something else.

use domain::{
    case::{CaseStatus, DeregistrationReason},
    coverage::{
        plan::{Decision, Waiting},
        policy::RuleSet,
    },
};

use super::{day, situation::Situation};

/// What the run does on a day.
#[derive(Clone, Copy, Debug)]
pub enum Expected {
    /// A case is opened, from that day.
    Opens,
    /// There is no open case, and none is opened.
    NotOpened,
    /// The open case stays open, with a status.
    Stays(CaseStatus),
    /// The open case is closed.
    Closes(DeregistrationReason),
    /// The open case is closed and takes measures with it: the number of each and the end date it gets, if any.
    ClosesWith(DeregistrationReason, &'static [(i64, Option<&'static str>)]),
    /// Nothing yet, but listed as waiting.
    Waits(Waiting),
    /// Skipped and listed, with the code of what is wrong.
    Listed(&'static str),
}

impl Expected {
    /// What is different from the expectation on a day under a rule set, in words.
    pub fn check(self, situation: &Situation, date: &str, rule_set: RuleSet) -> Result<(), String> {
        let decision = situation.decide(date, rule_set);
        let status = situation.status(date);
        let open = situation.cases.iter().any(|case| case.is_open());
        let as_expected = match (self, &decision) {
            (Self::Opens, Ok(Decision::Open { explanation })) => {
                explanation.date == day(date) && explanation.verdicts.iter().all(|verdict| verdict.holds)
            }
            (Self::NotOpened, Ok(Decision::Leave)) => !open,
            (Self::Stays(expected), Ok(Decision::Leave)) => open && status == Some(expected),
            (Self::Closes(expected), Ok(Decision::Close { reason, .. })) => *reason == expected,
            (Self::ClosesWith(expected, ends), Ok(Decision::Close { reason, measures, .. })) => {
                let taken: Vec<_> = measures.iter().map(|closing| (closing.id.0, closing.new_end)).collect();
                let expected_ends: Vec<_> = ends.iter().map(|(id, end)| (*id, end.map(day))).collect();
                *reason == expected && taken == expected_ends
            }
            (Self::Waits(expected), Ok(Decision::Wait(waiting))) => *waiting == expected,
            (Self::Listed(code), Err(contradiction)) => contradiction.code() == code,
            _ => false,
        };
        if !as_expected {
            return Err(format!("expected {self:?}, but {decision:?} with status {status:?}"));
        }
        match decision {
            Ok(decision) => second_run(situation, &decision, date, rule_set),
            Err(_) => Ok(()),
        }
    }
}

/// Whatever a run did, a second run on the same day does nothing, and a closed case has the status *Avslutad*.
fn second_run(
    situation: &Situation,
    decision: &Decision,
    date: &str,
    rule_set: RuleSet,
) -> Result<(), String> {
    let mut afterwards = situation.clone();
    afterwards.carry_out(decision, date);
    if let Decision::Close { .. } = decision
        && afterwards.status(date) != Some(CaseStatus::Closed)
    {
        return Err(format!("the closed case has the status {:?}", afterwards.status(date)));
    }
    match afterwards.decide(date, rule_set) {
        Ok(Decision::Leave | Decision::Wait(_)) => Ok(()),
        other => Err(format!("a second run on the same day does {other:?}")),
    }
}
