//! Accounts, as the operator keeps them.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    access::{
        Role, RoleAssignment, RoleTitle, Scope,
        agreement::AgreementRefusal,
        hsa_id::{HsaId, HsaIdError},
        password::PasswordRefusal,
        user::{UserForm, UserRefusal},
    },
    id::AccountId,
    language::{Language, Message, Named},
    municipality::MunicipalityCode,
    operation::{Actor, EntityKind, OperationKind},
    period::Period,
};
use store::{AccountRecord, Given, NewAccount, NewGrant, OperationTransaction, StoreError};

use crate::{ServiceError, Services, fields, organisations, password};

/// For how long a password that was made for somebody lets them in, to choose another (ASVS 5.0, 6.4.1).
pub const ONE_TIME_FOR: TimeDelta = TimeDelta::days(7);

/// Why an account was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum UserError {
    /// Somebody has the user name.
    #[error("the user name is taken")]
    NameTaken,
    /// The user name is empty or holds other than letters, digits, dot, dash and underscore.
    #[error("the user name is not usable")]
    NameUnusable,
    /// The user has no name.
    #[error("the name is missing")]
    NameMissing,
    /// Nobody has the user name.
    #[error("no such user")]
    Unknown,
    /// The password cannot be used.
    #[error("the password is refused")]
    Password(PasswordRefusal),
    /// Another user of one of the organisations has the HSA-id.
    #[error("the HSA-id is taken")]
    HsaIdTaken,
    /// The HSA-id is none.
    #[error("the HSA-id is not usable")]
    HsaId(HsaIdError),
    /// The user has no second factor to take away.
    #[error("no second factor")]
    NoSecondFactor,
    /// A role is somewhere.
    #[error("a role needs a municipality")]
    Municipalities,
    /// What is to be known of the user cannot be kept.
    #[error("the details are refused")]
    Details(Vec<UserRefusal>),
    /// There is no organisation of the name.
    #[error("no such organisation")]
    NoOrganisation,
    /// The agreement cannot be made or ended.
    #[error("the agreement is refused")]
    Agreement(AgreementRefusal),
    /// There is no such service.
    #[error("no such service")]
    NoService,
    /// An organisation has the name, and reaches other municipalities.
    #[error("the organisation reaches other municipalities")]
    OtherOrganisation,
    /// Nothing of the user is left to confirm in a recertification of the organisation.
    #[error("nothing to confirm")]
    NothingToConfirm,
    /// Nobody else administers the permissions of an organisation.
    #[error("the last administrator")]
    LastAdministrator(String),
    /// It could not be tried.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// It could not be tried.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Message for UserError {
    fn message(&self, language: Language) -> String {
        let sentence = |swedish: &str, english: &str| language.pick(swedish, english).to_owned();
        match self {
            Self::NameTaken => sentence(
                "Användarnamnet är upptaget. Välj ett annat.",
                "The user name is taken. Choose another.",
            ),
            Self::NameUnusable => sentence(
                "Användarnamnet får bara ha bokstäver a–z, siffror, punkt, bindestreck och understreck.",
                "The user name may only have letters a–z, digits, dots, dashes and underscores.",
            ),
            Self::HsaIdTaken => sentence(
                "En annan användare i samma organisation har det HSA-id. Kontrollera det.",
                "Another user of the same organisation has that HSA-id. Check it.",
            ),
            Self::HsaId(error) => error.message(language),
            Self::NameMissing => {
                sentence("Namnet saknas. Ange det med --name.", "The name is missing. Give it with --name.")
            }
            Self::Unknown => sentence(
                "Ingen har det användarnamnet. Se alla med fyren user list.",
                "Nobody has that user name. See all with fyren user list.",
            ),
            Self::NoSecondFactor => {
                sentence("Användaren har ingen tvåstegsinloggning.", "The user has no two-step sign-in.")
            }
            Self::Password(refusal) => refusal.name(language).to_owned(),
            Self::Municipalities => sentence(
                "En roll finns i minst en kommun. Ange --municipality.",
                "A role is in at least one municipality. Give --municipality.",
            ),
            Self::Details(refusals) => {
                let told: Vec<String> = refusals.iter().map(|refusal| refusal.message(language)).collect();
                told.join(" ")
            }
            Self::LastAdministrator(organisation) => match language {
                Language::Swedish => format!(
                    "Ingen annan administrerar behörigheter i {organisation}. Lägg först upp en annan administratör med fyren user add."
                ),
                Language::English => format!(
                    "Nobody else administers permissions in {organisation}. Make another administrator first with fyren user add."
                ),
            },
            Self::NoOrganisation => sentence(
                "Ingen organisation heter så. Se alla med fyren organisation list.",
                "No organisation has that name. See all with fyren organisation list.",
            ),
            Self::Agreement(refusal) => refusal.message(language),
            Self::NoService => sentence(
                "E-tjänsten finns inte. Se alla med fyren organisation list.",
                "There is no such service. See all with fyren organisation list.",
            ),
            Self::OtherOrganisation => sentence(
                "En organisation med det namnet når andra kommuner. Ange samma kommuner, eller ett annat namn med --organisation.",
                "An organisation of that name reaches other municipalities. Give the same municipalities, or another name with --organisation.",
            ),
            Self::NothingToConfirm => sentence(
                "Användaren har inget kvar att bekräfta: ingen genomgång pågår i organisationen, eller allt är redan avgjort.",
                "Nothing of the user is left to confirm: no recertification is under way in the organisation, or all is decided.",
            ),
            Self::Service(error) => error.message(language),
            Self::Store(error) => error.message(language),
        }
    }
}

