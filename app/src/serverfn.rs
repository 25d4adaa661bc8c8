//! What the browser asks of the server. Each function is a wrapper over the `service` crate, behind the session.

pub mod bulk;
pub mod drawn;
pub mod encoding;
pub mod frame;
pub mod list;
pub mod preference;
pub mod search;
pub mod session;
