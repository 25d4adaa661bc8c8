//! Where a posted form leads back to.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The page that the form stands on.
#[component]
pub fn ReturnTo() -> impl IntoView {
    let location = use_location();
    let target = move || {
        let search = location.search.get();
        let mark = if search.is_empty() || search.starts_with('?') { "" } else { "?" };
        format!("{}{mark}{search}", location.pathname.get())
    };
    view! { <input type="hidden" name="return_to" value=target/> }.into_any()
}
