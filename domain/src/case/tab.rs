//! The tabs of a case (requirement K4), each with an address of its own.

use crate::language::named;

named! {
    /// The tabs, in order. The codes are the last part of their addresses.
    pub enum CaseTab {
        Contacts = "kontakttillfallen", "Kontakttillfällen", "Contacts";
        Responsibility = "aktivitetsansvaret", "Aktivitetsansvaret", "The responsibility";
        Measures = "atgarder", "Åtgärder", "Measures";
        Addresses = "adresser", "Adresser", "Addresses";
        ContactDetails = "kontaktuppgifter", "Kontaktuppgifter", "Contact details";
        PupilHistory = "elevhistorik", "Elevhistorik", "Pupil history";
        Plan = "plan", "Plan", "Plan";
        Timeline = "tidslinje", "Tidslinje", "Timeline";
        Log = "logg", "Logg", "Log";
    }
}
