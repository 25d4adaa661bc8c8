//! *Tidslinje*: everything in order of time.

use domain::case::view::CaseView;
use leptos::prelude::*;

use super::with_case;
use crate::{
    component::{notice::Empty, timeline::Timeline},
    preference::language,
    words::CaseWords,
};

/// The tab.
#[component]
pub fn Tab() -> impl IntoView {
    with_case(|CaseView { timeline, today, .. }| {
        let words = language();
        view! {
            <section class="card facts-card">
                <h2>{words.tab_timeline()}</h2>
                {match timeline.is_empty() {
                    true => view! {
                        <Empty title=words.timeline_empty() text=words.timeline_empty_text() icon="history"/>
                    }
                    .into_any(),
                    false => view! { <Timeline events=timeline today/> }.into_any(),
                }}
            </section>
        }
        .into_any()
    })
}
