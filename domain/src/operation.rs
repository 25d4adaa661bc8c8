//! The journal's vocabulary: every change is an operation with its actor, and every read of a person is told too.

pub mod told;

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    access::{Role, RoleTitle, assignment::WithoutRole},
    id::{AccountId, PersonId, RunId},
    language::{Language, Named, named},
    municipality::MunicipalityCode,
};

named! {
    /// What was done.
    pub enum OperationKind {
        PopulationImport = "population-import", "Import från folkbokföringen", "Population register import";
        PupilImport = "pupil-import", "Import av elever", "Pupil import";
        CaseUpdate = "case-update", "Uppdatering av aktivitetsansvar", "Case update";
        ListUpdate = "list-update", "Listor förda till ny dag", "Lists brought to a new day";
        Casework = "casework", "Handläggning", "Casework";
        BulkCaseUpdate = "bulk-case-update", "Uppdaterade aktivitetsansvar", "Cases updated together";
        BulkMeasures = "bulk-measures", "Registrerade åtgärder", "Measures registered together";
        BulkContacts = "bulk-contacts", "Registrerade kontakttillfällen", "Contacts registered together";
        BulkClosing = "bulk-closing", "Avslutade uppföljningar", "Follow-ups closed together";
        HandOver = "hand-over", "Överlämnade aktivitetsansvar", "Cases handed over";
        CaseEntry = "case-entry", "Registrerad för hand", "Registered by hand";
        CaseRemoval = "case-removal", "Raderat aktivitetsansvar", "Deleted case";
        Letters = "letters", "Skapade brev", "Letters made";
        ScbReport = "scb-report", "SCB-rapportering", "Report to Statistics Sweden";
        LetterTemplateChange = "letter-template-change", "Ändrad brevmall", "Template of letters changed";
        BulkUndo = "bulk-undo", "Ångrad ändring", "Undone change";
        PolicyChange = "policy-change", "Ändrad policy", "Policy change";
        ProfileChange = "profile-change", "Ändrad listprofil", "List profile change";
        AccountChange = "account-change", "Ändrat konto", "Account change";
        AccessChange = "access-change", "Ändrad behörighet", "Change of permissions";
        MessageSent = "message-sent", "Skickat meddelande", "Message sent";
        CalendarChange = "calendar-change", "Ändrad kalenderprenumeration", "Calendar subscription change";
        Demo = "demo", "Demodata", "Demo data";
        SignIn = "sign-in", "Inloggning", "Sign-in";
        SignInBegun = "sign-in-begun", "Påbörjad inloggning", "Sign-in begun";
        SignInFailed = "sign-in-failed", "Misslyckad inloggning", "Failed sign-in";
        SignOut = "sign-out", "Utloggning", "Sign-out";
        RoleSwitch = "role-switch", "Byte av roll", "Role switch";
        ReadCase = "read-case", "Läst ärende", "Read a case";
        ReadVerdicts = "read-verdicts", "Prövat person", "Judged a person";
        ReadPast = "read-past", "Läst registret per ett datum", "Read the register as of a date";
        ReadPersonLog = "read-person-log", "Läst loggutdrag", "Read a person's log";
        ReadList = "read-list", "Läst lista", "Read a list";
        ReadCalendar = "read-calendar", "Läst kalender", "Read a calendar";
        Search = "search", "Sökning", "Search";
        ExportList = "export-list", "Exporterad lista", "Exported a list";
    }
}

named! {
    /// What a change is about.
    pub enum EntityKind {
        Person = "person", "Person", "Person";
        Case = "case", "Aktivitetsansvar", "Case";
        Measure = "measure", "Åtgärd", "Measure";
        Contact = "contact", "Kontakttillfälle", "Contact";
        ContactDetail = "contact-detail", "Kontaktuppgift", "Contact detail";
        Address = "address", "Adress", "Address";
        IndividualPlan = "individual-plan", "Individuell plan", "Individual plan";
        SchoolNotice = "school-notice", "Anmälan från skola", "Notice from a school";
        LetterTemplate = "letter-template", "Brevmall", "Template of letters";
        ScbExport = "scb-export", "SCB-export", "Export to Statistics Sweden";
        CalendarFeed = "calendar-feed", "Kalenderprenumeration", "Calendar subscription";
        Placement = "placement", "Placering", "Placement";
        Diploma = "diploma", "Examen", "Diploma";
        Organiser = "organiser", "Huvudman", "Organiser";
        Unit = "unit", "Enhet", "School unit";
        StudyPath = "study-path", "Studieväg", "Study path";
        Policy = "policy", "Policy", "Policy";
        ListProfile = "list-profile", "Listprofil", "List profile";
        Account = "account", "Konto", "Account";
        Organisation = "organisation", "Organisation", "Organisation";
        Grant = "grant", "Tilldelning", "Grant";
        UserRole = "user-role", "Användarroll", "User role";
        Application = "application", "Ansökan om behörighet", "Application for a role";
        Recertification = "recertification", "Behörighetsgenomgång", "Recertification";
        UserMessage = "user-message", "Meddelande", "Message";
        CatalogueEntry = "catalogue-entry", "Behörighet i katalogen", "Permission of the catalogue";
    }
}

