//! Which rows are selected, on this page and others, and what can be done with them.

use std::collections::BTreeSet;

use leptos::{ev::MouseEvent, prelude::*};

use crate::{preference::language, words::ListWords};

/// The identity of the form that the boxes of the rows belong to.
pub const FORM: &str = "selection";

/// The selected rows by their identities. They stay selected on other pages and in another order, until the rows are
/// chosen by something else.
#[derive(Clone, Copy)]
pub struct Selection {
    rows: RwSignal<BTreeSet<i64>>,
    /// The row that was turned last, from which Shift selects.
    last: StoredValue<Option<i64>>,
    /// What the rows were chosen by.
    choice: StoredValue<String>,
}

impl Selection {
    /// None.
    pub fn new() -> Self {
        Self {
            rows: RwSignal::new(BTreeSet::new()),
            last: StoredValue::new(None),
            choice: StoredValue::new(String::new()),
        }
    }

    /// Forgets what was selected among other rows.
    pub fn follow(self, choice: &str) {
        if self.choice.with_value(|known| known != choice) {
            self.choice.set_value(choice.to_owned());
            self.clear();
        }
    }

    /// Whether a row is selected.
    pub fn has(self, row: i64) -> bool {
        self.rows.with(|rows| rows.contains(&row))
    }

    /// Whether all of these are, of which there are some.
    pub fn has_all(self, page: &[i64]) -> bool {
        self.rows.with(|rows| !page.is_empty() && page.iter().all(|row| rows.contains(row)))
    }

    /// Selects all of these, or none when all are selected.
    pub fn turn_all(self, page: &[i64]) {
        let select = !self.rows.with_untracked(|rows| page.iter().all(|row| rows.contains(row)));
        self.rows.update(|rows| {
            for row in page {
                if select {
                    rows.insert(*row)
                } else {
                    rows.remove(row)
                };
            }
        });
    }

    fn turn(self, row: i64, through: &[i64]) {
        let select = !self.rows.with_untracked(|rows| rows.contains(&row));
        self.rows.update(|rows| {
            for row in through.iter().chain([&row]) {
                if select {
                    rows.insert(*row)
                } else {
                    rows.remove(row)
                };
            }
        });
        self.last.set_value(Some(row));
    }

    fn clear(self) {
        self.rows.update(BTreeSet::clear);
        self.last.set_value(None);
    }
}

/// The box of a row. With Shift it selects all from the one that was turned before.
pub fn row_box(place: usize, row: i64, title: &str, selection: Selection) -> AnyView {
    let turn = move |event: MouseEvent| {
        let last = selection.last.get_value().filter(|_| event.shift_key());
        let through = last.map(|last| between(last, row)).unwrap_or_default();
        selection.turn(row, &through);
    };
    view! {
        <td role="cell" class="cell-select">
            <input
                type="checkbox"
                form=FORM
                name=format!("rows[{place}]")
                value=row.to_string()
                prop:value=row.to_string()
                aria-label=language().select_row(title)
                prop:checked=move || selection.has(row)
                on:click=turn
            />
        </td>
    }
    .into_any()
}

/// The rows of the page from one to another, both included; none when either is on another page.
fn between(one: i64, other: i64) -> Vec<i64> {
    let boxes = document().query_selector_all("tbody .cell-select input");
    let Ok(boxes) = boxes else { return Vec::new() };
    let rows: Vec<i64> = (0..boxes.length())
        .filter_map(|place| {
            let element: leptos::web_sys::Element =
                leptos::wasm_bindgen::JsCast::dyn_into(boxes.item(place)?).ok()?;
            element.get_attribute("value")?.parse().ok()
        })
        .collect();
    let place = |sought: i64| rows.iter().position(|row| *row == sought);
    match (place(one), place(other)) {
        (Some(one), Some(other)) => rows[one.min(other)..=one.max(other)].to_vec(),
        _ => Vec::new(),
    }
}
