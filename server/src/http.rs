//! What stands between a request and the pages, and what is answered with no page.

pub mod calendar;
pub mod client;
pub mod export;
pub mod forms;
pub mod headers;
pub mod letters;
pub mod limits;
pub mod person_log;
pub mod places;
pub mod referer;
pub mod refused;
pub mod scb;
pub mod whole;
