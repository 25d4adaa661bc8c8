//! Signing in and out, and the session between.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::{Permission, RoleAssignment, Scope, browser, due::Due},
    clock::business_date,
    id::{AccountId, GrantId},
    language::{Language, Message},
    municipality::MunicipalityCode,
    operation::{Actor, Change, ChangeKind, EntityKind, OperationKind},
};
use sha2::{Digest, Sha256};
use store::{Attempt, CameFrom, Connection, OperationTransaction, StoreError};
use tokio::sync::OnceCell;

use crate::{ServiceError, Services, password};

/// The cookie that carries a session's token.
pub const COOKIE: &str = "__Host-fyren";

/// How long a session lasts without being used.
pub const IDLE_LIMIT: TimeDelta = TimeDelta::minutes(60);
/// How long a session lasts at most.
pub const ABSOLUTE_LIMIT: TimeDelta = TimeDelta::hours(12);

/// How long somebody who has given their password has to answer with a code.
pub const HALF_FOR: TimeDelta = TimeDelta::minutes(10);

/// For how long it is remembered whose session an expired one was, so that what was typed in it goes to nobody else.
pub(crate) const REMEMBERED: TimeDelta = TimeDelta::days(1);
/// How often the use of a session is noted.
const NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);
/// After how many wrong passwords an account is locked.
pub(crate) const ATTEMPTS: i64 = 5;
/// For how long it is locked.
const LOCKED_FOR: TimeDelta = TimeDelta::minutes(15);
/// The longest password that is looked at, in bytes.
const LONGEST_PASSWORD: usize = 1024;

/// A signed-in user acting in a role.
#[derive(Clone)]
pub struct Session {
    /// Whose.
    pub account: AccountId,
    /// The user's name.
    pub name: String,
    /// All roles of the user.
    pub roles: Vec<RoleAssignment>,
    /// The role acted in.
    pub acting: RoleAssignment,
    /// What the form is known by that has been posted, where it does something once however often it is posted.
    form: Option<String>,
    /// What the user is to do before anything else.
    due: Option<Due>,
    token_hash: String,
}

impl Session {
    /// The same, posting a form that was drawn with a token, and what is filled in: with something else filled in it asks for
    /// something else. A form without a token does what it asks for however often it is posted.
    pub fn posting(self, token: &str, filled_in: &str) -> Self {
        let digest =
            || Sha256::new().chain_update(token).chain_update("\n").chain_update(filled_in).finalize();
        Self { form: (!token.is_empty()).then(|| hex::encode(digest())), ..self }
    }

    /// Notes in an operation that the form has been posted.
    ///
    /// # Errors
    /// [`ServiceError::DoneBefore`] when it was posted before, and what it asks for is done.
    pub(crate) async fn is_posted_first(
        &self,
        transaction: &mut OperationTransaction,
        at: DateTime<Utc>,
    ) -> Result<(), ServiceError> {
        let Some(form) = &self.form else { return Ok(()) };
        match transaction.is_posted_first(self.account, form, at).await? {
            true => Ok(()),
            false => Err(ServiceError::DoneBefore),
        }
    }

    /// What the user is to do before anything else, if anything.
    pub const fn due(&self) -> Option<Due> {
        self.due
    }

    /// The hash of the session's token.
    pub(crate) fn token_hash(&self) -> &str {
        &self.token_hash
    }

    /// What of people's data the role reaches: nothing before the user has done what is due.
    pub fn scope(&self) -> Scope {
        if self.due.is_some() {
            return Scope::of([]);
        }
        self.acting.scope().read_by(self.account, self.may(Permission::UndoForOthers))
    }

    /// Whether the role has a permission; none helps before the user has done what is due.
    pub fn may(&self, permission: Permission) -> bool {
        self.due.is_none() && self.acting.may(permission)
    }

