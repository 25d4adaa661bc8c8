//! Who sends the letters of each municipality, as whoever keeps its templates has said.

use chrono::NaiveDate;
use domain::{
    access::Permission,
    id::AccountId,
    letter::sender::{self, Sender, SenderForm, SenderRefusal},
    municipality::MunicipalityCode,
    operation::{Actor, EntityKind, OperationKind},
    record::is_as_seen,
};
use store::{Connection, OperationTransaction, StoreError};

use super::municipalities;
use crate::{ServiceError, Services, fields, session::Session};

/// The setting that tells who sends the letters, as JSON. That of a municipality has its code behind a dash.
const SETTING: &str = "letter-sender";

/// Why it is not saved. Nothing has then been changed.
#[derive(Debug, thiserror::Error)]
pub enum SenderFailure {
    /// Something is wrong with what stands in the form.
    #[error("refused")]
    Refused(Vec<SenderRefusal>),
    /// Another has changed it since it was seen.
    #[error("changed meanwhile")]
    ChangedMeanwhile {
        /// As it is now.
        now: Box<Sender>,
    },
    /// It could not be tried, or is out of reach.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl From<StoreError> for SenderFailure {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

fn setting(municipality: MunicipalityCode) -> String {
    format!("{SETTING}-{municipality}")
}

/// Who sends the letters of a municipality; nothing is said where nobody has.
pub(crate) async fn of(
    connection: &mut Connection,
    municipality: MunicipalityCode,
) -> Result<Sender, ServiceError> {
    let text = connection.setting(&setting(municipality)).await?;
    let sender = text.map(|text| serde_json::from_str(&text)).transpose();
    Ok(sender.map_err(|_| ServiceError::Inconsistent)?.unwrap_or_default())
}

/// Who sends the letters of a municipality of the user's, whose people they write to.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases, [`ServiceError::NotFound`] for another municipality.
pub async fn sender(
    services: &Services,
    session: &Session,
    municipality: MunicipalityCode,
) -> Result<Sender, ServiceError> {
    session.scope_for(Permission::EditCases)?;
    if !session.acting.municipalities.contains(&municipality) {
        return Err(ServiceError::NotFound);
    }
    of(&mut services.store.read(&session.scope()).await?, municipality).await
}

/// Who sends the letters of each municipality whose letters the user administers, in the order of their names.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that administers none.
pub async fn senders(
    services: &Services,
    session: &Session,
) -> Result<Vec<(MunicipalityCode, Sender)>, ServiceError> {
    let reached = municipalities(session)?;
    let mut connection = services.store.read_snapshot(&session.scope()).await?;
    let mut senders = Vec::with_capacity(reached.len());
    for municipality in reached {
        senders.push((municipality, of(&mut connection, municipality).await?));
    }
    Ok(senders)
}

/// Who sends the letters of a municipality, and its users, who sign them, as they stand in the form.
///
/// # Errors
/// [`ServiceError::NotFound`] for a municipality that the user does not reach, [`ServiceError::Forbidden`] for a role that
/// administers no letters.
pub async fn sender_form(
    services: &Services,
    session: &Session,
    municipality: MunicipalityCode,
) -> Result<(Sender, Vec<(AccountId, String)>), ServiceError> {
    if !municipalities(session)?.contains(&municipality) {
        return Err(ServiceError::NotFound);
    }
    let mut connection = services.store.read_snapshot(&session.scope()).await?;
    Ok((
        of(&mut connection, municipality).await?,
        users(&mut connection, municipality, services.today()).await?,
    ))
}

async fn users(
    connection: &mut Connection,
    municipality: MunicipalityCode,
    day: NaiveDate,
) -> Result<Vec<(AccountId, String)>, ServiceError> {
    let users = connection.users_of(&[municipality], Permission::EditCases, day).await?;
    Ok(users.into_iter().map(|user| (user.account, user.name)).collect())
}

/// Saves who sends the letters of a municipality, as it was seen in a version.
///
/// # Errors
/// What is wrong with it; [`ServiceError::NotFound`] and [`ServiceError::Forbidden`] as [`sender_form`].
pub async fn save_sender(
    services: &Services,
    session: &Session,
    municipality: MunicipalityCode,
    version: i64,
    form: &SenderForm,
) -> Result<(), SenderFailure> {
    if !municipalities(session)?.contains(&municipality) {
        return Err(ServiceError::NotFound.into());
    }
    let operation =
        services.operation(OperationKind::PolicyChange, session.actor(), Some(municipality), SETTING);
    let mut transaction = services.store.operate(operation).await?;
    transaction.lock_register().await?;
    let users = users(&mut transaction, municipality, services.today()).await?;
    let new = sender::read(form, &users).map_err(SenderFailure::Refused)?;
    let before = of(&mut transaction, municipality).await?;
    if is_as_seen(version, before.version).is_err() {
        return Err(SenderFailure::ChangedMeanwhile { now: Box::new(before) });
    }
    write(&mut transaction, municipality, before, new).await?;
    Ok(transaction.commit().await?)
}

/// Says who sends the letters of a municipality, for the operator.
///
/// # Errors
/// When the database refuses.
pub async fn set_sender(
    services: &Services,
    actor: Actor,
    municipality: MunicipalityCode,
    sender: Sender,
) -> Result<(), ServiceError> {
    let operation = services.operation(OperationKind::PolicyChange, actor, Some(municipality), SETTING);
    let mut transaction = services.store.operate(operation).await?;
    let before = of(&mut transaction, municipality).await?;
    write(&mut transaction, municipality, before, sender).await?;
    Ok(transaction.commit().await?)
}

async fn write(
    transaction: &mut OperationTransaction,
    municipality: MunicipalityCode,
    before: Sender,
    new: Sender,
) -> Result<(), ServiceError> {
    let new = Sender { version: before.version + 1, ..new };
    let value = serde_json::to_string(&new).map_err(|_| ServiceError::Inconsistent)?;
    transaction.set_setting(&setting(municipality), &value).await?;
    let number = municipality.as_str().parse().unwrap_or_default();
    let before = (before.version > 0).then(|| fields::fields(&before));
    let told = fields::change(EntityKind::Policy, number, None, before, Some(fields::fields(&new)));
    transaction.record(told.as_slice()).await?;
    Ok(())
}
