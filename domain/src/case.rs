//! A case: one period of responsibility for one person in one municipality.

pub mod change;
pub mod entry;
pub mod hand_over;
pub mod log;
pub mod removal;
pub mod responsibility;
pub mod status;
pub mod tab;
pub mod view;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{id::CaseId, language::named, measure::MeasureFact};
pub use status::CaseStatus;

named! {
    /// Why a case is closed (*avregistreringsorsak*). The codes are Statistics Sweden's, `StIM` ours.
    pub enum DeregistrationReason {
        Turned20 = "20Ar", "Fyllt 20 år", "Turned 20";
        NationalProgramme = "StNat", "Gymnasiestudier", "Upper secondary studies";
        MovedAway = "EjFbf", "Ej längre folkbokförd i kommunen", "No longer registered in the municipality";
        DiplomaObtained = "Fullf", "Fått examensbevis", "Obtained a diploma";
        IntroductoryProgramme = "StIM", "Studier på introduktionsprogram", "Studies on an introductory programme";
    }
}

named! {
    /// How a case came to be.
    pub enum CaseOrigin {
        Run = "run", "Körningen", "The run";
        Hand = "hand", "Registrerad för hand", "Registered by hand";
    }
}

/// What the rules need to know of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFact {
    /// Which case.
    pub id: CaseId,
    /// The first day of the responsibility; a caseworker may change it.
    pub registered: NaiveDate,
    /// The last day, once closed.
    pub deregistered: Option<NaiveDate>,
    /// How it came to be.
    pub origin: CaseOrigin,
    /// The day it was entered, which nobody changes.
    pub entered: NaiveDate,
    /// The last day of studies in another form of school, if any (*studier annan skolform*).
    pub other_schooling_until: Option<NaiveDate>,
    /// Its measures, in no order.
    pub measures: Vec<MeasureFact>,
}

impl CaseFact {
    /// Whether the case is open.
    pub const fn is_open(&self) -> bool {
        self.deregistered.is_none()
    }

    /// The measure that stands for the case in the list and on its page: of an open case the ongoing one, else the next
    /// planned one.
    pub fn shown_measure(&self, date: NaiveDate) -> Option<&MeasureFact> {
        let planned = self.measures.iter().filter(|measure| measure.is_planned(date));
        let ongoing = self.measures.iter().find(|measure| measure.is_ongoing(date));
        ongoing.or_else(|| planned.min_by_key(|measure| measure.period.start)).filter(|_| self.is_open())
    }
}
