//! What the system tells users, among their messages: what ends soon, what waits for them, what has been decided. Each is told
//! once, however many servers there are and however often they look.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, TimeDelta};
use domain::{
    access::{
        Scope,
        grant::{NOTICE_DAYS, notice_due},
    },
    id::{AccountId, OrganisationId},
    operation::{Actor, EntityKind, OperationKind},
    user_message::notice::{SystemNotice, is_job_noteworthy},
};
use serde_json::json;
use store::{
    Connection, Content, EndingGrant, JobThatEnded, NewUserMessage, OperationTransaction, StoreError,
};

use crate::{ServiceError, Services, fields};

/// For how long after its end it is told of a job. A server that was away for longer tells of it no more.
const TOLD_WITHIN: TimeDelta = TimeDelta::days(2);

/// Something to be told.
pub(crate) struct Notice<'a> {
    /// What.
    pub what: SystemNotice,
    /// In which organisation.
    pub organisation: Option<OrganisationId>,
    /// To whom.
    pub to: &'a [AccountId],
    /// What is the same when the same would be told again.
    pub once: Option<&'a str>,
}

/// Tells something together with what an operation does, and returns whether it had not been told before. Where there is nobody
/// to be told nothing is.
pub(crate) async fn tell(
    transaction: &mut OperationTransaction,
    services: &Services,
    notice: Notice<'_>,
) -> Result<bool, StoreError> {
    let Notice { what, organisation, to, once } = notice;
    if to.is_empty() {
        return Ok(false);
    }
    let told = json!({ "notice": what, "receivers": to });
    let new = NewUserMessage {
        organisation,
        sender: None,
        content: Content::Notice(what),
        addressed: &[],
        answers: None,
        once,
        at: services.now(),
    };
    let Some(id) = transaction.add_user_message(&new, to, services.sends_mail).await? else {
        return Ok(false);
    };
    let told = fields::change(EntityKind::UserMessage, id.0, None, None, Some(fields::fields(&told)));
    transaction.record(told.as_slice()).await?;
    Ok(true)
}

/// Who administers the permissions of an organisation, but for one who knows already.
pub(crate) async fn administrators(
    connection: &mut Connection,
    services: &Services,
    organisation: OrganisationId,
    but: Option<AccountId>,
) -> Result<Vec<AccountId>, StoreError> {
    let colleagues = connection.colleagues(organisation, services.today()).await?;
    let administer = colleagues.into_iter().filter(|user| user.administers && Some(user.account) != but);
    Ok(administer.map(|user| user.account).collect())
}

/// Tells what has come about by itself: grants that end soon, and jobs that are over. Returns how many were told of.
///
/// # Errors
/// When the database refuses; what has not been told is told the next time.
pub async fn tell_what_is_due(services: &Services) -> Result<usize, ServiceError> {
    Ok(tell_of_grants(services).await? + tell_of_jobs(services).await?)
}

/// Those among some things that have not been told yet, by what makes them the same.
async fn untold<T>(
    connection: &mut Connection,
    mut found: Vec<(String, T)>,
) -> Result<Vec<(String, T)>, StoreError> {
    if found.is_empty() {
        return Ok(found);
    }
    let told = connection.told_once(found.iter().map(|(once, _)| once.clone()).collect()).await?;
    found.retain(|(once, _)| !told.contains(once));
    Ok(found)
}

async fn tell_of_grants(services: &Services) -> Result<usize, ServiceError> {
    let today = services.today();
    let latest = today.checked_add_days(Days::new(NOTICE_DAYS[0])).unwrap_or(today);
    let mut connection = services.store.read(&Scope::of_the_system()).await?;
    let due = connection.ending_grants((today, latest)).await?.into_iter().filter_map(|ending| {
        let (days, last) = (notice_due(ending.period, today)?, ending.period.end?);
        Some((format!("grant-ends:{}:{last}:{days}", ending.grant), ending))
    });
    let due = untold(&mut connection, due.collect()).await?;
    drop(connection);
    let mut by_organisation: BTreeMap<OrganisationId, Vec<(String, EndingGrant)>> = BTreeMap::new();
    for (once, ending) in due {
        by_organisation.entry(ending.organisation).or_default().push((once, ending));
    }
    let mut count = 0;
    for (organisation, due) in by_organisation {
        let operation = services.operation(OperationKind::MessageSent, Actor::System, None, "grant-ends");
        let mut transaction = services.store.operate(operation).await?;
        let mut told: Vec<&EndingGrant> = Vec::new();
        for (once, ending) in &due {
            let Some(last) = ending.period.end else { continue };
            let what = SystemNotice::GrantEnds {
                title: ending.title.clone(),
                organisation: ending.organisation_name.clone(),
                last,
            };
            let notice =
                Notice { what, organisation: Some(organisation), to: &[ending.account], once: Some(once) };
            if tell(&mut transaction, services, notice).await? {
                told.push(ending);
            }
        }
        let users: BTreeSet<AccountId> = told.iter().map(|ending| ending.account).collect();
        if let Some(first) = told.iter().filter_map(|ending| ending.period.end).min() {
            let what = SystemNotice::GrantsEnd {
                users: users.len(),
                organisation: told[0].organisation_name.clone(),
                first,
            };
            let to = administrators(&mut transaction, services, organisation, None).await?;
            let notice = Notice { what, organisation: Some(organisation), to: &to, once: None };
            tell(&mut transaction, services, notice).await?;
        }
        count += told.len();
        transaction.commit().await?;
    }
    Ok(count)
}

async fn tell_of_jobs(services: &Services) -> Result<usize, ServiceError> {
    let mut connection = services.store.read(&Scope::of_the_system()).await?;
    let ended = connection.jobs_ended(services.now() - TOLD_WITHIN).await?;
    let noteworthy = ended.into_iter().filter(|job| is_job_noteworthy(job.state, job.begun, job.ended));
    let keyed = noteworthy.map(|job| (format!("job:{}", job.id), job));
    let due = untold(&mut connection, keyed.collect()).await?;
    drop(connection);
    let count = due.len();
    for (once, JobThatEnded { id, account, kind, state, .. }) in due {
        let operation = services.operation(OperationKind::MessageSent, Actor::System, None, "job");
        let mut transaction = services.store.operate(operation).await?;
        let what = SystemNotice::JobOver { job: id, kind, state };
        let notice = Notice { what, organisation: None, to: &[account], once: Some(&once) };
        tell(&mut transaction, services, notice).await?;
        transaction.commit().await?;
    }
    Ok(count)
}
