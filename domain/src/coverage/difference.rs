//! What a dry run tells today that it did not tell yesterday (requirement K1).

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    case::DeregistrationReason,
    coverage::{
        Contradiction,
        plan::{Decision, PlannedPerson, RegisterPlan, Waiting},
    },
    id::PersonId,
    language::{Language, Message, Named, named},
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

named! {
    /// A part of what a run will do.
    pub enum Part {
        Enters = "in", "Kommer in", "Enter";
        Leaves = "ut", "Avslutas", "Leave";
        Waits = "vantar", "Väntar", "Wait";
        Errors = "fel", "Kan inte prövas", "Cannot be judged";
        Differs = "skillnad", "Skillnad", "Difference";
    }
}

impl Part {
    /// The part to which what is done about somebody belongs.
    pub const fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Opens => Self::Enters,
            Outcome::Closes(_) => Self::Leaves,
            Outcome::WaitsToOpen | Outcome::WaitsToClose(_) | Outcome::WaitsForAnswer => Self::Waits,
            Outcome::Contradicts(_) => Self::Errors,
        }
    }
}

/// What a plan does about whom, in short, in the order of the plan: what is kept of it.
pub type Outcomes = Vec<(PersonId, Outcome)>;

impl RegisterPlan {
    /// What it does about whom.
    pub fn outcomes(&self) -> Outcomes {
        self.people.iter().filter_map(|person| Some((person.id, person.outcome()?))).collect()
    }
}

impl Outcome {
    /// The stable code: `opens`, `closes:StNat`.
    pub fn code(&self) -> String {
        match self {
            Self::Opens => "opens".to_owned(),
            Self::Closes(reason) => format!("closes:{}", reason.code()),
            Self::WaitsToOpen => "waits-to-open".to_owned(),
            Self::WaitsToClose(reason) => format!("waits-to-close:{}", reason.code()),
            Self::WaitsForAnswer => "waits-for-answer".to_owned(),
            Self::Contradicts(code) => format!("contradicts:{code}"),
        }
    }

    /// What has a code.
    pub fn from_code(code: &str) -> Option<Self> {
        let (what, of) = code.split_once(':').unwrap_or((code, ""));
        let reason = DeregistrationReason::from_code(of);
        match what {
            "opens" => Some(Self::Opens),
            "closes" => reason.map(Self::Closes),
            "waits-to-open" => Some(Self::WaitsToOpen),
            "waits-to-close" => reason.map(Self::WaitsToClose),
            "waits-for-answer" => Some(Self::WaitsForAnswer),
            "contradicts" => {
                Contradiction::CODES.into_iter().find(|known| *known == of).map(Self::Contradicts)
            }
            _ => None,
        }
    }
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
pub fn differences(yesterday: &Outcomes, today: &Outcomes, was_run: bool) -> Vec<Difference> {
    let before: BTreeMap<PersonId, Outcome> = yesterday.iter().copied().collect();
    let now: BTreeSet<PersonId> = today.iter().map(|(person, _)| *person).collect();
    let named = today.iter().filter_map(|(person, outcome)| {
        let difference =
            Difference { person: *person, yesterday: before.get(person).copied(), today: Some(*outcome) };
        (difference.yesterday != difference.today).then_some(difference)
    });
    let gone = yesterday.iter().filter_map(|(person, outcome)| {
        let was_done = was_run && matches!(outcome, Outcome::Opens | Outcome::Closes(_));
        (!now.contains(person) && !was_done).then_some(Difference {
            person: *person,
            yesterday: Some(*outcome),
            today: None,
        })
    });
    named.chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{civic_number::CivicNumber, coverage::policy::RuleSet, municipality::MunicipalityCode};

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
        let told: Vec<_> = differences(&yesterday.outcomes(), &today.outcomes(), false)
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
        assert_eq!(differences(&today.outcomes(), &today.outcomes(), false), []);
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
        assert_eq!(differences(&yesterday.outcomes(), &today.outcomes(), true), []);
        assert_eq!(differences(&yesterday.outcomes(), &today.outcomes(), false).len(), 1);
    }

    #[test]
    fn what_is_kept_of_a_plan_comes_back() {
        let reasons = DeregistrationReason::ALL.iter().copied();
        let mut outcomes = vec![Outcome::Opens, Outcome::WaitsToOpen, Outcome::WaitsForAnswer];
        outcomes.extend(reasons.flat_map(|reason| [Outcome::Closes(reason), Outcome::WaitsToClose(reason)]));
        outcomes.extend(Contradiction::CODES.map(Outcome::Contradicts));
        for outcome in outcomes {
            assert_eq!(Outcome::from_code(&outcome.code()), Some(outcome));
        }
        for nothing in ["", "closes", "closes:??", "contradicts:nothing", "opens-not"] {
            assert_eq!(Outcome::from_code(nothing), None, "{nothing}");
        }
        let start = "2026-08-17".parse().unwrap();
        for contradiction in [
            Contradiction::BirthDateUnknown,
            Contradiction::PlacementEndsBeforeStart { start },
            Contradiction::NoReasonForClosing,
        ] {
            assert!(Contradiction::CODES.contains(&contradiction.code()));
        }
    }
}
