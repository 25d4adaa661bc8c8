//! The list as a file: what it will hold, and the links to it.

use leptos::prelude::*;

use super::shown::ShownList;
use crate::{component::icon::Icon, preference::language, words::ListWords};

/// The panel of the export. Its links are followed by the browser itself, which keeps the file and stays on the page.
pub fn export(list: &ShownList) -> AnyView {
    let words = language();
    let headings: Vec<&str> = list.columns.iter().map(|shown| shown.column.name.as_str()).collect();
    let sort = if list.sort.is_empty() { words.unsorted().to_owned() } else { list.sort.clone() };
    let files: Vec<_> = list
        .export
        .files
        .iter()
        .cloned()
        .map(|(name, target)| {
            view! {
                <a class="ds-button" data-variant="secondary" href=target rel="external">
                    <Icon name="download"/>
                    {name}
                </a>
            }
            .into_any()
        })
        .collect();
    view! {
        <details class="panel panel-drop" name="list-panel">
            <summary class="tool">
                <Icon name="download"/>
                {words.export()}
            </summary>
            <div class="panel-body export-body">
                <p><b>{list.export.size.clone()}</b></p>
                <dl class="export-what">
                    <dt>{words.selection()}</dt>
                    <dd>{list.export.selection.clone()}</dd>
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
