//! What pages are made of.

mod as_drawn;
#[cfg(feature = "ssr")]
pub mod bar_chart;
#[cfg(feature = "ssr")]
pub mod breadcrumb;
pub mod contact_link;
pub mod date_text;
pub mod failure;
pub mod field_identity;
#[cfg(feature = "ssr")]
pub mod hits;
pub mod icon;
pub mod list;
pub mod no_scroll;
pub mod notice;
pub mod number;
pub mod pager;
#[cfg(feature = "ssr")]
pub mod pages;
pub mod return_to;
pub mod status;
#[cfg(feature = "ssr")]
pub mod textarea;
#[cfg(feature = "ssr")]
pub mod timeline;
