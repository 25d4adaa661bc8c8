//! Draws the pages that the server draws whole.

use std::collections::HashMap;

use axum::{extract::Query, http::Uri};
use domain::{
    case::tab::CaseTab,
    id::{CaseId, JobId, LetterTemplateId, NoticeId, PersonId, ScbExportId, UserMessageId},
    language::Language,
    municipality::MunicipalityCode,
};
use leptos::prelude::*;

use super::{
    access, bulk, case, dry_run, entry, follow_ups, inbox, letters, messages, own, past, person_log, removal,
    request, response, scb, standing, start,
};
use crate::{
    error::AppError,
    path::{
        self, access::AccessAddress, access_roles::RoleAddress, many::ManyAddress, record::RecordAddress,
    },
    serverfn::drawn::Drawn,
};

/// The page of an address.
///
/// # Errors
/// [`AppError::NotFound`] for an address that none has; what the page answers otherwise.
pub async fn page(address: &str) -> Result<Drawn, AppError> {
    let (path, search) = address.split_once('?').unwrap_or((address, ""));
    let signed_in = match path {
        path::OWN_PAGE => super::session::signed_in_with_any_password().await,
        _ => super::session::signed_in().await,
    };
    let (services, session) = signed_in?;
    // A page finds them round it; what a script asks for has none.
    let preferences = request::preferences();
    provide_context(preferences);
    let language = preferences.language;
    let reader = Reader { services, session, language };
    let drawn = match Drawing::of(path) {
        Some(Drawing::Own) => own::draw(&reader, search).await,
        Some(Drawing::Apply) => access::application::draw_own(&reader, search).await,
        Some(Drawing::Access(address)) => access::draw(&reader, address, search).await,
        Some(Drawing::Role(address)) => access::roles::draw(&reader, address, search).await,
        Some(Drawing::AccessReport) => access::report::draw(&reader, search).await,
        Some(Drawing::PersonLog(person)) => person_log::draw(&reader, person, search).await,
        Some(Drawing::Scb) => scb::draw(&reader, search).await,
        Some(Drawing::ScbExport(id)) => scb::draw_one(&reader, id, search).await,
        Some(Drawing::Obstacles) => scb::draw_obstacles(&reader, search).await,
        Some(Drawing::Start) => start::draw(&reader).await,
        Some(Drawing::Case(id, tab, record)) => case::draw(&reader, id, (tab, record), search).await,
        Some(Drawing::Print(id)) => case::draw_whole(&reader, id, search).await,
        Some(Drawing::Removal(id)) => removal::draw(&reader, id, search).await,
        Some(Drawing::Agenda) => follow_ups::agenda(&reader, search).await,
        Some(Drawing::Calendar) => follow_ups::calendar(&reader, search).await,
        Some(Drawing::Many(many)) => bulk::many::draw(&reader, many, search).await,
        Some(Drawing::Update) => bulk::update::draw(&reader, search).await,
        Some(Drawing::Inbox) => inbox::draw(&reader, search).await,
        Some(Drawing::NewNotice) => inbox::draw_new(&reader, search).await,
        Some(Drawing::Notice(id)) => inbox::draw_one(&reader, id, search).await,
        Some(Drawing::Templates) => letters::draw(&reader, search).await,
        Some(Drawing::Template(id)) => letters::draw_one(&reader, id, search).await,
        Some(Drawing::Sender(municipality)) => letters::draw_sender(&reader, municipality, search).await,
        Some(Drawing::Entry) => entry::draw(&reader, search).await,
        Some(Drawing::Job(id)) => bulk::job::draw(&reader, id).await,
        Some(Drawing::Undo(id)) => bulk::job::draw_undo(&reader, id).await,
        Some(Drawing::DryRun) => dry_run::draw(&reader, search).await,
        Some(Drawing::Past) => past::draw(&reader, search).await,
        Some(Drawing::Why(person)) => standing::draw(&reader, person).await,
        Some(Drawing::Messages) => messages::draw(&reader, search).await,
        Some(Drawing::NewMessage) => messages::draw_new(&reader, search).await,
        Some(Drawing::Message(id)) => messages::draw_one(&reader, id, search).await,
        None => Err(AppError::NotFound),
    };
    let drawn = drawn.map_err(response::answer_with)?;
    // A whole page has it in its frame.
    let unread = match request::page() {
        None => Some(messages::unread(&reader.services, &reader.session).await?),
        Some(_) => None,
    };
    Ok(Drawn { unread, ..drawn })
}

/// Who reads, and in which language.
pub struct Reader {
    pub services: service::Services,
    pub session: service::session::Session,
    pub language: Language,
}

