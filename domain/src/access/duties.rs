//! The separation of duties (`access.md` section 1; seed 002, sections 1.1 and 2): nobody administers a service and uses it at
//! once, nobody gives to themselves, an organisation always keeps an administrator, and the operator alone appoints and ends
//! those.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    catalogue::Catalogue,
    code::ServiceCode,
    grant::{Grant, Granted},
    organisation::OrganisationKind,
};
use crate::{
    id::{AccountId, GrantId, OrganisationId},
    language::{Language, Message},
    period::Period,
};

/// Who asks for a change: an account, in the kind of organisation that it acts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account; nobody in particular where it is the operator at the command line.
    pub account: Option<AccountId>,
    /// What it acts in.
    pub acts_in: OrganisationKind,
}

/// A change of what is granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Something is given.
    Give(Grant),
    /// Something that has been given ends earlier than it would.
    End {
        /// What.
        grant: GrantId,
        /// The last day on which it works.
        last: NaiveDate,
    },
    /// Something that has been given works longer than it would.
    Prolong {
        /// What.
        grant: GrantId,
        /// The last day on which it works; nothing until further notice.
        last: Option<NaiveDate>,
    },
    /// All that an account has ends, because the account does.
    CloseAccount {
        /// Whose.
        account: AccountId,
        /// The last day on which it is active.
        last: NaiveDate,
    },
}

/// Why a change is against the separation of duties, or ends what cannot be ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum DutyRefusal {
    /// Somebody gives to themselves.
    #[error("granted to themselves")]
    OwnGrant,
    /// Somebody decides their own application.
    #[error("decides their own application")]
    OwnApplication,
    /// Somebody would administer a service and use it on the same day.
    #[error("administers and uses {service}")]
    AdministersAndUses {
        /// The service.
        service: ServiceCode,
        /// What they have that stands against it.
        grant: GrantId,
    },
    /// Somebody else than the operator appoints or ends an administrator.
    #[error("only the operator")]
    OnlyTheOperator,
    /// An organisation would be without an administrator.
    #[error("no administrator from {from}")]
    LastAdministrator {
        /// The first day without one.
        from: NaiveDate,
    },
    /// There is no such grant, or it has ended by then already.
    #[error("nothing to end")]
    NothingToEnd,
    /// It would have ended earlier than it did: who could do what on a day would be told otherwise than it was.
    #[error("ends in the past")]
    EndsInThePast,
    /// It would work no longer than it does.
    #[error("not prolonged")]
    NotProlonged,
    /// It has ended already: between that day and this it did not work.
    #[error("over already")]
    OverAlready,
}

impl DutyRefusal {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OwnGrant => "own_grant",
            Self::OwnApplication => "own_application",
            Self::AdministersAndUses { .. } => "administers_and_uses",
            Self::OnlyTheOperator => "only_the_operator",
            Self::LastAdministrator { .. } => "last_administrator",
            Self::NothingToEnd => "nothing_to_end",
            Self::EndsInThePast => "ends_in_the_past",
            Self::NotProlonged => "not_prolonged",
            Self::OverAlready => "over_already",
        }
    }
}

impl Message for DutyRefusal {
    fn message(&self, language: Language) -> String {
        let (swedish, english) = match self {
            Self::OwnGrant => (
                "Du kan inte ge dig själv behörigheter. Be en annan administratör.".to_owned(),
                "You cannot give permissions to yourself. Ask another administrator.".to_owned(),
            ),
            Self::OwnApplication => (
                "Du kan inte besluta om din egen ansökan. Låt någon annan göra det.".to_owned(),
                "You cannot decide your own application. Let somebody else do it.".to_owned(),
            ),
            Self::AdministersAndUses { service, .. } => (
                format!(
                    "Ingen får både administrera och använda samma e-tjänst ({service}) samtidigt. Avsluta den ena behörigheten först, eller välj dagar efter den."
                ),
                format!(
                    "Nobody may administer and use the same service ({service}) at once. End the one permission first, or choose days after it."
                ),
            ),
            Self::OnlyTheOperator => (
                "Bara driftansvarig utser och avslutar administratörer. Meddela driftansvarig.".to_owned(),
                "The operator alone appoints and ends administrators. Notify the operator.".to_owned(),
            ),
            Self::LastAdministrator { from } => (
                format!(
                    "Organisationen skulle sakna administratör från {from}. Utse först en annan som gäller tills vidare."
                ),
                format!(
                    "The organisation would be without an administrator from {from}. Appoint another one until further notice first."
                ),
            ),
            Self::NothingToEnd => (
                "Behörigheten finns inte, eller slutar redan då. Ladda om sidan.".to_owned(),
                "The permission is not there, or ends by then already. Load the page anew.".to_owned(),
            ),
            Self::EndsInThePast => (
                "En behörighet kan inte avslutas längre bakåt än i går. Välj en senare dag.".to_owned(),
                "A permission cannot be ended further back than yesterday. Choose a later day.".to_owned(),
            ),
            Self::NotProlonged => (
                "Behörigheten slutar redan den dagen. Välj en annan.".to_owned(),
                "The permission ends on that day already. Choose another one.".to_owned(),
            ),
            Self::OverAlready => (
                "Behörigheten har redan upphört. Ge den på nytt i stället.".to_owned(),
                "The permission is over already. Give it anew instead.".to_owned(),
            ),
        };
        match language {
            Language::Swedish => swedish,
            Language::English => english,
        }
    }
}

