//! *Åtgärder*: those of the person that the municipality sees, of which its own can be changed.

use chrono::NaiveDate;
use domain::{
    case::view::{CaseView, MeasureView},
    language::{Message, Named},
    measure::{incomplete::Incomplete, state::MeasureState},
};
use leptos::prelude::*;

use crate::{
    component::{date_text::DateText, icon::Icon, notice::Empty},
    path::record::RecordAddress,
    preference::language,
    words::{CaseWords, RecordWords},
};

use super::Steps;

/// The tab.
pub fn view(case: &CaseView, steps: Steps<'_>) -> AnyView {
    let words = language();
    let card = |measure: &MeasureView| {
        let is_own = measure.municipality == case.row.municipality;
        let record = RecordAddress::Measure(Some(measure.id));
        let of = format!("{} {}", measure.kind.name(words), measure.period.start);
        let change = is_own.then(|| steps.change(case, record, words.change_or_end(), &of)).flatten();
        let missing = measure.incomplete(case.today).filter(|_| is_own);
        measure_card(measure.clone(), case.today, missing, change)
    };
    view! {
        <h2 class="visually-hidden">{words.tab_measures()}</h2>
        {match case.measures.is_empty() {
            true => view! {
                <section class="card">
                    <Empty title=words.measures_empty() text=words.measures_empty_text() icon="briefcase"/>
                </section>
            }
            .into_any(),
            false => case.measures.iter().map(card).collect_view().into_any(),
        }}
    }
    .into_any()
}

fn measure_card(
    measure: MeasureView,
    today: NaiveDate,
    missing: Option<Incomplete>,
    change: Option<AnyView>,
) -> AnyView {
    let words = language();
    let period = measure.period;
    let state = measure.state(today);
    let class = match state {
        MeasureState::Planned => "pill pill-measure-planned",
        MeasureState::Ongoing => "pill pill-measure-ongoing",
        MeasureState::Ended => "pill pill-ended",
    };
    let end = match period.end {
        Some(date) => view! { <DateText date/> }.into_any(),
        None => words.until_further_notice().into_any(),
    };
    view! {
        <article class="card facts-card measure">
            <header class="measure-head">
                <h3>{measure.kind.name(words)}</h3>
                <span class=class>{state.name(words)}</span>
            </header>
            <p class="measure-period"><DateText date=period.start/> " – " {end}</p>
            {missing.map(|missing| view! {
                <div class="notice measure-missing"><Icon name="triangle-alert"/> <p>{missing.message(words)}</p></div>
            }.into_any())}
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
            {change}
        </article>
    }
    .into_any()
}
