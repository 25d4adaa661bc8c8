//! What caseworkers do with a case.

use chrono::NaiveDate;
use domain::{
    contact::{ContactDetailKind, LivingOutside, NewContact},
    diploma::DiplomaKind,
    individual_plan::IndividualPlan,
    measure::{MeasureOutcome, NewMeasure},
    occupation::{OccupationAfter, OccupationAtRegistration},
    person::Address,
    school_notice::Notice,
};

/// Something a caseworker does with a case on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// The day.
    pub date: NaiveDate,
    /// Who does it: a place among the municipality's caseworkers.
    pub by: usize,
    /// What is done.
    pub what: Work,
}

/// What is done with a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// A contact is registered.
    Contact(NewContact),
    /// The follow-up of the contact made on a day is closed. No case has two contacts on one day.
    CloseFollowUp {
        /// The day of the contact.
        contact: NaiveDate,
        /// Why it is closed.
        reason: String,
    },
    /// A measure is registered.
    Measure(NewMeasure),
    /// The measure that started on a day ends.
    EndMeasure {
        /// The measure's first day.
        start: NaiveDate,
        /// Its last day.
        end: NaiveDate,
        /// What the person does after it.
        occupation_after: OccupationAfter,
        /// How it ended.
        outcome: MeasureOutcome,
    },
    /// Occupation at registration is filled in.
    Occupation(OccupationAtRegistration),
    /// The case gets its caseworker: a place among the municipality's caseworkers.
    Caseworker(usize),
    /// The person studies in another form of school up to this day.
    OtherSchooling(NaiveDate),
    /// The person lives outside the home municipality.
    LivingOutside(LivingOutside),
    /// A way to reach the person is noted.
    ContactDetail {
        /// Telephone or e-mail.
        kind: ContactDetailKind,
        /// The number or address.
        value: String,
        /// Whether it is the first choice.
        primary: bool,
    },
    /// A postal address is noted.
    PostalAddress(Address),
    /// The case's own notes are written.
    Notes(String),
    /// The home municipality marks a diploma.
    Diploma(DiplomaKind),
    /// An individual plan is made.
    Plan(IndividualPlan),
    /// The plan that began on a day is evaluated.
    EvaluatePlan {
        /// The plan's first day.
        start: NaiveDate,
        /// How it went.
        evaluation: String,
    },
    /// A notice comes from a school.
    Notice {
        /// What it says.
        notice: Notice,
        /// Whether somebody makes a contact of it at once; else it waits in the inbox.
        becomes_contact: bool,
    },
}
