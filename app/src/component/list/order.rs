//! The order of the rows, key by key: for screens without headings, and for several keys without script.

use domain::list::Direction;
use leptos::prelude::*;

use super::{
    ListForm, Posting,
    panel::panel,
    posted::what,
    shown::{OrderKey, ShownList},
};
use crate::{
    component::{icon::Icon, no_scroll::no_scroll},
    preference::language,
    words::ListWords,
};

/// The panel of the order.
pub fn order(list: &ShownList, posting: Posting) -> AnyView {
    let words = language();
    let summary = view! {
        <summary class="tool">
            <Icon name="arrow-up-down"/>
            {words.sort()}
        </summary>
    };
    let (order, sortable, default_sort) =
        (list.order.clone(), list.sortable.clone(), list.default_sort.clone());
    let body = move || {
        let keys: Vec<_> = order.iter().cloned().map(key).collect();
        let options: Vec<_> = sortable
            .iter()
            .cloned()
            .map(|column| view! { <option value=column.code>{column.name}</option> }.into_any())
            .collect();
        let reset = default_sort.clone().map(|reset| {
            view! {
                <a {..no_scroll()} class="panel-link" href=reset>{words.default_sort()}</a>
            }
            .into_any()
        });
        let has_keys = !keys.is_empty();
        view! {
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
        }
        .into_any()
    };
    panel(posting.panels, "order".to_owned(), "panel panel-drop", false, summary.into_any(), body)
}

/// A key of the order, which can be turned and removed.
fn key(key: OrderKey) -> AnyView {
    let words = language();
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
    }
    .into_any()
}
