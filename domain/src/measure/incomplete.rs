//! Measures that Statistics Sweden cannot receive, because what tells how they ended is missing (requirement K15).

use chrono::NaiveDate;

use super::{MeasureField, MeasureOutcome, NewMeasure};
use crate::{
    language::{Language, Message, Named},
    occupation::OccupationAfter,
    period::Period,
};

/// What is missing of a measure; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incomplete {
    /// The fields to fill in, in the order of the form.
    pub fields: Vec<MeasureField>,
    /// Whether it never began: its case was closed before.
    pub never_began: bool,
}

/// What is missing of a measure on a day; `None` when nothing is. One that the run closed with its case must tell all
/// three of end date, occupation after and outcome; one whose end has come the last two (seed 001, "Aktivitetsansvaret
/// avslutas på en individ").
pub fn missing(
    measure: &NewMeasure,
    closed_with_case: Option<NaiveDate>,
    today: NaiveDate,
) -> Option<Incomplete> {
    let (period, after, outcome) = (measure.period, measure.occupation_after, measure.outcome);
    Ending { period, after, outcome, closed_with_case }.missing(today)
}

/// What tells how a measure ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Its days.
    pub period: Period,
    /// What the person did after it, once that is told.
    pub after: Option<OccupationAfter>,
    /// How it ended, once that is told.
    pub outcome: Option<MeasureOutcome>,
    /// The day on which the run closed it with its case, if it has.
    pub closed_with_case: Option<NaiveDate>,
}

impl Ending {
    /// What is missing on a day; see [`missing`].
    pub fn missing(&self, today: NaiveDate) -> Option<Incomplete> {
        let is_over = self.closed_with_case.is_some() || self.period.end.is_some_and(|end| end <= today);
        if !is_over {
            return None;
        }
        let fields = [
            self.period.end.is_none().then_some(MeasureField::End),
            self.after.is_none().then_some(MeasureField::OccupationAfter),
            self.outcome.is_none().then_some(MeasureField::Outcome),
        ];
        let fields: Vec<MeasureField> = fields.into_iter().flatten().collect();
        let never_began = self.closed_with_case.is_some_and(|closed| self.period.start > closed);
        (!fields.is_empty()).then_some(Incomplete { fields, never_began })
    }

    /// The first day after `date` on which something is missing though nobody changes anything: the day a planned end comes.
    pub fn may_lack_after(&self, date: NaiveDate) -> Option<NaiveDate> {
        self.period.end.filter(|end| *end > date && self.missing(*end).is_some())
    }
}

impl Message for Incomplete {
    fn message(&self, language: Language) -> String {
        let fields: Vec<&str> = self.fields.iter().map(|field| field.name(language)).collect();
        let (last, others) = fields.split_last().unwrap_or((&"", &[]));
        let and = language.pick(" och ", " and ");
        let listed =
            if others.is_empty() { (*last).to_owned() } else { format!("{}{and}{last}", others.join(", ")) };
        let or_remove = match (self.never_began, language) {
            (true, Language::Swedish) => " Åtgärden hann inte börja: ta bort den om den inte blev av.",
            (true, Language::English) => " The measure never began: remove it if nothing came of it.",
            (false, _) => "",
        };
        match language {
            Language::Swedish => format!("Åtgärden kan inte rapporteras. Fyll i {listed}.{or_remove}"),
            Language::English => format!("The measure cannot be reported. Fill in {listed}.{or_remove}"),
        }
    }
}
