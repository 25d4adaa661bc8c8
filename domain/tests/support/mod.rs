//! A readable way to write down a person, their cases and a policy, and what the run is expected to do about them.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod expected;
pub mod situation;

use chrono::NaiveDate;
use domain::civic_number::{CivicNumber, check_digit};

/// A day written as `2026-11-21`.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text} is no day"))
}

/// A number of the published series for tests, whose birth numbers are 238 and 239.
pub fn civic_number(birth: NaiveDate) -> CivicNumber {
    let eight = birth.format("%Y%m%d").to_string();
    let nine: [u8; 9] = format!("{}238", &eight[2..]).as_bytes().try_into().unwrap();
    CivicNumber::try_from(format!("{eight}-238{}", check_digit(&nine)).as_str()).unwrap()
}
