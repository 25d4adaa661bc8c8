//! The order of the rows, key by key: for screens without headings, and for several keys without script.

use domain::list::{Column, Direction, ListQuery};
use leptos::prelude::*;

use super::{ListForm, Posting, links::Links, posted::what};
use crate::{
    component::{icon::Icon, no_scroll::no_scroll},
    preference::language,
    words::ListWords,
};

/// The panel of the order.
#[component]
pub fn Order<C: Column>(
    query: ListQuery<C>,
    links: Links<C>,
    posting: Posting,
    search: String,
) -> impl IntoView {
    let words = language();
    let keys = query.sort.keys().iter().map(|key| {
        let column = key.column;
        let name = column.name(words);
        let turned = links.to(&query.clone().sorted(query.sort.added(column)));
        let removed = links.to(&query.clone().sorted(query.sort.without(column)));
        let (icon, direction) = match key.direction {
            Direction::Ascending => ("arrow-up", words.ascending()),
            Direction::Descending => ("arrow-down", words.descending()),
        };
        view! {
            <li class="order-key">
                <span class="order-name">{name} ", " {direction}</span>
                <a {..no_scroll()} class="icon-link" href=turned aria-label=format!("{}: {name}", words.turn()) title=words.turn()>
                    <Icon name=icon/>
                </a>
                <a {..no_scroll()} class="icon-link" href=removed aria-label=format!("{}: {name}", words.remove()) title=words.remove()>
                    <Icon name="x"/>
                </a>
            </li>
        }
    });
    let keys = keys.collect_view();
    let has_keys = !query.sort.keys().is_empty();
    let is_free = |column: &&C| column.is_sortable() && query.sort.of(**column).is_none();
    let options = C::ALL.iter().filter(is_free).map(|column| {
        view! { <option value=column.code()>{column.name(words)}</option> }
    });
    let options = options.collect_view();
    let is_default = query.sort == C::spec().sort;
    let reset = links.to(&query.clone().sorted(C::spec().sort));
    view! {
        <details class="panel panel-drop" name="list-panel">
            <summary class="tool">
                <Icon name="arrow-up-down"/>
                {words.sort()}
            </summary>
            <div class="panel-body">
                {has_keys.then(|| view! { <ol class="order-keys" aria-label=words.sort_keys()>{keys}</ol> })}
                <ListForm posting what=what::SORT search class="order-form">
                    <label for="order-column">{words.add_sort()}</label>
                    <div class="order-add">
                        <select id="order-column" name="value" class="select">{options}</select>
                        <button class="ds-button" data-variant="secondary" type="submit">{words.add()}</button>
                    </div>
                </ListForm>
                {(!is_default).then(|| view! {
                    <a {..no_scroll()} class="panel-link" href=reset>{words.default_sort()}</a>
                })}
            </div>
        </details>
    }
    .into_any()
}
