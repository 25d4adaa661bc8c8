//! The form of one record of casework: a measure, a contact, an address. What it has is said by
//! [`crate::server::record`]; here it is drawn, with what is wrong with it and with what another has changed meanwhile.

mod conflict;
pub mod field;
pub mod guard;
pub mod summary;
mod unsaved;

use domain::language::Language;
use leptos::prelude::*;
use server_fn::ServerFn;

use crate::{
    component::icon::Icon,
    server::{
        form::{Draft, ONCE, Problem},
        record::what,
    },
    serverfn::record::SaveRecord,
    words::{BulkWords, RecordWords},
};
use guard::Heading;

pub use field::{Control, Field, choices, named};
pub use unsaved::asks_before_leaving;

/// A form of one record.
#[derive(Default)]
pub struct RecordForm {
    /// What it is for.
    pub title: String,
    /// What to know before filling it in.
    pub text: Option<String>,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// A row for each of many, with one field.
    pub table: Option<RecordTable>,
    /// The rows of many that may have something of their own.
    pub rows: Vec<RecordRow>,
    /// What those are called, and what to know of them.
    pub rows_title: Option<(&'static str, &'static str)>,
    /// What is shown and cannot be changed, in words.
    pub shown: Vec<(String, String)>,
    /// The version that is shown; 0 of a new record.
    pub version: i64,
    /// What the fields held in that version, as JSON.
    pub seen: String,
    /// What the button that saves says.
    pub save: &'static str,
    /// What removing the record means, if it can be removed.
    pub removal: Option<Removal>,
    /// Who made and changed it.
    pub history: Vec<String>,
}

/// One row of many.
pub struct RecordRow {
    /// Whose it is.
    pub title: String,
    /// Its fields, in order.
    pub fields: Vec<Field>,
}

/// Rows that are told apart by what stands in their cells, each with one field.
pub struct RecordTable {
    /// What it holds.
    pub title: &'static str,
    /// What stands above the cells, and last above the fields.
    pub headings: Vec<String>,
    /// The cells of each row, the first of which names it, and its field.
    pub rows: Vec<(Vec<String>, Field)>,
}

/// What is asked before a record is removed.
pub struct Removal {
    /// What the button that asks says.
    pub opener: &'static str,
    /// What removing means.
    pub question: String,
    /// What the button that removes says.
    pub certain: &'static str,
}

/// Where a form stands.
pub struct Place {
    /// Its own address, with the state of the list that one came from.
    pub address: String,
    /// Where *Avbryt* leads.
    pub back: String,
    /// What it is drawn with so that it asks for nothing twice.
    pub once: String,
}

impl RecordForm {
    /// The form with what has been filled in and not been saved.
    pub fn view(mut self, place: &Place, draft: &Draft, words: Language) -> AnyView {
        if draft.is_filled_in() {
            let of_rows = self.rows.iter_mut().flat_map(|row| &mut row.fields);
            let of_table = self.table.iter_mut().flat_map(|table| &mut table.rows).map(|(_, field)| field);
            for field in self.fields.iter_mut().chain(of_table).chain(of_rows) {
                let clash = draft.clash.as_ref();
                match clash.filter(|clash| clash.theirs_alone.contains(&field.code)) {
                    // What only the other has changed stands as it is now, and is kept by saving.
                    Some(clash) => field.name = words.field_changed_by(&field.name, &clash.by),
                    None => field.value = draft.fields.get(&field.code).cloned().unwrap_or_default(),
                }
                // What two have changed is chosen above; what stands here holds only if it is chosen there.
                if clash.is_some_and(|clash| clash.fields.iter().any(|asked| asked.code == field.code)) {
                    field.name = words.field_counts_if_chosen(&field.name);
                }
            }
            (self.version, self.seen) = (draft.version, draft.seen.clone());
        }
        let above: Vec<Problem> = draft.problems.iter().map(|problem| self.with_its_row(problem)).collect();
        let Self {
            title,
            text,
            fields,
            table,
            rows,
            rows_title,
            shown,
            version,
            seen,
            save,
            removal,
            history,
        } = self;
        let fields: Vec<_> = fields.iter().map(|field| field.view(&draft.problems, words)).collect();
        let rows: Vec<_> = rows.iter().map(|row| row.view(draft, words)).collect();
        let rows = rows_title.map(|(title, text)| {
            view! { <section class="record-rows"><h3>{title}</h3> <p class="quiet">{text}</p> {rows}</section> }
                .into_any()
        });
        let shown: Vec<_> = shown
            .into_iter()
            .map(|(name, value)| view! { <dt>{name}</dt> <dd>{value}</dd> }.into_any())
            .collect();
        let history: Vec<_> = history.into_iter().map(|line| view! { <p>{line}</p> }.into_any()).collect();
        let hidden = |what: &'static str| {
            view! {
                <input type="hidden" name="address" value=place.address.clone()/>
                <input type="hidden" name="what" value=what/>
                <input type="hidden" name="version" value=version.to_string()/>
            }
        };
        let remove = removal.map(|removal| {
            view! {
                <details class="record-removal">
                    <summary class="profile-opener"><Icon name="trash-2"/> {removal.opener}</summary>
                    <form method="post" action=SaveRecord::url()>
                        {hidden(what::REMOVE)}
                        <p>{removal.question}</p>
                        <button class="ds-button" data-color="danger" type="submit">{removal.certain}</button>
                    </form>
                </details>
            }
            .into_any()
        });
        view! {
            <section class="card record" aria-labelledby="record-title">
                <h2 id="record-title">{title}</h2>
                {text.map(|text| view! { <p class="quiet">{text}</p> })}
                {interruption(draft.interrupted, draft.is_lost, words)}
                {summary::view(&above, words)}
                <form {..asks_before_leaving(draft.is_filled_in(), words)} class="record-form" method="post" action=SaveRecord::url() novalidate>
                    {hidden(what::SAVE)}
                    <input type="hidden" name="seen" value=seen/>
                    {drawn_with(&place.once)}
                    {draft.clash.as_ref().map(|clash| conflict::view(clash, &draft.problems, words))}
                    {guard::view(&draft.risks, &draft.read, Heading::Third, words)}
                    <div class="record-fields">{fields}</div>
                    {table.map(|table| table.view(draft))}
                    {rows}
                    {(!shown.is_empty()).then(|| view! { <dl class="facts">{shown}</dl> })}
                    <div class="panel-actions">
                        <button class="ds-button" type="submit">{save}</button>
                        <a class="ds-button" data-variant="secondary" href=place.back.clone()>{words.cancel()}</a>
                    </div>
                </form>
                {remove}
                {(!history.is_empty()).then(|| view! { <div class="record-history quiet">{history}</div> })}
            </section>
        }
        .into_any()
    }

    /// What is wrong, as it is said above the form: in a row of many, with whose it is.
    fn with_its_row(&self, problem: &Problem) -> Problem {
        let is_this = |field: &Field| problem.field.as_deref() == Some(field.code.as_str());
        let of_rows = self.rows.iter().find(|row| row.fields.iter().any(is_this)).map(|row| &row.title);
        let mut of_table = self.table.iter().flat_map(|table| &table.rows).map(|(_, field)| field);
        let of_table = of_table.find(|field| is_this(field)).map(|field| &field.name);
        let whose = of_rows.or(of_table);
        let text = whose.map_or_else(|| problem.text.clone(), |whose| format!("{whose}: {}", problem.text));
        Problem { text, ..problem.clone() }
    }
}

