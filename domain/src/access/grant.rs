//! Grants: a user, what they are given, where, from when to when, who decided it and why (`access.md` section 1). A grant works
//! on a day when each of its parts does: the account, the grant itself, the permission and the organisation's agreement.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    agreement::{AgreementState, Agreements},
    catalogue::{Catalogue, EntryState},
    code::{PermissionCode, ServiceCode},
    organisation::OrganisationKind,
    role::UserRole,
    verdict::Verdict,
};
use crate::{
    form::LONGEST_LINE,
    id::{AccountId, GrantId, OrganisationId, UnitId},
    language::{Language, Message, Named},
    period::Period,
    text::clean_line,
};

/// How many days before a grant ends somebody is told, the first notice first.
pub const NOTICE_DAYS: [u64; 2] = [30, 7];

/// What is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Granted {
    /// To be an administrator of the organisation: to give others the permissions of every service that it has. The operator
    /// alone gives it.
    Administrator,
    /// A role.
    Role(UserRole),
    /// A permission by itself.
    Permission(PermissionCode),
}

/// Where something is given or asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The organisation.
    pub organisation: OrganisationId,
    /// One of its units; all of the organisation without.
    pub unit: Option<UnitId>,
}

impl Place {
    /// Whether what is given here reaches there.
    pub fn reaches(self, other: Self) -> bool {
        self.organisation == other.organisation && (self.unit.is_none() || self.unit == other.unit)
    }
}

/// Who decided a grant, when, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Who; nobody in particular where it is the operator at the command line.
    pub by: Option<AccountId>,
    /// When.
    pub at: DateTime<Utc>,
    reason: String,
}

impl Decision {
    /// A decision with its reason.
    ///
    /// # Errors
    /// When the reason is missing or longer than a line.
    pub fn new(by: Option<AccountId>, at: DateTime<Utc>, reason: &str) -> Result<Self, GrantRefusal> {
        let reason = clean_line(reason);
        match reason.chars().count() {
            0 => Err(GrantRefusal::ReasonMissing),
            1..=LONGEST_LINE => Ok(Self { by, at, reason }),
            _ => Err(GrantRefusal::ReasonTooLong),
        }
    }

    /// A decision of which nobody asks who made it.
    pub fn unread() -> Self {
        Self { by: None, at: DateTime::<Utc>::MIN_UTC, reason: String::new() }
    }

    /// Why.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// Something that is given to a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Which one.
    pub id: GrantId,
    /// Whose it is.
    pub account: AccountId,
    /// What is given.
    pub granted: Granted,
    /// Where.
    pub place: Place,
    /// From when to when; the last day still works.
    pub period: Period,
    /// Who decided it and why.
    pub decision: Decision,
}

/// What somebody wants to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To use a permission.
    Use(PermissionCode),
    /// To give others the permissions of a service.
    Administer(ServiceCode),
}

/// What besides the grant decides whether it works.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// The permissions there are.
    pub catalogue: &'a Catalogue,
    /// What the organisations have agreed.
    pub agreements: &'a Agreements,
    /// The days on which the user's account is active.
    pub active: Period,
}

/// Why something is not given as asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum GrantRefusal {
    /// It ends before it begins.
    #[error("ends before it begins")]
    EndsBeforeItBegins,
    /// Nobody says why.
    #[error("reason missing")]
    ReasonMissing,
    /// Too much is said.
    #[error("reason too long")]
    ReasonTooLong,
    /// It cannot be given in an organisation of its kind.
    #[error("not for {0:?}")]
    WrongKind(OrganisationKind),
    /// It would not work on the first day, or on the day on which it is given if that is later.
    #[error("not to be given: {0:?}")]
    NotOffered(Verdict),
}

impl GrantRefusal {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::EndsBeforeItBegins => "ends_before_it_begins",
            Self::ReasonMissing => "reason_missing",
            Self::ReasonTooLong => "reason_too_long",
            Self::WrongKind(_) => "wrong_kind",
            Self::NotOffered(_) => "not_offered",
        }
    }
}

