//! The headings, each of which sorts.

use domain::list::{Column, ColumnType, Direction, ListQuery};
use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::links::Links;
use crate::{
    component::{icon::Icon, no_scroll::no_scroll},
    preference::language,
    words::ListWords,
};

/// The order, spelled out. It is heard when it changes.
#[component]
pub fn SortSentence<C: Column>(query: ListQuery<C>) -> impl IntoView {
    let words = language();
    let sentence = match query.sort.sentence(words) {
        sentence if sentence.is_empty() => words.unsorted().to_owned(),
        sentence => format!("{} {sentence}", words.sorted_by()),
    };
    view! { <p class="sort-sentence" role="status">{sentence}</p> }
}

/// A heading. A click sorts by the column alone, a click with Shift adds it to the order.
#[component]
pub fn Heading<C: Column>(column: C, query: ListQuery<C>, links: Links<C>) -> impl IntoView {
    let words = language();
    let name = column.name(words);
    let class = if column.column_type() == ColumnType::Number { "number" } else { "" };
    if !column.is_sortable() {
        return view! { <th role="columnheader" scope="col" class=class>{name}</th> }.into_any();
    }
    let place = query.sort.of(column);
    let aria_sort = match place {
        Some((1, Direction::Ascending)) => Some("ascending"),
        Some((1, Direction::Descending)) => Some("descending"),
        _ => None,
    };
    let mark = place.map(|(place, direction)| {
        let icon = match direction {
            Direction::Ascending => "arrow-up",
            Direction::Descending => "arrow-down",
        };
        view! {
            <Icon name=icon/>
            {(place > 1).then(|| view! { <span class="sort-place"><span class="visually-hidden">{words.key_place(place)}</span><span aria-hidden="true">{place}</span></span> })}
        }
    });
    let alone = links.to(&query.clone().sorted(query.sort.clicked(column)));
    let added = links.to(&query.clone().sorted(query.sort.added(column)));
    let navigate = use_navigate();
    let add = move |event: MouseEvent| {
        if event.shift_key() {
            event.prevent_default();
            navigate(&added, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    };
    view! {
        <th role="columnheader" scope="col" class=class aria-sort=aria_sort>
            <a {..no_scroll()} class="sort-link" href=alone on:click=add>
                {name}
                {mark}
            </a>
        </th>
    }
    .into_any()
}
