//! What a municipality sees of what another one has registered, field by field (requirement K13; `rules.md` sections 3 and
//! 6; seed 001, "Åtgärder", "Kontakttillfällen", "Aktivitetsansvaret").
//!
//! When a person moves from A to B, B sees A's measures, so that nothing is tried twice unknowingly, and nothing that A
//! wrote for itself. A, whose case is over, sees nothing that B does. This table is the one place where it is decided what
//! is seen of a measure. Contacts, plans and the journal of a case never leave their municipality: the SQL that reads them
//! asks for the municipality's own, and the tests of moves hold it to this table, field by field.

use crate::{language::named, municipality::MunicipalityCode};

named! {
    /// How a reading municipality stands to the one that registered something about the same person.
    pub enum Standing {
        Own = "own", "Den egna kommunen", "The municipality itself";
        Later = "later", "En kommun som personen flyttat till", "A municipality that the person has moved to";
        Earlier = "earlier", "En kommun som personen flyttat från", "A municipality that the person has moved from";
    }
}

impl Standing {
    /// How a reading municipality stands to a case: `reading` with its own case of the person, if it has one, which began
    /// before or after it.
    pub fn of(reading: MunicipalityCode, registering: MunicipalityCode, begins_later: bool) -> Self {
        match (reading == registering, begins_later) {
            (true, _) => Self::Own,
            (false, true) => Self::Later,
            (false, false) => Self::Earlier,
        }
    }
}

named! {
    /// A field of what is registered about a person.
    pub enum SeenField {
        MeasureKind = "measure-kind", "Åtgärd: åtgärdstyp", "Measure: type";
        MeasureStart = "measure-start", "Åtgärd: startdatum", "Measure: start date";
        MeasureEnd = "measure-end", "Åtgärd: slutdatum", "Measure: end date";
        MeasureOccupationBefore = "measure-occupation-before", "Åtgärd: sysselsättning vid åtgärd", "Measure: occupation before";
        MeasureOccupationAfter = "measure-occupation-after", "Åtgärd: sysselsättning efter åtgärd", "Measure: occupation after";
        MeasureOutcome = "measure-outcome", "Åtgärd: orsak avslutad", "Measure: outcome";
        MeasureClosedWithCase = "measure-closed-with-case", "Åtgärd: avslutad av körningen", "Measure: closed by the run";
        MeasureMunicipality = "measure-municipality", "Åtgärd: skapad av kommun", "Measure: created by municipality";
        MeasureCreated = "measure-created", "Åtgärd: skapad av och när", "Measure: created by whom and when";
        MeasureChanged = "measure-changed", "Åtgärd: ändrad av och när", "Measure: changed by whom and when";
        MeasureNotes = "measure-notes", "Åtgärd: anteckningar", "Measure: notes";
        ContactDate = "contact-date", "Kontakttillfälle: datum", "Contact: date";
        ContactHeading = "contact-heading", "Kontakttillfälle: orsak", "Contact: heading";
        ContactWay = "contact-way", "Kontakttillfälle: kontaktsätt", "Contact: way";
        ContactNotes = "contact-notes", "Kontakttillfälle: anteckningar", "Contact: notes";
        ContactFollowUp = "contact-follow-up", "Kontakttillfälle: uppföljning", "Contact: follow-up";
        ContactClosed = "contact-closed", "Kontakttillfälle: orsak avslutad", "Contact: reason for closing";
        ContactCreated = "contact-created", "Kontakttillfälle: skapat av och när", "Contact: created by whom and when";
        CaseNotes = "case-notes", "Aktivitetsansvar: anteckningar", "Case: notes";
        CaseCaseworker = "case-caseworker", "Aktivitetsansvar: handläggare", "Case: caseworker";
        CaseOccupation = "case-occupation", "Aktivitetsansvar: sysselsättning vid registrering", "Case: occupation at registration";
        CaseLivingOutside = "case-living-outside", "Aktivitetsansvar: boende utanför hemkommun", "Case: living outside the home municipality";
        CaseOtherSchooling = "case-other-schooling", "Aktivitetsansvar: studier annan skolform", "Case: other schooling";
        CaseDays = "case-days", "Aktivitetsansvar: datum och orsak", "Case: dates and reason";
        IndividualPlan = "individual-plan", "Individuell plan", "Individual plan";
        SchoolNotice = "school-notice", "Anmälan från skola", "Notice from a school";
        PersonName = "person-name", "Person: namn och personnummer", "Person: name and personal number";
        PersonContactDetails = "person-contact-details", "Person: kontaktuppgifter", "Person: contact details";
        PersonAddresses = "person-addresses", "Person: adresser", "Person: addresses";
        PersonPlacements = "person-placements", "Person: elevhistorik", "Person: placements";
        PersonDiplomas = "person-diplomas", "Person: examen", "Person: diplomas";
    }
}

impl SeenField {
    /// Whether a municipality sees it. Whoever has no case of the person, and where the person does not live, sees nothing at
    /// all: no scope reaches them.
    pub const fn is_seen_by(self, standing: Standing) -> bool {
        match (standing, self) {
            (Standing::Own, _) => true,
            // What was done, when, how it went, and by which municipality. Who registered it there is in the card of the
            // measure (seed 001, "Åtgärder"), so that B knows whom to ask.
            (
                Standing::Later,
                Self::MeasureKind
                | Self::MeasureStart
                | Self::MeasureEnd
                | Self::MeasureOccupationBefore
                | Self::MeasureOccupationAfter
                | Self::MeasureOutcome
                | Self::MeasureClosedWithCase
                | Self::MeasureMunicipality
                | Self::MeasureCreated
                | Self::MeasureChanged,
            ) => true,
            // What is known of the person follows the person.
            (
                Standing::Later,
                Self::PersonName
                | Self::PersonContactDetails
                | Self::PersonAddresses
                | Self::PersonPlacements
                | Self::PersonDiplomas,
            ) => true,
            (
                Standing::Later,
                Self::MeasureNotes
                | Self::ContactDate
                | Self::ContactHeading
                | Self::ContactWay
                | Self::ContactNotes
                | Self::ContactFollowUp
                | Self::ContactClosed
                | Self::ContactCreated
                | Self::CaseNotes
                | Self::CaseCaseworker
                | Self::CaseOccupation
                | Self::CaseLivingOutside
                | Self::CaseOtherSchooling
                | Self::CaseDays
                | Self::IndividualPlan
                | Self::SchoolNotice,
            ) => false,
            // The closed case stays with its name; where the person lives and how to reach them is no longer A's matter.
            (Standing::Earlier, Self::PersonName | Self::PersonPlacements | Self::PersonDiplomas) => true,
            (Standing::Earlier, _) => false,
        }
    }
}
