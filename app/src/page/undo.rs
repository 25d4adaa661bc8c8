//! Whether a change is really to be taken back, or why it cannot be. Drawn by the server, as plain forms.

use std::collections::HashMap;

use domain::{
    id::CaseId,
    job::{JobKind, RowOutcome, UndoRefusal},
    language::{Language, Message, Named},
    product_page::ProductPage,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::undo::UndoPreview;

use crate::{
    component::{breadcrumb::breadcrumb, icon::Icon, number::grouped},
    path,
    serverfn::bulk::UndoChange,
    words::BulkWords,
};

/// How many of the rows that stand in the way are named.
pub const MOST_NAMED: usize = 20;

/// The page that asks whether a change is really to be taken back.
pub struct Page {
    /// What would be taken back.
    pub preview: UndoPreview,
    /// Whose the first of the cases are that stand in the way, where the reader sees them.
    pub names: HashMap<CaseId, String>,
    /// In which language.
    pub language: Language,
}

impl Page {
    /// What it is called.
    pub fn title(&self) -> &'static str {
        self.language.undo_change()
    }

    /// The whole page.
    pub fn view(&self) -> AnyView {
        let words = self.language;
        let UndoPreview { change, fields, refusal } = &self.preview;
        let count = grouped(change.counts.changed, words);
        let names: Vec<&str> = fields.iter().map(|field| field.name(words)).collect();
        let question = match change.kind {
            JobKind::RegisterMeasures => words.undo_measures(&count, &change.by, &change.at),
            JobKind::RegisterContacts => words.undo_contacts(&count, &change.by, &change.at),
            JobKind::WriteLetters => words.undo_letters(&count, &change.by, &change.at),
            JobKind::CloseFollowUps => words.undo_closing(&count, &change.by, &change.at),
            JobKind::UpdateCases | JobKind::HandOver | JobKind::Undo => {
                words.undo_question(&count, &change.by, &change.at)
            }
        };
        let names = (!names.is_empty()).then(|| view! { <p>{words.undo_fields(&names.join(", "))}</p> });
        let body = match refusal {
            Some(refusal) => self.refused(refusal),
            None => view! {
                <section class="card job">
                    <p>{question}</p>
                    {names}
                    <form class="bulk-bar" method="post" action=UndoChange::url()>
                        <input type="hidden" name="id" value=change.id.to_string()/>
                        <button class="ds-button" type="submit">{words.undo_change()}</button>
                        <a class="ds-button" data-variant="tertiary" href=path::job(change.id)>{words.cancel()}</a>
                    </form>
                </section>
            }
            .into_any(),
        };
        view! {
            {breadcrumb([
                (path::JOBS.to_owned(), ProductPage::Jobs.name(words)),
                (path::job(change.id), change.kind.name(words)),
            ])}
            <div class="page-head">
                <div>
                    <h1>{words.undo_change()}</h1>
                    <p class="page-intro">{words.job_by_at(&change.id.to_string(), &change.by, &change.at)}</p>
                </div>
            </div>
            {body}
        }
        .into_any()
    }

    fn refused(&self, refusal: &UndoRefusal) -> AnyView {
        let words = self.language;
        let cases = refusal.cases();
        let heading = match refusal {
            UndoRefusal::NoLongerAllowed { .. } => words.rows_not_allowed(),
            _ => words.touched_rows(),
        };
        let links = cases.iter().take(MOST_NAMED).map(|(case, reasons)| {
            let reasons: Vec<String> = reasons.iter().map(|reason| reason.message(words)).collect();
            let why = (!reasons.is_empty()).then(|| format!(": {}", reasons.join(" ")));
            match self.names.get(case) {
                Some(name) => {
                    view! { <li><a href=path::case(*case)>{name.clone()}</a> {why}</li> }.into_any()
                }
                None => view! { <li>{RowOutcome::Gone.name(words)}</li> }.into_any(),
            }
        });
        let links: Vec<_> = links.collect();
        let rest = cases.len().saturating_sub(MOST_NAMED);
        let more = (rest > 0).then(|| view! { <li>{words.and_more(&grouped(rest as u64, words))}</li> });
        let links = (!cases.is_empty()).then(|| view! { <p>{heading}</p> <ul>{links} {more}</ul> });
        let job = self.preview.change.id;
        view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="problem">
                <h2 id="problem"><Icon name="triangle-alert"/>{words.not_undone()}</h2>
                <p>{refusal.message(words)}</p>
                {links}
            </div>
            <div class="bulk-bar">
                <a class="ds-button" href=path::job(job)>{words.see_change()}</a>
                <a class="ds-button" data-variant="secondary" href=path::CASES>{words.back_to_cases()}</a>
            </div>
        }
        .into_any()
    }
}
