//! The lists there are.

pub mod cases;
