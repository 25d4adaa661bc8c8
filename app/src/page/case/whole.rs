//! All of a case on one page, so that it can be printed: what the tabs hold, one below the other, but for the log.

use domain::{
    case::{tab::CaseTab, view::CaseView},
    language::Named,
    product_page::ProductPage,
};
use leptos::prelude::*;

use super::{Steps, header, open_tab, why};
use crate::{
    component::{breadcrumb::breadcrumb, status::StatusPill},
    path,
    preference::language,
    words::CaseWords,
};

/// The page. `printed` says when it is printed, and by whom.
pub fn view(case: &CaseView, list: &str, printed: String) -> AnyView {
    let words = language();
    // Nothing is changed on paper.
    let steps = Steps { list, may_edit: false, may_delete: false, contact: None };
    let tabs = CaseTab::ALL.iter().copied().filter(|tab| *tab != CaseTab::Log);
    let parts: Vec<_> = tabs
        .map(|tab| {
            let part = open_tab(case, tab, steps, None);
            view! { <div class="case-part" data-part=tab.code()>{part}</div> }.into_any()
        })
        .collect();
    view! {
        {breadcrumb([
            (path::cases(list), ProductPage::Cases.name(words)),
            (path::from_list(&path::case(case.row.id), list), words.the_case()),
        ])}
        <div class="case-head">
            <div class="case-title">
                <h1>{case.called(words)} " " <StatusPill status=case.row.status/></h1>
                <div class="case-actions">{header::print_button("primary", words)}</div>
            </div>
            <p class="page-intro no-print">{words.whole_case()} ". " {words.whole_case_text()}</p>
            {header::facts(case, words)}
        </div>
        <p class="print-only case-printed">{printed}</p>
        <div class="case-whole">
            {parts}
            {why::view(case)}
        </div>
    }
    .into_any()
}
