//! The form of a way to reach a person (requirement K10; seed 001, "Registrera kontaktuppgifter").

use domain::{
    contact::{
        ContactDetailKind,
        detail::{DetailField, DetailForm, DetailRefusal},
    },
    id::{CaseId, ContactDetailId},
    language::{Language, Named},
};
use service::details;

use super::{NotSaved, Posted, Reader, Told, nobody};
use crate::{
    error::AppError,
    page::record::{Control, Field, RecordForm, Removal, named},
    words::{BulkWords, RecordWords},
};

/// The form of a new one.
pub fn new(reader: &Reader) -> RecordForm {
    let words = reader.language;
    RecordForm {
        title: words.new_detail().to_owned(),
        fields: fields(&DetailForm::default(), words),
        save: words.save_detail(),
        ..RecordForm::default()
    }
}

/// The form of one as it stands in the register.
///
/// # Errors
/// [`AppError::NotFound`] for one out of the reader's reach.
pub async fn form(reader: &Reader, case: CaseId, id: ContactDetailId) -> Result<RecordForm, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let reached = details::reached(services, session, case).await?;
    let record = reached.details.iter().find(|record| record.detail.id == id).ok_or(AppError::NotFound)?;
    Ok(RecordForm {
        title: words.change_detail().to_owned(),
        fields: fields(&DetailForm::written(&record.detail), words),
        version: record.version,
        seen: serde_json::to_string(&record.detail).map_err(|_| AppError::Unexpected)?,
        save: BulkWords::save(words),
        removal: Some(Removal {
            opener: words.remove_detail(),
            question: words.really_remove_detail(&record.detail.value),
            certain: words.yes_remove_detail(),
        }),
        ..RecordForm::default()
    })
}

fn fields(form: &DetailForm, words: Language) -> Vec<Field> {
    let field = |field, control, value: &str| Field::new(field, control, value, words);
    let kinds = Control::Choice { values: named::<ContactDetailKind>(words), none: words.choose() };
    vec![
        field(DetailField::Kind, kinds, &form.kind).required(),
        field(DetailField::Value, Control::LINE, &form.value).required().hinted(words.detail_hint()),
        field(DetailField::Primary, Control::Tick, &form.primary),
        field(DetailField::PrimaryTelephone, Control::Tick, &form.primary_telephone),
    ]
}

/// Adds or changes one.
///
/// # Errors
/// What is wrong with it.
pub async fn save(
    reader: &Reader,
    case: CaseId,
    id: Option<ContactDetailId>,
    posted: &Posted,
) -> Result<Told, NotSaved> {
    let Reader { services, session, language } = reader;
    let form: DetailForm = posted.form()?;
    match id {
        None => {
            let added = details::add(services, session, case, &form).await;
            added.map_err(|failure| not_saved(failure, *language))?;
            Ok(Told::just(language.detail_saved()))
        }
        Some(id) => {
            let saved = details::change(services, session, case, id, &posted.seen()?, &form).await;
            let saved = saved.map_err(|failure| not_saved(failure, *language))?;
            Ok(Told::saved(language.detail_saved(), &saved, *language))
        }
    }
}

/// Removes one.
///
/// # Errors
/// What is wrong with that.
pub async fn remove(
    reader: &Reader,
    case: CaseId,
    id: ContactDetailId,
    posted: &Posted,
) -> Result<Told, NotSaved> {
    let Reader { services, session, language } = reader;
    let removed = details::remove(services, session, case, id, posted.version).await;
    removed.map_err(|failure| not_saved(failure, *language))?;
    Ok(Told::just(language.detail_removed()))
}

fn not_saved(failure: details::DetailFailure, language: Language) -> NotSaved {
    NotSaved::told(failure, |refusal: &DetailRefusal| Some(refusal.field().code()), nobody, language)
}
