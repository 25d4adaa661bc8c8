//! What users write to each other, and what they do with what they have received (`access.md` section 7). Everybody who acts in
//! an organisation may write to the others in it; a message belongs to those who sent and received it, in whatever role they act.

use std::collections::BTreeSet;

use domain::{
    access::RoleTitle,
    id::{AccountId, UserMessageId},
    note_guard::RiskKind,
    operation::{EntityKind, OperationKind},
    user_message::{Addressed, MessageBox, Receiver, UserMessage, UserMessageForm, UserMessageRefusal},
};
use serde_json::json;
use store::{Colleague, Connection, NewUserMessage, StoreError};
pub use store::{Content, Mark, UserMessageRecord};

use crate::{ServiceError, Services, fields, session::Session};

/// How many messages are shown on a page.
pub const PAGE: i64 = 25;

/// A page of a box.
pub struct Messages {
    /// The messages, the latest first.
    pub messages: Vec<UserMessageRecord>,
    /// How many there are in the box.
    pub total: i64,
    /// Which page it is, from 1.
    pub page: i64,
}

/// A role of the organisation that somebody else has at present.
#[derive(Clone)]
pub struct PresentRole {
    /// The receiver that it is.
    pub receiver: Receiver,
    /// What it is called.
    pub title: RoleTitle,
    /// How many others have it.
    pub holders: usize,
}

/// Whom somebody can write to.
pub struct Receivers {
    /// The roles.
    pub roles: Vec<PresentRole>,
    /// The users, by name.
    pub users: Vec<Colleague>,
}

/// Why a message was not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UserMessageFailure {
    /// What is wrong with it.
    #[error("the message is refused")]
    Refused(Vec<UserMessageRefusal>),
    /// What it seems to hold has not been read about.
    #[error("the message seems to hold what it may not")]
    Risky(Vec<RiskKind>),
    /// It could not be tried.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl From<StoreError> for UserMessageFailure {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// What is due comes before everything else.
fn may_read(session: &Session) -> Result<(), ServiceError> {
    if session.due().is_some() { Err(ServiceError::Forbidden) } else { Ok(()) }
}

/// A page of one of the user's boxes.
///
/// # Errors
/// [`ServiceError::Forbidden`] before what is due has been done.
pub async fn read_box(
    services: &Services,
    session: &Session,
    of: MessageBox,
    page: i64,
) -> Result<Messages, ServiceError> {
    may_read(session)?;
    let mut connection = services.store.read_snapshot(&session.scope()).await?;
    let total = connection.count_user_messages(session.account, of).await?;
    let page = page.clamp(1, total.div_euclid(PAGE) + i64::from(total.rem_euclid(PAGE) > 0 || total == 0));
    let messages = connection.user_messages(session.account, of, ((page - 1) * PAGE, PAGE)).await?;
    Ok(Messages { messages, total, page })
}

/// How many messages the user has not read, but for one that is being opened.
///
/// # Errors
/// When the database refuses. Before what is due has been done there are none.
pub async fn unread(
    services: &Services,
    session: &Session,
    but: Option<UserMessageId>,
) -> Result<i64, ServiceError> {
    if session.due().is_some() {
        return Ok(0);
    }
    Ok(services.store.read(&session.scope()).await?.unread_user_messages(session.account, but).await?)
}

/// Opens a message that the user has sent or received; then it is read.
///
/// # Errors
/// [`ServiceError::NotFound`] for any other.
pub async fn open(
    services: &Services,
    session: &Session,
    id: UserMessageId,
) -> Result<UserMessageRecord, ServiceError> {
    may_read(session)?;
    let found = services.store.read(&session.scope()).await?.user_message(session.account, id).await?;
    let found = found.ok_or(ServiceError::NotFound)?;
    if found.is_received && found.read_at.is_none() {
        services.store.mark_user_message(session.account, id, Mark::Read(services.now())).await?;
    }
    Ok(found)
}

/// Does something with a message that the user has received.
///
/// # Errors
/// [`ServiceError::NotFound`] for any other.
pub async fn mark(
    services: &Services,
    session: &Session,
    id: UserMessageId,
    mark: Mark,
) -> Result<(), ServiceError> {
    may_read(session)?;
    match services.store.mark_user_message(session.account, id, mark).await? {
        true => Ok(()),
        false => Err(ServiceError::NotFound),
    }
}

/// Whom the user can write to: everybody else who acts in the organisation that they act in today, and the roles of those.
///
/// # Errors
/// [`ServiceError::Forbidden`] before what is due has been done.
pub async fn receivers(services: &Services, session: &Session) -> Result<Receivers, ServiceError> {
    may_read(session)?;
    let mut connection = services.store.read(&session.scope()).await?;
    Ok(present(&mut connection, services, session).await?)
}