named! {
    /// What happened to it.
    pub enum ChangeKind {
        Created = "created", "Skapad", "Created";
        Changed = "changed", "Ändrad", "Changed";
        Removed = "removed", "Borttagen", "Removed";
        Read = "read", "Läst", "Read";
    }
}

/// The system as the log keeps it in the place of a role.
pub const SYSTEM: &str = "system";
/// The operator as the log keeps it in the place of a role.
pub const OPERATOR: &str = "operator";

/// Who does something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// A run, an import or another work of the system itself.
    System,
    /// The operator at the command line.
    Operator,
    /// A user in a role.
    User {
        /// The account.
        account: AccountId,
        /// The user's name, as it was at the time.
        name: String,
        /// The role acted in.
        role: RoleTitle,
        /// The organisation acted for.
        organisation: String,
    },
    /// Somebody not signed in.
    Nobody,
}

impl Actor {
    /// The name shown in the log.
    pub fn name(&self) -> &str {
        match self {
            Self::System | Self::Operator => "Fyren",
            Self::User { name, .. } => name,
            Self::Nobody => "",
        }
    }

    /// The role as the log keeps it, or empty.
    pub fn role_code(&self) -> Cow<'static, str> {
        match self {
            Self::System => SYSTEM.into(),
            Self::Operator => OPERATOR.into(),
            Self::User { role, .. } => role.told(),
            Self::Nobody => "".into(),
        }
    }

    /// The account, for a user.
    pub const fn account(&self) -> Option<AccountId> {
        match self {
            Self::User { account, .. } => Some(*account),
            _ => None,
        }
    }
}

/// What the log keeps of whoever acts in something that ships with Fyren, in the order shown.
pub fn role_codes() -> impl Iterator<Item = &'static str> {
    let roles = Role::ALL.iter().map(|role| role.code());
    roles.chain(WithoutRole::ALL.iter().map(|other| other.code())).chain([SYSTEM, OPERATOR])
}

/// What the log has kept of whoever acted ([`Actor::role_code`]), in words; nothing for who had no role.
pub fn role_name(told: &str, language: Language) -> Option<&str> {
    match told {
        SYSTEM => Some(language.pick("Systemet", "The system")),
        OPERATOR => Some(language.pick("Driften", "Operator")),
        told => RoleTitle::name_of_told(told, language),
    }
}

/// One thing done by one actor at one time; its [`Change`]s say to what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// What was done.
    pub kind: OperationKind,
    /// By whom.
    pub actor: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// The municipality it concerns, if one.
    pub municipality: Option<MunicipalityCode>,
    /// The run that did it, if one.
    pub run: Option<RunId>,
    /// Why, or with what: a file's name, codes of a list and its columns, which [`told::details`] reads. Never a person's
    /// data.
    pub reason: String,
}

/// What an operation did to one thing. `before` and `after` are JSON objects of the fields that differ.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What kind of thing.
    pub entity: EntityKind,
    /// Which one, by its identity in its table.
    pub entity_id: i64,
    /// Whose data it is, if a person's; the values are then encrypted with that person's key.
    pub person: Option<PersonId>,
    /// What happened.
    pub kind: ChangeKind,
    /// The fields before, as a JSON object, or `None` when created or read.
    pub before: Option<String>,
    /// The fields after, as a JSON object, or `None` when removed or read.
    pub after: Option<String>,
}

crate::private_debug!(Change, entity, entity_id, kind);

impl Change {
    /// The change that takes this one back: what was created is removed, what was removed is there again, and what was
    /// changed holds what it held; `None` for a reading (requirement K16).
    pub fn taken_back(&self) -> Option<Self> {
        let kind = match self.kind {
            ChangeKind::Created => ChangeKind::Removed,
            ChangeKind::Changed => ChangeKind::Changed,
            ChangeKind::Removed => ChangeKind::Created,
            ChangeKind::Read => return None,
        };
        Some(Self { kind, before: self.after.clone(), after: self.before.clone(), ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_taken_back_by_its_opposite_and_that_by_the_change() {
        let change = |kind, before: Option<&str>, after: Option<&str>| Change {
            entity: EntityKind::Measure,
            entity_id: 7,
            person: Some(PersonId(1)),
            kind,
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        };
        let created = change(ChangeKind::Created, None, Some("{}"));
        assert_eq!(created.taken_back(), Some(change(ChangeKind::Removed, Some("{}"), None)));
        let changed = change(ChangeKind::Changed, Some(r#"{"a":1}"#), Some(r#"{"a":2}"#));
        for made in [created, changed] {
            assert_eq!(made.taken_back().and_then(|back| back.taken_back()), Some(made));
        }
        assert_eq!(change(ChangeKind::Read, None, None).taken_back(), None);
    }
}