/// Whether somebody may decide an application.
///
/// # Errors
/// When it is their own.
pub fn decide_application(applicant: AccountId, decider: AccountId) -> Result<(), DutyRefusal> {
    if applicant == decider { Err(DutyRefusal::OwnApplication) } else { Ok(()) }
}

/// Judges a change by all that is granted at present, and says what is granted after it. All grants of the account are
/// needed, and those of administrators of the organisations concerned; others do no harm.
///
/// # Errors
/// Why the change may not be.
pub fn judge(
    change: &Change,
    actor: Actor,
    present: &[Grant],
    catalogue: &Catalogue,
    today: NaiveDate,
) -> Result<Vec<Grant>, DutyRefusal> {
    let after = match change {
        Change::Give(grant) => given(grant, actor, present, catalogue)?,
        Change::End { grant, last } => {
            let is_meant = |of: &Grant| of.id == *grant;
            let ended = present.iter().find(|of| is_meant(of)).ok_or(DutyRefusal::NothingToEnd)?;
            if ended.period.end.is_some_and(|end| end <= *last) {
                return Err(DutyRefusal::NothingToEnd);
            }
            cut(is_meant, *last, actor, present, today)?
        }
        Change::Prolong { grant, last } => prolonged(*grant, *last, actor, present, catalogue, today)?,
        Change::CloseAccount { account, last } => {
            cut(|of| of.account == *account, *last, actor, present, today)?
        }
    };
    match first_organisation_without(present, &after, today) {
        Some(from) => Err(DutyRefusal::LastAdministrator { from }),
        None => Ok(after),
    }
}

/// What is granted when something is given besides.
fn given(
    grant: &Grant,
    actor: Actor,
    present: &[Grant],
    catalogue: &Catalogue,
) -> Result<Vec<Grant>, DutyRefusal> {
    if [actor.account, grant.decision.by].contains(&Some(grant.account)) {
        return Err(DutyRefusal::OwnGrant);
    }
    if gives_to_others(&grant.granted) && !actor.acts_in.is_operator() {
        return Err(DutyRefusal::OnlyTheOperator);
    }
    separated(grant, present, catalogue)?;
    Ok(present.iter().chain([grant]).cloned().collect())
}

/// Whether something lets its user give permissions to others. A role that does is an administrator by another name.
fn gives_to_others(granted: &Granted) -> bool {
    match granted {
        Granted::Administrator => true,
        Granted::Role(role) => !role.administers().is_empty(),
        Granted::Permission(_) => false,
    }
}

/// What is granted when some of it works longer: what the prolonging adds is given, by the same rules.
fn prolonged(
    grant: GrantId,
    last: Option<NaiveDate>,
    actor: Actor,
    present: &[Grant],
    catalogue: &Catalogue,
    today: NaiveDate,
) -> Result<Vec<Grant>, DutyRefusal> {
    let (of, others): (Vec<&Grant>, Vec<&Grant>) = present.iter().partition(|of| of.id == grant);
    let Some(of) = of.first() else { return Err(DutyRefusal::NothingToEnd) };
    let end = of.period.end.ok_or(DutyRefusal::NotProlonged)?;
    if of.period.is_contradictory() || end < today {
        return Err(DutyRefusal::OverAlready);
    }
    if last.is_some_and(|last| last <= end) {
        return Err(DutyRefusal::NotProlonged);
    }
    let longer = Grant { period: Period::new(of.period.start, last), ..(*of).clone() };
    let others: Vec<Grant> = others.into_iter().cloned().collect();
    given(&longer, actor, &others, catalogue)
}

