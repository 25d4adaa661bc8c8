//! How long something that has been given holds, and giving what another user has. How the pages are drawn stands in
//! [`crate::page::access::giving`].

use std::collections::BTreeMap;

use domain::{
    access::giving::{GivingField, GivingForm},
    id::{GrantId, OrganisationUserId},
    language::Message,
};
use service::access_users::{self, AccessUser, Copied, Given, GrantRecord};

use super::{administrator, decision, giving_fields, giving_form, read, refused};
use crate::{
    error::AppError,
    page::{
        access::{self as shared, giving as page},
        record::{Control, Field},
    },
    path::access::AccessAddress,
    server::{
        drawn::Reader,
        form::{self, Draft, Problem, Told, back, draft, on, on_telling},
        response,
    },
    serverfn::drawn::Drawn,
    words::{AccessWords, RecordWords},
};

/// The code of the field of the user to copy from.
const OTHER: &str = "other";

/// Draws the form of the last day of something that has been given.
///
/// # Errors
/// [`AppError::NotFound`] for what has not been given to the user, or is the operator's to decide.
pub async fn draw_last_day(
    reader: &Reader,
    id: OrganisationUserId,
    grant: GrantId,
    search: &str,
) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let user = access_users::user(services, session, id).await?;
    let is_meant = |of: &&GrantRecord| of.id == grant && !matches!(of.given, Given::Administrator);
    let found = user.grants.iter().find(is_meant).ok_or(AppError::NotFound)?;
    let draft = draft(reader, search).await?;
    let form: GivingForm = match draft.is_filled_in() {
        true => read(&draft.fields)?,
        false => GivingForm {
            until: found.period.end.map(|last| last.to_string()).unwrap_or_default(),
            ..GivingForm::default()
        },
    };
    let fields = [
        Field::new(GivingField::Until, Control::Day, &form.until, *language).hinted(language.last_day_hint()),
        Field::new(GivingField::Reason, Control::LINE, &form.reason, *language)
            .required()
            .hinted(language.reason_hint()),
    ];
    let what = shared::given_name(&user, found, *language);
    let told = (grant, what, shared::holds(found.period, *language));
    let view = page::last_day(&user, told, &fields, &draft, *language);
    Ok(form::page(language.change_last_day(), draft.is_refused(), view, *language))
}

/// Lets something that has been given end with another day, or not at all.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn set_last_day(
    id: OrganisationUserId,
    grant: GrantId,
    fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let here = AccessAddress::LastDay(id, grant).path();
    let draft = Draft { fields, ..Draft::default() };
    let Some(reader) = administrator(&here, Some(&draft)).await? else { return Ok(()) };
    let form: GivingForm = read(&draft.fields).map_err(response::answer_with)?;
    let (until, reason) = match form.read_last_day(reader.services.today()) {
        Ok(posted) => posted,
        Err(errors) => {
            let problems = errors.iter().map(|error| Problem::unread(error, reader.language)).collect();
            return back(&reader, &here, Draft { problems, ..draft }).await;
        }
    };
    match access_users::end_with(&reader.services, &reader.session, id, grant, until, &reason).await {
        Ok(()) => on(&reader, &AccessAddress::User(id).path(), reader.language.last_day_changed()).await,
        Err(failure) => refused(&reader, &here, draft, failure).await,
    }
}

/// The names of what a user has today, without what the operator alone gives.
pub(super) fn has(user: &AccessUser, reader: &Reader) -> Vec<String> {
    let holds = |grant: &&GrantRecord| {
        grant.period.contains(user.today) && !matches!(grant.given, Given::Administrator)
    };
    user.grants.iter().filter(holds).map(|grant| shared::given_name(user, grant, reader.language)).collect()
}

/// Draws the form in which a user is given what another has.
///
/// # Errors
/// [`AppError::NotFound`] for a user of another organisation.
pub async fn draw_copy(reader: &Reader, id: OrganisationUserId, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let user = access_users::user(services, session, id).await?;
    let mut others = Vec::new();
    for other in access_users::others(services, session, id).await? {
        let has = has(&other, reader);
        if !has.is_empty() {
            others.push((other.user.id, shared::name(&other), has));
        }
    }
    let draft = draft(reader, search).await?;
    let form = giving_form(reader, &draft)?;
    let values = others.iter().map(|(id, name, _)| (id.to_string(), name.clone())).collect();
    let of = Field {
        code: OTHER.to_owned(),
        name: language.copy_of().to_owned(),
        control: Control::Choice { values, none: language.choose() },
        value: draft.fields.get(OTHER).cloned().unwrap_or_default(),
        is_required: true,
        is_required_at_times: false,
        hint: None,
    };
    let fields: Vec<Field> = [of].into_iter().chain(giving_fields(&form, *language)).collect();
    let told: Vec<_> = others.into_iter().map(|(_, name, has)| (name, has)).collect();
    let view = page::copy(&user, &told, &fields, &draft, *language);
    Ok(form::page(language.copy_permissions(), draft.is_refused(), view, *language))
}

/// Gives a user what another has.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn copy(id: OrganisationUserId, fields: BTreeMap<String, String>) -> Result<(), AppError> {
    let here = AccessAddress::Copy(id).path();
    let draft = Draft { fields, ..Draft::default() };
    let Some(reader) = administrator(&here, Some(&draft)).await? else { return Ok(()) };
    let words = reader.language;
    let other = draft.fields.get(OTHER).and_then(|id| id.parse().ok()).map(OrganisationUserId);
    let (other, giving) = match (other, decision(&reader, &draft)?) {
        (Some(other), Ok(giving)) => (other, giving),
        (other, giving) => {
            let missing = other
                .is_none()
                .then(|| Problem { field: Some(OTHER.to_owned()), text: words.choose_user().to_owned() });
            let problems = missing.into_iter().chain(giving.err().unwrap_or_default()).collect();
            return back(&reader, &here, Draft { problems, ..draft }).await;
        }
    };
    match access_users::copy(&reader.services, &reader.session, id, other, &giving).await {
        Ok(Copied { count, left_out }) => {
            let left_out =
                left_out.iter().map(|(what, why)| words.left_out(what.name(words), &why.message(words)));
            let told = [words.copied(&count.to_string())].into_iter().chain(left_out);
            on_telling(&reader, &AccessAddress::User(id).path(), &Told(told.collect())).await
        }
        Err(failure) => refused(&reader, &here, draft, failure).await,
    }
}
