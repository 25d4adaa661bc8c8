//! Why a contact cannot be registered or changed.

use super::ContactField;
use crate::language::{Language, Message, Named, named};

named! {
    /// Why a contact cannot be registered or changed as asked. The name is the whole sentence: what is wrong, and what to
    /// do.
    pub enum ContactRefusal {
        DateAhead = "contact_ahead",
            "Kontaktdatum ligger framåt i tiden. Välj dagens datum eller ett tidigare, och skriv det som ska göras som uppföljning.",
            "The contact date lies ahead. Choose today or an earlier day, and write what is to be done as a follow-up.";
        FollowUpBeforeContact = "follow_up_before_contact",
            "Uppföljningsdatum ligger före kontaktdatum. Välj ett senare datum.",
            "The follow-up date is before the contact date. Choose a later day.";
        CaseworkerElsewhere = "contact_caseworker_elsewhere",
            "Handläggaren är inte användare i kommunen. Välj någon som är det, eller töm fältet.",
            "The caseworker is not a user of the municipality. Choose somebody who is, or empty the field.";
    }
}

impl ContactRefusal {
    /// The field that is to be mended.
    pub const fn field(self) -> ContactField {
        match self {
            Self::DateAhead => ContactField::Date,
            Self::FollowUpBeforeContact => ContactField::FollowUp,
            Self::CaseworkerElsewhere => ContactField::Caseworker,
        }
    }
}

impl Message for ContactRefusal {
    fn message(&self, language: Language) -> String {
        self.name(language).to_owned()
    }
}