/// What somebody is to act in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenRole {
    /// A role that ships with Fyren.
    Shipped(Role),
    /// To be an administrator of the organisation.
    Administrator,
}

impl From<Role> for GivenRole {
    fn from(role: Role) -> Self {
        Self::Shipped(role)
    }
}

/// Something to act in, to be given in an organisation.
#[derive(Clone, Debug)]
pub struct NewRole {
    /// What.
    pub role: GivenRole,
    /// The organisation's name.
    pub organisation: String,
    /// The municipalities whose people it reaches.
    pub municipalities: Vec<MunicipalityCode>,
}

/// A user to be made.
#[derive(Clone)]
pub struct NewUser {
    /// What the user signs in with; folded to lower case.
    pub user_name: String,
    /// The user's name.
    pub name: String,
    /// The password.
    pub password: String,
    /// Whether it was made for the user, who is to choose another.
    pub is_one_time: bool,
    /// The roles.
    pub roles: Vec<NewRole>,
    /// Whether it belongs to the demo.
    pub demo: bool,
    /// The first day on which the account and what is given may be used; today where none is named.
    pub from: Option<NaiveDate>,
}

/// What the organisation of a role is called.
pub fn organisation_name(
    role: GivenRole,
    municipalities: &[MunicipalityCode],
    region: Option<&str>,
) -> String {
    match (role, municipalities) {
        (GivenRole::Shipped(Role::RegionAdministrator), _) => region.unwrap_or("Region").to_owned(),
        (_, [only]) => only.name().to_owned(),
        _ => region.unwrap_or("Region").to_owned(),
    }
}

