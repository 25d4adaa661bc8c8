//! What the nightly run reads and writes: whom it judges, their facts, and the carrying out of a plan.

mod candidates;
mod execute;
mod facts;
mod judged;

use domain::{
    case::{CaseFact, DeregistrationReason},
    coverage::{Explanation, PersonFacts, plan::MeasureClosing},
    id::{CaseId, PersonId},
    municipality::MunicipalityCode,
};

use crate::{OperationTransaction, StoreError, db::on};
pub use candidates::{CandidateId, Examined, WhomToJudge};
pub(crate) use facts::CaseFactRow;
pub use judged::LastJudged;
pub(crate) use judged::Whose;

/// A person to be examined, with everything the rules ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The facts.
    pub facts: PersonFacts,
    /// The person's cases in the municipality.
    pub cases: Vec<CaseFact>,
    /// Whether the person is protected, which decides what may be counted in the open.
    pub protected: bool,
}

/// A case to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedCase {
    /// For whom.
    pub person: PersonId,
    /// Why.
    pub explanation: Explanation,
}

/// A case to be closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedCase {
    /// Which case.
    pub case: CaseId,
    /// Whose.
    pub person: PersonId,
    /// The reason.
    pub reason: DeregistrationReason,
    /// Why.
    pub explanation: Explanation,
    /// The measures that close with it.
    pub measures: Vec<MeasureClosing>,
}

/// The key of the lock on the register as a whole; a municipality's is this and its number. The number is the School
/// Act's, so that it is nobody else's by chance.
const REGISTER_LOCK: i64 = 2010_0800_0000;

impl OperationTransaction {
    /// Keeps every other run of the municipality from planning, and imports from changing what is planned on, until
    /// this transaction ends.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn lock_municipality(&mut self, municipality: MunicipalityCode) -> Result<(), StoreError> {
        // SQLite has one writer, who holds the whole database already.
        if self.database() == crate::Database::Postgres {
            let number: i64 = municipality.as_str().parse().unwrap_or_default();
            on!(self, c => sqlx::query("SELECT pg_advisory_xact_lock_shared($1)").bind(REGISTER_LOCK).execute(c).await.map(drop)?);
            on!(self, c => sqlx::query("SELECT pg_advisory_xact_lock($1 + $2)").bind(REGISTER_LOCK).bind(number).execute(c).await.map(drop)?);
        }
        Ok(())
    }

    /// Keeps runs, imports and other casework from reading or writing the register until this transaction ends. What
    /// is read afterwards is still true when it is written.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn lock_register(&mut self) -> Result<(), StoreError> {
        if self.database() == crate::Database::Postgres {
            on!(self, c => sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(REGISTER_LOCK).execute(c).await.map(drop)?);
        }
        Ok(())
    }
}
