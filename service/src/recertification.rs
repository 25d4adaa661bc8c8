//! Recertifications: the administrators of an organisation look through everything that works in it, and what nobody has
//! confirmed by the due date ends (`access.md` section 3).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    access::{
        RoleTitle, Scope,
        catalogue::Catalogue,
        grant::{Grant, Granted},
        recertification::{
            Looked, Outcome, Progress, RECERTIFICATION, RecertificationDecision, RecertificationRefusal,
            check_due, is_overdue, lapse, last_day,
        },
    },
    id::{AccountId, GrantId, OrganisationId, RecertificationId},
    language::Named,
    operation::{Actor, EntityKind, OperationKind},
    user_message::notice::SystemNotice,
};
use serde_json::json;
use store::{OperationTransaction, StoreError};
pub use store::{RecertificationRecord, RecertifiedGrant};

use crate::{
    ServiceError, Services,
    access_users::{
        AccessFailure, AccessRefusal, Judge, Told, begin as operate, end, organisation, read, tell, yesterday,
    },
    fields,
    session::Session,
    system_notices::{self, Notice, administrators},
    users::UserError,
};

/// How many of those that are over are shown.
const SHOWN: usize = 10;

/// What stands in the page of recertifications.
pub struct RecertificationPage {
    /// The one that is under way, with what is looked through.
    pub under_way: Option<(RecertificationRecord, Vec<RecertifiedGrant>)>,
    /// Those that are over, the latest first, with what became of them.
    pub past: Vec<(RecertificationRecord, Progress)>,
    /// What permissions are called.
    pub catalogue: Catalogue,
    /// The day of reading.
    pub today: NaiveDate,
}

/// What was decided of one of several.
pub struct Decided {
    /// What had been given to whom: the user's name.
    pub name: String,
    /// Why it was not decided so, if it was not.
    pub refusal: Option<AccessRefusal>,
}

/// A recertification that is over, by which whoever had something that ended can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// What ended because nobody had confirmed it, and whose it was.
    pub ended: Vec<(GrantId, AccountId)>,
    /// What stayed because the organisation would have been without an administrator.
    pub kept: Vec<(GrantId, AccountId)>,
}

fn refused(refusal: RecertificationRefusal) -> AccessFailure {
    AccessRefusal::Recertification(refusal).into()
}

fn progress(all: &[RecertifiedGrant], today: NaiveDate) -> Progress {
    Progress::of(all.iter().map(|of| &of.looked), today)
}

/// The recertifications of the organisation.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that administers nothing.
pub async fn page(services: &Services, session: &Session) -> Result<RecertificationPage, ServiceError> {
    let (organisation, today) = (organisation(session)?, services.today());
    let mut connection = services.store.read_snapshot(&session.scope()).await?;
    let (mut under_way, mut past) = (None, Vec::new());
    for record in connection.recertifications(organisation.id).await?.into_iter().take(SHOWN + 1) {
        let all = connection.recertified_grants(record.id, None).await?;
        match record.closed_at {
            None => under_way = Some((record, all)),
            Some(_) => past.push((record, progress(&all, today))),
        }
    }
    Ok(RecertificationPage { under_way, past, catalogue: connection.catalogue().await?, today })
}

/// Until when the one that is under way goes on, if there is one, and how much is left.
///
/// # Errors
/// As of [`page`].
pub async fn under_way(
    services: &Services,
    session: &Session,
) -> Result<Option<(NaiveDate, i64)>, ServiceError> {
    let organisation = organisation(session)?;
    let mut connection = services.store.read(&session.scope()).await?;
    Ok(connection.recertification_under_way(organisation.id, services.today()).await?)
}

