//! Giving to users, and ending what has been given. Everything is judged by the rules first and told in the journal.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    access::{
        RoleTitle,
        agreement::Agreements,
        catalogue::Catalogue,
        code::{PermissionCode, ServiceCode},
        duties::{self, Change as DutyChange, DutyRefusal},
        giving::{Giving, RoleDecision},
        grant::{Decision, Grant, GrantRefusal, Granted, Place},
        wording::Wording,
    },
    id::{AccountId, GrantId, OrganisationUserId, UserRoleId},
    language::Language,
    operation::EntityKind,
    period::Period,
};
use store::{AccessUserRecord, Given, NewGrant, OperationTransaction, StoreError};

use super::{AccessFailure, AccessRefusal, begin, offered, read};
use crate::{ServiceError, Services, fields, session::Session};

/// Everything by which a change of what is given is judged.
pub(crate) struct Judge {
    actor: duties::Actor,
    catalogue: Catalogue,
    agreements: Agreements,
    pub(crate) present: Vec<Grant>,
    today: NaiveDate,
}

impl Judge {
    pub(crate) async fn of(
        transaction: &mut OperationTransaction,
        session: &Session,
        user: &AccessUserRecord,
        today: NaiveDate,
    ) -> Result<Self, ServiceError> {
        let agreements = transaction.agreements(user.organisation).await?;
        Ok(Self {
            actor: duties::Actor { account: Some(session.account), acts_in: session.acting.kind },
            catalogue: transaction.catalogue().await?,
            agreements: Agreements::of(agreements).map_err(|_| ServiceError::Inconsistent)?,
            present: transaction.judged_grants(user.account, user.organisation).await?,
            today,
        })
    }

    /// Whether who asks administers all that something lets somebody do.
    pub(crate) fn administers(&self, session: &Session, granted: &Granted) -> bool {
        let has = |service: &ServiceCode| session.acting.administers.contains(service);
        let uses = granted
            .permissions()
            .all(|code| self.catalogue.entry(code).is_some_and(|entry| has(&entry.service)));
        let gives = match granted {
            // The operator alone appoints administrators.
            Granted::Administrator => return false,
            Granted::Role(role) => role.administers().iter().all(has),
            Granted::Permission(_) => true,
        };
        uses && gives
    }

    /// Whether it can be given, by whoever asks.
    fn may_be_given(&self, session: &Session, grant: &Grant) -> Result<(), AccessRefusal> {
        if !self.administers(session, &grant.granted) {
            return Err(AccessRefusal::NotAdministered);
        }
        let checked = grant.check(session.acting.kind, &self.catalogue, &self.agreements, self.today);
        checked.map_err(AccessRefusal::Grant)
    }

    /// Whether a user has the same in the organisation on some of these days.
    fn has(&self, user: &AccessUserRecord, granted: &Granted, period: Period) -> bool {
        self.present.iter().any(|of| {
            of.account == user.account
                && of.place == Place { organisation: user.organisation, unit: None }
                && of.granted == *granted
                && !of.period.is_contradictory()
                && of.period.overlaps(&period)
        })
    }

    /// What has been given to a user in the organisation.
    pub(crate) fn given_to(&self, user: &AccessUserRecord, grant: GrantId) -> Result<Grant, AccessRefusal> {
        let here = |of: &&Grant| {
            of.id == grant && of.account == user.account && of.place.organisation == user.organisation
        };
        self.present.iter().find(here).cloned().ok_or(AccessRefusal::Duty(DutyRefusal::NothingToEnd))
    }

    fn judge(&mut self, change: &DutyChange) -> Result<(), AccessRefusal> {
        let after = duties::judge(change, self.actor, &self.present, &self.catalogue, self.today);
        self.present = after.map_err(AccessRefusal::Duty)?;
        Ok(())
    }
}

