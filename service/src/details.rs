//! How the person of a case is reached: ways of contact and the one postal address that a municipality may enter
//! (requirement K10; seed 001, "Registrera kontaktuppgifter", "Registrera postadress").
//!
//! Once somebody has left, how they are reached is no longer the municipality's to see or to change.

use domain::{
    access::Permission,
    contact::{
        detail::{Detail, DetailField, DetailForm, DetailRefusal},
        postal_address::{AddressField, AddressForm, AddressRefusal, may_add},
    },
    id::{CaseId, ContactDetailId},
    operation::{EntityKind, OperationKind},
    person::Address,
    record::is_as_seen,
};
use store::{DetailRecord, ReachedPerson};

use crate::{
    ServiceError, Services, cases,
    casework::Casework,
    saving::{SaveFailure, Saved, Seen, merge},
    session::Session,
};

/// Why a way to reach a person is not saved. What cannot be read of a form is among the refusals.
pub type DetailFailure = SaveFailure<DetailField, DetailRefusal>;
/// Why a postal address is not saved. What cannot be read of a form is among the refusals.
pub type AddressFailure = SaveFailure<AddressField, AddressRefusal>;

/// How the person of a case is reached, as it is to be changed. That it was read stands in the journal before it is
/// answered.
///
/// # Errors
/// [`ServiceError::NotFound`] for a case outside the user's scope, and of somebody who has left.
pub async fn reached(
    services: &Services,
    session: &Session,
    case: CaseId,
) -> Result<ReachedPerson, ServiceError> {
    let scope = session.scope_for(Permission::EditCases)?;
    let found = services.store.read_snapshot(&scope).await?.reached_person(&scope, case).await?;
    let reached = found.ok_or(ServiceError::NotFound)?;
    cases::tell_of_reading(services, session, reached.municipality, case, reached.person).await?;
    Ok(reached)
}

/// Adds a way to reach the person of a case.
///
/// # Errors
/// What is wrong with it; [`ServiceError::NotFound`] as [`reached`].
pub async fn add(
    services: &Services,
    session: &Session,
    case: CaseId,
    form: &DetailForm,
) -> Result<ContactDetailId, DetailFailure> {
    let (mut work, person) = begin(services, session, case).await?;
    let new = form.read(services.today()).map_err(SaveFailure::Refused)?;
    let id = work.detail(&person, None, new).await?.map_err(SaveFailure::Refused)?;
    work.finish().await?;
    Ok(id)
}

/// Changes a way to reach the person of a case.
///
/// # Errors
/// What is wrong with it, [`SaveFailure::Conflict`] where another has changed the same; [`ServiceError::NotFound`] as
/// [`reached`].
pub async fn change(
    services: &Services,
    session: &Session,
    case: CaseId,
    id: ContactDetailId,
    seen: &Seen<Detail>,
    form: &DetailForm,
) -> Result<Saved<DetailField, std::convert::Infallible>, DetailFailure> {
    let (mut work, person) = begin(services, session, case).await?;
    let present = one_of(&person, id)?;
    let mine = Detail::of(id, &form.read(services.today()).map_err(SaveFailure::Refused)?);
    let by = work.reading().1.last_changed_by(person.person, &[(EntityKind::ContactDetail, id.0)]).await?;
    let merged =
        merge(seen, (&present.detail, present.version), &mine, &by).map_err(SaveFailure::Conflict)?;
    let new = merged.values.asked_for().map_err(|refusal| SaveFailure::Refused(vec![refusal]))?;
    work.detail(&person, Some(present), new).await?.map_err(SaveFailure::Refused)?;
    work.finish().await?;
    Ok(Saved { notices: Vec::new(), taken_over: merged.told(|| by) })
}

/// Removes a way to reach the person of a case.
///
/// # Errors
/// [`SaveFailure::ChangedMeanwhile`] when another has changed it since the version that was seen;
/// [`ServiceError::NotFound`] as [`reached`].
pub async fn remove(
    services: &Services,
    session: &Session,
    case: CaseId,
    id: ContactDetailId,
    version: i64,
) -> Result<(), DetailFailure> {
    let (mut work, person) = begin(services, session, case).await?;
    let present = one_of(&person, id)?;
    is_as_seen(version, present.version)?;
    work.remove_detail(&person, present).await?;
    Ok(work.finish().await?)
}

/// Enters the postal address of the person of a case, who has none.
///
/// # Errors
/// What is wrong with it, [`AddressRefusal::AlreadyOne`]; [`ServiceError::NotFound`] as [`reached`].
pub async fn add_address(
    services: &Services,
    session: &Session,
    case: CaseId,
    form: &AddressForm,
) -> Result<(), AddressFailure> {
    let (mut work, person) = begin(services, session, case).await?;
    let address = form.read(services.today()).map_err(SaveFailure::Refused)?;
    let existing: Vec<Address> = person.postal_address.iter().map(|(address, _)| address.clone()).collect();
    may_add(&existing).map_err(|refusal| SaveFailure::Refused(vec![refusal]))?;
    work.postal_address(&person, Some(&address)).await?;
    Ok(work.finish().await?)
}

/// Changes the postal address of the person of a case.
///
/// # Errors
/// What is wrong with it, [`SaveFailure::Conflict`] where another has changed the same; [`ServiceError::NotFound`] as
/// [`reached`], and where there is none.
pub async fn change_address(
    services: &Services,
    session: &Session,
    case: CaseId,
    seen: &Seen<Address>,
    form: &AddressForm,
) -> Result<Saved<AddressField, std::convert::Infallible>, AddressFailure> {
    let (mut work, person) = begin(services, session, case).await?;
    let (present, version) = person.postal_address.as_ref().ok_or(ServiceError::NotFound)?;
    let mine = form.read(services.today()).map_err(SaveFailure::Refused)?;
    let address = [(EntityKind::Address, person.person.0)];
    let by = work.reading().1.last_changed_by(person.person, &address).await?;
    let merged = merge(seen, (present, *version), &mine, &by).map_err(SaveFailure::Conflict)?;
    work.postal_address(&person, Some(&merged.values)).await?;
    work.finish().await?;
    Ok(Saved { notices: Vec::new(), taken_over: merged.told(|| by) })
}

/// Removes the postal address of the person of a case.
///
/// # Errors
/// [`SaveFailure::ChangedMeanwhile`] when another has changed it since the version that was seen;
/// [`ServiceError::NotFound`] as [`change_address`].
pub async fn remove_address(
    services: &Services,
    session: &Session,
    case: CaseId,
    version: i64,
) -> Result<(), AddressFailure> {
    let (mut work, person) = begin(services, session, case).await?;
    let (_, present) = person.postal_address.as_ref().ok_or(ServiceError::NotFound)?;
    is_as_seen(version, *present)?;
    work.postal_address(&person, None).await?;
    Ok(work.finish().await?)
}

async fn begin(
    services: &Services,
    session: &Session,
    case: CaseId,
) -> Result<(Casework, ReachedPerson), ServiceError> {
    let mut work = Casework::by_user(services, session, OperationKind::Casework).await?;
    let person = work.reached(case).await?.ok_or(ServiceError::NotFound)?;
    Ok((work, person))
}

fn one_of(person: &ReachedPerson, id: ContactDetailId) -> Result<&DetailRecord, ServiceError> {
    person.details.iter().find(|record| record.detail.id == id).ok_or(ServiceError::NotFound)
}
