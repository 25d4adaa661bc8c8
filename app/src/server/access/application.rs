//! Applications for roles. How the pages are drawn stands in [`crate::page::access::application`].

use std::collections::BTreeMap;

use domain::{
    access::{
        application::{
            ApplicationDecision, ApplicationField, ApplicationForm, ApplicationKind, ApplicationRefusal,
        },
        giving::{GivingField, GivingForm},
        grant::GrantRefusal,
    },
    id::{ApplicationId, UserRoleId},
    language::{Language, Message, Named},
};
use service::{
    ServiceError,
    access_users::{AccessFailure, AccessRefusal},
    applications,
    session::form_token,
};

use super::{administrator, decision, giving_fields, read, refused_with};
use crate::{
    error::AppError,
    page::{
        access::application as page,
        record::{Control, Field},
    },
    path::{self, access::AccessAddress},
    server::{
        drawn::Reader,
        form::{self, Draft, Problem, Told, back, draft, kept, on, poster},
        response,
    },
    serverfn::drawn::Drawn,
    words::{ApplicationWords, RecordWords},
};

/// Draws the form of an application, and what its reader has applied for.
///
/// # Errors
/// When the database does not answer.
pub async fn draw_own(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let own = applications::own(services, session).await?;
    let Told(told) = kept(reader, search, path::SAVED_PARAMETER).await?;
    let aloud = told.join(" ");
    let draft = draft(reader, search).await?;
    let form: ApplicationForm = match draft.is_filled_in() {
        true => read(&draft.fields)?,
        false => ApplicationForm {
            kind: ApplicationKind::Give.code().to_owned(),
            from: services.today().to_string(),
            ..ApplicationForm::default()
        },
    };
    let fields = application_fields(&form, &own, words);
    let page = page::Own {
        applications: &own.applications,
        organisation: &session.acting.organisation,
        fields: &fields,
        once: &form_token()?,
        told,
        draft: &draft,
        words,
    };
    let drawn = form::page(words.apply(), draft.is_refused(), page.view(), words);
    Ok(Drawn { told: aloud, ..drawn })
}

fn application_fields(
    form: &ApplicationForm,
    own: &applications::OwnApplications,
    words: Language,
) -> Vec<Field> {
    let field = |field, control, value: &str| Field::new(field, control, value, words);
    let kinds = ApplicationKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind.name(words).to_owned()));
    let roles = own.roles.iter().map(|role| {
        let name = role.title.name(words);
        let is_held = own.held.contains(&role.id);
        let name = if is_held { format!("{name} ({})", words.has_role()) } else { name.to_owned() };
        (role.id.to_string(), name)
    });
    let choice = |values: Vec<(String, String)>| Control::Choice { values, none: words.choose() };
    vec![
        field(ApplicationField::Kind, choice(kinds.collect()), &form.kind).required(),
        field(ApplicationField::Role, choice(roles.collect()), &form.role).required(),
        field(ApplicationField::From, Control::Day, &form.from)
            .required()
            .hinted(words.first_day_of_application_hint()),
        field(ApplicationField::Until, Control::Day, &form.until).hinted(words.until_of_application_hint()),
        field(ApplicationField::Reason, Control::LINE, &form.reason).required().hinted(words.why_hint()),
    ]
}

/// Draws the applications in the organisation.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that administers nothing.
pub async fn draw_all(reader: &Reader) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let found = applications::all(services, session).await?;
    let view = page::all(&found, &session.acting.organisation, *language);
    Ok(form::page(language.applications(), false, view, *language))
}

/// Draws an application, and the form in which it is decided.
///
/// # Errors
/// [`AppError::NotFound`] for one of another organisation.
pub async fn draw_one(reader: &Reader, id: ApplicationId, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let found = applications::one(services, session, id).await?;
    let Told(told) = kept(reader, search, path::SAVED_PARAMETER).await?;
    let aloud = told.join(" ");
    let draft = draft(reader, search).await?;
    let applied = &found.application.applied;
    let form: GivingForm = match draft.is_filled_in() {
        true => read(&draft.fields)?,
        false => GivingForm {
            role: applied.role.to_string(),
            from: applied.period.start.max(services.today()).to_string(),
            until: applied.period.end.map(|last| last.to_string()).unwrap_or_default(),
            reason: String::new(),
        },
    };
    let values =
        found.roles.iter().map(|role| (role.id.to_string(), role.title.name(words).to_owned())).collect();
    let role = Control::Choice { values, none: words.choose() };
    let role = Field::new(GivingField::Role, role, &form.role, words).required();
    let fields: Vec<Field> = match applied.kind {
        ApplicationKind::Give => [role].into_iter().chain(giving_fields(&form, words)).collect(),
        // What ends has a day and a reason.
        ApplicationKind::End => giving_fields(&form, words)
            .into_iter()
            .filter(|field| field.code != GivingField::Until.code())
            .collect(),
    };
    let page = page::One { found: &found, fields: &fields, told, draft: &draft, words };
    let drawn = form::page(words.application(), draft.is_refused(), page.view(), words);
    Ok(Drawn { told: aloud, ..drawn })
}