/// Begins a recertification of everything that works in the organisation today, to be looked through until a day.
///
/// # Errors
/// Why it cannot begin.
pub async fn begin(
    services: &Services,
    session: &Session,
    due: NaiveDate,
) -> Result<RecertificationId, AccessFailure> {
    let (organisation, today) = (organisation(session)?, services.today());
    check_due(due, today).map_err(refused)?;
    let mut transaction = operate(services, session, RECERTIFICATION).await?;
    let (at, by) = ((today, services.now()), session.account);
    let begun = transaction.begin_recertification(organisation.id, due, by, at).await?;
    let (id, count) = begun.ok_or_else(|| refused(RecertificationRefusal::UnderWay))?;
    if count == 0 {
        return Err(refused(RecertificationRefusal::Nothing));
    }
    let told = json!({ "organisation": organisation.name, "due": due, "grants": count });
    let told = fields::change(EntityKind::Recertification, id.0, None, None, Some(fields::fields(&told)));
    transaction.record(told.as_slice()).await?;
    let to = administrators(&mut transaction, services, organisation.id, Some(by)).await?;
    let what = SystemNotice::RecertificationBegun { organisation: organisation.name, due };
    let notice = Notice { what, organisation: Some(organisation.id), to: &to, once: None };
    system_notices::tell(&mut transaction, services, notice).await?;
    transaction.commit().await?;
    Ok(id)
}

/// Confirms some of what is looked through, or ends it, each by itself: what cannot be decided stands in the way of nothing
/// else.
///
/// # Errors
/// [`AccessRefusal::NothingChosen`], and [`RecertificationRefusal::NotUnderWay`] for one that is over or of another organisation.
pub async fn decide(
    services: &Services,
    session: &Session,
    id: RecertificationId,
    chosen: &BTreeSet<GrantId>,
    decision: RecertificationDecision,
) -> Result<Vec<Decided>, AccessFailure> {
    if chosen.is_empty() {
        return Err(AccessRefusal::NothingChosen.into());
    }
    let page = page(services, session).await?;
    let all = page.under_way.filter(|(record, _)| record.id == id).map(|(_, all)| all);
    let all = all.ok_or_else(|| refused(RecertificationRefusal::NotUnderWay))?;
    let mut decided = Vec::with_capacity(chosen.len());
    for of in all.into_iter().filter(|of| chosen.contains(&of.looked.grant)) {
        let refusal = match decide_one(services, session, id, of.looked.grant, decision).await {
            Ok(()) => None,
            Err(AccessFailure::Refused(refusals)) => refusals.into_iter().next(),
            Err(failure) => return Err(failure),
        };
        decided.push(Decided { name: of.name, refusal });
    }
    Ok(decided)
}

async fn decide_one(
    services: &Services,
    session: &Session,
    id: RecertificationId,
    grant: GrantId,
    decision: RecertificationDecision,
) -> Result<(), AccessFailure> {
    let today = services.today();
    let mut transaction = operate(services, session, RECERTIFICATION).await?;
    if !transaction.hold_recertification(id).await? {
        return Err(refused(RecertificationRefusal::NotUnderWay));
    }
    let found = transaction.recertified_grants(id, Some(grant)).await?.into_iter().next();
    let found = found.ok_or_else(|| refused(RecertificationRefusal::NotUnderWay))?;
    found.looked.may_be_decided(session.account, today).map_err(refused)?;
    let user = found.user.ok_or_else(|| refused(RecertificationRefusal::Over))?;
    let user = read(&mut transaction, session, user).await?;
    let mut judge = Judge::of(&mut transaction, session, &user, today).await?;
    let outcome = match decision {
        RecertificationDecision::Confirm => {
            if found.looked.decided == Some(Outcome::Confirmed) {
                return Ok(());
            }
            if !answers_for(session, &judge, &judge.given_to(&user, grant)?) {
                return Err(AccessRefusal::NotAdministered.into());
            }
            tell_outcome(&mut transaction, &found.looked, Outcome::Confirmed).await?;
            Outcome::Confirmed
        }
        RecertificationDecision::End => {
            end(&mut transaction, session, (&user, &mut judge), grant, yesterday(today)).await?;
            Outcome::Ended
        }
    };
    let by = Some(session.account);
    transaction.decide_recertified((id, grant), outcome, by, services.now()).await?;
    Ok(transaction.commit().await?)
}

