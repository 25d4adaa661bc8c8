//! Recertifications. How the page is drawn stands in [`crate::page::access::recertification`].

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    access::recertification::{RecertificationDecision, RecertificationField, proposed_due, read_due},
    id::{GrantId, RecertificationId},
    language::{Message, Named},
};
use service::{
    access_users::{AccessFailure, AccessRefusal},
    recertification,
};

use super::{administrator, refused, refused_with};
use crate::{
    error::AppError,
    page::{
        access::recertification as page,
        record::{Control, Field},
    },
    path::{self, access::AccessAddress},
    server::{
        drawn::Reader,
        form::{self, Draft, Problem, Told, back, draft, kept, on, on_telling},
        response,
    },
    serverfn::drawn::Drawn,
    words::{AccessWords, RecertificationWords},
};

/// Draws the recertifications of the organisation.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that administers nothing.
pub async fn draw(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let found = recertification::page(services, session).await?;
    let Told(told) = kept(reader, search, path::SAVED_PARAMETER).await?;
    let aloud = told.join(" ");
    let draft = draft(reader, search).await?;
    let due = draft.fields.get(RecertificationField::Due.code()).cloned();
    let due = due.unwrap_or_else(|| proposed_due(found.today).to_string());
    let field = Field::new(RecertificationField::Due, Control::Day, &due, *language);
    let page = page::Page {
        found: &found,
        organisation: &session.acting.organisation,
        reader: session.account,
        due: field.required().hinted(language.due_hint()),
        told,
        asked_about: &asked_about(&draft),
        draft: &draft,
        words: *language,
    };
    let drawn = form::page(language.recertification(), draft.is_refused(), page.view(), *language);
    Ok(Drawn { told: aloud, ..drawn })
}

/// Begins a recertification, and leads on to it.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn begin(fields: BTreeMap<String, String>) -> Result<(), AppError> {
    let here = AccessAddress::Recertification.path();
    let draft = Draft { fields, ..Draft::default() };
    let Some(reader) = administrator(&here, Some(&draft)).await? else { return Ok(()) };
    let text = draft.fields.get(RecertificationField::Due.code()).map(String::as_str).unwrap_or_default();
    let due = match read_due(text, reader.services.today()) {
        Ok(due) => due,
        Err(errors) => {
            let problems = errors.iter().map(|error| Problem::unread(error, reader.language)).collect();
            return back(&reader, &here, Draft { problems, ..draft }).await;
        }
    };
    match recertification::begin(&reader.services, &reader.session, due).await {
        Ok(_) => on(&reader, &here, reader.language.recertification_begun()).await,
        Err(failure) => refused(&reader, &here, draft, failure).await,
    }
}

/// What a form says that ends what is ticked, having been asked whether it is really to end.
pub const END_CERTAINLY: &str = "end-certainly";
/// How the fields begin in which what was ticked is kept while that is asked.
const TICKED: &str = "ticked-";

/// What was ticked when it was asked whether it is really to end.
fn asked_about(draft: &Draft) -> BTreeSet<GrantId> {
    let ids = draft.fields.keys().filter_map(|code| code.strip_prefix(TICKED)?.parse().ok());
    ids.map(GrantId).collect()
}

/// Confirms what is ticked, or ends it once that has been asked about, and tells what could not be.
///
/// # Errors
/// As [`begin`].
pub async fn decide(
    id: RecertificationId,
    what: &str,
    ticked: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let here = AccessAddress::Recertification.path();
    let Some(reader) = administrator(&here, None).await? else { return Ok(()) };
    let is_certain = what == END_CERTAINLY;
    let what = if is_certain { RecertificationDecision::End.code() } else { what };
    let decision = RecertificationDecision::from_code(what);
    let decision = decision.ok_or_else(|| response::answer_with(AppError::Invalid))?;
    let chosen: Result<BTreeSet<GrantId>, _> = ticked.keys().map(|id| id.parse().map(GrantId)).collect();
    let chosen = chosen.map_err(|_| response::answer_with(AppError::Invalid))?;
    if decision == RecertificationDecision::End && !is_certain && !chosen.is_empty() {
        let fields = chosen.iter().map(|id| (format!("{TICKED}{id}"), "1".to_owned())).collect();
        return back(&reader, &here, Draft { fields, ..Draft::default() }).await;
    }
    let words = reader.language;
    let (services, session) = (&reader.services, &reader.session);
    match recertification::decide(services, session, id, &chosen, decision).await {
        Ok(decided) => {
            let done = decided.iter().filter(|of| of.refusal.is_none()).count().to_string();
            let total = decided.len().to_string();
            let first = match decision {
                RecertificationDecision::Confirm => words.confirmed_of(&done, &total),
                RecertificationDecision::End => words.ended_of(&done, &total),
            };
            let refused = decided.iter().filter_map(|of| {
                let refusal = of.refusal.as_ref()?;
                Some(words.not_decided(&of.name, &refusal.message(words)))
            });
            on_telling(&reader, &here, &Told([first].into_iter().chain(refused).collect())).await
        }
        Err(failure @ AccessFailure::Refused(_)) => {
            refused_with(&reader, &here, Draft::default(), failure, |refusal| {
                let text = match refusal {
                    AccessRefusal::NothingChosen => words.nothing_ticked().to_owned(),
                    refusal => refusal.message(words),
                };
                Problem { field: None, text }
            })
            .await
        }
        Err(AccessFailure::Unavailable(error)) => Err(response::answer_with(error)),
    }
}
