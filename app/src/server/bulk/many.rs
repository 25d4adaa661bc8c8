//! What is asked of many rows at once: measures, contacts, closed follow-ups, cases handed over. Each has one form for all of
//! them, drawn and posted as the form of a record is ([`crate::server::record`]); some have fields of their own for each row.

mod closing;
mod contacts;
mod hand_over;
pub mod letters;
mod measures;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    access::Permission,
    follow_up::closing::ClosingField,
    form::FieldError,
    id::{CaseId, JobId},
    language::{Language, Named},
    list::{CaseColumn, ExportFormat, FollowUpColumn},
    product_page::ProductPage,
};
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use service::{
    case_changes, filter_token, follow_ups,
    jobs::{self, Asked, Origin},
    note_guard::{self, Note},
    selection,
    session::form_token,
};

use crate::{
    component::{breadcrumb::breadcrumb, number::grouped},
    error::AppError,
    page::{
        cases::update,
        record::{Place, RecordForm},
    },
    path::{self, SELECTION_PARAMETER, many::ManyAddress, record::RecordAddress},
    server::{
        drawn::{Reader, html, parameter},
        form::{self, Draft, ONCE, Problem, keep, poster},
        record::{NotSaved, Posted, Refused},
        request, response,
    },
    serverfn::drawn::Drawn,
    words::{BulkWords, ManyWords},
};

/// For how many chosen rows something of their own can be filled in.
const MOST_OWN: usize = 50;

/// What the page says besides its form.
struct Shown {
    /// The form; none where there is nothing to fill it in with.
    form: Option<RecordForm>,
    /// How many rows have been chosen, in words.
    intro: Option<String>,
    title: &'static str,
    /// What stands below the form.
    after: Option<AnyView>,
}

/// Draws the page of an address.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that edits no cases.
pub async fn draw(reader: &Reader, many: ManyAddress, search: &str) -> Result<Drawn, AppError> {
    let words = reader.language;
    let token = parameter(search, path::CHOSEN_PARAMETER).unwrap_or_default();
    let list = parameter(search, path::LIST_PARAMETER).unwrap_or_default();
    if !reader.session.may(Permission::EditCases) {
        return Err(AppError::Forbidden);
    }
    let draft = form::draft(reader, search).await?;
    let shown = match many {
        ManyAddress::Measures => measures::form(reader, &token).await,
        ManyAddress::Contacts => contacts::form(reader, &token).await,
        ManyAddress::ContactsOfFollowUps => contacts::form_of_follow_ups(reader, &token).await,
        ManyAddress::Closing => closing::form(reader, &token).await,
        ManyAddress::Letters => letters::form(reader, &token, &draft, search).await,
        ManyAddress::HandOver => hand_over::form(reader, &draft).await,
    };
    let back = back(many, &list);
    let Shown { form, intro, title, after } = match shown {
        Err(AppError::NotFound) => {
            // A script is answered with the page, since it could show no other with an error.
            if request::page().is_some() {
                response::answer_with(AppError::NotFound);
            }
            let body =
                html(update::nothing(words.selection_gone(), words.selection_gone_text(), back, words));
            return Ok(Drawn { title: words.selection_gone().to_owned(), body, ..Drawn::default() });
        }
        shown => shown?,
    };
    let page = match is_of_follow_ups(many) {
        true => ProductPage::FollowUps,
        false => ProductPage::Cases,
    };
    let file = (many != ManyAddress::HandOver).then(|| {
        let code = if is_of_follow_ups(many) { "follow-ups" } else { "cases" };
        let file = path::with(
            &path::export_file(code, ExportFormat::Xlsx),
            SELECTION_PARAMETER,
            &path::encoded(&token),
        );
        view! { <p class="record-file"><a href=file rel="external" download>{words.take_as_file()}</a></p> }
            .into_any()
    });
    let once = form_token()?;
    let place = Place { address: many.from_list(&token, &list), back: back.clone(), once };
    // What has been looked at is what the page shows now, whatever was posted.
    let draft = match many {
        ManyAddress::Letters => {
            let seen = form.as_ref().map(|form| form.seen.clone()).unwrap_or_default();
            Draft { seen, ..draft }
        }
        _ => draft,
    };
    let body = view! {
        {breadcrumb([(back, page.name(words))])}
        <div class="page-head">
            <div><h1>{title}</h1> {intro.map(|intro| view! { <p class="page-intro">{intro}</p> })}</div>
        </div>
        {form.map(|form| form.view(&place, &draft, words))}
        {after}
        {file}
    };
    Ok(form::page(title, draft.is_refused(), body, words))
}

const fn is_of_follow_ups(many: ManyAddress) -> bool {
    matches!(many, ManyAddress::ContactsOfFollowUps | ManyAddress::Closing)
}

