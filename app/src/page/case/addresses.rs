//! *Adresser*: where the person is reached.

use domain::{
    case::view::{CaseView, ContactDetailView},
    language::Named,
    person::Address,
};
use leptos::prelude::*;

use crate::{
    component::{contact_link::ContactLink, notice::Empty},
    preference::language,
    words::CaseWords,
};

/// The tab.
pub fn view(case: &CaseView) -> AnyView {
    let words = language();
    view! {
        <h2 class="visually-hidden">{words.tab_addresses()}</h2>
        {match case.addresses.is_empty() {
            true => view! {
                <section class="card">
                    <Empty title=words.addresses_empty() text=words.addresses_empty_text() icon="map-pin"/>
                </section>
            }
            .into_any(),
            false => view! {
                <div class="address-cards">
                    {case.addresses.iter().map(|address| view! { <AddressCard address=address.clone()/> }).collect_view()}
                </div>
            }
            .into_any(),
        }}
        <ContactDetails details=case.contact_details.clone()/>
    }
    .into_any()
}

#[component]
fn AddressCard(address: Address) -> impl IntoView {
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

#[component]
fn ContactDetails(details: Vec<ContactDetailView>) -> impl IntoView {
    let words = language();
    (!details.is_empty()).then(|| {
        let lines = details.into_iter().map(|ContactDetailView { kind, value, primary }| {
            view! {
                <dt>{kind.name(words)}</dt>
                <dd>
                    <ContactLink kind value/>
                    {primary.then(|| view! { " " <span class="tag">{words.primary()}</span> }.into_any())}
                </dd>
            }
            .into_any()
        });
        view! {
            <section class="card facts-card">
                <h3>{words.contact_details()}</h3>
                <dl class="facts">{lines.collect_view()}</dl>
            </section>
        }
        .into_any()
    })
}
