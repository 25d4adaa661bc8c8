//! The page of a case. How it is drawn stands in [`crate::page::case`].

use domain::{
    access::Permission,
    case::tab::CaseTab,
    id::{CaseId, ContactId},
    language::Named,
    list::CaseColumn,
};

use service::{case_log::Asked, session::form_token};

use super::{
    form::{self, Told},
    record,
};
use crate::{
    error::AppError,
    page::{
        case::{Editing, Page, whole},
        record::Place,
    },
    path::{self, LIST_PARAMETER, PAGE_PARAMETER, record::RecordAddress},
    server::{
        drawn::{Reader, html, parameter},
        list::neighbours,
    },
    serverfn::drawn::Drawn,
    words::{AnswerWords, CaseWords},
};

/// Draws a tab of a case, with the form of a record of the tab if one is asked for.
///
/// # Errors
/// [`AppError::NotFound`] for a case that is not there or out of the reader's reach, [`AppError::Forbidden`] for a role
/// that reads none, or may not change what the form is for.
pub async fn draw(
    reader: &Reader,
    id: CaseId,
    (tab, record): (CaseTab, Option<RecordAddress>),
    search: &str,
) -> Result<Drawn, AppError> {
    let case = service::cases::view(&reader.services, &reader.session, id).await?;
    let list = parameter(search, LIST_PARAMETER).unwrap_or_default();
    let beside = neighbours::<CaseColumn>(&reader.services, &reader.session, &list, id.0).await?;
    let editing = match record {
        None => None,
        Some(record) => {
            let form = record::form(reader, &case, record).await?;
            let draft = form::draft(reader, search).await?;
            let back = path::from_list(&record.back(id), &list);
            let place =
                Place { address: path::from_list(&record.path(id), &list), back, once: form_token()? };
            Some(Editing { form, place, draft })
        }
    };
    let log = match tab {
        CaseTab::Log => {
            let page = parameter(search, PAGE_PARAMETER).and_then(|page| page.parse().ok()).unwrap_or(1);
            let changes_only = parameter(search, path::CHANGES_PARAMETER).is_some();
            let asked = Asked { page, changes_only };
            Some(service::case_log::page(&reader.services, &reader.session, &case, asked).await?)
        }
        _ => None,
    };
    let Told(told) = form::kept(reader, search, path::SAVED_PARAMETER).await?;
    let may_edit = reader.session.may(Permission::EditCases);
    let may_delete = reader.session.may(Permission::DeleteCases);
    let contact = parameter(search, path::CONTACT_PARAMETER).and_then(|number| number.parse().ok());
    let contact = contact.map(ContactId);
    let part = editing
        .as_ref()
        .map_or_else(|| tab.name(reader.language).to_owned(), |editing| editing.form.title.clone());
    let is_refused = editing.as_ref().is_some_and(|editing| editing.draft.is_refused());
    let title = format!("{part} – {}", case.called_in_title(reader.language));
    let aloud = told.join(" ");
    let printed = printed(reader);
    let page = Page { printed, case, tab, list, beside, may_edit, may_delete, contact, editing, told, log };
    Ok(Drawn { told: aloud, ..form::page(&title, is_refused, page.view(), reader.language) })
}

/// Draws all of a case on one page, to be printed.
///
/// # Errors
/// [`AppError::NotFound`] for a case that is not there or out of the reader's reach, [`AppError::Forbidden`] for a role
/// that reads none.
pub async fn draw_whole(reader: &Reader, id: CaseId, search: &str) -> Result<Drawn, AppError> {
    let case = service::cases::view(&reader.services, &reader.session, id).await?;
    let list = parameter(search, LIST_PARAMETER).unwrap_or_default();
    let title = format!("{} – {}", reader.language.whole_case(), case.called_in_title(reader.language));
    Ok(Drawn { title, body: html(whole::view(&case, &list, printed(reader))), ..Drawn::default() })
}

/// What stands on paper of when it was printed, and by whom.
fn printed(reader: &Reader) -> String {
    reader.language.printed(&reader.services.today().to_string(), &reader.session.name)
}