pub(crate) async fn give(
    transaction: &mut OperationTransaction,
    services: &Services,
    session: &Session,
    (user, judge): (&AccessUserRecord, &mut Judge),
    (given, granted): (Given, Granted),
    giving: &Giving,
) -> Result<(), AccessFailure> {
    let decision = Decision::new(Some(session.account), services.now(), &giving.reason);
    let decision = decision.map_err(AccessRefusal::Grant)?;
    let reason = decision.reason().to_owned();
    let grant = Grant {
        // None has the identity before it is kept.
        id: GrantId(0),
        account: user.account,
        granted,
        place: Place { organisation: user.organisation, unit: None },
        period: giving.period,
        decision,
    };
    judge.may_be_given(session, &grant)?;
    if judge.has(user, &grant.granted, grant.period) {
        return Err(AccessRefusal::HasAlready.into());
    }
    judge.judge(&DutyChange::Give(grant.clone()))?;
    let new = NewGrant {
        account: user.account,
        given,
        organisation: user.organisation,
        unit: None,
        period: grant.period,
        decided_by: Some(session.account),
        decided_at: services.now(),
        reason,
    };
    let id = transaction.give(&new).await?;
    tell(transaction, user.account, id, Told::Given(&new)).await?;
    Ok(())
}

/// What the journal is told of a grant.
pub(crate) enum Told<'a> {
    /// It is given.
    Given(&'a NewGrant),
    /// It ends with another day.
    Ends {
        /// The last day before.
        before: Option<NaiveDate>,
        /// The last day now.
        after: Option<NaiveDate>,
    },
}

/// Tells the journal of a grant before and after.
pub(crate) async fn tell(
    transaction: &mut OperationTransaction,
    account: AccountId,
    id: GrantId,
    told: Told<'_>,
) -> Result<(), StoreError> {
    let what = |given: &Given| match given {
        Given::Administrator => serde_json::json!({ "administrator": true }),
        Given::Role(role) => serde_json::json!({ "role": role }),
        Given::Permission(code) => serde_json::json!({ "permission": code }),
    };
    let (before, after) = match told {
        Told::Ends { before, after } => (
            Some(serde_json::json!({ "account": account, "to": before })),
            serde_json::json!({ "account": account, "to": after }),
        ),
        Told::Given(new) => (
            None,
            serde_json::json!({
                "account": account, "given": what(&new.given), "organisation": new.organisation, "from": new.period.start,
                "to": new.period.end, "reason": new.reason,
            }),
        ),
    };
    let before = before.map(|before| fields::fields(&before));
    let told = fields::change(EntityKind::Grant, id.0, None, before, Some(fields::fields(&after)));
    transaction.record(told.as_slice()).await
}

pub(crate) async fn end(
    transaction: &mut OperationTransaction,
    session: &Session,
    (user, judge): (&AccessUserRecord, &mut Judge),
    grant: GrantId,
    last: NaiveDate,
) -> Result<(), AccessFailure> {
    let found = judge.given_to(user, grant)?;
    if found.granted != Granted::Administrator && !judge.administers(session, &found.granted) {
        return Err(AccessRefusal::NotAdministered.into());
    }
    judge.judge(&DutyChange::End { grant, last })?;
    transaction.end_grant(grant, last).await?;
    let told = Told::Ends { before: found.period.end, after: Some(last) };
    tell(transaction, user.account, grant, told).await?;
    Ok(())
}

/// The last day of what ends at once: what was given today has never been.
pub(crate) fn yesterday(today: NaiveDate) -> NaiveDate {
    today.pred_opt().unwrap_or(today)
}

