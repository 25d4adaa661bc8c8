//! The cards of numbers, each leading to the list of those it counts.

use chrono::NaiveDate;
use domain::overview::Overview;
use leptos::prelude::*;

use crate::{
    component::{number::grouped, status::StatusPill},
    page::cases::selection,
    preference::language,
    words::StartWords,
};

/// What waits, and what is open.
#[component]
pub fn Numbers(overview: Overview, today: NaiveDate) -> impl IntoView {
    let words = language();
    let Overview {
        open_by_status, follow_ups_due: (due, overdue), new_last_week, without_caseworker, ..
    } = overview;
    let open: u64 = open_by_status.iter().map(|(_, count)| count).sum();
    let overdue_note = match overdue {
        0 => view! { <span class="quiet">{words.none_overdue()}</span> }.into_any(),
        _ => view! { <a class="pill pill-late" href=selection::overdue()>{words.overdue(&grouped(overdue, words))}</a> }
            .into_any(),
    };
    let without_note = match without_caseworker {
        0 => words.all_have_one(),
        _ => words.to_assign(),
    };
    let statuses = open_by_status.into_iter().map(|(status, count)| {
        view! {
            <li>
                <a class="status-count" href=selection::with_status(status)>
                    <StatusPill status/>
                    <span class="status-count-number">{grouped(count, words)}</span>
                </a>
            </li>
        }
        .into_any()
    });
    view! {
        <div class="numbers">
            <section class="card number-card">
                <h2 class="number-name"><a href=selection::follow_ups_today()>{words.follow_ups()}</a></h2>
                <p class="number-value">{grouped(due, words)}</p>
                <p class="number-note">{overdue_note}</p>
            </section>
            <section class="card number-card">
                <h2 class="number-name"><a href=selection::registered_last_week(today)>{words.new_last_week()}</a></h2>
                <p class="number-value">{grouped(new_last_week, words)}</p>
                <p class="number-note quiet">{words.since_a_week()}</p>
            </section>
            <section class="card number-card">
                <h2 class="number-name"><a href=selection::without_caseworker()>{words.without_caseworker()}</a></h2>
                <p class="number-value">{grouped(without_caseworker, words)}</p>
                <p class="number-note quiet">{without_note}</p>
            </section>
            <section class="card number-card number-card-wide">
                <h2 class="number-name"><a href=selection::open()>{words.open_cases()}</a></h2>
                <p class="number-value">{grouped(open, words)}</p>
                <ul class="status-counts" aria-label=words.by_status()>{statuses.collect_view()}</ul>
            </section>
        </div>
    }
    .into_any()
}
