//! All SQL of Fyren: SQLite and PostgreSQL behind one [`Store`].
//!
//! - One SQL text with `$1` binds serves both databases; where a word differs, [`dialect`] makes it.
//! - Reading is done on a [`Connection`], writing on an [`OperationTransaction`]: nothing can be written without an
//!   entry in the journal, in the same transaction.
//! - Every method that reads people takes a [`domain::access::Scope`].
//! - *Not found* is `Ok(None)`; stored nonsense is [`StoreError::Inconsistent`].

mod accounts;
mod case_changes;
mod case_rows;
mod cases;
mod casework;
mod db;
mod dialect;
mod diplomas;
mod error;
mod filter_tokens;
mod grouped;
mod jobs;
mod journal;
mod keys;
mod lists;
mod log;
mod open;
mod organisations;
mod overview;
mod policies;
mod population;
mod profiles;
mod pupils;
mod register;
mod runs;
mod scope;
mod search;
mod selections;
mod settings;

pub use accounts::{AccountRecord, Attempt, NewAccount, NewRole, SessionRecord};
pub use case_changes::{CaseWrite, UserOf};
pub use cases::{CaseListing, CaseRecord};
pub use casework::{CaseFields, MeasureEnding, OpenCase};
pub use db::{Connection, OperationTransaction, Store};
pub use dialect::Database;
pub use error::StoreError;
pub use jobs::{CaseReport, ChangedCases, JobRecord, JobWork, LaterChanges, NewJob, Part, TakenJob};
pub use lists::{
    ColumnSql, Identity, Listed, PageRead, People, Reader, RowsRead, Stored, Way, keyset_sql, list_sql,
};
pub use open::OpenMode;
pub use organisations::{NewStudyPath, NewUnit, StudyPathRecord, UnitRecord};
pub use population::{PersonRecord, PersonWrite};
pub use profiles::NewProfile;
pub use pupils::{PlacementRecord, PlacementWrite};
pub use register::{Candidate, CandidateId, ClosedCase, Examined, LastJudged, OpenedCase, WhomToJudge};
pub use runs::FinishedRun;
pub use search::search_sql;
pub use selections::SelectionRecord;
