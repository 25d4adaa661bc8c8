//! Signing in with a passkey: in the place of a code when the password was right, or of password and code both.

use domain::{
    access::{Scope, browser, passkey::COPIED, second_factor::Factor},
    id::AccountId,
    language::{Language, Message, Named},
    operation::{Actor, EntityKind, OperationKind},
};
use store::{Attempt, CameFrom, Connection, PasskeyChallenge, PasskeyRecord, StoreError};

use super::{
    super::sign_in::{CODES, CodeError, awaiting, reason},
    AWAITED_FOR,
    ceremony::{Answer, Fault, RelyingParty},
};
use crate::{
    ServiceError, Services, fields,
    session::{
        ABSOLUTE_LIMIT, ATTEMPTS, Client, IDLE_LIMIT, REMEMBERED, SignInError, hash_of, new_token,
        only_municipality, refuse,
    },
};

/// What is asked of a passkey when the password was right.
const AFTER_PASSWORD: &str = "after-password";
/// What is asked of one without any password.
const WITHOUT_PASSWORD: &str = "without-password";

/// Why a passkey did not sign anybody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasskeySignInError {
    /// No session awaits a second factor any more: one begins again with the password.
    #[error("no session awaits a second factor")]
    Ended,
    /// No answer is awaited, or it was not awaited for so long, or it has been given: one asks again.
    #[error("no answer is awaited")]
    NotAwaited,
    /// It is no right answer, or of no passkey that is known.
    #[error("wrong answer")]
    Wrong,
    /// The passkey has counted further before: it may be a copy.
    #[error("the passkey may be a copy")]
    Copied,
    /// The passkey is right, and nothing that has been given to the user works today.
    #[error("nothing to act in")]
    NothingToDo,
    /// There have been too many wrong attempts.
    #[error("locked out")]
    LockedOut {
        /// For how many more minutes, at least one.
        minutes: i64,
    },
    /// It could not be tried.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl From<StoreError> for PasskeySignInError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl Message for PasskeySignInError {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Ended => CodeError::Ended.message(language),
            Self::NotAwaited => language
                .pick("Det tog för lång tid. Välj passkey igen.", "It took too long. Choose the passkey again.")
                .to_owned(),
            Self::Wrong => language
                .pick(
                    "Ingen här har den passkeyn, eller så stämmer svaret inte. Försök igen, eller logga in med lösenord.",
                    "Nobody here has that passkey, or the answer is wrong. Try again, or sign in with a password.",
                )
                .to_owned(),
            Self::Copied => language
                .pick(
                    "Passkeyn kan vara kopierad och används inte. Logga in på annat sätt, ta bort den på Min sida och lägg till den på nytt.",
                    "The passkey may be a copy and is not used. Sign in another way, remove it on My page and add it again.",
                )
                .to_owned(),
            Self::NothingToDo => SignInError::NothingToDo.message(language),
            Self::LockedOut { minutes } => SignInError::LockedOut { minutes: *minutes }.message(language),
            Self::Unavailable(error) => error.message(language),
        }
    }
}

/// With what somebody answers who has given their password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// Whether with a code.
    pub code: bool,
    /// Whether with a passkey.
    pub passkey: bool,
}

/// With what the session of a token is answered that awaits a code; with nothing when none does.
///
/// # Errors
/// When the database refuses.
pub async fn ways(services: &Services, token: &str) -> Result<Ways, ServiceError> {
    let Some(half) = awaiting(services, &hash_of(token)).await? else { return Ok(Ways::default()) };
    let mut connection = services.store.read(&Scope::of_the_system()).await?;
    Ok(Ways {
        code: connection.second_factor(half.account).await?.is_some(),
        passkey: connection.has_passkeys(half.account).await?,
    })
}

/// What a browser is told to let a passkey answer.
pub struct AskedPasskey {
    /// That, as it takes it.
    pub options: String,
    /// What it is to show with the answer, where it has no session that awaits one.
    pub browser: Option<String>,
}

/// Asks for a passkey: of whoever has given their password in the session of a token, else of whoever the browser finds.
///
/// # Errors
/// [`PasskeySignInError::NotAwaited`] at an address where none works.
pub async fn ask(
    services: &Services,
    address: &str,
    token: Option<&str>,
) -> Result<AskedPasskey, PasskeySignInError> {
    let now = services.now();
    let party = RelyingParty::at(address).ok_or(PasskeySignInError::NotAwaited)?;
    let half = match token {
        Some(token) => awaiting(services, &hash_of(token)).await?.map(|half| (token, half.account)),
        None => None,
    };
    let (purpose, holder, passkeys, browser) = match half {
        Some((token, account)) => {
            let passkeys = services.store.read(&Scope::of_the_system()).await?.passkeys_of(account).await?;
            (AFTER_PASSWORD, hash_of(token), passkeys, None)
        }
        None => {
            let browser = new_token()?;
            (WITHOUT_PASSWORD, hash_of(&browser), Vec::new(), Some(browser))
        }
    };
    let (options, state) = party.ask(&passkeys)?;
    let challenge =
        PasskeyChallenge { purpose: purpose.to_owned(), name: String::new(), options: String::new(), state };
    services.store.ask_passkey(&holder, &challenge, now, now - AWAITED_FOR).await?;
    Ok(AskedPasskey { options, browser })
}

