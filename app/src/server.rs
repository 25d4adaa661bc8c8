//! What only the server does for a page: reads the request, sets headers and cookies, finds out who is signed in.

pub mod bulk;
pub mod case;
pub mod cookie;
pub mod drawn;
pub mod dry_run;
pub mod entry;
pub mod export;
pub mod follow_ups;
pub mod form;
pub mod inbox;
pub mod interrupted;
pub mod letters;
pub mod list;
pub mod own;
pub mod past;
pub mod policy;
pub mod preference;
pub mod record;
pub mod refusal;
pub mod removal;
pub mod request;
pub mod response;
pub mod search;
pub mod session;
pub mod standing;
pub mod start;
