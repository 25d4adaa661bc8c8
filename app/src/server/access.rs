//! The users of an organisation and what they may do. How the pages are drawn stands in [`crate::page::access`].

pub mod application;
pub mod giving;
pub mod import;
pub mod many;
pub mod recertification;
pub mod report;
pub mod roles;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use domain::{
    access::{
        catalogue::service_name,
        code::{PermissionCode, ServiceCode},
        duties::DutyRefusal,
        giving::{Giving, GivingField, GivingForm},
        grant::GrantRefusal,
        recertification::{RecertificationField, RecertificationRefusal},
        user::{UserField, UserForm},
    },
    id::{GrantId, OrganisationUserId, UserRoleId},
    language::{Language, Message, Named},
};
use service::{
    ServiceError,
    access_users::{self, AccessFailure, AccessRefusal},
    invitations,
    session::form_token,
};

use super::{
    cookie,
    drawn::{Reader, html, parameter},
    form::{self, Draft, Problem, Told, back, draft, kept, on, poster},
    request, response,
};
use crate::{
    error::AppError,
    page::{
        access::{self, made::Made},
        record::{Control, Field},
    },
    path::{self, access::AccessAddress},
    serverfn::drawn::Drawn,
    words::{AccessWords, RecordWords},
};

/// The cookie that carries what lets a user in from where it was made to the page that shows it, once. Nobody but the browser has
/// it meanwhile.
const MADE: &str = "__Host-fyren-password";
/// For how long.
const KEPT_FOR: Duration = Duration::from_secs(120);

/// By which it is known as a one-time password.
const PASSWORD: &str = "password";
/// By which it is known as the token of an invitation.
const INVITATION: &str = "invitation";

/// Draws the page of an address.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that administers nothing, [`AppError::NotFound`] for a user of another organisation.
pub async fn draw(reader: &Reader, address: AccessAddress, search: &str) -> Result<Drawn, AppError> {
    match address {
        AccessAddress::New => draw_new(reader, search).await,
        AccessAddress::Many => many::draw(reader, search).await,
        AccessAddress::Import => import::draw(reader, search).await,
        AccessAddress::Applications => application::draw_all(reader).await,
        AccessAddress::Application(id) => application::draw_one(reader, id, search).await,
        AccessAddress::Recertification => recertification::draw(reader, search).await,
        AccessAddress::User(id) => draw_user(reader, id, search).await,
        AccessAddress::Change(id) => draw_change(reader, id, search).await,
        AccessAddress::Services(id) => draw_services(reader, id).await,
        AccessAddress::Service(id, service) => draw_service(reader, id, &service, search).await,
        AccessAddress::Role(id) => draw_role(reader, id, search).await,
        AccessAddress::Remove(id) => draw_remove(reader, id, search).await,
        AccessAddress::Why(id) => draw_why(reader, id, search).await,
        AccessAddress::Copy(id) => giving::draw_copy(reader, id, search).await,
        AccessAddress::LastDay(id, grant) => giving::draw_last_day(reader, id, grant, search).await,
    }
}

fn read<T: serde::de::DeserializeOwned>(fields: &BTreeMap<String, String>) -> Result<T, AppError> {
    serde_json::to_value(fields).and_then(serde_json::from_value).map_err(|_| AppError::Invalid)
}

async fn draw_new(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let words = reader.language;
    access_users::organisation(&reader.session)?;
    let draft = draft(reader, search).await?;
    let form: UserForm = read(&draft.fields)?;
    let view = access::new(&access::user_fields(&form, words), &form_token()?, &draft, words);
    Ok(form::page(words.add_user(), draft.is_refused(), view, words))
}

async fn draw_user(reader: &Reader, id: OrganisationUserId, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let user = access_users::user(services, session, id).await?;
    let Told(told) = kept(reader, search, path::SAVED_PARAMETER).await?;
    let draft = draft(reader, search).await?;
    let organisation = access_users::organisation(session)?;
    let aloud = told.join(" ");
    let page = access::Page {
        user: &user,
        organisation: &organisation,
        administers: &session.acting.administers,
        told,
        made: made(id),
        draft: &draft,
        list: parameter(search, path::LIST_PARAMETER).unwrap_or_default(),
        words: *language,
    };
    let title = page.name();
    let drawn = form::page(&title, draft.is_refused(), page.view(), *language);
    Ok(Drawn { told: aloud, ..drawn })
}

