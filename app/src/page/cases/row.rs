//! What a case shows in the list.

use chrono::NaiveDate;
use domain::{
    case::view::CaseRow,
    contact::ContactDetailKind,
    language::{Language, Named},
    list::CaseColumn,
};
use leptos::prelude::*;

use crate::{
    component::{
        contact_link::ContactLink,
        date_text::{DateText, DueDate},
        icon::Icon,
        list::Listed,
        status::StatusPill,
    },
    path,
    words::CommonWords,
};

impl Listed for CaseRow {
    type Column = CaseColumn;
    const PATH: &'static str = path::CASES;
    const OPENED_BY: CaseColumn = CaseColumn::Surname;

    fn target(&self, list: &str) -> String {
        path::from_list(&path::case(self.id), list)
    }

    fn title(&self) -> String {
        format!("{}, {}", self.surname, self.given_name)
    }

    fn cell(&self, column: CaseColumn, today: NaiveDate, language: Language) -> AnyView {
        match column {
            CaseColumn::CivicNumber => text(self.civic_number.to_string()),
            CaseColumn::Surname if self.protected => {
                view! { <Icon name="lock"/> {self.surname.clone()} }.into_any()
            }
            CaseColumn::Surname => text(self.surname.clone()),
            CaseColumn::GivenName => text(self.given_name.clone()),
            CaseColumn::Status => view! { <StatusPill status=self.status/> }.into_any(),
            CaseColumn::Registered => date(Some(self.registered)),
            CaseColumn::Deregistered => date(self.deregistered),
            CaseColumn::Reason => named(self.reason, language),
            CaseColumn::Occupation => named(Some(self.occupation), language),
            CaseColumn::Caseworker => self.caseworker.clone().map_or_else(nothing, text),
            CaseColumn::Age => self.age.map_or_else(nothing, |age| text(age.to_string())),
            CaseColumn::Municipality => text(self.municipality.name().to_owned()),
            CaseColumn::LivingOutside => named(self.living_outside, language),
            CaseColumn::LatestContact => date(self.latest_contact),
            CaseColumn::NextFollowUp => match self.next_follow_up {
                Some(date) => view! { <DueDate date today/> }.into_any(),
                None => nothing(),
            },
            CaseColumn::Measure => named(self.measure, language),
            CaseColumn::MeasureStart => date(self.measure_start),
            CaseColumn::MeasureEnd => date(self.measure_end),
            CaseColumn::Phone => contact(ContactDetailKind::Telephone, &self.phone),
            CaseColumn::Email => contact(ContactDetailKind::Email, &self.email),
            CaseColumn::Address => self.address.clone().map_or_else(nothing, text),
            CaseColumn::Protected => {
                text(if self.protected { language.yes() } else { language.no() }.to_owned())
            }
        }
    }
}

fn nothing() -> AnyView {
    view! { <span class="nothing">"–"</span> }.into_any()
}

fn text(text: String) -> AnyView {
    text.into_any()
}

fn date(date: Option<NaiveDate>) -> AnyView {
    date.map_or_else(nothing, |date| view! { <DateText date/> }.into_any())
}

fn named<T: Named>(value: Option<T>, language: Language) -> AnyView {
    value.map_or_else(nothing, |value| value.name(language).into_any())
}

fn contact(kind: ContactDetailKind, value: &Option<String>) -> AnyView {
    value.clone().map_or_else(nothing, |value| view! { <ContactLink kind value/> }.into_any())
}
