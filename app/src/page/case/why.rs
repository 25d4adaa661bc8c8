//! Why the person is in the register, or no longer: rule by rule, with the fact that decided it and the law behind it.

use domain::{
    case::view::CaseView,
    coverage::{Explanation, Verdict},
    language::{Language, Message, Named},
};
use leptos::prelude::*;

use crate::{component::icon::Icon, preference::language, words::CaseWords};

/// What is shown first, and what is folded below it because it differs.
struct Shown {
    first: Option<Explanation>,
    folded: Option<(&'static str, Explanation)>,
    contradicts: bool,
}

/// An open case is explained as of today; what was thought when it was opened is folded below where that differs. A
/// closed case is explained as when it was closed.
fn shown(case: &CaseView, words: Language) -> Shown {
    let differs = |one: &Explanation, other: &Explanation| one.verdicts != other.verdicts;
    let (today, opened, closed) = (&case.assessed_today, &case.opened_because, &case.closed_because);
    let opened = opened.clone().map(|opened| (words.when_opened(), opened));
    if case.row.deregistered.is_some() {
        let first = closed.clone().or_else(|| today.clone());
        return Shown { first, folded: opened, contradicts: false };
    }
    match today {
        Some(today) => {
            let folded = opened.filter(|(_, opened)| differs(today, opened));
            Shown { first: Some(today.clone()), folded, contradicts: false }
        }
        None => Shown { first: opened.map(|(_, opened)| opened), folded: None, contradicts: true },
    }
}

/// The card of the explanation.
pub fn view(case: &CaseView) -> AnyView {
    let words = language();
    let title = match case.row.deregistered {
        Some(_) => words.why_closed().to_owned(),
        None if case.calling_name.is_empty() => words.why_nameless().to_owned(),
        None => words.why(&case.calling_name),
    };
    let Shown { first, folded, contradicts } = shown(case, words);
    let reason =
        case.row.reason.map(|reason| view! { <p class="why-reason">{reason.name(words)}</p> }.into_any());
    view! {
        <section class="card why">
            <h2>{title}</h2>
            {reason}
            {contradicts.then(|| view! {
                <p class="why-warning">
                    <Icon name="triangle-alert"/>
                    {words.not_assessed()}
                </p>
            }.into_any())}
            {first.map(|explanation| view! { <Rules explanation/> }.into_any())}
            {folded.map(|(title, explanation)| view! {
                <details class="fold why-earlier">
                    <summary>{title}</summary>
                    <Rules explanation/>
                </details>
            }.into_any())}
        </section>
    }
    .into_any()
}

#[component]
fn Rules(explanation: Explanation) -> impl IntoView {
    rules(explanation)
}

/// An explanation, rule by rule.
pub fn rules(explanation: Explanation) -> AnyView {
    let words = language();
    let Explanation { date, rule_set, verdicts, other_schooling_ended } = explanation;
    view! {
        {other_schooling_ended.map(|date| {
            view! { <p class="why-decided">{words.other_schooling_ended(&date.to_string())}</p> }.into_any()
        })}
        <ul class="why-rules">{verdicts.into_iter().map(|verdict| view! { <Rule verdict/> }.into_any()).collect_view()}</ul>
        <p class="why-note">
            {words.assessed_on(&date.to_string())}
            " · "
            {rule_set.name(words)}
        </p>
    }
    .into_any()
}

#[component]
fn Rule(verdict: Verdict) -> impl IntoView {
    let words = language();
    let Verdict { rule, holds, fact } = verdict;
    let (class, icon, text) = match holds {
        true => ("why-rule why-holds", "circle-check", words.holds()),
        false => ("why-rule why-fails", "circle-x", words.fails()),
    };
    view! {
        <li class=class>
            <span class="why-mark">
                <Icon name=icon/>
                <span class="visually-hidden">{text} ": "</span>
            </span>
            <div>
                <strong class="why-name">{rule.name(words)}</strong>
                <p class="why-fact">{with_whole_dates(&fact.message(words))}</p>
                <p class="why-law">
                    <span class="visually-hidden">{words.law()} ": "</span>
                    {rule.law(words)}
                </p>
            </div>
        </li>
    }
    .into_any()
}

/// The sentence, its dates kept on one line each.
fn with_whole_dates(sentence: &str) -> AnyView {
    let words = sentence.split_inclusive(' ').map(|word| {
        let is_date = word.get(..10).is_some_and(|start| start.parse::<chrono::NaiveDate>().is_ok());
        match is_date {
            true => view! { <span class="nowrap">{word.to_owned()}</span> }.into_any(),
            false => word.to_owned().into_any(),
        }
    });
    words.collect_view().into_any()
}
