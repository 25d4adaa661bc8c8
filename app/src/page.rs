//! The pages, one module each.

#[cfg(feature = "ssr")]
pub mod case;
pub mod cases;
pub mod drawn;
pub mod follow_ups;
#[cfg(feature = "ssr")]
pub mod job;
pub mod jobs;
pub mod log;
pub mod not_found;
pub mod persons;
pub mod pupils;
pub mod runs;
pub mod search;
pub mod sign_in;
#[cfg(feature = "ssr")]
pub mod start;
pub mod study_paths;
#[cfg(feature = "ssr")]
pub mod undo;
pub mod units;
pub mod users;
