//! Who it is, at a glance.

use std::sync::Arc;

use domain::{case::view::CaseView, language::Named};
use leptos::prelude::*;

use super::list_of_the_reader;
use crate::{
    component::{icon::Icon, status::StatusPill},
    path,
    preference::language,
    words::{CaseWords, FrameWords},
};

/// Breadcrumb, name, status, key facts.
#[component]
pub fn CaseHeader(case: Arc<CaseView>) -> impl IntoView {
    let words = language();
    let back = path::cases(&list_of_the_reader());
    let row = &case.row;
    view! {
        <nav class="breadcrumb" aria-label=words.you_are_here()>
            <a href=back>
                <Icon name="chevron-left"/>
                {words.cases()}
            </a>
        </nav>
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
                    <dt>{crate::words::CommonWords::municipality(words)}</dt>
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
