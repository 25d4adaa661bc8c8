//! Why a measure cannot be registered, changed, ended or removed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{MeasureField, MeasureType};
use crate::{
    language::{Language, Message, Named},
    municipality::MunicipalityCode,
    period::Period,
};

/// Why a measure cannot be registered or changed as asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum MeasureRefusal {
    /// It ends before it starts.
    #[error("ends before it starts")]
    EndsBeforeStart,
    /// Its end has come, so what came after and how it ended must be told.
    #[error("ended without occupation after and outcome")]
    EndedIncomplete,
    /// It tells how it ended but not when, or only one of occupation after and outcome.
    #[error("end date, occupation after and outcome go together")]
    OutcomeWithoutEnd,
    /// Another measure is in the way.
    #[error("overlaps another measure")]
    Overlaps {
        /// The type of the other.
        kind: MeasureType,
        /// The days of the other.
        period: Period,
    },
    /// It starts before the person is born.
    #[error("starts before birth")]
    StartsBeforeBirth,
    /// It starts or ends when the responsibility is over for good.
    #[error("beyond twenty years of age")]
    BeyondTwenty {
        /// Which of the two dates it is.
        field: MeasureField,
        /// The twentieth birthday, the last day of the responsibility.
        birthday: NaiveDate,
    },
    /// The case is closed, and the measure is not over by then.
    #[error("case closed")]
    CaseClosed {
        /// The day on which it was closed.
        deregistered: NaiveDate,
    },
    /// Another municipality has registered it.
    #[error("another municipality's")]
    OtherMunicipality {
        /// Which.
        municipality: MunicipalityCode,
    },
}

impl MeasureRefusal {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::EndsBeforeStart => "measure_ends_before_start",
            Self::EndedIncomplete => "measure_ended_incomplete",
            Self::OutcomeWithoutEnd => "measure_outcome_without_end",
            Self::Overlaps { .. } => "measure_overlaps",
            Self::StartsBeforeBirth => "measure_starts_before_birth",
            Self::BeyondTwenty { .. } => "measure_beyond_twenty",
            Self::CaseClosed { .. } => "measure_case_closed",
            Self::OtherMunicipality { .. } => "measure_other_municipality",
        }
    }

    /// The field that is to be mended; none when it is the measure as a whole.
    pub const fn field(&self) -> Option<MeasureField> {
        match self {
            Self::EndsBeforeStart | Self::CaseClosed { .. } => Some(MeasureField::End),
            Self::EndedIncomplete => Some(MeasureField::OccupationAfter),
            Self::OutcomeWithoutEnd => Some(MeasureField::End),
            Self::Overlaps { .. } | Self::StartsBeforeBirth => Some(MeasureField::Start),
            Self::BeyondTwenty { field, .. } => Some(*field),
            Self::OtherMunicipality { .. } => None,
        }
    }
}

impl Message for MeasureRefusal {
    fn message(&self, language: Language) -> String {
        let said = |swedish: String, english: String| match language {
            Language::Swedish => swedish,
            Language::English => english,
        };
        match self {
            Self::EndsBeforeStart => language
                .pick(
                    "Slutdatum ligger före startdatum. Ändra ett av dem.",
                    "The end date is before the start date. Change one of them.",
                )
                .to_owned(),
            Self::EndedIncomplete => language
                .pick(
                    "En avslutad åtgärd behöver Sysselsättning efter och Orsak avslutad. Fyll i båda.",
                    "An ended measure needs occupation after and outcome. Fill in both.",
                )
                .to_owned(),
            Self::OutcomeWithoutEnd => language
                .pick(
                    "Slutdatum, Sysselsättning efter och Orsak avslutad hör ihop. Fyll i alla tre eller ingen.",
                    "End date, occupation after and outcome go together. Fill in all three or none.",
                )
                .to_owned(),
            Self::Overlaps { kind, period } => {
                let end = period.end.map(|end| end.to_string()).unwrap_or_default();
                let (kind, start) = (kind.name(language), period.start);
                said(
                    format!(
                        "Åtgärden överlappar {kind} {start}–{end}. Välj ett startdatum efter den eller ett slutdatum före den, eller avsluta den först."
                    ),
                    format!(
                        "The measure collides with {kind} {start}–{end}. Choose a start date after it or an end date before it, or end it first."
                    ),
                )
            }
            Self::StartsBeforeBirth => language
                .pick(
                    "Startdatum ligger före personens födelse. Välj ett senare datum.",
                    "The start date is before the person's birth. Choose a later day.",
                )
                .to_owned(),
            Self::BeyondTwenty { field: MeasureField::End, birthday } => said(
                format!(
                    "Slutdatum ligger efter 20-årsdagen {birthday}, då ansvaret upphör. Välj ett tidigare datum, eller lämna fältet tomt."
                ),
                format!(
                    "The end date is after the twentieth birthday, {birthday}, when the responsibility ends. Choose an earlier day, or leave the field empty."
                ),
            ),
            Self::BeyondTwenty { birthday, .. } => said(
                format!(
                    "Startdatum ligger efter 20-årsdagen {birthday}, då ansvaret upphör. Välj ett tidigare datum."
                ),
                format!(
                    "The start date is after the twentieth birthday, {birthday}, when the responsibility ends. Choose an earlier day."
                ),
            ),
            Self::CaseClosed { deregistered } => said(
                format!(
                    "Aktivitetsansvaret avslutades {deregistered}. En åtgärd som läggs in i efterhand måste ha slutat senast den dagen: ange ett slutdatum."
                ),
                format!(
                    "The case was closed on {deregistered}. A measure that is registered afterwards must have ended by that day: give an end date."
                ),
            ),
            Self::OtherMunicipality { municipality } => said(
                format!(
                    "Åtgärden är registrerad av {} och kan bara ändras där. Registrera en egen åtgärd.",
                    municipality.name()
                ),
                format!(
                    "The measure was registered by {} and can only be changed there. Register one of your own.",
                    municipality.name()
                ),
            ),
        }
    }
}
