//! Who it is, at a glance.

use domain::{
    case::{tab::CaseTab, view::CaseView},
    contact::ContactDetailKind,
    id::CaseId,
    language::{Language, Named},
    product_page::ProductPage,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::lists::Neighbours;

use crate::{
    component::{
        breadcrumb::breadcrumb, contact_link::ContactLink, date_text::DueDate, icon::Icon, number::grouped,
        pager::PageStep, status::StatusPill,
    },
    path::{self, record::RecordAddress},
    preference::language,
    serverfn::bulk::SelectRows,
    words::{CaseWords, LetterWords, RecordWords},
};

use super::Steps;

/// Breadcrumb, the cases beside it, name, status, key facts, and what is done most.
pub fn view(case: &CaseView, tab: CaseTab, beside: Neighbours, steps: Steps<'_>) -> AnyView {
    let words = language();
    let row = &case.row;
    let list = steps.list;
    view! {
        <div class="page-way">
            {breadcrumb([(path::cases(list), ProductPage::Cases.name(words))])}
            {neighbours(beside, tab, list)}
        </div>
        <div class="case-head">
            <div class="case-title">
            <h1>
                {case.called(words)}
                " "
                <StatusPill status=row.status/>
            </h1>
            <div class="case-actions">
                {action(steps.to(case, RecordAddress::Contact(None)), words.register_contact(), "primary")}
                {action(steps.to(case, RecordAddress::Measure(None)), words.add_measure(), "secondary")}
                {steps.may_edit.then(|| letter(case.row.id, list))}
                {print_button("tertiary", words)}
            </div>
            </div>
            {facts(case, words)}
        </div>
    }
    .into_any()
}

/// The key facts.
pub(super) fn facts(case: &CaseView, words: Language) -> AnyView {
    let row = &case.row;
    let telephones = || case.contact_details.iter().filter(|detail| detail.kind != ContactDetailKind::Email);
    let telephone = telephones().find(|detail| detail.primary_telephone).or_else(|| telephones().next());
    view! {
        <dl class="key-facts">
            <div>
                <dt>{words.civic_number()}</dt>
                <dd class="nowrap">{row.civic_number.to_string()}</dd>
            </div>
            {row.age.map(|age| view! {
                <div>
                    <dt>{words.age()}</dt>
                    <dd>{words.years(age)}</dd>
                </div>
            }.into_any())}
            <div>
                <dt>{words.municipality()}</dt>
                <dd>{row.municipality.name()}</dd>
            </div>
            <div>
                <dt>{words.registered()}</dt>
                <dd class="nowrap">{row.registered.to_string()}</dd>
            </div>
            {row.deregistered.map(|date| view! {
                <div>
                    <dt>{words.deregistered()}</dt>
                    <dd class="nowrap">{date.to_string()}</dd>
                </div>
            }.into_any())}
            <div>
                <dt>{words.occupation()}</dt>
                <dd>{row.occupation.name(words)}</dd>
            </div>
            <div>
                <dt>{words.caseworker()}</dt>
                <dd>{row.caseworker.clone().unwrap_or_else(|| words.nobody().to_owned())}</dd>
            </div>
            {telephone.cloned().map(|detail| view! {
                <div>
                    <dt>{words.telephone()}</dt>
                    <dd class="nowrap"><ContactLink kind=detail.kind value=detail.value/></dd>
                </div>
            }.into_any())}
            {row.next_follow_up.map(|date| view! {
                <div>
                    <dt>{words.next_follow_up()}</dt>
                    <dd class="nowrap"><DueDate date today=case.today/></dd>
                </div>
            }.into_any())}
        </dl>
    }
    .into_any()
}

/// The button that prints the page, where a script can.
pub(super) fn print_button(variant: &'static str, words: Language) -> AnyView {
    view! {
        <button class="ds-button with-script case-lesser" data-variant=variant type="button" data-print="">
            <Icon name="printer"/> <span>{words.print()}</span>
        </button>
    }
    .into_any()
}

/// The way to a letter to the person.
fn letter(case: CaseId, list: &str) -> AnyView {
    // It is to this person alone, whoever is chosen in the list.
    let list = path::without(list, &[path::SELECTION_PARAMETER, path::CHANGE_PARAMETER]);
    view! {
        <form method="post" action=SelectRows::url()>
            <input type="hidden" name="list" value="cases"/>
            <input type="hidden" name="search" value=list/>
            <input type="hidden" name="rows[]" value=case.to_string()/>
            <button class="ds-button case-lesser" data-variant="tertiary" type="submit" name="action" value="letters">
                <Icon name="mail"/> <span>{LetterWords::write_a_letter(language())}</span>
            </button>
        </form>
    }
    .into_any()
}

/// What is done most, for whoever may.
fn action(target: Option<String>, name: &'static str, variant: &'static str) -> Option<AnyView> {
    let target = target?;
    Some(view! { <a class="ds-button" data-variant=variant href=target>{name}</a> }.into_any())
}

/// The way to the cases next to it in the list that the reader came from, with the same tab open.
fn neighbours(beside: Neighbours, tab: CaseTab, list: &str) -> AnyView {
    let Neighbours { before, after, place } = beside;
    let words = language();
    if before.is_none() && after.is_none() {
        return ().into_any();
    }
    let to = |row: Option<i64>| row.map(|row| path::from_list(&path::case_tab(CaseId(row), tab), list));
    view! {
        <nav class="neighbours" aria-label=words.in_the_list()>
            {place.map(|(place, total)| view! {
                <span class="quiet">{words.place_in_list(&grouped(place, words), &grouped(total, words))}</span>
            })}
            <PageStep target=to(before) forward=false/>
            <PageStep target=to(after) forward=true/>
        </nav>
    }
    .into_any()
}
