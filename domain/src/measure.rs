//! Measures (*åtgärder*) of a case: what may be registered, what it does to the measures already there
//! (`rules.md` section 3; seed 001, "Registrera åtgärder").

pub mod change;
pub mod form;
pub mod incomplete;
mod refusal;
pub mod registration;
pub mod state;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    id::MeasureId,
    language::named,
    occupation::{OccupationAfter, OccupationBefore},
    period::Period,
};
pub use refusal::MeasureRefusal;

named! {
    /// The type of a measure. The codes are Statistics Sweden's.
    pub enum MeasureType {
        WorkPlacement = "Prak", "Praktik", "Work placement";
        SupportedEmployment = "Anst", "Anställning med stöd", "Supported employment";
        IntroductoryStudies = "StInt", "Studier inom introduktionsprogrammet", "Studies on the introductory programme";
        AdultEducation = "StVux", "Studier inom kommunal vuxenutbildning", "Studies in municipal adult education";
        OtherStudies = "StAn", "Andra studier", "Other studies";
        CareerGuidance = "SYV", "Studie- och yrkesvägledning", "Study and career guidance";
        ExtendedGuidance = "Vagl", "Fördjupad vägledning", "Extended guidance";
        Other = "AnAtg", "Annan åtgärd", "Other measure";
        Combination = "Komb", "Kombination av åtgärder", "Combination of measures";
        Declined = "Erbj", "Erbjuden åtgärd som individen inte vill eller kan delta i", "Offered measure that the person does not want to or cannot take part in";
    }
}

named! {
    /// A field of a measure. The codes are the names of the fields of [`form::MeasureForm`].
    pub enum MeasureField {
        Kind = "kind", "Åtgärdstyp", "Type of measure";
        Start = "start", "Startdatum", "Start date";
        End = "end", "Slutdatum", "End date";
        OccupationBefore = "occupation_before", "Sysselsättning vid åtgärd", "Occupation before the measure";
        OccupationAfter = "occupation_after", "Sysselsättning efter åtgärd", "Occupation after the measure";
        Outcome = "outcome", "Orsak avslutad", "Outcome";
        Notes = "notes", "Anteckningar", "Notes";
    }
}

named! {
    /// How a measure ended (*orsak avslutad*).
    pub enum MeasureOutcome {
        Completed = "completed", "Genomförd", "Completed";
        NotCompleted = "not-completed", "Ej genomförd", "Not completed";
    }
}

/// What the rules need to know of a registered measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureFact {
    /// Which measure.
    pub id: MeasureId,
    /// Its type.
    pub kind: MeasureType,
    /// Its days; without an end it goes on until further notice.
    pub period: Period,
    /// How it ended, once it has.
    pub outcome: Option<MeasureOutcome>,
    /// The day on which the run closed it together with its case, if it has.
    pub closed_with_case: Option<NaiveDate>,
}

impl MeasureFact {
    /// Whether the measure goes on: begun, without outcome, not past its end (`rules.md` 4.4).
    pub fn is_ongoing(&self, date: NaiveDate) -> bool {
        self.outcome.is_none() && self.period.contains(date)
    }

    /// Whether the measure lies ahead (`rules.md` 4.5).
    pub fn is_planned(&self, date: NaiveDate) -> bool {
        self.period.start > date
    }
}

/// A measure to be registered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMeasure {
    /// Its type.
    pub kind: MeasureType,
    /// Its days.
    pub period: Period,
    /// What the person did before it.
    pub occupation_before: OccupationBefore,
    /// What the person did after it, once it has ended.
    pub occupation_after: Option<OccupationAfter>,
    /// How it ended, once it has.
    pub outcome: Option<MeasureOutcome>,
    /// Notes; never reported, and never leave the municipality.
    pub notes: String,
}

crate::private_debug!(NewMeasure, kind, period);

impl NewMeasure {
    /// Whether end date, occupation after and outcome go together: an end that has come needs the other two, one ahead
    /// neither, and they need an end.
    ///
    /// # Errors
    /// What does not go together.
    pub fn ending(&self, today: NaiveDate) -> Result<(), MeasureRefusal> {
        match (self.period.end, self.occupation_after, self.outcome) {
            (Some(_), Some(_), Some(_)) | (None, None, None) => Ok(()),
            (Some(end), None, None) if end > today => Ok(()),
            (Some(end), ..) if end <= today => Err(MeasureRefusal::EndedIncomplete),
            _ => Err(MeasureRefusal::OutcomeWithoutEnd),
        }
    }

    /// What is wrong with it whoever's it is.
    pub fn wrong_for_anybody(&self, today: NaiveDate) -> Vec<MeasureRefusal> {
        let backwards = self.period.is_contradictory().then_some(MeasureRefusal::EndsBeforeStart);
        backwards.into_iter().chain(self.ending(today).err()).collect()
    }

