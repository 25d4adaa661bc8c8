//! *Tidslinje*: everything in order of time.

use domain::case::view::CaseView;
use leptos::prelude::*;

use crate::{
    component::{notice::Empty, timeline::Timeline},
    preference::language,
    words::CaseWords,
};

/// The tab.
pub fn view(case: &CaseView) -> AnyView {
    let words = language();
    view! {
        <section class="card facts-card">
            <h2>{words.tab_timeline()}</h2>
            {match case.timeline.is_empty() {
                true => view! {
                    <Empty title=words.timeline_empty() text=words.timeline_empty_text() icon="history"/>
                }
                .into_any(),
                false => view! { <Timeline events=case.timeline.clone() today=case.today/> }.into_any(),
            }}
        </section>
    }
    .into_any()
}
