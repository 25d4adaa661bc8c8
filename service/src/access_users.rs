//! The users of an organisation and what they may do, as its administrators decide it (seed 002, section 4). Nothing of it
//! reaches beyond the organisation that the administrator acts in.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    access::{
        Permission,
        agreement::Agreements,
        catalogue::{Catalogue, Entry},
        code::{PermissionCode, ServiceCode},
        duties::{self, Change as DutyChange, DutyRefusal},
        giving::Giving,
        grant::{Answer, Asked, Circumstances, Decision, Grant, GrantRefusal, Granted, Place, why},
        organisation::Organisation,
        role::UserRole,
        user::{UserForm, UserRefusal},
    },
    id::{AccountId, GrantId, OrganisationUserId, UserRoleId},
    language::{Language, Message},
    operation::{EntityKind, OperationKind},
    period::Period,
};
pub use store::{AccessUserRecord, Given, GrantRecord};
use store::{Connection, NewAccount, NewGrant, OperationTransaction, StoreError};

use crate::{
    ServiceError, Services, fields, password,
    session::Session,
    users::{ONE_TIME_FOR, free_user_name},
};

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
    /// The roles that can be given in the organisation.
    pub roles: Vec<(UserRoleId, domain::access::RoleTitle, UserRole)>,
    /// The day of reading.
    pub today: NaiveDate,
}

