//! The roles that an organisation makes (*Användarroller*; seed 001, "Säkerhet"), as its administrators decide it: a name for
//! permissions that go together. A change of a role reaches everybody who has it, from the day on which it is made.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    access::{
        RoleTitle,
        agreement::Agreements,
        catalogue::{Catalogue, Entry},
        code::PermissionCode,
        duties::{self, DutyRefusal},
        grant::{Grant, GrantRefusal, Granted},
        role::{RoleDraft, RoleRefusal, UserRole},
    },
    id::{GrantId, UserRoleId},
    operation::EntityKind,
    period::Period,
};
use serde_json::{Map, Value, json};
use store::{Connection, OperationTransaction};
pub use store::{RoleHolder, RoleRecord};

use crate::{
    ServiceError, Services,
    access_users::{AccessFailure, AccessRefusal, begin, organisation},
    fields,
    session::Session,
};

/// What roles can be made of today, and what they are called.
pub struct RoleChoices {
    /// What the organisation's roles can have, which it has agreed and who asks administers.
    pub offered: Vec<Entry>,
    /// What permissions are called.
    pub catalogue: Catalogue,
    /// The day of reading.
    pub today: NaiveDate,
}

/// A role with who has it.
pub struct RolePage {
    /// The role.
    pub role: RoleRecord,
    /// Who has it, or will have it.
    pub holders: Vec<RoleHolder>,
    /// What roles can be made of.
    pub choices: RoleChoices,
    /// Whether who asks can change it: a role of the organisation of which they administer everything.
    pub is_changeable: bool,
    /// Whether it is withdrawn, and they can let it be given again.
    pub is_reinstatable: bool,
}

/// What is posted of a role.
pub struct PostedRole {
    /// What it shall be called.
    pub name: String,
    /// What it shall be able to do.
    pub permissions: BTreeSet<PermissionCode>,
    /// Why.
    pub reason: String,
}

impl RoleChoices {
    async fn read(
        connection: &mut Connection,
        services: &Services,
        session: &Session,
    ) -> Result<Self, ServiceError> {
        let (organisation, today) = (organisation(session)?, services.today());
        let catalogue = connection.catalogue().await?;
        let agreements = connection.agreements(organisation.id).await?;
        let agreements = Agreements::of(agreements).map_err(|_| ServiceError::Inconsistent)?;
        let offered = agreements
            .offered_on(&catalogue, &organisation, today)
            .into_iter()
            .filter(|shown| session.acting.administers.contains(&shown.service.code))
            .flat_map(|shown| shown.groups)
            .flat_map(|group| group.entries)
            .cloned()
            .collect();
        Ok(Self { offered, catalogue, today })
    }
}

/// The roles of the organisation, those that ship first and the withdrawn ones last.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that administers nothing.
pub async fn all(
    services: &Services,
    session: &Session,
) -> Result<(Vec<RoleRecord>, RoleChoices), ServiceError> {
    let organisation = organisation(session)?;
    let mut connection = services.store.read_snapshot(&session.scope()).await?;
    let roles = connection.roles_of(organisation.id, organisation.kind, services.today()).await?;
    Ok((roles, RoleChoices::read(&mut connection, services, session).await?))
}

async fn find(
    connection: &mut Connection,
    services: &Services,
    session: &Session,
    id: UserRoleId,
) -> Result<RoleRecord, ServiceError> {
    let organisation = organisation(session)?;
    let roles = connection.roles_of(organisation.id, organisation.kind, services.today()).await?;
    roles.into_iter().find(|role| role.id == id).ok_or(ServiceError::NotFound)
}

