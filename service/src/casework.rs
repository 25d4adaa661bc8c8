//! What caseworkers do with cases, as one operation: measures, contacts, how people are reached, the fields of a case.
//!
//! Each thing is judged by the rules, written, and told in the journal of its municipality here and nowhere else: whether a
//! user does it on a page ([`crate::measures`] and those beside it) or a caseworker of the demo. A [`Casework`] that is
//! dropped has changed nothing; [`Casework::finish`] makes it last.

mod contacts;
mod details;
mod measures;
pub(crate) mod notices;
mod plans;
mod removal;
pub(crate) mod responsibility;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::{
    access::{Permission, Scope},
    id::{AccountId, CaseId, JobId, PersonId},
    municipality::MunicipalityCode,
    operation::{Actor, Change, OperationKind},
};
use store::{Connection, OperationTransaction, StoreError, WorkedCase};

use crate::{ServiceError, Services, rows, session::Session};

/// How many changes are told or written at a time.
const BATCH: usize = 1000;

/// What has become of something that the rules decide about: refused with everything that is wrong, never nothing.
pub type Decided<T, W> = Result<Result<T, Vec<W>>, StoreError>;

/// Who may have cases in which of the municipalities.
pub(crate) async fn users_of(
    connection: &mut Connection,
    municipalities: &[MunicipalityCode],
    day: NaiveDate,
) -> Result<HashSet<(AccountId, MunicipalityCode)>, StoreError> {
    if municipalities.is_empty() {
        return Ok(HashSet::new());
    }
    let mut asked = municipalities.to_vec();
    asked.sort_unstable();
    asked.dedup();
    let users = connection.users_of(&asked, Permission::EditCases, day).await?;
    let places = users.into_iter().flat_map(|user| {
        let account = user.account;
        user.municipalities.into_iter().map(move |municipality| (account, municipality))
    });
    Ok(places.collect())
}

/// Work on cases within a scope.
pub struct Casework {
    transaction: OperationTransaction,
    scope: Scope,
    changes: BTreeMap<MunicipalityCode, Vec<Change>>,
    touched: BTreeSet<PersonId>,
    /// Who may have the cases of the municipalities of which that has been found out.
    users: HashSet<(AccountId, MunicipalityCode)>,
    known: BTreeSet<MunicipalityCode>,
    as_of: NaiveDate,
}

/// Who works, and when.
#[derive(Clone, Copy, Debug)]
pub struct Worker<'a> {
    name: &'a str,
    date: NaiveDate,
    at: DateTime<Utc>,
}

impl<'a> Worker<'a> {
    /// Somebody at noon of a day, of whom it is not told when during the day something was done.
    pub fn on(name: &'a str, date: NaiveDate) -> Self {
        let noon = NaiveTime::from_hms_opt(11, 0, 0).unwrap_or_default();
        Self { name, date, at: date.and_time(noon).and_utc() }
    }

    /// A user, now.
    pub(crate) fn now(services: &Services, session: &'a Session) -> Self {
        Self::acting(services, &session.name)
    }

    /// Somebody, now.
    pub(crate) fn acting(services: &Services, name: &'a str) -> Self {
        Self { name, date: services.today(), at: services.now() }
    }

    /// Who.
    pub(crate) const fn name(self) -> &'a str {
        self.name
    }

    /// The day.
    pub(crate) const fn date(self) -> NaiveDate {
        self.date
    }

    /// The name and the moment, as they stand beside what is written.
    pub(crate) const fn signature(self) -> (&'a str, DateTime<Utc>) {
        (self.name, self.at)
    }
}

impl Casework {
    /// Begins work on cases within a scope. What is read in it is still true when it is written.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin(
        services: &Services,
        actor: Actor,
        kind: OperationKind,
        scope: Scope,
    ) -> Result<Self, StoreError> {
        let mut transaction = services.store.operate(services.operation(kind, actor, None, "")).await?;
        transaction.lock_register().await?;
        Self::within(services, transaction, scope).await
    }

    /// Goes on with work in a transaction that has locked the register.
    pub(crate) async fn within(
        services: &Services,
        mut transaction: OperationTransaction,
        scope: Scope,
    ) -> Result<Self, StoreError> {
        let as_of = rows::as_of(services, &mut transaction).await?;
        Ok(Self {
            transaction,
            scope,
            changes: BTreeMap::new(),
            touched: BTreeSet::new(),
            users: HashSet::new(),
            known: BTreeSet::new(),
            as_of,
        })
    }

    /// The same by a user whose role edits cases, for the first time where a form is posted.
    pub(crate) async fn by_user(
        services: &Services,
        session: &Session,
        kind: OperationKind,
    ) -> Result<Self, ServiceError> {
        let scope = session.scope_for(Permission::EditCases)?;
        let mut work = Self::begin(services, session.actor(), kind, scope).await?;
        session.is_posted_first(&mut work.transaction, services.now()).await?;
        Ok(work)
    }

    /// What is reached.
    pub(crate) const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// What reads as of the moment of writing.
    pub(crate) fn reading(&mut self) -> (&Scope, &mut OperationTransaction) {
        (&self.scope, &mut self.transaction)
    }

    /// The open cases of a municipality within the scope.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn open_cases(
        &mut self,
        municipality: MunicipalityCode,
    ) -> Result<Vec<WorkedCase>, StoreError> {
        self.transaction.open_cases_of(&self.scope, municipality).await
    }

    /// A case within the scope.
    pub(crate) async fn case(&mut self, id: CaseId) -> Result<WorkedCase, ServiceError> {
        self.transaction.worked_cases(&self.scope, &[id]).await?.pop().ok_or(ServiceError::NotFound)
    }

    /// Makes the work last, with an entry in the journal of each municipality whose cases it is about. Where nothing has
    /// become different, nothing is told.
    ///
    /// # Errors
    /// When the database refuses; nothing has then been changed.
    pub async fn finish(mut self) -> Result<(), StoreError> {
        if self.changes.is_empty() {
            return Ok(());
        }
        self.tell(None, "").await?;
        self.transaction.commit().await
    }

    /// Brings the rows of lists to what has been changed, and tells the journal: an entry for each municipality, all of them
    /// the job's, if it is one.
    pub(crate) async fn tell(&mut self, job: Option<JobId>, reason: &str) -> Result<(), StoreError> {
        let touched: Vec<PersonId> = std::mem::take(&mut self.touched).into_iter().collect();
        self.transaction.refresh_case_rows(&touched, self.as_of).await?;
        // Others wait for the end of the journal from its first entry on, so it comes last.
        self.transaction.is_about(None, reason.to_owned());
        for (place, (municipality, changes)) in std::mem::take(&mut self.changes).into_iter().enumerate() {
            match job {
                _ if place == 0 => {}
                Some(job) => self.transaction.begin_next_entry(job).await?,
                None => self.transaction.begin_next().await?,
            }
            self.transaction.is_about(Some(municipality), reason.to_owned());
            for changes in changes.chunks(BATCH) {
                self.transaction.record(changes).await?;
            }
        }
        Ok(())
    }

    /// Makes what has been told last.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().await
    }

    fn note(&mut self, municipality: MunicipalityCode, person: PersonId, change: Option<Change>) {
        self.touched.insert(person);
        if let Some(change) = change {
            self.changes.entry(municipality).or_default().push(change);
        }
    }
}