/// An answer and what it is an answer to.
struct Given<'a> {
    address: &'a str,
    answer: Answer,
    asked: PasskeyChallenge,
}

impl Given<'_> {
    /// Reads an answer and takes what it is an answer to, so that it is worth nothing a second time.
    async fn taken<'a>(
        services: &Services,
        (address, posted): (&'a str, &str),
        (holder, purpose): (&str, &str),
        client: &Client,
    ) -> Result<Given<'a>, PasskeySignInError> {
        let since = services.now() - AWAITED_FOR;
        let asked = services.store.take_passkey_challenge((&hash_of(holder), purpose), since).await?;
        match (asked, Answer::read(posted)) {
            (Some(asked), Some(answer)) => Ok(Given { address, answer, asked }),
            // Nothing has been guessed: the journal tells it, and it counts for nobody.
            _ => {
                let reason = reason(&client.address, Factor::Passkey);
                refuse(services, None, &reason, services.now()).await?;
                Err(PasskeySignInError::NotAwaited)
            }
        }
    }

    /// What is kept of a passkey from now on, if it has given this answer.
    fn verified(&self, passkey: &PasskeyRecord) -> Result<Result<String, Fault>, ServiceError> {
        match RelyingParty::at(self.address) {
            Some(party) => party.verified(&self.answer, &self.asked.state, passkey),
            None => Ok(Err(Fault::Wrong)),
        }
    }
}

/// Answers with a passkey in the session of a token that awaits it, and returns the token of the session that is whole from then on.
///
/// # Errors
/// [`PasskeySignInError`]. What could have been forged is counted as wrong passwords are, before it is looked at.
pub async fn answer(
    services: &Services,
    (address, token): (&str, &str),
    posted: &str,
    client: &Client,
) -> Result<String, PasskeySignInError> {
    let now = services.now();
    let token_hash = hash_of(token);
    let half = awaiting(services, &token_hash).await?.ok_or(PasskeySignInError::Ended)?;
    let given = Given::taken(services, (address, posted), (token, AFTER_PASSWORD), client).await?;
    let mut connection = services.store.read(&Scope::of_the_system()).await?;
    let roles = connection.roles(half.account, services.today()).await?;
    let found = connection.passkey(&given.answer.credential_id()).await?;
    drop(connection);
    let role = roles.into_iter().find(|role| role.id == half.acting_in).ok_or(PasskeySignInError::Ended)?;

    let tried = services.store.count_code(&token_hash).await?;
    let attempt = services.store.count_attempt(half.account, now).await?;
    let may_try = matches!(attempt, Attempt::Counted(attempts) if attempts <= ATTEMPTS)
        && tried.is_some_and(|tried| tried <= CODES);
    // Nobody answers for another.
    let found = found.filter(|passkey| may_try && passkey.account == half.account);
    let (passkey, kept) = match looked_at(&given, found)? {
        Ok(accepted) => accepted,
        Err(fault) => return Err(wrong(services, Some((half.account, attempt)), fault, client).await?),
    };
    let reason = reason(&client.address, Factor::Passkey);
    let actor = Actor::User {
        account: half.account,
        name: half.name.clone(),
        role: role.title.clone(),
        organisation: role.organisation.clone(),
    };
    let operation = services.operation(OperationKind::SignIn, actor, only_municipality(&role), reason);
    let mut transaction = services.store.operate(operation).await?;
    if !transaction.use_passkey(passkey.id, (&passkey.kept, &kept), now).await? {
        drop(transaction);
        return Err(wrong(services, Some((half.account, attempt)), Fault::Wrong, client).await?);
    }
    let renewed = new_token()?;
    if !transaction.complete_session(&token_hash, &hash_of(&renewed), now).await? {
        return Err(PasskeySignInError::Ended);
    }
    transaction.note_use(role.id, services.today()).await?;
    transaction.record(told(half.account, &passkey).as_slice()).await?;
    transaction.commit().await?;
    Ok(renewed)
}