/// Applies for a role, and leads back to what has been applied for.
///
/// # Errors
/// When nobody is signed in, or the database does not answer.
pub async fn apply(fields: BTreeMap<String, String>) -> Result<(), AppError> {
    let here = path::APPLY.to_owned();
    let draft = Draft { fields, ..Draft::default() };
    let Some(reader) = poster(&here, || draft.clone().interrupted()).await? else { return Ok(()) };
    let reader = reader.posting(&here, &draft.fields);
    let form: ApplicationForm = read(&draft.fields).map_err(response::answer_with)?;
    let applied = match form.read(reader.services.today()) {
        Ok(applied) => applied,
        Err(errors) => {
            let problems = errors.iter().map(|error| Problem::unread(error, reader.language)).collect();
            return back(&reader, &here, Draft { problems, ..draft }).await;
        }
    };
    match applications::apply(&reader.services, &reader.session, &applied).await {
        Ok(_) | Err(AccessFailure::Unavailable(ServiceError::DoneBefore)) => {
            on(&reader, &here, reader.language.application_sent()).await
        }
        Err(failure) => refused(&reader, &here, draft, failure).await,
    }
}

/// Takes back an application.
///
/// # Errors
/// [`AppError::NotFound`] for another's.
pub async fn withdraw(id: ApplicationId) -> Result<(), AppError> {
    let here = path::APPLY.to_owned();
    let Some(reader) = poster(&here, || None::<Draft>).await? else { return Ok(()) };
    match applications::withdraw(&reader.services, &reader.session, id).await {
        Ok(()) => on(&reader, &here, reader.language.application_withdrawn()).await,
        Err(failure) => refused(&reader, &here, Draft::default(), failure).await,
    }
}

/// Decides an application.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn decide(id: ApplicationId, what: &str, fields: BTreeMap<String, String>) -> Result<(), AppError> {
    let here = AccessAddress::Application(id).path();
    let draft = Draft { fields, ..Draft::default() };
    let Some(reader) = administrator(&here, Some(&draft)).await? else { return Ok(()) };
    let asked = ApplicationDecision::from_code(what);
    let asked = asked.ok_or_else(|| response::answer_with(AppError::Invalid))?;
    let role = draft.fields.get(GivingField::Role.code()).and_then(|id| id.parse().ok()).map(UserRoleId);
    let giving = match decision(&reader, &draft)? {
        Ok(giving) => giving,
        Err(problems) => return back(&reader, &here, Draft { problems, ..draft }).await,
    };
    let (services, session) = (&reader.services, &reader.session);
    match applications::decide(services, session, id, asked, (role, &giving)).await {
        Ok(()) => {
            let told = match asked {
                ApplicationDecision::Approve => reader.language.application_approved(),
                ApplicationDecision::Refuse => reader.language.application_refused(),
            };
            on(&reader, &here, told).await
        }
        Err(failure) => refused(&reader, &here, draft, failure).await,
    }
}

async fn refused(reader: &Reader, here: &str, draft: Draft, failure: AccessFailure) -> Result<(), AppError> {
    let words = reader.language;
    refused_with(reader, here, draft, failure, |refusal| {
        let field = match refusal {
            AccessRefusal::Application(refusal) => ApplicationRefusal::field(*refusal).map(Named::code),
            AccessRefusal::Grant(GrantRefusal::ReasonMissing | GrantRefusal::ReasonTooLong) => {
                Some(GivingField::Reason.code())
            }
            AccessRefusal::Grant(GrantRefusal::EndsBeforeItBegins) => Some(GivingField::Until.code()),
            _ => None,
        };
        Problem { field: field.map(str::to_owned), text: refusal.message(words) }
    })
    .await
}
