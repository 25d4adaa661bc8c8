//! What was saved and what was not.

use domain::{
    case::change::CaseField,
    language::{Language, Named},
};
use leptos::prelude::*;

use super::{
    Page,
    field::{Owner, identity},
};
use crate::{
    component::icon::Icon,
    path,
    server::bulk::{
        form::{Draft, Problem},
        update::in_place,
    },
    words::BulkWords,
};

impl Page {
    /// What was saved and what was not, linking to what is to be mended.
    pub(super) fn summary(&self) -> Option<AnyView> {
        let words = self.language;
        let Draft { problems, top_problems, is_empty, saved, .. } = &self.draft;
        let mut lines: Vec<(String, String)> = Vec::new();
        // By the rows one knows which form it is about.
        let for_all = if self.draft.rows.is_empty() { Owner::All } else { Owner::Page };
        for problem in top_problems {
            lines.push((target(*problem, for_all), said(*problem, words)));
        }
        if *is_empty {
            let first = self.shown.rows.first().filter(|_| !self.draft.rows.is_empty());
            let owner = first.map_or(Owner::All, Owner::Row);
            let target = format!("#{}", identity(CaseField::Registered, owner));
            lines.push((target, words.fill_in_something().to_owned()));
        }
        for row in &self.shown.rows {
            for problem in problems.get(&row.id.0).into_iter().flatten() {
                let said = format!("{}: {}", row.title, said(*problem, words));
                lines.push((target(*problem, Owner::Row(row)), said));
            }
        }
        if lines.is_empty() {
            return None;
        }
        let in_register = saved.map_or(0, |(_, counts)| in_place(counts));
        let gone = saved.map_or(0, |(_, counts)| counts.gone);
        let not_saved = problems.len() as u64 + gone;
        let title = match in_register {
            0 => words.nothing_saved().to_owned(),
            saved => words.some_not_saved(&self.count(not_saved), &self.count(not_saved + saved)),
        };
        let saved = saved.map(|(job, _)| {
            let done = (in_register > 0).then(|| words.rows_saved(&self.count(in_register)));
            let gone = (gone > 0).then(|| words.rows_gone(&self.count(gone)));
            view! { <p>{done} " " {gone} " " <a data-keeps href=path::job(job)>{words.see_report()}</a></p> }
        });
        let lines: Vec<_> = lines
            .into_iter()
            .map(|(target, said)| view! { <li><a href=target rel="external">{said}</a></li> })
            .collect();
        Some(
            view! {
                <div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="problem">
                    <h2 id="problem"><Icon name="triangle-alert"/>{title}</h2>
                    {saved}
                    <ul>{lines}</ul>
                </div>
            }
            .into_any(),
        )
    }
}

/// Where a problem is to be mended: its field, or the row as a whole.
fn target(problem: Problem, owner: Owner<'_>) -> String {
    match (problem.field(), owner) {
        (None, Owner::Row(row)) => format!("#rad-{}", row.id),
        (field, owner) => format!("#{}", identity(field.unwrap_or(CaseField::Registered), owner)),
    }
}

/// What is wrong, with the field that it is about; what the rules refuse names it itself.
pub(super) fn said(problem: Problem, words: Language) -> String {
    match problem {
        Problem::Missing(field) | Problem::Unreadable(field) => {
            format!("{}: {}", field.name(words), problem.text(words))
        }
        Problem::Refused(_) | Problem::Conflict | Problem::NotApplied => problem.text(words).to_owned(),
    }
}
