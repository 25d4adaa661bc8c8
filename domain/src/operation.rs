//! The journal's vocabulary: every change is an operation with its actor, and every read of a person is told too.

pub mod told;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    access::Role,
    id::{AccountId, PersonId, RunId},
    language::named,
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
        BulkUndo = "bulk-undo", "Ångrad ändring", "Undone change";
        PolicyChange = "policy-change", "Ändrad policy", "Policy change";
        ProfileChange = "profile-change", "Ändrad listprofil", "List profile change";
        AccountChange = "account-change", "Ändrat konto", "Account change";
        Demo = "demo", "Demodata", "Demo data";
        SignIn = "sign-in", "Inloggning", "Sign-in";
        SignInFailed = "sign-in-failed", "Misslyckad inloggning", "Failed sign-in";
        SignOut = "sign-out", "Utloggning", "Sign-out";
        RoleSwitch = "role-switch", "Byte av roll", "Role switch";
        ReadCase = "read-case", "Läst ärende", "Read a case";
        ReadList = "read-list", "Läst lista", "Read a list";
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
        Placement = "placement", "Placering", "Placement";
        Diploma = "diploma", "Examen", "Diploma";
        Organiser = "organiser", "Huvudman", "Organiser";
        Unit = "unit", "Enhet", "School unit";
        StudyPath = "study-path", "Studieväg", "Study path";
        Policy = "policy", "Policy", "Policy";
        ListProfile = "list-profile", "Listprofil", "List profile";
        Account = "account", "Konto", "Account";
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
        role: Role,
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

    /// The role's code, or empty.
    pub fn role_code(&self) -> &'static str {
        use crate::language::Named;
        match self {
            Self::System => "system",
            Self::Operator => "operator",
            Self::User { role, .. } => role.code(),
            Self::Nobody => "",
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
