//! What only the server does for a page: reads the request, sets headers and cookies, finds out who is signed in.

pub mod bulk;
pub mod case;
pub mod cookie;
pub mod drawn;
pub mod export;
pub mod interrupted;
pub mod list;
pub mod policy;
pub mod preference;
pub mod refusal;
pub mod request;
pub mod response;
pub mod search;
pub mod session;
pub mod start;
