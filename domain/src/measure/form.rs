//! The form of a measure, for one case and for many (seed 001, "Registrera åtgärder", "Ändra och avsluta en befintlig
//! åtgärd").

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{MeasureField, MeasureType, NewMeasure};
use crate::{
    form::{FieldError, Reading},
    language::Named,
    occupation::OccupationBefore,
    period::Period,
};

/// What stands in the form of a measure, as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeasureForm {
    /// The code of the type.
    pub kind: String,
    /// The first day.
    pub start: String,
    /// The last day, or empty.
    pub end: String,
    /// The code of the occupation before.
    pub occupation_before: String,
    /// The code of the occupation after, or empty.
    pub occupation_after: String,
    /// The code of the outcome, or empty.
    pub outcome: String,
    /// Notes, or empty.
    pub notes: String,
}

crate::private_debug!(MeasureForm);

impl MeasureForm {
    /// What a form holds in which nobody has changed anything.
    pub fn written(measure: &NewMeasure) -> Self {
        Self {
            kind: measure.kind.code().to_owned(),
            start: measure.period.start.to_string(),
            end: measure.period.end.map(|end| end.to_string()).unwrap_or_default(),
            occupation_before: measure.occupation_before.code().to_owned(),
            occupation_after: measure.occupation_after.map(Named::code).unwrap_or_default().to_owned(),
            outcome: measure.outcome.map(Named::code).unwrap_or_default().to_owned(),
            notes: measure.notes.clone(),
        }
    }

    /// The measure that it asks for. Whether the rules allow it they say themselves.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read.
    pub fn read(&self, today: NaiveDate) -> Result<NewMeasure, Vec<FieldError<MeasureField>>> {
        let mut reading = Reading::new(today);
        let kind = reading.required_choice(MeasureField::Kind, &self.kind);
        let start = reading.required_date(MeasureField::Start, &self.start);
        let end = reading.date(MeasureField::End, &self.end);
        let before = reading.required_choice(MeasureField::OccupationBefore, &self.occupation_before);
        let occupation_after = reading.choice(MeasureField::OccupationAfter, &self.occupation_after);
        let outcome = reading.choice(MeasureField::Outcome, &self.outcome);
        let notes = reading.notes(MeasureField::Notes, &self.notes);
        reading.done(|| {
            let period = Period::new(start?, end);
            let (kind, occupation_before) = (kind?, before?);
            Some(NewMeasure { kind, period, occupation_before, occupation_after, outcome, notes })
        })
    }

    /// The form with what can be read alone, so that the rules judge that as well and everything wrong is told at once.
    /// `present` is what the measure holds that is changed; of a new one anything stands for the rest. `None` where nobody
    /// knows its days or how it ended, which the rules are about.
    #[must_use]
    pub fn readable(
        &self,
        errors: &[FieldError<MeasureField>],
        present: Option<&NewMeasure>,
    ) -> Option<Self> {
        let (mut form, present) = (self.clone(), present.map(Self::written));
        let pick = |of: fn(&Self) -> &String, otherwise: &str| {
            present.as_ref().map_or_else(|| otherwise.to_owned(), |present| of(present).clone())
        };
        for error in errors {
            match error.field {
                MeasureField::Start
                | MeasureField::End
                | MeasureField::OccupationAfter
                | MeasureField::Outcome => return None,
                MeasureField::Kind => form.kind = pick(|form| &form.kind, MeasureType::ALL[0].code()),
                MeasureField::OccupationBefore => {
                    form.occupation_before =
                        pick(|form| &form.occupation_before, OccupationBefore::Work.code());
                }
                MeasureField::Notes => form.notes = pick(|form| &form.notes, ""),
            }
        }
        Some(form)
    }

