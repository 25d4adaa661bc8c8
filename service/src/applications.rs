//! Applications for roles: whoever has too little applies in the organisation that they act in, and whoever administers its
//! permissions approves, changes or refuses (`access.md` section 3). Nobody decides their own.

use domain::{
    access::{
        application::{
            ApplicationDecision, ApplicationKind, ApplicationRefusal, ApplicationState, AppliedFor, check,
            may_decide, may_withdraw,
        },
        giving::Giving,
        grant::Granted,
    },
    id::{ApplicationId, GrantId, UserRoleId},
    language::Named,
    operation::{EntityKind, OperationKind},
    user_message::notice::SystemNotice,
};
use serde_json::json;
pub use store::ApplicationRecord;
use store::{ApplicationsOf, Connection, Given, OperationTransaction, RoleRecord, StoreError};

use crate::{
    ServiceError, Services,
    access_users::{AccessFailure, AccessRefusal, Judge, begin, end, give, organisation, read, yesterday},
    fields,
    session::Session,
    system_notices::{self, Notice, administrators},
};

/// How many applications are shown, those that wait first.
const SHOWN: i64 = 200;

/// What somebody has applied for, and can.
pub struct OwnApplications {
    /// What they have applied for, in every organisation: what waits first.
    pub applications: Vec<ApplicationRecord>,
    /// The roles that they can apply for where they act.
    pub roles: Vec<RoleRecord>,
    /// Those of them that they have, which they can ask to end.
    pub held: Vec<UserRoleId>,
}

/// An application, and what can be given instead.
pub struct ApplicationPage {
    /// The application.
    pub application: ApplicationRecord,
    /// The roles that can be given in the organisation.
    pub roles: Vec<RoleRecord>,
    /// Whether it is the reader's own.
    pub is_own: bool,
}

fn refused(refusal: ApplicationRefusal) -> AccessFailure {
    AccessRefusal::Application(refusal).into()
}

/// What is due comes before everything else.
fn may_apply(session: &Session) -> Result<(), ServiceError> {
    if session.due().is_some() { Err(ServiceError::Forbidden) } else { Ok(()) }
}

/// The roles that can be applied for where somebody acts. One that lets its user give to others is the operator's to give.
async fn roles(
    connection: &mut Connection,
    services: &Services,
    session: &Session,
) -> Result<Vec<RoleRecord>, StoreError> {
    let acting = &session.acting;
    let mut roles = connection.roles_of(acting.organisation_id, acting.kind, services.today()).await?;
    roles.retain(|role| role.withdrawn.is_none() && role.role.administers().is_empty());
    Ok(roles)
}

/// The roles that somebody has where they act, or will have.
async fn held(
    connection: &mut Connection,
    services: &Services,
    session: &Session,
) -> Result<Vec<UserRoleId>, StoreError> {
    let today = services.today();
    let grants = connection.grants(session.acting.organisation_id, session.account, today).await?;
    let left = grants.into_iter().filter(|grant| {
        !grant.period.is_contradictory() && grant.period.end.is_none_or(|last| last >= today)
    });
    let roles = left.filter_map(|grant| match grant.given {
        Given::Role(role) => Some(role),
        Given::Administrator | Given::Permission(_) => None,
    });
    Ok(roles.collect())
}

/// What somebody has applied for, and can.
///
/// # Errors
/// [`ServiceError::Forbidden`] before what is due has been done.
pub async fn own(services: &Services, session: &Session) -> Result<OwnApplications, ServiceError> {
    may_apply(session)?;
    let mut connection = services.store.read_snapshot(&session.scope()).await?;
    Ok(OwnApplications {
        applications: connection.applications(ApplicationsOf::Account(session.account), SHOWN).await?,
        roles: roles(&mut connection, services, session).await?,
        held: held(&mut connection, services, session).await?,
    })
}