/// A role of the organisation.
///
/// # Errors
/// [`ServiceError::NotFound`] for one of another organisation, [`ServiceError::Forbidden`] for a role that administers nothing.
pub async fn one(services: &Services, session: &Session, id: UserRoleId) -> Result<RolePage, ServiceError> {
    let mut connection = services.store.read_snapshot(&session.scope()).await?;
    let role = find(&mut connection, services, session, id).await?;
    let organisation = organisation(session)?;
    let choices = RoleChoices::read(&mut connection, services, session).await?;
    Ok(RolePage {
        holders: connection.role_holders(organisation.id, id, choices.today).await?,
        is_changeable: is_changeable(&role, &choices.catalogue, session),
        is_reinstatable: role.withdrawn.is_some() && is_ones_own(&role, &choices.catalogue, session),
        role,
        choices,
    })
}

fn is_changeable(role: &RoleRecord, catalogue: &Catalogue, session: &Session) -> bool {
    role.withdrawn.is_none() && is_ones_own(role, catalogue, session)
}

/// Whether an organisation has made a role all of which the user administers.
fn is_ones_own(role: &RoleRecord, catalogue: &Catalogue, session: &Session) -> bool {
    let administers = |code: &PermissionCode| {
        catalogue.entry(code).is_some_and(|entry| session.acting.administers.contains(&entry.service))
    };
    let is_made = matches!(role.title, RoleTitle::Made { .. });
    is_made && role.role.permissions().iter().all(administers)
}

/// The role that is posted, of what can be given.
async fn read(
    connection: &mut Connection,
    services: &Services,
    session: &Session,
    posted: &PostedRole,
    itself: Option<UserRoleId>,
) -> Result<(UserRole, Catalogue), AccessFailure> {
    let organisation = organisation(session)?;
    let choices = RoleChoices::read(connection, services, session).await?;
    let is_offered = |code: &&PermissionCode| choices.offered.iter().any(|entry| entry.code == **code);
    let draft = RoleDraft {
        name: posted.name.clone(),
        kind: organisation.kind,
        permissions: posted.permissions.clone(),
        administers: BTreeSet::new(),
    };
    let made = draft.make(&choices.catalogue, choices.today);
    let mut refusals: Vec<AccessRefusal> =
        made.as_ref().err().cloned().map(AccessRefusal::Role).into_iter().collect();
    if posted.reason.is_empty() {
        refusals.push(AccessRefusal::Grant(GrantRefusal::ReasonMissing));
    }
    if let Ok(role) = &made {
        if connection
            .role_named(organisation.id, role.name())
            .await?
            .is_some_and(|known| Some(known) != itself)
        {
            refusals.push(AccessRefusal::Role(RoleRefusal::NameTaken));
        }
        if !role.permissions().iter().all(|code| is_offered(&code)) {
            refusals.push(AccessRefusal::NotAdministered);
        }
    }
    match made {
        Ok(role) if refusals.is_empty() => Ok((role, choices.catalogue)),
        _ => Err(AccessFailure::Refused(refusals)),
    }
}

fn told(role: &UserRole) -> Map<String, Value> {
    fields::fields(&json!({ "name": role.name(), "permissions": role.permissions() }))
}

/// Makes a role.
///
/// # Errors
/// Everything that is wrong with it.
pub async fn make(
    services: &Services,
    session: &Session,
    posted: &PostedRole,
) -> Result<UserRoleId, AccessFailure> {
    let mut transaction = begin(services, session, &posted.reason).await?;
    session.is_posted_first(&mut transaction, services.now()).await?;
    let (role, _) = read(&mut transaction, services, session, posted, None).await?;
    let id = transaction.make_role(organisation(session)?.id, &role, services.today()).await?;
    let change = fields::change(EntityKind::UserRole, id.0, None, None, Some(told(&role)));
    transaction.record(change.as_slice()).await?;
    transaction.commit().await?;
    Ok(id)
}

