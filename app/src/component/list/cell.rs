//! What stands in a cell.

use domain::{
    contact::ContactDetailKind,
    list::{ColumnType, Mark, Tone},
};
use leptos::prelude::*;

use super::shown::ShownColumn;
use crate::{
    component::{
        contact_link::ContactLink,
        date_text::{DateText, DueDate},
        icon::Icon,
        status::StatusPill,
    },
    preference::language,
    words::ListWords,
};

/// What stands in an empty cell: a dash, which is read aloud as what it means.
pub fn nothing() -> AnyView {
    view! { <span class="nothing"><span aria-hidden="true">"–"</span><span class="visually-hidden">{language().nothing()}</span></span> }
        .into_any()
}

/// A cell's content.
pub fn content(text: String, mark: Mark, holds: ColumnType, today: chrono::NaiveDate) -> AnyView {
    if text.is_empty() {
        return nothing();
    }
    match (mark, text.parse()) {
        (Mark::Status(status), _) => view! { <StatusPill status/> }.into_any(),
        (Mark::State(tone), _) => view! { <span class=tone_class(tone)>{text}</span> }.into_any(),
        (Mark::Due, Ok(date)) => view! { <DueDate date today/> }.into_any(),
        (Mark::Telephone, _) => {
            view! { <ContactLink kind=ContactDetailKind::Telephone value=text/> }.into_any()
        }
        (Mark::Email, _) => view! { <ContactLink kind=ContactDetailKind::Email value=text/> }.into_any(),
        (Mark::Protected, _) => view! { <Icon name="lock"/> {text} }.into_any(),
        (Mark::Plain, Ok(date)) if holds == ColumnType::Date => view! { <DateText date/> }.into_any(),
        (Mark::Plain | Mark::Due, _) => text.into_any(),
    }
}

const fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Quiet => "pill pill-quiet",
        Tone::Good => "pill pill-good",
        Tone::Busy => "pill pill-busy",
        Tone::Warning => "pill pill-due",
        Tone::Bad => "pill pill-late",
    }
}

/// The class of a column's cells.
pub fn cell_class(shown: &ShownColumn) -> String {
    let mut classes = format!("cell-{}", shown.column.code);
    if shown.holds == ColumnType::Number {
        classes.push_str(" number");
    }
    if shown.opens {
        classes.push_str(" cell-opens");
    } else if !shown.on_card {
        classes.push_str(" off-card");
    }
    class(&classes, shown.width)
}

/// A class, and that of a width.
pub fn class(class: &str, width: Option<u16>) -> String {
    match width {
        Some(width) => format!("{class} sized w-{width}"),
        None => class.to_owned(),
    }
}