/// Applies for a role in the organisation that somebody acts in, or for one to end.
///
/// # Errors
/// Why it cannot be applied for.
pub async fn apply(
    services: &Services,
    session: &Session,
    applied: &AppliedFor,
) -> Result<ApplicationId, AccessFailure> {
    may_apply(session)?;
    let operation = services.operation(
        OperationKind::AccessChange,
        session.actor(),
        session.only_municipality(),
        &*applied.reason,
    );
    let mut transaction = services.store.operate(operation).await?;
    session.is_posted_first(&mut transaction, services.now()).await?;
    let held = held(&mut transaction, services, session).await?;
    let offered = roles(&mut transaction, services, session).await?;
    let is_offered = offered.iter().any(|role| role.id == applied.role);
    // What has been withdrawn since can be ended still.
    let is_to_end = applied.kind == ApplicationKind::End && held.contains(&applied.role);
    if !(is_offered || is_to_end) {
        return Err(refused(ApplicationRefusal::NoSuchRole));
    }
    check(applied, &held, services.today()).map_err(refused)?;
    let whose = (session.acting.organisation_id, session.account);
    let id = transaction.submit_application(whose, applied, services.now()).await?;
    let id = id.ok_or_else(|| refused(ApplicationRefusal::AppliedAlready))?;
    let told = json!({
        "account": session.account, "kind": applied.kind.code(), "role": applied.role, "from": applied.period.start,
        "to": applied.period.end, "organisation": session.acting.organisation, "state": ApplicationState::Submitted.code(),
    });
    let told = fields::change(EntityKind::Application, id.0, None, None, Some(fields::fields(&told)));
    transaction.record(told.as_slice()).await?;
    tell_of_waiting(&mut transaction, services, session, id, applied).await?;
    transaction.commit().await?;
    Ok(id)
}

/// Tells those who can decide an application that it waits.
async fn tell_of_waiting(
    transaction: &mut OperationTransaction,
    services: &Services,
    session: &Session,
    application: ApplicationId,
    applied: &AppliedFor,
) -> Result<(), StoreError> {
    let organisation = session.acting.organisation_id;
    let Some(found) = transaction.application(application).await? else { return Ok(()) };
    let to = administrators(transaction, services, organisation, Some(session.account)).await?;
    let (name, title, kind) = (session.name.clone(), found.title, applied.kind);
    let what = SystemNotice::ApplicationWaits { application, name, title, kind };
    let notice = Notice { what, organisation: Some(organisation), to: &to, once: None };
    system_notices::tell(transaction, services, notice).await?;
    Ok(())
}

/// Takes back an application of one's own that waits.
///
/// # Errors
/// [`ServiceError::NotFound`] for another's; [`ApplicationRefusal::NotSubmitted`] for one that waits no longer.
pub async fn withdraw(
    services: &Services,
    session: &Session,
    id: ApplicationId,
) -> Result<(), AccessFailure> {
    may_apply(session)?;
    let (actor, place) = (session.actor(), session.only_municipality());
    let operation = services.operation(OperationKind::AccessChange, actor, place, "");
    let mut transaction = services.store.operate(operation).await?;
    let found = transaction.application(id).await?.filter(|found| found.account == session.account);
    let found = found.ok_or(ServiceError::NotFound)?;
    may_withdraw(found.state).map_err(refused)?;
    settle(&mut transaction, services, id, ApplicationState::Withdrawn, (None, "")).await?;
    Ok(transaction.commit().await?)
}

/// Lets an application that waits be decided or withdrawn, and tells the journal.
async fn settle(
    transaction: &mut OperationTransaction,
    services: &Services,
    id: ApplicationId,
    state: ApplicationState,
    (by, answer): (Option<domain::id::AccountId>, &str),
) -> Result<(), AccessFailure> {
    if !transaction.settle_application(id, state, by, answer, services.now()).await? {
        return Err(refused(ApplicationRefusal::NotSubmitted));
    }
    let [before, after] = [ApplicationState::Submitted, state].map(|state| json!({ "state": state.code() }));
    let [before, after] = [before, after].map(|told| Some(fields::fields(&told)));
    let told = fields::change(EntityKind::Application, id.0, None, before, after);
    Ok(transaction.record(told.as_slice()).await?)
}

/// The applications in the organisation, those that wait first.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that administers nothing.
pub async fn all(services: &Services, session: &Session) -> Result<Vec<ApplicationRecord>, ServiceError> {
    let organisation = organisation(session)?;
    let of = ApplicationsOf::Organisation(organisation.id);
    Ok(services.store.read(&session.scope()).await?.applications(of, SHOWN).await?)
}

