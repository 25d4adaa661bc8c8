//! *Ny*: the form as it is posted. How it is drawn stands in [`crate::page::cases::entry`].

use std::collections::BTreeMap;

use domain::{
    access::Permission, case::entry::EntryForm, id::CaseId, language::Named, municipality::MunicipalityCode,
    note_guard::RiskKind,
};
use serde::{Deserialize, Serialize};
use service::{
    Services,
    entry::{self, EntryFailure, Judged},
    note_guard::{self, Note},
    session::Session,
};

use crate::{
    error::AppError,
    page::cases::entry::{Page, asked_of_number, told_of_number},
    path,
    server::{
        drawn::{Reader, html, parameter},
        form::{self, keep, kept, poster},
        request, response,
        session::signed_in,
    },
    serverfn::{drawn::Drawn, entry::SaidOfNumber},
};

/// What a form of the page asks for.
pub mod what {
    /// Look the number up.
    pub const LOOK_UP: &str = "look-up";
    /// Save, and be done.
    pub const SAVE: &str = "save";
    /// Save, and go on with another.
    pub const SAVE_AND_NEW: &str = "save-and-new";
}

/// The form, posted.
pub struct Posted {
    /// The state of the list that one came from.
    pub list: String,
    /// What is asked for.
    pub what: String,
    /// What has been seen of what is to be known before saving.
    pub seen: String,
    /// Which warnings about the notes have been read, by the codes of their kinds.
    pub read: BTreeMap<String, String>,
    /// The fields.
    pub form: EntryForm,
}

impl Posted {
    /// What has been filled in, to be shown again.
    fn draft(&self, stage: Stage) -> Draft {
        let read = self.read.keys().filter_map(|kind| RiskKind::from_code(kind)).collect();
        Draft { form: self.form.clone(), stage, seen: self.seen.clone(), risks: Vec::new(), read }
    }
}

/// How far a form has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Nothing has been asked for yet.
    #[default]
    New,
    /// The number has been looked up.
    LookedUp,
    /// It was to be saved, and was not.
    Tried,
    /// Nobody was signed in any more when it was to be saved.
    Interrupted,
    /// It has been saved.
    Saved {
        /// The case, if it may be shown.
        case: Option<i64>,
    },
    /// The one before has been saved, and this is the next.
    SavedBefore {
        /// The case, if it may be shown.
        case: Option<i64>,
    },
}

/// A form that has been filled in. The server keeps it under a token, so that no number stands in an address.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The fields.
    pub form: EntryForm,
    /// How far it has come.
    pub stage: Stage,
    /// What has been said to have been read of what is to be known before saving.
    pub seen: String,
    /// What the notes seem to hold that the register may not, and nobody has said to have read.
    pub risks: Vec<RiskKind>,
    /// Of which that has been said.
    pub read: Vec<RiskKind>,
}

/// Draws the page of an address.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that edits no cases.
pub async fn draw(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let choices = entry::choices(services, session).await?;
    let list = parameter(search, path::LIST_PARAMETER).unwrap_or_default();
    let mut draft: Draft = kept(reader, search, path::DRAFT_PARAMETER).await?;
    if matches!(draft.stage, Stage::New | Stage::SavedBefore { .. }) {
        draft.form.registered = services.today().to_string();
    }
    if let [only] = choices.municipalities.as_slice() {
        draft.form.municipality = only.to_string();
    }
    let judged = match draft.stage {
        Stage::LookedUp | Stage::Interrupted => entry::look_up(services, session, &draft.form).await?,
        Stage::Tried => entry::judge(services, session, &draft.form).await?,
        Stage::New | Stage::Saved { .. } | Stage::SavedBefore { .. } => Judged::default(),
    };
    let is_lost = parameter(search, path::LOST_PARAMETER).is_some();
    let page = Page { choices, draft, judged, is_lost, list, language: *language };
    let told = page.told_aloud().to_owned();
    Ok(Drawn { told, ..form::page(page.title(), page.is_refused(), page.view(), *language) })
}

/// What there is to say about the number of a form, drawn.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that edits no cases.
pub async fn look_up(form: &EntryForm) -> Result<SaidOfNumber, AppError> {
    let (services, session) = signed_in().await?;
    let judged = entry::look_up(&services, &session, form).await.map_err(response::answer_with)?;
    let words = request::preferences().language;
    let (told, asked) = (told_of_number(&judged, words), asked_of_number(&judged, "", words));
    Ok(SaidOfNumber { told: html(told), asked: html(asked) })
}

/// Does what a form asks for, and leads on.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn post(posted: Posted) -> Result<(), AppError> {
    let here = path::enter_case(None, &posted.list);
    let Some(reader) = poster(&here, || Some(posted.draft(Stage::Interrupted))).await? else { return Ok(()) };
    let Reader { services, session, .. } = &reader;
    if !session.may(Permission::EditCases) {
        return Err(response::answer_with(AppError::Forbidden));
    }
    let draft = done(services, session, &posted).await.map_err(response::answer_with)?;
    let token = keep(&reader, &draft).await?;
    response::see_other(&path::enter_case(Some(&token), &posted.list));
    Ok(())
}

/// The form as it stands after what it has asked for.
async fn done(services: &Services, session: &Session, posted: &Posted) -> Result<Draft, AppError> {
    let form = &posted.form;
    let goes_on = match posted.what.as_str() {
        what::SAVE => false,
        what::SAVE_AND_NEW => true,
        _ => return Ok(posted.draft(Stage::LookedUp)),
    };
    let tried = posted.draft(Stage::Tried);
    if let Ok(number) = form.number() {
        let notes = [Note { text: &form.notes, before: "" }];
        let risks = note_guard::unread_of(services, number, &notes, &tried.read);
        if !risks.is_empty() {
            return Ok(Draft { risks, ..tried });
        }
    }
    let case = match entry::save(services, session, form, &posted.seen).await {
        Ok(entered) => entered.case.map(|CaseId(case)| case),
        Err(EntryFailure::LookedAt) => return Ok(tried),
        Err(EntryFailure::Unavailable(error)) => return Err(error.into()),
    };
    // Of what has been saved nothing stays but where it is.
    let next = EntryForm { municipality: form.municipality.clone(), ..EntryForm::default() };
    let stage = if goes_on { Stage::SavedBefore { case } } else { Stage::Saved { case } };
    Ok(Draft { form: next, stage, ..Draft::default() })
}

/// The municipality that stands in a form.
pub fn municipality(form: &EntryForm) -> Option<MunicipalityCode> {
    MunicipalityCode::try_from(form.municipality.as_str()).ok()
}