/// The list that one came from.
fn back(many: ManyAddress, list: &str) -> String {
    match is_of_follow_ups(many) {
        true if list.is_empty() => path::FOLLOW_UPS.to_owned(),
        true => format!("{}?{list}", path::FOLLOW_UPS),
        false => path::cases(list),
    }
}

/// Does what a form asks for, and leads on: to the job that does it, or back to the form.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn post(posted: Posted, (many, token): (ManyAddress, &str), list: &str) -> Result<(), AppError> {
    let here = many.from_list(token, list);
    let Some(reader) = poster(&here, || posted.draft().interrupted()).await? else { return Ok(()) };
    if !reader.session.may(Permission::EditCases) {
        return Err(response::answer_with(AppError::Forbidden));
    }
    let from = back(many, list);
    let origin = Origin {
        address: &from,
        form_token: posted.fields.get(ONCE).map(String::as_str).unwrap_or_default(),
    };
    let done = match many {
        ManyAddress::HandOver => hand_over::start(&reader, &posted, origin).await,
        _ => ask(&reader, (many, token), &posted, origin).await,
    };
    let target = match done {
        Ok(job) => {
            // The job has begun: whatever fails here fails in silence, so that nobody is told of an error and asks for all
            // of it once more.
            _ = keep_for_another_time(&reader, job, many, &posted).await;
            path::job(job)
        }
        // The page says that the selection is no longer there.
        Err(NotSaved::Failed(AppError::NotFound)) => here,
        Err(NotSaved::Refused(refused)) => {
            let Refused { problems, risks, .. } = *refused;
            let draft = Draft { problems, risks, ..posted.draft() };
            path::with(&here, path::DRAFT_PARAMETER, &keep(&reader, &draft).await?)
        }
        Err(NotSaved::Failed(error)) => return Err(response::answer_with(error)),
    };
    response::see_other(&target);
    Ok(())
}

/// Starts the job for the selection.
async fn ask(
    reader: &Reader,
    (many, token): (ManyAddress, &str),
    posted: &Posted,
    origin: Origin<'_>,
) -> Result<JobId, NotSaved> {
    let Reader { services, session, .. } = reader;
    let chosen = match is_of_follow_ups(many) {
        true => selection::rows::<FollowUpColumn>(services, session, token).await?,
        false => selection::rows::<CaseColumn>(services, session, token).await?,
    };
    let chosen = chosen.filter(|rows| !rows.is_empty()).ok_or(NotSaved::Failed(AppError::NotFound))?;
    let (rows, asked) = match many {
        ManyAddress::Measures => {
            let asked = measures::asked(reader, &chosen, posted);
            let (cases, notes) = (themselves(&chosen), RecordAddress::Measure(None).notes());
            (chosen, guarded(reader, asked, &cases, notes, posted).await?)
        }
        ManyAddress::Contacts | ManyAddress::ContactsOfFollowUps => {
            let cases = match many {
                ManyAddress::Contacts => themselves(&chosen),
                _ => follow_ups::cases(services, session, &chosen).await?,
            };
            let asked = contacts::asked(reader, posted);
            let asked = guarded(reader, asked, &cases, RecordAddress::Contact(None).notes(), posted).await?;
            let cases: BTreeSet<i64> = cases.into_values().map(|case| case.0).collect();
            (cases.into_iter().collect(), asked)
        }
        ManyAddress::Closing => {
            let asked = closing::asked(reader, &chosen, posted);
            let cases = follow_ups::cases(services, session, &chosen).await?;
            (chosen, guarded(reader, asked, &cases, &[ClosingField::Reason.code()], posted).await?)
        }
        ManyAddress::Letters => {
            let asked = letters::asked(reader, &chosen, posted).await?;
            (chosen, asked)
        }
        ManyAddress::HandOver => return Err(NotSaved::Failed(AppError::NotFound)),
    };
    Ok(jobs::start(services, session, &rows, &asked, origin).await?)
}

/// Keeps what was filled in, where a job has refused rows or may yet, to be opened again with those.
async fn keep_for_another_time(
    reader: &Reader,
    job: JobId,
    many: ManyAddress,
    posted: &Posted,
) -> Result<(), AppError> {
    let Reader { services, session, .. } = reader;
    let progress = jobs::progress(services, session, job).await?;
    if many != ManyAddress::HandOver && (!progress.state.is_over() || progress.counts.refused > 0) {
        let draft = serde_json::to_string(&posted.draft()).map_err(|_| AppError::Unexpected)?;
        let token = filter_token::keep_draft(services, session, &draft).await?;
        jobs::keep_draft(services, session, job, &token).await?;
    }
    Ok(())
}

/// Chosen cases by themselves.
fn themselves(cases: &[i64]) -> BTreeMap<i64, CaseId> {
    cases.iter().map(|case| (*case, CaseId(*case))).collect()
}

