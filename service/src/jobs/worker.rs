//! Who does the jobs that wait. A worker holds a job while it works on it and says so with each part; when it falls
//! silent, because its server is gone, another goes on exactly where it was.

use std::sync::OnceLock;

use chrono::TimeDelta;
use domain::{
    access::{Permission, RoleAssignment, Scope},
    id::{CaseId, JobId},
    job::{JobFailure, JobKind, JobState, RowOutcome, RowRefusal, UndoRefusal},
    operation::Actor,
};
use store::{JobRecord, RowReport, StoreError, TakenJob};

use super::{Asked, MOST_REPORTED, Part, advance, part};
use crate::{
    ServiceError, Services,
    casework::{Casework, Worker},
    session::new_token,
    undo::{self, UndoFailure},
};

/// How many rows are changed in one transaction. Between two, others have their turn, the job can be stopped, and it is
/// seen how far it has come.
const PART: usize = 200;
/// How long a job waits that could not be gone on with. Meanwhile those behind it have their turn.
const PAUSE: TimeDelta = TimeDelta::seconds(60);
/// How many times in a row a job is tried that cannot be gone on with, or that those who take it do not survive.
const MOST_ATTEMPTS: u64 = 5;

/// A job that a worker holds.
pub struct Held {
    services: Services,
    id: JobId,
    worker: String,
    lease: TimeDelta,
    part: usize,
    attempts: u64,
    /// What is to be done, once it has been read: it stays the same.
    work: OnceLock<Work>,
}

/// What a job has to do.
struct Work {
    asked: Asked,
    rows: Vec<i64>,
}

/// Takes the first job that nobody works on, and holds it for so long from each of its parts.
///
/// # Errors
/// When the database refuses.
pub async fn take(services: &Services, lease: TimeDelta) -> Result<Option<Held>, ServiceError> {
    let (worker, now) = (new_token()?, services.now());
    // Looking disturbs nobody; taking is a write.
    if !services.store.read(&Scope::of_the_system()).await?.is_job_free(now).await? {
        return Ok(None);
    }
    let taken = services.store.take_job(&worker, now, now + lease).await?;
    Ok(taken.map(|TakenJob { id, attempts }| {
        let (services, work) = (services.clone(), OnceLock::new());
        Held { services, id, worker, lease, part: PART, attempts, work }
    }))
}

/// Does the first job that nobody works on, until it is over or `stops` says to stop: then another worker may go on at
/// once. Returns whether there was one.
///
/// # Errors
/// When the database refuses; the job is tried again later, by another server if this one cannot, and ends when it has
/// been tried often enough.
pub async fn work_on_next(
    services: &Services,
    lease: TimeDelta,
    stops: impl Fn() -> bool + Send + Sync,
) -> Result<bool, ServiceError> {
    let Some(held) = take(services, lease).await? else { return Ok(false) };
    while !stops() {
        match held.do_part().await {
            Ok(true) => {}
            Ok(false) => return Ok(true),
            Err(error) => {
                held.fail(error).await?;
                return Err(error);
            }
        }
    }
    held.release().await?;
    Ok(true)
}

/// What a job may still do, and as whom.
struct Right {
    acting: RoleAssignment,
    actor: Actor,
}

impl Held {
    /// The same, with parts of another size.
    pub fn in_parts_of(self, part: usize) -> Self {
        Self { part, ..self }
    }

    /// Which job it is.
    pub const fn id(&self) -> JobId {
        self.id
    }

