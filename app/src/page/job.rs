//! A job: how far it has come, what became of the rows, and taking it back. Drawn by the server, as plain forms.

use domain::{
    id::CaseId,
    job::{JobState, RowOutcome, UndoRefusal},
    language::{Language, Message, Named},
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::{
    jobs::{Progress, ReportedRow},
    undo::UndoPreview,
};

use crate::{
    component::{icon::Icon, number::grouped},
    path,
    serverfn::bulk::{CancelJob, UndoChange},
    words::BulkWords,
};

/// How many rows that were changed since are named.
const MOST_NAMED: usize = 20;

/// The page of a job.
pub struct Page {
    /// How far it has come.
    pub progress: Progress,
    /// The rows that were not changed, once it is over.
    pub report: Vec<ReportedRow>,
    /// The state of the list that one came from.
    pub list: String,
    /// In which language.
    pub language: Language,
}

impl Page {
    /// What it is called.
    pub fn title(&self) -> &'static str {
        self.progress.kind.name(self.language)
    }

    /// The part that changes while the job goes on.
    pub fn progress_view(&self) -> AnyView {
        let (words, job) = (self.language, &self.progress);
        let done = job.counts.total();
        let told = words.done_of(&grouped(done, words), &grouped(job.total, words));
        let bar = (!job.state.is_over()).then(|| {
            view! {
                <noscript><meta http-equiv="refresh" content="2"/></noscript>
                <progress class="job-bar" max=job.total.to_string() value=done.to_string() aria-label=words.progress()>{told.clone()}</progress>
            }
        });
        let counts = RowOutcome::ALL.iter().filter(|outcome| job.counts.of(**outcome) > 0).map(|outcome| {
            view! { <div><dt>{outcome.name(words)}</dt> <dd>{grouped(job.counts.of(*outcome), words)}</dd></div> }
        });
        let counts: Vec<_> = counts.collect();
        let tone = match job.state {
            JobState::Done => "pill pill-good",
            JobState::Failed => "pill pill-late",
            JobState::Running => "pill pill-busy",
            JobState::Queued | JobState::Cancelled => "pill pill-quiet",
        };
        let stopping =
            (job.cancel_asked && !job.state.is_over()).then(|| view! { <p>{words.stopping()}</p> });
        let failure = job.failure.as_deref().map(|code| {
            let said = match code {
                "forbidden" => words.failed_forbidden(),
                "touched_since" => words.failed_touched(),
                _ => words.failed_otherwise(),
            };
            view! { <div class="notice notice-bad" role="alert"><Icon name="triangle-alert"/> <p>{said}</p></div> }
        });
        view! {
            <div class="page-head">
                <div>
                    <h1>{self.title()}</h1>
                    <p class="page-intro">{words.by_at(&job.by, &job.at)}</p>
                </div>
            </div>
            {failure}
            <section class="card job">
                <p role="status"><span class=tone>{job.state.name(words)}</span> " " {told}</p>
                {bar}
                {stopping}
                <dl class="job-counts">{counts}</dl>
            </section>
        }
        .into_any()
    }

    /// What can be done, and the rows that were not changed.
    pub fn body_view(&self) -> AnyView {
        let (words, job) = (self.language, &self.progress);
        let cancel = (!job.state.is_over() && !job.cancel_asked).then(|| {
            view! {
                <form method="post" action=CancelJob::url()>
                    <input type="hidden" name="id" value=job.id.to_string()/>
                    <button class="ds-button" data-variant="secondary" type="submit">{words.cancel_job()}</button>
                </form>
            }
        });
        let undo = job.may_be_undone().then(|| {
            view! { <a class="ds-button" data-variant="secondary" href=path::undo(job.id)><Icon name="rotate-ccw"/>{words.undo()}</a> }
        });
        let undone = job.undone_by.map(|by| view! { <a href=path::job(by, "")>{words.see_undo()}</a> });
        let undoes =
            job.undoes.map(|undone| view! { <a href=path::job(undone, "")>{words.see_undone()}</a> });
        view! {
            <div class="bulk-bar">
                <a class="ds-button" href=path::cases(&self.list)>{words.back_to_list()}</a>
                {cancel}
                {undo}
                {undone}
                {undoes}
            </div>
            {self.report()}
        }
        .into_any()
    }

    fn report(&self) -> Option<AnyView> {
        let (words, counts) = (self.language, self.progress.counts);
        let rows = self.report.iter().map(|row| {
            let reasons: Vec<&str> = row.reasons.iter().map(|reason| reason.name(words)).collect();
            let who = match &row.title {
                Some(title) => view! { <a href=path::case(row.case)>{title.clone()}</a> }.into_any(),
                None => view! { <span class="quiet">{format!("#{}", row.case)}</span> }.into_any(),
            };
            let why = match reasons.is_empty() {
                true => row.outcome.name(words).to_owned(),
                false => reasons.join(" "),
            };
            view! { <tr><th scope="row">{who}</th> <td data-label=words.why()>{why}</td></tr> }
        });
        let rows: Vec<_> = rows.collect();
        let told = rows.len() as u64;
        let all = counts.refused + counts.conflict + counts.gone;
        let more = (all > told)
            .then(|| view! { <p class="quiet">{words.and_more(&grouped(all - told, words))}</p> });
        (told > 0).then(|| {
            view! {
                <section class="card job">
                    <h2>{words.not_changed()}</h2>
                    <table class="plain-table stacks">
                        <thead><tr><th scope="col">{words.individual()}</th> <th scope="col">{words.why()}</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                    {more}
                </section>
            }
            .into_any()
        })
    }
}

