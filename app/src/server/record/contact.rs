//! The form of a contact (requirement K9; seed 001, "Kontakttillfällen").

use domain::{
    case::view::CaseView,
    contact::{ContactField, ContactRefusal, form::ContactForm},
    id::{CaseId, ContactId},
    language::{Language, Named},
};
use service::{contacts, responsibility};

use super::{NotSaved, Posted, Reader, Told, nobody};
use crate::{
    error::AppError,
    page::record::{Control, Field, RecordForm, Removal, choices},
    words::{BulkWords, RecordWords},
};

/// The form of a new one.
///
/// # Errors
/// [`AppError::NotFound`] for a case out of the reader's reach.
pub async fn new(reader: &Reader, case: &CaseView) -> Result<RecordForm, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let (_, users) = responsibility::responsibility(services, session, case.row.id).await?;
    let users = users.into_iter().map(|user| (user.account.to_string(), user.name)).collect();
    let form = ContactForm::new(services.today());
    let mut fields = fields(reader, &form);
    fields.push(Field::new(
        ContactField::Caseworker,
        Control::Choice { values: users, none: words.leave() },
        &form.caseworker,
        words,
    ));
    Ok(RecordForm {
        title: words.new_contact().to_owned(),
        fields,
        save: words.save_contact(),
        ..RecordForm::default()
    })
}

/// The form of one as it stands in the register.
///
/// # Errors
/// [`AppError::NotFound`] for one out of the reader's reach.
pub async fn form(reader: &Reader, case: &CaseView, id: ContactId) -> Result<RecordForm, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let record = contacts::contact(services, session, id).await?;
    let contact = &record.contact;
    if contact.case != case.row.id {
        return Err(AppError::NotFound);
    }
    let written = ContactForm::written(&contact.values);
    let mut fields = fields(reader, &written);
    if contact.values.follow_up.due().is_some() {
        fields.push(
            Field::new(ContactField::Closed, Control::LINE, &written.closed, words)
                .hinted(words.follow_up_closed_hint()),
        );
    }
    let view = case.contacts.iter().find(|contact| contact.id == id);
    let created = view.map(|view| words.created_by(&view.created_by));
    let changed = view.filter(|view| !view.changed.is_empty()).map(|view| words.changed_by(&view.changed));
    Ok(RecordForm {
        title: words.change_contact().to_owned(),
        fields,
        version: contact.version,
        seen: serde_json::to_string(&contact.values).map_err(|_| AppError::Unexpected)?,
        save: BulkWords::save(words),
        removal: Some(Removal {
            opener: words.remove_contact(),
            question: words.really_remove_contact().to_owned(),
            certain: words.yes_remove_contact(),
        }),
        history: created.into_iter().chain(changed).collect(),
        ..RecordForm::default()
    })
}

/// The fields that every contact has.
pub fn fields(reader: &Reader, form: &ContactForm) -> Vec<Field> {
    let (words, today) = (reader.language, reader.services.today());
    let field = |field, control, value: &str| Field::new(field, control, value, words);
    let present = domain::contact::ContactWay::from_code(&form.way);
    let ways = Control::Choice { values: choices(today, present, words), none: words.choose() };
    vec![
        field(ContactField::Date, Control::Day, &form.date).required(),
        field(ContactField::Way, ways, &form.way).required(),
        field(ContactField::Heading, Control::LINE, &form.heading).required(),
        field(ContactField::Notes, Control::Notes, &form.notes).hinted(words.notes_stay_hint()),
        field(ContactField::FollowsUp, Control::Tick, &form.follows_up),
        field(ContactField::FollowUp, Control::Day, &form.follow_up).required_when(words.follow_up_hint()),
    ]
}

/// Registers or changes one.
///
/// # Errors
/// What is wrong with it.
pub async fn save(
    reader: &Reader,
    case: CaseId,
    id: Option<ContactId>,
    posted: &Posted,
) -> Result<Told, NotSaved> {
    let Reader { services, session, language } = reader;
    let form: ContactForm = posted.form()?;
    match id {
        None => {
            let registered = contacts::register(services, session, case, &form).await;
            registered.map_err(|failure| not_saved(failure, *language))?;
            Ok(Told::just(language.contact_registered()))
        }
        Some(id) => {
            let saved = contacts::change(services, session, (case, id), &posted.seen()?, &form).await;
            let saved = saved.map_err(|failure| not_saved(failure, *language))?;
            Ok(Told::saved(language.contact_saved(), &saved, *language))
        }
    }
}

/// Removes one.
///
/// # Errors
/// What is wrong with that.
pub async fn remove(reader: &Reader, case: CaseId, id: ContactId, posted: &Posted) -> Result<Told, NotSaved> {
    let Reader { services, session, language } = reader;
    let removed = contacts::remove(services, session, (case, id), posted.version).await;
    removed.map_err(|failure| not_saved(failure, *language))?;
    Ok(Told::just(language.contact_removed()))
}

fn not_saved(failure: contacts::ContactFailure, language: Language) -> NotSaved {
    NotSaved::told(failure, |refusal: &ContactRefusal| field_of(refusal), nobody, language)
}

fn field_of(refusal: &ContactRefusal) -> Option<&'static str> {
    Some(refusal.field().code())
}
