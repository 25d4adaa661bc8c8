//! Which rows are selected, on this page and others, and what can be done with them.

use std::{collections::BTreeSet, sync::Arc};

use leptos::{ev::MouseEvent, prelude::*};
use server_fn::ServerFn;

use super::{
    Posting,
    shown::{ShownList, ShownSelection},
};
use crate::{
    component::{icon::Icon, number::grouped},
    preference::language,
    serverfn::bulk::SelectRows,
    words::ListWords,
};

/// The identity of the form that the boxes of the rows belong to.
pub const FORM: &str = "selection";

/// The selected rows: those that the server keeps, without some, and with others. They stay selected on other pages, in
/// another order, among other rows of the list and while a row is looked at on its own page, until they are deselected or
/// another list is looked at.
#[derive(Clone, Copy)]
pub struct Selection {
    /// Selected besides those that the server keeps.
    added: RwSignal<BTreeSet<i64>>,
    /// No longer selected of those that the server keeps.
    removed: RwSignal<BTreeSet<i64>>,
    /// How many the server keeps.
    kept: RwSignal<u64>,
    /// The row that was turned last, from which Shift selects.
    last: StoredValue<Option<i64>>,
    /// The list whose rows they are, and the token of those that the server keeps.
    of: StoredValue<(&'static str, Option<String>)>,
    /// The row whose page was opened, which has the focus when its reader comes back.
    opened: StoredValue<Option<i64>>,
}

/// A row, and whether it is among those that the server keeps.
pub type Row = (i64, bool);

impl Selection {
    /// Keeps what is selected for as long as the application runs: none at first.
    pub fn provide() {
        provide_context(Self {
            added: RwSignal::default(),
            removed: RwSignal::default(),
            kept: RwSignal::new(0),
            last: StoredValue::new(None),
            of: StoredValue::new(("", None)),
            opened: StoredValue::new(None),
        });
    }

    /// That of the application.
    pub fn of_the_application() -> Self {
        expect_context()
    }

    /// Remembers the row whose page is opened.
    pub fn open(self, row: Option<i64>) {
        self.opened.set_value(row);
    }

    /// The row whose page was opened, once.
    pub fn come_back(self) -> Option<i64> {
        self.opened.try_update_value(Option::take).flatten()
    }

    /// Forgets what was selected in another list, or has been given to the server to keep.
    pub fn follow(self, list: &'static str, shown: &ShownSelection) {
        if self.of.with_value(|(known, token)| *known != list || *token != shown.token) {
            self.of.set_value((list, shown.token.clone()));
            self.kept.set(shown.count);
            self.added.update(BTreeSet::clear);
            self.removed.update(BTreeSet::clear);
            self.last.set_value(None);
            self.opened.set_value(None);
        }
    }

    /// Whether a row is selected.
    pub fn has(self, (row, is_kept): Row) -> bool {
        let with = |rows: &BTreeSet<i64>| rows.contains(&row);
        if is_kept { !self.removed.with(with) } else { self.added.with(with) }
    }

    /// Whether all of these are, of which there are some.
    pub fn has_all(self, page: &[Row]) -> bool {
        !page.is_empty() && page.iter().all(|row| self.has(*row))
    }

    /// Selects all of these, or none when all are selected.
    pub fn turn_all(self, page: &[Row]) {
        let select = !untrack(|| self.has_all(page));
        self.set(page, select);
    }

    fn set(self, rows: &[Row], select: bool) {
        for (row, is_kept) in rows {
            let (signal, holds) = if *is_kept { (self.removed, !select) } else { (self.added, select) };
            signal.update(|rows| {
                if holds {
                    rows.insert(*row)
                } else {
                    rows.remove(row)
                };
            });
        }
    }

    fn turn(self, row: Row, page: &[Row], through: bool) {
        let select = !untrack(|| self.has(row));
        let place = |sought: i64| page.iter().position(|(row, _)| *row == sought);
        let last = self.last.get_value().filter(|_| through).and_then(place);
        match (last, place(row.0)) {
            (Some(one), Some(other)) => self.set(&page[one.min(other)..=one.max(other)], select),
            _ => self.set(&[row], select),
        }
        self.last.set_value(Some(row.0));
    }

