//! *Registrera kontakttillfälle*: one contact with the people of chosen cases, or of the cases of chosen follow-ups.

use domain::{
    contact::{ContactField, form::ContactForm},
    list::{ListRow, specs::follow_ups::FollowUpRow},
};
use service::{case_changes, follow_ups, hand_over, jobs::Asked, selection};

use super::{MOST_OWN, Shown, filled_in, named, problems, read_form, refused, whom};
use crate::{
    component::number::grouped,
    error::AppError,
    page::record::{Control, Field, RecordForm},
    server::{
        drawn::Reader,
        record::{NotSaved, Posted, contact},
    },
    words::{BulkWords, CountWords, ManyWords},
};

async fn contact_form(reader: &Reader) -> Result<RecordForm, AppError> {
    let words = reader.language;
    let form = ContactForm::new(reader.services.today());
    let users = hand_over::choices(&reader.services, &reader.session).await?.to;
    let users = users.into_iter().map(|user| (user.account.to_string(), user.name)).collect();
    let mut fields = contact::fields(reader, &form);
    let caseworker = Control::Choice { values: users, none: BulkWords::leave(words) };
    fields.push(Field::new(ContactField::Caseworker, caseworker, &form.caseworker, words));
    Ok(RecordForm {
        title: words.same_contact().to_owned(),
        fields,
        save: words.register_them(),
        ..RecordForm::default()
    })
}

/// The page of the form, of chosen cases.
pub(super) async fn form(reader: &Reader, token: &str) -> Result<Shown, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let found = selection::find(services, session, token).await?;
    let found = found.filter(|found| found.list == "cases" && found.count > 0).ok_or(AppError::NotFound)?;
    let intro = words.cases_chosen(found.count, &grouped(found.count, words), None);
    let form = contact_form(reader).await?;
    let rows = case_changes::page(services, session, token, 1).await?.rows;
    let after = whom(rows.into_iter().map(named), found.count, words);
    Ok(Shown { form: Some(form), intro: Some(intro), title: words.register_contacts(), after: Some(after) })
}

/// The page of the form, of the cases of chosen follow-ups.
pub(super) async fn form_of_follow_ups(reader: &Reader, token: &str) -> Result<Shown, AppError> {
    let Reader { services, session, language } = reader;
    let words = *language;
    let found = selection::find(services, session, token).await?;
    let found =
        found.filter(|found| found.list == "follow-ups" && found.count > 0).ok_or(AppError::NotFound)?;
    let form = RecordForm { text: Some(words.same_contact_text().to_owned()), ..contact_form(reader).await? };
    let intro = words.follow_ups_chosen(&grouped(found.count, words));
    let rows = follow_ups::chosen(services, session, token, MOST_OWN).await?.rows;
    let named = |row: FollowUpRow| (row.case, format!("{}, {}", row.title(), row.civic_number));
    let after = whom(rows.into_iter().map(named), found.count, words);
    Ok(Shown { form: Some(form), intro: Some(intro), title: words.register_contacts(), after: Some(after) })
}

/// What is asked of the job.
pub(super) fn asked(reader: &Reader, posted: &Posted) -> Result<Asked, NotSaved> {
    let form: ContactForm = read_form(&filled_in(posted, None))?;
    let request = form.read(reader.services.today());
    request.map(Asked::RegisterContacts).map_err(|errors| refused(problems(&errors, None, reader.language)))
}
