//! The form of the postal address (requirement K10; seed 001, "Registrera postadress").

use domain::{
    contact::postal_address::{AddressField, AddressForm, AddressRefusal},
    id::CaseId,
    language::{Language, Named},
};
use service::details;

use super::{NotSaved, Posted, Reader, Told, nobody};
use crate::{
    error::AppError,
    page::record::{Control, Field, RecordForm, Removal},
    words::{BulkWords, RecordWords},
};

/// The form as it stands in the register; of a person who has no postal address it is empty.
///
/// # Errors
/// [`AppError::NotFound`] for a case out of the reader's reach.
pub async fn form(reader: &Reader, case: CaseId) -> Result<RecordForm, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let reached = details::reached(services, session, case).await?;
    let Some((address, version)) = reached.postal_address else {
        return Ok(RecordForm {
            title: words.new_postal_address().to_owned(),
            text: Some(words.postal_address_text().to_owned()),
            fields: fields(&AddressForm::default(), words),
            save: words.save_postal_address(),
            ..RecordForm::default()
        });
    };
    Ok(RecordForm {
        title: words.change_postal_address().to_owned(),
        text: Some(words.postal_address_text().to_owned()),
        fields: fields(&AddressForm::written(&address), words),
        version,
        seen: serde_json::to_string(&address).map_err(|_| AppError::Unexpected)?,
        save: BulkWords::save(words),
        removal: Some(Removal {
            opener: words.remove_postal_address(),
            question: words.really_remove_postal_address().to_owned(),
            certain: words.yes_remove_postal_address(),
        }),
        ..RecordForm::default()
    })
}

fn fields(form: &AddressForm, words: Language) -> Vec<Field> {
    let field = |field, value: &str| Field::new(field, Control::LINE, value, words);
    vec![
        field(AddressField::CareOf, &form.care_of),
        field(AddressField::Line1, &form.line1).required(),
        field(AddressField::Line2, &form.line2),
        field(AddressField::PostalCode, &form.postal_code).required_when(words.in_sweden_hint()),
        field(AddressField::City, &form.city).required_when(words.in_sweden_hint()),
        field(AddressField::Country, &form.country).hinted(words.country_hint()),
    ]
}

/// Enters or changes it.
///
/// # Errors
/// What is wrong with it.
pub async fn save(reader: &Reader, case: CaseId, posted: &Posted) -> Result<Told, NotSaved> {
    let Reader { services, session, language } = reader;
    let form: AddressForm = posted.form()?;
    if posted.seen.is_empty() {
        let added = details::add_address(services, session, case, &form).await;
        added.map_err(|failure| not_saved(failure, *language))?;
        return Ok(Told::just(language.postal_address_saved()));
    }
    let saved = details::change_address(services, session, case, &posted.seen()?, &form).await;
    let saved = saved.map_err(|failure| not_saved(failure, *language))?;
    Ok(Told::saved(language.postal_address_saved(), &saved, *language))
}

/// Removes it.
///
/// # Errors
/// What is wrong with that.
pub async fn remove(reader: &Reader, case: CaseId, posted: &Posted) -> Result<Told, NotSaved> {
    let Reader { services, session, language } = reader;
    let removed = details::remove_address(services, session, case, posted.version).await;
    removed.map_err(|failure| not_saved(failure, *language))?;
    Ok(Told::just(language.postal_address_removed()))
}

fn not_saved(failure: details::AddressFailure, language: Language) -> NotSaved {
    let field = |refusal: &AddressRefusal| refusal.field().map(Named::code);
    NotSaved::told(failure, field, nobody, language)
}
