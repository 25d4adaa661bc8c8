//! Events in order of time.

use chrono::NaiveDate;
use domain::case::view::{Event, TimelineEvent};
use leptos::prelude::*;

use super::date_text::NearDate;
use crate::{preference::language, words::timeline::told};

/// The events, latest first, as they are given.
#[component]
pub fn Timeline(events: Vec<TimelineEvent>, today: NaiveDate) -> impl IntoView {
    let items = events.into_iter().map(|TimelineEvent { date, event }| {
        let (title, detail) = told(&event, language());
        let when = if date > today { "timeline-item timeline-ahead" } else { "timeline-item" };
        view! {
            <li class=when data-kind=kind(&event)>
                <span class="timeline-date"><NearDate date today/></span>
                <span class="timeline-title">{title}</span>
                {(!detail.is_empty()).then(|| view! { <span class="timeline-detail">{detail}</span> }.into_any())}
            </li>
        }.into_any()
    });
    view! { <ol class="timeline">{items.collect_view()}</ol> }.into_any()
}

/// The part of life that the event belongs to, for the colour of its dot.
const fn kind(event: &Event) -> &'static str {
    match event {
        Event::Opened(..) | Event::Closed(..) => "case",
        Event::PlacementBegan(..) | Event::PlacementEnded(..) => "school",
        Event::MeasureBegan(..) | Event::MeasureEnded(..) => "measure",
        Event::Contacted(..) | Event::FollowUpDue(..) => "contact",
        Event::Moved(..) => "residence",
    }
}
