//! The lists there are.

pub mod cases;
pub mod follow_ups;
pub mod jobs;
pub mod log;
pub mod persons;
pub mod pupils;
pub mod runs;
pub mod study_paths;
pub mod units;
pub mod users;

#[cfg(test)]
mod tests;
