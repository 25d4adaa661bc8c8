//! The alarms (requirement K20), each leading to the list of the cases that give it.

use domain::{
    alarm::{Alarm, AlarmDays},
    language::{Language, Named},
    list::url::to_query_string,
};
use leptos::prelude::*;

use crate::{
    component::{icon::Icon, number::grouped},
    path,
    words::StartWords,
};

/// What nobody does anything about unless somebody says so.
pub fn view(alarms: &[(Alarm, u64)], days: AlarmDays, words: Language) -> AnyView {
    let lines: Vec<_> = alarms.iter().map(|(alarm, count)| line(*alarm, *count, days, words)).collect();
    view! {
        <section class="card start-alarms" aria-labelledby="alarms">
            <h2 id="alarms">{words.alarms()}</h2>
            <ul class="plain-list">{lines}</ul>
        </section>
    }
    .into_any()
}

fn line(alarm: Alarm, count: u64, days: AlarmDays, words: Language) -> AnyView {
    let list = format!("{}{}", path::CASES, to_query_string(&alarm.query(days)).explicit_suffix(None));
    let when = match alarm {
        Alarm::Silence => words.silent_for(days.silence),
        Alarm::MeasureEnding => words.ends_within(days.ending),
        Alarm::MeasureWithoutOutcome => words.closed_too().to_owned(),
    };
    let advice = (count > 0).then(|| alarm.advice(words));
    let icon = if count > 0 { "triangle-alert" } else { "circle-check" };
    view! {
        <li class="start-alarm" class:start-alarm-well=count == 0>
            <span class="start-alarm-icon"><Icon name=icon/></span>
            <span class="start-alarm-count">{grouped(count, words)}</span>
            <span class="start-alarm-text">
                <a href=list>{alarm.name(words)}</a>
                <span class="quiet">" " {when} {advice.map(|advice| format!(" {advice}"))}</span>
            </span>
        </li>
    }
    .into_any()
}
