//! Which columns are shown, in what order, how wide, and how close the rows lie.

use domain::{
    language::Named,
    list::{
        Density,
        layout::{MAX_PINNED, MAX_WIDTH, MIN_WIDTH},
    },
};
use leptos::prelude::*;

use super::{ListForm, Posting, panel::panel, posted::what, shown::ShownList};
use crate::{
    component::{icon::Icon, no_scroll::no_scroll},
    preference::language,
    words::ListWords,
};

/// The panel of the columns.
pub fn column_chooser(list: &ShownList, posting: Posting) -> AnyView {
    let words = language();
    let summary = view! {
        <summary class="tool">
            <Icon name="columns-3"/>
            {words.columns()}
        </summary>
    };
    // The rows are not for it, and are the most.
    let list = ShownList { rows: Vec::new(), ..list.clone() };
    let body = move || chooser(&list, posting);
    panel(posting.panels, "columns".to_owned(), "panel panel-drop", false, summary.into_any(), body)
}

fn chooser(list: &ShownList, posting: Posting) -> AnyView {
    let words = language();
    let shown = list.columns.iter().map(|shown| (&shown.column, true));
    let hidden = list.hidden.iter().map(|column| (column, false));
    let boxes: Vec<_> = shown
        .chain(hidden)
        .enumerate()
        .map(|(place, (column, checked))| {
            view! {
                <label class="field-choice">
                    <input
                        type="checkbox"
                        name=format!("columns[{place}]")
                        value=column.code.clone()
                        checked=checked
                        prop:value=column.code.clone()
                        prop:checked=checked
                    />
                    {column.name.clone()}
                </label>
            }
            .into_any()
        })
        .collect();
    let reset = list.default_columns.clone().map(|reset| {
        view! {
            <a {..no_scroll()} class="panel-link" href=reset>{words.default_columns()}</a>
        }
        .into_any()
    });
    view! {
        <div class="panel-body">
            <ListForm posting what=what::COLUMNS class="columns-form">
                <fieldset>
                    <legend class="visually-hidden">{words.columns()}</legend>
                    <div class="column-boxes">{boxes}</div>
                </fieldset>
                <button class="ds-button" data-variant="secondary" type="submit">{words.show_columns()}</button>
            </ListForm>
            {order(list, posting)}
            {layout(list, posting)}
            {reset}
        </div>
    }
    .into_any()
}

/// The order of the columns: each one a place to the left or to the right.
fn order(list: &ShownList, posting: Posting) -> AnyView {
    let words = language();
    let last = list.columns.len().saturating_sub(1);
    let lines: Vec<_> = list
        .columns
        .iter()
        .enumerate()
        .map(|(place, shown)| {
            let name = shown.column.name.clone();
            let step = |to: usize, icon: &'static str, label: &'static str, is_end: bool| {
                view! {
                    <button
                        class="icon-link"
                        type="submit"
                        name="value"
                        value=format!("{}:{to}", shown.column.code)
                        disabled=is_end
                        aria-label=format!("{label}: {name}")
                        title=label
                    >
                        <Icon name=icon/>
                    </button>
                }
                .into_any()
            };
            let left = step(place.saturating_sub(1), "chevron-left", words.move_left(), place == 0);
            let right = step(place + 1, "chevron-right", words.move_right(), place == last);
            view! { <li class="order-key"><span class="order-name">{name.clone()}</span> {left} {right}</li> }
                .into_any()
        })
        .collect();
    view! {
        <details class="panel-more">
            <summary class="panel-link">{words.column_order()}</summary>
            <ListForm posting what=what::MOVE class="columns-order">
                <ol class="order-keys" aria-label=words.column_order()>{lines}</ol>
            </ListForm>
        </details>
    }
    .into_any()
}

/// How wide the columns are, how many stay in sight, how close the rows lie.
fn layout(list: &ShownList, posting: Posting) -> AnyView {
    let words = language();
    let chosen = list.density;
    let densities: Vec<_> = Density::ALL
        .iter()
        .map(|density| {
            view! { <option value=density.code() selected=*density == chosen>{density.name(words)}</option> }
                .into_any()
        })
        .collect();
    let pinned = list.pinned.to_string();
    let widths: Vec<_> = list
        .columns
        .iter()
        .map(|shown| {
            let width = shown.width.map(|width| width.to_string()).unwrap_or_default();
            view! {
                <label class="layout-field">
                    {shown.column.name.clone()}
                    <input
                        class="field-value"
                        type="number"
                        name=format!("fields[{}][first]", shown.column.code)
                        min=MIN_WIDTH.to_string()
                        max=MAX_WIDTH.to_string()
                        placeholder=words.automatic()
                        value=width.clone()
                        prop:value=width
                    />
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <details class="panel-more">
            <summary class="panel-link">{words.layout()}</summary>
            <ListForm posting what=what::LAYOUT class="layout-form">
                <label class="layout-field">
                    {words.density()}
                    <select class="select" name="value">{densities}</select>
                </label>
                <label class="layout-field">
                    {words.pinned()}
                    <input class="field-value" type="number" name="part" min="0" max=MAX_PINNED.to_string() value=pinned.clone() prop:value=pinned/>
                </label>
                <fieldset class="layout-widths">
                    <legend>{words.widths()}</legend>
                    {widths}
                </fieldset>
                <button class="ds-button" data-variant="secondary" type="submit">{words.apply()}</button>
            </ListForm>
        </details>
    }
    .into_any()
}
