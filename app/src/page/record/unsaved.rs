//! What a browser that runs scripts is told of a form which is not to be left unasked (`layout/leaving.rs`).

use domain::language::Language;
use leptos::attr::custom::{CustomAttr, custom_attribute};

use crate::words::DrawnWords;

/// The marks of such a form, to be spread on it: what is asked before it is left, and whether it holds from the start what
/// is not saved, as one that has come back does.
pub fn asks_before_leaving(
    is_unsaved: bool,
    words: Language,
) -> (CustomAttr<&'static str, &'static str>, CustomAttr<&'static str, Option<&'static str>>) {
    (
        custom_attribute("data-leave", DrawnWords::really_leave(words)),
        custom_attribute("data-unsaved", is_unsaved.then_some("")),
    )
}
