//! The latest run of each municipality, and its outcome.

use domain::overview::LastRun;
use leptos::prelude::*;

use crate::{
    component::{date_text::DateText, icon::Icon, notice::Empty, number::grouped},
    page::cases::selection,
    preference::language,
    words::StartWords,
};

/// One run as a card, several as a table.
#[component]
pub fn Runs(runs: Vec<LastRun>) -> impl IntoView {
    let words = language();
    let title = if runs.len() > 1 { words.latest_runs() } else { words.latest_run() };
    let content = match runs.len() {
        0 => view! { <Empty title=words.no_run() text=words.no_run_text() icon="history"/> }.into_any(),
        1 => runs.into_iter().map(|run| view! { <Run run/> }.into_any()).collect_view().into_any(),
        _ => view! { <Table runs/> }.into_any(),
    };
    view! {
        <section class="card start-runs">
            <h2>{title}</h2>
            {content}
        </section>
    }
    .into_any()
}

#[component]
fn Outcome(succeeded: bool) -> impl IntoView {
    let words = language();
    let (class, icon, text) = match succeeded {
        true => ("outcome outcome-good", "circle-check", words.run_ok()),
        false => ("outcome outcome-bad", "circle-x", words.run_failed()),
    };
    view! {
        <span class=class>
            <Icon name=icon/>
            {text}
        </span>
    }
    .into_any()
}

#[component]
fn Run(run: LastRun) -> impl IntoView {
    let words = language();
    view! {
        <dl class="facts">
            <dt>{words.municipality()}</dt>
            <dd>{run.municipality.name()}</dd>
            <dt>{words.finished()}</dt>
            <dd>
                {run.finished.clone()}
                " "
                <Outcome succeeded=run.succeeded/>
            </dd>
            <dt>{words.business_date()}</dt>
            <dd><DateText date=run.date/></dd>
            <dt>{words.examined()}</dt>
            <dd>{grouped(run.examined, words)}</dd>
            <dt>{words.opened()}</dt>
            <dd><a href=selection::registered_on(run.date) title=StartWords::by_hand_too(words)>{grouped(run.opened, words)}</a></dd>
            <dt>{words.closed()}</dt>
            <dd><a href=selection::deregistered_on(run.date)>{grouped(run.closed, words)}</a></dd>
            <dt>{words.errors()}</dt>
            <dd>{grouped(run.errors, words)}</dd>
        </dl>
    }
    .into_any()
}

#[component]
fn Table(runs: Vec<LastRun>) -> impl IntoView {
    let words = language();
    let lines = runs.into_iter().map(|run| {
        view! {
            <tr role="row">
                <th role="rowheader" scope="row" data-label=words.municipality()>{run.municipality.name()}</th>
                <td role="cell" data-label=words.finished()><Outcome succeeded=run.succeeded/> <span class="quiet small">{run.finished}</span></td>
                <td role="cell" class="number" data-label=words.examined()>{grouped(run.examined, words)}</td>
                <td role="cell" class="number" data-label=words.opened()>
                    <a href=selection::registered_in_on(run.municipality, run.date) title=StartWords::by_hand_too(words)>{grouped(run.opened, words)}</a>
                </td>
                <td role="cell" class="number" data-label=words.closed()>
                    <a href=selection::deregistered_in_on(run.municipality, run.date)>{grouped(run.closed, words)}</a>
                </td>
                <td role="cell" class="number" data-label=words.errors()>{grouped(run.errors, words)}</td>
            </tr>
        }.into_any()
    });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=words.latest_runs()>
            <table class="plain-table stacks" role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{words.municipality()}</th>
                        <th role="columnheader" scope="col">{words.finished()}</th>
                        <th role="columnheader" scope="col" class="number">{words.examined()}</th>
                        <th role="columnheader" scope="col" class="number">{words.opened()}</th>
                        <th role="columnheader" scope="col" class="number">{words.closed()}</th>
                        <th role="columnheader" scope="col" class="number">{words.errors()}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{lines.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
