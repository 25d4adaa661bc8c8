//! Icons. They never carry meaning alone: the words stand beside them or on what holds them.

use leptos::prelude::*;

/// An icon of the sprite, by Lucide's name.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" focusable="false" width="18" height="18">
            <use_ href=format!("/pkg/icons.svg#{name}")></use_>
        </svg>
    }
    .into_any()
}
