//! The use cases of Fyren: authorise, load, decide (in `domain`), save and journal in one transaction.
//!
//! Nobody else begins a transaction or writes the journal. What a user may see is the [`domain::access::Scope`] of the
//! role they act in; what the system itself does, it does under the system's.

pub mod access_import;
pub mod access_report;
pub mod access_roles;
pub mod access_users;
pub mod alarms;
pub mod anchor;
pub mod calendar;
pub mod case_changes;
pub mod case_log;
pub mod case_update;
pub mod cases;
pub mod casework;
pub mod contacts;
pub mod details;
pub mod dry_run;
pub mod entry;
mod error;
pub mod export;
pub mod fields;
pub mod filter_token;
pub mod follow_ups;
pub mod hand_over;
pub mod import;
pub mod installation;
pub mod interrupted;
pub mod jobs;
pub mod letters;
pub mod listing;
pub mod lists;
pub mod log;
pub mod measures;
pub mod note_guard;
pub mod notices;
pub mod organisations;
pub mod overview;
pub mod own_account;
pub mod password;
pub mod past;
pub mod person_log;
pub mod plans;
pub mod policies;
pub mod population_import;
pub mod population_source;
pub mod profiles;
pub mod pupil_import;
pub mod removal;
pub mod responsibility;
pub mod rows;
pub mod saving;
pub mod sealing;
pub mod search;
pub mod second_factor;
pub mod selection;
mod services;
pub mod session;
pub mod standing;
mod telling;
mod turn;
pub mod unanswered;
pub mod undo;
pub mod users;

pub use error::ServiceError;
pub use services::Services;
