//! The headings, each of which sorts, is moved, and is made wider.

use domain::list::{ColumnType, Direction};
use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{cell::class, shown::ShownColumn};
use crate::{
    component::{icon::Icon, no_scroll::no_scroll},
    preference::language,
    words::ListWords,
};

/// The order, spelled out. It is heard when it changes.
pub fn sort_sentence(sort: &str) -> AnyView {
    let words = language();
    let sentence = match sort {
        "" => words.unsorted().to_owned(),
        sort => format!("{} {sort}", words.sorted_by()),
    };
    view! { <p class="sort-sentence" role="status">{sentence}</p> }.into_any()
}

/// A heading. A click sorts by the column alone, a click with Shift adds it to the order.
pub fn heading(shown: &ShownColumn) -> AnyView {
    let words = language();
    let name = shown.column.name.clone();
    let code = shown.column.code.clone();
    let number = if shown.holds == ColumnType::Number { "number" } else { "" };
    let class = class(number, shown.width);
    let grip = view! { <span class="grip with-script" aria-hidden="true"></span> }.into_any();
    let Some((alone, added)) = shown.sort.clone() else {
        return view! { <th role="columnheader" scope="col" class=class data-column=code draggable="true">{name} {grip}</th> }
            .into_any();
    };
    let aria_sort = match shown.sorted {
        Some((1, Direction::Ascending)) => Some("ascending"),
        Some((1, Direction::Descending)) => Some("descending"),
        _ => None,
    };
    let mark = shown.sorted.map(|(place, direction)| {
        let icon = match direction {
            Direction::Ascending => "arrow-up",
            Direction::Descending => "arrow-down",
        };
        view! {
            <Icon name=icon/>
            {(place > 1).then(|| view! { <span class="sort-place"><span class="visually-hidden">{words.key_place(place)}</span><span aria-hidden="true">{place}</span></span> }.into_any())}
        }.into_any()
    });
    let navigate = use_navigate();
    let add = move |event: MouseEvent| {
        if event.shift_key() {
            event.prevent_default();
            navigate(&added, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    };
    view! {
        <th role="columnheader" scope="col" class=class aria-sort=aria_sort data-column=code draggable="true">
            <a {..no_scroll()} class="sort-link" href=alone on:click=add draggable="false">
                {name}
                {mark}
            </a>
            {grip}
        </th>
    }
    .into_any()
}
