//! All SQL of Fyren: SQLite and PostgreSQL behind one [`Store`].
//!
//! - One SQL text with `$1` binds serves both databases; where a word differs, [`dialect`] makes it.
//! - Reading is done on a [`Connection`], writing on an [`OperationTransaction`]: nothing can be written without an
//!   entry in the journal, in the same transaction.
//! - Every method that reads people takes a [`domain::access::Scope`].
//! - *Not found* is `Ok(None)`; stored nonsense is [`StoreError::Inconsistent`].

mod access;
mod accounts;
mod calendar_feeds;
mod case_changes;
mod case_log;
mod case_rows;
mod cases;
mod casework;
mod contacts;
mod db;
mod details;
mod dialect;
mod diplomas;
mod entry;
mod error;
mod filter_tokens;
mod grouped;
mod invitations;
mod jobs;
mod journal;
mod keys;
mod letters;
mod lists;
mod log;
mod mails;
mod measures;
mod notices;
mod open;
mod organisations;
mod overview;
mod passkeys;
mod past;
mod person_log;
mod plans;
mod policies;
mod population;
mod posted_forms;
mod profiles;
mod provider_sign_ins;
mod pupils;
mod register;
mod responsibility;
mod row_guard;
mod runs;
mod scb_exports;
mod scb_facts;
mod scope;
mod search;
mod second_factors;
mod selections;
mod sessions;
mod settings;
mod user_messages;
mod verdicts;

pub use access::{
    AccessUserRecord, ApplicationRecord, ApplicationsOf, Colleague, EndingGrant, Given, GrantRecord,
    NewGrant, NewOrganisation, RecertificationRecord, RecertifiedGrant, Right, RoleHolder, RoleRecord,
    ToldRight,
};
pub use accounts::{AccountRecord, Attempt, NewAccount};
pub use calendar_feeds::{CalendarFeed, DueFollowUp, NewCalendarFeed};
pub use case_changes::{CaseWrite, UserOf};
pub use case_log::LoggedOperation;
pub use cases::{CaseListing, CaseRecord};
pub use casework::WorkedCase;
pub use contacts::ContactRecord;
pub use db::{Connection, OperationTransaction, Store};
pub use details::{DetailRecord, ReachedPerson};
pub use dialect::Database;
pub use error::StoreError;
pub use filter_tokens::{Kept, MOST_FILTERS};
pub use jobs::{
    ChangedCases, JobRecord, JobThatEnded, JobWork, LaterChanges, NewJob, Part, RowReport, TakenJob,
};
pub use letters::{LetterBatch, Recipient, TemplateRecord, TemplateText};
pub use lists::{
    ColumnSql, Identity, Listed, PageRead, People, Reader, RowsRead, Stored, Way, keyset_sql, list_sql,
};
pub use mails::{LastMail, MailChoice, MailOutcome, TakenMail, UnsentMail};
pub use measures::{MeasureRecord, SeenMeasure};
pub use notices::{NewNotice, NoticeRecord, Notices, Pupil};
pub use open::OpenMode;
pub use organisations::{NewStudyPath, NewUnit, StudyPathRecord, UnitRecord};
pub use passkeys::{NewPasskey, PasskeyChallenge, PasskeyRecord};
pub use past::PastCase;
pub use person_log::PersonLogEntry;
pub use plans::PlanRecord;
pub use population::{PersonRecord, PersonWrite};
pub use profiles::NewProfile;
pub use provider_sign_ins::AwaitedAnswer;
pub use pupils::{PlacementRecord, PlacementWrite};
pub use register::{Candidate, CandidateId, ClosedCase, Examined, LastJudged, OpenedCase, WhomToJudge};
pub use responsibility::Responsibility;
pub use runs::FinishedRun;
pub use scb_exports::{NewScbExport, ScbClosedPeriod, ScbEntryRecord, ScbExportRecord};
pub use scb_facts::ScbCase;
pub use search::{search_others_sql, search_sql};
pub use second_factors::{NewSecondFactor, SecondFactorRecord};
pub use selections::SelectionRecord;
pub use sessions::{CameFrom, HalfSession, OwnSession, SessionRecord};
pub use user_messages::{Content, Mark, NewUserMessage, UserMessageRecord};
pub use verdicts::{KeptPlan, PersonToJudge, PlannedRecord};
