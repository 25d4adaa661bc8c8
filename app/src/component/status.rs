//! The status of a case: a dot and its name, never the colour alone.

use domain::{case::CaseStatus, language::Named};
use leptos::prelude::*;

use crate::preference::language;

/// The pill of a status.
#[component]
pub fn StatusPill(status: CaseStatus) -> impl IntoView {
    view! { <span class=format!("pill pill-{}", status.code())>{status.name(language())}</span> }.into_any()
}
