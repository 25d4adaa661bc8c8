//! The inbox of notices from schools (School Act 15:15; requirement K19): entering one, making a contact of it with one click,
//! or putting it aside.
//!
//! Nobody learns here that somebody is protected: what is told of them is answered, and lies in the inbox of whoever entered
//! it, as of somebody nobody has heard of.

use domain::{
    access::{Permission, Scope},
    contact::form::ContactRequest,
    form::FieldError,
    id::{CaseId, ContactId, NoticeId},
    language::Language,
    municipality::MunicipalityCode,
    note_guard::{self, RiskKind},
    operation::{EntityKind, OperationKind},
    school_notice::{AsideField, NoticeForm, NoticeRefusal, NoticeState, aside},
};
use serde_json::{Map, Value};
use store::{Identity, NewNotice, StoreError};
pub use store::{NoticeRecord, Notices, Pupil};

use crate::{
    ServiceError, Services,
    casework::{
        Casework, Worker,
        notices::{told, waiting},
    },
    fields,
    session::Session,
};

/// How the journal names the inbox among the lists.
pub const LIST: &str = "notices";

/// How many notices a page has.
pub const PAGE: u64 = 15;

/// A page of the inbox.
pub struct Inbox {
    /// The notices.
    pub notices: Vec<NoticeRecord>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page it is, from one: the last, where one beyond it was asked for.
    pub page: u64,
}

/// Why a notice is not entered, or nothing is made of it. Nothing has then been changed.
#[derive(Debug, thiserror::Error)]
pub enum NoticeFailure {
    /// It says what to do.
    #[error("refused")]
    Refused(Vec<NoticeRefusal>),
    /// Something in the form by which it is put aside is missing.
    #[error("the reason cannot be read")]
    Unreadable(Vec<FieldError<AsideField>>),
    /// It seems to hold what the register may not, and nobody has said to have read why.
    #[error("to be read first")]
    Risky(Vec<RiskKind>),
    /// It could not be tried, or is out of reach.
    #[error(transparent)]
    Unavailable(#[from] ServiceError),
}

impl From<StoreError> for NoticeFailure {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// The municipalities in whose inbox a notice can be entered, in the order of their names.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub fn municipalities(session: &Session) -> Result<Vec<MunicipalityCode>, ServiceError> {
    session.scope_for(Permission::EditCases)?;
    let mut municipalities = session.acting.municipalities.clone();
    municipalities.sort_by_key(|code| code.name());
    Ok(municipalities)
}

/// A page of the inbox: what waits, or what has been handled. That it was read stands in the journal before it is answered.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn inbox(
    services: &Services,
    session: &Session,
    which: Notices,
    page: u64,
) -> Result<Inbox, ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let mut connection = services.store.read_snapshot(&of_anybody()).await?;
    let total = connection.count_notices(&scope, which).await?;
    let page = page.clamp(1, total.div_ceil(PAGE).max(1));
    let [skipped, taken] = [(page - 1) * PAGE, PAGE].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
    let notices = connection.notices(&scope, which, (skipped, taken)).await?;
    drop(connection);
    tell_of_reading(services, session, session.only_municipality(), &notices).await?;
    Ok(Inbox { notices, total, page })
}

/// How many notices wait.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn waiting_count(services: &Services, session: &Session) -> Result<u64, ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    Ok(services.store.read(&of_anybody()).await?.count_notices(&scope, Notices::Waiting).await?)
}

/// A notice. That it was read stands in the journal before it is answered.
///
/// # Errors
/// [`ServiceError::NotFound`] for a notice outside the user's reach.
pub async fn notice(
    services: &Services,
    session: &Session,
    id: NoticeId,
) -> Result<NoticeRecord, ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let mut connection = services.store.read(&of_anybody()).await?;
    let found = connection.notices(&scope, Notices::One(id), (0, 1)).await?;
    drop(connection);
    tell_of_reading(services, session, found.first().map(|record| record.municipality), &found).await?;
    found.into_iter().next().ok_or(ServiceError::NotFound)
}

/// What the database shows while notices are read: a notice may be of anybody, and whether that is somebody protected, or
/// known to another municipality, decides what is shown of it. Whose notices are read the question itself says.
const fn of_anybody() -> Scope {
    Scope::of_the_system()
}

async fn tell_of_reading(
    services: &Services,
    session: &Session,
    municipality: Option<MunicipalityCode>,
    notices: &[NoticeRecord],
) -> Result<(), ServiceError> {
    if notices.is_empty() {
        return Ok(());
    }
    let operation = services.operation(OperationKind::ReadList, session.actor(), municipality, LIST);
    let mut transaction = services.store.operate(operation).await?;
    let identity = |record: &NoticeRecord| Identity {
        row: record.id.0,
        person: record.pupil.as_ref().map(|pupil| pupil.person),
    };
    let read: Vec<Identity> = notices.iter().map(identity).collect();
    transaction.record_reads(EntityKind::SchoolNotice, &read).await?;
    Ok(transaction.commit().await?)
}

