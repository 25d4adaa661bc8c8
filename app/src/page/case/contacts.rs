//! *Kontakttillfällen*: the own municipality's contacts, latest first, with what is to be followed up.

use chrono::NaiveDate;
use domain::{
    case::view::{CaseView, ContactView},
    language::Named,
};
use leptos::prelude::*;

use crate::{
    component::{
        date_text::{DueDate, NearDate},
        notice::Empty,
    },
    path::record::RecordAddress,
    preference::language,
    words::{CaseWords, RecordWords},
};

use super::Steps;

/// The tab.
pub fn view(case: &CaseView, steps: Steps<'_>) -> AnyView {
    let words = language();
    let card = |contact: &ContactView| {
        let record = RecordAddress::Contact(Some(contact.id));
        let of = format!("{} {}", contact.heading, contact.date);
        let is_asked = steps.contact == Some(contact.id);
        contact_card(contact.clone(), case.today, is_asked, steps.change(case, record, words.change(), &of))
    };
    // What one came for stands first, however long ago it was.
    let (asked, others): (Vec<_>, Vec<_>) =
        case.contacts.iter().partition(|contact| steps.contact == Some(contact.id));
    view! {
        <h2 class="visually-hidden">{words.tab_contacts()}</h2>
        {match case.contacts.is_empty() {
            true => view! {
                <section class="card">
                    <Empty title=words.contacts_empty() text=words.contacts_empty_text() icon="message-square"/>
                </section>
            }
            .into_any(),
            false => asked.into_iter().chain(others).map(card).collect_view().into_any(),
        }}
    }
    .into_any()
}

fn contact_card(contact: ContactView, today: NaiveDate, is_asked: bool, change: Option<AnyView>) -> AnyView {
    let words = language();
    let follow_up = contact.follow_up.map(|date| match contact.follow_up_closed {
        Some(reason) => view! {
            <p class="contact-follow-up quiet">{words.follow_up_closed()} ": " {reason}</p>
        }
        .into_any(),
        None => view! {
            <p class="contact-follow-up">{words.follow_up_on()} " " <DueDate date today/></p>
        }
        .into_any(),
    });
    let changed = (!contact.changed.is_empty()).then(|| words.changed_by(&contact.changed));
    view! {
        <article class="card facts-card contact" class:contact-asked=is_asked aria-current=is_asked.then_some("true")>
            <header class="measure-head">
                <h3>{contact.heading}</h3>
                <span class="pill">{contact.way.name(words)}</span>
            </header>
            <p class="measure-period"><NearDate date=contact.date today/></p>
            {(!contact.notes.is_empty()).then(|| view! { <p class="notes">{contact.notes}</p> })}
            {follow_up}
            <p class="quiet">{words.created_by(&contact.created_by)} {changed.map(|changed| format!(". {changed}"))}</p>
            {change}
        </article>
    }
    .into_any()
}