/// Makes a user.
///
/// # Errors
/// What is wrong with it.
pub async fn add(services: &Services, actor: Actor, user: NewUser) -> Result<AccountId, UserError> {
    let user_name = user.user_name.trim().to_lowercase();
    let usable =
        |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_' | '@');
    if user_name.is_empty() || user_name.len() > 100 || !user_name.chars().all(usable) {
        return Err(UserError::NameUnusable);
    }
    if user.name.trim().is_empty() {
        return Err(UserError::NameMissing);
    }
    // That of the demo is known to everybody, and is worth nothing elsewhere.
    if !user.demo {
        check_password(&user.password, &[&user_name, &user.name])?;
    }
    if user.roles.is_empty() || user.roles.iter().any(|role| role.municipalities.is_empty()) {
        return Err(UserError::Municipalities);
    }
    let password_hash = password::hash(user.password).await?;
    let operation = services.operation(OperationKind::AccountChange, actor.clone(), None, "");
    let mut transaction = services.store.operate(operation).await?;
    if transaction.account(&user_name).await?.is_some() {
        return Err(UserError::NameTaken);
    }
    let one_time_until = user.is_one_time.then(|| services.now() + ONE_TIME_FOR);
    let roles: Vec<&str> = user.roles.iter().map(|role| role.organisation.as_str()).collect();
    let told = serde_json::json!({ "user_name": user_name, "name": user.name, "organisations": roles });
    let from = user.from.unwrap_or_else(|| services.today());
    let account = NewAccount {
        user_name,
        name: user.name,
        password_hash,
        demo: user.demo,
        active_from: from,
        one_time_until,
    };
    let id = transaction.add_account(&account).await?;
    for role in &user.roles {
        let organisation = organisations::found_or_made(&mut transaction, role, from).await?;
        let grant = NewGrant {
            account: id,
            given: match role.role {
                GivenRole::Shipped(role) => Given::Role(transaction.shipped_role(role).await?),
                GivenRole::Administrator => Given::Administrator,
            },
            organisation,
            unit: None,
            period: Period::new(from, None),
            decided_by: actor.account(),
            decided_at: services.now(),
            reason: "fyren user add".to_owned(),
        };
        transaction.give(&grant).await?;
        transaction.note_access_user(organisation, id, &account.name, services.now()).await?;
    }
    let told = fields::change(EntityKind::Account, id.0, None, None, Some(fields::fields(&told)));
    transaction.record(told.as_slice()).await?;
    transaction.commit().await?;
    Ok(id)
}

fn check_password(password: &str, about_them: &[&str]) -> Result<(), UserError> {
    password::refusal(password, about_them).map_or(Ok(()), |refusal| Err(UserError::Password(refusal)))
}

/// Keeps what the administrators of a user's organisations know of them.
///
/// # Errors
/// [`UserError::Unknown`] when nobody has the user name; [`UserError::Details`] for what is wrong with the details.
pub async fn describe(
    services: &Services,
    actor: Actor,
    user_name: &str,
    details: &UserForm,
) -> Result<(), UserError> {
    let details = details.read(services.today()).map_err(UserError::Details)?;
    change(services, actor, user_name, "details", async |transaction, account| {
        for user in transaction.access_users_of(account).await? {
            transaction.change_access_user(&user, &details).await?;
        }
        Ok(())
    })
    .await
}

/// A user name that nobody has: the proposed one, or the same with a number.
pub(crate) async fn free_user_name(
    transaction: &mut OperationTransaction,
    proposed: &str,
) -> Result<String, StoreError> {
    let mut number = 1;
    let mut name = proposed.to_owned();
    while transaction.account(&name).await?.is_some() {
        number += 1;
        name = format!("{proposed}{number}");
    }
    Ok(name)
}

/// Gives a user another password; all their sessions end. With one that was made for them they choose another when they next
/// sign in.
///
/// # Errors
/// What is wrong with it.
pub async fn set_password(
    services: &Services,
    actor: Actor,
    user_name: &str,
    password: String,
    is_one_time: bool,
) -> Result<(), UserError> {
    check_password(&password, &[user_name])?;
    let password_hash = password::hash(password).await?;
    let one_time_until = is_one_time.then(|| services.now() + ONE_TIME_FOR);
    change(services, actor, user_name, "password", async |transaction, account| {
        Ok(transaction.set_password(account, &password_hash, one_time_until).await?)
    })
    .await
}

/// Takes a user's second factor away, codes and passkeys, for whoever has lost them and the recovery codes; all their sessions end.
///
/// # Errors
/// [`UserError::NoSecondFactor`] when there is none.
pub async fn reset_second_factor(
    services: &Services,
    actor: Actor,
    user_name: &str,
) -> Result<(), UserError> {
    let mut connection = services.store.read(&Scope::of_the_system()).await?;
    let account = connection.account(&user_name.trim().to_lowercase()).await?.ok_or(UserError::Unknown)?;
    let has_one = connection.second_factor(account.id).await?.is_some();
    if !has_one && !connection.has_passkeys(account.id).await? {
        return Err(UserError::NoSecondFactor);
    }
    drop(connection);
    change(services, actor, user_name, "second-factor-reset", async |transaction, account| {
        transaction.remove_second_factor(account).await?;
        transaction.remove_passkeys(account).await?;
        Ok(transaction.end_sessions(account).await?)
    })
    .await
}

