//! Who is covered by the responsibility on a day, and why (`rules.md` sections 0–2).
//!
//! [`assess`] turns the facts of a person into an [`Assessment`]: a verdict per rule with the facts that decided it.
//! [`plan::decide`] turns an assessment and the person's cases into what the nightly run does. Neither reads a clock or
//! a database; the executor that follows makes no choices.

mod age;
pub mod calendar;
pub mod difference;
mod diploma;
pub mod explanation;
pub mod plan;
pub mod policy;
mod residence;
mod schooling;
pub mod standing;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    case::DeregistrationReason,
    civic_number::CivicNumber,
    diploma::DiplomaMark,
    id::PersonId,
    language::{Language, Message, named},
    municipality::MunicipalityCode,
    person::Registration,
    placement::PlacementFact,
};
pub use explanation::{Explanation, Fact};
pub use policy::Policy;

/// The edition of the rules. Whoever changes what they decide of the same facts counts it up, so that the next run of each
/// municipality judges everybody by the new ones.
pub const RULES: i64 = 1;

named! {
    /// The rules, each of which must hold for a person to be covered.
    pub enum Rule {
        Residence = "R1", "Folkbokföring", "Residence";
        Schooling = "R2", "Skolplikt", "Compulsory school";
        Age = "R3", "Under 20", "Under twenty";
        Programme = "R4", "Inget nationellt program", "No national programme";
        Diploma = "R5", "Ingen examen", "No diploma";
    }
}

impl Rule {
    /// The paragraph of the law that the rule carries out, and what it says of the rule.
    pub const fn law(self, language: Language) -> &'static str {
        match self {
            Self::Residence => language.pick(
                "29 kap. 9 § skollagen (2010:800): folkbokförda i kommunen",
                "School Act (2010:800) chapter 29 section 9: registered in the municipality",
            ),
            Self::Schooling => language.pick(
                "29 kap. 9 § och 7 kap. 12 § skollagen (2010:800): fullgjord skolplikt",
                "School Act (2010:800) chapter 29 section 9 and chapter 7 section 12: compulsory school finished",
            ),
            Self::Age => language.pick(
                "29 kap. 9 § skollagen (2010:800): inte fyllt 20 år",
                "School Act (2010:800) chapter 29 section 9: under 20 years of age",
            ),
            Self::Programme => language.pick(
                "29 kap. 9 § skollagen (2010:800): genomför inte utbildning i gymnasieskola eller motsvarande",
                "School Act (2010:800) chapter 29 section 9: not in upper secondary school or the like",
            ),
            Self::Diploma => language.pick(
                "29 kap. 9 § skollagen (2010:800): utan gymnasieexamen eller gymnasiebevis",
                "School Act (2010:800) chapter 29 section 9: without an upper secondary diploma or certificate",
            ),
        }
    }
}

/// Everything the rules need to know of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFacts {
    /// Who.
    pub id: PersonId,
    /// The number, which also tells the birth date.
    pub civic_number: CivicNumber,
    /// Where the person is registered.
    pub registration: Registration,
    /// Whether the person was entered by hand, having finished compulsory school early.
    pub entered_by_hand: bool,
    /// All placements, in no order.
    pub placements: Vec<PlacementFact>,
    /// All diploma marks.
    pub diplomas: Vec<DiplomaMark>,
}

/// Why the facts of a person cannot be assessed. The person is skipped and listed, and never stops a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Contradiction {
    /// The number tells no birth date.
    #[error("birth date unknown")]
    BirthDateUnknown,
    /// A placement ends before it starts.
    #[error("placement ends before it starts")]
    PlacementEndsBeforeStart {
        /// The placement's first day.
        start: NaiveDate,
    },
    /// The case should not be open, but the code list has no reason for closing it.
    #[error("no reason for closing")]
    NoReasonForClosing,
}

