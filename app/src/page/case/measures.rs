//! *Åtgärder*, to read.

use chrono::NaiveDate;
use domain::{
    case::view::{CaseView, MeasureView},
    language::Named,
};
use leptos::prelude::*;

use crate::{
    component::{date_text::DateText, notice::Empty},
    preference::language,
    words::CaseWords,
};

/// The tab.
pub fn view(case: &CaseView) -> AnyView {
    let words = language();
    let measures = case.measures.iter().cloned();
    view! {
        <h2 class="visually-hidden">{words.tab_measures()}</h2>
        {match case.measures.is_empty() {
            true => view! {
                <section class="card">
                    <Empty title=words.measures_empty() text=words.measures_empty_text() icon="briefcase"/>
                </section>
            }
            .into_any(),
            false => measures.map(|measure| view! { <Measure measure today=case.today/> }).collect_view().into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Measure(measure: MeasureView, today: NaiveDate) -> impl IntoView {
    let words = language();
    let period = measure.period;
    let (class, state) = match measure.outcome {
        None if period.start > today => ("pill pill-measure-planned", words.planned()),
        None if period.contains(today) => ("pill pill-measure-ongoing", words.ongoing()),
        _ => ("pill pill-ended", words.ended()),
    };
    let end = match period.end {
        Some(date) => view! { <DateText date/> }.into_any(),
        None => words.until_further_notice().into_any(),
    };
    view! {
        <article class="card facts-card measure">
            <header class="measure-head">
                <h3>{measure.kind.name(words)}</h3>
                <span class=class>{state}</span>
            </header>
            <p class="measure-period"><DateText date=period.start/> " – " {end}</p>
            <dl class="facts">
                <dt>{words.occupation_before()}</dt>
                <dd>{measure.occupation_before.name(words)}</dd>
                {measure.occupation_after.map(|after| view! {
                    <dt>{words.occupation_after()}</dt>
                    <dd>{after.name(words)}</dd>
                }.into_any())}
                {measure.outcome.map(|outcome| view! {
                    <dt>{words.outcome()}</dt>
                    <dd>{outcome.name(words)}</dd>
                }.into_any())}
                <dt>{words.municipality()}</dt>
                <dd>{measure.municipality.name()}</dd>
                <dt>{words.created()}</dt>
                <dd>{measure.created}</dd>
                {(!measure.changed.is_empty()).then(|| view! {
                    <dt>{words.changed()}</dt>
                    <dd>{measure.changed}</dd>
                }.into_any())}
            </dl>
            {measure.closed_with_case.map(|date| view! {
                <p class="quiet">{words.closed_with_case(&date.to_string())}</p>
            }.into_any())}
            {(!measure.notes.is_empty()).then(|| view! { <p class="notes">{measure.notes}</p> }.into_any())}
        </article>
    }
    .into_any()
}
