//! Who it is, at a glance.

use domain::{case::view::CaseView, language::Named, product_page::ProductPage};
use leptos::prelude::*;

use crate::{
    component::{breadcrumb::breadcrumb, status::StatusPill},
    path,
    preference::language,
    words::CaseWords,
};

/// Breadcrumb, name, status, key facts.
pub fn view(case: &CaseView, list: &str) -> AnyView {
    let words = language();
    let row = &case.row;
    view! {
        {breadcrumb([(path::cases(list), ProductPage::Cases.name(words))])}
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
