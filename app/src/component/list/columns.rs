//! Which columns are shown.

use domain::list::{Column, ListQuery};
use leptos::prelude::*;

use super::{ListForm, Posting, links::Links, posted::what};
use crate::{
    component::{icon::Icon, no_scroll::no_scroll},
    preference::language,
    words::ListWords,
};

/// The panel of the columns.
#[component]
pub fn ColumnChooser<C: Column>(
    query: ListQuery<C>,
    links: Links<C>,
    posting: Posting,
    search: String,
) -> impl IntoView {
    let words = language();
    let boxes = C::ALL.iter().enumerate().map(|(place, column)| {
        let checked = query.columns.contains(*column);
        view! {
            <label class="field-choice">
                <input
                    type="checkbox"
                    name=format!("columns[{place}]")
                    value=column.code()
                    checked=checked
                    prop:checked=checked
                />
                {column.name(words)}
            </label>
        }
    });
    let boxes = boxes.collect_view();
    let is_default = query.columns == C::spec().columns;
    let reset = links.to(&query.clone().showing(C::spec().columns));
    view! {
        <details class="panel panel-drop" name="list-panel">
            <summary class="tool">
                <Icon name="columns-3"/>
                {words.columns()}
            </summary>
            <div class="panel-body">
                <ListForm posting what=what::COLUMNS search class="columns-form">
                    <fieldset>
                        <legend class="visually-hidden">{words.columns()}</legend>
                        <div class="column-boxes">{boxes}</div>
                    </fieldset>
                    <button class="ds-button" data-variant="secondary" type="submit">{words.show_columns()}</button>
                </ListForm>
                {(!is_default).then(|| view! {
                    <a {..no_scroll()} class="panel-link" href=reset>{words.default_columns()}</a>
                })}
            </div>
        </details>
    }
    .into_any()
}
