//! The pages, one module each.

pub mod case;
pub mod cases;
pub mod log;
pub mod not_found;
pub mod search;
pub mod sign_in;
pub mod start;
