//! *Uppdatera aktivitetsansvar*: the form as it is posted. How it is drawn stands in [`crate::page::cases::update`].

use std::collections::{BTreeMap, HashMap};

use domain::{
    access::Permission,
    id::CaseId,
    job::{OutcomeCounts, RowOutcome, RowRefusal},
    language::Language,
    list::CaseColumn,
};
use service::{
    ServiceError, Services, case_changes,
    jobs::{self, CaseUpdate, Origin, RowChange},
    selection,
    session::Session,
};

use super::form::{Draft, Of, Problem, filled, read, read_row};
use crate::{
    error::AppError,
    page::cases::update::{self, Page},
    path,
    server::{
        drawn::{Reader, html, parameter},
        form::{self, keep, kept, poster},
        list, request, response,
    },
    serverfn::{bulk::CaseForm, drawn::Drawn},
    words::BulkWords,
};

/// What a form of the page asks for.
pub mod what {
    /// Fill in the rows from the row for all.
    pub const FILL: &str = "fill";
    /// Save the rows.
    pub const SAVE: &str = "save";
    /// Save the row for all, for the whole selection.
    pub const SAVE_ALL: &str = "save-all";
}

/// The form, posted.
pub struct Posted {
    /// The token of the selection.
    pub selection: String,
    /// The state of the list that one came from.
    pub list: String,
    /// The page of the selection.
    pub page: usize,
    /// What is asked for.
    pub what: String,
    /// The row for all.
    pub top: CaseForm,
    /// The rows, by case.
    pub rows: HashMap<i64, CaseForm>,
}

/// Draws the page of an address.
///
/// # Errors
/// [`AppError::NotFound`] for a selection that the reader does not have.
pub async fn draw(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let token = parameter(search, path::CHOSEN_PARAMETER).unwrap_or_default();
    let list = parameter(search, path::LIST_PARAMETER).unwrap_or_default();
    let number = parameter(search, path::PAGE_PARAMETER).and_then(|page| page.parse().ok()).unwrap_or(1);
    let shown = match case_changes::page(services, session, &token, number).await {
        Err(ServiceError::NotFound) => return Ok(gone(&list, *language)),
        shown => shown?,
    };
    let (asked, _) = list::profile::open::<CaseColumn>(services, session, &list).await?;
    let elsewhere = selection::elsewhere(services, session, &token, &asked.query).await?.unwrap_or(0);
    let draft: Draft = kept(reader, search, path::DRAFT_PARAMETER).await?;
    let is_refused = draft.is_refused();
    let is_lost = parameter(search, path::LOST_PARAMETER).is_some();
    let page = Page { shown, draft, is_lost, token, list, elsewhere, language: *language };
    Ok(form::page(language.update_cases(), is_refused, page.view(), *language))
}

/// Draws the page of a selection that is no longer there. A script is answered with the page, since it could show no
/// other with an error.
fn gone(list: &str, language: Language) -> Drawn {
    if request::page().is_some() {
        response::answer_with(AppError::NotFound);
    }
    let body = html(update::gone(list, language));
    Drawn { title: language.selection_gone().to_owned(), body, ..Drawn::default() }
}

/// Does what a form asks for, and leads on.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn post(posted: Posted) -> Result<(), AppError> {
    let here = path::update_cases(&posted.selection, posted.page, None, &posted.list);
    let Some(reader) = poster(&here, || Some(posted.interrupted())).await? else { return Ok(()) };
    let Reader { services, session, .. } = &reader;
    if !session.may(Permission::EditCases) {
        return Err(response::answer_with(AppError::Forbidden));
    }
    let done = match posted.what.as_str() {
        what::SAVE => save(services, session, &posted).await,
        what::SAVE_ALL => save_all(services, session, &posted).await,
        _ => Ok(Next::Draft(Box::new(fill(&posted)))),
    };
    let target = match done.map_err(response::answer_with)? {
        Next::Job(id) => path::job(id),
        Next::Gone => path::update_cases(&posted.selection, 1, None, &posted.list),
        Next::Draft(draft) => {
            let token = keep(&reader, &draft).await?;
            if let Some((job, _)) = draft.saved {
                // Some of it is saved: whoever is not told where the rest is kept finds it in the form all the same.
                _ = jobs::keep_draft(services, session, job, &token).await;
            }
            path::update_cases(&posted.selection, posted.page, Some(&token), &posted.list)
        }
    };
    response::see_other(&target);
    Ok(())
}

/// Where a form leads.
enum Next {
    /// To the report of what was done.
    Job(domain::id::JobId),
    /// To what tells that the selection is no longer there.
    Gone,
    /// Back to the form, with what stands in it.
    Draft(Box<Draft>),
}

