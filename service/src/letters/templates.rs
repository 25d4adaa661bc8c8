//! The templates of letters, which each municipality has for itself.

use domain::{
    access::Permission,
    id::LetterTemplateId,
    letter::{
        Template,
        form::{FormRefusal, TemplateForm},
    },
    municipality::MunicipalityCode,
    operation::{Actor, EntityKind, OperationKind},
    record::is_as_seen,
};
use serde_json::{Map, Value};
use store::{TemplateRecord, TemplateText};

use super::LetterFailure;
use crate::{ServiceError, Services, fields, session::Session};

/// The templates that the user may write letters from.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that edits no cases.
pub async fn templates(services: &Services, session: &Session) -> Result<Vec<TemplateRecord>, ServiceError> {
    session.scope_for(Permission::EditCases)?;
    Ok(services.store.read(&session.scope()).await?.letter_templates(&session.acting.municipalities).await?)
}

/// A template as it stands in its form.
///
/// # Errors
/// [`ServiceError::NotFound`] for one of another municipality, [`ServiceError::Forbidden`] for a role that administers none.
pub async fn template(
    services: &Services,
    session: &Session,
    id: LetterTemplateId,
) -> Result<TemplateRecord, ServiceError> {
    session.scope_for(Permission::AdministerLetters)?;
    let templates =
        services.store.read(&session.scope()).await?.letter_templates(&session.acting.municipalities).await?;
    templates.into_iter().find(|template| template.id == id).ok_or(ServiceError::NotFound)
}

/// The municipalities whose templates the user administers, in the order of their names.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that administers none.
pub fn municipalities(session: &Session) -> Result<Vec<MunicipalityCode>, ServiceError> {
    session.scope_for(Permission::AdministerLetters)?;
    let mut municipalities = session.acting.municipalities.clone();
    municipalities.sort_by_key(|code| code.name());
    Ok(municipalities)
}

/// Adds a template, or changes one that was seen in a version.
///
/// # Errors
/// What is wrong with it; [`ServiceError::NotFound`] and [`ServiceError::Forbidden`] as [`template`].
pub async fn save_template(
    services: &Services,
    session: &Session,
    seen: Option<(LetterTemplateId, i64)>,
    form: &TemplateForm,
) -> Result<(), LetterFailure> {
    let reached = municipalities(session)?;
    let of_new = seen.is_none().then_some(reached.as_slice());
    let new = form.read(of_new, services.today()).map_err(LetterFailure::Refused)?;
    let (name, subject, text) = (new.name, new.subject, new.template.to_string());
    let written =
        TemplateText { name: &name, subject: &subject, text: &text, by: &session.name, at: services.now() };
    let operation = services.operation(OperationKind::LetterTemplateChange, session.actor(), None, "");
    let mut transaction = services.store.operate(operation).await?;
    transaction.lock_register().await?;
    let present = transaction.letter_templates(&session.acting.municipalities).await?;
    let before = match seen {
        Some((id, version)) => {
            let before = present.iter().find(|template| template.id == id).ok_or(ServiceError::NotFound)?;
            as_seen(before, version)?;
            Some(before)
        }
        None => None,
    };
    let municipality =
        before.map(|before| before.municipality).or(new.municipality).ok_or(ServiceError::NotFound)?;
    let is_other = |other: &&TemplateRecord| before.is_none_or(|before| before.id != other.id);
    if present.iter().filter(is_other).any(|other| other.municipality == municipality && other.name == name) {
        return Err(LetterFailure::Refused(vec![FormRefusal::NameTaken]));
    }
    let id = match before {
        Some(before) => {
            transaction.write_letter_template((before.id, before.version), written).await?;
            before.id
        }
        None => transaction.add_letter_template(municipality, written).await?,
    };
    transaction.is_about(Some(municipality), String::new());
    let before = before.map(told_of);
    let change = fields::change(EntityKind::LetterTemplate, id.0, None, before, Some(told(written)));
    transaction.record(change.as_slice()).await?;
    Ok(transaction.commit().await?)
}

fn as_seen(present: &TemplateRecord, version: i64) -> Result<(), LetterFailure> {
    is_as_seen(version, present.version)
        .map_err(|_| LetterFailure::ChangedMeanwhile { now: Box::new(present.clone()) })
}

/// What is wrong with the form of a template, that is looked at and not saved.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a role that administers none.
pub fn problems(
    services: &Services,
    session: &Session,
    is_new: bool,
    form: &TemplateForm,
) -> Result<Vec<FormRefusal>, ServiceError> {
    let reached = municipalities(session)?;
    let read = form.read(is_new.then_some(reached.as_slice()), services.today());
    Ok(read.err().unwrap_or_default())
}

fn told(written: TemplateText<'_>) -> Map<String, Value> {
    let TemplateText { name, subject, text, .. } = written;
    let fields = [("name", name), ("subject", subject), ("text", text)];
    fields.into_iter().map(|(field, value)| (field.to_owned(), Value::from(value))).collect()
}

fn told_of(record: &TemplateRecord) -> Map<String, Value> {
    let TemplateRecord { name, subject, text, changed: (by, at), .. } = record;
    told(TemplateText { name, subject, text, by, at: *at })
}

/// Adds a template of a municipality that has none of its name, for the operator.
///
/// # Errors
/// When the database refuses; [`ServiceError::Inconsistent`] where the text is no template.
pub async fn add_template(
    services: &Services,
    actor: Actor,
    municipality: MunicipalityCode,
    (name, subject, text): (&str, &str, &str),
) -> Result<(), ServiceError> {
    let text = Template::read(text).map_err(|_| ServiceError::Inconsistent)?.to_string();
    let (by, at) = (actor.name().to_owned(), services.now());
    let written = TemplateText { name, subject, text: &text, by: &by, at };
    let operation = services.operation(OperationKind::LetterTemplateChange, actor, Some(municipality), "");
    let mut transaction = services.store.operate(operation).await?;
    let id = transaction.add_letter_template(municipality, written).await?;
    let change = fields::change(EntityKind::LetterTemplate, id.0, None, None, Some(told(written)));
    transaction.record(change.as_slice()).await?;
    Ok(transaction.commit().await?)
}

/// Removes a template that was seen in a version.
///
/// # Errors
/// [`LetterFailure::ChangedMeanwhile`] when another has changed it since; [`ServiceError::NotFound`] and
/// [`ServiceError::Forbidden`] as [`template`].
pub async fn remove_template(
    services: &Services,
    session: &Session,
    (id, version): (LetterTemplateId, i64),
) -> Result<(), LetterFailure> {
    session.scope_for(Permission::AdministerLetters)?;
    let operation = services.operation(OperationKind::LetterTemplateChange, session.actor(), None, "");
    let mut transaction = services.store.operate(operation).await?;
    transaction.lock_register().await?;
    let present = transaction.letter_templates(&session.acting.municipalities).await?;
    let before = present.iter().find(|template| template.id == id).ok_or(ServiceError::NotFound)?;
    as_seen(before, version)?;
    transaction.remove_letter_template((id, version)).await?;
    transaction.is_about(Some(before.municipality), String::new());
    let before = Some(told_of(before));
    let change = fields::change(EntityKind::LetterTemplate, id.0, None, before, None);
    transaction.record(change.as_slice()).await?;
    Ok(transaction.commit().await?)
}
