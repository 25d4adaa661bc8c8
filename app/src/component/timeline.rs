//! Events in order of time.

use chrono::NaiveDate;
use domain::case::view::{Event, TimelineEvent};
use leptos::prelude::*;

use super::date_text::{DueDate, NearDate};
use crate::{preference::language, words::timeline::told};

/// The events, latest first, as they are given.
#[component]
pub fn Timeline(events: Vec<TimelineEvent>, today: NaiveDate) -> impl IntoView {
    let items = events.into_iter().map(|TimelineEvent { date, event, elsewhere }| {
        let (title, detail) = told(&event, date > today, language());
        let elsewhere = elsewhere.map(|municipality| municipality.name().to_owned());
        let detail: Vec<String> = [Some(detail), elsewhere].into_iter().flatten().filter(|text| !text.is_empty()).collect();
        let detail = detail.join(", ");
        let when = if date > today { "timeline-item timeline-ahead" } else { "timeline-item" };
        view! {
            <li class=when data-kind=kind(&event)>
                <span class="timeline-date">{when_it_is(&event, date, today)}</span>
                <span class="timeline-title">{title}</span>
                {(!detail.is_empty()).then(|| view! { <span class="timeline-detail">{detail}</span> }.into_any())}
            </li>
        }.into_any()
    });
    view! { <ol class="timeline">{items.collect_view()}</ol> }.into_any()
}

/// The day; of what somebody is to do, also whether it is late.
fn when_it_is(event: &Event, date: NaiveDate, today: NaiveDate) -> AnyView {
    match event {
        Event::FollowUpDue(_) | Event::PlanEvaluationDue(_) => view! { <DueDate date today/> }.into_any(),
        _ => view! { <NearDate date today/> }.into_any(),
    }
}

/// The part of life that the event belongs to, for the colour of its dot.
const fn kind(event: &Event) -> &'static str {
    match event {
        Event::Opened(..) | Event::Closed(..) | Event::CaseworkerChanged(..) => "case",
        Event::PlacementBegan(..) | Event::PlacementEnded(..) => "school",
        Event::MeasureBegan(..) | Event::MeasureEnded(..) | Event::MeasureClosedWithCase(..) => "measure",
        Event::Contacted(..)
        | Event::FollowUpDue(..)
        | Event::FollowedUp(..)
        | Event::DetailChanged(..)
        | Event::PostalAddressChanged(..) => "contact",
        Event::PlanBegan(..) | Event::PlanEvaluationDue(..) | Event::PlanEvaluated(..) => "plan",
        Event::Moved(..) => "residence",
    }
}