impl Message for GrantRefusal {
    fn message(&self, language: Language) -> String {
        let (swedish, english) = match self {
            Self::EndsBeforeItBegins => (
                "Behörigheten slutar innan den börjar. Välj en sista dag som inte ligger före den första."
                    .to_owned(),
                "The permission ends before it begins. Choose a last day that is not before the first."
                    .to_owned(),
            ),
            Self::ReasonMissing => (
                "Motivering saknas. Skriv varför behörigheten ges.".to_owned(),
                "The reason is missing. Write why the permission is given.".to_owned(),
            ),
            Self::ReasonTooLong => (
                format!("Motiveringen är för lång. Skriv högst {LONGEST_LINE} tecken."),
                format!("The reason is too long. Write {LONGEST_LINE} characters at most."),
            ),
            Self::WrongKind(kind) => (
                format!(
                    "Behörigheten går inte att ge i en organisation av slaget {}. Välj en annan.",
                    kind.name(language)
                ),
                format!(
                    "The permission cannot be given in an organisation of the kind {}. Choose another one.",
                    kind.name(language)
                ),
            ),
            Self::NotOffered(verdict) => (
                format!("Behörigheten går inte att ge från den dagen. {}", verdict.message(language)),
                format!("The permission cannot be given from that day. {}", verdict.message(language)),
            ),
        };
        match language {
            Language::Swedish => swedish,
            Language::English => english,
        }
    }
}

impl Granted {
    /// The permissions that it lets somebody use.
    pub fn permissions(&self) -> impl Iterator<Item = &PermissionCode> {
        let (role, alone) = match self {
            Self::Administrator => (None, None),
            Self::Role(role) => (Some(role.permissions()), None),
            Self::Permission(code) => (None, Some(code)),
        };
        role.into_iter().flatten().chain(alone)
    }

    /// Whether it lets somebody give the permissions of a service to others.
    pub fn administers(&self, service: &ServiceCode) -> bool {
        match self {
            Self::Administrator => true,
            Self::Role(role) => role.administers().contains(service),
            Self::Permission(_) => false,
        }
    }

    /// Whether it is what somebody wants to do.
    pub fn gives(&self, asked: &Asked) -> bool {
        match asked {
            Asked::Use(permission) => self.permissions().any(|code| code == permission),
            Asked::Administer(service) => self.administers(service),
        }
    }

    /// Everything that it lets somebody do.
    fn everything(&self, catalogue: &Catalogue) -> Vec<Asked> {
        let administered = catalogue.services().iter().map(|service| &service.code);
        let administered = administered.filter(|code| self.administers(code)).cloned().map(Asked::Administer);
        administered.chain(self.permissions().cloned().map(Asked::Use)).collect()
    }
}

impl Grant {
    /// Whether anything of what is given works on a day; else what is nearest to it.
    pub fn works_on(&self, day: NaiveDate, circumstances: Circumstances<'_>) -> Verdict {
        let everything = self.granted.everything(circumstances.catalogue);
        let verdicts = everything.iter().map(|asked| self.lets_on(asked, day, circumstances));
        verdicts.min_by_key(|verdict| verdict.nearness()).unwrap_or(Verdict::UnknownPermission)
    }

    /// Whether it lets its user do something on a day, and else why not: each part is asked, that of the user first.
    pub fn lets_on(&self, asked: &Asked, day: NaiveDate, circumstances: Circumstances<'_>) -> Verdict {
        // What has been withdrawn before it began was never given.
        if !self.granted.gives(asked) || self.period.is_contradictory() {
            return Verdict::NobodyGranted;
        }
        let Circumstances { catalogue, agreements, active } = circumstances;
        if day < active.start {
            return Verdict::AccountNotYet { from: active.start };
        }
        if let Some(last) = active.end.filter(|last| *last < day) {
            return Verdict::AccountInactive { last };
        }
        if let Some(last) = self.period.end.filter(|last| *last < day) {
            return Verdict::Ended { last };
        }
        if day < self.period.start {
            return Verdict::NotBegun { from: self.period.start };
        }
        let service = match asked {
            Asked::Use(permission) => {
                let Some(entry) = catalogue.entry(permission) else { return Verdict::UnknownPermission };
                match (entry.state_on(day), entry.retired) {
                    (EntryState::Retired, Some(retired)) => return Verdict::PermissionRetired { retired },
                    _ if entry.works_on(day) => &entry.service,
                    _ => return Verdict::PermissionNotYet { first: entry.first },
                }
            }
            Asked::Administer(service) => service,
        };
        match agreements.state_on(self.place.organisation, service, day) {
            AgreementState::Agreed => Verdict::Works,
            AgreementState::Missing => Verdict::AgreementMissing,
            AgreementState::NotBegun { from } => Verdict::AgreementNotBegun { from },
            AgreementState::Ended { last } => Verdict::AgreementEnded { last },
        }
    }

