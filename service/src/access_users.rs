//! The users of an organisation and what they may do, as its administrators decide it (seed 002, section 4). Nothing of it
//! reaches beyond the organisation that the administrator acts in.

mod giving;
mod refusal;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    access::{
        Permission,
        agreement::Agreements,
        catalogue::{Catalogue, Entry},
        code::{PermissionCode, ServiceCode},
        duties::DutyRefusal,
        grant::{Answer, Asked, Circumstances, Decision, Grant, Granted, NOTICE_DAYS, Place, why},
        organisation::Organisation,
        user::{UserDetails, UserForm, UserRefusal},
        verdict::Verdict,
    },
    id::{GrantId, OrganisationId, OrganisationUserId},
    operation::{EntityKind, OperationKind},
    period::Period,
};
pub use giving::{
    Copied, Decided, DecidedOfMany, GivenName, copy, decide_of_many, end_grant, end_with, give_role,
    set_permissions,
};
pub(crate) use giving::{Judge, Told, end, give, tell, yesterday};
pub use refusal::{AccessFailure, AccessRefusal};
pub use store::{AccessUserRecord, Given, GrantRecord, RoleRecord};
use store::{Connection, NewAccount, OperationTransaction};

use crate::{
    ServiceError, Services, fields, password,
    session::Session,
    users::{ONE_TIME_FOR, free_user_name},
};

/// A user with everything that has been given to them in the organisation.
pub struct AccessUser {
    /// The user.
    pub user: AccessUserRecord,
    /// What has been given, the latest first; what has ended too.
    pub grants: Vec<GrantRecord>,
    /// What can be given, and what it is called.
    pub catalogue: Catalogue,
    /// The agreements of the organisation.
    pub agreements: Agreements,
    /// The roles of the organisation, the withdrawn ones too.
    pub roles: Vec<RoleRecord>,
    /// The day of reading.
    pub today: NaiveDate,
}

impl AccessUser {
    /// Whether anything of a grant works today, and else why not.
    pub fn verdict(&self, grant: &GrantRecord) -> Verdict {
        let granted = match &grant.given {
            Given::Administrator => Granted::Administrator,
            Given::Permission(code) => Granted::Permission(code.clone()),
            Given::Role(id) => match self.roles.iter().find(|role| role.id == *id) {
                Some(role) => Granted::Role(role.role.clone()),
                None => return Verdict::UnknownPermission,
            },
        };
        let judged = Grant {
            id: grant.id,
            account: self.user.account,
            granted,
            place: Place { organisation: self.user.organisation, unit: None },
            period: grant.period,
            decision: Decision::unread(),
        };
        judged.works_on(self.today, self.circumstances())
    }

    /// The permissions that work today, each with the grants that give it.
    pub fn working(&self, code: &PermissionCode) -> Vec<&GrantRecord> {
        let works = |grant: &&GrantRecord| {
            grant.period.contains(self.today) && grant.permissions.contains(code) && self.entry_works(code)
        };
        self.grants.iter().filter(works).collect()
    }

    /// The permissions among some that have been given by themselves and are not over.
    pub fn alone(&self, among: &[Entry]) -> BTreeSet<PermissionCode> {
        let is_left = |grant: &&GrantRecord| {
            !grant.period.is_contradictory() && grant.period.end.is_none_or(|last| last >= self.today)
        };
        let codes = self.grants.iter().filter(is_left).filter_map(|grant| match &grant.given {
            Given::Permission(code) => Some(code.clone()),
            Given::Role(_) | Given::Administrator => None,
        });
        codes.filter(|code| among.iter().any(|entry| entry.code == *code)).collect()
    }

    fn entry_works(&self, code: &PermissionCode) -> bool {
        self.catalogue.entry(code).is_some_and(|entry| {
            entry.works_on(self.today)
                && self.agreements.is_agreed_on(self.user.organisation, &entry.service, self.today)
        })
    }

    fn circumstances(&self) -> Circumstances<'_> {
        let active = Period::new(NaiveDate::MIN, None);
        Circumstances { catalogue: &self.catalogue, agreements: &self.agreements, active }
    }
}

/// The organisation that somebody administers.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that administers nothing.
pub fn organisation(session: &Session) -> Result<Organisation, ServiceError> {
    session.scope_for(Permission::AdministerAccess)?;
    let acting = &session.acting;
    Ok(Organisation { id: acting.organisation_id, kind: acting.kind, name: acting.organisation.clone() })
}

pub(crate) async fn read(
    connection: &mut Connection,
    session: &Session,
    id: OrganisationUserId,
) -> Result<AccessUserRecord, ServiceError> {
    let organisation = organisation(session)?;
    connection.access_user(organisation.id, id).await?.ok_or(ServiceError::NotFound)
}