    /// Lets go of it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn release(&self) -> Result<(), StoreError> {
        self.services.store.release_job(self.id, &self.worker).await
    }

    /// Takes note that it could not be gone on with.
    async fn fail(&self, error: ServiceError) -> Result<(), ServiceError> {
        let store = &self.services.store;
        // A night's run may write for long, and waiting for it is no fault of the job.
        let counts = error != ServiceError::Busy;
        let until = self.services.now() + PAUSE;
        let attempts = store.put_off_job(self.id, &self.worker, until, counts).await?;
        if attempts.is_some_and(|attempts| is_hopeless(error, attempts)) {
            self.end(JobState::Failed, Some(failure(error))).await?;
        }
        Ok(())
    }

    /// Does the next part and returns whether there is more to do.
    ///
    /// # Errors
    /// When the database refuses, and [`ServiceError::Busy`] when another has taken over; nothing of the part lasts.
    pub async fn do_part(&self) -> Result<bool, ServiceError> {
        // What it has to do is forgotten the moment that it is over.
        let mut connection = self.services.store.read_snapshot(&Scope::of_the_system()).await?;
        let job = connection.job(self.id).await?.ok_or(ServiceError::NotFound)?;
        if job.state != JobState::Running {
            return Ok(false);
        }
        if job.cancel_asked {
            return self.end(JobState::Cancelled, None).await;
        }
        // Whoever tried it before has not come back to say why.
        if self.attempts > MOST_ATTEMPTS {
            return self.end(JobState::Failed, Some(JobFailure::GivenUp)).await;
        }
        let roles = connection.roles(job.account, self.services.today()).await?;
        let undone = match job.undoes {
            Some(undone) => connection.job(undone).await?,
            None => None,
        };
        let Some(right) = right(&job, undone.as_ref(), roles) else {
            return self.end(JobState::Failed, Some(JobFailure::Forbidden)).await;
        };
        match job.kind {
            JobKind::UpdateCases
            | JobKind::RegisterMeasures
            | JobKind::RegisterContacts
            | JobKind::CloseFollowUps
            | JobKind::WriteLetters
            | JobKind::HandOver => {
                let work = match self.work.get() {
                    Some(work) => work,
                    None => {
                        let read = connection.job_work(self.id).await?.ok_or(ServiceError::Inconsistent)?;
                        let Ok(asked) = serde_json::from_str(&read.asked) else {
                            return self.end(JobState::Failed, Some(JobFailure::Inconsistent)).await;
                        };
                        self.work.get_or_init(|| Work { asked, rows: read.rows })
                    }
                };
                drop(connection);
                self.work(&job, &right, work).await
            }
            JobKind::Undo => {
                drop(connection);
                match undo::work(&self.services, &job, &right.acting.scope(), right.actor, &self.worker).await
                {
                    Ok(()) => Ok(false),
                    Err(UndoFailure::Refused(refusal)) => self.refuse(&refusal).await,
                    Err(UndoFailure::Unavailable(error)) => Err(error),
                }
            }
        }
    }

    /// Ends a job that is refused as a whole, with the first of the cases that stand in the way.
    async fn refuse(&self, refusal: &UndoRefusal) -> Result<bool, ServiceError> {
        let outcome = match refusal {
            UndoRefusal::Touched { .. } => RowOutcome::Conflict,
            _ => RowOutcome::Refused,
        };
        let cases = refusal.cases().into_iter().take(MOST_REPORTED as usize);
        let report = |(case, reasons): (CaseId, &[RowRefusal])| RowReport {
            row: case.0,
            case: Some(case),
            outcome,
            reasons: reasons.to_vec(),
        };
        let reports: Vec<RowReport> = cases.map(report).collect();
        self.services.store.report_job(self.id, &self.worker, &reports).await?;
        self.end(JobState::Failed, Some(refusal.failure())).await
    }

    async fn work(&self, job: &JobRecord, right: &Right, work: &Work) -> Result<bool, ServiceError> {
        let done_before = job.counts.total();
        let begin = usize::try_from(done_before).unwrap_or(usize::MAX).min(work.rows.len());
        let end = work.rows.len().min(begin + self.part);
        let kind = work.asked.operation();
        let operation = self.services.operation(kind, right.actor.clone(), job.municipality, "");
        let mut transaction = self.services.store.operate(operation).await?;
        // However long the part takes, nobody else takes the job meanwhile.
        if !transaction.hold_job(self.id, &self.worker).await? {
            return Err(ServiceError::Busy);
        }
        transaction.lock_register().await?;
        let mut casework = Casework::within(&self.services, transaction, right.acting.scope()).await?;
        let part =
            Part { job: job.id, account: job.account, asked: &work.asked, rows: &work.rows[begin..end] };
        let by = Worker::acting(&self.services, right.actor.name());
        let done = part::carry_out(&mut casework, &part, by).await?;
        let goes_on = (end < work.rows.len()).then_some(self.lease);
        advance(&self.services, casework.reading().1, job.id, &self.worker, done_before, &done, goes_on)
            .await?;
        casework.commit().await?;
        Ok(goes_on.is_some())
    }

    async fn end(&self, state: JobState, failure: Option<JobFailure>) -> Result<bool, ServiceError> {
        self.services.store.end_job(self.id, &self.worker, state, failure, self.services.now()).await?;
        Ok(false)
    }
}

/// How a job ends that an error stands in the way of.
const fn failure(error: ServiceError) -> JobFailure {
    match error {
        ServiceError::Forbidden => JobFailure::Forbidden,
        ServiceError::Inconsistent => JobFailure::Inconsistent,
        ServiceError::NotFound
        | ServiceError::Busy
        | ServiceError::DoneBefore
        | ServiceError::TooLarge
        | ServiceError::Unavailable => JobFailure::Unavailable,
    }
}

/// Whether trying once more is of no use.
const fn is_hopeless(error: ServiceError, attempts: u64) -> bool {
    match error {
        // What the database holds does not become right by waiting.
        ServiceError::Inconsistent => true,
        ServiceError::Busy => false,
        _ => attempts >= MOST_ATTEMPTS,
    }
}

/// What whoever asked for a job may do now, in the role in which they asked: `None` when that is no longer enough.
fn right(job: &JobRecord, undone: Option<&JobRecord>, roles: Vec<RoleAssignment>) -> Option<Right> {
    let acting = roles.into_iter().find(|role| Some(role.id) == job.acting_in)?;
    let is_anothers = undone.is_some_and(|undone| undone.account != job.account);
    let may = acting.may(Permission::EditCases) && (!is_anothers || acting.may(Permission::UndoForOthers));
    if !job.active || !may {
        return None;
    }
    let actor = Actor::User {
        account: job.account,
        name: job.name.clone(),
        role: acting.title.clone(),
        organisation: acting.organisation.clone(),
    };
    Some(Right { acting, actor })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_tried_again_but_not_for_ever() {
        assert!(!is_hopeless(ServiceError::Unavailable, MOST_ATTEMPTS - 1));
        assert!(is_hopeless(ServiceError::Unavailable, MOST_ATTEMPTS));
        assert!(is_hopeless(ServiceError::Inconsistent, 1));
        assert!(!is_hopeless(ServiceError::Busy, MOST_ATTEMPTS));
    }
}
