//! The list as a file: what it will hold, and the links to it.

use domain::{
    language::Named,
    list::{Column, ExportFormat, ListQuery},
};
use leptos::prelude::*;

use super::links::Links;
use crate::{
    component::{icon::Icon, number::grouped},
    path,
    preference::language,
    words::{CountWords, ListWords},
};

/// The panel of the export. Its links are followed by the browser itself, which keeps the file and stays on the page.
#[component]
pub fn Export<C: Column>(query: ListQuery<C>, links: Links<C>, total: u64) -> impl IntoView {
    let words = language();
    let columns = query.columns.as_slice();
    let size =
        words.export_size(&words.rows(total, &grouped(total, words)), &words.column_count(columns.len()));
    let headings: Vec<&str> = columns.iter().map(|column| column.name(words)).collect();
    let mut selection = Vec::new();
    if !query.filter.is_everything() {
        selection.push(query.filter.sentence(words));
    }
    if !query.find.is_empty() {
        selection.push(format!("{} ”{}”", words.finding(), query.find));
    }
    let selection = if selection.is_empty() { words.all_rows().to_owned() } else { selection.join(" · ") };
    let sort = match query.sort.sentence(words) {
        sentence if sentence.is_empty() => words.unsorted().to_owned(),
        sentence => sentence,
    };
    let code = C::spec().code;
    let files = ExportFormat::ALL.iter().map(|format| {
        let target = links.file(&path::export_file(code, *format), &query);
        view! {
            <a class="ds-button" data-variant="secondary" href=target rel="external">
                <Icon name="download"/>
                {words.export_as(format.name(words), format.code())}
            </a>
        }
    });
    let files = files.collect_view();
    view! {
        <details class="panel panel-drop" name="list-panel">
            <summary class="tool">
                <Icon name="download"/>
                {words.export()}
            </summary>
            <div class="panel-body export-body">
                <p><b>{size}</b></p>
                <dl class="export-what">
                    <dt>{words.selection()}</dt>
                    <dd>{selection}</dd>
                    <dt>{words.sorted_by()}</dt>
                    <dd>{sort}</dd>
                    <dt>{words.columns()}</dt>
                    <dd>{headings.join(", ")}</dd>
                </dl>
                <p class="export-note">{words.export_is_told()}</p>
                <div class="panel-actions">{files}</div>
            </div>
        </details>
    }
    .into_any()
}