/// Lets a role of a version be called and do something else, from today on.
///
/// # Errors
/// Everything that is wrong with it; [`AccessRefusal::Changed`] when somebody else has changed it meanwhile,
/// [`AccessRefusal::HolderAdministers`] when somebody would administer and use the same service.
pub async fn change(
    services: &Services,
    session: &Session,
    id: UserRoleId,
    version: i64,
    posted: &PostedRole,
) -> Result<(), AccessFailure> {
    let mut transaction = begin(services, session, &posted.reason).await?;
    let known = find(&mut transaction, services, session, id).await?;
    let (role, catalogue) = read(&mut transaction, services, session, posted, Some(id)).await?;
    if !is_changeable(&known, &catalogue, session) {
        return Err(AccessRefusal::NotAdministered.into());
    }
    separated(&mut transaction, services, session, &known, &role, &catalogue).await?;
    if !transaction.change_role((id, version), &role, services.today()).await? {
        return Err(AccessRefusal::Changed.into());
    }
    let (before, after) = (told(&known.role), told(&role));
    let change = fields::change(EntityKind::UserRole, id.0, None, Some(before), Some(after));
    transaction.record(change.as_slice()).await?;
    Ok(transaction.commit().await?)
}

/// Whether nobody who has the role would administer what it uses from today on.
async fn separated(
    transaction: &mut OperationTransaction,
    services: &Services,
    session: &Session,
    known: &RoleRecord,
    role: &UserRole,
    catalogue: &Catalogue,
) -> Result<(), AccessFailure> {
    let (organisation, today) = (organisation(session)?, services.today());
    let holders = transaction.role_holders(organisation.id, known.id, today).await?;
    let held: BTreeSet<GrantId> = holders.iter().map(|holder| holder.grant).collect();
    for holder in holders {
        let grants = transaction.judged_grants(holder.account, organisation.id).await?;
        let from_today = |grant: Grant| {
            let is_it = held.contains(&grant.id);
            let period = Period::new(grant.period.start.max(today), grant.period.end);
            Grant {
                granted: if is_it { Granted::Role(role.clone()) } else { grant.granted },
                period,
                ..grant
            }
        };
        let grants: Vec<Grant> =
            grants.into_iter().filter(|grant| grant.account == holder.account).map(from_today).collect();
        if let Err(DutyRefusal::AdministersAndUses { service, .. }) =
            duties::check_separation(&grants, catalogue)
        {
            return Err(AccessRefusal::HolderAdministers { name: holder.name, service }.into());
        }
    }
    Ok(())
}

/// Withdraws a role of a version: it is given no more, and who has it keeps it.
///
/// # Errors
/// [`AccessRefusal::Changed`] when somebody else has changed it meanwhile, [`AccessRefusal::NotAdministered`] for a role that
/// cannot be changed.
pub async fn withdraw(
    services: &Services,
    session: &Session,
    id: UserRoleId,
    version: i64,
) -> Result<(), AccessFailure> {
    set_withdrawn(services, session, (id, version), true).await
}

/// Lets a withdrawn role of a version be given and changed again.
///
/// # Errors
/// As of [`withdraw`].
pub async fn reinstate(
    services: &Services,
    session: &Session,
    id: UserRoleId,
    version: i64,
) -> Result<(), AccessFailure> {
    set_withdrawn(services, session, (id, version), false).await
}

async fn set_withdrawn(
    services: &Services,
    session: &Session,
    (id, version): (UserRoleId, i64),
    withdrawn: bool,
) -> Result<(), AccessFailure> {
    let mut transaction = begin(services, session, "").await?;
    let known = find(&mut transaction, services, session, id).await?;
    let catalogue = transaction.catalogue().await?;
    if !is_ones_own(&known, &catalogue, session) {
        return Err(AccessRefusal::NotAdministered.into());
    }
    let done = match withdrawn {
        true => transaction.withdraw_role((id, version), services.now()).await?,
        false => transaction.reinstate_role((id, version)).await?,
    };
    if !done {
        return Err(AccessRefusal::Changed.into());
    }
    // It stays what it is, with who has it.
    let told = |withdrawn: bool| Some(fields::fields(&json!({ "withdrawn": withdrawn })));
    let change = fields::change(EntityKind::UserRole, id.0, None, told(!withdrawn), told(withdrawn));
    transaction.record(change.as_slice()).await?;
    Ok(transaction.commit().await?)
}