/// Writes by which HSA-id a user is found who signs in with a card, in each organisation that they are a user of.
///
/// # Errors
/// What is wrong with it.
pub async fn set_hsa_id(
    services: &Services,
    actor: Actor,
    user_name: &str,
    hsa_id: &str,
) -> Result<(), UserError> {
    let hsa_id = HsaId::try_from(hsa_id).map_err(UserError::HsaId)?;
    let mut connection = services.store.read(&Scope::of_the_system()).await?;
    let account = connection.account(&user_name.trim().to_lowercase()).await?.ok_or(UserError::Unknown)?;
    if connection.hsa_id_is_taken(account.id, &hsa_id).await? {
        return Err(UserError::HsaIdTaken);
    }
    drop(connection);
    // Who writes it elsewhere meanwhile is refused by the database.
    change(services, actor, user_name, "hsa-id", async |transaction, account| {
        Ok(transaction.set_hsa_id(account, &hsa_id).await?)
    })
    .await
}

/// Lets a user sign in or not; when not, all their sessions end.
///
/// # Errors
/// What is wrong with it.
pub async fn set_active(
    services: &Services,
    actor: Actor,
    user_name: &str,
    active: bool,
) -> Result<(), UserError> {
    change(
        services,
        actor,
        user_name,
        if active { "active" } else { "inactive" },
        async |transaction, account| {
            if !active {
                is_no_last_administrator(services, transaction, account).await?;
            }
            Ok(transaction.set_active(account, active).await?)
        },
    )
    .await
}

/// Whether every organisation that a user administers has somebody else who may sign in and does.
async fn is_no_last_administrator(
    services: &Services,
    transaction: &mut OperationTransaction,
    account: AccountId,
) -> Result<(), UserError> {
    for user in transaction.access_users_of(account).await? {
        let colleagues = transaction.colleagues(user.organisation, services.today()).await?;
        let mut administrators = colleagues
            .iter()
            .filter(|colleague| colleague.titles.iter().any(|(_, title)| *title == RoleTitle::Administrator))
            .map(|colleague| colleague.account);
        let is_one = administrators.clone().any(|administrator| administrator == account);
        if is_one && administrators.all(|administrator| administrator == account) {
            let organisation = transaction.organisation(user.organisation).await?;
            let name = organisation.map(|organisation| organisation.name).unwrap_or_default();
            return Err(UserError::LastAdministrator(name));
        }
    }
    Ok(())
}

async fn change(
    services: &Services,
    actor: Actor,
    user_name: &str,
    what: &str,
    act: impl AsyncFnOnce(&mut OperationTransaction, AccountId) -> Result<(), UserError>,
) -> Result<(), UserError> {
    let operation = services.operation(OperationKind::AccountChange, actor, None, what);
    let mut transaction = services.store.operate(operation).await?;
    let account = transaction.account(&user_name.trim().to_lowercase()).await?.ok_or(UserError::Unknown)?;
    act(&mut transaction, account.id).await?;
    let told = serde_json::json!({ "user_name": account.user_name, "set": what });
    let told = fields::change(
        EntityKind::Account,
        account.id.0,
        None,
        Some(serde_json::Map::new()),
        Some(fields::fields(&told)),
    );
    transaction.record(told.as_slice()).await?;
    Ok(transaction.commit().await?)
}

/// A user as the operator sees them.
pub struct User {
    /// The account.
    pub account: AccountRecord,
    /// The roles, with what each reaches.
    pub roles: Vec<RoleAssignment>,
}

/// All users with their roles.
///
/// # Errors
/// When the database refuses.
pub async fn all(services: &Services) -> Result<Vec<User>, StoreError> {
    let mut connection = services.store.read(&Scope::of_the_system()).await?;
    let mut users = Vec::new();
    for account in connection.accounts().await? {
        let roles = connection.roles(account.id, services.today()).await?;
        users.push(User { account, roles });
    }
    Ok(users)
}
