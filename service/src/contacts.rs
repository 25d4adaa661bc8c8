//! The contacts of one case: registering, changing and removing them (requirement K9; `rules.md` section 6; seed 001,
//! "Kontakttillfällen").

use domain::{
    access::Permission,
    contact::{ContactField, ContactRefusal, change::ContactValues, form::ContactForm},
    form::FieldError,
    id::{CaseId, ContactId},
    operation::{EntityKind, OperationKind},
    record::is_as_seen,
};
use store::ContactRecord;

use crate::{
    ServiceError, Services, cases,
    casework::{Casework, Worker},
    saving::{SaveFailure, Saved, Seen, merge},
    session::Session,
};

/// Why a contact is not saved.
pub type ContactFailure = SaveFailure<ContactField, ContactRefusal>;

/// A contact as it stands in the form that changes it. That it was read stands in the journal before it is answered.
///
/// # Errors
/// [`ServiceError::NotFound`] for a contact outside the user's scope.
pub async fn contact(
    services: &Services,
    session: &Session,
    id: ContactId,
) -> Result<ContactRecord, ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let found = services.store.read(&scope).await?.edited_contacts(&scope, &[id]).await?.pop();
    let record = found.ok_or(ServiceError::NotFound)?;
    let (municipality, case) = (record.contact.municipality, record.contact.case);
    cases::tell_of_reading(services, session, municipality, case, record.person).await?;
    Ok(record)
}

/// Registers a contact with a case, which gets the caseworker that is filled in.
///
/// # Errors
/// What is wrong with the form or the contact; [`ServiceError::NotFound`] for a case outside the user's scope.
pub async fn register(
    services: &Services,
    session: &Session,
    case: CaseId,
    form: &ContactForm,
) -> Result<ContactId, ContactFailure> {
    let mut work = Casework::by_user(services, session, OperationKind::Casework).await?;
    let mut case = work.case(case).await?;
    let (today, worker) = (services.today(), Worker::now(services, session));
    let request = match form.read(today) {
        Ok(request) => request,
        Err(errors) => {
            // The rest is judged too, so that everything is told at once; what is not finished has not happened.
            let refusals = match form.readable(&errors, today).read(today) {
                Ok(request) => work.contact(&mut case, &request, worker).await?.err().unwrap_or_default(),
                Err(_) => Vec::new(),
            };
            return Err(of_both(errors, refusals));
        }
    };
    let decided = work.contact(&mut case, &request, worker).await?;
    let id = decided.map_err(SaveFailure::Refused)?;
    work.finish().await?;
    Ok(id)
}

/// Changes a contact, its follow-up with it.
///
/// # Errors
/// What is wrong with the form or the change, [`SaveFailure::Conflict`] where another has changed the same fields;
/// [`ServiceError::NotFound`] for a contact outside the user's scope, and of another case.
pub async fn change(
    services: &Services,
    session: &Session,
    (case, id): (CaseId, ContactId),
    seen: &Seen<ContactValues>,
    form: &ContactForm,
) -> Result<Saved<ContactField, std::convert::Infallible>, ContactFailure> {
    let mut work = Casework::by_user(services, session, OperationKind::Casework).await?;
    let record = present(&mut work, case, id).await?;
    let contact = &record.contact;
    let (today, worker) = (services.today(), Worker::now(services, session));
    let by = work.reading().1.last_changed_by(record.person, &[(EntityKind::Contact, id.0)]).await?;
    let there = (&contact.values, contact.version);
    let mine = match form.read_change(&seen.values, &contact.values, today) {
        Ok(mine) => mine,
        Err(errors) => {
            let rest = form.readable_change(&errors, &contact.values);
            let rest = rest.read_change(&seen.values, &contact.values, today).ok();
            let refusals = match rest.and_then(|rest| merge(seen, there, &rest, &by).ok()) {
                Some(rest) => work.change_contact(&record, &rest.values, worker).await?.err(),
                // What two have changed is asked about once the form can be read.
                None => None,
            };
            return Err(of_both(errors, refusals.unwrap_or_default()));
        }
    };
    let merged = merge(seen, there, &mine, &by).map_err(SaveFailure::Conflict)?;
    let decided = work.change_contact(&record, &merged.values, worker).await?;
    decided.map_err(SaveFailure::Refused)?;
    work.finish().await?;
    Ok(Saved { notices: Vec::new(), taken_over: merged.told(|| by) })
}

/// Removes a contact.
///
/// # Errors
/// [`SaveFailure::ChangedMeanwhile`] when another has changed it since the version that was seen; else as [`change`].
pub async fn remove(
    services: &Services,
    session: &Session,
    (case, id): (CaseId, ContactId),
    version: i64,
) -> Result<(), ContactFailure> {
    let mut work = Casework::by_user(services, session, OperationKind::Casework).await?;
    let record = present(&mut work, case, id).await?;
    is_as_seen(version, record.contact.version)?;
    work.remove_contact(&record).await?;
    Ok(work.finish().await?)
}

/// What cannot be read, and what the rules say of the rest: of a field that cannot be read they say nothing.
fn of_both(errors: Vec<FieldError<ContactField>>, mut refusals: Vec<ContactRefusal>) -> ContactFailure {
    refusals.retain(|refusal| errors.iter().all(|error| refusal.field() != error.field));
    SaveFailure::of_both(errors, refusals)
}

async fn present(work: &mut Casework, case: CaseId, id: ContactId) -> Result<ContactRecord, ServiceError> {
    let (scope, transaction) = work.reading();
    let found = transaction.edited_contacts(scope, &[id]).await?.pop();
    found.filter(|record| record.contact.case == case).ok_or(ServiceError::NotFound)
}
