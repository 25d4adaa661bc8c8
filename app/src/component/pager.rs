//! Pages: the previous, the next.

use leptos::prelude::*;

use super::{icon::Icon, no_scroll::no_scroll};
use crate::{preference::language, words::CommonWords};

/// A step to another page: a link, or the same place without one at either end.
#[component]
pub fn PageStep(
    /// The address of the other page, or `None` at the end.
    target: Option<String>,
    /// Whether it leads forward.
    forward: bool,
) -> impl IntoView {
    let words = language();
    let (name, icon, rel) = match forward {
        true => (words.next(), "chevron-right", "next"),
        false => (words.previous(), "chevron-left", "prev"),
    };
    match target {
        Some(target) => view! {
            <a {..no_scroll()} class="page-step" href=target rel=rel aria-label=name>
                <Icon name=icon/>
            </a>
        }
        .into_any(),
        None => view! { <span class="page-step page-step-end" aria-hidden="true"><Icon name=icon/></span> }
            .into_any(),
    }
}
