//! What the browser asks of the server. Each function is a wrapper over the `service` crate, behind the session.

pub mod access;
pub mod access_roles;
pub mod application;
pub mod bulk;
pub mod calendar;
pub mod drawn;
pub mod encoding;
pub mod entry;
pub mod frame;
pub mod inbox;
pub mod letters;
pub mod list;
pub mod messages;
pub mod own;
pub mod person_log;
pub mod preference;
pub mod recertification;
pub mod record;
pub mod removal;
pub mod scb;
pub mod search;
pub mod session;
