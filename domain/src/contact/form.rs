//! The form of a contact, for one case and for many (seed 001, "Registrera kontakttillfälle").

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ContactField, NewContact, change::ContactValues};
use crate::{
    follow_up::FollowUp,
    form::{FieldError, Mistake, Reading},
    id::AccountId,
    language::Named,
};

/// What stands in the form of a contact, as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    /// The day; empty is today.
    pub date: String,
    /// The heading.
    pub heading: String,
    /// The code of the way.
    pub way: String,
    /// Notes, or empty.
    pub notes: String,
    /// Whether it is followed up: anything but empty.
    pub follows_up: String,
    /// The day of following up, or empty.
    pub follow_up: String,
    /// Why the follow-up is closed, or empty. A new contact has none.
    pub closed: String,
    /// The account of the case's caseworker from now on; empty leaves the case as it is.
    pub caseworker: String,
}

crate::private_debug!(ContactForm);

/// What the form of a new contact asks for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRequest {
    /// The contact.
    pub contact: NewContact,
    /// The caseworker that the case gets; `None` leaves it alone.
    pub caseworker: Option<AccountId>,
}

crate::private_debug!(ContactRequest);

impl ContactForm {
    /// What the form of a new contact holds at first.
    pub fn new(today: NaiveDate) -> Self {
        Self { date: today.to_string(), ..Self::default() }
    }

    /// What the form of a registered contact holds when nobody has changed anything.
    pub fn written(values: &ContactValues) -> Self {
        let due = values.follow_up.due();
        Self {
            date: values.date.to_string(),
            heading: values.heading.clone(),
            way: values.way.code().to_owned(),
            notes: values.notes.clone(),
            follows_up: due.map(|_| "1".to_owned()).unwrap_or_default(),
            follow_up: due.map(|due| due.to_string()).unwrap_or_default(),
            closed: values.follow_up.reason().unwrap_or_default().to_owned(),
            caseworker: String::new(),
        }
    }

    /// The contact that it asks for.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read.
    pub fn read(&self, today: NaiveDate) -> Result<ContactRequest, Vec<FieldError<ContactField>>> {
        let mut reading = Reading::new(today);
        let (date, heading, way, notes) = self.basics(&mut reading);
        let follow_up = self.follow_up(&mut reading);
        let caseworker = reading
            .chosen(ContactField::Caseworker, &self.caseworker, |text| text.parse().ok().map(AccountId));
        // A day that cannot be read has been told; it is not today instead.
        let date = date.or(self.date.trim().is_empty().then_some(today));
        reading.done(|| {
            let contact = NewContact { date: date?, heading: heading?, way: way?, notes, follow_up };
            Some(ContactRequest { contact, caseworker })
        })
    }

    /// What a registered contact is to hold. `present` tells when its follow-up was closed, which the form does not.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read.
    pub fn read_change(
        &self,
        present: &ContactValues,
        today: NaiveDate,
    ) -> Result<ContactValues, Vec<FieldError<ContactField>>> {
        let mut reading = Reading::new(today);
        let (date, heading, way, notes) = self.basics(&mut reading);
        let date = date.or_else(|| {
            if self.date.trim().is_empty() {
                reading.mistake(ContactField::Date, Mistake::Missing);
            }
            None
        });
        let due = self.follow_up(&mut reading);
        let reason = reading.line(ContactField::Closed, &self.closed);
        if !reason.is_empty() && self.follows_up.trim().is_empty() {
            reading.mistake(ContactField::Closed, Mistake::BoxNotTicked);
        }
        let on = present.follow_up.closed_on().unwrap_or(today);
        let follow_up = match due {
            Some(due) if reason.is_empty() => FollowUp::Due(due),
            Some(due) => FollowUp::Closed { due, on, reason },
            None => FollowUp::None,
        };
        reading.done(|| Some(ContactValues { date: date?, heading: heading?, way: way?, notes, follow_up }))
    }