    /// The scope, if the role has a permission.
    pub(crate) fn scope_for(&self, permission: Permission) -> Result<Scope, ServiceError> {
        if self.may(permission) { Ok(self.scope()) } else { Err(ServiceError::Forbidden) }
    }

    /// The municipality of a role that reaches just one.
    pub(crate) fn only_municipality(&self) -> Option<MunicipalityCode> {
        only_municipality(&self.acting)
    }

    /// The user as the journal tells of them.
    pub fn actor(&self) -> Actor {
        Actor::User {
            account: self.account,
            name: self.name.clone(),
            role: self.acting.title.clone(),
            organisation: self.acting.organisation.clone(),
        }
    }
}

/// The municipality of a role that reaches just one: what is done in it is of that municipality's log.
pub(crate) fn only_municipality(role: &RoleAssignment) -> Option<MunicipalityCode> {
    match role.municipalities.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// Why nobody was signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// No account has the user name, or it has another password, or it may not be used.
    #[error("wrong user name or password")]
    WrongCredentials,
    /// The password was made for the user and was not exchanged in time.
    #[error("the one-time password has expired")]
    OneTimeExpired,
    /// The password is right, and nothing that has been given to the user works today.
    #[error("nothing to act in")]
    NothingToDo,
    /// There have been too many wrong passwords.
    #[error("locked out")]
    LockedOut {
        /// For how many more minutes, at least one.
        minutes: i64,
    },
    /// It could not be tried.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl SignInError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongCredentials => "wrong_credentials",
            Self::OneTimeExpired => "one_time_expired",
            Self::NothingToDo => "nothing_to_do",
            Self::LockedOut { .. } => "locked_out",
            Self::Unavailable(error) => error.code(),
        }
    }
}

impl Message for SignInError {
    fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::WrongCredentials, Language::Swedish) => {
                "Användarnamnet eller lösenordet stämmer inte. Kontrollera båda och försök igen.".to_owned()
            }
            (Self::WrongCredentials, Language::English) => {
                "The user name or the password is wrong. Check both and try again.".to_owned()
            }
            (Self::OneTimeExpired, Language::Swedish) => {
                "Engångslösenordet gäller inte längre. Be en administratör om ett nytt.".to_owned()
            }
            (Self::OneTimeExpired, Language::English) => {
                "The one-time password is no longer valid. Ask an administrator for a new one.".to_owned()
            }
            (Self::NothingToDo, Language::Swedish) => {
                "Du har ingen behörighet som gäller i dag. Vänd dig till den som administrerar behörigheter i din organisation.".to_owned()
            }
            (Self::NothingToDo, Language::English) => {
                "You have no permission that holds today. Turn to whoever administers permissions in your organisation."
                    .to_owned()
            }
            (Self::LockedOut { minutes }, Language::Swedish) => format!(
                "Kontot är låst efter för många felaktiga försök. Försök igen om {minutes} min, eller be en administratör om ett nytt lösenord."
            ),
            (Self::LockedOut { minutes }, Language::English) => format!(
                "The account is locked after too many wrong attempts. Try again in {minutes} min, or ask an administrator for a new password."
            ),
            (Self::Unavailable(error), _) => error.message(language),
        }
    }
}

pub(crate) fn hash_of(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// How many digits of the hash of its token a session is told apart by in the log of the server.
const TOLD_BY: usize = 12;

/// By what a session is told apart where its token may not stand: the beginning of what the database has of it.
pub fn told(token: &str) -> String {
    hash_of(token).chars().take(TOLD_BY).collect()
}

/// A token that nobody can guess: 32 random bytes in hexadecimal.
pub(crate) fn new_token() -> Result<String, ServiceError> {
    Ok(hex::encode(random_bytes::<32>()?))
}

/// What a form is drawn with, so that posting it twice does what it asks for once.
///
/// # Errors
/// When the operating system gives no random numbers.
pub fn form_token() -> Result<String, ServiceError> {
    new_token()
}

/// Random bytes from the operating system.
pub(crate) fn random_bytes<const LENGTH: usize>() -> Result<[u8; LENGTH], ServiceError> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|error| {
        tracing::error!(%error, "the operating system gives no random numbers");
        ServiceError::Unavailable
    })?;
    Ok(bytes)
}

