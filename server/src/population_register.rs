//! The population register's own interface, REST version 3 (`formats.md` section 3).
//!
//! [`settings`] is what an installation says of it, [`client`] asks, [`answer`] reads what comes. Nothing of a person stands
//! in an error or in a log: not the question, not the answer, not what could not be read of it.

mod answer;
mod client;
mod settings;
#[cfg(test)]
mod tests;

pub use client::{Limits, PopulationRegister};
pub use settings::Settings;
