//! Code lists change over the years: each value has a validity in time, and an old record keeps its old value (`rules.md`
//! section 5).

use chrono::NaiveDate;

use crate::{
    case::DeregistrationReason,
    contact::{ContactWay, LivingOutside},
    language::Named,
    measure::{MeasureOutcome, MeasureType},
    occupation::{OccupationAfter, OccupationAtRegistration, OccupationBefore},
};

/// The days on which a value may be given to a record; without an end until further notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    /// The first day, if the value has not always been there.
    pub from: Option<NaiveDate>,
    /// The last day, if it is no longer there.
    pub until: Option<NaiveDate>,
}

impl Validity {
    /// Whether a value is valid on a day.
    pub fn contains(self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until)
    }
}

/// A set of values whose members may come and go.
pub trait CodeList: Named + PartialEq {
    /// When a value may be given. Reading it needs no validity: what has been given stays.
    fn validity(self) -> Validity {
        Validity::default()
    }

    /// What a form offers: the values of the day, and the one that the record has.
    fn offered(date: NaiveDate, present: Option<Self>) -> Vec<Self> {
        let is_offered = |value: &Self| value.validity().contains(date) || present == Some(*value);
        Self::ALL.iter().copied().filter(is_offered).collect()
    }
}

impl CodeList for OccupationAtRegistration {}
impl CodeList for OccupationBefore {}
impl CodeList for OccupationAfter {}
impl CodeList for MeasureType {}
impl CodeList for MeasureOutcome {}
impl CodeList for ContactWay {}
impl CodeList for LivingOutside {}

impl CodeList for DeregistrationReason {
    /// `StIM` came with the law of 2018-07-01.
    fn validity(self) -> Validity {
        match self {
            Self::IntroductoryProgramme => {
                Validity { from: NaiveDate::from_ymd_opt(2018, 7, 1), until: None }
            }
            Self::Turned20 | Self::NationalProgramme | Self::MovedAway | Self::DiplomaObtained => {
                Validity::default()
            }
        }
    }
}