/// What has just been made to let a user in.
fn made(id: OrganisationUserId) -> Option<Made> {
    let kept = cookie::value(MADE)?;
    cookie::remove(MADE);
    let (of, made) = kept.split_once(':')?;
    let (kind, made) = made.split_once(':').filter(|_| of == id.to_string())?;
    match kind {
        PASSWORD => Some(Made::Password(made.to_owned())),
        INVITATION => {
            let address = request::address().unwrap_or_default();
            Some(Made::Invitation(format!("{address}{}", path::invitation(made))))
        }
        _ => None,
    }
}

/// Keeps what has been made for the page that shows it, and leads there; or tells why nothing was.
async fn show_made(
    reader: &Reader,
    id: OrganisationUserId,
    (kind, made): (&str, Result<String, AccessFailure>),
) -> Result<(), AppError> {
    let here = AccessAddress::User(id).path();
    match made {
        Ok(made) => {
            cookie::set(MADE, &format!("{id}:{kind}:{made}"), Some(KEPT_FOR));
            response::see_other(&here);
            Ok(())
        }
        Err(failure) => refused(reader, &here, Draft::default(), failure).await,
    }
}

async fn draw_change(reader: &Reader, id: OrganisationUserId, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let user = access_users::user(services, session, id).await?;
    let draft = draft(reader, search).await?;
    let (form, version) = if draft.is_filled_in() {
        (read(&draft.fields)?, draft.version)
    } else {
        let known = &user.user;
        let form = UserForm {
            first_name: known.first_name.clone(),
            last_name: known.last_name.clone(),
            hsa_id: known.hsa_id.clone(),
            e_mail: known.e_mail.clone(),
            civic_number: known.civic_number.clone(),
        };
        (form, known.version)
    };
    let fields = access::user_fields(&form, *language);
    let view = access::change(&user, &fields, version, &draft, *language);
    Ok(form::page(language.change_user(), draft.is_refused(), view, *language))
}

async fn draw_services(reader: &Reader, id: OrganisationUserId) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let user = access_users::user(services, session, id).await?;
    let name = |code: &ServiceCode| {
        let name = service_name(code.as_str(), *language).unwrap_or_default();
        (code.clone(), name.to_owned())
    };
    let offered: Vec<_> = session.acting.administers.iter().map(name).collect();
    let view = access::services(&user, &offered, *language);
    Ok(form::page(language.change_permissions(), false, view, *language))
}

/// The fields of a decision, the first day being today where nothing has been filled in.
fn giving_fields(form: &GivingForm, words: Language) -> Vec<Field> {
    let field = |field, control, value: &str| Field::new(field, control, value, words);
    vec![
        field(GivingField::From, Control::Day, &form.from).required(),
        field(GivingField::Until, Control::Day, &form.until).hinted(words.until_hint()),
        field(GivingField::Reason, Control::LINE, &form.reason).required().hinted(words.reason_hint()),
    ]
}

fn giving_form(reader: &Reader, draft: &Draft) -> Result<GivingForm, AppError> {
    match draft.is_filled_in() {
        true => read(&draft.fields),
        false => Ok(GivingForm { from: reader.services.today().to_string(), ..GivingForm::default() }),
    }
}

/// What stands before the code of a ticked permission among the fields of a draft.
const TICKED: &str = "ticked.";

async fn draw_service(
    reader: &Reader,
    id: OrganisationUserId,
    service: &ServiceCode,
    search: &str,
) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let (user, offered) = access_users::offered(services, session, id, service).await?;
    let draft = draft(reader, search).await?;
    let ticked: BTreeSet<String> = match draft.is_filled_in() {
        true => {
            draft.fields.keys().filter_map(|field| field.strip_prefix(TICKED)).map(str::to_owned).collect()
        }
        false => {
            let held = offered.iter().filter(|entry| !user.working(&entry.code).is_empty());
            held.map(|entry| entry.code.to_string()).collect()
        }
    };
    let form = GivingForm {
        from: draft.fields.get("from").cloned().unwrap_or_else(|| services.today().to_string()),
        until: draft.fields.get("until").cloned().unwrap_or_default(),
        reason: draft.fields.get("reason").cloned().unwrap_or_default(),
        role: String::new(),
    };
    let given = || user.alone(&offered).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let seen = draft.fields.get(access::ticking::SEEN).cloned().unwrap_or_else(given);
    let ticking = access::ticking::Ticking {
        user: &user,
        service,
        offered: &offered,
        ticked: &ticked,
        seen: &seen,
        fields: &giving_fields(&form, *language),
        draft: &draft,
        words: *language,
    };
    let title = service_name(service.as_str(), *language).unwrap_or_default();
    let view = ticking.view(title.to_owned());
    Ok(form::page(title, draft.is_refused(), view, *language))
}

