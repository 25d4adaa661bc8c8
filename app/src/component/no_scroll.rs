//! Links that change what is shown without moving the reader.

use leptos::attr::custom::{CustomAttr, custom_attribute};

/// The mark by which the router stays where the page is scrolled to. To be spread on a link.
pub fn no_scroll() -> CustomAttr<&'static str, &'static str> {
    custom_attribute("noscroll", "")
}