/// Signs whoever's passkey answers in without a password, and returns the token of the session. It counts as two factors: its owner
/// has it, and has shown the passkey that they are its owner.
///
/// # Errors
/// [`PasskeySignInError`]. What could have been forged is counted as wrong passwords are, before it is looked at.
pub async fn sign_in(
    services: &Services,
    (address, browser): (&str, &str),
    posted: &str,
    client: &Client,
) -> Result<String, PasskeySignInError> {
    let now = services.now();
    let given = Given::taken(services, (address, posted), (browser, WITHOUT_PASSWORD), client).await?;
    let mut connection = services.store.read(&Scope::of_the_system()).await?;
    let found = connection.passkey(&given.answer.credential_id()).await?;
    // An authenticator that finds a passkey by itself says whose it is.
    let found = found.filter(|passkey| given.answer.user_handle().as_ref() == Some(&passkey.user_handle));
    let Some(passkey) = found else {
        drop(connection);
        return Err(wrong(services, None, Fault::Wrong, client).await?);
    };
    let account = usable(&mut connection, passkey.account).await?;
    let roles = connection.roles(passkey.account, services.today()).await?;
    drop(connection);
    let attempt = services.store.count_attempt(passkey.account, now).await?;
    let may_try = matches!(attempt, Attempt::Counted(attempts) if attempts <= ATTEMPTS);
    let refused = Some((passkey.account, attempt));
    let found = (may_try && account.is_some()).then_some(passkey);
    let ((passkey, kept), name) = match (looked_at(&given, found)?, account) {
        (Ok(accepted), Some(name)) => (accepted, name),
        (Ok(_), None) => return Err(wrong(services, refused, Fault::Wrong, client).await?),
        (Err(fault), _) => return Err(wrong(services, refused, fault, client).await?),
    };
    let reason = reason(&client.address, Factor::Passkey);
    let Some(role) = roles.first() else {
        let operation = services.operation(OperationKind::SignInFailed, Actor::Nobody, None, reason);
        let mut transaction = services.store.operate(operation).await?;
        transaction.uncount_attempt(passkey.account, now).await?;
        transaction.commit().await?;
        return Err(PasskeySignInError::NothingToDo);
    };
    let actor = Actor::User {
        account: passkey.account,
        name,
        role: role.title.clone(),
        organisation: role.organisation.clone(),
    };
    let token = new_token()?;
    let operation = services.operation(OperationKind::SignIn, actor, only_municipality(role), reason);
    let mut transaction = services.store.operate(operation).await?;
    let remembered = now - REMEMBERED;
    transaction.end_old_sessions(remembered - IDLE_LIMIT, remembered - ABSOLUTE_LIMIT).await?;
    // Looked at again, since the account may have been closed or the passkey removed meanwhile.
    let is_usable = usable(&mut transaction, passkey.account).await?.is_some();
    if !is_usable || !transaction.use_passkey(passkey.id, (&passkey.kept, &kept), now).await? {
        drop(transaction);
        return Err(wrong(services, refused, Fault::Wrong, client).await?);
    }
    let named = browser::kept(&client.browser);
    let from = CameFrom { browser: &named, address: &client.address };
    if !transaction.begin_session(&hash_of(&token), passkey.account, role.id, from, now).await? {
        drop(transaction);
        return Err(wrong(services, refused, Fault::Wrong, client).await?);
    }
    transaction.note_use(role.id, services.today()).await?;
    transaction.record(told(passkey.account, &passkey).as_slice()).await?;
    transaction.commit().await?;
    Ok(token)
}

/// The name of whoever's account it is, if it may be used. Demo accounts work only where there is nothing but a demo.
async fn usable(connection: &mut Connection, account: AccountId) -> Result<Option<String>, StoreError> {
    let is_demo = connection.setting("demo").await?.is_some();
    let account = connection.account_of(account).await?;
    let account = account.filter(|account| account.active && (is_demo || !account.demo));
    Ok(account.map(|account| account.name))
}

/// The passkey that has given an answer, and what is kept of it from then on.
fn looked_at(
    given: &Given<'_>,
    passkey: Option<PasskeyRecord>,
) -> Result<Result<(PasskeyRecord, String), Fault>, ServiceError> {
    let Some(passkey) = passkey else { return Ok(Err(Fault::Wrong)) };
    Ok(given.verified(&passkey)?.map(|kept| (passkey, kept)))
}

/// What the journal tells of a passkey that signed somebody in.
fn told(account: AccountId, passkey: &PasskeyRecord) -> Option<domain::operation::Change> {
    let told = serde_json::json!({ "factor": Factor::Passkey.code(), "passkey": passkey.id.0 });
    let before = Some(serde_json::Map::new());
    fields::change(EntityKind::Account, account.0, None, before, Some(fields::fields(&told)))
}

/// Tells the journal of an answer that was not accepted, and counts it.
async fn wrong(
    services: &Services,
    refused: Option<(AccountId, Attempt)>,
    fault: Fault,
    client: &Client,
) -> Result<PasskeySignInError, ServiceError> {
    let why = match fault {
        Fault::Wrong => reason(&client.address, Factor::Passkey),
        Fault::Copied if client.address.is_empty() => COPIED.to_owned(),
        Fault::Copied => format!("{}; {COPIED}", client.address),
    };
    Ok(match (refuse(services, refused, &why, services.now()).await?, fault) {
        (SignInError::LockedOut { minutes }, _) => PasskeySignInError::LockedOut { minutes },
        (SignInError::Unavailable(error), _) => error.into(),
        (_, Fault::Wrong) => PasskeySignInError::Wrong,
        (_, Fault::Copied) => PasskeySignInError::Copied,
    })
}
