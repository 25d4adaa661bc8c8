//! Invitations: with the link of one a user chooses a password of their own, so that nobody else has ever known it.

use domain::{
    access::{Scope, password::PasswordRefusal},
    id::{AccountId, OrganisationUserId},
    operation::{Actor, EntityKind, OperationKind},
};
use store::{AccountRecord, Connection};

use crate::{
    ServiceError, Services,
    access_users::{self, AccessFailure},
    fields, password,
    session::{Session, hash_of, new_token},
    users::ONE_TIME_FOR,
};

/// Somebody who has been invited.
pub struct Invited {
    /// What they are called.
    pub name: String,
    /// What they will sign in with.
    pub user_name: String,
}

/// Why no password was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// The invitation has been used, has grown too old, or never was.
    #[error("the invitation has ended")]
    Ended,
    /// What was filled in is not right.
    #[error("the password is refused")]
    Refused(PasswordRefusal),
    /// It could not be tried.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl From<store::StoreError> for InvitationError {
    fn from(error: store::StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// Invites a user, and returns the token of the link, which is told nowhere else. It lasts as long as a one-time password does, and
/// ends any invitation before it; the password that the user has until then is still theirs.
///
/// # Errors
/// As [`access_users::one_time_password`].
pub async fn invite(
    services: &Services,
    session: &Session,
    id: OrganisationUserId,
) -> Result<String, AccessFailure> {
    let token = new_token()?;
    let mut transaction = access_users::begin(services, session, "invitation").await?;
    let user = access_users::let_in(&mut transaction, session, id, services.today()).await?;
    transaction.invite(user.account, &hash_of(&token), services.now() + ONE_TIME_FOR).await?;
    let told = serde_json::json!({ "user_name": user.user_name, "set": "invitation" });
    tell(&mut transaction, user.account, &told).await?;
    transaction.commit().await?;
    Ok(token)
}

/// Whom an invitation is for; nobody where it has ended. Looking does not end it, since programs look at links before people do.
///
/// # Errors
/// When the database refuses.
pub async fn read(services: &Services, token: &str) -> Result<Option<Invited>, ServiceError> {
    let mut connection = services.store.read(&Scope::of_the_system()).await?;
    let account = connection.invited(&hash_of(token), services.now()).await?;
    let Some(account) = of(&mut connection, account).await? else { return Ok(None) };
    Ok(Some(Invited { name: account.name, user_name: account.user_name }))
}

async fn of(
    connection: &mut Connection,
    account: Option<AccountId>,
) -> Result<Option<AccountRecord>, ServiceError> {
    let Some(account) = account else { return Ok(None) };
    Ok(connection.account_of(account).await?.filter(|account| account.active))
}

/// Gives whoever has been invited the password that they have chosen, and ends the invitation and every session of theirs. Nobody is
/// signed in by it: that takes the user name, and a second factor where there is one.
///
/// # Errors
/// [`InvitationError::Refused`] for what is to be filled in otherwise: then the invitation lasts.
pub async fn accept(
    services: &Services,
    token: &str,
    chosen: String,
    again: &str,
) -> Result<(), InvitationError> {
    let now = services.now();
    let mut connection = services.store.read(&Scope::of_the_system()).await?;
    let found = connection.invited(&hash_of(token), now).await?;
    let account = of(&mut connection, found).await?.ok_or(InvitationError::Ended)?;
    let roles = connection.roles(account.id, services.today()).await?;
    drop(connection);
    let mut about_them = vec![account.user_name.as_str(), account.name.as_str()];
    about_them.extend(roles.iter().map(|role| role.organisation.as_str()));
    let refusal = password::refusal(&chosen, &about_them)
        .or_else(|| (chosen != again).then_some(PasswordRefusal::WrittenDifferently));
    if let Some(refusal) = refusal {
        return Err(InvitationError::Refused(refusal));
    }
    let hash = password::hash(chosen).await?;
    // They act in no role yet; whose account it is stands in what is changed.
    let operation =
        services.operation(OperationKind::AccountChange, Actor::Nobody, None, "invitation-accepted");
    let mut transaction = services.store.operate(operation).await?;
    if transaction.take_invitation(&hash_of(token), now).await? != Some(account.id)
        || !transaction.choose_password(account.id, (&hash, &account.password_hash), now).await?
    {
        return Err(InvitationError::Ended);
    }
    transaction.end_sessions(account.id).await?;
    let told = serde_json::json!({ "user_name": account.user_name, "password": "chosen" });
    tell(&mut transaction, account.id, &told).await?;
    Ok(transaction.commit().await?)
}

async fn tell(
    transaction: &mut store::OperationTransaction,
    account: AccountId,
    told: &serde_json::Value,
) -> Result<(), ServiceError> {
    let before = Some(serde_json::Map::new());
    let told = fields::change(EntityKind::Account, account.0, None, before, Some(fields::fields(told)));
    Ok(transaction.record(told.as_slice()).await?)
}
