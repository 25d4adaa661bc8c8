//! The order of the rows, key by key: for screens without headings, and for several keys without script.

use domain::list::Direction;
use leptos::prelude::*;

use super::{ListForm, Posting, posted::what, shown::ShownList};
use crate::{
    component::{icon::Icon, no_scroll::no_scroll},
    preference::language,
    words::ListWords,
};

/// The panel of the order.
pub fn order(list: &ShownList, posting: Posting) -> AnyView {
    let words = language();
    let keys: Vec<_> = list
        .order
        .iter()
        .cloned()
        .map(|key| {
            let name = key.name;
            let (icon, direction) = match key.direction {
                Direction::Ascending => ("arrow-up", words.ascending()),
                Direction::Descending => ("arrow-down", words.descending()),
            };
            view! {
                <li class="order-key">
                    <span class="order-name">{name.clone()} ", " {direction}</span>
                    <a {..no_scroll()} class="icon-link" href=key.turned aria-label=format!("{}: {name}", words.turn()) title=words.turn()>
                        <Icon name=icon/>
                    </a>
                    <a {..no_scroll()} class="icon-link" href=key.removed aria-label=format!("{}: {name}", words.remove()) title=words.remove()>
                        <Icon name="x"/>
                    </a>
                </li>
            }.into_any()
        })
        .collect();
    let has_keys = !keys.is_empty();
    let options: Vec<_> = list
        .sortable
        .iter()
        .cloned()
        .map(|column| view! { <option value=column.code>{column.name}</option> }.into_any())
        .collect();
    let reset = list.default_sort.clone().map(|reset| {
        view! {
            <a {..no_scroll()} class="panel-link" href=reset>{words.default_sort()}</a>
        }
        .into_any()
    });
    view! {
        <details class="panel panel-drop" name="list-panel">
            <summary class="tool">
                <Icon name="arrow-up-down"/>
                {words.sort()}
            </summary>
            <div class="panel-body">
                {has_keys.then(|| view! { <ol class="order-keys" aria-label=words.sort_keys()>{keys}</ol> }.into_any())}
                <ListForm posting what=what::SORT class="order-form">
                    <label for="order-column">{words.add_sort()}</label>
                    <div class="order-add">
                        <select id="order-column" name="value" class="select">{options}</select>
                        <button class="ds-button" data-variant="secondary" type="submit">{words.add()}</button>
                    </div>
                </ListForm>
                {reset}
            </div>
        </details>
    }
    .into_any()
}
