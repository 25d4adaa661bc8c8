//! Where somebody stands in a municipality, also who has no case there: what *Varför?* answers for anybody (requirement
//! K2).

use chrono::NaiveDate;

use super::{
    Contradiction, Explanation, PersonFacts, Policy, Rule, assess,
    plan::{Decision, Waiting, decide},
};
use crate::{
    case::{CaseFact, DeregistrationReason},
    language::{Language, Message, Named},
    municipality::MunicipalityCode,
};

/// Where somebody stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What it comes to.
    pub conclusion: Conclusion,
    /// The verdicts, rule by rule; none when the facts contradict each other.
    pub explanation: Option<Explanation>,
}

/// What the rules come to for somebody on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// Covered, with an open case.
    InRegister,
    /// Covered, and the next run opens a case.
    Enters,
    /// With an open case that the next run closes.
    Leaves(DeregistrationReason),
    /// Something waits.
    Waits(Waiting),
    /// Not covered: the rules that fail.
    NotCovered(Vec<Rule>),
    /// Covered, but a case was closed today, so that none is opened before tomorrow.
    ClosedToday,
    /// The facts contradict each other.
    CannotBeJudged(Contradiction),
}

/// Where somebody stands in a municipality on a day, with their cases there.
pub fn standing(
    facts: &PersonFacts,
    cases: &[CaseFact],
    municipality: MunicipalityCode,
    date: NaiveDate,
    policy: &Policy,
) -> Standing {
    let assessment = match assess(facts, municipality, date, policy) {
        Ok(assessment) => assessment,
        Err(contradiction) => {
            return Standing { conclusion: Conclusion::CannotBeJudged(contradiction), explanation: None };
        }
    };
    let is_open = cases.iter().any(CaseFact::is_open);
    let mut explanation = Explanation::new(&assessment, date, policy.rule_set);
    let conclusion = match decide(facts, cases, municipality, date, policy) {
        Err(contradiction) => Conclusion::CannotBeJudged(contradiction),
        Ok(Decision::Open { .. }) => Conclusion::Enters,
        Ok(Decision::Close { reason, explanation: because, .. }) => {
            // It tells of studies that have ended, too, which are no rule of coverage.
            explanation = because;
            Conclusion::Leaves(reason)
        }
        Ok(Decision::Wait(waiting)) => Conclusion::Waits(waiting),
        Ok(Decision::Leave) if is_open => Conclusion::InRegister,
        Ok(Decision::Leave) if assessment.is_covered() => Conclusion::ClosedToday,
        Ok(Decision::Leave) => {
            let failing = assessment.verdicts.iter().filter(|verdict| !verdict.holds);
            Conclusion::NotCovered(failing.map(|verdict| verdict.rule).collect())
        }
    };
    Standing { conclusion, explanation: Some(explanation) }
}

impl Message for Conclusion {
    fn message(&self, language: Language) -> String {
        let said = |swedish: &str, english: &str| language.pick(swedish, english).to_owned();
        match self {
            Self::InRegister => {
                said("Omfattas och har ett öppet aktivitetsansvar.", "Covered, with an open case.")
            }
            Self::Enters => said(
                "Omfattas. Nästa körning skapar ett aktivitetsansvar.",
                "Covered. The next run opens a case.",
            ),
            Self::Leaves(reason) => match language {
                Language::Swedish => format!(
                    "Omfattas inte längre. Nästa körning avslutar aktivitetsansvaret: {}.",
                    reason.name(language)
                ),
                Language::English => {
                    format!("No longer covered. The next run closes the case: {}.", reason.name(language))
                }
            },
            Self::Waits(Waiting::ToOpen) => said(
                "Omfattas. Aktivitetsansvaret skapas efter sommaruppehållet.",
                "Covered. The case is opened after the summer break.",
            ),
            Self::Waits(Waiting::ToClose(reason)) => match language {
                Language::Swedish => format!(
                    "Omfattas inte längre. Aktivitetsansvaret avslutas efter sommaruppehållet: {}.",
                    reason.name(language)
                ),
                Language::English => format!(
                    "No longer covered. The case is closed after the summer break: {}.",
                    reason.name(language)
                ),
            },
            Self::Waits(Waiting::ForAnswer) => said(
                "Registrerad för hand. Folkbokföringen har inte svarat än.",
                "Registered by hand. The population register has not answered yet.",
            ),
            Self::NotCovered(rules) => {
                let names: Vec<&str> = rules.iter().map(|rule| rule.name(language)).collect();
                format!(
                    "{}: {}.",
                    said("Omfattas inte. Det faller på", "Not covered. It fails by"),
                    names.join(", ")
                )
            }
            Self::ClosedToday => said(
                "Omfattas, men ett aktivitetsansvar avslutades i dag. Ett nytt skapas tidigast i morgon.",
                "Covered, but a case was closed today. A new one is opened tomorrow at the earliest.",
            ),
            Self::CannotBeJudged(contradiction) => contradiction.message(language),
        }
    }
}
