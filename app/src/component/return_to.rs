//! Where a posted form leads back to.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The page that the form stands on, or one that is named: what the server draws whole does not know where it stands.
#[component]
pub fn ReturnTo(#[prop(optional_no_strip)] named: Option<&'static str>) -> impl IntoView {
    if let Some(named) = named {
        return view! { <input type="hidden" name="return_to" value=named/> }.into_any();
    }
    let location = use_location();
    let target = move || {
        let search = location.search.get();
        let mark = if search.is_empty() || search.starts_with('?') { "" } else { "?" };
        format!("{}{mark}{search}", location.pathname.get())
    };
    view! { <input type="hidden" name="return_to" value=target/> }.into_any()
}
