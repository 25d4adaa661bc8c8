//! The rows: a table, whose rows are cards on a narrow screen.

use chrono::NaiveDate;
use domain::{
    language::Named,
    list::{Column, ColumnType, ListQuery},
};
use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{Listed, head::Heading, keyboard, links::Links};
use crate::{
    component::{no_scroll::no_scroll, notice::Empty},
    preference::language,
    words::ListWords,
};

/// The rows of the page, or why there are none.
#[component]
pub fn Rows<R: Listed>(
    rows: Vec<R>,
    query: ListQuery<R::Column>,
    links: Links<R::Column>,
    /// The present state of the list.
    search: String,
    today: NaiveDate,
    title: &'static str,
) -> impl IntoView {
    match rows.is_empty() {
        true => view! { <NoRows query links/> }.into_any(),
        false => view! { <Table rows query links search today title/> }.into_any(),
    }
}

#[component]
fn NoRows<C: Column>(query: ListQuery<C>, links: Links<C>) -> impl IntoView {
    let words = language();
    let narrowed = query.filter != C::spec().filter.simplified() || !query.find.is_empty();
    if narrowed {
        let cleared = links.to(&query.clone().filtered(C::spec().filter).finding(""));
        view! {
            <Empty title=words.no_match() text=words.no_match_text() icon="search">
                <a {..no_scroll()} class="ds-button" data-variant="secondary" href=cleared>{words.clear_filter()}</a>
            </Empty>
        }
        .into_any()
    } else {
        let everything = links.to(&query.filtered(domain::list::Filter::everything()));
        view! {
            <Empty title=words.nothing_yet() text=words.nothing_yet_text() icon="users">
                <a {..no_scroll()} class="ds-button" data-variant="secondary" href=everything>{words.show_all()}</a>
            </Empty>
        }
        .into_any()
    }
}

#[component]
fn Table<R: Listed>(
    rows: Vec<R>,
    query: ListQuery<R::Column>,
    links: Links<R::Column>,
    search: String,
    today: NaiveDate,
    title: &'static str,
) -> impl IntoView {
    let columns = query.columns.as_slice().to_vec();
    let opened_by = match columns.contains(&R::OPENED_BY) {
        true => R::OPENED_BY,
        false => columns.first().copied().unwrap_or(R::OPENED_BY),
    };
    let headings = columns.iter().map(|column| {
        view! { <Heading column=*column query=query.clone() links=links.clone()/> }
    });
    let headings = headings.collect_view();
    let on_card = R::Column::spec().card;
    let navigate = use_navigate();
    let open = move |event: MouseEvent| {
        if let Some(target) = keyboard::clicked_row(&event) {
            navigate(&target, NavigateOptions::default());
        }
    };
    let lines = rows.into_iter().map(|row| {
        let cells = columns.iter().map(|column| {
            let opens = *column == opened_by;
            let class = class(*column, opens, on_card.contains(column));
            let label = column.name(language());
            let content = row.cell(*column, today, language());
            match opens {
                true => view! {
                    <th role="rowheader" scope="row" class=class data-label=label>
                        <a class="row-link" href=row.target(&search) aria-label=row.title()>{content}</a>
                    </th>
                }
                .into_any(),
                false => view! { <td role="cell" class=class data-label=label>{content}</td> }.into_any(),
            }
        });
        view! { <tr role="row">{cells.collect_view()}</tr> }
    });
    view! {
        <div class="list-scroll" tabindex="0" role="region" aria-label=title>
            <table class="list-table list-rows stacks" role="table">
                <thead role="rowgroup">
                    <tr role="row">{headings}</tr>
                </thead>
                <tbody role="rowgroup" on:keydown=keyboard::between_rows on:click=open>
                    {lines.collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn class<C: Column>(column: C, opens: bool, is_on_card: bool) -> String {
    let mut classes = vec![format!("cell-{}", column.code())];
    if column.column_type() == ColumnType::Number {
        classes.push("number".to_owned());
    }
    if opens {
        classes.push("cell-opens".to_owned());
    }
    if !is_on_card && !opens {
        classes.push("off-card".to_owned());
    }
    classes.join(" ")
}
