//! The tabs of a case: links, so that each has its address and works without script.

use domain::{case::view::CaseView, language::Language};
use leptos::prelude::*;

use crate::{
    component::no_scroll::no_scroll,
    path::{CaseTab, case_tab, from_list},
    preference::language,
    words::CaseWords,
};

const fn count(tab: CaseTab, case: &CaseView) -> Option<usize> {
    match tab {
        CaseTab::Measures => Some(case.measures.len()),
        CaseTab::Addresses => Some(case.addresses.len() + case.contact_details.len()),
        CaseTab::PupilHistory => Some(case.placements.len()),
        CaseTab::Responsibility | CaseTab::Timeline => None,
    }
}

fn name(tab: CaseTab, words: Language) -> &'static str {
    match tab {
        CaseTab::Responsibility => words.tab_responsibility(),
        CaseTab::Measures => words.tab_measures(),
        CaseTab::Addresses => words.tab_addresses(),
        CaseTab::PupilHistory => words.tab_pupil_history(),
        CaseTab::Timeline => words.tab_timeline(),
    }
}

/// The tabs, the open one marked.
pub fn view(case: &CaseView, open: CaseTab, list: &str) -> AnyView {
    let words = language();
    let tabs = CaseTab::ALL.map(|tab| {
        let target = from_list(&case_tab(case.row.id, tab), list);
        let current = (tab == open).then_some("page");
        let count = count(tab, case).filter(|count| *count > 0);
        view! {
            <li>
                <a {..no_scroll()} class="tab" href=target aria-current=current>
                    {name(tab, words)}
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
