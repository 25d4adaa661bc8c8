//! What a dry run tells today that it did not tell yesterday (requirement K1).

use std::collections::BTreeMap;

use crate::{
    case::DeregistrationReason,
    coverage::plan::{Decision, PlannedPerson, RegisterPlan, Waiting},
    id::PersonId,
    language::{Language, Message, Named},
};

/// What a plan does about somebody, in short: what two plans are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A case is opened.
    Opens,
    /// The case is closed, for a reason.
    Closes(DeregistrationReason),
    /// It waits for the end of the summer break.
    WaitsToOpen,
    /// It waits for the end of the summer break.
    WaitsToClose(DeregistrationReason),
    /// It waits for the population register.
    WaitsForAnswer,
    /// The facts contradict each other.
    Contradicts(&'static str),
}

impl PlannedPerson {
    /// What the plan does about the person, in short; `None` when nothing.
    pub fn outcome(&self) -> Option<Outcome> {
        match &self.decision {
            Ok(Decision::Leave) => None,
            Ok(Decision::Open { .. }) => Some(Outcome::Opens),
            Ok(Decision::Close { reason, .. }) => Some(Outcome::Closes(*reason)),
            Ok(Decision::Wait(Waiting::ToOpen)) => Some(Outcome::WaitsToOpen),
            Ok(Decision::Wait(Waiting::ToClose(reason))) => Some(Outcome::WaitsToClose(*reason)),
            Ok(Decision::Wait(Waiting::ForAnswer)) => Some(Outcome::WaitsForAnswer),
            Err(contradiction) => Some(Outcome::Contradicts(contradiction.code())),
        }
    }
}

impl Message for Outcome {
    fn message(&self, language: Language) -> String {
        let said = |swedish, english| language.pick(swedish, english).to_owned();
        match self {
            Self::Opens => said("Kommer in", "Enters"),
            Self::Closes(reason) => format!("{}: {}", said("Avslutas", "Leaves"), reason.name(language)),
            Self::WaitsToOpen => {
                said("Väntar: kommer in efter sommaruppehållet", "Waits: enters after the summer break")
            }
            Self::WaitsToClose(reason) => format!(
                "{}: {}",
                said("Väntar: avslutas efter sommaruppehållet", "Waits: leaves after the summer break"),
                reason.name(language)
            ),
            Self::WaitsForAnswer => {
                said("Väntar på folkbokföringens svar", "Waits for the population register's answer")
            }
            Self::Contradicts(_) => said("Kan inte prövas", "Cannot be judged"),
        }
    }
}

/// Somebody about whom today's plan says something else than yesterday's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Who.
    pub person: PersonId,
    /// What yesterday's plan did, if anything.
    pub yesterday: Option<Outcome>,
    /// What today's does, if anything.
    pub today: Option<Outcome>,
}

/// Those about whom two plans of a municipality differ: first as today's plan has them, then those whom it no longer names.
/// Whom yesterday's run has opened or closed a case for is no difference when today's plan has nothing left to do: it was
/// carried out. `was_run` tells whether yesterday's plan was.
pub fn differences(yesterday: &RegisterPlan, today: &RegisterPlan, was_run: bool) -> Vec<Difference> {
    let outcomes = |plan: &RegisterPlan| -> BTreeMap<PersonId, Outcome> {
        plan.people.iter().filter_map(|person| Some((person.id, person.outcome()?))).collect()
    };
    let (before, now) = (outcomes(yesterday), outcomes(today));
    let named = today.people.iter().filter_map(|person| {
        let difference = Difference {
            person: person.id,
            yesterday: before.get(&person.id).copied(),
            today: person.outcome(),
        };
        (difference.yesterday != difference.today).then_some(difference)
    });
    let gone = yesterday.people.iter().filter_map(|person| {
        let outcome = before.get(&person.id).copied()?;
        let was_done = was_run && matches!(outcome, Outcome::Opens | Outcome::Closes(_));
        (!now.contains_key(&person.id) && !was_done).then_some(Difference {
            person: person.id,
            yesterday: Some(outcome),
            today: None,
        })
    });
    named.chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        civic_number::CivicNumber,
        coverage::{Contradiction, policy::RuleSet},
        municipality::MunicipalityCode,
    };

    fn plan(date: &str, people: Vec<(i64, Result<Decision, Contradiction>)>) -> RegisterPlan {
        let mut plan = RegisterPlan::new(
            MunicipalityCode::try_from("0581").unwrap(),
            date.parse().unwrap(),
            RuleSet::Act201807,
        );
        let civic_number = CivicNumber::try_from("20080817-2381").unwrap();
        plan.people = people
            .into_iter()
            .map(|(id, decision)| PlannedPerson { id: PersonId(id), civic_number, decision })
            .collect();
        plan
    }

    #[test]
    fn only_what_is_new_or_no_longer_so_is_told() {
        let waits = || Ok(Decision::Wait(Waiting::ToOpen));
        let closes = |reason| Ok(Decision::Wait(Waiting::ToClose(reason)));
        let yesterday = plan(
            "2026-06-15",
            vec![
                (1, waits()),
                (2, closes(DeregistrationReason::NationalProgramme)),
                (3, Err(Contradiction::BirthDateUnknown)),
            ],
        );
        let today = plan(
            "2026-06-16",
            vec![(1, waits()), (2, closes(DeregistrationReason::DiplomaObtained)), (4, waits())],
        );
        let told: Vec<_> = differences(&yesterday, &today, false)
            .into_iter()
            .map(|difference| (difference.person.0, difference.yesterday, difference.today))
            .collect();
        assert_eq!(
            told,
            [
                (
                    2,
                    Some(Outcome::WaitsToClose(DeregistrationReason::NationalProgramme)),
                    Some(Outcome::WaitsToClose(DeregistrationReason::DiplomaObtained))
                ),
                (4, None, Some(Outcome::WaitsToOpen)),
                (3, Some(Outcome::Contradicts("birth_date_unknown")), None),
            ]
        );
        assert_eq!(differences(&today, &today, false), []);
    }

    #[test]
    fn what_the_run_has_done_is_no_difference() {
        let closing = Ok(Decision::Close {
            case: crate::id::CaseId(1),
            reason: DeregistrationReason::Turned20,
            explanation: crate::coverage::Explanation {
                date: "2026-11-20".parse().unwrap(),
                rule_set: RuleSet::Act201807,
                verdicts: Vec::new(),
                other_schooling_ended: None,
            },
            measures: Vec::new(),
        });
        let (yesterday, today) = (plan("2026-11-20", vec![(1, closing)]), plan("2026-11-21", Vec::new()));
        assert_eq!(differences(&yesterday, &today, true), []);
        assert_eq!(differences(&yesterday, &today, false).len(), 1);
    }
}