/// Whether who asks may say that something is still needed: they administer all of it, and administrators are confirmed by
/// another one.
fn answers_for(session: &Session, judge: &Judge, grant: &Grant) -> bool {
    match &grant.granted {
        Granted::Administrator => session.acting.title == RoleTitle::Administrator,
        granted => judge.administers(session, granted),
    }
}

async fn tell_outcome(
    transaction: &mut OperationTransaction,
    looked: &Looked,
    outcome: Outcome,
) -> Result<(), StoreError> {
    let before = json!({ "account": looked.account, RECERTIFICATION: looked.decided.map(Outcome::code) });
    let after = json!({ "account": looked.account, RECERTIFICATION: outcome.code() });
    let [before, after] = [before, after].map(|told| Some(fields::fields(&told)));
    let told = fields::change(EntityKind::Grant, looked.grant.0, None, before, after);
    transaction.record(told.as_slice()).await
}

/// Confirms what is left of a user in the recertification that is under way, as the operator: for an administrator who is alone.
///
/// # Errors
/// When there is no such organisation or user, or nothing is left to confirm.
pub async fn confirm_as_operator(
    services: &Services,
    actor: Actor,
    organisation: &str,
    user_name: &str,
) -> Result<usize, UserError> {
    let operation = services.operation(OperationKind::AccessChange, actor, None, RECERTIFICATION);
    let mut transaction = services.store.operate(operation).await?;
    let organisation =
        transaction.organisation_called(organisation).await?.ok_or(UserError::NoOrganisation)?;
    let account = transaction.account(user_name).await?.ok_or(UserError::Unknown)?.id;
    let latest = transaction.recertifications(organisation.id).await?.into_iter().next();
    let latest = latest.filter(|record| record.closed_at.is_none()).ok_or(UserError::NothingToConfirm)?;
    if !transaction.hold_recertification(latest.id).await? {
        return Err(UserError::NothingToConfirm);
    }
    let mut confirmed = 0;
    for of in transaction.recertified_grants(latest.id, None).await? {
        let is_left = of.looked.account == account && of.looked.outcome(services.today()).is_none();
        if is_left {
            let (what, at) = ((latest.id, of.looked.grant), services.now());
            transaction.decide_recertified(what, Outcome::Confirmed, None, at).await?;
            tell_outcome(&mut transaction, &of.looked, Outcome::Confirmed).await?;
            confirmed += 1;
        }
    }
    if confirmed == 0 {
        return Err(UserError::NothingToConfirm);
    }
    transaction.commit().await?;
    Ok(confirmed)
}

/// Ends what nobody has confirmed in those that were due before today. However many servers do it, it is done once.
///
/// # Errors
/// When the database refuses.
pub async fn close_overdue(services: &Services) -> Result<Vec<Closed>, ServiceError> {
    let today = services.today();
    let overdue = services.store.read(&Scope::of_the_system()).await?.overdue_recertifications(today).await?;
    let mut closed = Vec::new();
    for record in overdue.into_iter().filter(|record| is_overdue(record.due, today)) {
        closed.extend(close(services, &record, today).await?);
    }
    Ok(closed)
}