async fn draw_role(reader: &Reader, id: OrganisationUserId, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let user = access_users::user(services, session, id).await?;
    let draft = draft(reader, search).await?;
    let form = giving_form(reader, &draft)?;
    let offered = user.roles.iter().filter(|role| role.withdrawn.is_none());
    let values = offered.map(|role| (role.id.to_string(), role.title.name(*language).to_owned()));
    let control = Control::Choice { values: values.collect(), none: language.choose() };
    let role = Field::new(GivingField::Role, control, &form.role, *language).required();
    let fields: Vec<Field> = [role].into_iter().chain(giving_fields(&form, *language)).collect();
    let view = access::role(&user, &user.roles, &fields, &draft, *language);
    Ok(form::page(language.give_role(), draft.is_refused(), view, *language))
}

async fn draw_remove(reader: &Reader, id: OrganisationUserId, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let user = access_users::user(services, session, id).await?;
    let draft = draft(reader, search).await?;
    let view = access::remove(&user, &draft, *language);
    let title = language.remove_question(&access::name(&user));
    Ok(form::page(&title, draft.is_refused(), view, *language))
}

async fn draw_why(reader: &Reader, id: OrganisationUserId, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let user = access_users::user(services, session, id).await?;
    let asked = |name: &str| parameter(search, &format!("fields[{name}]")).unwrap_or_default();
    let (permission, day) = (asked("permission"), asked("day"));
    let on = day.parse().unwrap_or_else(|_| services.today());
    let code = PermissionCode::try_from(permission.as_str()).ok();
    let answer = match &code {
        Some(code) => Some(access_users::may(services, session, id, code, on).await?),
        None => None,
    };
    let values = user.catalogue.entries().iter().filter(|entry| {
        entry.kinds.contains(&session.acting.kind) && session.acting.administers.contains(&entry.service)
    });
    let values =
        values.map(|entry| (entry.code.to_string(), entry.name_on(on).pick(*language).to_owned())).collect();
    let field = |code: &str, name: &str, control, value: String| Field {
        code: code.to_owned(),
        name: name.to_owned(),
        control,
        value,
        is_required: true,
        is_required_at_times: false,
        hint: None,
    };
    let choice = Control::Choice { values, none: language.choose() };
    let fields = [
        field("permission", language.permission(), choice, permission),
        field("day", language.on_day(), Control::Day, on.to_string()),
    ];
    let view = access::why(&user, &fields, answer.as_ref(), *language);
    Ok(Drawn { title: language.why_title().to_owned(), body: html(view), ..Drawn::default() })
}

/// Who posts the form at an address, and administers permissions.
async fn administrator(here: &str, draft: Option<&Draft>) -> Result<Option<Reader>, AppError> {
    let reader = poster(here, || draft.cloned().and_then(Draft::interrupted)).await?;
    if let Some(reader) = &reader {
        access_users::organisation(&reader.session).map_err(response::answer_with)?;
    }
    Ok(reader)
}

/// Adds a user, and leads on to their page, or back to the form.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn add(fields: BTreeMap<String, String>) -> Result<(), AppError> {
    let here = AccessAddress::New.path();
    let draft = Draft { fields, ..Draft::default() };
    let Some(reader) = administrator(&here, Some(&draft)).await? else { return Ok(()) };
    let reader = reader.posting(&here, &draft.fields);
    let form: UserForm = read(&draft.fields).map_err(response::answer_with)?;
    match access_users::add(&reader.services, &reader.session, &form).await {
        Ok(id) => saved(&reader, id, &form, reader.language.user_added()).await,
        Err(AccessFailure::Unavailable(ServiceError::DoneBefore)) => {
            response::see_other(path::ACCESS);
            Ok(())
        }
        Err(failure) => refused(&reader, &here, draft, failure).await,
    }
}

