//! Who it is, at a glance.

use domain::{case::view::CaseView, id::CaseId, language::Named, product_page::ProductPage};
use leptos::prelude::*;
use service::lists::Neighbours;

use crate::{
    component::{breadcrumb::breadcrumb, pager::PageStep, status::StatusPill},
    path::{self, CaseTab},
    preference::language,
    words::CaseWords,
};

/// Breadcrumb, the cases beside it, name, status, key facts.
pub fn view(case: &CaseView, tab: CaseTab, list: &str, beside: Neighbours) -> AnyView {
    let words = language();
    let row = &case.row;
    view! {
        <div class="page-way">
            {breadcrumb([(path::cases(list), ProductPage::Cases.name(words))])}
            {neighbours(beside, tab, list)}
        </div>
        <div class="case-head">
            <h1>
                {case.full_name.clone()}
                " "
                <StatusPill status=row.status/>
            </h1>
            <dl class="key-facts">
                <div>
                    <dt>{words.civic_number()}</dt>
                    <dd class="nowrap">{row.civic_number.to_string()}</dd>
                </div>
                {row.age.map(|age| view! {
                    <div>
                        <dt>{words.age()}</dt>
                        <dd>{words.years(age)}</dd>
                    </div>
                }.into_any())}
                <div>
                    <dt>{words.municipality()}</dt>
                    <dd>{row.municipality.name()}</dd>
                </div>
                <div>
                    <dt>{words.registered()}</dt>
                    <dd class="nowrap">{row.registered.to_string()}</dd>
                </div>
                {row.deregistered.map(|date| view! {
                    <div>
                        <dt>{words.deregistered()}</dt>
                        <dd class="nowrap">{date.to_string()}</dd>
                    </div>
                }.into_any())}
                <div>
                    <dt>{words.occupation()}</dt>
                    <dd>{row.occupation.name(words)}</dd>
                </div>
            </dl>
        </div>
    }
    .into_any()
}

/// The way to the cases next to it in the list that the reader came from, with the same tab open.
fn neighbours(beside: Neighbours, tab: CaseTab, list: &str) -> AnyView {
    let Neighbours { before, after } = beside;
    if before.is_none() && after.is_none() {
        return ().into_any();
    }
    let to = |row: Option<i64>| row.map(|row| path::from_list(&path::case_tab(CaseId(row), tab), list));
    view! {
        <nav class="neighbours" aria-label=language().in_the_list()>
            <PageStep target=to(before) forward=false/>
            <PageStep target=to(after) forward=true/>
        </nav>
    }
    .into_any()
}
