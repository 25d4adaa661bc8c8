//! *Adresser*: where the person is reached.

use domain::{
    case::view::CaseView,
    language::Named,
    person::{Address, AddressKind},
};
use leptos::prelude::*;

use crate::{
    component::notice::Empty,
    path::record::RecordAddress,
    preference::language,
    words::{CaseWords, RecordWords},
};

use super::Steps;

/// The tab.
pub fn view(case: &CaseView, steps: Steps<'_>) -> AnyView {
    let words = language();
    let has_postal = case.addresses.iter().any(|address| address.kind == AddressKind::Postal);
    let may_add = !has_postal && !case.has_left;
    let add = may_add.then(|| steps.add(case, RecordAddress::PostalAddress, words.add_postal_address()));
    let card = |address: &Address| {
        let is_postal = address.kind == AddressKind::Postal;
        let of = address.kind.name(words);
        let change =
            is_postal.then(|| steps.change(case, RecordAddress::PostalAddress, words.change(), of)).flatten();
        address_card(address.clone(), change)
    };
    view! {
        <h2 class="visually-hidden">{words.tab_addresses()}</h2>
        {add}
        {match case.addresses.is_empty() {
            true => view! {
                <section class="card">
                    <Empty title=words.addresses_empty() text=words.addresses_empty_text() icon="map-pin"/>
                </section>
            }
            .into_any(),
            false => view! {
                <div class="address-cards">
                    {case.addresses.iter().map(card).collect_view()}
                </div>
            }
            .into_any(),
        }}
    }
    .into_any()
}

fn address_card(address: Address, change: Option<AnyView>) -> AnyView {
    let words = language();
    let care_of = (!address.care_of.is_empty()).then(|| format!("{} {}", words.care_of(), address.care_of));
    let town = format!("{} {}", spaced_postal_code(&address.postal_code), address.city).trim().to_owned();
    let lines = care_of.into_iter().chain(address.lines).chain([town, address.country]);
    let lines = lines
        .filter(|line| !line.is_empty())
        .map(|line| view! { <span class="address-line">{line}</span> }.into_any());
    view! {
        <section class="card facts-card">
            <h3>{address.kind.name(words)}</h3>
            <address class="address">{lines.collect_view()}</address>
            {change}
        </section>
    }
    .into_any()
}

/// A postal code as it is written: `602 20`.
fn spaced_postal_code(code: &str) -> String {
    match code.len() == 5 && code.is_ascii() {
        true => format!("{} {}", &code[..3], &code[3..]),
        false => code.to_owned(),
    }
}
