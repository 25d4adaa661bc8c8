//! A job: how far it has come, and what became of the rows. Drawn by the server, as plain forms.

use domain::{
    job::{JobKind, JobState, RowOutcome},
    language::{Language, Message, Named},
    product_page::ProductPage,
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::jobs::{Progress, ReportedRow};

use crate::{
    component::{breadcrumb::breadcrumb, icon::Icon, number::grouped},
    page::letters,
    path,
    serverfn::bulk::{CancelJob, SelectRows},
    words::BulkWords,
};

/// The page of a job.
pub struct Page {
    /// How far it has come.
    pub progress: Progress,
    /// The rows that were not changed, once it is over.
    pub report: Vec<ReportedRow>,
    /// How many letters it has written that can be fetched.
    pub letters: usize,
    /// Whether the reader may ask for such a change.
    pub may_edit: bool,
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

    /// How many rows it has not changed though it was asked to.
    const fn left_out(&self) -> u64 {
        let counts = self.progress.counts;
        counts.refused + counts.conflict + counts.gone
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
            let name = match outcome {
                RowOutcome::Changed => job.kind.done(words),
                outcome => outcome.name(words),
            };
            view! { <div><dt>{name}</dt> <dd>{grouped(job.counts.of(*outcome), words)}</dd></div> }
        });
        let counts: Vec<_> = counts.collect();
        let tone = match job.state {
            JobState::Done if self.left_out() == 0 => "pill pill-good",
            JobState::Done => "pill pill-due",
            JobState::Failed => "pill pill-late",
            JobState::Running => "pill pill-busy",
            JobState::Queued | JobState::Cancelled => "pill pill-quiet",
        };
        let left_out = (job.state.is_over() && self.left_out() > 0).then(|| {
            let text = words.left_out_of(&grouped(self.left_out(), words), &grouped(job.total, words));
            view! { <p><strong>{text}</strong></p> }
        });
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
                {left_out}
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
        let undone = job.undone_by.map(|by| view! { <a href=path::job(by)>{words.see_undo()}</a> });
        let undoes = job.undoes.map(|undone| view! { <a href=path::job(undone)>{words.see_undone()}</a> });
        let (back, of_follow_ups) = self.asked_from();
        let to = if of_follow_ups { words.back_to_follow_ups() } else { words.back_to_cases() };
        view! {
            {letters::files(job.id, self.letters, words)}
            <div class="bulk-bar">
                <a class="ds-button" data-variant=(self.letters > 0).then_some("secondary") href=back>{to}</a>
                {cancel}
                {undo}
                {undone}
                {undoes}
            </div>
            {self.report()}
        }
        .into_any()
    }

    /// The list that the rows were chosen in, and whether that is the one of follow-ups.
    fn asked_from(&self) -> (String, bool) {
        let job = &self.progress;
        let of_follow_ups =
            job.asked_from.starts_with(path::FOLLOW_UPS) || job.kind == JobKind::CloseFollowUps;
        let list = if of_follow_ups { path::FOLLOW_UPS } else { path::CASES };
        let address = if job.asked_from.is_empty() { list } else { job.asked_from.as_str() };
        (address.to_owned(), of_follow_ups)
    }

    /// The refused rows once more in the form that asked, with what had been filled in while that is kept.
    fn again(&self) -> Option<AnyView> {
        let (list, action) = match self.progress.kind {
            JobKind::UpdateCases => ("cases", "update"),
            JobKind::RegisterMeasures => ("cases", "measures"),
            JobKind::RegisterContacts => ("cases", "contacts"),
            JobKind::CloseFollowUps => ("follow-ups", "close"),
            JobKind::HandOver | JobKind::WriteLetters | JobKind::Undo => return None,
        };
        let is_again = |row: &&ReportedRow| matches!(row.outcome, RowOutcome::Refused | RowOutcome::Conflict);
        let refused = self.report.iter().filter(is_again);
        let rows: Vec<_> = refused
            .map(|row| view! { <input type="hidden" name="rows[]" value=row.row.to_string()/> })
            .collect();
        (self.may_edit && !rows.is_empty()).then(|| {
            // The rows of contacts are cases, also where follow-ups were chosen: no list of those is to be led back to.
            let (address, of_follow_ups) = self.asked_from();
            let is_other = list == "cases" && of_follow_ups;
            let search = address.split_once('?').map(|(_, search)| search.to_owned()).filter(|_| !is_other);
            view! {
                <form method="post" action=SelectRows::url()>
                    <input type="hidden" name="list" value=list/>
                    <input type="hidden" name="search" value=search.unwrap_or_default()/>
                    <input type="hidden" name="action" value=action/>
                    <input type="hidden" name="draft" value=self.progress.draft.clone().unwrap_or_default()/>
                    {rows}
                    <button class="ds-button" data-variant="secondary" type="submit">{self.language.open_refused_again()}</button>
                </form>
            }
            .into_any()
        })
    }

    fn report(&self) -> Option<AnyView> {
        let words = self.language;
        let rows = self.report.iter().map(|row| {
            let reasons: Vec<String> = row.reasons.iter().map(|reason| reason.message(words)).collect();
            let who = match (&row.title, row.case) {
                (Some(title), Some(case)) => {
                    view! { <a href=path::case(case)>{title.clone()}</a> }.into_any()
                }
                _ => view! { <span class="quiet">{format!("#{}", row.row)}</span> }.into_any(),
            };
            let why = match reasons.is_empty() {
                true => row.outcome.name(words).to_owned(),
                false => reasons.join(" "),
            };
            view! { <tr><th scope="row">{who}</th> <td data-label=words.why()>{why}</td></tr> }
        });
        let rows: Vec<_> = rows.collect();
        let told = rows.len() as u64;
        let all = self.left_out();
        let more = (all > told)
            .then(|| view! { <p class="quiet">{words.and_more(&grouped(all - told, words))}</p> });
        (told > 0).then(|| {
            view! {
                <section class="card job">
                    <h2>{words.not_changed()}</h2>
                    {self.again()}
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