    fn basics(
        &self,
        reading: &mut Reading<ContactField>,
    ) -> (Option<NaiveDate>, Option<String>, Option<super::ContactWay>, String) {
        (
            reading.date(ContactField::Date, &self.date),
            reading.required_line(ContactField::Heading, &self.heading),
            reading.required_choice(ContactField::Way, &self.way),
            reading.notes(ContactField::Notes, &self.notes),
        )
    }

    /// The day of following up: required where the box is ticked, and asked about where it is not.
    fn follow_up(&self, reading: &mut Reading<ContactField>) -> Option<NaiveDate> {
        if self.follows_up.trim().is_empty() {
            if !self.follow_up.trim().is_empty() {
                reading.mistake(ContactField::FollowUp, Mistake::BoxNotTicked);
            }
            return None;
        }
        reading.required_date(ContactField::FollowUp, &self.follow_up)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::ContactWay;

    fn today() -> NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    fn filled_in() -> ContactForm {
        ContactForm { heading: "Ej anträffbar".into(), way: "telephone".into(), ..ContactForm::new(today()) }
    }

    fn told(form: &ContactForm) -> Vec<(ContactField, Mistake)> {
        form.read(today()).unwrap_err().iter().map(|error| (error.field, error.mistake)).collect()
    }

    #[test]
    fn the_date_is_today_unless_another_is_given() {
        let read = |date: &str| {
            ContactForm { date: date.into(), ..filled_in() }.read(today()).map(|request| request.contact.date)
        };
        assert_eq!(read("").unwrap(), today());
        assert_eq!(read("2026-11-20").unwrap().to_string(), "2026-11-20");
        assert_eq!(read("igår").unwrap_err().len(), 1);
    }

    #[test]
    fn heading_and_way_are_required() {
        let form = ContactForm { heading: " ".into(), way: String::new(), ..filled_in() };
        assert_eq!(
            told(&form),
            [(ContactField::Heading, Mistake::Missing), (ContactField::Way, Mistake::Missing)]
        );
    }

    #[test]
    fn a_follow_up_needs_its_date_and_a_date_its_tick() {
        let ticked = ContactForm { follows_up: "1".into(), ..filled_in() };
        assert_eq!(told(&ticked), [(ContactField::FollowUp, Mistake::Missing)]);
        let dated = ContactForm { follow_up: "2026-12-01".into(), ..filled_in() };
        assert_eq!(told(&dated), [(ContactField::FollowUp, Mistake::BoxNotTicked)]);
        let both = ContactForm { follow_up: "2026-12-01".into(), ..ticked };
        assert_eq!(
            both.read(today()).unwrap().contact.follow_up.map(|day| day.to_string()).as_deref(),
            Some("2026-12-01")
        );
    }

    #[test]
    fn an_empty_caseworker_leaves_the_cases_alone() {
        assert_eq!(filled_in().read(today()).unwrap().caseworker, None);
        let given = ContactForm { caseworker: "7".into(), ..filled_in() };
        assert_eq!(given.read(today()).unwrap().caseworker, Some(AccountId(7)));
    }

    #[test]
    fn what_is_written_is_read_as_the_same() {
        let due = "2026-11-30".parse().unwrap();
        for follow_up in [
            FollowUp::None,
            FollowUp::Due(due),
            FollowUp::Closed { due, on: "2026-11-20".parse().unwrap(), reason: "Nådd".into() },
        ] {
            let values = ContactValues {
                date: today(),
                heading: "Ej anträffbar".into(),
                way: ContactWay::Letter,
                notes: "Två\nrader".into(),
                follow_up,
            };
            assert_eq!(ContactForm::written(&values).read_change(&values, today()).unwrap(), values);
        }
    }

    #[test]
    fn the_fields_of_the_form_are_called_by_their_codes() {
        let form = serde_json::to_value(ContactForm::default()).unwrap();
        let names: std::collections::BTreeSet<&str> =
            form.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ContactField::ALL.iter().map(|field| field.code()).collect());
    }
}
