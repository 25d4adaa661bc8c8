//! Why somebody may or may not do something on a day: the answer to the question, and its sentence.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::language::{Language, Message};

/// Whether something that has been given works on a day, and else why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It works.
    Works,
    /// What was given begins later.
    NotBegun {
        /// The first day.
        from: NaiveDate,
    },
    /// The account is not active yet.
    AccountNotYet {
        /// Its first day.
        from: NaiveDate,
    },
    /// The permission is announced, and not there yet.
    PermissionNotYet {
        /// Its first day.
        first: NaiveDate,
    },
    /// The organisation's agreement begins later.
    AgreementNotBegun {
        /// Its first day.
        from: NaiveDate,
    },
    /// The account is active no more.
    AccountInactive {
        /// Its last day.
        last: NaiveDate,
    },
    /// What was given has ended.
    Ended {
        /// The last day.
        last: NaiveDate,
    },
    /// The organisation's agreement has ended.
    AgreementEnded {
        /// Its last day.
        last: NaiveDate,
    },
    /// The organisation has no agreement for the service.
    AgreementMissing,
    /// The permission is no more.
    PermissionRetired {
        /// The first day without it.
        retired: NaiveDate,
    },
    /// The catalogue does not have it.
    UnknownPermission,
    /// Nobody has given it.
    NobodyGranted,
}

impl Verdict {
    /// Whether it works.
    pub const fn works(self) -> bool {
        matches!(self, Self::Works)
    }

    /// What is least is told when several grants answer differently: first that it works, then what only time is needed for,
    /// then what somebody has to mend; of two alike the one that begins first or has ended last.
    pub(super) fn nearness(self) -> (u8, i32) {
        let (rank, days) = match self {
            Self::Works => (0, None),
            Self::NotBegun { from } => (1, Some(from.num_days_from_ce())),
            Self::AccountNotYet { from } => (2, Some(from.num_days_from_ce())),
            Self::PermissionNotYet { first } => (3, Some(first.num_days_from_ce())),
            Self::AgreementNotBegun { from } => (4, Some(from.num_days_from_ce())),
            Self::AccountInactive { last } => (5, Some(-last.num_days_from_ce())),
            Self::Ended { last } => (6, Some(-last.num_days_from_ce())),
            Self::AgreementEnded { last } => (7, Some(-last.num_days_from_ce())),
            Self::AgreementMissing => (8, None),
            Self::PermissionRetired { retired } => (9, Some(-retired.num_days_from_ce())),
            Self::UnknownPermission => (10, None),
            Self::NobodyGranted => (11, None),
        };
        (rank, days.unwrap_or_default())
    }

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::NotBegun { .. } => "not_begun",
            Self::AccountNotYet { .. } => "account_not_yet",
            Self::PermissionNotYet { .. } => "permission_not_yet",
            Self::AgreementNotBegun { .. } => "agreement_not_begun",
            Self::AccountInactive { .. } => "account_inactive",
            Self::Ended { .. } => "ended",
            Self::AgreementEnded { .. } => "agreement_ended",
            Self::AgreementMissing => "agreement_missing",
            Self::PermissionRetired { .. } => "permission_retired",
            Self::UnknownPermission => "unknown_permission",
            Self::NobodyGranted => "nobody_granted",
        }
    }
}

impl Message for Verdict {
    fn message(&self, language: Language) -> String {
        let (swedish, english) = match self {
            Self::Works => ("Får: behörigheten gäller.".to_owned(), "May: the permission holds.".to_owned()),
            Self::NotBegun { from } => (
                format!("Får inte ännu: behörigheten gäller från och med {from}."),
                format!("May not yet: the permission holds from {from}."),
            ),
            Self::AccountNotYet { from } => (
                format!("Får inte ännu: kontot är aktivt från och med {from}."),
                format!("May not yet: the account is active from {from}."),
            ),
            Self::PermissionNotYet { first } => (
                format!("Får inte ännu: behörigheten införs {first}."),
                format!("May not yet: the permission is introduced on {first}."),
            ),
            Self::AgreementNotBegun { from } => (
                format!("Får inte ännu: organisationens avtal för e-tjänsten gäller från och med {from}."),
                format!("May not yet: the organisation's agreement for the service holds from {from}."),
            ),
            Self::AccountInactive { last } => (
                format!(
                    "Får inte: kontot var aktivt till och med {last}. Be en administratör att öppna det."
                ),
                format!("May not: the account was active until {last}. Ask an administrator to open it."),
            ),
            Self::Ended { last } => (
                format!("Får inte: behörigheten gällde till och med {last}. Be en administratör om en ny."),
                format!("May not: the permission held until {last}. Ask an administrator for a new one."),
            ),
            Self::AgreementEnded { last } => (
                format!(
                    "Får inte: organisationens avtal för e-tjänsten gällde till och med {last}. Vänd dig till driftansvarig."
                ),
                format!(
                    "May not: the organisation's agreement for the service held until {last}. Turn to the operator."
                ),
            ),
            Self::AgreementMissing => (
                "Får inte: organisationen har inget avtal för e-tjänsten. Vänd dig till driftansvarig."
                    .to_owned(),
                "May not: the organisation has no agreement for the service. Turn to the operator."
                    .to_owned(),
            ),
            Self::PermissionRetired { retired } => (
                format!("Får inte: behörigheten upphörde {retired}. Be en administratör om en annan."),
                format!(
                    "May not: the permission was retired on {retired}. Ask an administrator for another one."
                ),
            ),
            Self::UnknownPermission => (
                "Får inte: behörigheten finns inte i katalogen. Vänd dig till driftansvarig.".to_owned(),
                "May not: the permission is not in the catalogue. Turn to the operator.".to_owned(),
            ),
            Self::NobodyGranted => (
                "Får inte: ingen har gett behörigheten. Be en administratör om den.".to_owned(),
                "May not: nobody has given the permission. Ask an administrator for it.".to_owned(),
            ),
        };
        match language {
            Language::Swedish => swedish,
            Language::English => english,
        }
    }
}
