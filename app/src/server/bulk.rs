//! What is done with many rows at once: choosing them, changing them, following the work, taking it back.

pub mod form;
pub mod job;
pub mod many;
pub mod select;
pub mod update;