/// From where somebody asks.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// The address; empty when unknown. The journal tells it.
    pub address: String,
    /// What the browser calls itself, by which its owner tells the session from others.
    pub browser: String,
}

/// A session that has begun.
#[derive(Clone, PartialEq, Eq)]
pub struct Begun {
    /// Its token.
    pub token: String,
    /// Whether it is none before a code has been answered with; see [`crate::second_factor::sign_in`].
    pub awaits_code: bool,
}

domain::private_debug!(Begun, awaits_code);

/// Signs a user in, as far as a password does: whoever has a second factor has yet to answer with a code.
///
/// # Errors
/// [`SignInError::WrongCredentials`] for an unknown name as for a wrong password; [`SignInError::LockedOut`] after five
/// wrong passwords in a row. Each takes as long as a password takes to be looked at. [`SignInError::OneTimeExpired`] for a
/// password that was made for the user too long ago, to whoever knows it.
pub async fn sign_in(
    services: &Services,
    user_name: &str,
    password: &str,
    client: &Client,
) -> Result<Begun, SignInError> {
    let user_name = user_name.trim().to_lowercase();
    let now = services.now();
    let mut connection = services.store.read(&Scope::of_the_system()).await.map_err(ServiceError::from)?;
    let account = connection.account(&user_name).await.map_err(ServiceError::from)?;
    // Demo accounts are known to everybody, so they work only where there is nothing but a demo.
    let is_demo = connection.setting("demo").await.map_err(ServiceError::from)?.is_some();
    let account = account.filter(|account| account.active && (is_demo || !account.demo));
    let roles = match &account {
        Some(account) => connection.roles(account.id, services.today()).await.map_err(ServiceError::from)?,
        None => Vec::new(),
    };
    let awaits_code = match &account {
        Some(account) => has_second_factor(&mut connection, account.id).await.map_err(ServiceError::from)?,
        None => false,
    };
    drop(connection);
    let attempt = match &account {
        Some(account) => {
            Some(services.store.count_attempt(account.id, now).await.map_err(ServiceError::from)?)
        }
        None => None,
    };
    // Beyond the allowed attempts nothing is compared with the password, however many come at once.
    let may_try = matches!(attempt, Some(Attempt::Counted(attempts)) if attempts <= ATTEMPTS);
    let hash = account.as_ref().filter(|_| may_try).map(|account| account.password_hash.clone());
    let right = password.len() <= LONGEST_PASSWORD && password::matches(password.to_owned(), hash).await?;
    let (Some(account), true) = (&account, right) else {
        let refused = account.map(|account| account.id).zip(attempt);
        return Err(refuse(services, refused, &client.address, now).await?);
    };
    if account.one_time_until.is_some_and(|until| until < now) {
        let refused = Some(account.id).zip(attempt);
        return Err(match refuse(services, refused, &client.address, now).await? {
            SignInError::WrongCredentials => SignInError::OneTimeExpired,
            error => error,
        });
    }
    let Some(role) = roles.first() else {
        let operation =
            services.operation(OperationKind::SignInFailed, Actor::Nobody, None, &*client.address);
        let mut transaction = services.store.operate(operation).await.map_err(ServiceError::from)?;
        transaction.uncount_attempt(account.id, now).await.map_err(ServiceError::from)?;
        let told = account_change(account.id, &serde_json::json!({ "nothing_to_act_in": true }));
        transaction.record(&[told]).await.map_err(ServiceError::from)?;
        transaction.commit().await.map_err(ServiceError::from)?;
        return Err(SignInError::NothingToDo);
    };
    let token = new_token()?;
    let actor = Actor::User {
        account: account.id,
        name: account.name.clone(),
        role: role.title.clone(),
        organisation: role.organisation.clone(),
    };
    let kind = if awaits_code { OperationKind::SignInBegun } else { OperationKind::SignIn };
    let operation = services.operation(kind, actor, only_municipality(role), &*client.address);
    let mut transaction = services.store.operate(operation).await.map_err(ServiceError::from)?;
    let done = async {
        let remembered = now - REMEMBERED;
        transaction.end_old_sessions(remembered - IDLE_LIMIT, remembered - ABSOLUTE_LIMIT).await?;
        // No session that still holds can have asked for them.
        transaction.forget_old_filters(now - ABSOLUTE_LIMIT).await?;
        transaction.forget_old_selections(now - ABSOLUTE_LIMIT).await?;
        let browser = browser::kept(&client.browser);
        let from = CameFrom { browser: &browser, address: &client.address };
        let token_hash = hash_of(&token);
        // Looked at again, since it may have been set up meanwhile.
        let has_one = has_second_factor(&mut transaction, account.id).await?;
        let begun = match awaits_code {
            true => transaction.begin_half_session(&token_hash, account.id, role.id, from, now).await?,
            // Whoever asks signs in again, and is asked for a code then.
            false if has_one => false,
            false => transaction.begin_session(&token_hash, account.id, role.id, from, now).await?,
        };
        // While the password was looked at another may have been chosen, whose choice has ended every session.
        let now_kept = transaction.account_of(account.id).await?;
        let is_same = now_kept.is_some_and(|kept| kept.active && kept.password_hash == account.password_hash);
        if begun && is_same {
            if !awaits_code {
                transaction.note_use(role.id, services.today()).await?;
            }
            transaction.commit().await?;
        }
        Ok::<_, StoreError>((begun, is_same))
    };
    match done.await.map_err(ServiceError::from)? {
        (true, true) => Ok(Begun { token, awaits_code }),
        (_, false) => Err(SignInError::WrongCredentials),
        // Wrong passwords that came at the same time have locked the account meanwhile.
        (false, true) => Err(SignInError::LockedOut { minutes: LOCKED_FOR.num_minutes() }),
    }
}