/// Leads on to a user whose details have been saved, and tells what is odd about them.
async fn saved(reader: &Reader, id: OrganisationUserId, form: &UserForm, told: &str) -> Result<(), AppError> {
    let words = reader.language;
    let regular = form.read(reader.services.today()).is_ok_and(|details| details.hsa_id.is_regular());
    let told = if regular { told.to_owned() } else { format!("{told} {}", words.irregular()) };
    on(reader, &AccessAddress::User(id).path(), &told).await
}

/// Changes the details of a user.
///
/// # Errors
/// As [`add`].
pub async fn change(
    id: OrganisationUserId,
    version: i64,
    fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let here = AccessAddress::Change(id).path();
    let draft = Draft { fields, version, ..Draft::default() };
    let Some(reader) = administrator(&here, Some(&draft)).await? else { return Ok(()) };
    let form: UserForm = read(&draft.fields).map_err(response::answer_with)?;
    match access_users::change(&reader.services, &reader.session, id, version, &form).await {
        Ok(()) => saved(&reader, id, &form, reader.language.details_saved()).await,
        Err(failure) => refused(&reader, &here, draft, failure).await,
    }
}

/// What a form of a decision says, or what is wrong with it.
fn decision(reader: &Reader, draft: &Draft) -> Result<Result<Giving, Vec<Problem>>, AppError> {
    let form: GivingForm = read(&draft.fields).map_err(response::answer_with)?;
    let read = form.read(reader.services.today());
    Ok(read.map_err(|errors| errors.iter().map(|error| Problem::unread(error, reader.language)).collect()))
}

/// Lets a user have what is ticked of a service.
///
/// # Errors
/// As [`add`]; [`AppError::NotFound`] for a service that is not the reader's to give.
pub async fn set_permissions(
    id: OrganisationUserId,
    service: String,
    ticked: BTreeMap<String, String>,
    mut fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let service = ServiceCode::try_from(service).map_err(|_| response::answer_with(AppError::NotFound))?;
    let here = AccessAddress::Service(id, service.clone()).path();
    fields.extend(ticked.keys().map(|code| (format!("{TICKED}{code}"), "1".to_owned())));
    let draft = Draft { fields, ..Draft::default() };
    let Some(reader) = administrator(&here, Some(&draft)).await? else { return Ok(()) };
    let codes: Result<BTreeSet<PermissionCode>, _> =
        ticked.keys().map(|code| PermissionCode::try_from(code.as_str())).collect();
    let codes = codes.map_err(|_| response::answer_with(AppError::Invalid))?;
    let seen = draft.fields.get(access::ticking::SEEN).map(String::as_str).unwrap_or_default();
    let seen: Result<BTreeSet<PermissionCode>, _> =
        seen.split_whitespace().map(PermissionCode::try_from).collect();
    let seen = seen.map_err(|_| response::answer_with(AppError::Invalid))?;
    let giving = match decision(&reader, &draft)? {
        Ok(giving) => giving,
        Err(problems) => return back(&reader, &here, Draft { problems, ..draft }).await,
    };
    let Reader { services, session, language } = &reader;
    match access_users::set_permissions(services, session, id, &service, (&seen, &codes), &giving).await {
        Ok(changed) => {
            let told = if changed == 0 { language.nothing_changed() } else { language.permissions_saved() };
            on(&reader, &AccessAddress::User(id).path(), told).await
        }
        // What was ticked beside another state is not shown as if it were beside this one.
        Err(AccessFailure::Refused(refusals)) if refusals.contains(&AccessRefusal::Changed) => {
            refused(&reader, &here, Draft::default(), AccessFailure::Refused(refusals)).await
        }
        Err(failure) => refused(&reader, &here, draft, failure).await,
    }
}

/// Gives a user a role.
///
/// # Errors
/// As [`add`].
pub async fn give_role(id: OrganisationUserId, fields: BTreeMap<String, String>) -> Result<(), AppError> {
    let here = AccessAddress::Role(id).path();
    let draft = Draft { fields, ..Draft::default() };
    let Some(reader) = administrator(&here, Some(&draft)).await? else { return Ok(()) };
    let words = reader.language;
    let role = draft.fields.get("role").and_then(|role| role.parse().ok()).map(UserRoleId);
    let giving = decision(&reader, &draft)?;
    let missing = role.is_none().then(|| problem(&AccessRefusal::NothingChosen, words));
    let giving = match (giving, missing) {
        (Ok(giving), None) => giving,
        (giving, missing) => {
            let problems = missing.into_iter().chain(giving.err().unwrap_or_default()).collect();
            return back(&reader, &here, Draft { problems, ..draft }).await;
        }
    };
    match access_users::give_role(&reader.services, &reader.session, id, role, &giving).await {
        Ok(()) => on(&reader, &AccessAddress::User(id).path(), words.role_given()).await,
        Err(failure) => refused(&reader, &here, draft, failure).await,
    }
}

