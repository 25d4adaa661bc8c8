//! The explanation that a case carries: the verdicts on the day that opened or closed it, in words.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Assessment, Verdict, policy::RuleSet};
use crate::{
    diploma::DiplomaMark,
    language::{Language, Message, Named},
    municipality::MunicipalityCode,
    person::DeregistrationCode,
    placement::PlacementFact,
};

/// What decided a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "kebab-case")]
pub enum Fact {
    /// R1 holds.
    RegisteredHere {
        /// Where.
        municipality: MunicipalityCode,
        /// From which day, when the register tells.
        since: Option<NaiveDate>,
    },
    /// R1 fails: the person lives in another municipality.
    RegisteredElsewhere {
        /// Where.
        municipality: MunicipalityCode,
        /// From which day, when the register tells.
        since: Option<NaiveDate>,
    },
    /// R1 fails: the person lives elsewhere, which is all that whom they have left is told.
    RegisteredNoLonger {
        /// Where they lived.
        municipality: MunicipalityCode,
    },
    /// R1 fails: the registration has ended.
    Deregistered {
        /// Why.
        code: DeregistrationCode,
        /// When, if the register tells.
        date: Option<NaiveDate>,
    },
    /// R1 fails: the register knows the person but no stay.
    RegisteredNowhere,
    /// R1 fails: the register has not answered yet.
    PopulationRegisterSilent,
    /// R2 holds.
    FinishedSchool {
        /// 1 September of the year of turning sixteen.
        since: NaiveDate,
    },
    /// R2 holds: entered by hand.
    FinishedSchoolEarly,
    /// R2 fails.
    StillInSchool {
        /// 1 September of the year of turning sixteen.
        until: NaiveDate,
    },
    /// R3 holds.
    Turns20 {
        /// The birthday.
        on: NaiveDate,
    },
    /// R3 fails.
    Turned20 {
        /// The birthday.
        on: NaiveDate,
    },
    /// A current placement; whether it fails R4 is the verdict's.
    InProgramme {
        /// The placement.
        placement: PlacementFact,
    },
    /// R4 holds: the latest placement has ended.
    LeftProgramme {
        /// The placement.
        placement: PlacementFact,
    },
    /// R4 holds: no placement has begun.
    NeverPlaced,
    /// R5 holds.
    NoDiploma,
    /// R5 fails.
    HasDiploma {
        /// The mark.
        mark: DiplomaMark,
    },
}

impl Message for Fact {
    fn message(&self, language: Language) -> String {
        let since = |date: &Option<NaiveDate>| match (date, language) {
            (Some(date), Language::Swedish) => format!(" sedan {date}"),
            (Some(date), Language::English) => format!(" since {date}"),
            (None, _) => String::new(),
        };
        let swedish = language == Language::Swedish;
        match self {
            Self::RegisteredHere { municipality, since: from }
            | Self::RegisteredElsewhere { municipality, since: from } => {
                let word = language.pick("Folkbokförd i", "Registered in");
                format!("{word} {}{}", municipality.name(), since(from))
            }
            Self::RegisteredNoLonger { municipality } => {
                let word = language.pick("Inte längre folkbokförd i", "No longer registered in");
                format!("{word} {}", municipality.name())
            }
            Self::Deregistered { code, date } => {
                let day = date.map(|date| format!(" {date}")).unwrap_or_default();
                let word = language.pick("Avregistrerad", "Deregistered");
                format!("{word}{day}: {}", code.name(language))
            }
            Self::RegisteredNowhere => language
                .pick("Inte folkbokförd i någon kommun", "Not registered in any municipality")
                .to_owned(),
            Self::PopulationRegisterSilent => language
                .pick("Folkbokföringen har inte svarat än", "The population register has not answered yet")
                .to_owned(),
            Self::FinishedSchool { since } if swedish => {
                format!("Skolplikten fullgjord {since}, året då personen fyllde 16")
            }
            Self::FinishedSchool { since } => {
                format!("Compulsory school finished {since}, the year of turning 16")
            }
            Self::FinishedSchoolEarly => language
                .pick(
                    "Skolplikten fullgjord i förtid: registrerad för hand",
                    "Compulsory school finished early: entered by hand",
                )
                .to_owned(),
            Self::StillInSchool { until } if swedish => format!("Skolplikten pågår till {until}"),
            Self::StillInSchool { until } => format!("Compulsory school lasts until {until}"),
            Self::Turns20 { on } if swedish => format!("Fyller 20 den {on}"),
            Self::Turns20 { on } => format!("Turns 20 on {on}"),
            Self::Turned20 { on } if swedish => format!("Fyllde 20 den {on}"),
            Self::Turned20 { on } => format!("Turned 20 on {on}"),
            Self::InProgramme { placement } => {
                let PlacementFact { period, kind, study_path, unit } = placement;
                let from = language.pick("sedan", "since");
                format!("{}: {study_path}, {unit}, {from} {}", kind.name(language), period.start)
            }
            Self::LeftProgramme { placement } => {
                let PlacementFact { period, study_path, unit, .. } = placement;
                let end = period.end.map(|end| end.to_string()).unwrap_or_default();
                match language {
                    Language::Swedish => format!("Placeringen på {study_path}, {unit}, slutade {end}"),
                    Language::English => format!("The placement on {study_path}, {unit}, ended {end}"),
                }
            }
            Self::NeverPlaced => language
                .pick("Ingen placering i gymnasieskolan", "No placement in upper secondary school")
                .to_owned(),
            Self::NoDiploma => language.pick("Ingen examen registrerad", "No diploma registered").to_owned(),
            Self::HasDiploma { mark } => {
                format!("{} ({})", mark.kind.name(language), mark.source.name(language))
            }
        }
    }
}

/// Why a case was opened or closed, as assessed on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The business date of the assessment.
    pub date: NaiveDate,
    /// The rule set that was applied.
    pub rule_set: RuleSet,
    /// The verdicts, one per rule.
    pub verdicts: Vec<Verdict>,
    /// The day that other schooling ended, when that is why the case was closed (`rules.md` 2.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_schooling_ended: Option<NaiveDate>,
}

impl Explanation {
    /// The explanation that an assessment gives.
    pub fn new(assessment: &Assessment, date: NaiveDate, rule_set: RuleSet) -> Self {
        Self { date, rule_set, verdicts: assessment.verdicts.to_vec(), other_schooling_ended: None }
    }

    /// The same, for a municipality that the person has left: where they went is none of its business.
    #[must_use]
    pub fn as_left(mut self, municipality: MunicipalityCode) -> Self {
        for verdict in &mut self.verdicts {
            if matches!(verdict.fact, Fact::RegisteredElsewhere { .. }) {
                verdict.fact = Fact::RegisteredNoLonger { municipality };
            }
        }
        self
    }
}
