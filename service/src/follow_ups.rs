//! Follow-ups: whose they are, and the agenda (requirements K9 and F3; seed 001, "Uppföljning"). Closing them is a job.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    access::Permission,
    case::CaseStatus,
    follow_up::agenda::AgendaPart,
    id::{CaseId, ContactId},
    language::Named,
    list::{
        ChoiceTest, Column, Condition, DateTest, FollowUpColumn, ListQuery, PageSize, Test, column::ME,
        specs::follow_ups::FollowUpRow,
    },
    operation::EntityKind,
};

use crate::{ServiceError, Services, cases::tell_of_rows, lists, selection, session::Session};

/// How many follow-ups are read at a time.
const BATCH: usize = 2000;

/// The case of each of the follow-ups that are within reach. A contact that is registered from the list of follow-ups is one
/// for each of those cases.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn cases(
    services: &Services,
    session: &Session,
    chosen: &[i64],
) -> Result<BTreeMap<i64, CaseId>, ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let mut connection = services.store.read_snapshot(&scope).await?;
    let mut cases = BTreeMap::new();
    for chosen in chosen.chunks(BATCH) {
        let chosen: Vec<ContactId> = chosen.iter().copied().map(ContactId).collect();
        let records = connection.edited_contacts(&scope, &chosen).await?;
        cases.extend(records.into_iter().map(|record| (record.contact.id.0, record.contact.case)));
    }
    Ok(cases)
}

/// Follow-ups that have been chosen: the first of them, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenFollowUps {
    /// The first of them in the order in which they are due.
    pub rows: Vec<FollowUpRow>,
    /// How many the selection names.
    pub total: u64,
}

/// The follow-ups of a selection, the first `most` by name. That those are read stands in the journal before they are answered.
///
/// # Errors
/// [`ServiceError::NotFound`] for a selection that is not there, [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn chosen(
    services: &Services,
    session: &Session,
    token: &str,
    most: usize,
) -> Result<ChosenFollowUps, ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let chosen = selection::rows::<FollowUpColumn>(services, session, token).await?;
    let chosen = chosen.ok_or(ServiceError::NotFound)?;
    let total = chosen.len() as u64;
    let (today, sort) = (services.today(), FollowUpColumn::spec().sort);
    let mut connection = services.store.read_snapshot(&scope).await?;
    let mut people = connection.list_order_among::<FollowUpColumn>(&scope, &sort, &chosen, today).await?;
    people.truncate(most);
    let ids: Vec<i64> = people.iter().map(|identity| identity.row).collect();
    let rows = connection.list_rows::<FollowUpColumn>(&scope, &ids, today).await?;
    drop(connection);
    tell_of_rows(services, session, EntityKind::Contact, "follow-ups: update", &people).await?;
    Ok(ChosenFollowUps { rows, total })
}

/// A part of the agenda: the first of its follow-ups, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaSection {
    /// Which part.
    pub part: AgendaPart,
    /// What is due first.
    pub rows: Vec<FollowUpRow>,
    /// How many there are in all.
    pub total: u64,
}

/// The follow-ups by the parts of the agenda, those of the user's own cases or all; empty parts are left out.
/// It is the list of follow-ups, and read and told as that is.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that reads no cases.
pub async fn agenda(
    services: &Services,
    session: &Session,
    mine: bool,
) -> Result<Vec<AgendaSection>, ServiceError> {
    let mut sections = Vec::new();
    for part in AgendaPart::ALL.iter().copied() {
        let Some(query) = agenda_query(part, services.today(), mine) else { continue };
        let page = lists::page(services, session, &query.sized(PageSize::Fifty)).await?;
        if page.total > 0 {
            sections.push(AgendaSection { part, rows: page.rows, total: page.total });
        }
    }
    Ok(sections)
}

/// What the list of follow-ups is asked for a part of the agenda; nothing for a part that has no day at all.
pub fn agenda_query(part: AgendaPart, today: NaiveDate, mine: bool) -> Option<ListQuery<FollowUpColumn>> {
    let due = match part.days(today)? {
        (Some(first), Some(last)) => Some(DateTest::Between(first, last)),
        (Some(first), None) => first.pred_opt().map(DateTest::After),
        (None, Some(last)) => last.succ_opt().map(DateTest::Before),
        (None, None) => None,
    };
    let due = due.and_then(|due| Condition::new(FollowUpColumn::FollowUp, Test::Date(due)).ok());
    let closed = vec![CaseStatus::Closed.code().to_owned()];
    let status = match part {
        AgendaPart::OfClosedCases => ChoiceTest::AnyOf(closed),
        _ => ChoiceTest::NoneOf(closed),
    };
    let status = Condition::new(FollowUpColumn::Status, Test::Choice(status)).ok();
    let own = Test::Choice(ChoiceTest::AnyOf(vec![ME.to_owned()]));
    let own = mine.then(|| Condition::new(FollowUpColumn::Caseworker, own).ok()).flatten();
    Some(due.into_iter().chain(status).chain(own).fold(ListQuery::default(), ListQuery::narrowed))
}
