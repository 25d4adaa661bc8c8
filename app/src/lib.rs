//! The pages of Fyren.
#![recursion_limit = "256"]

use leptos::prelude::*;

/// The whole application.
#[component]
pub fn App() -> impl IntoView {
    view! { <p>"Fyren"</p> }
}