/// Whether a grant administers nothing on a day that the others of its account use then, and the other way around.
fn separated(grant: &Grant, others: &[Grant], catalogue: &Catalogue) -> Result<(), DutyRefusal> {
    let of_the_same = others
        .iter()
        .filter(|other| other.account == grant.account && other.period.overlaps(&grant.period))
        .filter(|other| !other.period.is_contradictory() && !grant.period.is_contradictory());
    for other in of_the_same {
        let from = grant.period.start.max(other.period.start);
        if let Some(service) = both(&grant.granted, &other.granted, catalogue, from) {
            return Err(DutyRefusal::AdministersAndUses { service, grant: other.id });
        }
    }
    Ok(())
}

/// Whether nobody administers what they use at once, among all of these grants: for a role that is changed, with the changed
/// role in each grant that has it.
///
/// # Errors
/// The first that stands against another.
pub fn check_separation(grants: &[Grant], catalogue: &Catalogue) -> Result<(), DutyRefusal> {
    let each = grants.iter().enumerate();
    each.into_iter().try_for_each(|(number, grant)| separated(grant, &grants[..number], catalogue))
}

/// What is granted when some of it ends with a day. What would have begun later never does.
fn cut(
    is_meant: impl Fn(&Grant) -> bool,
    last: NaiveDate,
    actor: Actor,
    present: &[Grant],
    today: NaiveDate,
) -> Result<Vec<Grant>, DutyRefusal> {
    if last.succ_opt().is_none_or(|next| next < today) {
        return Err(DutyRefusal::EndsInThePast);
    }
    let mut after = present.to_vec();
    for grant in after.iter_mut().filter(|grant| is_meant(grant)) {
        if grant.period.end.is_some_and(|end| end <= last) {
            continue;
        }
        if gives_to_others(&grant.granted) && !actor.acts_in.is_operator() {
            return Err(DutyRefusal::OnlyTheOperator);
        }
        grant.period.end = Some(last);
    }
    Ok(after)
}

/// A service that the one administers and the other uses on a day or later. It is the same service in whichever organisations
/// it is. A permission that has been retired by then is not used.
fn both(one: &Granted, other: &Granted, catalogue: &Catalogue, from: NaiveDate) -> Option<ServiceCode> {
    let used_of = |user: &Granted, administrator: &Granted| {
        let entries = user.permissions().filter_map(|code| catalogue.entry(code));
        let used = entries.filter(|entry| entry.retired.is_none_or(|retired| retired > from));
        let services = used.map(|entry| &entry.service);
        services.into_iter().find(|service| administrator.administers(service)).cloned()
    };
    used_of(one, other).or_else(|| used_of(other, one))
}

/// The first day on which a change leaves an organisation without an administrator that it had, or would have, before. An
/// organisation that has had none yet is not without one; from its first one on there always is one.
fn first_organisation_without(before: &[Grant], after: &[Grant], today: NaiveDate) -> Option<NaiveDate> {
    let mut organisations: Vec<OrganisationId> = before
        .iter()
        .chain(after)
        .filter(|grant| grant.granted == Granted::Administrator)
        .map(|grant| grant.place.organisation)
        .collect();
    organisations.sort_unstable();
    organisations.dedup();
    let without = |organisation| {
        let (before, after) = (administered(before, organisation), administered(after, organisation));
        let begins = first_day(&before, today).into_iter().chain(first_day(&after, today)).min()?;
        let gap = first_gap(&after, begins)?;
        // Where there was a gap already, a change that makes it no earlier mends what it can.
        let gap_before = first_day(&before, today).and_then(|begins| first_gap(&before, begins));
        gap_before.is_none_or(|before| gap < before).then_some(gap)
    };
    organisations.into_iter().filter_map(without).min()
}

/// The days on which an organisation has administrators.
fn administered(grants: &[Grant], organisation: OrganisationId) -> Vec<Period> {
    let is_one =
        |grant: &&Grant| grant.granted == Granted::Administrator && grant.place.organisation == organisation;
    let periods = grants.iter().filter(is_one).map(|grant| grant.period);
    periods.filter(|period| !period.is_contradictory()).collect()
}

/// The first day from today on that lies in one of the periods.
fn first_day(periods: &[Period], today: NaiveDate) -> Option<NaiveDate> {
    let days = periods.iter().map(|period| (period, today.max(period.start)));
    days.filter(|(period, day)| period.contains(*day)).map(|(_, day)| day).min()
}

/// The first day from a day on that lies in none of the periods.
fn first_gap(periods: &[Period], from: NaiveDate) -> Option<NaiveDate> {
    let mut day = from;
    loop {
        let ends = periods.iter().filter(|period| period.contains(day)).map(|period| period.end);
        match ends.max_by_key(|end| end.unwrap_or(NaiveDate::MAX)) {
            None => return Some(day),
            Some(end) => day = end?.succ_opt()?,
        }
    }
}