impl Posted {
    /// What has been filled in, to be gone on with after signing in again.
    pub fn interrupted(&self) -> Draft {
        let is_filled_in = |form: &CaseForm| !matches!(read_row(form), Ok(change) if change.is_empty());
        let filled_in = self.rows.iter().filter(|(_, form)| is_filled_in(form));
        let mut rows: BTreeMap<i64, CaseForm> = filled_in.map(|(case, form)| (*case, form.clone())).collect();
        // By a row the page knows which form the values for all stood in.
        if rows.is_empty() {
            rows.extend(self.rows.iter().next().map(|(case, form)| (*case, form.clone())));
        }
        Draft { rows, top: self.top.clone(), interrupted: true, ..Draft::default() }
    }
}

/// Fills the rows from the row for all, which is empty afterwards: what still stands there is in no row.
fn fill(posted: &Posted) -> Draft {
    let rows = posted.rows.iter().map(|(case, row)| (*case, filled(row, &posted.top))).collect();
    Draft { rows, ..Draft::default() }
}

/// The form as it was posted, where something stands in the row for all that has not been filled into the rows.
fn not_applied(posted: &Posted) -> Option<Draft> {
    let is_empty = matches!(read(&posted.top, Of::All), Ok(change) if change.is_empty());
    (!is_empty).then(|| Draft {
        rows: posted.rows.iter().map(|(case, form)| (*case, form.clone())).collect(),
        top: posted.top.clone(),
        top_problems: vec![Problem::NotApplied],
        ..Draft::default()
    })
}

/// Saves the rows of a page that something has been filled in for. Those that can be are saved; the others come back with
/// what is wrong.
async fn save(services: &Services, session: &Session, posted: &Posted) -> Result<Next, AppError> {
    if let Some(draft) = not_applied(posted) {
        return Ok(Next::Draft(Box::new(draft)));
    }
    let mut problems = BTreeMap::<i64, Vec<Problem>>::new();
    let mut rows = Vec::new();
    for (case, form) in &posted.rows {
        match read_row(form) {
            Ok(change) if change.is_empty() => {}
            Ok(change) => rows.push(RowChange { case: CaseId(*case), version: form.version, change }),
            Err(found) => {
                problems.insert(*case, found);
            }
        }
    }
    if rows.is_empty() {
        // Nothing can be saved, so nothing is begun.
        let (rows, saved) = (posted.rows.iter().map(|(case, form)| (*case, form.clone())).collect(), None);
        return Ok(Next::Draft(Box::new(Draft {
            rows,
            is_empty: problems.is_empty(),
            problems,
            saved,
            ..Draft::default()
        })));
    }
    let ids: Vec<i64> = rows.iter().map(|row| row.case.0).collect();
    let (address, update) = (path::cases(&posted.list), CaseUpdate { rows, ..CaseUpdate::default() });
    let job = jobs::start(
        services,
        session,
        &ids,
        &update.into(),
        Origin { address: &address, ..Origin::default() },
    )
    .await?;
    let counts = jobs::progress(services, session, job).await?.counts;
    if counts.refused + counts.conflict > 0 {
        for row in jobs::report(services, session, job).await? {
            match row.outcome {
                RowOutcome::Refused => {
                    let refusals = row.reasons.into_iter().filter_map(|reason| match reason {
                        RowRefusal::Case(refusal) => Some(Problem::Refused(refusal)),
                        _ => None,
                    });
                    problems.insert(row.row, refusals.collect());
                }
                RowOutcome::Conflict => {
                    problems.insert(row.row, vec![Problem::Conflict]);
                }
                RowOutcome::Changed | RowOutcome::Unchanged | RowOutcome::Gone => {}
            }
        }
    }
    if problems.is_empty() {
        return Ok(Next::Job(job));
    }
    let typed = |case: &i64| posted.rows.get(case).cloned();
    let rows = problems.keys().filter_map(|case| Some((*case, typed(case)?))).collect();
    Ok(Next::Draft(Box::new(Draft { rows, problems, saved: Some((job, counts)), ..Draft::default() })))
}

/// Gives the whole selection the same values.
async fn save_all(services: &Services, session: &Session, posted: &Posted) -> Result<Next, AppError> {
    let top = posted.top.clone();
    let all = match read(&top, Of::All) {
        Ok(change) if !change.is_empty() => change,
        Ok(_) => return Ok(Next::Draft(Box::new(Draft { is_empty: true, top, ..Draft::default() }))),
        Err(top_problems) => {
            return Ok(Next::Draft(Box::new(Draft { top_problems, top, ..Draft::default() })));
        }
    };
    let rows = selection::rows::<CaseColumn>(services, session, &posted.selection).await?;
    let Some(rows) = rows else { return Ok(Next::Gone) };
    let (address, update) = (path::cases(&posted.list), CaseUpdate { all, rows: Vec::new() });
    let job = jobs::start(
        services,
        session,
        &rows,
        &update.into(),
        Origin { address: &address, ..Origin::default() },
    )
    .await?;
    Ok(Next::Job(job))
}

/// How many rows of a save are in the register as asked for.
pub const fn in_place(counts: OutcomeCounts) -> u64 {
    counts.changed + counts.unchanged
}
