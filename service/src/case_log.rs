//! The log of a case: who has seen and changed what (requirement K4).

use std::collections::BTreeMap;

use domain::{
    access::Permission,
    case::{
        log::{CaseLogEntry, LogField, LoggedThing, fields_seen},
        view::CaseView,
    },
    clock::wall_clock,
    id::{AccountId, CaseId},
    municipality::MunicipalityCode,
    operation::{Change, EntityKind},
    visibility::Standing,
};
use store::LoggedOperation;

use crate::{ServiceError, Services, fields::flat, session::Session};

/// How many entries a page has.
pub const PAGE: u64 = 25;

/// A page of the log of a case.
#[derive(Clone, Debug, Default)]
pub struct CaseLog {
    /// The entries, the latest first.
    pub entries: Vec<CaseLogEntry>,
    /// How many there are in all.
    pub total: u64,
    /// Which page it is, from 1.
    pub page: u64,
    /// Whether only what has changed something is in it.
    pub changes_only: bool,
    /// The names of the accounts that are named in it.
    pub users: BTreeMap<AccountId, String>,
}

impl CaseLog {
    /// How many pages there are, at least one.
    pub const fn pages(&self) -> u64 {
        let pages = self.total.div_ceil(PAGE);
        if pages == 0 { 1 } else { pages }
    }
}

/// What is asked of the log of a case.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Which page, from 1.
    pub page: u64,
    /// Whether only what has changed something is asked for.
    pub changes_only: bool,
}

impl Asked {
    /// A page of everything.
    pub const fn page(page: u64) -> Self {
        Self { page, changes_only: false }
    }
}

/// A page of the log of a case, for whoever reads the case. It asks for the case as it has been read, so that the reading
/// stands in the journal, once; it is the first entry.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that reads no cases.
pub async fn page(
    services: &Services,
    session: &Session,
    case: &CaseView,
    asked: Asked,
) -> Result<CaseLog, ServiceError> {
    let scope = session.scope_for(Permission::ReadCases)?;
    let mut connection = services.store.read_snapshot(&scope).await?;
    let Asked { page, changes_only } = asked;
    let mut page = page.max(1);
    let (mut operations, mut total) =
        connection.case_log(&scope, case.row.id, (page, PAGE), changes_only).await?;
    if operations.is_empty() && page > 1 {
        // An address of yesterday may name a page that is no longer there.
        page = total.div_ceil(PAGE).max(1);
        (operations, total) = connection.case_log(&scope, case.row.id, (page, PAGE), changes_only).await?;
    }
    let entries: Vec<CaseLogEntry> =
        operations.into_iter().map(|operation| entry(operation, case.row.municipality)).collect();
    let named = entries.iter().flat_map(|entry| &entry.things).flat_map(|thing| &thing.fields);
    let named =
        named.filter(|field| field.field == LogField::Case(domain::case::change::CaseField::Caseworker));
    let accounts = named.flat_map(|field| [&field.before, &field.after]).flatten();
    let mut accounts: Vec<AccountId> = accounts.filter_map(|id| id.parse().ok().map(AccountId)).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let users = connection.account_names(&accounts).await?;
    Ok(CaseLog { entries, total, page, changes_only, users })
}

/// Who removed a thing of a case, as the journal tells: the last to remove one of a kind, with a number where it has one. `None`
/// where nobody did, or the case is out of reach.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that reads no cases.
pub async fn removed_by(
    services: &Services,
    session: &Session,
    case: CaseId,
    thing: (EntityKind, Option<i64>),
) -> Result<Option<String>, ServiceError> {
    let scope = session.scope_for(Permission::ReadCases)?;
    Ok(services.store.read(&scope).await?.removed_by(&scope, case, thing).await?)
}

fn entry(operation: LoggedOperation, here: MunicipalityCode) -> CaseLogEntry {
    let standing = match operation.municipality {
        Some(there) => Standing::of(here, there, true),
        None => Standing::Own,
    };
    CaseLogEntry {
        id: operation.id,
        at: wall_clock(operation.at),
        kind: operation.kind,
        actor: operation.actor,
        role: operation.role,
        organisation: operation.organisation,
        reason: operation.reason,
        things: operation.changes.iter().map(|change| thing(change, standing)).collect(),
    }
}

fn thing(change: &Change, standing: Standing) -> LoggedThing {
    let [before, after] =
        [&change.before, &change.after].map(|text| text.as_deref().map(flat).unwrap_or_default());
    let fields = fields_seen(change.entity, standing, &before, &after);
    LoggedThing { entity: change.entity, id: change.entity_id, kind: change.kind, fields }
}