impl RecordTable {
    fn view(&self, draft: &Draft) -> AnyView {
        let headings: Vec<_> =
            self.headings.iter().map(|name| view! { <th scope="col">{name.clone()}</th> }).collect();
        let row = |(cells, field): &(Vec<String>, Field)| {
            let named = |(place, cell): (usize, &String)| {
                let (name, cell) = (self.headings.get(place).cloned(), unbroken(cell));
                match place {
                    0 => view! { <th scope="row">{cell}</th> }.into_any(),
                    _ => view! { <td data-label=name>{cell}</td> }.into_any(),
                }
            };
            let cells: Vec<_> = cells.iter().enumerate().map(named).collect();
            let name = self.headings.last().cloned();
            view! { <tr>{cells} <td data-label=name>{field.in_row(&draft.problems)}</td></tr> }
        };
        let rows: Vec<_> = self.rows.iter().map(row).collect();
        view! {
            <div class="list-scroll record-scroll" tabindex="0" role="region" aria-label=self.title>
                <table class="list-table stacks bulk-table record-table">
                    <thead><tr>{headings}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    }
}

/// A text in which days and numbers stay on one line, though there are hyphens in them.
fn unbroken(text: &str) -> AnyView {
    let words = text.split_inclusive(' ').map(|word| {
        let word = word.to_owned();
        match word.starts_with(|first: char| first.is_ascii_digit()) {
            true => view! { <span class="nowrap">{word}</span> }.into_any(),
            false => word.into_any(),
        }
    });
    words.collect_view().into_any()
}

impl RecordRow {
    /// The row, open where something is filled in.
    fn view(&self, draft: &Draft, words: Language) -> AnyView {
        let is_open = self.fields.iter().any(|field| !field.value.is_empty());
        let fields: Vec<_> = self.fields.iter().map(|field| field.view(&draft.problems, words)).collect();
        view! {
            <details class="record-row" open=is_open>
                <summary class="profile-opener">{self.title.clone()}</summary>
                <fieldset>
                    <legend class="visually-hidden">{self.title.clone()}</legend>
                    <div class="record-fields">{fields}</div>
                </fieldset>
            </details>
        }
        .into_any()
    }
}

/// What a form is drawn with so that it asks for nothing twice.
pub fn drawn_with(once: &str) -> AnyView {
    view! { <input type="hidden" name=format!("fields[{ONCE}]") value=once.to_owned()/> }.into_any()
}

/// Why what has been filled in is not saved, when nobody was signed in any more.
pub fn interruption(is_interrupted: bool, is_lost: bool, words: Language) -> Option<AnyView> {
    let (title, text) = match (is_interrupted, is_lost) {
        (true, _) => (words.not_saved_yet(), words.not_saved_yet_text()),
        (_, true) => (words.lost(), words.lost_text()),
        _ => return None,
    };
    let text = view! { <strong>{title}</strong> ". " {text} };
    Some(
        view! { <div class="notice notice-warning" role="alert"><Icon name="triangle-alert"/> <p>{text}</p></div> }
            .into_any(),
    )
}