/// A user of the organisation.
///
/// # Errors
/// [`ServiceError::NotFound`] for one of another organisation, [`ServiceError::Forbidden`] for a role that administers nothing.
pub async fn user(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
) -> Result<AccessUser, ServiceError> {
    let mut connection = services.store.read_snapshot(&session.scope()).await?;
    let user = read(&mut connection, session, id).await?;
    let agreements = connection.agreements(user.organisation).await?;
    let today = services.today();
    Ok(AccessUser {
        grants: connection.grants(user.organisation, user.account, today).await?,
        catalogue: connection.catalogue().await?,
        agreements: Agreements::of(agreements).map_err(|_| ServiceError::Inconsistent)?,
        roles: connection.roles_of(user.organisation, session.acting.kind, today).await?,
        today,
        user,
    })
}

/// How many users have something that ends soon, by the first notice that is given of it.
///
/// # Errors
/// As of [`user`].
pub async fn with_what_ends_soon(services: &Services, session: &Session) -> Result<i64, ServiceError> {
    let (organisation, today) = (organisation(session)?, services.today());
    let latest = today.checked_add_days(chrono::Days::new(NOTICE_DAYS[0])).unwrap_or(today);
    Ok(services
        .store
        .read(&session.scope())
        .await?
        .users_with_what_ends(organisation.id, (today, latest))
        .await?)
}

/// How many users have something that nobody has acted in for so long that it is flagged.
///
/// # Errors
/// As of [`user`].
pub async fn with_what_is_unused(services: &Services, session: &Session) -> Result<i64, ServiceError> {
    let organisation = organisation(session)?;
    Ok(services
        .store
        .read(&session.scope())
        .await?
        .users_with_what_is_unused(organisation.id, services.today())
        .await?)
}

/// The other users of the organisation, by name.
///
/// # Errors
/// As of [`user`].
pub async fn others(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
) -> Result<Vec<AccessUser>, ServiceError> {
    let organisation = organisation(session)?;
    let users = services.store.read(&session.scope()).await?.access_users(organisation.id).await?;
    let mut others = Vec::with_capacity(users.len());
    for other in users.into_iter().filter(|other| other.id != id) {
        others.push(user(services, session, other.id).await?);
    }
    Ok(others)
}

/// What can be given of a service today, which the organisation has and who asks administers.
///
/// # Errors
/// As of [`user`]; [`ServiceError::NotFound`] for a service that is not theirs to give.
pub async fn offered(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
    service: &ServiceCode,
) -> Result<(AccessUser, Vec<Entry>), ServiceError> {
    let user = user(services, session, id).await?;
    if !session.acting.administers.contains(service) {
        return Err(ServiceError::NotFound);
    }
    let organisation = organisation(session)?;
    let offered = user.agreements.offered_on(&user.catalogue, &organisation, user.today);
    let entries = offered
        .into_iter()
        .filter(|shown| shown.service.code == *service)
        .flat_map(|shown| shown.groups)
        .flat_map(|group| group.entries)
        .cloned()
        .collect();
    Ok((user, entries))
}

pub(crate) async fn begin(
    services: &Services,
    session: &Session,
    reason: &str,
) -> Result<OperationTransaction, ServiceError> {
    session.scope_for(Permission::AdministerAccess)?;
    let kind = OperationKind::AccessChange;
    let operation = services.operation(kind, session.actor(), session.only_municipality(), reason);
    Ok(services.store.operate(operation).await?)
}

/// Adds a user to the organisation: an account that nobody can sign in to before it has a password or is found by its HSA-id.
///
/// # Errors
/// Everything that is wrong with the details.
pub async fn add(
    services: &Services,
    session: &Session,
    form: &UserForm,
) -> Result<OrganisationUserId, AccessFailure> {
    let organisation = organisation(session)?;
    let details = form.read(services.today()).map_err(refused)?;
    let mut transaction = begin(services, session, "").await?;
    session.is_posted_first(&mut transaction, services.now()).await?;
    is_alone(&mut transaction, organisation.id, None, &details).await?;
    let id = insert(&mut transaction, services, &organisation, &details).await?;
    transaction.commit().await?;
    Ok(id)
}