/// Lets a user have the ticked permissions of a service, given by themselves, and no others: what is new is given, what is
/// no longer ticked ends at once. What a role gives stays. What had been given so when the ticks were shown comes with them.
///
/// # Errors
/// Everything that is wrong; then nothing has been changed. [`AccessRefusal::Changed`] when something has been given or ended since
/// the ticks were shown: what is not ticked may be what nobody has seen.
pub async fn set_permissions(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
    service: &ServiceCode,
    (seen, ticked): (&BTreeSet<PermissionCode>, &BTreeSet<PermissionCode>),
    giving: &Giving,
) -> Result<usize, AccessFailure> {
    let (shown, offered) = offered(services, session, id, service).await?;
    let mut transaction = begin(services, session, &giving.reason).await?;
    let user = read(&mut transaction, session, id).await?;
    let mut judge = Judge::of(&mut transaction, session, &user, services.today()).await?;
    let today = services.today();
    let is_of_service = |code: &PermissionCode| offered.iter().any(|entry| entry.code == *code);
    let alone = |grant: &&Grant| {
        grant.account == user.account
            && grant.place == Place { organisation: user.organisation, unit: None }
            && grant.period.end.is_none_or(|last| last >= today)
            && !grant.period.is_contradictory()
    };
    let mut held: Vec<(GrantId, PermissionCode)> = Vec::new();
    for grant in judge.present.iter().filter(alone) {
        if let Granted::Permission(code) = &grant.granted
            && is_of_service(code)
        {
            held.push((grant.id, code.clone()));
        }
    }
    let held_now: BTreeSet<&PermissionCode> = held.iter().map(|(_, code)| code).collect();
    if held_now != seen.iter().collect() {
        return Err(AccessRefusal::Changed.into());
    }
    let mut changed = 0;
    for (grant, _) in held.iter().filter(|(_, code)| !ticked.contains(code)) {
        end(&mut transaction, session, (&user, &mut judge), *grant, yesterday(today)).await?;
        changed += 1;
    }
    let has =
        |code: &PermissionCode| held.iter().any(|(_, of)| of == code) || !shown.working(code).is_empty();
    for code in ticked.iter().filter(|code| !has(code)) {
        let what = (Given::Permission(code.clone()), Granted::Permission(code.clone()));
        give(&mut transaction, services, session, (&user, &mut judge), what, giving).await?;
        changed += 1;
    }
    if changed > 0 {
        transaction.commit().await?;
    }
    Ok(changed)
}

/// Gives a user a role.
///
/// # Errors
/// Why it cannot be given.
pub async fn give_role(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
    role: Option<UserRoleId>,
    giving: &Giving,
) -> Result<(), AccessFailure> {
    let mut transaction = begin(services, session, &giving.reason).await?;
    let user = read(&mut transaction, session, id).await?;
    let mut judge = Judge::of(&mut transaction, session, &user, services.today()).await?;
    let roles = transaction.roles_of(user.organisation, session.acting.kind, services.today()).await?;
    let found = roles.into_iter().find(|known| Some(known.id) == role && known.withdrawn.is_none());
    let found = found.ok_or(AccessRefusal::NothingChosen)?;
    let what = (Given::Role(found.id), Granted::Role(found.role));
    give(&mut transaction, services, session, (&user, &mut judge), what, giving).await?;
    Ok(transaction.commit().await?)
}

/// Lets something that has been given to a user end with another day than it would: earlier, later, or not at all.
///
/// # Errors
/// Why it cannot.
pub async fn end_with(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
    grant: GrantId,
    last: Option<NaiveDate>,
    reason: &str,
) -> Result<(), AccessFailure> {
    if reason.is_empty() {
        return Err(AccessRefusal::ReasonMissing.into());
    }
    let mut transaction = begin(services, session, reason).await?;
    let user = read(&mut transaction, session, id).await?;
    let mut judge = Judge::of(&mut transaction, session, &user, services.today()).await?;
    let found = judge.given_to(&user, grant)?;
    let is_earlier = |last: NaiveDate| found.period.end.is_none_or(|end| last < end);
    match last {
        Some(last) if is_earlier(last) => {
            end(&mut transaction, session, (&user, &mut judge), grant, last).await?;
        }
        last => {
            if is_of_withdrawn_role(&mut transaction, session, &user, grant, services.today()).await? {
                return Err(AccessRefusal::Withdrawn.into());
            }
            let longer = Grant { period: Period::new(found.period.start, last), ..found.clone() };
            judge.may_be_given(session, &longer)?;
            judge.judge(&DutyChange::Prolong { grant, last })?;
            transaction.end_grant(grant, last).await?;
            let told = Told::Ends { before: found.period.end, after: last };
            tell(&mut transaction, user.account, grant, told).await?;
        }
    }
    Ok(transaction.commit().await?)
}

/// Whether something that has been given to a user is a role that is given no more.
async fn is_of_withdrawn_role(
    transaction: &mut OperationTransaction,
    session: &Session,
    user: &AccessUserRecord,
    grant: GrantId,
    today: NaiveDate,
) -> Result<bool, ServiceError> {
    let given = transaction.grants(user.organisation, user.account, today).await?;
    let given = given.into_iter().find(|given| given.id == grant).map(|given| given.given);
    let Some(Given::Role(role)) = given else { return Ok(false) };
    let roles = transaction.roles_of(user.organisation, session.acting.kind, today).await?;
    Ok(roles.iter().any(|known| known.id == role && known.withdrawn.is_some()))
}

