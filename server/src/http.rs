//! What stands between a request and the pages.

pub mod headers;
pub mod limits;
pub mod referer;
