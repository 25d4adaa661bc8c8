//! A job: how far it has come, and what became of the rows. Drawn by the server, as plain forms.

use domain::{
    job::{JobKind, JobState, RowOutcome},
    language::{Language, Named},
    product_page::ProductPage,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::jobs::{Progress, ReportedRow};

use crate::{
    component::{breadcrumb::breadcrumb, icon::Icon, number::grouped},
    path,
    serverfn::bulk::CancelJob,
    words::BulkWords,
};

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

    /// How far it has come, said aloud.
    pub fn told(&self) -> String {
        format!("{} {}", self.progress.state.name(self.language), self.done())
    }

    fn done(&self) -> String {
        let (words, job) = (self.language, &self.progress);
        words.done_of(&grouped(job.counts.total(), words), &grouped(job.total, words))
    }

    /// Whether it can be asked to stop: what takes a change back does it as a whole.
    fn may_be_stopped(&self) -> bool {
        let job = &self.progress;
        let has_parts = job.kind != JobKind::Undo || job.state == JobState::Queued;
        has_parts && !job.state.is_over() && !job.cancel_asked
    }

    /// The part that changes while the job goes on.
    pub fn progress_view(&self) -> AnyView {
        let (words, job) = (self.language, &self.progress);
        let is_whole = job.kind == JobKind::Undo && job.state == JobState::Running;
        let bar = (!job.state.is_over()).then(|| {
            let value = (!is_whole).then(|| job.counts.total().to_string());
            view! {
                <noscript><meta http-equiv="refresh" content="2"/></noscript>
                <progress class="job-bar" max=job.total.to_string() value=value aria-label=words.progress()>{self.done()}</progress>
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
        let is_too_late = job.cancel_asked && job.state == JobState::Done;
        let may_be_undone = is_too_late && job.may_be_undone();
        let notes = [
            (is_whole, words.all_at_once()),
            (job.cancel_asked && !is_whole && !job.state.is_over(), words.stopping()),
            (is_too_late, words.stopped_too_late()),
            (may_be_undone, words.stopped_too_late_undo()),
        ];
        let notes: Vec<&str> = notes.into_iter().filter_map(|(holds, note)| holds.then_some(note)).collect();
        let notes = (!notes.is_empty()).then(|| view! { <p>{notes.join(" ")}</p> });
        let failure = job.failure.map(|failure| {
            let said = failure.name(words);
            view! { <div class="notice notice-bad" role="alert"><Icon name="triangle-alert"/> <p>{said}</p></div> }
        });
        view! {
            {breadcrumb([(path::JOBS.to_owned(), ProductPage::Jobs.name(words))])}
            <div class="page-head">
                <div>
                    <h1>{self.title()}</h1>
                    <p class="page-intro">{words.job_by_at(&job.id.to_string(), &job.by, &job.at)}</p>
                </div>
            </div>
            {failure}
            <section class="card job">
                <p><span class=tone>{job.state.name(words)}</span> " " {self.done()}</p>
                {bar}
                {notes}
                <dl class="job-counts">{counts}</dl>
            </section>
        }
        .into_any()
    }

    /// What can be done, and the rows that were not changed.
    pub fn body_view(&self) -> AnyView {
        let (words, job) = (self.language, &self.progress);
        let cancel = self.may_be_stopped().then(|| {
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
                <a class="ds-button" href=path::cases(&self.list)>{words.back_to_cases()}</a>
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
