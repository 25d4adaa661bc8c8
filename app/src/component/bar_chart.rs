//! Bars over time: a picture with a summary in words, and the numbers as a table.

use leptos::prelude::*;

const HEIGHT: f64 = 100.0;
const STEP: f64 = 20.0;
const BAR: f64 = 14.0;

/// A bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it stands for.
    pub name: String,
    /// How high it is.
    pub value: u64,
}

/// The picture. The table of the same numbers is the caller's, in its own words.
#[component]
pub fn BarChart(
    /// The bars from left to right.
    bars: Vec<Bar>,
    /// What the picture says, in a sentence.
    summary: String,
) -> impl IntoView {
    let highest = bars.iter().map(|bar| bar.value).max().unwrap_or_default().max(1);
    let width = STEP * bars.len() as f64;
    let first = bars.first().map(|bar| bar.name.clone());
    let last = bars.last().map(|bar| bar.name.clone());
    let drawn = bars.into_iter().enumerate().map(|(index, bar)| {
        let height = (bar.value as f64 / highest as f64 * HEIGHT).max(if bar.value > 0 { 2.0 } else { 0.0 });
        let class = if bar.value == highest { "bar bar-highest" } else { "bar" };
        view! {
            <rect
                class=class
                x=format!("{:.1}", index as f64 * STEP + (STEP - BAR) / 2.0)
                y=format!("{:.1}", HEIGHT - height)
                width=BAR.to_string()
                height=format!("{height:.1}")
                rx="2"
            >
                <title>{format!("{}: {}", bar.name, bar.value)}</title>
            </rect>
        }
        .into_any()
    });
    view! {
        <div class="chart">
            <span class="chart-scale" aria-hidden="true">{highest}</span>
            <svg
                class="chart-bars"
                viewBox=format!("0 0 {width} {HEIGHT}")
                preserveAspectRatio="none"
                role="img"
                aria-label=summary
            >
                <g>{drawn.collect_view()}</g>
            </svg>
            <span class="chart-ends" aria-hidden="true">
                <span>{first}</span>
                <span>{last}</span>
            </span>
        </div>
    }
    .into_any()
}
