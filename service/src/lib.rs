//! The use cases of Fyren: authorise, load, decide (in `domain`), save and journal in one transaction.
//!
//! Nobody else begins a transaction or writes the journal. What a user may see is the [`domain::access::Scope`] of the
//! role they act in; what the system itself does, it does under the system's.

pub mod case_changes;
pub mod case_update;
pub mod cases;
pub mod casework;
mod error;
pub mod export;
pub mod fields;
pub mod filter_token;
pub mod import;
pub mod installation;
pub mod interrupted;
pub mod jobs;
pub mod listing;
pub mod lists;
pub mod log;
pub mod overview;
mod password;
pub mod policies;
pub mod population_import;
pub mod profiles;
pub mod pupil_import;
pub mod rows;
pub mod search;
pub mod selection;
mod services;
pub mod session;
pub mod undo;
pub mod users;

pub use error::ServiceError;
pub use services::Services;