async fn close(
    services: &Services,
    record: &RecertificationRecord,
    today: NaiveDate,
) -> Result<Option<Closed>, ServiceError> {
    let (organisation, now) = (record.organisation, services.now());
    let reached =
        services.store.read(&Scope::of_the_system()).await?.municipalities_of(organisation, today).await?;
    let only = if let [only] = reached.as_slice() { Some(*only) } else { None };
    let operation = services.operation(OperationKind::AccessChange, Actor::System, only, RECERTIFICATION);
    let mut transaction = services.store.operate(operation).await?;
    if !transaction.hold_recertification(record.id).await? {
        return Ok(None);
    }
    let all = transaction.recertified_grants(record.id, None).await?;
    let left: Vec<GrantId> =
        all.iter().filter(|of| of.looked.outcome(today).is_none()).map(|of| of.looked.grant).collect();
    let present = present(&mut transaction, organisation, &all).await?;
    let catalogue = transaction.catalogue().await?;
    let lapsed = lapse(&left, &present, &catalogue, today);
    let mut closed = Closed { organisation, ended: Vec::new(), kept: Vec::new() };
    for of in &all {
        let looked = &of.looked;
        let lapses = lapsed.iter().find(|(grant, _)| *grant == looked.grant).map(|(_, outcome)| *outcome);
        let what = (record.id, looked.grant);
        match (lapses, looked.decided, looked.outcome(today)) {
            (Some(outcome), ..) => {
                if outcome == Outcome::Ended {
                    transaction.end_grant(looked.grant, last_day(today)).await?;
                    let told = Told::Ends { before: looked.period.end, after: Some(last_day(today)) };
                    tell(&mut transaction, looked.account, looked.grant, told).await?;
                    closed.ended.push((looked.grant, looked.account));
                } else {
                    tell_outcome(&mut transaction, looked, outcome).await?;
                    closed.kept.push((looked.grant, looked.account));
                }
                transaction.decide_recertified(what, outcome, None, now).await?;
            }
            // What has ended anywhere else stays told as ended, whatever comes later.
            (None, None, Some(outcome)) => {
                transaction.decide_recertified(what, outcome, None, now).await?;
            }
            (None, ..) => {}
        }
    }
    transaction.close_recertification(record.id, now).await?;
    let [before, after] = [
        json!({ "closed": false }),
        json!({ "closed": true, "ended": closed.ended.len(), "kept": closed.kept.len() }),
    ];
    let (before, after) = (Some(fields::fields(&before)), Some(fields::fields(&after)));
    let told = fields::change(EntityKind::Recertification, record.id.0, None, before, after);
    transaction.record(told.as_slice()).await?;
    tell_of_end(&mut transaction, services, &closed, &all).await?;
    transaction.commit().await?;
    Ok(Some(closed))
}

/// Tells those whose grants have ended, and the administrators how it went.
async fn tell_of_end(
    transaction: &mut OperationTransaction,
    services: &Services,
    closed: &Closed,
    all: &[RecertifiedGrant],
) -> Result<(), StoreError> {
    let id = closed.organisation;
    let name = transaction.organisation(id).await?.map(|organisation| organisation.name).unwrap_or_default();
    for (grant, account) in &closed.ended {
        let Some(of) = all.iter().find(|of| of.looked.grant == *grant) else { continue };
        let what = SystemNotice::GrantUnconfirmed {
            title: of.title.clone(),
            organisation: name.clone(),
            last: last_day(services.today()),
        };
        let notice = Notice { what, organisation: Some(id), to: &[*account], once: None };
        system_notices::tell(transaction, services, notice).await?;
    }
    let to = administrators(transaction, services, id, None).await?;
    let (ended, kept) = (closed.ended.len(), closed.kept.len());
    let what = SystemNotice::RecertificationOver { organisation: name, ended, kept };
    let notice = Notice { what, organisation: Some(id), to: &to, once: None };
    system_notices::tell(transaction, services, notice).await?;
    Ok(())
}

/// What has been given to those whom a recertification is about, and to the administrators of the organisation.
async fn present(
    transaction: &mut OperationTransaction,
    organisation: OrganisationId,
    all: &[RecertifiedGrant],
) -> Result<Vec<Grant>, StoreError> {
    let accounts: BTreeSet<AccountId> = all.iter().map(|of| of.looked.account).collect();
    let mut present: Vec<Grant> = Vec::new();
    for account in accounts {
        for grant in transaction.judged_grants(account, organisation).await? {
            if !present.iter().any(|known| known.id == grant.id) {
                present.push(grant);
            }
        }
    }
    Ok(present)
}