    /// Whether it can be given today, in an organisation of a kind: on its first day, or today if that is later, it has to
    /// work. Of a role some of it has to: one does not fail because a permission of it has been retired or is not agreed, which
    /// then does not work. That the account is not active yet is no hindrance.
    ///
    /// # Errors
    /// Why it cannot be given.
    pub fn check(
        &self,
        kind: OrganisationKind,
        catalogue: &Catalogue,
        agreements: &Agreements,
        today: NaiveDate,
    ) -> Result<(), GrantRefusal> {
        if self.period.is_contradictory() {
            return Err(GrantRefusal::EndsBeforeItBegins);
        }
        let is_for = |code| catalogue.entry(code).is_none_or(|entry| entry.kinds.contains(&kind));
        let is_role_for = match &self.granted {
            Granted::Role(role) => role.kinds().contains(&kind),
            Granted::Administrator | Granted::Permission(_) => true,
        };
        if !is_role_for || !self.granted.permissions().all(is_for) {
            return Err(GrantRefusal::WrongKind(kind));
        }
        let day = today.max(self.period.start);
        // An administrator may be there before the first agreement.
        if self.granted == Granted::Administrator {
            return Ok(());
        }
        let circumstances = Circumstances { catalogue, agreements, active: Period::new(day, None) };
        match self.works_on(day, circumstances) {
            Verdict::Works => Ok(()),
            verdict => Err(GrantRefusal::NotOffered(verdict)),
        }
    }

    /// The same on the days on which the account is active alone; nothing when there are none.
    pub fn while_active(&self, active: Period) -> Option<Self> {
        let end = match (self.period.end, active.end) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        let period = Period::new(self.period.start.max(active.start), end);
        (!period.is_contradictory()).then(|| Self { period, ..self.clone() })
    }
}

/// Which of [`NOTICE_DAYS`] is told on a day of a grant that ends, the nearest that is due; a day on which nobody looks loses
/// none. A grant that is shorter than a notice is long does not get that one.
pub fn notice_due(period: Period, day: NaiveDate) -> Option<u64> {
    let last = period.end.filter(|last| *last >= day)?;
    let is_due = |days: &u64| {
        last.checked_sub_days(Days::new(*days)).is_some_and(|due| due >= period.start && due <= day)
    };
    NOTICE_DAYS.into_iter().rev().find(is_due)
}

/// The answer to why somebody may or may not do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether, and why not.
    pub verdict: Verdict,
    /// The grant that decides; none when nobody has given it.
    pub grant: Option<GrantId>,
}

/// Why may, or may not, this user do that there on that day? Of several grants the one that lets them answers, else the one
/// that is nearest to it.
pub fn why<'a>(
    account: AccountId,
    asked: &Asked,
    place: Place,
    day: NaiveDate,
    grants: impl IntoIterator<Item = &'a Grant>,
    circumstances: Circumstances<'_>,
) -> Answer {
    let is_meant =
        |grant: &&Grant| grant.account == account && grant.place.reaches(place) && grant.granted.gives(asked);
    let answers = grants
        .into_iter()
        .filter(is_meant)
        .map(|grant| Answer { verdict: grant.lets_on(asked, day, circumstances), grant: Some(grant.id) });
    let nobody = Answer { verdict: Verdict::NobodyGranted, grant: None };
    answers.min_by_key(|answer| (answer.verdict.nearness(), answer.grant)).unwrap_or(nobody)
}