/// What came of giving a user what another has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// How much was given.
    pub count: usize,
    /// What was not, since it is given no more or not by who asked, and why.
    pub left_out: Vec<(GivenName, AccessRefusal)>,
}

/// What something that has been given is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GivenName {
    /// A role.
    Role(RoleTitle),
    /// A permission by itself.
    Permission(Wording),
}

impl GivenName {
    /// What people read.
    pub fn name(&self, language: Language) -> &str {
        match self {
            Self::Role(title) => title.name(language),
            Self::Permission(name) => name.pick(language),
        }
    }
}

/// Gives a user what another user of the organisation has today and does not have yet: each role and each single permission
/// that the one who asks can give, with the same last day. What is given no more, such as a withdrawn role or a retired
/// permission, is left out.
///
/// # Errors
/// Why something of it may not be given to the user; then nothing is. [`AccessRefusal::NothingToCopy`] when nothing that can be
/// given is left that the user does not have.
pub async fn copy(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
    other: OrganisationUserId,
    giving: &Giving,
) -> Result<Copied, AccessFailure> {
    let mut transaction = begin(services, session, &giving.reason).await?;
    let user = read(&mut transaction, session, id).await?;
    let other = read(&mut transaction, session, other).await?;
    let today = services.today();
    let theirs = transaction.grants(other.organisation, other.account, today).await?;
    let roles = transaction.roles_of(user.organisation, session.acting.kind, today).await?;
    let mut judge = Judge::of(&mut transaction, session, &user, today).await?;
    let mut copied = Copied { count: 0, left_out: Vec::new() };
    for grant in theirs.iter().filter(|grant| grant.period.contains(today)) {
        let (granted, name, is_withdrawn) = match &grant.given {
            // The operator alone appoints administrators.
            Given::Administrator => continue,
            Given::Permission(code) => {
                let Some(entry) = judge.catalogue.entry(code) else { continue };
                let name = GivenName::Permission(entry.name_on(today).clone());
                (Granted::Permission(code.clone()), name, false)
            }
            Given::Role(id) => {
                let Some(role) = roles.iter().find(|role| role.id == *id) else { continue };
                let name = GivenName::Role(role.title.clone());
                (Granted::Role(role.role.clone()), name, role.withdrawn.is_some())
            }
        };
        let last = [giving.period.end, grant.period.end].into_iter().flatten().min();
        let giving = Giving { period: Period::new(giving.period.start, last), reason: giving.reason.clone() };
        if judge.has(&user, &granted, giving.period) {
            continue;
        }
        if is_withdrawn {
            copied.left_out.push((name, AccessRefusal::Withdrawn));
            continue;
        }
        if !judge.administers(session, &granted) {
            copied.left_out.push((name, AccessRefusal::NotAdministered));
            continue;
        }
        let what = (grant.given.clone(), granted);
        match give(&mut transaction, services, session, (&user, &mut judge), what, &giving).await {
            Ok(()) => copied.count += 1,
            Err(failure) => copied.left_out.push((name, no_more_offered(failure)?)),
        }
    }
    if copied.count == 0 {
        return Err(AccessRefusal::NothingToCopy.into());
    }
    transaction.commit().await?;
    Ok(copied)
}

/// The refusal of what is given to nobody any more, which stands in nothing else's way; any other failure does.
fn no_more_offered(failure: AccessFailure) -> Result<AccessRefusal, AccessFailure> {
    match failure {
        AccessFailure::Refused(refusals) => match refusals.as_slice() {
            [refusal @ AccessRefusal::Grant(GrantRefusal::NotOffered(_))] => Ok(refusal.clone()),
            _ => Err(AccessFailure::Refused(refusals)),
        },
        failure @ AccessFailure::Unavailable(_) => Err(failure),
    }
}

/// What became of a decision about one of many users.
pub struct Decided {
    /// The user.
    pub id: OrganisationUserId,
    /// What they are called.
    pub name: String,
    /// Why nothing was done, for each reason; none where it was done.
    pub refusals: Vec<AccessRefusal>,
}

