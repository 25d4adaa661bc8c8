//! The roles that an organisation makes. How the pages are drawn stands in [`crate::page::access::roles`].

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    access::{code::PermissionCode, giving::GivingField, grant::GrantRefusal, role::RoleRefusal},
    id::UserRoleId,
    language::Named,
};
use service::{
    ServiceError,
    access_roles::{self, PostedRole},
    access_users::{AccessFailure, AccessRefusal},
    session::form_token,
};

use super::{TICKED, administrator, refused_with};
use crate::{
    error::AppError,
    page::access::roles::{self as page, NAME},
    path::{self, access_roles::RoleAddress},
    server::{
        drawn::{Reader, parameter},
        form::{self, Draft, Problem, Told, draft, kept, on},
        response,
    },
    serverfn::drawn::Drawn,
    words::AccessWords,
};

/// Draws the page of an address.
///
/// # Errors
/// [`AppError::Forbidden`] for a role that administers nothing, [`AppError::NotFound`] for a role of another organisation.
pub async fn draw(reader: &Reader, address: RoleAddress, search: &str) -> Result<Drawn, AppError> {
    match address {
        RoleAddress::All => draw_all(reader, search).await,
        RoleAddress::New => draw_new(reader, search).await,
        RoleAddress::One(id) => draw_one(reader, id, search).await,
        RoleAddress::Change(id) => draw_change(reader, id, search).await,
        RoleAddress::Withdraw(id) => draw_withdraw(reader, id, search).await,
    }
}

async fn draw_all(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let (roles, choices) = access_roles::all(services, session).await?;
    let Told(told) = kept(reader, search, path::SAVED_PARAMETER).await?;
    let aloud = told.join(" ");
    let view = page::all(&roles, &choices, &session.acting.organisation, told, *language);
    Ok(Drawn { told: aloud, ..form::page(language.user_roles(), false, view, *language) })
}

/// What is ticked in a form that has been filled in.
fn ticked(draft: &Draft) -> BTreeSet<String> {
    draft.fields.keys().filter_map(|field| field.strip_prefix(TICKED)).map(str::to_owned).collect()
}

fn codes(permissions: &BTreeSet<PermissionCode>) -> BTreeSet<String> {
    permissions.iter().map(ToString::to_string).collect()
}

async fn draw_new(reader: &Reader, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let (roles, choices) = access_roles::all(services, session).await?;
    let draft = draft(reader, search).await?;
    // A role may begin as another one.
    let of = parameter(search, path::OF_PARAMETER).and_then(|id| id.parse().ok()).map(UserRoleId);
    let of = roles.iter().find(|role| Some(role.id) == of);
    let ticked = match (draft.is_filled_in(), of) {
        (false, Some(of)) => codes(of.role.permissions()),
        _ => ticked(&draft),
    };
    let form = page::RoleForm {
        role: None,
        once: Some(form_token()?),
        name: draft.fields.get(NAME).cloned().unwrap_or_default(),
        reason: draft.fields.get(GivingField::Reason.code()).cloned().unwrap_or_default(),
        ticked,
        choices: &choices,
        draft: &draft,
        words: *language,
    };
    Ok(form::page(language.make_role(), draft.is_refused(), form.view(), *language))
}

async fn draw_one(reader: &Reader, id: UserRoleId, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let role = access_roles::one(services, session, id).await?;
    let Told(told) = kept(reader, search, path::SAVED_PARAMETER).await?;
    let aloud = told.join(" ");
    let title = role.role.title.name(*language).to_owned();
    let view = page::one(&role, told, *language);
    Ok(Drawn { told: aloud, ..form::page(&title, false, view, *language) })
}

async fn draw_change(reader: &Reader, id: UserRoleId, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let role = access_roles::one(services, session, id).await?;
    if !role.is_changeable {
        return Err(AppError::NotFound);
    }
    let draft = draft(reader, search).await?;
    let (name, ticked, version) = match draft.is_filled_in() {
        true => (draft.fields.get(NAME).cloned().unwrap_or_default(), ticked(&draft), draft.version),
        false => (
            role.role.role.name().as_str().to_owned(),
            codes(role.role.role.permissions()),
            role.role.version,
        ),
    };
    let form = page::RoleForm {
        role: Some((id, version, role.role.holders)),
        once: None,
        name,
        reason: draft.fields.get(GivingField::Reason.code()).cloned().unwrap_or_default(),
        ticked,
        choices: &role.choices,
        draft: &draft,
        words: *language,
    };
    Ok(form::page(language.change_role(), draft.is_refused(), form.view(), *language))
}