async fn present(
    connection: &mut Connection,
    services: &Services,
    session: &Session,
) -> Result<Receivers, StoreError> {
    let mut users = connection.colleagues(session.acting.organisation_id, services.today()).await?;
    users.retain(|user| user.account != session.account);
    let mut roles: Vec<PresentRole> = Vec::new();
    for user in &users {
        let administers = user.administers.then_some((Receiver::Administrators, RoleTitle::Administrator));
        let held = user.titles.iter().filter_map(|(id, title)| Some((Receiver::Role((*id)?), title.clone())));
        for (receiver, title) in administers.into_iter().chain(held) {
            match roles.iter_mut().find(|role| role.receiver == receiver) {
                Some(role) => role.holders += 1,
                None => roles.push(PresentRole { receiver, title, holders: 1 }),
            }
        }
    }
    roles.sort_by_key(|role| role.receiver);
    Ok(Receivers { roles, users })
}

impl Receivers {
    /// Who is meant, and how that is told; [`UserMessageRefusal`] for whom nobody can write to.
    fn resolve(
        &self,
        chosen: &BTreeSet<Receiver>,
    ) -> Result<(BTreeSet<AccountId>, Vec<Addressed>), UserMessageRefusal> {
        let (mut accounts, mut addressed) = (BTreeSet::new(), Vec::new());
        for receiver in chosen {
            let is_meant = |user: &&Colleague| match receiver {
                Receiver::Everybody => true,
                Receiver::Administrators => user.administers,
                Receiver::Role(role) => user.titles.iter().any(|(held, _)| *held == Some(*role)),
                Receiver::User(account) => user.account == *account,
            };
            let meant: Vec<&Colleague> = self.users.iter().filter(is_meant).collect();
            let told = match (receiver, meant.first()) {
                (Receiver::User(_), None) => return Err(UserMessageRefusal::ReceiverGone),
                (_, None) => return Err(UserMessageRefusal::NobodyThere),
                (Receiver::User(_), Some(user)) => Some(Addressed::User(user.name.clone())),
                (Receiver::Everybody, Some(_)) => Some(Addressed::Everybody),
                (Receiver::Administrators | Receiver::Role(_), Some(_)) => {
                    let role = self.roles.iter().find(|role| role.receiver == *receiver);
                    role.map(|role| Addressed::Role(role.title.clone()))
                }
            };
            accounts.extend(meant.iter().map(|user| user.account));
            addressed.extend(told);
        }
        Ok((accounts, addressed))
    }
}

/// Sends a message to others in the organisation that the user acts in. Who has a role is who has it now.
///
/// # Errors
/// What is wrong with it; [`UserMessageFailure::Risky`] until what it seems to hold has been read about; [`ServiceError::NotFound`]
/// for an answer to what the user has not received.
pub async fn send(
    services: &Services,
    session: &Session,
    form: &UserMessageForm,
    answers: Option<UserMessageId>,
    read: &[RiskKind],
) -> Result<UserMessageId, UserMessageFailure> {
    may_read(session)?;
    let today = services.today();
    let message = form.read(today).map_err(UserMessageFailure::Refused)?;
    let risks = message.risks(today, read);
    if !risks.is_empty() {
        return Err(UserMessageFailure::Risky(risks));
    }
    let UserMessage { receivers, subject, text } = message;
    let kind = OperationKind::MessageSent;
    let operation = services.operation(kind, session.actor(), session.only_municipality(), "");
    let mut transaction = services.store.operate(operation).await?;
    session.is_posted_first(&mut transaction, services.now()).await?;
    if let Some(id) = answers {
        let answered = transaction.user_message(session.account, id).await?;
        answered.ok_or(UserMessageFailure::Unavailable(ServiceError::NotFound))?;
    }
    let present = present(&mut transaction, services, session).await?;
    let refused = |refusal| UserMessageFailure::Refused(vec![refusal]);
    let (accounts, addressed) = present.resolve(&receivers).map_err(refused)?;
    let accounts: Vec<AccountId> = accounts.into_iter().collect();
    let new = NewUserMessage {
        organisation: Some(session.acting.organisation_id),
        sender: Some(session.account),
        content: Content::Written { subject, text },
        addressed: &addressed,
        answers,
        once: None,
        at: services.now(),
    };
    let id = transaction.add_user_message(&new, &accounts, services.sends_mail).await?;
    let id = id.ok_or(UserMessageFailure::Unavailable(ServiceError::Inconsistent))?;
    // To whom, and not what: the journal is read by others.
    let told = json!({ "organisation": session.acting.organisation, "receivers": accounts });
    let told = fields::change(EntityKind::UserMessage, id.0, None, None, Some(fields::fields(&told)));
    transaction.record(told.as_slice()).await?;
    transaction.commit().await?;
    Ok(id)
}

/// What the user has written, as they would answer it: to whom, and about what.
///
/// # Errors
/// [`ServiceError::NotFound`] for a message that the user has not received from another user.
pub async fn to_answer(
    services: &Services,
    session: &Session,
    id: UserMessageId,
) -> Result<(Receiver, String), ServiceError> {
    may_read(session)?;
    let found = services.store.read(&session.scope()).await?.user_message(session.account, id).await?;
    match found {
        Some(UserMessageRecord {
            sender: Some((account, _)),
            content: Content::Written { subject, .. },
            is_received: true,
            ..
        }) => Ok((Receiver::User(account), subject)),
        _ => Err(ServiceError::NotFound),
    }
}
