//! How many were registered each week.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

use crate::{
    component::{
        bar_chart::{Bar, BarChart},
        date_text::DateText,
        number::grouped,
    },
    preference::language,
    words::StartWords,
};

/// Bars per week, and the same as a table.
#[component]
pub fn Growth(
    /// The Monday and the count of each week, oldest first.
    weeks: Vec<(NaiveDate, u64)>,
) -> impl IntoView {
    let words = language();
    let total = weeks.iter().map(|(_, count)| count).sum();
    let top = weeks.iter().max_by_key(|(_, count)| count).copied();
    let summary = top.map(|(monday, count)| words.chart_summary(total, count, monday.iso_week().week()));
    let bars = weeks.iter().map(|(monday, count)| Bar { name: week_name(*monday), value: *count }).collect();
    let lines = weeks.iter().map(|(monday, count)| {
        view! {
            <tr>
                <th scope="row">{week_name(*monday)}</th>
                <td><DateText date=*monday/></td>
                <td class="number">{grouped(*count, words)}</td>
            </tr>
        }
        .into_any()
    });
    view! {
        <section class="card start-growth">
            <h2>{words.per_week()}</h2>
            <BarChart bars summary=summary.clone().unwrap_or_default()/>
            <p class="quiet small">{summary}</p>
            <details class="fold">
                <summary>{words.table_instead()}</summary>
                <div class="fold-scroll" tabindex="0" role="region" aria-label=words.per_week()>
                    <table class="plain-table">
                        <thead>
                            <tr>
                                <th scope="col">{words.week()}</th>
                                <th scope="col">{words.monday()}</th>
                                <th scope="col" class="number">{words.opened()}</th>
                            </tr>
                        </thead>
                        <tbody>{lines.collect_view()}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
    .into_any()
}

fn week_name(monday: NaiveDate) -> String {
    let week = monday.iso_week();
    format!("{} v{:02}", week.year(), week.week())
}
