//! Where one is: the pages above, each a link.

use leptos::prelude::*;

use crate::{component::icon::Icon, preference::language, words::CaseWords};

/// The pages above this one, the nearest last, by address and name.
pub fn breadcrumb(above: impl IntoIterator<Item = (String, &'static str)>) -> AnyView {
    let links = above
        .into_iter()
        .map(|(address, name)| view! { <a href=address><Icon name="chevron-left"/>{name}</a> }.into_any());
    let links: Vec<_> = links.collect();
    view! { <nav class="breadcrumb" aria-label=language().you_are_here()>{links}</nav> }.into_any()
}
