//! The lighthouse.

use leptos::prelude::*;

use crate::path;

/// The mark and the name, leading to the start page.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <a class="brand" href=path::START>
            <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                <path class="brand-tower" d="M12 30 13.5 14h5L20 30z"></path>
                <path class="brand-lamp" d="M12.5 13h7V9l-3.5-4-3.5 4z"></path>
                <path class="brand-beam" d="M2 7l9 3v2L2 13zM30 7l-9 3v2l9 1z"></path>
            </svg>
            <span class="brand-name">"Fyren"</span>
        </a>
    }
    .into_any()
}