/// Ends something that has been given.
///
/// # Errors
/// As [`add`].
pub async fn end_grant(id: OrganisationUserId, grant: GrantId) -> Result<(), AppError> {
    let here = AccessAddress::User(id).path();
    let Some(reader) = administrator(&here, None).await? else { return Ok(()) };
    match access_users::end_grant(&reader.services, &reader.session, id, grant).await {
        Ok(()) => on(&reader, &here, reader.language.grant_ended()).await,
        Err(failure) => refused(&reader, &here, Draft::default(), failure).await,
    }
}

/// Removes a user, and leads to the others.
///
/// # Errors
/// As [`add`].
pub async fn remove(id: OrganisationUserId) -> Result<(), AppError> {
    let here = AccessAddress::Remove(id).path();
    let Some(reader) = administrator(&here, None).await? else { return Ok(()) };
    match access_users::remove(&reader.services, &reader.session, id).await {
        Ok(()) => {
            response::see_other(path::ACCESS);
            Ok(())
        }
        Err(failure) => refused(&reader, &here, Draft::default(), failure).await,
    }
}

/// Makes a one-time password, and leads to where it is shown.
///
/// # Errors
/// As [`add`].
pub async fn make_password(id: OrganisationUserId) -> Result<(), AppError> {
    let here = AccessAddress::User(id).path();
    let Some(reader) = administrator(&here, None).await? else { return Ok(()) };
    let made = access_users::one_time_password(&reader.services, &reader.session, id).await;
    show_made(&reader, id, (PASSWORD, made)).await
}

/// Makes an invitation, and leads to where its link is shown.
///
/// # Errors
/// As [`add`].
pub async fn make_invitation(id: OrganisationUserId) -> Result<(), AppError> {
    let here = AccessAddress::User(id).path();
    let Some(reader) = administrator(&here, None).await? else { return Ok(()) };
    let made = invitations::invite(&reader.services, &reader.session, id).await;
    show_made(&reader, id, (INVITATION, made)).await
}

/// What is wrong, at its field.
fn problem(refusal: &AccessRefusal, words: Language) -> Problem {
    let field = match refusal {
        AccessRefusal::User(refusal) => Some(UserField::code(refusal.field())),
        AccessRefusal::Grant(GrantRefusal::ReasonMissing | GrantRefusal::ReasonTooLong) => {
            Some(GivingField::Reason.code())
        }
        AccessRefusal::Grant(GrantRefusal::EndsBeforeItBegins) => Some(GivingField::Until.code()),
        AccessRefusal::NothingChosen => Some(GivingField::Role.code()),
        AccessRefusal::Table(_) | AccessRefusal::NothingToImport => Some(import::TABLE),
        AccessRefusal::Recertification(
            RecertificationRefusal::DueTooEarly | RecertificationRefusal::DueTooLate,
        ) => Some(RecertificationField::Due.code()),
        AccessRefusal::ReasonMissing => Some(GivingField::Reason.code()),
        AccessRefusal::Duty(DutyRefusal::NotProlonged | DutyRefusal::EndsInThePast)
        | AccessRefusal::Withdrawn => Some(GivingField::Until.code()),
        _ => None,
    };
    Problem { field: field.map(str::to_owned), text: refusal.message(words) }
}

async fn refused(reader: &Reader, here: &str, draft: Draft, failure: AccessFailure) -> Result<(), AppError> {
    refused_with(reader, here, draft, failure, |refusal| problem(refusal, reader.language)).await
}

/// Leads back to a form, with what is wrong at its fields.
async fn refused_with(
    reader: &Reader,
    here: &str,
    draft: Draft,
    failure: AccessFailure,
    problem: impl Fn(&AccessRefusal) -> Problem,
) -> Result<(), AppError> {
    match failure {
        AccessFailure::Refused(refusals) => {
            let problems = refusals.iter().map(problem).collect();
            back(reader, here, Draft { problems, ..draft }).await
        }
        AccessFailure::Unavailable(error) => Err(response::answer_with(error)),
    }
}
