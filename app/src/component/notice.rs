//! What is said of a page as a whole: that there is nothing to show, why, and the way out; or what has just been done.

use leptos::prelude::*;

use super::icon::Icon;

/// Says why there is nothing here; the children offer the way out.
#[component]
pub fn Empty(
    /// What is missing.
    title: &'static str,
    /// Why, and what to do.
    text: &'static str,
    /// The icon.
    #[prop(default = "info")]
    icon: &'static str,
    /// The way out, if there is one.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="state">
            <span class="state-icon"><Icon name=icon/></span>
            <p class="state-title">{title}</p>
            <p class="state-text">{text}</p>
            {children.map(|children| view! { <div class="state-actions">{children()}</div> }.into_any())}
        </div>
    }
    .into_any()
}

/// What has just been done.
#[cfg(feature = "ssr")]
pub fn good(told: Vec<String>) -> Option<AnyView> {
    let told: Vec<_> = told.into_iter().map(|line| view! { <p>{line}</p> }.into_any()).collect();
    (!told.is_empty()).then(|| {
        view! { <div class="notice notice-good"><Icon name="circle-check"/> <div>{told}</div></div> }
            .into_any()
    })
}
