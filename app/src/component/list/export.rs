//! The list as a file: what it will hold, and the links to it.

use leptos::prelude::*;

use super::{
    panel::{Panels, panel},
    shown::{ShownExport, ShownList},
};
use crate::{component::icon::Icon, preference::language, words::ListWords};

/// The panel of the export. Its links are followed by the browser itself, which keeps the file and stays on the page.
pub fn export(list: &ShownList, panels: Panels) -> AnyView {
    let words = language();
    let headings: Vec<&str> = list.columns.iter().map(|shown| shown.column.name.as_str()).collect();
    let headings = headings.join(", ");
    let sort = if list.sort.is_empty() { words.unsorted().to_owned() } else { list.sort.clone() };
    let export = list.export.clone();
    let summary = view! {
        <summary class="tool">
            <Icon name="download"/>
            {words.export()}
        </summary>
    };
    let body = move || what_it_holds(&export, &headings, &sort);
    panel(panels, "export".to_owned(), "panel panel-drop", false, summary.into_any(), body)
}

fn what_it_holds(export: &ShownExport, headings: &str, sort: &str) -> AnyView {
    let words = language();
    let files: Vec<_> = export
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
        <div class="panel-body export-body">
            <p><b>{export.size.clone()}</b></p>
            <dl class="export-what">
                <dt>{words.selection()}</dt>
                <dd>{export.selection.clone()}</dd>
                <dt>{words.sorted_by()}</dt>
                <dd>{sort.to_owned()}</dd>
                <dt>{words.columns()}</dt>
                <dd>{headings.to_owned()}</dd>
            </dl>
            <p class="export-note">{words.export_is_told()}</p>
            <div class="panel-actions">{files}</div>
        </div>
    }
    .into_any()
}
