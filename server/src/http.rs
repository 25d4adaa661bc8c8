//! What stands between a request and the pages.

pub mod client;
pub mod headers;
pub mod limits;
pub mod referer;
pub mod whole;
