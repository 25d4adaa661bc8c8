//! *Aktivitetsansvaret*: the case and the person, fact by fact.

use domain::{
    case::view::{CaseView, OtherCase},
    language::Named,
};
use leptos::prelude::*;

use crate::{
    component::{
        date_text::{DateText, DueDate, NearDate},
        icon::Icon,
    },
    path::{self, record::RecordAddress},
    preference::language,
    words::{CaseWords, RecordWords, RemovalWords},
};

use super::Steps;

/// The tab.
pub fn view(case: &CaseView, steps: Steps<'_>) -> AnyView {
    let words = language();
    let others = (!case.other_cases.is_empty()).then(|| other_cases(&case.other_cases, steps.list));
    let change = steps.to(case, RecordAddress::Responsibility).map(|target| {
        view! { <p class="tab-tools"><a class="ds-button" href=target><Icon name="pencil"/> {words.change()}</a></p> }
    });
    view! {
        {change}
        <TheCase case=case.clone()/>
        <ThePerson case=case.clone()/>
        {others}
        {removal(case, steps)}
    }
    .into_any()
}

/// The way to where a closed case is deleted, for whoever may.
fn removal(case: &CaseView, steps: Steps<'_>) -> Option<AnyView> {
    case.row.deregistered.filter(|_| steps.may_delete)?;
    let target = path::from_list(&path::remove_case(case.row.id), steps.list);
    let name = language().remove_case();
    Some(view! { <p class="tab-tools case-removal"><a class="record-change" href=target><Icon name="trash-2"/> {name}</a></p> }.into_any())
}

/// A name and what it is, or a dash.
#[component]
fn Fact(name: &'static str, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <dt>{name}</dt>
        <dd>{children.map_or_else(|| language().none().into_any(), |children| children())}</dd>
    }
    .into_any()
}

#[component]
fn TheCase(case: CaseView) -> impl IntoView {
    let words = language();
    let CaseView { row, today, origin, other_schooling_until, notes, .. } = case;
    let dash = move || words.none().into_any();
    view! {
        <section class="card facts-card">
            <h2>{words.the_case()}</h2>
            <dl class="facts">
                <Fact name=words.registered()>
                    <NearDate date=row.registered today/>
                </Fact>
                <Fact name=words.origin()>{origin.name(words)}</Fact>
                {row.deregistered.map(|date| view! {
                    <Fact name=words.deregistered()><DateText date/></Fact>
                }.into_any())}
                {row.reason.map(|reason| view! {
                    <Fact name=words.deregistration_reason()>{reason.name(words)}</Fact>
                }.into_any())}
                <Fact name=words.occupation()>{row.occupation.name(words)}</Fact>
                <Fact name=words.caseworker()>{row.caseworker.unwrap_or_else(|| words.nobody().to_owned())}</Fact>
                <Fact name=words.latest_contact()>
                    {row.latest_contact.map_or_else(dash, |date| view! { <NearDate date today/> }.into_any())}
                </Fact>
                <Fact name=words.next_follow_up()>
                    {row.next_follow_up.map_or_else(dash, |date| view! { <DueDate date today/> }.into_any())}
                </Fact>
                {other_schooling_until.map(|date| view! {
                    <Fact name=words.other_schooling()><NearDate date today/></Fact>
                }.into_any())}
                {row.living_outside.map(|living| view! {
                    <Fact name=words.living_outside()>{living.name(words)}</Fact>
                }.into_any())}
            </dl>
            {(!notes.is_empty()).then(|| view! {
                <h3 class="notes-title">{words.notes()}</h3>
                <p class="notes">{notes}</p>
            }.into_any())}
        </section>
    }
    .into_any()
}

#[component]
fn ThePerson(case: CaseView) -> impl IntoView {
    let words = language();
    let CaseView { row, given_names, diplomas, has_left, residence, deregistration, .. } = case;
    let nowhere = if has_left { words.has_left() } else { words.none() };
    let residence = residence.map_or_else(
        || nowhere.into_any(),
        |stay| {
            let since = stay.since.map(|date| format!(" {}", words.since(&date.to_string())));
            view! { {stay.municipality.name()} {since} }.into_any()
        },
    );
    let ended = deregistration.map(|(code, date)| {
        let date = date.map(|date| format!(" {date}")).unwrap_or_default();
        view! { <Fact name=words.deregistered()>{format!("{}{date}", code.name(words))}</Fact> }.into_any()
    });
    let diplomas = match diplomas.is_empty() {
        true => words.none().into_any(),
        false => {
            let marks = diplomas.into_iter().map(|mark| {
                view! { <li>{mark.kind.name(words)} <span class="quiet">{format!(" · {}", mark.source.name(words))}</span></li> }.into_any()
            });
            view! { <ul class="plain-list">{marks.collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <section class="card facts-card">
            <h2>{words.the_person()}</h2>
            <dl class="facts">
                <Fact name=words.civic_number()>{row.civic_number.to_string()}</Fact>
                <Fact name=words.given_names()>{given_names}</Fact>
                <Fact name=words.surname()>{row.surname}</Fact>
                <Fact name=words.residence()>{residence}</Fact>
                {ended}
                <Fact name=words.diploma()>{diplomas}</Fact>
            </dl>
        </section>
    }
    .into_any()
}

fn other_cases(cases: &[OtherCase], list: &str) -> AnyView {
    let words = language();
    let items = cases.iter().map(|case| {
        let until = case.deregistered.map_or_else(|| words.ongoing().to_lowercase(), |date| date.to_string());
        let reason = case.reason.map(|reason| format!(" · {}", reason.name(words)));
        view! {
            <li>
                <a href=path::from_list(&path::case(case.id), list)>{format!("{} {} – {until}", case.municipality.name(), case.registered)}</a>
                <span class="quiet">{reason}</span>
            </li>
        }
    });
    view! {
        <section class="card facts-card">
            <h2>{words.other_cases()}</h2>
            <ul class="plain-list">{items.collect_view()}</ul>
        </section>
    }
    .into_any()
}