    /// A row's form with what the row for all says (*Verkställ*): what is empty there leaves the row as it is.
    #[must_use]
    pub fn filled(&self, top: &Self) -> Self {
        let pick = |of: fn(&Self) -> &String| {
            if of(top).is_empty() { of(self).clone() } else { of(top).clone() }
        };
        Self {
            kind: pick(|form| &form.kind),
            start: pick(|form| &form.start),
            end: pick(|form| &form.end),
            occupation_before: pick(|form| &form.occupation_before),
            occupation_after: pick(|form| &form.occupation_after),
            outcome: pick(|form| &form.outcome),
            notes: pick(|form| &form.notes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::Mistake,
        language::{Language, Message},
        occupation::OccupationAfter,
    };

    fn today() -> NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    fn filled_in() -> MeasureForm {
        MeasureForm {
            kind: "Prak".into(),
            start: "2026-11-01".into(),
            occupation_before: "none".into(),
            notes: "Kommunens förråd\r\nmåndag–onsdag".into(),
            ..MeasureForm::default()
        }
    }

    #[test]
    fn type_start_and_occupation_before_are_required_and_the_rest_is_not() {
        let measure = filled_in().read(today()).unwrap();
        assert_eq!((measure.kind, measure.period.end), (MeasureType::WorkPlacement, None));
        assert_eq!(measure.notes, "Kommunens förråd\nmåndag–onsdag");
        let errors = MeasureForm::default().read(today()).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| (error.field, error.mistake)).collect();
        assert_eq!(
            fields,
            [MeasureField::Kind, MeasureField::Start, MeasureField::OccupationBefore]
                .map(|field| (field, Mistake::Missing))
        );
    }

    #[test]
    fn unknown_cannot_be_chosen_as_occupation_before() {
        let form = MeasureForm { occupation_before: "unknown".into(), ..filled_in() };
        let errors = form.read(today()).unwrap_err();
        assert_eq!(errors.len(), 1);
        assert_eq!(
            errors[0].message(Language::Swedish),
            "Sysselsättning vid åtgärd har ett värde som inte går att välja. Välj ett i listan."
        );
    }

    #[test]
    fn what_can_be_read_is_judged_by_itself_where_the_days_are_known() {
        let wrong = MeasureForm { kind: String::new(), occupation_before: "?".into(), ..filled_in() };
        let errors = wrong.read(today()).unwrap_err();
        assert!(wrong.readable(&errors, None).unwrap().read(today()).is_ok());
        let present = filled_in().read(today()).unwrap();
        assert_eq!(wrong.readable(&errors, Some(&present)).unwrap().read(today()), Ok(present));
        let unknown = MeasureForm { start: "2026-13-01".into(), ..filled_in() };
        assert!(unknown.readable(&unknown.read(today()).unwrap_err(), None).is_none());
    }

    #[test]
    fn what_is_written_is_read_as_the_same() {
        let measure = NewMeasure {
            period: Period::new(today(), Some(today())),
            occupation_before: OccupationBefore::Measure,
            occupation_after: Some(OccupationAfter::NewMeasure),
            outcome: Some(super::super::MeasureOutcome::NotCompleted),
            ..filled_in().read(today()).unwrap()
        };
        assert_eq!(MeasureForm::written(&measure).read(today()).unwrap(), measure);
    }

    #[test]
    fn the_row_for_all_fills_the_rows_and_leaves_what_it_does_not_say() {
        let top = MeasureForm { kind: "SYV".into(), start: "2026-12-01".into(), ..MeasureForm::default() };
        let row = MeasureForm { occupation_before: "work".into(), ..MeasureForm::default() };
        let measure = row.filled(&top).read(today()).unwrap();
        assert_eq!(
            (measure.kind, measure.occupation_before),
            (MeasureType::CareerGuidance, OccupationBefore::Work)
        );
    }

    #[test]
    fn the_fields_of_the_form_are_called_by_their_codes() {
        let form = serde_json::to_value(MeasureForm::default()).unwrap();
        let names: std::collections::BTreeSet<&str> =
            form.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, MeasureField::ALL.iter().map(|field| field.code()).collect());
    }
}