async fn draw_withdraw(reader: &Reader, id: UserRoleId, search: &str) -> Result<Drawn, AppError> {
    let Reader { services, session, language } = reader;
    let role = access_roles::one(services, session, id).await?;
    if !role.is_changeable {
        return Err(AppError::NotFound);
    }
    let draft = draft(reader, search).await?;
    let view = page::withdraw(&role, &draft, *language);
    let title = language.withdraw_question(role.role.title.name(*language));
    Ok(form::page(&title, draft.is_refused(), view, *language))
}

/// What is posted, with everything that is ticked among its fields, and how it is shown again.
fn posted(
    ticked: &BTreeMap<String, String>,
    mut fields: BTreeMap<String, String>,
    version: i64,
) -> Result<(PostedRole, Draft), AppError> {
    let permissions = ticked.keys().map(|code| PermissionCode::try_from(code.as_str()));
    let permissions: Result<BTreeSet<_>, _> = permissions.collect();
    let permissions = permissions.map_err(|_| response::answer_with(AppError::Invalid))?;
    let text = |code: &str| fields.get(code).map(|text| domain::text::clean_line(text)).unwrap_or_default();
    let posted = PostedRole { name: text(NAME), permissions, reason: text(GivingField::Reason.code()) };
    fields.extend(ticked.keys().map(|code| (format!("{TICKED}{code}"), "1".to_owned())));
    Ok((posted, Draft { fields, version, ..Draft::default() }))
}

/// Makes a role, and leads on to it, or back to the form.
///
/// # Errors
/// When the reader may not, or the database does not answer.
pub async fn make(
    ticked: BTreeMap<String, String>,
    fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let here = RoleAddress::New.path();
    let (posted, draft) = posted(&ticked, fields, 0)?;
    let Some(reader) = administrator(&here, Some(&draft)).await? else { return Ok(()) };
    let reader = reader.posting(&here, &draft.fields);
    match access_roles::make(&reader.services, &reader.session, &posted).await {
        Ok(id) => on(&reader, &RoleAddress::One(id).path(), reader.language.role_made()).await,
        Err(AccessFailure::Unavailable(ServiceError::DoneBefore)) => {
            response::see_other(path::ACCESS_ROLES);
            Ok(())
        }
        Err(failure) => refused(&reader, &here, draft, failure).await,
    }
}

/// Changes a role.
///
/// # Errors
/// As [`make`].
pub async fn change(
    id: UserRoleId,
    version: i64,
    ticked: BTreeMap<String, String>,
    fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let here = RoleAddress::Change(id).path();
    let (posted, draft) = posted(&ticked, fields, version)?;
    let Some(reader) = administrator(&here, Some(&draft)).await? else { return Ok(()) };
    match access_roles::change(&reader.services, &reader.session, id, version, &posted).await {
        Ok(()) => on(&reader, &RoleAddress::One(id).path(), reader.language.role_changed()).await,
        Err(failure) => refused(&reader, &here, draft, failure).await,
    }
}

/// Withdraws a role.
///
/// # Errors
/// As [`make`].
pub async fn withdraw(id: UserRoleId, version: i64) -> Result<(), AppError> {
    let here = RoleAddress::Withdraw(id).path();
    let Some(reader) = administrator(&here, None).await? else { return Ok(()) };
    match access_roles::withdraw(&reader.services, &reader.session, id, version).await {
        Ok(()) => on(&reader, path::ACCESS_ROLES, reader.language.role_withdrawn()).await,
        Err(failure) => refused(&reader, &here, Draft::default(), failure).await,
    }
}

/// Lets a withdrawn role be given again.
///
/// # Errors
/// As [`make`].
pub async fn reinstate(id: UserRoleId, version: i64) -> Result<(), AppError> {
    let here = RoleAddress::One(id).path();
    let Some(reader) = administrator(&here, None).await? else { return Ok(()) };
    match access_roles::reinstate(&reader.services, &reader.session, id, version).await {
        Ok(()) => on(&reader, &here, reader.language.role_reinstated()).await,
        Err(failure) => refused(&reader, &here, Draft::default(), failure).await,
    }
}

async fn refused(reader: &Reader, here: &str, draft: Draft, failure: AccessFailure) -> Result<(), AppError> {
    let words = reader.language;
    refused_with(reader, here, draft, failure, |refusal| {
        let field = match refusal {
            AccessRefusal::Role(
                RoleRefusal::NameMissing | RoleRefusal::NameTooLong | RoleRefusal::NameTaken,
            ) => Some(NAME),
            AccessRefusal::Grant(GrantRefusal::ReasonMissing | GrantRefusal::ReasonTooLong) => {
                Some(GivingField::Reason.code())
            }
            _ => None,
        };
        Problem { field: field.map(str::to_owned), text: domain::language::Message::message(refusal, words) }
    })
    .await
}
