//! Dates, with words beside them where that helps.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::{date, preference::language, words::CommonWords};

/// A date.
#[component]
pub fn DateText(date: NaiveDate) -> impl IntoView {
    view! { <time class="date" datetime=date.to_string()>{date.to_string()}</time> }.into_any()
}

/// A date and how far it lies from today.
#[component]
pub fn NearDate(date: NaiveDate, today: NaiveDate) -> impl IntoView {
    let near = date::relative(date, today, language());
    view! {
        <span class="near-date">
            <DateText date/>
            {near.map(|near| view! { " " <span class="quiet">{near}</span> }.into_any())}
        </span>
    }
    .into_any()
}

/// A day by which something should be done: late ones are red and say so.
#[component]
pub fn DueDate(date: NaiveDate, today: NaiveDate) -> impl IntoView {
    let words = language();
    let near = date::relative(date, today, words);
    if date < today {
        view! {
            <span class="pill pill-late">
                <DateText date/>
                {format!(" · {}", words.late())}
            </span>
        }
        .into_any()
    } else if date == today {
        view! {
            <span class="pill pill-due">
                <DateText date/>
                {near.map(|near| format!(" · {near}"))}
            </span>
        }
        .into_any()
    } else {
        view! { <NearDate date today/> }.into_any()
    }
}
