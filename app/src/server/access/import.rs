//! Many users at once by a table that is pasted. How the page is drawn stands in [`crate::page::access::import`].

use std::collections::BTreeMap;

use leptos::prelude::use_context;
use service::{
    ServiceError,
    access_import::{self, Table},
    access_users::{self, AccessFailure},
    session::form_token,
};

use super::{administrator, refused};
use crate::{
    error::AppError,
    page::{
        access::import as page,
        record::{Control, Field},
    },
    path::{self, access::AccessAddress},
    server::{
        drawn::Reader,
        form::{self, Draft, Told, back, draft, kept, on},
        response,
    },
    serverfn::drawn::Drawn,
    words::AccessWords,
};

/// The code of the field of the table.
pub const TABLE: &str = "table";
/// The code of what tells which plan has been looked at.
pub const LOOKED_AT: &str = "looked_at";
/// What is asked for when the table is to be carried out.
const IMPORT: &str = "import";

/// What reads rows that are pasted; how they are written is the server's to know.
#[derive(Clone, Copy)]
pub struct Pasted(pub fn(&str) -> Table);

fn table(text: &str) -> Result<Table, AppError> {
    use_context::<Pasted>().map(|pasted| pasted.0(text)).ok_or(AppError::Unexpected)
}

/// Draws the form, with what the table would do where one has been filled in.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that administers nothing.
pub async fn draw(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    access_users::organisation(session)?;
    let draft = draft(reader, search).await?;
    let text = draft.fields.get(TABLE).cloned().unwrap_or_default();
    let plan = match draft.is_filled_in() && !draft.is_refused() {
        true => access_import::preview(services, session, table(&text)?).await.ok(),
        false => None,
    };
    let field = Field {
        code: TABLE.to_owned(),
        name: language.table().to_owned(),
        control: Control::Notes,
        value: text,
        is_required: true,
        is_required_at_times: false,
        hint: Some(language.table_hint().into()),
    };
    let Told(told) = kept(reader, search, path::SAVED_PARAMETER).await?;
    let aloud = told.join(" ");
    let view = page::view(&field, (plan.as_ref(), told), &form_token()?, &draft, *language);
    let drawn = form::page(language.import_users(), draft.is_refused(), view, *language);
    Ok(Drawn { told: aloud, ..drawn })
}

/// Looks at a table, or carries it out, and leads on.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn post(what: &str, fields: BTreeMap<String, String>) -> Result<(), AppError> {
    let here = AccessAddress::Import.path();
    let mut draft = Draft { fields, ..Draft::default() };
    let looked_at = draft.fields.remove(LOOKED_AT).unwrap_or_default();
    let Some(reader) = administrator(&here, Some(&draft)).await? else { return Ok(()) };
    let text = draft.fields.get(TABLE).cloned().unwrap_or_default();
    let table = table(&text).map_err(response::answer_with)?;
    if what != IMPORT {
        return match access_import::preview(&reader.services, &reader.session, table).await {
            Ok(_) => back(&reader, &here, draft).await,
            Err(failure) => refused(&reader, &here, draft, failure).await,
        };
    }
    let reader = reader.posting(&here, &draft.fields);
    match access_import::import(&reader.services, &reader.session, table, &looked_at).await {
        Ok(plan) => {
            let told = reader.language.imported(&plan.doing().to_string(), &plan.wrong().to_string());
            on(&reader, &here, &told).await
        }
        Err(AccessFailure::Unavailable(ServiceError::DoneBefore)) => {
            response::see_other(path::ACCESS);
            Ok(())
        }
        Err(failure) => refused(&reader, &here, draft, failure).await,
    }
}