/// Adds a user to an organisation, and tells the journal.
pub(crate) async fn insert(
    transaction: &mut OperationTransaction,
    services: &Services,
    organisation: &Organisation,
    details: &UserDetails,
) -> Result<OrganisationUserId, ServiceError> {
    let user_name = free_user_name(transaction, &details.proposed_user_name()).await?;
    let account = NewAccount {
        user_name: user_name.clone(),
        name: details.name(),
        password_hash: String::new(),
        demo: false,
        active_from: services.today(),
        one_time_until: None,
    };
    let account = transaction.add_account(&account).await?;
    let id = transaction.add_access_user(organisation.id, account, details, services.now()).await?;
    let mut told = fields::fields(details);
    if details.civic_number.is_some() {
        told.insert("civic_number".to_owned(), told_of_number(true, "set"));
    }
    told.insert("user_name".to_owned(), user_name.into());
    told.insert("organisation".to_owned(), organisation.name.clone().into());
    let told = fields::change(EntityKind::Account, account.0, None, None, Some(told));
    transaction.record(told.as_slice()).await?;
    Ok(id)
}

/// Nobody else of the organisation has what a user is to be known by.
async fn is_alone(
    transaction: &mut OperationTransaction,
    organisation: OrganisationId,
    user: Option<OrganisationUserId>,
    details: &UserDetails,
) -> Result<(), AccessFailure> {
    let is_another = |holder: Option<OrganisationUserId>| holder.is_some() && holder != user;
    if is_another(transaction.access_user_with(organisation, details.hsa_id.as_str()).await?) {
        return Err(AccessRefusal::User(UserRefusal::HsaIdTaken).into());
    }
    if let Some(number) = &details.civic_number
        && is_another(transaction.access_user_numbered(organisation, number).await?)
    {
        return Err(AccessRefusal::User(UserRefusal::CivicNumberTaken).into());
    }
    Ok(())
}

/// Whether another personal number is written than the one that is there.
fn is_renumbered(user: &AccessUserRecord, details: &UserDetails) -> bool {
    details.civic_number.map(|number| number.to_string()).unwrap_or_default() != user.civic_number
}

fn refused(refusals: Vec<UserRefusal>) -> AccessFailure {
    AccessFailure::Refused(refusals.into_iter().map(AccessRefusal::User).collect())
}

/// Changes the details of a user that were filled in beside a version.
///
/// # Errors
/// Everything that is wrong with them; [`AccessRefusal::Changed`] when somebody else has changed them meanwhile.
pub async fn change(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
    version: i64,
    form: &UserForm,
) -> Result<(), AccessFailure> {
    let mut transaction = begin(services, session, "").await?;
    let user = read(&mut transaction, session, id).await?;
    let details = form.read(services.today()).map_err(refused)?;
    let is_known_by_another = user.hsa_id != details.hsa_id.as_str() || is_renumbered(&user, &details);
    if is_known_by_another && administers(&mut transaction, &user, services.today()).await? {
        return Err(AccessRefusal::CardOfAnAdministrator.into());
    }
    is_alone(&mut transaction, user.organisation, Some(id), &details).await?;
    if user.version != version || !put(&mut transaction, &user, &details).await? {
        return Err(AccessRefusal::Changed.into());
    }
    Ok(transaction.commit().await?)
}

/// What the journal says of a personal number that is there, or is not.
fn told_of_number(is_there: bool, code: &str) -> serde_json::Value {
    if is_there { code.into() } else { "".into() }
}

/// Keeps other details of a user, and tells the journal; false when somebody else has changed them meanwhile.
pub(crate) async fn put(
    transaction: &mut OperationTransaction,
    user: &AccessUserRecord,
    details: &UserDetails,
) -> Result<bool, ServiceError> {
    if !transaction.change_access_user(user, details).await? {
        return Ok(false);
    }
    let before = UserForm {
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        hsa_id: user.hsa_id.clone(),
        e_mail: user.e_mail.clone(),
        civic_number: String::new(),
    };
    let (mut before, mut after) = (fields::fields(&before), fields::fields(details));
    // That there is another number is told, and not which.
    if is_renumbered(user, details) {
        before.insert("civic_number".to_owned(), told_of_number(!user.civic_number.is_empty(), "set"));
        after.insert("civic_number".to_owned(), told_of_number(details.civic_number.is_some(), "set_anew"));
    } else {
        before.remove("civic_number");
    }
    let told = fields::change(EntityKind::Account, user.account.0, None, Some(before), Some(after));
    transaction.record(told.as_slice()).await?;
    Ok(true)
}

