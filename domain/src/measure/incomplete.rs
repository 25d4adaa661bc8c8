//! Measures that Statistics Sweden cannot receive, because what tells how they ended is missing (requirement K15).

use chrono::NaiveDate;

use super::{MeasureField, NewMeasure};
use crate::language::{Language, Message, Named};

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
    let is_over = closed_with_case.is_some() || measure.period.end.is_some_and(|end| end <= today);
    if !is_over {
        return None;
    }
    let fields = [
        measure.period.end.is_none().then_some(MeasureField::End),
        measure.occupation_after.is_none().then_some(MeasureField::OccupationAfter),
        measure.outcome.is_none().then_some(MeasureField::Outcome),
    ];
    let fields: Vec<MeasureField> = fields.into_iter().flatten().collect();
    let never_began = closed_with_case.is_some_and(|closed| measure.period.start > closed);
    (!fields.is_empty()).then_some(Incomplete { fields, never_began })
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
