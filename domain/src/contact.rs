//! Contacts with a young person, and their follow-up (`rules.md` section 6).

pub mod change;
pub mod detail;
pub mod email;
pub mod form;
pub mod postal_address;
mod refusal;
pub mod registration;
pub mod telephone;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::language::named;
pub use refusal::ContactRefusal;

named! {
    /// How the contact was made (*kontaktsätt*).
    pub enum ContactWay {
        Letter = "letter", "Brev", "Letter";
        Email = "email", "Epost", "E-mail";
        Telephone = "telephone", "Telefon", "Telephone";
        TextMessage = "text-message", "SMS", "Text message";
        Meeting = "meeting", "Personligt möte", "Meeting in person";
        Other = "other", "Annan", "Other";
    }
}

named! {
    /// A field of a contact. The codes are the names of the fields of [`form::ContactForm`].
    pub enum ContactField {
        Date = "date", "Kontaktdatum", "Contact date";
        Heading = "heading", "Orsak", "Heading";
        Way = "way", "Kontaktsätt", "Contact way";
        Notes = "notes", "Anteckningar", "Notes";
        FollowsUp = "follows_up", "Uppföljning", "Follow-up";
        FollowUp = "follow_up", "Uppföljningsdatum", "Follow-up date";
        Closed = "closed", "Orsak avslutad", "Reason for closing";
        Caseworker = "caseworker", "Handläggare aktivitetsansvar", "Caseworker of the case";
    }
}

named! {
    /// Where a person who lives outside the home municipality is (*boende utanför hemkommunen*). Not reported.
    pub enum LivingOutside {
        Nordic = "nordic", "Norden", "The Nordic countries";
        OutsideNordic = "outside-nordic", "Utanför Norden", "Outside the Nordic countries";
        Other = "other", "Annan", "Other";
    }
}

named! {
    /// A way to reach a person (*kontaktuppgift*).
    pub enum ContactDetailKind {
        Email = "email", "Epost", "E-mail";
        Telephone = "telephone", "Telefon", "Telephone";
        Mobile = "mobile", "Mobiltelefon", "Mobile telephone";
    }
}

/// A contact to be registered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewContact {
    /// When it was made.
    pub date: NaiveDate,
    /// The heading (*orsak*).
    pub heading: String,
    /// How it was made.
    pub way: ContactWay,
    /// What was said; never leaves the municipality.
    pub notes: String,
    /// When it is to be followed up, if it is.
    pub follow_up: Option<NaiveDate>,
}

crate::private_debug!(NewContact, date, way);
