//! The lists there are.

pub mod access_users;
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

use crate::civic_number::CivicNumber;

/// What a row about somebody is called: *Dahl, Viggo*. Of somebody whom the population register has not told of yet there is
/// nothing but the number.
fn listed(surname: &str, given_name: &str, number: &CivicNumber) -> String {
    match surname.is_empty() && given_name.is_empty() {
        true => number.to_string(),
        false => format!("{surname}, {given_name}"),
    }
}