/// Lets no notes pass, for all or of one row, that seem to hold what the register may not, before that has been read. `cases`
/// are those of the rows, `codes` the fields in which people write freely. What cannot be `asked` is told at once with that.
async fn guarded(
    reader: &Reader,
    asked: Result<Asked, NotSaved>,
    cases: &BTreeMap<i64, CaseId>,
    codes: &[&str],
    posted: &Posted,
) -> Result<Asked, NotSaved> {
    let notes = posted.fields.iter().filter_map(|(name, text)| {
        let (row, code) = name.split_once(':').map_or((None, name.as_str()), |(row, code)| (Some(row), code));
        let of = |row: &str| cases.get(&row.strip_prefix('r')?.parse().ok()?).copied();
        let whose = match row {
            None => cases.values().copied().collect(),
            Some(row) => of(row).into_iter().collect(),
        };
        codes.contains(&code).then_some((whose, Note { text, before: "" }))
    });
    let notes: Vec<(Vec<CaseId>, Note<'_>)> = notes.collect();
    let Reader { services, session, .. } = reader;
    let risks = note_guard::unread_of_many(services, session, &notes, &posted.read()).await?;
    match asked {
        Ok(asked) if risks.is_empty() => Ok(asked),
        Ok(_) => Err(NotSaved::Refused(Box::new(Refused { risks, ..Refused::default() }))),
        Err(NotSaved::Refused(refused)) => Err(NotSaved::Refused(Box::new(Refused { risks, ..*refused }))),
        Err(failed) => Err(failed),
    }
}

/// The name of a field of one row. Names that begin with a digit are read as places in a row of values.
fn own(row: i64, code: &str) -> String {
    format!("r{row}:{code}")
}

/// What stands in the fields of the form for all, or of one row.
fn filled_in(posted: &Posted, row: Option<i64>) -> BTreeMap<String, String> {
    let fields = posted.fields.iter().filter_map(|(name, value)| match (row, name.split_once(':')) {
        (None, None) => Some((name.clone(), value.clone())),
        (Some(row), Some((of, code))) if of == format!("r{row}") => Some((code.to_owned(), value.clone())),
        _ => None,
    });
    fields.collect()
}

/// The form that the domain reads.
fn read_form<F: DeserializeOwned>(fields: &BTreeMap<String, String>) -> Result<F, NotSaved> {
    let form = serde_json::to_value(fields).and_then(serde_json::from_value);
    form.map_err(|_| NotSaved::Failed(AppError::Invalid))
}

fn problems<F: Named>(errors: &[FieldError<F>], row: Option<i64>, language: Language) -> Vec<Problem> {
    let of_row = |code: String| row.map_or(code.clone(), |row| own(row, &code));
    let problem = |problem: Problem| Problem { field: problem.field.map(of_row), ..problem };
    errors.iter().map(|error| problem(Problem::unread(error, language))).collect()
}

fn refused(problems: Vec<Problem>) -> NotSaved {
    problems.into()
}

/// The case of a row, and whose it is.
fn named(row: case_changes::EditRow) -> (CaseId, String) {
    (row.id, format!("{}, {}", row.title, row.civic_number))
}

/// Whom it concerns, the first of them by name.
fn whom(rows: impl Iterator<Item = (CaseId, String)>, total: u64, words: Language) -> AnyView {
    let rows: Vec<_> =
        rows.map(|(case, who)| view! { <li><a href=path::case(case)>{who}</a></li> }.into_any()).collect();
    let more = total.saturating_sub(rows.len() as u64);
    let more = (more > 0 && !rows.is_empty())
        .then(|| view! { <p class="quiet">{BulkWords::and_more(words, &grouped(more, words))}</p> });
    (!rows.is_empty())
        .then(|| view! { <section class="card record whom"><h2>{words.whom_it_concerns()}</h2> <ul class="plain-names">{rows}</ul> {more}</section> })
        .into_any()
}

#[cfg(test)]
mod tests {
    use domain::form::Mistake;

    use super::*;

    fn posted(fields: &[(&str, &str)]) -> Posted {
        Posted {
            address: String::new(),
            what: String::new(),
            version: 0,
            seen: String::new(),
            fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            sides: BTreeMap::new(),
            read: BTreeMap::new(),
        }
    }

    #[test]
    fn the_fields_of_a_row_are_those_with_its_number() {
        let posted = posted(&[("kind", "SYV"), ("r7:kind", "Prak"), ("r77:kind", "Anst")]);
        let kind = |row| filled_in(&posted, row).remove("kind").unwrap();
        assert_eq!((kind(None), kind(Some(7)), kind(Some(77))), ("SYV".into(), "Prak".into(), "Anst".into()));
        assert!(filled_in(&posted, Some(8)).is_empty());
        let errors = [FieldError { field: ClosingField::Reason, mistake: Mistake::Missing }];
        let named = problems(&errors, Some(7), Language::Swedish);
        assert_eq!(named[0].field.as_deref(), Some("r7:reason"));
    }
}