/// Enters a notice that came on paper, by telephone or by mail. It is answered alike whoever it is about.
///
/// # Errors
/// What is wrong with the form; [`NoticeFailure::Risky`] until what its text seems to hold has been read about;
/// [`ServiceError::Forbidden`] for a role that edits no cases, and for a municipality that it does not reach.
pub async fn enter(
    services: &Services,
    session: &Session,
    municipality: MunicipalityCode,
    form: &NoticeForm,
    read: &[RiskKind],
) -> Result<NoticeId, NoticeFailure> {
    if !municipalities(session)?.contains(&municipality) {
        return Err(ServiceError::Forbidden.into());
    }
    let today = services.today();
    let notice = form.read(today).map_err(NoticeFailure::Refused)?;
    let is_read = |kind| read.contains(&kind);
    let risks = note_guard::unread(&notice.text, "", Some(&notice.civic_number), today, is_read);
    if !risks.is_empty() {
        return Err(NoticeFailure::Risky(risks));
    }
    let (kind, at) = (OperationKind::Casework, services.now());
    let operation = services.operation(kind, session.actor(), Some(municipality), "");
    let mut transaction = services.store.operate(operation).await?;
    session.is_posted_first(&mut transaction, at).await?;
    let by = (session.name.as_str(), Some(session.account));
    let (id, person) = transaction.add_notice(NewNotice { municipality, notice: &notice, by, at }).await?;
    let after = told(&notice, person.is_some());
    let told = fields::change(EntityKind::SchoolNotice, id.0, person, None, Some(after));
    transaction.record(told.as_slice()).await?;
    transaction.commit().await?;
    Ok(id)
}

/// Makes a contact of a notice, in the open case of whom it is about.
///
/// # Errors
/// Why nothing can be made of it; [`ServiceError::NotFound`] for a notice outside the user's reach.
pub async fn make_contact(
    services: &Services,
    session: &Session,
    id: NoticeId,
    language: Language,
) -> Result<(CaseId, ContactId), NoticeFailure> {
    let mut work = Casework::by_user(services, session, OperationKind::Casework).await?;
    let record = work.seen_notice(id).await?.ok_or(ServiceError::NotFound)?;
    let open = record.pupil.as_ref().and_then(|pupil| pupil.open_case);
    let refused = |refusal| NoticeFailure::Refused(vec![refusal]);
    let case = record.state.may_become_contact(open).map_err(refused)?;
    let mut case = work.case(case).await?;
    let by = Worker::now(services, session);
    let contact = record.notice.contact(services.today(), language);
    let request = ContactRequest { contact, caseworker: None };
    // What the rules of contacts refuse, no notice can hold; whoever lost the case meanwhile is told that there is none.
    let made = work.contact(&mut case, &request, by).await?;
    let contact = made.map_err(|_| refused(NoticeRefusal::NoOpenCase))?;
    let case = (case.person, case.case.id);
    work.notice_became(&record, (case.0, case.1, contact), by).await?;
    work.finish().await?;
    Ok((case.1, contact))
}

/// Puts a notice aside, of which nothing is to be made.
///
/// # Errors
/// Where the reason is missing or something has been made of it already; [`ServiceError::NotFound`] for a notice outside the
/// user's reach.
pub async fn put_aside(
    services: &Services,
    session: &Session,
    id: NoticeId,
    reason: &str,
) -> Result<(), NoticeFailure> {
    let scope = session.scope_for(Permission::EditCases)?;
    let operation = services.operation(OperationKind::Casework, session.actor(), None, "");
    let mut transaction = services.store.operate(operation).await?;
    transaction.lock_register().await?;
    let found = transaction.notices(&scope, Notices::One(id), (0, 1)).await?.pop();
    let record = found.ok_or(ServiceError::NotFound)?;
    if record.state != NoticeState::Waiting {
        return Err(NoticeFailure::Refused(vec![NoticeRefusal::Handled]));
    }
    let state = aside(reason, services.today()).map_err(NoticeFailure::Unreadable)?;
    transaction.handle_notice(id, &state, &session.name, services.now()).await?;
    transaction.is_about(Some(record.municipality), String::new());
    let person = record.pupil.as_ref().map(|pupil| pupil.person);
    let mut after = Map::from_iter([("state".to_owned(), Value::from("put-aside"))]);
    // Of nobody whom nobody knows there is a key to hide with what was written.
    if let (Some(_), NoticeState::PutAside(reason)) = (person, &state) {
        after.insert("reason".to_owned(), Value::from(reason.as_str()));
    }
    let told = fields::change(EntityKind::SchoolNotice, id.0, person, Some(waiting()), Some(after));
    transaction.record(told.as_slice()).await?;
    Ok(transaction.commit().await?)
}