/// The page that asks whether a change is really to be taken back.
pub struct UndoPage {
    /// What would be taken back.
    pub preview: UndoPreview,
    /// In which language.
    pub language: Language,
}

impl UndoPage {
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
        let body = match refusal {
            Some(refusal) => self.refused(refusal),
            None => view! {
                <section class="card job">
                    <p>{words.undo_question(&count, &change.by, &change.at)}</p>
                    <p>{words.undo_fields(&names.join(", "))}</p>
                    <form class="bulk-bar" method="post" action=UndoChange::url()>
                        <input type="hidden" name="id" value=change.id.to_string()/>
                        <button class="ds-button" type="submit">{words.undo_change()}</button>
                        <a class="ds-button" data-variant="tertiary" href=path::job(change.id, "")>{words.cancel()}</a>
                    </form>
                </section>
            }
            .into_any(),
        };
        view! {
            <div class="page-head"><h1>{words.undo_change()}</h1></div>
            {body}
        }
        .into_any()
    }

    fn refused(&self, refusal: &UndoRefusal) -> AnyView {
        let words = self.language;
        let touched: &[CaseId] = match refusal {
            UndoRefusal::Touched { cases, .. } => cases,
            _ => &[],
        };
        let links = touched.iter().take(MOST_NAMED).map(|case| {
            view! { <li><a href=path::case(*case)>{format!("{} {case}", words.show_case())}</a></li> }
        });
        let links: Vec<_> = links.collect();
        let rest = touched.len().saturating_sub(MOST_NAMED);
        let more = (rest > 0).then(|| view! { <li>{words.and_more(&grouped(rest as u64, words))}</li> });
        let links = (!touched.is_empty()).then(|| {
            view! { <p>{words.touched_rows()}</p> <ul>{links} {more}</ul> }
        });
        let job = self.preview.change.id;
        view! {
            <div class="error-summary" role="alert" aria-labelledby="problem">
                <h2 id="problem"><Icon name="triangle-alert"/>{refusal.message(words)}</h2>
                {links}
            </div>
            <div class="bulk-bar"><a class="ds-button" data-variant="secondary" href=path::job(job, "")>{words.see_undone()}</a></div>
        }
        .into_any()
    }
}
