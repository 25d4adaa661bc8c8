//! Keeping what the reader has chosen.

use std::time::Duration;

use super::{cookie, request, response};

/// The cookie of the language.
pub const LANGUAGE_COOKIE: &str = "__Host-fyren-language";
/// The cookie of the theme.
pub const THEME_COOKIE: &str = "__Host-fyren-theme";
/// The cookie of the menu.
pub const MENU_COOKIE: &str = "__Host-fyren-menu";
/// The cookie of a browser that runs scripts.
pub const SCRIPT_COOKIE: &str = "__Host-fyren-script";

const A_YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Keeps a choice, and leads a plain form back to the page it was made on. A script stays where it is.
pub fn keep(name: &str, value: &str, return_to: &str) {
    cookie::set(name, value, Some(A_YEAR));
    if request::accepts_html() {
        response::see_other(return_to);
    }
}