    /// What the rules need to know of it, once it is registered as `id`.
    pub const fn fact(&self, id: MeasureId) -> MeasureFact {
        MeasureFact {
            id,
            kind: self.kind,
            period: self.period,
            outcome: self.outcome,
            closed_with_case: None,
        }
    }
}

/// What registering a measure does to those already there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MeasurePlan {
    /// The open-ended measure that ends the day before the new one starts, and that day.
    pub ends: Option<(MeasureId, NaiveDate)>,
}

/// Decides whether a measure can be registered among the measures of its case.
///
/// # Errors
/// What is wrong with the measure in itself, or which other one is in its way.
pub fn plan_measure(
    existing: &[MeasureFact],
    new: &NewMeasure,
    today: NaiveDate,
) -> Result<MeasurePlan, MeasureRefusal> {
    if new.period.is_contradictory() {
        return Err(MeasureRefusal::EndsBeforeStart);
    }
    new.ending(today)?;
    let mut plan = MeasurePlan::default();
    for other in existing.iter().filter(|other| other.period.overlaps(&new.period)) {
        let gives_way = other.period.end.is_none() && other.period.start < new.period.start;
        match new.period.start.checked_sub_days(Days::new(1)) {
            Some(day_before) if gives_way => plan.ends = Some((other.id, day_before)),
            _ => return Err(MeasureRefusal::Overlaps { kind: other.kind, period: other.period }),
        }
    }
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::language::{Language, Message};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(start: &str, end: &str) -> Period {
        Period::new(day(start), end.parse().ok())
    }

    fn registered(start: &str, end: &str) -> MeasureFact {
        MeasureFact {
            id: MeasureId(1),
            kind: MeasureType::WorkPlacement,
            period: period(start, end),
            outcome: None,
            closed_with_case: None,
        }
    }

    fn new(start: &str, end: &str) -> NewMeasure {
        NewMeasure {
            kind: MeasureType::CareerGuidance,
            period: period(start, end),
            occupation_before: OccupationBefore::None,
            occupation_after: None,
            outcome: None,
            notes: String::new(),
        }
    }

    #[rstest]
    #[case::after_the_end(("2026-01-01", "2026-03-31"), ("2026-04-01", ""), Ok(None))]
    #[case::on_the_end_date(("2026-01-01", "2026-12-31"), ("2026-12-31", ""), Err(()))]
    #[case::open_ended_and_earlier_gives_way(("2026-01-01", ""), ("2026-11-01", ""), Ok(Some("2026-10-31")))]
    #[case::open_ended_from_the_same_day_refuses(("2026-11-01", ""), ("2026-11-01", ""), Err(()))]
    #[case::open_ended_and_later_refuses(("2026-12-01", ""), ("2026-11-01", ""), Err(()))]
    #[case::wholly_before(("2026-12-24", ""), ("2026-11-25", "2026-12-23"), Ok(None))]
    fn one_measure_at_a_time(
        #[case] old: (&str, &str),
        #[case] added: (&str, &str),
        #[case] expected: Result<Option<&str>, ()>,
    ) {
        let plan = plan_measure(&[registered(old.0, old.1)], &new(added.0, added.1), day("2026-11-21"));
        let ends = plan.map(|plan| plan.ends.map(|(_, end)| end)).map_err(|_| ());
        assert_eq!(ends, expected.map(|end| end.map(day)));
    }

    #[test]
    fn an_end_that_has_come_needs_occupation_after_and_outcome() {
        let today = day("2026-11-21");
        assert_eq!(
            plan_measure(&[], &new("2026-11-01", "2026-11-21"), today),
            Err(MeasureRefusal::EndedIncomplete)
        );
        assert!(plan_measure(&[], &new("2026-11-01", "2026-11-22"), today).is_ok());
        let told = NewMeasure {
            occupation_after: Some(OccupationAfter::Work),
            outcome: Some(MeasureOutcome::Completed),
            ..new("2026-11-01", "2026-11-21")
        };
        assert!(plan_measure(&[], &told, today).is_ok());
        let endless = NewMeasure { period: period("2026-11-01", ""), ..told };
        assert_eq!(plan_measure(&[], &endless, today), Err(MeasureRefusal::OutcomeWithoutEnd));
    }

    #[test]
    fn the_refusal_names_the_other_measure() {
        let refusal =
            plan_measure(&[registered("2026-12-01", "")], &new("2026-12-01", ""), day("2026-11-21"));
        let message = refusal.unwrap_err().message(Language::Swedish);
        assert!(message.contains("Praktik") && message.contains("2026-12-01"), "{message}");
    }
}