/// Whether somebody is asked for more than a password: for a code, or a passkey.
async fn has_second_factor(connection: &mut Connection, account: AccountId) -> Result<bool, StoreError> {
    Ok(connection.second_factor(account).await?.is_some() || connection.has_passkeys(account).await?)
}

fn minutes_until(until: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (until - now).num_seconds().div_euclid(60) + 1
}

fn account_change(account: AccountId, after: &serde_json::Value) -> Change {
    Change {
        entity: EntityKind::Account,
        entity_id: account.0,
        person: None,
        kind: ChangeKind::Changed,
        before: None,
        after: Some(after.to_string()),
    }
}

/// Tells the journal of a failed attempt, locks the account after the last allowed one, and returns what the user is
/// answered.
pub(crate) async fn refuse(
    services: &Services,
    refused: Option<(AccountId, Attempt)>,
    client: &str,
    now: DateTime<Utc>,
) -> Result<SignInError, ServiceError> {
    let operation = services.operation(OperationKind::SignInFailed, Actor::Nobody, None, client);
    let mut transaction = services.store.operate(operation).await?;
    let mut answer = SignInError::WrongCredentials;
    if let Some((account, attempt)) = refused {
        let after = match attempt {
            Attempt::Counted(attempts) if attempts < ATTEMPTS => {
                serde_json::json!({ "failed_attempts": attempts })
            }
            Attempt::Counted(attempts) => {
                transaction.lock_account(account, now + LOCKED_FOR).await?;
                answer = SignInError::LockedOut { minutes: LOCKED_FOR.num_minutes() };
                serde_json::json!({ "failed_attempts": attempts, "locked": true })
            }
            Attempt::LockedUntil(until) => {
                answer = SignInError::LockedOut { minutes: minutes_until(until, now) };
                serde_json::json!({ "locked": true })
            }
        };
        let told = account_change(account, &after);
        transaction.record(&[told]).await?;
    }
    transaction.commit().await?;
    Ok(answer)
}