    fn has_some(self) -> bool {
        self.count() > 0
    }

    fn count(self) -> u64 {
        let number = |rows: &BTreeSet<i64>| rows.len() as u64;
        (self.kept.get() + self.added.with(number)).saturating_sub(self.removed.with(number))
    }

    /// How many are selected that are not among these.
    fn elsewhere(self, page: &[Row]) -> u64 {
        let here = page.iter().filter(|row| self.has(**row)).count();
        self.count().saturating_sub(here as u64)
    }
}

/// The box of a row. With Shift it selects all from the one that was turned before.
pub fn row_box(row: Row, title: &str, page: Arc<[Row]>, selection: Selection) -> AnyView {
    let turn = move |event: MouseEvent| {
        selection.turn(row, &page, event.shift_key());
    };
    view! {
        <td role="cell" class="cell-select">
            <input
                type="checkbox"
                form=FORM
                name="rows[]"
                value=row.0.to_string()
                checked=row.1
                prop:value=row.0.to_string()
                aria-label=language().select_row(title)
                prop:checked=move || selection.has(row)
                on:click=turn
            />
        </td>
    }
    .into_any()
}

/// What can be done with what is selected. Without script it shows as soon as a box is ticked; the browser posts its form
/// itself, with script too.
pub fn bar(list: &ShownList, posting: Posting, selection: Selection) -> AnyView {
    let words = language();
    let ShownSelection { token, actions, .. } = list.selection.clone();
    let page: Vec<Row> = list.rows.iter().map(|row| (row.id, row.is_chosen)).collect();
    let here: BTreeSet<i64> = page.iter().map(|(row, _)| *row).collect();
    let shown: Vec<_> = list.rows.iter().map(|row| hidden("shown[]", row.id)).collect();
    // What is selected and not shown has no box here.
    let elsewhere = move || -> Vec<AnyView> {
        let besides = |name: &'static str, rows: RwSignal<BTreeSet<i64>>| {
            rows.get()
                .into_iter()
                .filter(|row| !here.contains(row))
                .map(|row| hidden(name, row))
                .collect::<Vec<_>>()
        };
        let mut fields = besides("rows[]", selection.added);
        fields.extend(besides("shown[]", selection.removed));
        fields
    };
    let total = list.foot.total;
    let everything = (total > list.rows.len() as u64).then(|| {
        view! {
            <button class="ds-button" data-variant="tertiary" type="submit" name="all" value="all">
                {words.select_everything(&grouped(total, words))}
            </button>
        }
        .into_any()
    });
    let actions: Vec<_> = actions
        .into_iter()
        .map(|action| {
            view! { <button class="ds-button" type="submit" name="action" value=action.code>{action.name}</button> }
                .into_any()
        })
        .collect();
    let count = move || {
        let selected = match selection.count() {
            1 => words.one_selected().to_owned(),
            count => words.selected(&grouped(count, words)),
        };
        match selection.elsewhere(&page) {
            0 => selected,
            elsewhere => words.not_shown_here(&selected, &grouped(elsewhere, words)),
        }
    };
    let search = posting.search.get_value();
    let is_kept = token.is_some();
    view! {
        <form
            id=FORM
            class="selection-bar"
            class:selection-some=move || selection.has_some()
            data-kept=is_kept.then_some("")
            method="post"
            action=SelectRows::url()
            aria-label=words.selection_bar()
        >
            <input type="hidden" name="list" value=posting.list/>
            <input type="hidden" name="search" value=search.clone() prop:value=search/>
            // Enter in a box presses the first button: what is ticked is kept, and nothing else is done.
            <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true"></button>
            {shown}
            {elsewhere}
            <p class="selection-count" role="status">{count}</p>
            {everything}
            <button class="ds-button" data-variant="tertiary" type="submit" name="action" value="clear">
                {words.select_nothing()}
            </button>
            <span class="selection-actions">
                {actions}
                <button class="ds-button" data-variant="secondary" type="submit" name="action" value="export">
                    <Icon name="download"/>
                    {words.export()}
                </button>
            </span>
        </form>
    }
    .into_any()
}

fn hidden(name: &'static str, row: i64) -> AnyView {
    view! { <input type="hidden" name=name value=row.to_string() prop:value=row.to_string()/> }.into_any()
}