impl Contradiction {
    /// The stable codes of all.
    pub const CODES: [&'static str; 3] =
        ["birth_date_unknown", "placement_ends_before_start", "no_reason_for_closing"];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BirthDateUnknown => "birth_date_unknown",
            Self::PlacementEndsBeforeStart { .. } => "placement_ends_before_start",
            Self::NoReasonForClosing => "no_reason_for_closing",
        }
    }
}

impl Message for Contradiction {
    fn message(&self, language: Language) -> String {
        match self {
            Self::BirthDateUnknown => language
                .pick(
                    "Födelsedatum saknas i samordningsnumret, så åldern är okänd. Personen bedöms när ett fullständigt nummer finns.",
                    "The coordination number lacks a birth date, so the age is unknown. The person is assessed once there is a complete number.",
                )
                .to_owned(),
            Self::PlacementEndsBeforeStart { start } => match language {
                Language::Swedish => format!("Placeringen som börjar {start} slutar innan den börjar. Rätta den i elevsystemet."),
                Language::English => format!("The placement that starts {start} ends before it starts. Correct it in the pupil system."),
            },
            Self::NoReasonForClosing => language
                .pick(
                    "Personen har ännu inte fullgjort skolplikten, och det finns ingen avregistreringsorsak för det. Kontrollera personnumret.",
                    "The person has not finished compulsory school yet, and there is no reason for deregistration for that. Check the personal number.",
                )
                .to_owned(),
        }
    }
}

/// Whether a rule holds, and the fact that decided it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Which rule.
    pub rule: Rule,
    /// Whether it holds.
    pub holds: bool,
    /// What decided it.
    pub fact: Fact,
}

/// The verdicts on a person, one per rule in the order of the rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The five verdicts.
    pub verdicts: [Verdict; 5],
    /// What R4 looked at, for closing: the reason, and the first day of the placement that failed it.
    programme_failure: Option<(DeregistrationReason, NaiveDate)>,
}

impl Assessment {
    /// Whether every rule holds.
    pub fn is_covered(&self) -> bool {
        self.verdicts.iter().all(|verdict| verdict.holds)
    }

    /// Whether one rule holds.
    pub fn holds(&self, rule: Rule) -> bool {
        self.verdicts.iter().all(|verdict| verdict.rule != rule || verdict.holds)
    }

    /// Why a case is closed: by the first rule that fails in the order residence, diploma, programme, age. `None` when
    /// none of these fails.
    pub fn closing_reason(&self) -> Option<DeregistrationReason> {
        if !self.holds(Rule::Residence) {
            Some(DeregistrationReason::MovedAway)
        } else if !self.holds(Rule::Diploma) {
            Some(DeregistrationReason::DiplomaObtained)
        } else if let Some((reason, _)) = self.programme_failure {
            Some(reason)
        } else if !self.holds(Rule::Age) {
            Some(DeregistrationReason::Turned20)
        } else {
            None
        }
    }

    /// The first day of the placement by which the programme rule fails.
    pub fn failing_placement_start(&self) -> Option<NaiveDate> {
        self.programme_failure.map(|(_, start)| start)
    }
}

/// Assesses whether a person is covered in a municipality on a day.
///
/// # Errors
/// When the facts contradict each other.
pub fn assess(
    facts: &PersonFacts,
    municipality: MunicipalityCode,
    date: NaiveDate,
    policy: &Policy,
) -> Result<Assessment, Contradiction> {
    let birth_date = facts.civic_number.birth_date().ok_or(Contradiction::BirthDateUnknown)?;
    if let Some(placement) = facts.placements.iter().find(|placement| placement.period.is_contradictory()) {
        return Err(Contradiction::PlacementEndsBeforeStart { start: placement.period.start });
    }
    let (programme, programme_failure) = schooling::programme(&facts.placements, date, policy);
    Ok(Assessment {
        verdicts: [
            residence::residence(&facts.registration, municipality, date),
            schooling::compulsory_school(birth_date, facts.entered_by_hand, date),
            age::under_twenty(birth_date, date),
            programme,
            diploma::no_diploma(&facts.diplomas, policy),
        ],
        programme_failure,
    })
}
