//! The ways in which follow-ups are shown, as tabs.

use domain::{
    language::{Language, Named},
    product_page::ProductPage,
};
use leptos::prelude::*;

use crate::{component::breadcrumb::breadcrumb, path, words::FollowUpWords};

/// The way back to the list, and the tabs, of which the one at an address is open.
pub fn view(open: &'static str, words: Language) -> AnyView {
    let ways = [
        (path::FOLLOW_UPS, words.list_way()),
        (path::AGENDA, words.agenda()),
        (path::CALENDAR, words.calendar()),
    ];
    let tab = |(address, name): (&'static str, &'static str)| {
        let current = (address == open).then_some("page");
        view! { <li><a class="tab" href=address aria-current=current>{name}</a></li> }.into_any()
    };
    view! {
        <div class="page-way">{breadcrumb([(path::FOLLOW_UPS.to_owned(), ProductPage::FollowUps.name(words))])}</div>
        <nav class="tabs" aria-label=words.ways()>
            <ul>{Vec::from(ways.map(tab))}</ul>
        </nav>
    }
    .into_any()
}