enum Drawing {
    Own,
    Apply,
    Access(AccessAddress),
    Role(RoleAddress),
    AccessReport,
    PersonLog(Option<PersonId>),
    Scb,
    ScbExport(ScbExportId),
    Obstacles,
    Start,
    Case(CaseId, CaseTab, Option<RecordAddress>),
    Print(CaseId),
    Removal(CaseId),
    Agenda,
    Calendar,
    Many(ManyAddress),
    Update,
    Entry,
    Inbox,
    NewNotice,
    Notice(NoticeId),
    Templates,
    Template(Option<LetterTemplateId>),
    Sender(MunicipalityCode),
    Job(JobId),
    Undo(JobId),
    DryRun,
    Past,
    Why(PersonId),
    Messages,
    NewMessage,
    Message(UserMessageId),
}

impl Drawing {
    fn of(path: &str) -> Option<Self> {
        let id = |text: &str| text.parse().ok().map(JobId);
        if let Some(address) = AccessAddress::of(path) {
            return Some(Self::Access(address));
        }
        if let Some(address) = RoleAddress::of(path) {
            return Some(Self::Role(address));
        }
        if let Some(rest) = path.strip_prefix(path::PERSON_LOG) {
            return match rest.strip_prefix('/') {
                None => rest.is_empty().then_some(Self::PersonLog(None)),
                Some(id) => id.parse().ok().map(|id| Self::PersonLog(Some(PersonId(id)))),
            };
        }
        if let Some(many) = ManyAddress::of(path) {
            return Some(Self::Many(many));
        }
        match path {
            path::OWN_PAGE => return Some(Self::Own),
            path::APPLY => return Some(Self::Apply),
            path::MESSAGES => return Some(Self::Messages),
            path::NEW_MESSAGE => return Some(Self::NewMessage),
            path::START => return Some(Self::Start),
            path::SCB_EXPORT => return Some(Self::Scb),
            path::OBSTACLES => return Some(Self::Obstacles),
            path::ACCESS_REPORT => return Some(Self::AccessReport),
            path::INBOX => return Some(Self::Inbox),
            path::NEW_NOTICE => return Some(Self::NewNotice),
            path::LETTER_TEMPLATES => return Some(Self::Templates),
            path::NEW_LETTER_TEMPLATE => return Some(Self::Template(None)),
            path::UPDATE_CASES => return Some(Self::Update),
            path::AGENDA => return Some(Self::Agenda),
            path::CALENDAR => return Some(Self::Calendar),
            path::PAST => return Some(Self::Past),
            path::DRY_RUN => return Some(Self::DryRun),
            path::ENTER_CASE => return Some(Self::Entry),
            _ => {}
        }
        if let Some(rest) = path.strip_prefix(path::CASES).and_then(|rest| rest.strip_prefix('/')) {
            let (number, rest) = rest.split_once('/').unwrap_or((rest, ""));
            if rest == path::REMOVE {
                return number.parse().ok().map(|number| Self::Removal(CaseId(number)));
            }
            if rest == path::PRINT {
                return number.parse().ok().map(|number| Self::Print(CaseId(number)));
            }
            let (segment, record) = rest.split_once('/').unwrap_or((rest, ""));
            let tab = path::case_tab_of(segment)?;
            let record = match record {
                "" => None,
                record => Some(RecordAddress::of(tab, record)?),
            };
            return number.parse().ok().map(|number| Self::Case(CaseId(number), tab, record));
        }
        if let Some(rest) = path.strip_prefix(path::PERSONS).and_then(|rest| rest.strip_prefix('/')) {
            return path::why_of(rest).map(Self::Why);
        }
        if let Some(id) = path::message_of(path) {
            return Some(Self::Message(id));
        }
        let (kind, rest) = path.strip_prefix('/')?.split_once('/')?;
        match (kind, rest.split_once('/')) {
            ("inkorg", None) => rest.parse().ok().map(|id| Self::Notice(NoticeId(id))),
            ("brevmallar", None) => match rest.strip_prefix(path::SENDER_PREFIX) {
                Some(code) => MunicipalityCode::try_from(code).ok().map(Self::Sender),
                None => rest.parse().ok().map(|id| Self::Template(Some(LetterTemplateId(id)))),
            },
            ("scb-export", None) => rest.parse().ok().map(|id| Self::ScbExport(ScbExportId(id))),
            ("jobb", None) => id(rest).map(Self::Job),
            ("andring", Some((number, "angra"))) => id(number).map(Self::Undo),
            _ => None,
        }
    }
}

/// A view as text, with everything that people have written made harmless.
pub fn html(view: impl IntoView) -> String {
    // The marks between texts are for whoever brings a view to life, and nobody does.
    view.into_view().to_html().replace("<!>", "")
}

/// The value of a parameter of an address; the last one, where there are several.
pub fn parameter(search: &str, name: &str) -> Option<String> {
    let address = Uri::try_from(format!("/?{search}")).ok()?;
    Query::<HashMap<String, String>>::try_from_uri(&address).ok()?.0.remove(name)
}