/// What became of a decision about many users.
#[derive(Default)]
pub struct DecidedOfMany {
    /// About each whom it reached.
    pub decided: Vec<Decided>,
    /// How many of them are users no more.
    pub gone: usize,
    /// How many were not reached, since the database did not answer any longer. What was decided of the others lasts.
    pub left: usize,
}

/// Gives a role to many users of the organisation, or ends it for them with the last day of the decision: each by themselves, so
/// that what cannot be for one stands in nobody else's way.
///
/// # Errors
/// [`AccessRefusal::NothingChosen`] without a role; when the database refuses before anything has been done.
pub async fn decide_of_many(
    services: &Services,
    session: &Session,
    users: &[OrganisationUserId],
    (decision, role): (RoleDecision, Option<UserRoleId>),
    giving: &Giving,
) -> Result<DecidedOfMany, AccessFailure> {
    let role = role.ok_or(AccessRefusal::NothingChosen)?;
    let mut of_many = DecidedOfMany::default();
    for (place, id) in users.iter().enumerate() {
        match decide_of_one(services, session, *id, (decision, role), giving).await {
            Ok(Some(decided)) => of_many.decided.push(decided),
            Ok(None) => of_many.gone += 1,
            Err(error) if of_many.decided.is_empty() => return Err(error.into()),
            Err(_) => {
                of_many.left = users.len() - place;
                break;
            }
        }
    }
    Ok(of_many)
}

/// What becomes of a decision about a user; nothing where they have been removed since they were chosen.
async fn decide_of_one(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
    (decision, role): (RoleDecision, UserRoleId),
    giving: &Giving,
) -> Result<Option<Decided>, ServiceError> {
    let known = {
        let mut connection = services.store.read(&session.scope()).await?;
        read(&mut connection, session, id).await
    };
    let known = match known {
        Ok(known) => known,
        Err(ServiceError::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let done = match decision {
        RoleDecision::Give => give_role(services, session, id, Some(role), giving).await,
        RoleDecision::End => end_role(services, session, id, role, giving).await,
    };
    let refusals = match done {
        Ok(()) => Vec::new(),
        Err(AccessFailure::Refused(refusals)) => refusals,
        Err(AccessFailure::Unavailable(ServiceError::NotFound)) => return Ok(None),
        Err(AccessFailure::Unavailable(error)) => return Err(error),
    };
    let name = format!("{} {}", known.first_name, known.last_name).trim().to_owned();
    Ok(Some(Decided { id, name, refusals }))
}

/// Ends a role of a user with the day before a decision holds.
async fn end_role(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
    role: UserRoleId,
    giving: &Giving,
) -> Result<(), AccessFailure> {
    let mut transaction = begin(services, session, &giving.reason).await?;
    let user = read(&mut transaction, session, id).await?;
    let today = services.today();
    let last = yesterday(giving.period.start.max(today));
    let left = |grant: &&store::GrantRecord| {
        matches!(grant.given, Given::Role(of) if of == role)
            && !grant.period.is_contradictory()
            && grant.period.end.is_none_or(|end| end > last)
    };
    let grants = transaction.grants(user.organisation, user.account, today).await?;
    let grants: Vec<GrantId> = grants.iter().filter(left).map(|grant| grant.id).collect();
    if grants.is_empty() {
        return Err(AccessRefusal::Duty(DutyRefusal::NothingToEnd).into());
    }
    let mut judge = Judge::of(&mut transaction, session, &user, today).await?;
    for grant in grants {
        end(&mut transaction, session, (&user, &mut judge), grant, last).await?;
    }
    Ok(transaction.commit().await?)
}

/// Ends something that has been given to a user, at once.
///
/// # Errors
/// Why it cannot be ended.
pub async fn end_grant(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
    grant: GrantId,
) -> Result<(), AccessFailure> {
    let mut transaction = begin(services, session, "").await?;
    let user = read(&mut transaction, session, id).await?;
    let today = services.today();
    let mut judge = Judge::of(&mut transaction, session, &user, today).await?;
    end(&mut transaction, session, (&user, &mut judge), grant, yesterday(today)).await?;
    Ok(transaction.commit().await?)
}
