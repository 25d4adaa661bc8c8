//! Why something about users and what they may do is not done.

use domain::{
    access::{
        application::ApplicationRefusal, catalogue::service_name, code::ServiceCode, duties::DutyRefusal,
        grant::GrantRefusal, recertification::RecertificationRefusal, role::RoleRefusal, user::UserRefusal,
        user_import::TableRefusal,
    },
    language::{Language, Message},
};
use store::StoreError;

use crate::ServiceError;

/// Why something about a user is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessRefusal {
    /// The details cannot be kept.
    User(UserRefusal),
    /// It cannot be given.
    Grant(GrantRefusal),
    /// It is against the separation of duties, or there is nothing to end.
    Duty(DutyRefusal),
    /// Who asks does not administer the service.
    NotAdministered,
    /// Somebody has changed the same meanwhile.
    Changed,
    /// Nothing has been chosen.
    NothingChosen,
    /// The user has it already on some of the days.
    HasAlready,
    /// The user belongs to another organisation too.
    OfOthersToo,
    /// Whoever has the password of an administrator could give to themselves.
    OfAnAdministrator,
    /// Whoever has the card of an administrator could, too.
    CardOfAnAdministrator,
    /// The role cannot be kept.
    Role(RoleRefusal),
    /// Somebody who has the role administers a service that it would use.
    HolderAdministers {
        /// Who.
        name: String,
        /// The service.
        service: ServiceCode,
    },
    /// The role has been withdrawn: who has it keeps it as long as was said, and no longer.
    Withdrawn,
    /// Nobody says why.
    ReasonMissing,
    /// It cannot be done with an application.
    Application(ApplicationRefusal),
    /// It cannot be done in a recertification.
    Recertification(RecertificationRefusal),
    /// The table cannot be read.
    Table(TableRefusal),
    /// The table, or a user in it, is another than what has been looked at.
    NotLookedAt,
    /// No row of the table does anything.
    NothingToImport,
    /// The other has nothing that the user does not have and that can be given.
    NothingToCopy,
}

impl Message for AccessRefusal {
    fn message(&self, language: Language) -> String {
        match self {
            Self::User(refusal) => refusal.message(language),
            Self::Grant(refusal) => refusal.message(language),
            Self::Duty(refusal) => refusal.message(language),
            Self::NotAdministered => language
                .pick(
                    "Du administrerar inte e-tjänsten. Be någon som gör det, eller driftansvarig.",
                    "You do not administer the service. Ask somebody who does, or the operator.",
                )
                .to_owned(),
            Self::Changed => language
                .pick(
                    "Någon annan har ändrat användaren under tiden. Ladda om sidan och gör om ändringen.",
                    "Somebody else has changed the user meanwhile. Load the page anew and make the change again.",
                )
                .to_owned(),
            Self::NothingChosen => {
                language.pick("Välj en roll i listan.", "Choose a role of the list.").to_owned()
            }
            Self::HasAlready => language
                .pick(
                    "Användaren har redan det, någon av de dagarna. Avsluta det först, eller välj andra dagar.",
                    "The user has that already on some of those days. End it first, or choose other days.",
                )
                .to_owned(),
            Self::OfAnAdministrator => language
                .pick(
                    "Lösenordet för den som administrerar behörigheter återställs av driftansvarig.",
                    "The password of whoever administers permissions is reset by the operator.",
                )
                .to_owned(),
            Self::CardOfAnAdministrator => language
                .pick(
                    "HSA-id för den som administrerar behörigheter ändras av driften (fyren user set-hsa-id). Låt det stå som det är.",
                    "The HSA-id of somebody who administers permissions is changed by those who operate Fyren (fyren user set-hsa-id). Leave it as it is.",
                )
                .to_owned(),
            Self::Role(refusal) => refusal.message(language),
            Self::HolderAdministers { name, service } => {
                let service = service_name(service.as_str(), language).unwrap_or(service.as_str());
                match language {
                    Language::Swedish => format!(
                        "{name} har rollen och administrerar {service}. Ingen får ha båda. Avsluta rollen för {name} först, eller låt rollen vara utan e-tjänsten."
                    ),
                    Language::English => format!(
                        "{name} has the role and administers {service}. Nobody may have both. End the role of {name} first, or leave the service out of it."
                    ),
                }
            }
            Self::Application(refusal) => refusal.message(language),
            Self::Recertification(refusal) => refusal.message(language),
            Self::Table(refusal) => refusal.message(language),
            Self::NotLookedAt => language
                .pick(
                    "Tabellen eller någon av användarna har ändrats sedan du tittade. Förhandsgranska igen och spara sedan.",
                    "The table or one of the users has changed since you looked. Preview again, and save then.",
                )
                .to_owned(),
            Self::NothingToImport => language
                .pick(
                    "Ingen rad lägger till eller ändrar någon. Rätta raderna, eller gå tillbaka till listan.",
                    "No row adds or changes anybody. Mend the rows, or go back to the list.",
                )
                .to_owned(),
            Self::Withdrawn => language
                .pick(
                    "Rollen är indragen och går inte att förlänga. Ge en annan roll.",
                    "The role has been withdrawn and cannot be prolonged. Give another role.",
                )
                .to_owned(),
            Self::NothingToCopy => language
                .pick(
                    "Den andra har inget som användaren saknar och som du kan ge. Välj någon annan.",
                    "The other has nothing that the user lacks and that you can give. Choose somebody else.",
                )
                .to_owned(),
            Self::ReasonMissing => GrantRefusal::ReasonMissing.message(language),
            Self::OfOthersToo => language
                .pick(
                    "Användaren hör också till en annan organisation. Vänd dig till driftansvarig.",
                    "The user belongs to another organisation too. Turn to the operator.",
                )
                .to_owned(),
        }
    }
}

/// Why something about a user was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessFailure {
    /// It may not be; everything that is wrong, never empty.
    Refused(Vec<AccessRefusal>),
    /// It could not be tried, or is out of reach.
    Unavailable(ServiceError),
}

impl From<ServiceError> for AccessFailure {
    fn from(error: ServiceError) -> Self {
        Self::Unavailable(error)
    }
}

impl From<StoreError> for AccessFailure {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<AccessRefusal> for AccessFailure {
    fn from(refusal: AccessRefusal) -> Self {
        Self::Refused(vec![refusal])
    }
}