/// How many applications wait in the organisation.
///
/// # Errors
/// As of [`all`].
pub async fn waiting(services: &Services, session: &Session) -> Result<i64, ServiceError> {
    let organisation = organisation(session)?;
    Ok(services.store.read(&session.scope()).await?.applications_waiting(organisation.id).await?)
}

/// An application in the organisation.
///
/// # Errors
/// As of [`all`]; [`ServiceError::NotFound`] for one of another organisation.
pub async fn one(
    services: &Services,
    session: &Session,
    id: ApplicationId,
) -> Result<ApplicationPage, ServiceError> {
    let mut connection = services.store.read_snapshot(&session.scope()).await?;
    let application = find(&mut connection, session, id).await?;
    let roles = roles(&mut connection, services, session).await?;
    Ok(ApplicationPage { is_own: application.account == session.account, application, roles })
}

async fn find(
    connection: &mut Connection,
    session: &Session,
    id: ApplicationId,
) -> Result<ApplicationRecord, ServiceError> {
    let organisation = organisation(session)?;
    let found = connection.application(id).await?;
    found.filter(|found| found.organisation == organisation.id).ok_or(ServiceError::NotFound)
}

/// Decides an application. What is approved is what the decision says, which may be another role or other days than were applied
/// for.
///
/// # Errors
/// Why it cannot be decided so; then it waits on.
pub async fn decide(
    services: &Services,
    session: &Session,
    id: ApplicationId,
    decision: ApplicationDecision,
    (role, giving): (Option<UserRoleId>, &Giving),
) -> Result<(), AccessFailure> {
    let mut transaction = begin(services, session, &giving.reason).await?;
    let found = find(&mut transaction, session, id).await?;
    let may = may_decide(found.state, found.account, session.account);
    may.map_err(AccessRefusal::Duty)?.map_err(refused)?;
    if giving.reason.is_empty() {
        return Err(refused(ApplicationRefusal::AnswerMissing));
    }
    let state = match decision {
        ApplicationDecision::Approve => ApplicationState::Approved,
        ApplicationDecision::Refuse => ApplicationState::Refused,
    };
    // First of all, so that of two who decide at the same time one is told.
    let answer = (Some(session.account), giving.reason.as_str());
    settle(&mut transaction, services, id, state, answer).await?;
    if decision == ApplicationDecision::Approve {
        approve(&mut transaction, services, session, &found, (role, giving)).await?;
    }
    let what =
        SystemNotice::ApplicationDecided { state, kind: found.applied.kind, title: found.title.clone() };
    let (organisation, to) = (Some(found.organisation), &[found.account]);
    system_notices::tell(&mut transaction, services, Notice { what, organisation, to, once: None }).await?;
    Ok(transaction.commit().await?)
}

/// Does what was applied for, as the decision says it.
async fn approve(
    transaction: &mut OperationTransaction,
    services: &Services,
    session: &Session,
    found: &ApplicationRecord,
    (role, giving): (Option<UserRoleId>, &Giving),
) -> Result<(), AccessFailure> {
    let today = services.today();
    let user = read(transaction, session, found.user.ok_or(ServiceError::NotFound)?).await?;
    let mut judge = Judge::of(transaction, session, &user, today).await?;
    match found.applied.kind {
        ApplicationKind::Give => {
            let offered = roles(transaction, services, session).await?;
            let chosen = offered.into_iter().find(|known| Some(known.id) == role);
            let chosen = chosen.ok_or_else(|| refused(ApplicationRefusal::NoSuchRole))?;
            let what = (Given::Role(chosen.id), Granted::Role(chosen.role));
            give(transaction, services, session, (&user, &mut judge), what, giving).await
        }
        ApplicationKind::End => {
            let last = yesterday(giving.period.start.max(today));
            let grants = transaction.grants(user.organisation, user.account, today).await?;
            let left = grants.iter().filter(|grant| {
                matches!(grant.given, Given::Role(of) if of == found.applied.role)
                    && !grant.period.is_contradictory()
                    && grant.period.end.is_none_or(|end| end > last)
            });
            let left: Vec<GrantId> = left.map(|grant| grant.id).collect();
            if left.is_empty() {
                return Err(refused(ApplicationRefusal::NotHeld));
            }
            for grant in left {
                end(transaction, session, (&user, &mut judge), grant, last).await?;
            }
            Ok(())
        }
    }
}
