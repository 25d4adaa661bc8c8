//! Every text of the interface, by the part of it that says it. Names of statuses, reasons and the like stand with
//! their types in the `domain` crate.

#[cfg(feature = "ssr")]
pub mod answer;
#[cfg(feature = "ssr")]
pub mod bulk;
#[cfg(feature = "ssr")]
pub mod case;
pub mod common;
pub mod frame;
#[cfg(feature = "ssr")]
pub mod hits;
pub mod list;
pub mod profile;
pub mod search;
pub mod sign_in;
#[cfg(feature = "ssr")]
pub mod start;
#[cfg(feature = "ssr")]
pub mod timeline;

#[cfg(feature = "ssr")]
pub use answer::{AnswerWords, CountWords};
#[cfg(feature = "ssr")]
pub use bulk::BulkWords;
#[cfg(feature = "ssr")]
pub use case::CaseWords;
pub use common::CommonWords;
pub use frame::FrameWords;
#[cfg(feature = "ssr")]
pub use hits::HitWords;
pub use list::ListWords;
pub use profile::ProfileWords;
pub use search::SearchWords;
pub use sign_in::SignInWords;
#[cfg(feature = "ssr")]
pub use start::StartWords;