/// Removes a user from the organisation: all that they have there ends at once, and the account with it where it belongs to no
/// other organisation.
///
/// # Errors
/// Why not: an administrator is ended by the operator alone.
pub async fn remove(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
) -> Result<(), AccessFailure> {
    let mut transaction = begin(services, session, "").await?;
    let user = read(&mut transaction, session, id).await?;
    if user.account == session.account {
        return Err(AccessRefusal::Duty(DutyRefusal::OnlyTheOperator).into());
    }
    let today = services.today();
    let mut judge = Judge::of(&mut transaction, session, &user, today).await?;
    let is_left = |grant: &&Grant| {
        grant.account == user.account
            && grant.place.organisation == user.organisation
            && !grant.period.is_contradictory()
            && grant.period.end.is_none_or(|last| last >= today)
    };
    let left: Vec<GrantId> = judge.present.iter().filter(is_left).map(|grant| grant.id).collect();
    for grant in left {
        end(&mut transaction, session, (&user, &mut judge), grant, yesterday(today)).await?;
    }
    transaction.remove_access_user(id, services.now()).await?;
    if transaction.organisations_of(user.account).await? == 0 {
        transaction.set_active(user.account, false).await?;
    }
    let gone =
        serde_json::json!({ "user_name": user.user_name, "organisation": session.acting.organisation });
    let told = fields::change(EntityKind::Account, user.account.0, None, Some(fields::fields(&gone)), None);
    transaction.record(told.as_slice()).await?;
    Ok(transaction.commit().await?)
}

/// Whether a user gives to others, or will: what they sign in with is the operator's to change.
async fn administers(
    transaction: &mut OperationTransaction,
    user: &AccessUserRecord,
    today: NaiveDate,
) -> Result<bool, ServiceError> {
    let gives = |grant: &Grant| {
        let gives = match &grant.granted {
            Granted::Administrator => true,
            Granted::Role(role) => !role.administers().is_empty(),
            Granted::Permission(_) => false,
        };
        gives && grant.account == user.account && grant.period.end.is_none_or(|last| last >= today)
    };
    Ok(transaction.judged_grants(user.account, user.organisation).await?.iter().any(gives))
}

/// A user whom an administrator may let in by what they make for them.
///
/// # Errors
/// As [`one_time_password`].
pub(crate) async fn let_in(
    transaction: &mut OperationTransaction,
    session: &Session,
    id: OrganisationUserId,
    today: NaiveDate,
) -> Result<AccessUserRecord, AccessFailure> {
    let user = read(transaction, session, id).await?;
    if administers(transaction, &user, today).await? {
        return Err(AccessRefusal::OfAnAdministrator.into());
    }
    if transaction.organisations_of(user.account).await? > 1 {
        return Err(AccessRefusal::OfOthersToo.into());
    }
    Ok(user)
}

/// Makes a one-time password for a user, which is shown once: they choose their own when they sign in with it.
///
/// # Errors
/// [`AccessRefusal::OfOthersToo`] when the account is that of another organisation too, which has not been asked;
/// [`AccessRefusal::OfAnAdministrator`] for one's own and that of another administrator.
pub async fn one_time_password(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
) -> Result<String, AccessFailure> {
    let made = password::made()?;
    let hash = password::hash(made.clone()).await?;
    let mut transaction = begin(services, session, "one-time-password").await?;
    let user = let_in(&mut transaction, session, id, services.today()).await?;
    transaction.set_password(user.account, &hash, Some(services.now() + ONE_TIME_FOR)).await?;
    let set = serde_json::json!({ "user_name": user.user_name, "set": "password" });
    let told = fields::change(
        EntityKind::Account,
        user.account.0,
        None,
        Some(serde_json::Map::new()),
        Some(fields::fields(&set)),
    );
    transaction.record(told.as_slice()).await?;
    transaction.commit().await?;
    Ok(made)
}

/// Why a user may, or may not, use a permission on a day.
///
/// # Errors
/// As of [`user`].
pub async fn may(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
    permission: &PermissionCode,
    day: NaiveDate,
) -> Result<Answer, ServiceError> {
    let mut connection = services.store.read_snapshot(&session.scope()).await?;
    let user = read(&mut connection, session, id).await?;
    let catalogue = connection.catalogue().await?;
    let agreements = connection.agreements(user.organisation).await?;
    let agreements = Agreements::of(agreements).map_err(|_| ServiceError::Inconsistent)?;
    let grants = connection.judged_grants(user.account, user.organisation).await?;
    let account = connection.account_of(user.account).await?.ok_or(ServiceError::NotFound)?;
    // One that is disabled has been so since at least yesterday.
    let last = (!account.active).then(|| yesterday(services.today()));
    let active = Period::new(account.active_from, last);
    let circumstances = Circumstances { catalogue: &catalogue, agreements: &agreements, active };
    let place = Place { organisation: user.organisation, unit: None };
    Ok(why(user.account, &Asked::Use(permission.clone()), place, day, &grants, circumstances))
}
