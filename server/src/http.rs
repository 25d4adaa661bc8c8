//! What stands between a request and the pages, and what is answered with no page.

pub mod client;
pub mod export;
pub mod forms;
pub mod headers;
pub mod limits;
pub mod referer;
pub mod whole;