/// The session of a token; `None` when it is unknown or has lasted too long.
///
/// # Errors
/// When the database refuses.
pub async fn session(services: &Services, token: &str) -> Result<Option<Session>, ServiceError> {
    let now = services.now();
    let token_hash = hash_of(token);
    let Some(found) =
        services.store.read(&Scope::of_the_system()).await?.session(&token_hash, services.today()).await?
    else {
        return Ok(None);
    };
    if !found.active || now - found.last_seen > IDLE_LIMIT || now - found.created > ABSOLUTE_LIMIT {
        return Ok(None);
    }
    let roles = found.roles;
    let Some(acting) = roles.iter().find(|role| role.id == found.acting_in).cloned() else {
        return Ok(None);
    };
    let lacks_second_factor = services.requires_second_factor && !found.has_second_factor;
    // Who has shown a card has used no password that somebody else knows, and has proved more than a second factor would.
    let due = match found.by_provider {
        true => None,
        false => Due::first(found.one_time_until.is_some(), lacks_second_factor),
    };
    if now - found.last_seen > NOTED_EVERY {
        // A page need not wait for a long write just to say that it was read.
        let (store, token_hash) = (services.store.clone(), token_hash.clone());
        // A session that goes on beyond midnight acts in its role on the new day too. That is noted once a day.
        let today = services.today();
        let acts_on_a_new_day = (business_date(found.last_seen) < today).then_some(acting.id);
        tokio::spawn(async move {
            let noted = async {
                if let Some(acting_in) = acts_on_a_new_day {
                    store.note_use(acting_in, today).await?;
                }
                store.touch_session(&token_hash, now).await
            };
            if let Err(error) = noted.await {
                tracing::warn!(code = error.code(), "the use of a session was not noted");
            }
        });
    }
    Ok(Some(Session { account: found.account, name: found.name, roles, acting, form: None, due, token_hash }))
}

/// The session of the token of one request, read once: the frame of a page and what stands in it ask at the same time.
#[derive(Clone, Default)]
pub struct Asked(Arc<OnceCell<Option<Session>>>);

impl Asked {
    /// The session of the request's token; see [`session`].
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn session(&self, services: &Services, token: &str) -> Result<Option<Session>, ServiceError> {
        Ok(self.0.get_or_try_init(|| session(services, token)).await?.clone())
    }
}

/// Ends a session; its token is worth nothing from then on.
///
/// # Errors
/// When the database refuses.
pub async fn sign_out(services: &Services, session: &Session) -> Result<(), ServiceError> {
    let operation =
        services.operation(OperationKind::SignOut, session.actor(), session.only_municipality(), "");
    let mut transaction = services.store.operate(operation).await?;
    transaction.end_session(&session.token_hash).await?;
    Ok(transaction.commit().await?)
}

/// Lets a session act in another of the user's roles.
///
/// # Errors
/// [`ServiceError::NotFound`] when the user has no such role.
pub async fn switch_role(
    services: &Services,
    session: &Session,
    acting_in: GrantId,
) -> Result<(), ServiceError> {
    let role = session.roles.iter().find(|role| role.id == acting_in).ok_or(ServiceError::NotFound)?;
    let (kind, organisation) = (OperationKind::RoleSwitch, role.organisation.clone());
    let operation = services.operation(kind, session.actor(), session.only_municipality(), organisation);
    let mut transaction = services.store.operate(operation).await?;
    transaction.switch_role(&session.token_hash, role.id).await?;
    transaction.note_use(role.id, services.today()).await?;
    Ok(transaction.commit().await?)
}
