//! What a column can hold. A layout names its sources by their codes.

use super::facts::RegistrationReason;
use crate::{
    case::DeregistrationReason,
    language::{Named, named},
    measure::{MeasureOutcome, MeasureType},
    occupation::{OccupationAfter, OccupationAtRegistration, OccupationBefore},
};

named! {
    /// What a column holds.
    pub enum Source {
        Number = "person.number", "Personnummer", "Personal number";
        Municipality = "case.municipality", "Kommunkod", "Municipality code";
        Registered = "case.registered", "Datum för registrering", "Registration date";
        RegistrationReason = "case.registration-reason", "Orsak till registrering", "Reason for registration";
        Occupation = "case.occupation", "Sysselsättning vid registrering", "Occupation at registration";
        Deregistered = "case.deregistered", "Avregistrerad datum", "Deregistration date";
        Reason = "case.reason", "Orsak till avregistrering", "Reason for deregistration";
        MeasureKind = "measure.kind", "Åtgärdstyp", "Type of measure";
        MeasureStart = "measure.start", "Startdatum", "Start date";
        MeasureEnd = "measure.end", "Slutdatum", "End date";
        OccupationBefore = "measure.occupation-before", "Sysselsättning vid åtgärd", "Occupation before the measure";
        OccupationAfter = "measure.occupation-after", "Sysselsättning efter åtgärd", "Occupation after the measure";
        Outcome = "measure.outcome", "Orsak avslutad", "Outcome";
        ContactDate = "contact.date", "Kontaktdatum", "Contact date";
        ContactOccupation = "contact.occupation", "Sysselsättning vid kontakt", "Occupation at the contact";
    }
}

/// What a source is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The person and the case, which every row has.
    Case,
    /// A measure.
    Measure,
    /// A contact.
    Contact,
}

named! {
    /// The values that a table of codes translates.
    pub enum CodeTable {
        RegistrationReason = "registration-reason", "Orsak till registrering", "Reason for registration";
        Occupation = "occupation", "Sysselsättning", "Occupation";
        Reason = "reason", "Orsak till avregistrering", "Reason for deregistration";
        MeasureKind = "measure-kind", "Åtgärdstyp", "Type of measure";
        Outcome = "outcome", "Orsak avslutad", "Outcome";
    }
}

fn codes<N: Named>() -> Vec<&'static str> {
    N::ALL.iter().map(|value| value.code()).collect()
}

impl CodeTable {
    /// The codes that the register has for its values. The three lists of occupations are one, as their codes mean the same.
    pub fn values(self) -> Vec<&'static str> {
        match self {
            Self::RegistrationReason => codes::<RegistrationReason>(),
            Self::Occupation => {
                let (before, after) = (codes::<OccupationBefore>(), codes::<OccupationAfter>());
                let mut all = [codes::<OccupationAtRegistration>(), before, after].concat();
                all.sort_unstable();
                all.dedup();
                all
            }
            Self::Reason => codes::<DeregistrationReason>(),
            Self::MeasureKind => codes::<MeasureType>(),
            Self::Outcome => codes::<MeasureOutcome>(),
        }
    }
}

impl Source {
    /// What it is told of.
    pub const fn part(self) -> Part {
        match self {
            Self::Number
            | Self::Municipality
            | Self::Registered
            | Self::RegistrationReason
            | Self::Occupation
            | Self::Deregistered
            | Self::Reason => Part::Case,
            Self::MeasureKind
            | Self::MeasureStart
            | Self::MeasureEnd
            | Self::OccupationBefore
            | Self::OccupationAfter
            | Self::Outcome => Part::Measure,
            Self::ContactDate | Self::ContactOccupation => Part::Contact,
        }
    }

    /// The table by which its values are translated; none where it is a number or a date.
    pub const fn table(self) -> Option<CodeTable> {
        match self {
            Self::RegistrationReason => Some(CodeTable::RegistrationReason),
            Self::Occupation | Self::OccupationBefore | Self::OccupationAfter | Self::ContactOccupation => {
                Some(CodeTable::Occupation)
            }
            Self::Reason => Some(CodeTable::Reason),
            Self::MeasureKind => Some(CodeTable::MeasureKind),
            Self::Outcome => Some(CodeTable::Outcome),
            Self::Number
            | Self::Municipality
            | Self::Registered
            | Self::Deregistered
            | Self::MeasureStart
            | Self::MeasureEnd
            | Self::ContactDate => None,
        }
    }
}
