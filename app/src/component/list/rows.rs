//! The rows: a table, whose rows are cards on a narrow screen.

use std::sync::Arc;

use domain::list::Mark;
use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    Posting,
    cell::{cell_class, content},
    head::heading,
    keyboard, moving,
    selection::{Row, Selection, row_box},
    shown::{ShownColumn, ShownList, ShownRow},
};
use crate::{
    component::{no_scroll::no_scroll, notice::Empty},
    preference::language,
    words::ListWords,
};

/// How many characters of a text are sure to be seen in its line.
const LINE: usize = 14;

/// The rows of the page, or why there are none.
pub fn rows(list: &ShownList, posting: Posting, selection: Selection) -> AnyView {
    if list.rows.is_empty() { no_rows(list) } else { table(list, posting, selection) }
}

fn no_rows(list: &ShownList) -> AnyView {
    let words = language();
    let (title, text, icon, target, way_out) = if list.is_narrowed {
        let target = list.cleared.clone();
        (words.no_match(), words.no_match_text(), "search", target, words.clear_filter())
    } else {
        let target = list.everything.clone();
        (words.nothing_yet(), words.nothing_yet_text(), "info", target, words.show_all())
    };
    view! {
        <Empty title=title text=text icon=icon>
            <a {..no_scroll()} class="ds-button" data-variant="secondary" href=target>{way_out}</a>
        </Empty>
    }
    .into_any()
}

fn table(list: &ShownList, posting: Posting, selection: Selection) -> AnyView {
    let words = language();
    let headings: Vec<_> = list.columns.iter().map(heading).collect();
    let page: Arc<[Row]> = list.rows.iter().map(|row| (row.id, row.is_chosen)).collect();
    let lines: Vec<_> = list
        .rows
        .iter()
        .map(|row| {
            let select = row_box((row.id, row.is_chosen), &row.title, Arc::clone(&page), selection);
            line(row.clone(), &list.columns, list.today, select, selection)
        })
        .collect();
    let navigate = use_navigate();
    let open = move |event: MouseEvent| {
        let target = keyboard::clicked_row(&event);
        if target.is_some() || keyboard::follows_link(&event) {
            selection.open(keyboard::row_of(&event));
        }
        if let Some(target) = target {
            navigate(&target, NavigateOptions::default());
        }
    };
    moving::keep_in_sight(list.pinned);
    view! {
        <div class="list-scroll" tabindex="0" role="region" aria-label=list.title.clone()>
            <table
                class="list-table list-rows stacks"
                role="table"
                data-density=domain::language::Named::code(list.density)
                data-pinned=list.pinned.to_string()
            >
                <thead role="rowgroup">
                    <tr
                        role="row"
                        on:dragstart=moving::begin
                        on:dragover=moving::over
                        on:drop=move |event| moving::drop(&event, posting)
                        on:keydown=move |event| moving::by_key(&event, posting)
                        on:pointerdown=move |event| moving::widen(&event, posting)
                    >
                        <th role="columnheader" scope="col" class="cell-select">
                            <input
                                class="with-script"
                                type="checkbox"
                                aria-label=words.select_page()
                                prop:checked={
                                    let page = Arc::clone(&page);
                                    move || selection.has_all(&page)
                                }
                                on:change=move |_| selection.turn_all(&page)
                            />
                        </th>
                        {headings}
                    </tr>
                </thead>
                <tbody
                    role="rowgroup"
                    on:keydown=move |event| keyboard::between_rows(&event)
                    on:click=open
                >
                    {lines}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(
    row: ShownRow,
    columns: &[ShownColumn],
    today: chrono::NaiveDate,
    select: AnyView,
    selection: Selection,
) -> AnyView {
    let ShownRow { id, title, target, is_chosen, cells } = row;
    let cells: Vec<_> = columns
        .iter()
        .zip(cells)
        .map(|(shown, (text, mark))| {
            let class = cell_class(shown);
            let label = shown.column.name.clone();
            // What may be cut in its line is whole under the pointer.
            let whole = (text.chars().count() > LINE && mark == Mark::Plain).then(|| text.clone());
            let content = content(text, mark, shown.holds, today);
            match (shown.opens, target.clone()) {
                (true, Some(target)) => view! {
                    <th role="rowheader" scope="row" class=class data-label=label>
                        <a class="row-link" href=target aria-label=title.clone()>{content}</a>
                    </th>
                }
                .into_any(),
                (true, None) => {
                    view! { <th role="rowheader" scope="row" class=class data-label=label>{content}</th> }
                        .into_any()
                }
                (false, _) => {
                    view! { <td role="cell" class=class data-label=label title=whole>{content}</td> }
                        .into_any()
                }
            }
        })
        .collect();
    view! {
        <tr role="row" aria-selected=move || selection.has((id, is_chosen)).then_some("true")>
            {select}
            {cells}
        </tr>
    }
    .into_any()
}
