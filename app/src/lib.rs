//! The pages of Fyren: what is drawn on the server, and comes alive in the browser.
//!
//! | module | what lives there |
//! |---|---|
//! | [`shell`], [`routes`], [`path`] | the document, which page answers where, how addresses are built |
//! | [`layout`], [`page`], [`component`] | the frame round each page, the pages, what they are made of |
//! | [`serverfn`] | what the browser asks of the server: thin wrappers over the `service` crate |
//! | [`error`], [`preference`], [`date`] | the one error that crosses the wire; language and theme; dates in words |
//! | [`i18n`], [`words`] | every text in both languages |
//! | `server` | what only the server does: cookies, redirects, who is signed in |
#![recursion_limit = "512"]

mod component;
mod date;
mod error;
mod i18n;
mod layout;
mod page;
pub mod path;
mod preference;
mod routes;
#[cfg(feature = "ssr")]
mod server;
mod serverfn;
mod shell;
mod words;

pub use error::AppError;
pub use routes::App;
#[cfg(feature = "ssr")]
pub use server::{
    access::import::Pasted,
    export::{ExportRequest, PastRequest, Refused},
    letters::{LettersRequest, Pager},
    person_log::PersonLogRequest,
    refusal::answer as answer_with_error,
    request::{language as language_of, origin as origin_of},
    scb::{ScbFile, ScbRequest},
    session::{provide, told as session_told},
};
pub use shell::shell;
