//! The form in which somebody decides that something is given: from when, until when, and why.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    form::{FieldError, Reading},
    language::named,
    period::Period,
};

named! {
    /// The fields of a decision.
    pub enum GivingField {
        Role = "role", "Roll", "Role";
        From = "from", "Gäller från", "Holds from";
        Until = "until", "Gäller till", "Holds until";
        Reason = "reason", "Motivering", "Reason";
    }
}

named! {
    /// What is decided about a role of many users at once.
    pub enum RoleDecision {
        Give = "give", "Ge rollen", "Give the role";
        End = "end", "Avsluta rollen", "End the role";
    }
}

/// What stands in the form, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GivingForm {
    /// The role, where one is given.
    pub role: String,
    /// The first day.
    pub from: String,
    /// The last day; empty until further notice.
    pub until: String,
    /// Why.
    pub reason: String,
}

/// From when to when something is to hold, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Giving {
    /// On which days.
    pub period: Period,
    /// Why.
    pub reason: String,
}

impl GivingForm {
    /// The decision that it tells of. Whether it may be is judged elsewhere.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read, never empty.
    pub fn read(&self, today: NaiveDate) -> Result<Giving, Vec<FieldError<GivingField>>> {
        let mut reading = Reading::new(today);
        let from = reading.required_date(GivingField::From, &self.from);
        let until = reading.date(GivingField::Until, &self.until);
        let reason = reading.required_line(GivingField::Reason, &self.reason);
        reading.done(|| Some(Giving { period: Period::new(from?, until), reason: reason? }))
    }

    /// The last day that it tells of for something that has been given, none until further notice, and why.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read, never empty.
    pub fn read_last_day(
        &self,
        today: NaiveDate,
    ) -> Result<(Option<NaiveDate>, String), Vec<FieldError<GivingField>>> {
        let mut reading = Reading::new(today);
        let until = reading.date(GivingField::Until, &self.until);
        let reason = reading.required_line(GivingField::Reason, &self.reason);
        reading.done(|| Some((until, reason?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Mistake;

    #[test]
    fn a_decision_has_a_first_day_and_a_reason() {
        let today: NaiveDate = "2026-11-21".parse().unwrap();
        let form =
            GivingForm { from: "2026-11-21".into(), reason: " Vikariat ".into(), ..GivingForm::default() };
        let expected = Giving { period: Period::new(today, None), reason: "Vikariat".to_owned() };
        assert_eq!(form.read(today), Ok(expected));
        let wrong = GivingForm { until: "snart".into(), ..GivingForm::default() }.read(today).unwrap_err();
        let wrong: Vec<_> = wrong.iter().map(|error| (error.field, error.mistake)).collect();
        let expected = [
            (GivingField::From, Mistake::Missing),
            (GivingField::Until, Mistake::NotADate),
            (GivingField::Reason, Mistake::Missing),
        ];
        assert_eq!(wrong, expected);
    }

    #[test]
    fn another_last_day_has_a_reason_and_may_be_none_at_all() {
        let today: NaiveDate = "2026-11-21".parse().unwrap();
        let form =
            GivingForm { until: "2027-01-31".into(), reason: "Vikariat".into(), ..GivingForm::default() };
        assert_eq!(form.read_last_day(today), Ok(("2027-01-31".parse().ok(), "Vikariat".to_owned())));
        let form = GivingForm { until: " ".into(), ..form };
        assert_eq!(form.read_last_day(today), Ok((None, "Vikariat".to_owned())));
        let wrong = GivingForm { reason: String::new(), ..form }.read_last_day(today).unwrap_err();
        assert_eq!(wrong[0].field, GivingField::Reason);
    }
}