impl AccessUser {
    /// Whether anything of a grant works today, and else why not.
    pub fn verdict(&self, grant: &GrantRecord) -> domain::access::verdict::Verdict {
        let granted = match &grant.given {
            Given::Administrator => Granted::Administrator,
            Given::Permission(code) => Granted::Permission(code.clone()),
            Given::Role(id) => match self.roles.iter().find(|(role, ..)| role == id) {
                Some((.., role)) => Granted::Role(role.clone()),
                None => return domain::access::verdict::Verdict::UnknownPermission,
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

async fn read(
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
    let mut connection = services.store.read_snapshot().await?;
    let user = read(&mut connection, session, id).await?;
    let agreements = connection.agreements(user.organisation).await?;
    Ok(AccessUser {
        grants: connection.grants(user.organisation, user.account).await?,
        catalogue: connection.catalogue().await?,
        agreements: Agreements::of(agreements).map_err(|_| ServiceError::Inconsistent)?,
        roles: connection.roles_for(user.organisation, session.acting.kind).await?,
        today: services.today(),
        user,
    })
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

async fn begin(
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
    if transaction.access_user_with(organisation.id, details.hsa_id.as_str()).await?.is_some() {
        return Err(AccessRefusal::User(UserRefusal::HsaIdTaken).into());
    }
    let user_name = free_user_name(&mut transaction, &details.proposed_user_name()).await?;
    let account = NewAccount {
        user_name: user_name.clone(),
        name: details.name(),
        password_hash: String::new(),
        demo: false,
        active_from: services.today(),
        one_time_until: None,
    };
    let account = transaction.add_account(&account).await?;
    let id = transaction.add_access_user(organisation.id, account, &details, services.now()).await?;
    let mut told = fields::fields(&details);
    told.insert("user_name".to_owned(), user_name.into());
    told.insert("organisation".to_owned(), organisation.name.into());
    let told = fields::change(EntityKind::Account, account.0, None, None, Some(told));
    transaction.record(told.as_slice()).await?;
    transaction.commit().await?;
    Ok(id)
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
    let holder = transaction.access_user_with(user.organisation, details.hsa_id.as_str()).await?;
    if holder.is_some_and(|holder| holder != id) {
        return Err(AccessRefusal::User(UserRefusal::HsaIdTaken).into());
    }
    if user.version != version || !transaction.change_access_user(&user, &details).await? {
        return Err(AccessRefusal::Changed.into());
    }
    let before = UserForm {
        first_name: user.first_name,
        last_name: user.last_name,
        hsa_id: user.hsa_id,
        e_mail: user.e_mail,
    };
    let told = fields::change(
        EntityKind::Account,
        user.account.0,
        None,
        Some(fields::fields(&before)),
        Some(fields::fields(&details)),
    );
    transaction.record(told.as_slice()).await?;
    Ok(transaction.commit().await?)
}

/// Everything by which a change of what is given is judged.
struct Judge {
    actor: duties::Actor,
    catalogue: Catalogue,
    agreements: Agreements,
    present: Vec<Grant>,
    today: NaiveDate,
}

impl Judge {
    async fn of(
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
    fn administers(&self, session: &Session, granted: &Granted) -> bool {
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

    fn judge(&mut self, change: &DutyChange) -> Result<(), AccessRefusal> {
        let after = duties::judge(change, self.actor, &self.present, &self.catalogue, self.today);
        self.present = after.map_err(AccessRefusal::Duty)?;
        Ok(())
    }
}

async fn give(
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
    if !judge.administers(session, &grant.granted) {
        return Err(AccessRefusal::NotAdministered.into());
    }
    let is_the_same = |of: &Grant| {
        of.account == grant.account
            && of.place == grant.place
            && of.granted == grant.granted
            && !of.period.is_contradictory()
            && of.period.overlaps(&grant.period)
    };
    if judge.present.iter().any(is_the_same) {
        return Err(AccessRefusal::HasAlready.into());
    }
    grant
        .check(session.acting.kind, &judge.catalogue, &judge.agreements, judge.today)
        .map_err(AccessRefusal::Grant)?;
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
    tell(transaction, user.account, id, None, Some(&new)).await?;
    Ok(())
}

/// Tells the journal of a grant before and after.
async fn tell(
    transaction: &mut OperationTransaction,
    account: AccountId,
    id: GrantId,
    ended: Option<(Option<NaiveDate>, NaiveDate)>,
    given: Option<&NewGrant>,
) -> Result<(), StoreError> {
    let what = |given: &Given| match given {
        Given::Administrator => serde_json::json!({ "administrator": true }),
        Given::Role(role) => serde_json::json!({ "role": role }),
        Given::Permission(code) => serde_json::json!({ "permission": code }),
    };
    let (before, after) = match (ended, given) {
        (Some((before, last)), _) => (
            Some(serde_json::json!({ "account": account, "to": before })),
            serde_json::json!({ "account": account, "to": last }),
        ),
        (None, Some(new)) => (
            None,
            serde_json::json!({
                "account": account, "given": what(&new.given), "organisation": new.organisation, "from": new.period.start,
                "to": new.period.end, "reason": new.reason,
            }),
        ),
        (None, None) => return Ok(()),
    };
    let before = before.map(|before| fields::fields(&before));
    let told = fields::change(EntityKind::Grant, id.0, None, before, Some(fields::fields(&after)));
    transaction.record(told.as_slice()).await
}

async fn end(
    transaction: &mut OperationTransaction,
    session: &Session,
    (user, judge): (&AccessUserRecord, &mut Judge),
    grant: GrantId,
    last: NaiveDate,
) -> Result<(), AccessFailure> {
    let here = |of: &&Grant| {
        of.id == grant && of.account == user.account && of.place.organisation == user.organisation
    };
    let Some(found) = judge.present.iter().find(here).cloned() else {
        return Err(AccessRefusal::Duty(DutyRefusal::NothingToEnd).into());
    };
    if found.granted != Granted::Administrator && !judge.administers(session, &found.granted) {
        return Err(AccessRefusal::NotAdministered.into());
    }
    judge.judge(&DutyChange::End { grant, last })?;
    transaction.end_grant(grant, last).await?;
    tell(transaction, user.account, grant, Some((found.period.end, last)), None).await?;
    Ok(())
}

/// The last day of what ends at once: what was given today has never been.
fn yesterday(today: NaiveDate) -> NaiveDate {
    today.pred_opt().unwrap_or(today)
}

/// Lets a user have the ticked permissions of a service, given by themselves, and no others: what is new is given, what is
/// no longer ticked ends at once. What a role gives stays.
///
/// # Errors
/// Everything that is wrong; then nothing has been changed.
pub async fn set_permissions(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
    service: &ServiceCode,
    ticked: &BTreeSet<PermissionCode>,
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
    let roles = transaction.roles_for(user.organisation, session.acting.kind).await?;
    let found = roles.into_iter().find(|(known, ..)| Some(*known) == role);
    let (role, _, made) = found.ok_or(AccessRefusal::NothingChosen)?;
    let what = (Given::Role(role), Granted::Role(made));
    give(&mut transaction, services, session, (&user, &mut judge), what, giving).await?;
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
    let mut transaction = begin(services, session, "password").await?;
    let user = read(&mut transaction, session, id).await?;
    let today = services.today();
    let administers = |grant: &Grant| {
        let gives = match &grant.granted {
            Granted::Administrator => true,
            Granted::Role(role) => !role.administers().is_empty(),
            Granted::Permission(_) => false,
        };
        gives && grant.account == user.account && grant.period.end.is_none_or(|last| last >= today)
    };
    if transaction.judged_grants(user.account, user.organisation).await?.iter().any(administers) {
        return Err(AccessRefusal::OfAnAdministrator.into());
    }
    if transaction.organisations_of(user.account).await? > 1 {
        return Err(AccessRefusal::OfOthersToo.into());
    }
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
    let mut connection = services.store.read_snapshot().await?;
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
