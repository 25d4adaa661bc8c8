//! The tabs of a case: links, so that each has its address and works without script.

use domain::{
    case::{tab::CaseTab, view::CaseView},
    language::Named,
};
use leptos::prelude::*;

use crate::{
    component::no_scroll::no_scroll,
    path::{case_tab, from_list},
    preference::language,
    words::CaseWords,
};

const fn count(tab: CaseTab, case: &CaseView) -> Option<usize> {
    match tab {
        CaseTab::Contacts => Some(case.contacts.len()),
        CaseTab::Measures => Some(case.measures.len()),
        CaseTab::Addresses => Some(case.addresses.len()),
        CaseTab::ContactDetails => Some(case.contact_details.len()),
        CaseTab::PupilHistory => Some(case.placements.len()),
        CaseTab::Plan => Some(case.plans.len()),
        CaseTab::Responsibility | CaseTab::Timeline | CaseTab::Log => None,
    }
}

/// The tabs, the open one marked.
pub fn view(case: &CaseView, open: CaseTab, list: &str) -> AnyView {
    let words = language();
    let tabs = CaseTab::ALL.iter().copied().map(|tab| {
        let target = from_list(&case_tab(case.row.id, tab), list);
        let current = (tab == open).then_some("page");
        let count = count(tab, case).filter(|count| *count > 0);
        view! {
            <li>
                <a {..no_scroll()} class="tab" href=target aria-current=current>
                    {tab.name(words)}
                    {count.map(|count| view! { " " <span class="count">{count}</span> }.into_any())}
                </a>
            </li>
        }
        .into_any()
    });
    view! {
        <nav class="tabs" aria-label=words.case_parts()>
            <ul>{tabs.collect_view()}</ul>
        </nav>
    }
    .into_any()
}
