//! The form of a contact, for one case and for many (seed 001, "Registrera kontakttillfälle").

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ContactField, ContactWay, NewContact, change::ContactValues};
use crate::{
    follow_up::{self, FollowUp},
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
    /// Whether it is followed up: anything but empty. A day of following up says it too.
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
        let follow_up = self.follow_up(None, &mut reading, today);
        let caseworker = reading
            .chosen(ContactField::Caseworker, &self.caseworker, |text| text.parse().ok().map(AccountId));
        // A day that cannot be read has been told; it is not today instead.
        let date = date.or(self.date.trim().is_empty().then_some(today));
        reading.done(|| {
            let contact = NewContact { date: date?, heading: heading?, way: way?, notes, follow_up };
            Some(ContactRequest { contact, caseworker })
        })
    }

    /// What a registered contact is to hold. `seen` is what its form showed: a day that stands there beside a box which is no
    /// longer ticked is not asked for. `present` tells when its follow-up was closed, which the form does not.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read.
    pub fn read_change(
        &self,
        seen: &ContactValues,
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
        let due = self.follow_up(seen.follow_up.due(), &mut reading, today);
        let reason = reading.line(ContactField::Closed, &self.closed);
        if !reason.is_empty() && due.is_none() && !reading.is_wrong(ContactField::FollowUp) {
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

    /// The form with what can be read alone, so that the rules judge that as well and everything wrong is told at once. What
    /// stands for the rest is in nobody's way: a follow-up is left out where nobody knows what it has to come after.
    #[must_use]
    pub fn readable(&self, errors: &[FieldError<ContactField>], today: NaiveDate) -> Self {
        let mut form = self.clone();
        for error in errors {
            match error.field {
                ContactField::Date => {
                    form.date = today.to_string();
                    (form.follows_up, form.follow_up) = (String::new(), String::new());
                }
                ContactField::Heading => "–".clone_into(&mut form.heading),
                ContactField::Way => ContactWay::Letter.code().clone_into(&mut form.way),
                ContactField::Notes => form.notes.clear(),
                ContactField::FollowsUp | ContactField::FollowUp => {
                    (form.follows_up, form.follow_up) = (String::new(), String::new());
                }
                ContactField::Closed => form.closed.clear(),
                ContactField::Caseworker => form.caseworker.clear(),
            }
        }
        form
    }

    /// The same of a registered contact: `present` is what it holds, which stands for what cannot be read.
    #[must_use]
    pub fn readable_change(&self, errors: &[FieldError<ContactField>], present: &ContactValues) -> Self {
        let (mut form, written) = (self.clone(), Self::written(present));
        for error in errors {
            match error.field {
                ContactField::Date => form.date.clone_from(&written.date),
                ContactField::Heading => form.heading.clone_from(&written.heading),
                ContactField::Way => form.way.clone_from(&written.way),
                ContactField::Notes => form.notes.clone_from(&written.notes),
                // They belong together.
                ContactField::FollowsUp | ContactField::FollowUp | ContactField::Closed => {
                    form.follows_up.clone_from(&written.follows_up);
                    form.follow_up.clone_from(&written.follow_up);
                    form.closed.clone_from(&written.closed);
                }
                ContactField::Caseworker => form.caseworker.clear(),
            }
        }
        form
    }

    fn basics(
        &self,
        reading: &mut Reading<ContactField>,
    ) -> (Option<NaiveDate>, Option<String>, Option<ContactWay>, String) {
        (
            reading.date(ContactField::Date, &self.date),
            reading.required_line(ContactField::Heading, &self.heading),
            reading.required_choice(ContactField::Way, &self.way),
            reading.notes(ContactField::Notes, &self.notes),
        )
    }

    /// The day of following up: required where the box is ticked. A day beside an empty box asks for a follow-up as well,
    /// unless it is the one that was `seen`: then the tick has been taken away. One that has not been changed is not judged.
    fn follow_up(
        &self,
        seen: Option<NaiveDate>,
        reading: &mut Reading<ContactField>,
        today: NaiveDate,
    ) -> Option<NaiveDate> {
        let is_ticked = !self.follows_up.trim().is_empty();
        if !is_ticked && self.follow_up.trim().is_empty() {
            return None;
        }
        let due = reading.required_date(ContactField::FollowUp, &self.follow_up)?;
        if Some(due) == seen {
            return is_ticked.then_some(due);
        }
        let latest = follow_up::latest(today);
        if due > latest {
            reading.mistake(ContactField::FollowUp, Mistake::TooFarAhead { latest });
        }
        Some(due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_follow_up_needs_its_date_and_a_date_alone_asks_for_one() {
        let ticked = ContactForm { follows_up: "1".into(), ..filled_in() };
        assert_eq!(told(&ticked), [(ContactField::FollowUp, Mistake::Missing)]);
        let dated = ContactForm { follow_up: "2026-12-01".into(), ..filled_in() };
        let both = ContactForm { follow_up: "2026-12-01".into(), ..ticked };
        for form in [dated, both] {
            let due = form.read(today()).unwrap().contact.follow_up.map(|day| day.to_string());
            assert_eq!(due.as_deref(), Some("2026-12-01"));
        }
    }

    #[test]
    fn a_follow_up_lies_two_years_ahead_at_most() {
        let on = |day: &str| ContactForm { follow_up: day.into(), ..filled_in() };
        assert!(on("2028-11-21").read(today()).is_ok());
        let latest = "2028-11-21".parse().unwrap();
        assert_eq!(told(&on("2028-11-22")), [(ContactField::FollowUp, Mistake::TooFarAhead { latest })]);
    }

    fn with(follow_up: FollowUp) -> ContactValues {
        ContactValues {
            date: today(),
            heading: "Samtal".into(),
            way: ContactWay::Letter,
            notes: String::new(),
            follow_up,
        }
    }

    #[test]
    fn the_tick_taken_away_ends_the_follow_up_and_what_was_there_is_not_judged() {
        let due = "2035-01-01".parse().unwrap();
        let values = with(FollowUp::Due(due));
        let written = ContactForm::written(&values);
        let read = |form: &ContactForm| form.read_change(&values, &values, today()).unwrap().follow_up;
        assert_eq!(read(&written), FollowUp::Due(due));
        let unticked = ContactForm { follows_up: String::new(), ..written };
        assert_eq!(read(&unticked), FollowUp::None);
        let moved = ContactForm { follow_up: "2026-12-01".into(), ..unticked };
        assert_eq!(read(&moved), FollowUp::Due("2026-12-01".parse().unwrap()));
    }

    #[test]
    fn a_reason_beside_a_box_that_is_not_ticked_is_not_lost() {
        let due = "2026-12-01".parse().unwrap();
        let closed = FollowUp::Closed { due, on: today(), reason: "Klart".into() };
        for follow_up in [FollowUp::Due(due), closed] {
            let values = with(follow_up);
            let form = ContactForm {
                follows_up: String::new(),
                closed: "Klart".into(),
                ..ContactForm::written(&values)
            };
            let errors = form.read_change(&values, &values, today()).unwrap_err();
            assert_eq!(errors, [FieldError { field: ContactField::Closed, mistake: Mistake::BoxNotTicked }]);
        }
    }

    #[test]
    fn the_tick_is_taken_from_what_was_seen_whatever_another_has_saved_since() {
        let (seen, present) = ("2026-12-01".parse().unwrap(), "2026-12-05".parse().unwrap());
        let (seen, present) = (with(FollowUp::Due(seen)), with(FollowUp::Due(present)));
        let unticked = ContactForm { follows_up: String::new(), ..ContactForm::written(&seen) };
        assert_eq!(unticked.read_change(&seen, &present, today()).unwrap().follow_up, FollowUp::None);
    }

    #[test]
    fn nobody_is_told_of_a_follow_up_before_a_day_that_cannot_be_read() {
        let form = ContactForm { date: "2026-13-01".into(), follow_up: "2026-11-10".into(), ..filled_in() };
        let errors = form.read(today()).unwrap_err();
        let rest = form.readable(&errors, today()).read(today()).unwrap();
        assert_eq!(rest.contact.follow_up, None);
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
            let read = ContactForm::written(&values).read_change(&values, &values, today());
            assert_eq!(read.unwrap(), values);
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
